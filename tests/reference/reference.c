/* The walk over the Graph: every node once, in order, its rule from a table. */
#include "reference/interpreter.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const Rule RULES[XC_OP_COUNT] = {
    [XC_OP_CONV] = rule_conv,
    [XC_OP_DEPTHWISE] = rule_depthwise,
    [XC_OP_PAD] = rule_pad,
    [XC_OP_BATCH_NORM] = rule_batch_norm,
#define XC_ACTIVATION(ID, ...) [XC_OP_##ID] = rule_activation,
#include "graph/activations.def"
#undef XC_ACTIVATION
    [XC_OP_MAX_POOL] = rule_max_pool,
    [XC_OP_AVERAGE_POOL] = rule_average_pool,
    [XC_OP_GLOBAL_AVERAGE_POOL] = rule_global_average_pool,
    [XC_OP_GLOBAL_MAX_POOL] = rule_global_max_pool,
    [XC_OP_RESHAPE] = rule_reshape,
    [XC_OP_DROPOUT] = rule_dropout,
    [XC_OP_SOFTMAX] = rule_softmax,
    [XC_OP_ADD] = rule_add,
    [XC_OP_MULTIPLY] = rule_multiply,
    [XC_OP_CONCAT] = rule_concat,
    [XC_OP_SLICE] = rule_slice,
};

void reference_fail(const Node *node, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "reference: ");
    if (node != NULL && node->output_count > 0)
        fprintf(stderr, "%s: ", node->outputs[0]->name);
    vfprintf(stderr, format, arguments);
    fprintf(stderr, "\n");
    va_end(arguments);
    abort();
}

static void *zeroed(size_t count, size_t size)
{
    void *memory = calloc(count > 0 ? count : 1, size);
    if (memory == NULL)
        reference_fail(NULL, "out of memory");
    return memory;
}

double *reference_doubles(size_t count)
{
    return zeroed(count, sizeof(double));
}

size_t elements_of(Shape shape)
{
    size_t product = 1;
    for (int i = 0; i < shape.rank; i++)
        product *= (size_t)shape.dim[i];
    return product;
}

size_t pixels_of(Shape shape)
{
    return shape.rank == 3 ? (size_t)shape.dim[0] * (size_t)shape.dim[1] : 1;
}

Dual *input_of(Interpreter *interpreter, const Node *node, int index)
{
    Dual *dual = &interpreter->duals[node->inputs[index]->id];
    if (dual->value == NULL)
        reference_fail(node, "input %s is read before it is computed, or after it died",
            node->inputs[index]->name);
    return dual;
}

Dual *output_of(Interpreter *interpreter, const Node *node, int index)
{
    return &interpreter->duals[node->outputs[index]->id];
}

double *tangent_of(Dual *dual, int direction)
{
    if (dual->tangent[direction] == NULL)
        dual->tangent[direction] = reference_doubles(dual->count);
    return dual->tangent[direction];
}

static void allocate_dual(const ReferenceRun *run, Dual *dual, const Value *value)
{
    size_t images = value->class_ == XC_BATCH ? (size_t)run->batch : 1;
    dual->count = images * elements_of(value->shape);
    dual->value = reference_doubles(dual->count);
    dual->tangent = zeroed((size_t)run->directions, sizeof *dual->tangent);
}

static void free_dual(const ReferenceRun *run, Dual *dual)
{
    if (!dual->borrowed) {
        for (int k = 0; dual->tangent != NULL && k < run->directions; k++)
            free(dual->tangent[k]);
        free(dual->value);
    }
    free(dual->tangent);
    dual->value = NULL;
    dual->tangent = NULL;
}

/* The duals only read what they borrow. */
static double *borrow(const double *data)
{
    union {
        const double *from;
        double *to;
    } pun = {data};
    return pun.to;
}

static void bind_images(Interpreter *interpreter)
{
    const ReferenceRun *run = interpreter->run;
    Dual *dual = &interpreter->duals[run->graph->images->id];
    dual->borrowed = true;
    dual->count = (size_t)run->batch * elements_of(run->graph->images->shape);
    dual->value = borrow(run->images);
    dual->tangent = zeroed((size_t)run->directions, sizeof *dual->tangent);
    for (int k = 0; run->image_directions != NULL && k < run->directions; k++)
        dual->tangent[k] = borrow(run->image_directions[k]);
}

static void bind_parameter(Interpreter *interpreter, size_t index)
{
    const ReferenceRun *run = interpreter->run;
    const Value *value = run->graph->parameters.data[index]->value;
    Dual *dual = &interpreter->duals[value->id];
    dual->borrowed = true;
    dual->count = elements_of(value->shape);
    dual->value = borrow(run->parameters[index]);
    dual->tangent = zeroed((size_t)run->directions, sizeof *dual->tangent);
    for (int k = 0; run->parameter_directions != NULL && k < run->directions; k++)
        if (run->parameter_directions[k] != NULL)
            dual->tangent[k] = borrow(run->parameter_directions[k][index]);
}

