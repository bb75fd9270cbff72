#include "images/image.h"

#include "file_kind.h"
#include "images/decode.h"
#include "input.h"
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

const char *decode_check_size(Arena *arena, unsigned long height, unsigned long width)
{
    if (height < 1 || width < 1)
        return "it has no pixels";
    if (height <= XC_IMAGE_MAX_SIDE && width <= XC_IMAGE_MAX_SIDE &&
        height * width <= XC_IMAGE_MAX_PIXELS)
        return NULL;
    return arena_printf(arena,
        "%lux%lu pixels are too many; at most %d a side and %d in all can be read", height, width,
        XC_IMAGE_MAX_SIDE, XC_IMAGE_MAX_PIXELS);
}

/* ---- alpha ------------------------------------------------------------------------------------
 */

/* value over white, at 0 to 255 of opacity, to the nearest. */
static uint8_t over_white(unsigned value, unsigned alpha)
{
    return (uint8_t)((value * alpha + 255 * (255 - alpha) + 127) / 255);
}

/* Lays an image with alpha on white, in place. */
static void flatten_alpha(RawImage *image)
{
    int colours = image->channels - 1;
    size_t pixels = (size_t)image->height * (size_t)image->width;
    const uint8_t *from = image->pixels;
    uint8_t *to = image->pixels;
    for (size_t i = 0; i < pixels; i++, from += image->channels)
        for (int c = 0; c < colours; c++)
            *to++ = over_white(from[c], from[colours]);
    image->channels = colours;
}

/* ---- reading ----------------------------------------------------------------------------------
 */

static bool starts_with(const unsigned char *data, size_t length, const char *mark)
{
    size_t count = strlen(mark);
    return length >= count && memcmp(data, mark, count) == 0;
}

/* Why a file is neither PNG nor JPEG, by name where its first bytes tell. */
static const char *say_format(Arena *arena, const unsigned char *data, size_t length)
{
    const char *kind =
        xr_file_kind(data, length < XR_FILE_KIND_BYTES ? length : XR_FILE_KIND_BYTES);
    if (length == 0)
        return "it is empty";
    return kind ? arena_printf(arena, "it is neither a PNG nor a JPEG, but %s", kind)
                : "it is neither a PNG nor a JPEG";
}

/* The whole file in the arena: NULL, or the reason why not. */
static const char *read_file(Arena *arena, const char *path, unsigned char **data, size_t *length)
{
    const char *reason;
    uint64_t size;
    int descriptor = xr_input_try(path, &size, &reason);
    if (descriptor < 0)
        return reason;
    FILE *file = size <= XC_IMAGE_MAX_FILE ? fdopen(descriptor, "rb") : NULL;
    if (!file) {
        close(descriptor);
        return arena_printf(arena, "%" PRIu64 " bytes are too many for an image", size);
    }
    *data = arena_alloc(arena, (size_t)size);
    *length = fread(*data, 1, (size_t)size, file);
    reason = ferror(file) ? strerror(errno) : NULL;
    fclose(file);
    return reason;
}

static bool is_png(const unsigned char *data, size_t length)
{
    return starts_with(data, length, "\x89PNG\r\n\x1a\n");
}

static bool is_jpeg(const unsigned char *data, size_t length)
{
    return starts_with(data, length, "\xff\xd8\xff");
}

const char *image_try(Arena *arena, const char *path, Image *image)
{
    unsigned char *data = NULL;
    size_t length = 0;
    const char *reason = read_file(arena, path, &data, &length);
    if (reason)
        return reason;
    if (is_png(data, length))
        reason = decode_png(arena, data, length, image);
    else if (is_jpeg(data, length))
        reason = decode_jpeg(arena, data, length, image);
    else
        reason = say_format(arena, data, length);
    if (!reason && image->channels % 2 == 0)
        flatten_alpha(image);
    return reason;
}

int image_channels(const char *path)
{
    Arena *arena = arena_new();
    unsigned char *data = NULL;
    size_t length = 0;
    int channels = 0;
    if (!read_file(arena, path, &data, &length)) {
        if (is_png(data, length))
            channels = channels_of_png(data, length);
        else if (is_jpeg(data, length))
            channels = channels_of_jpeg(arena, data, length);
    }
    arena_free(arena);
    return channels;
}

/* ---- channels ---------------------------------------------------------------------------------
 */

/* The weights of BT.601 in 65536ths; they sum to 65536. */
static uint8_t luma(const uint8_t *pixel)
{
    return (uint8_t)((19595u * pixel[0] + 38470u * pixel[1] + 7471u * pixel[2] + 32768u) >> 16);
}

void image_set_channels(Arena *arena, Image *image, int channels)
{
    if (image->channels == channels)
        return;
    size_t pixels = (size_t)image->height * (size_t)image->width;
    uint8_t *to = arena_array(arena, pixels, (size_t)channels);
    for (size_t i = 0; i < pixels; i++) {
        if (channels == 1)
            to[i] = luma(image->pixels + 3 * i);
        else
            memset(to + 3 * i, image->pixels[i], 3);
    }
    image->pixels = to;
    image->channels = channels;
}
