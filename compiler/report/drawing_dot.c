#include "report/counts.h"
#include "report/drawing.h"
#include "report/figures.h"
#include "support/map.h"
#include "support/text.h"

#include <string.h>

#define TIMES "\u00d7"
#define ELLIPSIS "\u2026"
#define QUIET "#666666"

typedef struct Painter {
    Arena *arena;
    const Drawing *drawing;
    FILE *stream;
    int depth;
    Map entered; /* forks that have their edge */
} Painter;

/* How a kind looks. A minor one shares a row with its neighbours: it keeps the shape. */
typedef struct Look {
    const char *kind;
    const char *colour;
    bool minor;
} Look;

static const Look looks[] = {
    {"conv", "#cfe0f0", false},
    {"separable_conv", "#cfe0f0", false},
    {"depthwise_conv", "#cfe0f0", false},
    {"dense", "#e3d5ea", false},
    {"max_pool", "#f6dcc6", false},
    {"average_pool", "#f6dcc6", false},
    {"global_average_pool", "#f6dcc6", false},
    {"global_max_pool", "#f6dcc6", false},
    {"add", "#d5e8d0", false},
    {"multiply", "#d5e8d0", false},
    {"concat", "#d5e8d0", false},
    {"flatten", "#f4f4f4", false},
    {"batch_norm", "#f4f4f4", true},
    {"relu", "#f4f4f4", true},
    {"sigmoid", "#f4f4f4", true},
    {"softmax", "#f4f4f4", true},
    {"dropout", "#f4f4f4", true},
};

static Look look_of(const Layer *layer)
{
    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++)
        if (strcmp(looks[i].kind, layer->kind) == 0)
            return looks[i];
    return (Look){layer->kind, "#ffffff", false};
}

static void line(Painter *painter, const char *text)
{
    fprintf(painter->stream, "%*s%s\n", 2 * painter->depth, "", text);
}

/* ---- words ------------------------------------------------------------------------------- */

/* "16x16x64" with the sign of multiplication. */
static const char *times_text(Arena *arena, Shape shape)
{
    Text text = {.arena = arena};
    for (int i = 0; i < shape.rank; i++)
        text_printf(&text, "%s%d", i ? TIMES : "", shape.dim[i]);
    return text_string(&text);
}

static bool same_size(Shape a, Shape b)
{
    return a.rank == b.rank && (a.rank != 3 || (a.dim[0] == b.dim[0] && a.dim[1] == b.dim[1]));
}

/* The output of a drawn layer, from the first call that it stands for to the last. */
static const char *output_text(const Painter *painter, const Layer *layer)
{
    Shape first = layer->output->shape;
    Shape last = painter->drawing->last[layer->id]->output->shape;
    const char *text = times_text(painter->arena, first);
    if (shape_equal(first, last))
        return text;
    if (same_size(first, last))
        return arena_printf(painter->arena, "%s" ELLIPSIS "%d", text, shape_channels(last));
    return arena_printf(
        painter->arena, "%s " ELLIPSIS " %s", text, times_text(painter->arena, last));
}

static const char *argument(const Layer *layer, const char *name)
{
    for (size_t i = 0; i < layer->argument_count; i++)
        if (strcmp(layer->arguments[i].name, name) == 0)
            return layer->arguments[i].value;
    return NULL;
}

/* "3x3" of "[3, 3]" */
static void add_pair(Text *text, const char *pair)
{
    for (const char *p = pair; *p; p++)
        if (*p == ',')
            text_add(text, TIMES);
        else if (*p >= '0' && *p <= '9')
            text_printf(text, "%c", *p);
}

/* What a paper would say of the layer: "3x3 /2, 64". */
static const char *essentials(Arena *arena, const Layer *layer)
{
    Text text = {.arena = arena};
    const char *size = argument(layer, "kernel"), *stride = argument(layer, "stride");
    const char *filters = argument(layer, "filters"), *groups = argument(layer, "groups");
    size = size ? size : argument(layer, "size");
    filters = filters ? filters : argument(layer, "units");
    if (size)
        add_pair(&text, size);
    if (stride && strcmp(stride, "[1, 1]") != 0)
        text_printf(&text, " /%s", setting_text(arena, stride));
    if (filters)
        text_printf(&text, "%s%s", text.count ? ", " : "", filters);
    if (groups && strcmp(groups, "1") != 0)
        text_printf(&text, ", %s groups", groups);
    if (argument(layer, "rate"))
        text_add(&text, argument(layer, "rate"));
    return text_string(&text);
}

