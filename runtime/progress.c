#include "progress.h"

#include <math.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "clock.h"

enum { WORD = 64, DETAIL = 192, LINE = 512, BAR_CELLS = 20, COLUMNS = 80, TICK_MILLISECONDS = 100 };

static const double live_interval = 0.1, plain_interval = 30.0;
/* Before that much time has passed, what is left is a guess that jumps about. */
static const double sure_after = 1.0;

struct xr_progress {
    xr_progress_settings settings;
    pthread_mutex_t lock; /* of all below, and of what is on the terminal */
    bool working;
    char what[WORD], unit[WORD], detail[DETAIL];
    long long done, all;
    bool bar;
    double left, told_at; /* seconds left, and when that was told */
    double began, shown_at;
    int drawn; /* columns of the line that stands there */
    char line[LINE]; /* itself */
    pthread_t thread;
    bool has_thread, is_over;
    bool guards; /* the thread reads the signals */
    sigset_t held; /* these */
    int signals, wake; /* signalfd and eventfd of the thread, or -1 */
};

/* ---- settings ------------------------------------------------------------------------------ */

/* A variable that is set to nothing is not set. */
static const char *variable(const char *name)
{
    const char *value = getenv(name);
    return value && value[0] ? value : NULL;
}

static double interval_asked(double usual)
{
    const char *text = variable("XCEPTC_PROGRESS");
    char *end = NULL;
    double seconds = text ? strtod(text, &end) : usual;
    return text && (*end || !(seconds >= 0.0)) ? usual : seconds;
}

xr_progress_settings xr_progress_standard(void)
{
    const char *terminal = variable("TERM");
    bool live = isatty(STDERR_FILENO) && !(terminal && strcmp(terminal, "dumb") == 0);
    return (xr_progress_settings){.stream = stderr,
        .live = live,
        .colour = live && !variable("NO_COLOR"),
        .interval = interval_asked(live ? live_interval : plain_interval)};
}

static double now(const xr_progress *progress)
{
    return progress->settings.clock ? progress->settings.clock() : xr_seconds();
}

/* ---- words --------------------------------------------------------------------------------- */

void xr_format_seconds(char text[32], double seconds)
{
    long long whole = seconds > 0.0 && seconds < 1e15 ? (long long)(seconds + 0.5) : 0;
    int minutes = (int)(whole / 60 % 60), rest = (int)(whole % 60);
    if (whole >= 3600)
        snprintf(text, 32, "%lld:%02d:%02d", whole / 3600, minutes, rest);
    else if (whole >= 60)
        snprintf(text, 32, "%d:%02d", minutes, rest);
    else
        snprintf(text, 32, "%d s", rest);
}

/* Bytes that reach the terminal one for a column: no control characters, and nothing wider or
 * narrower that would make a line wrap. */
static void copy_plain(char *target, size_t room, const char *text)
{
    size_t length = 0;
    for (; text && *text && length + 1 < room; text++)
        target[length++] = *text >= ' ' && *text < 127 ? *text : '?';
    target[length] = '\0';
}

/* Seconds left now, NAN where that can't be told. */
static double seconds_left(const xr_progress *progress, double at)
{
    double elapsed = at - progress->began;
    if (isnan(progress->left))
        return NAN;
    if (progress->left >= 0.0)
        return fmax(progress->left - (at - progress->told_at), 0.0);
    if (progress->done <= 0 || progress->all <= 0 || elapsed < sure_after)
        return NAN;
    double rate = (double)progress->done / fmax(progress->told_at - progress->began, 1e-9);
    return fmax((double)(progress->all - progress->done) / rate - (at - progress->told_at), 0.0);
}

/* What a line may consist of; what is narrow does without. */
typedef struct Pieces {
    char count[WORD + 48], detail[DETAIL + 2], elapsed[34], left[40], bar[BAR_CELLS + 2];
} Pieces;

