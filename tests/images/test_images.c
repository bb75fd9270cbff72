/* Every kind of PNG and JPEG becomes the right pixels; what is damaged is refused by name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "images/decode.h"
#include "images/image.h"
#include "support/files.h"
#include "support_lib/pictures.h"

#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct Bench {
    Arena *arena;
    char *path; /* of the one file that a test writes */
} Bench;

static int set_up(void **state)
{
    Arena *arena = arena_new();
    Bench *bench = arena_alloc(arena, sizeof *bench);
    bench->arena = arena;
    bench->path = arena_strdup(arena, XCEPTC_BINARY_DIR "/image-XXXXXX");
    *state = bench;
    int file = mkstemp(bench->path);
    return file < 0 ? -1 : close(file);
}

static int tear_down(void **state)
{
    Bench *bench = *state;
    unlink(bench->path);
    arena_free(bench->arena);
    return 0;
}

static Image read_image(Bench *bench)
{
    Image image;
    const char *reason = image_try(bench->arena, bench->path, &image);
    if (reason)
        fail_msg("%s", reason);
    assert_int_equal(image_channels(bench->path), image.channels); /* by the header alone */
    return image;
}

static void expect_pixels(Bench *bench, int height, int width, int channels, const uint8_t *pixels)
{
    Image image = read_image(bench);
    assert_int_equal(image.height, height);
    assert_int_equal(image.width, width);
    assert_int_equal(image.channels, channels);
    assert_memory_equal(image.pixels, pixels, (size_t)(height * width * channels));
}

static void expect_refused(Bench *bench, const char *part)
{
    Image image;
    const char *reason = image_try(bench->arena, bench->path, &image);
    if (!reason)
        fail_msg("was read; should say '%s'", part);
    if (!strstr(reason, part))
        fail_msg("'%s' does not say '%s'", reason, part);
}

/* ---- PNG --------------------------------------------------------------------------------------
 */

static void png_gray_and_rgb_keep_their_bytes(void **state)
{
    Bench *bench = *state;
    const uint8_t bytes[] = {0, 1, 2, 100, 254, 255, 17, 34, 51, 68, 85, 102};
    write_plain_png(bench->path, 3, 4, 1, bytes);
    expect_pixels(bench, 3, 4, 1, bytes);
    write_plain_png(bench->path, 2, 2, 3, bytes);
    expect_pixels(bench, 2, 2, 3, bytes);
}

static void png_interlaced_rows_find_their_places(void **state)
{
    Bench *bench = *state;
    uint8_t bytes[19 * 13 * 3];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(i * 7);
    PngForm form = {.colour = PNG_COLOR_TYPE_RGB, .bits = 8, .interlaced = true};
    write_png(bench->path, 19, 13, &form, bytes);
    expect_pixels(bench, 19, 13, 3, bytes);
}

static void png_of_few_bits_spans_black_to_white(void **state)
{
    Bench *bench = *state;
    PngForm form = {.colour = PNG_COLOR_TYPE_GRAY, .bits = 1};
    write_png(bench->path, 1, 4, &form, (const uint8_t[]){0x50});
    expect_pixels(bench, 1, 4, 1, (const uint8_t[]){0, 255, 0, 255});
    form.bits = 4;
    write_png(bench->path, 1, 2, &form, (const uint8_t[]){0x1f});
    expect_pixels(bench, 1, 2, 1, (const uint8_t[]){17, 255});
}

static void png_of_16_bits_is_rounded(void **state)
{
    Bench *bench = *state;
    PngForm form = {.colour = PNG_COLOR_TYPE_GRAY, .bits = 16};
    /* 255 / 257 is nearly 1; cutting it off would give 0 */
    write_png(bench->path, 1, 3, &form, (const uint8_t[]){0x00, 0xff, 0xff, 0xff, 0x00, 0x01});
    expect_pixels(bench, 1, 3, 1, (const uint8_t[]){1, 255, 0});
}

