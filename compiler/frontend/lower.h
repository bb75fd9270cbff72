/* One layer with all its settings to nodes and parameters of the Graph. */
#ifndef XC_LOWER_H
#define XC_LOWER_H

#include "frontend/datum.h"
#include "frontend/schema.h"

typedef struct Lowering {
    Graph *graph;
    int dropouts; /* so far; each has its own random stream */
} Lowering;

typedef struct LayerCall {
    const KindSpec *kind;
    const char *name; /* full */
    Location at;
    const Layer *parent;
    Settings settings;
    Value **inputs;
    int input_count;
} LayerCall;

/* The layer's output; NULL after an error, which has the evaluator's chain of calls. */
Value *lower_layer(Lowering *lowering, const Evaluator *evaluator, const LayerCall *call);

#endif
