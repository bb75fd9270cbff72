/* PNG through libpng, from memory. An error of the library jumps back to read_png. */
#include "images/decode.h"

#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

typedef struct PngReader {
    Arena *arena;
    png_structp png;
    png_infop info;
    const unsigned char *data;
    size_t length, at;
    const char *reason;
} PngReader;

static void on_error(png_structp png, png_const_charp message)
{
    PngReader *reader = png_get_error_ptr(png);
    if (!reader->reason)
        reader->reason = arena_strdup(reader->arena, message);
    png_longjmp(png, 1);
}

/* Warnings are of colour profiles and texts, which nothing here reads. */
static void on_warning(png_structp png, png_const_charp message)
{
    (void)png, (void)message;
}

static void take_bytes(png_structp png, png_bytep target, size_t count)
{
    PngReader *reader = png_get_io_ptr(png);
    if (count > reader->length - reader->at)
        png_error(png, "the file ends early");
    memcpy(target, reader->data + reader->at, count);
    reader->at += count;
}

/* Whatever the file holds becomes gray or RGB of 8 bits, with alpha where there is any. */
static void ask_for_bytes(PngReader *reader)
{
    png_set_expand(reader->png); /* palettes, 1 to 4 bits, a transparent colour */
    png_set_scale_16(reader->png);
}

static void read_rows(PngReader *reader, RawImage *image)
{
    int passes = png_set_interlace_handling(reader->png);
    png_read_update_info(reader->png, reader->info);
    image->channels = png_get_channels(reader->png, reader->info);
    size_t row = (size_t)image->width * (size_t)image->channels;
    if (png_get_rowbytes(reader->png, reader->info) != row)
        png_error(reader->png, "its pixels are of an unknown kind");
    image->pixels = arena_array(reader->arena, (size_t)image->height, row);
    for (int pass = 0; pass < passes; pass++)
        for (int y = 0; y < image->height; y++)
            png_read_row(reader->png, image->pixels + (size_t)y * row, NULL);
    png_read_end(reader->png, NULL);
}

static bool read_png(PngReader *reader, RawImage *image)
{
    if (setjmp(png_jmpbuf(reader->png)))
        return false;
    png_set_read_fn(reader->png, reader, take_bytes);
    /* texts and profiles, which may be small in the file and huge in memory, are passed over */
    png_set_keep_unknown_chunks(reader->png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
    png_set_user_limits(reader->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX); /* ours is told better */
    png_read_info(reader->png, reader->info);
    png_uint_32 height = png_get_image_height(reader->png, reader->info);
    png_uint_32 width = png_get_image_width(reader->png, reader->info);
    reader->reason = decode_check_size(reader->arena, height, width);
    if (reader->reason)
        return false;
    image->height = (int)height;
    image->width = (int)width;
    ask_for_bytes(reader);
    read_rows(reader, image);
    return true;
}

/* A PNG begins with its mark of 8 bytes and the chunk IHDR, whose tenth byte is the kind of colour.
 */
int channels_of_png(const unsigned char *data, size_t length)
{
    enum { NAME_AT = 12, COLOUR_AT = NAME_AT + 4 + 9 };
    if (length <= COLOUR_AT || memcmp(data + NAME_AT, "IHDR", 4) != 0)
        return 0;
    return data[COLOUR_AT] & PNG_COLOR_MASK_COLOR ? 3 : 1;
}

const char *decode_png(Arena *arena, const unsigned char *data, size_t length, RawImage *image)
{
    PngReader reader = {.arena = arena, .data = data, .length = length};
    reader.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &reader, on_error, on_warning);
    reader.info = reader.png ? png_create_info_struct(reader.png) : NULL;
    if (!reader.info)
        reader.reason = "libpng could not be started";
    else if (!read_png(&reader, image) && !reader.reason)
        reader.reason = "libpng could not read it";
    png_destroy_read_struct(&reader.png, &reader.info, NULL);
    return reader.reason ? arena_printf(arena, "the PNG can't be read: %s", reader.reason) : NULL;
}
