/* What a trainer says. Results go to stdout (JSON lines with --json), notes and progress to stderr,
 * and everything but progress to the run's log as well. */
#ifndef XR_CONSOLE_H
#define XR_CONSOLE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "progress.h"
#include "text.h"

typedef struct xr_console {
    bool json; /* results as JSON lines; their readable form goes to stderr */
    bool document; /* results as one JSON document; their readable form goes nowhere */
    bool quiet; /* no notes, no progress */
    xr_progress *progress; /* NULL when quiet */
    FILE *log; /* NULL before there is a run directory; not owned */
} xr_console;

/* Where an epoch stands. */
typedef struct xr_epoch_progress {
    int epoch, epochs; /* counts from 1 */
    int batch, batches;
    double loss, accuracy; /* means so far */
    double images_per_second;
    double seconds_left; /* of the epoch, or to the last step that was asked for */
    const char *data_note; /* "" or " (synthetic data)" */
} xr_epoch_progress;

/* ends: a signal may end the program in the middle of its work; the line of progress is removed
 * first. Made before any thread that is not to take the signal. */
xr_console xr_console_create(bool json, bool quiet, bool ends);
void xr_console_close(xr_console *console);
void xr_console_result(xr_console *console, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void xr_console_note(xr_console *console, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* "error: ...": shown even when quiet. */
void xr_console_error(xr_console *console, const char *message);
/* "warning: ...": likewise. */
void xr_console_warning(xr_console *console, const char *message);
/* Shows where the epoch stands. */
void xr_console_progress(xr_console *console, const xr_epoch_progress *progress);
/* Shows other work: "testing", done of all units; all 0 where nothing can be counted. */
void xr_console_doing(
    xr_console *console, const char *what, long long done, long long all, const char *unit);
/* Prints a JSON text and a newline on stdout, with --json only; frees it. */
void xr_console_json(xr_console *console, xr_text *text);

#endif
