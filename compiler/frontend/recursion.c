#include "frontend/recursion.h"

#include <string.h>

/* A chain of calls longer than this is refused when it is expanded. */
enum { MAX_DEPTH = 100 };

typedef enum Visit { VISIT_NONE, VISIT_OPEN, VISIT_DONE } Visit;

/* A depth-first walk over the calls; path holds the blocks that are open. */
typedef struct Walk {
    Arena *arena;
    Diag *diag;
    const Model *model;
    Map visits; /* block: Visit */
    const Block *path[MAX_DEPTH];
    int depth;
} Walk;

static void walk_block(Walk *walk, const Block *block);
static void walk_layers(Walk *walk, const Tree *list);

/* "a -> b -> a", from where the block was opened. */
static const char *circle(const Walk *walk, const Block *block)
{
    int first = walk->depth - 1;
    while (first > 0 && walk->path[first] != block)
        first--;
    const char *text = block->name;
    for (int i = first + 1; i < walk->depth; i++)
        text = arena_printf(walk->arena, "%s -> %s", text, walk->path[i]->name);
    return arena_printf(walk->arena, "%s -> %s", text, block->name);
}

static void walk_call(Walk *walk, const Block *block, Location at)
{
    const Visit *visit = map_get(&walk->visits, block->name);
    if (!visit) {
        walk_block(walk, block);
    } else if (*visit == VISIT_OPEN) {
        diag_error(walk->diag, at, "the block '%s' calls itself", block->name);
        if (walk->path[walk->depth - 1] != block)
            diag_hint(walk->diag, "the calls go in a circle: %s", circle(walk, block));
    }
}

/* The layers in branches and repeats are in lists, whatever the argument is called. */
static void walk_layer(Walk *walk, const Tree *layer)
{
    if (layer->kind == TREE_LIST) {
        walk_layers(walk, layer);
        return;
    }
    if (layer->kind != TREE_SCALAR && layer->count != 1)
        return;
    const LayerParts parts = layer_parts(layer);
    const KindSpec *kind = find_kind(parts.kind);
    const Block *block = kind ? NULL : map_get(&walk->model->blocks, parts.kind);
    if (block)
        walk_call(walk, block, parts.at);
    const char *inner = kind && strcmp(parts.kind, "repeat") == 0 ? "layers" : "branches";
    const Tree *layers = kind ? layer_argument(&parts, inner, find_argument(kind, inner)) : NULL;
    if (layers && find_argument(kind, inner))
        walk_layers(walk, layers);
}

static void walk_layers(Walk *walk, const Tree *list)
{
    for (size_t i = 0; list->kind == TREE_LIST && i < list->count; i++)
        walk_layer(walk, list->items[i]);
}

static void walk_block(Walk *walk, const Block *block)
{
    if (walk->depth == MAX_DEPTH)
        return;
    Visit *visit = arena_alloc(walk->arena, sizeof *visit);
    *visit = VISIT_OPEN;
    map_put(walk->arena, &walk->visits, block->name, visit);
    walk->path[walk->depth++] = block;
    walk_layers(walk, block->layers);
    walk->depth--;
    *visit = VISIT_DONE;
}

void check_recursion(Arena *arena, Diag *diag, const Model *model)
{
    Walk walk = {.arena = arena, .diag = diag, .model = model};
    for (size_t i = 0; i < model->block_list.count; i++) {
        const Block *block = model->block_list.data[i];
        bool current = map_get(&model->blocks, block->name) == block;
        if (current && !map_get(&walk.visits, block->name))
            walk_block(&walk, block);
    }
}
