/* Counter-based random numbers: Philox4x32-10.
 *
 * J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw: Parallel random numbers: as easy as 1, 2, 3.
 * SC 2011. A block is a keyed bijection of its counter, so any element of any stream can be had
 * without those before it; that is what makes resumed runs exact and threads irrelevant. */
#include "xr.h"

#include <math.h>

enum { ROUNDS = 10 };

static const uint32_t multiplier0 = 0xD2511F53, multiplier1 = 0xCD9E8D57;
static const uint32_t weyl0 = 0x9E3779B9, weyl1 = 0xBB67AE85;

/* The counter is (index low, index high, a, b), the key the two halves of the seed. */
void xr_random_block(uint64_t seed, uint32_t a, uint32_t b, uint64_t index, uint32_t out[4])
{
    uint32_t c0 = (uint32_t)index, c1 = (uint32_t)(index >> 32), c2 = a, c3 = b;
    uint32_t key0 = (uint32_t)seed, key1 = (uint32_t)(seed >> 32);
    for (int round = 0; round < ROUNDS; round++) {
        uint64_t product0 = (uint64_t)multiplier0 * c0;
        uint64_t product1 = (uint64_t)multiplier1 * c2;
        c0 = (uint32_t)(product1 >> 32) ^ c1 ^ key0;
        c1 = (uint32_t)product1;
        c2 = (uint32_t)(product0 >> 32) ^ c3 ^ key1;
        c3 = (uint32_t)product0;
        key0 += weyl0;
        key1 += weyl1;
    }
    out[0] = c0;
    out[1] = c1;
    out[2] = c2;
    out[3] = c3;
}

xr_random xr_random_stream(uint64_t seed, uint32_t a, uint32_t b)
{
    return (xr_random){.seed = seed, .a = a, .b = b, .used = 4};
}

uint32_t xr_random_u32(xr_random *random)
{
    if (random->used == 4) {
        xr_random_block(random->seed, random->a, random->b, random->index++, random->block);
        random->used = 0;
    }
    return random->block[random->used++];
}

double xr_random_unit(xr_random *random)
{
    uint64_t high = xr_random_u32(random);
    uint64_t low = xr_random_u32(random);
    return (double)((high << 32 | low) >> 11) * 0x1p-53;
}

/* Box and Muller's cosine branch; the sine is not kept, so that a value depends only on where in
 * the stream it is. */
double xr_random_normal(xr_random *random)
{
    const double two_pi = 6.283185307179586476925;
    double radius = sqrt(-2.0 * log(1.0 - xr_random_unit(random)));
    return radius * cos(two_pi * xr_random_unit(random));
}

/* Rejects the first 2^32 mod bound words, which are what would make a remainder uneven. */
uint32_t xr_random_below(xr_random *random, uint32_t bound)
{
    if (bound < 2)
        return 0;
    uint32_t surplus = (0u - bound) % bound;
    uint32_t word;
    do
        word = xr_random_u32(random);
    while (word < surplus);
    return word % bound;
}
