/* The learning rate of a step. */
#ifndef XR_SCHEDULE_H
#define XR_SCHEDULE_H

#include <stdint.h>

#include "xr.h"

/* step counts from 0 over the whole run of `epochs` epochs of steps_per_epoch steps.
 *
 *   steps      rates[i] from epoch starts[i] on
 *   cosine     from rate down to final_rate along half a cosine, over the steps after the warm-up
 *   one-cycle  linearly from rate/25 to rate in the first 30 % (or the warm-up), then as cosine
 *   warm-up    linearly from rate/steps to rate in the first warm_up epochs, before any of these */
double xr_learning_rate(const xr_recipe *recipe, uint64_t step, int steps_per_epoch, int epochs);

#endif
