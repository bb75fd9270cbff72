/* Pictures in memory: read from PNG and JPEG files, brought to a size and a number of channels.
 *
 * The same file gives the same bytes on every machine: decoders are those of libpng and libjpeg,
 * all arithmetic after them is on whole numbers. */
#ifndef XC_IMAGES_IMAGE_H
#define XC_IMAGES_IMAGE_H

#include "support/base.h"

/* height x width x channels bytes, row by row, the channels of a pixel together. channels is 1
 * (gray) or 3 (red, green, blue). The pixels belong to the arena that the image was made in. */
typedef struct Image {
    int height, width, channels;
    uint8_t *pixels;
} Image;

enum {
    XC_IMAGE_MAX_SIDE = 16384,
    XC_IMAGE_MAX_PIXELS = 1 << 27,
    XC_IMAGE_MAX_FILE = 1 << 28 /* bytes */
};

/* Reads a PNG or a JPEG; its first bytes tell which, not its name. Gray stays gray, all else
 * becomes RGB: palettes are looked up, 16 bits are rounded to 8, transparent pixels are laid on
 * white, CMYK is converted, and a JPEG is turned as its EXIF orientation says. NULL, or
 * the reason why not, in the arena; a damaged or truncated file is one. */
const char *image_try(Arena *arena, const char *path, Image *image);

/* The channels that image_try would give, by the file's header alone; 0 where that can't be read.
 */
int image_channels(const char *path);

/* The image in 1 or 3 channels: gray is repeated, colours are weighed as ITU-R BT.601 does. */
void image_set_channels(Arena *arena, Image *image, int channels);

typedef enum ImageFit {
    XC_FIT_STRETCH, /* the whole image, its sides scaled apart */
    XC_FIT_CROP, /* the largest centred part of the wanted proportions */
    XC_FIT_PAD /* the whole image in its proportions, centred on black */
} ImageFit;

/* The fit that a word names: stretch, crop, pad. False when it names none. */
bool image_fit_named(const char *word, ImageFit *fit);

/* The image at another size: bilinear where it grows, and where it shrinks the same triangle
 * widened to the scale, so that every pixel counts. The wanted sides are 1 to XC_IMAGE_MAX_SIDE. */
void image_fit(Arena *arena, Image *image, int height, int width, ImageFit fit);

#endif
