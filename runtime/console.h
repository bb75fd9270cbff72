/* What a trainer says. Results go to stdout (JSON lines with --json), notes and progress to stderr,
 * and everything but progress to the run's log as well. */
#ifndef XR_CONSOLE_H
#define XR_CONSOLE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "text.h"

typedef struct xr_console {
    bool json; /* results as JSON lines; their readable form goes to stderr */
    bool document; /* results as one JSON document; their readable form goes nowhere */
    bool quiet; /* no notes, no progress */
    bool live; /* stderr is a terminal, and NO_COLOR is not set: one line that is drawn anew */
    bool drawn; /* such a line stands there */
    double shown_at;
    FILE *log; /* NULL before there is a run directory; not owned */
} xr_console;

/* Where an epoch stands. */
typedef struct xr_progress {
    int epoch, epochs; /* counts from 1 */
    int batch, batches;
    double loss, accuracy; /* means so far */
    double images_per_second;
    double seconds_left; /* of the epoch, or to the last step that was asked for */
    const char *data_note; /* "" or " (synthetic data)" */
} xr_progress;

xr_console xr_console_create(bool json, bool quiet);
void xr_console_result(xr_console *console, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void xr_console_note(xr_console *console, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* "error: ...": shown even when quiet. */
void xr_console_error(xr_console *console, const char *message);
/* "warning: ...": likewise. */
void xr_console_warning(xr_console *console, const char *message);
/* Shows where the epoch stands: several times a second on a terminal, else now and then. */
void xr_console_progress(xr_console *console, const xr_progress *progress);
/* Prints a JSON text and a newline on stdout, with --json only; frees it. */
void xr_console_json(xr_console *console, xr_text *text);

/* text = "1:02:03" or "2:03". */
void xr_format_seconds(char text[32], double seconds);

#endif
