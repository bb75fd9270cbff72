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

/* What is made of the emitted sources. */
typedef enum MakeForm {
    XC_MAKE_TRAINER,
    XC_MAKE_CHECKED, /* in double precision, with the check of the memory plan compiled in */
    XC_MAKE_PROFILED /* a trainer whose phases note when they begin */
} MakeForm;

/* Emits the Program into directory, making it where it is missing. */
int make_sources(const Command *command, const Program *program, const char *directory);

/* Emits what was compiled into directory (NULL: a folder of the cache) and compiles that for --isa.
 * On XC_EXIT_OK *program is the path of the executable. */
int make_compiled(const Command *command, const Compilation *compilation, const char *directory,
    MakeForm form, const char **program);
/* Builds what was compiled and becomes it (trainer.h), with the words of `more` (ends with NULL)
 * besides the command's own. Mistakes in these are told before the C compiler starts. */
int make_and_become(
    const Command *command, const Compilation *compilation, MakeForm form, const char *const *more);
/* The same for the operand, which it loads; the form is a trainer. */
int make_and_run(const Command *command);

#endif
