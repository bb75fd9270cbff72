#include "report/difference.h"

#include "frontend/flat.h"
#include "report/align.h"
#include "report/figures.h"
#include "support/map.h"

#include <string.h>

typedef struct Judge {
    Arena *arena;
    Difference *difference;
    const Layer **partner; /* by id of before: the layer of after, or NULL */
    bool *paired; /* by id of after */
    Map kinds; /* kind: size_t, pairs of layers of that kind */
    Map alike; /* kind and change: size_t, pairs that have it */
} Judge;

const char *verdict_name(Verdict verdict)
{
    static const char *const names[] = {"equal", "resized", "changed", "removed", "added"};
    return names[verdict];
}

const Layer *pair_layer(const LayerPair *pair)
{
    return pair->after ? pair->after : pair->before;
}

static void note(
    Judge *judge, Changes *changes, const char *what, const char *before, const char *after)
{
    Change change = {.what = what, .before = before, .after = after};
    vec_push(judge->arena, changes, change);
}

/* ---- pairing ----------------------------------------------------------------------------- */

static void pair_children(Judge *judge, LayerPair *pair);

static void add_pair(Judge *judge, LayerPair *parent, const Layer *before, const Layer *after)
{
    LayerPair *pair = arena_alloc(judge->arena, sizeof *pair);
    pair->before = before;
    pair->after = after;
    if (before && after) {
        judge->partner[before->id] = after;
        judge->paired[after->id] = true;
    }
    vec_push(judge->arena, &parent->children, pair);
    pair_children(judge, pair);
}

static void pair_children(Judge *judge, LayerPair *pair)
{
    static const LayerList none = {0};
    const Difference *difference = judge->difference;
    bool root = !pair->before && !pair->after;
    const LayerList *before =
        pair->before || root ? wiring_children(difference->before.wiring, pair->before) : &none;
    const LayerList *after =
        pair->after || root ? wiring_children(difference->after.wiring, pair->after) : &none;
    const size_t *match = align_names(judge->arena, before, after);
    size_t next = 0; /* of after */
    for (size_t i = 0; i < before->count; i++) {
        bool matched = after->count > 0 && match[i] != XC_UNMATCHED;
        for (; matched && next < match[i]; next++)
            add_pair(judge, pair, NULL, after->data[next]);
        add_pair(judge, pair, before->data[i], matched ? after->data[next++] : NULL);
    }
    for (; next < after->count; next++)
        add_pair(judge, pair, NULL, after->data[next]);
}

static bool is_layer(const Layer *layer)
{
    return layer && !layer->is_block;
}

/* ---- judging one pair -------------------------------------------------------------------- */

static const char *argument_value(const Layer *layer, const char *name)
{
    for (size_t i = 0; i < layer->argument_count; i++)
        if (strcmp(layer->arguments[i].name, name) == 0)
            return layer->arguments[i].value;
    return NULL;
}

/* Of two kinds only the arguments that both have: the others come with the kind. */
static void compare_arguments(Judge *judge, LayerPair *pair)
{
    for (size_t i = 0; i < pair->before->argument_count; i++) {
        const LayerArgument *before = &pair->before->arguments[i];
        const char *after = argument_value(pair->after, before->name);
        if (after && strcmp(before->value, after) != 0)
            note(judge, &pair->changes, before->name, setting_text(judge->arena, before->value),
                setting_text(judge->arena, after));
    }
}

static const char *source_name(const Layer *source)
{
    return source ? source->name : "input";
}

/* Where one of the two sources has no partner the layer was added or removed itself, and that the
 * next one reads another now is only its consequence. */
static bool is_rewired(const Judge *judge, const Layer *before, const Layer *after)
{
    const Layer *partner = before ? judge->partner[before->id] : NULL;
    bool stays = !before || partner, was_there = !after || judge->paired[after->id];
    return stays && was_there && partner != after;
}

static void compare_sources(Judge *judge, LayerPair *pair)
{
    const LayerList *before = &judge->difference->before.wiring->sources[pair->before->id];
    const LayerList *after = &judge->difference->after.wiring->sources[pair->after->id];
    if (before->count != after->count) {
        note(judge, &pair->changes, "inputs", arena_printf(judge->arena, "%zu", before->count),
            arena_printf(judge->arena, "%zu", after->count));
        return;
    }
    for (size_t i = 0; i < before->count; i++)
        if (is_rewired(judge, before->data[i], after->data[i]))
            note(judge, &pair->changes, "input", source_name(before->data[i]),
                source_name(after->data[i]));
}

