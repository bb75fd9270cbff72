#include "report/field.h"

#include <inttypes.h>

int64_t field_size(const FieldAxis *axis)
{
    return axis->last - axis->first + 1;
}

/* Output element p reads the input elements p*stride - pad to p*stride - pad + kernel - 1. */
static FieldAxis through_window(FieldAxis in, int kernel, int stride, int pad)
{
    return (FieldAxis){
        .first = in.first - pad * in.stride,
        .last = in.last + (kernel - 1 - pad) * in.stride,
        .stride = in.stride * stride,
    };
}

/* Maps of equal shape and other strides can meet too; then the union is that at their first
 * element. A stride of 0 is a vector's, which has no place. */
static FieldAxis join_axes(FieldAxis a, FieldAxis b)
{
    if (a.stride == 0 || b.stride == 0)
        return a.stride == 0 ? b : a;
    return (FieldAxis){
        .first = a.first < b.first ? a.first : b.first,
        .last = a.last > b.last ? a.last : b.last,
        .stride = a.stride > b.stride ? a.stride : b.stride,
    };
}

static Field join(const Field *rows, const Node *node)
{
    Field field = {0};
    for (int i = 0; i < node->input_count; i++) {
        if (node->inputs[i]->class_ != XC_BATCH)
            continue;
        const Field *in = &rows[node->inputs[i]->id];
        field.whole = field.whole || in->whole;
        for (int k = 0; k < 2; k++)
            field.axis[k] = join_axes(field.axis[k], in->axis[k]);
    }
    return field;
}

static Field of_node(const Field *rows, const Node *node)
{
    Field field = join(rows, node);
    if (node->outputs[0]->shape.rank != 3)
        return (Field){.whole = true};
    bool window = node->op == XC_OP_CONV || node->op == XC_OP_DEPTHWISE ||
                  node->op == XC_OP_MAX_POOL || node->op == XC_OP_AVERAGE_POOL;
    const Attributes *at = &node->at;
    for (int k = 0; window && k < 2; k++)
        field.axis[k] = through_window(field.axis[k], at->kernel[k], at->stride[k], at->pad[2 * k]);
    return field;
}

Field *fields_of(const Graph *forward)
{
    Field *rows = arena_array(forward->arena, forward->values.count, sizeof *rows);
    for (int k = 0; k < 2; k++)
        rows[forward->images->id].axis[k].stride = 1; /* a pixel sees itself */
    for (size_t i = 0; i < forward->nodes.count; i++) {
        const Node *node = forward->nodes.data[i];
        Field field = of_node(rows, node);
        for (int k = 0; k < node->output_count; k++)
            rows[node->outputs[k]->id] = field;
    }
    return rows;
}

static const char *pair_text(Arena *arena, int64_t height, int64_t width)
{
    return height == width ? arena_printf(arena, "%" PRId64, height)
                           : arena_printf(arena, "%" PRId64 "x%" PRId64, height, width);
}

const char *field_text(Arena *arena, const Field *field, Shape shape)
{
    if (shape.rank != 3)
        return "all";
    const FieldAxis *height = &field->axis[0], *width = &field->axis[1];
    const char *size =
        field->whole ? "all" : pair_text(arena, field_size(height), field_size(width));
    return arena_printf(arena, "%s /%s", size, pair_text(arena, height->stride, width->stride));
}
