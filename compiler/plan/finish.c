/* Finish stages: run once by the thread that ends a phase's last task. They merge what the images
 * left, in the order of the images and in double, and compute what the next phase applies. */
#include "plan/builder.h"

/* A fresh channel buffer of a node: its scale, shift and the like. */
static Buffer *coefficient_buffer(Builder *builder, const Node *node, int which, const char *name)
{
    Planner *planner = builder->planner;
    Buffer **slot = &planner->coefficients[node->id * XC_COEFFICIENTS + which];
    int channels = shape_channels(node->outputs[0]->shape);
    *slot = plan_buffer(planner, plan_name(planner, node->outputs[0]->name, name), false,
        padded_channels(channels), builder->phase_index, builder->phase_index,
        arena_printf(planner->arena, "%d", channels));
    return *slot;
}

static Buffer *partial_sums(Builder *builder, const Node *node)
{
    return builder->planner->coefficients[node->id * XC_COEFFICIENTS + 3];
}

static Kernel *finish_kernel(
    Builder *builder, KernelKind kind, const Node *node, int channels, const char *name)
{
    Kernel *kernel = kernel_new(builder, kind, node);
    kernel->columns = channels;
    kernel->rows = 1;
    kernel->at.epsilon = node->at.epsilon;
    kernel->name = arena_printf(builder->planner->arena, "%s_%d", name, channels);
    kernel->title = node->output_count ? node->outputs[0]->name : "";
    return kernel;
}

/* Gamma or beta: no operand where it is a constant. */
static void add_parameter(Builder *builder, Stage *stage, const char *name, const Value *parameter)
{
    if (parameter->class_ != XC_CONSTANT)
        stage_add(stage, name, "const xr_real *",
            use_buffer(builder, parameter_buffer(builder, parameter)));
}

/* Where the gradient goes, if it updates a parameter. */
static void add_gradient(Builder *builder, Stage *stage, const char *name, const Value *gradient)
{
    if (updates_parameter(builder, gradient))
        stage_add(
            stage, name, "xr_real *", use_buffer(builder, gradient_buffer(builder, gradient)));
}

/* scale = gamma / sqrt(variance + epsilon), shift = beta - mean * scale. */
static void push_coefficients(Builder *builder, const Node *node, Buffer *mean, Buffer *variance,
    const Value *gamma, const Value *beta)
{
    Kernel *kernel = finish_kernel(builder, XC_KERNEL_FINISH_COEFFICIENTS, node,
        shape_channels(node->outputs[0]->shape), "coefficients");
    Stage stage = stage_new(kernel);
    stage_add(&stage, "mean", "const xr_real *", use_buffer(builder, mean));
    stage_add(&stage, "variance", "const xr_real *", use_buffer(builder, variance));
    add_parameter(builder, &stage, "gamma", gamma);
    add_parameter(builder, &stage, "beta", beta);
    stage_add(&stage, "scale", "xr_real *",
        use_buffer(builder, coefficient_buffer(builder, node, 0, "scale")));
    stage_add(&stage, "shift", "xr_real *",
        use_buffer(builder, coefficient_buffer(builder, node, 1, "shift")));
    stage_push_finish(builder, &stage, node->outputs[0]->name);
}

static void finish_statistics(Builder *builder, const Node *node)
{
    const Readers *readers = &builder->planner->readers;
    const Value *x = node->inputs[0], *mean = node->outputs[0], *variance = node->outputs[1];
    Kernel *kernel = finish_kernel(
        builder, XC_KERNEL_FINISH_STATISTICS, node, shape_channels(x->shape), "statistics");
    kernel->rows = shape_height(x->shape) * shape_width(x->shape);
    kernel->name =
        arena_printf(builder->planner->arena, "statistics_%dx%d", kernel->rows, kernel->columns);
    Stage stage = stage_new(kernel);
    stage_add(&stage, "batch", "int", operand_of(XC_OPERAND_BATCH));
    stage_add(
        &stage, "moments", "const xr_real *", use_buffer(builder, partial_sums(builder, node)));
    stage_add(&stage, "mean", "xr_real *", use_buffer(builder, reduced_buffer(builder, mean)));
    stage_add(
        &stage, "variance", "xr_real *", use_buffer(builder, reduced_buffer(builder, variance)));
    stage_push_finish(builder, &stage, mean->name);
    for (size_t i = readers->start[mean->id]; i < readers->start[mean->id + 1]; i++) {
        const Node *reader = readers->nodes[i];
        if (reader->op == XC_OP_NORMALIZE)
            push_coefficients(builder, reader, reduced_buffer(builder, mean),
                reduced_buffer(builder, variance), reader->inputs[3], reader->inputs[4]);
    }
}

/* The node that turns these sums into the gradient of the normalisation's input, if any. */
static const Node *input_gradient_of(const Builder *builder, const Node *node)
{
    const Readers *readers = &builder->planner->readers;
    int gamma = node->outputs[0]->id;
    for (size_t i = readers->start[gamma]; i < readers->start[gamma + 1]; i++)
        if (readers->nodes[i]->op == XC_OP_NORMALIZE_INPUT_GRADIENT)
            return readers->nodes[i];
    return NULL;
}

