#include "transform/clone.h"

static void clone_parameter(Clone *clone, const Parameter *old)
{
    Graph *graph = clone->graph;
    Value *value = graph_add_value(graph, old->value->name, XC_PARAMETER, old->value->shape);
    value->parameter = (int)graph->parameters.count;
    Parameter *parameter = arena_alloc(graph->arena, sizeof *parameter);
    *parameter = *old;
    parameter->value = value;
    vec_push(graph->arena, &graph->parameters, parameter);
    clone->values[old->value->id] = value;
}

Clone clone_begin(const Graph *from)
{
    Clone clone = {.from = from, .graph = graph_new(from->arena, from->name)};
    Graph *graph = clone.graph;
    clone.readers = graph_readers(from);
    clone.values = arena_array(graph->arena, from->values.count, sizeof *clone.values);
    graph->about = from->about;
    graph->file = from->file;
    graph->hash = from->hash;
    graph->input_mean = from->input_mean;
    graph->input_std = from->input_std;
    graph->classes = from->classes;
    graph->training = from->training;
    graph->images = graph_add_value(graph, from->images->name, XC_BATCH, from->images->shape);
    clone.values[from->images->id] = graph->images;
    for (size_t i = 0; i < from->layers.count; i++)
        vec_push(graph->arena, &graph->layers, from->layers.data[i]);
    for (size_t i = 0; i < from->parameters.count; i++)
        clone_parameter(&clone, from->parameters.data[i]);
    for (size_t i = 0; i < from->values.count; i++) {
        const Value *old = from->values.data[i];
        if (old->class_ == XC_CONSTANT)
            clone.values[old->id] = graph_add_constant(graph, old->name, old->shape, old->constant);
    }
    return clone;
}

Value *clone_value(const Clone *clone, const Value *old)
{
    Value *value = clone->values[old->id];
    if (value == NULL)
        bug("'%s' is read before it is made", old->name);
    return value;
}

/* A join of many branches as a chain of joins of few, which adds and multiplies in the same order:
 * a kernel has room for so many operands, and the gradient of a product has the square of its
 * factors. Returns the inputs of the last, *count many; NULL after a located error. */
static Value **join_in_parts(
    Clone *clone, const Node *node, const char *name, Value **inputs, int *count, Diag *diag)
{
    Graph *graph = clone->graph;
    bool joins = node->op == XC_OP_ADD || node->op == XC_OP_MULTIPLY;
    for (int i = 1; joins && *count > XC_MAX_JOIN; i++) {
        Node *part =
            graph_add_node(graph, node->op, arena_printf(graph->arena, "%s_part%d", name, i),
                inputs, XC_MAX_JOIN, &node->at, node->layer, node->location, diag);
        if (part == NULL)
            return NULL;
        inputs += XC_MAX_JOIN - 1;
        *count -= XC_MAX_JOIN - 1;
        inputs[0] = part->outputs[0];
    }
    return inputs;
}

/* A convolution with a window; a dense layer on a map has none, and no pads. */
static bool has_pads(const Node *node)
{
    return node->op == XC_OP_DEPTHWISE ||
           (node->op == XC_OP_CONV && node->inputs[1]->shape.rank == XC_MAX_RANK);
}

/* True when all that reads the padded map is convolutions: their own pads are zeros too. */
static bool pads_convolutions_alone(const Clone *clone, const Node *node)
{
    const Readers *readers = &clone->readers;
    if (!node || node->op != XC_OP_PAD)
        return false;
    const size_t *start = &readers->start[node->outputs[0]->id];
    for (size_t i = start[0]; i < start[1]; i++)
        if (!has_pads(readers->nodes[i]))
            return false;
    return start[0] < start[1];
}

bool clone_node(Clone *clone, const Node *node, Diag *diag)
{
    Graph *graph = clone->graph;
    Attributes at = node->at;
    if (pads_convolutions_alone(clone, node)) {
        clone->values[node->outputs[0]->id] = clone_value(clone, node->inputs[0]);
        return true;
    }
    const Node *pad = node->input_count ? node->inputs[0]->producer : NULL;
    if (pad && pads_convolutions_alone(clone, pad))
        for (int i = 0; i < 4; i++)
            at.pad[i] += pad->at.pad[i];
    Value **inputs = arena_array(graph->arena, (size_t)node->input_count, sizeof *inputs);
    for (int i = 0; i < node->input_count; i++)
        inputs[i] = clone_value(clone, node->inputs[i]);
    /* The first output of a forward op bears the node's name. */
    const char *name = node->output_count > 0 ? node->outputs[0]->name : NULL;
    int count = node->input_count;
    inputs = join_in_parts(clone, node, name, inputs, &count, diag);
    if (inputs == NULL)
        return false;
    Node *copy = graph_add_node(
        graph, node->op, name, inputs, count, &at, node->layer, node->location, diag);
    for (int i = 0; copy != NULL && i < node->output_count; i++)
        clone->values[node->outputs[i]->id] = copy->outputs[i];
    return copy != NULL;
}
