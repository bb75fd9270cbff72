/* An emitted program in double beside a recording of Keras: the same weights, the same batches,
 * the same steps, and every recorded number compared.
 *
 * A digest d of a tensor T of n elements agrees when
 *     norm, sum, projection   |is - should| <= tolerance * ||T|| + floor
 *     an entry                |is - should| <= tolerance * max(|should|, ||T|| / sqrt(n)) + floor
 * and a loss when |is - should| <= tolerance * |should|.
 *
 * The floor is for what is zero in exact arithmetic: a bias that feeds a batch normalisation has no
 * gradient, and both sides compute rounding errors. They are sums of N terms whose sizes are those
 * in the sums of the layer's other gradients, so they are bounded by N * epsilon times these, with
 * N the pixels of a batch, at most 2^16 here: 2^16 * 2^-53 = 7e-12 of the gradients' norm G, and
 * far less in practice, since rounding errors have random signs. floor = 1e-12 * G. A tensor whose
 * recorded norm is so small that the floor matters (tolerance * norm < floor) must be such a bias.
 * Of a change the floor is that of the gradients times the rate times the most that ten Nesterov
 * steps can multiply it by (STEPS / (1 - 0.9)), plus the rounding of the weights themselves. */
#ifndef TEST_AGREEMENT_H
#define TEST_AGREEMENT_H

#include "recording.h"
#include "support_lib/emitted.h"

typedef struct Agreement {
    size_t comparisons, failures;
    size_t beneath_floor; /* tensors that are zero but for rounding */
    double worst; /* largest error as a multiple of what is allowed */
    double worst_first; /* of the first step: loss, gradients, probabilities before */
    bool quiet; /* print no failure: a planted fault is expected to fail */
} Agreement;

/* Runs the recorded steps and compares, all at one tolerance. */
void agreement_check(
    const Loaded *loaded, const Recording *recording, double tolerance, Agreement *agreement);

#endif
