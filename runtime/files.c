#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- the system's calls -------------------------------------------------------------------- */

static int system_open(void *context, const char *path, int flags)
{
    (void)context;
    return open(path, flags | O_CLOEXEC, 0666);
}

static ssize_t system_write(void *context, int fd, const void *data, size_t size)
{
    (void)context;
    return write(fd, data, size);
}

static ssize_t system_pwrite(void *context, int fd, const void *data, size_t size, off_t offset)
{
    (void)context;
    return pwrite(fd, data, size, offset);
}

static ssize_t system_pread(void *context, int fd, void *data, size_t size, off_t offset)
{
    (void)context;
    return pread(fd, data, size, offset);
}

static off_t system_size(void *context, int fd)
{
    (void)context;
    struct stat status;
    if (fstat(fd, &status) != 0)
        return -1;
    if (!S_ISREG(status.st_mode)) {
        errno = S_ISDIR(status.st_mode) ? EISDIR : EINVAL;
        return -1;
    }
    return status.st_size;
}

static int system_fsync(void *context, int fd)
{
    (void)context;
    return fsync(fd);
}

static int system_close(void *context, int fd)
{
    (void)context;
    return close(fd);
}

static int system_rename(void *context, const char *from, const char *to)
{
    (void)context;
    return rename(from, to);
}

static int system_link(void *context, const char *from, const char *to)
{
    (void)context;
    return link(from, to);
}

static int system_unlink(void *context, const char *path)
{
    (void)context;
    return unlink(path);
}

const xr_files xr_system_files = {
    .open = system_open,
    .write = system_write,
    .pwrite = system_pwrite,
    .pread = system_pread,
    .size = system_size,
    .fsync = system_fsync,
    .close = system_close,
    .rename = system_rename,
    .link = system_link,
    .unlink = system_unlink,
};

/* ---- small helpers ------------------------------------------------------------------------- */

bool xr_path_join(
    char path[XR_PATH_ROOM], const char *directory, const char *name, xr_failure *failure)
{
    int length = snprintf(path, XR_PATH_ROOM, "%s/%s", directory, name);
    if (length < 0 || length >= XR_PATH_ROOM)
        return xr_fail(failure, XR_BAD_INPUT, "%.64s...: the path is too long", directory);
    return true;
}

int xr_files_open(const xr_files *files, const char *path, int flags)
{
    int fd;
    do
        fd = files->open(files->context, path, flags);
    while (fd < 0 && errno == EINTR);
    return fd;
}

/* Linux closes the descriptor even when it says EINTR. */
static bool close_once(const xr_files *files, int fd)
{
    return files->close(files->context, fd) == 0 || errno == EINTR;
}

bool xr_files_there(const char *path, bool *there, xr_failure *failure)
{
    struct stat status;
    *there = lstat(path, &status) == 0;
    return *there || errno == ENOENT || xr_fail_errno(failure, "%s", path);
}

