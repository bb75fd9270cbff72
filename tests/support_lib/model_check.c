#include "support_lib/model_check.h"

#include "reference/reference.h"
#include "support_lib/dropout_mask.h"
#include "support_lib/update_formula.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double LEARNING_RATES[] = {0.01, 0.003};

ModelCheck model_check_default(int count, uint64_t seed)
{
    return (ModelCheck){
        .count = count,
        .threads = 2,
        .seed = seed,
        .whole_directions = 2,
        .each_parameter = true,
        .directions_at_a_time = 16,
        .tolerance = 1e-8,
    };
}

/* scale: what the numbers are made of, so that cancellation does not count as an error. */
static void XC_PRINTF(6, 7) compare(CheckReport *report, double is, double should, double scale,
    double tolerance, const char *format, ...)
{
    double allowed = tolerance * fmax(fabs(should), scale) + 1e-13;
    double error = fabs(is - should) / allowed;
    report->comparisons++;
    if (error > report->worst || isnan(error))
        report->worst = error;
    if (error <= 1)
        return;
    if (report->failures++ < 10 && !report->quiet) {
        va_list arguments;
        va_start(arguments, format);
        vfprintf(stderr, format, arguments);
        va_end(arguments);
        fprintf(stderr, ": is %.15g, should be %.15g\n", is, should);
    }
}

/* An open program with the numbers of a trial in it. */
typedef struct Session {
    const ProbeFunctions *call;
    Probe *probe;
    const Graph *graph;
    const ModelCheck *check;
    Trial *trial;
    double *scratch; /* room for the largest parameter */
    DropoutMask mask; /* of the running step */
    const char *name;
} Session;

static void set_parameters(Session *session)
{
    for (size_t p = 0; p < session->graph->parameters.count; p++)
        session->call->set(session->probe, (int)p, session->trial->parameters[p]);
    session->call->values_changed(session->probe);
}

static void check_table(const Session *session)
{
    size_t count = session->graph->parameters.count;
    bool same = session->call->parameter_count(session->probe) == (int)count;
    for (size_t p = 0; same && p < count; p++)
        same = strcmp(session->call->parameter_name(session->probe, (int)p),
                   session->graph->parameters.data[p]->name) == 0;
    if (!same) {
        fputs("the program's parameters are not the Graph's\n", stderr);
        abort();
    }
}

static Session session_open(const Loaded *loaded, const ModelCheck *check)
{
    Session session = {.call = &loaded->probe, .check = check};
    size_t largest = 1;
    session.graph = loaded->emitted->compilation.forward;
    session.name = session.graph->name;
    session.mask = (DropoutMask){session.graph, check->seed, 0};
    session.probe = session.call->open(loaded->model, check->threads);
    for (size_t p = 0; p < session.graph->parameters.count; p++) {
        size_t elements = trial_elements(session.graph->parameters.data[p]->value->shape);
        largest = elements > largest ? elements : largest;
    }
    session.scratch = calloc(largest, sizeof *session.scratch);
    if (session.probe == NULL || session.scratch == NULL) {
        fputs("no memory for the emitted program\n", stderr);
        abort();
    }
    session.trial = trial_new(session.graph, check->count, check->seed, false);
    check_table(&session);
    set_parameters(&session);
    return session;
}

static void session_close(Session *session)
{
    session->call->close(session->probe);
    trial_free(session->trial);
    free(session->scratch);
}

static ReferenceRun run_of(Session *session, bool training)
{
    return (ReferenceRun){
        .graph = session->graph,
        .batch = session->trial->count,
        .images = session->trial->images,
        .labels = session->trial->labels,
        .parameters = (const double *const *)session->trial->parameters,
        .training = training,
        .label_smoothing = session->graph->training.label_smoothing,
        .keep = dropout_keeps,
        .keep_context = &session->mask,
    };
}

static ProbeMetrics step_of(Session *session, const ProbeStep *step)
{
    ProbeMetrics metrics = {0};
    session->mask.step = step->step;
    if (!session->call->train_step(session->probe, session->trial->images, session->trial->labels,
            session->trial->count, step, &metrics)) {
        fputs("the program refuses the batch\n", stderr);
        abort();
    }
    return metrics;
}

/* ---- gradients ------------------------------------------------------------------------------- */

/* A direction: one parameter's (and no others), or all trainable ones'. */
typedef struct Direction {
    double **parts; /* by parameter; NULL: zeros */
    int alone; /* the one parameter, or -1 */
} Direction;

static Direction direction_new(const Graph *graph, int alone, uint64_t seed)
{
    Direction direction = {calloc(graph->parameters.count, sizeof *direction.parts), alone};
    if (direction.parts == NULL)
        abort();
    for (size_t p = 0; p < graph->parameters.count; p++)
        if (graph->parameters.data[p]->trainable && (alone < 0 || alone == (int)p))
            direction.parts[p] = trial_direction(graph, p, seed);
    return direction;
}

