/* Where a value lies during a phase: plain, as maps are stored, or padded, inside a halo of zeros
 * as depthwise kernels read it. */
#include "plan/builder.h"

#include <string.h>

bool conv_is_direct(const Attributes *at)
{
    return at->kernel[0] == 1 && at->kernel[1] == 1 && at->stride[0] == 1 && at->stride[1] == 1 &&
           at->pad[0] == 0 && at->pad[1] == 0 && at->pad[2] == 0 && at->pad[3] == 0 &&
           at->groups == 1;
}

/* The halo of dy with which the gradient at every input pixel reads the same taps. */
static bool gradient_halo(const Node *node, int pad[4])
{
    Shape dx = node->outputs[0]->shape, dy = node->inputs[0]->shape;
    const Attributes *at = &node->at;
    if (at->stride[0] != 1 || at->stride[1] != 1)
        return false;
    pad[0] = at->kernel[0] - 1 - at->pad[0];
    pad[1] = shape_height(dx) + at->pad[0] - shape_height(dy);
    pad[2] = at->kernel[1] - 1 - at->pad[2];
    pad[3] = shape_width(dx) + at->pad[2] - shape_width(dy);
    return pad[0] >= 0 && pad[1] >= 0 && pad[2] >= 0 && pad[3] >= 0;
}

bool wants_padded(const Node *node, int input, int pad[4])
{
    if (input != 0)
        return false;
    if (node->op == XC_OP_DEPTHWISE || node->op == XC_OP_DEPTHWISE_WEIGHT_GRADIENT) {
        memcpy(pad, node->at.pad, sizeof node->at.pad);
        return true;
    }
    return node->op == XC_OP_DEPTHWISE_INPUT_GRADIENT && gradient_halo(node, pad);
}

bool wants_plain(const Node *node, int input)
{
    switch (node->op) {
    case XC_OP_CONV:
        return input == 0 && conv_is_direct(&node->at);
    case XC_OP_CONV_INPUT_GRADIENT:
        return input == 0;
    case XC_OP_CONV_WEIGHT_GRADIENT:
        return input == 1 || conv_is_direct(&node->at);
    case XC_OP_BATCH_STATISTICS:
    case XC_OP_CROP:
    case XC_OP_RESHAPE:
    case XC_OP_SOFTMAX:
    case XC_OP_SOFTMAX_CROSS_ENTROPY:
    case XC_OP_SOFTMAX_CROSS_ENTROPY_GRADIENT:
        return true;
    default:
        return false;
    }
}

static const char *scratch_note(Builder *builder, const Layout *layout)
{
    Arena *arena = builder->planner->arena;
    if (layout_is_plain(layout))
        return arena_printf(arena, "%dx%dx%d", layout->height, layout->width, layout->channels);
    return arena_printf(
        arena, "%dx%dx%d in a halo of zeros", layout->height, layout->width, layout->channels);
}

static Form scratch_form(Builder *builder, const char *name, Layout layout)
{
    Scratch *scratch = new_scratch(builder, name, layout_reals(&layout) * (size_t)builder->images,
        scratch_note(builder, &layout));
    return (Form){true, use_scratch(builder, scratch), layout};
}

static Buffer *value_buffer(Builder *builder, const Value *value)
{
    Planner *planner = builder->planner;
    ValuePlan *plan = &planner->values[value->id];
    if (plan->buffer)
        return plan->buffer;
    Layout layout = layout_plain(value->shape);
    plan->buffer = plan_buffer(planner, plan_name(planner, value->name, ""), true,
        plan_reals(value, layout_reals(&layout)), builder->phase_index, builder->phase_index,
        shape_text(planner->arena, value->shape));
    plan->buffer->full_size = value->shape.rank == 3 && value->output == 0 &&
                              shape_height(value->shape) * shape_width(value->shape) > 1;
    return plan->buffer;
}

/* A stored copy for the tiles phase that follows, when the value itself is not stored. */
static Buffer *transient_buffer(Builder *builder, const Value *value)
{
    Planner *planner = builder->planner;
    Layout layout = layout_plain(value->shape);
    Buffer *buffer = plan_buffer(planner,
        plan_name(planner, value->name, arena_printf(planner->arena, "at%d", builder->phase_index)),
        true, layout_reals(&layout), builder->phase_index, builder->phase_index + 1,
        shape_text(planner->arena, value->shape));
    buffer->full_size =
        value->shape.rank == 3 && shape_height(value->shape) * shape_width(value->shape) > 1;
    return buffer;
}

