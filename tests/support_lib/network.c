#include "support_lib/network.h"

#include <stdarg.h>
#include <stdlib.h>

Network *network_new(int height, int width, int channels)
{
    Network *network = calloc(1, sizeof *network);
    if (network == NULL)
        bug("no memory for a test");
    network->stream = open_memstream(&network->text, &network->text_size);
    if (network->stream == NULL)
        bug("no memory for a test's messages");
    network->arena = arena_new();
    network->diag = diag_new(network->arena, network->stream, false);
    network->graph = graph_new(network->arena, "net");
    network->graph->images =
        graph_add_value(network->graph, "images", XC_BATCH, shape_map(height, width, channels));
    return network;
}

void network_free(Network *network)
{
    fclose(network->stream);
    free(network->text);
    arena_free(network->arena);
    free(network);
}

const char *network_messages(Network *network)
{
    fflush(network->stream);
    return network->text;
}

static Layer *add_layer(Network *network, const char *name, const char *kind)
{
    return graph_add_layer(network->graph, name, kind, false, NULL, XC_NOWHERE);
}

static Value *add_node(Network *network, const Layer *layer, const char *name, Op op, Attributes at,
    int input_count, Value **inputs)
{
    Node *node = graph_add_node(
        network->graph, op, name, inputs, input_count, &at, layer, layer->location, network->diag);
    return node != NULL ? node->outputs[0] : NULL;
}

Value *network_node(
    Network *network, const char *name, Op op, Attributes at, int input_count, Value **inputs)
{
    const Layer *layer = add_layer(network, name, op_info(op)->name);
    return add_node(network, layer, name, op, at, input_count, inputs);
}

static Value *add_parameter(
    Network *network, const Layer *layer, ParameterRole role, Shape shape, Initializer initializer)
{
    Parameter *parameter = graph_add_parameter(network->graph, layer, role, shape);
    parameter->initializer = initializer;
    return parameter->value;
}

/* Kernel, stride and the pads of "same". */
static Attributes same_window(Shape x, int kernel, int stride)
{
    Attributes at = attributes_default();
    at.kernel[0] = at.kernel[1] = kernel;
    at.stride[0] = at.stride[1] = stride;
    same_padding(shape_height(x), kernel, stride, &at.pad[0], &at.pad[1]);
    same_padding(shape_width(x), kernel, stride, &at.pad[2], &at.pad[3]);
    return at;
}

/* The node of a convolution with a kernel of this role and perhaps a bias. */
static Value *add_conv(Network *network, const Layer *layer, const char *name, Value *x,
    ParameterRole role, int filters, Attributes at, bool bias)
{
    Shape kernel = {4, {at.kernel[0], at.kernel[1], shape_channels(x->shape), filters}};
    Value *inputs[3] = {x, add_parameter(network, layer, role, kernel, XC_INIT_ZEROS)};
    if (bias)
        inputs[2] =
            add_parameter(network, layer, XC_ROLE_BIAS, shape_vector(filters), XC_INIT_ZEROS);
    return add_node(network, layer, name, XC_OP_CONV, at, bias ? 3 : 2, inputs);
}

static Value *add_depthwise(
    Network *network, const Layer *layer, const char *name, Value *x, int size, int stride)
{
    Shape kernel = {4, {size, size, shape_channels(x->shape), 1}};
    Value *inputs[] = {
        x, add_parameter(network, layer, XC_ROLE_DEPTHWISE_KERNEL, kernel, XC_INIT_ZEROS)};
    return add_node(
        network, layer, name, XC_OP_DEPTHWISE, same_window(x->shape, size, stride), 2, inputs);
}

Value *network_conv(
    Network *network, const char *name, Value *x, int filters, int kernel, int stride, bool bias)
{
    return add_conv(network, add_layer(network, name, "conv"), name, x, XC_ROLE_KERNEL, filters,
        same_window(x->shape, kernel, stride), bias);
}

Value *network_depthwise(Network *network, const char *name, Value *x, int kernel, int stride)
{
    return add_depthwise(
        network, add_layer(network, name, "depthwise_conv"), name, x, kernel, stride);
}

Value *network_separable_conv(Network *network, const char *name, Value *x, int filters)
{
    const Layer *layer = add_layer(network, name, "separable_conv");
    const char *inner = name_after(network->arena, name, "depthwise");
    Value *depthwise = add_depthwise(network, layer, inner, x, 3, 1);
    return add_conv(network, layer, name, depthwise, XC_ROLE_POINTWISE_KERNEL, filters,
        attributes_default(), true);
}

Value *network_batch_norm(Network *network, const char *name, Value *x)
{
    const Layer *layer = add_layer(network, name, "batch_norm");
    Shape channels = shape_vector(shape_channels(x->shape));
    Value *inputs[] = {x, add_parameter(network, layer, XC_ROLE_GAMMA, channels, XC_INIT_ONES),
        add_parameter(network, layer, XC_ROLE_BETA, channels, XC_INIT_ZEROS),
        add_parameter(network, layer, XC_ROLE_MOVING_MEAN, channels, XC_INIT_ZEROS),
        add_parameter(network, layer, XC_ROLE_MOVING_VARIANCE, channels, XC_INIT_ONES)};
    Attributes at = attributes_default();
    at.epsilon = 0.0009765625;
    at.momentum = 0.875;
    return add_node(network, layer, name, XC_OP_BATCH_NORM, at, 5, inputs);
}

