/* Data as a model file says them. */
#ifndef XC_CLI_DATA_TEXT_H
#define XC_CLI_DATA_TEXT_H

#include "support/base.h"

/* "[117.5, 107.25, 76.5]": a number a channel, with six digits. Of divisors one that is nothing but
 * rounding (a constant channel) becomes 1. */
const char *data_text_channels(Arena *arena, const double *numbers, int count, bool divisors);

/* A path as training.data and 'extends' want it: with a slash or a full stop, which tells it from a
 * name, and quoted where YAML wants that. */
const char *data_text_path(Arena *arena, const char *path);

#endif
