#include "scripts.h"

#include "support/files.h"
#include "support_lib/sha256.h"

#include <stdio.h>
#include <string.h>

static const char FOLDER[] = XCEPTC_SOURCE_DIR "/tests/keras";

bool scripts_add(Scripts *scripts, Arena *arena, const char *words)
{
    char name[64], hash[65];
    if (scripts->count == sizeof scripts->list / sizeof *scripts->list ||
        sscanf(words, "%63s %64s", name, hash) != 2)
        return false;
    scripts->list[scripts->count].name = arena_strdup(arena, name);
    scripts->list[scripts->count++].hash = arena_strdup(arena, hash);
    return true;
}

char *scripts_read_file(Arena *arena, const char *name, size_t *length)
{
    return files_read(
        arena, diag_new(arena, stderr, false), files_join(arena, FOLDER, name), length);
}

bool scripts_are_current(Arena *arena, const Scripts *scripts, const char *what)
{
    bool current = scripts->count > 0;
    for (size_t i = 0; i < scripts->count; i++) {
        size_t length;
        char hash[65];
        const char *script = scripts_read_file(arena, scripts->list[i].name, &length);
        if (script == NULL)
            return false;
        sha256_text(script, length, hash);
        if (strcmp(hash, scripts->list[i].hash) == 0)
            continue;
        fprintf(stderr, "%s was recorded by another %s: record it again\n", what,
            scripts->list[i].name);
        current = false;
    }
    return current;
}