static void png_palettes_are_looked_up(void **state)
{
    Bench *bench = *state;
    static const uint8_t palette[][3] = {{1, 2, 3}, {250, 128, 0}, {9, 9, 9}};
    PngForm form = {.colour = PNG_COLOR_TYPE_PALETTE, .bits = 2, .palette = palette, .colours = 3};
    write_png(bench->path, 1, 3, &form, (const uint8_t[]){0x60}); /* 1, 2, 0 */
    expect_pixels(bench, 1, 3, 3, (const uint8_t[]){250, 128, 0, 9, 9, 9, 1, 2, 3});
    form.palette_alpha = (const uint8_t[]){255, 0, 255};
    write_png(bench->path, 1, 3, &form, (const uint8_t[]){0x60});
    expect_pixels(bench, 1, 3, 3, (const uint8_t[]){255, 255, 255, 9, 9, 9, 1, 2, 3});
}

static void png_alpha_is_laid_on_white(void **state)
{
    Bench *bench = *state;
    PngForm form = {.colour = PNG_COLOR_TYPE_RGB_ALPHA, .bits = 8};
    write_png(bench->path, 1, 3, &form,
        (const uint8_t[]){10, 20, 30, 255, 10, 20, 30, 0, 0, 100, 255, 51});
    expect_pixels(bench, 1, 3, 3, (const uint8_t[]){10, 20, 30, 255, 255, 255, 204, 224, 255});
    form.colour = PNG_COLOR_TYPE_GRAY_ALPHA;
    write_png(bench->path, 1, 2, &form, (const uint8_t[]){10, 255, 0, 102});
    expect_pixels(bench, 1, 2, 1, (const uint8_t[]){10, 153});
}

static void damaged_pngs_are_refused_at_every_length(void **state)
{
    Bench *bench = *state;
    uint8_t bytes[5 * 7 * 3] = {0};
    struct stat status;
    write_plain_png(bench->path, 5, 7, 3, bytes);
    assert_int_equal(stat(bench->path, &status), 0);
    for (long size = status.st_size - 1; size >= 8; size--) {
        cut_file(bench->path, size);
        expect_refused(bench, "ends early");
    }
    assert_int_equal(image_channels(bench->path), 0);
    cut_file(bench->path, 0);
    expect_refused(bench, "empty");
    assert_int_equal(image_channels(bench->path), 0);
}

/* Any byte of a PNG may be wrong: a reason or an image, never a crash; a wrong checksum of the
 * header or the pixels is noticed. */
static void any_flipped_byte_of_a_png_is_survived(void **state)
{
    Bench *bench = *state;
    uint8_t bytes[6 * 6 * 3] = {1, 2, 3};
    int refused = 0;
    write_plain_png(bench->path, 6, 6, 3, bytes);
    Diag *diag = diag_new(bench->arena, stderr, false);
    size_t length;
    char *file = files_read(bench->arena, diag, bench->path, &length);
    for (size_t i = 8; i < length; i++) {
        Image image;
        file[i] ^= 0x41;
        write_bytes(bench->path, file, length);
        refused += image_try(bench->arena, bench->path, &image) != NULL;
        file[i] ^= 0x41;
    }
    assert_true(refused > (int)length / 2);
}

static void too_large_an_image_is_refused_before_it_takes_memory(void **state)
{
    Bench *bench = *state;
    assert_non_null(strstr(decode_check_size(bench->arena, 16385, 1), "too many"));
    assert_non_null(strstr(decode_check_size(bench->arena, 16384, 16384), "too many"));
    assert_non_null(decode_check_size(bench->arena, 0, 7));
    assert_null(decode_check_size(bench->arena, 8192, 16384));
    /* the limit is ours and named, not one of libpng */
    write_plain_png(bench->path, 16385, 1, 1, arena_alloc(bench->arena, (size_t)16385 * 1));
    expect_refused(bench, "16385x1 pixels are too many; at most 16384 a side");
}

