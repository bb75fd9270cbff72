/* A trainer as a process of its own: what a user sees of it. */
#ifndef TRAINER_H
#define TRAINER_H

#include <sys/types.h>

#include "xr.h"

/* What a trainer that has ended said, and its exit status (128 + n when signal n killed it).
 * trainer_free frees the texts. */
typedef struct Outcome {
    int status;
    char *out, *err;
} Outcome;

/* Runs xr_main(model, ...) in `directory` with these arguments, NULL at the end. Environment:
 * XCEPTC_DATA and XCEPTC_THREADS are not set, but for what `environment` ("NAME=value") sets; it
 * may be NULL. */
Outcome trainer_run(const xr_model *model, const char *directory, const char *environment,
    const char *const *arguments);

/* Starts it and returns at once; its outcome is to be had from trainer_wait. */
typedef struct Started {
    pid_t process;
    int out, err; /* files that it writes to */
} Started;
Started trainer_start(const xr_model *model, const char *directory, const char *environment,
    const char *const *arguments);
/* The same with this descriptor as its standard output, which is closed here; Outcome.out is "". */
Started trainer_start_into(const xr_model *model, const char *directory, const char *environment,
    const char *const *arguments, int out);
Outcome trainer_wait(Started *started);

void trainer_free(Outcome *outcome);

/* arguments for the calls above */
#define TRAINER(...) ((const char *const[]){"trainer", __VA_ARGS__, NULL})

#endif
