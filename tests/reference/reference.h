/* A naive interpreter of the forward Graph in double precision, the judge of all emitted code.
 *
 * It reads the plain structs of graph/graph.h and calls nothing of the compiler or the runtime: no
 * shape inference, no gradient rule, no kernel is shared, and shapes found in the Graph are
 * checked against its own formulas. Linked with libc and libm alone.
 *
 * Derivatives come from dual numbers, not from differences: beside every value the interpreter
 * carries its exact derivative along a few given directions in the space of parameters (and
 * images), so that <gradient, direction> of an emitted program can be compared to rounding.
 *
 * Arrays are dense doubles: batch values batch x height x width x channels, parameters in Keras's
 * order (row-major, HWIO). A call that makes no sense, a Graph that contradicts itself and a lack
 * of memory end the process with a message: a test has nothing better to do. */
#ifndef REFERENCE_H
#define REFERENCE_H

#include "graph/graph.h"

/* Whether dropout keeps an element of one image: stream is the node's, element counts over the
 * map, row-major. */
typedef bool (*ReferenceKeep)(void *context, int stream, int image, size_t element);

typedef struct ReferenceRun {
    const Graph *graph; /* forward: ends in softmax */
    int batch;
    const double *images; /* batch maps */
    const int32_t *labels; /* batch class numbers; NULL: no cross-entropy */
    const double *const *parameters; /* by index in graph->parameters */

    /* The directions u of derivatives d/dh f(x + h u). parameter_directions[k][p] is shaped like
     * parameter p; NULL stands for zeros, here and for whole rows and tables. */
    int directions;
    const double *const *const *parameter_directions;
    const double *const *image_directions;

    bool training; /* batch statistics and dropout; false: moving statistics, no dropout */
    double label_smoothing; /* targets are (1-s)*onehot + s/classes */
    bool keep_values; /* keep every value for reference_value; else only until last read */
    ReferenceKeep keep; /* NULL: every dropout node must have rate 0, or training be false */
    void *keep_context;
} ReferenceRun;

typedef struct ReferenceResult ReferenceResult;

/* Owned by the caller; end with reference_free. The Graph and all arrays of the run are borrowed
 * until then. */
ReferenceResult *reference_run(const ReferenceRun *run);
void reference_free(ReferenceResult *result);

/* Mean over the images of logsumexp(z) - z[label], z being the input of the softmax. */
double reference_cross_entropy(const ReferenceResult *result);
/* Sum over parameters of l1*sum|w| + l2*sum w^2. */
double reference_regularization(const ReferenceResult *result);
/* Their derivatives along a direction. */
double reference_cross_entropy_tangent(const ReferenceResult *result, int direction);
double reference_regularization_tangent(const ReferenceResult *result, int direction);

/* batch x classes. */
const double *reference_probabilities(const ReferenceResult *result);

/* Any kept value, or its tangent (NULL: exactly zero); *count elements over all images. A name
 * that the Graph does not have ends the process. */
const double *reference_value(const ReferenceResult *result, const char *name, size_t *count);
const double *reference_tangent(
    const ReferenceResult *result, const char *name, int direction, size_t *count);

/* Batch mean and biased variance that a batch_norm node used, one a channel (training only). */
const double *reference_batch_mean(const ReferenceResult *result, const Node *node);
const double *reference_batch_variance(const ReferenceResult *result, const Node *node);

#endif
