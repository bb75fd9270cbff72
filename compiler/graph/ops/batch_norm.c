/* Batch normalisation, a channel at a time:
 *     y = gamma * (x - mean) / sqrt(variance + epsilon) + beta
 * batch_norm, of the forward Graph, says no more than that, with the moving statistics. In training
 * it becomes batch_statistics (mean and biased variance over pixels and images) and normalize. */
#include "graph/ops.h"

/* Every input from the given one on is a vector of the channels of x. */
static bool are_channel_vectors(const Node *node, const Value *x, int from)
{
    if (!shape_is_activation(x->shape))
        return false;
    for (int i = from; i < node->input_count; i++)
        if (!shape_equal(node->inputs[i]->shape, shape_of_channels(x->shape)))
            return false;
    return true;
}

/* x and four vectors, in batch_norm's order or in normalize's. */
bool op_normalize_infer(Graph *graph, Node *node, Diag *diag)
{
    const Value *x = node->inputs[0];
    if (!are_channel_vectors(node, x, 1))
        return op_reject(graph, node, diag, "it takes a map or vector and vectors of its channels");
    return op_set_shape(node, x->shape);
}

bool op_batch_statistics_infer(Graph *graph, Node *node, Diag *diag)
{
    if (!shape_is_activation(node->inputs[0]->shape))
        return op_reject(graph, node, diag, "it needs a map or a vector");
    return op_set_shape(node, shape_of_channels(node->inputs[0]->shape));
}

/* With n pixels and images, u = (x - mean) / sqrt(variance + epsilon):
 *     dgamma = sum dy * u,  dbeta = sum dy
 *     dx = gamma / sqrt(variance + epsilon) * (dy - dbeta / n - u * dgamma / n)
 * which is the gradient through mean and variance too: these get no gradients of their own. */
void op_normalize_gradient(GradientContext *context, Node *node, Value **output_gradients)
{
    Value *dy = output_gradients[0], *x = node->inputs[0];
    Value *mean = node->inputs[1], *variance = node->inputs[2];
    Value *gamma = node->inputs[3], *beta = node->inputs[4];
    const char *name = arena_printf(context->graph->arena, "d_%s", node->outputs[0]->name);
    Node *sums = gradient_helper(context, XC_OP_NORMALIZE_PARAMETER_GRADIENT, name,
        (Value *[]){dy, x, mean, variance}, 4, &node->at, node);
    gradient_add(context, gamma, sums->outputs[0], node);
    gradient_add(context, beta, sums->outputs[1], node);
    if (!gradient_wanted(context, x))
        return;
    Node *d_x = gradient_node(context, XC_OP_NORMALIZE_INPUT_GRADIENT, x,
        (Value *[]){dy, x, mean, variance, gamma, sums->outputs[0], sums->outputs[1]}, 7, &node->at,
        node);
    gradient_add(context, x, d_x->outputs[0], node);
}

/* dy and x have one shape; the rest are vectors. */
static bool infer_from_gradient(Graph *graph, Node *node, Diag *diag, Shape shape)
{
    const Value *dy = node->inputs[0], *x = node->inputs[1];
    if (!shape_equal(dy->shape, x->shape) || !are_channel_vectors(node, x, 2))
        return op_reject(graph, node, diag, "it takes two maps or vectors, and their channels'");
    return op_set_shape(node, shape);
}

bool op_normalize_parameter_gradient_infer(Graph *graph, Node *node, Diag *diag)
{
    return infer_from_gradient(graph, node, diag, shape_of_channels(node->inputs[1]->shape));
}

bool op_normalize_input_gradient_infer(Graph *graph, Node *node, Diag *diag)
{
    return infer_from_gradient(graph, node, diag, node->inputs[1]->shape);
}
