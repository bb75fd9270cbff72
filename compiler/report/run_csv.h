/* The CSV files of a run: a header that names columns, and a row of numbers a line. */
#ifndef XC_RUN_CSV_H
#define XC_RUN_CSV_H

#include "support/diag.h"
#include <stddef.h>

typedef struct CsvColumn {
    const char *name;
    size_t offset; /* of its double in the row */
} CsvColumn;

/* The first column counts the rows: it must be there, and holds whole numbers from 1 that ascend.
 * Other columns may lack, and columns of other names are left out. */
typedef struct CsvTable {
    const CsvColumn *columns;
    int count;
    void *row; /* where a line's numbers go: NaN for what is empty or not there */
    void (*take)(void *context); /* called with each row in its place */
    void *context;
} CsvTable;

/* False after located errors. going_on: the last line may lack its end, and is left out. */
bool run_csv_read(Arena *arena, Diag *diag, const char *path, const CsvTable *table, bool going_on);

#endif
