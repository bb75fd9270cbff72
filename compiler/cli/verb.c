#include "cli/verb.h"

#include "cli/result.h"
#include "progress.h"
#include "report/figures.h"
#include "support/text.h"
#include <errno.h>
#include <string.h>

static const Verb *const table[] = {&verb_check, &verb_summary, &verb_config, &verb_compare,
    &verb_graph, &verb_compile, &verb_build, &verb_verify, &verb_profile, &verb_train,
    &verb_evaluate, &verb_predict, &verb_new, &verb_data, &verb_schema, &verb_help, &verb_version,
    NULL};

const Verb *const *verbs_all(void)
{
    return table;
}

const Verb *verb_find(const char *name)
{
    for (const Verb *const *verb = table; *verb; verb++)
        if (strcmp((*verb)->name, name) == 0)
            return *verb;
    return NULL;
}

void verb_unknown(Arena *arena, Diag *diag, const char *name)
{
    struct {
        const char **data;
        size_t count, capacity;
    } names = {0};
    for (const Verb *const *verb = table; *verb; verb++)
        vec_push(arena, &names, (*verb)->name);
    diag_error(diag, XC_NOWHERE, "unknown verb '%s'", name);
    const char *nearest = diag_nearest(name, names.data, names.count);
    if (nearest)
        diag_hint(diag, "did you mean '%s'?", nearest);
    else
        diag_hint(diag, "'xceptc help' lists the verbs");
}

static bool check_operands(const Command *command)
{
    const Verb *verb = command->verb;
    int count = (int)command->options.operands.count;
    if (count < verb->min_operands)
        diag_error(command->diag, XC_NOWHERE, "%s needs %s", verb->name, verb->operands);
    else if (verb->max_operands >= 0 && count > verb->max_operands)
        diag_error(command->diag, XC_NOWHERE, "unexpected '%s'",
            command->options.operands.data[verb->max_operands]);
    else
        return true;
    diag_hint(command->diag, "usage: xceptc %s %s [options]", verb->name, verb->operands);
    return false;
}

/* ---- what is said meanwhile ------------------------------------------------------------------ */

void command_doing(
    const Command *command, const char *what, size_t done, size_t all, const char *unit)
{
    xr_progress_show(command->progress, &(xr_doing){.what = what,
                                            .done = (long long)done,
                                            .all = (long long)all,
                                            .unit = unit,
                                            .left = -1});
}

void command_done(const Command *command)
{
    xr_progress_end(command->progress);
}

void command_note(const Command *command, const char *format, ...)
{
    if (options_flag(&command->options, "quiet"))
        return;
    va_list arguments;
    va_start(arguments, format);
    const char *text = plain_text(command->arena, arena_vprintf(command->arena, format, arguments));
    va_end(arguments);
    xr_progress_pause(command->progress);
    fprintf(stderr, "%s\n", text);
    xr_progress_resume(command->progress);
}

void command_wrote(const Command *command, const char *path, uint64_t bytes)
{
    command_note(command, "wrote %s (%s)", path, bytes_text(command->arena, bytes));
}

static void pause_progress(void *progress)
{
    xr_progress_pause(progress);
}

static void resume_progress(void *progress)
{
    xr_progress_resume(progress);
}

static int run(Command *command)
{
    xr_progress_settings settings = xr_progress_standard();
    settings.ends = true;
    bool quiet = options_flag(&command->options, "quiet");
    command->progress = quiet ? NULL : xr_progress_create(&settings);
    if (quiet)
        diag_quiet(command->diag);
    diag_between(command->diag, pause_progress, resume_progress, command->progress);
    int status = result_run(command);
    diag_between(command->diag, NULL, NULL, NULL);
    xr_progress_destroy(command->progress);
    return status;
}

/* ---- the whole ------------------------------------------------------------------------------- */

int verb_run(
    const Verb *verb, Arena *arena, Diag *diag, bool colour, int count, char *const *arguments)
{
    Command command = {.verb = verb, .arena = arena, .diag = diag, .colour = colour};
    bool parsed = options_parse(&command.options, arena, diag, verb->options, count, arguments);
    if (parsed && options_flag(&command.options, "help")) {
        help_verb(stdout, verb);
        return XC_EXIT_OK;
    }
    if (!parsed) {
        diag_hint(diag, "'xceptc help %s' lists its options", verb->name);
        return XC_EXIT_USAGE;
    }
    return check_operands(&command) ? run(&command) : XC_EXIT_USAGE;
}

int finish_output(Diag *diag, int status)
{
    bool failed = ferror(stdout) != 0;
    if (fclose(stdout) != 0 || failed) {
        diag_error(diag, XC_NOWHERE, "cannot write to standard output: %s",
            errno ? strerror(errno) : "an earlier write failed");
        return XC_EXIT_MACHINE;
    }
    return status;
}
