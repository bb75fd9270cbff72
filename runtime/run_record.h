/* run.json: what a run's directory says of the run. */
#ifndef XR_RUN_RECORD_H
#define XR_RUN_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "metrics_log.h"
#include "options.h"
#include "weights_source.h"
#include "xr.h"

typedef struct xr_run_record {
    const char *data;
    const char *data_place; /* as --data named it */
    const char *const *class_names; /* one for every class of the model, or NULL */
    const xr_options *options; /* what shapes the run is kept (option_table.h) */
    const xr_weights_source *weights; /* that it started from; NULL: none */
    int train_images;
    int validation_images; /* kept from training; 0: the test images are validated on */
    int epoch; /* finished */
    uint64_t step;
    int best_epoch; /* 0: none was validated */
    double best_accuracy;
    const xr_scores *test; /* at the end of a complete run with validation images; else NULL */
    const char *outcome; /* "running", "complete", "stopped", "interrupted", "failed" */
    const char *detail; /* "" or why */
    double seconds;
} xr_run_record;

/* Replaces DIRECTORY/run.json. */
bool xr_run_record_write(
    const xr_run_record *record, const xr_model *model, const char *directory, xr_failure *failure);

#endif
