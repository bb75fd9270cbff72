/* The emitted backward pass against the emitted loss, which knows nothing of it.
 *
 * Along a direction u in the space of parameters the gradient claims the slope <g, u>. The loss
 * itself is measured at w + h u and w - h u. Two things bound what that can tell: rounding, some
 * 1e-16 times the depth over h, and the kinks of ReLU and max-pool, of which a step h crosses a
 * part proportional to h. Both are small beside a slope to which every element contributes with the
 * same sign. So u is a random magnitude with the sign of the claimed gradient: no error of a single
 * element can hide either way, and steps of 1e-6 and less leave errors of some 1e-8.
 *
 * A parameter's part of u is scaled so that it claims a slope of the size of the loss, at most.
 * Parameters may be measured in groups, each then with an equal share of that slope; a group that
 * disagrees is split until single parameters are to blame. Those have to disagree at five points,
 * with other weights and images each, for every pair of neighbouring steps: of a million
 * activations one may lie so near to its kink that all steps cross it, and that is no fault. */
#include "verify.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "streams.h"

/* Two orders above the errors of right programs, at most. An error of a single parameter shows in a
 * group of n at n times this. */
static const double tolerance = 1e-6;
/* Steps, and the order in which they are tried: the likely ones first. */
static const double steps[] = {1e-6, 2.5e-7, 6e-8, 1.5e-8};
enum { STEPS = sizeof steps / sizeof *steps, POINTS = 5 };
static const int order[STEPS] = {1, 2, 3, 0};
/* No element moves by more than this times h, relative to its parameter's size. */
static const double most_stretch = 2.0;
/* Slopes are compared relative to this part of the loss at least. */
static const double least_slope = 0.05;
/* A parameter whose claimed slope is below this part of the loss claims none, such as a bias before
 * a normalisation. */
static const double no_slope = 1e-9;

typedef struct Tensor {
    int index;
    double size; /* root of the mean square of its elements */
    double strength; /* slope along a direction of that size, by the claimed gradient */
} Tensor;

typedef struct Search {
    xr_trial trial; /* of its own: it moves */
    int point;
    xr_instance instance;
    xr_finding *finding;
    double loss; /* where nothing has moved */
    xr_real *gradient, *direction; /* blocks */
    Tensor *tensors; /* the trainable ones, weakest first */
    int count;
} Search;

static const xr_parameter *parameter_of(const Search *search, const Tensor *tensor)
{
    return &search->trial.model->parameters[tensor->index];
}

static double mean_loss(Search *search)
{
    const xr_step step = {.seed = search->trial.seed};
    xr_metrics metrics = xr_instance_step(&search->instance, search->trial.count, &step);
    return metrics.loss / search->trial.count;
}

static double loss_at(Search *search, double distance)
{
    const xr_model *model = search->trial.model;
    xr_real *values = model->block(search->instance.net, XR_VALUE);
    for (size_t i = 0; i < model->parameter_reals; i++)
        values[i] =
            (xr_real)((double)search->trial.values[i] + distance * (double)search->direction[i]);
    model->parameters_changed(search->instance.net);
    return mean_loss(search);
}

/* ---- tensors ------------------------------------------------------------------------------- */

static Tensor describe(const Search *search, int index)
{
    const xr_parameter *parameter = &search->trial.model->parameters[index];
    double squares = 0.0, magnitudes = 0.0;
    for (xr_walk walk = xr_elements(parameter); xr_walk_on(&walk);) {
        double value = (double)search->trial.values[walk.index];
        squares += value * value;
        magnitudes += fabs((double)search->gradient[walk.index]);
    }
    double size = sqrt(squares / (double)xr_parameter_elements(parameter));
    return (Tensor){index, size, size * magnitudes / 2.0};
}

static int by_strength(const void *a, const void *b)
{
    const Tensor *left = a, *right = b;
    if (left->strength != right->strength)
        return left->strength < right->strength ? -1 : 1;
    return left->index - right->index;
}

/* Draws other weights and images, and lets the program find their gradient. */
static void move_to(Search *search, int point)
{
    const xr_model *model = search->trial.model;
    search->point = point;
    xr_trial_draw(&search->trial, point);
    xr_instance_set(&search->instance, search->trial.values);
    search->loss = mean_loss(search);
    memcpy(search->gradient, model->block(search->instance.net, XR_GRADIENT),
        model->parameter_reals * sizeof *search->gradient);
}

