#include "cli/model.h"
#include "report/summary.h"

static int run_summary(Command *command)
{
    Compilation compilation = {0};
    int status = model_load(command, command->options.operands.data[0], &compilation);
    if (status != XC_EXIT_OK)
        return status;
    if (options_flag(&command->options, "json"))
        summary_json(stdout, compilation.program);
    else
        summary_table(stdout, compilation.program);
    return XC_EXIT_OK;
}

static const OptionSpec options[] = {
    {0, "json", XC_OPTION_FLAG, NULL, "one JSON document, with the phases of a training step",
        false},
    XC_OPTION_SET,
    XC_OPTION_BATCH,
    XC_OPTIONS_END,
};

const Verb verb_summary = {
    .name = "summary",
    .group = "look",
    .operands = "MODEL",
    .summary = "show layers, shapes, parameters, multiply-adds and memory",
    .help = "Prints a table of the layers in the manner of Keras, blocks with the sums of what\n"
            "they hold, and the totals. With --json also the phases of a training step, each\n"
            "with the full-size maps that it reads from memory and writes there.\n",
    .min_operands = 1,
    .max_operands = 1,
    .options = options,
    .run = run_summary,
};
