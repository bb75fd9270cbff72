#include "frontend/expand.h"

#include <string.h>

#include "frontend/site.h"

static Value *expand_list(
    Expander *expander, Call *call, const Scope *scope, const Tree *list, Value *input, bool live);
static Value *expand_items(
    Expander *expander, Call *call, const ItemList *items, Value *input, bool live);

static Evaluator evaluator_at(
    const Expander *expander, const Call *call, const Scope *scope, const Value *input)
{
    Evaluator evaluator = expander->model;
    evaluator.scope = scope;
    evaluator.frame = call->frame;
    evaluator.channels = input ? shape_channels(input->shape) : CHANNELS_UNKNOWN;
    return evaluator;
}

/* ---- names and numbers ------------------------------------------------------------------- */

/* Layers are counted per kind in the enclosing call, with or without a name and whether or not
 * they are there, so that a switch or a name given later renames no other layer. */
static int take_number(Expander *expander, Call *call, const char *kind)
{
    int *number = map_get(&call->numbers, kind);
    if (!number) {
        number = arena_alloc(expander->model.arena, sizeof *number);
        map_put(expander->model.arena, &call->numbers, kind, number);
    }
    return ++*number;
}

static bool count_layer(Expander *expander, const Site *site)
{
    if (++expander->layers <= XC_MAX_LAYERS)
        return true;
    fail_at(
        &site->evaluator, site->parts.at, NULL, "the model has more than %d layers", XC_MAX_LAYERS);
    expander->stopped = true;
    return false;
}

static bool is_same_place(Location a, Location b)
{
    return a.file == b.file && a.line == b.line && a.column == b.column;
}

static void refuse_second(
    Expander *expander, const Site *site, const char *name, const Place *earlier)
{
    bool again = is_same_place(site->parts.at, earlier->at) &&
                 site->call->frame == earlier->frame && !site->evaluator.trace.own;
    fail_at(&site->evaluator, site->parts.at,
        again ? "a name in a repeat has the variable of its 'each' in it: name: unit$i" : NULL,
        "a second layer is named '%s'", name);
    if (again)
        return;
    diag_note(expander->model.diag, earlier->at, "the first one");
    note_calls(&expander->model, earlier->frame);
}

static const char *full_name(Expander *expander, const Site *site, const char *own)
{
    Arena *arena = expander->model.arena;
    const char *prefix = site->call->prefix;
    const char *name = *prefix ? arena_printf(arena, "%s_%s", prefix, own) : own;
    if (strlen(name) > XC_MAX_NAME) {
        fail_at(
            &site->evaluator, site->parts.at, NULL, "the full name '%.40s...' is too long", name);
        return NULL;
    }
    const Place *earlier = map_get(&expander->places, name);
    if (earlier) {
        refuse_second(expander, site, name, earlier);
        return NULL;
    }
    Place *place = arena_alloc(arena, sizeof *place);
    *place = (Place){site->parts.at, site->call->frame};
    map_put(arena, &expander->places, name, place);
    return name;
}

static void register_name(Expander *expander, Call *call, const char *own, Value *value, bool gone)
{
    Named *named = arena_alloc(expander->model.arena, sizeof *named);
    *named = (Named){value, gone};
    map_put(expander->model.arena, &call->named, own, named);
}

/* ---- kinds ------------------------------------------------------------------------------- */

static Value *lower(Expander *expander, const Site *site, LayerCall *call)
{
    Value *output = lower_layer(&expander->lowering, &site->evaluator, call);
    if (output)
        map_put(expander->model.arena, &expander->layer_names, output->name, (void *)call->name);
    return output;
}

static Value *expand_simple(Expander *expander, Site *site, const KindSpec *kind, const char *name)
{
    LayerCall call = {.kind = kind,
        .name = name,
        .at = site->parts.at,
        .parent = site->call->layer,
        .inputs = &site->input,
        .input_count = 1};
    if (!read_settings(expander, site, kind, &call.settings) || !site->input || !name)
        return NULL;
    flat_layer(&expander->flat, &call);
    return lower(expander, site, &call);
}

static const Tree *branch_list(Expander *expander, const Tree *branch)
{
    if (branch->kind == TREE_LIST)
        return branch;
    Tree *list = arena_alloc(expander->model.arena, sizeof *list);
    *list = (Tree){.kind = TREE_LIST, .at = branch->at, .count = 1};
    list->items = arena_array(expander->model.arena, 1, sizeof *list->items);
    list->items[0] = (Tree *)branch;
    return list;
}

