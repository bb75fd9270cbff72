/* Which training images are kept from training to validate on: the last ones, as Keras's
 * validation_split takes them. */
#ifndef XR_VALIDATION_H
#define XR_VALIDATION_H

#include <stdbool.h>

#include "dataset.h"

/* How many of `images` training images `amount` asks for: so many, or below 1 that part of them,
 * when training gets floor(images * (1 - amount)). 0 is none. A failure is XR_BAD_USAGE: the part
 * holds no image, or leaves none to train on. */
bool xr_validation_count(double amount, int images, int *count, xr_failure *failure);

/* Images first to first + count - 1 of a split, which goes on owning them. */
xr_split xr_split_part(const xr_split *split, size_t image_bytes, int first, int count);

#endif
