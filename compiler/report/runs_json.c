#include "report/json.h"
#include "report/runs.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>

static void real_as(Json *json, const char *name, double number)
{
    json_name(json, name);
    json_real(json, number);
}

static void write_epoch(Json *json, const EpochLog *row)
{
    if (!row) {
        json_text(json, NULL);
        return;
    }
    json_inline_object(json);
    real_as(json, "epoch", row->epoch);
    real_as(json, "step", row->step);
    real_as(json, "learning_rate", row->learning_rate);
    real_as(json, "loss", row->loss);
    real_as(json, "cross_entropy", row->cross_entropy);
    real_as(json, "accuracy", row->accuracy);
    real_as(json, "val_loss", row->val_loss);
    real_as(json, "val_cross_entropy", row->val_cross_entropy);
    real_as(json, "val_accuracy", row->val_accuracy);
    real_as(json, "seconds", row->seconds);
    real_as(json, "images_per_second", row->images_per_second);
    json_close(json);
}

/* Numbers of run.json stand as they are there: a seed may have more digits than a double keeps. */
static void write_scalar(Json *json, const Tree *scalar)
{
    char *end = NULL;
    bool is_number = scalar->verbatim && isfinite(strtod(scalar->text, &end)) && *end == '\0';
    if (is_number && end != scalar->text)
        json_fragment(json, scalar->text);
    else
        json_text(json, scalar->text);
}

static void write_list(Json *json, const Tree *list)
{
    json_inline_array(json);
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i]->kind == TREE_SCALAR)
            write_scalar(json, list->items[i]);
    json_close(json);
}

/* Lists, such as the names of the classes, hold texts; nothing in a record nests deeper. */
static void write_value(Json *json, const Tree *value)
{
    if (value->kind == TREE_LIST)
        write_list(json, value);
    else if (value->kind == TREE_SCALAR)
        write_scalar(json, value);
    else
        json_text(json, NULL);
}

static void write_value_or_null(Json *json, const Tree *value)
{
    if (value)
        write_value(json, value);
    else
        json_text(json, NULL);
}

static void write_last_steps(Json *json, const LastSteps *steps)
{
    if (steps->count == 0) {
        json_text(json, NULL);
        return;
    }
    json_inline_object(json);
    json_whole_as(json, "count", steps->count);
    real_as(json, "first", steps->first);
    real_as(json, "last", steps->last);
    real_as(json, "loss", steps->loss);
    real_as(json, "cross_entropy", steps->cross_entropy);
    real_as(json, "accuracy", steps->accuracy);
    json_close(json);
}

static void write_run(Json *json, const RunLog *run)
{
    json_object(json);
    json_text_as(json, "operand", run->directory);
    json_text_as(json, "ended", run_log_ended(run));
    json_name(json, "record");
    json_object(json);
    for (size_t i = 0; i < run->record->count; i++)
        if (run->record->items[i]->kind != TREE_MAP) {
            json_name(json, run->record->keys[i]->text);
            write_value(json, run->record->items[i]);
        }
    json_close(json);
    json_name(json, "last");
    write_epoch(json, run_log_last(run));
    json_name(json, "best");
    write_epoch(json, run_log_best(run));
    json_name(json, "last_steps");
    write_last_steps(json, &run->last_steps);
    json_name(json, "epochs");
    json_array(json);
    for (size_t i = 0; i < run->epochs.count; i++)
        write_epoch(json, &run->epochs.data[i]);
    json_close(json);
    json_close(json);
}

/* ---- groups -------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    size_t offset;
} spreads[] = {
    {"epoch", offsetof(EpochLog, epoch)},
    {"loss", offsetof(EpochLog, loss)},
    {"cross_entropy", offsetof(EpochLog, cross_entropy)},
    {"accuracy", offsetof(EpochLog, accuracy)},
    {"val_loss", offsetof(EpochLog, val_loss)},
    {"val_cross_entropy", offsetof(EpochLog, val_cross_entropy)},
    {"val_accuracy", offsetof(EpochLog, val_accuracy)},
};

/* Means without runs that have nothing would be of something else: NaN, which is null. */
static void write_spread(Json *json, const char *name, const double *numbers, size_t count)
{
    Spread spread = spread_of(numbers, count);
    json_name(json, name);
    json_inline_object(json);
    real_as(json, "mean", spread.mean);
    real_as(json, "deviation", spread.deviation);
    json_close(json);
}

static void write_epoch_spread(
    Json *json, const RunGroup *group, double *numbers, const EpochLog *(*epoch)(const RunLog *run))
{
    json_object(json);
    for (size_t k = 0; k < sizeof spreads / sizeof *spreads; k++) {
        for (size_t i = 0; i < group->count; i++) {
            const EpochLog *row = epoch(group->runs[i]);
            numbers[i] =
                row ? *(const double *)((const char *)row + spreads[k].offset) : (double)NAN;
        }
        write_spread(json, spreads[k].name, numbers, group->count);
    }
    json_close(json);
}

static void write_group(Arena *arena, Json *json, const RunGroup *group, const RunLog *runs)
{
    double *numbers = arena_array(arena, group->count, sizeof *numbers);
    json_object(json);
    json_name(json, "runs");
    json_inline_array(json);
    for (size_t i = 0; i < group->count; i++)
        json_whole(json, (uint64_t)(group->runs[i] - runs));
    json_close(json);
    json_whole_as(json, "count", group->count);
    json_name(json, "seeds");
    json_inline_array(json);
    for (size_t i = 0; i < group->count; i++) {
        const Tree *seed = tree_get(group->runs[i]->record, "seed");
        write_value_or_null(json, seed);
    }
    json_close(json);
    json_name(json, "last");
    write_epoch_spread(json, group, numbers, run_log_last);
    json_name(json, "best");
    write_epoch_spread(json, group, numbers, run_log_best);
    for (size_t i = 0; i < group->count; i++) {
        const char *accuracy = run_log_value(group->runs[i], "test_accuracy");
        numbers[i] = accuracy ? strtod(accuracy, NULL) : (double)NAN;
    }
    write_spread(json, "test_accuracy", numbers, group->count);
    json_close(json);
}

void runs_json(
    Arena *arena, FILE *stream, const RunLog *runs, size_t count, const RunGroups *groups)
{
    Json json = json_begin(stream);
    json_object(&json);
    json_name(&json, "groups");
    json_array(&json);
    for (size_t i = 0; i < groups->count; i++)
        write_group(arena, &json, &groups->data[i], runs);
    json_close(&json);
    json_name(&json, "runs");
    json_array(&json);
    for (size_t i = 0; i < count; i++)
        write_run(&json, &runs[i]);
    json_close(&json);
    json_close(&json);
    json_end(&json);
}
