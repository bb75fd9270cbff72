/* The walk backwards through a Graph: which values want a gradient, and their contributions.
 *
 * The driver (transform/autodiff.c) visits the nodes last to first and calls each op's gradient
 * rule. The rule makes gradient nodes with gradient_node and hands every input that wants one
 * exactly one contribution with gradient_add. A value read several times gets as many
 * contributions; they are summed as they come, in explicit ADD nodes, so the order is fixed.
 *
 * The gradient of value x is named d_x. Where x is read k times its contributions are d_x_1 to
 * d_x_k, and the partial sums d_x_sum2, d_x_sum3, ... */
#ifndef XC_GRADIENT_H
#define XC_GRADIENT_H

#include "graph/graph.h"
#include "graph/readers.h"

/* What the walk knows of one value. */
typedef struct GradientSlot {
    bool wanted; /* the loss reaches it, and it depends on a trainable parameter */
    bool zero; /* the gradient is exactly zero and has no value */
    int expected; /* contributions that will come */
    int arrived;
    Value *gradient; /* the sum so far, NULL at first */
} GradientSlot;

struct GradientContext {
    Graph *graph;
    Diag *diag;
    bool failed; /* an error was reported */
    GradientSlot *slots; /* by value id, for the values that were there when the walk began */
    Readers readers; /* of those values */
};

/* Prepares the walk from loss, a value of graph, and marks the wanted values. */
GradientContext *gradient_begin(Graph *graph, const Value *loss, Diag *diag);

bool gradient_wanted(const GradientContext *context, const Value *value);
/* The sum of the contributions; NULL where there is none. Complete once all readers of value have
 * been visited. */
Value *gradient_of(const GradientContext *context, const Value *value);

/* Appends a node whose outputs are a contribution to the gradient of value. forward is the node
 * whose rule is running: its layer and location are the new node's. */
Node *gradient_node(GradientContext *context, Op op, const Value *value, Value **inputs,
    int input_count, const Attributes *at, const Node *forward);
/* The same under a name of its own, for what is no contribution yet. */
Node *gradient_helper(GradientContext *context, Op op, const char *name, Value **inputs,
    int input_count, const Attributes *at, const Node *forward);
/* Adds a contribution, of the value's shape and class of its gradient; ignores values that want
 * none. contribution may be another value's gradient: it is read, never written. */
void gradient_add(
    GradientContext *context, const Value *value, Value *contribution, const Node *forward);
/* Says that the gradient of value, read once, is exactly zero. */
void gradient_set_zero(GradientContext *context, const Value *value);

/* True when the gradient of value sums to exactly zero over pixels and images, channel by channel:
 * all that is ever read of it is its normalised form, which adding a constant does not change. */
bool gradient_sums_to_zero(const GradientContext *context, const Value *value);

#endif
