#include "cli/model.h"
#include "report/counts.h"

#include <inttypes.h>
#include <stdio.h>

/* Every file has a Diag of its own, so that the limit on printed errors is one a file. */
static int check_one(const Command *command, const char *operand)
{
    Command own = *command;
    own.arena = arena_new();
    own.diag = diag_new(own.arena, stderr, command->colour);
    Compilation compilation = {0};
    int status = model_load(&own, operand, &compilation);
    if (status == XC_EXIT_OK && !options_flag(&command->options, "quiet"))
        printf("%s: fine, %" PRIu64 " parameters\n", operand,
            counts_total(compilation.forward).parameters);
    arena_free(own.arena);
    return status;
}

static int run_check(Command *command)
{
    int worst = XC_EXIT_OK;
    for (size_t i = 0; i < command->options.operands.count; i++) {
        int status = check_one(command, command->options.operands.data[i]);
        if (status > worst)
            worst = status;
    }
    return worst;
}

static const OptionSpec options[] = {XC_OPTION_SET, XC_OPTIONS_END};

const Verb verb_check = {
    .name = "check",
    .group = "look",
    .operands = "MODEL...",
    .summary = "read model files, report every mistake and missed expectation",
    .help = "Reads each file, infers all shapes, plans the training step and compares what the\n"
            "file expects (expect:) with what it has. Prints one line for each file that is fine.\n"
            "The exit status is 1 when one of them is not: 'xceptc check *.yaml' is a whole CI.\n",
    .min_operands = 1,
    .max_operands = -1,
    .options = options,
    .run = run_check,
};
