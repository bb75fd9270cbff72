/* Where things are: the runtime's sources, the shipped models, the cache. */
#ifndef XC_CLI_PLACES_H
#define XC_CLI_PLACES_H

#include "support/diag.h"

/* A folder of the installation ("runtime", "models"): PREFIX/share/xceptc/FOLDER beside
 * PREFIX/bin/xceptc, or FOLDER of the source tree that the program was built in. NULL if there is
 * none. */
const char *places_shared(Arena *arena, const char *folder);

/* A variable of the environment; NULL where it is not set, or empty, which is the same. */
const char *places_variable(const char *name);

/* $XCEPTC_CACHE, or $XDG_CACHE_HOME/xceptc, or ~/.cache/xceptc; NULL when none of them is set. */
const char *places_cache(Arena *arena);
/* The same for what cannot do without; NULL after an error, which is one of the machine. */
const char *places_needed_cache(Arena *arena, Diag *diag);

#endif
