#include "cli/verb.h"

#include "cli/result.h"
#include <errno.h>
#include <string.h>

static const Verb *const table[] = {&verb_check, &verb_summary, &verb_config, &verb_compare,
    &verb_graph, &verb_compile, &verb_build, &verb_verify, &verb_train, &verb_evaluate,
    &verb_predict, &verb_new, &verb_data, &verb_schema, &verb_help, &verb_version, NULL};

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
    return check_operands(&command) ? result_run(&command) : XC_EXIT_USAGE;
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
