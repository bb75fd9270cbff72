#include "frontend/atom.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "frontend/expression.h"

static Location here(const Parser *parser, const char *from, size_t length)
{
    Location at = parser->tree->at;
    if (parser->tree->verbatim && at.file >= 0) {
        at.column += (int)(from - parser->tree->text);
        at.length = length ? (int)length : 1;
    }
    return at;
}

void skip_spaces(Parser *parser)
{
    while (*parser->p == ' ' || *parser->p == '\t' || *parser->p == '\n')
        parser->p++;
}

static bool is_name_start(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_name_part(char c)
{
    return is_name_start(c) || is_digit(c) || c == '_';
}

static size_t name_length(const char *p)
{
    size_t n = 0;
    while (is_name_part(p[n]))
        n++;
    return n;
}

/* Whether the word or sign comes next; takes it. */
bool accept_token(Parser *parser, const char *token)
{
    skip_spaces(parser);
    size_t length = strlen(token);
    if (strncmp(parser->p, token, length) != 0)
        return false;
    if (is_name_start(*token) && is_name_part(parser->p[length]))
        return false;
    parser->p += length;
    return true;
}

/* What is wrong with a text that no expression can go on with, as a hint. */
static const char *hint_for(const char *p)
{
    static const char *const chain = "comparisons are joined by 'and': 1 < $a and $a < 3";
    static const char *const hints[][2] = {{"**", "there is no power; multiply"},
        {"/", "floor($a / $b) is a whole quotient"}, {"&&", "write 'and'"}, {"||", "write 'or'"},
        {"!=", chain}, {"==", chain}, {"<", chain}, {">", chain}, {"!", "write 'not'"},
        {"=", "equality is written =="}, {"+", "a number has no plus sign"},
        {"%", "there is no remainder; floor($a / $b) is a quotient"},
        {",", "a list is written [a, b]"}, {"(", "a list is written [a, b]"},
        {"..", "a range a..b stands only under 'each'"}, {"{", "write $name or $(name)"},
        {".", "a digit stands before the point: 0.5"}};
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++)
        if (strncmp(p, hints[i][0], strlen(hints[i][0])) == 0)
            return hints[i][1];
    if (*p == '$' || is_name_part(*p))
        return "a comma separates two values, an operator joins them";
    return NULL;
}

bool unexpected(Parser *parser)
{
    skip_spaces(parser);
    const char *p = parser->p;
    if (!*p) {
        fail_at(parser->evaluator, parser->tree->at, NULL, "the expression '%s' ends too early",
            parser->tree->text);
        return false;
    }
    size_t length = 1;
    while (((unsigned char)p[length] & 0xC0) == 0x80)
        length++;
    fail_at(parser->evaluator, here(parser, p, length), hint_for(p), "unexpected '%.*s'",
        (int)length, p);
    return false;
}

bool want_kind(Parser *parser, const Datum *datum, DatumKind kind, const char *operator_text)
{
    if (parser->skip || datum->kind == kind)
        return true;
    fail_at(parser->evaluator, parser->tree->at, NULL, "'%s' wants %s, not %s", operator_text,
        datum_kind_text(kind), datum_kind_text(datum->kind));
    return false;
}

bool set_number(Parser *parser, Datum *result, double number)
{
    *result = (Datum){.kind = DATUM_NUMBER, .at = parser->tree->at, .number = number};
    if (parser->skip || isfinite(number))
        return true;
    fail_at(parser->evaluator, parser->tree->at, NULL, "the result of '%s' is no finite number",
        parser->tree->text);
    return false;
}

void set_bool(Parser *parser, Datum *result, bool truth)
{
    *result = (Datum){.kind = DATUM_BOOL, .at = parser->tree->at, .truth = truth};
}

/* JSON's numbers without the sign. *end is behind it. */
static bool scan_number(const char *p, const char **end)
{
    if (*p == '0')
        p++;
    else
        while (is_digit(*p))
            p++;
    if (*p == '.' && is_digit(p[1]))
        for (p++; is_digit(*p);)
            p++;
    if (*p == 'e' || *p == 'E') {
        p++;
        if (*p == '+' || *p == '-')
            p++;
        if (!is_digit(*p))
            return false;
        while (is_digit(*p))
            p++;
    }
    *end = p;
    bool range = p[0] == '.' && p[1] == '.';
    return range || !(is_name_part(*p) || *p == '.');
}

