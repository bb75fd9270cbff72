#include "cli/topics.h"
#include "cli/verb.h"
#include "frontend/reference.h"
#include "frontend/synonyms.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum { OPTION_COLUMN = 26 };

void help_overview(FILE *stream)
{
    fputs("usage: xceptc VERB MODEL [options]         xceptc help VERB | LAYER | language | "
          "training\n\n",
        stream);
    const char *group = "";
    for (const Verb *const *verb = verbs_all(); *verb; verb++) {
        bool same = strcmp(group, (*verb)->group) == 0;
        group = (*verb)->group;
        fprintf(stream, "%s%-9s %-9s %s\n", same || verb == verbs_all() ? "" : "\n",
            same ? "" : group, (*verb)->name, (*verb)->summary);
    }
    fputs("\nMODEL is a YAML file, - for standard input, the name of a shipped model, or the\n"
          "directory of a run, which keeps its model and weights.\n"
          "\n"
          "Results go to standard output, or to the file that --out names; progress and\n"
          "diagnostics to standard error.\n"
          "Environment: CC, NO_COLOR, XCEPTC_DATA, XCEPTC_CACHE, XCEPTC_THREADS, XCEPTC_PROGRESS "
          "(the\n"
          "seconds between lines of progress where there is no terminal; 30).\n"
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
        if (!options_has(verb->options, spec->name))
            print_option(stream, spec);
}

static const Topic *find_topic(const char *name)
{
    for (const Topic *topic = topics; topic->name; topic++)
        if (strcmp(topic->name, name) == 0)
            return topic;
    return NULL;
}

static void print_topic(Arena *arena, const Topic *topic)
{
    fputs(topic->text, stdout);
    if (strcmp(topic->name, "language") == 0)
        fputs(reference_list(arena), stdout);
}

static bool is_part_of_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* Is it a key of a file or a recipe, as in "cosine: {rate: 0.1}"? */
static bool has_key(const char *text, const char *word)
{
    size_t length = strlen(word);
    for (const char *p = text; length && *p; p++) {
        bool starts = p == text || !is_part_of_word(p[-1]);
        if (starts && strncasecmp(p, word, length) == 0 && p[length] == ':')
            return true;
    }
    return false;
}

/* The topic that explains the word, or what we call it: "training" for adam and CosineDecay. */
static const Topic *find_topic_with(const char *word)
{
    const char *ours = synonym_word(word);
    for (const Topic *topic = topics; topic->name; topic++)
        if (has_key(topic->text, word) || (ours && has_key(topic->text, ours)))
            return topic;
    return NULL;
}

/* Verbs, topics and kinds of layers stand beside each other: the hint is the nearest of them all,
 * or what another library calls the layer. */
static void unknown_word(const Command *command, const char *word, const char *layer_hint)
{
    struct {
        const char **data;
        size_t count, capacity;
    } names = {0};
    for (const Verb *const *verb = verbs_all(); *verb; verb++)
        vec_push(command->arena, &names, (*verb)->name);
    for (const Topic *topic = topics; topic->name; topic++)
        vec_push(command->arena, &names, topic->name);
    const char *nearest = diag_nearest(word, names.data, names.count);
    diag_error(command->diag, XC_NOWHERE, "there is no verb, layer or topic '%s'", word);
    if (layer_hint)
        diag_hint(command->diag, "%s", layer_hint);
    if (nearest)
        diag_hint(command->diag, "did you mean '%s'?", nearest);
    if (!layer_hint && !nearest)
        diag_hint(command->diag,
            "'xceptc help' lists the verbs, 'xceptc help language' the kinds of layers");
}

static int run_help(Command *command)
{
    if (command->options.operands.count == 0) {
        help_overview(stdout);
        return XC_EXIT_OK;
    }
    const char *word = command->options.operands.data[0], *hint = NULL;
    const Verb *verb = verb_find(word);
    const Topic *topic = find_topic(word);
    const char *kind = reference_kind_of(word);
    const char *layer =
        verb || topic ? NULL : reference_help(command->arena, kind ? kind : word, &hint);
    if (!verb && !topic && !layer)
        topic = find_topic_with(word);
    if (verb)
        help_verb(stdout, verb);
    else if (topic)
        print_topic(command->arena, topic);
    else if (layer)
        fputs(layer, stdout);
    else
        unknown_word(command, word, hint);
    return verb || topic || layer ? XC_EXIT_OK : XC_EXIT_USAGE;
}

static const OptionSpec options[] = {XC_OPTIONS_END};

const Verb verb_help = {
    .name = "help",
    .group = "start",
    .operands = "[VERB | LAYER | language | training]",
    .summary = "explain a verb, a layer, the model language or its recipes",
    .help = "Without an operand, lists all verbs. 'help conv' tells the arguments of a layer with\n"
            "their types and defaults, 'help language' the whole language on a page or two, 'help\n"
            "training' what a recipe may say. Keras's and PyTorch's names of layers work too, and\n"
            "so do the words of a recipe: 'help BatchNorm2d', 'help adam'.\n",
    .min_operands = 0,
    .max_operands = 1,
    .options = options,
    .run = run_help,
};
