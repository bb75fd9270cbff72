#include "report/counts.h"
#include "report/figures.h"
#include "report/summary.h"

#include <string.h>

enum { MAX_NAME = 40, KIND_COLUMN = 20, SHAPE_COLUMN = 13, COUNT_COLUMN = 14 };

static int name_column(const Graph *graph)
{
    size_t widest = strlen("Layer");
    for (size_t i = 0; i < graph->layers.count; i++) {
        const Layer *layer = graph->layers.data[i];
        size_t width = strlen(layer_own_name(layer)) + 2 * (size_t)layer_depth(layer);
        if (width > widest)
            widest = width;
    }
    return widest > MAX_NAME ? MAX_NAME : (int)widest;
}

static void rule(FILE *stream, int name_width)
{
    int width = name_width + KIND_COLUMN + SHAPE_COLUMN + 2 * COUNT_COLUMN + 3;
    for (int i = 0; i < width; i++)
        fputc('-', stream);
    fputc('\n', stream);
}

static void write_row(
    FILE *stream, Arena *arena, const Layer *layer, const Counts *counts, int name_width)
{
    int indent = 2 * layer_depth(layer);
    const char *shape = layer->output ? shape_text(arena, layer->output->shape) : "";
    fprintf(stream, "%*s%-*s  %-*s %-*s", indent, "", name_width > indent ? name_width - indent : 0,
        layer_own_name(layer), KIND_COLUMN, layer->kind, SHAPE_COLUMN, shape);
    fprintf(stream, "%*s%*s\n", COUNT_COLUMN,
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
    fprintf(stream, "training memory  %*s   at batch %d, without the scratch of threads\n",
        COUNT_COLUMN, bytes_text(arena, program_training_bytes(program)), program->batch);
    fprintf(stream, "phases           %*zu   in a training step; %zu in inference\n", COUNT_COLUMN,
        program->train.phases.count, program->infer.phases.count);
}

void summary_table(FILE *stream, const Program *program)
{
    const Graph *graph = program->forward;
    Arena *arena = graph->arena;
    const Counts *counts = counts_by_layer(graph);
    int name_width = name_column(graph);
    fprintf(stream, "%s: %s\n\n", graph->name, graph->about ? graph->about : graph->file);
    fprintf(stream, "%-*s  %-*s %-*s%*s%*s\n", name_width, "Layer", KIND_COLUMN, "Kind",
        SHAPE_COLUMN, "Output", COUNT_COLUMN, "Parameters", COUNT_COLUMN, "Multiply-adds");
    rule(stream, name_width);
    fprintf(stream, "%-*s  %-*s %s\n", name_width, "input", KIND_COLUMN, "",
        shape_text(arena, graph->images->shape));
    for (size_t i = 0; i < graph->layers.count; i++)
        write_row(stream, arena, graph->layers.data[i], &counts[i], name_width);
    rule(stream, name_width);
    write_totals(stream, arena, program);
}
