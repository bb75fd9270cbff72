#include "cli/make.h"

#include <stdio.h>

static int run_build(Command *command)
{
    const char *program;
    const char *directory = options_text(&command->options, "out");
    int status = make_program(command, command->options.operands.data[0], directory, &program);
    if (status == XC_EXIT_OK)
        printf("%s\n", program);
    return status;
}

static const OptionSpec options[] = {
    XC_OPTION_OUT_SOURCES,
    XC_OPTION_ISA,
    XC_OPTION_DOUBLE,
    XC_OPTION_SET,
    XC_OPTION_BATCH,
    XC_OPTIONS_END,
};

const Verb verb_build = {
    .name = "build",
    .group = "generate",
    .operands = "MODEL",
    .summary = "compile the model, then its C, and print the trainer's path",
    .help = "Writes the sources into DIR (default: a folder of the cache), compiles them and the\n"
            "runtime with $CC (default cc), and prints the path of the program. What was compiled\n"
            "before from the same sources, with the same compiler and flags, is taken from the\n"
            "cache: $XCEPTC_CACHE, or xceptc below $XDG_CACHE_HOME or ~/.cache.\n"
            "The program has the verbs train and evaluate; it needs no file of the compiler.\n",
    .min_operands = 1,
    .max_operands = 1,
    .options = options,
    .run = run_build,
};
