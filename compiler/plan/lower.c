/* One stage for each node that is no elementwise map: which kernel, which forms of its values. */
#include "plan/builder.h"

#include <string.h>

Operand parameter_operand(Builder *builder, const Value *value)
{
    return use_buffer(builder, parameter_buffer(builder, value));
}

Buffer *moments_buffer(Builder *builder, const Node *statistics)
{
    Planner *planner = builder->planner;
    Buffer **slot = &planner->coefficients[statistics->id * XC_COEFFICIENTS + 3];
    int channels = shape_channels(statistics->inputs[0]->shape);
    *slot = plan_buffer(planner, plan_name(planner, statistics->inputs[0]->name, "moments"), true,
        2 * padded_channels(channels), builder->phase_index, builder->phase_index,
        arena_printf(planner->arena, "of each image: mean, sum of squares, x %d", channels));
    return *slot;
}

static const char *window_name(Builder *builder, const Attributes *at, const char *op, Shape x)
{
    Arena *arena = builder->planner->arena;
    return arena_printf(arena, "%s_%dx%d_%s%s", op, at->kernel[0], at->kernel[1],
        shape_text(arena, x), stride_suffix(arena, at));
}

static void build_depthwise(Builder *builder, const Node *node)
{
    const Value *x = node->inputs[0], *y = node->outputs[0];
    Form *from = padded_form(builder, x, node->at.pad);
    Form *to = output_form(builder, y);
    Kernel *kernel = kernel_new(builder, XC_KERNEL_DEPTHWISE, node);
    kernel->x = from->layout;
    kernel->y = to->layout;
    kernel->at = node->at;
    kernel->bias = node->input_count > 2;
    kernel->name = window_name(builder, &node->at, "depthwise", x->shape);
    kernel->title = y->name;
    Stage stage = stage_new(kernel);
    stage_add(&stage, "x", "const xr_real *", from->operand);
    stage_add(&stage, "kernel", "const xr_real *", parameter_operand(builder, node->inputs[1]));
    if (kernel->bias)
        stage_add(&stage, "bias", "const xr_real *", parameter_operand(builder, node->inputs[2]));
    stage_add(&stage, "y", "xr_real *", to->operand);
    stage_push(builder, &stage, y->name);
}

static void build_depthwise_input_gradient(Builder *builder, const Node *node)
{
    const Value *dy = node->inputs[0], *dx = node->outputs[0];
    int pad[4];
    Form *from = wants_padded(node, 0, pad) ? padded_form(builder, dy, pad) : any_form(builder, dy);
    Form *to = output_form(builder, dx);
    Kernel *kernel = kernel_new(builder, XC_KERNEL_DEPTHWISE_INPUT_GRADIENT, node);
    kernel->x = to->layout;
    kernel->y = from->layout;
    kernel->at = node->at;
    kernel->name = window_name(builder, &node->at, "depthwise_input_gradient", dx->shape);
    kernel->title = dx->name;
    Stage stage = stage_new(kernel);
    stage_add(&stage, "dy", "const xr_real *", from->operand);
    stage_add(&stage, "kernel", "const xr_real *", parameter_operand(builder, node->inputs[1]));
    stage_add(&stage, "dx", "xr_real *", to->operand);
    stage_push(builder, &stage, dx->name);
}

static void build_depthwise_weight_gradient(Builder *builder, const Node *node)
{
    Planner *planner = builder->planner;
    const Value *x = node->inputs[0], *dy = node->inputs[1];
    Form *from = padded_form(builder, x, node->at.pad);
    Form *to = any_form(builder, dy);
    Kernel *kernel = kernel_new(builder, XC_KERNEL_DEPTHWISE_WEIGHT_GRADIENT, node);
    kernel->x = from->layout;
    kernel->y = to->layout;
    kernel->at = node->at;
    kernel->name = window_name(builder, &node->at, "depthwise_weight_gradient", x->shape);
    kernel->title = node->outputs[0]->name;
    size_t taps = (size_t)node->at.kernel[0] * (size_t)node->at.kernel[1];
    Buffer *sums = plan_buffer(planner, plan_name(planner, node->outputs[0]->name, "sums"), true,
        taps * padded_channels(shape_channels(x->shape)), builder->phase_index,
        builder->phase_index, "of each image");
    planner->coefficients[node->id * XC_COEFFICIENTS + 3] = sums;
    Stage stage = stage_new(kernel);
    stage_add(&stage, "x", "const xr_real *", from->operand);
    stage_add(&stage, "dy", "const xr_real *", to->operand);
    stage_add(&stage, "sums", "xr_real *", use_buffer(builder, sums));
    stage_push(builder, &stage, node->outputs[0]->name);
}