static void draw_bar(const xr_progress *progress, char bar[BAR_CELLS + 2])
{
    double part = progress->all > 0 ? (double)progress->done / (double)progress->all : 0.0;
    int filled = (int)(fmin(fmax(part, 0.0), 1.0) * BAR_CELLS);
    memset(bar, '-', BAR_CELLS);
    memset(bar, '=', (size_t)filled);
    memcpy(bar + BAR_CELLS, " ", 2);
}

static void write_pieces(const xr_progress *progress, double at, Pieces *pieces)
{
    char time[32];
    double left = seconds_left(progress, at);
    *pieces = (Pieces){0};
    if (progress->all > 0)
        snprintf(pieces->count, sizeof pieces->count, "%lld/%lld%s%s", progress->done,
            progress->all, progress->unit[0] ? " " : "", progress->unit);
    if (progress->detail[0])
        snprintf(pieces->detail, sizeof pieces->detail, "  %s", progress->detail);
    xr_format_seconds(time, at - progress->began);
    snprintf(pieces->elapsed, sizeof pieces->elapsed, "  %s", time);
    if (isfinite(left)) {
        xr_format_seconds(time, left);
        snprintf(pieces->left, sizeof pieces->left, "  %s left", time);
    }
    if (progress->bar && progress->settings.live)
        draw_bar(progress, pieces->bar);
}

static size_t width_of(const xr_progress *progress, const Pieces *pieces)
{
    return strlen(progress->what) + 1 + strlen(pieces->bar) + strlen(pieces->count) +
           strlen(pieces->detail) + strlen(pieces->elapsed) + strlen(pieces->left);
}

/* Takes the last piece of the detail away; false when there is none. */
static bool shorten_detail(char *detail)
{
    char *last = NULL;
    for (char *p = strstr(detail, "  "); p; p = strstr(p + 2, "  "))
        last = p;
    if (!last)
        return false;
    *last = '\0';
    return true;
}

/* The line in at most `room` columns: the bar goes first, then the time that passed where the one
 * to come is known, then details; what is left is cut. */
static void write_line(
    const xr_progress *progress, double at, size_t room, bool colour, char line[LINE])
{
    Pieces pieces;
    write_pieces(progress, at, &pieces);
    if (width_of(progress, &pieces) > room)
        pieces.bar[0] = '\0';
    if (pieces.left[0] && width_of(progress, &pieces) > room)
        pieces.elapsed[0] = '\0';
    while (width_of(progress, &pieces) > room && shorten_detail(pieces.detail))
        continue;
    bool coloured = colour && pieces.bar[0];
    bool first = !pieces.bar[0] && !pieces.count[0]; /* a blank less before what has two */
    snprintf(line, LINE, "%s%s%s%s%s%s%s%s%s", progress->what, first ? "" : " ",
        coloured ? "\033[36m" : "", pieces.bar, coloured ? "\033[0m" : "", pieces.count,
        pieces.detail, pieces.elapsed, pieces.left);
    if (!coloured && strlen(line) > room)
        line[room] = '\0';
}

/* ---- drawing ------------------------------------------------------------------------------- */

static int columns_of(const xr_progress *progress)
{
    struct winsize size;
    if (progress->settings.columns > 0)
        return progress->settings.columns;
    bool known = ioctl(fileno(progress->settings.stream), TIOCGWINSZ, &size) == 0;
    return known && size.ws_col > 1 ? size.ws_col : COLUMNS;
}

/* Blanks and not an escape sequence: they do on every terminal. Two more cover the ^C that a
 * terminal writes behind the line. */
static void erase(xr_progress *progress)
{
    FILE *stream = progress->settings.stream;
    if (progress->drawn == 0)
        return;
    int width = progress->drawn + 2, most = columns_of(progress) - 1;
    fprintf(stream, "\r%*s\r", width < most ? width : most, "");
    fflush(stream);
    progress->drawn = 0;
}

/* Draws over what stands there, and blanks over what is longer of it. A line as wide as the
 * terminal would wrap. */
