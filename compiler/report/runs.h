/* Several runs beside each other: how far they came, how good they are, with what options. */
#ifndef XC_RUNS_H
#define XC_RUNS_H

#include "report/run_log.h"

/* A table with one column a run, the options that differ, and validation accuracy by epoch, at most
 * a dozen of them. */
void runs_table(Arena *arena, FILE *stream, const RunLog *runs, size_t count);

/* One JSON document: runs [{operand, ended, record, last, best, last_steps, epochs}]; ended is
 * how it ended (run_log.h), record run.json's values, best the epoch of the highest validation
 * accuracy, last_steps the means over the last steps of steps.csv, epochs the lines of metrics.csv
 * with null where they are empty; last, best and last_steps are null where there is none. */
void runs_json(FILE *stream, const RunLog *runs, size_t count);

/* Same network, same epochs, same numbers in them, times aside? */
bool runs_are_equal(const RunLog *runs, size_t count);

#endif
