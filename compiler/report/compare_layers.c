#include "report/compare_layers.h"

#include "report/figures.h"
#include "support/text.h"

#include <string.h>

enum { CELLS = 4, MAX_CELL = 44 };

/* A line of the table: a layer in cells, or a remark across them. */
typedef struct Line {
    char mark;
    int depth;
    const char *cells[CELLS]; /* name, kind, output, parameters */
    const char *rest; /* the changes, or the remark where cells[0] is NULL */
} Line;

typedef struct Table {
    Arena *arena;
    const Difference *difference;
    bool every_layer;
    struct {
        Line *data;
        size_t count, capacity;
    } lines;
} Table;

/* ---- cells ------------------------------------------------------------------------------- */

/* "a", or "a -> b" where they differ; NULL: there is none. */
static const char *arrow(Arena *arena, const char *before, const char *after)
{
    if (!before || !after)
        return before ? before : after ? after : "";
    return strcmp(before, after) == 0 ? after : arena_printf(arena, "%s -> %s", before, after);
}

static const char *output_of(Arena *arena, const Layer *layer)
{
    return layer && layer->output ? shape_text(arena, layer->output->shape) : NULL;
}

static const char *parameters_of(Arena *arena, const Side *side, const Layer *layer)
{
    if (!layer)
        return NULL;
    uint64_t parameters = side->counts[layer->id].parameters;
    return parameters ? grouped_text(arena, parameters) : "-";
}

/* A block that is there on one side only, as a block or at all, is one line. */
static bool is_opened(const LayerPair *pair)
{
    return pair->before && pair->after && pair->before->is_block == pair->after->is_block;
}

static const char *changes_text(const Table *table, const LayerPair *pair)
{
    Text text = {.arena = table->arena};
    for (size_t i = 0; i < pair->changes.count; i++) {
        const Change *change = &pair->changes.data[i];
        bool said = change->common && !table->every_layer;
        if (!said && strcmp(change->what, "kind") != 0)
            text_printf(&text, "%s%s %s -> %s", text.count ? ", " : "", change->what,
                change->before, change->after);
    }
    if (pair->children.count && !table->every_layer && !is_opened(pair))
        text_printf(&text, "%zu layer%s", pair->layers, pair->layers == 1 ? "" : "s");
    return text_string(&text);
}

static void add_layer(Table *table, const LayerPair *pair, int depth)
{
    static const char marks[] = {' ', '=', '~', '-', '+'};
    const Layer *before = pair->before, *after = pair->after;
    Line line = {.mark = marks[pair->verdict], .depth = depth};
    line.cells[0] = layer_own_name(pair_layer(pair));
    line.cells[1] = arrow(table->arena, before ? before->kind : NULL, after ? after->kind : NULL);
    line.cells[2] =
        arrow(table->arena, output_of(table->arena, before), output_of(table->arena, after));
    line.cells[3] =
        arrow(table->arena, parameters_of(table->arena, &table->difference->before, before),
            parameters_of(table->arena, &table->difference->after, after));
    line.rest = changes_text(table, pair);
    vec_push(table->arena, &table->lines, line);
}

static void add_remark(Table *table, int depth, const char *remark)
{
    Line line = {.mark = ' ', .depth = depth, .rest = remark};
    vec_push(table->arena, &table->lines, line);
}

/* ---- folding ----------------------------------------------------------------------------- */

static bool is_quiet(const LayerPair *pair)
{
    return pair->apart <= XC_RESIZED;
}

/* "conv1", "conv1 to relu2" */
static const char *span_text(Arena *arena, const LayerPair *first, const LayerPair *last)
{
    const char *from = pair_layer(first)->name, *to = pair_layer(last)->name;
    return first == last ? from : arena_printf(arena, "%s to %s", from, to);
}

/* The first change of an output's size in the pairs. */
static const LayerPair *first_resized(LayerPair *const *pairs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const LayerPair *pair = pairs[i];
        const LayerPair *inner = first_resized(pair->children.data, pair->children.count);
        if (inner)
            return inner;
        const Value *before = pair->before->output, *after = pair->after->output;
        if (before && after && !shape_equal(before->shape, after->shape))
            return pair;
    }
    return NULL;
}

static void fold_alike(Table *table, LayerPair *const *pairs, size_t count, int depth)
{
    if (count == 0)
        return;
    Arena *arena = table->arena;
    size_t layers = 0;
    bool resized = false;
    for (size_t i = 0; i < count; i++) {
        layers += pairs[i]->layers;
        resized = resized || pairs[i]->apart == XC_RESIZED;
    }
    const char *span =
        depth ? "" : arena_printf(arena, " (%s)", span_text(arena, pairs[0], pairs[count - 1]));
    const char *noun = layers == 1 ? "layer" : "layers";
    bool further = table->difference->common.count > 0;
    const LayerPair *sized = resized && depth == 0 ? first_resized(pairs, count) : NULL;
    if (!resized)
        add_remark(table, depth,
            further
                ? arena_printf(arena, "... %zu %s%s without further changes", layers, noun, span)
                : arena_printf(arena, "... %zu equal %s%s", layers, noun, span));
    else
        add_remark(table, depth,
            arena_printf(arena, "... %zu %s%s differ%s%s in size only%s%s", layers, noun, span,
                layers == 1 ? "s" : "", further ? " further" : "", sized ? ", at first " : "",
                sized
                    ? arrow(arena, output_of(arena, sized->before), output_of(arena, sized->after))
                    : ""));
}

