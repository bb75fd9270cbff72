#include "input.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

const char *xr_input_refusal(const struct stat *status)
{
    switch (status->st_mode & S_IFMT) {
    case S_IFREG:
        return NULL;
    case S_IFDIR:
        return "it is a folder, not a regular file";
    case S_IFIFO:
        return "it is a pipe, not a regular file";
    case S_IFSOCK:
        return "it is a socket, not a regular file";
    default:
        return "it is a device, not a regular file";
    }
}

int xr_input_try(const char *path, uint64_t *size, const char **reason)
{
    struct stat status;
    int file;
    do
        file = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    while (file < 0 && errno == EINTR);
    if (file < 0 || fstat(file, &status) != 0) {
        int error = errno;
        *reason = strerror(error);
        if (file >= 0)
            close(file);
        errno = error;
        return -1;
    }
    *reason = xr_input_refusal(&status);
    if (*reason) {
        close(file);
        errno = 0;
        return -1;
    }
    *size = (uint64_t)status.st_size;
    return file;
}

FILE *xr_input_open(const char *path, uint64_t *size, xr_failure *failure)
{
    const char *reason;
    uint64_t ignored;
    int file = xr_input_try(path, size ? size : &ignored, &reason);
    FILE *stream = file < 0 ? NULL : fdopen(file, "rb");
    if (stream)
        return stream;
    if (file >= 0) {
        xr_fail_errno(failure, "%s", path);
        close(file);
    } else if (errno == 0) {
        xr_fail(failure, XR_BAD_INPUT, "%s: %s", path, reason);
    } else {
        xr_fail_errno(failure, "%s", path);
    }
    return NULL;
}
