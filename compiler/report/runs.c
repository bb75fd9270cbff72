#include "report/runs.h"

#include "report/compare.h"
#include "report/figures.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { LABEL_COLUMN = 20, VALUE_COLUMN = 15, MOST_POINTS = 12 };

/* ---- equality ------------------------------------------------------------------------------ */

static bool same_number(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

static bool same_epoch(const EpochLog *a, const EpochLog *b)
{
    return same_number(a->epoch, b->epoch) && same_number(a->step, b->step) &&
           same_number(a->learning_rate, b->learning_rate) && same_number(a->loss, b->loss) &&
           same_number(a->cross_entropy, b->cross_entropy) &&
           same_number(a->accuracy, b->accuracy) && same_number(a->val_loss, b->val_loss) &&
           same_number(a->val_cross_entropy, b->val_cross_entropy) &&
           same_number(a->val_accuracy, b->val_accuracy);
}

bool runs_are_equal(const RunLog *runs, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (strcmp(run_log_value(&runs[0], "hash"), run_log_value(&runs[i], "hash")) != 0 ||
            runs[0].epochs.count != runs[i].epochs.count)
            return false;
        for (size_t k = 0; k < runs[0].epochs.count; k++)
            if (!same_epoch(&runs[0].epochs.data[k], &runs[i].epochs.data[k]))
                return false;
    }
    return true;
}

/* ---- measures ------------------------------------------------------------------------------ */

typedef const char *Measure(Arena *arena, const RunLog *run);

static const char *fixed(Arena *arena, double number, int digits)
{
    return isnan(number) ? "-" : arena_printf(arena, "%.*f", digits, number);
}

static const char *ended(Arena *arena, const RunLog *run)
{
    (void)arena;
    return run_log_value(run, "outcome");
}

static const char *epochs(Arena *arena, const RunLog *run)
{
    const char *planned = run_log_value(run, "epochs");
    return arena_printf(arena, "%zu of %s", run->epochs.count, planned ? planned : "?");
}

static const char *steps(Arena *arena, const RunLog *run)
{
    const char *step = run_log_value(run, "step");
    const EpochLog *last = run_log_last(run);
    return step ? step : last ? arena_printf(arena, "%.0f", last->step) : "0";
}

static double training_seconds(const RunLog *run)
{
    double sum = 0;
    for (size_t i = 0; i < run->epochs.count; i++)
        if (!isnan(run->epochs.data[i].seconds))
            sum += run->epochs.data[i].seconds;
    return sum;
}

/* "2:48:03" */
static const char *training_time(Arena *arena, const RunLog *run)
{
    double seconds = training_seconds(run);
    if (!(seconds > 0 && seconds < 1e9))
        return "-";
    long whole = (long)(seconds + 0.5);
    return arena_printf(arena, "%ld:%02ld:%02ld", whole / 3600, whole / 60 % 60, whole % 60);
}

/* Of test images that nothing was chosen on: runs that validate on others measure it at the end. */
static const char *test_accuracy(Arena *arena, const RunLog *run)
{
    const char *accuracy = run_log_value(run, "test_accuracy");
    return accuracy ? fixed(arena, strtod(accuracy, NULL), 4) : "-";
}

/* Of all epochs together. */
static const char *speed(Arena *arena, const RunLog *run)
{
    double images = 0, seconds = 0;
    for (size_t i = 0; i < run->epochs.count; i++) {
        const EpochLog *row = &run->epochs.data[i];
        if (isnan(row->seconds) || isnan(row->images_per_second))
            continue;
        images += row->seconds * row->images_per_second;
        seconds += row->seconds;
    }
    return seconds > 0 ? fixed(arena, images / seconds, 1) : "-";
}

/* A measure of its own, or a number of one epoch. */
static const struct {
    const char *name;
    Measure *measure;
    const EpochLog *(*epoch)(const RunLog *run); /* where measure is NULL */
    size_t offset; /* in EpochLog, of a double */
    int digits;
} measures[] = {
    {"ended", ended, NULL, 0, 0},
    {"epochs", epochs, NULL, 0, 0},
    {"steps", steps, NULL, 0, 0},
    {"val accuracy", NULL, run_log_last_validated, offsetof(EpochLog, val_accuracy), 4},
    {"  best", NULL, run_log_best, offsetof(EpochLog, val_accuracy), 4},
    {"  at epoch", NULL, run_log_best, offsetof(EpochLog, epoch), 0},
    {"val loss", NULL, run_log_last_validated, offsetof(EpochLog, val_loss), 4},
    {"val cross-entropy", NULL, run_log_last_validated, offsetof(EpochLog, val_cross_entropy), 4},
    {"test accuracy", test_accuracy, NULL, 0, 0},
    {"accuracy", NULL, run_log_last, offsetof(EpochLog, accuracy), 4},
    {"loss", NULL, run_log_last, offsetof(EpochLog, loss), 4},
    {"cross-entropy", NULL, run_log_last, offsetof(EpochLog, cross_entropy), 4},
    {"time in epochs", training_time, NULL, 0, 0},
    {"images a second", speed, NULL, 0, 0},
};

static const char *measured(Arena *arena, const RunLog *run, size_t index)
{
    if (measures[index].measure)
        return measures[index].measure(arena, run);
    const EpochLog *row = measures[index].epoch(run);
    if (!row)
        return "-";
    const double *number = (const double *)((const char *)row + measures[index].offset);
    return fixed(arena, *number, measures[index].digits);
}

