#define _GNU_SOURCE /* O_CLOEXEC, pread */
#include "data/record.h"

#include "record_format.h"
#include "support/files.h"
#include "support/text.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

enum { BUFFER = 1 << 20 };

struct RecordFile {
    Arena *arena;
    Diag *diag;
    const char *target, *temporary;
    FILE *stream; /* of temporary; NULL when closed */
    RecordHeader header;
    size_t text, image; /* bytes */
    uint32_t train, test;
    uint64_t size;
};

static bool fail(RecordFile *file)
{
    diag_error(file->diag, XC_NOWHERE, "cannot write %s: %s", file->target, strerror(errno));
    return false;
}

static bool put(RecordFile *file, const void *bytes, size_t count)
{
    if (fwrite(bytes, 1, count, file->stream) != count)
        return fail(file);
    file->size += count;
    return true;
}

static void little_endian(uint8_t *bytes, uint32_t value, int count)
{
    for (int i = 0; i < count; i++)
        bytes[i] = (uint8_t)(value >> (8 * i));
}

/* ---- opening ----------------------------------------------------------------------------------
 */

/* Nothing is there, or a data file: not a model or a folder that a slip of the hand named. */
static bool may_replace(Diag *diag, const char *target)
{
    char start[XR_RECORD_MAGIC_BYTES] = "";
    struct stat status;
    if (stat(target, &status) != 0)
        return true;
    FILE *old = S_ISREG(status.st_mode) ? fopen(target, "rb") : NULL;
    bool is_data = old && fread(start, 1, XR_RECORD_MAGIC_BYTES, old) == XR_RECORD_MAGIC_BYTES &&
                   memcmp(start, XR_RECORD_MAGIC, XR_RECORD_MAGIC_BYTES) == 0;
    if (old)
        fclose(old);
    if (is_data)
        return true;
    diag_error(diag, XC_NOWHERE, "%s is there and is no data file; it is left alone", target);
    diag_hint(diag, "name another file, or remove it first");
    return false;
}

RecordFile *record_create(Arena *arena, Diag *diag, const char *target, int *status)
{
    target = files_target(arena, target); /* a link stays a link */
    RecordFile *file = arena_alloc(arena, sizeof *file);
    *file = (RecordFile){.arena = arena,
        .diag = diag,
        .target = target,
        .temporary = arena_printf(arena, "%s.tmp", target)};
    *status = may_replace(diag, target) ? XC_EXIT_OK : XC_EXIT_INPUT;
    if (*status != XC_EXIT_OK)
        return NULL;
    int descriptor = open(file->temporary, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    file->stream = descriptor < 0 ? NULL : fdopen(descriptor, "w+b");
    if (file->stream) {
        setvbuf(file->stream, NULL, _IOFBF, BUFFER);
        return file;
    }
    fail(file);
    if (descriptor >= 0)
        close(descriptor);
    *status = XC_EXIT_MACHINE;
    return NULL;
}

/* ---- contents ---------------------------------------------------------------------------------
 */

static void fill_header(const RecordFile *file, uint8_t bytes[XR_RECORD_HEADER])
{
    const RecordHeader *header = &file->header;
    const uint32_t numbers[] = {XR_RECORD_VERSION, (uint32_t)header->height,
        (uint32_t)header->width, (uint32_t)header->channels, (uint32_t)header->classes, file->train,
        file->test, (uint32_t)file->text};
    memcpy(bytes, XR_RECORD_MAGIC, XR_RECORD_MAGIC_BYTES);
    for (int i = 0; i < 8; i++)
        little_endian(bytes + XR_RECORD_MAGIC_BYTES + 4 * i, numbers[i], 4);
}

/* The counts in the header are zero until the end, which no reader accepts. */
bool record_begin(RecordFile *file, const RecordHeader *header)
{
    uint8_t bytes[XR_RECORD_HEADER];
    Text text = {.arena = file->arena};
    file->header = *header;
    file->image = (size_t)header->height * (size_t)header->width * (size_t)header->channels;
    text_printf(&text, "%s\n", header->name);
    for (int i = 0; i < header->classes; i++)
        text_printf(&text, "%s\n", header->class_names[i]);
    file->text = text.count;
    fill_header(file, bytes);
    return put(file, bytes, XR_RECORD_HEADER) && put(file, text_string(&text), text.count);
}

bool record_add(RecordFile *file, int label, bool test, const uint8_t *pixels)
{
    uint8_t bytes[XR_RECORD_LABEL];
    little_endian(bytes, (uint32_t)label, XR_RECORD_LABEL);
    if (test)
        file->test++;
    else
        file->train++;
    return put(file, bytes, sizeof bytes) && put(file, pixels, file->image);
}

uint64_t record_size(const RecordFile *file)
{
    return file->size;
}

/* ---- the end ----------------------------------------------------------------------------------
 */

static bool write_counts(RecordFile *file)
{
    uint8_t bytes[XR_RECORD_HEADER];
    fill_header(file, bytes);
    return (fseek(file->stream, 0, SEEK_SET) == 0 &&
               fwrite(bytes, 1, XR_RECORD_HEADER, file->stream) == XR_RECORD_HEADER &&
               fflush(file->stream) == 0) ||
           fail(file);
}

/* The checksum of all that was written, read back from the file. */
static bool add_checksum(RecordFile *file)
{
    uint8_t *block = arena_alloc(file->arena, BUFFER), bytes[XR_RECORD_CHECKSUM];
    uLong checksum = crc32(0, NULL, 0);
    uint64_t done = 0;
    rewind(file->stream);
    while (done < file->size) {
        size_t count = fread(block, 1, BUFFER, file->stream);
        if (count == 0) {
            errno = ferror(file->stream) ? errno : EIO;
            return fail(file);
        }
        checksum = crc32(checksum, block, (uInt)count);
        done += count;
    }
    little_endian(bytes, (uint32_t)checksum, XR_RECORD_CHECKSUM);
    /* between reading and writing a stream wants to be told its place */
    return (fseek(file->stream, 0, SEEK_END) == 0 || fail(file)) && put(file, bytes, sizeof bytes);
}

static bool close_durably(RecordFile *file)
{
    bool written = fflush(file->stream) == 0 && fsync(fileno(file->stream)) == 0;
    int error = errno;
    FILE *stream = file->stream;
    file->stream = NULL;
    if (fclose(stream) != 0 && written) {
        written = false;
        error = errno;
    }
    errno = error;
    return written || fail(file);
}

bool record_finish(RecordFile *file)
{
    if (!write_counts(file) || !add_checksum(file) || !close_durably(file))
        return false;
    return rename(file->temporary, file->target) == 0 || fail(file);
}

void record_abandon(RecordFile *file)
{
    if (file->stream)
        fclose(file->stream);
    file->stream = NULL;
    unlink(file->temporary);
}
