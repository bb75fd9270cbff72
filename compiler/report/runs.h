/* Several runs beside each other: how far they came, how good they are, with what options. */
#ifndef XC_RUNS_H
#define XC_RUNS_H

#include "report/run_groups.h"

/* A table with one column a group of runs, the options that differ, and validation accuracy by
 * epoch, at most a dozen of them. Numbers of more than one run are mean and deviation. */
void runs_table(Arena *arena, FILE *stream, const RunGroups *groups);

/* One JSON document: groups [{runs, count, seeds, last, best, test_accuracy}], of which runs are
 * places in the list of runs, and each number of last and best, and test_accuracy, is {mean,
 * deviation}, the deviation of one run null; and runs [{operand, ended, record, last, best,
 * last_steps, epochs}]; ended is how it ended (run_log.h), record run.json's values, best the epoch
 * of the highest validation accuracy, last_steps the means over the last steps of steps.csv, epochs
 * the lines of metrics.csv with null where they are empty; last, best and last_steps are null where
 * there is none. */
void runs_json(
    Arena *arena, FILE *stream, const RunLog *runs, size_t count, const RunGroups *groups);

/* Same network, same epochs, same numbers in them, times aside? */
bool runs_are_equal(const RunLog *runs, size_t count);

#endif
