/* The life of a Builder: one for a procedure, cleared after each phase. */
#include "plan/builder.h"

#include <string.h>

Builder *builder_new(Planner *planner)
{
    Arena *arena = planner->arena;
    size_t nodes = planner->graph->nodes.count, values = planner->graph->values.count;
    Builder *builder = arena_alloc(arena, sizeof *builder);
    builder->planner = planner;
    builder->runs = arena_array(arena, nodes, sizeof *builder->runs);
    builder->depth = arena_array(arena, nodes, sizeof *builder->depth);
    builder->group = arena_array(arena, nodes, sizeof *builder->group);
    builder->next = arena_array(arena, nodes, sizeof *builder->next);
    builder->emitted = arena_array(arena, nodes, sizeof *builder->emitted);
    builder->locals = arena_array(arena, values, sizeof *builder->locals);
    builder->steps = arena_array(arena, values, sizeof *builder->steps);
    builder->counted = arena_array(arena, values, sizeof *builder->counted);
    for (size_t n = 0; n < nodes; n++)
        builder->group[n] = builder->next[n] = -1;
    return builder;
}

Phase *builder_begin(Builder *builder, int level)
{
    Planner *planner = builder->planner;
    const int *start = planner->level_start;
    builder->level = level;
    builder->level_nodes.data = planner->by_level + start[level];
    builder->level_nodes.count = (size_t)(start[level + 1] - start[level]);
    builder->phase_index = planner->level_phase[level];
    builder->phase = arena_alloc(planner->arena, sizeof *builder->phase);
    return builder->phase;
}

static void clear_local(Builder *builder, const Value *value)
{
    memset(&builder->locals[value->id], 0, sizeof(Local));
}

/* Only what the phase has touched: a network has about as many phases as layers, and clearing all
 * for each of them would cost their product. */
void builder_end(Builder *builder)
{
    for (size_t k = 0; k < builder->running.count; k++) {
        const Node *node = builder->planner->graph->nodes.data[builder->running.data[k]];
        for (int i = 0; i < node->input_count; i++)
            clear_local(builder, node->inputs[i]);
        for (int i = 0; i < node->output_count; i++)
            clear_local(builder, node->outputs[i]);
        builder->runs[node->id] = builder->emitted[node->id] = false;
        builder->depth[node->id] = 0;
        builder->group[node->id] = builder->next[node->id] = -1;
    }
    builder->running.count = 0;
}
