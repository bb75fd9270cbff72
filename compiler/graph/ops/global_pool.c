/* Pools over the whole map: map -> vector. */
#include "graph/ops.h"

bool op_global_pool_infer(Graph *graph, Node *node, Diag *diag)
{
    if (node->inputs[0]->shape.rank != 3)
        return op_reject(graph, node, diag, "it needs a map");
    return op_set_shape(node, shape_of_channels(node->inputs[0]->shape));
}

void op_global_average_pool_gradient(GradientContext *context, Node *node, Value **output_gradients)
{
    Value *x = node->inputs[0];
    if (!gradient_wanted(context, x))
        return;
    Attributes at = {.like = x->shape};
    Node *d_x = gradient_node(
        context, XC_OP_GLOBAL_AVERAGE_POOL_GRADIENT, x, output_gradients, 1, &at, node);
    gradient_add(context, x, d_x->outputs[0], node);
}

void op_global_max_pool_gradient(GradientContext *context, Node *node, Value **output_gradients)
{
    Value *x = node->inputs[0];
    if (!gradient_wanted(context, x))
        return;
    Attributes at = {.like = x->shape};
    Node *d_x = gradient_node(context, XC_OP_GLOBAL_MAX_POOL_GRADIENT, x,
        (Value *[]){output_gradients[0], node->outputs[1]}, 2, &at, node);
    gradient_add(context, x, d_x->outputs[0], node);
}

/* dy [, index]; like is the shape of x. */
bool op_global_pool_gradient_infer(Graph *graph, Node *node, Diag *diag)
{
    bool fits = node->at.like.rank == 3;
    for (int i = 0; i < node->input_count; i++)
        fits = fits && shape_equal(node->inputs[i]->shape, shape_of_channels(node->at.like));
    return fits ? op_set_shape(node, node->at.like)
                : op_reject(graph, node, diag, "the output's gradient has not the output's shape");
}
