#include "report/runs.h"

#include "report/columns.h"
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

static const double large = 1e6; /* digits behind the point of more say nothing */

static const char *fixed(Arena *arena, double number, int digits)
{
    if (isnan(number))
        return "nan"; /* whatever its sign */
    if (digits > 0 && fabs(number) >= large)
        return arena_printf(arena, "%.4g", number);
    return arena_printf(arena, "%.*f", digits, number);
}

static const char *ended(Arena *arena, const RunLog *run)
{
    (void)arena;
    return run_log_ended(run);
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

/* "test images", or how many of the training images were kept for it. */
static const char *validated_on(Arena *arena, const RunLog *run)
{
    const char *kept = run_log_value(run, "validation_images");
    if (!kept)
        return "-"; /* of an older compiler */
    return strcmp(kept, "0") == 0 ? "test images" : arena_printf(arena, "%s of train", kept);
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

static const char *last_steps(Arena *arena, const RunLog *run)
{
    const LastSteps *steps = &run->last_steps;
    if (steps->count == 0)
        return "-";
    return arena_printf(arena, "%.0f to %.0f", steps->first, steps->last);
}

static const char *steps_accuracy(Arena *arena, const RunLog *run)
{
    return run->last_steps.count ? fixed(arena, run->last_steps.accuracy, 4) : "-";
}

static const char *steps_loss(Arena *arena, const RunLog *run)
{
    return run->last_steps.count ? fixed(arena, run->last_steps.loss, 4) : "-";
}

static const char *steps_cross_entropy(Arena *arena, const RunLog *run)
{
    return run->last_steps.count ? fixed(arena, run->last_steps.cross_entropy, 4) : "-";
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
    {"validated on", validated_on, NULL, 0, 0},
    {"val accuracy", NULL, run_log_last_validated, offsetof(EpochLog, val_accuracy), 4},
    {"  best", NULL, run_log_best, offsetof(EpochLog, val_accuracy), 4},
    {"  at epoch", NULL, run_log_best, offsetof(EpochLog, epoch), 0},
    {"val loss", NULL, run_log_last_validated, offsetof(EpochLog, val_loss), 4},
    {"val cross-entropy", NULL, run_log_last_validated, offsetof(EpochLog, val_cross_entropy), 4},
    {"test accuracy", test_accuracy, NULL, 0, 0},
    {"accuracy", NULL, run_log_last, offsetof(EpochLog, accuracy), 4},
    {"loss", NULL, run_log_last, offsetof(EpochLog, loss), 4},
    {"cross-entropy", NULL, run_log_last, offsetof(EpochLog, cross_entropy), 4},
    {"mean of the steps", last_steps, NULL, 0, 0},
    {"  accuracy", steps_accuracy, NULL, 0, 0},
    {"  loss", steps_loss, NULL, 0, 0},
    {"  cross-entropy", steps_cross_entropy, NULL, 0, 0},
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

static void add_letters(Columns *table, const char *label)
{
    columns_line(table, NULL);
    const char **cells = columns_row(table, label);
    for (size_t i = 0; i < table->count; i++)
        cells[i] = compare_letter(table->arena, i);
}

static void add_measures(Columns *table, const RunLog *runs)
{
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++) {
        const char **cells = columns_row(table, measures[i].name);
        for (size_t k = 0; k < table->count; k++)
            cells[k] = measured(table->arena, &runs[k], i);
    }
}

/* Is it said above, or of this moment only? */
static bool is_option(const char *key)
{
    static const char *const others[] = {"model", "hash", "data", "data_place", "written",
        "outcome", "detail", "best_epoch", "best_accuracy", "test_accuracy", "test_loss",
        "test_cross_entropy", "epoch", "epochs", "step", "seconds", "validation_images",
        "train_images", "optimizer", "learning_rate", "label_smoothing", "augment"};
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
static void add_options_of(Columns *table, const RunLog *runs, size_t index)
{
    const Tree *record = runs[index].record;
    for (size_t i = 0; i < record->count; i++) {
        const char *key = record->keys[i]->text;
        bool said = !is_option(key) || !differs(runs, table->count, key);
        for (size_t k = 0; k < index; k++)
            said = said || tree_get(runs[k].record, key);
        if (said)
            continue;
        const char **cells = columns_row(table, key);
        for (size_t k = 0; k < table->count; k++) {
            const char *value = run_log_value(&runs[k], key);
            cells[k] = value ? value : "-";
        }
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

/* At most MOST_POINTS of the epochs, evenly, with the first and the last. */
static void add_curve(Columns *table, const RunLog *runs)
{
    Arena *arena = table->arena;
    Epochs all = validated_epochs(arena, runs, table->count);
    if (all.count == 0) {
        columns_line(table, NULL);
        columns_line(table, "No epoch was validated yet.");
        return;
    }
    size_t points = all.count < MOST_POINTS ? all.count : MOST_POINTS;
    add_letters(table, "val accuracy");
    for (size_t i = 0; i < points; i++) {
        size_t at = points > 1 ? i * (all.count - 1) / (points - 1) : 0;
        double epoch = all.data[at];
        const char **cells = columns_row(table, arena_printf(arena, "epoch %.0f", epoch));
        for (size_t k = 0; k < table->count; k++) {
            const EpochLog *row = epoch_of(&runs[k], epoch);
            bool validated = row && !isnan(row->val_accuracy);
            cells[k] = validated ? fixed(arena, row->val_accuracy, 4) : "-";
        }
    }
    if (points < all.count)
        columns_line(table, arena_printf(arena, "%zu of %zu validated epochs; --json has them all",
                                points, all.count));
}

void runs_table(Arena *arena, FILE *stream, const RunLog *runs, size_t count)
{
    Columns table = {.arena = arena, .count = count};
    add_letters(&table, "");
    add_measures(&table, runs);
    for (size_t i = 0; i < count; i++)
        add_options_of(&table, runs, i);
    add_curve(&table, runs);
    write_legend(arena, stream, runs, count);
    columns_write(stream, &table, LABEL_COLUMN, VALUE_COLUMN);
    if (runs_are_equal(runs, count) && runs[0].epochs.count)
        fputs("\nAll numbers of all epochs are equal.\n", stream);
}