/* All branches; their outputs go to values. */
static bool expand_branches(
    Expander *expander, Site *site, const Tree *branches, Value **values, bool live)
{
    bool right = true;
    Flat around = expander->flat;
    const Scope *scope = site->evaluator.scope;
    for (size_t i = 0; i < branches->count && !expander->stopped; i++) {
        Text text = {.arena = expander->model.arena};
        expander->flat = (Flat){&text, around.indent + XC_FLAT_BRANCH_INDENT};
        values[i] = expand_list(expander, site->call, scope,
            branch_list(expander, branches->items[i]), site->input, live);
        expander->flat = around;
        if (live)
            flat_branch(&around, &text);
        right = right && values[i];
    }
    return right && !expander->stopped;
}

static Value *expand_join(
    Expander *expander, Site *site, const KindSpec *kind, const char *name, bool live)
{
    const Tree *branches = find_value(site, "branches", true, &site->evaluator);
    if (live)
        flat_join(&expander->flat, kind, name ? name : "wrong");
    LayerCall call = {.kind = kind,
        .name = name,
        .at = site->parts.at,
        .parent = site->call->layer,
        .inputs = arena_array(expander->model.arena, branches->count, sizeof *call.inputs),
        .input_count = (int)branches->count};
    if (!expand_branches(expander, site, branches, call.inputs, live) || !live || !name)
        return NULL;
    return lower(expander, site, &call);
}

static Value *expand_from(Expander *expander, Site *site)
{
    Evaluator evaluator;
    const Tree *target = find_value(site, "layer", true, &evaluator);
    bool input = tree_is(target, "input");
    const char *name = input ? "input" : evaluate_name(&evaluator, target);
    if (!name)
        return NULL;
    const Named *named = input ? NULL : map_get(&site->call->named, name);
    if (!input && (!named || named->gone)) {
        fail_at(&site->evaluator, target->at,
            named ? NULL
                  : "'from' takes a name that was given to a layer before it, in the same block",
            named ? "the layer '%s' is not there: its 'if' is false" : "no layer is named '%s'",
            name);
        return NULL;
    }
    Value *value = input ? site->call->entered : named->value;
    if (value) {
        const char *maker = map_get(&expander->layer_names, value->name);
        flat_from(&expander->flat, maker ? maker : "input");
    }
    return value;
}

static Value *expand_repeat(Expander *expander, Site *site, bool live)
{
    Rounds rounds = {0};
    Evaluator evaluator = site->evaluator;
    const Tree *layers = layer_argument(&site->parts, "layers", false);
    Value *value = site->input;
    if (!live)
        evaluator.diag = NULL;
    if (!repeat_rounds(&evaluator, &site->parts, &rounds))
        return NULL;
    for (size_t i = 0; i < rounds.count && !expander->stopped; i++) {
        if (++expander->rounds > XC_MAX_ROUNDS) {
            fail_at(&site->evaluator, site->parts.at, NULL, "more than %d rounds of repeats",
                XC_MAX_ROUNDS);
            expander->stopped = true;
            break;
        }
        value = expand_list(expander, site->call, rounds.scopes[i], layers, value, live);
    }
    return value;
}

/* ---- block calls ------------------------------------------------------------------------- */

static bool check_depth(const Site *site)
{
    int depth = 1;
    for (const Frame *frame = site->call->frame; frame; frame = frame->parent)
        depth++;
    if (depth <= XC_MAX_CALLS)
        return true;
    fail_at(&site->evaluator, site->parts.at, NULL, "more than %d calls of blocks in each other",
        XC_MAX_CALLS);
    return false;
}

/* Notes under later errors may name it, so it outlives the call. */
static const Frame *new_frame(
    Expander *expander, const Site *site, const Block *block, const char *name)
{
    const Trace *trace = &site->evaluator.trace;
    bool changed = !site->call->frame && trace->own && trace->count;
    Frame *frame = arena_alloc(expander->model.arena, sizeof *frame);
    *frame = (Frame){site->call->frame, block->name, name, site->parts.at,
        changed ? trace->changes[0] : XC_NOWHERE};
    return frame;
}

static Value *expand_block(Expander *expander, Site *site, const Block *block, const char *name)
{
    Scope scope = {0};
    if (map_get(&expander->wrong_blocks, block->name) || !check_depth(site) ||
        !bind_arguments(expander, site, block, &scope) || !name)
        return NULL;
    int errors = diag_error_count(expander->model.diag);
    const Frame *frame = new_frame(expander, site, block, name);
    Layer *layer = graph_add_layer(
        expander->lowering.graph, name, block->name, true, site->call->layer, site->parts.at);
    Call call = {.prefix = name, .layer = layer, .frame = frame, .entered = site->input};
    Value *output = expand_list(expander, &call, &scope, block->layers, site->input, true);
    layer->input = site->input;
    layer->output = output;
    if (diag_error_count(expander->model.diag) > errors)
        map_put(expander->model.arena, &expander->wrong_blocks, block->name, (void *)block);
    return output;
}

/* ---- layers ------------------------------------------------------------------------------ */

