#include "cli/make.h"
#include "cli/resume.h"
#include "cli/seeds.h"

static int run_train(Command *command)
{
    if (options_text(&command->options, XC_SEEDS))
        return seeds_train(command);
    int status = resume_add_options(command);
    return status == XC_EXIT_OK ? make_and_run(command) : status;
}

static const OptionSpec options[] = {
    {0, "data", XC_OPTION_TEXT, "PLACE",
        "a data file, CIFAR's folder or 'synthetic' (default: the model's, $XCEPTC_DATA)", true},
    {0, "epochs", XC_OPTION_WHOLE, "N", "stop after so many epochs (default: the model's)", true},
    {0, "steps", XC_OPTION_WHOLE, "N", "stop after so many steps", true},
    {0, "batch", XC_OPTION_WHOLE, "N", "images of a step (default: the model's batch_size)", true},
    {0, "threads", XC_OPTION_WHOLE, "N",
        "threads (default: $XCEPTC_THREADS, or one a core); the result is the same", true},
    {0, "seed", XC_OPTION_WHOLE, "S", "of weights, order and augmentation (default: 0)", true},
    {0, XC_SEEDS, XC_OPTION_TEXT, "A..B",
        "a run for each seed, in DIR/seed-A to DIR/seed-B, with mean and deviation", false},
    {'o', "out", XC_OPTION_TEXT, "DIR", "the run's folder (default: runs/NAME, runs/NAME-2, ...)",
        true},
    {0, "resume", XC_OPTION_FLAG, NULL,
        "go on with the run in --out, or with the last one, by the options it was started with",
        true},
    {0, "save-every", XC_OPTION_TEXT, "MINUTES",
        "between checkpoints within an epoch, 0 for none (default: 10)", true},
    {0, "weights", XC_OPTION_TEXT, "FILE", "start from the weights of a checkpoint", true},
    {0, "validation", XC_OPTION_TEXT, "N",
        "keep the last N training images, or a fraction below 1, to validate on", true},
    {0, "validate-every", XC_OPTION_WHOLE, "N",
        "epochs between validations, 0 for none (default: 1)", true},
    {0, "on-nan", XC_OPTION_TEXT, "stop|skip|rollback",
        "when something in a step is not finite (default: stop)", true},
    {0, "json", XC_OPTION_FLAG, NULL, "print progress as JSON lines on standard output", true},
    {0, "isa", XC_OPTION_TEXT, "NAME",
        "instruction set: native (default), x86-64-v3, x86-64-v4, ...", true},
    XC_OPTION_SET,
    XC_OPTIONS_END,
};

const Verb verb_train = {
    .name = "train",
    .group = "run",
    .operands = "MODEL",
    .summary = "build the model and train it",
    .help = "Builds the trainer where the cache has none, and becomes it. The run's folder gets\n"
            "metrics.csv, log.txt, a checkpoint (safetensors) at the end of each epoch, and the\n"
            "whole model, so that the folder's name does for a MODEL: xceptc evaluate runs/NAME.\n"
            "The same seed gives the same weights, for any number of threads.\n"
            "Without data the exit status is 3; training on made-up images must be asked for:\n"
            "--data synthetic.\n"
            "Where MODEL is a run's directory, --resume goes on with that run.\n",
    .min_operands = 1,
    .max_operands = 1,
    .options = options,
    .run = run_train,
};
