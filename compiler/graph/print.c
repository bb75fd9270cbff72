#include "graph/print.h"

#include "graph/attributes.h"

static void print_value(const Graph *graph, const Value *value, FILE *stream)
{
    fprintf(stream, "%s: %s", value->name, shape_text(graph->arena, value->shape));
}

void graph_print_node(const Graph *graph, const Node *node, FILE *stream)
{
    for (int i = 0; i < node->output_count; i++) {
        fputs(i == 0 ? "" : ", ", stream);
        print_value(graph, node->outputs[i], stream);
    }
    fprintf(stream, "%s%s(", node->output_count > 0 ? " = " : "", op_info(node->op)->name);
    for (int i = 0; i < node->input_count; i++)
        fprintf(stream, "%s%s", i == 0 ? "" : ", ", node->inputs[i]->name);
    fputc(')', stream);
    Text attributes = {.arena = graph->arena};
    attributes_text(&attributes, node->op, &node->at);
    fputs(text_string(&attributes), stream);
}

static const char *initializer_name(Initializer initializer)
{
    static const char *const names[] = {
        [XC_INIT_ZEROS] = "zeros",
        [XC_INIT_ONES] = "ones",
        [XC_INIT_CONSTANT] = "constant",
        [XC_INIT_UNIFORM] = "uniform",
        [XC_INIT_NORMAL] = "normal",
        [XC_INIT_TRUNCATED_NORMAL] = "truncated_normal",
        [XC_INIT_GLOROT_UNIFORM] = "glorot_uniform",
        [XC_INIT_GLOROT_NORMAL] = "glorot_normal",
        [XC_INIT_HE_UNIFORM] = "he_uniform",
        [XC_INIT_HE_NORMAL] = "he_normal",
        [XC_INIT_LECUN_UNIFORM] = "lecun_uniform",
        [XC_INIT_LECUN_NORMAL] = "lecun_normal",
    };
    size_t count = sizeof names / sizeof *names;
    return (size_t)initializer < count ? names[initializer] : "?";
}

static void print_parameter(const Graph *graph, const Parameter *parameter, FILE *stream)
{
    fputs("    ", stream);
    print_value(graph, parameter->value, stream);
    fprintf(stream, " %s", initializer_name(parameter->initializer));
    if (parameter->initializer >= XC_INIT_CONSTANT &&
        parameter->initializer < XC_INIT_GLOROT_UNIFORM)
        fprintf(stream, "(%.17g, %.17g)", parameter->init_a, parameter->init_b);
    if (parameter->initializer >= XC_INIT_GLOROT_UNIFORM)
        fprintf(stream, " fans %.17g, %.17g", parameter->fan_in, parameter->fan_out);
    if (parameter->l1 > 0)
        fprintf(stream, " l1 %.17g", parameter->l1);
    if (parameter->l2 > 0)
        fprintf(stream, " l2 %.17g", parameter->l2);
    fprintf(stream, "%s\n", parameter->trainable ? "" : " moving");
}

void graph_print(const Graph *graph, FILE *stream)
{
    fprintf(stream, "graph %s\n", graph->name);
    fputs("inputs\n", stream);
    for (size_t i = 0; i < graph->values.count; i++) {
        const Value *value = graph->values.data[i];
        if (value->producer != NULL || value->parameter >= 0)
            continue;
        fputs("    ", stream);
        print_value(graph, value, stream);
        if (value->class_ == XC_CONSTANT)
            fprintf(stream, " constant %.17g", value->constant);
        fputs(value->class_ == XC_LABELS ? " labels\n" : "\n", stream);
    }
    fputs("parameters\n", stream);
    for (size_t i = 0; i < graph->parameters.count; i++)
        print_parameter(graph, graph->parameters.data[i], stream);
    fputs("nodes\n", stream);
    for (size_t i = 0; i < graph->nodes.count; i++) {
        fputs("    ", stream);
        graph_print_node(graph, graph->nodes.data[i], stream);
        fputc('\n', stream);
    }
    if (graph->output != NULL)
        fprintf(stream, "output %s\n", graph->output->name);
}
