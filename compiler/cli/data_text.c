#include "cli/data_text.h"

#include "frontend/tree_text.h"
#include "support/text.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Six digits are more than a mean of bytes deserves. A channel that is constant is divided by 1. */
static double rounded(double value, bool divisor)
{
    char text[32];
    snprintf(text, sizeof text, "%.6g", value);
    double number = strtod(text, NULL);
    return divisor && number < 1e-3 ? 1 : number;
}

const char *data_text_channels(Arena *arena, const double *numbers, int count, bool divisors)
{
    Text text = {.arena = arena};
    for (int i = 0; i < count; i++)
        text_printf(
            &text, "%s%s", i ? ", " : "[", number_text(arena, rounded(numbers[i], divisors)));
    text_add(&text, "]");
    return text_string(&text);
}

const char *data_text_path(Arena *arena, const char *path)
{
    static const char plain[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-";
    if (!strpbrk(path, "/."))
        path = arena_printf(arena, "./%s", path);
    if (path[strspn(path, plain)] == '\0' && path[0] != '-')
        return arena_strdup(arena, path);
    return quoted_text(arena, path);
}
