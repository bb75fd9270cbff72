/* Evaluation: a model's scores on a split, in inference mode. */
#ifndef XR_EVALUATE_H
#define XR_EVALUATE_H

#include <stdbool.h>
#include <stdint.h>

#include "batches.h"
#include "confusion.h"
#include "console.h"
#include "interrupt.h"
#include "metrics_log.h"
#include "xr.h"

/* confusion: NULL, or one that the caller made, to count into. The rest is filled in. */
typedef struct xr_evaluation {
    xr_confusion *confusion;
    xr_scores scores; /* loss: the recipe's, as Keras reports it, see xr_metrics */
    int64_t images, correct;
    bool finite;
} xr_evaluation;

/* Evaluates the whole split, in its own order, and returns true; false when a signal came first
 * (interrupt may be NULL). The console (may be NULL) shows how far it is, and calls it `what`:
 * "validating". */
bool xr_evaluate_split(const xr_model *model, xr_net *net, xr_batches *batches,
    const xr_split *split, const xr_interrupt *interrupt, xr_console *console, const char *what,
    xr_evaluation *evaluation);

#endif
