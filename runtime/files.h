/* The file system as saving sees it, and files that are replaced whole or not at all. */
#ifndef XR_FILES_H
#define XR_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#include "failure.h"

/* The calls that saving makes, so that a test can let any one of them fail. Each behaves as the
 * system's call of that name: -1 and errno on failure. */
typedef struct xr_files {
    void *context;
    int (*open)(void *context, const char *path, int flags);
    ssize_t (*write)(void *context, int fd, const void *data, size_t size);
    ssize_t (*pwrite)(void *context, int fd, const void *data, size_t size, off_t offset);
    ssize_t (*pread)(void *context, int fd, void *data, size_t size, off_t offset);
    off_t (*size)(void *context, int fd);
    int (*fsync)(void *context, int fd);
    int (*close)(void *context, int fd);
    int (*rename)(void *context, const char *from, const char *to);
    int (*link)(void *context, const char *from, const char *to);
    int (*unlink)(void *context, const char *path);
} xr_files;

extern const xr_files xr_system_files;

enum { XR_PATH_ROOM = 4096 };

/* path = directory/name; false with a failure when that is too long. */
bool xr_path_join(
    char path[XR_PATH_ROOM], const char *directory, const char *name, xr_failure *failure);

/* Opens as files->open does, and again where a signal came between. */
int xr_files_open(const xr_files *files, const char *path, int flags);

/* Whether there is something of that name, be it a link that leads nowhere. That it can't be told
 * is a failure, and not "no". */
bool xr_files_there(const char *path, bool *there, xr_failure *failure);

/* DIRECTORY/NAME to be appended to, made where it is missing; NULL after a failure. A link is not
 * followed, and what is no regular file is refused. */
FILE *xr_files_append(const char *directory, const char *name, xr_failure *failure);

/* Reads exactly `size` bytes at `offset`. path is for messages; a file that ends early is
 * XR_BAD_INPUT. */
bool xr_files_read(const xr_files *files, int fd, const char *path, void *data, size_t size,
    uint64_t offset, xr_failure *failure);

/* fsync of a directory: makes renames in it durable. */
bool xr_files_sync_directory(const xr_files *files, const char *directory, xr_failure *failure);

/* A file being replaced: written beside its target as NAME.tmp, made durable, then renamed. The
 * target is the old file or the whole new one at every moment. */
typedef struct xr_replacement {
    const xr_files *files;
    const char *directory;
    int fd; /* -1 when closed */
    char target[XR_PATH_ROOM], temporary[XR_PATH_ROOM];
    xr_failure *failure;
} xr_replacement;

/* directory must outlive the replacement. After any failure call xr_replacement_abandon. */
bool xr_replacement_open(xr_replacement *replacement, const xr_files *files, const char *directory,
    const char *name, xr_failure *failure);
bool xr_replacement_write(xr_replacement *replacement, const void *data, size_t size);
/* Writes over bytes that were written before. */
bool xr_replacement_patch(
    xr_replacement *replacement, const void *data, size_t size, uint64_t offset);
/* fsync and close; never tried again on the same file after a failure. */
bool xr_replacement_close(xr_replacement *replacement);
/* Rename and fsync of the directory. */
bool xr_replacement_rename(xr_replacement *replacement);
void xr_replacement_abandon(xr_replacement *replacement);

/* All of the above for a text: durable on return. */
bool xr_replace_text(const xr_files *files, const char *directory, const char *name,
    const char *text, size_t length, xr_failure *failure);

#endif
