/* What a phase is called, and what its comment says of it. */
#include "plan/builder.h"
#include "support/text.h"

#include <string.h>

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

static bool is_gradient(const Node *node)
{
    return node->op == XC_OP_CONV_WEIGHT_GRADIENT || node->op == XC_OP_CONV_INPUT_GRADIENT;
}

static bool may_name(const Builder *builder, const Node *node)
{
    int level = builder->planner->node_level[node->id];
    return (node->op == XC_OP_CONV && level == builder->level) ||
           node->op == XC_OP_CONV_WEIGHT_GRADIENT;
}

static const char *direction_of(const Builder *builder)
{
    const Graph *graph = builder->planner->graph;
    const char *direction = graph->labels ? "forward" : "inference";
    for (size_t k = 0; k < builder->running.count; k++) {
        const Node *node = graph->nodes.data[builder->running.data[k]];
        if (node->op == XC_OP_SOFTMAX_CROSS_ENTROPY)
            return "loss";
        if (is_gradient(node) || node->op == XC_OP_DEPTHWISE_INPUT_GRADIENT)
            direction = "backward";
    }
    return direction;
}

void describe_phase(Builder *builder)
{
    Planner *planner = builder->planner;
    Phase *phase = builder->phase;
    const Node *main = NULL;
    for (size_t k = 0; k < builder->running.count; k++) {
        const Node *node = planner->graph->nodes.data[builder->running.data[k]];
        if (node->op == XC_OP_CONV || is_gradient(node))
            phase->macs += op_info(node->op)->macs ? op_info(node->op)->macs(node) : 0;
        if (may_name(builder, node) && (!main || main_rank(node) > main_rank(main)))
            main = node;
        if (!main && node->layer)
            phase->layer = node->layer, phase->location = node->location;
    }
    if (main) {
        phase->layer = main->layer;
        phase->location = main->location;
    }
    phase->direction = direction_of(builder);
    const char *base = phase->layer ? phase->layer->name : planner->graph->name;
    phase->name = strcmp(phase->direction, "inference") == 0
                      ? "infer"
                      : layer_identifier(planner->arena, base, phase->direction);
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

void title_phase(Builder *builder)
{
    Arena *arena = builder->planner->arena;
    Phase *phase = builder->phase;
    if (!builder->planner->graph->labels)
        return;
    Text title = {.arena = arena};
    for (size_t i = 0; i < phase->stages.count; i++) {
        const char *words = stage_words(arena, phase->stages.data[i].kernel);
        if (words)
            text_printf(&title, "%s%s", title.count ? " > " : "", words);
    }
    phase->title = title.data;
}
