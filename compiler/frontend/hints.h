/* What is said of an unknown word: "did you mean 'kernel'?", or the word that this language has for
 * it. */
#ifndef XC_HINTS_H
#define XC_HINTS_H

#include "frontend/schema.h"

/* The hint for a word where only the known ones may stand, which say where that is: 'size' is
 * 'kernel' for conv, and 'kernel' is 'size' for max_pool. NULL when there is none. */
const char *hint_for_unknown(
    Arena *arena, Diag *diag, const char *word, const char *const *known, size_t count);

#endif
