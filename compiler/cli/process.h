/* Child processes: always an argument vector, never a shell. */
#ifndef XC_CLI_PROCESS_H
#define XC_CLI_PROCESS_H

#include "support/diag.h"
#include "support/interrupts.h"
#include <sys/types.h>

/* A NULL-terminated argument vector that grows. */
typedef struct Arguments {
    char **data;
    size_t count, capacity;
} Arguments;

void arguments_add(Arena *arena, Arguments *arguments, const char *text);
/* Adds the words of text, split at blanks; quotes have no meaning. */
void arguments_add_words(Arena *arena, Arguments *arguments, const char *text);
/* Ends the vector with NULL and returns it. */
char **arguments_finish(Arena *arena, Arguments *arguments);

/* Starts argv[0], searched in PATH; -1 after an error that names it. Signals that are held back
 * here are not there. */
pid_t process_start(Diag *diag, char *const *argv);
/* The same with its standard error into a file; -1: into ours. */
pid_t process_start_to(Diag *diag, char *const *argv, int errors);
/* Waits for any child: its id, and its exit status (128 + signal when it was killed) in *status. */
pid_t process_wait_any(int *status);
/* The same, but 0 as soon as a signal came that is held back here. */
pid_t process_wait_any_unless(const Interrupts *interrupts, int *status);
/* Waits for this child, and lets it end (SIGTERM) when a signal comes that is held back here: a
 * terminal sends its signals to both, others to one. Returns the exit status likewise. */
int process_wait_or_end(pid_t child, const Interrupts *interrupts);
/* All of the standard output of a child in the arena, its standard error discarded; NULL when it
 * did not start (after an error) or when its exit status, in *status, is not 0. */
char *process_capture(Arena *arena, Diag *diag, char *const *argv, size_t *length, int *status);
/* Becomes argv[0], a path. Returns XC_EXIT_MACHINE after an error, or not at all. */
int process_become(Diag *diag, char *const *argv);
/* Prints the vector on stderr as one line, for --verbose. */
void process_echo(char *const *argv);

#endif
