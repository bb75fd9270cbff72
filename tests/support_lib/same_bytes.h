/* Training steps boiled down to one number, for demanding that runs agree to the last bit. */
#ifndef TEST_SAME_BYTES_H
#define TEST_SAME_BYTES_H

#include "support_lib/emitted.h"

typedef struct ByteRun {
    int threads;
    int steps;
    double learning_rate;
    uint64_t seed;
    bool poison_off; /* of a form that was compiled with -DXC_POISON */
} ByteRun;

/* Hash of weights, moving statistics, velocities and the probabilities of an evaluation after some
 * steps, the second of them a partial batch of one image, the third one short of whole. */
uint64_t bytes_after(const Loaded *loaded, const ByteRun *run);

#endif
