/* Levels: how many batch-wide barriers lie before a node.
 *
 * A per-image node runs as soon as its inputs allow: at the largest level of their availability. A
 * sum over the batch can be read one level later than it is taken. What reads parameters and such
 * sums alone runs at the end of the level before. In inference, which has no barriers, groups of
 * images make the levels, see groups.c. Each level becomes one phase. */
#include "plan/planner.h"

static int available_after(const Node *node, int level)
{
    return op_info(node->op)->reach == XC_BATCH_REDUCING ? level + 1 : level;
}

static void sort_by_level(Planner *planner)
{
    size_t nodes = planner->graph->nodes.count, levels = (size_t)planner->level_count;
    planner->by_level = arena_array(planner->arena, nodes, sizeof(int));
    planner->level_start = arena_array(planner->arena, levels + 1, sizeof(int));
    for (size_t n = 0; n < nodes; n++)
        planner->level_start[planner->node_level[n] + 1]++;
    for (size_t level = 0; level < levels; level++)
        planner->level_start[level + 1] += planner->level_start[level];
    int *next = arena_array(planner->arena, levels, sizeof *next);
    for (size_t n = 0; n < nodes; n++) {
        int level = planner->node_level[n];
        planner->by_level[planner->level_start[level] + next[level]++] = (int)n;
    }
}

void plan_levels(Planner *planner)
{
    const Graph *graph = planner->graph;
    planner->node_level = arena_array(planner->arena, graph->nodes.count, sizeof(int));
    for (size_t i = 0; i < graph->nodes.count; i++) {
        const Node *node = graph->nodes.data[i];
        int level = level_of_group(planner, node);
        for (int k = 0; k < node->input_count; k++) {
            int available = planner->values[node->inputs[k]->id].available;
            level = available > level ? available : level;
        }
        planner->node_level[i] = level;
        for (int k = 0; k < node->output_count; k++) {
            ValuePlan *value = &planner->values[node->outputs[k]->id];
            value->level = level;
            value->available = available_after(node, level);
        }
        if (level + 1 > planner->level_count)
            planner->level_count = level + 1;
    }
    sort_by_level(planner);
    planner->level_merges = arena_array(planner->arena, (size_t)planner->level_count, sizeof(bool));
    for (size_t i = 0; i < graph->nodes.count; i++)
        if (graph->nodes.data[i]->op == XC_OP_CONV_WEIGHT_GRADIENT)
            planner->level_merges[planner->node_level[i]] = true;
}
