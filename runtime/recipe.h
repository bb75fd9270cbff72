/* What a recipe asks of training, as texts: a checkpoint keeps them, and a run goes on only where
 * they are the same. Left out is what may change: the data's place, epochs, and validation, which
 * the run's position knows. */
#ifndef XR_RECIPE_H
#define XR_RECIPE_H

#include "text.h"
#include "xr.h"

enum { XR_RECIPE_PARTS = 4 };

extern const char *const xr_recipe_parts[XR_RECIPE_PARTS];

/* Appends one part in the words of the model language: "sgd: momentum 0.9, nesterov". Numbers have
 * as many digits as tell them from their neighbours: equal texts are equal recipes. */
void xr_recipe_describe(const xr_recipe *recipe, int part, xr_text *text);

#endif
