/* What the rules of several ops share. */
#include "graph/ops.h"

static const char *operand_text(Arena *arena, const Value *value)
{
    return arena_printf(arena, "'%s' is %s", value->name, shape_text(arena, value->shape));
}

static const Location *operand_location(const Graph *graph, const Value *value)
{
    if (value->producer != NULL)
        return &value->producer->location;
    if (value->parameter >= 0 && graph->parameters.data[value->parameter]->layer != NULL)
        return &graph->parameters.data[value->parameter]->layer->location;
    return NULL;
}

bool op_reject(Graph *graph, const Node *node, Diag *diag, const char *reason)
{
    const char *operands = "";
    for (int i = 0; i < node->input_count; i++)
        operands = arena_printf(graph->arena, "%s%s %s", operands, i == 0 ? ":" : ",",
            operand_text(graph->arena, node->inputs[i]));
    diag_error(diag, node->location, "%s: %s%s", op_info(node->op)->name, reason, operands);
    for (int i = 0; i < node->input_count; i++) {
        const Location *at = operand_location(graph, node->inputs[i]);
        bool elsewhere = at != NULL && at->file >= 0 &&
                         (at->file != node->location.file || at->line != node->location.line);
        if (elsewhere)
            diag_note(diag, *at, "%s", operand_text(graph->arena, node->inputs[i]));
    }
    return false;
}

bool op_set_shape(Node *node, Shape shape)
{
    for (int i = 0; i < node->output_count; i++)
        node->outputs[i]->shape = shape;
    return true;
}

Shape shape_of_channels(Shape shape)
{
    return shape_vector(shape_channels(shape));
}

bool shape_is_activation(Shape shape)
{
    return shape.rank == 1 || shape.rank == 3;
}

/* All inputs have one shape, and so has the output. */
bool op_infer_same(Graph *graph, Node *node, Diag *diag)
{
    if (node->input_count < 1)
        return op_reject(graph, node, diag, "it needs an input");
    for (int i = 1; i < node->input_count; i++)
        if (!shape_equal(node->inputs[i]->shape, node->inputs[0]->shape))
            return op_reject(graph, node, diag, "the shapes must be equal");
    return op_set_shape(node, node->inputs[0]->shape);
}

void op_no_gradient(GradientContext *context, Node *node, Value **output_gradients)
{
    (void)output_gradients;
    context->failed = true;
    diag_error(context->diag, node->location, "%s has no gradient and cannot be trained through",
        op_info(node->op)->name);
}

uint64_t op_no_macs(const Node *node)
{
    (void)node;
    return 0;
}

const char *window_infer(const Attributes *at, Shape input, int channels, Shape *output)
{
    for (int axis = 0; axis < 2; axis++) {
        if (at->kernel[axis] < 1 || at->stride[axis] < 1)
            return "kernel and stride must be at least 1";
        if (at->pad[2 * axis] < 0 || at->pad[2 * axis + 1] < 0)
            return "padding must not be negative";
    }
    int height = window_output(input.dim[0], at->kernel[0], at->stride[0], at->pad[0], at->pad[1]);
    int width = window_output(input.dim[1], at->kernel[1], at->stride[1], at->pad[2], at->pad[3]);
    if (height < 1 || width < 1)
        return "the kernel is larger than the padded map";
    *output = shape_map(height, width, channels);
    return NULL;
}
