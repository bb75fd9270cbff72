/* Which random streams a run uses: (seed, a, b) of xr_random_stream, each for one purpose, so that
 * no draw depends on how many others were made. Dropout in generated code has a generator of its
 * own (xr_kernel.h) and uses none of them. */
#ifndef XR_STREAMS_H
#define XR_STREAMS_H

#include <stdint.h>

enum {
    XR_STREAM_INITIAL_WEIGHTS = 1, /* b: index of the parameter */
    XR_STREAM_EPOCH_ORDER = 2, /* b: epoch */
    XR_STREAM_SYNTHETIC = 3, /* b: image; the data's own seed, never the run's */
    XR_STREAM_VERIFY = 4 /* b: 0 images, 1 labels, 2 + index of a parameter */
};

/* Directions of the gradient check: b names the parameter. */
static inline uint32_t xr_stream_direction(int attempt)
{
    return 0x40000000u | (uint32_t)attempt;
}

/* Augmentation: a names the epoch, b the image. */
static inline uint32_t xr_stream_augment(int epoch)
{
    return 0x80000000u | (uint32_t)epoch;
}

#endif