static bool is_resized(const Judge *judge, const LayerPair *pair)
{
    if (!pair->before || !pair->after)
        return false;
    const Value *before = pair->before->output, *after = pair->after->output;
    return (before && after && !shape_equal(before->shape, after->shape)) ||
           judge->difference->before.counts[pair->before->id].parameters !=
               judge->difference->after.counts[pair->after->id].parameters;
}

static Verdict judge_self(Judge *judge, LayerPair *pair)
{
    if (!pair->after)
        return XC_REMOVED;
    if (!pair->before)
        return XC_ADDED;
    if (strcmp(pair->before->kind, pair->after->kind) != 0)
        note(judge, &pair->changes, "kind", pair->before->kind, pair->after->kind);
    if (!pair->before->is_block && !pair->after->is_block) {
        compare_arguments(judge, pair);
        compare_sources(judge, pair);
    }
    if (pair->changes.count)
        return XC_CHANGED;
    return is_resized(judge, pair) ? XC_RESIZED : XC_EQUAL;
}

/* ---- what all layers of a kind have in common -------------------------------------------- */

static size_t *tally(Judge *judge, Map *map, const char *key)
{
    size_t *count = map_get(map, key);
    if (!count) {
        count = arena_alloc(judge->arena, sizeof *count);
        map_put(judge->arena, map, key, count);
    }
    return count;
}

static const char *change_key(Judge *judge, const LayerPair *pair, const Change *change)
{
    return arena_printf(judge->arena, "%s %s %s %s", pair->after->kind, change->what,
        change->before, change->after);
}

static void judge_layers(Judge *judge, LayerPair *pair)
{
    for (size_t i = 0; i < pair->children.count; i++) {
        LayerPair *child = pair->children.data[i];
        child->verdict = judge_self(judge, child);
        judge_layers(judge, child);
        if (!is_layer(child->before) || !is_layer(child->after))
            continue;
        ++*tally(judge, &judge->kinds, child->after->kind);
        for (size_t k = 0; k < child->changes.count; k++)
            ++*tally(judge, &judge->alike, change_key(judge, child, &child->changes.data[k]));
    }
}

static void mark_common(Judge *judge, LayerPair *pair)
{
    Difference *difference = judge->difference;
    for (size_t i = 0; i < pair->changes.count; i++) {
        Change *change = &pair->changes.data[i];
        size_t *alike = map_get(&judge->alike, change_key(judge, pair, change));
        const size_t *all = map_get(&judge->kinds, pair->after->kind);
        if (!alike || !all || *all < 2 || *alike < *all)
            continue;
        change->common = true;
        if (*alike > *all)
            continue; /* it is in the list */
        CommonChange common = {pair->after->kind, *change};
        vec_push(judge->arena, &difference->common, common);
        *alike = SIZE_MAX;
    }
}

/* ---- the whole tree ---------------------------------------------------------------------- */

static void sign_layer(Judge *judge, Text *text, const Side *side, const Layer *layer)
{
    if (!layer)
        return;
    text_printf(text, "|%s %s %llu", layer->kind,
        layer->output ? shape_text(judge->arena, layer->output->shape) : "",
        (unsigned long long)side->counts[layer->id].parameters);
}

static const char *sign(Judge *judge, const LayerPair *pair)
{
    Text text = {.arena = judge->arena};
    text_add(&text, verdict_name(pair->verdict));
    sign_layer(judge, &text, &judge->difference->before, pair->before);
    sign_layer(judge, &text, &judge->difference->after, pair->after);
    for (size_t i = 0; i < pair->changes.count; i++) {
        const Change *change = &pair->changes.data[i];
        text_printf(&text, "|%s %s %s", change->what, change->before, change->after);
    }
    for (size_t i = 0; i < pair->children.count; i++) {
        const LayerPair *child = pair->children.data[i];
        text_printf(&text, "(%s %s)", layer_own_name(pair_layer(child)), child->signature);
    }
    return text_string(&text);
}

