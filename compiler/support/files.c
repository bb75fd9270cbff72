#include "support/files.h"

#include "input.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

char *files_join(Arena *arena, const char *directory, const char *name)
{
    size_t length = strlen(directory);
    bool slash = length > 0 && directory[length - 1] == '/';
    return arena_printf(arena, "%s%s%s", directory, slash ? "" : "/", name);
}

static bool has_type(const char *path, mode_t type)
{
    struct stat status;
    return stat(path, &status) == 0 && (status.st_mode & S_IFMT) == type;
}

bool files_is_directory(const char *path)
{
    return has_type(path, S_IFDIR);
}

bool files_is_regular(const char *path)
{
    return has_type(path, S_IFREG);
}

/* With a slash at its end; NULL with errno. */
static const char *real_folder(Arena *arena, const char *path)
{
    char *real = realpath(path, NULL);
    const char *folder = real ? files_join(arena, real, "") : NULL;
    free(real);
    return folder;
}

const char *files_relative(Arena *arena, const char *folder, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *own = slash ? arena_strndup(arena, path, (size_t)(slash - path) + 1) : ".";
    const char *from = real_folder(arena, folder), *to = real_folder(arena, own);
    if (!from || !to)
        return NULL;
    size_t common = 0;
    for (size_t i = 0; from[i] && from[i] == to[i]; i++)
        common = from[i] == '/' ? i + 1 : common;
    const char *way = "";
    for (const char *p = from + common; (p = strchr(p, '/')); p++)
        way = arena_printf(arena, "%s../", way);
    return arena_printf(arena, "%s%s%s", way, to + common, slash ? slash + 1 : path);
}

static bool fail(Diag *diag, const char *what, const char *path)
{
    diag_error(diag, XC_NOWHERE, "cannot %s %s: %s", what, path, strerror(errno));
    return false;
}

/* read until length bytes or the end; -1 with errno set. */
static ssize_t read_fully(int file, char *data, size_t length)
{
    size_t done = 0;
    while (done < length) {
        ssize_t count = read(file, data + done, length - done);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return -1;
        if (count == 0)
            break;
        done += (size_t)count;
    }
    return (ssize_t)done;
}

char *files_read(Arena *arena, Diag *diag, const char *path, size_t *length)
{
    const char *reason;
    uint64_t size;
    int file = xr_input_try(path, &size, &reason);
    if (file < 0) {
        diag_error(diag, XC_NOWHERE, "cannot read %s: %s", path, reason);
        return NULL;
    }
    char *data = arena_alloc(arena, (size_t)size + 1);
    ssize_t count = read_fully(file, data, (size_t)size);
    if (count < 0)
        fail(diag, "read", path);
    close(file);
    if (count < 0)
        return NULL;
    *length = (size_t)count;
    return data;
}

bool files_make_directory(Arena *arena, Diag *diag, const char *path)
{
    char *partial = arena_strdup(arena, path);
    for (char *p = partial + 1; *partial && *p; p++) {
        if (*p != '/')
            continue;
        *p = '\0';
        if (mkdir(partial, 0777) != 0 && errno != EEXIST && !files_is_directory(partial))
            return fail(diag, "make directory", partial);
        *p = '/';
    }
    if (mkdir(path, 0777) == 0 || files_is_directory(path))
        return true;
    return fail(diag, "make directory", path);
}

const char *files_missing(Arena *arena, const char *path)
{
    struct stat status;
    for (size_t i = 1; *path && path[i]; i++) {
        if (path[i] != '/')
            continue;
        const char *partial = arena_strndup(arena, path, i);
        if (lstat(partial, &status) != 0)
            return partial;
    }
    return lstat(path, &status) != 0 ? path : NULL;
}

void files_remove_empty(Arena *arena, const char *path, const char *outermost)
{
    char *partial = arena_strdup(arena, path);
    while (strlen(partial) >= strlen(outermost) && (rmdir(partial) == 0 || errno == ENOENT)) {
        char *slash = strrchr(partial, '/');
        if (!slash)
            return;
        *slash = '\0';
    }
}

static bool write_fully(int file, const char *data, size_t length)
{
    while (length > 0) {
        ssize_t count = write(file, data, length);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return false;
        data += count;
        length -= (size_t)count;
    }
    return true;
}

/* Asks what it is before it reads: no pipe is waited for, should one have come there meanwhile. */
static bool has_content(Arena *arena, const char *path, const char *data, size_t length)
{
    const char *reason;
    uint64_t size;
    int file = xr_input_try(path, &size, &reason);
    if (file < 0)
        return false;
    bool same = size == length;
    if (same) {
        char *old = arena_alloc(arena, length);
        same = read_fully(file, old, length) == (ssize_t)length && memcmp(old, data, length) == 0;
    }
    close(file);
    return same;
}