static bool parse_number(Parser *parser, Datum *result)
{
    const char *start = parser->p, *end = start;
    if (!scan_number(start, &end)) {
        size_t length =
            strspn(start, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_.");
        const char *hint = NULL;
        if (*start == '0' && is_digit(start[1]))
            hint = "a number does not begin with 0";
        else if (memchr(start, '_', length))
            hint = "a number has digits only: 1000";
        else if (start[length - 1] == '.')
            hint = "digits follow the point: 1.0";
        fail_at(parser->evaluator, here(parser, start, length), hint, "'%.*s' is no number",
            (int)length, start);
        return false;
    }
    parser->p = end;
    return set_number(parser, result, strtod(start, NULL));
}

static bool too_long(Parser *parser, const char *word, size_t length)
{
    fail_at(parser->evaluator, here(parser, word, length), NULL,
        "the word '%.40s...' has more than %d letters", word, XC_MAX_WORD_LENGTH);
    return false;
}

/* $(n + 1), where only a name may stand. */
static bool refuse_calculation(Parser *parser, const char *dollar)
{
    const char *inner = dollar + 2, *end = strchr(inner, ')');
    size_t length = end ? (size_t)(end - dollar) + 1 : 2;
    const char *hint = "a variable is written $name or $(name)";
    if (end && is_name_start(*inner))
        hint = arena_printf(parser->evaluator->arena, "a calculation is written ($%.*s)",
            (int)(end - inner), inner);
    fail_at(parser->evaluator, here(parser, dollar, length), hint,
        "'$(' is followed by one name and ')'");
    return false;
}

/* $name or $(name); the parser stands behind the dollar. */
static bool parse_variable(Parser *parser, Datum *result)
{
    const char *dollar = parser->p - 1;
    bool braced = *parser->p == '(';
    if (braced)
        parser->p++;
    size_t length = name_length(parser->p);
    if (braced && (!is_name_start(*parser->p) || parser->p[length] != ')'))
        return refuse_calculation(parser, dollar);
    if (length > XC_MAX_WORD_LENGTH)
        return too_long(parser, parser->p, length);
    if (!is_name_start(*parser->p)) {
        fail_at(parser->evaluator, here(parser, dollar, 1),
            "a variable is written $name or $(name)", "no name follows '$'");
        return false;
    }
    const char *name = arena_strndup(parser->evaluator->arena, parser->p, length);
    parser->p += length + (braced ? 1 : 0);
    if (parser->skip) {
        set_bool(parser, result, false);
        return true;
    }
    Location at = here(parser, dollar, (size_t)(parser->p - dollar));
    Evaluator inner = *parser->evaluator;
    inner.levels += parser->depth;
    if (!lookup(&inner, name, at, result))
        return false;
    result->at = parser->tree->at;
    return true;
}

static bool parse_function(Parser *parser, const char *name, Datum *result)
{
    if (!parse_whole(parser, result) || !want_kind(parser, result, DATUM_NUMBER, name))
        return false;
    if (!accept_token(parser, ")"))
        return unexpected(parser);
    if (parser->skip)
        return true;
    double x = result->number;
    return set_number(parser, result, *name == 'r' ? round(x) : *name == 'f' ? floor(x) : ceil(x));
}

static bool parse_word(Parser *parser, Datum *result)
{
    const char *start = parser->p;
    size_t length = name_length(start);
    const char *word = arena_strndup(parser->evaluator->arena, start, length);
    parser->p += length;
    if (*parser->p == '(') {
        if (strcmp(word, "round") == 0 || strcmp(word, "floor") == 0 || strcmp(word, "ceil") == 0) {
            parser->p++;
            return parse_function(parser, word, result);
        }
        fail_at(parser->evaluator, here(parser, start, length),
            "the functions are round(), floor() and ceil()", "there is no function '%s'", word);
        return false;
    }
    if (strcmp(word, "true") == 0 || strcmp(word, "false") == 0) {
        set_bool(parser, result, *word == 't');
        return true;
    }
    bool yes = strcmp(word, "yes") == 0 || strcmp(word, "on") == 0;
    bool no = strcmp(word, "no") == 0 || strcmp(word, "off") == 0;
    if (yes || no) {
        fail_at(parser->evaluator, here(parser, start, length), yes ? "write true" : "write false",
            "'%s' is no truth value here", word);
        return false;
    }
    if (length > XC_MAX_WORD_LENGTH)
        return too_long(parser, start, length);
    if (strcmp(word, "and") == 0 || strcmp(word, "or") == 0) {
        parser->p = start;
        return unexpected(parser);
    }
    *result = (Datum){.kind = DATUM_WORD, .at = parser->tree->at, .word = word};
    return true;
}

/* he_normal for HeNormal, and same for SAME. */
static const char *small_word(Arena *arena, const char *text)
{
    char *word = arena_alloc(arena, 2 * strlen(text) + 1), *end = word;
    for (size_t i = 0; text[i]; i++) {
        bool capital = text[i] >= 'A' && text[i] <= 'Z';
        if (capital && i > 0 && is_name_start(text[i - 1]))
            *end++ = '_';
        *end++ = capital ? (char)(text[i] - 'A' + 'a') : text[i];
    }
    *end = 0;
    return word;
}

static bool parse_capital_word(Parser *parser)
{
    size_t length =
        strspn(parser->p, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
    const char *text = arena_strndup(parser->evaluator->arena, parser->p, length);
    const char *hint = arena_printf(parser->evaluator->arena, "words are small: %s",
        small_word(parser->evaluator->arena, text));
    if (strcasecmp(text, "true") == 0 || strcasecmp(text, "yes") == 0 ||
        strcasecmp(text, "on") == 0)
        hint = "write true";
    else if (strcasecmp(text, "false") == 0 || strcasecmp(text, "no") == 0 ||
             strcasecmp(text, "off") == 0)
        hint = "write false";
    fail_at(parser->evaluator, here(parser, parser->p, length), hint, "'%s' is no word", text);
    return false;
}

bool parse_atom(Parser *parser, Datum *result)
{
    skip_spaces(parser);
    if (accept_token(parser, "$"))
        return parse_variable(parser, result);
    if (accept_token(parser, "(")) {
        if (!parse_whole(parser, result))
            return false;
        return accept_token(parser, ")") || unexpected(parser);
    }
    if (is_digit(*parser->p))
        return parse_number(parser, result);
    if (is_name_start(*parser->p))
        return parse_word(parser, result);
    if (*parser->p >= 'A' && *parser->p <= 'Z')
        return parse_capital_word(parser);
    return unexpected(parser);
}

void visit_names(
    const Tree *scalar, void (*visit)(void *context, const char *name), void *context, Arena *arena)
{
    for (const char *p = strchr(scalar->text, '$'); p; p = strchr(p, '$')) {
        p += p[1] == '(' ? 2 : 1;
        size_t length = name_length(p);
        if (length && length <= XC_MAX_WORD_LENGTH)
            visit(context, arena_strndup(arena, p, length));
        p += length;
    }
}
