#include "frontend/lower.h"

#include <string.h>

#include "frontend/arguments.h"
#include "graph/activation.h"

/* A layer on its way into the Graph. */
typedef struct Job {
    Lowering *lowering;
    Graph *graph;
    const Evaluator *evaluator;
    const LayerCall *call;
    const Settings *settings;
    Layer *layer;
    Value *input; /* the first */
    const char *name; /* of the value that the layer's own op makes */
} Job;

static Value *add_node(
    Job *job, Op op, const char *name, Value **inputs, int count, const Attributes *at)
{
    Node *node = graph_add_node(
        job->graph, op, name, inputs, count, at, job->layer, job->call->at, job->evaluator->diag);
    if (node)
        return node->outputs[0];
    note_frames(job->evaluator);
    return NULL;
}

static Value *add_simple(Job *job, Op op)
{
    Attributes at = attributes_default();
    return add_node(job, op, job->name, job->call->inputs, job->call->input_count, &at);
}

/* ---- parameters -------------------------------------------------------------------------- */

/* Keras's fans: of a kernel [height, width, a, b], a and b times the window. A depthwise kernel
 * [height, width, C, 1] so has the fans 9C and 9, though each of its outputs reads 9 numbers. */
static void set_fans(Parameter *parameter)
{
    Shape shape = parameter->value->shape;
    double window = 1;
    for (int i = 0; i + 2 < shape.rank; i++)
        window *= shape.dim[i];
    int in = shape.rank >= 2 ? shape.dim[shape.rank - 2] : shape.dim[0];
    parameter->fan_in = window * in;
    parameter->fan_out = window * shape.dim[shape.rank - 1];
}

/* Its size in memory, where a depthwise kernel ends in its channels. */
static bool check_parameter(const Job *job, ParameterRole role, Shape shape)
{
    Shape stored = shape;
    if (role == XC_ROLE_DEPTHWISE_KERNEL)
        stored.rank = 3;
    if (shape_is_sound(shape) && shape_padded_elements(stored) <= XC_MAX_PARAMETER)
        return true;
    fail_at(job->evaluator, job->call->at, NULL,
        "the parameters of '%s' are too many: %s are more than %d numbers, the last dimension "
        "rounded up to a multiple of %d",
        job->call->name, shape_text(job->graph->arena, stored), XC_MAX_PARAMETER, XC_ALIGN);
    return false;
}

static Value *add_parameter(Job *job, ParameterRole role, Shape shape,
    InitializerSetting initializer, RegularizerSetting regularizer)
{
    if (!check_parameter(job, role, shape))
        return NULL;
    Parameter *parameter = graph_add_parameter(job->graph, job->layer, role, shape);
    parameter->initializer = initializer.kind;
    parameter->init_a = initializer.a;
    parameter->init_b = initializer.b;
    parameter->l1 = regularizer.l1;
    parameter->l2 = regularizer.l2;
    set_fans(parameter);
    return parameter->value;
}

static Value *add_constant(Job *job, ParameterRole role, int channels, Initializer kind)
{
    return add_parameter(job, role, shape_vector(channels), (InitializerSetting){.kind = kind},
        (RegularizerSetting){0});
}

/* Appends the bias to the inputs of a node if the layer has one; false after an error. */
static bool add_bias(Job *job, Value **inputs, int *count, int channels)
{
    if (!job->settings->bias)
        return true;
    inputs[*count] = add_parameter(job, XC_ROLE_BIAS, shape_vector(channels),
        job->settings->bias_initializer, job->settings->bias_regularizer);
    return inputs[(*count)++] != NULL;
}

/* ---- windows ----------------------------------------------------------------------------- */

static Attributes window(const Job *job)
{
    const Settings *settings = job->settings;
    Shape shape = job->input->shape;
    int size[2] = {shape_height(shape), shape_width(shape)};
    Attributes at = attributes_default();
    for (int i = 0; i < 2; i++) {
        at.kernel[i] = settings->kernel[i];
        at.stride[i] = settings->stride[i];
        if (settings->padding.kind == PADDING_SAME)
            same_padding(size[i], at.kernel[i], at.stride[i], &at.pad[2 * i], &at.pad[2 * i + 1]);
    }
    if (settings->padding.kind == PADDING_EXPLICIT)
        memcpy(at.pad, settings->padding.pad, sizeof at.pad);
    return at;
}

