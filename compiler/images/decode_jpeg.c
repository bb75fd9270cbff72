/* JPEG through libjpeg, from memory. An error of the library jumps back to read_jpeg. */
#include "images/decode.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

enum {
    MAX_SCANS = 500, /* of a progressive file; programs write about ten */
    EXIF_MARKER = JPEG_APP0 + 1,
    MARKER_BYTES = 0xffff
};

/* Scans times pixels: each scan goes over all of them, so that a small file could keep a reader
 * busy for minutes. A second or two of work; 16 scans of the largest image. */
static const uint64_t most_visits = (uint64_t)16 * XC_IMAGE_MAX_PIXELS;

/* info.err points to errors, info.progress to progress, info.client_data to the reader. */
typedef struct JpegReader {
    Arena *arena;
    struct jpeg_decompress_struct info;
    struct jpeg_error_mgr errors;
    struct jpeg_progress_mgr progress;
    jmp_buf escape;
    const char *reason;
} JpegReader;

static _Noreturn void give_up(JpegReader *reader, const char *reason)
{
    reader->reason = reason;
    longjmp(reader->escape, 1);
}

static void on_error(j_common_ptr info)
{
    char message[JMSG_LENGTH_MAX];
    JpegReader *reader = info->client_data;
    info->err->format_message(info, message);
    give_up(reader, arena_strdup(reader->arena, message));
}

/* A warning (level -1) means that pixels were made up, but for these. */
static bool is_harmless(int message)
{
    return message == JWRN_EXTRANEOUS_DATA || message == JWRN_JFIF_MAJOR ||
           message == JWRN_ADOBE_XFORM || message == JWRN_TOO_MUCH_DATA;
}

static void on_message(j_common_ptr info, int level)
{
    if (level < 0 && !is_harmless(info->err->msg_code))
        on_error(info);
}

static void on_progress(j_common_ptr info)
{
    JpegReader *reader = info->client_data;
    uint64_t scans = (uint64_t)reader->info.input_scan_number;
    uint64_t pixels = (uint64_t)reader->info.image_height * reader->info.image_width;
    if (scans > MAX_SCANS || scans * pixels > most_visits)
        give_up(reader, "it has too many scans for its size");
}

/* ---- colours ----------------------------------------------------------------------------------
 */

/* What the decoder shall give: gray, RGB, or CMYK, which it can't turn into RGB itself. */
static void choose_colours(struct jpeg_decompress_struct *info)
{
    if (info->num_components == 4)
        info->out_color_space = JCS_CMYK;
    else
        info->out_color_space = info->num_components == 1 ? JCS_GRAYSCALE : JCS_RGB;
}

/* One row of CMYK to RGB, as if the inks were ideal. Adobe's programs, and everyone after them,
 * store the light that is left instead of the ink. */
static void cmyk_to_rgb(const uint8_t *from, uint8_t *to, int width, bool inverted)
{
    unsigned flip = inverted ? 0 : 255;
    for (int x = 0; x < width; x++, from += 4)
        for (int c = 0; c < 3; c++)
            *to++ = (uint8_t)(((from[c] ^ flip) * (from[3] ^ flip) + 127) / 255);
}

/* ---- reading ----------------------------------------------------------------------------------
 */

static void read_rows(JpegReader *reader, RawImage *image)
{
    struct jpeg_decompress_struct *info = &reader->info;
    int components = info->output_components;
    image->channels = components == 1 ? 1 : 3;
    size_t row = (size_t)image->width * (size_t)image->channels;
    image->pixels = arena_array(reader->arena, (size_t)image->height, row);
    uint8_t *inks = components == 4 ? arena_array(reader->arena, (size_t)image->width, 4) : NULL;
    while (info->output_scanline < info->output_height) {
        uint8_t *target = image->pixels + (size_t)info->output_scanline * row;
        JSAMPROW line = inks ? inks : target;
        jpeg_read_scanlines(info, &line, 1);
        if (inks)
            cmyk_to_rgb(inks, target, image->width, info->saw_Adobe_marker);
    }
}

static int orientation_of(const struct jpeg_decompress_struct *info)
{
    for (const struct jpeg_marker_struct *marker = info->marker_list; marker;
         marker = marker->next) {
        int orientation = exif_orientation(marker->data, marker->data_length);
        if (orientation != 1)
            return orientation;
    }
    return 1;
}

static void read_header(JpegReader *reader, RawImage *image)
{
    struct jpeg_decompress_struct *info = &reader->info;
    jpeg_save_markers(info, EXIF_MARKER, MARKER_BYTES);
    jpeg_read_header(info, TRUE);
    const char *reason = decode_check_size(reader->arena, info->image_height, info->image_width);
    if (reason)
        give_up(reader, reason);
    image->height = (int)info->image_height;
    image->width = (int)info->image_width;
    choose_colours(info);
    info->dct_method = JDCT_ISLOW; /* the one that is the same bytes everywhere */
}

static void begin(JpegReader *reader, const unsigned char *data, size_t length)
{
    jpeg_create_decompress(&reader->info);
    reader->info.client_data = reader;
    reader->info.progress = &reader->progress;
    jpeg_mem_src(&reader->info, data, length);
}

static bool read_jpeg(JpegReader *reader, const unsigned char *data, size_t length, RawImage *image)
{
    if (setjmp(reader->escape))
        return false;
    begin(reader, data, length);
    read_header(reader, image);
    jpeg_start_decompress(&reader->info);
    read_rows(reader, image);
    int orientation = orientation_of(&reader->info);
    jpeg_finish_decompress(&reader->info);
    image_turn(reader->arena, image, orientation);
    return true;
}

static JpegReader *make_reader(Arena *arena)
{
    JpegReader *reader = arena_alloc(arena, sizeof *reader);
    reader->arena = arena;
    reader->info.err = jpeg_std_error(&reader->errors);
    reader->info.client_data = reader;
    reader->errors.error_exit = on_error;
    reader->errors.emit_message = on_message;
    reader->progress.progress_monitor = on_progress;
    return reader;
}

const char *decode_jpeg(Arena *arena, const unsigned char *data, size_t length, RawImage *image)
{
    JpegReader *reader = make_reader(arena);
    bool fine = read_jpeg(reader, data, length, image);
    jpeg_destroy_decompress(&reader->info);
    return fine ? NULL : arena_printf(arena, "the JPEG can't be read: %s", reader->reason);
}

/* ---- the header alone -------------------------------------------------------------------------
 */

static bool read_components(JpegReader *reader, const unsigned char *data, size_t length)
{
    if (setjmp(reader->escape))
        return false;
    begin(reader, data, length);
    jpeg_read_header(&reader->info, TRUE);
    return true;
}

int channels_of_jpeg(Arena *arena, const unsigned char *data, size_t length)
{
    JpegReader *reader = make_reader(arena);
    bool fine = read_components(reader, data, length);
    int channels = reader->info.num_components == 1 ? 1 : 3;
    jpeg_destroy_decompress(&reader->info);
    return fine ? channels : 0;
}
