/* One stage for each node that is no elementwise map: which kernel, which forms of its values. */
#include "plan/builder.h"

#include <string.h>

enum { GATHER_REALS = 1 << 16 }; /* 256 kB of gathered pixels stay in the second-level cache */

Operand workspace(Builder *builder, size_t reals)
{
    return use_scratch(builder, new_scratch(builder, "workspace", reals, "of the kernel"));
}

int gather_band(const Builder *builder, const Attributes *at, Shape x, Shape y, size_t *reals)
{
    size_t depth =
        (size_t)at->kernel[0] * (size_t)at->kernel[1] * (size_t)(shape_channels(x) / at->groups);
    size_t row = (size_t)shape_width(y) * depth;
    size_t all = (size_t)builder->images * (size_t)shape_height(y) * row;
    if (all <= GATHER_REALS) {
        *reals = all;
        return 0;
    }
    size_t band = GATHER_REALS / row;
    band = band < 1 ? 1 : band;
    band = band > (size_t)shape_height(y) ? (size_t)shape_height(y) : band;
    *reals = band * row;
    return (int)band;
}

size_t narrow_group_reals(const Kernel *kernel, size_t gathered)
{
    if (!group_is_narrow(kernel->at.groups, kernel->columns))
        return 0;
    return gathered / (size_t)kernel->rows * padded_channels(kernel->columns);
}

void conv_matrix(const Value *kernel, const Attributes *at, int *rows, int *columns)
{
    int last = kernel->shape.dim[kernel->shape.rank - 1];
    *rows = (int)(shape_elements(kernel->shape) / (size_t)last);
    *columns = last / at->groups;
}

const char *conv_name(Builder *builder, const Attributes *at, Shape x, Shape y)
{
    Arena *arena = builder->planner->arena;
    const char *name = arena_printf(arena, "%dx%d_%s_%d", at->kernel[0], at->kernel[1],
        shape_text(arena, x), shape_channels(y));
    if (at->stride[0] != 1 || at->stride[1] != 1)
        name = at->stride[0] == at->stride[1]
                   ? arena_printf(arena, "%s_stride%d", name, at->stride[0])
                   : arena_printf(arena, "%s_stride%dx%d", name, at->stride[0], at->stride[1]);
    if (at->groups != 1)
        name = arena_printf(arena, "%s_groups%d", name, at->groups);
    return name;
}

Kernel *pixel_helper(
    Builder *builder, KernelKind kind, const Node *node, const Layout *x, const Layout *y)
{
    Arena *arena = builder->planner->arena;
    Kernel *kernel = kernel_new(builder, kind, node);
    kernel->x = *x;
    kernel->y = *y;
    kernel->y.stride = 0; /* the output's channels don't matter */
    kernel->y.channels = 0;
    kernel->at = node->at;
    kernel->at.like = (Shape){0, {0, 0, 0, 0}};
    kernel->name = arena_printf(arena, "%s_%dx%d_%dx%dx%d%s%s",
        kind == XC_KERNEL_GATHER ? "gather" : "scatter", node->at.kernel[0], node->at.kernel[1],
        x->height, x->width, x->channels,
        node->at.stride[0] != 1 || node->at.stride[1] != 1
            ? arena_printf(arena, "_stride%d", node->at.stride[0])
            : "",
        node->at.groups != 1 ? arena_printf(arena, "_groups%d", node->at.groups) : "");
    kernel->title = "";
    return kernel_intern(builder->planner->program, kernel);
}

static Operand parameter(Builder *builder, const Value *value)
{
    return use_buffer(builder, parameter_buffer(builder, value));
}

/* The statistics node that reads a convolution's output, NULL for none. */
static const Node *statistics_of(const Builder *builder, const Value *value)
{
    const Readers *readers = &builder->planner->readers;
    for (size_t i = readers->start[value->id]; i < readers->start[value->id + 1]; i++)
        if (readers->nodes[i]->op == XC_OP_BATCH_STATISTICS)
            return readers->nodes[i];
    return NULL;
}

/* Mean and sum of squared differences of each image: [2][channels]. */
static Buffer *moments_buffer(Builder *builder, const Node *statistics)
{
    Planner *planner = builder->planner;
    Buffer **slot = &planner->coefficients[statistics->id * XC_COEFFICIENTS + 3];
    int channels = shape_channels(statistics->inputs[0]->shape);
    *slot = plan_buffer(planner, plan_name(planner, statistics->inputs[0]->name, "_moments"), true,
        2 * padded_channels(channels), builder->phase_index, builder->phase_index,
        arena_printf(planner->arena, "of each image: mean, sum of squares, x %d", channels));
    return *slot;
}