/* What is gone still takes the numbers that it and the layers in it would have. */
static void expand_gone(
    Expander *expander, Site *site, const KindSpec *kind, const Tree *given_name)
{
    if (given_name) {
        Evaluator silent = site->evaluator;
        silent.diag = NULL;
        const char *own = evaluate_name(&silent, given_name);
        if (own)
            register_name(expander, site->call, own, NULL, true);
    }
    if (kind && argument_count(kind) && strcmp(kind->arguments[0].name, "branches") == 0)
        expand_join(expander, site, kind, NULL, false);
}

static Value *expand_known(Expander *expander, Site *site, const KindSpec *kind, const char *name)
{
    if (!kind)
        return expand_block(
            expander, site, map_get(&expander->source->blocks, site->parts.kind), name);
    if (argument_count(kind) && strcmp(kind->arguments[0].name, "branches") == 0)
        return expand_join(expander, site, kind, name, true);
    return expand_simple(expander, site, kind, name);
}

static bool is_live(const Site *site, bool *live, bool *wrong)
{
    Evaluator evaluator;
    const Tree *condition = find_value(site, "if", false, &evaluator);
    *wrong = condition && *live && !evaluate_bool(&evaluator, condition, live);
    return !*wrong && *live;
}

static Value *expand_layer(Expander *expander, Site *site, bool live)
{
    bool wrong;
    const KindSpec *kind = find_kind(site->parts.kind);
    live = is_live(site, &live, &wrong);
    if (kind && strcmp(kind->name, "repeat") == 0) {
        Value *output = expand_repeat(expander, site, live);
        return wrong ? NULL : live ? output : site->input;
    }
    const Tree *given_name = layer_argument(&site->parts, "name", false);
    bool traceless =
        kind && (strcmp(kind->name, "from") == 0 || strcmp(kind->name, "identity") == 0);
    int number = traceless ? 0 : take_number(expander, site->call, site->parts.kind);
    if (!count_layer(expander, site))
        return NULL;
    if (!live) {
        expand_gone(expander, site, kind, given_name);
        return wrong ? NULL : site->input;
    }
    const char *own = given_name
                          ? evaluate_name(&site->evaluator, given_name)
                          : arena_printf(expander->model.arena, "%s%d", site->parts.kind, number);
    if (own && is_reserved_word(own)) {
        fail_at(&site->evaluator, site->parts.at, NULL, "'%s' cannot be a name", own);
        own = NULL;
    }
    Value *output;
    if (traceless)
        output = strcmp(kind->name, "from") == 0 ? expand_from(expander, site) : site->input;
    else
        output = expand_known(expander, site, kind, own ? full_name(expander, site, own) : NULL);
    if (given_name && own)
        register_name(expander, site->call, own, output, false);
    return output;
}

static Value *expand_list(
    Expander *expander, Call *call, const Scope *scope, const Tree *list, Value *input, bool live)
{
    Value *value = input;
    for (size_t i = 0; i < list->count && !expander->stopped; i++) {
        if (expander->original && tree_is(list->items[i], "original")) {
            value = expand_items(expander, call, expander->original, value, live);
            continue;
        }
        Site site = {.call = call,
            .parts = layer_parts(list->items[i]),
            .evaluator = evaluator_at(expander, call, scope, value),
            .input = value};
        value = expand_layer(expander, &site, live);
        expander->stopped = expander->stopped || diag_is_full(expander->model.diag);
    }
    return value;
}

/* ---- the model --------------------------------------------------------------------------- */

static Value *expand_items(
    Expander *expander, Call *call, const ItemList *items, Value *input, bool live)
{
    const ItemList *around = expander->original;
    Trace trace = expander->model.trace;
    Value *value = input;
    for (size_t i = 0; i < items->count && !expander->stopped; i++) {
        const Item *item = &items->data[i];
        expander->original = item->original;
        expander->model.trace = item->trace;
        Site site = {.call = call,
            .parts = layer_parts(item->layer),
            .overrides = item->overrides,
            .evaluator = evaluator_at(expander, call, item->scope, value),
            .input = value};
        value = expand_layer(expander, &site, live && item->live);
    }
    expander->original = around;
    expander->model.trace = trace;
    return value;
}

bool expand_model(const Evaluator *evaluator, const Model *model, Graph *graph, Text *flat)
{
    Expander expander = {
        .model = *evaluator, .source = model, .lowering = {.graph = graph}, .flat = {flat, 2}};
    int errors = diag_error_count(evaluator->diag);
    Call call = {.prefix = "", .entered = graph->images};
    if (model->changes.count) {
        ItemList items = {0};
        if (change_items(evaluator, model, &items))
            graph->output = expand_items(&expander, &call, &items, graph->images, true);
    } else {
        graph->output = expand_list(&expander, &call, NULL, model->layers, graph->images, true);
    }
    return diag_error_count(evaluator->diag) == errors && !expander.stopped && graph->output;
}
