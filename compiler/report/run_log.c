#include "report/run_log.h"

#include "report/run_csv.h"
#include "support/files.h"

#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* ---- run.json ------------------------------------------------------------------------------ */

/* JSON is YAML as far as run.json goes, so the one reader of both gives every value its place. */
static const Tree *read_record(Arena *arena, Diag *diag, const char *directory)
{
    const char *path = files_join(arena, directory, "run.json");
    size_t length;
    const char *text = files_read(arena, diag, path, &length);
    if (!text)
        return NULL;
    int file = diag_add_source(diag, path, text, length);
    const Tree *record = yaml_parse_json(arena, diag, file, text, length);
    static const char *const needed[] = {"model", "hash", "outcome"};
    for (size_t i = 0; record && i < sizeof needed / sizeof *needed; i++) {
        const Tree *value = tree_get(record, needed[i]);
        if (value && value->kind == TREE_SCALAR)
            continue;
        diag_error(diag, value ? value->at : record->at, "run.json does not say the run's '%s'",
            needed[i]);
        return NULL;
    }
    return record;
}

const char *run_log_value(const RunLog *run, const char *key)
{
    const Tree *value = tree_get(run->record, key);
    return value && value->kind == TREE_SCALAR ? value->text : NULL;
}

/* Whether a program trains there: it holds the directory's lock while it lives. Where the lock
 * can't be asked, nothing is known against it. */
static bool is_held(const char *directory)
{
    int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return true;
    bool had = flock(fd, LOCK_SH | LOCK_NB) == 0;
    close(fd);
    return !had;
}

const char *run_log_ended(const RunLog *run)
{
    return run->died ? "killed" : run_log_value(run, "outcome");
}

/* ---- metrics.csv --------------------------------------------------------------------------- */

static const CsvColumn epoch_columns[] = {
    {"epoch", offsetof(EpochLog, epoch)},
    {"step", offsetof(EpochLog, step)},
    {"learning_rate", offsetof(EpochLog, learning_rate)},
    {"loss", offsetof(EpochLog, loss)},
    {"cross_entropy", offsetof(EpochLog, cross_entropy)},
    {"accuracy", offsetof(EpochLog, accuracy)},
    {"val_loss", offsetof(EpochLog, val_loss)},
    {"val_cross_entropy", offsetof(EpochLog, val_cross_entropy)},
    {"val_accuracy", offsetof(EpochLog, val_accuracy)},
    {"seconds", offsetof(EpochLog, seconds)},
    {"images_per_second", offsetof(EpochLog, images_per_second)},
};

typedef struct EpochReader {
    Arena *arena;
    RunLog *run;
    EpochLog row;
} EpochReader;

static void take_epoch(void *context)
{
    EpochReader *reader = context;
    vec_push(reader->arena, &reader->run->epochs, reader->row);
}

static bool read_epochs(Arena *arena, Diag *diag, RunLog *run, bool going_on)
{
    EpochReader reader = {.arena = arena, .run = run};
    CsvTable table = {.columns = epoch_columns,
        .count = sizeof epoch_columns / sizeof *epoch_columns,
        .row = &reader.row,
        .take = take_epoch,
        .context = &reader};
    const char *path = files_join(arena, run->directory, "metrics.csv");
    return run_csv_read(arena, diag, path, &table, going_on);
}

/* ---- steps.csv ----------------------------------------------------------------------------- */

typedef struct StepLog {
    double step, loss, cross_entropy, accuracy;
} StepLog;

static const CsvColumn step_columns[] = {
    {"step", offsetof(StepLog, step)},
    {"loss", offsetof(StepLog, loss)},
    {"cross_entropy", offsetof(StepLog, cross_entropy)},
    {"accuracy", offsetof(StepLog, accuracy)},
};

typedef struct StepReader {
    StepLog row;
    StepLog latest[XC_LAST_STEPS]; /* step number count of those read is at count % XC_LAST_STEPS */
    size_t count;
} StepReader;

/* A step whose update was left out, as its loss or a gradient was not finite, counts nowhere. */
static void take_step(void *context)
{
    StepReader *reader = context;
    if (isfinite(reader->row.loss) && isfinite(reader->row.cross_entropy))
        reader->latest[reader->count++ % XC_LAST_STEPS] = reader->row;
}

static LastSteps mean_of(const StepReader *reader)
{
    size_t count = reader->count < XC_LAST_STEPS ? reader->count : XC_LAST_STEPS;
    LastSteps mean = {.count = count};
    for (size_t i = reader->count - count; i < reader->count; i++) {
        const StepLog *row = &reader->latest[i % XC_LAST_STEPS];
        mean.first = mean.first > 0 ? mean.first : row->step;
        mean.last = row->step;
        mean.loss += row->loss;
        mean.cross_entropy += row->cross_entropy;
        mean.accuracy += row->accuracy;
    }
    if (count == 0)
        return mean;
    mean.loss /= (double)count;
    mean.cross_entropy /= (double)count;
    mean.accuracy /= (double)count;
    return mean;
}

/* A run may lack the file: then nothing is known of its steps. */
static bool read_steps(Arena *arena, Diag *diag, RunLog *run, bool going_on)
{
    const char *path = files_join(arena, run->directory, "steps.csv");
    if (!files_is_regular(path))
        return true;
    StepReader reader = {0};
    CsvTable table = {.columns = step_columns,
        .count = sizeof step_columns / sizeof *step_columns,
        .row = &reader.row,
        .take = take_step,
        .context = &reader};
    if (!run_csv_read(arena, diag, path, &table, going_on))
        return false;
    run->last_steps = mean_of(&reader);
    return true;
}

bool run_log_read(Arena *arena, Diag *diag, const char *directory, RunLog *run)
{
    *run = (RunLog){.directory = directory, .record = read_record(arena, diag, directory)};
    if (!run->record)
        return false;
    const char *outcome = run_log_value(run, "outcome");
    bool going_on = outcome && strcmp(outcome, "running") == 0;
    run->died = going_on && !is_held(directory);
    return read_epochs(arena, diag, run, going_on) && read_steps(arena, diag, run, going_on);
}

/* ---- what stands out ----------------------------------------------------------------------- */

const EpochLog *run_log_last(const RunLog *run)
{
    return run->epochs.count ? &run->epochs.data[run->epochs.count - 1] : NULL;
}

const EpochLog *run_log_last_validated(const RunLog *run)
{
    for (size_t i = run->epochs.count; i-- > 0;)
        if (!isnan(run->epochs.data[i].val_accuracy))
            return &run->epochs.data[i];
    return NULL;
}

/* As the trainer chooses best.safetensors: of equal accuracies the lower loss. */
static bool is_better(const EpochLog *row, const EpochLog *best)
{
    return row->val_accuracy != best->val_accuracy ? row->val_accuracy > best->val_accuracy
                                                   : row->val_loss < best->val_loss;
}

const EpochLog *run_log_best(const RunLog *run)
{
    const EpochLog *best = NULL;
    for (size_t i = 0; i < run->epochs.count; i++) {
        const EpochLog *row = &run->epochs.data[i];
        if (!isnan(row->val_accuracy) && (!best || is_better(row, best)))
            best = row;
    }
    return best;
}
