/* Images at another size: a weighted sum of rows of weighted sums of columns.
 *
 * The weights of an output pixel are whole numbers of 2^-24 that sum to one exactly, and the sums
 * are exact in 64 bits; so a constant image stays constant, and nothing is rounded twice. */
#include "images/image.h"

#include <math.h>
#include <string.h>

enum { WEIGHT_BITS = 24, ONE = 1 << WEIGHT_BITS };

/* A stretch of an image along one axis, in pixels. */
typedef struct Stretch {
    double start, length;
} Stretch;

/* Output pixel i is the sum over k < counts[i] of weights[i * most + k] * input[firsts[i] + k]. */
typedef struct Axis {
    int size, most;
    int *firsts, *counts;
    uint32_t *weights;
} Axis;

/* ---- weights ----------------------------------------------------------------------------------
 */

/* Rounds count weights to whole ones that sum to ONE; the largest takes what rounding left. */
static void round_weights(const double *exact, int count, uint32_t *weights)
{
    double sum = 0;
    int64_t rest = ONE;
    int largest = 0;
    for (int k = 0; k < count; k++)
        sum += exact[k];
    for (int k = 0; k < count; k++) {
        weights[k] = (uint32_t)floor(exact[k] / sum * ONE + 0.5);
        rest -= weights[k];
        if (exact[k] > exact[largest])
            largest = k;
    }
    weights[largest] = (uint32_t)(weights[largest] + rest);
}

/* One output pixel, whose centre lies at `centre` of the input: a triangle of that half width. */
static void weigh(Axis *axis, int i, double centre, double half_width, int from, double *exact)
{
    int first = (int)fmax(0, floor(centre - half_width));
    int end = (int)fmin(from, ceil(centre + half_width));
    axis->firsts[i] = first;
    axis->counts[i] = end - first;
    for (int x = first; x < end; x++)
        exact[x - first] = fmax(0, 1 - fabs(x + 0.5 - centre) / half_width);
    round_weights(exact, end - first, axis->weights + (size_t)i * (size_t)axis->most);
}

static Axis make_axis(Arena *arena, int from, Stretch stretch, int to)
{
    double scale = stretch.length / to, half_width = fmax(1, scale);
    Axis axis = {.size = to, .most = (int)ceil(2 * half_width) + 2};
    axis.firsts = arena_array(arena, (size_t)to, sizeof *axis.firsts);
    axis.counts = arena_array(arena, (size_t)to, sizeof *axis.counts);
    axis.weights = arena_array(arena, (size_t)to * (size_t)axis.most, sizeof *axis.weights);
    double *exact = arena_array(arena, (size_t)axis.most, sizeof *exact);
    for (int i = 0; i < to; i++)
        weigh(&axis, i, stretch.start + (i + 0.5) * scale, half_width, from, exact);
    return axis;
}

/* ---- sums -------------------------------------------------------------------------------------
 */

/* One input row at the new width, times ONE. */
static void sum_columns(const Image *from, int y, const Axis *columns, uint32_t *row)
{
    int channels = from->channels;
    const uint8_t *pixels = from->pixels + (size_t)y * (size_t)from->width * (size_t)channels;
    for (int i = 0; i < columns->size; i++) {
        const uint32_t *weights = columns->weights + (size_t)i * (size_t)columns->most;
        const uint8_t *first = pixels + (size_t)columns->firsts[i] * (size_t)channels;
        for (int c = 0; c < channels; c++) {
            uint32_t sum = 0; /* at most 255 * ONE */
            for (int k = 0; k < columns->counts[i]; k++)
                sum += weights[k] * first[(size_t)k * (size_t)channels + (size_t)c];
            *row++ = sum;
        }
    }
}

static void sum_rows(const Axis *rows, int i, const uint32_t *sums, size_t width, uint8_t *to)
{
    const uint32_t *weights = rows->weights + (size_t)i * (size_t)rows->most;
    const uint32_t *first = sums + (size_t)rows->firsts[i] * width;
    for (size_t x = 0; x < width; x++) {
        uint64_t sum = UINT64_C(1) << (2 * WEIGHT_BITS - 1); /* half, to round */
        for (int k = 0; k < rows->counts[i]; k++)
            sum += (uint64_t)weights[k] * first[(size_t)k * width + x];
        to[x] = (uint8_t)(sum >> (2 * WEIGHT_BITS));
    }
}

/* The part down x right of an image at another size, into a place of `stride` bytes a row. */
static void resample(Arena *arena, const Image *from, Stretch down, Stretch right, int height,
    int width, uint8_t *to, size_t stride)
{
    Axis rows = make_axis(arena, from->height, down, height);
    Axis columns = make_axis(arena, from->width, right, width);
    size_t row = (size_t)width * (size_t)from->channels;
    uint32_t *sums = arena_array(arena, (size_t)from->height * row, sizeof *sums);
    for (int y = 0; y < from->height; y++)
        sum_columns(from, y, &columns, sums + (size_t)y * row);
    for (int y = 0; y < height; y++)
        sum_rows(&rows, y, sums, row, to + (size_t)y * stride);
}

/* ---- proportions ------------------------------------------------------------------------------
 */

/* The largest centred part that has the wanted proportions. */
static void crop(const Image *image, int height, int width, Stretch *down, Stretch *right)
{
    double scale = fmin((double)image->height / height, (double)image->width / width);
    down->length = scale * height;
    down->start = (image->height - down->length) / 2;
    right->length = scale * width;
    right->start = (image->width - right->length) / 2;
}

/* The largest size within the wanted one that has the image's proportions. */
static void shrink_to_fit(const Image *image, int *height, int *width)
{
    double scale = fmin((double)*height / image->height, (double)*width / image->width);
    *height = (int)fmin(*height, fmax(1, floor(scale * image->height + 0.5)));
    *width = (int)fmin(*width, fmax(1, floor(scale * image->width + 0.5)));
}

bool image_fit_named(const char *word, ImageFit *fit)
{
    static const char *const words[] = {"stretch", "crop", "pad"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(word, words[i]) == 0) {
            *fit = (ImageFit)i;
            return true;
        }
    return false;
}

void image_fit(Arena *arena, Image *image, int height, int width, ImageFit fit)
{
    if (image->height == height && image->width == width)
        return;
    Stretch down = {0, image->height}, right = {0, image->width};
    int inner_height = height, inner_width = width;
    if (fit == XC_FIT_CROP)
        crop(image, height, width, &down, &right);
    else if (fit == XC_FIT_PAD)
        shrink_to_fit(image, &inner_height, &inner_width);
    size_t channels = (size_t)image->channels, stride = (size_t)width * channels;
    uint8_t *pixels = arena_array(arena, (size_t)height, stride);
    size_t top = (size_t)(height - inner_height) / 2, left = (size_t)(width - inner_width) / 2;
    resample(arena, image, down, right, inner_height, inner_width,
        pixels + top * stride + left * channels, stride);
    *image = (Image){height, width, image->channels, pixels};
}
