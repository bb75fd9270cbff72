/* Graph -> Program. */
#ifndef XC_PLAN_H
#define XC_PLAN_H

#include "plan/program.h"

typedef struct PlanOptions {
    int batch; /* the most images of a step; 0: the model's batch size */
} PlanOptions;

/* Plans training and inference of one model. training and inference come from forward by
 * transform/. Owned by the arena of forward. NULL after a located error (a model too large). */
Program *plan_program(const Graph *forward, const Graph *training, const Graph *inference,
    const PlanOptions *options, Diag *diag);

#endif
