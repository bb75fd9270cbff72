/* From the MODEL of the command line to emitted sources, and to a program that runs. */
#ifndef XC_CLI_MAKE_H
#define XC_CLI_MAKE_H

#include "cli/model.h"

#define XC_OPTION_OUT_SOURCES                                                                      \
    {                                                                                              \
        'o', "out", XC_OPTION_TEXT, "DIR", "where the sources go", false                           \
    }
#define XC_OPTION_ISA                                                                              \
    {                                                                                              \
        0, "isa", XC_OPTION_TEXT, "NAME",                                                          \
            "instruction set: native (default), x86-64-v3, x86-64-v4, ...", false                  \
    }
#define XC_OPTION_DOUBLE                                                                           \
    {                                                                                              \
        0, "double", XC_OPTION_FLAG, NULL, "compute in double precision, for checks", false        \
    }

/* Emits the Program into directory, making it where it is missing. */
int make_sources(const Command *command, const Program *program, const char *directory);

/* Loads the operand, emits it into directory (NULL: a folder of the cache) and compiles that for
 * --isa. On XC_EXIT_OK *program is the path of the executable. */
int make_program(
    const Command *command, const char *operand, const char *directory, const char **program);

/* Builds the operand and becomes it, with verb and every option that is meant for it. A run's
 * directory stands for its weights too. */
int make_and_run(const Command *command, const char *verb);

#endif