static bool want_map(const Job *job)
{
    if (job->input->shape.rank == 3)
        return true;
    fail_at(job->evaluator, job->call->at, NULL, "'%s' works on maps, and %d numbers enter '%s'",
        job->call->kind->name, shape_channels(job->input->shape), job->call->name);
    return false;
}

/* A kernel or window that doesn't fit even once; what: "kernel". */
static bool check_window(const Job *job, const Attributes *at, const char *what)
{
    Shape map = job->input->shape;
    int height = map.dim[0] + at->pad[0] + at->pad[1], width = map.dim[1] + at->pad[2] + at->pad[3];
    if (at->kernel[0] <= height && at->kernel[1] <= width)
        return true;
    bool padded = height != map.dim[0] || width != map.dim[1];
    fail_at(job->evaluator, job->call->at, NULL,
        "the %s of '%s', %dx%d, is larger than the %smap, %dx%d", what, job->call->name,
        at->kernel[0], at->kernel[1], padded ? "padded " : "", height, width);
    const Node *producer = job->input->producer;
    if (producer && job->evaluator->diag)
        diag_note(job->evaluator->diag, producer->location, "'%s' is %s", job->input->name,
            shape_text(job->graph->arena, map));
    return false;
}

/* ---- kinds ------------------------------------------------------------------------------- */

static Shape kernel_shape(const Settings *settings, int in, int out)
{
    return (Shape){4, {settings->kernel[0], settings->kernel[1], in, out}};
}

static bool check_groups(const Job *job, int in)
{
    const Settings *settings = job->settings;
    if (in % settings->groups == 0 && settings->filters % settings->groups == 0)
        return true;
    fail_at(job->evaluator, job->call->at, NULL,
        "%d groups do not divide %d input channels and %d filters evenly", settings->groups, in,
        settings->filters);
    return false;
}

static Value *lower_conv(Job *job)
{
    const Settings *settings = job->settings;
    int in = shape_channels(job->input->shape), count = 2;
    if (!want_map(job) || !check_groups(job, in))
        return NULL;
    Attributes at = window(job);
    at.groups = settings->groups;
    if (!check_window(job, &at, "kernel"))
        return NULL;
    Value *inputs[3] = {
        job->input, add_parameter(job, XC_ROLE_KERNEL,
                        kernel_shape(settings, in / settings->groups, settings->filters),
                        settings->kernel_initializer, settings->kernel_regularizer)};
    if (!inputs[1] || !add_bias(job, inputs, &count, settings->filters))
        return NULL;
    return add_node(job, XC_OP_CONV, job->name, inputs, count, &at);
}

static Value *depthwise_kernel(Job *job, int channels)
{
    return add_parameter(job, XC_ROLE_DEPTHWISE_KERNEL, kernel_shape(job->settings, channels, 1),
        job->settings->depthwise_initializer, job->settings->depthwise_regularizer);
}

static Value *lower_depthwise_conv(Job *job)
{
    int channels = shape_channels(job->input->shape), count = 2;
    if (!want_map(job))
        return NULL;
    Attributes at = window(job);
    if (!check_window(job, &at, "kernel"))
        return NULL;
    Value *inputs[3] = {job->input, depthwise_kernel(job, channels)};
    if (!inputs[1] || !add_bias(job, inputs, &count, channels))
        return NULL;
    return add_node(job, XC_OP_DEPTHWISE, job->name, inputs, count, &at);
}

/* Depthwise, then pointwise; nothing in between, and the bias only at the end. */
static Value *lower_separable_conv(Job *job)
{
    const Settings *settings = job->settings;
    int channels = shape_channels(job->input->shape), count = 2;
    if (!want_map(job))
        return NULL;
    Attributes at = window(job), one = attributes_default();
    if (!check_window(job, &at, "kernel"))
        return NULL;
    Value *depthwise[2] = {job->input, depthwise_kernel(job, channels)};
    Value *inputs[3] = {
        NULL, add_parameter(job, XC_ROLE_POINTWISE_KERNEL,
                  (Shape){4, {1, 1, channels, settings->filters}}, settings->pointwise_initializer,
                  settings->pointwise_regularizer)};
    if (!depthwise[1] || !inputs[1] || !add_bias(job, inputs, &count, settings->filters))
        return NULL;
    const char *name = name_after(job->graph->arena, job->call->name, "depthwise");
    inputs[0] = add_node(job, XC_OP_DEPTHWISE, name, depthwise, 2, &at);
    return inputs[0] ? add_node(job, XC_OP_CONV, job->name, inputs, count, &one) : NULL;
}

