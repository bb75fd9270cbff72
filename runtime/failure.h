/* How a part of the runtime says that it failed: an exit status and one sentence for the user. */
#ifndef XR_FAILURE_H
#define XR_FAILURE_H

#include <stdbool.h>

/* Exit statuses of a trainer; 128 + n when a signal ended it. */
typedef enum xr_status {
    XR_OK = 0,
    XR_BAD_INPUT = 1, /* data or checkpoint wrong */
    XR_BAD_USAGE = 2, /* command line */
    XR_MACHINE = 3, /* data missing, disk, memory, threads */
    XR_NON_FINITE = 4, /* loss, gradient or weight */
    XR_SIGNAL = 128
} xr_status;

typedef struct xr_failure {
    xr_status status;
    char message[1024]; /* no newline at the end; may hold some */
} xr_failure;

/* Fills failure and returns false, so that a caller can `return xr_fail(...)`. Too long a message
 * is cut. */
bool xr_fail(xr_failure *failure, xr_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same for a call that set errno: appends ": " and its description. Statuses: XR_MACHINE. */
bool xr_fail_errno(xr_failure *failure, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
