/* The cache on disk: whose it is, and whether a file in it is still what was put there. */
#ifndef XC_CLI_CACHE_H
#define XC_CLI_CACHE_H

#include "support/diag.h"

/* The folder `name` of the cache ("objects"), made where it is missing, for its owner alone.
 * Refused is a cache that belongs to somebody else or that others may write to: what it holds is
 * run. NULL after an error; the exit status is XC_EXIT_MACHINE. */
const char *cache_folder(Arena *arena, Diag *diag, const char *name);

/* Gives the file `temporary` its place as `path` and writes path.sum, the digest of its content,
 * both durable. False after an error; temporary is gone then. */
bool cache_put(Arena *arena, Diag *diag, const char *temporary, const char *path);

/* Whether path is there and its content is what cache_put saw. */
bool cache_has(Arena *arena, const char *path);

#endif