static void finish_normalize_gradient(Builder *builder, const Node *node)
{
    const Value *x = node->inputs[1];
    const Node *input_gradient = input_gradient_of(builder, node);
    Kernel *kernel = finish_kernel(builder, XC_KERNEL_FINISH_NORMALIZE_GRADIENT, node,
        shape_channels(x->shape), "normalize_gradient");
    kernel->rows = shape_height(x->shape) * shape_width(x->shape);
    kernel->statistics = input_gradient != NULL;
    kernel->name = arena_printf(
        builder->planner->arena, "finish_normalize_gradient_%dx%d", kernel->rows, kernel->columns);
    Stage stage = stage_new(kernel);
    stage_add(&stage, "batch", "int", operand_of(XC_OPERAND_BATCH));
    stage_add(&stage, "sums", "const xr_real *", use_buffer(builder, partial_sums(builder, node)));
    stage_add(&stage, "variance", "const xr_real *",
        use_buffer(builder, reduced_buffer(builder, node->inputs[3])));
    if (input_gradient)
        add_parameter(builder, &stage, "gamma", input_gradient->inputs[4]);
    add_gradient(builder, &stage, "dgamma", node->outputs[0]);
    add_gradient(builder, &stage, "dbeta", node->outputs[1]);
    if (updates_parameter(builder, node->outputs[0]) ||
        updates_parameter(builder, node->outputs[1]))
        stage_add(&stage, "finite", "int *", operand_of(XC_OPERAND_FINITE));
    if (input_gradient) {
        stage_add(&stage, "gradient_scale", "xr_real *",
            use_buffer(builder, coefficient_buffer(builder, input_gradient, 0, "gradient_scale")));
        stage_add(&stage, "gradient_mean", "xr_real *",
            use_buffer(builder, coefficient_buffer(builder, input_gradient, 1, "gradient_mean")));
        stage_add(&stage, "gradient_slope", "xr_real *",
            use_buffer(builder, coefficient_buffer(builder, input_gradient, 2, "gradient_slope")));
    }
    stage_push_finish(builder, &stage, node->outputs[0]->name);
}

static void finish_sum(Builder *builder, const Node *node)
{
    const Value *gradient = node->outputs[0];
    const Value *x = node->inputs[0];
    bool depthwise = node->op == XC_OP_DEPTHWISE_WEIGHT_GRADIENT;
    Kernel *kernel =
        finish_kernel(builder, XC_KERNEL_FINISH_SUM, node, shape_channels(x->shape), "sum_images");
    kernel->rows = depthwise ? node->at.kernel[0] * node->at.kernel[1] : 1;
    kernel->at = attributes_default();
    kernel->name =
        arena_printf(builder->planner->arena, "sum_images_%dx%d", kernel->rows, kernel->columns);
    Stage stage = stage_new(kernel);
    stage_add(&stage, "batch", "int", operand_of(XC_OPERAND_BATCH));
    stage_add(&stage, "sums", "const xr_real *", use_buffer(builder, partial_sums(builder, node)));
    stage_add(
        &stage, "gradient", "xr_real *", use_buffer(builder, gradient_buffer(builder, gradient)));
    stage_add(&stage, "finite", "int *", operand_of(XC_OPERAND_FINITE));
    stage_push_finish(builder, &stage, gradient->name);
}

static void finish_loss(Builder *builder, const Node *node)
{
    Kernel *kernel = kernel_new(builder, XC_KERNEL_FINISH_LOSS, node);
    kernel->name = "finish_loss";
    kernel->title = "loss and hits of the batch";
    kernel->at.label_smoothing = builder->planner->graph->training.label_smoothing;
    Stage stage = stage_new(kernel);
    stage_add(&stage, "batch", "int", operand_of(XC_OPERAND_BATCH));
    stage_add(&stage, "labels", "const int32_t *", operand_of(XC_OPERAND_LABELS));
    stage_add(
        &stage, "losses", "const xr_real *", use_buffer(builder, partial_sums(builder, node)));
    stage_add(&stage, "metrics", "xr_metrics *", operand_of(XC_OPERAND_METRICS));
    stage_push_finish(builder, &stage, "loss");
}

void build_finish(Builder *builder, const Node *node)
{
    switch (node->op) {
    case XC_OP_BATCH_STATISTICS:
        finish_statistics(builder, node);
        break;
    case XC_OP_NORMALIZE_PARAMETER_GRADIENT:
        finish_normalize_gradient(builder, node);
        break;
    case XC_OP_DEPTHWISE_WEIGHT_GRADIENT:
    case XC_OP_BIAS_GRADIENT:
        finish_sum(builder, node);
        break;
    case XC_OP_SOFTMAX_CROSS_ENTROPY:
        finish_loss(builder, node);
        break;
    case XC_OP_SOFTMAX:
        if (node->outputs[0] == builder->planner->graph->output)
            finish_loss(builder, node);
        break;
    default:
        break;
    }
}

Phase *plan_prepare_phase(Planner *planner)
{
    const Graph *graph = planner->graph;
    Phase *phase = arena_alloc(planner->arena, sizeof *phase);
    Builder builder = {.planner = planner, .phase = phase, .images = 1};
    phase->name = "prepare_inference";
    phase->title = "scale and shift of every batch normalisation, from its moving statistics";
    phase->direction = "inference";
    phase->domain = XC_DOMAIN_TILES;
    phase->location = XC_NOWHERE;
    phase->group = 1;
    for (size_t n = 0; n < graph->nodes.count; n++) {
        const Node *node = graph->nodes.data[n];
        if (node->op == XC_OP_BATCH_NORM)
            push_coefficients(&builder, node, parameter_buffer(&builder, node->inputs[3]),
                parameter_buffer(&builder, node->inputs[4]), node->inputs[1], node->inputs[2]);
    }
    return phase;
}
