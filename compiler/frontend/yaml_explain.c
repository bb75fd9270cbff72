#include "frontend/yaml_explain.h"

#include <ctype.h>
#include <string.h>

/* A line of the source without its break; number 0: there is none. */
typedef struct Line {
    const char *start;
    size_t length, indent;
    int number;
} Line;

static bool is_break(char c)
{
    return c == '\n' || c == '\r';
}

static Line line_at(const YamlProblem *problem, int number)
{
    const char *p = problem->text, *end = problem->text + problem->length;
    for (int n = 1; p < end; n++) {
        const char *start = p;
        while (p < end && !is_break(*p))
            p++;
        Line line = {.start = start, .length = (size_t)(p - start), .number = n};
        while (line.indent < line.length && start[line.indent] == ' ')
            line.indent++;
        if (n == number)
            return line;
        if (p < end)
            p += p + 1 < end && p[0] == '\r' && p[1] == '\n' ? 2 : 1;
    }
    return (Line){.start = end};
}

static bool is_blank(const Line *line)
{
    return line->indent == line->length || line->start[line->indent] == '#';
}

/* The nearest line above that says something. */
static Line line_above(const YamlProblem *problem, int number)
{
    Line line = {0};
    for (int n = number - 1; n > 0; n--) {
        line = line_at(problem, n);
        if (!is_blank(&line))
            return line;
    }
    return (Line){0};
}

static char first_of(const Line *line)
{
    return line->number && line->indent < line->length ? line->start[line->indent] : 0;
}

static bool is_item(const Line *line)
{
    bool alone = line->indent + 1 == line->length;
    return first_of(line) == '-' && (alone || line->start[line->indent + 1] == ' ');
}

static Location place_in(const YamlProblem *problem, const Line *line, size_t byte, size_t length)
{
    return (Location){problem->at.file, line->number, (int)byte + 1, (int)length};
}

