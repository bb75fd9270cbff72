/* What the files under graph/ops/ share: their rules, declared from ops.def, and what rules are
 * built of. */
#ifndef XC_OPS_H
#define XC_OPS_H

#include "graph/graph.h"
#include "graph/gradient.h"

enum { XC_MAX_OUTPUTS = 2 };

/* One declaration a row; rules that several ops share are declared as often. */
#define XC_OP(                                                                                     \
    id, name, reach, elementwise, inputs, outputs, attributes, suffixes, infer, gradient, macs)    \
    bool infer(Graph *graph, Node *node, Diag *diag);                                              \
    void gradient(GradientContext *context, Node *node, Value **output_gradients);                 \
    uint64_t macs(const Node *node);
#include "graph/ops.def"
#undef XC_OP

/* Reports that the node's operands do not go together: "add: REASON: relu1 is 16x16x64, conv2 is
 * 8x8x64", with a note at each operand's own line. Returns false, for infer rules to return. */
bool op_reject(Graph *graph, const Node *node, Diag *diag, const char *reason);

/* Sets the shape of every output; returns true. */
bool op_set_shape(Node *node, Shape shape);

/* A vector of the channels of a map or vector. */
Shape shape_of_channels(Shape shape);
/* A map or a vector: what layers pass on. */
bool shape_is_activation(Shape shape);

/* Kernel, stride and pads over a map {height, width, channels}: sets *output, with channels
 * channels. NULL, or the reason why not. */
const char *window_infer(const Attributes *at, Shape input, int channels, Shape *output);

/* The part of a convolution's gradient that concerns its bias: the sum of dy, or exactly zero. */
void op_bias_gradient_rule(GradientContext *context, Node *node, Value *bias, Value *dy);

#endif
