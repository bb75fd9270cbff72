#include "frontend/expand.h"

#include <string.h>

#include "frontend/arguments.h"
#include "frontend/hints.h"

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

/* ---- traces ------------------------------------------------------------------------------ */

Trace trace_of_changes(Arena *arena, const Model *model)
{
    size_t count = 0;
    for (size_t i = 0; i < model->changes.count; i++)
        count += model->changes.data[i]->count;
    Location *changes = arena_array(arena, count, sizeof *changes);
    size_t next = 0;
    for (size_t i = 0; i < model->changes.count; i++)
        for (size_t k = 0; k < model->changes.data[i]->count; k++)
            changes[next++] = model->changes.data[i]->keys[k]->at;
    return (Trace){changes, count, false};
}

static void trace_change(Arena *arena, Item *item, Location at)
{
    size_t older = item->trace.own ? item->trace.count : 0;
    Location *changes = arena_array(arena, older + 1, sizeof *changes);
    changes[0] = at;
    for (size_t i = 0; i < older; i++)
        changes[i + 1] = item->trace.changes[i];
    item->trace = (Trace){changes, older + 1, true};
}

/* ---- items ------------------------------------------------------------------------------- */

/* A list of layers on its way into items. */
typedef struct Adding {
    const Evaluator *evaluator; /* outside all scopes */
    ItemList *original; /* NULL: the layers are the model's own, not those of a change */
    ItemList *items;
    size_t others; /* that stand beside them */
    Trace trace; /* of the layers */
    int rounds; /* of repeats so far */
} Adding;

static bool add_items(Adding *adding, const Tree *list, const Scope *scope, bool live);

static bool add_repeat(Adding *adding, const LayerParts *parts, const Scope *scope, bool live)
{
    Evaluator local = *adding->evaluator;
    local.scope = scope;
    Rounds rounds;
    const Tree *condition = layer_argument(parts, "if", false);
    if (condition && live && !evaluate_bool(&local, condition, &live))
        return false;
    if (!repeat_rounds(&local, parts, &rounds))
        return false;
    const Tree *layers = layer_argument(parts, "layers", false);
    for (size_t i = 0; i < rounds.count; i++) {
        if (++adding->rounds > XC_MAX_ROUNDS) {
            fail_at(&local, parts->at, NULL, "more than %d rounds of repeats", XC_MAX_ROUNDS);
            return false;
        }
        if (!add_items(adding, layers, rounds.scopes[i], live))
            return false;
    }
    return true;
}

static bool push_item(Adding *adding, const Item *item)
{
    if (adding->others + adding->items->count >= XC_MAX_LAYERS) {
        fail_at(adding->evaluator, item->layer->at, NULL, "the model has more than %d layers",
            XC_MAX_LAYERS);
        return false;
    }
    vec_push(adding->evaluator->arena, adding->items, *item);
    return true;
}

static bool add_original(Adding *adding, bool live)
{
    for (size_t i = 0; i < adding->original->count; i++) {
        Item item = adding->original->data[i];
        item.live = item.live && live;
        if (!push_item(adding, &item))
            return false;
    }
    return true;
}

static bool add_item(Adding *adding, const Tree *layer, const Scope *scope, bool live)
{
    if (adding->original && tree_is(layer, "original"))
        return add_original(adding, live);
    LayerParts parts = layer_parts(layer);
    if (strcmp(parts.kind, "repeat") == 0)
        return add_repeat(adding, &parts, scope, live);
    const Tree *name = layer_argument(&parts, "name", false);
    Evaluator local = *adding->evaluator;
    local.scope = scope;
    Item item = {.layer = layer,
        .scope = scope,
        .live = live,
        .original = adding->original,
        .trace = adding->trace};
    if (name && !(item.name = evaluate_name(&local, name)))
        return false;
    return push_item(adding, &item);
}

static bool add_items(Adding *adding, const Tree *list, const Scope *scope, bool live)
{
    for (size_t i = 0; i < list->count; i++)
        if (!add_item(adding, list->items[i], scope, live))
            return false;
    return true;
}

/* ---- changes ----------------------------------------------------------------------------- */

/* Where an item stands: in the model's list, or among what an earlier change calls original. */
typedef struct ItemPlace {
    ItemList *list;
    size_t index;
} ItemPlace;

/* A list that several items call original is looked through once in a search. */
static bool find_item(ItemList *items, const char *name, unsigned search, ItemPlace *place)
{
    if (items->searched == search)
        return false;
    items->searched = search;
    for (size_t i = 0; i < items->count; i++) {
        *place = (ItemPlace){items, i};
        if (items->data[i].name && strcmp(items->data[i].name, name) == 0)
            return true;
    }
    for (size_t i = 0; i < items->count; i++)
        if (items->data[i].original && find_item(items->data[i].original, name, search, place))
            return true;
    return false;
}

typedef struct ItemNames {
    const char **data;
    size_t count, capacity;
} ItemNames;

static void collect_names(Arena *arena, ItemList *items, unsigned search, ItemNames *names)
{
    if (items->searched == search)
        return;
    items->searched = search;
    for (size_t i = 0; i < items->count; i++) {
        if (items->data[i].name)
            vec_push(arena, names, items->data[i].name);
        if (items->data[i].original)
            collect_names(arena, items->data[i].original, search, names);
    }
}

