#include "images/gather.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Folders that wait to be looked at are few at a time, and a link leads to none of them again. */
static bool add_folder(
    Arena *arena, Diag *diag, const char *folder, FileNames *waiting, FileNames *all)
{
    FileNames folders = {0}, files = {0};
    struct stat status;
    if (!files_entries(arena, folder, &folders, &files)) {
        diag_error(diag, XC_NOWHERE, "cannot read folder %s: %s", folder, strerror(errno));
        return false;
    }
    for (size_t i = 0; i < files.count; i++)
        vec_push(arena, all, files_join(arena, folder, files.data[i]));
    for (size_t i = 0; i < folders.count; i++) {
        const char *path = files_join(arena, folder, folders.data[i]);
        if (lstat(path, &status) == 0 && S_ISLNK(status.st_mode))
            diag_warning(diag, XC_NOWHERE, "%s is a link to a folder and is not followed", path);
        else
            vec_push(arena, waiting, path);
    }
    return true;
}

static int compare_paths(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

bool gather(Arena *arena, Diag *diag, const char *path, FileNames *files)
{
    if (!files_is_directory(path)) {
        vec_push(arena, files, path);
        return true;
    }
    FileNames waiting = {0};
    size_t first = files->count;
    vec_push(arena, &waiting, path);
    while (waiting.count > 0)
        if (!add_folder(arena, diag, waiting.data[--waiting.count], &waiting, files))
            return false;
    if (files->count == first) {
        diag_error(diag, XC_NOWHERE, "the folder %s holds no files", path);
        return false;
    }
    qsort(files->data + first, files->count - first, sizeof *files->data, compare_paths);
    return true;
}