static void build_statistics(Builder *builder, const Node *node)
{
    const Value *x = node->inputs[0];
    const Node *producer = x->producer;
    if (producer && producer->op == XC_OP_CONV && builder->runs[producer->id])
        return; /* the convolution's epilogue takes them */
    Form *from = any_form(builder, x);
    Kernel *kernel = kernel_new(builder, XC_KERNEL_MOMENTS, node);
    kernel->x = from->layout;
    kernel->name = arena_printf(
        builder->planner->arena, "moments_%s", shape_text(builder->planner->arena, x->shape));
    kernel->title = x->name;
    Stage stage = stage_new(kernel);
    stage_add(&stage, "x", "const xr_real *", from->operand);
    stage_add(&stage, "moments", "xr_real *", use_buffer(builder, moments_buffer(builder, node)));
    stage_push(builder, &stage, node->outputs[0]->name);
}

/* True when somebody reads the value in this phase or a later one. */
static bool is_read(const Builder *builder, const Value *value)
{
    const Readers *readers = &builder->planner->readers;
    const ValuePlan *plan = &builder->planner->values[value->id];
    if (plan->stored && plan->level == builder->level)
        return true;
    for (size_t i = readers->start[value->id]; i < readers->start[value->id + 1]; i++)
        if (builder->runs[readers->nodes[i]->id])
            return true;
    return false;
}

static void build_max_pool(Builder *builder, const Node *node)
{
    const Value *x = node->inputs[0], *y = node->outputs[0], *index = node->outputs[1];
    bool window = node->op == XC_OP_MAX_POOL;
    Form *from = any_form(builder, x);
    Form *to = output_form(builder, y);
    Kernel *kernel =
        kernel_new(builder, window ? XC_KERNEL_MAX_POOL : XC_KERNEL_GLOBAL_MAX_POOL, node);
    kernel->x = from->layout;
    kernel->y = to->layout;
    kernel->at = node->at;
    kernel->name = window ? window_name(builder, &node->at, "max_pool", x->shape)
                          : arena_printf(builder->planner->arena, "global_max_pool_%s",
                                shape_text(builder->planner->arena, x->shape));
    kernel->title = y->name;
    Stage stage = stage_new(kernel);
    stage_add(&stage, "x", "const xr_real *", from->operand);
    stage_add(&stage, "y", "xr_real *", to->operand);
    stage_add(&stage, "index", "void *",
        is_read(builder, index) ? output_form(builder, index)->operand
                                : operand_of(XC_OPERAND_NULL));
    stage_push(builder, &stage, y->name);
}

static void build_max_pool_gradient(Builder *builder, const Node *node)
{
    const Value *dy = node->inputs[0], *index = node->inputs[1], *dx = node->outputs[0];
    bool window = node->op == XC_OP_MAX_POOL_GRADIENT;
    Form *from = any_form(builder, dy);
    Form *taps = plain_form(builder, index);
    Form *to = output_form(builder, dx);
    Kernel *kernel = kernel_new(
        builder, window ? XC_KERNEL_MAX_POOL_GRADIENT : XC_KERNEL_GLOBAL_MAX_POOL_GRADIENT, node);
    kernel->x = to->layout;
    kernel->y = from->layout;
    kernel->at = node->at;
    kernel->name = window ? window_name(builder, &node->at, "max_pool_gradient", dx->shape)
                          : arena_printf(builder->planner->arena, "global_max_pool_gradient_%s",
                                shape_text(builder->planner->arena, dx->shape));
    kernel->title = dx->name;
    Stage stage = stage_new(kernel);
    stage_add(&stage, "dy", "const xr_real *", from->operand);
    stage_add(&stage, "index", "const void *", taps->operand);
    stage_add(&stage, "dx", "xr_real *", to->operand);
    stage_push(builder, &stage, dx->name);
}

