#include "frontend/expand.h"

#include <string.h>

#include "frontend/arguments.h"

/* ---- repeats ----------------------------------------------------------------------------- */

static bool each_rounds(const Evaluator *evaluator, const Tree *each, Rounds *rounds)
{
    Datum *lists = arena_array(evaluator->arena, each->count, sizeof *lists);
    for (size_t i = 0; i < each->count; i++) {
        if (!evaluate_each(evaluator, each->items[i], &lists[i]))
            return false;
        if (lists[i].count == lists[0].count)
            continue;
        fail_at(evaluator, each->keys[i]->at, NULL, "'%s' has %zu values and '%s' has %zu",
            each->keys[i]->text, lists[i].count, each->keys[0]->text, lists[0].count);
        return false;
    }
    rounds->count = each->count ? lists[0].count : 0;
    rounds->scopes = arena_array(evaluator->arena, rounds->count, sizeof *rounds->scopes);
    for (size_t round = 0; round < rounds->count; round++) {
        Scope *scope = arena_alloc(evaluator->arena, sizeof *scope);
        scope->parent = evaluator->scope;
        scope->bindings = arena_array(evaluator->arena, each->count, sizeof *scope->bindings);
        scope->count = each->count;
        for (size_t i = 0; i < each->count; i++)
            scope->bindings[i] = (Binding){each->keys[i]->text, lists[i].items[round]};
        rounds->scopes[round] = scope;
    }
    return true;
}

bool repeat_rounds(const Evaluator *evaluator, const LayerParts *parts, Rounds *rounds)
{
    const Tree *each = layer_argument(parts, "each", false);
    const Tree *times = layer_argument(parts, "times", true);
    Datum datum;
    int count;
    if (each)
        return each_rounds(evaluator, each, rounds);
    if (!evaluate(evaluator, times, &datum) ||
        !read_count(evaluator, &datum, "times", 0, XC_MAX_LAYERS, &count))
        return false;
    rounds->count = (size_t)count;
    rounds->scopes = arena_array(evaluator->arena, rounds->count, sizeof *rounds->scopes);
    for (size_t i = 0; i < rounds->count; i++)
        rounds->scopes[i] = evaluator->scope;
    return true;
}

/* ---- items ------------------------------------------------------------------------------- */

static bool add_items(
    const Evaluator *evaluator, const Tree *list, const Scope *scope, bool live, ItemList *items);

static bool add_repeat(const Evaluator *evaluator, const LayerParts *parts, const Scope *scope,
    bool live, ItemList *items)
{
    Evaluator local = *evaluator;
    local.scope = scope;
    Rounds rounds;
    const Tree *condition = layer_argument(parts, "if", false);
    if (condition && live && !evaluate_bool(&local, condition, &live))
        return false;
    if (!repeat_rounds(&local, parts, &rounds))
        return false;
    const Tree *layers = layer_argument(parts, "layers", false);
    for (size_t i = 0; i < rounds.count; i++)
        if (!add_items(evaluator, layers, rounds.scopes[i], live, items))
            return false;
    return true;
}

static bool add_item(
    const Evaluator *evaluator, const Tree *layer, const Scope *scope, bool live, ItemList *items)
{
    LayerParts parts = layer_parts(layer);
    if (strcmp(parts.kind, "repeat") == 0)
        return add_repeat(evaluator, &parts, scope, live, items);
    const Tree *name = layer_argument(&parts, "name", false);
    Evaluator local = *evaluator;
    local.scope = scope;
    Item item = {.layer = layer, .scope = scope, .live = live};
    if (name && !(item.name = evaluate_name(&local, name)))
        return false;
    if (items->count >= XC_MAX_LAYERS) {
        fail_at(evaluator, parts.at, NULL, "the model has more than %d layers", XC_MAX_LAYERS);
        return false;
    }
    vec_push(evaluator->arena, items, item);
    return true;
}

