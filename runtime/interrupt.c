/* A thread that reads signals from a signalfd: no handler, hence nothing at file scope.
 * SIGPIPE goes to the thread that writes, where no signalfd sees it: in its place the thread
 * watches whether somebody still reads what is written. */
#include "interrupt.h"

#include "clock.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct xr_interrupt {
    sigset_t watched, before;
    int signals; /* signalfd */
    int end; /* eventfd: written to end the thread */
    pthread_t thread;
    _Atomic int received;
    double received_at; /* on xr_seconds's clock; the watching thread's own */
};

/* The same signal twice within so many seconds is one: timeout and shells send one to a process and
 * once more to its group. */
static const double ECHO = 0.2;

enum { SIGNALS, END, OUTPUTS, EVENTS = OUTPUTS + 2 };

/* Standard output or error where that is a pipe whose end SIGPIPE would tell; else -1, which poll
 * passes over. */
static int watched_output(const xr_interrupt *interrupt, int fd)
{
    struct stat status;
    bool is_pipe = fstat(fd, &status) == 0 && S_ISFIFO(status.st_mode);
    return is_pipe && sigismember(&interrupt->watched, SIGPIPE) == 1 ? fd : -1;
}

/* The first asks for an end, the second is one. A Ctrl-C that ends the reader of a pipe as well is
 * one signal, in whichever order they are seen. */
static void take_signal(xr_interrupt *interrupt)
{
    struct signalfd_siginfo info;
    if (read(interrupt->signals, &info, sizeof info) != (ssize_t)sizeof info)
        return;
    const int number = (int)info.ssi_signo, before = atomic_load(&interrupt->received);
    const double now = xr_seconds();
    if (before == number && now - interrupt->received_at < ECHO)
        return;
    if (before != 0 && before != SIGPIPE)
        _exit(XR_SIGNAL + number);
    interrupt->received_at = now;
    atomic_store(&interrupt->received, number);
}

/* A pipe without a reader asks for an end like a signal, but what came before counts. */
static void take_output(xr_interrupt *interrupt, struct pollfd *output)
{
    int none = 0;
    if (!(output->revents & POLLERR))
        return;
    output->fd = -1;
    atomic_compare_exchange_strong(&interrupt->received, &none, SIGPIPE);
}

static void *watch(void *argument)
{
    xr_interrupt *interrupt = argument;
    struct pollfd events[EVENTS] = {
        [SIGNALS] = {.fd = interrupt->signals, .events = POLLIN},
        [END] = {.fd = interrupt->end, .events = POLLIN},
        [OUTPUTS] = {.fd = watched_output(interrupt, STDOUT_FILENO)},
        [OUTPUTS + 1] = {.fd = watched_output(interrupt, STDERR_FILENO)},
    };
    for (;;) {
        if (poll(events, EVENTS, -1) < 0) {
            if (errno == EINTR)
                continue;
            return NULL;
        }
        if (events[END].revents)
            return NULL;
        if (events[SIGNALS].revents)
            take_signal(interrupt);
        for (int i = OUTPUTS; i < EVENTS; i++)
            take_output(interrupt, &events[i]);
    }
}

static void choose_signals(sigset_t *set)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE};
    sigemptyset(set);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct sigaction action;
        if (sigaction(numbers[i], NULL, &action) == 0 && action.sa_handler != SIG_IGN)
            sigaddset(set, numbers[i]);
    }
}

static void release(xr_interrupt *interrupt)
{
    if (interrupt->signals >= 0)
        close(interrupt->signals);
    if (interrupt->end >= 0)
        close(interrupt->end);
    pthread_sigmask(SIG_SETMASK, &interrupt->before, NULL);
    free(interrupt);
}

xr_interrupt *xr_interrupt_start(xr_failure *failure)
{
    xr_interrupt *interrupt = calloc(1, sizeof *interrupt);
    if (!interrupt) {
        xr_fail(failure, XR_MACHINE, "no memory");
        return NULL;
    }
    choose_signals(&interrupt->watched);
    pthread_sigmask(SIG_BLOCK, &interrupt->watched, &interrupt->before);
    interrupt->signals = signalfd(-1, &interrupt->watched, SFD_CLOEXEC | SFD_NONBLOCK);
    interrupt->end = eventfd(0, EFD_CLOEXEC);
    int error = interrupt->signals >= 0 && interrupt->end >= 0
                    ? pthread_create(&interrupt->thread, NULL, watch, interrupt)
                    : errno;
    if (error == 0)
        return interrupt;
    release(interrupt);
    errno = error;
    xr_fail_errno(failure, "cannot watch for signals");
    return NULL;
}

int xr_interrupt_signal(const xr_interrupt *interrupt)
{
    return atomic_load(&interrupt->received);
}

/* The SIGPIPE of this thread's own writes was heeded; left waiting it would end the process once it
 * is let in. */
static void drop_pending_pipe(const xr_interrupt *interrupt)
{
    sigset_t pipe_only;
    sigemptyset(&pipe_only);
    sigaddset(&pipe_only, SIGPIPE);
    if (sigismember(&interrupt->watched, SIGPIPE) == 1)
        sigtimedwait(&pipe_only, NULL, &(struct timespec){.tv_sec = 0});
}

void xr_interrupt_stop(xr_interrupt *interrupt)
{
    if (!interrupt)
        return;
    uint64_t one = 1;
    if (write(interrupt->end, &one, sizeof one) == (ssize_t)sizeof one)
        pthread_join(interrupt->thread, NULL);
    else
        pthread_detach(interrupt->thread); /* can't happen: the counter starts at zero */
    drop_pending_pipe(interrupt);
    release(interrupt);
}
