/* Activations and dropout: element by element, the shape stays. */
#include "graph/activation.h"

#include <string.h>

#include "graph/ops.h"

enum { X = true, Y = false };

static const Activation activations[] = {
#define XC_ACTIVATION(ID, word, reads, keras, argument, default_, inline_argument, formula)        \
    {XC_OP_##ID, XC_OP_##ID##_GRADIENT, word, reads, argument, inline_argument},
#include "graph/activations.def"
#undef XC_ACTIVATION
};
enum { ACTIVATION_COUNT = sizeof activations / sizeof *activations };

const Activation *activation_of(Op op)
{
    for (int i = 0; i < ACTIVATION_COUNT; i++)
        if (activations[i].value == op || activations[i].gradient == op)
            return &activations[i];
    return NULL;
}

const Activation *activation_named(const char *word)
{
    for (int i = 0; i < ACTIVATION_COUNT; i++)
        if (strcmp(activations[i].word, word) == 0)
            return &activations[i];
    return NULL;
}

/* dx = dy * slope(x or y), as the table says. */
void op_activation_gradient(GradientContext *context, Node *node, Value **output_gradients)
{
    const Activation *activation = activation_of(node->op);
    Value *x = node->inputs[0];
    if (!gradient_wanted(context, x))
        return;
    Value *inputs[] = {output_gradients[0], activation->reads_input ? x : node->outputs[0]};
    Node *d_x = gradient_node(context, activation->gradient, x, inputs, 2, &node->at, node);
    gradient_add(context, x, d_x->outputs[0], node);
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
