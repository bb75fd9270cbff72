/* Where data are looked for, and what is said when they are not there: before anything is opened,
 * so that nobody waits for the message. */
#ifndef XR_DATA_PLACE_H
#define XR_DATA_PLACE_H

#include <stdbool.h>

#include "failure.h"

#define XR_SYNTHETIC "synthetic"

/* Where nobody named a place: a recipe's data (NULL: none) where that is a path, and not the name
 * of a data set that may lie anywhere; else what XCEPTC_DATA says. NULL: nothing does. */
const char *xr_data_default(const char *recipe_data);

/* Whether there is something at `place`. Failures are XR_MACHINE, and tell for NULL how to name
 * some. */
bool xr_data_find(const char *place, const char *recipe_data, xr_failure *failure);

#endif
