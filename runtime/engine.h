/* What both verbs work with: data, threads, an instance of the model and its batches. */
#ifndef XR_ENGINE_H
#define XR_ENGINE_H

#include <stdbool.h>

#include "batches.h"
#include "checkpoint.h"
#include "dataset.h"
#include "options.h"
#include "xr.h"

typedef struct xr_engine {
    const xr_model *model;
    xr_dataset dataset;
    xr_pool *pool;
    xr_net *net;
    xr_batches batches;
} xr_engine;

/* False where the model was compiled for another runtime or precision than this. */
bool xr_engine_check_model(const xr_model *model, xr_failure *failure);
/* Opens all of it but the data; close it also after a failure. */
bool xr_engine_open_model(
    xr_engine *engine, const xr_model *model, const xr_options *options, xr_failure *failure);
/* Opens all of it; close it also after a failure. */
bool xr_engine_open(
    xr_engine *engine, const xr_model *model, const xr_options *options, xr_failure *failure);
void xr_engine_close(xr_engine *engine);

/* Loads weights from a file, or from a run's directory: its best.safetensors, or last.safetensors
 * where nothing was validated yet. origin as in xr_checkpoint_load_weights. */
bool xr_engine_load_weights(
    xr_engine *engine, const char *place, xr_origin *origin, xr_failure *failure);

#endif
