#include "cli/data.h"

#include <string.h>

static int usage(const Command *command, const char *text)
{
    diag_error(command->diag, XC_NOWHERE, "%s", text);
    diag_hint(command->diag, "usage: xceptc data %s [options]", command->verb->operands);
    return XC_EXIT_USAGE;
}

/* Options of packing and of fetching don't mix. */
static bool check_options(const Command *command, bool packing)
{
    static const char *const both[] = {"json", "out", "help", "quiet", "verbose"};
    for (size_t i = 0; i < command->options.given.count; i++) {
        const char *name = command->options.given.data[i].spec->name;
        bool shared = false;
        for (size_t k = 0; k < sizeof both / sizeof *both; k++)
            shared = shared || strcmp(name, both[k]) == 0;
        if (shared || (strcmp(name, "archive") == 0) != packing)
            continue;
        diag_error(command->diag, XC_NOWHERE, "--%s has no meaning for 'data %s'", name,
            command->options.operands.data[0]);
        return false;
    }
    return true;
}

static int run_fetch(const Command *command, const Archive *archive)
{
    if (command->options.operands.count > 2)
        return usage(command, "fetching takes one folder");
    if (!check_options(command, false))
        return XC_EXIT_USAGE;
    const char *directory =
        command->options.operands.count > 1 ? command->options.operands.data[1] : "data";
    return data_fetch(command, archive, directory, options_text(&command->options, "archive"));
}

static int run_pack(const Command *command)
{
    if (command->options.operands.count != 3)
        return usage(command, "packing takes a folder and the name of a file to write");
    if (!check_options(command, true))
        return XC_EXIT_USAGE;
    return data_pack(command, command->options.operands.data[1], command->options.operands.data[2]);
}

static int run_data(Command *command)
{
    static const char *const words[] = {"cifar10", "cifar100", "pack"};
    const char *word = command->options.operands.data[0];
    const Archive *archive = archive_find(word);
    if (archive)
        return run_fetch(command, archive);
    if (strcmp(word, "pack") == 0)
        return run_pack(command);
    const char *nearest = diag_nearest(word, words, sizeof words / sizeof *words);
    diag_error(command->diag, XC_NOWHERE, "unknown data set '%s'", word);
    if (nearest)
        diag_hint(command->diag, "did you mean '%s'?", nearest);
    else
        diag_hint(
            command->diag, "there are cifar10 and cifar100; 'data pack' is for your own images");
    return XC_EXIT_USAGE;
}

static const OptionSpec options[] = {
    {0, "archive", XC_OPTION_TEXT, "FILE", "cifar10, cifar100: the archive is already here", false},
    {0, "size", XC_OPTION_TEXT, "HxW", "pack: of every image (default: the size they have)", false},
    {0, "fit", XC_OPTION_TEXT, "stretch|crop|pad",
        "pack: how an image gets that size (default: stretch)", false},
    {0, "channels", XC_OPTION_TEXT, "1|3", "pack: gray or RGB (default: gray when all are)", false},
    {0, "test", XC_OPTION_TEXT, "FRACTION",
        "pack: share of each class's images that becomes test images", false},
    {0, "name", XC_OPTION_TEXT, "NAME", "pack: of the data set (default: the folder's)", false},
    {0, "skip-bad", XC_OPTION_FLAG, NULL, "pack: leave out files that can't be read", false},
    {0, "json", XC_OPTION_FLAG, NULL, "print the result as JSON", false},
    XC_OPTIONS_END,
};

const Verb verb_data = {
    .name = "data",
    .group = "start",
    .operands = "cifar10|cifar100 [DIR] | pack FOLDER OUT",
    .summary = "fetch CIFAR, or pack folders of images into a data file",
    .help =
        "cifar10 and cifar100 fetch the official archive, check its SHA-256, unpack it into DIR\n"
        "(default: data) and check what is in it. What is there and right is left alone.\n"
        "\n"
        "pack writes the images of FOLDER/train/CLASS and FOLDER/test/CLASS (or val, where there\n"
        "is no test), or those of FOLDER/CLASS with --test, into OUT, a data file for --data. It\n"
        "reads PNG and JPEG and prints what a model needs: the input's shape, mean and std, and\n"
        "the classes. --test takes its fraction of each class: its whole part, and what is then\n"
        "missing of all together from the classes with the largest remainders. A hash of class\n"
        "and file name decides which ones; each class keeps an image to train on.\n",
    .min_operands = 1,
    .max_operands = 3,
    .options = options,
    .run = run_data,
};
