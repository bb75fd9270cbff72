/* The leaves of expressions and what all their parsing shares: numbers, words, variables, function
 * calls and parentheses. Private to expression.c and atom.c. */
#ifndef XC_ATOM_H
#define XC_ATOM_H

#include "frontend/datum.h"

/* A recursive-descent parser that evaluates as it goes. What 'and' and 'or' leave out is parsed
 * with skip > 0: its grammar counts, its values don't. */
typedef struct Parser {
    const Evaluator *evaluator;
    const Tree *tree;
    const char *p;
    int skip, depth;
} Parser;

/* atom.c */
bool parse_atom(Parser *parser, Datum *result);
void skip_spaces(Parser *parser);
/* Whether the word or sign comes next; takes it. */
bool accept_token(Parser *parser, const char *token);
/* An error at what comes next; false. */
bool unexpected(Parser *parser);
/* An error, and false, when the operand of an operator has another kind. */
bool want_kind(Parser *parser, const Datum *datum, DatumKind kind, const char *operator_text);
/* False after an error: the number isn't finite. */
bool set_number(Parser *parser, Datum *result, double number);
void set_bool(Parser *parser, Datum *result, bool truth);

/* expression.c: a whole expression, as in parentheses. */
bool parse_whole(Parser *parser, Datum *result);

#endif
