/* Which elements an emitted program's dropout keeps, said anew: a pure function of seed, step,
 * stream, image and element. A mask can't be judged right or wrong, so it is fed to the reference;
 * that it has the right rate and differs from step to step is tested here. */
#ifndef TEST_DROPOUT_MASK_H
#define TEST_DROPOUT_MASK_H

#include "graph/graph.h"

typedef struct DropoutMask {
    const Graph *graph;
    uint64_t seed, step;
} DropoutMask;

/* A ReferenceKeep; context is a DropoutMask. */
bool dropout_keeps(void *context, int stream, int image, size_t element);

#endif
