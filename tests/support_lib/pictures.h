/* Image files of every kind, written through libpng and libjpeg. A failure ends the test. */
#ifndef TEST_PICTURES_H
#define TEST_PICTURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How a PNG is stored. */
typedef struct PngForm {
    int colour; /* PNG_COLOR_TYPE_... */
    int bits; /* a sample */
    bool interlaced;
    const uint8_t (*palette)[3]; /* of colours entries */
    int colours;
    const uint8_t *palette_alpha; /* of colours entries, or NULL */
} PngForm;

/* rows: the rows as the file holds them: packed where bits < 8, two bytes a sample for 16. */
void write_png(const char *path, int height, int width, const PngForm *form, const uint8_t *rows);

/* How a JPEG is stored; quality is 100 and colours are not subsampled. */
typedef struct JpegForm {
    int components; /* 1 gray, 3 RGB in YCbCr, 4 CMYK, stored inverted as Adobe does */
    bool progressive;
    int orientation; /* in EXIF; 0: no EXIF */
    bool big_endian; /* the EXIF */
} JpegForm;

void write_jpeg(
    const char *path, int height, int width, const JpegForm *form, const uint8_t *pixels);

/* A gray progressive JPEG of side x side equal pixels in so many scans, at most 505. */
void write_jpeg_of_scans(const char *path, int side, int scans);

/* A gray PNG of 2x2 with so many compressed texts, each of so many equal bytes. */
void write_png_with_texts(const char *path, int texts, size_t bytes);

/* 8-bit gray or RGB, the plain form. */
void write_plain_png(const char *path, int height, int width, int channels, const uint8_t *pixels);

/* Any bytes as a file, and a file cut to `size` bytes. */
void write_bytes(const char *path, const void *data, size_t size);
void cut_file(const char *path, long size);

#endif
