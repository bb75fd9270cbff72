#include "cli/options.h"

#include "cli/option_hints.h"
#include <string.h>

enum { MAX_DIGITS = 18 };

static const OptionSpec common_options[] = {
    {'o', "out", XC_OPTION_RESULT, "FILE", "write to a file instead of standard output", false},
    {'h', "help", XC_OPTION_FLAG, NULL, "show this help", false},
    {'q', "quiet", XC_OPTION_FLAG, NULL, "print results and errors only", true},
    {'v', "verbose", XC_OPTION_FLAG, NULL, "print what is run", false},
    {0, NULL, XC_OPTION_FLAG, NULL, NULL, false},
};

const OptionSpec *options_common(void)
{
    return common_options;
}

static const OptionSpec *find_in(const OptionSpec *specs, const char *name, size_t length)
{
    for (const OptionSpec *spec = specs; spec->name; spec++)
        if (strlen(spec->name) == length && strncmp(spec->name, name, length) == 0)
            return spec;
    return NULL;
}

bool options_has(const OptionSpec *specs, const char *name)
{
    return find_in(specs, name, strlen(name)) != NULL;
}

static const OptionSpec *find_letter_in(const OptionSpec *specs, char letter)
{
    for (const OptionSpec *spec = specs; spec->name; spec++)
        if (spec->letter == letter)
            return spec;
    return NULL;
}

/* One run of the parser over the arguments. */
typedef struct Parser {
    Options *options;
    Arena *arena;
    Diag *diag;
    const OptionSpec *specs;
    int count;
    char *const *arguments;
    int next; /* the argument after the one at hand */
    bool fine;
} Parser;

static void give_hint(Parser *parser, const char *name)
{
    const char *hint = option_hint(parser->arena, parser->specs, name);
    if (hint)
        diag_hint(parser->diag, "%s", hint);
}

static bool is_whole(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    return digits > 0 && digits <= MAX_DIGITS && text[digits] == '\0';
}

/* Records one option. attached is the value that came with it (--name=value, -ovalue) or NULL. */
static void take(Parser *parser, const OptionSpec *spec, const char *attached)
{
    const char *text = attached;
    if (spec->kind == XC_OPTION_FLAG && attached) {
        diag_error(parser->diag, XC_NOWHERE, "option '--%s' takes no value", spec->name);
        parser->fine = false;
        return;
    }
    bool may_lack = parser->next >= parser->count || parser->arguments[parser->next][0] == '-';
    bool wants =
        spec->kind != XC_OPTION_FLAG && !(spec->kind == XC_OPTION_TEXT_OR_NONE && may_lack);
    if (wants && !text) {
        if (parser->next >= parser->count) {
            diag_error(parser->diag, XC_NOWHERE, "option '--%s' needs a value: --%s %s", spec->name,
                spec->name, spec->value);
            parser->fine = false;
            return;
        }
        text = parser->arguments[parser->next++];
    }
    if (spec->kind == XC_OPTION_WHOLE && !is_whole(text)) {
        diag_error(parser->diag, XC_NOWHERE, "option '--%s' needs a whole number, not '%s'",
            spec->name, text);
        parser->fine = false;
        return;
    }
    GivenOption given = {spec, text};
    vec_push(parser->arena, &parser->options->given, given);
}

static void parse_long(Parser *parser, const char *name)
{
    const char *equals = strchr(name, '=');
    size_t length = equals ? (size_t)(equals - name) : strlen(name);
    const OptionSpec *spec = find_in(parser->specs, name, length);
    if (!spec)
        spec = find_in(common_options, name, length);
    if (spec) {
        take(parser, spec, equals ? equals + 1 : NULL);
        return;
    }
    const char *word = arena_strndup(parser->arena, name, length);
    diag_error(parser->diag, XC_NOWHERE, "unknown option '--%s'", word);
    give_hint(parser, word);
    parser->fine = false;
}

/* -q, -qv, -o DIR, -oDIR */
static void parse_short(Parser *parser, const char *letters)
{
    for (const char *letter = letters; *letter; letter++) {
        const OptionSpec *spec = find_letter_in(parser->specs, *letter);
        if (!spec)
            spec = find_letter_in(common_options, *letter);
        if (!spec) {
            diag_error(parser->diag, XC_NOWHERE, "unknown option '-%c'", *letter);
            give_hint(parser, letters);
            parser->fine = false;
            return;
        }
        if (spec->kind != XC_OPTION_FLAG) {
            take(parser, spec, letter[1] ? letter + 1 : NULL);
            return;
        }
        take(parser, spec, NULL);
    }
}

bool options_parse(Options *options, Arena *arena, Diag *diag, const OptionSpec *specs, int count,
    char *const *arguments)
{
    Parser parser = {options, arena, diag, specs, count, arguments, 0, true};
    bool only_operands = false;
    while (parser.next < count) {
        const char *argument = arguments[parser.next++];
        if (!only_operands && strcmp(argument, "--") == 0)
            only_operands = true;
        else if (only_operands || argument[0] != '-' || argument[1] == '\0')
            vec_push(arena, &options->operands, argument);
        else if (argument[1] == '-')
            parse_long(&parser, argument + 2);
        else
            parse_short(&parser, argument + 1);
    }
    return parser.fine;
}

bool options_flag(const Options *options, const char *name)
{
    for (size_t i = 0; i < options->given.count; i++)
        if (strcmp(options->given.data[i].spec->name, name) == 0)
            return true;
    return false;
}

const char *options_text(const Options *options, const char *name)
{
    for (size_t i = options->given.count; i > 0; i--)
        if (strcmp(options->given.data[i - 1].spec->name, name) == 0)
            return options->given.data[i - 1].text;
    return NULL;
}

const char *options_of_kind(const Options *options, OptionKind kind)
{
    for (size_t i = options->given.count; i > 0; i--)
        if (options->given.data[i - 1].spec->kind == kind)
            return options->given.data[i - 1].text;
    return NULL;
}

const char *options_repeated(const Options *options, const char *name, size_t index)
{
    for (size_t i = 0; i < options->given.count; i++)
        if (strcmp(options->given.data[i].spec->name, name) == 0 && index-- == 0)
            return options->given.data[i].text;
    return NULL;
}
