/* Where a run starts: at the beginning, at its last checkpoint, or, where it came to none, at the
 * beginning once more. */
#ifndef XR_RUN_START_H
#define XR_RUN_START_H

#include "console.h"
#include "engine.h"
#include "kept.h"
#include "run_directory.h"
#include "weights_source.h"

/* What a start is found from. Nothing is owned. */
typedef struct xr_run_start {
    const xr_model *model;
    xr_engine *engine;
    const xr_run_directory *directory;
    const xr_kept *kept; /* of a run that goes on */
    xr_options *options; /* with what is kept taken over */
    xr_weights_source *weights; /* filled where the run started from some */
    xr_console *console;
} xr_run_start;

/* Fills the net and *position. Afterwards options hold what the run is to keep. */
bool xr_run_start_find(const xr_run_start *start, xr_position *position, xr_failure *failure);

#endif
