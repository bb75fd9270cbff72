/* The memory that a run takes: told before it starts, and where there is not enough. */
#ifndef XR_FOOTPRINT_H
#define XR_FOOTPRINT_H

#include "dataset.h"
#include "xr.h"

/* Bytes; each is what the allocations of its kind come to. */
typedef struct xr_footprint {
    uint64_t model; /* an instance: parameters, gradients, the optimizer's state, arena */
    uint64_t scratch; /* of all threads */
    uint64_t data; /* the data set, its order, a batch */
    uint64_t rest; /* one tensor on its way into a checkpoint, and the program itself */
} xr_footprint;

/* data may be NULL: then only a batch is counted. */
xr_footprint xr_footprint_of(const xr_model *model, int threads, int batch, const xr_dataset *data);
uint64_t xr_footprint_bytes(const xr_footprint *footprint);

/* "no memory: NAME needs 310 MiB with 2 threads"; false, as xr_fail. */
bool xr_fail_footprint(
    const xr_model *model, int threads, int batch, const xr_dataset *data, xr_failure *failure);

#endif
