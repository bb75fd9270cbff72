#include "report/run_log.h"

#include "support/files.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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
    const Tree *record = yaml_parse(arena, diag, file, text, length, 0);
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

/* ---- metrics.csv --------------------------------------------------------------------------- */

static const struct {
    const char *name;
    size_t offset; /* in EpochLog */
} columns[] = {
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

enum { COLUMNS = sizeof columns / sizeof *columns, MOST_FIELDS = 64, NO_COLUMN = -1 };

typedef struct Csv {
    Arena *arena;
    Diag *diag;
    int file;
    int line; /* from 1 */
    int fields; /* of the header */
    int column_of[MOST_FIELDS]; /* field: index in columns, or NO_COLUMN */
} Csv;

typedef struct Field {
    const char *text; /* not terminated */
    int length, column; /* column in the line, from 1 */
} Field;

static Location place(const Csv *csv, const Field *field)
{
    return (Location){csv->file, csv->line, field->column, field->length ? field->length : 1};
}

/* The fields of a line; more than MOST_FIELDS are counted and not kept. */
static int split(const char *line, size_t length, Field *fields)
{
    int count = 0;
    size_t start = 0;
    for (size_t i = 0; i <= length; i++) {
        if (i < length && line[i] != ',')
            continue;
        if (count < MOST_FIELDS)
            fields[count] = (Field){line + start, (int)(i - start), (int)start + 1};
        count++;
        start = i + 1;
    }
    return count;
}

static bool read_header(Csv *csv, const char *line, size_t length)
{
    Field fields[MOST_FIELDS];
    csv->fields = split(line, length, fields);
    bool has_epoch = false;
    for (int i = 0; i < csv->fields && i < MOST_FIELDS; i++) {
        csv->column_of[i] = NO_COLUMN;
        for (int k = 0; k < COLUMNS; k++)
            if (strlen(columns[k].name) == (size_t)fields[i].length &&
                memcmp(columns[k].name, fields[i].text, (size_t)fields[i].length) == 0)
                csv->column_of[i] = k;
        has_epoch = has_epoch || csv->column_of[i] == 0;
    }
    if (has_epoch && csv->fields <= MOST_FIELDS)
        return true;
    diag_error(csv->diag, place(csv, &fields[0]), "this is no header of a run's metrics");
    return false;
}

static bool read_number(const Csv *csv, const Field *field, double *number)
{
    if (field->length == 0)
        return true;
    const char *text = arena_strndup(csv->arena, field->text, (size_t)field->length);
    char *end;
    *number = strtod(text, &end);
    if (*end == '\0' && !strchr(" \t", text[0]))
        return true;
    diag_error(csv->diag, place(csv, field), "'%s' is no number", text);
    return false;
}

static bool read_row(const Csv *csv, const char *line, size_t length, EpochLog *row)
{
    Field fields[MOST_FIELDS];
    int count = split(line, length, fields);
    if (count != csv->fields) {
        Field whole = {line, (int)length, 1};
        diag_error(csv->diag, place(csv, &whole), "%d values, and the header names %d", count,
            csv->fields);
        return false;
    }
    for (int k = 0; k < COLUMNS; k++)
        *(double *)((char *)row + columns[k].offset) = NAN;
    const Field *epoch = &fields[0];
    for (int i = 0; i < count; i++) {
        int column = csv->column_of[i];
        if (column == NO_COLUMN)
            continue;
        if (!read_number(csv, &fields[i], (double *)((char *)row + columns[column].offset)))
            return false;
        if (column == 0)
            epoch = &fields[i];
    }
    if (row->epoch >= 1 && row->epoch <= 1e9)
        return true;
    diag_error(csv->diag, place(csv, epoch), "this is no number of an epoch");
    return false;
}

static bool add_row(const Csv *csv, RunLog *run, const char *line, size_t length)
{
    EpochLog row;
    if (!read_row(csv, line, length, &row))
        return false;
    const EpochLog *last = run_log_last(run);
    if (last && row.epoch <= last->epoch) {
        Field start = {line, (int)strcspn(line, ","), 1};
        diag_error(
            csv->diag, place(csv, &start), "epoch %g after epoch %g", row.epoch, last->epoch);
        return false;
    }
    vec_push(csv->arena, &run->epochs, row);
    return true;
}

static bool read_lines(Csv *csv, RunLog *run, const char *text, size_t length)
{
    const char *outcome = run_log_value(run, "outcome");
    bool going_on = outcome && strcmp(outcome, "running") == 0;
    for (size_t at = 0; at < length;) {
        const char *line = text + at, *end = memchr(line, '\n', length - at);
        size_t bytes = end ? (size_t)(end - line) : length - at;
        csv->line++;
        if (!end && going_on)
            return true;
        if (!end) {
            diag_error(csv->diag, (Location){csv->file, csv->line, (int)bytes + 1, 1},
                "the last line is cut off");
            return false;
        }
        bool fine = csv->line == 1 ? read_header(csv, line, bytes) : add_row(csv, run, line, bytes);
        if (!fine)
            return false;
        at += bytes + 1;
    }
    return true;
}

bool run_log_read(Arena *arena, Diag *diag, const char *directory, RunLog *run)
{
    *run = (RunLog){.directory = directory, .record = read_record(arena, diag, directory)};
    if (!run->record)
        return false;
    const char *path = files_join(arena, directory, "metrics.csv");
    size_t length;
    const char *text = files_read(arena, diag, path, &length);
    if (!text)
        return false;
    Csv csv = {.arena = arena, .diag = diag, .file = diag_add_source(diag, path, text, length)};
    return read_lines(&csv, run, text, length);
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

const EpochLog *run_log_best(const RunLog *run)
{
    const EpochLog *best = NULL;
    for (size_t i = 0; i < run->epochs.count; i++) {
        const EpochLog *row = &run->epochs.data[i];
        if (!isnan(row->val_accuracy) && (!best || row->val_accuracy > best->val_accuracy))
            best = row;
    }
    return best;
}
