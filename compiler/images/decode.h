/* Decoders of one format each. Inside this room only. */
#ifndef XC_IMAGES_DECODE_H
#define XC_IMAGES_DECODE_H

#include "images/image.h"

/* An image as its file holds it: 1 gray, 2 gray and alpha, 3 RGB, 4 RGB and alpha. */
typedef Image RawImage;

/* A whole file in memory. Each returns NULL, or the reason why it can't be decoded, in the arena.
 */
const char *decode_png(Arena *arena, const unsigned char *data, size_t length, RawImage *image);
const char *decode_jpeg(Arena *arena, const unsigned char *data, size_t length, RawImage *image);

/* Whether the image has colours, by its header: 1 gray, 3 RGB once alpha is gone; 0 where the
 * header can't be read. */
int channels_of_png(const unsigned char *data, size_t length);
int channels_of_jpeg(Arena *arena, const unsigned char *data, size_t length);

/* NULL when the size is within the limits of image.h. */
const char *decode_check_size(Arena *arena, unsigned long height, unsigned long width);

/* How an image lies in its file, as EXIF numbers it: 1 (upright) to 8. data is the content of a
 * JPEG's APP1 marker; 1 where it is no EXIF or says nothing sensible. */
int exif_orientation(const unsigned char *data, size_t length);

/* Turns the image upright. */
void image_turn(Arena *arena, RawImage *image, int orientation);

#endif