static void draw(xr_progress *progress, double at)
{
    char line[LINE];
    FILE *stream = progress->settings.stream;
    int columns = columns_of(progress);
    size_t room = (size_t)(columns < LINE ? columns : LINE) - 1;
    write_line(progress, at, room, false, line);
    int width = (int)strlen(line);
    if (progress->drawn > 0 && strcmp(line, progress->line) == 0)
        return;
    memcpy(progress->line, line, sizeof line);
    if (progress->settings.colour)
        write_line(progress, at, room, true, line);
    int rest = progress->drawn < columns ? progress->drawn - width : 0;
    fprintf(stream, "\r%s%*s", line, rest > 0 ? rest : 0, "");
    fflush(stream);
    progress->drawn = width;
}

static void show_when_due(xr_progress *progress, bool changed)
{
    double at = now(progress), interval = progress->settings.interval;
    char line[LINE];
    if (!progress->working || at - progress->shown_at < interval || (interval <= 0.0 && !changed))
        return;
    progress->shown_at = at;
    if (progress->settings.live) {
        draw(progress, at);
    } else {
        write_line(progress, at, LINE - 1, false, line);
        fprintf(progress->settings.stream, "%s\n", line);
        fflush(progress->settings.stream);
    }
}

/* ---- the thread ---------------------------------------------------------------------------- */

/* Ends the process by the signal, as if nobody had held it back. */
static void end_by(xr_progress *progress, int number)
{
    sigset_t one;
    erase(progress);
    sigemptyset(&one);
    sigaddset(&one, number);
    pthread_sigmask(SIG_UNBLOCK, &one, NULL);
    kill(getpid(), number);
}

static void take_signal(xr_progress *progress)
{
    struct signalfd_siginfo info;
    if (progress->guards && read(progress->signals, &info, sizeof info) == (ssize_t)sizeof info)
        end_by(progress, (int)info.ssi_signo);
}

static void *tick(void *argument)
{
    xr_progress *progress = argument;
    struct pollfd events[2] = {{.fd = progress->wake, .events = POLLIN}, {.events = POLLIN}};
    for (bool over = false; !over;) {
        uint64_t calls;
        pthread_mutex_lock(&progress->lock);
        events[1].fd = progress->guards ? progress->signals : -1;
        show_when_due(progress, false);
        pthread_mutex_unlock(&progress->lock);
        int ready = poll(events, 2, TICK_MILLISECONDS);
        pthread_mutex_lock(&progress->lock);
        if (ready > 0 && events[0].revents && read(progress->wake, &calls, sizeof calls) < 0)
            progress->is_over = true; /* never, as it was ready */
        if (ready > 0 && events[1].revents)
            take_signal(progress);
        over = progress->is_over;
        pthread_mutex_unlock(&progress->lock);
    }
    return NULL;
}

/* Signals that would end the process as it stands. */
static void choose_signals(sigset_t *held)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
    sigset_t before;
    pthread_sigmask(SIG_SETMASK, NULL, &before);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct sigaction action;
        if (!sigismember(&before, numbers[i]) && sigaction(numbers[i], NULL, &action) == 0 &&
            action.sa_handler == SIG_DFL)
            sigaddset(held, numbers[i]);
    }
}

/* The thread is interrupted by nothing. Threads that are made later inherit the mask of their
 * maker, so that nobody else takes the signals that are held. Without a thread the work itself
 * draws, and signals end the process as ever. */
static void start_thread(xr_progress *progress)
{
    sigset_t all, before;
    if (progress->settings.ends && progress->settings.live)
        choose_signals(&progress->held);
    progress->wake = eventfd(0, EFD_CLOEXEC);
    progress->signals = signalfd(-1, &progress->held, SFD_CLOEXEC | SFD_NONBLOCK);
    progress->guards = progress->settings.ends && progress->signals >= 0;
    if (progress->wake < 0)
        return;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    progress->has_thread = pthread_create(&progress->thread, NULL, tick, progress) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (progress->has_thread && progress->guards)
        pthread_sigmask(SIG_BLOCK, &progress->held, NULL);
}

