/* The optimizers as the textbook has them, an element at a time, in double. */
#ifndef TEST_UPDATE_FORMULA_H
#define TEST_UPDATE_FORMULA_H

#include "graph/graph.h"

/* Velocity, or first and second moment; starts as zeros. */
typedef struct UpdateState {
    double *first, *second;
} UpdateState;

void update_state_free(UpdateState *state);

/* One update of a parameter's elements w in place. gradient is of the cross-entropy alone; the
 * regularizer's part is added here. step counts from 0. */
void update_by_formula(const Optimizer *optimizer, const Parameter *parameter, double rate,
    int step, const double *gradient, double *w, UpdateState *state);

#endif
