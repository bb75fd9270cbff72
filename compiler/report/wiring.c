#include "report/wiring.h"

static void add_sources(Arena *arena, Wiring *wiring, const Node *node)
{
    for (int i = 0; i < node->input_count; i++) {
        const Value *value = node->inputs[i];
        const Layer *source = value->producer ? value->producer->layer : NULL;
        bool from_outside = value->class_ == XC_BATCH && source != node->layer;
        if (from_outside)
            vec_push(arena, &wiring->sources[node->layer->id], source);
        if (from_outside && source)
            vec_push(arena, &wiring->readers[source->id], node->layer);
    }
}

const Wiring *wiring_of(const Graph *forward)
{
    Arena *arena = forward->arena;
    Wiring *wiring = arena_alloc(arena, sizeof *wiring);
    wiring->graph = forward;
    wiring->children = arena_array(arena, forward->layers.count, sizeof *wiring->children);
    wiring->sources = arena_array(arena, forward->layers.count, sizeof *wiring->sources);
    wiring->readers = arena_array(arena, forward->layers.count, sizeof *wiring->readers);
    for (size_t i = 0; i < forward->layers.count; i++) {
        const Layer *layer = forward->layers.data[i];
        LayerList *siblings = layer->parent ? &wiring->children[layer->parent->id] : &wiring->top;
        vec_push(arena, siblings, layer);
    }
    for (size_t i = 0; i < forward->nodes.count; i++)
        if (forward->nodes.data[i]->layer)
            add_sources(arena, wiring, forward->nodes.data[i]);
    return wiring;
}

const LayerList *wiring_children(const Wiring *wiring, const Layer *layer)
{
    return layer ? &wiring->children[layer->id] : &wiring->top;
}

size_t wiring_layer_count(const Wiring *wiring, const Layer *layer)
{
    if (!layer->is_block)
        return 1;
    const LayerList *children = wiring_children(wiring, layer);
    size_t count = 0;
    for (size_t i = 0; i < children->count; i++)
        count += wiring_layer_count(wiring, children->data[i]);
    return count;
}
