#include "golden.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *messages_of(const char *path, const FrontendOptions *options, bool *loaded)
{
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);
    if (!stream)
        abort();
    Arena *arena = arena_new();
    Diag *diag = diag_new(arena, stream, false);
    *loaded = frontend_load(arena, diag, path, options) != NULL;
    fclose(stream);
    arena_free(arena);
    return text;
}

char *read_file(const char *path)
{
    FILE *stream = fopen(path, "rb");
    if (!stream)
        return NULL;
    char *text = NULL, buffer[4096];
    size_t length = 0, n;
    FILE *memory = open_memstream(&text, &length);
    if (!memory)
        abort();
    while ((n = fread(buffer, 1, sizeof buffer, stream)) > 0)
        fwrite(buffer, 1, n, memory);
    fclose(memory);
    fclose(stream);
    return text;
}

int first_difference(const char *a, const char *b)
{
    int line = 1;
    while (*a && *a == *b) {
        line += *a == '\n';
        a++;
        b++;
    }
    return *a == *b ? 0 : line;
}
