/* The phase of one level: which nodes run, which of them fuse, in which order.
 *
 * Algorithm: roots are the level's sums over the batch and stored values; what they need runs too,
 * down to what is in the arena. Elementwise nodes that feed each other with no other kernel between
 * fuse into one map. Units (maps and single kernels) run in the order in which a depth-first walk
 * from the roots needs them, which keeps few values alive.
 * Requires: levels, storage. Ensures: stages in a valid order, scratch life spans. */
#include "plan/builder.h"

#include <string.h>

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

static void demand(Builder *builder, const Node *node)
{
    if (builder->runs[node->id])
        return;
    builder->runs[node->id] = true;
    for (int i = 0; i < node->output_count; i++)
        builder->locals[node->outputs[i]->id].runs = true;
    for (int i = 0; i < node->input_count; i++)
        if (!is_loaded(builder, node->inputs[i]))
            demand(builder, node->inputs[i]->producer);
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
    const Graph *graph = builder->planner->graph;
    for (size_t n = 0; n < graph->nodes.count; n++) {
        const Node *node = graph->nodes.data[n];
        builder->group[n] = -1;
        if (!builder->runs[n])
            continue;
        int depth = 0;
        for (int i = 0; i < node->input_count; i++) {
            if (!input_runs(builder, node->inputs[i]))
                continue;
            int from = builder->depth[node->inputs[i]->producer->id] +
                       (fuses_with(builder, node, node->inputs[i]) ? 0 : 1);
            depth = from > depth ? from : depth;
        }
        builder->depth[n] = depth;
        if (fuses(node))
            builder->group[n] = (int)n;
    }
}

static int group_root(Builder *builder, int node)
{
    while (builder->group[node] != node)
        node = builder->group[node];
    return node;
}

