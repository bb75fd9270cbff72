#include "graph/gradient.h"
#include "graph/ops.h"

static bool has_gradient(const Node *node)
{
    return op_info(node->op)->gradient != op_no_gradient;
}

/* A value depends on a trainable parameter through ops that have a gradient. What batch_statistics
 * computes counts as constant: normalize's gradient accounts for it. */
static void mark_dependent(GradientContext *context)
{
    const Graph *graph = context->graph;
    for (size_t i = 0; i < graph->parameters.count; i++) {
        const Parameter *parameter = graph->parameters.data[i];
        context->slots[parameter->value->id].wanted = parameter->trainable;
    }
    for (size_t n = 0; n < graph->nodes.count; n++) {
        const Node *node = graph->nodes.data[n];
        bool depends = false;
        for (int i = 0; i < node->input_count; i++)
            depends = depends || context->slots[node->inputs[i]->id].wanted;
        for (int i = 0; i < node->output_count; i++)
            context->slots[node->outputs[i]->id].wanted = depends && has_gradient(node);
    }
}

/* Of the dependent values only those that the loss depends on are wanted. */
static void mark_reaching(GradientContext *context, const Value *loss)
{
    const Graph *graph = context->graph;
    bool *reaches = arena_array(graph->arena, graph->values.count, sizeof *reaches);
    reaches[loss->id] = true;
    for (size_t n = graph->nodes.count; n-- > 0;) {
        const Node *node = graph->nodes.data[n];
        bool visited = false;
        for (int i = 0; i < node->output_count; i++) {
            int id = node->outputs[i]->id;
            visited = visited || (reaches[id] && context->slots[id].wanted);
        }
        for (int i = 0; visited && i < node->input_count; i++) {
            reaches[node->inputs[i]->id] = true;
            context->slots[node->inputs[i]->id].expected++;
        }
    }
    for (size_t v = 0; v < graph->values.count; v++)
        context->slots[v].wanted = context->slots[v].wanted && reaches[v];
}

GradientContext *gradient_begin(Graph *graph, const Value *loss, Diag *diag)
{
    GradientContext *context = arena_alloc(graph->arena, sizeof *context);
    context->graph = graph;
    context->diag = diag;
    context->slots = arena_array(graph->arena, graph->values.count, sizeof *context->slots);
    context->readers = graph_readers(graph);
    mark_dependent(context);
    mark_reaching(context, loss);
    return context;
}

bool gradient_wanted(const GradientContext *context, const Value *value)
{
    return context->slots[value->id].wanted;
}

Value *gradient_of(const GradientContext *context, const Value *value)
{
    return context->slots[value->id].gradient;
}

static const char *contribution_name(const GradientContext *context, const Value *value)
{
    const GradientSlot *slot = &context->slots[value->id];
    Arena *arena = context->graph->arena;
    if (slot->expected <= 1)
        return arena_printf(arena, "d_%s", value->name);
    return arena_printf(arena, "d_%s_%d", value->name, slot->arrived + 1);
}

Node *gradient_helper(GradientContext *context, Op op, const char *name, Value **inputs,
    int input_count, const Attributes *at, const Node *forward)
{
    Node *node = graph_add_node(context->graph, op, name, inputs, input_count, at, forward->layer,
        forward->location, context->diag);
    if (node == NULL)
        bug("%s: the gradient of %s does not fit its inputs", name, op_info(forward->op)->name);
    return node;
}

Node *gradient_node(GradientContext *context, Op op, const Value *value, Value **inputs,
    int input_count, const Attributes *at, const Node *forward)
{
    return gradient_helper(
        context, op, contribution_name(context, value), inputs, input_count, at, forward);
}

/* The running sum with one more contribution. */
static Value *sum(
    GradientContext *context, const Value *value, Value *contribution, const Node *forward)
{
    const GradientSlot *slot = &context->slots[value->id];
    Arena *arena = context->graph->arena;
    bool last = slot->arrived + 1 == slot->expected;
    const char *name = last ? arena_printf(arena, "d_%s", value->name)
                            : arena_printf(arena, "d_%s_sum%d", value->name, slot->arrived + 1);
    const Node *origin = value->producer != NULL ? value->producer : forward;
    Node *add = gradient_helper(
        context, XC_OP_ADD, name, (Value *[]){slot->gradient, contribution}, 2, NULL, origin);
    return add->outputs[0];
}

void gradient_add(
    GradientContext *context, const Value *value, Value *contribution, const Node *forward)
{
    GradientSlot *slot = &context->slots[value->id];
    if (!slot->wanted)
        return;
    if (!shape_equal(contribution->shape, value->shape))
        bug("the gradient of '%s' is %s, the value is %s", value->name,
            shape_text(context->graph->arena, contribution->shape),
            shape_text(context->graph->arena, value->shape));
    if (slot->arrived == slot->expected)
        bug("'%s' gets more than the %d gradients of its readers", value->name, slot->expected);
    slot->gradient =
        slot->gradient == NULL ? contribution : sum(context, value, contribution, forward);
    slot->arrived++;
}

void gradient_set_zero(GradientContext *context, const Value *value)
{
    GradientSlot *slot = &context->slots[value->id];
    if (slot->wanted && (slot->expected != 1 || slot->arrived != 0))
        bug("'%s' is read %d times, so that one zero does not make its gradient zero", value->name,
            slot->expected);
    slot->zero = true;
    slot->arrived = slot->expected;
}

bool gradient_sums_to_zero(const GradientContext *context, const Value *value)
{
    const Readers *readers = &context->readers;
    size_t first = readers->start[value->id], end = readers->start[value->id + 1];
    for (size_t i = first; i < end; i++) {
        const Node *reader = readers->nodes[i];
        bool normalises = reader->op == XC_OP_BATCH_STATISTICS || reader->op == XC_OP_NORMALIZE;
        if (!normalises || reader->inputs[0] != value)
            return false;
    }
    return first < end;
}
