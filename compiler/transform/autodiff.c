#include "transform/autodiff.h"
#include "graph/ops.h"

/* Whether the loss depends on the node by something that wants a gradient; fills in the complete
 * gradients of the outputs. */
static bool collect_gradients(const GradientContext *context, const Node *node, const Value *loss,
    Value *gradients[XC_MAX_OUTPUTS])
{
    bool any = false;
    for (int i = 0; i < node->output_count; i++) {
        const Value *output = node->outputs[i];
        gradients[i] = gradient_of(context, output);
        any = any || output == loss || gradients[i] != NULL;
    }
    return any;
}

static void check_complete(const GradientContext *context, size_t value_count)
{
    for (size_t v = 0; v < value_count; v++) {
        const GradientSlot *slot = &context->slots[v];
        if (slot->wanted && slot->arrived != slot->expected)
            bug("'%s' is read %d times and got %d gradients", context->graph->values.data[v]->name,
                slot->expected, slot->arrived);
    }
}

GradientContext *autodiff(Graph *graph, Value *loss, Diag *diag)
{
    size_t node_count = graph->nodes.count, value_count = graph->values.count;
    GradientContext *context = gradient_begin(graph, loss, diag);
    for (size_t n = node_count; n-- > 0;) {
        Node *node = graph->nodes.data[n];
        Value *gradients[XC_MAX_OUTPUTS] = {NULL};
        if (collect_gradients(context, node, loss, gradients))
            op_info(node->op)->gradient(context, node, gradients);
    }
    if (context->failed)
        return NULL;
    check_complete(context, value_count);
    return context;
}
