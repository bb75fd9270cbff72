/* What is checked of a forward Graph once it is whole. */
#ifndef XC_EXPECT_H
#define XC_EXPECT_H

#include "frontend/load.h"

/* Parameter totals, multiply-adds, and parameters and outputs of layers against 'expect'; what it
 * misses is an error, or a note when the model was changed by --set. */
void check_expect(const Evaluator *evaluator, const Model *model, const Graph *graph);

/* The shape of a network: it ends in softmax over a vector, and every layer's output is read. */
void check_network(const Evaluator *evaluator, const Model *model, const Graph *graph);

/* A warning: a softmax of one number. */
void warn_one_class(Diag *diag, const Graph *graph);

/* Warnings: windows that are larger than the maps they run on. */
void warn_small_maps(Diag *diag, const Graph *graph);

#endif