FILE *xr_files_append(const char *directory, const char *name, xr_failure *failure)
{
    char path[XR_PATH_ROOM];
    if (!xr_path_join(path, directory, name, failure))
        return NULL;
    int fd = xr_files_open(
        &xr_system_files, path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
    FILE *file = fd >= 0 && system_size(NULL, fd) >= 0 ? fdopen(fd, "a") : NULL;
    if (file)
        return file;
    if (errno == ELOOP)
        xr_fail(failure, XR_MACHINE, "%s is a link: a run writes into its own directory", path);
    else
        xr_fail_errno(failure, "%s", path);
    if (fd >= 0)
        close(fd);
    return NULL;
}

bool xr_files_read(const xr_files *files, int fd, const char *path, void *data, size_t size,
    uint64_t offset, xr_failure *failure)
{
    char *place = data;
    while (size > 0) {
        ssize_t got = files->pread(files->context, fd, place, size, (off_t)offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return xr_fail_errno(
                failure, "%s: reading at byte %llu", path, (unsigned long long)offset);
        if (got == 0)
            return xr_fail(failure, XR_BAD_INPUT, "%s: ends at byte %llu, %zu bytes short", path,
                (unsigned long long)offset, size);
        place += got;
        size -= (size_t)got;
        offset += (uint64_t)got;
    }
    return true;
}

bool xr_files_sync_directory(const xr_files *files, const char *directory, xr_failure *failure)
{
    int fd = xr_files_open(files, directory, O_RDONLY | O_DIRECTORY);
    if (fd < 0)
        return xr_fail_errno(failure, "%s", directory);
    bool synced = files->fsync(files->context, fd) == 0;
    if (!synced)
        xr_fail_errno(failure, "%s: fsync", directory);
    close_once(files, fd);
    return synced;
}

/* ---- replacement --------------------------------------------------------------------------- */

bool xr_replacement_open(xr_replacement *replacement, const xr_files *files, const char *directory,
    const char *name, xr_failure *failure)
{
    replacement->files = files;
    replacement->directory = directory;
    replacement->failure = failure;
    replacement->fd = -1;
    replacement->temporary[0] = '\0';
    char temporary[XR_PATH_ROOM];
    int length = snprintf(temporary, sizeof temporary, "%s.tmp", name);
    if (length < 0 || length >= XR_PATH_ROOM ||
        !xr_path_join(replacement->target, directory, name, failure) ||
        !xr_path_join(replacement->temporary, directory, temporary, failure))
        return xr_fail(failure, XR_BAD_INPUT, "%.64s...: the path is too long", directory);
    replacement->fd =
        xr_files_open(files, replacement->temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW);
    if (replacement->fd < 0)
        return xr_fail_errno(failure, "%s", replacement->temporary);
    return true;
}

/* Writes all of it, at the end when offset is negative. */
static bool write_all(xr_replacement *replacement, const void *data, size_t size, off_t offset)
{
    const xr_files *files = replacement->files;
    const char *place = data;
    while (size > 0) {
        ssize_t written = offset < 0
                              ? files->write(files->context, replacement->fd, place, size)
                              : files->pwrite(files->context, replacement->fd, place, size, offset);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return xr_fail_errno(replacement->failure, "%s: writing", replacement->temporary);
        place += written;
        size -= (size_t)written;
        if (offset >= 0)
            offset += written;
    }
    return true;
}

bool xr_replacement_write(xr_replacement *replacement, const void *data, size_t size)
{
    return write_all(replacement, data, size, -1);
}

bool xr_replacement_patch(
    xr_replacement *replacement, const void *data, size_t size, uint64_t offset)
{
    return write_all(replacement, data, size, (off_t)offset);
}

bool xr_replacement_close(xr_replacement *replacement)
{
    const xr_files *files = replacement->files;
    if (files->fsync(files->context, replacement->fd) != 0)
        return xr_fail_errno(replacement->failure, "%s: fsync", replacement->temporary);
    int fd = replacement->fd;
    replacement->fd = -1;
    if (!close_once(files, fd))
        return xr_fail_errno(replacement->failure, "%s: close", replacement->temporary);
    return true;
}

bool xr_replacement_rename(xr_replacement *replacement)
{
    const xr_files *files = replacement->files;
    if (files->rename(files->context, replacement->temporary, replacement->target) != 0)
        return xr_fail_errno(replacement->failure, "%s: rename", replacement->temporary);
    replacement->temporary[0] = '\0';
    return xr_files_sync_directory(files, replacement->directory, replacement->failure);
}

void xr_replacement_abandon(xr_replacement *replacement)
{
    const xr_files *files = replacement->files;
    if (replacement->fd >= 0)
        close_once(files, replacement->fd);
    replacement->fd = -1;
    if (replacement->temporary[0])
        files->unlink(files->context, replacement->temporary);
    replacement->temporary[0] = '\0';
}

bool xr_replace_text(const xr_files *files, const char *directory, const char *name,
    const char *text, size_t length, xr_failure *failure)
{
    xr_replacement replacement;
    if (xr_replacement_open(&replacement, files, directory, name, failure) &&
        xr_replacement_write(&replacement, text, length) && xr_replacement_close(&replacement) &&
        xr_replacement_rename(&replacement))
        return true;
    xr_replacement_abandon(&replacement);
    return false;
}
