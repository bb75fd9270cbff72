/* A table of texts: a label at the left, then columns, each as wide as its widest cell wants. */
#ifndef XC_COLUMNS_H
#define XC_COLUMNS_H

#include "support/base.h"
#include <stdio.h>

typedef struct ColumnsRow {
    const char *label; /* NULL: an empty line */
    const char **cells; /* as many as the table has columns; NULL: nothing is written */
} ColumnsRow;

typedef struct Columns {
    Arena *arena;
    size_t count; /* columns */
    struct {
        ColumnsRow *data;
        size_t count, capacity;
    } rows;
} Columns;

/* A new row, whose cells are the caller's to fill: all NULL. */
const char **columns_row(Columns *columns, const char *label);
/* A row without cells; NULL: an empty line. */
void columns_line(Columns *columns, const char *label);

/* Cells are flush right. label_width and width are the least. */
void columns_write(FILE *stream, const Columns *columns, size_t label_width, size_t width);

#endif
