/* Recipes that are allowed and make no sense: each is a warning where the value stands. */
#ifndef XC_SENSE_H
#define XC_SENSE_H

#include "frontend/load.h"

/* Of a model that was read without errors. Under --set, where a run may be cut short on purpose,
 * they are notes. */
void warn_nonsense(const Evaluator *evaluator, const Model *model, const Graph *graph);

#endif
