#include "cli/verb.h"

#include <stdio.h>

static int run_version(Command *command)
{
    (void)command;
    puts("xceptc " XCEPTC_VERSION);
    return XC_EXIT_OK;
}

static const OptionSpec options[] = {XC_OPTIONS_END};

const Verb verb_version = {
    .name = "version",
    .group = "start",
    .operands = "",
    .summary = "print the version of the compiler",
    .help = "Prints \"xceptc\" and the version, as it stands in the banner of emitted code.\n",
    .min_operands = 0,
    .max_operands = 0,
    .options = options,
    .run = run_version,
};
