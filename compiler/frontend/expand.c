#include "frontend/expand.h"

#include <string.h>

#include "frontend/arguments.h"

/* What a name that 'from' may take stands for. */
typedef struct Named {
    Value *value; /* NULL after an error in the layer, or when it is gone */
    bool gone; /* its 'if' is false */
} Named;

/* One block call being expanded, or the model itself. */
typedef struct Call {
    const char *prefix; /* of full names; "" for the model */
    const Layer *layer; /* NULL for the model */
    const Frame *frame; /* NULL for the model */
    Value *entered;
    Map numbers; /* kind: int */
    Map named; /* given name: Named */
} Call;

typedef struct Expander {
    Evaluator model; /* outside all scopes */
    const Model *source;
    Lowering lowering;
    Text *flat;
    int indent; /* of the flat form */
    Map places; /* full name: Location */
    Map wrong_blocks; /* those in which there was an error: it is said once */
    Map layer_names; /* value name: full name of the layer that made it */
    int layers, rounds;
    bool stopped; /* a limit was hit */
} Expander;

/* A layer being expanded: how it is written and where it stands. */
typedef struct Site {
    Call *call;
    LayerParts parts;
    const Override *overrides;
    Evaluator evaluator; /* of its own arguments */
    Value *input; /* NULL after an error before it */
} Site;

static Value *expand_list(
    Expander *expander, Call *call, const Scope *scope, const Tree *list, Value *input, bool live);

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
    Location *earlier = map_get(&expander->places, name);
    if (earlier) {
        fail_at(&site->evaluator, site->parts.at, NULL, "a second layer is named '%s'", name);
        diag_note(expander->model.diag, *earlier, "the first one");
        return NULL;
    }
    Location *place = arena_alloc(arena, sizeof *place);
    *place = site->parts.at;
    map_put(arena, &expander->places, name, place);
    return name;
}

static void register_name(Expander *expander, Call *call, const char *own, Value *value, bool gone)
{
    Named *named = arena_alloc(expander->model.arena, sizeof *named);
    *named = (Named){value, gone};
    map_put(expander->model.arena, &call->named, own, named);
}

/* ---- arguments --------------------------------------------------------------------------- */

/* The value of an argument as the file, or a change, gives it, and the scope that it sees. */
static const Tree *find_value(const Site *site, const char *name, bool first, Evaluator *evaluator)
{
    *evaluator = site->evaluator;
    for (const Override *o = site->overrides; o; o = o->older) {
        const Tree *value = tree_get(o->arguments, name);
        if (value) {
            evaluator->scope = NULL;
            return value;
        }
    }
    return layer_argument(&site->parts, name, first);
}

static const Tree *default_value(
    Expander *expander, const KindSpec *kind, const ArgumentSpec *spec, Evaluator *evaluator)
{
    Arena *arena = expander->model.arena;
    const char *path = arena_printf(arena, "%s.%s", kind->name, spec->name);
    const Setting *setting = map_get(&expander->source->defaults, path);
    evaluator->scope = NULL;
    if (setting)
        return setting->value;
    if (!spec->default_ || !*spec->default_)
        return NULL;
    Tree *tree = arena_alloc(arena, sizeof *tree);
    *tree = (Tree){.kind = TREE_SCALAR, .at = XC_NOWHERE, .text = spec->default_};
    return tree;
}

static bool read_settings(
    Expander *expander, const Site *site, const KindSpec *kind, Settings *settings)
{
    bool right = true;
    for (size_t i = 0; i < argument_count(kind); i++) {
        const ArgumentSpec *spec = &kind->arguments[i];
        Evaluator evaluator;
        Datum datum;
        if (spec->type == ARGUMENT_TREE)
            continue;
        const Tree *value = find_value(site, spec->name, i == 0, &evaluator);
        if (!value)
            value = default_value(expander, kind, spec, &evaluator);
        if (value) {
            right = evaluate(&evaluator, value, &datum) &&
                    read_setting(&evaluator, spec, &datum, settings) && right;
        } else if (!spec->default_) {
            fail_at(&site->evaluator, site->parts.at,
                arena_printf(expander->model.arena, "%s", kind->example), "'%s' wants '%s'",
                kind->name, spec->name);
            right = false;
        }
    }
    return right;
}

/* What follows from other arguments, so that equal layers have equal settings. */
static void settle(const KindSpec *kind, Settings *settings)
{
    if (settings->stride[0] == 0)
        memcpy(settings->stride, settings->kernel, sizeof settings->stride);
    if (find_argument(kind, "bias") && !settings->bias) {
        settings->bias_initializer = (InitializerSetting){.kind = XC_INIT_ZEROS};
        settings->bias_regularizer = (RegularizerSetting){0};
    }
}

/* ---- the flat form ----------------------------------------------------------------------- */

static void flat_line(Expander *expander, const char *text)
{
    text_printf(expander->flat, "%*s- %s\n", expander->indent, "", text);
}

static void flat_layer(Expander *expander, const LayerCall *call)
{
    Text line = {.arena = expander->model.arena};
    text_printf(&line, "%s: {name: %s", call->kind->name, call->name);
    for (size_t i = 0; i < argument_count(call->kind); i++) {
        text_add(&line, ", ");
        write_setting(&line, &call->kind->arguments[i], &call->settings);
    }
    text_add(&line, "}");
    flat_line(expander, text_string(&line));
}

