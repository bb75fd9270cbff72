#include "text.h"

#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

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

void xr_text_append(xr_text *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0 || !reserve(text, (size_t)length)) {
        text->failed = true;
        return;
    }
    va_start(arguments, format);
    vsnprintf(text->data + text->length, (size_t)length + 1, format, arguments);
    va_end(arguments);
    text->length += (size_t)length;
}

/* The bytes of the UTF-8 character here, 2 to 4; 0 when it is none, too long a form or no character
 * of Unicode. */
static int utf8_bytes(const unsigned char *at)
{
    int bytes = *at >= 0xf0 ? 4 : *at >= 0xe0 ? 3 : 2;
    uint32_t code = *at & (0xffu >> (bytes + 1));
    if (*at < 0xc2 || *at > 0xf4)
        return 0;
    for (int i = 1; i < bytes; i++) {
        if ((at[i] & 0xc0) != 0x80)
            return 0;
        code = code << 6 | (at[i] & 0x3fu);
    }
    bool shortest = code >= (bytes == 4 ? 0x10000u : bytes == 3 ? 0x800u : 0x80u);
    return shortest && code <= 0x10ffffu && (code < 0xd800u || code > 0xdfffu) ? bytes : 0;
}

void xr_text_append_quoted(xr_text *text, const char *string)
{
    xr_text_append(text, "\"");
    int bytes;
    for (const unsigned char *c = (const unsigned char *)string; *c; c++) {
        if (*c >= 0x80 && (bytes = utf8_bytes(c)) > 0) {
            xr_text_append(text, "%.*s", bytes, (const char *)c);
            c += bytes - 1;
        } else if (*c == '"' || *c == '\\')
            xr_text_append(text, "\\%c", *c);
        else if (*c < 0x20 || *c >= 0x7f)
            xr_text_append(text, "\\u%04x", *c);
        else
            xr_text_append(text, "%c", *c);
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
