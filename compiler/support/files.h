/* Files written whole or not at all, and directories made with their parents.
 * Every failure is one diag_error that names the path; callers answer with XC_EXIT_MACHINE. */
#ifndef XC_FILES_H
#define XC_FILES_H

#include "support/diag.h"

/* "directory/name" in the arena. */
char *files_join(Arena *arena, const char *directory, const char *name);
bool files_is_directory(const char *path);
bool files_is_regular(const char *path);

/* The whole regular file, zero-terminated, in the arena; NULL after an error. Anything else is
 * refused: a pipe would be waited for. */
char *files_read(Arena *arena, Diag *diag, const char *path, size_t *length);

/* Makes the directory and its missing parents; fine when it is there. */
bool files_make_directory(Arena *arena, Diag *diag, const char *path);

/* Where writing to path ends up: path with symbolic links followed, existing or not. */
const char *files_target(Arena *arena, const char *path);

/* path as it is written in a file of the folder: the way from there to it. NULL, with errno, when
 * the folder or that of path is not there. */
const char *files_relative(Arena *arena, const char *folder, const char *path);

/* Of path and its parents the outermost that isn't there: what making path would make first. NULL
 * when path is there. */
const char *files_missing(Arena *arena, const char *path);
/* Undoes that: removes path and its parents out to `outermost`, as far as they are empty. */
void files_remove_empty(Arena *arena, const char *path, const char *outermost);

/* Writes beside the target, syncs and renames: path is the old file or the whole new one, never a
 * part, and no temporary file is left behind. A file that already has this content is kept, so
 * that its time does not change. A link stays and what it leads to is replaced, with its
 * permissions; a device or a pipe is written into. */
bool files_write(Arena *arena, Diag *diag, const char *path, const char *data, size_t length);
bool files_copy(Arena *arena, Diag *diag, const char *from, const char *to);

/* Removes a directory and the files in it, as far as that goes; folders in it stay. */
void files_remove_directory(Arena *arena, const char *path);

typedef struct FileNames {
    const char **data;
    size_t count, capacity;
} FileNames;

/* What a folder holds, but for names that begin with a dot, each sorted: its folders (links to
 * folders too), and all else. False with errno set where it can't be read. */
bool files_entries(Arena *arena, const char *folder, FileNames *folders, FileNames *files);

/* The regular files of a directory whose names end in one of the suffixes (NULL-terminated list),
 * sorted by name; NULL after an error. The list ends with NULL. */
char **files_list(Arena *arena, Diag *diag, const char *directory, const char *const *suffixes);

#endif
