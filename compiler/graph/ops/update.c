/* The end of a step: a parameter takes its gradient, or a moving statistic its batch statistic.
 * The parameter is changed in place; there is no output. */
#include "graph/ops.h"

static bool infer_update(Graph *graph, Node *node, Diag *diag)
{
    if (node->inputs[0]->class_ != XC_PARAMETER)
        return op_reject(graph, node, diag, "only parameters are updated");
    for (int i = 1; i < node->input_count; i++)
        if (!shape_equal(node->inputs[i]->shape, node->inputs[0]->shape))
            return op_reject(graph, node, diag, "the shapes must be equal");
    return true;
}

/* w [, gradient]: without one the gradient is zero, and regularizer and momentum still act. */
bool op_parameter_update_infer(Graph *graph, Node *node, Diag *diag)
{
    if (node->input_count != 1 && node->input_count != 2)
        return op_reject(graph, node, diag, "it takes a parameter and perhaps a gradient");
    return infer_update(graph, node, diag);
}

/* moving = momentum * moving + (1 - momentum) * batch */
bool op_moving_update_infer(Graph *graph, Node *node, Diag *diag)
{
    return infer_update(graph, node, diag);
}
