/* The checks of the verb `verify`: whether a generated program, in double precision, computes the
 * gradients and updates that it should. They know of the model what its table says, and nothing of
 * the network in it.
 *
 * A check compares numbers, or bytes where its result allows no error. */
#ifndef XR_VERIFY_H
#define XR_VERIFY_H

#include "console.h"
#include "failure.h"
#include "options.h"
#include "xr.h"

/* What all checks start from: images, labels and weights, a pure function of the seed. Weights keep
 * activations in range at any depth, and everything else is away from its trivial value, so that
 * no term of a formula can hide. */
typedef struct xr_trial {
    const xr_model *model;
    const xr_options *options;
    xr_console *console; /* where checks show how far they are; NULL: nowhere */
    uint64_t seed;
    int count; /* images */
    xr_real *images;
    int32_t *labels;
    xr_real *values; /* a block of parameters */
} xr_trial;

bool xr_trial_create(
    xr_trial *trial, const xr_model *model, const xr_options *options, xr_failure *failure);
void xr_trial_free(xr_trial *trial);
/* Draws all of it anew; point 0 is what create draws. */
void xr_trial_draw(xr_trial *trial, int point);

/* The model with a trial's weights in it. Close it also after a failure. */
typedef struct xr_instance {
    const xr_trial *trial;
    xr_pool *pool;
    xr_net *net;
} xr_instance;

bool xr_instance_open(
    xr_instance *instance, const xr_trial *trial, int threads, xr_failure *failure);
void xr_instance_close(xr_instance *instance);
/* Puts a block of weights into the model. */
void xr_instance_set(xr_instance *instance, const xr_real *values);
/* A training step on the trial's first `count` images. */
xr_metrics xr_instance_step(xr_instance *instance, int count, const xr_step *step);

/* A zeroed array of reals, or NULL after a failure. */
xr_real *xr_trial_reals(size_t count, xr_failure *failure);

/* Walks over the elements of a parameter: for (xr_walk w = xr_elements(p); xr_walk_on(&w);). */
typedef struct xr_walk {
    const xr_parameter *parameter;
    int row, column;
    size_t index; /* in a block */
} xr_walk;
xr_walk xr_elements(const xr_parameter *parameter);
bool xr_walk_on(xr_walk *walk);

/* The outcome of a check: a row of the verb's table. */
typedef struct xr_finding {
    const char *check;
    char compared[96]; /* "45 parameters in 12 groups" */
    double worst; /* relative error */
    double allowed; /* 0: the bytes have to be the same */
    int failures;
    double seconds; /* that the check took */
    bool left_out; /* the model gives nothing to check */
    char note[256]; /* the first failure, or why it was left out */
} xr_finding;

/* Records one comparison: is against should, relative to the larger of |should| and scale. */
void xr_finding_compare(
    xr_finding *finding, double is, double should, double scale, const char *what);
/* Records a failure, and the first one's words. */
void xr_finding_fail(xr_finding *finding, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Shows that a check has done so much of all: "gradients 12/45 groups". */
void xr_trial_doing(
    const xr_trial *trial, const xr_finding *finding, int done, int all, const char *unit);

/* A check fills its finding; false with a failure when the machine did not let it. */
typedef bool xr_check(const xr_trial *trial, xr_finding *finding, xr_failure *failure);

xr_check xr_verify_gradients; /* the backward pass against differences of the loss */
xr_check xr_verify_elements; /* the same for single elements */
xr_check xr_verify_regularization; /* l1 and l2 terms against their formula */
xr_check xr_verify_update; /* two steps against the optimizer's formula */
xr_check xr_verify_inference; /* with a batch's own statistics: what training computes */
xr_check xr_verify_partial; /* images alone as in company; nothing is left over from a batch */
xr_check xr_verify_threads; /* 1, 2 and 3 threads: the same bytes */
xr_check xr_verify_poison; /* NaN in all memory that holds nothing: the same bytes */

#endif