Value *network_max_pool(Network *network, const char *name, Value *x, int size, int stride)
{
    return network_node(network, name, XC_OP_MAX_POOL, same_window(x->shape, size, stride), 1, &x);
}

Value *network_dense(Network *network, const char *name, Value *x, int units)
{
    const Layer *layer = add_layer(network, name, "dense");
    Shape kernel = {2, {shape_channels(x->shape), units, 0, 0}};
    Value *inputs[] = {x, add_parameter(network, layer, XC_ROLE_KERNEL, kernel, XC_INIT_ZEROS),
        add_parameter(network, layer, XC_ROLE_BIAS, shape_vector(units), XC_INIT_ZEROS)};
    return add_node(network, layer, name, XC_OP_CONV, attributes_default(), 3, inputs);
}

Value *network_unary(Network *network, const char *name, Op op, Value *x)
{
    return network_node(network, name, op, attributes_default(), 1, &x);
}

Value *network_dropout(Network *network, const char *name, Value *x, double rate, int stream)
{
    Attributes at = attributes_default();
    at.rate = rate;
    at.stream = stream;
    return network_node(network, name, XC_OP_DROPOUT, at, 1, &x);
}

Value *network_join(Network *network, const char *name, Op op, Value *a, Value *b)
{
    return network_node(network, name, op, attributes_default(), 2, (Value *[]){a, b});
}

void network_finish(Network *network, Value *logits)
{
    network->graph->classes = shape_channels(logits->shape);
    network->graph->output = network_unary(network, "softmax", XC_OP_SOFTMAX, logits);
}

void network_classify(Network *network, Value *x, int classes)
{
    Value *pool = network_unary(network, "global_average_pool", XC_OP_GLOBAL_AVERAGE_POOL, x);
    network_finish(network, network_dense(network, "classifier", pool, classes));
}

/* ---- Xception ------------------------------------------------------------------------------- */

XC_PRINTF(2, 3)
static const char *named(Network *network, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *name = arena_vprintf(network->arena, format, arguments);
    va_end(arguments);
    return name;
}

/* What follows a convolution in most places. */
static Value *norm_relu(Network *network, const char *name, Value *x)
{
    x = network_batch_norm(network, named(network, "%s_batch_norm", name), x);
    return network_unary(network, named(network, "%s_relu", name), XC_OP_RELU, x);
}

static Value *entry_module(
    Network *network, const char *name, Value *x, int first, int filters, int stride)
{
    Value *shortcut =
        network_conv(network, named(network, "%s_conv", name), x, filters, 1, stride, true);
    shortcut =
        network_batch_norm(network, named(network, "%s_shortcut_batch_norm", name), shortcut);
    x = network_separable_conv(network, named(network, "%s_separable_conv1", name), x, first);
    x = norm_relu(network, name, x);
    x = network_separable_conv(network, named(network, "%s_separable_conv2", name), x, filters);
    x = network_batch_norm(network, named(network, "%s_batch_norm2", name), x);
    x = network_max_pool(network, named(network, "%s_max_pool", name), x, 3, stride);
    return network_join(network, named(network, "%s_add", name), XC_OP_ADD, shortcut, x);
}

static Value *middle_module(Network *network, const char *name, Value *x)
{
    Value *y = x;
    for (int i = 1; i <= 3; i++) {
        y = network_unary(network, named(network, "%s_relu%d", name, i), XC_OP_RELU, y);
        y = network_separable_conv(
            network, named(network, "%s_separable_conv%d", name, i), y, shape_channels(x->shape));
        y = network_batch_norm(network, named(network, "%s_batch_norm%d", name, i), y);
    }
    return network_join(network, named(network, "%s_add", name), XC_OP_ADD, y, x);
}

void network_xception(Network *network, XceptionForm form)
{
    int width = form.thin ? 1 : 2; /* in halves */
    Value *x = network_conv(network, "conv1", network->graph->images, 32, 3, 2, true);
    x = norm_relu(network, "conv1", x);
    x = network_conv(network, "conv2", x, 64, 3, 1, true);
    x = norm_relu(network, "conv2", x);
    if (form.thin) {
        x = norm_relu(network, "module2", network_conv(network, "module2", x, 364, 3, 1, true));
    } else {
        x = network_unary(network, "module2_leading_relu", XC_OP_RELU, x);
        x = entry_module(network, "module2", x, 128, 128, form.entry_stride);
        x = entry_module(network, "module3", x, 256, 256, form.entry_stride);
        x = entry_module(network, "module4", x, 728, 728, form.entry_stride);
    }
    for (int i = 1; i <= (form.thin ? 4 : 8); i++)
        x = middle_module(network, named(network, "middle%d", i), x);
    x = entry_module(network, "module13", x, 728 * width / 2, 1024 * width / 2, 2);
    x = network_separable_conv(network, "module14_separable_conv1", x, 1536 * width / 2);
    x = norm_relu(network, "module14_separable_conv1", x);
    x = network_separable_conv(network, "module14_separable_conv2", x, 2048 * width / 2);
    x = norm_relu(network, "module14_separable_conv2", x);
    network_classify(network, x, 10);
}
