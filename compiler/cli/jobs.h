/* Programs of one kind, as many at a time as there are cores, with a line that says how far they
 * are. What one says on standard error comes whole, when it has ended. */
#ifndef XC_CLI_JOBS_H
#define XC_CLI_JOBS_H

#include "support/diag.h"
#include "support/interrupts.h"

typedef struct Jobs {
    Diag *diag;
    struct xr_progress *progress; /* may be NULL */
    const Interrupts *interrupts; /* signals that are held back: when one comes, all end */
    const char *what; /* "compiling" */
    size_t count;
    /* The argument vector of a job, and what it works on for the line: "kernels.c". */
    char **(*begin)(void *context, size_t index, const char **title);
    /* Takes its exit status; false after an error. Not called of jobs that a signal ended. */
    bool (*finish)(void *context, size_t index, int status);
    /* Of a job that a signal ended: nothing of it is to stay. */
    void (*abandon)(void *context, size_t index);
    void *context;
} Jobs;

/* False after an error, with nothing new started behind it, or after a signal. */
bool jobs_run(const Jobs *jobs);

#endif
