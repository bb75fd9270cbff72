/* A data file: one file of records of equal size that holds any data set; docs/data.md has the
 * format. Everything in it is checked before it is believed: the header against limits, the size
 * of the file against the header before any memory is asked for, every label, and at the end the
 * checksum. */
#include "dataset.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crc32.h"
#include "file_kind.h"
#include "input.h"
#include "record_format.h"

enum { MAX_CLASSES = 1 << 16, MAX_TEXT = 1 << 24, BUFFER = 1 << 20 };

typedef struct Header {
    uint32_t version, height, width, channels, classes, train, test, text;
} Header;

/* A file that is being read; path is what messages say. */
typedef struct Reader {
    FILE *file;
    const char *path;
    uint64_t size, at;
    uint32_t checksum; /* of the bytes before `at` */
    xr_crc32_tables tables;
    xr_failure *failure;
} Reader;

static uint32_t little_endian(const uint8_t *bytes, int count)
{
    uint32_t value = 0;
    for (int i = 0; i < count; i++)
        value |= (uint32_t)bytes[i] << (8 * i);
    return value;
}

/* Bytes that the size of the file promised. */
static bool take(Reader *reader, void *bytes, size_t count)
{
    if (fread(bytes, 1, count, reader->file) != count)
        return ferror(reader->file) ? xr_fail_errno(reader->failure, "%s", reader->path)
                                    : xr_fail(reader->failure, XR_BAD_INPUT,
                                          "%s: became shorter while it was read", reader->path);
    reader->checksum = xr_crc32(&reader->tables, reader->checksum, bytes, count);
    reader->at += count;
    return true;
}

/* ---- header -------------------------------------------------------------------------------- */

static bool check_range(
    Reader *reader, const char *what, int byte, uint32_t value, uint32_t least, uint32_t most)
{
    if (value >= least && value <= most)
        return true;
    return xr_fail(reader->failure, XR_BAD_INPUT, "%s: byte %d says %u %s; %u to %u are possible",
        reader->path, byte, value, what, least, most);
}

static bool check_ranges(Reader *reader, const Header *header)
{
    return check_range(reader, "rows", 12, header->height, 1, INT_MAX) &&
           check_range(reader, "columns", 16, header->width, 1, INT_MAX) &&
           check_range(reader, "channels", 20, header->channels, 1, INT_MAX) &&
           check_range(reader, "classes", 24, header->classes, 1, MAX_CLASSES) &&
           check_range(reader, "training images", 28, header->train, 1, INT_MAX) &&
           check_range(reader, "test images", 32, header->test, 1, INT_MAX) &&
           check_range(reader, "bytes of text", 36, header->text, 4, MAX_TEXT);
}

/* What is no data file is told for what it is. */
static bool check_kind(Reader *reader)
{
    uint8_t bytes[XR_FILE_KIND_BYTES];
    size_t count = fread(bytes, 1, sizeof bytes, reader->file);
    if (ferror(reader->file) || fseek(reader->file, 0, SEEK_SET) != 0)
        return xr_fail_errno(reader->failure, "%s", reader->path);
    if (count < XR_RECORD_MAGIC_BYTES || memcmp(bytes, XR_RECORD_MAGIC, XR_RECORD_MAGIC_BYTES) == 0)
        return true;
    const char *kind = xr_file_kind(bytes, count);
    return xr_fail(reader->failure, XR_BAD_INPUT,
        "%s: is %s%sno data file, such as 'xceptc data pack' writes", reader->path,
        kind ? kind : "", kind ? ", and " : "");
}

static bool read_header(Reader *reader, Header *header)
{
    uint8_t bytes[XR_RECORD_HEADER];
    if (!check_kind(reader))
        return false;
    if (reader->size < XR_RECORD_HEADER)
        return xr_fail(reader->failure, XR_BAD_INPUT, "%s: %llu bytes are too few for a data file",
            reader->path, (unsigned long long)reader->size);
    if (!take(reader, bytes, XR_RECORD_HEADER))
        return false;
    uint32_t *const fields[] = {&header->version, &header->height, &header->width,
        &header->channels, &header->classes, &header->train, &header->test, &header->text};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        *fields[i] = little_endian(bytes + XR_RECORD_MAGIC_BYTES + 4 * i, 4);
    if (header->version != XR_RECORD_VERSION)
        return xr_fail(reader->failure, XR_BAD_INPUT,
            "%s: has version %u of the format; this program reads version %d", reader->path,
            header->version, XR_RECORD_VERSION);
    return check_ranges(reader, header);
}

/* The size of the file must be what the header says, to the byte. All products fit: an image has at
 * most INT_MAX bytes and there are less than 2^32 of them, which leaves half of 64 bits free. */
