/* Convolutions: the blocks of pixels that they gather, names, and their stages. */
#include "plan/builder.h"

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

const char *stride_suffix(Arena *arena, const Attributes *at)
{
    if (at->stride[0] == 1 && at->stride[1] == 1)
        return "";
    return at->stride[0] == at->stride[1]
               ? arena_printf(arena, "_stride%d", at->stride[0])
               : arena_printf(arena, "_stride%dx%d", at->stride[0], at->stride[1]);
}

const char *conv_name(Builder *builder, const Attributes *at, Shape x, Shape y)
{
    Arena *arena = builder->planner->arena;
    const char *name = arena_printf(arena, "%dx%d_%s_%d%s", at->kernel[0], at->kernel[1],
        shape_text(arena, x), shape_channels(y), stride_suffix(arena, at));
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
        x->height, x->width, x->channels, stride_suffix(arena, &node->at),
        node->at.groups != 1 ? arena_printf(arena, "_groups%d", node->at.groups) : "");
    kernel->title = "";
    return kernel_intern(builder->planner->program, kernel);
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

void build_conv(Builder *builder, const Node *node)
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
    stage_add(&stage, "x", "const xr_real *", from->operand);
    stage_add(&stage, "kernel", "const xr_real *", parameter_operand(builder, node->inputs[1]));
    if (kernel->bias)
        stage_add(&stage, "bias", "const xr_real *", parameter_operand(builder, node->inputs[2]));
    stage_add(&stage, "y", "xr_real *", to->operand);
    if (statistics)
        stage_add(&stage, "moments", "xr_real *",
            use_buffer(builder, moments_buffer(builder, statistics)));
    if (!direct) {
        size_t reals;
        kernel->band = gather_band(builder, &node->at, x->shape, y->shape, &reals);
        kernel->helper = pixel_helper(builder, XC_KERNEL_GATHER, node, &kernel->x, &kernel->y);
        reals += narrow_group_reals(kernel, reals);
        stage_add(&stage, "gathered", "xr_real *", workspace(builder, reals));
    }
    kernel->title = y->name;
    stage_push(builder, &stage, y->name);
}

void build_conv_input_gradient(Builder *builder, const Node *node)
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
    stage_add(&stage, "dy", "const xr_real *", from->operand);
    stage_add(&stage, "transposed", "const xr_real *", use_buffer(builder, storage->transposed));
    stage_add(&stage, "dx", "xr_real *", to->operand);
    if (!direct) {
        size_t reals;
        kernel->band = gather_band(builder, &node->at, dx->shape, dy->shape, &reals);
        kernel->helper = pixel_helper(builder, XC_KERNEL_SCATTER, node, &kernel->x, &kernel->y);
        size_t depth = (size_t)kernel->rows;
        reals = reals / depth * padded_channels(kernel->rows);
        stage_add(&stage, "gathered", "xr_real *", workspace(builder, reals));
    }
    kernel->title = dx->name;
    stage_push(builder, &stage, dx->name);
}
