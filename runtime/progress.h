/* One line that says what a program is busy with, and for how long. On a terminal it is drawn anew
 * several times a second, also while a single piece of work takes long, and is gone when something
 * else is printed; in a pipe or a file it is a whole line now and then, without control characters.
 *
 *     testing 3200/10000 images  4 s  9 s left
 *
 * The compiler and the runtime share it. It knows no global state: a thread that draws lives as
 * long as there is work to show, and every call may be made with NULL, which shows nothing. */
#ifndef XR_PROGRESS_H
#define XR_PROGRESS_H

#include <stdbool.h>
#include <stdio.h>

typedef struct xr_progress xr_progress;

/* Where and how it is shown. */
typedef struct xr_progress_settings {
    FILE *stream;
    bool live; /* the stream is a terminal */
    bool colour;
    int columns; /* of the terminal; 0: it is asked each time */
    double interval; /* seconds between two drawings, or two lines; 0: every change */
    double (*clock)(void); /* seconds; NULL: the machine's, and a thread that draws */
    bool ends; /* SIGINT, SIGTERM and SIGHUP, where nobody holds or ignores them, remove the line
                  and then end the process; they are held in the caller's thread meanwhile */
} xr_progress_settings;

/* Standard error: live on a terminal (TERM=dumb is none), in colour where NO_COLOR is not set.
 * $XCEPTC_PROGRESS is the interval, else it is 0.1 on a terminal and 30 elsewhere. */
xr_progress_settings xr_progress_standard(void);

/* NULL where there is no memory. */
xr_progress *xr_progress_create(const xr_progress_settings *settings);
/* Removes the line. */
void xr_progress_destroy(xr_progress *progress);
/* From now on signals are the caller's business, and not held any more. */
void xr_progress_leave_signals(xr_progress *progress);

/* What is being done. Texts are copied. */
typedef struct xr_doing {
    const char *what; /* "testing"; another word is other work, whose time begins now */
    long long done, all; /* all 0: nothing to count */
    const char *unit; /* "images"; NULL: none */
    const char *detail; /* pieces set off by two blanks, the last is the first to go; NULL: none */
    bool bar; /* drawn where there is room */
    double left; /* seconds; < 0: what `done` of `all` tell; NAN: unknown */
} xr_doing;

void xr_progress_show(xr_progress *progress, const xr_doing *doing);
/* The work is over: no line until the next one. */
void xr_progress_end(xr_progress *progress);

/* Around everything else that is printed: the line goes, and does not come back before `resume`.
 * Pairs may nest. */
void xr_progress_pause(xr_progress *progress);
void xr_progress_resume(xr_progress *progress);

/* text = "6 s", "2:03" or "1:02:03". */
void xr_format_seconds(char text[32], double seconds);

#endif
