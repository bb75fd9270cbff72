/* Located errors, warnings, notes and hints, printed with the source line and a caret:
 *
 *     models/x.yaml:12:9: error: unknown key 'kernal' in block 'entry'
 *       12 |         kernal: 3
 *          |         ^~~~~~
 *     hint: did you mean 'kernel'?
 */
#ifndef XC_DIAG_H
#define XC_DIAG_H

#include "support/base.h"
#include <stdio.h>

/* A place in a source file. file is an index into the Diag's table of sources, -1 for none (the
 * command line, a built-in default). line and column count from 1; length is in bytes. */
typedef struct Location {
    int file;
    int line;
    int column;
    int length;
} Location;

#define XC_NOWHERE ((Location){-1, 0, 0, 0})

typedef enum Severity { XC_ERROR, XC_WARNING, XC_NOTE, XC_HINT } Severity;

typedef struct Message {
    Severity severity;
    Location at; /* XC_NOWHERE of hints */
    const char *text;
} Message;

typedef struct Diag Diag;

/* Collects messages and prints each to stream at once; NULL: collects only. Owned by the arena.
 * colour: ANSI colours. */
Diag *diag_new(Arena *arena, FILE *stream, bool colour);

/* Prints errors only, with their notes and hints; the rest is still collected. */
void diag_quiet(Diag *diag);

/* Has every message printed between two calls, for those who also print to the stream: the line of
 * progress goes and comes back. NULL: between none. */
void diag_between(
    Diag *diag, void (*before)(void *context), void (*after)(void *context), void *context);

/* Registers a source so that excerpts can be shown; returns its file index. text is kept by
 * reference and must live as long as the Diag. name is what messages print. */
int diag_add_source(Diag *diag, const char *name, const char *text, size_t length);
const char *diag_source_name(const Diag *diag, int file);

/* An error of the same place and words as an earlier one is counted, and not told again. */
void diag_error(Diag *diag, Location at, const char *format, ...) XC_PRINTF(3, 4);
void diag_warning(Diag *diag, Location at, const char *format, ...) XC_PRINTF(3, 4);
/* Further lines to the last message: "note: ..." with an excerpt when at has a file. */
void diag_note(Diag *diag, Location at, const char *format, ...) XC_PRINTF(3, 4);
void diag_hint(Diag *diag, const char *format, ...) XC_PRINTF(2, 3);

/* Errors so far; after 20 different errors further ones are counted and not printed. */
int diag_error_count(const Diag *diag);
int diag_warning_count(const Diag *diag);
/* All messages in order, those not printed too; notes and hints belong to the error or warning
 * before them. Valid until the next message. */
const Message *diag_messages(const Diag *diag, size_t *count);
/* "error", "warning", "note", "hint" */
const char *severity_name(Severity severity);

/* After so many errors nobody reads on: what looks for further ones may stop. */
enum { XC_MANY_ERRORS = 1000 };
bool diag_is_full(const Diag *diag);

/* The nearest candidate, as diag_nearest has it, for a hint. A Diag compares so many words in all
 * and then no more, so that a file full of mistakes takes no longer than one with a few. NULL: none
 * is near, or none was looked for; diag is NULL, for silence, too. */
enum { XC_MOST_COMPARISONS = 100000 };
const char *diag_suggest(Diag *diag, const char *word, const char *const *candidates, size_t count);
/* Whether it still compares: before a list of candidates is made. */
bool diag_suggests(const Diag *diag);
/* Words compared so far; at most one list beyond XC_MOST_COMPARISONS. */
size_t diag_comparisons(const Diag *diag);

/* The nearest candidate by edit distance (at most a third of the word, at least 1, and half of
 * the shorter one), or NULL. */
const char *diag_nearest(const char *word, const char *const *candidates, size_t count);

#endif
