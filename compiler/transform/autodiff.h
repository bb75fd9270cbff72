/* Reverse-mode differentiation of a Graph. */
#ifndef XC_AUTODIFF_H
#define XC_AUTODIFF_H

#include "graph/gradient.h"

/* Appends to graph, behind what is there, the nodes that compute the gradient of loss.
 *
 * Algorithm: visit the nodes last to first; hand the complete gradients of a node's outputs to its
 *            op's rule, which adds the contributions to its inputs (graph/gradient.h).
 * Requires:  loss is a value of graph whose op starts the walk (softmax_cross_entropy).
 * Ensures:   gradient_of(context, v) is the gradient of every v that is wanted, a trainable
 *            parameter or between one and the loss, of the shape of v, or v's slot says zero.
 *            There are none for the images. NULL after a located error. */
GradientContext *autodiff(Graph *graph, Value *loss, Diag *diag);

#endif
