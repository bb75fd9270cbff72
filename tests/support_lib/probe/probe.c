#include "probe.h"

#include "xr.h"

#include <stdlib.h>
#include <string.h>

struct Probe {
    const xr_model *model;
    xr_pool *pool;
    xr_net *net;
    xr_real *dense; /* room for the largest parameter */
    xr_real *images;
    xr_real *probabilities;
};

static size_t image_reals(const xr_model *model)
{
    return (size_t)model->height * (size_t)model->width * (size_t)model->channels;
}

static size_t largest_parameter(const xr_model *model)
{
    size_t largest = 1;
    for (int p = 0; p < model->parameter_count; p++) {
        size_t elements = xr_parameter_elements(&model->parameters[p]);
        largest = elements > largest ? elements : largest;
    }
    return largest;
}

Probe *probe_open(const void *model, int threads)
{
    Probe *probe = calloc(1, sizeof *probe);
    if (probe == NULL)
        return NULL;
    probe->model = model;
    size_t batch = (size_t)probe->model->max_batch;
    probe->pool = xr_pool_create(threads);
    probe->net = probe->pool != NULL ? probe->model->create(probe->pool) : NULL;
    probe->dense = calloc(largest_parameter(model), sizeof *probe->dense);
    probe->images = calloc(batch * image_reals(model), sizeof *probe->images);
    probe->probabilities =
        calloc(batch * (size_t)probe->model->classes, sizeof *probe->probabilities);
    if (probe->model->abi == XR_ABI && probe->net != NULL && probe->dense != NULL &&
        probe->images != NULL && probe->probabilities != NULL)
        return probe;
    probe_close(probe);
    return NULL;
}

void probe_close(Probe *probe)
{
    if (probe == NULL)
        return;
    if (probe->net != NULL)
        probe->model->destroy(probe->net);
    if (probe->pool != NULL)
        xr_pool_destroy(probe->pool);
    free(probe->dense);
    free(probe->images);
    free(probe->probabilities);
    free(probe);
}

void probe_poison(Probe *probe, bool on)
{
    if (probe->model->poison != NULL)
        probe->model->poison(probe->net, on);
}

int probe_max_batch(const Probe *probe)
{
    return probe->model->max_batch;
}

int probe_parameter_count(const Probe *probe)
{
    return probe->model->parameter_count;
}

const char *probe_parameter_name(const Probe *probe, int parameter)
{
    return probe->model->parameters[parameter].name;
}

size_t probe_parameter_elements(const Probe *probe, int parameter)
{
    return xr_parameter_elements(&probe->model->parameters[parameter]);
}

static xr_real *block_of(const Probe *probe, ProbeSlot slot)
{
    static const xr_slot slots[] = {XR_VALUE, XR_GRADIENT, XR_VELOCITY, XR_SECOND_MOMENT};
    return probe->model->block(probe->net, slots[slot]);
}

void probe_set(Probe *probe, int parameter, const double *elements)
{
    size_t count = probe_parameter_elements(probe, parameter);
    for (size_t i = 0; i < count; i++)
        probe->dense[i] = (xr_real)elements[i];
    xr_parameter_import(
        &probe->model->parameters[parameter], block_of(probe, PROBE_VALUE), probe->dense);
}

void probe_values_changed(Probe *probe)
{
    probe->model->parameters_changed(probe->net);
}

void probe_initialize(Probe *probe, uint64_t seed)
{
    xr_parameters_initialize(probe->model, probe->net, seed);
}

bool probe_get(Probe *probe, ProbeSlot slot, int parameter, double *elements)
{
    const xr_real *block = block_of(probe, slot);
    if (block == NULL)
        return false;
    xr_parameter_export(&probe->model->parameters[parameter], block, probe->dense);
    size_t count = probe_parameter_elements(probe, parameter);
    for (size_t i = 0; i < count; i++)
        elements[i] = (double)probe->dense[i];
    return true;
}

const void *probe_block(Probe *probe, ProbeSlot slot, size_t *bytes)
{
    *bytes = probe->model->parameter_reals * sizeof(xr_real);
    return block_of(probe, slot);
}

bool probe_padding_is_zero(Probe *probe, ProbeSlot slot)
{
    const xr_model *model = probe->model;
    const xr_real *block = block_of(probe, slot);
    bool *owned = calloc(model->parameter_reals > 0 ? model->parameter_reals : 1, sizeof *owned);
    bool zero = owned != NULL && block != NULL;
    for (int p = 0; zero && p < model->parameter_count; p++)
        for (int row = 0; row < model->parameters[p].rows; row++)
            for (int column = 0; column < model->parameters[p].columns; column++)
                owned[xr_parameter_index(&model->parameters[p], row, column)] = true;
    for (size_t i = 0; zero && i < model->parameter_reals; i++)
        zero = owned[i] || block[i] == 0;
    free(owned);
    return zero;
}

static void take_images(Probe *probe, const double *images, int count)
{
    size_t reals = (size_t)count * image_reals(probe->model);
    for (size_t i = 0; i < reals; i++)
        probe->images[i] = (xr_real)images[i];
}

static ProbeMetrics metrics_of(const xr_metrics *metrics)
{
    return (ProbeMetrics){metrics->loss, metrics->cross_entropy, metrics->regularization,
        metrics->correct, metrics->images, metrics->finite, (int)metrics->fault,
        metrics->fault_parameter};
}

bool probe_train_step(Probe *probe, const double *images, const int32_t *labels, int count,
    const ProbeStep *step, ProbeMetrics *metrics)
{
    const xr_step how = {step->learning_rate, step->seed, step->step, step->apply_update};
    xr_metrics found = {0};
    if (count < 1 || count > probe->model->max_batch)
        return false;
    take_images(probe, images, count);
    probe->model->train_step(probe->net, probe->images, labels, count, &how, &found);
    *metrics = metrics_of(&found);
    return true;
}

bool probe_evaluate(Probe *probe, const double *images, const int32_t *labels, int count,
    double *probabilities, ProbeMetrics *metrics)
{
    xr_metrics found = {0};
    if (count < 1 || count > probe->model->max_batch)
        return false;
    take_images(probe, images, count);
    probe->model->evaluate(probe->net, probe->images, labels, count, probe->probabilities, &found);
    size_t reals = (size_t)count * (size_t)probe->model->classes;
    for (size_t i = 0; i < reals; i++)
        probabilities[i] = (double)probe->probabilities[i];
    *metrics = metrics_of(&found);
    return true;
}
