/* Forward Graphs drawn by hand, every shape stated by the test: nothing of the compiler is called,
 * so that a test of the reference interpreter depends on the interpreter alone. */
#ifndef TEST_SKETCH_H
#define TEST_SKETCH_H

#include "graph/graph.h"

typedef struct Sketch {
    Graph graph;
    /* Parameter values in Keras's order, by index; sketch_fill or the test sets the numbers. */
    double **data;
    size_t data_capacity;
} Sketch;

/* A fresh sketch with its images; sketch_free ends it. Never NULL. */
Sketch *sketch_new(int height, int width, int channels);
void sketch_free(Sketch *sketch);

/* Appends a node whose outputs have the stated shape. The inputs are count Values. */
Value *sketch_node(Sketch *sketch, Op op, Shape shape, Attributes at, int count, ...);
/* A parameter of rank 1, 2 or 4 (the unused dimensions are 0), zero until it is set. */
Value *sketch_parameter(Sketch *sketch, ParameterRole role, int d0, int d1, int d2, int d3);
/* Copies elements into a parameter. */
void sketch_set(Sketch *sketch, const Value *parameter, const double *elements);

/* kernel 1, stride 1, no pads, one group. */
Attributes sketch_attributes(void);
Attributes sketch_window(
    int kernel_height, int kernel_width, int stride, int top, int bottom, int left, int right);

/* Softmax of a vector of logits: the end of every Graph. */
void sketch_finish(Sketch *sketch, Value *logits);

/* A global average pool, a dense layer with a bias and softmax after any map or vector: turns
 * one op into a whole model. The dense kernel and bias are the last two parameters. */
void sketch_classify(Sketch *sketch, Value *value, int classes);

#endif
