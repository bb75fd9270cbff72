#include "graph/counts.h"

static Counts sum(Counts a, Counts b)
{
    return (Counts){a.parameters + b.parameters, a.trainable + b.trainable, a.macs + b.macs};
}

static Counts of_parameter(const Parameter *parameter)
{
    uint64_t elements = shape_elements(parameter->value->shape);
    return (Counts){.parameters = elements, .trainable = parameter->trainable ? elements : 0};
}

static Counts of_node(const Node *node)
{
    const OpInfo *info = op_info(node->op);
    return (Counts){.macs = info->macs ? info->macs(node) : 0};
}

static void add_to_layers(Counts *rows, const Layer *layer, Counts counts)
{
    for (; layer; layer = layer->parent)
        rows[layer->id] = sum(rows[layer->id], counts);
}

Counts *counts_by_layer(const Graph *forward)
{
    Counts *rows = arena_array(forward->arena, forward->layers.count, sizeof *rows);
    for (size_t i = 0; i < forward->parameters.count; i++) {
        const Parameter *parameter = forward->parameters.data[i];
        add_to_layers(rows, parameter->layer, of_parameter(parameter));
    }
    for (size_t i = 0; i < forward->nodes.count; i++)
        add_to_layers(rows, forward->nodes.data[i]->layer, of_node(forward->nodes.data[i]));
    return rows;
}

Counts counts_total(const Graph *forward)
{
    Counts total = {0};
    for (size_t i = 0; i < forward->parameters.count; i++)
        total = sum(total, of_parameter(forward->parameters.data[i]));
    for (size_t i = 0; i < forward->nodes.count; i++)
        total = sum(total, of_node(forward->nodes.data[i]));
    return total;
}