static void build_conv(Builder *builder, const Node *node)
{
    Arena *arena = builder->planner->arena;
    const Value *x = node->inputs[0], *y = node->outputs[0];
    bool direct = conv_is_direct(&node->at);
    Form *from = direct ? plain_form(builder, x) : any_form(builder, x);
    Form *to = output_form(builder, y);
    const Node *statistics = statistics_of(builder, y);
    Kernel *kernel = kernel_new(builder, XC_KERNEL_CONV, node);
    kernel->x = from->layout;
    kernel->y = to->layout;
    kernel->at = node->at;
    conv_matrix(node->inputs[1], &node->at, &kernel->rows, &kernel->columns);
    kernel->bias = node->input_count > 2;
    kernel->statistics = statistics != NULL;
    kernel->name = arena_printf(arena, "%s_%s%s", direct ? "pointwise" : "conv",
        direct ? arena_printf(arena, "%s_%d", shape_text(arena, x->shape), shape_channels(y->shape))
               : conv_name(builder, &node->at, x->shape, y->shape),
        statistics ? "_moments" : "");
    Stage stage = stage_new(kernel);
    stage_add(builder, &stage, "x", "const xr_real *", from->operand);
    stage_add(builder, &stage, "kernel", "const xr_real *", parameter(builder, node->inputs[1]));
    if (kernel->bias)
        stage_add(builder, &stage, "bias", "const xr_real *", parameter(builder, node->inputs[2]));
    stage_add(builder, &stage, "y", "xr_real *", to->operand);
    if (statistics)
        stage_add(builder, &stage, "moments", "xr_real *",
            use_buffer(builder, moments_buffer(builder, statistics)));
    if (!direct) {
        size_t reals;
        kernel->band = gather_band(builder, &node->at, x->shape, y->shape, &reals);
        kernel->helper = pixel_helper(builder, XC_KERNEL_GATHER, node, &kernel->x, &kernel->y);
        reals += narrow_group_reals(kernel, reals);
        stage_add(builder, &stage, "gathered", "xr_real *", workspace(builder, reals));
    }
    kernel->title = y->name;
    stage_push(builder, &stage, y->name);
}

static void build_conv_input_gradient(Builder *builder, const Node *node)
{
    Arena *arena = builder->planner->arena;
    const Value *dy = node->inputs[0], *dx = node->outputs[0];
    Local *local = &builder->locals[dx->id];
    bool direct = conv_is_direct(&node->at);
    bool padded = direct && local->want_padded && !local->want_plain && !local->transient &&
                  !builder->planner->values[dx->id].stored;
    Form *from = plain_form(builder, dy);
    Form *to = padded ? padded_output_form(builder, dx) : output_form(builder, dx);
    Storage *storage = &builder->planner->program->parameters[node->inputs[1]->parameter];
    Kernel *kernel = kernel_new(builder, XC_KERNEL_CONV_INPUT_GRADIENT, node);
    kernel->x = to->layout;
    kernel->y = from->layout;
    kernel->at = node->at;
    conv_matrix(node->inputs[1], &node->at, &kernel->rows, &kernel->columns);
    kernel->name = arena_printf(arena, "%s_input_gradient_%s%s", direct ? "pointwise" : "conv",
        direct
            ? arena_printf(arena, "%s_%d", shape_text(arena, dx->shape), shape_channels(dy->shape))
            : conv_name(builder, &node->at, dx->shape, dy->shape),
        padded ? "_padded" : "");
    Stage stage = stage_new(kernel);
    stage_add(builder, &stage, "dy", "const xr_real *", from->operand);
    stage_add(
        builder, &stage, "transposed", "const xr_real *", use_buffer(builder, storage->transposed));
    stage_add(builder, &stage, "dx", "xr_real *", to->operand);
    if (!direct) {
        size_t reals;
        kernel->band = gather_band(builder, &node->at, dx->shape, dy->shape, &reals);
        kernel->helper = pixel_helper(builder, XC_KERNEL_SCATTER, node, &kernel->x, &kernel->y);
        size_t depth = (size_t)kernel->rows;
        reals = reals / depth * padded_channels(kernel->rows);
        stage_add(builder, &stage, "gathered", "xr_real *", workspace(builder, reals));
    }
    kernel->title = dx->name;
    stage_push(builder, &stage, dx->name);
}

