/* Runs the built program as a user would, and keeps what it printed. */
#ifndef TEST_COMMAND_H
#define TEST_COMMAND_H

#include "support/base.h"

typedef struct Outcome {
    int status; /* exit status, 128 + signal */
    char *out, *err;
    uint64_t peak_bytes; /* resident at most, of it and of the programs that it ran */
} Outcome;

typedef struct Setting {
    const char *directory; /* working directory, NULL: ours */
    const char *out_path; /* where stdout goes instead of Outcome.out */
    const char *environment; /* one NAME=VALUE more, or NULL */
    size_t file_limit; /* the largest file it may write, in bytes; 0: any */
    size_t memory_limit; /* of its address space, in bytes; 0: any */
} Setting;

/* words: the arguments after the program's name, split at blanks. */
Outcome run_xceptc(Arena *arena, const char *words);
Outcome run_xceptc_in(Arena *arena, const char *words, const Setting *setting);
/* Any program, by path or searched in PATH. */
Outcome run_program(Arena *arena, const char *program, const char *words, const Setting *setting);

/* A fresh directory below the build directory; remove_directory removes it with all it holds. */
char *temporary_directory(Arena *arena);
void remove_directory(const char *path);

#endif