/* Does the name say the kind, as one that was counted does? */
static bool tells_kind(const Layer *layer)
{
    size_t length = strlen(layer->kind);
    const char *name = layer_own_name(layer);
    return strncmp(name, layer->kind, length) == 0 &&
           strspn(name + length, "0123456789") == strlen(name + length);
}

static bool is_drawn(const Painter *painter, const Layer *layer)
{
    return painter->drawing->drawn[layer->id] == layer;
}

/* ---- forks ------------------------------------------------------------------------------- */

/* What several layers of a block read from outside enters it once and forks in there. */

static bool is_within(const Layer *layer, const Layer *block)
{
    for (; layer; layer = layer->parent)
        if (layer == block)
            return true;
    return false;
}

static int count_reads(const Painter *painter, const Layer *block, const Layer *source)
{
    const LayerList *children = wiring_children(painter->drawing->wiring, block);
    int reads = 0;
    for (size_t i = 0; i < children->count; i++) {
        const Layer *child = children->data[i];
        if (!is_drawn(painter, child))
            continue;
        if (child->is_block)
            reads += count_reads(painter, child, source);
        const LayerList *sources = &painter->drawing->wiring->sources[child->id];
        for (size_t k = 0; k < sources->count; k++)
            reads += sources->data[k] == source;
    }
    return reads;
}

static bool has_fork(const Painter *painter, const Layer *block, const Layer *source)
{
    return !(source && is_within(source, block)) && count_reads(painter, block, source) > 1;
}

static const char *fork_name(const Painter *painter, const Layer *block, const Layer *source)
{
    return arena_printf(
        painter->arena, "%s reads %s", block->name, source ? source->name : "input");
}

static void write_forks(Painter *painter, const Layer *block, const Layer *inside, Map *written)
{
    const LayerList *children = wiring_children(painter->drawing->wiring, inside);
    for (size_t i = 0; i < children->count; i++) {
        const Layer *child = children->data[i];
        if (!is_drawn(painter, child))
            continue;
        if (child->is_block)
            write_forks(painter, block, child, written);
        const LayerList *sources = &painter->drawing->wiring->sources[child->id];
        for (size_t k = 0; k < sources->count; k++) {
            const char *name = fork_name(painter, block, sources->data[k]);
            if (!has_fork(painter, block, sources->data[k]) || map_get(written, name))
                continue;
            map_put(painter->arena, written, name, painter);
            line(painter, arena_printf(painter->arena, "\"%s\" [shape=point, width=0.05];", name));
        }
    }
}

/* ---- boxes ------------------------------------------------------------------------------- */

static void add_minor_row(Painter *painter, Text *text, const Layer *first, const Layer *end)
{
    text_printf(text,
        "<TR><TD ALIGN=\"LEFT\" BGCOLOR=\"%s\"><FONT POINT-SIZE=\"9\" "
        "COLOR=\"" QUIET "\">",
        look_of(first).colour);
    for (const Layer *layer = first; layer != end; layer = painter->drawing->below[layer->id]) {
        const char *more = essentials(painter->arena, layer);
        text_printf(text, "%s%s", layer == first ? "" : ", ", layer_own_name(layer));
        if (!tells_kind(layer))
            text_printf(text, ": %s", layer->kind);
        text_printf(text, "%s%s", more[0] ? " " : "", more);
    }
    text_add(text, "</FONT></TD></TR>");
}

/* A table of its own in one coloured cell: two cells side by side would show a seam. */
static void add_row(Painter *painter, Text *text, const Layer *layer)
{
    const char *more = essentials(painter->arena, layer);
    text_printf(text,
        "<TR><TD BGCOLOR=\"%s\" CELLPADDING=\"0\"><TABLE BORDER=\"0\" CELLBORDER=\"0\" "
        "CELLSPACING=\"0\" CELLPADDING=\"3\"><TR><TD ALIGN=\"LEFT\">%s",
        look_of(layer).colour, layer_own_name(layer));
    if (!tells_kind(layer))
        text_printf(text, ": %s", layer->kind);
    text_printf(text, "%s%s</TD>", more[0] ? "  " : "", more);
    text_printf(text,
        "<TD ALIGN=\"RIGHT\"><FONT COLOR=\"" QUIET "\">  %s</FONT></TD></TR></TABLE></TD></TR>",
        output_text(painter, layer));
}