/* ---- JPEG -------------------------------------------------------------------------------------
 */

/* An image of two flat halves, which JPEG keeps within a byte or two. */
static void fill_halves(
    uint8_t *pixels, int side, const uint8_t *left, const uint8_t *right, int channels)
{
    for (int i = 0; i < side * side; i++)
        memcpy(pixels + i * channels, i % side < side / 2 ? left : right, (size_t)channels);
}

static void expect_near(const Image *image, int y, int x, const uint8_t *wanted)
{
    const uint8_t *pixel = image->pixels + (size_t)(y * image->width + x) * (size_t)image->channels;
    for (int c = 0; c < image->channels; c++)
        if (abs(pixel[c] - wanted[c]) > 3)
            fail_msg("pixel %d,%d channel %d is %d, not %d", y, x, c, pixel[c], wanted[c]);
}

static void jpeg_gray_rgb_and_progressive_are_read(void **state)
{
    Bench *bench = *state;
    const uint8_t left[] = {200, 40, 90}, right[] = {10, 160, 220};
    uint8_t pixels[16 * 16 * 3];
    for (int form_number = 0; form_number < 4; form_number++) {
        JpegForm form = {.components = form_number % 2 ? 1 : 3, .progressive = form_number >= 2};
        fill_halves(pixels, 16, left, right, form.components);
        write_jpeg(bench->path, 16, 16, &form, pixels);
        Image image = read_image(bench);
        assert_int_equal(image.channels, form.components);
        expect_near(&image, 3, 2, left);
        expect_near(&image, 15, 13, right);
    }
}

static void jpeg_cmyk_becomes_rgb(void **state)
{
    Bench *bench = *state;
    /* the light that is left of each ink: cyan ink only; black ink of a half */
    const uint8_t cyan[] = {0, 255, 255, 255}, gray[] = {255, 255, 255, 128};
    uint8_t pixels[16 * 16 * 4];
    fill_halves(pixels, 16, cyan, gray, 4);
    write_jpeg(bench->path, 16, 16, &(JpegForm){.components = 4}, pixels);
    Image image = read_image(bench);
    assert_int_equal(image.channels, 3);
    expect_near(&image, 8, 2, (const uint8_t[]){0, 255, 255});
    expect_near(&image, 8, 13, (const uint8_t[]){128, 128, 128});
}

/* Stored, the upper left corner is bright; where the camera's eight ways of holding put it. */
static void jpegs_are_turned_as_exif_says(void **state)
{
    Bench *bench = *state;
    static const struct {
        int height, width, bright_y, bright_x, dim_y, dim_x;
    } upright[9] = {{16, 32, 4, 4, 4, 28}, {16, 32, 4, 4, 4, 28}, {16, 32, 4, 28, 4, 4},
        {16, 32, 12, 28, 12, 4}, {16, 32, 12, 4, 12, 28}, {32, 16, 4, 4, 28, 4},
        {32, 16, 4, 12, 28, 12}, {32, 16, 28, 12, 4, 12}, {32, 16, 28, 4, 4, 4}};
    uint8_t pixels[16 * 32] = {0};
    for (int y = 0; y < 8; y++) {
        memset(pixels + y * 32, 255, 8); /* upper left: bright */
        memset(pixels + y * 32 + 24, 128, 8); /* upper right: dim */
    }
    for (int orientation = 0; orientation <= 8; orientation++) {
        JpegForm form = {
            .components = 1, .orientation = orientation, .big_endian = orientation % 2 == 0};
        write_jpeg(bench->path, 16, 32, &form, pixels);
        Image image = read_image(bench);
        assert_int_equal(image.height, upright[orientation].height);
        assert_int_equal(image.width, upright[orientation].width);
        expect_near(&image, upright[orientation].bright_y, upright[orientation].bright_x,
            (const uint8_t[]){255});
        expect_near(
            &image, upright[orientation].dim_y, upright[orientation].dim_x, (const uint8_t[]){128});
    }
}

