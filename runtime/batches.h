/* Batches: in which order an epoch visits the images, and the filling of one batch. */
#ifndef XR_BATCHES_H
#define XR_BATCHES_H

#include <stdbool.h>
#include <stdint.h>

#include "augment.h"
#include "dataset.h"

/* Buffers for batches of one model; what a batch holds is valid until the next one is filled. */
typedef struct xr_batches {
    const xr_model *model;
    xr_pool *pool;
    xr_normalizer normalizer;
    int size; /* images a full batch */
    xr_real *images;
    int32_t *labels;
    uint32_t *order; /* the epoch's permutation of the images that are trained on */
    int order_count; /* may be lowered after create */
} xr_batches;

/* train_images: how many the permutation is of; 0 when only xr_batches_plain will be used.
 * Free it also after a failure. */
bool xr_batches_create(xr_batches *batches, const xr_model *model, xr_pool *pool, int size,
    int train_images, xr_failure *failure);
void xr_batches_free(xr_batches *batches);

/* The number of batches of `count` images; the last may be short. */
int xr_batches_count(int count, int size);

/* Draws the epoch's permutation: a pure function of seed, epoch and the number of images. */
void xr_batches_shuffle(xr_batches *batches, uint64_t seed, int epoch);

/* Fills batch `index` of the epoch, augmented; returns the number of images in it. */
int xr_batches_augmented(
    xr_batches *batches, const xr_split *split, uint64_t seed, int epoch, int index);

/* Fills batch `index` of a split in its own order, normalised only; returns the number of images.
 */
int xr_batches_plain(xr_batches *batches, const xr_split *split, int index);

#endif
