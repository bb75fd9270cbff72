/* A growing text, for JSON and file headers. */
#ifndef XR_TEXT_H
#define XR_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/* Zero-initialised is empty. After memory ran short `failed` is set, and appending does nothing:
 * look once, at the end. The text ends with a NUL that length doesn't count; data is NULL while
 * nothing was appended. */
typedef struct xr_text {
    char *data;
    size_t length, capacity;
    bool failed;
} xr_text;

void xr_text_append(xr_text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void xr_text_append_list(xr_text *text, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

/* Appends a JSON string, quotes included. UTF-8 stays as it is, but for characters that
 * are not plain (plain.h), which are escaped; other bytes beyond ASCII, as in paths of old, are
 * escaped as Latin-1. */
void xr_text_append_quoted(xr_text *text, const char *string);

/* Appends a JSON number with as many digits as tell it from its neighbours, or null when it isn't
 * finite. */
void xr_text_append_number(xr_text *text, double value);

/* Appends a blank and a word of a command line, quoted for a shell where it needs to be. */
void xr_text_append_word(xr_text *text, const char *word);

void xr_text_free(xr_text *text);

#endif
