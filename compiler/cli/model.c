#include "cli/model.h"

#include "cli/places.h"
#include "cli/run.h"
#include "support/files.h"
#include <stdlib.h>
#include <string.h>

const char *model_path(Arena *arena, const char *operand)
{
    if (run_is_directory(arena, operand))
        return run_model_path(arena, operand);
    bool is_path = strcmp(operand, "-") == 0 || strchr(operand, '/') || files_is_regular(operand);
    const char *models = is_path ? NULL : places_shared(arena, "models");
    if (!models)
        return operand;
    size_t length = strlen(operand);
    bool has_suffix = length > 5 && strcmp(operand + length - 5, ".yaml") == 0;
    const char *shipped =
        arena_printf(arena, "%s/%s%s", models, operand, has_suffix ? "" : ".yaml");
    return files_is_regular(shipped) ? shipped : operand;
}

bool model_options(const Command *command, FrontendOptions *options)
{
    struct {
        const char **data;
        size_t count, capacity;
    } sets = {0};
    bool fine = true;
    for (const char *set; (set = options_repeated(&command->options, "set", sets.count));) {
        const char *equals = strchr(set, '=');
        if (!equals || equals == set || !equals[1]) {
            diag_error(command->diag, XC_NOWHERE, "--set needs NAME=VALUE, not '%s'", set);
            fine = false;
        }
        vec_push(command->arena, &sets, set);
    }
    *options = (FrontendOptions){
        .sets = sets.data,
        .set_count = (int)sets.count,
        .models = places_shared(command->arena, "models"),
        .quiet = options_flag(&command->options, "quiet"),
    };
    return fine;
}

static bool read_batch(const Command *command, PipelineOptions *options)
{
    const char *text = options_text(&command->options, "batch");
    if (!text)
        return true;
    long long number = strtoll(text, NULL, 10); /* the option parser has seen to the digits */
    if (number < 1 || number > XC_MAX_BATCH) {
        diag_error(command->diag, XC_NOWHERE, "--batch needs a number from 1 to %d", XC_MAX_BATCH);
        return false;
    }
    options->batch = (int)number;
    return true;
}

/* How far the pipeline goes, and for how many images where --batch says nothing. */
typedef struct Wish {
    int batch;
    bool forward_only;
    bool every_warning;
} Wish;

/* A run's own recipe was warned of when the run began; changed by --set it is another one. */
static bool was_warned_of(
    const Command *command, const char *operand, const FrontendOptions *options)
{
    return options->set_count == 0 && run_is_directory(command->arena, operand);
}

static int load(
    const Command *command, const char *operand, const Wish *wish, Compilation *compilation)
{
    FrontendOptions frontend;
    bool fine = model_options(command, &frontend);
    PipelineOptions options = {
        .sets = frontend.sets,
        .set_count = (size_t)frontend.set_count,
        .models = frontend.models,
        .quiet =
            frontend.quiet || (!wish->every_warning && was_warned_of(command, operand, &frontend)),
        .ignore_expect = options_flag(&command->options, "expect"),
        .batch = wish->batch,
        .forward_only = wish->forward_only,
        .dump = options_text(&command->options, "dump"),
        .dump_stream = stdout,
    };
    fine = read_batch(command, &options) && fine;
    if (!fine || (options.dump && !pipeline_has_pass(command->diag, options.dump)))
        return XC_EXIT_USAGE;
    const char *path = model_path(command->arena, operand);
    if (run_is_directory(command->arena, operand)) {
        options.name = run_model_name(command->arena, operand);
        if (!files_is_regular(path)) {
            diag_error(command->diag, XC_NOWHERE, "%s: the run keeps no model.yaml", operand);
            diag_hint(
                command->diag, "name the model's file, and the run with --weights %s", operand);
            return XC_EXIT_INPUT;
        }
    }
    command_doing(command, arena_printf(command->arena, "planning %s", operand), 0, 0, NULL);
    fine = pipeline_run(command->arena, command->diag, path, &options, compilation);
    command_done(command);
    return fine ? XC_EXIT_OK : XC_EXIT_INPUT;
}

int model_load(const Command *command, const char *operand, Compilation *compilation)
{
    return load(command, operand, &(Wish){0}, compilation);
}

int model_load_to_check(const Command *command, const char *operand, Compilation *compilation)
{
    return load(command, operand, &(Wish){.every_warning = true}, compilation);
}

int model_load_for(const Command *command, const char *operand, int batch, Compilation *compilation)
{
    return load(command, operand, &(Wish){.batch = batch}, compilation);
}

int model_load_forward(const Command *command, const char *operand, Compilation *compilation)
{
    return load(command, operand, &(Wish){.forward_only = true}, compilation);
}
