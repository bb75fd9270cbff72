#include "support_lib/rounding.h"

#include "support_lib/hash_random.h"
#include "support_lib/trial.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Unit roundoff, variance of one rounding, deviations that are allowed; see rounding.h. */
static const double UNIT = 0x1p-24, ONE = 0.18, DEVIATIONS = 4;
/* What decisions that fall otherwise may do to a gradient. */
static const double KINKED = 0.1;
static const double RATE = 0.01;

typedef struct Side {
    const ProbeFunctions *call;
    Probe *probe;
    double *numbers; /* room for the largest parameter */
} Side;

typedef struct Comparison {
    const Graph *forward, *training;
    const RoundingTrial *how;
    Trial *trial;
    Side single, wide;
    double *variance; /* by value of the training Graph, in units of u^2 */
    double *spread; /* k^2 of a normalisation, by its layer */
    double *gradient_norm; /* by parameter, of the wide form */
    RoundingReport *report;
} Comparison;

static void *grab(size_t count)
{
    void *memory = calloc(count > 0 ? count : 1, sizeof(double));
    if (memory == NULL) {
        fputs("out of memory\n", stderr);
        abort();
    }
    return memory;
}

/* ---- variances ------------------------------------------------------------------------------- */

static double chain(double terms)
{
    return ONE / 2 * terms;
}

static double pixels_of(const Value *value)
{
    return (double)shape_height(value->shape) * (double)shape_width(value->shape);
}

/* Products in one output element: all of the kernel but its output channels. */
static double reduced(const Value *kernel, int outputs)
{
    return (double)trial_elements(kernel->shape) / outputs;
}

static double largest_of(const Comparison *me, const Node *node)
{
    double largest = 0;
    for (int i = 0; i < node->input_count; i++)
        largest = fmax(largest, me->variance[node->inputs[i]->id]);
    return largest;
}

static double sum_of(const Comparison *me, const Node *node)
{
    double sum = 0;
    for (int i = 0; i < node->input_count; i++)
        sum += me->variance[node->inputs[i]->id];
    return sum;
}

/* k^2 of the normalisation with these statistics; gradient nodes find it by their x. */
static double spread_of(const Comparison *me, const Value *x)
{
    for (size_t n = 0; n < me->training->nodes.count; n++) {
        const Node *node = me->training->nodes.data[n];
        if (node->op == XC_OP_NORMALIZE && node->inputs[0] == x)
            return me->spread[node->layer->id];
    }
    return 1;
}

static double variance_of(const Comparison *me, const Node *node)
{
    const Value *const *in = (const Value *const *)node->inputs;
    const double taps = (double)node->at.kernel[0] * node->at.kernel[1];
    const double images = me->how->count;
    double first = me->variance[in[0]->id];
    switch (node->op) {
    case XC_OP_CONV:
        return first + chain(reduced(in[1], shape_channels(node->outputs[0]->shape)));
    case XC_OP_CONV_INPUT_GRADIENT:
        return first +
               chain(reduced(in[1], shape_channels(node->outputs[0]->shape)) * node->at.groups);
    case XC_OP_DEPTHWISE:
    case XC_OP_DEPTHWISE_INPUT_GRADIENT:
    case XC_OP_AVERAGE_POOL:
    case XC_OP_AVERAGE_POOL_GRADIENT:
        return first + chain(taps) + ONE;
    case XC_OP_CONV_WEIGHT_GRADIENT:
    case XC_OP_DEPTHWISE_WEIGHT_GRADIENT:
        return sum_of(me, node) + chain(images * pixels_of(in[1]));
    case XC_OP_BIAS_GRADIENT:
    case XC_OP_GLOBAL_AVERAGE_POOL:
    case XC_OP_BATCH_STATISTICS:
        return first + chain(pixels_of(in[0])) + ONE;
    case XC_OP_MULTIPLY_REDUCE:
        return sum_of(me, node) + chain(pixels_of(in[0]));
    case XC_OP_NORMALIZE:
        return spread_of(me, in[0]) * (first + 1);
    case XC_OP_NORMALIZE_INPUT_GRADIENT:
        return first + spread_of(me, in[1]) * (me->variance[in[1]->id] + 1);
    case XC_OP_NORMALIZE_PARAMETER_GRADIENT:
        return first + spread_of(me, in[1]) * (me->variance[in[1]->id] + 1) +
               chain(pixels_of(in[1]));
    case XC_OP_SOFTMAX_CROSS_ENTROPY:
    case XC_OP_SOFTMAX_CROSS_ENTROPY_GRADIENT:
        return 4 * first + ONE;
    case XC_OP_MULTIPLY:
    case XC_OP_SIGMOID_GRADIENT:
        return sum_of(me, node) + ONE;
    case XC_OP_ADD:
    case XC_OP_CONCAT:
        return largest_of(me, node) + ONE;
    default: /* one rounding at most of one input */
        return first + ONE;
    }
}

