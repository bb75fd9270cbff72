#include "graph/counts.h"
#include "report/field.h"
#include "report/figures.h"
#include "report/summary.h"

#include <string.h>

enum { MAX_NAME = 60, KIND_COLUMN = 20, SHAPE_COLUMN = 13, FIELD_COLUMN = 9, COUNT_COLUMN = 14 };

/* One table on its way out. */
typedef struct Table {
    FILE *stream;
    Arena *arena;
    const Graph *graph;
    const Counts *counts;
    const Field *fields;
    SummaryRows rows;
    int name_width;
} Table;

static bool has_row(const Table *table, const Layer *layer)
{
    if (table->rows.flat)
        return !layer->is_block;
    return table->rows.depth < 0 || layer_depth(layer) <= table->rows.depth;
}

static int indent_of(const Table *table, const Layer *layer)
{
    return table->rows.flat ? 0 : 2 * layer_depth(layer);
}

static const char *name_of(const Table *table, const Layer *layer)
{
    return table->rows.flat ? layer->name : layer_own_name(layer);
}

static int name_width(const Table *table)
{
    int widest = (int)strlen("Layer");
    for (size_t i = 0; i < table->graph->layers.count; i++) {
        const Layer *layer = table->graph->layers.data[i];
        int width = indent_of(table, layer) + (int)strlen(name_of(table, layer));
        if (has_row(table, layer) && width > widest)
            widest = width;
    }
    return widest > MAX_NAME ? MAX_NAME : widest;
}

static void rule(const Table *table)
{
    int width =
        table->name_width + KIND_COLUMN + SHAPE_COLUMN + FIELD_COLUMN + 2 * COUNT_COLUMN + 4;
    for (int i = 0; i < width; i++)
        fputc('-', table->stream);
    fputc('\n', table->stream);
}

static void write_head(const Table *table)
{
    fprintf(table->stream, "%-*s  %-*s %-*s %-*s%*s%*s\n", table->name_width, "Layer", KIND_COLUMN,
        "Kind", SHAPE_COLUMN, "Output", FIELD_COLUMN, "Field", COUNT_COLUMN, "Parameters",
        COUNT_COLUMN, "Multiply-adds");
    rule(table);
    fprintf(table->stream, "%-*s  %-*s %s\n", table->name_width, "input", KIND_COLUMN, "",
        shape_text(table->arena, table->graph->images->shape));
}

static void write_row(const Table *table, const Layer *layer)
{
    Arena *arena = table->arena;
    const Counts *counts = &table->counts[layer->id];
    const Value *output = layer->output;
    int indent = indent_of(table, layer);
    fprintf(table->stream, "%*s%-*s  %-*s %-*s %-*s", indent, "",
        table->name_width > indent ? table->name_width - indent : 0, name_of(table, layer),
        KIND_COLUMN, layer->kind, SHAPE_COLUMN, output ? shape_text(arena, output->shape) : "",
        FIELD_COLUMN, output ? field_text(arena, &table->fields[output->id], output->shape) : "");
    fprintf(table->stream, "%*s%*s\n", COUNT_COLUMN,
        counts->parameters ? grouped_text(arena, counts->parameters) : "-", COUNT_COLUMN,
        counts->macs ? grouped_text(arena, counts->macs) : "-");
}

static void write_totals(FILE *stream, Arena *arena, const Program *program)
{
    const Graph *graph = program->forward;
    Counts total = counts_total(graph);
    fprintf(stream, "parameters       %*s   %s in single precision\n", COUNT_COLUMN,
        grouped_text(arena, total.parameters), bytes_text(arena, total.parameters * sizeof(float)));
    fprintf(stream, "  trainable      %*s\n", COUNT_COLUMN, grouped_text(arena, total.trainable));
    fprintf(stream, "  non-trainable  %*s\n", COUNT_COLUMN,
        grouped_text(arena, total.parameters - total.trainable));
    fprintf(stream, "multiply-adds    %*s   forward, one image\n", COUNT_COLUMN,
        grouped_text(arena, total.macs));
    fprintf(stream, "training memory  %*s   at batch %d; %s a further thread; the data besides\n",
        COUNT_COLUMN, bytes_text(arena, program_training_bytes(program)), program->batch,
        bytes_text(arena, program_thread_bytes(program)));
    fprintf(stream, "phases           %*zu   in a training step; %zu in inference\n", COUNT_COLUMN,
        program->train.phases.count, program->infer.phases.count);
}

void summary_table(FILE *stream, const Program *program, SummaryRows rows)
{
    const Graph *graph = program->forward;
    Table table = {.stream = stream,
        .arena = graph->arena,
        .graph = graph,
        .counts = counts_by_layer(graph),
        .fields = fields_of(graph),
        .rows = rows};
    table.name_width = name_width(&table);
    fprintf(stream, "%s: %s\n\n", graph->name, graph->about[0] ? graph->about : graph->file);
    write_head(&table);
    for (size_t i = 0; i < graph->layers.count; i++)
        if (has_row(&table, graph->layers.data[i]))
            write_row(&table, graph->layers.data[i]);
    rule(&table);
    write_totals(stream, graph->arena, program);
}
