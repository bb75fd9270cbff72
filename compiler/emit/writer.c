#include "emit/writer.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

Writer *writer_new(Arena *arena)
{
    Writer *writer = arena_alloc(arena, sizeof *writer);
    writer->arena = arena;
    return writer;
}

void bind_text(Writer *writer, const char *name, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *text = arena_vprintf(writer->arena, format, arguments);
    va_end(arguments);
    for (int i = 0; i < writer->binding_count; i++) {
        if (strcmp(writer->bindings[i].name, name) == 0) {
            writer->bindings[i].text = text;
            return;
        }
    }
    if (writer->binding_count == XC_MAX_BINDINGS)
        bug("too many bindings in a template");
    writer->bindings[writer->binding_count].name = name;
    writer->bindings[writer->binding_count++].text = text;
}

void unbind_all(Writer *writer)
{
    writer->binding_count = 0;
}

static void put(Writer *writer, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        vec_push(writer->arena, &writer->text, text[i]);
}

static void put_text(Writer *writer, const char *text)
{
    put(writer, text, strlen(text));
}

static void put_indent(Writer *writer, int columns)
{
    for (int i = 0; i < columns; i++)
        put(writer, " ", 1);
}

/* Braces outside of strings, character constants and comments of one line. */
static int brace_balance(const char *line, size_t length, bool *closes_first)
{
    int balance = 0;
    *closes_first = false;
    bool first = true;
    char quote = 0;
    for (size_t i = 0; i < length; i++) {
        char c = line[i];
        if (quote) {
            if (c == '\\')
                i++;
            else if (c == quote)
                quote = 0;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '/' && i + 1 < length && line[i + 1] == '*') {
            const char *end = strstr(line + i, "*/");
            if (!end)
                break;
            i = (size_t)(end - line) + 1;
        } else if (c == '{') {
            balance++;
        } else if (c == '}') {
            balance--;
            if (first)
                *closes_first = true;
        }
        if (!isspace((unsigned char)c))
            first = false;
    }
    return balance;
}

static void put_line(Writer *writer, const char *line, size_t length)
{
    while (length > 0 && line[length - 1] == ' ')
        length--;
    if (length == 0) {
        put(writer, "\n", 1);
        return;
    }
    bool closes_first;
    int balance = brace_balance(line, length, &closes_first);
    int depth = writer->depth - (closes_first ? 1 : 0);
    writer->depth += balance;
    if (writer->depth < 0 || depth < 0)
        bug("emitted code closes a brace that is not open: %.*s", (int)length, line);
    if (line[0] != '#')
        put_indent(writer, depth * XC_INDENT);
    put(writer, line, length);
    put(writer, "\n", 1);
}

/* A line that is broken already: the first part is indented, the others stand as they are. */
static void put_wrapped(Writer *writer, const char *whole)
{
    size_t first = strcspn(whole, "\n");
    put_line(writer, whole, first);
    if (whole[first]) {
        put_text(writer, whole + first + 1);
        put(writer, "\n", 1);
    }
}

/* Splits the text between the parentheses of a call at its own commas. */
static int split_arguments(Arena *arena, const char *text, size_t length, const char **out)
{
    int count = 0, depth = 0;
    size_t start = 0;
    for (size_t i = 0; i <= length; i++) {
        char c = i < length ? text[i] : ',';
        depth += c == '(' || c == '[' || c == '{';
        depth -= c == ')' || c == ']' || c == '}';
        if (c != ',' || depth > 0)
            continue;
        if (count == XC_MAX_BINDINGS)
            bug("a call of too many arguments: %s", text);
        out[count++] = arena_strndup(arena, text + start, i - start);
        start = i + 1;
        while (start < length && text[start] == ' ')
            start++;
    }
    return count;
}

/* A line that is too long: an assignment is broken behind its sign when the rest then fits, any
 * other at the arguments of its outermost call. */
static void put_long(Writer *writer, const char *line)
{
    Arena *arena = writer->arena;
    const char *sign = strstr(line, " = ");
    const char *open = strchr(line, '(');
    const char *close = strrchr(line, ')');
    int indent = (writer->depth + 1) * XC_INDENT;
    if (sign && (!open || sign < open || strchr(line, '*') < open) &&
        (size_t)indent + strlen(sign + 3) <= XC_LINE) {
        const char *head = arena_strndup(arena, line, (size_t)(sign + 2 - line));
        put_wrapped(writer, arena_printf(arena, "%s\n%*s%s", head, indent, "", sign + 3));
        return;
    }
    if (!open || !close || close < open) {
        put_line(writer, line, strlen(line));
        return;
    }
    const char *arguments[XC_MAX_BINDINGS];
    int count = split_arguments(arena, open + 1, (size_t)(close - open - 1), arguments);
    emit_call(writer, arena_strndup(arena, line, (size_t)(open + 1 - line)), arguments, count,
        arena_strdup(arena, close));
}

static const char *hole_text(Writer *writer, const char *name, size_t length)
{
    for (int i = 0; i < writer->binding_count; i++)
        if (strlen(writer->bindings[i].name) == length &&
            memcmp(writer->bindings[i].name, name, length) == 0)
            return writer->bindings[i].text;
    bug("nothing is bound to $%.*s", (int)length, name);
}