static Value *lower_dense(Job *job)
{
    const Settings *settings = job->settings;
    int in = shape_channels(job->input->shape), count = 2;
    Attributes at = attributes_default();
    Value *inputs[3] = {
        job->input, add_parameter(job, XC_ROLE_KERNEL, (Shape){2, {in, settings->filters}},
                        settings->kernel_initializer, settings->kernel_regularizer)};
    if (!inputs[1] || !add_bias(job, inputs, &count, settings->filters))
        return NULL;
    return add_node(job, XC_OP_CONV, job->name, inputs, count, &at);
}

/* Gamma or beta of a normalisation; one that is not there is the constant that changes nothing. */
static Value *add_affine(
    Job *job, ParameterRole role, bool exists, InitializerSetting initializer, double neutral)
{
    Shape shape = shape_vector(shape_channels(job->input->shape));
    if (exists)
        return add_parameter(job, role, shape, initializer, (RegularizerSetting){0});
    const char *name = arena_printf(
        job->graph->arena, "%s_%s", job->call->name, role == XC_ROLE_GAMMA ? "ones" : "zeros");
    return graph_add_constant(job->graph, name, shape, neutral);
}

static Value *lower_batch_norm(Job *job)
{
    const Settings *settings = job->settings;
    int channels = shape_channels(job->input->shape);
    Attributes at = attributes_default();
    at.momentum = settings->momentum;
    at.epsilon = settings->epsilon;
    Value *inputs[5] = {job->input,
        add_affine(job, XC_ROLE_GAMMA, settings->scale, settings->gamma_initializer, 1),
        add_affine(job, XC_ROLE_BETA, settings->center, settings->beta_initializer, 0),
        add_constant(job, XC_ROLE_MOVING_MEAN, channels, XC_INIT_ZEROS),
        add_constant(job, XC_ROLE_MOVING_VARIANCE, channels, XC_INIT_ONES)};
    return add_node(job, XC_OP_BATCH_NORM, job->name, inputs, 5, &at);
}

static Value *lower_pool(Job *job, Op op)
{
    if (!want_map(job))
        return NULL;
    Attributes at = window(job);
    return check_window(job, &at, "window") ? add_node(job, op, job->name, &job->input, 1, &at)
                                            : NULL;
}

static Value *lower_max_pool(Job *job)
{
    return lower_pool(job, XC_OP_MAX_POOL);
}

static Value *lower_average_pool(Job *job)
{
    return lower_pool(job, XC_OP_AVERAGE_POOL);
}

static Value *lower_zero_padding(Job *job)
{
    Attributes at = attributes_default();
    if (!want_map(job))
        return NULL;
    if (job->settings->padding.kind != PADDING_EXPLICIT) {
        fail_at(job->evaluator, job->call->at, "write a number, or [top, bottom, left, right]",
            "'zero_padding' wants numbers of pixels");
        return NULL;
    }
    memcpy(at.pad, job->settings->padding.pad, sizeof at.pad);
    return add_node(job, XC_OP_PAD, job->name, &job->input, 1, &at);
}

static Value *lower_global_average_pool(Job *job)
{
    return want_map(job) ? add_simple(job, XC_OP_GLOBAL_AVERAGE_POOL) : NULL;
}

static Value *lower_global_max_pool(Job *job)
{
    return want_map(job) ? add_simple(job, XC_OP_GLOBAL_MAX_POOL) : NULL;
}

/* The argument's place in Settings is the same for every activation. */
static Value *lower_activation(Job *job)
{
    Attributes at = attributes_default();
    at.argument = job->settings->argument;
    return add_node(
        job, activation_named(job->call->kind->name)->value, job->name, &job->input, 1, &at);
}