static void direction_free(const Graph *graph, Direction *direction)
{
    for (size_t p = 0; p < graph->parameters.count; p++)
        free(direction->parts[p]);
    free(direction->parts);
}

/* <gradient, direction>, and in *scale the length of its terms: the size of the sum where signs
 * are random. */
static double gradient_along(const Session *session, const Direction *direction, double *scale)
{
    double sum = 0, squares = 0;
    for (size_t p = 0; p < session->graph->parameters.count; p++) {
        if (direction->parts[p] == NULL)
            continue;
        if (!session->call->get(session->probe, PROBE_GRADIENT, (int)p, session->scratch))
            abort();
        size_t count = trial_elements(session->graph->parameters.data[p]->value->shape);
        for (size_t i = 0; i < count; i++) {
            double term = session->scratch[i] * direction->parts[p][i];
            sum += term;
            squares += term * term;
        }
    }
    *scale = sqrt(squares);
    return sum;
}

static void check_directions(
    Session *session, const Direction *directions, int count, CheckReport *report)
{
    const double *const *tables[64];
    ReferenceRun run = run_of(session, true);
    for (int k = 0; k < count; k++)
        tables[k] = (const double *const *)directions[k].parts;
    run.directions = count;
    run.parameter_directions = tables;
    ReferenceResult *result = reference_run(&run);
    for (int k = 0; k < count; k++) {
        double scale;
        double is = gradient_along(session, &directions[k], &scale);
        const char *name = directions[k].alone < 0
                               ? "all parameters"
                               : session->graph->parameters.data[directions[k].alone]->name;
        compare(report, is, reference_cross_entropy_tangent(result, k), scale,
            session->check->tolerance, "%s, %d images: gradient of %s", session->name,
            session->trial->count, name);
    }
    reference_free(result);
}

static void check_all_directions(Session *session, CheckReport *report)
{
    Direction group[64];
    int count = 0;
    int most =
        session->check->directions_at_a_time < 64 ? session->check->directions_at_a_time : 64;
    int parameters = session->check->each_parameter ? (int)session->graph->parameters.count : 0;
    int total = session->check->whole_directions + parameters;
    for (int k = 0; k < total; k++) {
        int alone = k - session->check->whole_directions;
        if (alone >= 0 && !session->graph->parameters.data[alone]->trainable)
            continue;
        group[count++] = direction_new(
            session->graph, alone < 0 ? -1 : alone, session->check->seed + (uint64_t)k);
        if (count == most) {
            check_directions(session, group, count, report);
            while (count > 0)
                direction_free(session->graph, &group[--count]);
        }
    }
    if (count > 0)
        check_directions(session, group, count, report);
    while (count > 0)
        direction_free(session->graph, &group[--count]);
}

static void check_losses(Session *session, const ProbeMetrics *metrics, CheckReport *report)
{
    ReferenceRun run = run_of(session, true);
    ReferenceResult *result = reference_run(&run);
    double tolerance = session->check->tolerance;
    compare(report, metrics->loss / session->trial->count, reference_cross_entropy(result), 0,
        tolerance, "%s, %d images: cross-entropy", session->name, session->trial->count);
    compare(report, metrics->regularization, reference_regularization(result), 0, tolerance,
        "%s: regularization", session->name);
    compare(report, metrics->images, session->trial->count, 0, 0, "%s: images", session->name);
    compare(report, metrics->finite, 1, 0, 0, "%s: finite", session->name);
    reference_free(result);
}

/* Values hold what was set: a step without an update leaves them alone. */
static void check_untouched(const Session *session, CheckReport *report)
{
    for (size_t p = 0; p < session->graph->parameters.count; p++) {
        const Parameter *parameter = session->graph->parameters.data[p];
        size_t bytes = trial_elements(parameter->value->shape) * sizeof(double);
        session->call->get(session->probe, PROBE_VALUE, (int)p, session->scratch);
        compare(report, memcmp(session->scratch, session->trial->parameters[p], bytes) != 0, 0, 0,
            0, "%s: %s changed without an update", session->name, parameter->name);
    }
    compare(report, session->call->padding_is_zero(session->probe, PROBE_VALUE), 1, 0, 0,
        "%s: padding of the values is zero", session->name);
    compare(report, session->call->padding_is_zero(session->probe, PROBE_GRADIENT), 1, 0, 0,
        "%s: padding of the gradients is zero", session->name);
}

void check_gradients(const Loaded *loaded, const ModelCheck *check, CheckReport *report)
{
    Session session = session_open(loaded, check);
    const ProbeStep step = {.learning_rate = 0.1, .seed = check->seed};
    ProbeMetrics metrics = step_of(&session, &step);
    check_losses(&session, &metrics, report);
    check_untouched(&session, report);
    check_all_directions(&session, report);
    session_close(&session);
}

/* ---- evaluation ------------------------------------------------------------------------------ */

