#include "cli/make.h"

static int run_evaluate(Command *command)
{
    return make_and_run(command);
}

static const OptionSpec options[] = {
    {0, "weights", XC_OPTION_TEXT, "FILE",
        "the checkpoint to evaluate, or a run's directory: its best, else its last", true},
    {0, "data", XC_OPTION_TEXT, "PLACE",
        "a data file, CIFAR's folder or 'synthetic' (default: the model's, $XCEPTC_DATA)", true},
    {0, "batch", XC_OPTION_WHOLE, "N", "images at a time (default: the model's batch_size)", true},
    {0, "threads", XC_OPTION_WHOLE, "N", "threads (default: $XCEPTC_THREADS, or one a core)", true},
    {0, "split", XC_OPTION_TEXT, "PART",
        "test (default), train, or validation: what the run kept from training", true},
    {0, "validation", XC_OPTION_TEXT, "N",
        "images that were kept from training (default: what the run says)", true},
    {0, "classes", XC_OPTION_FLAG, NULL, "a line for every class, however many there are", true},
    {0, "confusion", XC_OPTION_TEXT_OR_NONE, "[FILE]",
        "also what each class was taken for, as a table or into FILE as CSV", true},
    {0, "json", XC_OPTION_FLAG, NULL, "print the result as JSON", true},
    XC_OPTION_ISA,
    XC_OPTION_SET,
    XC_OPTIONS_END,
};

const Verb verb_evaluate = {
    .name = "evaluate",
    .group = "run",
    .operands = "MODEL",
    .summary = "loss, accuracy and mistakes of a checkpoint on the test images",
    .help =
        "Builds the model where the cache does not have it, reads the weights of a checkpoint\n"
        "and prints loss and accuracy over the test images of the data, then for each class\n"
        "its recall (of its images, the part that was called so), its precision (of the images\n"
        "called so, the part that is) and what it is most mistaken for; of more than twenty\n"
        "classes the ten of lowest recall.\n"
        "Where MODEL is a run's directory, its weights are those that are evaluated.\n",
    .min_operands = 1,
    .max_operands = 1,
    .options = options,
    .run = run_evaluate,
};