static bool stored_elsewhere(const Builder *builder, const Value *value)
{
    const ValuePlan *plan = &builder->planner->values[value->id];
    return plan->stored && plan->level < builder->level;
}

/* Keeps operands of scratch alive up to now. */
static Form *touched(Builder *builder, Form *form)
{
    if (form->operand.kind == XC_OPERAND_SCRATCH)
        use_scratch(builder, form->operand.scratch);
    else if (form->operand.kind == XC_OPERAND_BUFFER)
        use_buffer(builder, form->operand.buffer);
    return form;
}

/* The caller's images, with channels padded as everything else has them. */
static void import_images(Builder *builder, const Value *images, Local *local)
{
    Kernel *kernel = kernel_new(builder, XC_KERNEL_IMPORT, NULL);
    kernel->y = layout_plain(images->shape);
    kernel->name = arena_printf(builder->planner->arena, "import_%dx%dx%d", kernel->y.height,
        kernel->y.width, kernel->y.channels);
    kernel->title = "the caller's images, channels padded";
    Stage stage = stage_new(kernel);
    if (local->transient) {
        Buffer *buffer = transient_buffer(builder, images);
        local->plain = (Form){true, use_buffer(builder, buffer), layout_plain(images->shape)};
    } else {
        local->plain = scratch_form(builder, "imported", layout_plain(images->shape));
    }
    stage_add(&stage, "x", "const xr_real *", operand_of(XC_OPERAND_IMAGES));
    stage_add(&stage, "y", "xr_real *", local->plain.operand);
    stage_push(builder, &stage, images->name);
}

Form *plain_form(Builder *builder, const Value *value)
{
    Local *local = &builder->locals[value->id];
    if (local->plain.exists)
        return touched(builder, &local->plain);
    if (!value->producer) {
        import_images(builder, value, local);
    } else if (stored_elsewhere(builder, value)) {
        local->plain = (Form){
            true, use_buffer(builder, value_buffer(builder, value)), layout_plain(value->shape)};
    } else if (local->padded.exists) {
        local->plain = scratch_form(builder,
            layer_identifier(builder->planner->arena, value->name, ""), layout_plain(value->shape));
        build_copy(builder, value, &local->padded, &local->plain);
    } else {
        bug("%s is not there when phase %s reads it", value->name, builder->phase->name);
    }
    return touched(builder, &local->plain);
}

Form *padded_form(Builder *builder, const Value *value, const int pad[4])
{
    Local *local = &builder->locals[value->id];
    if (!local->padded.exists) {
        for (int side = 0; side < 4; side++)
            local->pad[side] = pad[side] > local->pad[side] ? pad[side] : local->pad[side];
        Form *plain = plain_form(builder, value);
        Form padded =
            scratch_form(builder, layer_identifier(builder->planner->arena, value->name, "padded"),
                layout_padded(value->shape, local->pad));
        build_copy(builder, value, plain, &padded);
        local->padded = padded;
    }
    return touched(builder, &local->padded);
}

Form *any_form(Builder *builder, const Value *value)
{
    Local *local = &builder->locals[value->id];
    if (!local->plain.exists && local->padded.exists)
        return touched(builder, &local->padded);
    return plain_form(builder, value);
}

Form *output_form(Builder *builder, const Value *value)
{
    const ValuePlan *plan = &builder->planner->values[value->id];
    Local *local = &builder->locals[value->id];
    Layout layout = layout_plain(value->shape);
    if (local->plain.exists)
        return touched(builder, &local->plain);
    if (plan->stored && plan->level == builder->level)
        local->plain = (Form){true, use_buffer(builder, value_buffer(builder, value)), layout};
    else if (local->transient)
        local->plain = (Form){true, use_buffer(builder, transient_buffer(builder, value)), layout};
    else
        local->plain = scratch_form(
            builder, layer_identifier(builder->planner->arena, value->name, ""), layout);
    return &local->plain;
}

Form *padded_output_form(Builder *builder, const Value *value)
{
    Local *local = &builder->locals[value->id];
    if (!local->padded.exists)
        local->padded =
            scratch_form(builder, layer_identifier(builder->planner->arena, value->name, "padded"),
                layout_padded(value->shape, local->pad));
    return touched(builder, &local->padded);
}
