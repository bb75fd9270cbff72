#include "cli/verb.h"

#include <string.h>

enum { OPTION_COLUMN = 26 };

void help_overview(FILE *stream)
{
    fputs("usage: xceptc VERB MODEL [options]         xceptc help VERB\n\n", stream);
    const char *group = "";
    for (const Verb *const *verb = verbs_all(); *verb; verb++) {
        bool same = strcmp(group, (*verb)->group) == 0;
        group = (*verb)->group;
        fprintf(stream, "%s%-9s %-9s %s\n", same || verb == verbs_all() ? "" : "\n",
            same ? "" : group, (*verb)->name, (*verb)->summary);
    }
    fputs("\nMODEL is a YAML file, - for standard input, or the name of a shipped model.\n"
          "\n"
          "Results go to standard output, progress and diagnostics to standard error.\n"
          "Environment: CC, NO_COLOR, XCEPTC_DATA, XCEPTC_CACHE, XCEPTC_THREADS.\n"
          "Exit status: 0 fine, 1 the model or data is wrong, 2 usage, 3 the machine (compiler,\n"
          "data missing, disk, memory), 4 the loss was not finite, 70 a bug of xceptc.\n",
        stream);
}

static void print_option(FILE *stream, const OptionSpec *spec)
{
    char name[64];
    snprintf(name, sizeof name, "--%s%s%s", spec->name, spec->value ? " " : "",
        spec->value ? spec->value : "");
    if (spec->letter)
        fprintf(stream, "  -%c, %-*s %s\n", spec->letter, OPTION_COLUMN - 4, name, spec->help);
    else
        fprintf(stream, "      %-*s %s\n", OPTION_COLUMN - 4, name, spec->help);
}

void help_verb(FILE *stream, const Verb *verb)
{
    fprintf(stream, "usage: xceptc %s %s%s[options]\n\n%s\noptions:\n", verb->name, verb->operands,
        verb->operands[0] ? " " : "", verb->help);
    for (const OptionSpec *spec = verb->options; spec->name; spec++)
        print_option(stream, spec);
    for (const OptionSpec *spec = options_common(); spec->name; spec++)
        print_option(stream, spec);
}

static int run_help(Command *command)
{
    if (command->options.operands.count == 0) {
        help_overview(stdout);
        return XC_EXIT_OK;
    }
    const char *name = command->options.operands.data[0];
    const Verb *verb = verb_find(name);
    if (!verb) {
        verb_unknown(command->arena, command->diag, name);
        return XC_EXIT_USAGE;
    }
    help_verb(stdout, verb);
    return XC_EXIT_OK;
}

static const OptionSpec options[] = {XC_OPTIONS_END};

const Verb verb_help = {
    .name = "help",
    .group = "start",
    .operands = "[VERB]",
    .summary = "explain a verb and its options",
    .help = "Without VERB, lists all verbs.\n",
    .min_operands = 0,
    .max_operands = 1,
    .options = options,
    .run = run_help,
};
