/* The README as its readers use it: commands to type, and what is shown of their output.
 *
 * A command is a line of an indented block, or a text in backquotes, that begins with "xceptc " or
 * "build/xceptc ", a comment behind it left out. A block of another kind that follows it shows what
 * the command prints; lines "..." in it stand for any number of others. */
#ifndef TEST_README_H
#define TEST_README_H

#include "support/base.h"

typedef struct ReadmeBlock {
    const char *language; /* "yaml", "c"; "" of an indented one */
    const char *text; /* without the indentation */
} ReadmeBlock;

/* One of both is NULL. */
typedef struct ReadmeItem {
    const char *command;
    const ReadmeBlock *block;
} ReadmeItem;

typedef struct ReadmeItems {
    ReadmeItem *data; /* in the order of the page */
    size_t count, capacity;
} ReadmeItems;

ReadmeItems readme_items(Arena *arena, const char *page);

/* Whether the lines that are shown stand in the output, one after the other. If not, *missing is
 * the first that does not. Where "..." ends a line, the rest of it may be anything. */
bool readme_shows(Arena *arena, const char *shown, const char *output, const char **missing);

#endif
