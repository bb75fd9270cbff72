/* A result that is one text: to standard output, or to the file that --out names. */
#ifndef XC_CLI_RESULT_H
#define XC_CLI_RESULT_H

#include "cli/verb.h"

#define XC_OPTION_OUT_FILE                                                                         \
    {                                                                                              \
        'o', "out", XC_OPTION_TEXT, "FILE", "write to a file instead of standard output", false    \
    }

/* The file is replaced whole or left as it was. XC_EXIT_OK, or XC_EXIT_MACHINE after an error. */
int result_write(const Command *command, const char *text, size_t length);

#endif