static void bind_constant(Interpreter *interpreter, const Value *value)
{
    Dual *dual = &interpreter->duals[value->id];
    allocate_dual(interpreter->run, dual, value);
    for (size_t i = 0; i < dual->count; i++)
        dual->value[i] = value->constant;
}

/* last[v] is the id of the last node that reads value v, -1 for none. */
static int *last_readers(const Graph *graph)
{
    int *last = zeroed(graph->values.count, sizeof *last);
    for (size_t v = 0; v < graph->values.count; v++)
        last[v] = -1;
    for (size_t n = 0; n < graph->nodes.count; n++)
        for (int i = 0; i < graph->nodes.data[n]->input_count; i++)
            last[graph->nodes.data[n]->inputs[i]->id] = (int)n;
    return last;
}

/* The logits outlive their last reader: the loss wants them. */
static bool dies_after(const Graph *graph, const Value *value, const int *last, int node)
{
    const Node *softmax = graph->output->producer;
    return last[value->id] <= node && value->producer != NULL && value != graph->output &&
           value != softmax->inputs[0];
}

static void evaluate_nodes(Interpreter *interpreter)
{
    const Graph *graph = interpreter->run->graph;
    int *last = last_readers(graph);
    for (size_t n = 0; n < graph->nodes.count; n++) {
        const Node *node = graph->nodes.data[n];
        if (RULES[node->op] == NULL)
            reference_fail(node, "op %d is not one of the forward Graph", (int)node->op);
        for (int i = 0; i < node->output_count; i++)
            allocate_dual(interpreter->run, output_of(interpreter, node, i), node->outputs[i]);
        RULES[node->op](interpreter, node);
        for (int i = 0; !interpreter->run->keep_values && i < node->input_count; i++)
            if (dies_after(graph, node->inputs[i], last, (int)n))
                free_dual(interpreter->run, &interpreter->duals[node->inputs[i]->id]);
    }
    free(last);
}

static void check_run(const ReferenceRun *run)
{
    const Graph *graph = run->graph;
    if (run->batch < 1 || run->directions < 0)
        reference_fail(NULL, "batch %d, %d directions", run->batch, run->directions);
    if (graph->output == NULL || graph->output->producer == NULL ||
        graph->output->producer->op != XC_OP_SOFTMAX)
        reference_fail(NULL, "the Graph does not end in softmax");
    for (size_t n = 0; n < graph->nodes.count; n++)
        if (graph->nodes.data[n]->id != (int)n)
            reference_fail(graph->nodes.data[n], "node %zu has id %d", n, graph->nodes.data[n]->id);
    for (size_t v = 0; v < graph->values.count; v++)
        if (graph->values.data[v]->id != (int)v)
            reference_fail(NULL, "value %zu has id %d", v, graph->values.data[v]->id);
}

ReferenceResult *reference_run(const ReferenceRun *run)
{
    check_run(run);
    const Graph *graph = run->graph;
    Interpreter *interpreter = zeroed(1, sizeof *interpreter);
    interpreter->copy = *run;
    interpreter->run = &interpreter->copy;
    interpreter->duals = zeroed(graph->values.count, sizeof *interpreter->duals);
    interpreter->mean = zeroed(graph->nodes.count, sizeof *interpreter->mean);
    interpreter->variance = zeroed(graph->nodes.count, sizeof *interpreter->variance);
    interpreter->cross_entropy_tangent = reference_doubles((size_t)run->directions);
    interpreter->regularization_tangent = reference_doubles((size_t)run->directions);

    bind_images(interpreter);
    for (size_t p = 0; p < graph->parameters.count; p++)
        bind_parameter(interpreter, p);
    for (size_t v = 0; v < graph->values.count; v++)
        if (graph->values.data[v]->class_ == XC_CONSTANT)
            bind_constant(interpreter, graph->values.data[v]);
    evaluate_nodes(interpreter);
    interpreter->probabilities = interpreter->duals[graph->output->id].value;
    if (run->labels != NULL)
        reference_loss(interpreter);
    reference_regularizer(interpreter);
    return interpreter;
}

void reference_free(ReferenceResult *result)
{
    if (result == NULL)
        return;
    const Graph *graph = result->run->graph;
    for (size_t v = 0; v < graph->values.count; v++)
        free_dual(result->run, &result->duals[v]);
    for (size_t n = 0; n < graph->nodes.count; n++) {
        free(result->mean[n]);
        free(result->variance[n]);
    }
    free(result->duals);
    free(result->mean);
    free(result->variance);
    free(result->cross_entropy_tangent);
    free(result->regularization_tangent);
    free(result);
}