/* What the link at path says, relative to where the link stands; NULL when path is no link. */
static const char *link_target(Arena *arena, const char *path)
{
    char text[PATH_MAX];
    ssize_t length = readlink(path, text, sizeof text);
    if (length < 0 || length == sizeof text)
        return NULL;
    const char *slash = strrchr(path, '/');
    int folder = slash && text[0] != '/' ? (int)(slash + 1 - path) : 0;
    return arena_printf(arena, "%.*s%.*s", folder, path, (int)length, text);
}

const char *files_target(Arena *arena, const char *path)
{
    enum { MOST_LINKS = 40 }; /* the kernel's own limit */
    const char *target = path;
    for (int i = 0; i < MOST_LINKS; i++) {
        const char *next = link_target(arena, target);
        if (!next)
            return target;
        target = next;
    }
    return path; /* a ring of links */
}

/* Closes the file after writing; false with errno set when that or the writing failed. */
static bool close_written(int file, bool written)
{
    int error = errno;
    if (close(file) == 0 || !written) {
        errno = error;
        return written;
    }
    return false;
}

/* A device or a pipe takes the bytes as they come: there is nothing to replace. */
static bool write_into(Diag *diag, const char *path, const char *data, size_t length)
{
    int file = open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
    if (file >= 0 && close_written(file, write_fully(file, data, length)))
        return true;
    return fail(diag, "write", path);
}

/* mode is that of the file replaced, or 0 for a new one. */
static bool write_temporary(const char *temporary, mode_t mode, const char *data, size_t length)
{
    int file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file < 0)
        return false;
    bool written = (mode == 0 || fchmod(file, mode) == 0) && write_fully(file, data, length) &&
                   fsync(file) == 0;
    return close_written(file, written);
}

static bool replace(
    Arena *arena, Diag *diag, const char *path, mode_t mode, const char *data, size_t length)
{
    const char *target = files_target(arena, path);
    char *temporary = arena_printf(arena, "%s.%ld.tmp", target, (long)getpid());
    if (write_temporary(temporary, mode, data, length) && rename(temporary, target) == 0)
        return true;
    fail(diag, "write", path);
    unlink(temporary);
    return false;
}

bool files_write(Arena *arena, Diag *diag, const char *path, const char *data, size_t length)
{
    struct stat status;
    bool there = stat(path, &status) == 0;
    if (!there && errno != ENOENT)
        return fail(diag, "write", path);
    if (there && !S_ISREG(status.st_mode))
        return write_into(diag, path, data, length);
    if (there && has_content(arena, path, data, length))
        return true;
    return replace(arena, diag, path, there ? status.st_mode & 0777 : 0, data, length);
}

bool files_copy(Arena *arena, Diag *diag, const char *from, const char *to)
{
    size_t length;
    char *data = files_read(arena, diag, from, &length);
    return data && files_write(arena, diag, to, data, length);
}

void files_remove_directory(Arena *arena, const char *path)
{
    DIR *stream = opendir(path);
    if (!stream)
        return;
    for (struct dirent *entry; (entry = readdir(stream));)
        unlink(files_join(arena, path, entry->d_name));
    closedir(stream);
    rmdir(path);
}

static bool ends_in(const char *name, const char *const *suffixes)
{
    size_t length = strlen(name);
    for (const char *const *suffix = suffixes; *suffix; suffix++) {
        size_t tail = strlen(*suffix);
        if (length > tail && strcmp(name + length - tail, *suffix) == 0)
            return true;
    }
    return false;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void sort(FileNames *names)
{
    if (names->count)
        qsort(names->data, names->count, sizeof *names->data, compare_names);
}

bool files_entries(Arena *arena, const char *folder, FileNames *folders, FileNames *files)
{
    DIR *stream = opendir(folder);
    if (!stream)
        return false;
    errno = 0;
    for (struct dirent *entry; (entry = readdir(stream)); errno = 0) {
        if (entry->d_name[0] == '.')
            continue;
        const char *name = arena_strdup(arena, entry->d_name);
        bool is_folder = files_is_directory(files_join(arena, folder, name));
        vec_push(arena, is_folder ? folders : files, name);
    }
    int error = errno;
    closedir(stream);
    errno = error;
    sort(folders);
    sort(files);
    return error == 0;
}

char **files_list(Arena *arena, Diag *diag, const char *directory, const char *const *suffixes)
{
    DIR *stream = opendir(directory);
    if (!stream) {
        fail(diag, "read directory", directory);
        return NULL;
    }
    struct {
        char **data;
        size_t count, capacity;
    } names = {0};
    errno = 0;
    for (struct dirent *entry; (entry = readdir(stream)); errno = 0)
        if (ends_in(entry->d_name, suffixes) &&
            files_is_regular(files_join(arena, directory, entry->d_name)))
            vec_push(arena, &names, arena_strdup(arena, entry->d_name));
    bool complete = errno == 0;
    if (!complete)
        fail(diag, "read directory", directory);
    closedir(stream);
    if (!complete)
        return NULL;
    if (names.count)
        qsort(names.data, names.count, sizeof *names.data, compare_names);
    vec_push(arena, &names, NULL);
    return names.data;
}
