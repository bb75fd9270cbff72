/* What a Graph costs, by layer and in all. */
#ifndef XC_COUNTS_H
#define XC_COUNTS_H

#include "graph/graph.h"

typedef struct Counts {
    uint64_t parameters, trainable; /* elements */
    uint64_t macs; /* multiply-adds of the forward pass of one image */
} Counts;

/* One row a layer, by layer id, in the Graph's arena. The row of a block is the sum over all that
 * it holds. */
Counts *counts_by_layer(const Graph *forward);
Counts counts_total(const Graph *forward);

#endif
