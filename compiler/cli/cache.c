#include "cli/cache.h"

#include "cli/places.h"
#include "support/files.h"
#include "support/map.h"
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DIGEST_ROOM = 64 };

/* ---- whose it is ------------------------------------------------------------------------------
 */

/* With its parents; they are of the user's own making, the last folder is ours. */
static bool make(Arena *arena, Diag *diag, const char *cache)
{
    const char *slash = strrchr(cache, '/');
    if (files_is_directory(cache))
        return true;
    if (slash && slash != cache &&
        !files_make_directory(arena, diag, arena_strndup(arena, cache, (size_t)(slash - cache))))
        return false;
    if (mkdir(cache, 0700) == 0 || errno == EEXIST)
        return true;
    diag_error(diag, XC_NOWHERE, "cannot make directory %s: %s", cache, strerror(errno));
    return false;
}

/* What is compiled there is run: nobody else may have had a hand in it. */
static bool check_owner(Diag *diag, const char *cache)
{
    struct stat status;
    if (stat(cache, &status) != 0 || !S_ISDIR(status.st_mode)) {
        diag_error(diag, XC_NOWHERE, "the cache %s is no directory", cache);
        diag_hint(diag, "remove it, or set XCEPTC_CACHE");
        return false;
    }
    if (status.st_uid != geteuid()) {
        diag_error(diag, XC_NOWHERE, "the cache %s belongs to another user (%ld)", cache,
            (long)status.st_uid);
        diag_hint(diag, "set XCEPTC_CACHE to a directory of your own");
        return false;
    }
    if (status.st_mode & (S_IWGRP | S_IWOTH)) {
        diag_error(diag, XC_NOWHERE,
            "others may write to the cache %s (mode %03o): they could plant programs there", cache,
            (unsigned)status.st_mode & 0777u);
        diag_hint(diag, "remove it, or if you trust what it holds: chmod go-w %s", cache);
        return false;
    }
    return true;
}

const char *cache_folder(Arena *arena, Diag *diag, const char *name)
{
    const char *cache = places_needed_cache(arena, diag);
    if (!cache)
        return NULL;
    const char *folder = files_join(arena, cache, name);
    bool fine = make(arena, diag, cache) && check_owner(diag, cache) &&
                files_make_directory(arena, diag, folder);
    return fine ? folder : NULL;
}

/* ---- digests ----------------------------------------------------------------------------------
 */

/* Size and hash of a file's content; false when it can't be read. */
static bool digest(const char *path, char text[DIGEST_ROOM])
{
    Arena *arena = arena_new();
    Diag *silent = diag_new(arena, NULL, false);
    size_t length = 0;
    const char *data = files_read(arena, silent, path, &length);
    if (data)
        snprintf(text, DIGEST_ROOM, "%zu %016" PRIx64 "\n", length,
            hash_bytes(XC_HASH_START, data, length));
    arena_free(arena);
    return data != NULL;
}

static const char *sum_path(Arena *arena, const char *path)
{
    return arena_printf(arena, "%s.sum", path);
}

/* Before a name leads to it: after a crash the file is whole or not there. */
static bool sync_file(const char *path)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    bool synced = file >= 0 && fsync(file) == 0;
    int error = errno;
    if (file >= 0)
        close(file);
    errno = error;
    return synced;
}

bool cache_put(Arena *arena, Diag *diag, const char *temporary, const char *path)
{
    char text[DIGEST_ROOM];
    if (!sync_file(temporary) || !digest(temporary, text) || rename(temporary, path) != 0) {
        diag_error(diag, XC_NOWHERE, "cannot write %s: %s", path, strerror(errno));
        unlink(temporary);
        return false;
    }
    return files_write(arena, diag, sum_path(arena, path), text, strlen(text));
}

bool cache_has(Arena *arena, const char *path)
{
    Diag *silent = diag_new(arena, NULL, false);
    const char *sum = sum_path(arena, path);
    char found[DIGEST_ROOM];
    size_t length = 0;
    if (!files_is_regular(path) || !files_is_regular(sum))
        return false;
    const char *stated = files_read(arena, silent, sum, &length);
    return stated && digest(path, found) && strcmp(stated, found) == 0;
}
