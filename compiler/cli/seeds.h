/* train --seeds A..B: the same run once a seed, each in a directory of its own. */
#ifndef XC_CLI_SEEDS_H
#define XC_CLI_SEEDS_H

#include "cli/verb.h"

#define XC_SEEDS "seeds"

/* Builds the trainer once and trains a run a seed, one after the other, in OUT/seed-S; then tells
 * the mean and the deviation. With --resume runs that are complete are left alone, others go on or
 * begin. Stops at the first run that does not end well. Returns the exit status. */
int seeds_train(Command *command);

#endif
