/* The identifiers that emitted names could meet, taken from where they are made: the preprocessor,
 * the dynamic linker's view of the C library, the runtime's sources and emitted code. */
#ifndef TEST_WORDS_H
#define TEST_WORDS_H

#include "support/map.h"

#include <stdio.h>

typedef struct Words {
    Arena *arena;
    Map seen;
    const char **data;
    size_t count, capacity;
} Words;

/* Adds a word that is not there yet. */
void words_add(Words *words, const char *word);
/* Adds every identifier of the text. */
void words_add_text(Words *words, const char *text, size_t length);
/* Every identifier of what a command prints; false when it fails. */
bool words_add_output(Words *words, const char *command);

/* Keywords of C11, C23 and C++. */
void words_add_keywords(Words *words);
/* Every identifier and macro of the headers of C and POSIX under a compiler. */
bool words_add_headers(Words *words, const char *compiler);
/* Every symbol of the C library and of libm. */
bool words_add_symbols(Words *words);
/* Every identifier of the runtime's sources and headers. */
bool words_add_runtime(Words *words);

/* Those that a model file may have as a name, capitals made small; only the first `most` letters of
 * long ones. */
Words words_as_names(Arena *arena, const Words *words);

#endif
