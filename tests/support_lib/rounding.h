/* Single precision against the program's own double form: the same emitted source, the same
 * weights and images, compared tensor by tensor, each within a tolerance that is derived from the
 * length of its sums and the unit roundoff u = 2^-24 of a float.
 *
 * The derivation. A product that is added by FMA to a running sum is rounded once. Rounding errors
 * are independent, of mean zero and variance 0.18 u^2 relative to what is rounded (the mean of
 * u^2/(3 m^2) over a mantissa m of log-uniform size). A chain of K of them rounds its K partial
 * sums; these grow with the square root of their length, or linearly where all terms have one
 * sign, so that the result has the relative variance
 *
 *     0.09 K u^2   or   0.06 K u^2:   r(K) = 0.09 K.
 *
 * All chains here are plain: an output element of a product is one chain over the reduced index,
 * a weight gradient one over pixels and images (or eight, merged: shorter), sums of a
 * normalisation one over the pixels of an image, merged over images in double.
 *
 * Errors of different operations are independent, so variances add along the Graph of the training
 * step, in units of u^2, normwise for each value:
 *     linear maps       v(x) + r(K): a relative error passes, the chain's own is added
 *     sums              the largest v of the terms; products: the sum of their v
 *     normalisation     k^2 (v(x) + 1), k^2 = E[x^2] / var(x) over the channels: it removes the
 *                       mean, and with it whatever made x large
 *     its gradient      v(dy) + k^2 v(x)
 *     softmax           the absolute error of the logits: four times the variance
 * What the parameters and images bring is zero: they are the same floats on both sides.
 *
 * The tolerance of a gradient is 4 sqrt(v) u of its norm: four standard deviations of a bound that
 * is itself not reached, since a relu's zeros and averages carry no error. Where a gradient cancels
 * by construction (a bias or beta before another normalisation), it is measured by a gradient whose
 * terms have the same size.
 *
 * Kinks. A relu whose input is within its error of zero, or a pool whose two largest are so near,
 * may decide otherwise than in double; then that element's gradient is wrong whole. With n elements
 * of a map this is 1/sqrt(n) of the map's gradient, a thousand times what rounding does, for one
 * element in a million. So a comparison has two verdicts: within the tolerance (no decision
 * fell otherwise), or within the looser one for kinks. */
#ifndef TEST_ROUNDING_H
#define TEST_ROUNDING_H

#include "support_lib/emitted.h"

typedef struct RoundingReport {
    size_t comparisons;
    size_t failures; /* beyond the tolerance */
    size_t broken; /* beyond what kinks explain, or not finite */
    double largest, mean; /* error as a part of the tolerance */
    const char *worst; /* tensor of the largest */
} RoundingReport;

typedef struct RoundingTrial {
    int count; /* images */
    int threads;
    uint64_t seed;
} RoundingTrial;

/* One step, its loss, gradients, moving statistics and updated weights; then an evaluation with
 * the batch's own statistics as moving ones. */
RoundingReport rounding_of_a_step(
    const Loaded *single, const Loaded *wide, const RoundingTrial *trial);

/* Steps on one batch: ||w - w'|| / ||w' - w0|| over all trainable weights, how far the forms drift
 * apart as a part of how far training went. */
double rounding_drift(
    const Loaded *single, const Loaded *wide, const RoundingTrial *trial, int steps);

/* One step of a model whose first layer normalises its images, with pixels of this mean and spread
 * (uniform, so their variance is spread^2 / 3): the moving variance of the first channel. */
double rounding_variance_far_from_zero(const Loaded *loaded, double mean, double spread);

#endif