static void hostile_exif_is_upright(void **state)
{
    (void)state;
    uint8_t exif[] = {'E', 'x', 'i', 'f', 0, 0, 'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1,
        0, 0, 0, 6, 0, 0, 0};
    assert_int_equal(exif_orientation(exif, sizeof exif), 6);
    for (size_t length = 0; length < sizeof exif; length++) {
        uint8_t *exact = malloc(length + !length); /* so that a read beyond it is seen */
        assert_non_null(exact);
        memcpy(exact, exif, length);
        int orientation = exif_orientation(exact, length);
        assert_true(orientation == 1 || length >= 26);
        free(exact);
    }
    exif[24] = 9;
    assert_int_equal(exif_orientation(exif, sizeof exif), 1);
    exif[24] = 6;
    memset(exif + 10, 0xff, 4); /* a directory beyond everything */
    assert_int_equal(exif_orientation(exif, sizeof exif), 1);
    memcpy(exif + 10, (const uint8_t[]){8, 0, 0, 0, 0xff, 0xff}, 6); /* 65535 entries */
    exif[16] = 0;
    assert_int_equal(exif_orientation(exif, sizeof exif), 1);
}

static void truncated_jpegs_are_refused(void **state)
{
    Bench *bench = *state;
    uint8_t pixels[32 * 32 * 3];
    struct stat status;
    for (size_t i = 0; i < sizeof pixels; i++)
        pixels[i] = (uint8_t)(i * i >> 3);
    write_jpeg(bench->path, 32, 32, &(JpegForm){.components = 3}, pixels);
    assert_int_equal(stat(bench->path, &status), 0);
    for (long size = status.st_size - 3; size > 3; size -= 11) {
        cut_file(bench->path, size);
        expect_refused(bench, "JPEG");
    }
}

static void any_flipped_byte_of_a_jpeg_is_survived(void **state)
{
    Bench *bench = *state;
    uint8_t pixels[16 * 16 * 3];
    for (size_t i = 0; i < sizeof pixels; i++)
        pixels[i] = (uint8_t)(i * 5);
    write_jpeg(bench->path, 16, 16, &(JpegForm){.components = 3, .progressive = true}, pixels);
    Diag *diag = diag_new(bench->arena, stderr, false);
    size_t length;
    char *file = files_read(bench->arena, diag, bench->path, &length);
    for (size_t i = 3; i < length; i++) {
        Arena *arena = arena_new();
        Image image;
        file[i] ^= 0x25;
        write_bytes(bench->path, file, length);
        image_try(arena, bench->path, &image);
        file[i] ^= 0x25;
        arena_free(arena);
    }
}

/* ---- other files ------------------------------------------------------------------------------
 */

/* A few hundred kilobytes that ask for an hour, or a memory full of nothing. */
static void a_jpeg_of_many_scans_must_be_small(void **state)
{
    Bench *bench = *state;
    Image image;
    write_jpeg_of_scans(bench->path, 4096, 140);
    expect_refused(bench, "too many scans for its size");
    write_jpeg_of_scans(bench->path, 64, 505);
    expect_refused(bench, "too many scans");
    write_jpeg_of_scans(bench->path, 64, 490);
    assert_null(image_try(bench->arena, bench->path, &image));
    write_jpeg_of_scans(bench->path, 2048, 20);
    assert_null(image_try(bench->arena, bench->path, &image));
}

/* What a process that reads the picture takes of memory at most, in kilobytes. */
static long memory_to_read(Bench *bench)
{
    struct rusage usage;
    int status;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        Image image;
        _exit(image_try(bench->arena, bench->path, &image) ? 1 : 0);
    }
    assert_int_equal(wait4(child, &status, 0, &usage), child);
    assert_int_equal(status, 0);
    return usage.ru_maxrss;
}

