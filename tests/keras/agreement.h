/* An emitted program in double beside a recording of Keras: the same weights, the same batches,
 * the same steps, and every recorded number compared.
 *
 * A digest of a tensor T of n elements agrees when
 *     norm, sum, projection   |is - should| <= tolerance * ||T||
 *     an entry                |is - should| <= tolerance * max(|should|, ||T|| / sqrt(n))
 * and a loss when |is - should| <= tolerance * |should|.
 *
 * Some gradients are zero in exact arithmetic: those of a bias that feeds a batch normalisation, or
 * of whatever else only shifts a channel that is then normalised. Both sides compute rounding
 * errors there, and no relative error makes sense. They are errors in sums of N terms as large as
 * those in the layer's other gradients, so they are at most N * epsilon times these: with N <= 2^16
 * pixels in a batch 2^16 * 2^-53 = 7e-12 times the norm G of all gradients, and since they have
 * random signs, some 2^8 * 2^-53 = 3e-14 of it. A gradient counts as zero when Keras's norm of it
 * is at most 1e-12 * G, and ours has to be, too; how many there are is counted, so that a test can
 * pin it. What is not zero gets no such allowance (the smallest in any recording is above 1e-5 *
 * G).
 *
 * A change is a difference of weights, which are rounded at each step: 1e-15 times their norm is
 * allowed besides; and where the gradient is zero, what ten steps can make of 1e-12 * G. */
#ifndef TEST_AGREEMENT_H
#define TEST_AGREEMENT_H

#include "recording.h"
#include "support_lib/emitted.h"

typedef enum AgreementKind {
    AGREE_LOSSES,
    AGREE_GRADIENTS,
    AGREE_CHANGES, /* of parameters and moving statistics */
    AGREE_PROBABILITIES,
    AGREE_KINDS
} AgreementKind;

typedef struct Agreement {
    size_t comparisons;
    size_t failures[AGREE_KINDS];
    size_t zero_gradients; /* of how many parameters */
    double worst; /* largest error as a multiple of what is allowed */
    bool quiet; /* print no failure: a planted fault is expected to fail */
} Agreement;

/* Takes the first `steps` of the recorded steps, or all of them, and compares. What is recorded of
 * the end is compared after all of them only. */
void agreement_check(const Loaded *loaded, const Recording *recording, size_t steps,
    double tolerance, Agreement *agreement);
size_t agreement_failures(const Agreement *agreement);

#endif
