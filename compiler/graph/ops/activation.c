/* relu, sigmoid, dropout: element by element, the shape stays. */
#include "graph/ops.h"

/* A contribution that is op(dy, y). */
static void add_from_output(GradientContext *context, Node *node, Value *dy, Op op)
{
    Value *x = node->inputs[0];
    if (!gradient_wanted(context, x))
        return;
    Node *d_x = gradient_node(context, op, x, (Value *[]){dy, node->outputs[0]}, 2, NULL, node);
    gradient_add(context, x, d_x->outputs[0], node);
}

/* dy where y > 0: zero at x = 0. */
void op_relu_gradient(GradientContext *context, Node *node, Value **output_gradients)
{
    add_from_output(context, node, output_gradients[0], XC_OP_RELU_GRADIENT);
}

/* dy * y * (1 - y). */
void op_sigmoid_gradient(GradientContext *context, Node *node, Value **output_gradients)
{
    add_from_output(context, node, output_gradients[0], XC_OP_SIGMOID_GRADIENT);
}

/* The same mask, drawn again from the same stream, and the same scale. */
void op_dropout_gradient(GradientContext *context, Node *node, Value **output_gradients)
{
    Value *x = node->inputs[0];
    if (!gradient_wanted(context, x))
        return;
    Node *d_x = gradient_node(context, XC_OP_DROPOUT, x, output_gradients, 1, &node->at, node);
    gradient_add(context, x, d_x->outputs[0], node);
}
