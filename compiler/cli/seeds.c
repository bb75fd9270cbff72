#define _GNU_SOURCE /* program_invocation_name */
#include "cli/seeds.h"

#include "cli/make.h"
#include "cli/trainer.h"
#include "progress.h"
#include "report/run_log.h"
#include "runtime/text.h"
#include "support/files.h"
#include "support/text.h"
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SEEDS = 1000 };

typedef struct Seeds {
    Command *command;
    Compilation compilation;
    uint64_t first, last;
    const char *out; /* holds the runs' directories */
    const char *program; /* the trainer */
} Seeds;

/* ---- what is asked for --------------------------------------------------------------------- */

static bool parse_range(const char *text, uint64_t *first, uint64_t *last)
{
    char *end;
    *first = strtoull(text, &end, 10);
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > 18 || strncmp(end, "..", 2) != 0)
        return false;
    const char *second = end + 2;
    digits = strspn(second, "0123456789");
    *last = strtoull(second, &end, 10);
    return digits > 0 && digits <= 18 && !*end && *last >= *first && *last - *first < MOST_SEEDS;
}

static bool is_given(const Command *command, const char *name)
{
    for (size_t i = 0; i < command->options.given.count; i++)
        if (strcmp(command->options.given.data[i].spec->name, name) == 0)
            return true;
    return false;
}

static int read_request(Seeds *seeds)
{
    static const char *const others[] = {"seed", "json"};
    const Command *command = seeds->command;
    const char *text = options_text(&command->options, XC_SEEDS);
    if (!parse_range(text, &seeds->first, &seeds->last)) {
        diag_error(command->diag, XC_NOWHERE, "--seeds needs FIRST..LAST, at most %d, not '%s'",
            MOST_SEEDS, text);
        return XC_EXIT_USAGE;
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (!is_given(command, others[i]))
            continue;
        diag_error(command->diag, XC_NOWHERE, "--seeds does not go with --%s", others[i]);
        return XC_EXIT_USAGE;
    }
    return XC_EXIT_OK;
}

static int choose_out(Seeds *seeds)
{
    const Command *command = seeds->command;
    const char *out = options_text(&command->options, "out");
    bool resumes = options_flag(&command->options, "resume");
    seeds->out =
        out ? out : arena_printf(command->arena, "runs/%s-seeds", seeds->compilation.forward->name);
    if (resumes || !files_is_directory(seeds->out))
        return XC_EXIT_OK;
    diag_error(command->diag, XC_NOWHERE, "%s is there already", seeds->out);
    diag_hint(command->diag, "--resume goes on with the runs there, --out names another directory");
    return XC_EXIT_USAGE;
}

static const char *directory_of(const Seeds *seeds, uint64_t seed)
{
    return arena_printf(seeds->command->arena, "%s/seed-%" PRIu64, seeds->out, seed);
}

static bool has_run(const Seeds *seeds, const char *directory)
{
    return files_is_regular(files_join(seeds->command->arena, directory, "run.json"));
}

/* ---- one run ------------------------------------------------------------------------------- */

static void add_option(const Command *command, Options *options, const char *name, const char *text)
{
    const OptionSpec *spec = command->verb->options;
    while (strcmp(spec->name, name) != 0)
        spec++;
    GivenOption given = {spec, text};
    vec_push(command->arena, &options->given, given);
}

/* The command's options for one seed: its own directory, and --resume or --weights where they
 * apply. */
static Command command_for(const Seeds *seeds, uint64_t seed, const char *directory)
{
    Command command = *seeds->command;
    Options options = {.operands = command.options.operands};
    bool goes_on = has_run(seeds, directory);
    for (size_t i = 0; i < command.options.given.count; i++) {
        GivenOption given = command.options.given.data[i];
        const char *name = given.spec->name;
        bool is_ours = strcmp(name, XC_SEEDS) == 0 || strcmp(name, "out") == 0 ||
                       strcmp(name, goes_on ? "weights" : "resume") == 0;
        if (!is_ours)
            vec_push(command.arena, &options.given, given);
    }
    add_option(&command, &options, "out", directory);
    add_option(&command, &options, "seed", arena_printf(command.arena, "%" PRIu64, seed));
    command.options = options;
    return command;
}

/* A run that came to its end, or to the cap on its steps, has nothing left to do. */
static bool is_done(const Seeds *seeds, const char *directory)
{
    RunLog run;
    const Command *command = seeds->command;
    if (!has_run(seeds, directory) || !run_log_read(command->arena, command->diag, directory, &run))
        return false;
    const char *ended = run_log_ended(&run);
    return strcmp(ended, "complete") == 0 ||
           (strcmp(ended, "stopped") == 0 && options_text(&command->options, "steps"));
}

static int train_one(const Seeds *seeds, uint64_t seed, const Interrupts *interrupts)
{
    const char *directory = directory_of(seeds, seed);
    if (is_done(seeds, directory)) {
        command_note(seeds->command, "%s is done", directory);
        return XC_EXIT_OK;
    }
    Command command = command_for(seeds, seed, directory);
    Arguments words = {0};
    int status = trainer_words(&command, &seeds->compilation, (const char *[]){NULL}, &words);
    return status == XC_EXIT_OK ? trainer_run(&command, seeds->program, &words, interrupts)
                                : status;
}