static const char *title(Painter *painter, const Layer *block)
{
    const Layer *last = painter->drawing->last[block->id];
    int calls = painter->drawing->calls[block->id];
    Text text = {.arena = painter->arena};
    text_printf(&text, "<B>%s</B>", layer_own_name(block));
    if (calls > 1)
        text_printf(&text, " to <B>%s</B>", layer_own_name(last));
    if (!tells_kind(block))
        text_printf(&text, ": %s", block->kind);
    if (calls > 1)
        text_printf(&text, "  <B>" TIMES "%d</B>", calls);
    return text_string(&text);
}

/* The box that has this layer on top; block: the call that is no more than this box, or NULL. */
static void write_box(Painter *painter, const Layer *top, const Layer *block)
{
    Text text = {.arena = painter->arena};
    text_printf(&text,
        "\"%s\" [label=<<TABLE BORDER=\"1\" CELLBORDER=\"0\" CELLSPACING=\"0\" "
        "CELLPADDING=\"3\" COLOR=\"" QUIET "\">",
        top->name);
    if (block)
        text_printf(&text, "<TR><TD ALIGN=\"LEFT\">%s</TD></TR>", title(painter, block));
    for (const Layer *layer = top; layer;) {
        if (!look_of(layer).minor) {
            add_row(painter, &text, layer);
            layer = painter->drawing->below[layer->id];
            continue;
        }
        const Layer *end = layer;
        while (end && look_of(end).minor)
            end = painter->drawing->below[end->id];
        add_minor_row(painter, &text, layer, end);
        layer = end;
    }
    text_add(&text, "</TABLE>>];");
    line(painter, text_string(&text));
}

/* The top of the only box in the block; NULL where there is more in it. */
static const Layer *only_box(const Painter *painter, const Layer *block)
{
    const LayerList *children = wiring_children(painter->drawing->wiring, block);
    for (size_t i = 0; i < children->count; i++) {
        const Layer *child = children->data[i];
        if (child->is_block || (i > 0) != (painter->drawing->above[child->id] != NULL))
            return NULL;
    }
    return children->count ? children->data[0] : NULL;
}

static void write_block(Painter *painter, const Layer *block);

static void write_children(Painter *painter, const Layer *block)
{
    const LayerList *children = wiring_children(painter->drawing->wiring, block);
    for (size_t i = 0; i < children->count; i++) {
        const Layer *child = children->data[i];
        if (!is_drawn(painter, child))
            continue;
        if (child->is_block)
            write_block(painter, child);
        else if (!painter->drawing->above[child->id])
            write_box(painter, child, NULL);
    }
}

/* The first layer of the block that is drawn, at any depth. */
static const Layer *first_layer(const Painter *painter, const Layer *block)
{
    while (block->is_block)
        block = wiring_children(painter->drawing->wiring, block)->data[0];
    return block;
}

/* A node and not the cluster's label: edges go around nodes, and straight over labels. */
static void write_title(Painter *painter, const Layer *block)
{
    line(painter, arena_printf(painter->arena, "\"%s title\" [label=<%s>];", block->name,
                      title(painter, block)));
    line(painter, arena_printf(painter->arena, "\"%s title\" -> \"%s\" [style=invis];", block->name,
                      first_layer(painter, block)->name));
}

static void write_block(Painter *painter, const Layer *block)
{
    const Layer *box = only_box(painter, block);
    if (box) {
        write_box(painter, box, block);
        return;
    }
    line(painter, arena_printf(painter->arena, "subgraph \"cluster_%s\" {", block->name));
    painter->depth++;
    line(painter, "label=\"\";");
    write_title(painter, block);
    write_forks(painter, block, block, &(Map){0});
    write_children(painter, block);
    painter->depth--;
    line(painter, "}");
}

/* ---- edges ------------------------------------------------------------------------------- */

static const Layer *top_of(const Painter *painter, const Layer *layer)
{
    while (painter->drawing->above[layer->id])
        layer = painter->drawing->above[layer->id];
    return layer;
}

/* The innermost cluster around a layer; a block that is one box is none. */
static const Layer *home(const Painter *painter, const Layer *layer)
{
    const Layer *block = layer->parent;
    return block && only_box(painter, block) ? block->parent : block;
}

/* The outermost call around the source that is not around the reader; NULL if there is none. */
static const Layer *block_left(const Layer *source, const Layer *reader)
{
    const Layer *left = NULL;
    for (const Layer *block = source->parent; block; block = block->parent)
        if (!is_within(reader, block))
            left = block;
    return left;
}

