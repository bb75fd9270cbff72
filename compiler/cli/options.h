/* Command-line options of one verb: a table says what there is, the parser does the rest. */
#ifndef XC_CLI_OPTIONS_H
#define XC_CLI_OPTIONS_H

#include "support/diag.h"

typedef enum OptionKind {
    XC_OPTION_FLAG, /* --json */
    XC_OPTION_TEXT, /* --out DIR, --out=DIR, -o DIR, -oDIR */
    XC_OPTION_TEXT_OR_NONE, /* --confusion or --confusion FILE; FILE begins with no dash */
    XC_OPTION_RESULT, /* --out FILE: what the verb prints goes there, see result.h */
    XC_OPTION_WHOLE, /* --epochs N: a whole number of at most 18 digits */
    XC_OPTION_REPEATED /* --set NAME=VALUE, any number of times */
} OptionKind;

typedef struct OptionSpec {
    char letter; /* 0: no short form */
    const char *name; /* without dashes; NULL ends a table */
    OptionKind kind;
    const char *value; /* what help calls the value: "DIR" */
    const char *help;
    bool forward; /* handed on to the generated program as it is */
} OptionSpec;

/* What was given, in order. text is NULL for a flag, and where a value may be missing and is. */
typedef struct GivenOption {
    const OptionSpec *spec;
    const char *text;
} GivenOption;

typedef struct Options {
    struct {
        GivenOption *data;
        size_t count, capacity;
    } given;
    struct {
        const char **data;
        size_t count, capacity;
    } operands;
} Options;

/* Accepted by every verb; ends with an empty row. A verb's own row of the same name comes first. */
const OptionSpec *options_common(void);
/* Whether a table has an option of that name. */
bool options_has(const OptionSpec *specs, const char *name);

/* Sorts arguments into options of either table and operands; "--" ends the options and "-" is an
 * operand. False after errors on diag, with a hint where a name is nearly right. */
bool options_parse(Options *options, Arena *arena, Diag *diag, const OptionSpec *specs, int count,
    char *const *arguments);

bool options_flag(const Options *options, const char *name);
/* The last value given to an option of the kind, or NULL. */
const char *options_of_kind(const Options *options, OptionKind kind);
/* The last value given, or NULL. */
const char *options_text(const Options *options, const char *name);
/* The index-th value of a repeated option, or NULL when there are no more. */
const char *options_repeated(const Options *options, const char *name, size_t index);

#endif
