#include "support_lib/trial.h"

#include "support_lib/hash_random.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { STREAM_IMAGES = 1, STREAM_LABELS = 2, STREAM_DIRECTIONS = 3, STREAM_PARAMETERS = 100 };

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
static void fill_parameter(const Parameter *parameter, double *data, uint64_t seed, size_t index)
{
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

Trial *trial_new(const Graph *graph, int count, uint64_t seed, bool single)
{
    Trial *trial = grab(1, sizeof *trial);
    size_t pixels = (size_t)count * trial_elements(graph->images->shape);
    trial->graph = graph;
    trial->count = count;
    trial->images = grab(pixels, sizeof *trial->images);
    trial->labels = grab((size_t)count, sizeof *trial->labels);
    trial->parameters = grab(graph->parameters.count, sizeof *trial->parameters);
    hash_fill(trial->images, pixels, seed, STREAM_IMAGES, 1.5, 0);
    if (single)
        round_to_float(trial->images, pixels);
    for (int n = 0; n < count; n++)
        trial->labels[n] = hash_below(seed, STREAM_LABELS, (uint64_t)n, graph->classes);
    for (size_t p = 0; p < graph->parameters.count; p++) {
        size_t elements = trial_elements(graph->parameters.data[p]->value->shape);
        trial->parameters[p] = grab(elements, sizeof **trial->parameters);
        fill_parameter(graph->parameters.data[p], trial->parameters[p], seed, p);
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
