/* The storage rule: what a later phase needs is stored, or made again from what is stored.
 *
 * A value is rebuilt when making it is cheap (at most XC_REBUILD_TAPS multiply-adds an element)
 * and reads no more than about its own size of stored tensors. So BN-apply, ReLU, depthwise,
 * dropout, slices and gates are rebuilt from their one stored tensor; convolution outputs, sums of
 * two tensors and whatever is smaller than its source (pools, their index) are stored.
 *
 * Algorithm: forward, each value's policy and leaves as if it were needed; backward, the last
 * level that needs it, where a rebuilt value passes its needs on to its inputs.
 * Requires: levels. Ensures: ValuePlan.stored, last_needed. */
#include "plan/planner.h"

bool weight_gradient_in_chains(const Node *node)
{
    Shape kernel = node->outputs[0]->shape;
    Shape dy = node->inputs[1]->shape;
    int pixels = shape_height(dy) * shape_width(dy);
    size_t columns = padded_channels(shape_channels(dy));
    size_t rows = shape_elements(kernel) / (size_t)kernel.dim[kernel.rank - 1];
    size_t bytes = rows * columns * sizeof(float);
    return bytes <= XC_CHAIN_SMALL || (pixels >= XC_CHAIN_PIXELS && bytes <= XC_CHAIN_BYTES);
}

/* Multiply-adds an element of rebuilding the node's output; a large number for a convolution. */
static int rebuild_cost(const Node *node)
{
    switch (node->op) {
    case XC_OP_CONV:
    case XC_OP_CONV_INPUT_GRADIENT:
    case XC_OP_GLOBAL_AVERAGE_POOL:
    case XC_OP_GLOBAL_MAX_POOL:
    case XC_OP_MULTIPLY_REDUCE:
    case XC_OP_SOFTMAX_CROSS_ENTROPY_GRADIENT:
    case XC_OP_SOFTMAX:
        return XC_REBUILD_TAPS + 1;
    case XC_OP_DEPTHWISE:
    case XC_OP_DEPTHWISE_INPUT_GRADIENT:
    case XC_OP_MAX_POOL:
    case XC_OP_MAX_POOL_GRADIENT:
    case XC_OP_AVERAGE_POOL:
    case XC_OP_AVERAGE_POOL_GRADIENT:
        return node->at.kernel[0] * node->at.kernel[1];
    default:
        return 1;
    }
}

static bool add_leaf(ValuePlan *plan, const Value *leaf)
{
    for (int i = 0; i < plan->leaf_count; i++)
        if (plan->leaves[i] == leaf)
            return true;
    if (plan->leaf_count == XC_MAX_LEAVES)
        return false;
    plan->leaves[plan->leaf_count++] = leaf;
    return true;
}

/* Adds what reading `input` in a later phase would read. */
static bool add_leaves_of(Planner *planner, ValuePlan *plan, const Value *input)
{
    const ValuePlan *from = &planner->values[input->id];
    if (input->class_ != XC_BATCH)
        return true;
    if (!from->rebuild)
        return add_leaf(plan, input);
    for (int i = 0; i < from->leaf_count; i++)
        if (!add_leaf(plan, from->leaves[i]))
            return false;
    return true;
}

static void choose_policy(Planner *planner, const Node *node, const Value *output)
{
    ValuePlan *plan = &planner->values[output->id];
    plan->rebuild = false;
    if (rebuild_cost(node) > XC_REBUILD_TAPS)
        return;
    for (int i = 0; i < node->input_count; i++) {
        if (!add_leaves_of(planner, plan, node->inputs[i])) {
            plan->leaf_count = 0;
            return;
        }
    }
    size_t reads = 0;
    for (int i = 0; i < plan->leaf_count; i++)
        reads += planner->values[plan->leaves[i]->id].reals;
    plan->rebuild = reads <= plan->reals + plan->reals / 4;
    if (!plan->rebuild)
        plan->leaf_count = 0;
}

static void need(ValuePlan *plan, int level)
{
    plan->last_needed = level > plan->last_needed ? level : plan->last_needed;
}

static void spread_needs(Planner *planner, const Node *node)
{
    for (int i = 0; i < node->input_count; i++) {
        ValuePlan *input = &planner->values[node->inputs[i]->id];
        need(input, planner->node_level[node->id]);
        for (int o = 0; o < node->output_count; o++) {
            const ValuePlan *output = &planner->values[node->outputs[o]->id];
            if (node->outputs[o]->class_ == XC_BATCH && output->rebuild)
                need(input, output->last_needed);
        }
    }
}

static void decide(Planner *planner, const Value *value)
{
    ValuePlan *plan = &planner->values[value->id];
    plan->stored = value->class_ == XC_BATCH && value->producer && !plan->rebuild &&
                   plan->last_needed > plan->level;
    if (value->class_ == XC_BATCH && value == planner->graph->output)
        plan->stored = true;
}

void plan_storage(Planner *planner)
{
    const Graph *graph = planner->graph;
    for (size_t i = 0; i < graph->values.count; i++) {
        ValuePlan *plan = &planner->values[i];
        plan->last_needed = plan->level;
        const Value *value = graph->values.data[i];
        plan->reals = plan_reals(value, shape_elements(value->shape));
    }
    for (size_t i = 0; i < graph->nodes.count; i++)
        for (int o = 0; o < graph->nodes.data[i]->output_count; o++)
            choose_policy(planner, graph->nodes.data[i], graph->nodes.data[i]->outputs[o]);
    for (size_t i = graph->nodes.count; i-- > 0;)
        spread_needs(planner, graph->nodes.data[i]);
    for (size_t i = 0; i < graph->values.count; i++)
        decide(planner, graph->values.data[i]);
}
