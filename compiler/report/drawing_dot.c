#include "report/counts.h"
#include "report/drawing_words.h"
#include "report/figures.h"
#include "support/map.h"
#include "support/text.h"

#define QUIET "#666666"

typedef struct Painter {
    Arena *arena;
    const Drawing *drawing;
    FILE *stream;
    int depth;
    Map entered; /* entrances that have their edge */
} Painter;

static void line(Painter *painter, const char *text)
{
    fprintf(painter->stream, "%*s%s\n", 2 * painter->depth, "", text);
}

static bool is_drawn(const Painter *painter, const Layer *layer)
{
    return painter->drawing->drawn[layer->id] == layer;
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

/* ---- entrances --------------------------------------------------------------------------- */

/* What layers of a cluster read from outside comes in at one point, and forks there if need be. */

static bool is_within(const Layer *layer, const Layer *block)
{
    for (; layer; layer = layer->parent)
        if (layer == block)
            return true;
    return false;
}

/* Ways on from the entrance; all those into an inner cluster are one. */
static int count_ways(const Painter *painter, const Layer *block, const Layer *source)
{
    const LayerList *children = wiring_children(painter->drawing->wiring, block);
    int ways = 0;
    for (size_t i = 0; i < children->count; i++) {
        const Layer *child = children->data[i];
        if (!is_drawn(painter, child))
            continue;
        if (child->is_block)
            ways += count_ways(painter, child, source) > 0;
        const LayerList *sources = &painter->drawing->wiring->sources[child->id];
        for (size_t k = 0; k < sources->count; k++)
            ways += sources->data[k] == source;
    }
    return ways;
}

static bool has_entrance(const Painter *painter, const Layer *block, const Layer *source)
{
    bool outside = !(source && is_within(source, block));
    return outside && !only_box(painter, block) && count_ways(painter, block, source) > 0;
}

static const char *entrance_name(const Painter *painter, const Layer *block, const Layer *source)
{
    return arena_printf(
        painter->arena, "%s reads %s", block->name, source ? source->name : "input");
}

static void write_entrance(Painter *painter, const Layer *block, const Layer *source, Map *written)
{
    const char *name = entrance_name(painter, block, source);
    if (!has_entrance(painter, block, source) || map_get(written, name))
        return;
    map_put(painter->arena, written, name, painter);
    bool forks = count_ways(painter, block, source) > 1;
    line(painter, arena_printf(painter->arena, "\"%s\" [shape=point, width=%s];", name,
                      forks ? "0.05" : "0.01"));
}

/* Of what the layers inside of the block, or of a block in it, read. */
static void write_entrances(Painter *painter, const Layer *block, const Layer *inside, Map *written)
{
    const LayerList *children = wiring_children(painter->drawing->wiring, inside);
    for (size_t i = 0; i < children->count; i++) {
        const Layer *child = children->data[i];
        if (!is_drawn(painter, child))
            continue;
        if (child->is_block)
            write_entrances(painter, block, child, written);
        const LayerList *sources = &painter->drawing->wiring->sources[child->id];
        for (size_t k = 0; k < sources->count; k++)
            write_entrance(painter, block, sources->data[k], written);
    }
}

/* ---- boxes ------------------------------------------------------------------------------- */

static void add_minor_row(Painter *painter, Text *text, const Layer *first, const Layer *end)
{
    text_printf(text,
        "\n<TR><TD ALIGN=\"LEFT\" BGCOLOR=\"%s\"><FONT POINT-SIZE=\"9\" "
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
        "\n<TR><TD BGCOLOR=\"%s\" CELLPADDING=\"0\"><TABLE BORDER=\"0\" CELLBORDER=\"0\" "
        "CELLSPACING=\"0\" CELLPADDING=\"3\"><TR><TD ALIGN=\"LEFT\">%s",
        look_of(layer).colour, layer_own_name(layer));
    if (!tells_kind(layer))
        text_printf(text, ": %s", layer->kind);
    text_printf(text, "%s%s</TD>", more[0] ? "  " : "", more);
    text_printf(text,
        "<TD ALIGN=\"RIGHT\"><FONT COLOR=\"" QUIET "\">  %s</FONT></TD></TR></TABLE></TD></TR>",
        output_text(painter->drawing, layer));
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
        text_printf(
            &text, "\n<TR><TD ALIGN=\"LEFT\">%s</TD></TR>", title_text(painter->drawing, block));
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
                      title_text(painter->drawing, block)));
    line(painter, arena_printf(painter->arena, "\"%s title\" -> \"%s\" [style=invis, weight=0];",
                      block->name, first_layer(painter, block)->name));
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
    line(painter, "label=\"\"; margin=14;");
    write_title(painter, block);
    write_entrances(painter, block, block, &(Map){0});
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
    const Layer *const *drawn = painter->drawing->drawn;
    if (home(painter, drawn[source->id]) == home(painter, reader))
        return "";
    const Layer *left = block_left(source, reader);
    const Value *entered =
        left ? drawn[left->id]->input : top_of(painter, drawn[source->id])->input;
    if (entered && shape_equal(entered->shape, source->output->shape))
        return "";
    bool folded = drawn[source->id] != source; /* then it is the last call that is left */
    return folded ? times_text(painter->arena, source->output->shape)
                  : output_text(painter->drawing, source);
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

/* The way from the source through the entrances of the block and those around it. *from and *label
 * become those of its last edge, which is still to be written. */
static void enter(Painter *painter, const Layer *block, const Layer *source, const char **from,
    const char **label)
{
    if (!block)
        return;
    enter(painter, block->parent, source, from, label);
    if (!has_entrance(painter, block, source))
        return;
    const char *entrance = entrance_name(painter, block, source);
    if (!map_get(&painter->entered, entrance))
        write_edge(painter, *from, entrance, *label, "arrowhead=none");
    map_put(painter->arena, &painter->entered, entrance, painter);
    *from = entrance;
    *label = "";
}

/* A shortcut, from an entrance to where branches meet, leaves the straight way to the others. */
static void write_way(Painter *painter, const Layer *source, const Layer *reader)
{
    const char *from = "input", *label = "";
    if (source) {
        from = top_of(painter, painter->drawing->drawn[source->id])->name;
        label = edge_label(painter, source, reader);
    }
    const char *start = from;
    enter(painter, reader->parent, source, &from, &label);
    bool shortcut = from != start && painter->drawing->wiring->sources[reader->id].count > 1;
    write_edge(painter, from, reader->name, label, shortcut ? "weight=1" : "");
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
    line(painter, "node [shape=plain, fontname=\"Helvetica\", fontsize=11, color=\"" QUIET "\"];");
    line(painter, "edge [fontname=\"Helvetica\", fontsize=9, fontcolor=\"" QUIET
                  "\", color=\"" QUIET "\", arrowsize=0.6, weight=4];");
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
