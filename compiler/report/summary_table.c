#include "report/counts.h"
#include "report/summary.h"

#include <string.h>

enum { MAX_NAME = 40, KIND_COLUMN = 20, SHAPE_COLUMN = 13, COUNT_COLUMN = 14 };

/* "3,611,466" */
static const char *grouped(Arena *arena, uint64_t number)
{
    char text[32];
    size_t at = sizeof text;
    text[--at] = '\0';
    int digits = 0;
    do {
        if (digits > 0 && digits % 3 == 0)
            text[--at] = ',';
        text[--at] = (char)('0' + number % 10);
        number /= 10;
        digits++;
    } while (number > 0);
    return arena_strdup(arena, text + at);
}

/* "13.8 MiB" */
static const char *bytes_text(Arena *arena, uint64_t bytes)
{
    static const char *const units[] = {"bytes", "KiB", "MiB", "GiB", "TiB"};
    size_t unit = 0;
    double amount = (double)bytes;
    while (amount >= 1024 && unit + 1 < sizeof units / sizeof *units) {
        amount /= 1024;
        unit++;
    }
    return arena_printf(arena, unit ? "%.1f %s" : "%.0f %s", amount, units[unit]);
}

static int depth_of(const Layer *layer)
{
    int depth = 0;
    for (; layer->parent; layer = layer->parent)
        depth++;
    return depth;
}

/* A layer's name without the prefix of the block that holds it, which stands above. */
static const char *own_name(const Layer *layer)
{
    if (!layer->parent)
        return layer->name;
    size_t prefix = strlen(layer->parent->name);
    bool prefixed = strncmp(layer->name, layer->parent->name, prefix) == 0 &&
                    layer->name[prefix] == '_' && layer->name[prefix + 1];
    return prefixed ? layer->name + prefix + 1 : layer->name;
}

static int name_column(const Graph *graph)
{
    size_t widest = strlen("Layer");
    for (size_t i = 0; i < graph->layers.count; i++) {
        const Layer *layer = graph->layers.data[i];
        size_t width = strlen(own_name(layer)) + 2 * (size_t)depth_of(layer);
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
    int indent = 2 * depth_of(layer);
    const char *shape = layer->output ? shape_text(arena, layer->output->shape) : "";
    fprintf(stream, "%*s%-*s  %-*s %-*s", indent, "", name_width > indent ? name_width - indent : 0,
        own_name(layer), KIND_COLUMN, layer->kind, SHAPE_COLUMN, shape);
    fprintf(stream, "%*s%*s\n", COUNT_COLUMN,
        counts->parameters ? grouped(arena, counts->parameters) : "-", COUNT_COLUMN,
        counts->macs ? grouped(arena, counts->macs) : "-");
}

static void write_totals(FILE *stream, Arena *arena, const Program *program)
{
    const Graph *graph = program->forward;
    Counts total = counts_total(graph);
    fprintf(stream, "parameters       %*s   %s in single precision\n", COUNT_COLUMN,
        grouped(arena, total.parameters), bytes_text(arena, total.parameters * sizeof(float)));
    fprintf(stream, "  trainable      %*s\n", COUNT_COLUMN, grouped(arena, total.trainable));
    fprintf(stream, "  non-trainable  %*s\n", COUNT_COLUMN,
        grouped(arena, total.parameters - total.trainable));
    fprintf(stream, "multiply-adds    %*s   forward, one image\n", COUNT_COLUMN,
        grouped(arena, total.macs));
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
