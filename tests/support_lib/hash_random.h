/* Numbers that are a pure function of (seed, stream, index): the same in every test, in any order.
 * The mixer is splitmix64's finaliser (Steele, Lea and Flood 2014). */
#ifndef TEST_HASH_RANDOM_H
#define TEST_HASH_RANDOM_H

#include <stddef.h>
#include <stdint.h>

uint64_t hash_word(uint64_t seed, uint64_t stream, uint64_t index);
/* In [-1, 1). */
double hash_signed(uint64_t seed, uint64_t stream, uint64_t index);
/* In [0, bound). */
int hash_below(uint64_t seed, uint64_t stream, uint64_t index, int bound);
/* scale * hash_signed + shift into every element. */
void hash_fill(
    double *data, size_t count, uint64_t seed, uint64_t stream, double scale, double shift);

#endif
