/* The same elements in the same order under another shape: flatten, and its gradient. */
#include "graph/ops.h"

bool op_reshape_infer(Graph *graph, Node *node, Diag *diag)
{
    if (!shape_is_sound(node->at.like) ||
        shape_elements(node->at.like) != shape_elements(node->inputs[0]->shape))
        return op_reject(graph, node, diag, "the number of elements must stay");
    return op_set_shape(node, node->at.like);
}

void op_reshape_gradient(GradientContext *context, Node *node, Value **output_gradients)
{
    Value *x = node->inputs[0];
    if (!gradient_wanted(context, x))
        return;
    Attributes at = {.like = x->shape};
    Node *d_x = gradient_node(context, XC_OP_RESHAPE, x, output_gradients, 1, &at, node);
    gradient_add(context, x, d_x->outputs[0], node);
}
