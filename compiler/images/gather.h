/* The image files that a path stands for. */
#ifndef XC_IMAGES_GATHER_H
#define XC_IMAGES_GATHER_H

#include "support/files.h"

/* Adds a file itself; of a folder all files in it and in its folders, sorted by path: whether they
 * are images is seen when they are read. Names that begin with a dot are passed over, links to
 * folders are not followed. False after an error: a folder that can't be read or holds no file. */
bool gather(Arena *arena, Diag *diag, const char *path, FileNames *files);

#endif
