/* Values of the model language, and the scopes in which its expressions are evaluated. */
#ifndef XC_DATUM_H
#define XC_DATUM_H

#include "frontend/yaml.h"
#include "support/map.h"

typedef enum DatumKind { DATUM_NUMBER, DATUM_BOOL, DATUM_WORD, DATUM_LIST, DATUM_MAP } DatumKind;

typedef struct Datum Datum;
struct Datum {
    DatumKind kind;
    Location at; /* where it is used, not where a variable in it was set */
    double number;
    bool truth;
    const char *word;
    Datum *items; /* lists and mappings */
    const Tree **keys; /* mappings */
    size_t count;
};

/* "a number", "a list", ... */
const char *datum_kind_text(DatumKind kind);

/* A variable of the model ('set:'), evaluated when first used. */
typedef struct Variable Variable;
struct Variable {
    const char *name;
    Location at; /* of its name */
    const Tree *tree; /* its value */
    bool own; /* set by the model file itself or by --set, not by a parent */
    enum { VARIABLE_FRESH, VARIABLE_BUSY, VARIABLE_KNOWN, VARIABLE_WRONG } state;
    Datum datum;
    bool waiting, done; /* in check_variables: those that it names come first; all came */
    bool in_circle; /* of names, whether or not its value needs them all */
    const Variable *user; /* while it is busy: the variable that asked for it, NULL for none */
    Variable *parent; /* the definition that this one replaces, NULL if none */
    Variable *next; /* in order of definition */
};

typedef struct Variables {
    Map by_name;
    Variable *first, *last;
} Variables;

/* Arguments of a block call, or one round of 'each'. */
typedef struct Binding {
    const char *name;
    Datum datum;
} Binding;

typedef struct Scope Scope;
struct Scope {
    const Scope *parent; /* NULL: the model's variables come next */
    Binding *bindings;
    size_t count;
};

/* A call of a block, for the notes under an error. */
typedef struct Frame Frame;
struct Frame {
    const Frame *parent;
    const char *block; /* middle */
    const char *name; /* middle3 */
    Location call;
    Location change; /* XC_NOWHERE when it stands as its file says */
};

/* What a 'change' has to do with a layer, for the notes under an error: its own changes, the newest
 * first, or all changes of the model where the layer has none and they may still be the cause. */
typedef struct Trace {
    const Location *changes;
    size_t count;
    bool own;
} Trace;

/* The value of a variable is evaluated within that of its user where the user comes first. */
enum { XC_MAX_EXPRESSION_LEVELS = 400 };

enum { CHANNELS_NONE = 0, CHANNELS_UNKNOWN = -1 };

/* What an expression sees. */
typedef struct Evaluator {
    Arena *arena;
    Diag *diag; /* NULL: errors are silent */
    Variables *variables;
    const Variable *evaluated; /* the variable whose value this is; NULL: it is none's */
    const Scope *scope;
    const Frame *frame;
    Trace trace;
    int levels; /* of variables and parentheses around, of XC_MAX_EXPRESSION_LEVELS */
    int channels; /* $channels; CHANNELS_UNKNOWN after an error that was reported */
} Evaluator;

/* The value of any tree, all scalars in it taken as expressions. false after an error. */
bool evaluate(const Evaluator *evaluator, const Tree *tree, Datum *result);
/* The values of a variable of 'each': a list, or a range a..b, inclusive. */
bool evaluate_each(const Evaluator *evaluator, const Tree *tree, Datum *result);
/* A name with $v or $(v) in it; NULL after an error. */
const char *evaluate_name(const Evaluator *evaluator, const Tree *tree);
bool evaluate_bool(const Evaluator *evaluator, const Tree *tree, bool *result);

/* Finds $name; an error at the place when there is none. */
bool lookup(const Evaluator *evaluator, const char *name, Location at, Datum *result);
/* Evaluates all variables: types against their parents', cycles, uses of nothing. */
void check_variables(const Evaluator *evaluator);

/* An error with a hint (NULL: none) and the chain of block calls that leads to it. */
void fail_at(const Evaluator *evaluator, Location at, const char *hint, const char *format, ...)
    XC_PRINTF(4, 5);
/* The chain alone, after an error that somebody else reported. */
void note_frames(const Evaluator *evaluator);
/* The calls that lead to a place, without the changes behind them. */
void note_calls(const Evaluator *evaluator, const Frame *frame);

/* Words: [a-z][a-z0-9_]*, and none that YAML or expressions read otherwise (yes, no, and, ...). */
bool is_word(const char *text);
bool is_reserved_word(const char *text);

#endif
