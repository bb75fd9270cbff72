/* The verifier: what every Graph promises, checked after every pass. */
#ifndef XC_VERIFY_H
#define XC_VERIFY_H

#include "graph/graph.h"

/* True when the Graph keeps all of these; else each broken one is reported, as an internal error
 * at the node's location.
 *
 *   - ids are the places in the vectors; images, labels and output belong to the Graph
 *   - every value is made once, by the node that it names, before it is read (SSA order)
 *   - number of inputs and outputs, and attributes, as ops.def says
 *   - shapes are sound and the ones that the op's rule infers; classes follow from the inputs
 *   - what sums over the batch, or reads none, reads no value that it may not
 *   - names are unique and safe in C
 *   - parameters and their values name each other; a parameter is updated at most once, by the
 *     update that its role asks for */
bool graph_verify(const Graph *graph, Diag *diag);

#endif