static bool check_size(Reader *reader, const Header *header, const xr_dataset *dataset)
{
    uint64_t image = xr_dataset_image_bytes(dataset);
    if (image == 0)
        return xr_fail(reader->failure, XR_BAD_INPUT, "%s: images of %ux%ux%u are too large",
            reader->path, header->height, header->width, header->channels);
    uint64_t images = (uint64_t)header->train + header->test;
    uint64_t wanted =
        XR_RECORD_HEADER + header->text + images * (XR_RECORD_LABEL + image) + XR_RECORD_CHECKSUM;
    if (reader->size == wanted)
        return true;
    return xr_fail(reader->failure, XR_BAD_INPUT,
        "%s: has %llu bytes; %llu images of %ux%ux%u make %llu", reader->path,
        (unsigned long long)reader->size, (unsigned long long)images, header->height, header->width,
        header->channels, (unsigned long long)wanted);
}

/* ---- contents ------------------------------------------------------------------------------ */

static bool read_names(Reader *reader, const Header *header, xr_dataset *dataset)
{
    char *text = malloc((size_t)header->text + 1); /* never 0 bytes */
    if (!text)
        return xr_fail(reader->failure, XR_MACHINE, "no memory for the names of classes");
    bool fine =
        take(reader, text, header->text) &&
        xr_dataset_set_names(dataset, text, header->text, true, reader->path, reader->failure);
    free(text);
    return fine;
}

static bool read_split(Reader *reader, xr_dataset *dataset, xr_split *split, uint32_t count)
{
    size_t image_bytes = xr_dataset_image_bytes(dataset);
    if (!xr_split_allocate(split, dataset, (int)count, reader->failure))
        return false;
    for (uint32_t i = 0; i < count; i++) {
        uint8_t label[XR_RECORD_LABEL];
        uint64_t at = reader->at;
        if (!take(reader, label, XR_RECORD_LABEL) ||
            !take(reader, split->images + (size_t)i * image_bytes, image_bytes))
            return false;
        split->labels[i] = (int32_t)little_endian(label, XR_RECORD_LABEL);
        if (split->labels[i] >= dataset->classes)
            return xr_fail(reader->failure, XR_BAD_INPUT,
                "%s: byte %llu (%s image %u) is label %d; labels are 0 to %d", reader->path,
                (unsigned long long)at, split == &dataset->train ? "training" : "test", i,
                split->labels[i], dataset->classes - 1);
    }
    return true;
}

static bool check_checksum(Reader *reader)
{
    uint8_t bytes[XR_RECORD_CHECKSUM];
    uint32_t found = reader->checksum;
    if (!take(reader, bytes, XR_RECORD_CHECKSUM))
        return false;
    uint32_t wanted = little_endian(bytes, XR_RECORD_CHECKSUM);
    return found == wanted || xr_fail(reader->failure, XR_BAD_INPUT,
                                  "%s: is damaged: its bytes have checksum %08x, at its end it "
                                  "says %08x",
                                  reader->path, found, wanted);
}

/* Everything with `images`, else what comes before them. */
static bool read_all(Reader *reader, xr_dataset *dataset, bool images)
{
    Header header = {0};
    if (!read_header(reader, &header))
        return false;
    dataset->height = (int)header.height;
    dataset->width = (int)header.width;
    dataset->channels = (int)header.channels;
    dataset->classes = (int)header.classes;
    dataset->train.count = (int)header.train;
    dataset->test.count = (int)header.test;
    if (!check_size(reader, &header, dataset) || !read_names(reader, &header, dataset))
        return false;
    return !images ||
           (read_split(reader, dataset, &dataset->train, header.train) &&
               read_split(reader, dataset, &dataset->test, header.test) && check_checksum(reader));
}

static bool read_record(xr_dataset *dataset, const char *path, bool images, xr_failure *failure)
{
    *dataset = (xr_dataset){0};
    uint64_t size;
    FILE *file = xr_input_open(path, &size, failure);
    if (!file)
        return false;
    Reader reader = {.file = file, .path = path, .size = size, .failure = failure};
    xr_crc32_prepare(&reader.tables);
    setvbuf(file, NULL, _IOFBF, BUFFER); /* only faster: records are small */
    bool fine = read_all(&reader, dataset, images);
    fclose(file);
    return fine;
}

bool xr_record_open(xr_dataset *dataset, const char *path, xr_failure *failure)
{
    return read_record(dataset, path, true, failure);
}

bool xr_record_look(xr_dataset *dataset, const char *path, xr_failure *failure)
{
    return read_record(dataset, path, false, failure);
}
