#include "readme.h"

#include "support/text.h"

#include <string.h>

static const char indentation[] = "    ", fence[] = "```";

static bool starts_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

static bool is_command(const char *text)
{
    return starts_with(text, "xceptc ") || starts_with(text, "build/xceptc ");
}

static void add_command(Arena *arena, ReadmeItems *items, const char *text, size_t length)
{
    const char *command = arena_strndup(arena, text, length);
    const char *comment = strstr(command, "  #");
    if (comment)
        command = arena_strndup(arena, command, (size_t)(comment - command));
    vec_push(arena, items, ((ReadmeItem){.command = command}));
}

static void add_block(Arena *arena, ReadmeItems *items, const char *language, const Text *text)
{
    ReadmeBlock *block = arena_alloc(arena, sizeof *block);
    *block = (ReadmeBlock){language, arena_strdup(arena, text_string(text))};
    vec_push(arena, items, ((ReadmeItem){.block = block}));
}

/* The next line of the page, without its line break; NULL at the end. */
static const char *next_line(Arena *arena, const char **page)
{
    if (!**page)
        return NULL;
    size_t length = strcspn(*page, "\n");
    const char *line = arena_strndup(arena, *page, length);
    *page += length + ((*page)[length] == '\n');
    return line;
}

static void read_fence(Arena *arena, ReadmeItems *items, const char *opening, const char **page)
{
    Text text = {.arena = arena};
    for (const char *line; (line = next_line(arena, page)) && !starts_with(line, fence);)
        text_printf(&text, "%s\n", line);
    add_block(arena, items, opening + strlen(fence), &text);
}

/* Commands in backquotes, in a paragraph. */
static void read_paragraph(Arena *arena, ReadmeItems *items, const char *line)
{
    for (const char *open = strchr(line, '`'); open;) {
        const char *close = strchr(open + 1, '`');
        if (!close)
            return;
        if (is_command(open + 1))
            add_command(arena, items, open + 1, (size_t)(close - open - 1));
        open = strchr(close + 1, '`');
    }
}

/* An indented block, blank lines within it too: its commands, or all of it. */
static void read_indented(Arena *arena, ReadmeItems *items, const char *line, const char **page)
{
    Text text = {.arena = arena};
    bool commands = false;
    for (;;) {
        const char *rest = starts_with(line, indentation) ? line + strlen(indentation) : line;
        if (is_command(rest)) {
            commands = true;
            add_command(arena, items, rest, strlen(rest));
        }
        text_printf(&text, "%s\n", rest);
        const char *after = *page;
        bool goes_on = starts_with(after, indentation) ||
                       (starts_with(after, "\n") && starts_with(after + 1, indentation) &&
                           !is_command(after + 1 + strlen(indentation)) && !commands);
        if (!goes_on)
            break;
        line = next_line(arena, page);
    }
    if (!commands)
        add_block(arena, items, "", &text);
}

ReadmeItems readme_items(Arena *arena, const char *page)
{
    ReadmeItems items = {0};
    for (const char *line; (line = next_line(arena, &page));) {
        if (starts_with(line, fence))
            read_fence(arena, &items, line, &page);
        else if (starts_with(line, indentation))
            read_indented(arena, &items, line, &page);
        else
            read_paragraph(arena, &items, line);
    }
    return items;
}

/* ---- what is shown ----------------------------------------------------------------------------
 */

/* Does the line that is shown stand for this one? */
static bool is_shown_by(const char *line, const char *shown)
{
    size_t length = strlen(shown);
    bool open = length > 3 && strcmp(shown + length - 3, "...") == 0;
    return open ? strncmp(line, shown, length - 3) == 0 : strcmp(line, shown) == 0;
}

static bool is_gap(const char *shown)
{
    return strcmp(shown + strspn(shown, " "), "...") == 0;
}

bool readme_shows(Arena *arena, const char *shown, const char *output, const char **missing)
{
    bool gap = true; /* lines of the output may be left out */
    for (const char *wanted; (wanted = next_line(arena, &shown));) {
        if (is_gap(wanted) || (gap && !*wanted)) { /* blank lines belong to the gap */
            gap = true;
            continue;
        }
        const char *line = next_line(arena, &output);
        while (gap && line && !is_shown_by(line, wanted))
            line = next_line(arena, &output);
        *missing = wanted;
        if (!line || !is_shown_by(line, wanted))
            return false;
        gap = false;
    }
    *missing = NULL;
    return true;
}
