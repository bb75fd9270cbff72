/* concat puts the channels of maps, or of vectors, behind each other; slice takes some out. */
#include "graph/ops.h"

bool op_concat_infer(Graph *graph, Node *node, Diag *diag)
{
    if (node->input_count < 1 || !shape_is_activation(node->inputs[0]->shape))
        return op_reject(graph, node, diag, "it needs maps or vectors");
    Shape shape = node->inputs[0]->shape;
    int *channels = &shape.dim[shape.rank - 1];
    for (int i = 1; i < node->input_count; i++) {
        Shape operand = node->inputs[i]->shape;
        if (operand.rank != shape.rank || shape_height(operand) != shape_height(shape) ||
            shape_width(operand) != shape_width(shape))
            return op_reject(graph, node, diag, "heights and widths must be equal");
        if (shape_channels(operand) > INT32_MAX - *channels)
            return op_reject(graph, node, diag, "too many channels");
        *channels += shape_channels(operand);
    }
    return op_set_shape(node, shape);
}

void op_concat_gradient(GradientContext *context, Node *node, Value **output_gradients)
{
    int offset = 0;
    for (int i = 0; i < node->input_count; i++) {
        Value *part = node->inputs[i];
        Attributes at = {.offset = offset, .count = shape_channels(part->shape)};
        offset += at.count;
        if (!gradient_wanted(context, part))
            continue;
        Node *d_part = gradient_node(context, XC_OP_SLICE, part, output_gradients, 1, &at, node);
        gradient_add(context, part, d_part->outputs[0], node);
    }
}

bool op_slice_infer(Graph *graph, Node *node, Diag *diag)
{
    Shape shape = node->inputs[0]->shape;
    int offset = node->at.offset, count = node->at.count;
    if (!shape_is_activation(shape))
        return op_reject(graph, node, diag, "it needs a map or a vector");
    if (offset < 0 || count < 1 || count > shape_channels(shape) ||
        offset > shape_channels(shape) - count)
        return op_reject(graph, node, diag, "the channels are out of range");
    shape.dim[shape.rank - 1] = count;
    return op_set_shape(node, shape);
}
