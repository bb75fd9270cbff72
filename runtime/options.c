#include "options.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data_place.h"

enum { MOST_THREADS = 256 };

const char *const xr_part_words[XR_PARTS] = {
    [XR_PART_TEST] = "test", [XR_PART_TRAIN] = "train", [XR_PART_VALIDATION] = "validation"};

/* What an option needs after its name, and where it is stored. */
typedef enum Kind {
    FLAG,
    TEXT,
    TEXT_OR_NONE, /* an argument that begins with a dash is not its value */
    WHOLE,
    AMOUNT
} Kind;

typedef struct Option {
    unsigned verbs; /* that take it: bits of xr_verb */
    const char *name;
    Kind kind;
    void *place; /* bool, const char *, uint64_t or double */
    bool *given; /* may be NULL */
    uint64_t from, to; /* WHOLE */
} Option;

enum {
    TRAIN = 1 << XR_TRAIN,
    EVALUATE = 1 << XR_EVALUATE,
    PREDICT = 1 << XR_PREDICT,
    VERIFY = 1 << XR_VERIFY,
    DATA = TRAIN | EVALUATE, /* that read data */
    WEIGHTS = DATA | PREDICT,
    EVERY = WEIGHTS | VERIFY
};

static bool parse_whole(const char *name, const char *text, uint64_t from, uint64_t to,
    uint64_t *value, xr_failure *failure)
{
    char *end;
    errno = 0;
    *value = strtoull(text, &end, 10);
    if (!errno && text[0] >= '0' && text[0] <= '9' && !*end && *value >= from && *value <= to)
        return true;
    if (to == UINT64_MAX)
        return xr_fail(failure, XR_BAD_USAGE, "%s needs a whole number from %llu on, not '%.60s'",
            name, (unsigned long long)from, text);
    return xr_fail(failure, XR_BAD_USAGE, "%s needs a whole number from %llu to %llu, not '%.60s'",
        name, (unsigned long long)from, (unsigned long long)to, text);
}

/* A whole number of things, or a part of them below 1. */
static bool parse_amount(const char *name, const char *text, double *value, xr_failure *failure)
{
    char *end;
    *value = strtod(text, &end);
    bool number = text[0] && text[0] != '-' && text[strspn(text, "0123456789.e-")] == '\0' &&
                  !*end && *value < INT_MAX;
    if (number && (*value < 1.0 || *value == floor(*value)))
        return true;
    return xr_fail(failure, XR_BAD_USAGE,
        "%s needs a whole number or a fraction below 1, not '%.60s'", name, text);
}

static bool store(const Option *option, const char *value, xr_failure *failure)
{
    if (option->given)
        *option->given = true;
    if (option->kind == FLAG) {
        *(bool *)option->place = true;
        return true;
    }
    if (option->kind == TEXT || option->kind == TEXT_OR_NONE) {
        if (!*value)
            return xr_fail(failure, XR_BAD_USAGE, "%s needs a value", option->name);
        *(const char **)option->place = value;
        return true;
    }
    if (option->kind == AMOUNT)
        return parse_amount(option->name, value, option->place, failure);
    return parse_whole(option->name, value, option->from, option->to, option->place, failure);
}

/* Takes argv[*at], and what belongs to it. Both --name value and --name=value will do. */
static bool take(const Option *known, size_t count, xr_verb verb, int argc, char **argv, int *at,
    xr_failure *failure)
{
    const char *word = argv[*at];
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(known[i].name);
        if (!(known[i].verbs & 1u << verb) || strncmp(word, known[i].name, length) != 0)
            continue;
        if (word[length] == '=' && known[i].kind != FLAG)
            return store(&known[i], word + length + 1, failure);
        if (word[length])
            continue;
        if (known[i].kind == FLAG)
            return store(&known[i], NULL, failure);
        if (known[i].kind == TEXT_OR_NONE && (*at + 1 == argc || argv[*at + 1][0] == '-'))
            return *known[i].given = true;
        if (*at + 1 == argc)
            return xr_fail(failure, XR_BAD_USAGE, "%s needs a value", word);
        return store(&known[i], argv[++*at], failure);
    }
    return xr_fail(failure, XR_BAD_USAGE, "unknown option '%.60s'", word);
}

/* Numbers while they are parsed; converted once they are known to be in range. */
typedef struct Numbers {
    uint64_t epochs, steps, batch, threads, seed, validate_every, groups, top;
} Numbers;

/* Words while they are parsed. */
typedef struct Words {
    const char *on_nan, *split;
} Words;

