/* Opening what somebody named for reading. A pipe without a writer would be waited for, a device
 * may never end, a folder is no file: only regular files are read, and nothing is waited for. */
#ifndef XR_INPUT_H
#define XR_INPUT_H

#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>

#include "failure.h"

/* What a file is that is no regular one: "it is a folder", "it is a pipe", ...; else NULL. */
const char *xr_input_refusal(const struct stat *status);

/* Opens a regular file for reading, by its flags O_RDONLY and O_CLOEXEC; *size is in bytes. -1 and
 * the reason in *reason, a text that stays, after a failure; errno is 0 when the file was there and
 * is none that is read. */
int xr_input_try(const char *path, uint64_t *size, const char **reason);

/* The same as a stream, NULL after a failure: XR_MACHINE where it can't be opened, XR_BAD_INPUT
 * where it is no regular file. size may be NULL. */
FILE *xr_input_open(const char *path, uint64_t *size, xr_failure *failure);

#endif
