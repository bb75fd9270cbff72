#include "report/drawing.h"

#include "report/figures.h"

#include <string.h>

/* ---- folding ----------------------------------------------------------------------------- */

/* A block call and its layers have consecutive ids, the call first. */
static int span_of(const Drawing *drawing, const Layer *block)
{
    const LayerList *children = wiring_children(drawing->wiring, block);
    int span = 1;
    for (size_t i = 0; i < children->count; i++)
        span += span_of(drawing, children->data[i]);
    return span;
}

/* Its place in the call, -1 of a layer outside of it and of the images. */
static int place_in(const Layer *block, int span, const Layer *layer)
{
    int place = layer ? layer->id - block->id : -1;
    return place >= 0 && place < span ? place : -1;
}

static bool same_arguments(const Layer *a, const Layer *b)
{
    if (a->argument_count != b->argument_count)
        return false;
    for (size_t i = 0; i < a->argument_count; i++)
        if (strcmp(a->arguments[i].value, b->arguments[i].value) != 0)
            return false;
    return true;
}

static bool same_sources(
    const Drawing *drawing, const Layer *a_block, const Layer *b_block, int span, int place)
{
    const LayerList *a = &drawing->wiring->sources[a_block->id + place];
    const LayerList *b = &drawing->wiring->sources[b_block->id + place];
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (place_in(a_block, span, a->data[i]) != place_in(b_block, span, b->data[i]))
            return false;
    return true;
}

static const Layer *output_layer(const Layer *block)
{
    return block->output && block->output->producer ? block->output->producer->layer : NULL;
}

static bool is_alike(const Drawing *drawing, const Layer *a, const Layer *b)
{
    Layer *const *layers = drawing->wiring->graph->layers.data;
    int span = span_of(drawing, a);
    if (span_of(drawing, b) != span || strcmp(a->kind, b->kind) != 0 ||
        place_in(a, span, output_layer(a)) != place_in(b, span, output_layer(b)))
        return false;
    for (int i = 1; i < span; i++) {
        const Layer *of_a = layers[a->id + i], *of_b = layers[b->id + i];
        bool same = of_a->is_block == of_b->is_block && strcmp(of_a->kind, of_b->kind) == 0 &&
                    strcmp(layer_own_name(of_a), layer_own_name(of_b)) == 0 &&
                    same_arguments(of_a, of_b) && same_sources(drawing, a, b, span, i);
        if (!same)
            return false;
    }
    return true;
}

/* Does next read the output of block alone, and is it all that reads anything of block? */
static bool is_passed_on(const Drawing *drawing, const Layer *block, const Layer *next)
{
    const Layer *output = output_layer(block);
    int span = span_of(drawing, block), next_span = span_of(drawing, next);
    if (place_in(block, span, output) < 0)
        return false;
    for (int i = 0; i < next_span; i++) {
        const LayerList *sources = &drawing->wiring->sources[next->id + i];
        for (size_t k = 0; k < sources->count; k++)
            if (place_in(next, next_span, sources->data[k]) < 0 && sources->data[k] != output)
                return false;
    }
    for (int i = 0; i < span; i++) {
        const LayerList *readers = &drawing->wiring->readers[block->id + i];
        for (size_t k = 0; k < readers->count; k++)
            if (place_in(block, span, readers->data[k]) < 0 &&
                place_in(next, next_span, readers->data[k]) < 0)
                return false;
    }
    return true;
}

/* Draws the call, with all in it, in the place of another one. */
static void fold_away(Drawing *drawing, const Layer *call, const Layer *shown)
{
    Layer *const *layers = drawing->wiring->graph->layers.data;
    int span = span_of(drawing, call);
    for (int i = 0; i < span; i++) {
        drawing->drawn[call->id + i] = layers[shown->id + i];
        drawing->last[shown->id + i] = layers[call->id + i];
    }
    drawing->calls[shown->id]++;
}

static void fold(Drawing *drawing, const Layer *block)
{
    const LayerList *children = wiring_children(drawing->wiring, block);
    for (size_t i = 0; i < children->count;) {
        const Layer *shown = children->data[i++];
        if (!shown->is_block)
            continue;
        for (const Layer *call = shown; i < children->count; call = children->data[i++]) {
            const Layer *next = children->data[i];
            if (!next->is_block || !is_alike(drawing, shown, next) ||
                !is_passed_on(drawing, call, next))
                break;
            fold_away(drawing, next, shown);
        }
        fold(drawing, shown);
    }
}

/* A fold within a folded call: what its layers stood for goes with it. */
static void settle(Drawing *drawing, size_t count)
{
    for (size_t i = 0; i < count; i++)
        while (drawing->drawn[drawing->drawn[i]->id] != drawing->drawn[i])
            drawing->drawn[i] = drawing->drawn[drawing->drawn[i]->id];
}

/* ---- stacking ---------------------------------------------------------------------------- */

static void stack(Drawing *drawing, const Layer *layer)
{
    const Wiring *wiring = drawing->wiring;
    const LayerList *sources = &wiring->sources[layer->id];
    const Layer *source = sources->count == 1 ? sources->data[0] : NULL;
    bool shares = source && source->parent == layer->parent &&
                  drawing->drawn[source->id] == source && wiring->readers[source->id].count == 1;
    if (!shares)
        return;
    drawing->above[layer->id] = source;
    drawing->below[source->id] = layer;
}

const Drawing *drawing_of(const Graph *forward, bool flat)
{
    Arena *arena = forward->arena;
    size_t count = forward->layers.count;
    Drawing *drawing = arena_alloc(arena, sizeof *drawing);
    *drawing = (Drawing){.wiring = wiring_of(forward),
        .drawn = arena_array(arena, count, sizeof *drawing->drawn),
        .last = arena_array(arena, count, sizeof *drawing->last),
        .calls = arena_array(arena, count, sizeof *drawing->calls),
        .above = arena_array(arena, count, sizeof *drawing->above),
        .below = arena_array(arena, count, sizeof *drawing->below)};
    for (size_t i = 0; i < count; i++) {
        drawing->drawn[i] = drawing->last[i] = forward->layers.data[i];
        drawing->calls[i] = 1;
    }
    if (!flat) {
        fold(drawing, NULL);
        settle(drawing, count);
    }
    for (size_t i = 0; i < count; i++)
        if (!forward->layers.data[i]->is_block && drawing->drawn[i] == forward->layers.data[i])
            stack(drawing, forward->layers.data[i]);
    return drawing;
}
