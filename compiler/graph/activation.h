/* What graph/activations.def says of an op that is an activation, or the gradient of one. */
#ifndef XC_ACTIVATION_H
#define XC_ACTIVATION_H

#include "graph/graph.h"

typedef struct Activation {
    Op value, gradient;
    const char *word; /* of the language, and of the runtime's functions */
    bool reads_input; /* the gradient reads x; else y */
    const char *argument; /* NULL: it has none */
    double inline_argument; /* as another layer's 'activation' */
} Activation;

/* NULL where op is neither. */
const Activation *activation_of(Op op);
/* NULL where the word is no activation's. */
const Activation *activation_named(const char *word);
static inline bool is_activation_gradient(Op op)
{
    const Activation *activation = activation_of(op);
    return activation && activation->gradient == op;
}

#endif
