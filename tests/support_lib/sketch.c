#include "support_lib/sketch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *grab(void *old, size_t count, size_t size)
{
    void *memory = old == NULL ? calloc(count, size) : realloc(old, count * size);
    if (memory == NULL)
        abort();
    return memory;
}

#define append(vector, item)                                                                       \
    do {                                                                                           \
        if ((vector)->count == (vector)->capacity) {                                               \
            (vector)->capacity = (vector)->capacity * 2 + 8;                                       \
            (vector)->data = grab((vector)->data, (vector)->capacity, sizeof *(vector)->data);     \
        }                                                                                          \
        (vector)->data[(vector)->count++] = (item);                                                \
    } while (0)

static char *numbered(const char *stem, size_t number)
{
    char *name = grab(NULL, 64, 1);
    snprintf(name, 64, "%s%zu", stem, number);
    return name;
}

static Value *add_value(Sketch *sketch, const char *stem, ValueClass class_, Shape shape)
{
    Value *value = grab(NULL, 1, sizeof *value);
    value->id = (int)sketch->graph.values.count;
    value->name = numbered(stem, sketch->graph.values.count);
    value->class_ = class_;
    value->shape = shape;
    value->parameter = -1;
    append(&sketch->graph.values, value);
    return value;
}

Sketch *sketch_new(int height, int width, int channels)
{
    Sketch *sketch = grab(NULL, 1, sizeof *sketch);
    sketch->graph.name = "sketch";
    sketch->graph.images =
        add_value(sketch, "images", XC_BATCH, shape_map(height, width, channels));
    return sketch;
}

/* The names of a sketch's own values are never string literals. */
static void free_name(const char *name)
{
    union {
        const char *from;
        char *to;
    } pun = {name};
    free(pun.to);
}

void sketch_free(Sketch *sketch)
{
    if (sketch == NULL)
        return;
    Graph *graph = &sketch->graph;
    for (size_t v = 0; v < graph->values.count; v++) {
        free_name(graph->values.data[v]->name);
        free(graph->values.data[v]);
    }
    for (size_t n = 0; n < graph->nodes.count; n++) {
        free(graph->nodes.data[n]->inputs);
        free(graph->nodes.data[n]->outputs);
        free(graph->nodes.data[n]);
    }
    for (size_t p = 0; p < graph->parameters.count; p++) {
        free(graph->parameters.data[p]);
        free(sketch->data[p]);
    }
    free(graph->values.data);
    free(graph->nodes.data);
    free(graph->parameters.data);
    free(sketch->data);
    free(sketch);
}

static size_t count_elements(Shape shape)
{
    size_t product = 1;
    for (int i = 0; i < shape.rank; i++)
        product *= (size_t)shape.dim[i];
    return product;
}

Value *sketch_parameter(Sketch *sketch, ParameterRole role, int d0, int d1, int d2, int d3)
{
    Shape shape = {d1 == 0 ? 1 : d2 == 0 ? 2 : 4, {d0, d1, d2, d3}};
    size_t index = sketch->graph.parameters.count;
    Parameter *parameter = grab(NULL, 1, sizeof *parameter);
    parameter->value = add_value(sketch, "parameter", XC_PARAMETER, shape);
    parameter->value->parameter = (int)index;
    parameter->role = role;
    parameter->trainable = role != XC_ROLE_MOVING_MEAN && role != XC_ROLE_MOVING_VARIANCE;
    parameter->name = parameter->value->name;
    append(&sketch->graph.parameters, parameter);
    sketch->data = grab(sketch->data, index + 1, sizeof *sketch->data);
    sketch->data[index] = grab(NULL, count_elements(shape), sizeof(double));
    return parameter->value;
}

void sketch_set(Sketch *sketch, const Value *parameter, const double *elements)
{
    memcpy(sketch->data[parameter->parameter], elements,
        count_elements(parameter->shape) * sizeof *elements);
}

Value *sketch_node(Sketch *sketch, Op op, Shape shape, Attributes at, int count, ...)
{
    bool indexed = op == XC_OP_MAX_POOL || op == XC_OP_GLOBAL_MAX_POOL;
    Node *node = grab(NULL, 1, sizeof *node);
    node->id = (int)sketch->graph.nodes.count;
    node->op = op;
    node->at = at;
    node->inputs = grab(NULL, (size_t)count, sizeof *node->inputs);
    node->input_count = count;
    va_list arguments;
    va_start(arguments, count);
    for (int i = 0; i < count; i++)
        node->inputs[i] = va_arg(arguments, Value *);
    va_end(arguments);
    node->output_count = indexed ? 2 : 1;
    node->outputs = grab(NULL, 2, sizeof *node->outputs);
    for (int i = 0; i < node->output_count; i++) {
        node->outputs[i] = add_value(sketch, "value", XC_BATCH, shape);
        node->outputs[i]->producer = node;
        node->outputs[i]->output = i;
    }
    append(&sketch->graph.nodes, node);
    return node->outputs[0];
}

Attributes sketch_attributes(void)
{
    return (Attributes){.kernel = {1, 1}, .stride = {1, 1}, .groups = 1};
}

Attributes sketch_window(
    int kernel_height, int kernel_width, int stride, int top, int bottom, int left, int right)
{
    Attributes at = sketch_attributes();
    at.kernel[0] = kernel_height;
    at.kernel[1] = kernel_width;
    at.stride[0] = at.stride[1] = stride;
    at.pad[0] = top;
    at.pad[1] = bottom;
    at.pad[2] = left;
    at.pad[3] = right;
    return at;
}

void sketch_finish(Sketch *sketch, Value *logits)
{
    sketch->graph.classes = shape_channels(logits->shape);
    sketch->graph.output =
        sketch_node(sketch, XC_OP_SOFTMAX, logits->shape, sketch_attributes(), 1, logits);
}

void sketch_classify(Sketch *sketch, Value *value, int classes)
{
    int channels = shape_channels(value->shape);
    Value *pooled = value;
    if (value->shape.rank == 3)
        pooled = sketch_node(sketch, XC_OP_GLOBAL_AVERAGE_POOL, shape_vector(channels),
            sketch_attributes(), 1, value);
    Value *kernel = sketch_parameter(sketch, XC_ROLE_KERNEL, channels, classes, 0, 0);
    Value *bias = sketch_parameter(sketch, XC_ROLE_BIAS, classes, 0, 0, 0);
    sketch_finish(sketch, sketch_node(sketch, XC_OP_CONV, shape_vector(classes),
                              sketch_attributes(), 3, pooled, kernel, bias));
}
