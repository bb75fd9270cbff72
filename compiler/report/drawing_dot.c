#include "graph/counts.h"
#include "report/drawing_flow.h"
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

/* ---- entrances --------------------------------------------------------------------------- */

static const char *entrance_name(const Painter *painter, const Layer *block, const Layer *source)
{
    return arena_printf(
        painter->arena, "%s reads %s", block->name, source ? source->name : "input");
}

static void write_entrance(Painter *painter, const Layer *block, const Layer *source, Map *written)
{
    const char *name = entrance_name(painter, block, source);
    if (!has_entrance(painter->drawing, block, source) || map_get(written, name))
        return;
    map_put(painter->arena, written, name, painter);
    bool forks = count_ways(painter->drawing, block, source) > 1;
    line(painter, arena_printf(painter->arena, "\"%s\" [shape=point, width=%s];", name,
                      forks ? "0.05" : "0.01"));
}

/* Of what the layers inside of the block, or of a block in it, read. */
static void write_entrances(Painter *painter, const Layer *block, const Layer *inside, Map *written)
{
    const LayerList *children = wiring_children(painter->drawing->wiring, inside);
    for (size_t i = 0; i < children->count; i++) {
        const Layer *child = children->data[i];
        if (!is_drawn(painter->drawing, child))
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
        if (!is_drawn(painter->drawing, child))
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
    const Layer *box = only_box(painter->drawing, block);
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

static bool is_branched(const Painter *painter, const Layer *source)
{
    return source && painter->drawing->wiring->readers[source->id].count > 1;
}

/* Where what a layer reads has come to: a box or an entrance. */
typedef struct Way {
    const Layer *source; /* NULL: the images */
    const char *from;
    const char *label; /* that the next edge is to carry */
    int ways; /* on from the cluster's border; 0: the way has come through none yet */
} Way;

/* Without an entrance the cluster would begin anywhere, beside what it reads too. */
static void keep_below(Painter *painter, const Way *way, const Layer *block)
{
    line(painter, arena_printf(painter->arena, "\"%s\" -> \"%s title\" [style=invis, weight=4];",
                      way->from, block->name));
}

/* Through the entrances of the block and those around it. */
static void enter(Painter *painter, const Layer *block, Way *way)
{
    if (!block)
        return;
    enter(painter, block->parent, way);
    if (!is_entered(painter->drawing, block, way->source))
        return;
    if (!has_entrance(painter->drawing, block, way->source)) {
        keep_below(painter, way, block);
        way->ways = 1;
        return;
    }
    const char *entrance = entrance_name(painter, block, way->source);
    if (!map_get(&painter->entered, entrance))
        write_edge(painter, way->from, entrance, way->label,
            is_branched(painter, way->source) ? "arrowhead=none, weight=12" : "arrowhead=none");
    map_put(painter->arena, &painter->entered, entrance, painter);
    way->from = entrance;
    way->label = "";
    way->ways = count_ways(painter->drawing, block, way->source);
}

/* How much the last edge wants to be short and straight, where it isn't the usual. A shortcut, from
 * an entrance to where branches meet, leaves the straight way to the others; branches hang at what
 * they come from, so that all begin at one height; what does not fork goes straight on. */
static const char *weight_of(const Painter *painter, const Way *way, const Layer *reader)
{
    bool meets = painter->drawing->wiring->sources[reader->id].count > 1;
    if (meets)
        return way->ways ? "weight=1" : "";
    if (way->ways == 1)
        return "weight=30";
    return is_branched(painter, way->source) ? "weight=12" : "";
}

static void write_way(Painter *painter, const Layer *source, const Layer *reader)
{
    const Drawing *drawing = painter->drawing;
    Way way = {.source = source, .from = "input", .label = ""};
    if (source) {
        way.from = top_of(drawing, drawing->drawn[source->id])->name;
        way.label = edge_label(drawing, source, reader);
    }
    enter(painter, reader->parent, &way);
    write_edge(painter, way.from, reader->name, way.label, weight_of(painter, &way, reader));
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
        if (!layer->is_block && is_drawn(painter.drawing, layer) && !drawing->above[i])
            write_edges(&painter, layer);
    }
    fputs("}\n", stream);
}
