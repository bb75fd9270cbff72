#define _GNU_SOURCE /* forkpty */
#include "terminal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cli/process.h"
#include "support/text.h"

#include <ctype.h>
#include <errno.h>
#include <pty.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* In the child: becomes xceptc. */
static _Noreturn void become(char **argv, const TerminalSetting *setting)
{
    const char *const *more = setting->environment;
    if (setting->directory && chdir(setting->directory) != 0)
        _exit(126);
    unsetenv("NO_COLOR");
    setenv("TERM", "xterm", 1);
    for (; more && *more; more++)
        putenv((char *)(uintptr_t)*more);
    execvp(argv[0], argv);
    _exit(127);
}

/* Reads until the other side is closed, which a terminal tells as an error. */
static void read_all(int terminal, Text *text, const char *interrupt_at)
{
    char block[4096];
    for (ssize_t size; (size = read(terminal, block, sizeof block)) != 0;) {
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0)
            return;
        text_printf(text, "%.*s", (int)size, block);
        if (interrupt_at && strstr(text_string(text), interrupt_at)) {
            assert_int_equal(write(terminal, "\003", 1), 1);
            interrupt_at = NULL;
        }
    }
}

char *run_at_terminal(Arena *arena, const char *words, const TerminalSetting *setting, int *status)
{
    const char *program = getenv("XCEPTC");
    Arguments arguments = {0};
    arguments_add(arena, &arguments, program ? program : XCEPTC_BINARY_DIR "/xceptc");
    arguments_add_words(arena, &arguments, words);
    char **argv = arguments_finish(arena, &arguments);
    struct winsize size = {.ws_row = 24, .ws_col = (unsigned short)setting->columns};
    Text text = {.arena = arena};
    int terminal, ended;
    fflush(NULL);
    pid_t child = forkpty(&terminal, NULL, NULL, &size);
    assert_true(child >= 0);
    if (child == 0)
        become(argv, setting);
    read_all(terminal, &text, setting->interrupt_at);
    assert_int_equal(waitpid(child, &ended, 0), child);
    close(terminal);
    *status = WIFSIGNALED(ended) ? 128 + WTERMSIG(ended) : WEXITSTATUS(ended);
    return arena_strdup(arena, text_string(&text));
}

/* Behind a colour, "\033[36m"; anything else is no sequence that we use. */
static const char *skip_colour(const char *text)
{
    const char *p = text + 1;
    if (*p++ != '[')
        fail_msg("an escape sequence that is no colour: %.20s", text + 1);
    while (isdigit((unsigned char)*p) || *p == ';')
        p++;
    if (*p != 'm')
        fail_msg("an escape sequence that is no colour: %.20s", text + 1);
    return p + 1;
}

enum { MOST_COLUMNS = 256 };

static void end_row(Text *screen, char row[MOST_COLUMNS])
{
    size_t length = MOST_COLUMNS;
    while (length > 0 && (row[length - 1] == ' ' || row[length - 1] == '\0'))
        length--;
    for (size_t i = 0; i < length; i++)
        row[i] = row[i] ? row[i] : ' ';
    text_printf(screen, "%.*s\n", (int)length, row);
    memset(row, 0, MOST_COLUMNS);
}

char *screen_after(Arena *arena, const char *text, int columns)
{
    char row[MOST_COLUMNS] = {0};
    Text screen = {.arena = arena};
    int column = 0;
    for (const char *p = text; *p;) {
        if (*p == '\033') {
            p = skip_colour(p);
            continue;
        }
        if (*p == '\r') {
            column = 0;
        } else if (*p == '\n') {
            end_row(&screen, row);
        } else {
            if (column == columns) { /* wraps */
                end_row(&screen, row);
                column = 0;
            }
            row[column++] = *p;
        }
        p++;
    }
    end_row(&screen, row);
    return arena_strdup(arena, text_string(&screen));
}

int widest_drawing(const char *text)
{
    int widest = 0;
    for (const char *p = strchr(text, '\r'); p;) {
        int width = 0;
        for (p++; *p && *p != '\r' && *p != '\n';) {
            if (*p == '\033') {
                p = skip_colour(p);
                continue;
            }
            width++, p++;
        }
        bool is_row = *p == '\r' && p[1] == '\n'; /* printed whole, not drawn in place */
        if (!is_row && width > widest)
            widest = width;
        p = *p == '\r' ? p : strchr(p, '\r');
    }
    return widest;
}
