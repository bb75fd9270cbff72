/* The training loop of a run. */
#ifndef XR_TRAIN_H
#define XR_TRAIN_H

#include <stdbool.h>
#include <stdint.h>

#include "batches.h"
#include "checkpoint.h"
#include "console.h"
#include "dataset.h"
#include "interrupt.h"
#include "metrics_log.h"
#include "options.h"
#include "run_directory.h"
#include "weights_source.h"
#include "xr.h"

/* Everything a run works with. Nothing here is owned: main.c opens and closes it. */
typedef struct xr_run {
    const xr_model *model;
    const xr_options *options;
    const xr_dataset *dataset;
    xr_split train; /* the part of the training images that is trained on */
    xr_split validation; /* the rest of them, or the test images; both are the data set's */
    const xr_files *files;
    const xr_run_directory *directory;
    xr_net *net;
    xr_batches *batches;
    xr_interrupt *interrupt;
    xr_metrics_log *log;
    xr_console *console;
    const xr_weights_source *weights; /* that it started from; NULL: none */
    xr_position position;
    double started; /* when, on xr_seconds's clock */
    double saved; /* likewise: the last checkpoint, or the start */
} xr_run;

/* How a run ended. */
typedef enum xr_ending {
    XR_COMPLETE, /* all epochs */
    XR_STOPPED, /* the cap on steps */
    XR_INTERRUPTED, /* a signal; the run was saved */
    XR_FAILED
} xr_ending;

/* Cuts the training images as the position says. */
void xr_run_divide_data(xr_run *run);

/* Steps until the end of an epoch of so many batches, or until the last step that was asked for. */
int xr_steps_ahead(const xr_run *run, int batches);

/* Trains from run->position on. Each epoch ends with a validation, a row in metrics.csv, and
 * checkpoints last.safetensors and, when its accuracy is the best so far (of equals: its loss the
 * lowest), best.safetensors. Within an epoch last.safetensors is written when the last checkpoint
 * is save_every minutes old. A run that is stopped or interrupted is saved where it stands, in the
 * middle of an epoch too. */
xr_ending xr_train(xr_run *run, xr_failure *failure);

#endif