static int count_correct(const double *probabilities, const Trial *trial, size_t classes)
{
    int correct = 0;
    for (int n = 0; n < trial->count; n++) {
        const double *row = probabilities + (size_t)n * classes;
        size_t best = 0;
        for (size_t j = 1; j < classes; j++)
            if (row[j] > row[best])
                best = j;
        correct += best == (size_t)trial->labels[n];
    }
    return correct;
}

void check_evaluation(const Loaded *loaded, const ModelCheck *check, CheckReport *report)
{
    Session session = session_open(loaded, check);
    size_t classes = (size_t)session.graph->classes;
    size_t count = classes * (size_t)check->count;
    double *probabilities = calloc(count, sizeof *probabilities);
    ProbeMetrics metrics = {0};
    if (probabilities == NULL || !session.call->evaluate(session.probe, session.trial->images,
                                     session.trial->labels, check->count, probabilities, &metrics))
        abort();
    ReferenceRun run = run_of(&session, false);
    ReferenceResult *result = reference_run(&run);
    const double *should = reference_probabilities(result);
    for (size_t i = 0; i < count; i++)
        compare(report, probabilities[i], should[i], 1e-3, check->tolerance,
            "%s, %d images: probability %zu", session.name, check->count, i);
    compare(report, metrics.loss / check->count, reference_cross_entropy(result), 0,
        check->tolerance, "%s: cross-entropy of evaluation", session.name);
    compare(report, metrics.regularization, reference_regularization(result), 0, check->tolerance,
        "%s: regularization of evaluation", session.name);
    compare(report, metrics.correct, count_correct(should, session.trial, classes), 0, 0,
        "%s: correct answers", session.name);
    compare(report, metrics.images, check->count, 0, 0, "%s: images", session.name);
    reference_free(result);
    free(probabilities);
    session_close(&session);
}

/* ---- update ---------------------------------------------------------------------------------- */

/* moving = momentum * moving + (1 - momentum) * batch, into the trial's own copy. */
static void move_statistic(const Session *session, const Node *node, int input, const double *batch)
{
    double *moving = session->trial->parameters[node->inputs[input]->parameter];
    double momentum = node->at.momentum;
    for (size_t c = 0; c < trial_elements(node->inputs[input]->shape); c++)
        moving[c] = momentum * moving[c] + (1 - momentum) * batch[c];
}

static void move_statistics(Session *session)
{
    ReferenceRun run = run_of(session, true);
    ReferenceResult *result = reference_run(&run);
    for (size_t n = 0; n < session->graph->nodes.count; n++) {
        const Node *node = session->graph->nodes.data[n];
        if (node->op != XC_OP_BATCH_NORM)
            continue;
        move_statistic(session, node, 3, reference_batch_mean(result, node));
        move_statistic(session, node, 4, reference_batch_variance(result, node));
    }
    reference_free(result);
}

/* Compares every parameter with the trial's copy, which the formulas have moved. */
static void check_values(const Session *session, int step, CheckReport *report)
{
    for (size_t p = 0; p < session->graph->parameters.count; p++) {
        const Parameter *parameter = session->graph->parameters.data[p];
        double largest = 0, is = 0, should = 0;
        session->call->get(session->probe, PROBE_VALUE, (int)p, session->scratch);
        for (size_t i = 0; i < trial_elements(parameter->value->shape); i++) {
            double error = fabs(session->scratch[i] - session->trial->parameters[p][i]);
            if (error >= largest || isnan(error)) {
                largest = error;
                is = session->scratch[i];
                should = session->trial->parameters[p][i];
            }
        }
        compare(report, is, should, 1e-2, session->check->tolerance, "%s: %s after step %d",
            session->name, parameter->name, step + 1);
    }
    compare(report, session->call->padding_is_zero(session->probe, PROBE_VALUE), 1, 0, 0,
        "%s: padding of the values is zero", session->name);
}

void check_update(const Loaded *loaded, const ModelCheck *check, CheckReport *report)
{
    Session session = session_open(loaded, check);
    size_t parameters = session.graph->parameters.count;
    UpdateState *states = calloc(parameters, sizeof *states);
    for (int step = 0; step < 2; step++) {
        const ProbeStep how = {LEARNING_RATES[step], check->seed, (uint64_t)step, true};
        step_of(&session, &how);
        move_statistics(&session);
        for (size_t p = 0; p < parameters; p++) {
            if (!session.graph->parameters.data[p]->trainable)
                continue;
            session.call->get(session.probe, PROBE_GRADIENT, (int)p, session.scratch);
            update_by_formula(&session.graph->training.optimizer, session.graph->parameters.data[p],
                LEARNING_RATES[step], step, session.scratch, session.trial->parameters[p],
                &states[p]);
        }
        check_values(&session, step, report);
    }
    for (size_t p = 0; p < parameters; p++)
        update_state_free(&states[p]);
    free(states);
    session_close(&session);
}

void check_emitted_model(const Loaded *loaded, const ModelCheck *check, CheckReport *report)
{
    check_gradients(loaded, check, report);
    check_evaluation(loaded, check, report);
    check_update(loaded, check, report);
}
