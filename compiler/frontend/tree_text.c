#include "frontend/tree_text.h"

#include "plain.h"
#include <string.h>

enum { WIDTH = 100 };

static void write_flow(Text *text, const Tree *tree);
static void write_block(Text *text, int indent, const Tree *tree);

static bool is_plain(const char *scalar)
{
    static const char *const nulls[] = {"", "~", "null", "Null", "NULL", "<<", "---", "..."};
    for (size_t i = 0; i < sizeof nulls / sizeof *nulls; i++)
        if (strcmp(scalar, nulls[i]) == 0)
            return false;
    size_t length = strlen(scalar);
    bool minus = *scalar == '-' && length > 1 && scalar[1] != ' ';
    if (strchr("!&*?|>@`%'\"#:", *scalar) || (*scalar == '-' && !minus))
        return false;
    if (scalar[0] == ' ' || scalar[length - 1] == ' ' || strpbrk(scalar, ",[]{}#:\\"))
        return false;
    for (const char *p = scalar; *p; p++)
        if (*p < 0x20 || *p > 0x7E)
            return false;
    return true;
}

const char *scalar_text(Arena *arena, const char *scalar)
{
    Text text = {.arena = arena};
    if (is_plain(scalar))
        return scalar;
    text_add(&text, "\"");
    for (size_t rest = strlen(scalar), bytes; rest > 0; scalar += bytes, rest -= bytes) {
        unsigned code = 0;
        bytes = xr_utf8_character(scalar, rest, &code); /* what YAML gave is UTF-8 */
        bytes = bytes ? bytes : 1;
        if (*scalar == '"' || *scalar == '\\')
            text_printf(&text, "\\%c", *scalar);
        else if (xr_is_plain(code) && code >= 0x20)
            text_printf(&text, "%.*s", (int)bytes, scalar);
        else
            text_printf(&text, code < 0x100 ? "\\x%02X" : "\\u%04X", code);
    }
    text_add(&text, "\"");
    return text_string(&text);
}

const char *quoted_text(Arena *arena, const char *scalar)
{
    if (strcmp(plain_text(arena, scalar), scalar) != 0)
        return scalar_text(arena, scalar);
    Text text = {.arena = arena};
    text_add(&text, "'");
    for (const char *p = scalar; *p; p++)
        text_printf(&text, *p == '\'' ? "'%c" : "%c", *p);
    text_add(&text, "'");
    return text_string(&text);
}

/* ---- on one line ------------------------------------------------------------------------- */

static void write_pairs(Text *text, const Tree *map)
{
    for (size_t i = 0; i < map->count; i++) {
        text_printf(text, "%s%s: ", i ? ", " : "", scalar_text(text->arena, map->keys[i]->text));
        write_flow(text, map->items[i]);
    }
}

static void write_flow(Text *text, const Tree *tree)
{
    if (tree->kind == TREE_SCALAR) {
        text_add(text, scalar_text(text->arena, tree->text));
        return;
    }
    text_add(text, tree->kind == TREE_LIST ? "[" : "{");
    if (tree->kind == TREE_MAP)
        write_pairs(text, tree);
    for (size_t i = 0; tree->kind == TREE_LIST && i < tree->count; i++) {
        const Tree *item = tree->items[i];
        text_add(text, i ? ", " : "");
        if (item->kind == TREE_MAP && item->count == 1)
            write_pairs(text, item); /* [relu, conv: 8] */
        else
            write_flow(text, item);
    }
    text_add(text, tree->kind == TREE_LIST ? "]" : "}");
}

const char *flow_text(Arena *arena, const Tree *value)
{
    Text text = {.arena = arena};
    write_flow(&text, value);
    return text_string(&text);
}

/* The one-line form if it ends before the margin, else NULL. */
static const char *one_line(Arena *arena, int column, const Tree *tree)
{
    Text text = {.arena = arena};
    write_flow(&text, tree);
    bool fits = (size_t)column + text.count <= WIDTH || tree->kind == TREE_SCALAR || !tree->count;
    return fits ? text_string(&text) : NULL;
}

/* ---- in block style ---------------------------------------------------------------------- */

static void end_line(Text *text, const char *comment)
{
    text_printf(text, "%s%s\n", *comment ? "  # " : "", comment);
}

/* An entry whose line was begun: the text stands where the key goes, at column indent. */
static void write_begun(
    Text *text, int indent, const char *key, const Tree *value, const char *comment)
{
    const char *name = scalar_text(text->arena, key);
    const char *line = one_line(text->arena, indent + (int)strlen(name) + 2, value);
    text_printf(text, "%s:", name);
    if (line)
        text_printf(text, " %s", line);
    end_line(text, comment);
    if (!line)
        write_block(text, indent + 2, value);
}

void write_entry(Text *text, int indent, const char *key, const Tree *value, const char *comment)
{
    text_printf(text, "%*s", indent, "");
    write_begun(text, indent, key, value, comment);
}

static void write_item(Text *text, int indent, const Tree *item)
{
    text_printf(text, "%*s-", indent, "");
    if (item->kind == TREE_MAP && item->count > 0) {
        text_add(text, " ");
        write_begun(text, indent + 2, item->keys[0]->text, item->items[0], "");
        for (size_t i = 1; i < item->count; i++)
            write_entry(text, indent + 2, item->keys[i]->text, item->items[i], "");
        return;
    }
    const char *line = one_line(text->arena, indent + 2, item);
    text_printf(text, "%s%s\n", line ? " " : "", line ? line : "");
    if (!line)
        write_block(text, indent + 2, item);
}

static void write_block(Text *text, int indent, const Tree *tree)
{
    for (size_t i = 0; i < tree->count; i++) {
        if (tree->kind == TREE_LIST)
            write_item(text, indent, tree->items[i]);
        else
            write_entry(text, indent, tree->keys[i]->text, tree->items[i], "");
    }
}
