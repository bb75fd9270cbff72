/* Seconds of a clock that only goes forward. */
#ifndef XR_CLOCK_H
#define XR_CLOCK_H

#include <time.h>

static inline double xr_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

#endif
