/* Normalisation and augmentation of an image. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>

#include "augment.h"
#include "fake_model.h"

enum { SIDE = 32, PIXELS = SIDE * SIDE, REALS = PIXELS * 3 };

/* ---- helpers ------------------------------------------------------------------------------- */

static xr_normalizer normalizer_of(const xr_model *model)
{
    xr_normalizer normalizer;
    assert_true(xr_normalizer_create(&normalizer, model));
    return normalizer;
}

/* An image in which every byte differs from its neighbours. */
static void fill_image(uint8_t *image)
{
    for (int i = 0; i < REALS; i++)
        image[i] = (uint8_t)(i * 37 + i / 96 * 11 + (i % 7) * 5);
}

static double at(const xr_real *map, int y, int x, int channel)
{
    return (double)map[(y * SIDE + x) * 3 + channel];
}

static void augment(const uint8_t *image, xr_transform transform, xr_real *out)
{
    xr_normalizer normalizer = normalizer_of(&fake_model_cifar);
    for (int i = 0; i < REALS; i++)
        out[i] = (xr_real)NAN; /* every element is to be written */
    xr_augment(&normalizer, image, &transform, out);
    xr_normalizer_free(&normalizer);
    for (int i = 0; i < REALS; i++)
        assert_true(!isnan(out[i]));
}

static void normalize(const uint8_t *image, xr_real *out)
{
    xr_normalizer normalizer = normalizer_of(&fake_model_cifar);
    xr_normalize(&normalizer, image, out);
    xr_normalizer_free(&normalizer);
}

static void assert_near(double found, double expected)
{
    if (!(fabs(found - expected) <= 1e-6 * (1.0 + fabs(expected))))
        fail_msg("%.9g is not %.9g", found, expected);
}

/* ---- tests --------------------------------------------------------------------------------- */

static void bytes_lose_their_mean_and_deviation(void **state)
{
    static uint8_t image[REALS];
    static xr_real out[REALS];
    (void)state;
    fill_image(image);
    normalize(image, out);
    for (int i = 0; i < REALS; i++) {
        const xr_model *model = &fake_model_cifar;
        float expected = ((float)image[i] - model->mean[i % 3]) / model->std[i % 3];
        assert_true(out[i] == (xr_real)expected);
    }
}

static void no_transform_is_plain_normalisation(void **state)
{
    static uint8_t image[REALS];
    static xr_real plain[REALS], out[REALS];
    (void)state;
    fill_image(image);
    normalize(image, plain);
    augment(image, (xr_transform){0}, out);
    assert_memory_equal(plain, out, sizeof out);
}

/* The sixth oracle of the semantics. */
static void half_a_row_down_averages_rows_and_zeroes_the_last(void **state)
{
    static uint8_t image[REALS];
    static xr_real in[REALS], out[REALS];
    (void)state;
    fill_image(image);
    normalize(image, in);
    augment(image, (xr_transform){.shift_y = 0.5}, out);
    for (int x = 0; x < SIDE; x++) {
        for (int channel = 0; channel < 3; channel++) {
            assert_true(at(out, 31, x, channel) == 0.0);
            for (int y = 0; y < 31; y++)
                assert_near(at(out, y, x, channel),
                    (at(in, y, x, channel) + at(in, y + 1, x, channel)) / 2.0);
        }
    }
}

/* Against the definition: four taps with their weights, or nothing outside [0, 31]. */
static void any_shift_is_bilinear_with_hard_edges(void **state)
{
    static const double shifts[][2] = {
        {0.25, -3.75}, {-1.0, 2.0}, {3.999, 0.001}, {-0.001, -3.5}, {-4.0, 4.0}};
    static uint8_t image[REALS];
    static xr_real in[REALS], out[REALS];
    (void)state;
    fill_image(image);
    normalize(image, in);
    for (size_t s = 0; s < sizeof shifts / sizeof *shifts; s++) {
        augment(image, (xr_transform){.shift_y = shifts[s][0], .shift_x = shifts[s][1]}, out);
        for (int i = 0; i < REALS; i++) {
            int channel = i % 3;
            double y = i / 3 / SIDE + shifts[s][0], x = i / 3 % SIDE + shifts[s][1];
            double expected = 0.0;
            if (y >= 0.0 && y <= 31.0 && x >= 0.0 && x <= 31.0) {
                int y0 = (int)floor(y), x0 = (int)floor(x);
                int y1 = y0 < 31 ? y0 + 1 : y0, x1 = x0 < 31 ? x0 + 1 : x0;
                double fy = y - y0, fx = x - x0;
                expected = (1 - fy) * (1 - fx) * at(in, y0, x0, channel) +
                           (1 - fy) * fx * at(in, y0, x1, channel) +
                           fy * (1 - fx) * at(in, y1, x0, channel) +
                           fy * fx * at(in, y1, x1, channel);
            }
            assert_near((double)out[i], expected);
        }
    }
}

