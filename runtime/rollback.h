/* --on-nan rollback: a run that comes upon something that is not finite goes back to the beginning
 * of its epoch, and on from there with half the learning rate.
 *
 * The epoch's beginning is kept in the run's directory as epoch.safetensors. (last.safetensors may
 * be of the middle of an epoch, where a run was stopped: going back there, a run that was stopped
 * would come to other weights than one that was not.) How often a run went back is part of its
 * state, and all that decides its learning rate. */
#ifndef XR_ROLLBACK_H
#define XR_ROLLBACK_H

#include "train.h"

enum { XR_MOST_ROLLBACKS = 10 }; /* of a run: its learning rate is then a thousandth */

/* What the recipe's learning rate is multiplied by. */
double xr_rollback_factor(const xr_position *position);

/* Sees to it that the beginning of the epoch is kept: at it, and where a run goes on from within
 * an epoch whose beginning was not kept, as near to it as there is. Does nothing for a run that
 * does not go back. */
bool xr_rollback_keep(xr_run *run, xr_failure *failure);
/* Takes the kept file away: the run is complete. */
void xr_rollback_forget(const xr_run *run);

/* Whether the run goes back from this failure. */
bool xr_rollback_wanted(const xr_run *run, const xr_failure *failure);
/* Goes back: net, position and logs. The failure that led here is told and forgotten. */
bool xr_roll_back(xr_run *run, xr_failure *failure);

#endif
