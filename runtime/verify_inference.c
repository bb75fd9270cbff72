/* Inference against training: with a batch's own statistics in place of the moving ones, both have
 * to find the same loss.
 *
 * A step moves a statistic from a to m a + (1 - m) b. Steps from 0 and from 1 tell the momentum m
 * and the batch's statistic b without any knowledge of the network. Label smoothing s makes the
 * loss (1 - s) times the cross-entropy and s times what that would be were all classes equally
 * right. Dropout makes the comparison impossible, and is told by a loss that depends on the number
 * of the step. */
#include "verify.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const double tolerance = 1e-9;

typedef struct Probe {
    const xr_trial *trial;
    xr_instance instance;
    xr_finding *finding;
    xr_real *from_zero; /* the block of weights after a step from statistics 0 */
    xr_real *probabilities;
} Probe;

static bool open_probe(
    Probe *probe, const xr_trial *trial, xr_finding *finding, xr_failure *failure)
{
    const xr_model *model = trial->model;
    *probe = (Probe){.trial = trial, .finding = finding};
    probe->from_zero = xr_trial_reals(model->parameter_reals, failure);
    probe->probabilities = xr_trial_reals((size_t)trial->count * (size_t)model->classes, failure);
    return probe->from_zero && probe->probabilities &&
           xr_instance_open(&probe->instance, trial, trial->options->threads, failure);
}

static void close_probe(Probe *probe)
{
    xr_instance_close(&probe->instance);
    free(probe->from_zero);
    free(probe->probabilities);
}

static xr_real *values_of(Probe *probe)
{
    return probe->trial->model->block(probe->instance.net, XR_VALUE);
}

static double loss_of_step(Probe *probe, int count, uint64_t number, bool update)
{
    const xr_step step = {.seed = probe->trial->seed, .step = number, .apply_update = update};
    return xr_instance_step(&probe->instance, count, &step).loss / count;
}

/* A step at a learning rate of zero, from statistics that are all `start`; leaves weights as they
 * were and statistics moved. */
static double step_from(Probe *probe, int count, double start)
{
    const xr_model *model = probe->trial->model;
    xr_instance_set(&probe->instance, probe->trial->values);
    for (int p = 0; p < model->parameter_count; p++)
        if (!model->parameters[p].trainable)
            for (xr_walk walk = xr_elements(&model->parameters[p]); xr_walk_on(&walk);)
                values_of(probe)[walk.index] = (xr_real)start;
    model->parameters_changed(probe->instance.net);
    return loss_of_step(probe, count, 0, true);
}

/* Turns the statistics that two steps have left behind into the batch's own. */
static void settle(Probe *probe, const xr_parameter *parameter)
{
    double momentum = NAN;
    for (xr_walk walk = xr_elements(parameter); xr_walk_on(&walk);) {
        double zero = (double)probe->from_zero[walk.index];
        double one = (double)values_of(probe)[walk.index];
        if (isnan(momentum))
            momentum = one - zero;
        xr_finding_compare(probe->finding, one - zero, momentum, 1.0, parameter->name);
        values_of(probe)[walk.index] = (xr_real)(zero / (1.0 - (one - zero)));
    }
    if (!(momentum >= 0.0 && momentum < 1.0))
        xr_finding_fail(
            probe->finding, "%s moves with a momentum of %.3g", parameter->name, momentum);
}

/* Means over the images: the recipe's loss in training and in inference, and what label smoothing
 * makes of inference's cross-entropy. */
typedef struct Losses {
    double training, inference, smoothed;
} Losses;

static double uniform_loss(const Probe *probe, int count)
{
    size_t reals = (size_t)count * (size_t)probe->trial->model->classes;
    double sum = 0.0;
    for (size_t i = 0; i < reals; i++)
        sum -= log((double)probe->probabilities[i]);
    return sum / (double)reals;
}

static Losses measure(Probe *probe, int count)
{
    const xr_trial *trial = probe->trial;
    const xr_model *model = trial->model;
    Losses losses;
    losses.training = step_from(probe, count, 0.0);
    for (size_t i = 0; i < model->parameter_reals; i++)
        probe->from_zero[i] = values_of(probe)[i];
    step_from(probe, count, 1.0);
    for (int p = 0; p < model->parameter_count; p++)
        if (!model->parameters[p].trainable)
            settle(probe, &model->parameters[p]);
    model->parameters_changed(probe->instance.net);
    xr_metrics metrics;
    model->evaluate(
        probe->instance.net, trial->images, trial->labels, count, probe->probabilities, &metrics);
    losses.inference = metrics.loss / count;
    const double smoothing = model->recipe.label_smoothing;
    losses.smoothed =
        (1.0 - smoothing) * metrics.cross_entropy / count + smoothing * uniform_loss(probe, count);
    return losses;
}

static void compare_losses(Probe *probe)
{
    Losses whole = measure(probe, probe->trial->count);
    int part = probe->trial->count > 1 ? probe->trial->count - 1 : 1;
    Losses partial = measure(probe, part);
    xr_finding_compare(
        probe->finding, whole.inference, whole.training, 0.0, "the loss of inference");
    xr_finding_compare(probe->finding, whole.smoothed, whole.inference, 0.0,
        "the cross-entropy of inference, with the labels smoothed");
    xr_finding_compare(probe->finding, partial.inference, partial.training, 0.0,
        "the loss of inference on a part of the batch");
}

bool xr_verify_inference(const xr_trial *trial, xr_finding *finding, xr_failure *failure)
{
    Probe probe;
    finding->allowed = tolerance;
    bool fine = open_probe(&probe, trial, finding, failure);
    snprintf(finding->compared, sizeof finding->compared, "the loss, with a batch's statistics");
    if (fine && loss_of_step(&probe, trial->count, 0, false) !=
                    loss_of_step(&probe, trial->count, 1, false)) {
        finding->left_out = true;
        snprintf(finding->note, sizeof finding->note, "dropout is at work in training");
    } else if (fine) {
        compare_losses(&probe);
    }
    close_probe(&probe);
    return fine;
}
