/* How a run ends: the test of its best weights, its last lines, and what run.json keeps of it. */
#ifndef XR_RUN_END_H
#define XR_RUN_END_H

#include "train.h"

/* Writes run.json for a run that goes on. */
bool xr_run_begin(const xr_run *run, xr_failure *failure);

/* Ends what xr_train has ended in this way, whose failure this is. A complete run that validated on
 * a part of the training images is measured on the test images here, once, with its best weights.
 * Returns the exit status. */
int xr_run_end(xr_run *run, xr_ending ending, xr_failure *failure);

#endif
