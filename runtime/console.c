#include "console.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "clock.h"
#include "plain.h"

enum { BAR_CELLS = 20 };

static const double live_interval = 0.1, plain_interval = 30.0;

xr_console xr_console_create(bool json, bool quiet)
{
    const char *no_color = getenv("NO_COLOR");
    bool plain = no_color && no_color[0];
    return (xr_console){.json = json,
        .quiet = quiet,
        .live = isatty(STDERR_FILENO) && !plain,
        .shown_at = xr_seconds()};
}

static void erase_line(xr_console *console)
{
    if (console->drawn)
        fputs("\r\033[K", stderr);
    console->drawn = false;
}

static void put_line(FILE *stream, const char *line)
{
    fputs(line, stream);
    fputc('\n', stream);
    fflush(stream);
}

/* One line to `stream` (NULL: none) and to the log. Names of classes, files and data are in it, and
 * go out plain. */
static void print_line(xr_console *console, FILE *stream, const char *format, va_list arguments)
    __attribute__((format(printf, 3, 0)));

static void print_line(xr_console *console, FILE *stream, const char *format, va_list arguments)
{
    xr_text text = {0};
    xr_text_append_list(&text, format, arguments);
    if (text.failed)
        xr_text_free(&text);
    else
        xr_make_plain(text.data, true);
    const char *line = text.data ? text.data : "(no memory for this line)";
    erase_line(console);
    if (stream)
        put_line(stream, line);
    if (console->log)
        put_line(console->log, line);
    xr_text_free(&text);
}

void xr_console_result(xr_console *console, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    bool shown = !console->quiet && !console->document;
    FILE *stream = !console->json ? stdout : shown ? stderr : NULL;
    print_line(console, stream, format, arguments);
    va_end(arguments);
}

void xr_console_note(xr_console *console, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    print_line(console, console->quiet ? NULL : stderr, format, arguments);
    va_end(arguments);
}

static void print_always(xr_console *console, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void print_always(xr_console *console, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    print_line(console, stderr, format, arguments);
    va_end(arguments);
}

void xr_console_error(xr_console *console, const char *message)
{
    print_always(console, "error: %s", message);
}

void xr_console_warning(xr_console *console, const char *message)
{
    print_always(console, "warning: %s", message);
}

void xr_format_seconds(char text[32], double seconds)
{
    long long whole = seconds > 0.0 && seconds < 1e15 ? (long long)(seconds + 0.5) : 0;
    int minutes = (int)(whole / 60 % 60), rest = (int)(whole % 60);
    if (whole >= 3600)
        snprintf(text, 32, "%lld:%02d:%02d", whole / 3600, minutes, rest);
    else
        snprintf(text, 32, "%d:%02d", minutes, rest);
}

static void draw_bar(char bar[BAR_CELLS + 1], int done, int all)
{
    int filled = all > 0 ? (int)((long long)done * BAR_CELLS / all) : 0;
    memset(bar, '-', BAR_CELLS);
    memset(bar, '=', (size_t)filled);
    bar[BAR_CELLS] = '\0';
}

static int terminal_columns(void)
{
    struct winsize size;
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

/* Draws the moving line: with the bar where there is room for it, cut where there is too little. A
 * line that wrapped could not be drawn over. */
static void draw_live(xr_console *console, const xr_progress *progress, const char *line)
{
    char bar[BAR_CELLS + 1], epoch[48];
    int room = terminal_columns() - 1;
    snprintf(epoch, sizeof epoch, "epoch %d/%d ", progress->epoch, progress->epochs);
    draw_bar(bar, progress->batch, progress->batches);
    int needed = (int)(strlen(epoch) + strlen(line));
    fputs("\r\033[K", stderr);
    if (needed + BAR_CELLS + 1 <= room)
        fprintf(stderr, "%s\033[36m%s\033[0m %s", epoch, bar, line);
    else if (room > (int)strlen(epoch))
        fprintf(stderr, "%s%.*s", epoch, room - (int)strlen(epoch), line);
    console->drawn = true;
}

void xr_console_progress(xr_console *console, const xr_progress *progress)
{
    double now = xr_seconds();
    if (console->quiet ||
        now - console->shown_at < (console->live ? live_interval : plain_interval))
        return;
    console->shown_at = now;
    char line[256], left[32];
    xr_format_seconds(left, progress->seconds_left);
    snprintf(line, sizeof line, "%d/%d  loss %.4f  accuracy %.4f%s  %.0f images/s  %s left",
        progress->batch, progress->batches, progress->loss, progress->accuracy, progress->data_note,
        progress->images_per_second, left);
    if (console->live)
        draw_live(console, progress, line);
    else
        fprintf(stderr, "epoch %d/%d %s\n", progress->epoch, progress->epochs, line);
    fflush(stderr);
}

void xr_console_json(xr_console *console, xr_text *text)
{
    if (console->json && !text->failed && text->data) {
        fputs(text->data, stdout);
        fputc('\n', stdout);
        fflush(stdout);
    }
    xr_text_free(text);
}
