/* Text from outside (names in files, paths, arguments) on its way to a terminal or a log.
 *
 * A control character would move the cursor, colour what follows or hide it; one of Unicode's
 * bidirectional ones would show letters in another order than they stand. Each, and each byte that
 * is no UTF-8, becomes one '?'. */
#ifndef XR_PLAIN_H
#define XR_PLAIN_H

#include <stdbool.h>
#include <stddef.h>

/* The bytes of the character at text, 1 to 4, and its number in *code; 0 when the bytes there, of
 * at most `length`, are no UTF-8: a stray or a missing continuation, too long a form, a surrogate
 * or a number beyond U+10FFFF. length >= 1. */
size_t xr_utf8_character(const char *text, size_t length, unsigned *code);

/* Whether the character may go to a terminal as it is. A tab may; the end of a line may not. */
bool xr_is_plain(unsigned code);

/* Replaces what is not plain, in place: the text never becomes longer. Ends of lines stay where
 * `lines` says so. */
void xr_make_plain(char *text, bool lines);

#endif
