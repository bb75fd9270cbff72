#include "text.h"

#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plain.h"

enum { FIRST_CAPACITY = 256 };

/* Makes room for `more` bytes and the NUL. */
static bool reserve(xr_text *text, size_t more)
{
    if (text->failed || more >= SIZE_MAX / 4 - text->length) {
        text->failed = true;
        return false;
    }
    size_t needed = text->length + more + 1;
    if (needed <= text->capacity)
        return true;
    size_t capacity = text->capacity ? text->capacity : FIRST_CAPACITY;
    while (capacity < needed)
        capacity *= 2;
    char *data = realloc(text->data, capacity);
    if (!data) {
        text->failed = true;
        return false;
    }
    text->data = data;
    text->capacity = capacity;
    return true;
}

void xr_text_append_list(xr_text *text, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    if (length < 0 || !reserve(text, (size_t)length)) {
        text->failed = true;
    } else {
        vsnprintf(text->data + text->length, (size_t)length + 1, format, again);
        text->length += (size_t)length;
    }
    va_end(again);
}

void xr_text_append(xr_text *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    xr_text_append_list(text, format, arguments);
    va_end(arguments);
}

void xr_text_append_quoted(xr_text *text, const char *string)
{
    xr_text_append(text, "\"");
    for (size_t rest = strlen(string), bytes; rest > 0; string += bytes, rest -= bytes) {
        unsigned code = 0;
        bytes = xr_utf8_character(string, rest, &code);
        if (bytes == 0) {
            code = (unsigned char)*string;
            bytes = 1;
        }
        if (code == '"' || code == '\\')
            xr_text_append(text, "\\%c", *string);
        else if (code < 0x20 || !xr_is_plain(code) || (bytes == 1 && code >= 0x80))
            xr_text_append(text, "\\u%04x", code);
        else
            xr_text_append(text, "%.*s", (int)bytes, string);
    }
    xr_text_append(text, "\"");
}

void xr_text_append_number(xr_text *text, double value)
{
    if (!isfinite(value)) {
        xr_text_append(text, "null");
        return;
    }
    char digits[40];
    for (int precision = 6; precision <= 17; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, value);
        if (strtod(digits, NULL) == value) // NOLINT(cert-err34-c): text of our own
            break;
    }
    xr_text_append(text, "%s", digits);
}

void xr_text_free(xr_text *text)
{
    free(text->data);
    *text = (xr_text){0};
}

void xr_text_append_word(xr_text *text, const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "_-./=+:,@%";
    if (*word && strspn(word, plain) == strlen(word)) {
        xr_text_append(text, " %s", word);
        return;
    }
    xr_text_append(text, " '");
    for (; *word; word++) {
        if (*word == '\'')
            xr_text_append(text, "'\\''");
        else
            xr_text_append(text, "%c", *word);
    }
    xr_text_append(text, "'");
}
