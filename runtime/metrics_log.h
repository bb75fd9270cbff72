/* The numbers of a run as CSV: metrics.csv, a row an epoch, and steps.csv, a row a step. */
#ifndef XR_METRICS_LOG_H
#define XR_METRICS_LOG_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "files.h"

typedef struct xr_metrics_log {
    FILE *epochs, *steps;
} xr_metrics_log;

/* Means over images. loss: the recipe's, with smoothed labels and the regularization term. */
typedef struct xr_scores {
    double loss, cross_entropy, accuracy;
} xr_scores;

/* The same, to be shown: what is no number has no sign either, and is "nan" everywhere. */
xr_scores xr_scores_shown(xr_scores scores);

typedef struct xr_epoch_row {
    int epoch; /* counts from 1: finished epochs */
    uint64_t step; /* finished steps of the run */
    double learning_rate; /* of the epoch's last step */
    xr_scores train; /* in training mode, each batch before its own update */
    bool validated; /* else the three val_ fields are empty */
    xr_scores validation; /* in inference mode */
    double seconds; /* of training this epoch, in this process */
    double images_per_second;
} xr_epoch_row;

typedef struct xr_step_row {
    int epoch; /* counts from 1: the epoch that the step belongs to */
    uint64_t step; /* counts from 1 */
    double learning_rate;
    xr_scores train; /* of the batch */
} xr_step_row;

/* Opens both files in the directory. New ones get a header line; those of a run that goes on after
 * `step` finished steps lose the rows beyond it, which a crash may have left. After a failure each
 * file is as it was, or that. */
bool xr_metrics_log_open(xr_metrics_log *log, const xr_files *files, const char *directory,
    uint64_t step, xr_failure *failure);
/* Rows are handed to the system at once, so that a reader sees whole lines. */
bool xr_metrics_log_epoch(xr_metrics_log *log, const xr_epoch_row *row, xr_failure *failure);
bool xr_metrics_log_step(xr_metrics_log *log, const xr_step_row *row, xr_failure *failure);
void xr_metrics_log_close(xr_metrics_log *log);

#endif
