/* Algorithm: copy node by node; what reads a dropout reads the dropout's input instead. */
#include "transform/clone.h"
#include "transform/transform.h"

Graph *transform_inference(const Graph *forward, Diag *diag)
{
    Clone clone = clone_begin(forward);
    for (size_t i = 0; i < forward->nodes.count; i++) {
        const Node *node = forward->nodes.data[i];
        if (node->op == XC_OP_DROPOUT)
            clone.values[node->outputs[0]->id] = clone_value(&clone, node->inputs[0]);
        else if (!clone_node(&clone, node, diag))
            return NULL;
    }
    clone.graph->output = clone_value(&clone, forward->output);
    return clone.graph;
}