static bool open_search(
    Search *search, const xr_trial *trial, xr_finding *finding, xr_failure *failure)
{
    const xr_model *model = trial->model;
    *search = (Search){.finding = finding};
    search->gradient = xr_trial_reals(model->parameter_reals, failure);
    search->direction = xr_trial_reals(model->parameter_reals, failure);
    search->tensors = calloc((size_t)model->parameter_count + 1, sizeof *search->tensors);
    if (!search->gradient || !search->direction || !search->tensors)
        return xr_fail(failure, XR_MACHINE, "no memory for the check of gradients");
    if (!xr_trial_create(&search->trial, model, trial->options, failure) ||
        !xr_instance_open(&search->instance, &search->trial, trial->options->threads, failure))
        return false;
    search->trial.console = trial->console;
    xr_trial_doing(trial, finding, 0, 0, NULL);
    move_to(search, 0);
    for (int p = 0; p < model->parameter_count; p++)
        if (model->parameters[p].trainable)
            search->tensors[search->count++] = describe(search, p);
    qsort(search->tensors, (size_t)search->count, sizeof *search->tensors, by_strength);
    finding->allowed = tolerance;
    return true;
}

static void close_search(Search *search)
{
    xr_instance_close(&search->instance);
    xr_trial_free(&search->trial);
    free(search->gradient);
    free(search->direction);
    free(search->tensors);
}

/* ---- slopes -------------------------------------------------------------------------------- */

/* share: of the loss, that the tensor's slope is to be. */
static double stretch_of(const Search *search, const Tensor *tensor, double share)
{
    if (tensor->strength <= no_slope * search->loss)
        return share;
    return fmin(share * search->loss / tensor->strength, most_stretch * share);
}

/* Adds a tensor's part to the direction; its claimed slope. */
static double turn_towards(Search *search, const Tensor *tensor, double share)
{
    xr_random random = xr_random_stream(
        search->trial.seed, xr_stream_direction(search->point), (uint32_t)tensor->index);
    double stretch = tensor->size * stretch_of(search, tensor, share), slope = 0.0;
    for (xr_walk walk = xr_elements(parameter_of(search, tensor)); xr_walk_on(&walk);) {
        double gradient = (double)search->gradient[walk.index];
        bool negative = gradient < 0.0 || (gradient == 0.0 && xr_random_u32(&random) % 2);
        double length = stretch * xr_random_unit(&random);
        search->direction[walk.index] = (xr_real)(negative ? -length : length);
        slope += (double)search->direction[walk.index] * gradient;
    }
    return slope;
}

/* The smallest error that two neighbouring steps have in common. */
static double common_error(const double errors[STEPS])
{
    double least = INFINITY;
    for (int k = 0; k + 1 < STEPS; k++)
        least = fmin(least, fmax(errors[k], errors[k + 1]));
    return least;
}

/* Compares the claimed slope with the measured one until two neighbouring steps agree with it. The
 * error is relative to the slope, or to a part of the loss where there is hardly any slope to
 * measure. */
static bool agrees(Search *search, double claimed, double *error)
{
    double scale = fmax(fabs(claimed), least_slope * search->loss);
    double errors[STEPS] = {INFINITY, INFINITY, INFINITY, INFINITY};
    *error = INFINITY;
    for (int k = 0; k < STEPS && !(*error <= tolerance); k++) {
        double step = steps[order[k]];
        double slope = (loss_at(search, step) - loss_at(search, -step)) / (2.0 * step);
        errors[order[k]] = isfinite(slope) ? fabs(slope - claimed) / scale : INFINITY;
        *error = common_error(errors);
    }
    return *error <= tolerance;
}

static void clear_direction(Search *search)
{
    memset(search->direction, 0, search->trial.model->parameter_reals * sizeof *search->direction);
}

static bool group_agrees(Search *search, const Tensor *tensors, int count, double *error)
{
    double slope = 0.0;
    clear_direction(search);
    for (int i = 0; i < count; i++)
        slope += turn_towards(search, &tensors[i], 1.0 / count);
    return agrees(search, slope, error);
}

static bool tensor_agrees(Search *search, int index, double *error)
{
    Tensor tensor = describe(search, index);
    return group_agrees(search, &tensor, 1, error);
}

