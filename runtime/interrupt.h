/* SIGINT, SIGTERM, SIGHUP and SIGPIPE as a request to stop: the first is noted, for the loop to
 * finish its step and save; the second ends the process at once with status 128 + its number,
 * unless it is the echo of the first: the same one within a fifth of a second.
 * SIGPIPE is noted as soon as nobody reads a pipe that is standard output or error, and is never a
 * second one. */
#ifndef XR_INTERRUPT_H
#define XR_INTERRUPT_H

#include <stdbool.h>

#include "failure.h"

typedef struct xr_interrupt xr_interrupt;

/* Blocks the signals in the calling thread, and so in every thread that it starts later, and
 * watches for them in a thread of its own. Signals that the process ignores stay ignored. NULL
 * after a failure. */
xr_interrupt *xr_interrupt_start(xr_failure *failure);
/* The number of the signal that came, 0 if none did. */
int xr_interrupt_signal(const xr_interrupt *interrupt);
/* Ends the watching and unblocks the signals. NULL is fine. */
void xr_interrupt_stop(xr_interrupt *interrupt);

#endif
