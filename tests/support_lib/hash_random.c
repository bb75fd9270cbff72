#include "support_lib/hash_random.h"

static uint64_t mix(uint64_t x)
{
    x ^= x >> 30;
    x *= UINT64_C(0xbf58476d1ce4e5b9);
    x ^= x >> 27;
    x *= UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

uint64_t hash_word(uint64_t seed, uint64_t stream, uint64_t index)
{
    const uint64_t golden = UINT64_C(0x9e3779b97f4a7c15);
    return mix(mix(mix(seed + golden) + stream * golden + 1) + index * golden);
}

double hash_signed(uint64_t seed, uint64_t stream, uint64_t index)
{
    return (double)(hash_word(seed, stream, index) >> 11) * 0x1p-52 - 1;
}

int hash_below(uint64_t seed, uint64_t stream, uint64_t index, int bound)
{
    return (int)(hash_word(seed, stream, index) % (uint64_t)bound);
}

void hash_fill(
    double *data, size_t count, uint64_t seed, uint64_t stream, double scale, double shift)
{
    for (size_t i = 0; i < count; i++)
        data[i] = scale * hash_signed(seed, stream, i) + shift;
}