/* ---- all of them --------------------------------------------------------------------------- */

/* The command once more, so that it can be given again. */
static void show_how_to_go_on(const Seeds *seeds)
{
    const Command *command = seeds->command;
    Arguments words = {0};
    arguments_add(command->arena, &words, program_invocation_name);
    arguments_add(command->arena, &words, command->verb->name);
    arguments_add(command->arena, &words, command->options.operands.data[0]);
    for (size_t i = 0; i < command->options.given.count; i++) {
        const GivenOption *given = &command->options.given.data[i];
        if (strcmp(given->spec->name, "resume") == 0)
            continue;
        arguments_add(command->arena, &words,
            arena_printf(
                command->arena, given->text ? "--%s=%s" : "--%s", given->spec->name, given->text));
    }
    arguments_add(command->arena, &words, "--resume");
    xr_text line = {0};
    for (size_t i = 0; i < words.count; i++)
        xr_text_append_word(&line, words.data[i]);
    if (!line.failed)
        fprintf(stderr, "continue all seeds with:%s\n", plain_text(command->arena, line.data));
    xr_text_free(&line);
}

/* A measure of all runs; NaN where one of them doesn't have it. */
typedef struct Spread {
    double mean, deviation; /* of a run: with n - 1 */
} Spread;

static Spread spread_of(const double *values, size_t count)
{
    double sum = 0, squares = 0;
    for (size_t i = 0; i < count; i++)
        sum += values[i];
    double mean = sum / (double)count;
    for (size_t i = 0; i < count; i++)
        squares += (values[i] - mean) * (values[i] - mean);
    return (Spread){mean, count > 1 ? sqrt(squares / (double)(count - 1)) : 0.0};
}

static void show_spread(const char *what, const double *values, size_t count, const char *note)
{
    Spread spread = spread_of(values, count);
    if (!isnan(spread.mean))
        printf("%zu seeds: %s accuracy %.4f ± %.4f%s\n", count, what, spread.mean, spread.deviation,
            note);
}

static bool says(const RunLog *run, const char *key, const char *value)
{
    const char *found = run_log_value(run, key);
    return found && strcmp(found, value) == 0;
}

/* Mean and standard deviation over the seeds, of what each run says of itself. */
static int show_summary(const Seeds *seeds)
{
    const Command *command = seeds->command;
    size_t count = (size_t)(seeds->last - seeds->first) + 1;
    double *best = arena_array(command->arena, count, sizeof *best);
    double *test = arena_array(command->arena, count, sizeof *test);
    const char *note = "", *part = "test";
    for (size_t i = 0; i < count; i++) {
        RunLog run;
        const char *directory = directory_of(seeds, seeds->first + i);
        if (!run_log_read(command->arena, command->diag, directory, &run))
            return XC_EXIT_INPUT;
        const EpochLog *epoch = run_log_best(&run);
        const char *measured = run_log_value(&run, "test_accuracy");
        best[i] = epoch ? epoch->val_accuracy : (double)NAN;
        test[i] = measured ? strtod(measured, NULL) : (double)NAN;
        part = says(&run, "validation_images", "0") ? "test" : "validation";
        note = says(&run, "data_place", "synthetic") ? " (synthetic data)" : "";
        if (epoch)
            printf("seed %" PRIu64 ": best %s accuracy %.4f%s, in epoch %.0f: %s\n",
                seeds->first + i, part, best[i], note, epoch->epoch, directory);
    }
    show_spread(arena_printf(command->arena, "best %s", part), best, count, note);
    show_spread("test", test, count, note);
    return XC_EXIT_OK;
}

static int train_all(const Seeds *seeds)
{
    Interrupts interrupts;
    int status = XC_EXIT_OK;
    command_done(seeds->command);
    xr_progress_leave_signals(seeds->command->progress); /* which would let in what is held here */
    interrupts_hold(&interrupts);
    for (uint64_t i = 0; status == XC_EXIT_OK && i <= seeds->last - seeds->first; i++)
        status = train_one(seeds, seeds->first + i, &interrupts);
    if (status != XC_EXIT_OK)
        show_how_to_go_on(seeds);
    interrupts_release(&interrupts);
    return status == XC_EXIT_OK ? show_summary(seeds) : status;
}

int seeds_train(Command *command)
{
    Seeds seeds = {.command = command};
    int status = read_request(&seeds);
    if (status == XC_EXIT_OK)
        status = model_load(command, command->options.operands.data[0], &seeds.compilation);
    if (status == XC_EXIT_OK)
        status = choose_out(&seeds);
    if (status != XC_EXIT_OK)
        return status;
    Command first = command_for(&seeds, seeds.first, directory_of(&seeds, seeds.first));
    Arguments words = {0};
    status = trainer_words(&first, &seeds.compilation, (const char *[]){NULL}, &words);
    if (status == XC_EXIT_OK)
        status = make_compiled(command, &seeds.compilation, NULL, XC_MAKE_TRAINER, &seeds.program);
    return status == XC_EXIT_OK ? train_all(&seeds) : status;
}
