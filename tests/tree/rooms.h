/* The order of the house, read from docs/architecture.md, and who keeps it. */
#ifndef TEST_ROOMS_H
#define TEST_ROOMS_H

#include "support/base.h"

typedef struct Findings {
    const char **data; /* a sentence each */
    size_t count, capacity;
} Findings;

/* Reads the table of rooms of ROOT/docs/architecture.md, top row first, and every #include "..." of
 * the C files below ROOT/compiler and ROOT/runtime. A finding is: a file of no room, a room of
 * those two without a file, an include that leads nowhere or up the table, and a circle of
 * includes. *files and *includes count what was looked at. */
Findings rooms_check(Arena *arena, const char *root, size_t *files, size_t *includes);

#endif
