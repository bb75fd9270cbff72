/* --set NAME=VALUE and --set section.key=VALUE: one last file that extends the model. */
#ifndef XC_SET_OPTION_H
#define XC_SET_OPTION_H

#include "frontend/merge.h"

void merge_option(const Merger *merger, const char *option);

/* What helps with a variable of --set that nothing uses: it was meant as a key. NULL: nothing. */
const char *hint_for_option(Arena *arena, const char *name);

#endif
