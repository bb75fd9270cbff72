/* The directory of a run: choosing it, locking it, leaving it. */
#ifndef XR_RUN_DIRECTORY_H
#define XR_RUN_DIRECTORY_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "files.h"
#include "xr.h"

typedef struct xr_run_directory {
    char path[XR_PATH_ROOM];
    int lock; /* descriptor of the locked directory; -1 when closed */
    FILE *log; /* log.txt, appended to */
    bool goes_on; /* a run is there already: this one resumes it, or is refused */
    size_t made; /* bytes of path that name the outermost directory made for it; 0: none was */
    bool had_model; /* model.yaml lay there before */
} xr_run_directory;

/* Chooses and locks the directory; close it also after a failure.
 *   out NULL, not resume: runs/MODEL, or the first free one of runs/MODEL-2, runs/MODEL-3, ...
 *   out NULL, resume: the last of these that exists
 *   out given: it is made where it is missing; one that is not empty (a file model.yaml aside, and
 *   what is left of a run that died before it wrote run.json) needs resume.
 * What is to be resumed has a run.json. */
bool xr_run_directory_open(xr_run_directory *directory, const xr_model *model, const char *out,
    bool resume, xr_failure *failure);
void xr_run_directory_close(xr_run_directory *directory);
/* Closes the directory of a run that came to nothing, and leaves the disk as it was before it was
 * opened: without the files that a run begins with, and without directories that were made for
 * them. Where a run was there already, or another program's is, nothing is touched. */
void xr_run_directory_discard(xr_run_directory *directory);

/* path = the last of runs/NAME, runs/NAME-2, ... that exists; false where none does. */
bool xr_run_directory_last(char path[XR_PATH_ROOM], const char *name);

/* The bytes that checkpoints of a size will take beyond those that are there: a run comes to have
 * last, best, and one being written. */
bool xr_run_directory_needs(
    const xr_run_directory *directory, uint64_t checkpoint, uint64_t *bytes, xr_failure *failure);
/* Whether the file system has room for them. */
bool xr_run_directory_check_space(
    const xr_run_directory *directory, uint64_t checkpoint, xr_failure *failure);

/* Keeps a copy of a model file, as model.yaml; it isn't read as anything but bytes. */
bool xr_run_directory_keep_model(
    const xr_run_directory *directory, const char *path, xr_failure *failure);

#endif
