#include "graph/verify.h"
#include "graph/ops.h"
#include <string.h>

typedef struct Verifier {
    const Graph *graph;
    Diag *diag;
    bool sound;
} Verifier;

XC_PRINTF(3, 4)
static void report(Verifier *v, Location at, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *text = arena_vprintf(v->graph->arena, format, arguments);
    va_end(arguments);
    diag_error(v->diag, at, "internal error: graph '%s': %s", v->graph->name, text);
    v->sound = false;
}

static bool has_value(const Graph *graph, const Value *value)
{
    return value != NULL && value->id >= 0 && (size_t)value->id < graph->values.count &&
           graph->values.data[value->id] == value;
}

static bool has_node(const Graph *graph, const Node *node)
{
    return node->id >= 0 && (size_t)node->id < graph->nodes.count &&
           graph->nodes.data[node->id] == node;
}

static void check_names(Verifier *v)
{
    const Graph *graph = v->graph;
    Map seen = {0};
    for (size_t i = 0; i < graph->values.count; i++) {
        const char *name = graph->values.data[i]->name;
        if (!value_name_is_sound(name))
            report(v, XC_NOWHERE, "'%s' is no name of a value", name);
        else if (map_get(&seen, name))
            report(v, XC_NOWHERE, "two values are named '%s'", name);
        map_put(graph->arena, &seen, name, graph->values.data[i]);
    }
}

/* Where a value comes from: a node, the parameter table, or the Graph's inputs. */
static void check_value(Verifier *v, const Value *value, size_t place)
{
    const Graph *graph = v->graph;
    if (value->id < 0 || (size_t)value->id != place)
        report(v, XC_NOWHERE, "'%s' has id %d in place %zu", value->name, value->id, place);
    if (!shape_is_sound(value->shape))
        report(v, XC_NOWHERE, "'%s' has an unsound shape", value->name);

    const Node *producer = value->producer;
    if ((value->class_ == XC_PARAMETER) != (value->parameter >= 0))
        report(v, XC_NOWHERE, "'%s' is half a parameter", value->name);
    if (producer == NULL) {
        bool known = value->parameter >= 0 || value->class_ == XC_CONSTANT ||
                     value == graph->images || value == graph->labels;
        if (!known)
            report(v, XC_NOWHERE, "no node makes '%s'", value->name);
    } else if (!has_node(graph, producer) || value->output < 0 ||
               value->output >= producer->output_count ||
               producer->outputs[value->output] != value) {
        report(v, producer->location, "'%s' is not made by the node that it names", value->name);
    }
}

static void check_parameter(Verifier *v, const Parameter *parameter, size_t place)
{
    const Value *value = parameter->value;
    if (!has_value(v->graph, value) || value->parameter < 0 || (size_t)value->parameter != place)
        report(
            v, XC_NOWHERE, "parameter '%s' and its value do not name each other", parameter->name);
}

static void check_inputs(Verifier *v, const Node *node)
{
    const char *op = op_info(node->op)->name;
    OpReach reach = op_info(node->op)->reach;
    for (int i = 0; i < node->input_count; i++) {
        const Value *input = node->inputs[i];
        if (!has_value(v->graph, input))
            report(v, node->location, "%s reads a value of another graph", op);
        else if (input->producer != NULL && input->producer->id >= node->id)
            report(v, node->location, "%s reads '%s' before it is made", op, input->name);
        else if (reach == XC_PARAMETER_ONLY && input->class_ != XC_PARAMETER &&
                 input->class_ != XC_REDUCED)
            report(v, node->location, "%s reads '%s', a value of the batch", op, input->name);
    }
}

