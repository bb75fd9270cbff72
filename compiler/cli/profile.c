#include "cli/cache.h"
#include "cli/make.h"
#include "cli/trainer.h"
#include "progress.h"
#include "report/profile.h"
#include "support/files.h"
#include "support/plain_stream.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Runs the program until it has written its times to path. */
static int run_program(const Command *command, const Compilation *compilation, const char *path)
{
    const char *program;
    Arguments words = {0};
    Interrupts interrupts;
    int status = trainer_words(command, compilation, (const char *[]){"--out", path, NULL}, &words);
    if (status == XC_EXIT_OK)
        status = make_compiled(command, compilation, NULL, XC_MAKE_PROFILED, &program);
    if (status != XC_EXIT_OK)
        return status;
    command_done(command);
    xr_progress_leave_signals(command->progress); /* which would let in what is held here */
    interrupts_hold(&interrupts);
    status = trainer_run(command, program, &words, &interrupts);
    if (status != XC_EXIT_OK)
        unlink(path);
    interrupts_release(&interrupts);
    return status;
}

/* The profile of the model, by way of a file of the cache; NULL after an error. */
static const Profile *measure(const Command *command, const Compilation *compilation, int *status)
{
    Arena *arena = command->arena;
    const char *folder = cache_folder(arena, command->diag, "programs");
    *status = XC_EXIT_MACHINE;
    if (!folder)
        return NULL;
    const char *path = arena_printf(arena, "%s/%ld.profile.tmp", folder, (long)getpid());
    *status = run_program(command, compilation, path);
    if (*status != XC_EXIT_OK)
        return NULL;
    size_t length;
    const char *text = files_read(arena, command->diag, path, &length);
    unlink(path);
    const Profile *profile =
        text ? profile_read(arena, command->diag, compilation->program, text) : NULL;
    if (text && !profile)
        diag_error(command->diag, XC_NOWHERE, "the times that the program wrote are not whole");
    *status = profile ? XC_EXIT_OK : XC_EXIT_MACHINE;
    return profile;
}

static int write_trace(const Command *command, const Profile *profile, const char *path)
{
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);
    if (stream)
        profile_trace(stream, profile);
    bool fine = stream && !ferror(stream);
    fine = stream && fclose(stream) == 0 && fine;
    if (!fine)
        diag_error(command->diag, XC_NOWHERE, "no memory for the trace");
    fine = fine && files_write(command->arena, command->diag, path, text, length);
    free(text);
    if (fine)
        command_wrote(command, path, length);
    return fine ? XC_EXIT_OK : XC_EXIT_MACHINE;
}

static void print_table(const Profile *profile, bool by_layer)
{
    PlainStream plain;
    plain_stream_open(&plain);
    profile_table(plain.stream, profile, by_layer);
    plain_stream_close(&plain, stdout);
}

static int run_profile(Command *command)
{
    const Options *options = &command->options;
    const char *by = options_text(options, "by"), *trace = options_text(options, "trace");
    bool by_layer = by && strcmp(by, "layer") == 0;
    if (by && !by_layer && strcmp(by, "phase") != 0) {
        diag_error(command->diag, XC_NOWHERE, "--by is phase or layer, not '%s'", by);
        return XC_EXIT_USAGE;
    }
    Compilation compilation = {0};
    int status = model_load(command, options->operands.data[0], &compilation);
    if (status != XC_EXIT_OK)
        return status;
    const Profile *profile = measure(command, &compilation, &status);
    if (!profile)
        return status;
    if (options_flag(options, "json"))
        profile_json(stdout, profile);
    else
        print_table(profile, by_layer);
    return trace ? write_trace(command, profile, trace) : XC_EXIT_OK;
}

static const OptionSpec options[] = {
    {0, "steps", XC_OPTION_WHOLE, "N", "steps that are timed, after two to warm up (default: 10)",
        true},
    {0, "by", XC_OPTION_TEXT, "phase|layer", "what a line of the table is (default: phase)", false},
    {0, "trace", XC_OPTION_TEXT, "FILE",
        "also every phase of every step, as JSON that opens in Perfetto and Chrome", false},
    {0, "threads", XC_OPTION_WHOLE, "N", "threads (default: $XCEPTC_THREADS, or one a core)", true},
    {0, "seed", XC_OPTION_WHOLE, "S", "of weights and images (default: 0)", true},
    {0, "json", XC_OPTION_FLAG, NULL, "print one JSON document: phases and layers", false},
    XC_OPTION_BATCH,
    XC_OPTION_ISA,
    XC_OPTION_SET,
    XC_OPTIONS_END,
};

const Verb verb_profile = {
    .name = "profile",
    .group = "generate",
    .operands = "MODEL",
    .summary = "where the time of a training step goes",
    .help =
        "Builds the program with a clock before each phase, lets it take some steps on made-up\n"
        "images and shows for each phase of a step the median of its time, its share of the\n"
        "step, GFLOP/s and GB/s, how these compare with what the machine does at most\n"
        "(measured in the same run), and the line of the model file. docs/profile.md tells\n"
        "what is counted. Programs of train and build have no such clock.\n",
    .min_operands = 1,
    .max_operands = 1,
    .options = options,
    .run = run_profile,
};
