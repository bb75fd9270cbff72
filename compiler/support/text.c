#include "support/text.h"

#include "plain.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Room for length more bytes and the zero byte. */
static void reserve(Text *text, size_t length)
{
    size_t needed;
    if (!checked_add(text->count, length, &needed) || !checked_add(needed, 1, &needed))
        bug("a text that is too long");
    if (needed <= text->capacity)
        return;
    size_t capacity = text->capacity ? text->capacity : 256;
    while (capacity < needed)
        if (!checked_multiply(capacity, 2, &capacity))
            bug("a text that is too long");
    char *data = arena_alloc(text->arena, capacity);
    if (text->count)
        memcpy(data, text->data, text->count);
    text->data = data;
    text->capacity = capacity;
}

void text_add(Text *text, const char *more)
{
    size_t length = strlen(more);
    reserve(text, length);
    memcpy(text->data + text->count, more, length + 1);
    text->count += length;
}

void text_printf(Text *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    text_add(text, arena_vprintf(text->arena, format, arguments));
    va_end(arguments);
}

const char *text_string(const Text *text)
{
    return text->data ? text->data : "";
}

const char *plain_text(Arena *arena, const char *text)
{
    char *copy = arena_strdup(arena, text);
    xr_make_plain(copy, false);
    return copy;
}

const char *number_text(Arena *arena, double number)
{
    char text[40];
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, number);
        if (strtod(text, NULL) == number)
            break;
    }
    return arena_strdup(arena, text);
}

const char *float_text(Arena *arena, float number)
{
    char text[40];
    for (int digits = 6; digits <= 9; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, (double)number);
        if (strtof(text, NULL) == number)
            break;
    }
    return arena_strdup(arena, text);
}
