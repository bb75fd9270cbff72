/* The stable text form of a Graph, for --dump and golden tests:
 *
 *     relu1: 16x16x32 = relu(batch_norm1)
 *     conv2_mean: 64, conv2_variance: 64 = batch_statistics(conv2)
 *
 * A node a line, with the attributes that its op uses and that are not 1, or 0 for pads
 * (top/bottom, left/right). No addresses, no times. */
#ifndef XC_PRINT_H
#define XC_PRINT_H

#include "graph/graph.h"
#include <stdio.h>

void graph_print(const Graph *graph, FILE *stream);
/* The one line of a node, without a line end. */
void graph_print_node(const Graph *graph, const Node *node, FILE *stream);

#endif
