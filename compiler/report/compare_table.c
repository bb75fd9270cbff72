#include "report/compare.h"
#include "report/compare_layers.h"
#include "report/figures.h"

#include <string.h>

enum { LABEL_COLUMN = 16, VALUE_COLUMN = 16, RATIO_COLUMN = 9 };

typedef struct Measure {
    const char *name;
    uint64_t (*number)(const Program *program); /* NULL: text */
    const char *(*text)(const Program *program);
    bool ratio; /* shown against the first model */
} Measure;

static uint64_t parameters(const Program *program)
{
    return counts_total(program->forward).parameters;
}

static uint64_t trainable(const Program *program)
{
    return counts_total(program->forward).trainable;
}

static uint64_t macs(const Program *program)
{
    return counts_total(program->forward).macs;
}

static uint64_t memory(const Program *program)
{
    return program_training_bytes(program);
}

static uint64_t phases(const Program *program)
{
    return program->train.phases.count;
}

static uint64_t layers(const Program *program)
{
    return compare_layer_count(program->forward);
}

static const char *memory_text(const Program *program)
{
    return bytes_text(program->forward->arena, memory(program));
}

static const char *batch_text(const Program *program)
{
    return arena_printf(program->forward->arena, "%d", program->batch);
}

static const char *map_text(const Program *program)
{
    const Value *map = compare_deepest_map(program->forward);
    return map ? shape_text(program->forward->arena, map->shape) : "-";
}

static const Measure measures[] = {
    {"parameters", parameters, NULL, true},
    {"  trainable", trainable, NULL, true},
    {"multiply-adds", macs, NULL, true},
    {"training memory", memory, memory_text, true},
    {"  at batch", NULL, batch_text, false},
    {"phases of a step", phases, NULL, false},
    {"layers", layers, NULL, false},
    {"deepest map", NULL, map_text, false},
};

/* "x45.4", "x0.173"; nothing to say of equal ones. */
static const char *ratio_text(Arena *arena, uint64_t first, uint64_t other)
{
    if (first == other)
        return "=";
    if (first == 0)
        return "";
    double ratio = (double)other / (double)first;
    if (ratio >= 1000 || ratio < 0.001)
        return arena_printf(arena, "x%.1e", ratio);
    return arena_printf(arena, "x%.*f", ratio < 1 ? 3 : ratio < 10 ? 2 : 1, ratio);
}

static void write_measure(
    FILE *stream, const Measure *measure, const ComparedModel *models, size_t count)
{
    fprintf(stream, "%-*s", LABEL_COLUMN, measure->name);
    for (size_t i = 0; i < count; i++) {
        const Program *program = models[i].program;
        Arena *arena = program->forward->arena;
        const char *text =
            measure->text ? measure->text(program) : grouped_text(arena, measure->number(program));
        fprintf(stream, "%*s", VALUE_COLUMN, text);
        if (i == 0)
            continue;
        const char *ratio = measure->ratio ? ratio_text(arena, measure->number(models[0].program),
                                                 measure->number(program))
                                           : "";
        bool last = i + 1 == count;
        if (last)
            fprintf(stream, "%s%s", ratio[0] ? "  " : "", ratio);
        else
            fprintf(stream, "  %-*s", RATIO_COLUMN - 2, ratio);
    }
    fputc('\n', stream);
}

static void write_legend(FILE *stream, const ComparedModel *models, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const Graph *graph = models[i].program->forward;
        fprintf(stream, "%s  %s: %s\n", compare_letter(graph->arena, i), models[i].operand,
            graph->about && graph->about[0] ? graph->about : graph->file);
    }
}

static void write_totals(FILE *stream, const ComparedModel *models, size_t count)
{
    fprintf(stream, "\n%-*s", LABEL_COLUMN, "");
    for (size_t i = 0; i < count; i++) {
        bool last = i + 1 == count;
        const char *letter = compare_letter(models[i].program->forward->arena, i);
        fprintf(stream, "%*s%*s", VALUE_COLUMN, letter, i && !last ? RATIO_COLUMN : 0, "");
    }
    fputc('\n', stream);
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++)
        write_measure(stream, &measures[i], models, count);
}

static void write_changes(FILE *stream, const char *what, const Changes *changes)
{
    for (size_t i = 0; i < changes->count; i++) {
        const Change *change = &changes->data[i];
        fprintf(stream, "  %s %s: %s -> %s\n", what, change->what,
            change->before ? change->before : "none", change->after ? change->after : "none");
    }
}

static void write_common(FILE *stream, const Difference *difference)
{
    for (size_t i = 0; i < difference->common.count; i++) {
        const CommonChange *common = &difference->common.data[i];
        fprintf(stream, "  every %s: %s %s -> %s\n", common->kind, common->change.what,
            common->change.before, common->change.after);
    }
}

static void write_difference(
    FILE *stream, const ComparedModel *models, size_t index, bool every_layer)
{
    const Difference *difference = models[index].difference;
    Arena *arena = difference->after.graph->arena;
    const char *letter = compare_letter(arena, index);
    unsigned long long hash = difference->after.graph->hash;
    const ComparedModel *twin = models[index].twin;
    fputc('\n', stream);
    if (difference->same_network)
        fprintf(stream, "%s is the same network as A, hash %016llx, with %s\n", letter, hash,
            difference->training.count ? "another recipe:" : "the same recipe.");
    else if (twin)
        fprintf(stream, "%s is the same network as %s, hash %016llx, with the same recipe.\n",
            letter, compare_letter(arena, (size_t)(twin - models)), hash);
    else
        fprintf(stream, "From A to %s:\n", letter);
    if (twin && !every_layer)
        return;
    write_changes(stream, "training", &difference->training);
    write_changes(stream, "input", &difference->input);
    write_common(stream, difference);
    if (!difference->same_network || every_layer)
        compare_layers(stream, difference, every_layer);
}

void compare_differences(FILE *stream, const ComparedModel *models, size_t count, bool every_layer)
{
    for (size_t i = 1; i < count; i++)
        write_difference(stream, models, i, every_layer);
}

void compare_table(FILE *stream, const ComparedModel *models, size_t count, bool every_layer)
{
    write_legend(stream, models, count);
    write_totals(stream, models, count);
    compare_differences(stream, models, count, every_layer);
}
