#include "console.h"

#include <math.h>
#include <stdarg.h>

#include "plain.h"

xr_console xr_console_create(bool json, bool quiet, bool ends)
{
    xr_progress_settings settings = xr_progress_standard();
    settings.ends = ends;
    return (xr_console){
        .json = json, .quiet = quiet, .progress = quiet ? NULL : xr_progress_create(&settings)};
}

void xr_console_close(xr_console *console)
{
    xr_progress_destroy(console->progress);
    console->progress = NULL;
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
    xr_progress_pause(console->progress);
    if (stream)
        put_line(stream, line);
    if (console->log)
        put_line(console->log, line);
    xr_progress_resume(console->progress);
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

void xr_console_progress(xr_console *console, const xr_epoch_progress *progress)
{
    char what[48], detail[160] = "";
    if (!console->progress)
        return;
    snprintf(what, sizeof what, "epoch %d/%d", progress->epoch, progress->epochs);
    bool paced = progress->images_per_second > 0.0; /* else no step was made yet */
    if (paced)
        snprintf(detail, sizeof detail, "loss %.4f  accuracy %.4f%s  %.0f images/s", progress->loss,
            progress->accuracy, progress->data_note, progress->images_per_second);
    xr_progress_show(console->progress, &(xr_doing){.what = what,
                                            .done = progress->batch,
                                            .all = progress->batches,
                                            .detail = detail,
                                            .bar = true,
                                            .left = paced ? progress->seconds_left : (double)NAN});
}

void xr_console_doing(
    xr_console *console, const char *what, long long done, long long all, const char *unit)
{
    if (console)
        xr_progress_show(console->progress,
            &(xr_doing){.what = what, .done = done, .all = all, .unit = unit, .left = -1.0});
}

void xr_console_json(xr_console *console, xr_text *text)
{
    if (console->json && !text->failed && text->data) {
        xr_progress_pause(console->progress);
        fputs(text->data, stdout);
        fputc('\n', stdout);
        fflush(stdout);
        xr_progress_resume(console->progress);
    }
    xr_text_free(text);
}