static void propagate(Comparison *me)
{
    for (size_t n = 0; n < me->training->nodes.count; n++) {
        const Node *node = me->training->nodes.data[n];
        if (node->input_count == 0)
            continue;
        for (int o = 0; o < node->output_count; o++)
            me->variance[node->outputs[o]->id] = variance_of(me, node);
    }
}

/* ---- the two programs ------------------------------------------------------------------------ */

static void set_parameters(const Comparison *me, const Side *side)
{
    for (size_t p = 0; p < me->forward->parameters.count; p++)
        side->call->set(side->probe, (int)p, me->trial->parameters[p]);
    side->call->values_changed(side->probe);
}

static Side side_open(const Comparison *me, const Loaded *loaded)
{
    size_t largest = 1;
    Side side = {.call = &loaded->probe};
    side.probe = side.call->open(loaded->model, me->how->threads);
    for (size_t p = 0; p < me->forward->parameters.count; p++) {
        size_t elements = trial_elements(me->forward->parameters.data[p]->value->shape);
        largest = elements > largest ? elements : largest;
    }
    side.numbers = grab(largest);
    if (side.probe == NULL)
        abort();
    set_parameters(me, &side);
    return side;
}

static void side_close(Side *side)
{
    side->call->close(side->probe);
    free(side->numbers);
}

static ProbeMetrics step(const Comparison *me, const Side *side, int number)
{
    const ProbeStep how = {RATE, me->how->seed, (uint64_t)number, true};
    ProbeMetrics metrics;
    if (!side->call->train_step(
            side->probe, me->trial->images, me->trial->labels, me->how->count, &how, &metrics))
        abort();
    return metrics;
}

static Comparison comparison_open(
    const Loaded *single, const Loaded *wide, const RoundingTrial *how, RoundingReport *report)
{
    const Compilation *compilation = &single->emitted->compilation;
    Comparison me = {compilation->forward, compilation->training, how, .report = report};
    me.trial = trial_new(me.forward, how->count, how->seed, true);
    me.variance = grab(me.training->values.count);
    me.spread = grab(me.forward->layers.count);
    me.gradient_norm = grab(me.forward->parameters.count);
    me.single = side_open(&me, single);
    me.wide = side_open(&me, wide);
    return me;
}

static void comparison_close(Comparison *me)
{
    side_close(&me->single);
    side_close(&me->wide);
    trial_free(me->trial);
    free(me->variance);
    free(me->spread);
    free(me->gradient_norm);
}

/* ---- comparing ------------------------------------------------------------------------------- */

static double norm_of(const double *numbers, size_t count)
{
    double squares = 0;
    for (size_t i = 0; i < count; i++)
        squares += numbers[i] * numbers[i];
    return sqrt(squares);
}

static double distance(const double *a, const double *b, size_t count)
{
    double squares = 0;
    for (size_t i = 0; i < count; i++)
        squares += (a[i] - b[i]) * (a[i] - b[i]);
    return sqrt(squares);
}

/* kinked: the error that decisions which fell otherwise explain. */
static void judge(
    RoundingReport *report, const char *name, double error, double allowed, double kinked)
{
    double part = error / allowed;
    report->comparisons++;
    report->mean += (part - report->mean) / (double)report->comparisons;
    report->failures += !(part <= 1);
    report->broken += !(error <= fmax(allowed, kinked));
    if (report->worst == NULL || !(part <= report->largest)) {
        report->largest = part;
        report->worst = name;
    }
}

