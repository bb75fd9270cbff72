#include "frontend/load.h"

#include <string.h>

#include "frontend/expression.h"
#include "frontend/hints.h"
#include "frontend/recursion.h"
#include "frontend/set_option.h"

/* What can be said of layers without expanding them. Errors here point at the code as it is
 * written; those of expand.c add the chain of calls. */
typedef struct Checker {
    Arena *arena;
    Diag *diag;
    const Model *model;
    Map used; /* variables */
} Checker;

static void check_layers(Checker *checker, const Tree *list, bool in_change);

LayerParts layer_parts(const Tree *layer)
{
    LayerParts parts = {.kind = layer->text, .at = layer->at};
    if (layer->kind == TREE_SCALAR)
        return parts;
    parts.kind = layer->keys[0]->text;
    parts.at = layer->keys[0]->at;
    if (layer->items[0]->kind == TREE_MAP)
        parts.arguments = layer->items[0];
    else
        parts.value = layer->items[0];
    return parts;
}

const Tree *layer_argument(const LayerParts *parts, const char *name, bool first)
{
    if (parts->arguments)
        return tree_get(parts->arguments, name);
    return first ? parts->value : NULL;
}

/* ---- arguments --------------------------------------------------------------------------- */

typedef struct Names {
    const char **data;
    size_t count, capacity;
} Names;

static Names argument_names(Checker *checker, const KindSpec *kind, const Block *block)
{
    Names names = {0};
    for (size_t i = 0; kind && i < argument_count(kind); i++)
        vec_push(checker->arena, &names, kind->arguments[i].name);
    for (size_t i = 0; block && i < block->argument_count; i++)
        vec_push(checker->arena, &names, block->arguments[i].name);
    return names;
}

static bool contains(const Names *names, const char *word)
{
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(names->data[i], word) == 0)
            return true;
    return false;
}

static void check_argument_names(
    Checker *checker, const LayerParts *parts, const Tree *arguments, const Names *names)
{
    for (size_t i = 0; i < arguments->count && !diag_is_full(checker->diag); i++) {
        const Tree *key = arguments->keys[i];
        if (contains(names, key->text) || strcmp(key->text, "if") == 0 ||
            strcmp(key->text, "name") == 0)
            continue;
        diag_error(checker->diag, key->at, "unknown argument '%s' of '%s'", key->text, parts->kind);
        const char *hint =
            hint_for_unknown(checker->arena, checker->diag, key->text, names->data, names->count);
        if (hint)
            diag_hint(checker->diag, "%s", hint);
    }
}

static void check_branches(
    Checker *checker, const LayerParts *parts, const Tree *branches, bool in_change)
{
    if (!branches || branches->kind != TREE_LIST) {
        diag_error(checker->diag, branches ? branches->at : parts->at,
            "'%s' wants a list of branches", parts->kind);
        diag_hint(checker->diag, "%s: [[relu, conv: 64], identity]", parts->kind);
        return;
    }
    if (branches->count < 2)
        diag_error(checker->diag, branches->at, "'%s' wants two branches or more", parts->kind);
    for (size_t i = 0; i < branches->count; i++) {
        const Tree *branch = branches->items[i];
        Tree single = {.kind = TREE_LIST, .at = branch->at, .items = (Tree **)&branch, .count = 1};
        check_layers(checker, branch->kind == TREE_LIST ? branch : &single, in_change);
    }
}

static void check_repeat(Checker *checker, const LayerParts *parts, bool in_change)
{
    const Tree *times = layer_argument(parts, "times", false);
    const Tree *each = layer_argument(parts, "each", false);
    const Tree *layers = layer_argument(parts, "layers", false);
    if (!parts->arguments) {
        diag_error(checker->diag, parts->at, "'repeat' wants 'times' or 'each', and 'layers'");
        diag_hint(checker->diag, "repeat: {times: 3, layers: [...]}");
        return;
    }
    if (!times == !each) {
        diag_error(checker->diag, parts->at, "'repeat' wants either 'times' or 'each'");
        diag_hint(checker->diag, "repeat: {times: 3, layers: [...]}");
    }
    if (each && each->kind != TREE_MAP) {
        diag_error(checker->diag, each->at, "'each' is a mapping of variables to lists");
        diag_hint(checker->diag, "each: {i: 1..8}");
    }
    if (each && each->kind == TREE_MAP && each->count > XC_MOST_BLOCK_ARGUMENTS) {
        diag_error(checker->diag, each->keys[XC_MOST_BLOCK_ARGUMENTS]->at,
            "'each' has more than %d variables", XC_MOST_BLOCK_ARGUMENTS);
        return;
    }
    for (size_t i = 0; each && each->kind == TREE_MAP && i < each->count; i++)
        if (!is_word(each->keys[i]->text) || is_reserved_word(each->keys[i]->text))
            diag_error(checker->diag, each->keys[i]->at, "'%s' cannot be the name of a variable",
                each->keys[i]->text);
    if (parts->arguments && tree_get(parts->arguments, "name"))
        diag_error(checker->diag, parts->at, "'repeat' leaves no trace and has no name");
    if (!layers)
        diag_error(checker->diag, parts->at, "'repeat' wants 'layers'");
    else
        check_layers(checker, layers, in_change);
}

