/* What a verb prints, in the file that --out names. */
#ifndef XC_CLI_RESULT_H
#define XC_CLI_RESULT_H

#include "cli/verb.h"

/* The file that --out names for what the verb prints; NULL for standard output itself, which "-",
 * /dev/stdout and the like are too. */
const char *result_file(const Command *command);

/* Runs the verb. With a result file its standard output, and that of programs which it starts, goes
 * there: replaced whole when the verb has ended, or left as it was where there is no result. */
int result_run(Command *command);

#endif
