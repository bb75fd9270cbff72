#include "cli/make.h"

static int run_evaluate(Command *command)
{
    return make_and_run(command, "evaluate");
}

static const OptionSpec options[] = {
    {0, "weights", XC_OPTION_TEXT, "FILE", "the checkpoint to evaluate", true},
    {0, "data", XC_OPTION_TEXT, "DIR",
        "CIFAR-10 in binary form, or 'synthetic' (default: $XCEPTC_DATA)", true},
    {0, "batch", XC_OPTION_WHOLE, "N", "images at a time (default: the model's batch_size)", true},
    {0, "threads", XC_OPTION_WHOLE, "N", "threads (default: $XCEPTC_THREADS, or one a core)", true},
    {0, "json", XC_OPTION_FLAG, NULL, "print the result as JSON", true},
    XC_OPTION_ISA,
    XC_OPTION_SET,
    XC_OPTIONS_END,
};

const Verb verb_evaluate = {
    .name = "evaluate",
    .group = "run",
    .operands = "MODEL",
    .summary = "loss and accuracy of a checkpoint on the test images",
    .help = "Builds the model where the cache does not have it, reads the weights of a checkpoint\n"
            "and prints cross-entropy and accuracy over the test images of the data.\n",
    .min_operands = 1,
    .max_operands = 1,
    .options = options,
    .run = run_evaluate,
};
