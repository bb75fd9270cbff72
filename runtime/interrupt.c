/* A thread that reads signals from a signalfd: no handler, hence nothing at file scope. */
#include "interrupt.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

struct xr_interrupt {
    sigset_t watched, before;
    int signals; /* signalfd */
    int end; /* eventfd: written to end the thread */
    pthread_t thread;
    _Atomic int received;
};

static void *watch(void *argument)
{
    xr_interrupt *interrupt = argument;
    struct pollfd events[2] = {
        {.fd = interrupt->signals, .events = POLLIN}, {.fd = interrupt->end, .events = POLLIN}};
    for (;;) {
        if (poll(events, 2, -1) < 0) {
            if (errno == EINTR)
                continue;
            return NULL;
        }
        if (events[1].revents)
            return NULL;
        struct signalfd_siginfo info;
        if (read(interrupt->signals, &info, sizeof info) != (ssize_t)sizeof info)
            continue;
        if (atomic_load(&interrupt->received) != 0)
            _exit(XR_SIGNAL + (int)info.ssi_signo);
        atomic_store(&interrupt->received, (int)info.ssi_signo);
    }
}

static void choose_signals(sigset_t *set)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
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

void xr_interrupt_stop(xr_interrupt *interrupt)
{
    if (!interrupt)
        return;
    uint64_t one = 1;
    if (write(interrupt->end, &one, sizeof one) == (ssize_t)sizeof one)
        pthread_join(interrupt->thread, NULL);
    else
        pthread_detach(interrupt->thread); /* can't happen: the counter starts at zero */
    release(interrupt);
}
