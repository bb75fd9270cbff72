#include "digest.h"

#include "support_lib/hash_random.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { STREAM_SIGNS = 10, STREAM_PLACES = 11 };

Digester digester_new(uint64_t seed, size_t most)
{
    Digester digester = {malloc((most > 0 ? most : 1) * sizeof(double)), {0}};
    if (digester.signs == NULL) {
        fputs("no memory for a digest\n", stderr);
        abort();
    }
    for (size_t i = 0; i < most; i++)
        digester.signs[i] = hash_word(seed, STREAM_SIGNS, i) >> 63 != 0 ? -1 : 1;
    for (size_t k = 0; k < DIGEST_ENTRIES; k++)
        digester.places[k] = hash_word(seed, STREAM_PLACES, k);
    return digester;
}

void digester_free(Digester *digester)
{
    free(digester->signs);
    digester->signs = NULL;
}

Digest digest_of(const Digester *digester, const double *elements, size_t count)
{
    Digest digest = {0};
    double squares = 0;
    for (size_t i = 0; i < count; i++) {
        squares += elements[i] * elements[i];
        digest.sum += elements[i];
        digest.projection += elements[i] * digester->signs[i];
    }
    digest.norm = sqrt(squares);
    for (size_t k = 0; k < DIGEST_ENTRIES; k++)
        digest.entries[k] = elements[digester->places[k] % count];
    return digest;
}
