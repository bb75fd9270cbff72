/* The models that come with the compiler. */
#ifndef XC_SHIPPED_H
#define XC_SHIPPED_H

#include "support/diag.h"

/* The one in the folder whose name is nearest, or goes on where this one ends; NULL if none does.
 */
const char *nearest_shipped(Arena *arena, Diag *diag, const char *folder, const char *name);

#endif
