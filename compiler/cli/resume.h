/* Going on with a run: what xceptc itself must know of it before the trainer is there. */
#ifndef XC_CLI_RESUME_H
#define XC_CLI_RESUME_H

#include "cli/verb.h"

/* Where train goes on with a run, adds the options that shape the program (--batch, --isa) as the
 * run was started with, where they are not given: they stand in its run.json. Exit status. */
int resume_add_options(Command *command);

/* The directory of the run that the command is to go on with: --out, the operand, or the last one
 * under runs/ of that name. NULL where there is none. */
const char *resume_directory(const Command *command, const char *name);

#endif