static const char *window_name(Builder *builder, const Attributes *at, const char *op, Shape x)
{
    Arena *arena = builder->planner->arena;
    const char *stride = at->stride[0] == 1 && at->stride[1] == 1 ? ""
                         : at->stride[0] == at->stride[1]
                             ? arena_printf(arena, "_stride%d", at->stride[0])
                             : arena_printf(arena, "_stride%dx%d", at->stride[0], at->stride[1]);
    return arena_printf(
        arena, "%s_%dx%d_%s%s", op, at->kernel[0], at->kernel[1], shape_text(arena, x), stride);
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
    stage_add(builder, &stage, "x", "const xr_real *", from->operand);
    stage_add(builder, &stage, "kernel", "const xr_real *", parameter(builder, node->inputs[1]));
    if (kernel->bias)
        stage_add(builder, &stage, "bias", "const xr_real *", parameter(builder, node->inputs[2]));
    stage_add(builder, &stage, "y", "xr_real *", to->operand);
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
    stage_add(builder, &stage, "dy", "const xr_real *", from->operand);
    stage_add(builder, &stage, "kernel", "const xr_real *", parameter(builder, node->inputs[1]));
    stage_add(builder, &stage, "dx", "xr_real *", to->operand);
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
    Buffer *sums = plan_buffer(planner, plan_name(planner, node->outputs[0]->name, "_sums"), true,
        taps * padded_channels(shape_channels(x->shape)), builder->phase_index,
        builder->phase_index, "of each image");
    planner->coefficients[node->id * XC_COEFFICIENTS + 3] = sums;
    Stage stage = stage_new(kernel);
    stage_add(builder, &stage, "x", "const xr_real *", from->operand);
    stage_add(builder, &stage, "dy", "const xr_real *", to->operand);
    stage_add(builder, &stage, "sums", "xr_real *", use_buffer(builder, sums));
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
    stage_add(builder, &stage, "x", "const xr_real *", from->operand);
    stage_add(builder, &stage, "moments", "xr_real *",
        use_buffer(builder, moments_buffer(builder, node)));
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
    stage_add(builder, &stage, "x", "const xr_real *", from->operand);
    stage_add(builder, &stage, "y", "xr_real *", to->operand);
    stage_add(builder, &stage, "index", "void *",
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
    stage_add(builder, &stage, "dy", "const xr_real *", from->operand);
    stage_add(builder, &stage, "index", "const void *", taps->operand);
    stage_add(builder, &stage, "dx", "xr_real *", to->operand);
    stage_push(builder, &stage, dx->name);
}

/* Kernels from one map or vector to another. gradient: the output is the forward operation's x. */
static void build_simple(Builder *builder, const Node *node, KernelKind kind, bool gradient)
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
    stage_add(builder, &stage, gradient ? "dy" : "x", "const xr_real *", from->operand);
    stage_add(builder, &stage, gradient ? "dx" : "y", "xr_real *", to->operand);
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
    stage_add(builder, &stage, "a", "const xr_real *", a->operand);
    stage_add(builder, &stage, "b", "const xr_real *", b->operand);
    stage_add(builder, &stage, "y", "xr_real *", to->operand);
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
        stage_add(builder, &stage, "x", "const xr_real *", from->operand);
        stage_add(builder, &stage, "y", "xr_real *", to->operand);
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
    stage_add(builder, &stage, "x", "const xr_real *", from->operand);
    stage_add(builder, &stage, "y", "xr_real *", to->operand);
    stage_push(builder, &stage, node->outputs[0]->name);
}

/* Loss and hit of each image. */
static void build_cross_entropy(Builder *builder, const Node *node, const Value *logits)
{
    Planner *planner = builder->planner;
    Form *from = plain_form(builder, logits);
    Kernel *kernel = kernel_new(builder, XC_KERNEL_CROSS_ENTROPY, node);
    kernel->x = from->layout;
    kernel->at.label_smoothing = node->at.label_smoothing;
    kernel->name = arena_printf(planner->arena, "cross_entropy_%d", shape_channels(logits->shape));
    kernel->title = "loss and hit of each image";
    Buffer *losses = plan_buffer(planner, plan_name(planner, "losses", ""), true, 2,
        builder->phase_index, builder->phase_index, "of each image: cross-entropy, hit");
    planner->coefficients[node->id * XC_COEFFICIENTS + 3] = losses;
    Stage stage = stage_new(kernel);
    stage_add(builder, &stage, "logits", "const xr_real *", from->operand);
    stage_add(builder, &stage, "labels", "const int32_t *", operand_of(XC_OPERAND_LABELS));
    stage_add(builder, &stage, "losses", "xr_real *", use_buffer(builder, losses));
    stage_push(builder, &stage, "loss");
}

static void build_cross_entropy_gradient(Builder *builder, const Node *node)
{
    Form *from = plain_form(builder, node->inputs[0]);
    Form *to = output_form(builder, node->outputs[0]);
    Kernel *kernel = kernel_new(builder, XC_KERNEL_CROSS_ENTROPY_GRADIENT, node);
    kernel->x = from->layout;
    kernel->y = to->layout;
    kernel->at.label_smoothing = node->at.label_smoothing;
    kernel->name = arena_printf(builder->planner->arena, "cross_entropy_gradient_%d",
        shape_channels(node->inputs[0]->shape));
    kernel->title = node->outputs[0]->name;
    Stage stage = stage_new(kernel);
    stage_add(builder, &stage, "batch", "int", operand_of(XC_OPERAND_BATCH));
    stage_add(builder, &stage, "logits", "const xr_real *", from->operand);
    stage_add(builder, &stage, "labels", "const int32_t *", operand_of(XC_OPERAND_LABELS));
    stage_add(builder, &stage, "dlogits", "xr_real *", to->operand);
    stage_push(builder, &stage, node->outputs[0]->name);
}

static void build_softmax(Builder *builder, const Node *node)
{
    build_simple(builder, node, XC_KERNEL_SOFTMAX, false);
    if (node->outputs[0] == builder->planner->graph->output) {
        builder->planner->program->probabilities =
            output_form(builder, node->outputs[0])->operand.buffer;
        build_cross_entropy(builder, node, node->inputs[0]);
    }
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
