/* Turns the bytes of an image into the reals a model reads: normalisation and, for training, the
 * recipe's augmentation. */
#ifndef XR_AUGMENT_H
#define XR_AUGMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "xr.h"

enum { XR_MAX_CHANNELS = 64 };

/* Normalised value of every byte, rounded to float as Keras has it: channels x 256. */
typedef struct xr_normalizer {
    int height, width, channels;
    float (*table)[256];
} xr_normalizer;

/* The value of one byte: everything that normalises does it by this. */
static inline float xr_normalized(const xr_model *model, int channel, int byte)
{
    return ((float)byte - model->mean[channel]) / model->std[channel];
}

/* false when memory is short. */
bool xr_normalizer_create(xr_normalizer *normalizer, const xr_model *model);
void xr_normalizer_free(xr_normalizer *normalizer);

/* One draw of the augmentation: what happens to an image. */
typedef struct xr_transform {
    double shift_y, shift_x; /* output (i, j) shows input (i + shift_y, j + shift_x) */
    bool flip; /* left to right, after the shift */
    int crop_y, crop_x; /* the same as the shift, in whole pixels; applied before it */
    int hole_y, hole_x; /* centre of the cutout, in the output */
    int hole_side; /* 0: none */
    double fill; /* after normalisation, where the shift or crop shows no input */
} xr_transform;

/* The transform of image `sample` in an epoch: a pure function of its arguments. Draws happen in a
 * fixed order, all of them always, so that one setting doesn't change another's draws. */
xr_transform xr_transform_draw(
    const xr_recipe *recipe, int height, int width, uint64_t seed, int epoch, uint32_t sample);

/* image: height x width x channels bytes; out: as many reals. */
void xr_normalize(const xr_normalizer *normalizer, const uint8_t *image, xr_real *out);
void xr_augment(const xr_normalizer *normalizer, const uint8_t *image,
    const xr_transform *transform, xr_real *out);

#endif