/* Rows tell the shapes within a block. On the way into or out of one, what flows is told where it
 * has another shape than what entered the block, or the box, that it comes from. */
static const char *edge_label(const Painter *painter, const Layer *source, const Layer *reader)
{
    if (home(painter, source) == home(painter, reader))
        return "";
    const Layer *const *drawn = painter->drawing->drawn;
    const Layer *left = block_left(source, reader);
    const Value *entered =
        left ? drawn[left->id]->input : top_of(painter, drawn[source->id])->input;
    if (entered && shape_equal(entered->shape, source->output->shape))
        return "";
    bool folded = drawn[source->id] != source; /* then it is the last call that is left */
    return folded ? times_text(painter->arena, source->output->shape)
                  : output_text(painter, source);
}

static void write_edge(
    Painter *painter, const char *from, const char *to, const char *label, const char *more)
{
    const char *labelled =
        label[0] ? arena_printf(painter->arena, "label=\" %s\"%s", label, more[0] ? ", " : "") : "";
    bool plain = !label[0] && !more[0];
    line(painter,
        plain ? arena_printf(painter->arena, "\"%s\" -> \"%s\";", from, to)
              : arena_printf(painter->arena, "\"%s\" -> \"%s\" [%s%s];", from, to, labelled, more));
}

/* The way from the source through the forks of the block and those around it. *from and *label
 * become those of its last edge, which is still to be written. */
static void enter(Painter *painter, const Layer *block, const Layer *source, const char **from,
    const char **label)
{
    if (!block)
        return;
    enter(painter, block->parent, source, from, label);
    if (!has_fork(painter, block, source))
        return;
    const char *fork = fork_name(painter, block, source);
    if (!map_get(&painter->entered, fork))
        write_edge(painter, *from, fork, *label, "arrowhead=none");
    map_put(painter->arena, &painter->entered, fork, painter);
    *from = fork;
    *label = "";
}

static void write_way(Painter *painter, const Layer *source, const Layer *reader)
{
    const char *from = "input", *label = "";
    if (source) {
        from = top_of(painter, painter->drawing->drawn[source->id])->name;
        label = edge_label(painter, source, reader);
    }
    enter(painter, reader->parent, source, &from, &label);
    write_edge(painter, from, reader->name, label, "");
}

static void write_edges(Painter *painter, const Layer *layer)
{
    const LayerList *sources = &painter->drawing->wiring->sources[layer->id];
    for (size_t i = 0; i < sources->count; i++)
        write_way(painter, sources->data[i], layer);
}

static void write_head(Painter *painter)
{
    const Graph *graph = painter->drawing->wiring->graph;
    Counts total = counts_total(graph);
    fprintf(painter->stream, "digraph \"%s\" {\n", graph->name);
    painter->depth = 1;
    line(painter, arena_printf(painter->arena,
                      "graph [label=<<TABLE BORDER=\"0\" CELLSPACING=\"0\" "
                      "CELLPADDING=\"1\"><TR><TD><B>%s</B>"
                      "</TD></TR><TR><TD><FONT POINT-SIZE=\"9\" COLOR=\"" QUIET
                      "\">%s parameters, %s multiply-adds</FONT></TD></TR></TABLE>>, "
                      "labelloc=t, fontsize=13];",
                      graph->name, grouped_text(painter->arena, total.parameters),
                      grouped_text(painter->arena, total.macs)));
    line(painter, "graph [fontname=\"Helvetica\", nodesep=0.3, ranksep=0.3, color=\"" QUIET "\"];");
    line(painter, "node [shape=plain, fontname=\"Helvetica\", fontsize=11];");
    line(painter, "edge [fontname=\"Helvetica\", fontsize=9, fontcolor=\"" QUIET
                  "\", color=\"" QUIET "\", arrowsize=0.6];");
    line(painter, arena_printf(painter->arena, "\"input\" [label=\"input  %s\"];",
                      times_text(painter->arena, graph->images->shape)));
}

void drawing_dot(FILE *stream, const Drawing *drawing)
{
    const Graph *graph = drawing->wiring->graph;
    Painter painter = {.arena = graph->arena, .drawing = drawing, .stream = stream};
    write_head(&painter);
    write_children(&painter, NULL);
    for (size_t i = 0; i < graph->layers.count; i++) {
        const Layer *layer = graph->layers.data[i];
        if (!layer->is_block && is_drawn(&painter, layer) && !drawing->above[i])
            write_edges(&painter, layer);
    }
    fputs("}\n", stream);
}