static void a_png_of_huge_texts_takes_no_memory(void **state)
{
    Bench *bench = *state;
    write_png_with_texts(bench->path, 40, 0);
    long little = memory_to_read(bench);
    pid_t child = fork(); /* whose memory is not this one's */
    if (child == 0) {
        write_png_with_texts(bench->path, 40, 6000000);
        _exit(0);
    }
    assert_int_equal(waitpid(child, NULL, 0), child);
    assert_true(memory_to_read(bench) < little + 60000);
}

static void a_picture_beyond_the_limits_is_refused_by_its_header(void **state)
{
    Bench *bench = *state;
    uint8_t *line = calloc(1, XC_IMAGE_MAX_SIDE + 1);
    assert_non_null(line);
    write_jpeg(bench->path, 1, XC_IMAGE_MAX_SIDE + 1, &(JpegForm){.components = 1}, line);
    expect_refused(bench, "are too many");
    write_plain_png(bench->path, 1, XC_IMAGE_MAX_SIDE + 1, 1, line);
    expect_refused(bench, "are too many");
    free(line);
}

static void other_files_are_named(void **state)
{
    Bench *bench = *state;
    write_bytes(bench->path, "GIF89a", 6);
    expect_refused(bench, "a GIF");
    write_bytes(bench->path, "RIFF....WEBP", 12);
    expect_refused(bench, "a WebP");
    write_bytes(bench->path, "hello", 5);
    expect_refused(bench, "neither a PNG nor a JPEG");
    write_bytes(bench->path, "\x89PNG", 4);
    expect_refused(bench, "neither a PNG nor a JPEG");
    Image image;
    assert_string_equal(image_try(bench->arena, "/", &image), "it is a folder, not a regular file");
    assert_string_equal(
        image_try(bench->arena, "/dev/null", &image), "it is a device, not a regular file");
    assert_string_equal(image_try(bench->arena, "/no/such", &image), "No such file or directory");
}

/* ---- channels and sizes -----------------------------------------------------------------------
 */

static Image image_of(Bench *bench, int height, int width, int channels, const uint8_t *pixels)
{
    size_t size = (size_t)(height * width * channels);
    Image image = {height, width, channels, arena_alloc(bench->arena, size)};
    memcpy(image.pixels, pixels, size);
    return image;
}

static void channels_are_weighed_and_repeated(void **state)
{
    Bench *bench = *state;
    const uint8_t colours[] = {255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255};
    Image image = image_of(bench, 1, 4, 3, colours);
    image_set_channels(bench->arena, &image, 1);
    assert_memory_equal(image.pixels, ((const uint8_t[]){76, 150, 29, 255}), 4);
    image_set_channels(bench->arena, &image, 3);
    assert_int_equal(image.channels, 3);
    assert_memory_equal(image.pixels, ((const uint8_t[]){76, 76, 76, 150, 150, 150}), 6);
}

/* 4 pixels to 2: the triangle has half width 2 and weights 3/7, 3/7, 1/7 from either side. */
static void shrinking_weighs_every_pixel(void **state)
{
    Bench *bench = *state;
    Image image = image_of(bench, 1, 4, 1, (const uint8_t[]){70, 0, 7, 140});
    image_fit(bench->arena, &image, 1, 2, XC_FIT_STRETCH);
    assert_int_equal(image.pixels[0], 31); /* (3*70 + 3*0 + 1*7) / 7 */
    assert_int_equal(image.pixels[1], 63); /* (1*0 + 3*7 + 3*140) / 7 */
    image = image_of(bench, 4, 1, 1, (const uint8_t[]){70, 0, 7, 140});
    image_fit(bench->arena, &image, 2, 1, XC_FIT_STRETCH);
    assert_int_equal(image.pixels[0], 31);
    assert_int_equal(image.pixels[1], 63);
}