static void flip_comes_after_the_shift(void **state)
{
    static uint8_t image[REALS];
    static xr_real shifted[REALS], flipped[REALS];
    (void)state;
    fill_image(image);
    xr_transform transform = {.shift_y = 1.25, .shift_x = 2.5};
    augment(image, transform, shifted);
    transform.flip = true;
    augment(image, transform, flipped);
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++)
            for (int channel = 0; channel < 3; channel++)
                assert_true(at(flipped, y, x, channel) == at(shifted, y, 31 - x, channel));
}

static void fill_is_the_value_after_normalisation(void **state)
{
    static uint8_t image[REALS];
    static xr_real out[REALS];
    (void)state;
    fill_image(image);
    augment(image, (xr_transform){.shift_x = -2.5, .fill = 0.75}, out);
    for (int x = 0; x < 3; x++)
        assert_true(at(out, 4, x, 1) == 0.75);
    assert_true(at(out, 4, 3, 1) != 0.75);
}

static void pad_and_crop_moves_by_whole_pixels(void **state)
{
    static uint8_t image[REALS];
    static xr_real in[REALS], out[REALS];
    (void)state;
    fill_image(image);
    normalize(image, in);
    augment(image, (xr_transform){.crop_y = -3, .crop_x = 4}, out);
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++)
            assert_true(at(out, y, x, 2) == (y >= 3 && x < 28 ? at(in, y - 3, x + 4, 2) : 0.0));
}

static void cutout_is_a_clipped_square_of_zeros(void **state)
{
    static uint8_t image[REALS];
    static xr_real in[REALS], out[REALS];
    (void)state;
    fill_image(image);
    normalize(image, in);
    augment(image, (xr_transform){.hole_y = 1, .hole_x = 20, .hole_side = 8}, out);
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++)
            assert_true(at(out, y, x, 0) == (y < 5 && x >= 16 && x < 24 ? 0.0 : at(in, y, x, 0)));
}

static void draws_follow_the_recipe(void **state)
{
    enum { DRAWS = 4000 };
    (void)state;
    xr_recipe recipe = {.horizontal_flip = 0.5,
        .shift_height = 0.125,
        .shift_width = 0.25,
        .pad_and_crop = 2,
        .cutout = 8};
    int flips = 0, crops[5] = {0};
    double largest_y = 0.0, largest_x = 0.0, sum_y = 0.0;
    for (uint32_t i = 0; i < DRAWS; i++) {
        xr_transform transform = xr_transform_draw(&recipe, 32, 16, 0, 3, i);
        flips += transform.flip;
        sum_y += transform.shift_y;
        largest_y = fmax(largest_y, fabs(transform.shift_y));
        largest_x = fmax(largest_x, fabs(transform.shift_x));
        assert_in_range(transform.crop_y + 2, 0, 4);
        crops[transform.crop_y + 2]++;
        assert_in_range(transform.hole_y, 0, 31);
        assert_in_range(transform.hole_x, 0, 15);
    }
    assert_true(abs(flips - DRAWS / 2) < 150);
    assert_true(largest_y <= 4.0 && largest_y > 3.98);
    assert_true(largest_x <= 4.0 && largest_x > 3.98);
    assert_true(fabs(sum_y / DRAWS) < 0.15);
    for (int i = 0; i < 5; i++)
        assert_true(abs(crops[i] - DRAWS / 5) < 130);
}

static void a_draw_depends_on_seed_epoch_and_sample_alone(void **state)
{
    (void)state;
    const xr_recipe *recipe = &fake_model.recipe;
    xr_transform one = xr_transform_draw(recipe, 32, 32, 1, 2, 3);
    xr_transform same = xr_transform_draw(recipe, 32, 32, 1, 2, 3);
    assert_true(one.shift_y == same.shift_y && one.shift_x == same.shift_x);
    assert_true(one.shift_y != xr_transform_draw(recipe, 32, 32, 0, 2, 3).shift_y);
    assert_true(one.shift_y != xr_transform_draw(recipe, 32, 32, 1, 1, 3).shift_y);
    assert_true(one.shift_y != xr_transform_draw(recipe, 32, 32, 1, 2, 4).shift_y);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_lose_their_mean_and_deviation),
        cmocka_unit_test(no_transform_is_plain_normalisation),
        cmocka_unit_test(half_a_row_down_averages_rows_and_zeroes_the_last),
        cmocka_unit_test(any_shift_is_bilinear_with_hard_edges),
        cmocka_unit_test(flip_comes_after_the_shift),
        cmocka_unit_test(fill_is_the_value_after_normalisation),
        cmocka_unit_test(pad_and_crop_moves_by_whole_pixels),
        cmocka_unit_test(cutout_is_a_clipped_square_of_zeros),
        cmocka_unit_test(draws_follow_the_recipe),
        cmocka_unit_test(a_draw_depends_on_seed_epoch_and_sample_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
