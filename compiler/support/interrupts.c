#include "support/interrupts.h"

#include <stddef.h>

static const int signals[] = {SIGINT, SIGTERM, SIGHUP};

enum { SIGNALS = sizeof signals / sizeof *signals };

/* Signals that are ignored, as under nohup, stay so, and those that are blocked are someone else's.
 */
static bool is_ours(const Interrupts *interrupts, int number)
{
    struct sigaction action;
    return !sigismember(&interrupts->before, number) && sigaction(number, NULL, &action) == 0 &&
           action.sa_handler != SIG_IGN;
}

void interrupts_hold(Interrupts *interrupts)
{
    sigemptyset(&interrupts->held);
    sigprocmask(SIG_BLOCK, NULL, &interrupts->before);
    for (int i = 0; i < SIGNALS; i++)
        if (is_ours(interrupts, signals[i]))
            sigaddset(&interrupts->held, signals[i]);
    sigprocmask(SIG_BLOCK, &interrupts->held, NULL);
}

bool interrupts_came(const Interrupts *interrupts)
{
    sigset_t waiting;
    sigemptyset(&waiting);
    sigpending(&waiting);
    for (int i = 0; i < SIGNALS; i++)
        if (sigismember(&interrupts->held, signals[i]) && sigismember(&waiting, signals[i]))
            return true;
    return false;
}

void interrupts_release(const Interrupts *interrupts)
{
    sigprocmask(SIG_SETMASK, &interrupts->before, NULL);
}
