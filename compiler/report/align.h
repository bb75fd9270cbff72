/* Which layers of two lists are the same ones: equal names, in the same order. */
#ifndef XC_ALIGN_H
#define XC_ALIGN_H

#include "report/wiring.h"

#define XC_UNMATCHED SIZE_MAX

/* For each of before the index of its partner in after, or XC_UNMATCHED. Partners ascend, and are
 * as many as can be: a longest common subsequence of the names. Names are unique in a list. */
const size_t *align_names(Arena *arena, const LayerList *before, const LayerList *after);

#endif
