/* A program at a terminal: what it writes there, and what a person then sees. */
#ifndef TEST_TERMINAL_H
#define TEST_TERMINAL_H

#include "support/base.h"

typedef struct TerminalSetting {
    int columns;
    const char *directory; /* working directory, NULL: ours */
    const char *const *environment; /* NAME=VALUE more, ends with NULL; or NULL */
    const char *interrupt_at; /* Ctrl-C is typed when this was written; NULL: never */
} TerminalSetting;

/* Runs xceptc with the words, split at blanks, standard input, output and error at one terminal.
 * Returns all that was written there; in *status the exit status, 128 + signal. */
char *run_at_terminal(Arena *arena, const char *words, const TerminalSetting *setting, int *status);

/* The rows that stand on an endless screen of so many columns after the text was written, each with
 * a line break and without blanks at its end. Fails the test on an escape sequence but colours. */
char *screen_after(Arena *arena, const char *text, int columns);

/* The longest stretch that was drawn in place, between \r and \r or the end of the row. */
int widest_drawing(const char *text);

#endif
