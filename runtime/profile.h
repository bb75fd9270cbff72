/* What a machine can do at most, measured as the phases of a step are: by all threads of a pool. */
#ifndef XR_PROFILE_H
#define XR_PROFILE_H

#include "failure.h"
#include "xr.h"

typedef struct xr_peaks {
    double flop; /* of fused multiply-adds in registers, a second: an FMA is two */
    double copied; /* bytes read and written by memcpy between large blocks, a second */
} xr_peaks;

/* The best of some trials, in about a second. False when memory is short. */
bool xr_measure_peaks(xr_pool *pool, xr_peaks *peaks, xr_failure *failure);

#endif