static void wake_thread(xr_progress *progress)
{
    const uint64_t one = 1;
    if (write(progress->wake, &one, sizeof one) < 0)
        return; /* it looks by itself, a tick later */
}

static void stop_thread(xr_progress *progress)
{
    xr_progress_leave_signals(progress);
    if (progress->has_thread) {
        pthread_mutex_lock(&progress->lock);
        progress->is_over = true;
        pthread_mutex_unlock(&progress->lock);
        wake_thread(progress);
        pthread_join(progress->thread, NULL);
    }
    if (progress->wake >= 0)
        close(progress->wake);
    if (progress->signals >= 0)
        close(progress->signals);
}

/* ---- the public face ----------------------------------------------------------------------- */

/* Recursive, for pauses that nest. */
static bool make_lock(pthread_mutex_t *lock)
{
    pthread_mutexattr_t attributes;
    if (pthread_mutexattr_init(&attributes) != 0)
        return false;
    bool made = pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE) == 0 &&
                pthread_mutex_init(lock, &attributes) == 0;
    pthread_mutexattr_destroy(&attributes);
    return made;
}

xr_progress *xr_progress_create(const xr_progress_settings *settings)
{
    xr_progress *progress = calloc(1, sizeof *progress);
    if (!progress || !make_lock(&progress->lock)) {
        free(progress);
        return NULL;
    }
    progress->settings = *settings;
    progress->wake = progress->signals = -1;
    progress->shown_at = now(progress);
    sigemptyset(&progress->held);
    if (!settings->clock)
        start_thread(progress);
    return progress;
}

void xr_progress_destroy(xr_progress *progress)
{
    if (!progress)
        return;
    xr_progress_end(progress);
    stop_thread(progress);
    pthread_mutex_destroy(&progress->lock);
    free(progress);
}

void xr_progress_leave_signals(xr_progress *progress)
{
    if (!progress)
        return;
    pthread_mutex_lock(&progress->lock);
    bool guarded = progress->has_thread && progress->guards;
    progress->guards = false;
    erase(progress); /* one that waits ends the process here */
    pthread_mutex_unlock(&progress->lock);
    if (guarded)
        pthread_sigmask(SIG_UNBLOCK, &progress->held, NULL);
}

/* On a terminal work of a moment shows nothing. */
static void begin(xr_progress *progress, const char *what)
{
    copy_plain(progress->what, sizeof progress->what, what);
    progress->working = true;
    progress->began = now(progress);
    if (progress->settings.live && progress->drawn == 0)
        progress->shown_at = progress->began;
}

void xr_progress_show(xr_progress *progress, const xr_doing *doing)
{
    if (!progress)
        return;
    pthread_mutex_lock(&progress->lock);
    if (!progress->working || strcmp(progress->what, doing->what) != 0)
        begin(progress, doing->what);
    copy_plain(progress->unit, sizeof progress->unit, doing->unit);
    copy_plain(progress->detail, sizeof progress->detail, doing->detail);
    progress->done = doing->done;
    progress->all = doing->all;
    progress->bar = doing->bar;
    progress->left = doing->left;
    progress->told_at = now(progress);
    show_when_due(progress, true);
    pthread_mutex_unlock(&progress->lock);
}

void xr_progress_end(xr_progress *progress)
{
    if (!progress)
        return;
    pthread_mutex_lock(&progress->lock);
    progress->working = false;
    erase(progress);
    pthread_mutex_unlock(&progress->lock);
}

void xr_progress_pause(xr_progress *progress)
{
    if (!progress)
        return;
    pthread_mutex_lock(&progress->lock);
    erase(progress);
}

void xr_progress_resume(xr_progress *progress)
{
    if (progress)
        pthread_mutex_unlock(&progress->lock);
}
