/* Random numbers for a model: images, labels and parameters of sensible size, all a pure function
 * of the seed. */
#ifndef TEST_TRIAL_H
#define TEST_TRIAL_H

#include "graph/graph.h"

typedef struct Trial {
    const Graph *graph; /* forward */
    int count; /* images */
    double *images;
    int32_t *labels;
    double **parameters; /* by index, Keras's order */
} Trial;

/* Streams of the hash; parameter p has STREAM_PARAMETERS + p. */
enum { STREAM_IMAGES = 1, STREAM_LABELS = 2, STREAM_DIRECTIONS = 3, STREAM_PARAMETERS = 100 };

/* single: every number is exactly representable in a float, so that both forms start equal. */
Trial *trial_new(const Graph *graph, int count, uint64_t seed, bool single);
void trial_free(Trial *trial);

/* Other images and labels, those of trial_new with that seed. */
void trial_draw_batch(Trial *trial, uint64_t seed);
/* The values that a parameter of trial_new has. */
void trial_fill_parameter(const Graph *graph, size_t parameter, uint64_t seed, double *data);

/* Elements of one image, or of a parameter. */
size_t trial_elements(Shape shape);

/* A direction for one parameter: elements in [-1, 1). */
double *trial_direction(const Graph *graph, size_t parameter, uint64_t seed);

#endif