static size_t elements_of(const Comparison *me, size_t parameter)
{
    return trial_elements(me->forward->parameters.data[parameter]->value->shape);
}

static const double *get(const Side *side, ProbeSlot slot, size_t parameter)
{
    if (!side->call->get(side->probe, slot, (int)parameter, side->numbers))
        abort();
    return side->numbers;
}

/* What the batch's statistic was: moving = m * before + (1 - m) * batch. */
static double batch_statistic(
    const Comparison *me, size_t parameter, double momentum, size_t channel)
{
    double before = me->trial->parameters[parameter][channel];
    return (me->wide.numbers[channel] - momentum * before) / (1 - momentum);
}

/* k^2 of every normalisation, from the moving statistics of the wide form after a step, which
 * become the trial's own: the batch's, as both forms then read them in an evaluation. */
static void take_statistics(Comparison *me, double **statistics)
{
    for (size_t n = 0; n < me->forward->nodes.count; n++) {
        const Node *node = me->forward->nodes.data[n];
        if (node->op != XC_OP_BATCH_NORM)
            continue;
        size_t mean = (size_t)node->inputs[3]->parameter;
        size_t variance = (size_t)node->inputs[4]->parameter;
        size_t channels = elements_of(me, mean);
        double whole = 0, centred = 0;
        statistics[mean] = grab(channels);
        statistics[variance] = grab(channels);
        get(&me->wide, PROBE_VALUE, mean);
        for (size_t c = 0; c < channels; c++)
            statistics[mean][c] = batch_statistic(me, mean, node->at.momentum, c);
        get(&me->wide, PROBE_VALUE, variance);
        for (size_t c = 0; c < channels; c++) {
            double squares = batch_statistic(me, variance, node->at.momentum, c);
            statistics[variance][c] = squares;
            whole += (statistics[mean][c] * statistics[mean][c] + squares) /
                     (squares + node->at.epsilon);
            centred += squares / (squares + node->at.epsilon);
        }
        me->spread[node->layer->id] = whole / centred;
    }
}

static const Node *update_of(const Comparison *me, size_t parameter)
{
    for (size_t n = 0; n < me->training->nodes.count; n++) {
        const Node *node = me->training->nodes.data[n];
        if (node->op == XC_OP_PARAMETER_UPDATE && node->inputs[0]->parameter == (int)parameter)
            return node;
    }
    return NULL;
}

/* A normalisation right behind a normalisation removes both parameters of the first again. */
static bool is_normalised_again(const Comparison *me, const Layer *first)
{
    for (size_t n = 0; n < me->forward->nodes.count; n++) {
        const Node *node = me->forward->nodes.data[n];
        const Node *before = node->inputs[0]->producer;
        if (node->op == XC_OP_BATCH_NORM && before != NULL && before->op == XC_OP_BATCH_NORM &&
            before->layer == first)
            return true;
    }
    return false;
}

static double largest_norm(const Comparison *me)
{
    double largest = 0;
    for (size_t p = 0; p < me->forward->parameters.count; p++)
        largest = fmax(largest, me->gradient_norm[p]);
    return largest;
}

/* What a gradient is measured by: its norm, or where its terms may cancel that of the parameter
 * before it, which has terms of the same size: gamma of beta, the kernel's rows of a bias. */
static double scale_of(const Comparison *me, size_t parameter)
{
    double norm = me->gradient_norm[parameter];
    const Parameter *own = me->forward->parameters.data[parameter];
    bool gamma = own->role == XC_ROLE_GAMMA, beta = own->role == XC_ROLE_BETA;
    if ((gamma || beta) && is_normalised_again(me, own->layer))
        return largest_norm(me);
    if (beta && parameter > 0 && me->forward->parameters.data[parameter - 1]->layer == own->layer)
        return fmax(norm, me->gradient_norm[parameter - 1]);
    if (own->role != XC_ROLE_BIAS)
        return norm;
    double rows = (double)elements_of(me, parameter - 1) / (double)elements_of(me, parameter);
    return fmax(norm, me->gradient_norm[parameter - 1] / sqrt(rows));
}

