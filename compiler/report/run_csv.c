#include "report/run_csv.h"

#include "support/files.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_FIELDS = 64, NO_COLUMN = -1 };

typedef struct Csv {
    Diag *diag;
    const CsvTable *table;
    int file;
    int line; /* from 1 */
    double last; /* what the last row counted; 0: there was none */
    int fields; /* of the header */
    int column_of[MOST_FIELDS]; /* field: index in the table's columns, or NO_COLUMN */
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

static int column_named(const CsvTable *table, const Field *field)
{
    for (int k = 0; k < table->count; k++)
        if (strlen(table->columns[k].name) == (size_t)field->length &&
            memcmp(table->columns[k].name, field->text, (size_t)field->length) == 0)
            return k;
    return NO_COLUMN;
}

static bool read_header(Csv *csv, const char *line, size_t length)
{
    Field fields[MOST_FIELDS];
    csv->fields = split(line, length, fields);
    bool counts = false;
    for (int i = 0; i < csv->fields && i < MOST_FIELDS; i++) {
        csv->column_of[i] = column_named(csv->table, &fields[i]);
        counts = counts || csv->column_of[i] == 0;
    }
    if (counts && csv->fields <= MOST_FIELDS)
        return true;
    diag_error(csv->diag, place(csv, &fields[0]), "this is no header of a run's metrics");
    return false;
}

static double *number_in_row(const CsvTable *table, int column)
{
    return (double *)((char *)table->row + table->columns[column].offset);
}

static bool read_number(const Csv *csv, const Field *field, double *number)
{
    if (field->length == 0)
        return true;
    char *end; /* at the latest the comma or the line's end: no number has them */
    *number = strtod(field->text, &end);
    if (end == field->text + field->length && !isspace((unsigned char)field->text[0]))
        return true;
    diag_error(csv->diag, place(csv, field), "'%.*s' is no number", field->length, field->text);
    return false;
}

static bool is_next(Csv *csv, const Field *field)
{
    const char *counted = csv->table->columns[0].name;
    double number = *number_in_row(csv->table, 0);
    if (!(number >= 1 && number <= 1e15)) {
        diag_error(csv->diag, place(csv, field), "this counts no %s", counted);
        return false;
    }
    if (number <= csv->last) {
        diag_error(csv->diag, place(csv, field), "%s %.15g after %s %.15g", counted, number,
            counted, csv->last);
        return false;
    }
    csv->last = number;
    return true;
}

static bool read_row(Csv *csv, const char *line, size_t length)
{
    Field fields[MOST_FIELDS];
    int count = split(line, length, fields);
    if (count != csv->fields) {
        Field whole = {line, (int)length, 1};
        diag_error(csv->diag, place(csv, &whole), "%d values, and the header names %d", count,
            csv->fields);
        return false;
    }
    for (int k = 0; k < csv->table->count; k++)
        *number_in_row(csv->table, k) = NAN;
    const Field *counter = &fields[0];
    for (int i = 0; i < count; i++) {
        int column = csv->column_of[i];
        if (column == NO_COLUMN)
            continue;
        if (!read_number(csv, &fields[i], number_in_row(csv->table, column)))
            return false;
        if (column == 0)
            counter = &fields[i];
    }
    if (!is_next(csv, counter))
        return false;
    csv->table->take(csv->table->context);
    return true;
}

bool run_csv_read(Arena *arena, Diag *diag, const char *path, const CsvTable *table, bool going_on)
{
    size_t length;
    const char *text = files_read(arena, diag, path, &length);
    if (!text)
        return false;
    Csv csv = {.diag = diag, .table = table, .file = diag_add_source(diag, path, text, length)};
    for (size_t at = 0; at < length;) {
        const char *line = text + at, *end = memchr(line, '\n', length - at);
        size_t bytes = end ? (size_t)(end - line) : length - at;
        csv.line++;
        if (!end && going_on)
            return true;
        if (!end) {
            diag_error(diag, (Location){csv.file, csv.line, (int)bytes + 1, 1},
                "the last line is cut off");
            return false;
        }
        if (csv.line == 1 ? !read_header(&csv, line, bytes) : !read_row(&csv, line, bytes))
            return false;
        at += bytes + 1;
    }
    return true;
}
