/* What a run left in its directory: run.json, metrics.csv and steps.csv. */
#ifndef XC_RUN_LOG_H
#define XC_RUN_LOG_H

#include "frontend/yaml.h"

/* One line of metrics.csv. What a line leaves empty, and columns that a file does not have, are
 * NaN, as is what was not finite. */
typedef struct EpochLog {
    double epoch, step, learning_rate;
    double loss, cross_entropy, accuracy; /* of training */
    double val_loss, val_cross_entropy, val_accuracy;
    double seconds, images_per_second;
} EpochLog;

enum { XC_LAST_STEPS = 100 };

/* Means over the last finite steps of steps.csv, at most XC_LAST_STEPS, each counting alike: all
 * that is known of a run that did not finish an epoch. */
typedef struct LastSteps {
    size_t count; /* 0: there are none, or the file is not there */
    double first, last; /* steps */
    double loss, cross_entropy, accuracy;
} LastSteps;

typedef struct RunLog {
    const char *directory; /* as given by the user */
    const Tree *record; /* run.json: a mapping of scalars */
    struct {
        EpochLog *data;
        size_t count, capacity;
    } epochs; /* ascending */
    LastSteps last_steps;
    bool died; /* run.json says that it runs, and no program holds the directory's lock */
} RunLog;

/* False after located errors. Looks at the directory's lock for a moment. A run may be going on:
 * the last line of a CSV file may then lack its end, and is left out. */
bool run_log_read(Arena *arena, Diag *diag, const char *directory, RunLog *run);

/* A value of run.json as it stands there, or NULL. */
const char *run_log_value(const RunLog *run, const char *key);

/* How it ended: run.json's outcome, or "killed" where it died without a word. */
const char *run_log_ended(const RunLog *run);

/* The epoch of the highest validation accuracy, of equals that of the lowest validation loss, and
 * the last that was validated; NULL when none was. */
const EpochLog *run_log_best(const RunLog *run);
const EpochLog *run_log_last_validated(const RunLog *run);
/* The last epoch, NULL when none was finished. */
const EpochLog *run_log_last(const RunLog *run);

#endif
