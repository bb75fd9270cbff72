/* Images, labels and weights for the checks of `verify`, and the model at work on them. */
#include "verify.h"

#include "footprint.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "streams.h"

enum { IMAGES = 0, LABELS = 1, FIRST_PARAMETER = 2 };

static const double pixel_range = 1.5;
static const double vector_range = 0.25; /* of biases and of what normalises */

xr_real *xr_trial_reals(size_t count, xr_failure *failure)
{
    xr_real *reals = calloc(count ? count : 1, sizeof *reals);
    if (!reals)
        xr_fail(failure, XR_MACHINE, "no memory for %zu numbers of a check", count);
    return reals;
}

xr_walk xr_elements(const xr_parameter *parameter)
{
    return (xr_walk){.parameter = parameter, .column = -1};
}

bool xr_walk_on(xr_walk *walk)
{
    if (++walk->column == walk->parameter->columns) {
        walk->column = 0;
        walk->row++;
    }
    if (walk->row == walk->parameter->rows)
        return false;
    walk->index = xr_parameter_index(walk->parameter, walk->row, walk->column);
    return true;
}

static double signed_unit(xr_random *random)
{
    return 2.0 * xr_random_unit(random) - 1.0;
}

static bool ends_with(const char *name, const char *end)
{
    size_t length = strlen(name), tail = strlen(end);
    return length >= tail && strcmp(name + length - tail, end) == 0;
}

/* Kernels get the variance that keeps activations from dying or exploding with depth (He et al.,
 * 2015); a row of the matrix is an input. */
static void draw_parameter(const xr_parameter *parameter, xr_random random, xr_real *values)
{
    bool around_one =
        ends_with(parameter->name, "/gamma") || ends_with(parameter->name, "/moving_variance");
    double middle = around_one ? 1.0 : 0.0;
    double range = parameter->rank > 1 ? sqrt(6.0 / parameter->rows) : vector_range;
    for (xr_walk walk = xr_elements(parameter); xr_walk_on(&walk);)
        values[walk.index] = (xr_real)(middle + range * signed_unit(&random));
}

void xr_trial_draw(xr_trial *trial, int point)
{
    const xr_model *model = trial->model;
    size_t pixels = (size_t)model->height * (size_t)model->width * (size_t)model->channels;
    uint64_t seed = trial->seed + (uint64_t)point * UINT64_C(0x9e3779b97f4a7c15);
    xr_random random = xr_random_stream(seed, XR_STREAM_VERIFY, IMAGES);
    for (size_t i = 0; i < (size_t)trial->count * pixels; i++)
        trial->images[i] = (xr_real)(pixel_range * signed_unit(&random));
    random = xr_random_stream(seed, XR_STREAM_VERIFY, LABELS);
    for (int n = 0; n < trial->count; n++)
        trial->labels[n] = (int32_t)xr_random_below(&random, (uint32_t)model->classes);
    for (int p = 0; p < model->parameter_count; p++)
        draw_parameter(&model->parameters[p],
            xr_random_stream(seed, XR_STREAM_VERIFY, FIRST_PARAMETER + (uint32_t)p), trial->values);
}

bool xr_trial_create(
    xr_trial *trial, const xr_model *model, const xr_options *options, xr_failure *failure)
{
    *trial = (xr_trial){
        .model = model, .options = options, .seed = options->seed, .count = options->batch};
    size_t pixels = (size_t)model->height * (size_t)model->width * (size_t)model->channels;
    trial->images = xr_trial_reals((size_t)trial->count * pixels, failure);
    trial->labels = calloc((size_t)trial->count, sizeof *trial->labels);
    trial->values = xr_trial_reals(model->parameter_reals, failure);
    if (!trial->images || !trial->labels || !trial->values)
        return xr_fail(failure, XR_MACHINE, "no memory for a batch of %d images", trial->count);
    xr_trial_draw(trial, 0);
    return true;
}

void xr_trial_free(xr_trial *trial)
{
    free(trial->images);
    free(trial->labels);
    free(trial->values);
}

bool xr_instance_open(
    xr_instance *instance, const xr_trial *trial, int threads, xr_failure *failure)
{
    const xr_model *model = trial->model;
    *instance = (xr_instance){.trial = trial, .pool = xr_pool_create(threads)};
    if (!instance->pool)
        return xr_fail_errno(failure, "cannot start %d threads", threads);
    instance->net = model->create(instance->pool);
    if (!instance->net)
        return xr_fail_footprint(model, threads, trial->count, NULL, failure);
    if (model->poison)
        model->poison(instance->net, false);
    xr_instance_set(instance, trial->values);
    return true;
}

void xr_instance_close(xr_instance *instance)
{
    if (instance->net)
        instance->trial->model->destroy(instance->net);
    if (instance->pool)
        xr_pool_destroy(instance->pool);
    *instance = (xr_instance){.trial = instance->trial};
}

void xr_instance_set(xr_instance *instance, const xr_real *values)
{
    const xr_model *model = instance->trial->model;
    memcpy(model->block(instance->net, XR_VALUE), values, model->parameter_reals * sizeof *values);
    model->parameters_changed(instance->net);
}

xr_metrics xr_instance_step(xr_instance *instance, int count, const xr_step *step)
{
    const xr_trial *trial = instance->trial;
    xr_metrics metrics = {0};
    trial->model->train_step(instance->net, trial->images, trial->labels, count, step, &metrics);
    return metrics;
}

void xr_trial_doing(
    const xr_trial *trial, const xr_finding *finding, int done, int all, const char *unit)
{
    xr_console_doing(trial->console, finding->check, done, all, unit);
}

void xr_finding_fail(xr_finding *finding, const char *format, ...)
{
    va_list arguments;
    if (finding->failures++ > 0)
        return;
    va_start(arguments, format);
    vsnprintf(finding->note, sizeof finding->note, format, arguments);
    va_end(arguments);
}

void xr_finding_compare(
    xr_finding *finding, double is, double should, double scale, const char *what)
{
    double error = fabs(is - should) / fmax(fabs(should), scale);
    if (is == should)
        error = 0.0;
    if (error > finding->worst || isnan(error))
        finding->worst = error;
    if (!(error <= finding->allowed))
        xr_finding_fail(finding, "%s is %.15g and should be %.15g", what, is, should);
}
