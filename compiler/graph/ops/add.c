#include "graph/ops.h"

/* The gradient of a sum is that of each summand: no node at all. */
void op_add_gradient(GradientContext *context, Node *node, Value **output_gradients)
{
    for (int i = 0; i < node->input_count; i++)
        gradient_add(context, node->inputs[i], output_gradients[0], node);
}