/* 2 pixels to 4: centres at 0.25, 0.75, 1.25, 1.75; beyond the edge lies nothing. */
static void growing_is_bilinear(void **state)
{
    Bench *bench = *state;
    Image image = image_of(bench, 1, 2, 3, (const uint8_t[]){0, 40, 255, 100, 80, 255});
    image_fit(bench->arena, &image, 1, 4, XC_FIT_STRETCH);
    const uint8_t wanted[] = {0, 40, 255, 25, 50, 255, 75, 70, 255, 100, 80, 255};
    assert_memory_equal(image.pixels, wanted, sizeof wanted);
}

static void a_constant_image_stays_constant(void **state)
{
    Bench *bench = *state;
    static const int sizes[][4] = {
        {7, 5, 3, 11}, {100, 3, 7, 7}, {1, 1, 9, 4}, {999, 64, 10, 10}, {16384, 1, 1, 1}};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        int height = sizes[s][0], width = sizes[s][1];
        uint8_t *pixels = arena_alloc(bench->arena, (size_t)(height * width));
        memset(pixels, 255, (size_t)(height * width));
        Image image = {height, width, 1, pixels};
        image_fit(bench->arena, &image, sizes[s][2], sizes[s][3], XC_FIT_STRETCH);
        for (int i = 0; i < sizes[s][2] * sizes[s][3]; i++)
            assert_int_equal(image.pixels[i], 255);
    }
}

static void crop_takes_the_middle_and_pad_keeps_all(void **state)
{
    Bench *bench = *state;
    uint8_t pixels[4 * 12]; /* thirds of 10, 100, 200 */
    for (int i = 0; i < 48; i++)
        pixels[i] = (uint8_t[]){10, 100, 200}[i % 12 / 4];
    Image image = image_of(bench, 4, 12, 1, pixels);
    image_fit(bench->arena, &image, 2, 2, XC_FIT_CROP);
    assert_int_equal(image.height, 2);
    assert_int_equal(image.width, 2);
    /* columns 4 to 7; the triangles of the two outer columns reach one pixel into the thirds
     * beside it: 1/8 each of 5, 8.. : weights 1/8, 3/8, 3/8, 1/8 */
    assert_int_equal(image.pixels[0], 89); /* (10 + 7 * 100) / 8 = 88.75 */
    assert_int_equal(image.pixels[1], 113); /* (200 + 7 * 100) / 8 = 112.5 */

    image = image_of(bench, 4, 12, 1, pixels);
    image_fit(bench->arena, &image, 12, 12, XC_FIT_PAD);
    assert_memory_equal(image.pixels + 4 * 12, pixels, 48);
    for (int i = 0; i < 48; i++) {
        assert_int_equal(image.pixels[i], 0);
        assert_int_equal(image.pixels[96 + i], 0);
    }
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(png_gray_and_rgb_keep_their_bytes),
        CASE(png_interlaced_rows_find_their_places),
        CASE(png_of_few_bits_spans_black_to_white),
        CASE(png_of_16_bits_is_rounded),
        CASE(png_palettes_are_looked_up),
        CASE(png_alpha_is_laid_on_white),
        CASE(damaged_pngs_are_refused_at_every_length),
        CASE(any_flipped_byte_of_a_png_is_survived),
        CASE(too_large_an_image_is_refused_before_it_takes_memory),
        CASE(jpeg_gray_rgb_and_progressive_are_read),
        CASE(jpeg_cmyk_becomes_rgb),
        CASE(jpegs_are_turned_as_exif_says),
        CASE(hostile_exif_is_upright),
        CASE(truncated_jpegs_are_refused),
        CASE(any_flipped_byte_of_a_jpeg_is_survived),
        CASE(a_jpeg_of_many_scans_must_be_small),
        CASE(a_png_of_huge_texts_takes_no_memory),
        CASE(a_picture_beyond_the_limits_is_refused_by_its_header),
        CASE(other_files_are_named),
        CASE(channels_are_weighed_and_repeated),
        CASE(shrinking_weighs_every_pixel),
        CASE(growing_is_bilinear),
        CASE(a_constant_image_stays_constant),
        CASE(crop_takes_the_middle_and_pad_keeps_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
