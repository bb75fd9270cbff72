#include "options.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data_place.h"
#include "option_table.h"

const char *const xr_part_words[XR_PARTS] = {
    [XR_PART_TEST] = "test", [XR_PART_TRAIN] = "train", [XR_PART_VALIDATION] = "validation"};

/* Takes argv[*at], and what belongs to it. Both --name value and --name=value will do. */
static bool take(
    xr_options *options, const xr_model *model, int argc, char **argv, int *at, xr_failure *failure)
{
    const char *word = argv[*at];
    size_t count;
    const xr_option *known = xr_option_table(&count);
    for (size_t i = 0; i < count; i++) {
        const xr_option *option = &known[i];
        size_t length = strlen(option->name);
        if (!(option->verbs & 1u << options->verb) || strncmp(word, option->name, length) != 0)
            continue;
        if (word[length] == '=' && option->kind != XR_FLAG)
            return xr_option_store(
                option, options, model, option->name, word + length + 1, failure);
        if (word[length])
            continue;
        if (option->kind == XR_FLAG)
            return xr_option_store(option, options, model, word, NULL, failure);
        if (option->kind == XR_TEXT_OR_NONE && (*at + 1 == argc || argv[*at + 1][0] == '-'))
            return *(bool *)((char *)options + option->given) = true;
        if (*at + 1 == argc)
            return xr_fail(failure, XR_BAD_USAGE, "%s needs a value", word);
        return xr_option_store(option, options, model, word, argv[++*at], failure);
    }
    return xr_fail(failure, XR_BAD_USAGE, "unknown option '%.60s'", word);
}

static bool parse_arguments(
    xr_options *options, const xr_model *model, int argc, char **argv, xr_failure *failure)
{
    for (int at = 2; at < argc; at++) {
        if (options->verb == XR_PREDICT && strcmp(argv[at], "--") == 0) {
            options->names = argv + at + 1;
            options->name_count = argc - at - 1;
            return true;
        }
        if (!take(options, model, argc, argv, &at, failure))
            return false;
    }
    return true;
}

static bool parse_verb(xr_options *options, int argc, char **argv, xr_failure *failure)
{
    static const struct {
        const char *name;
        xr_verb verb;
    } verbs[] = {{"train", XR_TRAIN}, {"evaluate", XR_EVALUATE}, {"predict", XR_PREDICT},
        {"verify", XR_VERIFY}, {"profile", XR_PROFILE}, {"help", XR_HELP}, {"--help", XR_HELP},
        {"-h", XR_HELP}, {"version", XR_VERSION}, {"--version", XR_VERSION}};
    if (argc < 2)
        return xr_fail(failure, XR_BAD_USAGE,
            "a verb is missing: train, evaluate, predict, verify, profile, help, version");
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        if (strcmp(argv[1], verbs[i].name) == 0) {
            options->verb = verbs[i].verb;
            return true;
        }
    }
    return xr_fail(failure, XR_BAD_USAGE,
        "unknown verb '%.60s'; there are train, evaluate, predict, verify, profile, help, version",
        argv[1]);
}

static const char *environment(const char *name)
{
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}

static bool default_threads(int *threads, xr_failure *failure)
{
    const char *given = environment("XCEPTC_THREADS");
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    uint64_t number = online < 1                 ? 1
                      : online > XR_MOST_THREADS ? XR_MOST_THREADS
                                                 : (uint64_t)online;
    if (given && !xr_parse_whole("XCEPTC_THREADS", given, 1, XR_MOST_THREADS, &number, failure))
        return false;
    *threads = (int)number;
    return true;
}

bool xr_options_read_words(xr_options *options, xr_failure *failure)
{
    options->skip_non_finite = strcmp(options->on_nan, "skip") == 0;
    options->roll_back = strcmp(options->on_nan, "rollback") == 0;
    if (!options->skip_non_finite && !options->roll_back && strcmp(options->on_nan, "stop") != 0)
        return xr_fail(failure, XR_BAD_USAGE, "--on-nan is stop, skip or rollback, not '%.60s'",
            options->on_nan);
    for (int part = 0; part < XR_PARTS; part++) {
        options->part = (xr_part)part;
        if (strcmp(options->split, xr_part_words[part]) == 0)
            return true;
    }
    return xr_fail(
        failure, XR_BAD_USAGE, "--split is test, train or validation, not '%.60s'", options->split);
}

/* What doesn't go together. */
static bool check(const xr_options *options, xr_failure *failure)
{
    bool evaluates = options->verb == XR_EVALUATE;
    if ((evaluates || options->verb == XR_PREDICT) && !options->weights)
        return xr_fail(failure, XR_BAD_USAGE,
            "%s needs --weights FILE, a checkpoint or the directory of a run",
            evaluates ? "evaluate" : "predict");
    if (options->verb == XR_TRAIN && options->resume && options->weights)
        return xr_fail(failure, XR_BAD_USAGE,
            "--resume goes on from the run's own checkpoint; --weights starts anew");
    return true;
}

