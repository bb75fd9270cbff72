/* How a transform copies a Graph: begin with its inputs and parameters, then node by node. */
#ifndef XC_CLONE_H
#define XC_CLONE_H

#include "graph/readers.h"

typedef struct Clone {
    const Graph *from;
    Graph *graph;
    Value **values; /* by id of the old value: what stands for it in the new Graph */
    Readers readers; /* of the old Graph */
} Clone;

/* The new Graph with images, parameters and layers, and no nodes. */
Clone clone_begin(const Graph *from);
/* Appends a copy of an old node; values keep their names. A join of more than XC_MAX_JOIN branches
 * becomes several; a pad that none but convolutions read is left out and becomes theirs. False
 * after a located error. */
bool clone_node(Clone *clone, const Node *node, Diag *diag);
Value *clone_value(const Clone *clone, const Value *old);

#endif