static bool add_items(
    const Evaluator *evaluator, const Tree *list, const Scope *scope, bool live, ItemList *items)
{
    for (size_t i = 0; i < list->count; i++)
        if (!add_item(evaluator, list->items[i], scope, live, items))
            return false;
    return true;
}

/* ---- changes ----------------------------------------------------------------------------- */

static bool find_item(const ItemList *items, const char *name, size_t *index)
{
    for (*index = 0; *index < items->count; ++*index)
        if (items->data[*index].name && strcmp(items->data[*index].name, name) == 0)
            return true;
    return false;
}

static void unknown_item(const Evaluator *evaluator, const ItemList *items, const Tree *key)
{
    struct {
        const char **data;
        size_t count, capacity;
    } names = {0};
    for (size_t i = 0; i < items->count; i++)
        if (items->data[i].name)
            vec_push(evaluator->arena, &names, items->data[i].name);
    const char *nearest = diag_nearest(key->text, names.data, names.count);
    const char *hint =
        nearest ? arena_printf(evaluator->arena, "did you mean '%s'?", nearest)
                : "only a layer of the model's own list that was given a name can be changed";
    fail_at(evaluator, key->at, hint, "no layer is named '%s'", key->text);
}

/* The list in the item's place; 'original' is the item. */
static bool replace_item(
    const Evaluator *evaluator, ItemList *items, size_t index, const Tree *list)
{
    ItemList changed = {0};
    Item original = items->data[index];
    for (size_t i = 0; i < index; i++)
        vec_push(evaluator->arena, &changed, items->data[i]);
    for (size_t i = 0; i < list->count; i++) {
        if (tree_is(list->items[i], "original"))
            vec_push(evaluator->arena, &changed, original);
        else if (!add_item(evaluator, list->items[i], NULL, original.live, &changed))
            return false;
    }
    for (size_t i = index + 1; i < items->count; i++)
        vec_push(evaluator->arena, &changed, items->data[i]);
    *items = changed;
    return true;
}

static bool check_override(
    const Evaluator *evaluator, const Model *model, const Item *item, const Tree *arguments)
{
    LayerParts parts = layer_parts(item->layer);
    const KindSpec *kind = find_kind(parts.kind);
    const Block *block = kind ? NULL : map_get(&model->blocks, parts.kind);
    bool right = true;
    for (size_t i = 0; i < arguments->count; i++) {
        const char *key = arguments->keys[i]->text;
        const ArgumentSpec *spec = kind ? find_argument(kind, key) : NULL;
        bool known = strcmp(key, "if") == 0 || (spec && spec->type != ARGUMENT_TREE);
        for (size_t k = 0; block && k < block->argument_count; k++)
            known = known || strcmp(block->arguments[k].name, key) == 0;
        if (known)
            continue;
        fail_at(evaluator, arguments->keys[i]->at, synonym_hint(key),
            "unknown argument '%s' of '%s', which is the kind of '%s'", key, parts.kind,
            item->name);
        right = false;
    }
    return right;
}

static bool apply_change(
    const Evaluator *evaluator, const Model *model, ItemList *items, const Tree *change)
{
    bool right = true;
    for (size_t i = 0; i < change->count; i++) {
        const Tree *key = change->keys[i], *value = change->items[i];
        size_t index;
        if (!find_item(items, key->text, &index)) {
            unknown_item(evaluator, items, key);
            right = false;
        } else if (value->kind == TREE_LIST) {
            right = replace_item(evaluator, items, index, value) && right;
        } else {
            Item *item = &items->data[index];
            right = check_override(evaluator, model, item, value) && right;
            Override *override = arena_alloc(evaluator->arena, sizeof *override);
            *override = (Override){item->overrides, value, key->at};
            item->overrides = override;
        }
    }
    return right;
}

bool change_items(const Evaluator *evaluator, const Model *model, ItemList *items)
{
    if (!add_items(evaluator, model->layers, NULL, true, items))
        return false;
    bool right = true;
    for (size_t i = 0; i < model->changes.count; i++)
        right = apply_change(evaluator, model, items, model->changes.data[i]) && right;
    return right;
}