static void take_norms(Comparison *me)
{
    for (size_t p = 0; p < me->forward->parameters.count; p++)
        if (me->forward->parameters.data[p]->trainable)
            me->gradient_norm[p] = norm_of(get(&me->wide, PROBE_GRADIENT, p), elements_of(me, p));
}

/* The gradient's tolerance, absolute. */
static double compare_gradient(Comparison *me, size_t parameter)
{
    const Node *update = update_of(me, parameter);
    const double *wide = get(&me->wide, PROBE_GRADIENT, parameter);
    const double *single = get(&me->single, PROBE_GRADIENT, parameter);
    size_t count = elements_of(me, parameter);
    double error = distance(single, wide, count);
    if (update == NULL || update->input_count < 2) /* exactly zero */
        return 0;
    double scale = scale_of(me, parameter);
    double allowed = DEVIATIONS * UNIT * sqrt(me->variance[update->inputs[1]->id]) * scale;
    judge(
        me->report, me->forward->parameters.data[parameter]->name, error, allowed, KINKED * scale);
    return allowed;
}

/* A trainable parameter after a step of rate r is w - 1.9 r g at most: its own rounding, and the
 * gradient's. */
static void compare_value(Comparison *me, size_t parameter, double gradient_allowed)
{
    const double *wide = get(&me->wide, PROBE_VALUE, parameter);
    const double *single = get(&me->single, PROBE_VALUE, parameter);
    size_t count = elements_of(me, parameter);
    double own = DEVIATIONS * UNIT * sqrt(3 * ONE) * norm_of(wide, count);
    judge(me->report, me->forward->parameters.data[parameter]->name, distance(single, wide, count),
        own + 2 * RATE * gradient_allowed, own + 2 * RATE * KINKED * scale_of(me, parameter));
}

static const Node *moving_update(const Comparison *me, size_t parameter)
{
    for (size_t n = 0; n < me->training->nodes.count; n++) {
        const Node *node = me->training->nodes.data[n];
        if (node->op == XC_OP_MOVING_UPDATE && node->inputs[0]->parameter == (int)parameter)
            return node;
    }
    abort();
}

/* A moving statistic moved by 1 - m of the batch's; a mean's error is relative to what it is the
 * mean of. */
static void compare_statistic(Comparison *me, size_t parameter, double *const *statistics)
{
    const Node *update = moving_update(me, parameter);
    const double *wide = get(&me->wide, PROBE_VALUE, parameter);
    const double *single = get(&me->single, PROBE_VALUE, parameter);
    size_t count = elements_of(me, parameter);
    double squares = 0;
    bool mean = me->forward->parameters.data[parameter]->role == XC_ROLE_MOVING_MEAN;
    for (size_t c = 0; c < count; c++) {
        double own = statistics[parameter][c];
        squares += mean ? own * own + statistics[parameter + 1][c] : own * own;
    }
    double batch = (1 - update->at.momentum) * sqrt(me->variance[update->inputs[1]->id] * squares);
    double allowed = DEVIATIONS * UNIT * (sqrt(3 * ONE) * norm_of(wide, count) + batch);
    judge(me->report, me->forward->parameters.data[parameter]->name, distance(single, wide, count),
        allowed, allowed);
}

static void compare_step(Comparison *me, double *const *statistics)
{
    for (size_t p = 0; p < me->forward->parameters.count; p++) {
        if (me->forward->parameters.data[p]->trainable)
            compare_value(me, p, compare_gradient(me, p));
        else
            compare_statistic(me, p, statistics);
    }
}

/* Variance of the loss in the training Graph; the logits of an evaluation have no larger one. */
static double loss_variance(const Comparison *me)
{
    for (size_t n = 0; n < me->training->nodes.count; n++)
        if (me->training->nodes.data[n]->op == XC_OP_SOFTMAX_CROSS_ENTROPY)
            return me->variance[me->training->nodes.data[n]->outputs[0]->id];
    abort();
}

