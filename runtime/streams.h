/* Which random streams a run uses: (seed, a, b) of xr_random_stream, each for one purpose, so that
 * no draw depends on how many others were made. Dropout in generated code has a generator of its
 * own (xr_kernel.h) and uses none of them. */
#ifndef XR_STREAMS_H
#define XR_STREAMS_H

#include <stdint.h>

enum {
    XR_STREAM_INITIAL_WEIGHTS = 1, /* b: index of the parameter */
    XR_STREAM_EPOCH_ORDER = 2, /* b: epoch */
    XR_STREAM_SYNTHETIC = 3 /* b: image; the data's own seed, never the run's */
};

/* Augmentation: a names the epoch, b the image. */
static inline uint32_t xr_stream_augment(int epoch)
{
    return 0x80000000u | (uint32_t)epoch;
}

#endif