bool xr_options_parse(
    xr_options *options, const xr_model *model, int argc, char **argv, xr_failure *failure)
{
    *options = (xr_options){.program = argc > 0 ? argv[0] : model->name,
        .command = environment("XCEPTC_COMMAND"),
        .data = xr_data_default(model->recipe.data),
        .epochs = model->recipe.epochs,
        .steps = UINT64_MAX,
        .batch = model->max_batch,
        .validation = model->recipe.validation,
        .validate_every = 1,
        .save_every = 10.0,
        .on_nan = "stop",
        .split = "test",
        .groups = INT_MAX,
        .top = 5};
    if (!parse_verb(options, argc, argv, failure))
        return false;
    if (options->verb == XR_HELP || options->verb == XR_VERSION)
        return true;
    return default_threads(&options->threads, failure) &&
           parse_arguments(options, model, argc, argv, failure) &&
           xr_options_read_words(options, failure) && check(options, failure);
}

void xr_options_help(const xr_model *model, const char *program, FILE *stream)
{
    fprintf(stream,
        "%s: a training program for images of %dx%dx%d in %d classes, written by %s.\n"
        "\n"
        "usage: %s train    --data PLACE [options]\n"
        "       %s evaluate --data PLACE --weights FILE [options]\n"
        "       %s predict  --weights FILE [options] [-- NAME...] < IMAGES\n"
        "       %s verify   [options], the double-precision form alone\n"
        "       %s profile  [options], the form compiled with -DXC_PROFILE alone\n"
        "       %s help | version\n"
        "\n"
        "  --data PLACE        a data file, the folder of CIFAR-10's or CIFAR-100's binary files,\n"
        "                      or 'synthetic'; default: the model's, or XCEPTC_DATA\n"
        "  --threads N         default: as many as the machine has (or XCEPTC_THREADS);\n"
        "                      results do not depend on it\n"
        "  --batch N           images a step, at most and by default %d\n"
        "  --weights FILE      weights to start from or to evaluate, or the directory of a run\n"
        "  --json              JSON lines on stdout\n"
        "  --quiet, -q         no progress\n"
        "train:\n"
        "  --epochs N          default: the recipe's %d\n"
        "  --steps N           stop after N steps in all\n"
        "  --seed S            default 0\n"
        "  --out DIR, -o DIR   default: runs/%s, or with -2, -3, ... after it\n"
        "  --model FILE        a copy of FILE is kept in DIR, as model.yaml\n"
        "  --isa NAME          what this program was compiled for; kept in DIR\n"
        "  --resume            go on with the run in DIR, or with the last one, by the options "
        "that\n"
        "                      it was started with\n"
        "  --save-every MIN    minutes between checkpoints within an epoch, 0 for none; default "
        "10\n"
        "  --validation N      keep the last N training images, or a fraction below 1 of them, to\n"
        "                      validate on; default: the recipe's, else the test images serve\n"
        "  --validate-every N  epochs between validations, 0 for none; default 1\n"
        "  --on-nan WHAT       when something in a step is not finite: stop (default), skip the\n"
        "                      step, or rollback to the epoch's start with half the learning rate\n"
        "evaluate:\n"
        "  --split PART        test (default), train or validation: what the run kept, or\n"
        "                      --validation N\n"
        "  --classes           a line for each class, however many\n"
        "  --confusion [FILE]  also the confusion matrix, printed or into FILE as CSV\n"
        "predict: images come as raw bytes, height x width x channels each, one after the other\n"
        "  --top N             classes of an image that are shown; default 5\n"
        "  -- NAME...          what the images are called in the output; default 1, 2, ...\n"
        "\n"
        "verify:\n"
        "  --seed S            of weights and images; default 0\n"
        "  --groups N          check gradients of the parameters in N groups; default: each alone\n"
        "\n"
        "profile:\n"
        "  --steps N           steps that are timed; default 10\n"
        "  --seed S            of weights and images; default 0\n"
        "  --out FILE          where the times go; default: printed\n"
        "\n"
        "exit status: 0 fine, 1 data or checkpoint wrong or a check failed, 2 usage, 3 data "
        "missing,\n"
        "disk, memory, 4 loss not finite, 128 + n ended by signal n\n",
        model->name, model->height, model->width, model->channels, model->classes, model->compiler,
        program, program, program, program, program, program, model->max_batch,
        model->recipe.epochs, model->name);
}
