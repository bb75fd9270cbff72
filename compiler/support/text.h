/* A growing text in an arena, and the one way numbers are written. */
#ifndef XC_TEXT_H
#define XC_TEXT_H

#include "support/base.h"

typedef struct Text {
    Arena *arena;
    char *data; /* ends in a zero byte once anything was added */
    size_t count, capacity;
} Text;

void text_add(Text *text, const char *more);
void text_printf(Text *text, const char *format, ...) XC_PRINTF(2, 3);
/* The text so far; "" when nothing was added. */
const char *text_string(const Text *text);

/* A copy of text from outside (names, paths) that may go to a terminal: what is not plain
 * (plain.h), ends of lines too, is '?' in it. */
const char *plain_text(Arena *arena, const char *text);

/* The shortest decimal form that reads back as the same double; a JSON number when finite. */
const char *number_text(Arena *arena, double number);
/* The same of a float. */
const char *float_text(Arena *arena, float number);

#endif
