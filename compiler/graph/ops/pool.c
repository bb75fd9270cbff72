/* Pools over windows. Max-pool pads with minus infinity and remembers which tap won, the first in
 * raster order on ties; average-pool divides by the number of pixels that are no padding. */
#include "graph/ops.h"

static const char *pool_output(const Attributes *at, Shape x, Shape *output)
{
    if (x.rank != 3)
        return "it needs a map";
    const char *reason = window_infer(at, x, x.dim[2], output);
    if (reason != NULL)
        return reason;
    /* Else a window at the border would hold no pixel at all. */
    for (int axis = 0; axis < 2; axis++)
        if (at->pad[2 * axis] >= at->kernel[axis] || at->pad[2 * axis + 1] >= at->kernel[axis])
            return "the padding must be smaller than the window";
    return NULL;
}

bool op_pool_infer(Graph *graph, Node *node, Diag *diag)
{
    Shape output = {0};
    const char *reason = pool_output(&node->at, node->inputs[0]->shape, &output);
    return reason == NULL ? op_set_shape(node, output) : op_reject(graph, node, diag, reason);
}

void op_max_pool_gradient(GradientContext *context, Node *node, Value **output_gradients)
{
    Value *x = node->inputs[0];
    if (!gradient_wanted(context, x))
        return;
    Attributes at = node->at;
    at.like = x->shape;
    Node *d_x = gradient_node(context, XC_OP_MAX_POOL_GRADIENT, x,
        (Value *[]){output_gradients[0], node->outputs[1]}, 2, &at, node);
    gradient_add(context, x, d_x->outputs[0], node);
}

void op_average_pool_gradient(GradientContext *context, Node *node, Value **output_gradients)
{
    Value *x = node->inputs[0];
    if (!gradient_wanted(context, x))
        return;
    Attributes at = node->at;
    at.like = x->shape;
    Node *d_x =
        gradient_node(context, XC_OP_AVERAGE_POOL_GRADIENT, x, output_gradients, 1, &at, node);
    gradient_add(context, x, d_x->outputs[0], node);
}

/* dy [, index]; like is the shape of x. */
bool op_pool_gradient_infer(Graph *graph, Node *node, Diag *diag)
{
    Shape output = {0};
    const char *reason = pool_output(&node->at, node->at.like, &output);
    for (int i = 0; reason == NULL && i < node->input_count; i++)
        if (!shape_equal(output, node->inputs[i]->shape))
            reason = "the output's gradient has not the output's shape";
    return reason == NULL ? op_set_shape(node, node->at.like)
                          : op_reject(graph, node, diag, reason);
}
