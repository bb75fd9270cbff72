/* Who reads each value of a Graph. */
#ifndef XC_READERS_H
#define XC_READERS_H

#include "graph/graph.h"

/* The readers of value v are nodes[start[v->id]] up to, not including, nodes[start[v->id + 1]], in
 * node order; a node that reads it twice is there twice. */
typedef struct Readers {
    size_t *start;
    Node **nodes;
} Readers;

/* A snapshot: values and nodes added later are not in it. Owned by the Graph's arena. */
Readers graph_readers(const Graph *graph);

#endif
