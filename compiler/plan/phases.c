/* The phase of one level: which nodes run, which of them fuse, in which order.
 *
 * Algorithm: roots are the level's sums over the batch and stored values; what they need runs too,
 * down to what is in the arena. Elementwise nodes that feed each other with no other kernel between
 * fuse into one map. Units (maps and single kernels) run in the order in which a depth-first walk
 * from the roots needs them, which keeps few values alive.
 * Requires: levels, storage. Ensures: stages in a valid order, scratch life spans. */
#include "plan/builder.h"

#include <stdlib.h>

static const Node *running_node(const Builder *builder, size_t index)
{
    return builder->planner->graph->nodes.data[builder->running.data[index]];
}

static bool fuses(const Node *node)
{
    return op_info(node->op)->elementwise || node->op == XC_OP_NORMALIZE_PARAMETER_GRADIENT ||
           node->op == XC_OP_BIAS_GRADIENT;
}

/* The shape over which an elementwise node runs. */
static Shape map_shape(const Node *node)
{
    return node->output_count && node->outputs[0]->class_ == XC_BATCH ? node->outputs[0]->shape
                                                                      : node->inputs[0]->shape;
}

static bool is_root(const Planner *planner, const Node *node, int level)
{
    if (planner->node_level[node->id] != level || op_info(node->op)->reach == XC_PARAMETER_ONLY)
        return false;
    if (op_info(node->op)->reach == XC_BATCH_REDUCING)
        return true;
    for (int i = 0; i < node->output_count; i++)
        if (planner->values[node->outputs[i]->id].stored ||
            node->outputs[i] == planner->graph->output)
            return true;
    return false;
}

/* True when the value lies in the arena, or with the caller, when the phase begins. */
static bool is_loaded(const Builder *builder, const Value *value)
{
    const ValuePlan *plan = &builder->planner->values[value->id];
    return value->class_ != XC_BATCH || !value->producer ||
           (plan->stored && plan->level < builder->level);
}

/* Lets the node run in this phase; what it needs is for the caller to demand. */
static void add_running(Builder *builder, const Node *node)
{
    if (builder->runs[node->id])
        return;
    builder->runs[node->id] = true;
    for (int i = 0; i < node->output_count; i++)
        builder->locals[node->outputs[i]->id].runs = true;
    vec_push(builder->planner->arena, &builder->running, node->id);
}

