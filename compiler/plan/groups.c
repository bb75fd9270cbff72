/* How many images a task takes through its stages at a time, and where that cuts inference.
 *
 * A matrix tile wants rows: on small maps a task takes several images. Training has a phase for
 * every batch-wide barrier anyway, and each phase the group that its smallest map asks for.
 * Inference has no barrier, so that one small map, which the dense layers behind a global pool are,
 * would make all of it run in large groups, of which there are few and which need much scratch.
 * There a convolution that is worth it begins a phase where it asks for larger groups than what it
 * reads was made in, and those that are not (a classifier, a gate) run as they come. */
#include "graph/ops.h"
#include "plan/planner.h"

enum { WORTH = 128 }; /* a convolution counts from this part of an image's multiply-adds on */

static int largest_group(const Planner *planner, int pixels)
{
    int most = planner->program->batch / XC_CHAINS, group = 1;
    while (group * pixels < XC_TASK_ROWS && group < XC_GROUP_MAX && 2 * group <= most)
        group *= 2;
    return group;
}

/* The map whose pixels are the rows of the node's matrix; NULL for none. */
static const Value *rows_of(const Node *node)
{
    return node->op == XC_OP_CONV                  ? node->outputs[0]
           : node->op == XC_OP_CONV_INPUT_GRADIENT ? node->inputs[0]
                                                   : NULL;
}

static bool counts(const Planner *planner, const Node *node)
{
    return !planner->cuts_by_group || op_info(node->op)->macs(node) * WORTH >= planner->image_macs;
}

int group_of(const Planner *planner, const Node *node)
{
    const Value *map = rows_of(node);
    if (!map || !counts(planner, node))
        return 1;
    return largest_group(planner, shape_height(map->shape) * shape_width(map->shape));
}

/* Groups are powers of two up to XC_GROUP_MAX; those that no convolution asks for have no level. */
void plan_group_levels(Planner *planner)
{
    const Graph *graph = planner->graph;
    planner->cuts_by_group = true;
    for (size_t i = 0; i < graph->nodes.count; i++)
        if (graph->nodes.data[i]->op == XC_OP_CONV)
            planner->image_macs += op_info(XC_OP_CONV)->macs(graph->nodes.data[i]);
    bool used[XC_GROUP_MAX + 1] = {false};
    for (size_t i = 0; i < graph->nodes.count; i++)
        if (graph->nodes.data[i]->op == XC_OP_CONV && counts(planner, graph->nodes.data[i]))
            used[group_of(planner, graph->nodes.data[i])] = true;
    int level = 0;
    for (int group = 1; group <= XC_GROUP_MAX; group *= 2) {
        planner->group_level[group] = level;
        level += used[group];
    }
}

int level_of_group(const Planner *planner, const Node *node)
{
    return planner->cuts_by_group ? planner->group_level[group_of(planner, node)] : 0;
}
