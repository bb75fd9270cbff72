#include "report/columns.h"

#include <string.h>

enum { GAP = 2 }; /* blanks between neighbours, at least */

const char **columns_row(Columns *columns, const char *label)
{
    ColumnsRow row = {label, arena_array(columns->arena, columns->count, sizeof *row.cells)};
    vec_push(columns->arena, &columns->rows, row);
    return row.cells;
}

void columns_line(Columns *columns, const char *label)
{
    ColumnsRow row = {label, NULL};
    vec_push(columns->arena, &columns->rows, row);
}

/* Columns of a text on the screen: its characters. */
static size_t width_of_text(const char *text)
{
    size_t width = 0;
    for (; *text; text++)
        width += ((unsigned char)*text & 0xC0) != 0x80;
    return width;
}

static size_t width_of(const Columns *columns, size_t column, size_t least)
{
    size_t width = least;
    for (size_t i = 0; i < columns->rows.count; i++) {
        const ColumnsRow *row = &columns->rows.data[i];
        size_t length = row->cells && row->cells[column] ? width_of_text(row->cells[column]) : 0;
        width = length + GAP > width ? length + GAP : width;
    }
    return width;
}

static size_t label_width_of(const Columns *columns, size_t least)
{
    size_t width = least;
    for (size_t i = 0; i < columns->rows.count; i++) {
        const ColumnsRow *row = &columns->rows.data[i];
        if (row->cells && row->label && strlen(row->label) > width)
            width = strlen(row->label);
    }
    return width;
}

void columns_write(FILE *stream, const Columns *columns, size_t label_width, size_t width)
{
    size_t *widths = arena_array(columns->arena, columns->count, sizeof *widths);
    for (size_t k = 0; k < columns->count; k++)
        widths[k] = width_of(columns, k, width);
    label_width = label_width_of(columns, label_width);
    for (size_t i = 0; i < columns->rows.count; i++) {
        const ColumnsRow *row = &columns->rows.data[i];
        if (row->cells)
            fprintf(stream, "%-*s", (int)label_width, row->label);
        else
            fputs(row->label ? row->label : "", stream);
        for (size_t k = 0; row->cells && k < columns->count; k++) {
            const char *cell = row->cells[k] ? row->cells[k] : "";
            fprintf(stream, "%*s%s", (int)(widths[k] - width_of_text(cell)), "", cell);
        }
        fputc('\n', stream);
    }
}