/* ---- the table ----------------------------------------------------------------------------- */

static void write_legend(Arena *arena, FILE *stream, const RunLog *runs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *data = run_log_value(&runs[i], "data");
        const char *detail = run_log_value(&runs[i], "detail");
        fprintf(stream, "%s  %s: %s, hash %s%s%s%s%s\n", compare_letter(arena, i),
            runs[i].directory, run_log_value(&runs[i], "model"), run_log_value(&runs[i], "hash"),
            data ? ", on " : "", data ? data : "", detail && detail[0] ? "; " : "",
            detail ? detail : "");
    }
}

static void write_letters(
    Arena *arena, FILE *stream, const char *label, int width, int column, size_t count)
{
    fprintf(stream, "\n%-*s", width, label);
    for (size_t i = 0; i < count; i++)
        fprintf(stream, "%*s", column, compare_letter(arena, i));
    fputc('\n', stream);
}

/* Is it said above, or of this moment only? */
static bool is_option(const char *key)
{
    static const char *const others[] = {"model", "hash", "data", "data_place", "written", "outcome", "detail",
        "best_epoch", "best_accuracy", "test_accuracy", "test_loss", "test_cross_entropy", "epoch",
        "epochs", "step", "seconds"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(key, others[i]) == 0)
            return false;
    return true;
}

static bool differs(const RunLog *runs, size_t count, const char *key)
{
    const char *first = run_log_value(&runs[0], key);
    for (size_t i = 1; i < count; i++) {
        const char *other = run_log_value(&runs[i], key);
        if (first && other ? strcmp(first, other) != 0 : first != other)
            return true;
    }
    return false;
}

/* The keys of one run's record that differ and stand in none of the records before it. */
static void write_options_of(FILE *stream, const RunLog *runs, size_t count, size_t index)
{
    const Tree *record = runs[index].record;
    for (size_t i = 0; i < record->count; i++) {
        const char *key = record->keys[i]->text;
        bool said = !is_option(key) || !differs(runs, count, key);
        for (size_t k = 0; k < index; k++)
            said = said || tree_get(runs[k].record, key);
        if (said)
            continue;
        fprintf(stream, "%-*s", LABEL_COLUMN, key);
        for (size_t k = 0; k < count; k++) {
            const char *value = run_log_value(&runs[k], key);
            fprintf(stream, "%*s", VALUE_COLUMN, value ? value : "-");
        }
        fputc('\n', stream);
    }
}

/* ---- the curve ----------------------------------------------------------------------------- */

static const EpochLog *epoch_of(const RunLog *run, double epoch)
{
    for (size_t i = 0; i < run->epochs.count; i++)
        if (run->epochs.data[i].epoch == epoch)
            return &run->epochs.data[i];
    return NULL;
}

typedef struct Epochs {
    double *data;
    size_t count, capacity;
} Epochs;

/* The epochs that any run validated, ascending: a merge of the runs' rows. */
static Epochs validated_epochs(Arena *arena, const RunLog *runs, size_t count)
{
    Epochs all = {0};
    for (double after = 0;;) {
        double next = INFINITY;
        for (size_t i = 0; i < count; i++)
            for (size_t k = 0; k < runs[i].epochs.count; k++) {
                const EpochLog *row = &runs[i].epochs.data[k];
                if (row->epoch > after && row->epoch < next && !isnan(row->val_accuracy))
                    next = row->epoch;
            }
        if (isinf(next))
            return all;
        vec_push(arena, &all, next);
        after = next;
    }
}

static void write_curve(Arena *arena, FILE *stream, const RunLog *runs, size_t count)
{
    Epochs all = validated_epochs(arena, runs, count);
    if (all.count == 0) {
        fputs("\nNo epoch was validated yet.\n", stream);
        return;
    }
    size_t points = all.count < MOST_POINTS ? all.count : MOST_POINTS;
    write_letters(arena, stream, "val accuracy", LABEL_COLUMN, VALUE_COLUMN, count);
    for (size_t i = 0; i < points; i++) {
        size_t at = points > 1 ? i * (all.count - 1) / (points - 1) : 0;
        double epoch = all.data[at];
        fprintf(stream, "%-*s", LABEL_COLUMN, arena_printf(arena, "epoch %.0f", epoch));
        for (size_t k = 0; k < count; k++) {
            const EpochLog *row = epoch_of(&runs[k], epoch);
            fprintf(stream, "%*s", VALUE_COLUMN, row ? fixed(arena, row->val_accuracy, 4) : "-");
        }
        fputc('\n', stream);
    }
}

void runs_table(Arena *arena, FILE *stream, const RunLog *runs, size_t count)
{
    write_legend(arena, stream, runs, count);
    write_letters(arena, stream, "", LABEL_COLUMN, VALUE_COLUMN, count);
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++) {
        fprintf(stream, "%-*s", LABEL_COLUMN, measures[i].name);
        for (size_t k = 0; k < count; k++)
            fprintf(stream, "%*s", VALUE_COLUMN, measured(arena, &runs[k], i));
        fputc('\n', stream);
    }
    for (size_t i = 0; i < count; i++)
        write_options_of(stream, runs, count, i);
    write_curve(arena, stream, runs, count);
    if (runs_are_equal(runs, count) && runs[0].epochs.count)
        fputs("\nAll numbers of all epochs are equal.\n", stream);
}