/* Equal ones at both ends stand for themselves; in between what is resized sets the tone. */
static void fold_quiet(Table *table, LayerPair *const *pairs, size_t count, int depth)
{
    size_t first = 0, end = count;
    while (first < count && pairs[first]->apart == XC_EQUAL)
        first++;
    while (end > first && pairs[end - 1]->apart == XC_EQUAL)
        end--;
    fold_alike(table, pairs, first, depth);
    fold_alike(table, pairs + first, end - first, depth);
    fold_alike(table, pairs + end, count - end, depth);
}

static void add_children(Table *table, const LayerPair *parent, int depth);

/* Block calls that differ in the same way; of those that came or went the kind says enough. */
static bool differ_alike(const LayerPair *a, const LayerPair *b)
{
    if (!a->children.count || !b->children.count || a->apart != b->apart)
        return false;
    if (a->apart == XC_CHANGED)
        return strcmp(a->signature, b->signature) == 0;
    return strcmp(pair_layer(a)->kind, pair_layer(b)->kind) == 0;
}

/* The pair and the block calls behind it that differ just like it; returns how many pairs. */
static size_t add_loud(Table *table, LayerPair *const *pairs, size_t count, int depth)
{
    const LayerPair *first = pairs[0];
    size_t alike = 1;
    while (alike < count && differ_alike(first, pairs[alike]))
        alike++;
    add_layer(table, first, depth);
    if (is_opened(first))
        add_children(table, first, depth + 1);
    if (alike > 1)
        add_remark(table, depth,
            arena_printf(table->arena, "... likewise %s",
                span_text(table->arena, pairs[1], pairs[alike - 1])));
    return alike;
}

static void add_children(Table *table, const LayerPair *parent, int depth)
{
    LayerPair *const *pairs = parent->children.data;
    size_t count = parent->children.count;
    for (size_t i = 0; i < count;) {
        size_t quiet = 0;
        while (i + quiet < count && is_quiet(pairs[i + quiet]))
            quiet++;
        fold_quiet(table, pairs + i, quiet, depth);
        i += quiet;
        if (i < count)
            i += add_loud(table, pairs + i, count - i, depth);
    }
}

static void add_every(Table *table, const LayerPair *parent, int depth)
{
    for (size_t i = 0; i < parent->children.count; i++) {
        add_layer(table, parent->children.data[i], depth);
        add_every(table, parent->children.data[i], depth + 1);
    }
}

/* ---- writing ----------------------------------------------------------------------------- */

static void measure(const Table *table, const char *const *titles, int *widths)
{
    for (int cell = 0; cell < CELLS; cell++)
        widths[cell] = (int)strlen(titles[cell]);
    for (size_t i = 0; i < table->lines.count; i++) {
        const Line *line = &table->lines.data[i];
        for (int cell = 0; cell < CELLS && line->cells[0]; cell++) {
            size_t width = strlen(line->cells[cell]) + (cell ? 0 : 2 * (size_t)line->depth);
            if (width > MAX_CELL)
                width = MAX_CELL;
            if ((int)width > widths[cell])
                widths[cell] = (int)width;
        }
    }
}

/* Without blanks at its end. */
static void write_line(FILE *stream, Arena *arena, const Line *line, const int *widths)
{
    Text text = {.arena = arena};
    text_printf(&text, "%c %*s", line->mark, 2 * line->depth, "");
    for (int cell = 0; cell < CELLS && line->cells[0]; cell++) {
        int width = widths[cell] - (cell ? 0 : 2 * line->depth);
        text_printf(&text, "%-*s  ", width, line->cells[cell]);
    }
    text_add(&text, line->rest);
    size_t length = text.count;
    while (length > 0 && text.data[length - 1] == ' ')
        length--;
    fprintf(stream, "%.*s\n", (int)length, text.data);
}

static bool has_layers(const Table *table)
{
    for (size_t i = 0; i < table->lines.count; i++)
        if (table->lines.data[i].cells[0])
            return true;
    return false;
}

void compare_layers(FILE *stream, const Difference *difference, bool every_layer)
{
    static const char *const titles[CELLS] = {"Layer", "Kind", "Output", "Parameters"};
    Arena *arena = difference->after.graph->arena;
    Table table = {.arena = arena, .difference = difference, .every_layer = every_layer};
    if (every_layer)
        add_every(&table, difference->root, 0);
    else
        add_children(&table, difference->root, 0);
    int widths[CELLS];
    measure(&table, titles, widths);
    Line head = {.mark = ' ', .rest = "Change"};
    memcpy(head.cells, titles, sizeof head.cells);
    fputc('\n', stream);
    if (has_layers(&table))
        write_line(stream, arena, &head, widths);
    for (size_t i = 0; i < table.lines.count; i++)
        write_line(stream, arena, &table.lines.data[i], widths);
}
