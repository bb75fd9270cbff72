/* Expressions: arithmetic, comparisons and logic over numbers, truth values and words.
 *
 * Loosest first: or | and | not | == != < <= > >= | + - | * / | unary - | ( ) round() floor()
 * ceil() number true false word $name $(name). Doubles throughout. */
#ifndef XC_EXPRESSION_H
#define XC_EXPRESSION_H

#include "frontend/datum.h"

bool evaluate_expression(const Evaluator *evaluator, const Tree *scalar, Datum *result);
/* a..b, both whole. */
bool evaluate_range(const Evaluator *evaluator, const Tree *scalar, double *first, double *last);
/* Whether the number is whole to 1e-9; *whole gets it. */
bool is_whole(double number, double *whole);

/* Calls visit with each variable that the scalar names, whatever the expression does with it. */
void visit_names(const Tree *scalar, void (*visit)(void *context, const char *name), void *context,
    Arena *arena);

#endif
