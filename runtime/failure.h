/* How a part of the runtime says that it failed: xr_failure, an exit status and one sentence for
 * the user. */
#ifndef XR_FAILURE_H
#define XR_FAILURE_H

#include "xr.h"

/* Fills failure and returns false, so that a caller can `return xr_fail(...)`. Too long a message
 * is cut; what is not plain (plain.h) in what it quotes becomes '?'. */
bool xr_fail(xr_failure *failure, xr_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same for a call that set errno: appends ": " and its description. Statuses: XR_MACHINE. */
bool xr_fail_errno(xr_failure *failure, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A further line to the message. */
void xr_fail_more(xr_failure *failure, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