static void merge_groups(Builder *builder)
{
    const Graph *graph = builder->planner->graph;
    for (size_t n = 0; n < graph->nodes.count; n++) {
        const Node *node = graph->nodes.data[n];
        if (!builder->runs[n] || !fuses(node))
            continue;
        for (int i = 0; i < node->input_count; i++) {
            if (!fuses_with(builder, node, node->inputs[i]))
                continue;
            int from = node->inputs[i]->producer->id;
            if (builder->depth[from] != builder->depth[n])
                continue;
            int a = group_root(builder, (int)n), b = group_root(builder, from);
            int low = a < b ? a : b, high = a < b ? b : a;
            builder->group[high] = low;
        }
    }
    for (size_t n = 0; n < graph->nodes.count; n++)
        if (builder->group[n] >= 0)
            builder->group[n] = group_root(builder, (int)n);
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

static void run_unit(Builder *builder, const Node *node);

static void run_inputs(Builder *builder, const Node *node)
{
    for (int i = 0; i < node->input_count; i++) {
        const Value *input = node->inputs[i];
        if (input_runs(builder, input) && !same_map(builder, input->producer, node))
            run_unit(builder, input->producer);
    }
}

static void run_unit(Builder *builder, const Node *node)
{
    const Graph *graph = builder->planner->graph;
    int group = builder->group[node->id];
    int key = group >= 0 ? group : node->id;
    if (builder->emitted[key])
        return;
    builder->emitted[key] = true;
    if (group < 0) {
        run_inputs(builder, node);
        build_node(builder, node);
        return;
    }
    for (size_t n = 0; n < graph->nodes.count; n++)
        if (builder->group[n] == group)
            run_inputs(builder, graph->nodes.data[n]);
    build_map(builder, group);
}

/* Images of a task's group: enough pixels for the matrix tiles. */
static int choose_group(const Builder *builder)
{
    const Graph *graph = builder->planner->graph;
    int least = XC_TASK_ROWS;
    for (size_t n = 0; n < graph->nodes.count; n++) {
        const Node *node = graph->nodes.data[n];
        const Value *map = node->op == XC_OP_CONV                  ? node->outputs[0]
                           : node->op == XC_OP_CONV_INPUT_GRADIENT ? node->inputs[0]
                                                                   : NULL;
        if (!builder->runs[n] || !map)
            continue;
        int pixels = shape_height(map->shape) * shape_width(map->shape);
        least = pixels < least ? pixels : least;
    }
    int group = 1;
    int most = builder->planner->program->batch / XC_CHAINS;
    while (group * least < XC_TASK_ROWS && group < XC_GROUP_MAX && 2 * group <= most)
        group *= 2;
    return group;
}

static void choose_domain(Builder *builder)
{
    const Graph *graph = builder->planner->graph;
    builder->phase->domain = XC_DOMAIN_IMAGES;
    for (size_t n = 0; n < graph->nodes.count; n++)
        if (builder->runs[n] && graph->nodes.data[n]->op == XC_OP_CONV_WEIGHT_GRADIENT &&
            weight_gradient_in_chains(graph->nodes.data[n]))
            builder->phase->domain = XC_DOMAIN_CHAINS;
    builder->phase->group = choose_group(builder);
    builder->images = builder->phase->group;
}

/* The node that names a phase: a weight gradient before a convolution, the larger before the
 * smaller. */
static size_t main_rank(const Node *node)
{
    bool gradient = node->op == XC_OP_CONV_WEIGHT_GRADIENT;
    const Value *kernel = gradient ? node->outputs[0] : node->inputs[1];
    const Value *map = gradient ? node->inputs[1] : node->outputs[0];
    size_t pixels = (size_t)shape_height(map->shape) * (size_t)shape_width(map->shape);
    return shape_elements(kernel->shape) * pixels + (gradient ? (size_t)1 << 48 : 0);
}

static void describe(Builder *builder)
{
    Planner *planner = builder->planner;
    Phase *phase = builder->phase;
    const Graph *graph = planner->graph;
    const char *direction = graph->labels ? "forward" : "inference";
    const Node *main = NULL;
    for (size_t n = 0; n < graph->nodes.count; n++) {
        const Node *node = graph->nodes.data[n];
        if (!builder->runs[n])
            continue;
        bool gradient =
            node->op == XC_OP_CONV_WEIGHT_GRADIENT || node->op == XC_OP_CONV_INPUT_GRADIENT;
        if (gradient || node->op == XC_OP_DEPTHWISE_INPUT_GRADIENT)
            direction = "backward";
        if (node->op == XC_OP_CONV || gradient)
            phase->macs += op_info(node->op)->macs ? op_info(node->op)->macs(node) : 0;
        bool candidate = (node->op == XC_OP_CONV && planner->node_level[n] == builder->level) ||
                         node->op == XC_OP_CONV_WEIGHT_GRADIENT;
        if (candidate && (!main || main_rank(node) > main_rank(main)))
            main = node;
        if (!main && node->layer)
            phase->layer = node->layer, phase->location = node->location;
    }
    for (size_t n = 0; n < graph->nodes.count; n++)
        if (builder->runs[n] && graph->nodes.data[n]->op == XC_OP_SOFTMAX_CROSS_ENTROPY)
            direction = "loss";
    if (main) {
        phase->layer = main->layer;
        phase->location = main->location;
    }
    phase->direction = direction;
    const char *base = phase->layer ? phase->layer->name : planner->graph->name;
    phase->name = strcmp(direction, "inference") == 0
                      ? "infer"
                      : arena_printf(planner->arena, "%s_%s", base, direction);
}

/* What a stage does, in a few words; NULL for what goes without saying. */
static const char *stage_words(Arena *arena, const Kernel *kernel)
{
    const Attributes *at = &kernel->at;
    int outputs = kernel->columns * at->groups;
    switch (kernel->kind) {
    case XC_KERNEL_MAP:
        return map_words(arena, kernel->map);
    case XC_KERNEL_CONV:
        return arena_printf(arena, "%s %d->%d%s",
            conv_is_direct(at) ? "pointwise"
                               : arena_printf(arena, "conv %dx%d", at->kernel[0], at->kernel[1]),
            kernel->x.channels, outputs, kernel->statistics ? " > bn statistics" : "");
    case XC_KERNEL_CONV_INPUT_GRADIENT:
        return conv_is_direct(at) ? "pointwise gradient" : "conv gradient";
    case XC_KERNEL_CONV_WEIGHT_GRADIENT:
        return "weight gradient";
    case XC_KERNEL_DEPTHWISE:
        return arena_printf(arena, "depthwise %dx%d", at->kernel[0], at->kernel[1]);
    case XC_KERNEL_DEPTHWISE_INPUT_GRADIENT:
        return "depthwise gradient";
    case XC_KERNEL_DEPTHWISE_WEIGHT_GRADIENT:
        return "depthwise weight gradient";
    case XC_KERNEL_MAX_POOL:
        return arena_printf(arena, "max pool %dx%d", at->kernel[0], at->kernel[1]);
    case XC_KERNEL_AVERAGE_POOL:
        return arena_printf(arena, "average pool %dx%d", at->kernel[0], at->kernel[1]);
    case XC_KERNEL_MAX_POOL_GRADIENT:
    case XC_KERNEL_AVERAGE_POOL_GRADIENT:
    case XC_KERNEL_GLOBAL_MAX_POOL_GRADIENT:
        return "pool gradient";
    case XC_KERNEL_GLOBAL_AVERAGE_POOL:
    case XC_KERNEL_GLOBAL_MAX_POOL:
        return "global pool";
    case XC_KERNEL_MOMENTS:
        return "bn statistics";
    case XC_KERNEL_CROSS_ENTROPY:
        return "softmax cross-entropy";
    case XC_KERNEL_CROSS_ENTROPY_GRADIENT:
        return "its gradient";
    case XC_KERNEL_SOFTMAX:
        return "softmax";
    case XC_KERNEL_CONCAT:
        return kernel->at.offset == 0 ? "concat" : NULL;
    default:
        return NULL;
    }
}

/* The title: what the stages do, in their order. Inference, one phase of all layers, has none. */
static void write_title(Builder *builder)
{
    Arena *arena = builder->planner->arena;
    Phase *phase = builder->phase;
    if (!builder->planner->graph->labels)
        return;
    for (size_t i = 0; i < phase->stages.count; i++) {
        const char *words = stage_words(arena, phase->stages.data[i].kernel);
        if (words)
            phase->title =
                phase->title ? arena_printf(arena, "%s > %s", phase->title, words) : words;
    }
}

static Builder *builder_new(Planner *planner, int level)
{
    const Graph *graph = planner->graph;
    Builder *builder = arena_alloc(planner->arena, sizeof *builder);
    builder->planner = planner;
    builder->level = level;
    builder->phase_index = planner->level_phase[level];
    builder->phase = arena_alloc(planner->arena, sizeof *builder->phase);
    builder->runs = arena_array(planner->arena, graph->nodes.count, sizeof(bool));
    builder->depth = arena_array(planner->arena, graph->nodes.count, sizeof(int));
    builder->group = arena_array(planner->arena, graph->nodes.count, sizeof(int));
    builder->emitted = arena_array(planner->arena, graph->nodes.count, sizeof(bool));
    builder->locals = arena_array(planner->arena, graph->values.count, sizeof(Local));
    return builder;
}

Phase *plan_level_phase(Planner *planner, int level)
{
    const Graph *graph = planner->graph;
    Builder *builder = builder_new(planner, level);
    for (size_t n = 0; n < graph->nodes.count; n++)
        if (is_root(planner, graph->nodes.data[n], level))
            demand(builder, graph->nodes.data[n]);
    choose_domain(builder);
    measure_depth(builder);
    merge_groups(builder);
    for (size_t n = 0; n < graph->nodes.count; n++)
        if (builder->runs[n])
            want_inputs(builder, graph->nodes.data[n]);
    for (size_t n = 0; n < graph->nodes.count; n++)
        if (builder->runs[n])
            want_any(builder, graph->nodes.data[n]);
    describe(builder);
    for (size_t n = 0; n < graph->nodes.count; n++)
        if (builder->runs[n] && is_root(planner, graph->nodes.data[n], level))
            run_unit(builder, graph->nodes.data[n]);
    write_title(builder);
    for (size_t n = 0; n < graph->nodes.count; n++)
        if (planner->node_level[n] == level && builder->runs[n])
            build_finish(builder, graph->nodes.data[n]);
    builder->phase->scratch_size = plan_scratch_offsets(
        planner->arena, builder->phase->scratch.data, builder->phase->scratch.count);
    return builder->phase;
}
