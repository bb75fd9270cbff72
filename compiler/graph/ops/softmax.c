/* The loss: mean over the batch of the cross-entropy of softmax(logits), in logit form. */
#include "graph/ops.h"

static const char *wrong_operands(const Node *node)
{
    if (node->inputs[0]->shape.rank != 1)
        return "it needs a vector of class scores";
    if (node->inputs[1]->class_ != XC_LABELS)
        return "it needs labels";
    return NULL;
}

bool op_softmax_cross_entropy_infer(Graph *graph, Node *node, Diag *diag)
{
    const char *reason = wrong_operands(node);
    return reason == NULL ? op_set_shape(node, (Shape){0}) : op_reject(graph, node, diag, reason);
}

/* The loss is where the walk begins: its own gradient is 1, and NULL here. */
void op_softmax_cross_entropy_gradient(
    GradientContext *context, Node *node, Value **output_gradients)
{
    if (output_gradients[0] != NULL)
        bug("a cross-entropy that is not the loss itself");
    Value *logits = node->inputs[0];
    if (!gradient_wanted(context, logits))
        return;
    Node *d_logits = gradient_node(
        context, XC_OP_SOFTMAX_CROSS_ENTROPY_GRADIENT, logits, node->inputs, 2, &node->at, node);
    gradient_add(context, logits, d_logits->outputs[0], node);
}

bool op_softmax_cross_entropy_gradient_infer(Graph *graph, Node *node, Diag *diag)
{
    const char *reason = wrong_operands(node);
    return reason == NULL ? op_set_shape(node, node->inputs[0]->shape)
                          : op_reject(graph, node, diag, reason);
}