static void unknown_item(const Evaluator *evaluator, ItemList *items, const Tree *key)
{
    ItemNames names = {0};
    if (diag_suggests(evaluator->diag))
        collect_names(evaluator->arena, items, items->searched + 1, &names);
    const char *nearest = diag_suggest(evaluator->diag, key->text, names.data, names.count);
    const char *hint =
        nearest ? arena_printf(evaluator->arena, "did you mean '%s'?", nearest)
                : "only a layer of the model's own list that was given a name can be changed";
    fail_at(evaluator, key->at, hint, "no layer is named '%s'", key->text);
}

/* Errors in a change are at their place already. */
static Evaluator without_trace(const Evaluator *evaluator)
{
    Evaluator plain = *evaluator;
    plain.trace = (Trace){0};
    return plain;
}

/* The changes that may be the cause of an error in a layer that a change of this file put there:
 * those of other files. */
static Trace changes_elsewhere(const Evaluator *evaluator, int file)
{
    const Trace *all = &evaluator->trace;
    Location *changes = arena_array(evaluator->arena, all->count, sizeof *changes);
    size_t count = 0;
    for (size_t i = 0; i < all->count; i++)
        if (all->changes[i].file != file)
            changes[count++] = all->changes[i];
    return (Trace){changes, count, false};
}

/* The inserted items in the place of one. */
static void splice(Arena *arena, ItemPlace place, const ItemList *inserted)
{
    ItemList *list = place.list;
    size_t behind = list->count - place.index - 1;
    for (size_t i = 1; i < inserted->count; i++)
        vec_push(arena, list, (Item){0});
    Item *first = list->data + place.index;
    memmove(first + inserted->count, first + 1, behind * sizeof *first);
    for (size_t i = 0; i < inserted->count; i++)
        first[i] = inserted->data[i];
    list->count = place.index + inserted->count + behind;
}

/* The layers in the item's place; 'original' in them, at any depth, is the item. */
static bool replace_item(
    const Evaluator *plain, ItemPlace place, const Tree *layers, Location change, Trace elsewhere)
{
    ItemList inserted = {0};
    ItemList *original = arena_alloc(plain->arena, sizeof *original);
    Item item = place.list->data[place.index];
    trace_change(plain->arena, &item, change);
    vec_push(plain->arena, original, item);
    Adding adding = {.evaluator = plain,
        .original = original,
        .items = &inserted,
        .others = place.list->count - 1,
        .trace = elsewhere};
    if (!add_items(&adding, layers, NULL, item.live))
        return false;
    splice(plain->arena, place, &inserted);
    return true;
}

/* What a change may give the layer besides 'if'. */
static ItemNames override_names(Arena *arena, const LayerParts *parts, const Model *model)
{
    ItemNames names = {0};
    const KindSpec *kind = find_kind(parts->kind);
    const Block *block = kind ? NULL : map_get(&model->blocks, parts->kind);
    for (size_t i = 0; kind && i < argument_count(kind); i++)
        if (kind->arguments[i].type != ARGUMENT_TREE)
            vec_push(arena, &names, kind->arguments[i].name);
    for (size_t i = 0; block && i < block->argument_count; i++)
        vec_push(arena, &names, block->arguments[i].name);
    return names;
}

static bool check_override(
    const Evaluator *evaluator, const Model *model, const Item *item, const Tree *arguments)
{
    LayerParts parts = layer_parts(item->layer);
    ItemNames names = override_names(evaluator->arena, &parts, model);
    bool right = true;
    for (size_t i = 0; i < arguments->count; i++) {
        const char *key = arguments->keys[i]->text;
        bool known = strcmp(key, "if") == 0;
        for (size_t k = 0; k < names.count; k++)
            known = known || strcmp(names.data[k], key) == 0;
        if (known)
            continue;
        fail_at(evaluator, arguments->keys[i]->at,
            hint_for_unknown(evaluator->arena, evaluator->diag, key, names.data, names.count),
            "unknown argument '%s' of '%s', which is the kind of '%s'", key, parts.kind,
            item->name);
        right = false;
    }
    return right;
}

static bool apply_change(
    const Evaluator *evaluator, const Model *model, ItemList *items, const Tree *change)
{
    const Evaluator plain = without_trace(evaluator);
    const Trace elsewhere = changes_elsewhere(evaluator, change->at.file);
    bool right = true;
    for (size_t i = 0; i < change->count && !diag_is_full(evaluator->diag); i++) {
        const Tree *key = change->keys[i], *value = change->items[i];
        ItemPlace place;
        if (!find_item(items, key->text, items->searched + 1, &place)) {
            unknown_item(&plain, items, key);
            right = false;
        } else if (value->kind == TREE_LIST) {
            right = replace_item(&plain, place, value, key->at, elsewhere) && right;
        } else {
            Item *item = &place.list->data[place.index];
            right = check_override(&plain, model, item, value) && right;
            Override *override = arena_alloc(evaluator->arena, sizeof *override);
            *override = (Override){item->overrides, value};
            item->overrides = override;
            trace_change(evaluator->arena, item, key->at);
        }
    }
    return right;
}

bool change_items(const Evaluator *evaluator, const Model *model, ItemList *items)
{
    Adding adding = {.evaluator = evaluator, .items = items, .trace = evaluator->trace};
    if (!add_items(&adding, model->layers, NULL, true))
        return false;
    bool right = true;
    for (size_t i = 0; i < model->changes.count; i++)
        right = apply_change(evaluator, model, items, model->changes.data[i]) && right;
    return right;
}