void build_simple(Builder *builder, const Node *node, KernelKind kind, bool gradient)
{
    Arena *arena = builder->planner->arena;
    const Value *in = node->inputs[0], *out = node->outputs[0];
    Form *from = wants_plain(node, 0) ? plain_form(builder, in) : any_form(builder, in);
    Form *to = output_form(builder, out);
    Kernel *kernel = kernel_new(builder, kind, node);
    kernel->x = gradient ? to->layout : from->layout;
    kernel->y = gradient ? from->layout : to->layout;
    kernel->at = node->at;
    bool window = strchr(op_info(node->op)->attributes, 'k') != NULL;
    Shape shape = gradient ? out->shape : in->shape;
    kernel->name =
        window ? window_name(builder, &node->at, op_info(node->op)->name, shape)
               : arena_printf(arena, "%s_%s", op_info(node->op)->name, shape_text(arena, shape));
    kernel->title = out->name;
    Stage stage = stage_new(kernel);
    stage_add(&stage, gradient ? "dy" : "x", "const xr_real *", from->operand);
    stage_add(&stage, gradient ? "dx" : "y", "xr_real *", to->operand);
    stage_push(builder, &stage, out->name);
}

static void build_multiply_reduce(Builder *builder, const Node *node)
{
    Arena *arena = builder->planner->arena;
    Form *a = plain_form(builder, node->inputs[0]);
    Form *b = plain_form(builder, node->inputs[1]);
    Form *to = output_form(builder, node->outputs[0]);
    Kernel *kernel = kernel_new(builder, XC_KERNEL_MULTIPLY_REDUCE, node);
    kernel->x = a->layout;
    kernel->y = to->layout;
    kernel->name =
        arena_printf(arena, "multiply_reduce_%s", shape_text(arena, node->inputs[0]->shape));
    kernel->title = node->outputs[0]->name;
    Stage stage = stage_new(kernel);
    stage_add(&stage, "a", "const xr_real *", a->operand);
    stage_add(&stage, "b", "const xr_real *", b->operand);
    stage_add(&stage, "y", "xr_real *", to->operand);
    stage_push(builder, &stage, node->outputs[0]->name);
}

/* One stage a branch: each writes its slice of the channels. */
static void build_concat(Builder *builder, const Node *node)
{
    Arena *arena = builder->planner->arena;
    Form *to = output_form(builder, node->outputs[0]);
    int offset = 0;
    for (int i = 0; i < node->input_count; i++) {
        const Value *x = node->inputs[i];
        Form *from = any_form(builder, x);
        Kernel *kernel = kernel_new(builder, XC_KERNEL_CONCAT, node);
        kernel->x = from->layout;
        kernel->y = to->layout;
        kernel->at.offset = offset;
        kernel->at.count = shape_channels(x->shape);
        kernel->name = arena_printf(arena, "concat_%s_at%d_of%d", shape_text(arena, x->shape),
            offset, shape_channels(node->outputs[0]->shape));
        kernel->title = node->outputs[0]->name;
        Stage stage = stage_new(kernel);
        stage_add(&stage, "x", "const xr_real *", from->operand);
        stage_add(&stage, "y", "xr_real *", to->operand);
        stage_push(builder, &stage, node->outputs[0]->name);
        offset += shape_channels(x->shape);
    }
}

