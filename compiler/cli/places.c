#include "cli/places.h"

#include "support/files.h"
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The directory of the running program, or NULL. */
static char *own_directory(Arena *arena)
{
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (length <= 0)
        return NULL;
    path[length] = '\0';
    char *slash = strrchr(path, '/');
    return slash ? arena_strndup(arena, path, (size_t)(slash - path)) : NULL;
}

const char *places_shared(Arena *arena, const char *folder)
{
    const char *own = own_directory(arena);
    if (own) {
        const char *installed = arena_printf(arena, "%s/../share/xceptc/%s", own, folder);
        if (files_is_directory(installed))
            return installed;
    }
    const char *source = files_join(arena, XCEPTC_BUILD_ROOT, folder);
    return files_is_directory(source) ? source : NULL;
}

const char *places_variable(const char *name)
{
    const char *value = getenv(name);
    return value && value[0] ? value : NULL;
}

const char *places_cache(Arena *arena)
{
    const char *own = places_variable("XCEPTC_CACHE");
    if (own)
        return own;
    const char *base = places_variable("XDG_CACHE_HOME");
    if (base)
        return files_join(arena, base, "xceptc");
    const char *home = places_variable("HOME");
    return home ? files_join(arena, home, ".cache/xceptc") : NULL;
}

const char *places_needed_cache(Arena *arena, Diag *diag)
{
    const char *cache = places_cache(arena);
    if (!cache) {
        diag_error(diag, XC_NOWHERE, "there is no place for the cache");
        diag_hint(diag, "set HOME, or XCEPTC_CACHE to a directory");
    }
    return cache;
}
