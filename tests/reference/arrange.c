/* Ops that only move elements: reshape, concat, slice. */
#include "reference/interpreter.h"

#include <string.h>

static void copy_elements(const Node *node, const double *input, double *output)
{
    memcpy(output, input, elements_of(node->outputs[0]->shape) * sizeof *output);
}

void rule_reshape(Interpreter *interpreter, const Node *node)
{
    expect_inputs(node, 1);
    if (elements_of(node->inputs[0]->shape) != elements_of(node->outputs[0]->shape))
        reference_fail(node, "reshape changes the number of elements");
    apply_linear(interpreter, node, copy_elements);
}

static void surround(const Node *node, const double *input, double *output)
{
    Shape in = node->inputs[0]->shape, out = node->outputs[0]->shape;
    size_t row = (size_t)in.dim[1] * (size_t)in.dim[2];
    for (int h = 0; h < in.dim[0]; h++) {
        size_t first = (size_t)(h + node->at.pad[0]) * (size_t)out.dim[1] + (size_t)node->at.pad[2];
        memcpy(output + first * (size_t)in.dim[2], input + (size_t)h * row, row * sizeof *output);
    }
}

void rule_pad(Interpreter *interpreter, const Node *node)
{
    const int *pad = node->at.pad;
    expect_inputs(node, 1);
    Shape shape = node->inputs[0]->shape;
    if (shape.rank != 3 || pad[0] < 0 || pad[1] < 0 || pad[2] < 0 || pad[3] < 0)
        reference_fail(node, "pads of a map are not negative");
    shape.dim[0] += pad[0] + pad[1];
    shape.dim[1] += pad[2] + pad[3];
    expect_output(node, shape);
    apply_linear(interpreter, node, surround);
}

static void copy_channels(const double *from, size_t from_channels, double *to, size_t to_channels,
    size_t channels, size_t pixels)
{
    for (size_t p = 0; p < pixels; p++)
        memcpy(to + p * to_channels, from + p * from_channels, channels * sizeof *to);
}

static void slice_channels(const Node *node, const double *input, double *output)
{
    Shape in = node->inputs[0]->shape;
    copy_channels(input + node->at.offset, (size_t)shape_channels(in), output,
        (size_t)node->at.count, (size_t)node->at.count, pixels_of(in));
}

void rule_slice(Interpreter *interpreter, const Node *node)
{
    expect_inputs(node, 1);
    Shape shape = node->inputs[0]->shape;
    if (node->at.offset < 0 || node->at.count < 1 ||
        node->at.offset + node->at.count > shape_channels(shape))
        reference_fail(node, "slice [%d, +%d) of %d channels", node->at.offset, node->at.count,
            shape_channels(shape));
    shape.dim[shape.rank - 1] = node->at.count;
    expect_output(node, shape);
    apply_linear(interpreter, node, slice_channels);
}

void rule_concat(Interpreter *interpreter, const Node *node)
{
    Dual *y = output_of(interpreter, node, 0);
    Shape out = node->outputs[0]->shape;
    size_t total = (size_t)shape_channels(out);
    size_t pixels = pixels_of(out) * (size_t)interpreter->run->batch;
    size_t offset = 0;
    for (int i = 0; i < node->input_count; i++) {
        const Dual *x = input_of(interpreter, node, i);
        size_t channels = (size_t)shape_channels(node->inputs[i]->shape);
        if (pixels_of(node->inputs[i]->shape) != pixels_of(out) || offset + channels > total)
            reference_fail(node, "part %d does not fit", i);
        copy_channels(x->value, channels, y->value + offset, total, channels, pixels);
        for (int k = 0; k < interpreter->run->directions; k++)
            if (x->tangent[k] != NULL)
                copy_channels(
                    x->tangent[k], channels, tangent_of(y, k) + offset, total, channels, pixels);
        offset += channels;
    }
    if (offset != total)
        reference_fail(node, "%zu channels of %zu are filled", offset, total);
}