static void build_slice(Builder *builder, const Node *node)
{
    Arena *arena = builder->planner->arena;
    Form *from = any_form(builder, node->inputs[0]);
    Form *to = output_form(builder, node->outputs[0]);
    Kernel *kernel = kernel_new(builder, XC_KERNEL_SLICE, node);
    kernel->x = from->layout;
    kernel->y = to->layout;
    kernel->at.offset = node->at.offset;
    kernel->at.count = node->at.count;
    kernel->name =
        arena_printf(arena, "slice_%s_at%d_of%d", shape_text(arena, node->outputs[0]->shape),
            node->at.offset, shape_channels(node->inputs[0]->shape));
    kernel->title = node->outputs[0]->name;
    Stage stage = stage_new(kernel);
    stage_add(&stage, "x", "const xr_real *", from->operand);
    stage_add(&stage, "y", "xr_real *", to->operand);
    stage_push(builder, &stage, node->outputs[0]->name);
}

/* Zeros around x: y is x inside a halo of zeros, which is how a copy may write it. */
static void build_pad(Builder *builder, const Node *node)
{
    const Value *x = node->inputs[0];
    Form *from = any_form(builder, x), *to = output_form(builder, node->outputs[0]);
    Form inside = {true, to->operand, layout_padded(x->shape, node->at.pad)};
    build_copy(builder, x, from, &inside);
}

static void build_crop(Builder *builder, const Node *node)
{
    const Value *dx = node->outputs[0];
    Form *from = plain_form(builder, node->inputs[0]), *to = output_form(builder, dx);
    Form inside = {true, from->operand, layout_padded(dx->shape, node->at.pad)};
    build_copy(builder, dx, &inside, to);
}

void build_node(Builder *builder, const Node *node)
{
    switch (node->op) {
    case XC_OP_CONV:
        build_conv(builder, node);
        break;
    case XC_OP_CONV_INPUT_GRADIENT:
        build_conv_input_gradient(builder, node);
        break;
    case XC_OP_CONV_WEIGHT_GRADIENT:
        build_weight_gradient(builder, node);
        break;
    case XC_OP_DEPTHWISE:
        build_depthwise(builder, node);
        break;
    case XC_OP_DEPTHWISE_INPUT_GRADIENT:
        build_depthwise_input_gradient(builder, node);
        break;
    case XC_OP_DEPTHWISE_WEIGHT_GRADIENT:
        build_depthwise_weight_gradient(builder, node);
        break;
    case XC_OP_BATCH_STATISTICS:
        build_statistics(builder, node);
        break;
    case XC_OP_MAX_POOL:
    case XC_OP_GLOBAL_MAX_POOL:
        build_max_pool(builder, node);
        break;
    case XC_OP_MAX_POOL_GRADIENT:
    case XC_OP_GLOBAL_MAX_POOL_GRADIENT:
        build_max_pool_gradient(builder, node);
        break;
    case XC_OP_AVERAGE_POOL:
        build_simple(builder, node, XC_KERNEL_AVERAGE_POOL, false);
        break;
    case XC_OP_AVERAGE_POOL_GRADIENT:
        build_simple(builder, node, XC_KERNEL_AVERAGE_POOL_GRADIENT, true);
        break;
    case XC_OP_GLOBAL_AVERAGE_POOL:
        build_simple(builder, node, XC_KERNEL_GLOBAL_AVERAGE_POOL, false);
        break;
    case XC_OP_MULTIPLY_REDUCE:
        build_multiply_reduce(builder, node);
        break;
    case XC_OP_RESHAPE:
        build_simple(builder, node, XC_KERNEL_RESHAPE, false);
        break;
    case XC_OP_CONCAT:
        build_concat(builder, node);
        break;
    case XC_OP_SLICE:
        build_slice(builder, node);
        break;
    case XC_OP_PAD:
        build_pad(builder, node);
        break;
    case XC_OP_CROP:
        build_crop(builder, node);
        break;
    case XC_OP_SOFTMAX:
        build_softmax(builder, node);
        break;
    case XC_OP_SOFTMAX_CROSS_ENTROPY:
        build_cross_entropy(builder, node, node->inputs[0]);
        break;
    case XC_OP_SOFTMAX_CROSS_ENTROPY_GRADIENT:
        build_cross_entropy_gradient(builder, node);
        break;
    default:
        bug("no kernel for %s", op_info(node->op)->name);
    }
}
