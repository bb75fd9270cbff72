#include "frontend/expression.h"

#include <math.h>
#include <string.h>

#include "frontend/atom.h"

static bool parse_unary(Parser *parser, Datum *result)
{
    bool negative = false, any = false;
    while (accept_token(parser, "-")) {
        negative = !negative;
        any = true;
    }
    if (!parse_atom(parser, result))
        return false;
    if (!any || parser->skip)
        return true;
    if (!want_kind(parser, result, DATUM_NUMBER, "-"))
        return false;
    return set_number(parser, result, negative ? -result->number : result->number);
}

static bool parse_product(Parser *parser, Datum *result)
{
    if (!parse_unary(parser, result))
        return false;
    for (;;) {
        bool times = accept_token(parser, "*");
        if (!times && !accept_token(parser, "/"))
            return true;
        const char *operator= times ? "*" : "/";
        Datum right;
        if (*parser->p == '*' || !want_kind(parser, result, DATUM_NUMBER, operator)) {
            if (*parser->p == '*') {
                parser->p--;
                return unexpected(parser);
            }
            return false;
        }
        if (!parse_unary(parser, &right) || !want_kind(parser, &right, DATUM_NUMBER, operator))
            return false;
        if (!parser->skip && !times && right.number == 0) {
            fail_at(parser->evaluator, parser->tree->at, NULL, "'%s' divides by zero",
                parser->tree->text);
            return false;
        }
        double product = times ? result->number * right.number : result->number / right.number;
        if (!set_number(parser, result, product))
            return false;
    }
}

static bool parse_sum(Parser *parser, Datum *result)
{
    if (!parse_product(parser, result))
        return false;
    for (;;) {
        bool plus = accept_token(parser, "+");
        if (!plus && !accept_token(parser, "-"))
            return true;
        const char *operator= plus ? "+" : "-";
        Datum right;
        if (!want_kind(parser, result, DATUM_NUMBER, operator) || !parse_product(parser, &right) ||
            !want_kind(parser, &right, DATUM_NUMBER, operator))
            return false;
        double sum = plus ? result->number + right.number : result->number - right.number;
        if (!set_number(parser, result, sum))
            return false;
    }
}

static bool compare_equal(Parser *parser, const Datum *a, const Datum *b, bool *equal)
{
    bool comparable = a->kind == b->kind && a->kind <= DATUM_WORD;
    if (!comparable && !parser->skip) {
        fail_at(parser->evaluator, parser->tree->at, NULL, "%s cannot be compared with %s",
            datum_kind_text(a->kind), datum_kind_text(b->kind));
        return false;
    }
    *equal = !comparable               ? false
             : a->kind == DATUM_NUMBER ? a->number == b->number
             : a->kind == DATUM_BOOL   ? a->truth == b->truth
                                       : strcmp(a->word, b->word) == 0;
    return true;
}

static bool parse_comparison(Parser *parser, Datum *result)
{
    static const char *const operators[] = {"==", "!=", "<=", ">=", "<", ">"};
    if (!parse_sum(parser, result))
        return false;
    size_t i = 0;
    while (i < 6 && !accept_token(parser, operators[i]))
        i++;
    if (i == 6)
        return true;
    Datum right;
    if (!parse_sum(parser, &right))
        return false;
    if (i < 2) {
        bool equal;
        if (!compare_equal(parser, result, &right, &equal))
            return false;
        set_bool(parser, result, equal == (i == 0));
        return true;
    }
    if (!want_kind(parser, result, DATUM_NUMBER, operators[i]) ||
        !want_kind(parser, &right, DATUM_NUMBER, operators[i]))
        return false;
    double a = result->number, b = right.number;
    set_bool(parser, result, i == 2 ? a <= b : i == 3 ? a >= b : i == 4 ? a < b : a > b);
    return true;
}

static bool parse_not(Parser *parser, Datum *result)
{
    bool negate = false, any = false;
    while (accept_token(parser, "not")) {
        negate = !negate;
        any = true;
    }
    if (!parse_comparison(parser, result))
        return false;
    if (!any)
        return true;
    if (!want_kind(parser, result, DATUM_BOOL, "not"))
        return false;
    set_bool(parser, result, result->truth != negate);
    return true;
}

/* One level of 'and' or 'or': the right side is skipped once the left decides. */
static bool parse_logic(Parser *parser, Datum *result, const char *operator, bool decides,
    bool (*parse_operand)(Parser *, Datum *))
{
    if (!parse_operand(parser, result))
        return false;
    while (accept_token(parser, operator)) {
        if (!want_kind(parser, result, DATUM_BOOL, operator))
            return false;
        bool decided = result->truth == decides;
        Datum right;
        parser->skip += decided ? 1 : 0;
        bool parsed =
            parse_operand(parser, &right) && want_kind(parser, &right, DATUM_BOOL, operator);
        parser->skip -= decided ? 1 : 0;
        if (!parsed)
            return false;
        set_bool(parser, result, decided ? decides : right.truth);
    }
    return true;
}

static bool parse_and(Parser *parser, Datum *result)
{
    return parse_logic(parser, result, "and", false, parse_not);
}

bool parse_whole(Parser *parser, Datum *result)
{
    int around = parser->evaluator->levels;
    if (around && around + parser->depth >= XC_MAX_EXPRESSION_LEVELS) {
        fail_at(parser->evaluator, parser->tree->at, NULL,
            "variables and parentheses go more than %d levels deep", XC_MAX_EXPRESSION_LEVELS);
        return false;
    }
    if (parser->depth++ > XC_MAX_PARENTHESES) {
        fail_at(parser->evaluator, parser->tree->at, NULL,
            "parentheses are nested more than %d deep", XC_MAX_PARENTHESES);
        return false;
    }
    bool parsed = parse_logic(parser, result, "or", true, parse_and);
    parser->depth--;
    return parsed;
}

static bool parse_end(Parser *parser)
{
    skip_spaces(parser);
    return !*parser->p || unexpected(parser);
}

bool evaluate_expression(const Evaluator *evaluator, const Tree *scalar, Datum *result)
{
    Parser parser = {.evaluator = evaluator, .tree = scalar, .p = scalar->text};
    return parse_whole(&parser, result) && parse_end(&parser);
}

bool is_whole(double number, double *whole)
{
    *whole = round(number);
    return fabs(number - *whole) <= 1e-9;
}

static bool want_bound(Parser *parser, const Datum *datum, double *bound)
{
    if (!want_kind(parser, datum, DATUM_NUMBER, ".."))
        return false;
    if (is_whole(datum->number, bound) && fabs(*bound) < 1e15)
        return true;
    fail_at(parser->evaluator, parser->tree->at, NULL, "the ends of a range are whole numbers");
    return false;
}

bool evaluate_range(const Evaluator *evaluator, const Tree *scalar, double *first, double *last)
{
    Parser parser = {.evaluator = evaluator, .tree = scalar, .p = scalar->text};
    Datum from, to;
    if (!parse_sum(&parser, &from))
        return false;
    if (!accept_token(&parser, ".."))
        return unexpected(&parser);
    return parse_sum(&parser, &to) && parse_end(&parser) && want_bound(&parser, &from, first) &&
           want_bound(&parser, &to, last);
}