/* Infers the shapes anew, into a copy of the node. */
static void check_shapes(Verifier *v, const Node *node)
{
    Value outputs[XC_MAX_OUTPUTS] = {{0}};
    Value *places[XC_MAX_OUTPUTS] = {&outputs[0], &outputs[1]};
    Node copy = *node;
    copy.outputs = places;
    /* The rules write to nothing but the outputs; the Graph lends its arena for messages. */
    if (!op_info(node->op)->infer((Graph *)v->graph, &copy, v->diag)) {
        report(v, node->location, "the operands of %s do not go together", op_info(node->op)->name);
        return;
    }
    for (int i = 0; i < node->output_count; i++)
        if (!shape_equal(outputs[i].shape, node->outputs[i]->shape))
            report(v, node->location, "'%s' is %s, but %s makes it %s", node->outputs[i]->name,
                shape_text(v->graph->arena, node->outputs[i]->shape), op_info(node->op)->name,
                shape_text(v->graph->arena, outputs[i].shape));
}

static void check_node(Verifier *v, const Node *node, size_t place)
{
    const OpInfo *info = op_info(node->op);
    if (node->id < 0 || (size_t)node->id != place)
        report(v, node->location, "%s has id %d in place %zu", info->name, node->id, place);
    bool inputs_fit = info->inputs < 0 || node->input_count == info->inputs;
    if (!inputs_fit || node->output_count != info->outputs) {
        report(v, node->location, "%s has %d inputs and %d outputs", info->name, node->input_count,
            node->output_count);
        return;
    }
    for (int i = 0; i < node->output_count; i++) {
        const Value *output = node->outputs[i];
        if (!has_value(v->graph, output) || output->producer != node || output->output != i)
            report(v, node->location, "output %d of %s belongs to another node", i, info->name);
        else if (output->class_ != node_output_class(node))
            report(v, node->location, "'%s' has the wrong class", output->name);
    }
    Attributes used = attributes_used(node->op, &node->at);
    if (!attributes_equal(&used, &node->at))
        report(v, node->location, "%s has attributes that it does not use", info->name);
    check_inputs(v, node);
    check_shapes(v, node);
}

static void check_updates(Verifier *v)
{
    const Graph *graph = v->graph;
    bool *updated = arena_array(graph->arena, graph->parameters.count, sizeof *updated);
    for (size_t i = 0; i < graph->nodes.count; i++) {
        const Node *node = graph->nodes.data[i];
        bool moving = node->op == XC_OP_MOVING_UPDATE;
        if (!moving && node->op != XC_OP_PARAMETER_UPDATE)
            continue;
        int index = node->inputs[0]->parameter;
        if (index < 0 || (size_t)index >= graph->parameters.count)
            continue; /* reported by check_shapes */
        const Parameter *parameter = graph->parameters.data[index];
        if (parameter->trainable == moving)
            report(v, node->location, "%s does not suit '%s'", op_info(node->op)->name,
                parameter->name);
        if (updated[index])
            report(v, node->location, "'%s' is updated twice", parameter->name);
        updated[index] = true;
    }
}

bool graph_verify(const Graph *graph, Diag *diag)
{
    Verifier v = {graph, diag, true};
    if (!has_value(graph, graph->images))
        report(&v, XC_NOWHERE, "it has no images");
    if (!has_value(graph, graph->output))
        report(&v, XC_NOWHERE, "it has no output");
    if (graph->labels != NULL && !has_value(graph, graph->labels))
        report(&v, XC_NOWHERE, "its labels are of another graph");
    check_names(&v);
    for (size_t i = 0; i < graph->values.count; i++)
        check_value(&v, graph->values.data[i], i);
    for (size_t i = 0; i < graph->parameters.count; i++)
        check_parameter(&v, graph->parameters.data[i], i);
    for (size_t i = 0; i < graph->nodes.count; i++)
        check_node(&v, graph->nodes.data[i], i);
    for (size_t i = 0; i < graph->layers.count; i++)
        if (graph->layers.data[i]->id < 0 || (size_t)graph->layers.data[i]->id != i)
            report(&v, graph->layers.data[i]->location, "layer '%s' is in place %zu",
                graph->layers.data[i]->name, i);
    check_updates(&v);
    return v.sound;
}
