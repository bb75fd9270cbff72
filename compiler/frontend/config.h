/* A merged model as one file again. */
#ifndef XC_CONFIG_H
#define XC_CONFIG_H

#include "frontend/load.h"

/* Each value has the place that it comes from, among the sources of diag, as a comment. NULL where
 * two files change a layer in ways that one 'change' can't say: an error, unless it is quiet. */
const char *write_config(Arena *arena, Diag *diag, const Model *model, bool quiet);

/* Whether a text that was written for the model keeps within what is read of a model file; an
 * error at the model's file where it does not, unless diag is NULL. */
bool is_readable(Diag *diag, int source, const char *text);

#endif
