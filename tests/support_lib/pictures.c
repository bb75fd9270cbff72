#include "support_lib/pictures.h"

#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jpeglib.h>

static void check(bool fine, const char *what)
{
    if (!fine) {
        perror(what);
        abort();
    }
}

static FILE *open_file(const char *path)
{
    FILE *file = fopen(path, "wb");
    check(file != NULL, path);
    return file;
}

void write_bytes(const char *path, const void *data, size_t size)
{
    FILE *file = open_file(path);
    check(fwrite(data, 1, size, file) == size && fclose(file) == 0, path);
}

void cut_file(const char *path, long size)
{
    check(truncate(path, size) == 0, path);
}

/* ---- PNG --------------------------------------------------------------------------------------
 */

static void set_palette(png_structp png, png_infop info, const PngForm *form)
{
    png_color colours[256] = {{0, 0, 0}};
    for (int i = 0; i < form->colours; i++)
        colours[i] = (png_color){form->palette[i][0], form->palette[i][1], form->palette[i][2]};
    if (form->colours)
        png_set_PLTE(png, info, colours, form->colours);
    if (form->palette_alpha)
        png_set_tRNS(png, info, form->palette_alpha, form->colours, NULL);
}

void write_png(const char *path, int height, int width, const PngForm *form, const uint8_t *rows)
{
    FILE *file = open_file(path);
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    png_init_io(png, file);
    png_set_IHDR(png, info, (png_uint_32)width, (png_uint_32)height, form->bits, form->colour,
        form->interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
        PNG_FILTER_TYPE_DEFAULT);
    set_palette(png, info, form);
    png_write_info(png, info);
    size_t row = png_get_rowbytes(png, info);
    int passes = png_set_interlace_handling(png);
    for (int pass = 0; pass < passes; pass++)
        for (int y = 0; y < height; y++)
            png_write_row(png, rows + (size_t)y * row);
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    check(fclose(file) == 0, path);
}

void write_png_with_texts(const char *path, int texts, size_t bytes)
{
    FILE *file = open_file(path);
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    char *text = malloc(bytes + 1), key[] = "Comment";
    check(text != NULL, "malloc");
    memset(text, 'a', bytes);
    text[bytes] = '\0';
    png_init_io(png, file);
    png_set_IHDR(png, info, 2, 2, 8, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
        PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_text entry = {.compression = PNG_TEXT_COMPRESSION_zTXt, .key = key, .text = text};
    entry.text_length = bytes;
    for (int i = 0; i < texts; i++)
        png_set_text(png, info, &entry, 1);
    free(text); /* libpng has its copies */
    png_write_info(png, info);
    const uint8_t row[2] = {0};
    png_write_row(png, row);
    png_write_row(png, row);
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    check(fclose(file) == 0, path);
}

void write_plain_png(const char *path, int height, int width, int channels, const uint8_t *pixels)
{
    PngForm form = {.colour = channels == 1 ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB, .bits = 8};
    write_png(path, height, width, &form, pixels);
}

/* ---- JPEG -------------------------------------------------------------------------------------
 */

static void write_exif(struct jpeg_compress_struct *info, int orientation, bool big_endian)
{
    const uint8_t little[] = {'E', 'x', 'i', 'f', 0, 0, 'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1,
        3, 0, 1, 0, 0, 0, (uint8_t)orientation, 0, 0, 0, 0, 0, 0, 0};
    const uint8_t big[] = {'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0,
        3, 0, 0, 0, 1, 0, (uint8_t)orientation, 0, 0, 0, 0, 0, 0};
    jpeg_write_marker(info, JPEG_APP0 + 1, big_endian ? big : little, sizeof big);
}

static void start_jpeg(struct jpeg_compress_struct *info, const JpegForm *form)
{
    static const J_COLOR_SPACE spaces[] = {0, JCS_GRAYSCALE, 0, JCS_RGB, JCS_CMYK};
    info->input_components = form->components;
    info->in_color_space = spaces[form->components];
    jpeg_set_defaults(info);
    jpeg_set_quality(info, 100, TRUE);
    info->comp_info[0].h_samp_factor = 1;
    info->comp_info[0].v_samp_factor = 1;
    if (form->components == 4)
        info->write_Adobe_marker = TRUE;
    if (form->progressive)
        jpeg_simple_progression(info);
    jpeg_start_compress(info, TRUE);
    if (form->orientation)
        write_exif(info, form->orientation, form->big_endian);
}

void write_jpeg(
    const char *path, int height, int width, const JpegForm *form, const uint8_t *pixels)
{
    FILE *file = open_file(path);
    struct jpeg_compress_struct info;
    struct jpeg_error_mgr errors;
    info.err = jpeg_std_error(&errors);
    jpeg_create_compress(&info);
    jpeg_stdio_dest(&info, file);
    info.image_height = (JDIMENSION)height;
    info.image_width = (JDIMENSION)width;
    start_jpeg(&info, form);
    size_t row = (size_t)width * (size_t)form->components;
    uint8_t *line = malloc(row);
    check(line != NULL, "malloc");
    for (int y = 0; y < height; y++) {
        memcpy(line, pixels + (size_t)y * row, row);
        jpeg_write_scanlines(&info, &line, 1);
    }
    jpeg_finish_compress(&info);
    jpeg_destroy_compress(&info);
    free(line);
    check(fclose(file) == 0, path);
}

void write_jpeg_of_scans(const char *path, int side, int scans)
{
    enum { LEVELS = 8, COEFFICIENTS = 64, MOST = 1 + (COEFFICIENTS - 1) * LEVELS };
    static jpeg_scan_info script[MOST]; /* the first coefficient, then the bits of each other one */
    check(scans >= 1 && scans <= MOST, "scans");
    script[0] = (jpeg_scan_info){.comps_in_scan = 1};
    for (int i = 1; i < MOST; i++) {
        int coefficient = 1 + (i - 1) / LEVELS, level = LEVELS - 1 - (i - 1) % LEVELS;
        script[i] = (jpeg_scan_info){.comps_in_scan = 1,
            .Ss = coefficient,
            .Se = coefficient,
            .Ah = level == LEVELS - 1 ? 0 : level + 1,
            .Al = level};
    }
    FILE *file = open_file(path);
    struct jpeg_compress_struct info;
    struct jpeg_error_mgr errors;
    info.err = jpeg_std_error(&errors);
    jpeg_create_compress(&info);
    jpeg_stdio_dest(&info, file);
    info.image_height = info.image_width = (JDIMENSION)side;
    info.input_components = 1;
    info.in_color_space = JCS_GRAYSCALE;
    jpeg_set_defaults(&info);
    info.scan_info = script;
    info.num_scans = scans;
    jpeg_start_compress(&info, TRUE);
    uint8_t *line = calloc(1, (size_t)side);
    check(line != NULL, "calloc");
    for (int y = 0; y < side; y++)
        jpeg_write_scanlines(&info, &line, 1);
    jpeg_finish_compress(&info);
    jpeg_destroy_compress(&info);
    free(line);
    check(fclose(file) == 0, path);
}
