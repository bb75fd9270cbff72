/* A tensor boiled down to 19 numbers, as tests/keras/record.py does it. */
#ifndef TEST_DIGEST_H
#define TEST_DIGEST_H

#include <stddef.h>
#include <stdint.h>

enum { DIGEST_ENTRIES = 16, DIGEST_NUMBERS = 3 + DIGEST_ENTRIES };

typedef struct Digest {
    double norm, sum;
    double projection; /* on the signs */
    double entries[DIGEST_ENTRIES]; /* at places that depend on the number of elements alone */
} Digest;

/* Signs and places of a seed, for tensors of at most `most` elements. */
typedef struct Digester {
    double *signs;
    uint64_t places[DIGEST_ENTRIES]; /* modulo the number of elements */
} Digester;

/* Aborts where memory is short. */
Digester digester_new(uint64_t seed, size_t most);
void digester_free(Digester *digester);

Digest digest_of(const Digester *digester, const double *elements, size_t count);

#endif
