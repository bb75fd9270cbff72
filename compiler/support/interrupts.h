/* Work that is not to be cut off in its middle: SIGINT, SIGTERM and SIGHUP are held back while it
 * runs, so that it can look whether one came, clean up, and let it end the process then. No
 * handler, hence nothing at file scope. */
#ifndef XC_INTERRUPTS_H
#define XC_INTERRUPTS_H

#include <signal.h>
#include <stdbool.h>

typedef struct Interrupts {
    sigset_t held, before;
} Interrupts;

void interrupts_hold(Interrupts *interrupts);
/* Whether a signal is waiting. */
bool interrupts_came(const Interrupts *interrupts);
/* Lets go: a signal that is waiting ends the process here. */
void interrupts_release(const Interrupts *interrupts);

#endif
