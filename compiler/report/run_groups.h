/* Runs that differ in the seed alone: one experiment, repeated. */
#ifndef XC_RUN_GROUPS_H
#define XC_RUN_GROUPS_H

#include "report/run_log.h"

typedef struct RunGroup {
    const RunLog **runs;
    size_t count; /* 1: a run of its own */
} RunGroup;

typedef struct RunGroups {
    RunGroup *data; /* by their first runs, in the order of these */
    size_t count, capacity;
} RunGroups;

/* Groups runs whose records differ in the seed, in results and in what shapes no result (threads,
 * the place of the data), and in nothing else; which came equally far and ended in the same way.
 * Runs of one seed stay apart, and so do runs that keep different models, or of which nothing tells
 * the recipe. */
RunGroups run_groups(Arena *arena, const RunLog *runs, size_t count);
/* Every run is a group of its own. */
RunGroups run_groups_apart(Arena *arena, const RunLog *runs, size_t count);

/* Mean and deviation of a sample. */
typedef struct Spread {
    double mean; /* NaN where a number is */
    double deviation; /* with count - 1; NaN of a single number */
} Spread;
Spread spread_of(const double *numbers, size_t count);

#endif
