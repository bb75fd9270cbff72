/* Building Graphs: values, parameters, nodes and layers, each appended to its vector. */
#include "graph/graph.h"
#include "graph/ops.h"
#include <string.h>

Graph *graph_new(Arena *arena, const char *name)
{
    Graph *graph = arena_alloc(arena, sizeof *graph);
    graph->arena = arena;
    graph->name = arena_strdup(arena, name);
    return graph;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

const char *name_after(Arena *arena, const char *of, const char *what)
{
    return *what ? arena_printf(arena, strchr(of, '.') ? "%s_%s" : "%s.%s", of, what) : of;
}

bool value_name_is_sound(const char *name)
{
    bool dot = false, first = true;
    for (; *name; name++) {
        bool digit = *name >= '0' && *name <= '9';
        if (*name == '.' && !dot && !first)
            dot = first = true;
        else if (is_letter(*name) || (digit && !first))
            first = false;
        else
            return false;
    }
    return !first;
}

static int next_id(size_t count)
{
    if (count >= INT32_MAX)
        bug("a graph of more than 2^31 parts");
    return (int)count;
}

/* Gives the value its name and its place in the Graph. */
static void append_value(Graph *graph, Value *value, const char *name)
{
    value->id = next_id(graph->values.count);
    value->name =
        map_fresh_name(graph->arena, &graph->names, arena_strdup(graph->arena, name), "_");
    vec_push(graph->arena, &graph->values, value);
}

Value *graph_add_value(Graph *graph, const char *name, ValueClass class_, Shape shape)
{
    Value *value = arena_alloc(graph->arena, sizeof *value);
    value->class_ = class_;
    value->shape = shape;
    value->parameter = -1;
    append_value(graph, value, name);
    return value;
}

Value *graph_add_constant(Graph *graph, const char *name, Shape shape, double number)
{
    Value *value = graph_add_value(graph, name, XC_CONSTANT, shape);
    value->constant = number;
    return value;
}

static const char *role_name(ParameterRole role)
{
    static const char *const names[] = {
        [XC_ROLE_KERNEL] = "kernel",
        [XC_ROLE_DEPTHWISE_KERNEL] = "depthwise_kernel",
        [XC_ROLE_POINTWISE_KERNEL] = "pointwise_kernel",
        [XC_ROLE_BIAS] = "bias",
        [XC_ROLE_GAMMA] = "gamma",
        [XC_ROLE_BETA] = "beta",
        [XC_ROLE_MOVING_MEAN] = "moving_mean",
        [XC_ROLE_MOVING_VARIANCE] = "moving_variance",
    };
    return names[role];
}

Parameter *graph_add_parameter(Graph *graph, const Layer *layer, ParameterRole role, Shape shape)
{
    Arena *arena = graph->arena;
    const char *value_name = name_after(arena, layer->name, role_name(role));
    Parameter *parameter = arena_alloc(arena, sizeof *parameter);
    parameter->value = graph_add_value(graph, value_name, XC_PARAMETER, shape);
    parameter->value->parameter = next_id(graph->parameters.count);
    parameter->role = role;
    parameter->trainable = role != XC_ROLE_MOVING_MEAN && role != XC_ROLE_MOVING_VARIANCE;
    parameter->layer = layer;
    parameter->name = arena_printf(arena, "%s/%s", layer->name, role_name(role));
    vec_push(arena, &graph->parameters, parameter);
    return parameter;
}

Layer *graph_add_layer(Graph *graph, const char *name, const char *kind, bool is_block,
    const Layer *parent, Location location)
{
    Layer *layer = arena_alloc(graph->arena, sizeof *layer);
    layer->id = next_id(graph->layers.count);
    layer->name = arena_strdup(graph->arena, name);
    layer->kind = arena_strdup(graph->arena, kind);
    layer->is_block = is_block;
    layer->parent = parent;
    layer->location = location;
    vec_push(graph->arena, &graph->layers, layer);
    return layer;
}

/* What a node computes is a batch value if it has one row for each image, and that is if it reads
 * one and does not sum over the images. */
ValueClass node_output_class(const Node *node)
{
    if (op_info(node->op)->reach != XC_PER_IMAGE)
        return XC_REDUCED;
    for (int i = 0; i < node->input_count; i++)
        if (node->inputs[i]->class_ == XC_BATCH)
            return XC_BATCH;
    return XC_REDUCED;
}

/* "mean|variance", 1 -> "variance" */
static const char *output_suffix(Arena *arena, const char *suffixes, int output)
{
    for (; output > 0; output--) {
        const char *bar = strchr(suffixes, '|');
        if (bar == NULL)
            bug("ops.def: the suffixes '%s' name too few outputs", suffixes);
        suffixes = bar + 1;
    }
    return arena_strndup(arena, suffixes, strcspn(suffixes, "|"));
}

/* A node with its outputs that is in no Graph yet. */
static Node *make_node(Graph *graph, Op op, Value **inputs, int input_count, const Attributes *at)
{
    const OpInfo *info = op_info(op);
    if (input_count < 0 || (info->inputs >= 0 && input_count != info->inputs))
        bug("%s takes %d inputs, not %d", info->name, info->inputs, input_count);
    Attributes none = attributes_default();
    Node *node = arena_alloc(graph->arena, sizeof *node);
    node->op = op;
    node->at = attributes_used(op, at != NULL ? at : &none);
    node->inputs = arena_array(graph->arena, (size_t)input_count, sizeof *node->inputs);
    node->input_count = input_count;
    for (int i = 0; i < input_count; i++)
        node->inputs[i] = inputs[i];
    node->output_count = info->outputs;
    node->outputs = arena_array(graph->arena, (size_t)info->outputs, sizeof *node->outputs);
    for (int i = 0; i < info->outputs; i++) {
        Value *value = arena_alloc(graph->arena, sizeof *value);
        value->class_ = node_output_class(node);
        value->producer = node;
        value->output = i;
        value->parameter = -1;
        node->outputs[i] = value;
    }
    return node;
}

/* Indices within an image stay below 2^31, those of a parameter's gradient are the parameter's. */
static bool check_size(const Graph *graph, const Node *node, const Value *value, Diag *diag)
{
    bool fits = shape_is_sound(value->shape);
    if (fits && value->class_ == XC_BATCH)
        fits = shape_padded_elements(value->shape) <= XC_MAX_IMAGE;
    if (!fits)
        diag_error(diag, node->location,
            "%s: an image of the result, %s, has more than %d numbers, its channels rounded up to "
            "a multiple of %d",
            op_info(node->op)->name, shape_text(graph->arena, value->shape), XC_MAX_IMAGE,
            XC_ALIGN);
    return fits;
}

Node *graph_add_node(Graph *graph, Op op, const char *name, Value **inputs, int input_count,
    const Attributes *at, const Layer *layer, Location location, Diag *diag)
{
    const OpInfo *info = op_info(op);
    Node *node = make_node(graph, op, inputs, input_count, at);
    node->layer = layer;
    node->location = location;
    if (!info->infer(graph, node, diag))
        return NULL;
    for (int i = 0; i < node->output_count; i++)
        if (!check_size(graph, node, node->outputs[i], diag))
            return NULL;

    node->id = next_id(graph->nodes.count);
    vec_push(graph->arena, &graph->nodes, node);
    for (int i = 0; i < node->output_count; i++)
        append_value(graph, node->outputs[i],
            name_after(graph->arena, name, output_suffix(graph->arena, info->suffixes, i)));
    return node;
}

uint64_t graph_macs(const Graph *graph)
{
    uint64_t macs = 0;
    for (size_t i = 0; i < graph->nodes.count; i++)
        macs += op_info(graph->nodes.data[i]->op)->macs(graph->nodes.data[i]);
    return macs;
}
