#include "support_lib/trial.h"

#include "support_lib/hash_random.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static void *grab(size_t count, size_t size)
{
    void *memory = calloc(count > 0 ? count : 1, size);
    if (memory == NULL) {
        fputs("out of memory\n", stderr);
        abort();
    }
    return memory;
}

size_t trial_elements(Shape shape)
{
    size_t product = 1;
    for (int i = 0; i < shape.rank; i++)
        product *= (size_t)shape.dim[i];
    return product;
}

/* He's range for kernels, so that activations neither die nor explode with depth; everything else
 * away from its trivial value, so that no term of a formula can hide. */
void trial_fill_parameter(const Graph *graph, size_t index, uint64_t seed, double *data)
{
    const Parameter *parameter = graph->parameters.data[index];
    Shape shape = parameter->value->shape;
    size_t count = trial_elements(shape);
    size_t fan_in = count / (size_t)shape.dim[shape.rank - 1];
    uint64_t stream = STREAM_PARAMETERS + index;
    double scale = 0.25, shift = 0;
    switch (parameter->role) {
    case XC_ROLE_KERNEL:
    case XC_ROLE_POINTWISE_KERNEL:
        scale = sqrt(6 / (double)fan_in);
        break;
    case XC_ROLE_DEPTHWISE_KERNEL:
        scale = sqrt(6 / (double)(shape.dim[0] * shape.dim[1]));
        break;
    case XC_ROLE_GAMMA:
    case XC_ROLE_MOVING_VARIANCE:
        shift = 1;
        break;
    case XC_ROLE_BIAS:
    case XC_ROLE_BETA:
    case XC_ROLE_MOVING_MEAN:
        break;
    }
    hash_fill(data, count, seed, stream, scale, shift);
}

static void round_to_float(double *data, size_t count)
{
    for (size_t i = 0; i < count; i++)
        data[i] = (double)(float)data[i];
}

void trial_draw_batch(Trial *trial, uint64_t seed)
{
    size_t pixels = (size_t)trial->count * trial_elements(trial->graph->images->shape);
    hash_fill(trial->images, pixels, seed, STREAM_IMAGES, 1.5, 0);
    for (int n = 0; n < trial->count; n++)
        trial->labels[n] = hash_below(seed, STREAM_LABELS, (uint64_t)n, trial->graph->classes);
}

Trial *trial_new(const Graph *graph, int count, uint64_t seed, bool single)
{
    Trial *trial = grab(1, sizeof *trial);
    size_t pixels = (size_t)count * trial_elements(graph->images->shape);
    trial->graph = graph;
    trial->count = count;
    trial->images = grab(pixels, sizeof *trial->images);
    trial->labels = grab((size_t)count, sizeof *trial->labels);
    trial->parameters = grab(graph->parameters.count, sizeof *trial->parameters);
    trial_draw_batch(trial, seed);
    if (single)
        round_to_float(trial->images, pixels);
    for (size_t p = 0; p < graph->parameters.count; p++) {
        size_t elements = trial_elements(graph->parameters.data[p]->value->shape);
        trial->parameters[p] = grab(elements, sizeof **trial->parameters);
        trial_fill_parameter(graph, p, seed, trial->parameters[p]);
        if (single)
            round_to_float(trial->parameters[p], elements);
    }
    return trial;
}

void trial_free(Trial *trial)
{
    if (trial == NULL)
        return;
    for (size_t p = 0; p < trial->graph->parameters.count; p++)
        free(trial->parameters[p]);
    free(trial->parameters);
    free(trial->images);
    free(trial->labels);
    free(trial);
}

double *trial_direction(const Graph *graph, size_t parameter, uint64_t seed)
{
    size_t count = trial_elements(graph->parameters.data[parameter]->value->shape);
    double *direction = grab(count, sizeof *direction);
    hash_fill(direction, count, seed, STREAM_DIRECTIONS + 1000 * (parameter + 1), 1, 0);
    return direction;
}
