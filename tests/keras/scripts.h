/* Which scripts made a recording: a changed script must not go unnoticed. */
#ifndef TEST_SCRIPTS_H
#define TEST_SCRIPTS_H

#include "support/base.h"

typedef struct Scripts {
    struct {
        const char *name; /* below tests/keras */
        const char *hash; /* SHA-256 */
    } list[16];
    size_t count;
} Scripts;

/* Takes in the words "NAME HASH"; false when they are none. */
bool scripts_add(Scripts *scripts, Arena *arena, const char *words);
/* A file below tests/keras, zero-terminated; NULL after a message on stderr. */
char *scripts_read_file(Arena *arena, const char *name, size_t *length);
/* Are the scripts in the tree those that made `what`? If not, a message on stderr. */
bool scripts_are_current(Arena *arena, const Scripts *scripts, const char *what);

#endif
