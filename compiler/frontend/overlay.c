#include "frontend/overlay.h"

#include <stdlib.h>
#include <string.h>

#include "frontend/schema.h"

static Tree *new_map(Arena *arena, Location at, size_t count)
{
    Tree *map = arena_alloc(arena, sizeof *map);
    *map = (Tree){.kind = TREE_MAP, .at = at};
    map->keys = arena_array(arena, count, sizeof *map->keys);
    map->items = arena_array(arena, count, sizeof *map->items);
    return map;
}

static void add(Tree *map, Tree *key, const Tree *value)
{
    map->keys[map->count] = key;
    map->items[map->count++] = (Tree *)value;
}

static const Tree *single(Arena *arena, const char *key, const Tree *value)
{
    Tree *map = new_map(arena, value->at, 1), *word = arena_alloc(arena, sizeof *word);
    *word = (Tree){.kind = TREE_SCALAR, .at = value->at, .text = key};
    add(map, word, value);
    return map;
}

/* A number that stands for a mapping, as that mapping, where a key beside it comes. */
static const Tree *spell_out(Arena *arena, const char *key, const Tree *value, const char *coming)
{
    if (!value || value->kind != TREE_SCALAR)
        return value;
    if (strcmp(key, "cosine") == 0 || strcmp(key, "one_cycle") == 0)
        return single(arena, "rate", value);
    if (strcmp(key, "learning_rate") == 0 && strcmp(coming, "warm_up") == 0)
        return single(arena, "steps", single(arena, "0", value));
    return value;
}

/* Epochs stand in their order: 40 comes between 0 and 80. */
static bool comes_before(const char *a, const char *b)
{
    static const char digits[] = "0123456789";
    return a[strspn(a, digits)] == '\0' && b[strspn(b, digits)] == '\0' &&
           strtod(a, NULL) < strtod(b, NULL);
}

const Tree *overlay(
    Arena *arena, const char *key, const Tree *before, const Tree *own, size_t depth)
{
    if (!depth)
        return own;
    Tree *word = own->keys[0];
    before = spell_out(arena, key, before, word->text);
    bool there = before && before->kind == TREE_MAP;
    Tree *map = new_map(arena, own->at, (there ? before->count : 0) + 1);
    const Tree *value =
        overlay(arena, word->text, tree_get(before, word->text), own->items[0], depth - 1);
    bool added = false;
    for (size_t i = 0; there && i < before->count; i++) {
        const char *other = before->keys[i]->text;
        bool same = strcmp(other, word->text) == 0;
        if (!added && (same || comes_before(word->text, other))) {
            add(map, word, value);
            added = true;
        }
        if (!same && !are_alternatives(other, word->text))
            add(map, before->keys[i], before->items[i]);
    }
    if (!added)
        add(map, word, value);
    return map;
}
