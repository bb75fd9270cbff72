/* The generated program as what xceptc becomes: its command line, checked before it is built. */
#ifndef XC_CLI_TRAINER_H
#define XC_CLI_TRAINER_H

#include "cli/process.h"
#include "cli/verb.h"
#include "pipeline.h"

/* The program's words: the verb of the command, the words of `more` (ends with NULL), every option
 * that is meant for it, and operands after the first behind "--". A run's directory as operand
 * stands for its weights too, where the verb takes some, and for the data that it was trained on.
 * What the program would refuse, and data or weights that are not there, are refused here: exit
 * status after an error, else XC_EXIT_OK. */
int trainer_words(const Command *command, const Compilation *compilation, const char *const *more,
    Arguments *words);

/* Runs the program and waits; it ends when a signal comes that is held back. Its exit status. */
int trainer_run(
    const Command *command, const char *program, Arguments *words, const Interrupts *interrupts);

/* Becomes the program. Returns only after an error. */
int trainer_become(const Command *command, const char *program, Arguments *words);

#endif