static void compare_loss(
    Comparison *me, const char *name, const ProbeMetrics *single, const ProbeMetrics *wide)
{
    double allowed = DEVIATIONS * UNIT * sqrt(loss_variance(me)) * fabs(wide->loss);
    judge(me->report, name, fabs(single->loss - wide->loss), allowed, allowed);
}

static void compare_evaluation(Comparison *me, double *const *statistics)
{
    const size_t count = (size_t)me->how->count * (size_t)me->forward->classes;
    double *probabilities[2] = {grab(count), grab(count)};
    const Side *const sides[2] = {&me->single, &me->wide};
    ProbeMetrics metrics[2];
    for (size_t p = 0; p < me->forward->parameters.count; p++)
        for (size_t i = 0; statistics[p] != NULL && i < elements_of(me, p); i++)
            me->trial->parameters[p][i] = (double)(float)statistics[p][i];
    for (int k = 0; k < 2; k++) {
        set_parameters(me, sides[k]);
        if (!sides[k]->call->evaluate(sides[k]->probe, me->trial->images, me->trial->labels,
                me->how->count, probabilities[k], &metrics[k]))
            abort();
    }
    compare_loss(me, "cross-entropy of the evaluation", &metrics[0], &metrics[1]);
    double allowed = DEVIATIONS * UNIT * sqrt(loss_variance(me)) * norm_of(probabilities[1], count);
    judge(me->report, "probabilities", distance(probabilities[0], probabilities[1], count), allowed,
        allowed);
    free(probabilities[0]);
    free(probabilities[1]);
}

RoundingReport rounding_of_a_step(
    const Loaded *single, const Loaded *wide, const RoundingTrial *trial)
{
    RoundingReport report = {0};
    Comparison me = comparison_open(single, wide, trial, &report);
    double **statistics = grab(me.forward->parameters.count);
    ProbeMetrics of_single = step(&me, &me.single, 0), of_wide = step(&me, &me.wide, 0);
    take_statistics(&me, statistics);
    propagate(&me);
    take_norms(&me);
    compare_loss(&me, "cross-entropy", &of_single, &of_wide);
    compare_step(&me, statistics);
    compare_evaluation(&me, statistics);
    for (size_t p = 0; p < me.forward->parameters.count; p++)
        free(statistics[p]);
    free(statistics);
    comparison_close(&me);
    return report;
}

double rounding_drift(
    const Loaded *single, const Loaded *wide, const RoundingTrial *trial, int steps)
{
    RoundingReport report = {0};
    Comparison me = comparison_open(single, wide, trial, &report);
    double apart = 0, moved = 0;
    for (int i = 0; i < steps; i++) {
        step(&me, &me.single, i);
        step(&me, &me.wide, i);
    }
    for (size_t p = 0; p < me.forward->parameters.count; p++) {
        if (!me.forward->parameters.data[p]->trainable)
            continue;
        size_t count = elements_of(&me, p);
        const double *of_wide = get(&me.wide, PROBE_VALUE, p);
        const double *of_single = get(&me.single, PROBE_VALUE, p);
        apart += pow(distance(of_single, of_wide, count), 2);
        moved += pow(distance(of_wide, me.trial->parameters[p], count), 2);
    }
    comparison_close(&me);
    return sqrt(apart / moved);
}

double rounding_variance_far_from_zero(const Loaded *loaded, double mean, double spread)
{
    RoundingReport report = {0};
    const RoundingTrial how = {16, 1, 1};
    Comparison me = comparison_open(loaded, loaded, &how, &report);
    size_t pixels = (size_t)how.count * trial_elements(me.forward->images->shape);
    hash_fill(me.trial->images, pixels, how.seed, 1, spread, mean);
    step(&me, &me.single, 0);
    size_t parameter = 0;
    while (me.forward->parameters.data[parameter]->role != XC_ROLE_MOVING_VARIANCE)
        parameter++;
    double found = get(&me.single, PROBE_VALUE, parameter)[0];
    comparison_close(&me);
    return found;
}