static bool is_word_part(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* ---- slips ------------------------------------------------------------------------------- */

/* "-conv": a word that begins with a dash, no item of a list. */
static bool note_dash_without_space(Diag *diag, const YamlProblem *problem)
{
    Line lines[2] = {line_at(problem, problem->at.line), line_above(problem, problem->at.line)};
    for (int i = 0; i < 2; i++) {
        const Line *line = &lines[i];
        size_t word = line->indent + 1, end = word;
        if (first_of(line) != '-' || is_item(line) || line->start[word] == '-')
            continue;
        while (end < line->length && is_word_part(line->start[end]))
            end++;
        diag_note(diag, place_in(problem, line, line->indent, end - line->indent),
            "a space follows the dash: - %.*s", (int)(end - word), line->start + word);
        return true;
    }
    return false;
}

/* The item, or the key, above that this line belongs beside. */
static Line neighbour_above(const YamlProblem *problem, const Line *line)
{
    Line above = line_above(problem, line->number);
    while (above.number && is_item(&above) != is_item(line))
        above = line_above(problem, above.number);
    return above;
}

static bool note_indentation(Diag *diag, const YamlProblem *problem)
{
    Line line = line_at(problem, problem->at.line), above = neighbour_above(problem, &line);
    if (!above.number || above.indent == line.indent || !line.number)
        return false;
    diag_hint(diag, is_item(&line) ? "the dashes of a list stand in one column"
                                   : "all keys of a mapping begin in one column");
    diag_note(diag, place_in(problem, &above, above.indent, 1),
        "%zu spaces stand before this one, and %zu before the other", above.indent, line.indent);
    return true;
}

static bool hint_item_without_dash(Diag *diag, const YamlProblem *problem)
{
    Line line = line_at(problem, problem->at.line);
    if (!strstr(problem->problem, "'-' indicator") || first_of(&line) == '-')
        return false;
    diag_hint(diag, "each item of a list begins with '- '");
    return true;
}

static bool hint_bracket_too_many(Diag *diag, const YamlProblem *problem)
{
    Line line = line_at(problem, problem->at.line);
    size_t byte = (size_t)problem->at.column - 1;
    if (byte >= line.length || !strchr("]}", line.start[byte]))
        return false;
    diag_hint(diag, "a closing bracket too many");
    return true;
}

static bool hint_after_quote(Diag *diag, const YamlProblem *problem)
{
    Line line = line_at(problem, problem->at.line);
    size_t byte = (size_t)problem->at.column - 1;
    while (byte > 0 && byte <= line.length && line.start[byte - 1] == ' ')
        byte--;
    if (byte == 0 || byte > line.length || !strchr("'\"", line.start[byte - 1]))
        return false;
    diag_hint(diag, "a text in quotes ends with the quote");
    return true;
}

/* {filters: 4 kernel: 3}: the colon is one too many for what stands since the last comma. */
static bool note_missing_comma(Diag *diag, const YamlProblem *problem)
{
    Line line = line_at(problem, problem->at.line);
    size_t colon = (size_t)problem->at.column - 1, word = colon;
    if (colon >= line.length || line.start[colon] != ':')
        return false;
    while (word > 0 && is_word_part(line.start[word - 1]))
        word--;
    size_t before = word;
    while (before > 0 && line.start[before - 1] == ' ')
        before--;
    if (word == colon || (before > 0 && line.start[before - 1] == '-'))
        return false;
    diag_note(diag, place_in(problem, &line, word, colon - word),
        "a comma is missing before '%.*s'", (int)(colon - word), line.start + word);
    return true;
}

/* A quote that opens beside the bracket and closes lines below takes everything between. */
static bool note_long_quote(Diag *diag, const YamlProblem *problem)
{
    Line line = line_at(problem, problem->context_at.line);
    size_t quotes = 0, last = 0;
    for (size_t i = (size_t)problem->context_at.column; i < line.length; i++)
        if (strchr("'\"", line.start[i])) {
            quotes++;
            last = i;
        }
    if (problem->context_at.line == problem->at.line || quotes % 2 == 0)
        return false;
    diag_note(diag, place_in(problem, &line, last, 1), "the quote that is open");
    return true;
}

static void explain_bracket(Diag *diag, const YamlProblem *problem)
{
    if (!note_long_quote(diag, problem) && !note_missing_comma(diag, problem) &&
        problem->context_at.line < problem->at.line)
        diag_hint(diag, "most often the bracket is not closed");
    diag_note(diag, problem->context_at, "the bracket that is open");
}

/* ---- libyaml's messages ------------------------------------------------------------------ */

static bool explain_layout(Diag *diag, const YamlProblem *problem)
{
    return note_dash_without_space(diag, problem) || hint_bracket_too_many(diag, problem) ||
           hint_after_quote(diag, problem) || hint_item_without_dash(diag, problem) ||
           note_indentation(diag, problem);
}

/* A colon too many: the second one of its line, or the first where the line is indented too far. */
static void explain_colon(Diag *diag, const YamlProblem *problem)
{
    Line line = line_at(problem, problem->at.line);
    size_t colon = (size_t)problem->at.column - 1;
    bool second = line.number && colon <= line.length && memchr(line.start, ':', colon);
    if (second || !explain_layout(diag, problem))
        diag_hint(diag, "one 'key: value' a line, or {key: value, key: value}; "
                        "a text with a colon needs quotes");
}

void explain_yaml(Diag *diag, const YamlProblem *problem)
{
    const char *words = problem->problem, *context = problem->context;
    if (strstr(context, "parsing a flow"))
        explain_bracket(diag, problem);
    else if (strstr(context, "scanning a quoted scalar"))
        diag_note(diag, problem->context_at, "the quote that is open");
    else if (strstr(context, "scanning a tag"))
        diag_hint(diag, "'!' begins a YAML tag; 'not' negates: not $x");
    else if (strstr(context, "scanning an alias") || strstr(context, "scanning an anchor"))
        diag_hint(diag, "'*' multiplies between two values; a name is written $name");
    else if (strstr(words, "cannot start any token"))
        diag_hint(diag, "indent with spaces, not tabs; text with @ ` %% needs quotes");
    else if (strstr(words, "mapping values are not allowed"))
        explain_colon(diag, problem);
    else if (strstr(words, "could not find expected ':'")) {
        if (!note_dash_without_space(diag, problem)) {
            diag_hint(diag, "a key is followed by a colon and a space");
            diag_note(diag, problem->context_at, "no colon follows this");
        }
    } else if (strstr(words, "did not find expected"))
        explain_layout(diag, problem);
}
