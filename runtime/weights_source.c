#include "weights_source.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "checkpoint_fit.h"
#include "checkpoint_format.h"

enum { CHUNK = 1 << 16 };

static bool digest_open_file(const xr_files *files, int fd, const char *path,
    char digest[XR_DIGEST_ROOM], xr_failure *failure)
{
    off_t size = files->size(files->context, fd);
    if (size < 0)
        return xr_fail_errno(failure, "%s", path);
    unsigned char *chunk = malloc(CHUNK);
    if (!chunk)
        return xr_fail(failure, XR_MACHINE, "no memory to read %s", path);
    uint64_t hash = XR_CHECKSUM_START;
    bool fine = true;
    for (uint64_t at = 0; fine && at < (uint64_t)size; at += CHUNK) {
        uint64_t left = (uint64_t)size - at;
        size_t length = left < CHUNK ? (size_t)left : CHUNK;
        fine = xr_files_read(files, fd, path, chunk, length, at, failure);
        hash = fine ? xr_checksum(hash, chunk, length) : hash;
    }
    free(chunk);
    snprintf(digest, XR_DIGEST_ROOM, "%016" PRIx64, hash);
    return fine;
}

bool xr_weights_source_find(xr_weights_source *source, const char *place, xr_failure *failure)
{
    const xr_files *files = &xr_system_files;
    char path[XR_PATH_ROOM];
    if (!xr_weights_find(path, place, failure))
        return false;
    char *whole = realpath(path, NULL);
    bool fits = whole && strlen(whole) < sizeof source->path;
    if (fits)
        memcpy(source->path, whole, strlen(whole) + 1);
    free(whole);
    if (!fits)
        return xr_fail_errno(failure, "%s", path);
    int fd = xr_files_open(files, source->path, O_RDONLY | O_NONBLOCK);
    if (fd < 0)
        return xr_fail_errno(failure, "%s", source->path);
    bool fine = digest_open_file(files, fd, source->path, source->digest, failure);
    files->close(files->context, fd);
    return fine;
}
