#include "cli/trainer.h"

#include "cli/cache.h"
#include "cli/inputs.h"
#include "cli/places.h"
#include "cli/resume.h"
#include "cli/result.h"
#include "cli/run.h"
#include "data_place.h"
#include "kept.h"
#include "progress.h"
#include "support/files.h"
#include "support/map.h"
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- the words ------------------------------------------------------------------------------- */

/* The whole model as a file of the cache, for the trainer to keep a copy of in the run's directory;
 * NULL after an error. */
static const char *cache_model(const Command *command, const Graph *model)
{
    size_t length = strlen(model->source);
    const char *folder = cache_folder(command->arena, command->diag, "models");
    if (!folder)
        return NULL;
    const char *path = arena_printf(command->arena, "%s/%016" PRIx64 ".yaml", folder,
        hash_bytes(XC_HASH_START, model->source, length));
    return files_write(command->arena, command->diag, path, model->source, length) ? path : NULL;
}

static void add_option(
    const Command *command, Arguments *words, const char *name, const char *value)
{
    arguments_add(command->arena, words, arena_printf(command->arena, "--%s", name));
    if (value)
        arguments_add(command->arena, words, value);
}

static bool is_verb(const Command *command, const char *name)
{
    return strcmp(command->verb->name, name) == 0;
}

/* The data of a run, unless they have gone and the environment knows others. */
static void add_data_of_run(const Command *command, Arguments *words, const char *directory)
{
    const char *place = run_data_place(command->arena, directory);
    const char *environment = places_variable("XCEPTC_DATA");
    xr_failure ignored = {XR_OK, ""};
    if (place && (!environment || xr_data_find(place, NULL, &ignored)))
        add_option(command, words, "data", place);
}

/* What a run's directory as MODEL says beyond the model: whose weights, or which run goes on, and
 * on what data. */
static void add_run(const Command *command, Arguments *words, const char *directory)
{
    const Options *options = &command->options;
    bool resumes = is_verb(command, "train") && options_flag(options, "resume");
    bool evaluates = is_verb(command, "evaluate");
    if ((evaluates || is_verb(command, "predict")) && !options_text(options, "weights"))
        add_option(command, words, "weights", directory);
    if (resumes && !options_text(options, "out"))
        add_option(command, words, "out", directory);
    if ((evaluates || resumes) && !options_text(options, "data"))
        add_data_of_run(command, words, directory);
}

/* False after an error. */
static bool add_options(const Command *command, Arguments *words, const Graph *model)
{
    const char *operand = command->options.operands.data[0];
    for (size_t i = 0; i < command->options.given.count; i++) {
        const GivenOption *given = &command->options.given.data[i];
        if (given->spec->forward)
            add_option(command, words, given->spec->name, given->text);
    }
    if (run_is_directory(command->arena, operand))
        add_run(command, words, operand);
    if (!is_verb(command, "train"))
        return true;
    const char *file = cache_model(command, model);
    if (file)
        add_option(command, words, "model", file);
    return file != NULL;
}

/* ---- what the program would refuse ----------------------------------------------------------- */

/* The lines of a message after the first are hints, or notes where they begin with a dash. */
static int refuse(const Command *command, xr_failure *failure)
{
    char *rest = failure->message;
    diag_error(command->diag, XC_NOWHERE, "%s", strsep(&rest, "\n"));
    for (char *line; (line = strsep(&rest, "\n"));)
        if (line[0] == '-')
            diag_note(command->diag, XC_NOWHERE, "%s", line + strspn(line, "- "));
        else
            diag_hint(command->diag, "%s", line + strspn(line, " "));
    return (int)failure->status;
}

/* What the run that is to go on says to the options; all that the model has to say is in them. */
static bool check_kept(
    const Command *command, const xr_model *model, const xr_options *given, xr_failure *failure)
{
    const char *directory = resume_directory(command, model->name);
    if (!directory)
        return true; /* the program says so */
    xr_kept kept;
    xr_options options = *given;
    bool there;
    bool fine = xr_kept_read(&kept, &xr_system_files, directory, &there, failure) &&
                xr_kept_take(&kept, model, &options, failure);
    xr_kept_free(&kept);
    return fine;
}

/* The program's own parser reads the words, for a model that has as much as that asks for. */
static int check(const Command *command, const Compilation *compilation, Arguments *words)
{
    const xr_model model = inputs_model(command->arena, compilation);
    xr_options options;
    xr_failure failure = {XR_OK, ""};
    char **argv = arguments_finish(command->arena, words);
    if (words->count > INT_MAX)
        return XC_EXIT_USAGE;
    if (!xr_options_parse(&options, &model, (int)words->count, argv, &failure)) {
        int status = refuse(command, &failure);
        diag_hint(command->diag, "'xceptc help %s' lists its options", command->verb->name);
        return status;
    }
    bool goes_on = options.verb == XR_TRAIN && options.resume;
    bool fine = (!goes_on || check_kept(command, &model, &options, &failure)) &&
                inputs_check(&model, &options, &failure);
    return fine ? XC_EXIT_OK : refuse(command, &failure);
}

int trainer_words(const Command *command, const Compilation *compilation, const char *const *more,
    Arguments *words)
{
    arguments_add(command->arena, words, "xceptc"); /* the program's path takes its place */
    arguments_add(command->arena, words, command->verb->name);
    for (; *more; more++)
        arguments_add(command->arena, words, *more);
    if (!add_options(command, words, compilation->forward))
        return XC_EXIT_MACHINE;
    for (size_t i = 1; i < command->options.operands.count; i++) {
        if (i == 1)
            arguments_add(command->arena, words, "--");
        arguments_add(command->arena, words, command->options.operands.data[i]);
    }
    return check(command, compilation, words);
}

/* For --out: what the program prints is put into the file when it has ended. */
static int run_and_wait(const Command *command, char **argv)
{
    int status;
    if (process_start(command->diag, argv) < 0)
        return XC_EXIT_MACHINE;
    if (process_wait_any(&status) >= 0)
        return status;
    diag_error(command->diag, XC_NOWHERE, "cannot wait for %s: %s", argv[0], strerror(errno));
    return XC_EXIT_MACHINE;
}

/* The program's argument vector; NULL after an error. */
static char **prepare(const Command *command, const char *program, Arguments *words)
{
    words->data[0] = arena_strdup(command->arena, program);
    char **argv = arguments_finish(command->arena, words);
    if (options_flag(&command->options, "verbose"))
        process_echo(argv);
    /* So that the trainer's hints name the command that the user knows, and can be pasted. */
    if (setenv("XCEPTC_COMMAND", program_invocation_name, 1) != 0) {
        diag_error(command->diag, XC_NOWHERE, "cannot set the environment: %s", strerror(errno));
        return NULL;
    }
    command_done(command);
    xr_progress_leave_signals(command->progress); /* the program has its own way with them */
    return argv;
}

int trainer_run(
    const Command *command, const char *program, Arguments *words, const Interrupts *interrupts)
{
    char **argv = prepare(command, program, words);
    fflush(NULL);
    pid_t child = argv ? process_start(command->diag, argv) : -1;
    int status = child >= 0 ? process_wait_or_end(child, interrupts) : XC_EXIT_MACHINE;
    return status >= 0 ? status : XC_EXIT_MACHINE;
}

int trainer_become(const Command *command, const char *program, Arguments *words)
{
    char **argv = prepare(command, program, words);
    if (!argv)
        return XC_EXIT_MACHINE;
    return result_file(command) ? run_and_wait(command, argv) : process_become(command->diag, argv);
}