static Value *lower_softmax(Job *job)
{
    return add_simple(job, XC_OP_SOFTMAX);
}

static Value *lower_flatten(Job *job)
{
    Attributes at = attributes_default();
    at.like = shape_vector((int)shape_elements(job->input->shape));
    return add_node(job, XC_OP_RESHAPE, job->name, &job->input, 1, &at);
}

static Value *lower_dropout(Job *job)
{
    Attributes at = attributes_default();
    at.rate = job->settings->rate;
    at.stream = job->lowering->dropouts++;
    return add_node(job, XC_OP_DROPOUT, job->name, &job->input, 1, &at);
}

static Value *lower_add(Job *job)
{
    return add_simple(job, XC_OP_ADD);
}

static Value *lower_multiply(Job *job)
{
    return add_simple(job, XC_OP_MULTIPLY);
}

static Value *lower_concat(Job *job)
{
    return add_simple(job, XC_OP_CONCAT);
}

static const struct {
    const char *kind;
    Value *(*lower)(Job *job);
} lowerings[] = {
    {"conv", lower_conv},
    {"separable_conv", lower_separable_conv},
    {"depthwise_conv", lower_depthwise_conv},
    {"dense", lower_dense},
    {"batch_norm", lower_batch_norm},
#define XC_ACTIVATION(ID, word, ...) {word, lower_activation},
#include "graph/activations.def"
#undef XC_ACTIVATION
    {"softmax", lower_softmax},
    {"max_pool", lower_max_pool},
    {"average_pool", lower_average_pool},
    {"global_average_pool", lower_global_average_pool},
    {"global_max_pool", lower_global_max_pool},
    {"zero_padding", lower_zero_padding},
    {"flatten", lower_flatten},
    {"dropout", lower_dropout},
    {"add", lower_add},
    {"multiply", lower_multiply},
    {"concat", lower_concat},
};

/* What the reports say of the layer. The branches of a join are no setting. */
static void keep_arguments(Arena *arena, Layer *layer, const LayerCall *call)
{
    size_t count = argument_count(call->kind);
    LayerArgument *arguments = arena_array(arena, count, sizeof *arguments);
    Text value = {.arena = arena};
    for (size_t i = 0; i < count; i++) {
        const ArgumentSpec *spec = &call->kind->arguments[i];
        if (spec->type == ARGUMENT_TREE)
            continue;
        value.count = 0;
        write_setting_value(&value, spec, &call->settings);
        arguments[layer->argument_count++] =
            (LayerArgument){.name = spec->name, .value = arena_strdup(arena, value.data)};
    }
    layer->arguments = arguments;
}

/* The activation of a layer that has one: what the layer is called then is what this makes. */
static Value *add_inline_activation(Job *job, Value *output)
{
    const Activation *activation = activation_named(activation_words[job->settings->activation]);
    Attributes at = attributes_default();
    if (activation)
        at.argument = activation->inline_argument;
    return add_node(
        job, activation ? activation->value : XC_OP_SOFTMAX, job->call->name, &output, 1, &at);
}

Value *lower_layer(Lowering *lowering, const Evaluator *evaluator, const LayerCall *call)
{
    Job job = {.lowering = lowering,
        .graph = lowering->graph,
        .evaluator = evaluator,
        .call = call,
        .settings = &call->settings,
        .input = call->inputs[0],
        .name = call->name};
    bool activated = call->settings.activation != XC_LINEAR;
    if (activated)
        job.name = name_after(job.graph->arena, call->name, "linear");
    size_t i = 0;
    while (i < sizeof lowerings / sizeof *lowerings &&
           strcmp(lowerings[i].kind, call->kind->name) != 0)
        i++;
    if (i == sizeof lowerings / sizeof *lowerings)
        bug("no rule lowers '%s'", call->kind->name);
    job.layer =
        graph_add_layer(job.graph, call->name, call->kind->name, false, call->parent, call->at);
    keep_arguments(job.graph->arena, job.layer, call);
    Value *output = lowerings[i].lower(&job);
    if (output && activated)
        output = add_inline_activation(&job, output);
    job.layer->input = job.input;
    job.layer->output = output;
    return output;
}