static int by_id(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

/* The roots and all that they need. A network of one phase is as deep as it has layers, so that
 * this is a list to work off and no recursion. */
static void find_running(Builder *builder)
{
    const Graph *graph = builder->planner->graph;
    for (size_t k = 0; k < builder->level_nodes.count; k++) {
        const Node *node = graph->nodes.data[builder->level_nodes.data[k]];
        if (is_root(builder->planner, node, builder->level))
            add_running(builder, node);
    }
    for (size_t k = 0; k < builder->running.count; k++) {
        const Node *node = graph->nodes.data[builder->running.data[k]];
        for (int i = 0; i < node->input_count; i++)
            if (!is_loaded(builder, node->inputs[i]))
                add_running(builder, node->inputs[i]->producer);
    }
    if (builder->running.count)
        qsort(builder->running.data, builder->running.count, sizeof(int), by_id);
}

static bool input_runs(const Builder *builder, const Value *value)
{
    return value->class_ == XC_BATCH && builder->locals[value->id].runs;
}

/* An input that keeps its reader in the same map. */
static bool fuses_with(const Builder *builder, const Node *node, const Value *input)
{
    return fuses(node) && input_runs(builder, input) && fuses(input->producer) &&
           shape_equal(map_shape(node), input->shape);
}

static void measure_depth(Builder *builder)
{
    for (size_t k = 0; k < builder->running.count; k++) {
        const Node *node = running_node(builder, k);
        int depth = 0;
        for (int i = 0; i < node->input_count; i++) {
            if (!input_runs(builder, node->inputs[i]))
                continue;
            int from = builder->depth[node->inputs[i]->producer->id] +
                       (fuses_with(builder, node, node->inputs[i]) ? 0 : 1);
            depth = from > depth ? from : depth;
        }
        builder->depth[node->id] = depth;
        builder->group[node->id] = fuses(node) ? node->id : -1;
    }
}

static int group_root(Builder *builder, int node)
{
    while (builder->group[node] != node) {
        builder->group[node] = builder->group[builder->group[node]];
        node = builder->group[node];
    }
    return node;
}

/* The nodes of a map in a list, from the least to the greatest; a map is called by its least. */
static void link_members(Builder *builder)
{
    for (size_t k = builder->running.count; k-- > 0;) {
        int node = builder->running.data[k], group = builder->group[node];
        if (group < 0)
            continue;
        group = builder->group[node] = group_root(builder, node);
        if (group == node)
            continue;
        builder->next[node] = builder->next[group];
        builder->next[group] = node;
    }
}

static void merge_groups(Builder *builder)
{
    for (size_t k = 0; k < builder->running.count; k++) {
        const Node *node = running_node(builder, k);
        if (!fuses(node))
            continue;
        for (int i = 0; i < node->input_count; i++) {
            if (!fuses_with(builder, node, node->inputs[i]))
                continue;
            int from = node->inputs[i]->producer->id;
            if (builder->depth[from] != builder->depth[node->id])
                continue;
            int a = group_root(builder, node->id), b = group_root(builder, from);
            int low = a < b ? a : b, high = a < b ? b : a;
            builder->group[high] = low;
        }
    }
    link_members(builder);
}

static bool same_map(const Builder *builder, const Node *a, const Node *b)
{
    return builder->group[a->id] >= 0 && builder->group[a->id] == builder->group[b->id];
}

/* Marks how the inputs of a running node are wanted in memory. */
static void want_inputs(Builder *builder, const Node *node)
{
    bool tiles = node->op == XC_OP_CONV_WEIGHT_GRADIENT && !weight_gradient_in_chains(node);
    for (int i = 0; i < node->input_count; i++) {
        const Value *input = node->inputs[i];
        if (input->class_ != XC_BATCH)
            continue;
        Local *local = &builder->locals[input->id];
        int pad[4];
        if (tiles)
            local->transient = true;
        if (local->runs && same_map(builder, input->producer, node))
            continue;
        if (wants_padded(node, i, pad)) {
            local->want_padded = true;
            for (int side = 0; side < 4; side++)
                local->pad[side] = pad[side] > local->pad[side] ? pad[side] : local->pad[side];
        } else if (wants_plain(node, i)) {
            local->want_plain = true;
        }
    }
}

/* A reader that takes any form is content with a padded one; where there is none, plain. */
static void want_any(Builder *builder, const Node *node)
{
    for (int i = 0; i < node->input_count; i++) {
        const Value *input = node->inputs[i];
        Local *local = &builder->locals[input->id];
        if (input->class_ == XC_BATCH && local->runs && !same_map(builder, input->producer, node) &&
            !local->want_padded)
            local->want_plain = true;
    }
}

/* A map by its group, any other node by its id. */
static int unit_of(const Builder *builder, const Node *node)
{
    int group = builder->group[node->id];
    return group >= 0 ? group : node->id;
}

/* A unit on the way from a root: its inputs up to this one of this member have been seen to. */
typedef struct Visit {
    int unit;
    int member; /* -1 after the last */
    int input;
} Visit;

typedef struct Walk {
    Visit *data;
    size_t count, capacity;
} Walk;

static void visit(Builder *builder, Walk *walk, const Node *node)
{
    int unit = unit_of(builder, node);
    if (builder->emitted[unit])
        return;
    builder->emitted[unit] = true;
    vec_push(builder->planner->arena, walk, ((Visit){unit, unit, 0}));
}

static void build_unit(Builder *builder, int unit)
{
    if (builder->group[unit] >= 0)
        build_map(builder, unit);
    else
        build_node(builder, builder->planner->graph->nodes.data[unit]);
}

/* One step of the walk: the next input of the unit on top, its next member, or the unit itself. */
static void advance(Builder *builder, Walk *walk)
{
    Visit *top = &walk->data[walk->count - 1];
    if (top->member < 0) {
        build_unit(builder, top->unit);
        walk->count--;
        return;
    }
    const Node *node = builder->planner->graph->nodes.data[top->member];
    if (top->input == node->input_count) {
        top->member = builder->next[top->member];
        top->input = 0;
        return;
    }
    const Value *input = node->inputs[top->input++];
    if (input_runs(builder, input) && !same_map(builder, input->producer, node))
        visit(builder, walk, input->producer);
}

/* Depth first from the roots, in a stack of its own: it may get as deep as the network. */
static void run_units(Builder *builder)
{
    const Planner *planner = builder->planner;
    Walk walk = {0};
    for (size_t k = 0; k < builder->level_nodes.count; k++) {
        const Node *node = planner->graph->nodes.data[builder->level_nodes.data[k]];
        if (builder->runs[node->id] && is_root(planner, node, builder->level))
            visit(builder, &walk, node);
        while (walk.count)
            advance(builder, &walk);
    }
}

/* Images of a task's group: what its smallest map asks for. */
static int choose_group(const Builder *builder)
{
    int group = 1;
    for (size_t k = 0; k < builder->running.count; k++) {
        int asked = group_of(builder->planner, running_node(builder, k));
        group = asked > group ? asked : group;
    }
    return group;
}

static void choose_domain(Builder *builder)
{
    builder->phase->domain = XC_DOMAIN_IMAGES;
    for (size_t k = 0; k < builder->running.count; k++) {
        const Node *node = running_node(builder, k);
        if (node->op == XC_OP_CONV_WEIGHT_GRADIENT && weight_gradient_in_chains(node))
            builder->phase->domain = XC_DOMAIN_CHAINS;
    }
    builder->phase->group = choose_group(builder);
    builder->images = builder->phase->group;
}

static void build_finishes(Builder *builder)
{
    for (size_t k = 0; k < builder->level_nodes.count; k++) {
        int node = builder->level_nodes.data[k];
        if (builder->runs[node])
            build_finish(builder, builder->planner->graph->nodes.data[node]);
    }
}

Phase *plan_level_phase(Builder *builder, int level)
{
    Phase *phase = builder_begin(builder, level);
    find_running(builder);
    choose_domain(builder);
    measure_depth(builder);
    merge_groups(builder);
    for (size_t k = 0; k < builder->running.count; k++)
        want_inputs(builder, running_node(builder, k));
    for (size_t k = 0; k < builder->running.count; k++)
        want_any(builder, running_node(builder, k));
    describe_phase(builder);
    run_units(builder);
    title_phase(builder);
    build_finishes(builder);
    phase->scratch_size =
        plan_scratch_offsets(builder->planner->arena, phase->scratch.data, phase->scratch.count);
    builder_end(builder);
    return phase;
}
