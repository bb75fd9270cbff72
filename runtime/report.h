/* A trainer's results in words and as JSON lines. */
#ifndef XR_REPORT_H
#define XR_REPORT_H

#include "console.h"
#include "dataset.h"
#include "evaluate.h"
#include "metrics_log.h"
#include "options.h"
#include "xr.h"

/* {"event": "start", ...} and a line of what is trained with what. */
void xr_report_start(xr_console *console, const xr_model *model, const xr_options *options,
    const xr_dataset *dataset, const char *directory);
/* {"event": "step", ...}; in words a step is only seen as progress. */
void xr_report_step(xr_console *console, const xr_step_row *row);
/* {"event": "epoch", ...}. */
void xr_report_epoch(
    xr_console *console, const xr_dataset *dataset, const xr_epoch_row *row, int epochs);
/* {"event": "evaluation", ...}. */
void xr_report_evaluation(
    xr_console *console, const xr_dataset *dataset, const xr_evaluation *evaluation);
/* {"event": "end", ...}: outcome as in run.json. */
void xr_report_end(
    xr_console *console, const char *outcome, const char *detail, int epoch, uint64_t step);

#endif
