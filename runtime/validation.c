#include "validation.h"

#include <math.h>

bool xr_validation_count(double amount, int images, int *count, xr_failure *failure)
{
    double kept = amount < 1.0 ? images - floor(images * (1.0 - amount)) : amount;
    if (amount > 0.0 && (kept < 1.0 || kept > images - 1.0))
        return xr_fail(failure, XR_BAD_USAGE,
            "a validation part of %g cannot be kept from %d training images: there must be an "
            "image to validate on and one to train on",
            amount, images);
    *count = (int)kept;
    return true;
}

xr_split xr_split_part(const xr_split *split, size_t image_bytes, int first, int count)
{
    return (xr_split){.count = count,
        .images = split->images + (size_t)first * image_bytes,
        .labels = split->labels + first};
}
