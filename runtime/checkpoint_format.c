#include "checkpoint_format.h"

#include <stdlib.h>

enum { CHUNK = 1 << 16 };

/* Puts zeros where the checksum's digits fall into a chunk that starts at `at`. */
static void hide_digits(unsigned char *chunk, uint64_t at, size_t size, uint64_t digits)
{
    for (uint64_t i = digits; i < digits + XR_CHECKSUM_DIGITS; i++)
        if (i >= at && i < at + size)
            chunk[i - at] = '0';
}

bool xr_checksum_file(
    const xr_safetensors *file, uint64_t digits, uint64_t *checksum, xr_failure *failure)
{
    uint64_t bytes = 8 + file->header_bytes + file->data_bytes;
    unsigned char *chunk = malloc(CHUNK);
    if (!chunk)
        return xr_fail(failure, XR_MACHINE, "no memory to check %s", file->path);
    *checksum = XR_CHECKSUM_START;
    bool fine = true;
    for (uint64_t at = 0; fine && at < bytes; at += CHUNK) {
        size_t size = bytes - at < CHUNK ? (size_t)(bytes - at) : CHUNK;
        fine = xr_files_read(file->files, file->fd, file->path, chunk, size, at, failure);
        if (!fine)
            break;
        hide_digits(chunk, at, size, digits);
        *checksum = xr_checksum(*checksum, chunk, size);
    }
    free(chunk);
    return fine;
}

size_t xr_largest_parameter(const xr_model *model)
{
    size_t largest = 1;
    for (int i = 0; i < model->parameter_count; i++) {
        size_t elements = xr_parameter_elements(&model->parameters[i]);
        if (elements > largest)
            largest = elements;
    }
    return largest;
}
