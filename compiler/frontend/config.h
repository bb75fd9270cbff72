/* A merged model as one file again. */
#ifndef XC_CONFIG_H
#define XC_CONFIG_H

#include "frontend/load.h"

/* Each value has the place that it comes from, among the sources of diag, as a comment. NULL where
 * two files change a layer in ways that one 'change' can't say: an error, unless it is quiet. */
const char *write_config(Arena *arena, Diag *diag, const Model *model, bool quiet);

#endif