/* ---- layers ------------------------------------------------------------------------------ */

/* What a text that is no kind was meant as: conv(filters=4), conv:64, relu dense. */
static const char *hint_for_kind(Checker *checker, const char *kind, const Names *names)
{
    const char *colon = strchr(kind, ':'), *bracket = strchr(kind, '('), *space = strchr(kind, ' ');
    if (bracket)
        return arena_printf(checker->arena, "arguments stand in braces: %.*s: {argument: value}",
            (int)(bracket - kind), kind);
    if (colon && colon[1])
        return arena_printf(checker->arena, "a space follows the colon: %.*s: %s",
            (int)(colon - kind), kind, colon + 1);
    if (space)
        return "layers have each its own '-', or a comma between them in [...]";
    return hint_for_unknown(checker->arena, checker->diag, kind, names->data, names->count);
}

static void unknown_kind(Checker *checker, const LayerParts *parts)
{
    Names names = {0};
    for (size_t i = 0; i < kind_spec_count; i++)
        vec_push(checker->arena, &names, kind_specs[i].name);
    for (size_t i = 0; diag_suggests(checker->diag) && i < checker->model->block_list.count; i++)
        vec_push(checker->arena, &names, checker->model->block_list.data[i]->name);
    diag_error(checker->diag, parts->at, "there is no layer or block '%s'", parts->kind);
    const char *hint = hint_for_kind(checker, parts->kind, &names);
    if (hint)
        diag_hint(checker->diag, "%s", hint);
}

static bool check_shape(Checker *checker, const Tree *layer)
{
    if (layer->kind == TREE_LIST) {
        diag_error(checker->diag, layer->at, "a list stands where a layer is wanted");
        diag_hint(checker->diag, "lists of layers are branches, or stand under 'repeat'");
        return false;
    }
    if (layer->kind == TREE_MAP && layer->count != 1) {
        diag_error(checker->diag, layer->count ? layer->keys[1]->at : layer->at,
            "a layer is one kind with its arguments");
        if (layer->count)
            diag_hint(checker->diag,
                "'- %s: {...}' holds the arguments, and each layer has its "
                "own '-' or its own place in [...]",
                layer->keys[0]->text);
        return false;
    }
    return true;
}

static void check_original(Checker *checker, const Tree *layer, bool in_change)
{
    if (in_change && layer->kind == TREE_SCALAR)
        return;
    Location at = layer_parts(layer).at;
    if (!in_change) {
        diag_error(checker->diag, at, "'original' means something only in a 'change'");
        diag_hint(checker->diag, "change: {stem: [original, relu]}");
        return;
    }
    diag_error(checker->diag, at, "'original' is the layer as it was and takes no arguments");
    diag_hint(checker->diag, "write the layer anew in its place, or 'NAME: {ARGUMENT: value}' "
                             "without a list to change its arguments");
}

static void check_layer(Checker *checker, const Tree *layer, bool in_change)
{
    if (!check_shape(checker, layer))
        return;
    LayerParts parts = layer_parts(layer);
    if (strcmp(parts.kind, "original") == 0) {
        check_original(checker, layer, in_change);
        return;
    }
    const KindSpec *kind = find_kind(parts.kind);
    const Block *block = kind ? NULL : map_get(&checker->model->blocks, parts.kind);
    if (!kind && !block) {
        unknown_kind(checker, &parts);
        return;
    }
    Names names = argument_names(checker, kind, block);
    if (parts.arguments)
        check_argument_names(checker, &parts, parts.arguments, &names);
    if (parts.value && !names.count) {
        diag_error(checker->diag, parts.value->at, "'%s' has no arguments", parts.kind);
        return;
    }
    if (kind && strcmp(kind->name, "repeat") == 0)
        check_repeat(checker, &parts, in_change);
    else if (kind &&
             strcmp(kind->arguments[0].name ? kind->arguments[0].name : "", "branches") == 0)
        check_branches(checker, &parts, layer_argument(&parts, "branches", true), in_change);
    else if (kind && strcmp(kind->name, "from") == 0 && !layer_argument(&parts, "layer", true))
        diag_error(checker->diag, parts.at, "'from' wants the name of a layer, or 'input'");
}

static void check_layers(Checker *checker, const Tree *list, bool in_change)
{
    if (list->kind != TREE_LIST) {
        diag_error(
            checker->diag, list->at, "a list of layers is wanted, not %s", tree_kind_text(list));
        return;
    }
    for (size_t i = 0; i < list->count && !diag_is_full(checker->diag); i++)
        check_layer(checker, list->items[i], in_change);
}