/* A block counts as changed by what is added to it or taken from it. */
static Verdict graver(Verdict verdict, Verdict child)
{
    Verdict weight = child > XC_CHANGED ? XC_CHANGED : child;
    return weight > verdict ? weight : verdict;
}

static Verdict without_common(const Judge *judge, const LayerPair *pair)
{
    if (pair->verdict != XC_CHANGED)
        return pair->verdict;
    for (size_t i = 0; i < pair->changes.count; i++)
        if (!pair->changes.data[i].common)
            return XC_CHANGED;
    return is_resized(judge, pair) ? XC_RESIZED : XC_EQUAL;
}

/* From each layer's own verdict to those of the blocks around it. */
static void sum_up(Judge *judge, LayerPair *pair)
{
    mark_common(judge, pair);
    bool root = !pair->before && !pair->after;
    pair->apart = root ? XC_EQUAL : without_common(judge, pair);
    pair->layers = is_layer(pair->before) || is_layer(pair->after);
    for (size_t i = 0; i < pair->children.count; i++) {
        LayerPair *child = pair->children.data[i];
        sum_up(judge, child);
        pair->layers += child->layers;
        pair->verdict = graver(pair->verdict, child->verdict);
        pair->apart = graver(pair->apart, child->apart);
    }
    if (!root)
        pair->signature = sign(judge, pair);
}

/* ---- input and recipe -------------------------------------------------------------------- */

/* The lines "  key: value" of a section of the normal form. */
static Map section_lines(Arena *arena, const char *text)
{
    Map lines = {0};
    for (const char *line = text; *line;) {
        size_t length = strcspn(line, "\n");
        const char *colon = memchr(line, ':', length);
        if (line[0] == ' ' && colon) {
            const char *key = arena_strndup(arena, line + 2, (size_t)(colon - line) - 2);
            map_put(arena, &lines, key,
                arena_strndup(arena, colon + 2, length - (size_t)(colon - line) - 2));
        }
        line += length + (line[length] == '\n');
    }
    return lines;
}

/* The keys of before in order, then those that only after has. */
static void compare_lines(Judge *judge, Changes *changes, const char *before, const char *after)
{
    Map old = section_lines(judge->arena, before), new = section_lines(judge->arena, after);
    const char *const texts[] = {before, after};
    for (int side = 0; side < 2; side++)
        for (const char *line = texts[side]; *line;) {
            size_t indent = strspn(line, " "), length = strcspn(line + indent, ":\n");
            const char *key = arena_strndup(judge->arena, line + indent, length);
            const char *was = map_get(&old, key), *is = map_get(&new, key);
            bool differs = was && is ? strcmp(was, is) != 0 : was != is;
            if (differs && (side == 0) == (was != NULL))
                note(judge, changes, key, was, is);
            line += strcspn(line, "\n");
            line += *line == '\n';
        }
}

static void compare_recipes(Judge *judge)
{
    const Graph *before = judge->difference->before.graph, *after = judge->difference->after.graph;
    Text old = {.arena = judge->arena}, new = {.arena = judge->arena};
    write_input(&old, before);
    write_input(&new, after);
    compare_lines(judge, &judge->difference->input, text_string(&old), text_string(&new));
    old.count = new.count = 0;
    write_training(&old, &before->training);
    write_training(&new, &after->training);
    compare_lines(judge, &judge->difference->training, text_string(&old), text_string(&new));
}

static Side side_of(const Graph *graph)
{
    return (Side){graph, wiring_of(graph), counts_by_layer(graph)};
}

const Difference *difference_of(const Graph *before, const Graph *after)
{
    Arena *arena = after->arena;
    Difference *difference = arena_alloc(arena, sizeof *difference);
    LayerPair *root = arena_alloc(arena, sizeof *root);
    *difference = (Difference){.before = side_of(before),
        .after = side_of(after),
        .root = root,
        .same_network = before->hash == after->hash};
    Judge judge = {.arena = arena,
        .difference = difference,
        .partner = arena_array(arena, before->layers.count, sizeof *judge.partner),
        .paired = arena_array(arena, after->layers.count, sizeof *judge.paired)};
    pair_children(&judge, root);
    judge_layers(&judge, root);
    sum_up(&judge, root);
    compare_recipes(&judge);
    return difference;
}
