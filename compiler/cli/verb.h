/* A verb of the command line: one row of the table, one file, one function. */
#ifndef XC_CLI_VERB_H
#define XC_CLI_VERB_H

#include "cli/options.h"

typedef struct Verb Verb;

/* One invocation. */
typedef struct Command {
    const Verb *verb;
    Arena *arena;
    Diag *diag; /* prints to stderr */
    bool colour; /* stderr is a terminal that wants it */
    Options options;
    const char *result; /* the file that is to hold what is printed; NULL: standard output */
    struct xr_progress
        *progress; /* the line that says what is being done; NULL: none, as -q asks */
} Command;

struct Verb {
    const char *name;
    const char *group; /* the line of the overview it stands on: "look" */
    const char *operands; /* "MODEL" */
    const char *summary; /* one line, no full stop */
    const char *help; /* paragraphs between the usage line and the options */
    int min_operands;
    int max_operands; /* -1: any number */
    const OptionSpec *options; /* ends with a row of NULL name */
    int (*run)(Command *command); /* returns the exit status */
};

extern const Verb verb_check, verb_summary, verb_config, verb_compare, verb_graph, verb_compile,
    verb_build, verb_verify, verb_profile, verb_train, verb_evaluate, verb_predict, verb_new,
    verb_data, verb_schema, verb_help, verb_version;

/* The table, in the order of the overview; ends with NULL. */
const Verb *const *verbs_all(void);
/* NULL when there is none of that name. */
const Verb *verb_find(const char *name);
/* "unknown verb", with the nearest one as a hint. */
void verb_unknown(Arena *arena, Diag *diag, const char *name);

/* Says what is being done, done of all units (all 0: nothing to count): "packing 120/4000 images".
 */
void command_doing(
    const Command *command, const char *what, size_t done, size_t all, const char *unit);
/* That work is over: the line goes, and results may be printed. */
void command_done(const Command *command);
/* A line on standard error, unless -q asks for none: what was written, for example. */
void command_note(const Command *command, const char *format, ...) XC_PRINTF(2, 3);
/* "wrote x.svg (63.1 KiB)" */
void command_wrote(const Command *command, const char *path, uint64_t bytes);

/* Parses arguments (without program and verb) and runs the verb. Returns the exit status. */
int verb_run(
    const Verb *verb, Arena *arena, Diag *diag, bool colour, int count, char *const *arguments);

/* Help texts to stream. */
void help_overview(FILE *stream);
void help_verb(FILE *stream, const Verb *verb);

/* Closes stdout, so that a full disk behind it is noticed: status, or XC_EXIT_MACHINE. */
int finish_output(Diag *diag, int status);

#define XC_OPTIONS_END                                                                             \
    {                                                                                              \
        0, NULL, XC_OPTION_FLAG, NULL, NULL, false                                                 \
    }

#endif