static void note_error(Search *search, double error)
{
    if (error > search->finding->worst)
        search->finding->worst = error;
}

/* A parameter for which `check` failed is tried at other points; what is a fault fails there too.
 * In *error the smallest error. */
typedef bool Agreement(Search *search, int index, double *error);

static bool agrees_elsewhere(Search *search, Agreement *check, int index, double *error)
{
    bool fine = false;
    double least = *error;
    for (int point = 1; point < POINTS && !fine; point++) {
        move_to(search, point);
        fine = check(search, index, error);
        least = fmin(least, *error);
    }
    move_to(search, 0);
    *error = least;
    return fine;
}

static void check_group(Search *search, const Tensor *tensors, int count)
{
    double error;
    if (group_agrees(search, tensors, count, &error)) {
        note_error(search, error);
    } else if (count == 1) {
        if (!agrees_elsewhere(search, tensor_agrees, tensors->index, &error))
            xr_finding_fail(search->finding, "%s: its gradient is off by a part of %.2g",
                parameter_of(search, tensors)->name, error);
        note_error(search, error);
    } else {
        check_group(search, tensors, count / 2);
        check_group(search, tensors + count / 2, count - count / 2);
    }
}

bool xr_verify_gradients(const xr_trial *trial, xr_finding *finding, xr_failure *failure)
{
    Search search;
    bool fine = open_search(&search, trial, finding, failure);
    int groups = trial->options->groups < search.count ? trial->options->groups : search.count;
    for (int g = 0; fine && g < groups; g++) {
        int first = (int)((long long)search.count * g / groups);
        int end = (int)((long long)search.count * (g + 1) / groups);
        xr_trial_doing(trial, finding, g, groups, groups < search.count ? "groups" : "parameters");
        check_group(&search, search.tensors + first, end - first);
    }
    if (!isfinite(search.loss))
        xr_finding_fail(finding, "the loss is not finite");
    snprintf(finding->compared, sizeof finding->compared,
        groups < search.count ? "%d parameters in %d groups" : "%d parameters", search.count,
        groups);
    close_search(&search);
    return fine;
}

/* ---- single elements ----------------------------------------------------------------------- */

enum { MOST_ELEMENTS = 8 };

/* The element with the largest claimed gradient; its slope when it moves as far as it may. */
static double turn_towards_element(Search *search, const Tensor *tensor)
{
    size_t largest = 0;
    double most = -1.0;
    for (xr_walk walk = xr_elements(parameter_of(search, tensor)); xr_walk_on(&walk);) {
        double magnitude = fabs((double)search->gradient[walk.index]);
        if (magnitude > most) {
            most = magnitude;
            largest = walk.index;
        }
    }
    clear_direction(search);
    double stretch = most_stretch * tensor->size;
    if (most * stretch > search->loss)
        stretch = search->loss / most;
    search->direction[largest] = (xr_real)stretch;
    return stretch * (double)search->gradient[largest];
}

static bool element_agrees(Search *search, int index, double *error)
{
    Tensor tensor = describe(search, index);
    double claimed = turn_towards_element(search, &tensor);
    return agrees(search, claimed, error);
}

/* Elements of parameters that are spread evenly over the strengths, the strongest among them. */
bool xr_verify_elements(const xr_trial *trial, xr_finding *finding, xr_failure *failure)
{
    Search search;
    bool fine = open_search(&search, trial, finding, failure);
    int half = (trial->options->groups - 1) / 2 + 1;
    int most = half < MOST_ELEMENTS ? half : MOST_ELEMENTS;
    int count = most < search.count ? most : search.count;
    for (int e = 0; fine && e < count; e++) {
        const Tensor *tensor = &search.tensors[(long long)search.count * (e + 1) / count - 1];
        double error;
        xr_trial_doing(trial, finding, e, count, "elements");
        if (!element_agrees(&search, tensor->index, &error) &&
            !agrees_elsewhere(&search, element_agrees, tensor->index, &error))
            xr_finding_fail(finding, "%s: the gradient of an element is off by a part of %.2g",
                parameter_of(&search, tensor)->name, error);
        note_error(&search, error);
    }
    snprintf(finding->compared, sizeof finding->compared, "%d single elements", count);
    close_search(&search);
    return fine;
}
