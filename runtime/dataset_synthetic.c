/* Synthetic images that a network can learn: for trying a program without data.
 *
 * Every class has a grating (orientation and wavelength) and a tint of its own; every image has a
 * random phase, contrast and brightness, and noise on each byte. Phase, contrast and brightness
 * make sure that no single pixel tells the class. Everything is a pure function of the shape, the
 * class and the number of the image: a run's seed has no part in it. */
#include "dataset.h"

#include <math.h>

#include "streams.h"

enum {
    TRAIN_IMAGES = 10000,
    TEST_IMAGES = 2000,
    BYTES_LIMIT = 1 << 28, /* fewer images when they are large */
    FEWEST = 256,
    FIRST_TEST_IMAGE = 1 << 30 /* numbers of test images start here */
};

static const uint64_t data_seed = 0x5ca1ab1e;
static const double pi = 3.14159265358979323846;

/* What the images of a class share. */
typedef struct Texture {
    double step_y, step_x; /* radians a pixel */
    double hue;
} Texture;

/* Orientations within a quarter turn, so that no mirrored class looks like another; wavelengths of
 * neighbours differ. */
static Texture texture_of(int class_number, int classes)
{
    double angle = 0.5 * pi * class_number / classes;
    double wavelength = 4.0 + 2.0 * (class_number % 3);
    double step = 2.0 * pi / wavelength;
    return (Texture){step * sin(angle), step * cos(angle), 2.0 * pi * (class_number % 5) / 5.0};
}

static uint8_t to_byte(double value)
{
    return (uint8_t)fmin(255.0, fmax(0.0, round(value)));
}

/* sin(a + n*b) for n = 0, 1, ... by rotation: two products and no call a pixel. */
typedef struct Wave {
    double sine, cosine, turn_sine, turn_cosine;
} Wave;

static Wave wave_start(double phase, double step)
{
    return (Wave){sin(phase), cos(phase), sin(step), cos(step)};
}

static void wave_next(Wave *wave)
{
    double a = wave->sine * wave->turn_cosine;
    double b = wave->cosine * wave->turn_cosine;
    double sine = a + wave->cosine * wave->turn_sine;
    wave->cosine = b - wave->sine * wave->turn_sine;
    wave->sine = sine;
}

static void draw_image(const xr_dataset *dataset, uint8_t *image, int label, uint32_t number)
{
    const double noise = 48.0;
    xr_random random = xr_random_stream(data_seed, XR_STREAM_SYNTHETIC, number);
    Texture texture = texture_of(label, dataset->classes);
    double phase = 2.0 * pi * xr_random_unit(&random);
    double contrast = 20.0 + 25.0 * xr_random_unit(&random);
    double brightness = 108.0 + 40.0 * xr_random_unit(&random);
    for (int y = 0; y < dataset->height; y++) {
        Wave wave = wave_start(phase + texture.step_y * y, texture.step_x);
        for (int x = 0; x < dataset->width; x++) {
            for (int channel = 0; channel < dataset->channels; channel++) {
                double tint = 12.0 * cos(texture.hue + 2.1 * channel);
                uint32_t word = xr_random_u32(&random);
                double shake = noise * ((double)(word >> 8) * 0x1p-24 - 0.5);
                *image++ = to_byte(brightness + tint + shake + contrast * wave.sine);
            }
            wave_next(&wave);
        }
    }
}

/* Labels go round, so that every class has its share; the epoch's permutation mixes them. */
static void fill_split(const xr_dataset *dataset, xr_split *split, uint32_t first)
{
    size_t image_bytes = xr_dataset_image_bytes(dataset);
    for (int i = 0; i < split->count; i++) {
        split->labels[i] = i % dataset->classes;
        draw_image(dataset, split->images + (size_t)i * image_bytes, split->labels[i],
            first + (uint32_t)i);
    }
}

static int affordable(int wanted, size_t image_bytes)
{
    size_t limit = BYTES_LIMIT / (image_bytes ? image_bytes : 1);
    if ((size_t)wanted <= limit)
        return wanted;
    return limit < FEWEST ? FEWEST : (int)limit;
}

void xr_synthetic_look(xr_dataset *dataset, int height, int width, int channels, int classes)
{
    *dataset = (xr_dataset){.name = "synthetic data",
        .synthetic = true,
        .height = height,
        .width = width,
        .channels = channels,
        .classes = classes};
    size_t image_bytes = xr_dataset_image_bytes(dataset);
    dataset->train.count = affordable(TRAIN_IMAGES, image_bytes);
    dataset->test.count = affordable(TEST_IMAGES, image_bytes);
}

bool xr_synthetic_open(
    xr_dataset *dataset, int height, int width, int channels, int classes, xr_failure *failure)
{
    xr_synthetic_look(dataset, height, width, channels, classes);
    if (!xr_split_allocate(&dataset->train, dataset, dataset->train.count, failure) ||
        !xr_split_allocate(&dataset->test, dataset, dataset->test.count, failure))
        return false;
    fill_split(dataset, &dataset->train, 0);
    fill_split(dataset, &dataset->test, FIRST_TEST_IMAGE);
    return true;
}
