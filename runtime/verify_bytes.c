/* What allows no error: results that have to be the same to the last bit. */
#include "verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "checkpoint_format.h"

static const double learning_rate = 0.01;

static uint64_t hash_block(uint64_t hash, const xr_instance *instance, xr_slot slot)
{
    const xr_model *model = instance->trial->model;
    const xr_real *block = model->block(instance->net, slot);
    return block ? xr_checksum(hash, block, model->parameter_reals * sizeof *block) : hash;
}

/* ---- threads and poison -------------------------------------------------------------------- */

typedef struct Run {
    int threads;
    bool poisoned;
} Run;

/* Everything that three steps and an evaluation leave behind, as one number. The second and the
 * third step are partial. */
static bool digest(const xr_trial *trial, const Run *run, uint64_t *hash, xr_failure *failure)
{
    const xr_model *model = trial->model;
    const int counts[] = {trial->count, 1, trial->count > 1 ? trial->count - 1 : 1};
    xr_real *probabilities = xr_trial_reals((size_t)trial->count * (size_t)model->classes, failure);
    xr_instance instance = {.trial = trial};
    bool fine = probabilities && xr_instance_open(&instance, trial, run->threads, failure);
    *hash = XR_CHECKSUM_START;
    if (fine && run->poisoned)
        model->poison(instance.net, true);
    for (int s = 0; fine && s < 3; s++) {
        const xr_step step = {learning_rate, trial->seed, (uint64_t)s, true};
        xr_metrics metrics = xr_instance_step(&instance, counts[s], &step);
        *hash = xr_checksum(*hash, &metrics.loss, sizeof metrics.loss);
        *hash = hash_block(*hash, &instance, XR_GRADIENT);
    }
    if (fine) {
        xr_metrics metrics;
        model->evaluate(
            instance.net, trial->images, trial->labels, trial->count, probabilities, &metrics);
        *hash = hash_block(*hash, &instance, XR_VALUE);
        *hash = hash_block(*hash, &instance, XR_VELOCITY);
        *hash = hash_block(*hash, &instance, XR_SECOND_MOMENT);
        *hash = xr_checksum(*hash, probabilities,
            (size_t)trial->count * (size_t)model->classes * sizeof *probabilities);
    }
    xr_instance_close(&instance);
    free(probabilities);
    return fine;
}

bool xr_verify_threads(const xr_trial *trial, xr_finding *finding, xr_failure *failure)
{
    uint64_t alone, together;
    xr_trial_doing(trial, finding, 0, 3, "runs");
    bool fine = digest(trial, &(Run){1, false}, &alone, failure);
    for (int threads = 2; fine && threads <= 3; threads++) {
        xr_trial_doing(trial, finding, threads - 1, 3, "runs");
        fine = digest(trial, &(Run){threads, false}, &together, failure);
        if (fine && together != alone)
            xr_finding_fail(finding, "%d threads give other bytes than one", threads);
    }
    snprintf(finding->compared, sizeof finding->compared, "3 steps with 1, 2 and 3 threads");
    return fine;
}

bool xr_verify_poison(const xr_trial *trial, xr_finding *finding, xr_failure *failure)
{
    uint64_t clean, poisoned;
    snprintf(finding->compared, sizeof finding->compared, "3 steps, dead memory filled with NaN");
    if (!trial->model->poison) {
        finding->left_out = true;
        snprintf(finding->note, sizeof finding->note, "compiled without -DXC_POISON");
        return true;
    }
    bool fine = digest(trial, &(Run){1, false}, &clean, failure) &&
                digest(trial, &(Run){1, true}, &poisoned, failure);
    if (fine && clean != poisoned)
        xr_finding_fail(finding, "memory that holds nothing is read");
    return fine;
}

/* ---- partial batches ----------------------------------------------------------------------- */

static xr_metrics evaluate_one(xr_instance *instance, int image, int count, xr_real *probabilities)
{
    const xr_trial *trial = instance->trial;
    const xr_model *model = trial->model;
    size_t pixels = (size_t)model->height * (size_t)model->width * (size_t)model->channels;
    xr_metrics metrics;
    model->evaluate(instance->net, trial->images + (size_t)image * pixels, trial->labels + image,
        count, probabilities, &metrics);
    return metrics;
}

/* Inference knows of no batch: each image has the probabilities that it has alone. */
static void check_images_alone(
    xr_instance *instance, xr_real *together, xr_real *alone, xr_finding *finding)
{
    const xr_trial *trial = instance->trial;
    size_t classes = (size_t)trial->model->classes;
    evaluate_one(instance, 0, trial->count, together);
    for (int n = 0; n < trial->count; n++) {
        xr_trial_doing(trial, finding, n, trial->count, "images");
        evaluate_one(instance, n, 1, alone);
        if (memcmp(alone, together + (size_t)n * classes, classes * sizeof *alone) != 0)
            xr_finding_fail(finding, "image %d has other probabilities alone", n);
    }
}

/* A step on a part of the batch finds the same after a whole batch as in a fresh instance. */
static bool check_leftovers(xr_instance *used, int count, xr_finding *finding, xr_failure *failure)
{
    const xr_trial *trial = used->trial;
    const xr_step step = {.seed = trial->seed};
    xr_instance fresh = {.trial = trial};
    xr_instance_step(used, trial->count, &step);
    xr_metrics after = xr_instance_step(used, count, &step);
    bool fine = xr_instance_open(&fresh, trial, trial->options->threads, failure);
    if (fine) {
        xr_metrics first = xr_instance_step(&fresh, count, &step);
        if (after.loss != first.loss ||
            hash_block(0, used, XR_GRADIENT) != hash_block(0, &fresh, XR_GRADIENT))
            xr_finding_fail(finding, "a step on %d of %d images depends on the step before", count,
                trial->count);
    }
    xr_instance_close(&fresh);
    return fine;
}

bool xr_verify_partial(const xr_trial *trial, xr_finding *finding, xr_failure *failure)
{
    size_t classes = (size_t)trial->model->classes;
    xr_real *together = xr_trial_reals((size_t)trial->count * classes, failure);
    xr_real *alone = xr_trial_reals(classes, failure);
    xr_instance instance = {.trial = trial};
    bool fine =
        together && alone && xr_instance_open(&instance, trial, trial->options->threads, failure);
    if (fine) {
        check_images_alone(&instance, together, alone, finding);
        fine = check_leftovers(&instance, 1, finding, failure) &&
               (trial->count < 3 || check_leftovers(&instance, trial->count - 1, finding, failure));
    }
    snprintf(finding->compared, sizeof finding->compared, "images alone and in company");
    xr_instance_close(&instance);
    free(together);
    free(alone);
    return fine;
}
