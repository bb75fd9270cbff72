/* Normalisation and augmentation of one image.
 *
 * The shift is the reference script's: fractional, bilinear, on normalised pixels in double, and
 * with hard edges: an output pixel whose source lies outside [0, size - 1] is the fill value, with
 * no blending. So the lines at an edge that a shift of s uncovers are ceil(|s|), and the inner ones
 * are slightly blurred. */
#include "augment.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "streams.h"

/* ---- normalisation ------------------------------------------------------------------------- */

bool xr_normalizer_create(xr_normalizer *normalizer, const xr_model *model)
{
    *normalizer = (xr_normalizer){model->height, model->width, model->channels, NULL};
    normalizer->table = calloc((size_t)model->channels, sizeof *normalizer->table);
    if (!normalizer->table)
        return false;
    for (int channel = 0; channel < model->channels; channel++)
        for (int byte = 0; byte < 256; byte++)
            normalizer->table[channel][byte] = xr_normalized(model, channel, byte);
    return true;
}

void xr_normalizer_free(xr_normalizer *normalizer)
{
    free(normalizer->table);
    normalizer->table = NULL;
}

void xr_normalize(const xr_normalizer *normalizer, const uint8_t *image, xr_real *out)
{
    int pixels = normalizer->height * normalizer->width;
    for (int pixel = 0; pixel < pixels; pixel++)
        for (int channel = 0; channel < normalizer->channels; channel++)
            *out++ = (xr_real)normalizer->table[channel][*image++];
}

/* ---- drawing a transform ------------------------------------------------------------------- */

xr_transform xr_transform_draw(
    const xr_recipe *recipe, int height, int width, uint64_t seed, int epoch, uint32_t sample)
{
    xr_random random = xr_random_stream(seed, xr_stream_augment(epoch), sample);
    double shift_y = 2.0 * xr_random_unit(&random) - 1.0;
    double shift_x = 2.0 * xr_random_unit(&random) - 1.0;
    double flip = xr_random_unit(&random);
    double crop_y = xr_random_unit(&random);
    double crop_x = xr_random_unit(&random);
    double hole_y = xr_random_unit(&random);
    double hole_x = xr_random_unit(&random);
    int pad = recipe->pad_and_crop;
    return (xr_transform){
        .shift_y = height * recipe->shift_height * shift_y,
        .shift_x = width * recipe->shift_width * shift_x,
        .flip = flip < recipe->horizontal_flip,
        .crop_y = (int)(crop_y * (2 * pad + 1)) - pad,
        .crop_x = (int)(crop_x * (2 * pad + 1)) - pad,
        .hole_y = (int)(hole_y * height),
        .hole_x = (int)(hole_x * width),
        .hole_side = recipe->cutout,
        .fill = recipe->fill,
    };
}

/* ---- applying it --------------------------------------------------------------------------- */

/* Where an output line comes from: two neighbouring input lines and the second's weight. */
typedef struct Tap {
    bool inside;
    int first, second;
    double weight;
} Tap;

static Tap tap_at(double source, int size)
{
    if (!(source >= 0.0 && source <= size - 1))
        return (Tap){.inside = false};
    int first = (int)source;
    int second = first + 1 < size ? first + 1 : first;
    return (Tap){true, first, second, source - first};
}

/* One product a sum: contraction to a fused multiply-add then has one meaning only. */
static double blend(double first, double second, double weight)
{
    return first + weight * (second - first);
}

static void sample_pixel(
    const xr_normalizer *normalizer, const uint8_t *image, Tap row, Tap column, xr_real *out)
{
    size_t channels = (size_t)normalizer->channels;
    size_t line = channels * (size_t)normalizer->width;
    const uint8_t *top = image + (size_t)row.first * line;
    const uint8_t *bottom = image + (size_t)row.second * line;
    const size_t left = (size_t)column.first * channels;
    const size_t right = (size_t)column.second * channels;
    for (size_t channel = 0; channel < channels; channel++) {
        const float *value = normalizer->table[channel];
        double upper = blend(
            (double)value[top[left + channel]], (double)value[top[right + channel]], column.weight);
        double lower = blend((double)value[bottom[left + channel]],
            (double)value[bottom[right + channel]], column.weight);
        out[channel] = (xr_real)(float)blend(upper, lower, row.weight);
    }
}

static void fill_pixel(xr_real *out, int channels, double fill)
{
    for (int channel = 0; channel < channels; channel++)
        out[channel] = (xr_real)fill;
}

/* A square of zeros (the mean colour) around the drawn centre, clipped at the edges. */
static void cut_hole(const xr_normalizer *normalizer, const xr_transform *transform, xr_real *out)
{
    int top = transform->hole_y - transform->hole_side / 2;
    int left = transform->hole_x - transform->hole_side / 2;
    for (int y = top; y < top + transform->hole_side; y++) {
        for (int x = left; x < left + transform->hole_side; x++) {
            if (y < 0 || y >= normalizer->height || x < 0 || x >= normalizer->width)
                continue;
            size_t pixel = (size_t)y * (size_t)normalizer->width + (size_t)x;
            fill_pixel(out + pixel * (size_t)normalizer->channels, normalizer->channels, 0.0);
        }
    }
}

void xr_augment(const xr_normalizer *normalizer, const uint8_t *image,
    const xr_transform *transform, xr_real *out)
{
    int height = normalizer->height, width = normalizer->width;
    int channels = normalizer->channels;
    xr_real *pixel = out;
    for (int y = 0; y < height; y++) {
        Tap row = tap_at(y + transform->shift_y + transform->crop_y, height);
        for (int x = 0; x < width; x++, pixel += channels) {
            int shown = transform->flip ? width - 1 - x : x;
            Tap column = tap_at(shown + transform->shift_x + transform->crop_x, width);
            if (row.inside && column.inside)
                sample_pixel(normalizer, image, row, column, pixel);
            else
                fill_pixel(pixel, channels, transform->fill);
        }
    }
    if (transform->hole_side > 0)
        cut_hole(normalizer, transform, out);
}
