/* Data and weights of a trainer, held against the model before anything is compiled. */
#ifndef XC_CLI_INPUTS_H
#define XC_CLI_INPUTS_H

#include "pipeline.h"
#include "runtime/options.h" /* "options.h" is our own beside this file */

/* The model as far as reading its data and weights asks: shapes, names, recipe. */
xr_model inputs_model(Arena *arena, const Compilation *compilation);

/* Whether the data of the words are there, whole by their size and of the model's shape, leave room
 * for the validation that is asked for, and whether the weights are those of the model. */
bool inputs_check(const xr_model *model, const xr_options *options, xr_failure *failure);

#endif