static void flat_branch(Expander *expander, const Text *branch)
{
    text_printf(expander->flat, "%*s-", expander->indent + 6, "");
    if (branch->count)
        text_printf(expander->flat, "\n%s", text_string(branch));
    else
        text_add(expander->flat, " identity\n");
}

static void flat_join(Expander *expander, const KindSpec *kind, const char *name)
{
    int indent = expander->indent;
    text_printf(expander->flat, "%*s- %s:\n", indent, "", kind->name);
    text_printf(expander->flat, "%*sname: %s\n", indent + 4, "", name ? name : "wrong");
    text_printf(expander->flat, "%*sbranches:\n", indent + 4, "");
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
    settle(kind, &call.settings);
    flat_layer(expander, &call);
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
    Text *flat = expander->flat;
    const Scope *scope = site->evaluator.scope;
    for (size_t i = 0; i < branches->count && !expander->stopped; i++) {
        Text text = {.arena = expander->model.arena};
        expander->flat = &text;
        expander->indent += 8;
        values[i] = expand_list(expander, site->call, scope,
            branch_list(expander, branches->items[i]), site->input, live);
        expander->indent -= 8;
        expander->flat = flat;
        if (live)
            flat_branch(expander, &text);
        right = right && values[i];
    }
    return right && !expander->stopped;
}

static Value *expand_join(
    Expander *expander, Site *site, const KindSpec *kind, const char *name, bool live)
{
    const Tree *branches = find_value(site, "branches", true, &site->evaluator);
    if (live)
        flat_join(expander, kind, name);
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
        flat_line(
            expander, arena_printf(expander->model.arena, "from: %s", maker ? maker : "input"));
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

static bool bind_arguments(Expander *expander, const Site *site, const Block *block, Scope *scope)
{
    bool right = true;
    scope->bindings =
        arena_array(expander->model.arena, block->argument_count, sizeof *scope->bindings);
    for (size_t i = 0; i < block->argument_count; i++) {
        const BlockArgument *argument = &block->arguments[i];
        Evaluator evaluator;
        Binding *binding = &scope->bindings[i];
        binding->name = argument->name;
        const Tree *value = find_value(site, argument->name, i == 0, &evaluator);
        if (!value && (value = argument->default_))
            evaluator.scope = scope;
        if (!value)
            fail_at(&site->evaluator, site->parts.at, NULL, "the block '%s' wants '%s'",
                block->name, argument->name);
        right = value && evaluate(&evaluator, value, &binding->datum) && right;
        scope->count = right ? i + 1 : scope->count;
        if (!right)
            break;
    }
    return right;
}

static bool check_call(const Site *site, const Block *block)
{
    int depth = 1;
    for (const Frame *frame = site->call->frame; frame; frame = frame->parent, depth++)
        if (strcmp(frame->block, block->name) == 0) {
            fail_at(
                &site->evaluator, site->parts.at, NULL, "the block '%s' calls itself", block->name);
            return false;
        }
    if (depth <= XC_MAX_CALLS)
        return true;
    fail_at(&site->evaluator, site->parts.at, NULL, "more than %d calls of blocks in each other",
        XC_MAX_CALLS);
    return false;
}

static Value *expand_block(Expander *expander, Site *site, const Block *block, const char *name)
{
    Scope scope = {0};
    if (map_get(&expander->wrong_blocks, block->name) || !check_call(site, block) ||
        !bind_arguments(expander, site, block, &scope) || !name)
        return NULL;
    int errors = diag_error_count(expander->model.diag);
    Location change = site->overrides ? site->overrides->at : XC_NOWHERE;
    Frame frame = {site->call->frame, block->name, name, site->parts.at, change};
    Layer *layer = graph_add_layer(
        expander->lowering.graph, name, block->name, true, site->call->layer, site->parts.at);
    Call call = {.prefix = name, .layer = layer, .frame = &frame, .entered = site->input};
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
        Site site = {.call = call,
            .parts = layer_parts(list->items[i]),
            .evaluator = evaluator_at(expander, call, scope, value),
            .input = value};
        value = expand_layer(expander, &site, live);
    }
    return value;
}

/* ---- the model --------------------------------------------------------------------------- */

static Value *expand_items(Expander *expander, Call *call, const ItemList *items)
{
    Value *value = call->entered;
    for (size_t i = 0; i < items->count && !expander->stopped; i++) {
        const Item *item = &items->data[i];
        Site site = {.call = call,
            .parts = layer_parts(item->layer),
            .overrides = item->overrides,
            .evaluator = evaluator_at(expander, call, item->scope, value),
            .input = value};
        value = expand_layer(expander, &site, item->live);
    }
    return value;
}

bool expand_model(const Evaluator *evaluator, const Model *model, Graph *graph, Text *flat)
{
    Expander expander = {
        .model = *evaluator, .source = model, .lowering = {.graph = graph}, .flat = flat};
    expander.indent = 2;
    int errors = diag_error_count(evaluator->diag);
    Call call = {.prefix = "", .entered = graph->images};
    if (model->changes.count) {
        ItemList items = {0};
        if (change_items(evaluator, model, &items))
            graph->output = expand_items(&expander, &call, &items);
    } else {
        graph->output = expand_list(&expander, &call, NULL, model->layers, graph->images, true);
    }
    return diag_error_count(evaluator->diag) == errors && !expander.stopped && graph->output;
}
