/* The update of weights against the formulas of the optimizers, written here once more: an element
 * at a time, from the gradients that the program found. */
#include "verify.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The program's own numbers differ from the formulas' in the order of a few operations. */
static const double tolerance = 1e-11;
/* Weights are compared relative to this at least. */
static const double weight_scale = 1e-2;

static const double rates[] = {0.01, 0.003};
enum { STEPS = sizeof rates / sizeof *rates };

/* ---- regularization ------------------------------------------------------------------------ */

static double regularization_of(const xr_model *model, const xr_real *values)
{
    double sum = 0.0;
    for (int p = 0; p < model->parameter_count; p++) {
        const xr_parameter *parameter = &model->parameters[p];
        for (xr_walk walk = xr_elements(parameter); xr_walk_on(&walk);) {
            double w = (double)values[walk.index];
            sum += parameter->l1 * fabs(w) + parameter->l2 * w * w;
        }
    }
    return sum;
}

static int count_regularized(const xr_model *model)
{
    int count = 0;
    for (int p = 0; p < model->parameter_count; p++)
        count += model->parameters[p].l1 != 0.0 || model->parameters[p].l2 != 0.0;
    return count;
}

bool xr_verify_regularization(const xr_trial *trial, xr_finding *finding, xr_failure *failure)
{
    xr_instance instance;
    bool fine = xr_instance_open(&instance, trial, trial->options->threads, failure);
    finding->allowed = tolerance;
    if (fine) {
        const xr_step step = {.seed = trial->seed};
        xr_metrics training = xr_instance_step(&instance, trial->count, &step), inference;
        trial->model->evaluate(
            instance.net, trial->images, trial->labels, trial->count, NULL, &inference);
        double should = regularization_of(trial->model, trial->values);
        xr_finding_compare(
            finding, training.regularization, should, 1e-300, "the term of a training step");
        xr_finding_compare(
            finding, inference.regularization, should, 1e-300, "the term of an evaluation");
    }
    snprintf(finding->compared, sizeof finding->compared, "l1 and l2 of %d parameters",
        count_regularized(trial->model));
    xr_instance_close(&instance);
    return fine;
}

/* ---- optimizers ---------------------------------------------------------------------------- */

/* The formulas' own copy of everything that an update changes, all blocks. */
typedef struct State {
    xr_real *values, *first, *second; /* first: velocity, or first moment */
} State;

static bool open_state(State *state, const xr_trial *trial, xr_failure *failure)
{
    size_t reals = trial->model->parameter_reals;
    state->values = xr_trial_reals(reals, failure);
    state->first = xr_trial_reals(reals, failure);
    state->second = xr_trial_reals(reals, failure);
    if (!state->values || !state->first || !state->second)
        return false;
    memcpy(state->values, trial->values, reals * sizeof *state->values);
    return true;
}

static void close_state(State *state)
{
    free(state->values);
    free(state->first);
    free(state->second);
}

static void move_sgd(const xr_recipe *recipe, double rate, double gradient, size_t i, State *state)
{
    double velocity = recipe->momentum * (double)state->first[i] - rate * gradient;
    state->first[i] = (xr_real)velocity;
    state->values[i] +=
        (xr_real)(recipe->nesterov ? recipe->momentum * velocity - rate * gradient : velocity);
}

static void move_adam(
    const xr_recipe *recipe, double rate, double t, double gradient, size_t i, State *state)
{
    double first = recipe->beta1 * (double)state->first[i] + (1.0 - recipe->beta1) * gradient;
    double second =
        recipe->beta2 * (double)state->second[i] + (1.0 - recipe->beta2) * gradient * gradient;
    double corrected = rate * sqrt(1.0 - pow(recipe->beta2, t)) / (1.0 - pow(recipe->beta1, t));
    double value = (double)state->values[i];
    if (recipe->optimizer == XR_ADAMW)
        value -= rate * recipe->weight_decay * value;
    state->first[i] = (xr_real)first;
    state->second[i] = (xr_real)second;
    state->values[i] = (xr_real)(value - corrected * first / (sqrt(second) + recipe->epsilon));
}

static void move(const xr_trial *trial, const xr_parameter *parameter, const xr_real *gradients,
    int step, State *state)
{
    const xr_recipe *recipe = &trial->model->recipe;
    for (xr_walk walk = xr_elements(parameter); xr_walk_on(&walk);) {
        double w = (double)state->values[walk.index];
        double sign = w > 0.0 ? 1.0 : w < 0.0 ? -1.0 : 0.0;
        double gradient =
            (double)gradients[walk.index] + parameter->l1 * sign + 2.0 * parameter->l2 * w;
        if (recipe->optimizer == XR_SGD)
            move_sgd(recipe, rates[step], gradient, walk.index, state);
        else
            move_adam(recipe, rates[step], step + 1.0, gradient, walk.index, state);
    }
}

static void compare_values(const xr_parameter *parameter, const xr_real *values, int step,
    const State *state, xr_finding *finding)
{
    char what[160];
    snprintf(what, sizeof what, "%.120s after step %d", parameter->name, step + 1);
    for (xr_walk walk = xr_elements(parameter); xr_walk_on(&walk);)
        xr_finding_compare(finding, (double)values[walk.index], (double)state->values[walk.index],
            weight_scale, what);
}

/* Without an update nothing may change. */
static void check_idle_step(xr_instance *instance, xr_finding *finding)
{
    const xr_trial *trial = instance->trial;
    const xr_model *model = trial->model;
    const xr_step step = {.learning_rate = rates[0], .seed = trial->seed};
    xr_instance_step(instance, trial->count, &step);
    if (memcmp(model->block(instance->net, XR_VALUE), trial->values,
            model->parameter_reals * sizeof *trial->values) != 0)
        xr_finding_fail(finding, "a step without an update changed the weights");
}

static void check_steps(xr_instance *instance, State *state, xr_finding *finding)
{
    const xr_trial *trial = instance->trial;
    const xr_model *model = trial->model;
    for (int s = 0; s < STEPS; s++) {
        const xr_step step = {.learning_rate = rates[s],
            .seed = trial->seed,
            .step = (uint64_t)s,
            .apply_update = true};
        xr_metrics metrics = xr_instance_step(instance, trial->count, &step);
        if (!metrics.finite)
            xr_finding_fail(finding, "step %d found something that is not finite", s + 1);
        for (int p = 0; p < model->parameter_count; p++) {
            const xr_parameter *parameter = &model->parameters[p];
            if (!parameter->trainable)
                continue;
            move(trial, parameter, model->block(instance->net, XR_GRADIENT), s, state);
            compare_values(parameter, model->block(instance->net, XR_VALUE), s, state, finding);
        }
    }
}

bool xr_verify_update(const xr_trial *trial, xr_finding *finding, xr_failure *failure)
{
    static const char *const names[] = {[XR_SGD] = "sgd", [XR_ADAM] = "adam", [XR_ADAMW] = "adamw"};
    xr_instance instance = {0};
    State state = {0};
    finding->allowed = tolerance;
    bool fine = open_state(&state, trial, failure) &&
                xr_instance_open(&instance, trial, trial->options->threads, failure);
    if (fine) {
        check_idle_step(&instance, finding);
        check_steps(&instance, &state, finding);
    }
    snprintf(finding->compared, sizeof finding->compared, "%d steps of %s", STEPS,
        names[trial->model->recipe.optimizer]);
    xr_instance_close(&instance);
    close_state(&state);
    return fine;
}