static const char *fill(Writer *writer, const char *line, size_t length)
{
    struct {
        char *data;
        size_t count, capacity;
    } out = {0};
    for (size_t i = 0; i < length; i++) {
        if (line[i] != '$') {
            vec_push(writer->arena, &out, line[i]);
            continue;
        }
        bool bracketed = i + 1 < length && line[i + 1] == '(';
        size_t begin = i + 1 + bracketed, end = begin;
        while (end < length && (islower((unsigned char)line[end]) || line[end] == '_'))
            end++;
        const char *text = hole_text(writer, line + begin, end - begin);
        for (; *text; text++)
            vec_push(writer->arena, &out, *text);
        i = end - 1 + bracketed;
    }
    vec_push(writer->arena, &out, '\0');
    return out.data;
}

void emit(Writer *writer, const char *template)
{
    while (*template) {
        size_t length = strcspn(template, "\n");
        const char *line = fill(writer, template, length);
        int deeper = (int)(strspn(line, " ") / XC_INDENT); /* a branch without braces */
        line += deeper * XC_INDENT;
        writer->depth += deeper;
        int depth = writer->depth - (line[0] == '}');
        if ((size_t)(depth * XC_INDENT) + strlen(line) > XC_LINE)
            put_long(writer, line);
        else
            put_line(writer, line, strlen(line));
        writer->depth -= deeper;
        template += length + (template[length] == '\n');
    }
}

void emit_line(Writer *writer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *line = arena_vprintf(writer->arena, format, arguments);
    va_end(arguments);
    put_line(writer, line, strlen(line));
}

void emit_blank(Writer *writer)
{
    put(writer, "\n", 1);
}

/* Column at which a continuation begins: one indentation further than the statement. */
static size_t continuation(const Writer *writer)
{
    return (size_t)(writer->depth + 1) * XC_INDENT;
}

void emit_call(
    Writer *writer, const char *head, const char *const *arguments, int count, const char *tail)
{
    Arena *arena = writer->arena;
    const char *joined = "";
    for (int i = 0; i < count; i++)
        joined = arena_printf(arena, "%s%s%s", joined, i ? ", " : "", arguments[i]);
    size_t rest = strlen(joined) + strlen(tail);
    size_t column = (size_t)writer->depth * XC_INDENT + strlen(head);
    const char *whole = head;
    if (column + rest <= XC_LINE) {
        emit_line(writer, "%s%s%s", head, joined, tail);
        return;
    }
    if (continuation(writer) + rest <= XC_LINE) {
        whole =
            arena_printf(arena, "%s\n%*s%s%s", head, (int)continuation(writer), "", joined, tail);
        put_wrapped(writer, whole);
        return;
    }
    for (int i = 0; i < count; i++) {
        bool last = i == count - 1;
        size_t length = strlen(arguments[i]) + (last ? strlen(tail) : 1);
        const char *separator = i > 0 ? " " : "";
        if (column + strlen(separator) + length > XC_LINE) {
            column = continuation(writer);
            separator = arena_printf(arena, "\n%*s", (int)column, "");
        } else {
            column += strlen(separator);
        }
        column += length;
        whole = arena_printf(arena, "%s%s%s%s", whole, separator, arguments[i], last ? tail : ",");
    }
    put_wrapped(writer, whole);
}

void emit_comment(Writer *writer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *text = comment_text(writer->arena, arena_vprintf(writer->arena, format, arguments));
    va_end(arguments);
    int indent = writer->depth * XC_INDENT;
    size_t column = (size_t)indent + 2;
    put_indent(writer, indent);
    put_text(writer, "/*");
    while (*text) {
        size_t length = strcspn(text, " ");
        bool last = text[length] == '\0';
        if (column + 1 + length + (last ? 3 : 0) > XC_LINE && column > (size_t)indent + 3) {
            put(writer, "\n", 1);
            put_indent(writer, indent);
            put_text(writer, " *");
            column = (size_t)indent + 2;
        }
        put(writer, " ", 1);
        put(writer, text, length);
        column += 1 + length;
        text += length;
        text += strspn(text, " ");
    }
    put_text(writer, " */\n");
}

const char *comment_text(Arena *arena, const char *text)
{
    char *copy = arena_strdup(arena, text);
    for (char *c = copy; *c; c++) {
        if ((unsigned char)*c < 0x20 || *c == 0x7f)
            *c = ' ';
        if (*c == '\\' || (c[0] == '*' && c[1] == '/') || (c[0] == '/' && c[1] == '*') ||
            (c[0] == '?' && c[1] == '?'))
            *c = '.';
    }
    return copy;
}

const char *string_literal(Arena *arena, const char *text)
{
    const char *out = "";
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        if (isalnum(*c) || strchr(" _-+*/.,:;()[]=<>{}!@#%^&|~", *c))
            out = arena_printf(arena, "%s%c", out, *c);
        else
            out = arena_printf(arena, "%s\\%03o", out, *c);
    }
    return arena_printf(arena, "\"%s\"", out);
}

const char *source_base(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

const char *writer_text(Writer *writer)
{
    if (writer->depth != 0)
        bug("emitted code leaves %d braces open", writer->depth);
    vec_push(writer->arena, &writer->text, '\0');
    writer->text.count--;
    return writer->text.data;
}
