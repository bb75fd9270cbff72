/* Model files made at random: architectures that nobody planned for. */
#ifndef TEST_RANDOM_MODEL_H
#define TEST_RANDOM_MODEL_H

#include "support/base.h"

/* A model file, a pure function of the seed: an image of 1 to 9 pixels a side, 3 to 9 layers or
 * joins of every kind, at the limits of kernels too (many branches, wide windows), up to 102
 * classes. */
const char *random_model(Arena *arena, uint64_t seed);

#endif
