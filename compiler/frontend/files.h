/* Finding and reading model files.
 *
 * The file that the user names may lie anywhere. What it extends is opened below one root: the
 * working directory or the model's own, whichever holds the other (unrelated: the model's own),
 * and never through a link out of it. A bare name is a shipped model, below the models directory.
 */
#ifndef XC_SOURCE_FILES_H
#define XC_SOURCE_FILES_H

#include <sys/types.h>

#include "support/diag.h"
#include "support/limits.h"

typedef struct SourceFile SourceFile;
struct SourceFile {
    const SourceFile *child; /* the file that extends this one */
    const char *name; /* as messages print it */
    const char *root; /* absolute path without links */
    const char *folder; /* of this file, relative to root; "." for root itself */
    int file; /* of the Diag */
    char *text;
    size_t length;
    dev_t device;
    ino_t inode;
    int depth;
};

typedef struct Files {
    Arena *arena;
    Diag *diag;
    const char *models; /* directory of the shipped models, NULL if unknown */
    int count;
} Files;

/* path: a file, "-" for stdin, or a shipped name. What is extended must be a regular file; this one
 * may be a pipe that somebody writes into. NULL after an error. */
SourceFile *open_model(Files *files, const char *path);
/* What child extends by the text at a place. NULL after an error. */
SourceFile *open_extended(Files *files, const SourceFile *child, const char *path, Location at);

#endif