static bool parse_arguments(xr_options *options, Numbers *numbers, Words *words,
    const xr_model *model, int argc, char **argv, xr_failure *failure)
{
    uint64_t largest_batch = (uint64_t)model->max_batch;
    const Option known[] = {
        {DATA, "--data", TEXT, &options->data, NULL, 0, 0},
        {EVERY, "--threads", WHOLE, &numbers->threads, NULL, 1, MOST_THREADS},
        {EVERY, "--batch", WHOLE, &numbers->batch, &options->has_batch, 1, largest_batch},
        {WEIGHTS, "--weights", TEXT, &options->weights, NULL, 0, 0},
        {EVERY, "--json", FLAG, &options->json, NULL, 0, 0},
        {EVERY, "--quiet", FLAG, &options->quiet, NULL, 0, 0},
        {EVERY, "-q", FLAG, &options->quiet, NULL, 0, 0},
        {TRAIN, "--epochs", WHOLE, &numbers->epochs, &options->has_epochs, 1, INT_MAX / 2},
        {TRAIN, "--steps", WHOLE, &numbers->steps, NULL, 1, UINT64_MAX},
        {TRAIN | VERIFY, "--seed", WHOLE, &numbers->seed, &options->has_seed, 0, UINT64_MAX},
        {TRAIN, "--out", TEXT, &options->out, NULL, 0, 0},
        {TRAIN, "-o", TEXT, &options->out, NULL, 0, 0},
        {TRAIN, "--model", TEXT, &options->model_file, NULL, 0, 0},
        {TRAIN, "--resume", FLAG, &options->resume, NULL, 0, 0},
        {DATA, "--validation", AMOUNT, &options->validation, &options->has_validation, 0, 0},
        {TRAIN, "--validate-every", WHOLE, &numbers->validate_every, NULL, 0, INT_MAX},
        {TRAIN, "--on-nan", TEXT, &words->on_nan, NULL, 0, 0},
        {EVALUATE, "--split", TEXT, &words->split, NULL, 0, 0},
        {EVALUATE, "--classes", FLAG, &options->classes, NULL, 0, 0},
        {EVALUATE, "--confusion", TEXT_OR_NONE, &options->confusion_file, &options->confusion, 0,
            0},
        {VERIFY, "--groups", WHOLE, &numbers->groups, NULL, 1, INT_MAX},
        {PREDICT, "--top", WHOLE, &numbers->top, NULL, 1, INT_MAX},
    };
    for (int at = 2; at < argc; at++) {
        if (options->verb == XR_PREDICT && strcmp(argv[at], "--") == 0) {
            options->names = argv + at + 1;
            options->name_count = argc - at - 1;
            return true;
        }
        if (!take(known, sizeof known / sizeof *known, options->verb, argc, argv, &at, failure))
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
        {"verify", XR_VERIFY}, {"help", XR_HELP}, {"--help", XR_HELP}, {"-h", XR_HELP},
        {"version", XR_VERSION}, {"--version", XR_VERSION}};
    if (argc < 2)
        return xr_fail(failure, XR_BAD_USAGE,
            "a verb is missing: train, evaluate, predict, verify, help, version");
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        if (strcmp(argv[1], verbs[i].name) == 0) {
            options->verb = verbs[i].verb;
            return true;
        }
    }
    return xr_fail(failure, XR_BAD_USAGE,
        "unknown verb '%.60s'; there are train, evaluate, predict, verify, help, version", argv[1]);
}

static const char *environment(const char *name)
{
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}

static bool default_threads(uint64_t *threads, xr_failure *failure)
{
    const char *given = environment("XCEPTC_THREADS");
    if (given)
        return parse_whole("XCEPTC_THREADS", given, 1, MOST_THREADS, threads, failure);
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    *threads = online < 1 ? 1 : online > MOST_THREADS ? MOST_THREADS : (uint64_t)online;
    return true;
}

static bool read_words(xr_options *options, const Words *words, xr_failure *failure)
{
    options->skip_non_finite = strcmp(words->on_nan, "skip") == 0;
    if (!options->skip_non_finite && strcmp(words->on_nan, "stop") != 0)
        return xr_fail(
            failure, XR_BAD_USAGE, "--on-nan is stop or skip, not '%.60s'", words->on_nan);
    for (int part = 0; part < XR_PARTS; part++) {
        options->part = (xr_part)part;
        if (strcmp(words->split, xr_part_words[part]) == 0)
            return true;
    }
    return xr_fail(
        failure, XR_BAD_USAGE, "--split is test, train or validation, not '%.60s'", words->split);
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
        .validation = model->recipe.validation};
    Numbers numbers = {.epochs = (uint64_t)model->recipe.epochs,
        .steps = UINT64_MAX,
        .batch = (uint64_t)model->max_batch,
        .validate_every = 1,
        .groups = INT_MAX,
        .top = 5};
    Words words = {.on_nan = "stop", .split = "test"};
    if (!parse_verb(options, argc, argv, failure))
        return false;
    if (options->verb == XR_HELP || options->verb == XR_VERSION)
        return true;
    if (!default_threads(&numbers.threads, failure) ||
        !parse_arguments(options, &numbers, &words, model, argc, argv, failure))
        return false;
    if (!read_words(options, &words, failure))
        return false;
    options->epochs = (int)numbers.epochs;
    options->steps = numbers.steps;
    options->batch = (int)numbers.batch;
    options->threads = (int)numbers.threads;
    options->seed = numbers.seed;
    options->validate_every = (int)numbers.validate_every;
    options->groups = (int)numbers.groups;
    options->top = (int)numbers.top;
    return check(options, failure);
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
        "  --resume            go on with the run in DIR, or with the last one\n"
        "  --validation N      keep the last N training images, or a fraction below 1 of them, to\n"
        "                      validate on; default: the recipe's, else the test images serve\n"
        "  --validate-every N  epochs between validations, 0 for none; default 1\n"
        "  --on-nan stop|skip  what to do when a loss or gradient is not finite; default stop\n"
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
        "exit status: 0 fine, 1 data or checkpoint wrong or a check failed, 2 usage, 3 data "
        "missing,\n"
        "disk, memory, 4 loss not finite, 128 + n ended by signal n\n",
        model->name, model->height, model->width, model->channels, model->classes, model->compiler,
        program, program, program, program, program, model->max_batch, model->recipe.epochs,
        model->name);
}
