#include "cli/model.h"
#include "report/config_json.h"

#include <stdio.h>

static int run_config(Command *command)
{
    FrontendOptions options;
    if (!model_options(command, &options))
        return XC_EXIT_USAGE;
    const char *path = model_path(command->arena, command->options.operands.data[0]);
    const char *text = options_flag(&command->options, "flat")
                           ? frontend_flat(command->arena, command->diag, path, &options)
                           : frontend_config(command->arena, command->diag, path, &options);
    if (!text)
        return XC_EXIT_INPUT;
    if (options_flag(&command->options, "json"))
        return config_json(stdout, command->arena, command->diag, text) ? XC_EXIT_OK
                                                                        : XC_EXIT_INPUT;
    fputs(text, stdout); /* a failure is noticed when the program ends */
    return XC_EXIT_OK;
}

static const OptionSpec options[] = {
    {0, "flat", XC_OPTION_FLAG, NULL,
        "expand it fully: no variable, block, repeat or default is left", false},
    {0, "json", XC_OPTION_FLAG, NULL, "the same as one JSON document, without the comments", false},
    XC_OPTION_SET,
    XC_OPTIONS_END,
};

const Verb verb_config = {
    .name = "config",
    .group = "look",
    .operands = "MODEL",
    .summary = "print the model with all that it extends as one file",
    .help = "Merges the file with what it extends and with --set, by the rules of 'extends', and\n"
            "prints one model file. A comment behind each value tells the file and line that it\n"
            "comes from. It is the same network: the same hash, the same emitted code. Printing\n"
            "it again gives the same file, but for those comments. 'expect' is left out under\n"
            "--set. The layers are not expanded, so that a model that 'check' refuses can be\n"
            "looked at too.\n"
            "\n"
            "With --flat the network is expanded: every layer by its full name with every\n"
            "argument. That is the normal form of which the model's hash is made.\n",
    .min_operands = 1,
    .max_operands = 1,
    .options = options,
    .run = run_config,
};