static void check_change(Checker *checker, const Tree *change)
{
    for (size_t i = 0; i < change->count; i++) {
        const Tree *value = change->items[i];
        if (value->kind == TREE_LIST) {
            check_layers(checker, value, true);
        } else if (value->kind == TREE_SCALAR) {
            diag_error(
                checker->diag, value->at, "a change is a mapping of arguments or a list of layers");
            diag_hint(checker->diag, "[] removes the layer");
        } else if (tree_get(value, "name")) {
            diag_error(checker->diag, tree_get(value, "name")->at, "a change does not rename");
            diag_hint(checker->diag, "put a layer in its place: [conv: {name: x, ...}]");
        }
    }
}

/* ---- uses of variables ------------------------------------------------------------------- */

typedef struct Shadow {
    const struct Shadow *parent;
    Names names;
} Shadow;

typedef struct UseVisit {
    Checker *checker;
    const Shadow *shadow;
} UseVisit;

static void note_use(void *context, const char *name)
{
    UseVisit *visit = context;
    for (const Shadow *shadow = visit->shadow; shadow; shadow = shadow->parent)
        if (contains(&shadow->names, name))
            return;
    if (!map_get(&visit->checker->used, name))
        map_put(visit->checker->arena, &visit->checker->used, name, (void *)visit->checker);
}

static void find_uses(Checker *checker, const Tree *tree, const Shadow *shadow)
{
    if (!tree)
        return;
    if (tree->kind == TREE_SCALAR) {
        UseVisit visit = {checker, shadow};
        visit_names(tree, note_use, &visit, checker->arena);
        return;
    }
    const Tree *each = tree_get(tree, "each");
    Shadow inner = {.parent = shadow};
    for (size_t i = 0; each && each->kind == TREE_MAP && i < each->count; i++)
        vec_push(checker->arena, &inner.names, each->keys[i]->text);
    for (size_t i = 0; i < tree->count; i++)
        find_uses(checker, tree->items[i], tree->items[i] == each ? shadow : &inner);
}

static void find_uses_in_block(Checker *checker, const Block *block)
{
    Shadow shadow = {0};
    for (size_t i = 0; i < block->argument_count; i++) {
        find_uses(checker, block->arguments[i].default_, &shadow);
        vec_push(checker->arena, &shadow.names, block->arguments[i].name);
    }
    find_uses(checker, block->layers, &shadow);
}

static void find_all_uses(Checker *checker)
{
    const Model *model = checker->model;
    find_uses(checker, model->layers, NULL);
    find_uses(checker, model->input, NULL);
    for (size_t i = 0; i < model->changes.count; i++)
        find_uses(checker, model->changes.data[i], NULL);
    for (size_t i = 0; i < model->default_list.count; i++)
        find_uses(checker, model->default_list.data[i]->value, NULL);
    for (size_t i = 0; i < model->block_list.count; i++)
        find_uses_in_block(checker, model->block_list.data[i]);
    for (size_t i = 0; i < model->training.capacity; i++)
        if (model->training.slots[i].key)
            find_uses(checker, ((Setting *)model->training.slots[i].value)->value, NULL);
    for (const Variable *v = model->variables.first; v; v = v->next)
        find_uses(checker, v->tree, NULL);
}

static void check_uses(Checker *checker)
{
    Names names = {0};
    find_all_uses(checker);
    for (const Variable *v = checker->model->variables.first; v; v = v->next)
        if (map_get(&checker->used, v->name))
            vec_push(checker->arena, &names, v->name);
    for (const Variable *v = checker->model->variables.first; v; v = v->next) {
        if (!v->own || map_get(&checker->used, v->name) || diag_is_full(checker->diag))
            continue;
        diag_error(checker->diag, v->at, "the variable '%s' is set here and used nowhere", v->name);
        bool option = strcmp(diag_source_name(checker->diag, v->at.file), "--set") == 0;
        const char *key = option ? hint_for_option(checker->arena, v->name) : NULL;
        const char *nearest = diag_suggest(checker->diag, v->name, names.data, names.count);
        if (key)
            diag_hint(checker->diag, "%s", key);
        else if (nearest)
            diag_hint(checker->diag, "did you mean '%s'?", nearest);
    }
}

void check_model(Arena *arena, Diag *diag, Model *model)
{
    Checker checker = {.arena = arena, .diag = diag, .model = model};
    check_layers(&checker, model->layers, false);
    for (size_t i = 0; i < model->block_list.count; i++)
        check_layers(&checker, model->block_list.data[i]->layers, false);
    for (size_t i = 0; i < model->changes.count; i++)
        check_change(&checker, model->changes.data[i]);
    check_recursion(arena, diag, model);
    check_uses(&checker);
    model->used = checker.used;
}
