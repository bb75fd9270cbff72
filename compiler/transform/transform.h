/* Graph -> Graph. Each transform reads the forward Graph of the frontend and builds a new one in
 * the same arena; the forward Graph stays as it is.
 *
 * The new Graph has the same parameters under the same indices and names, and shares the forward
 * Graph's layers (whose input and output point to forward values). NULL after a located error. */
#ifndef XC_TRANSFORM_H
#define XC_TRANSFORM_H

#include "graph/graph.h"

/* One training step: forward with batch statistics, loss, gradients and updates.
 *
 * Requires: the last layer is softmax, of a vector.
 * Ensures:  batch_norm(x) has become normalize, under the same name, with statistics of x, named
 *           x_mean and x_variance, one pair a value x however often it is normalised;
 *           output is the loss, softmax_cross_entropy(logits, labels);
 *           every trainable parameter has one parameter_update, in parameter order, without a
 *           gradient where that is exactly zero; then every moving statistic its moving_update. */
Graph *transform_training(const Graph *forward, Diag *diag);

/* Prediction: dropout is gone; batch_norm stays, with its moving statistics; output is the
 * forward Graph's. */
Graph *transform_inference(const Graph *forward, Diag *diag);

#endif
