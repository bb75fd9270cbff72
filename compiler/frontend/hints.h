/* What is said of an unknown word: "did you mean 'kernel'?", or the word that this language has for
 * it. */
#ifndef XC_HINTS_H
#define XC_HINTS_H

#include "frontend/schema.h"

/* The hint for a word where only the known ones may stand; NULL when there is none. */
const char *hint_for_unknown(
    Arena *arena, Diag *diag, const char *word, const char *const *known, size_t count);

/* The same for an argument of a layer that takes the known ones: 'size' is 'kernel' for conv, and
 * 'kernel' is 'size' for max_pool. */
const char *hint_for_argument(
    Arena *arena, Diag *diag, const char *word, const char *const *known, size_t count);

#endif
