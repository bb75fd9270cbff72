#include "report/runs.h"

#include "report/columns.h"
#include "report/compare.h"
#include "report/figures.h"
#include "support/text.h"

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
typedef double Number(const RunLog *run); /* NaN where there is none */

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
static const char *time_text(Arena *arena, double seconds)
{
    if (!(seconds > 0 && seconds < 1e9))
        return "-";
    long whole = (long)(seconds + 0.5);
    return arena_printf(arena, "%ld:%02ld:%02ld", whole / 3600, whole / 60 % 60, whole % 60);
}

static const char *training_time(Arena *arena, const RunLog *run)
{
    return time_text(arena, training_seconds(run));
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
static double test_accuracy(const RunLog *run)
{
    const char *accuracy = run_log_value(run, "test_accuracy");
    return accuracy ? strtod(accuracy, NULL) : (double)NAN;
}

/* Of all epochs together. */
static double speed(const RunLog *run)
{
    double images = 0, seconds = 0;
    for (size_t i = 0; i < run->epochs.count; i++) {
        const EpochLog *row = &run->epochs.data[i];
        if (isnan(row->seconds) || isnan(row->images_per_second))
            continue;
        images += row->seconds * row->images_per_second;
        seconds += row->seconds;
    }
    return seconds > 0 ? images / seconds : (double)NAN;
}

static const char *last_steps(Arena *arena, const RunLog *run)
{
    const LastSteps *steps = &run->last_steps;
    if (steps->count == 0)
        return "-";
    return arena_printf(arena, "%.0f to %.0f", steps->first, steps->last);
}

static double steps_accuracy(const RunLog *run)
{
    return run->last_steps.count ? run->last_steps.accuracy : (double)NAN;
}

static double steps_loss(const RunLog *run)
{
    return run->last_steps.count ? run->last_steps.loss : (double)NAN;
}

static double steps_cross_entropy(const RunLog *run)
{
    return run->last_steps.count ? run->last_steps.cross_entropy : (double)NAN;
}

/* A text, a number of its own, or a number of one epoch. */
static const struct {
    const char *name;
    Measure *text;
    Number *number; /* where text is NULL */
    const EpochLog *(*epoch)(const RunLog *run); /* where both are */
    size_t offset; /* in EpochLog, of a double */
    int digits;
} measures[] = {
    {"ended", ended, NULL, NULL, 0, 0},
    {"epochs", epochs, NULL, NULL, 0, 0},
    {"steps", steps, NULL, NULL, 0, 0},
    {"validated on", validated_on, NULL, NULL, 0, 0},
    {"val accuracy", NULL, NULL, run_log_last_validated, offsetof(EpochLog, val_accuracy), 4},
    {"  best", NULL, NULL, run_log_best, offsetof(EpochLog, val_accuracy), 4},
    {"  at epoch", NULL, NULL, run_log_best, offsetof(EpochLog, epoch), 0},
    {"val loss", NULL, NULL, run_log_last_validated, offsetof(EpochLog, val_loss), 4},
    {"val cross-entropy", NULL, NULL, run_log_last_validated, offsetof(EpochLog, val_cross_entropy),
        4},
    {"test accuracy", NULL, test_accuracy, NULL, 0, 4},
    {"accuracy", NULL, NULL, run_log_last, offsetof(EpochLog, accuracy), 4},
    {"loss", NULL, NULL, run_log_last, offsetof(EpochLog, loss), 4},
    {"cross-entropy", NULL, NULL, run_log_last, offsetof(EpochLog, cross_entropy), 4},
    {"mean of the steps", last_steps, NULL, NULL, 0, 0},
    {"  accuracy", NULL, steps_accuracy, NULL, 0, 4},
    {"  loss", NULL, steps_loss, NULL, 0, 4},
    {"  cross-entropy", NULL, steps_cross_entropy, NULL, 0, 4},
    {"time in epochs", training_time, NULL, NULL, 0, 0},
    {"images a second", NULL, speed, NULL, 0, 1},
};

/* The number, and whether the run has one: one that was not finite is NaN too. */
static bool find_number(const RunLog *run, size_t index, double *number)
{
    if (measures[index].number) {
        *number = measures[index].number(run);
        return !isnan(*number);
    }
    const EpochLog *row = measures[index].epoch(run);
    if (row)
        *number = *(const double *)((const char *)row + measures[index].offset);
    return row != NULL;
}

/* "0.8297 ± 0.0012"; of one number itself. */
static const char *spread_text(Arena *arena, const double *numbers, size_t count, int digits)
{
    Spread spread = spread_of(numbers, count);
    const char *mean = fixed(arena, spread.mean, digits);
    if (count == 1 || isnan(spread.mean))
        return mean;
    return arena_printf(arena, "%s ± %s", mean, fixed(arena, spread.deviation, digits));
}

static const char *measured_number(Arena *arena, const RunGroup *group, size_t index)
{
    double *numbers = arena_array(arena, group->count, sizeof *numbers);
    for (size_t i = 0; i < group->count; i++)
        if (!find_number(group->runs[i], index, &numbers[i]))
            return "-";
    return spread_text(arena, numbers, group->count, measures[index].digits);
}

/* What all runs of a group have in common. */
static const char *measured_text(Arena *arena, const RunGroup *group, size_t index)
{
    const char *first = measures[index].text(arena, group->runs[0]);
    for (size_t i = 1; i < group->count; i++)
        if (strcmp(measures[index].text(arena, group->runs[i]), first) != 0)
            return "various";
    return first;
}

static const char *mean_time(Arena *arena, const RunGroup *group)
{
    double sum = 0;
    for (size_t i = 0; i < group->count; i++)
        sum += training_seconds(group->runs[i]);
    return time_text(arena, sum / (double)group->count);
}

static const char *measured(Arena *arena, const RunGroup *group, size_t index)
{
    if (measures[index].text == training_time)
        return mean_time(arena, group);
    return measures[index].text ? measured_text(arena, group, index)
                                : measured_number(arena, group, index);
}

/* ---- the table ----------------------------------------------------------------------------- */

static void write_run(FILE *stream, const char *label, const RunLog *run)
{
    const char *data = run_log_value(run, "data"), *detail = run_log_value(run, "detail");
    fprintf(stream, "%s  %s: %s, hash %s%s%s%s%s\n", label, run->directory,
        run_log_value(run, "model"), run_log_value(run, "hash"), data ? ", on " : "",
        data ? data : "", detail && detail[0] ? "; " : "", detail ? detail : "");
}

/* Of more than one run: which is which, by its seed and its best accuracy. */
static void write_group(Arena *arena, FILE *stream, const char *letter, const RunGroup *group)
{
    write_run(stream, letter, group->runs[0]);
    fprintf(
        stream, "   mean ± deviation of %zu runs that differ in the seed alone:\n", group->count);
    for (size_t i = 0; i < group->count; i++) {
        const EpochLog *best = run_log_best(group->runs[i]);
        fprintf(stream, "   seed %s: %s, best val accuracy %s\n",
            run_log_value(group->runs[i], "seed"), group->runs[i]->directory,
            best ? fixed(arena, best->val_accuracy, 4) : "-");
    }
}

static void write_legend(Arena *arena, FILE *stream, const RunGroups *groups)
{
    for (size_t i = 0; i < groups->count; i++) {
        const RunGroup *group = &groups->data[i];
        if (group->count == 1)
            write_run(stream, compare_letter(arena, i), group->runs[0]);
        else
            write_group(arena, stream, compare_letter(arena, i), group);
    }
}

static void add_letters(Columns *table, const char *label)
{
    columns_line(table, NULL);
    const char **cells = columns_row(table, label);
    for (size_t i = 0; i < table->count; i++)
        cells[i] = compare_letter(table->arena, i);
}

static void add_counts(Columns *table, const RunGroups *groups)
{
    bool several = false;
    for (size_t i = 0; i < groups->count; i++)
        several = several || groups->data[i].count > 1;
    if (!several)
        return;
    const char **cells = columns_row(table, "runs");
    for (size_t i = 0; i < groups->count; i++)
        cells[i] = arena_printf(table->arena, "%zu", groups->data[i].count);
}

static void add_measures(Columns *table, const RunGroups *groups)
{
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++) {
        const char **cells = columns_row(table, measures[i].name);
        for (size_t k = 0; k < table->count; k++)
            cells[k] = measured(table->arena, &groups->data[k], i);
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

/* The value of all runs of a group, or all that they have. */
static const char *option_of(Arena *arena, const RunGroup *group, const char *key)
{
    const char *first = run_log_value(group->runs[0], key);
    Text all = {.arena = arena};
    bool same = true;
    for (size_t i = 0; i < group->count; i++) {
        const char *value = run_log_value(group->runs[i], key);
        same = same && (first && value ? strcmp(first, value) == 0 : first == value);
        text_printf(&all, "%s%s", i ? ", " : "", value ? value : "-");
    }
    return same ? first : arena_strdup(arena, text_string(&all));
}

static bool differs(Arena *arena, const RunGroups *groups, const char *key)
{
    const char *first = option_of(arena, &groups->data[0], key);
    for (size_t i = 1; i < groups->count; i++) {
        const char *other = option_of(arena, &groups->data[i], key);
        if (first && other ? strcmp(first, other) != 0 : first != other)
            return true;
    }
    return false;
}

/* The keys of one group's record that differ and stand in none of the records before it. Threads
 * are no matter within a group. */
static void add_options_of(Columns *table, const RunGroups *groups, size_t index)
{
    const Tree *record = groups->data[index].runs[0]->record;
    for (size_t i = 0; i < record->count; i++) {
        const char *key = record->keys[i]->text;
        bool said = !is_option(key) || !differs(table->arena, groups, key);
        for (size_t k = 0; k < index; k++)
            said = said || tree_get(groups->data[k].runs[0]->record, key);
        if (said)
            continue;
        const char **cells = columns_row(table, key);
        for (size_t k = 0; k < table->count; k++) {
            const char *value = option_of(table->arena, &groups->data[k], key);
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

static double next_validated(const RunLog *run, double after, double next)
{
    for (size_t k = 0; k < run->epochs.count; k++) {
        const EpochLog *row = &run->epochs.data[k];
        if (row->epoch > after && row->epoch < next && !isnan(row->val_accuracy))
            next = row->epoch;
    }
    return next;
}

/* The epochs that any run validated, ascending: a merge of the runs' rows. */
static Epochs validated_epochs(Arena *arena, const RunGroups *groups)
{
    Epochs all = {0};
    for (double after = 0;;) {
        double next = INFINITY;
        for (size_t i = 0; i < groups->count; i++)
            for (size_t k = 0; k < groups->data[i].count; k++)
                next = next_validated(groups->data[i].runs[k], after, next);
        if (isinf(next))
            return all;
        vec_push(arena, &all, next);
        after = next;
    }
}

static const char *accuracy_at(Arena *arena, const RunGroup *group, double epoch)
{
    double *numbers = arena_array(arena, group->count, sizeof *numbers);
    for (size_t i = 0; i < group->count; i++) {
        const EpochLog *row = epoch_of(group->runs[i], epoch);
        if (!row || isnan(row->val_accuracy))
            return "-";
        numbers[i] = row->val_accuracy;
    }
    return spread_text(arena, numbers, group->count, 4);
}

/* At most MOST_POINTS of the epochs, evenly, with the first and the last. */
static void add_curve(Columns *table, const RunGroups *groups)
{
    Arena *arena = table->arena;
    Epochs all = validated_epochs(arena, groups);
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
        for (size_t k = 0; k < table->count; k++)
            cells[k] = accuracy_at(arena, &groups->data[k], epoch);
    }
    if (points < all.count)
        columns_line(table, arena_printf(arena, "%zu of %zu validated epochs; --json has them all",
                                points, all.count));
}

/* Does every run stand alone and tell the same numbers? */
static bool all_equal(const RunGroups *groups)
{
    const RunLog *first = groups->data[0].runs[0];
    for (size_t i = 0; i < groups->count; i++) {
        const RunLog pair[] = {*first, *groups->data[i].runs[0]};
        if (groups->data[i].count > 1 || !runs_are_equal(pair, 2))
            return false;
    }
    return first->epochs.count > 0;
}

void runs_table(Arena *arena, FILE *stream, const RunGroups *groups)
{
    Columns table = {.arena = arena, .count = groups->count};
    add_letters(&table, "");
    add_counts(&table, groups);
    add_measures(&table, groups);
    for (size_t i = 0; i < groups->count; i++)
        add_options_of(&table, groups, i);
    add_curve(&table, groups);
    write_legend(arena, stream, groups);
    columns_write(stream, &table, LABEL_COLUMN, VALUE_COLUMN);
    if (all_equal(groups))
        fputs("\nAll numbers of all epochs are equal.\n", stream);
}
