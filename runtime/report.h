/* A trainer's results in words and as JSON lines. */
#ifndef XR_REPORT_H
#define XR_REPORT_H

#include "console.h"
#include "dataset.h"
#include "evaluate.h"
#include "metrics_log.h"
#include "options.h"
#include "run_record.h"
#include "xr.h"

/* {"event": "start", ...} and a line of what is trained with what. */
void xr_report_start(xr_console *console, const xr_model *model, const xr_options *options,
    const xr_dataset *dataset, int validation_images, const char *directory);
/* {"event": "step", ...}; in words a step is only seen as progress. */
void xr_report_step(xr_console *console, const xr_step_row *row);
/* {"event": "epoch", ...}; part: what was validated on, in words. */
void xr_report_epoch(xr_console *console, const xr_dataset *dataset, const xr_epoch_row *row,
    int epochs, const char *part);
/* {"event": "evaluation", ...}, of the part of the data that the options name. */
void xr_report_evaluation(xr_console *console, const xr_dataset *dataset,
    const xr_evaluation *evaluation, const xr_options *options);
/* What a complete run has come to, in words. */
void xr_report_result(xr_console *console, const xr_dataset *dataset, const xr_run_record *record,
    const char *directory);
/* {"event": "end", ...}. */
void xr_report_end(xr_console *console, const xr_run_record *record);

#endif
