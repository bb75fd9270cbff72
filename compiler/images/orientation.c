/* Cameras store what the sensor saw and say in EXIF how it was held. */
#include "images/decode.h"

#include <string.h>

/* ---- EXIF: a TIFF file inside a marker --------------------------------------------------------
 */

enum { TIFF_AT = 6, ENTRY_BYTES = 12, TAG_ORIENTATION = 0x0112, TYPE_SHORT = 3 };

typedef struct Tiff {
    const unsigned char *data;
    size_t length;
    bool big_endian;
} Tiff;

static unsigned get(const Tiff *tiff, size_t at, int bytes)
{
    unsigned value = 0;
    if (at > tiff->length || tiff->length - at < (size_t)bytes)
        return 0;
    for (int i = 0; i < bytes; i++) {
        int shift = 8 * (tiff->big_endian ? bytes - 1 - i : i);
        value |= (unsigned)tiff->data[at + (size_t)i] << shift;
    }
    return value;
}

int exif_orientation(const unsigned char *data, size_t length)
{
    if (length < TIFF_AT + 8 || memcmp(data, "Exif\0\0", TIFF_AT) != 0)
        return 1;
    Tiff tiff = {data + TIFF_AT, length - TIFF_AT, data[TIFF_AT] == 'M'};
    size_t directory = get(&tiff, 4, 4);
    unsigned entries = get(&tiff, directory, 2);
    for (unsigned i = 0; i < entries; i++) {
        size_t entry = directory + 2 + (size_t)i * ENTRY_BYTES;
        if (get(&tiff, entry, 2) != TAG_ORIENTATION)
            continue;
        unsigned orientation = get(&tiff, entry + 8, 2);
        bool sensible = get(&tiff, entry + 2, 2) == TYPE_SHORT && get(&tiff, entry + 4, 4) == 1 &&
                        orientation >= 1 && orientation <= 8;
        return sensible ? (int)orientation : 1;
    }
    return 1;
}

/* ---- turning ----------------------------------------------------------------------------------
 */

/* Orientations 5 to 8 swap rows and columns. After that, in terms of the upright image: */
static bool mirrors_rows(int orientation)
{
    return orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7;
}

static bool mirrors_columns(int orientation)
{
    return orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
}

void image_turn(Arena *arena, RawImage *image, int orientation)
{
    if (orientation == 1)
        return;
    bool swaps = orientation >= 5;
    RawImage upright = *image;
    upright.height = swaps ? image->width : image->height;
    upright.width = swaps ? image->height : image->width;
    size_t channels = (size_t)image->channels, row = (size_t)image->width * channels;
    upright.pixels = arena_array(arena, (size_t)image->height, row);
    uint8_t *to = upright.pixels;
    for (int y = 0; y < upright.height; y++) {
        for (int x = 0; x < upright.width; x++, to += channels) {
            int down = mirrors_columns(orientation) ? upright.height - 1 - y : y;
            int right = mirrors_rows(orientation) ? upright.width - 1 - x : x;
            size_t from_y = (size_t)(swaps ? right : down);
            size_t from_x = (size_t)(swaps ? down : right);
            memcpy(to, image->pixels + from_y * row + from_x * channels, channels);
        }
    }
    *image = upright;
}
