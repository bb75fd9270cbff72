/* What the rules of the reference interpreter share; private to tests/reference. */
#ifndef REFERENCE_INTERPRETER_H
#define REFERENCE_INTERPRETER_H

#include "reference/reference.h"

/* A value and its derivatives along every direction. */
typedef struct Dual {
    size_t count; /* elements, over all images for a batch value */
    double *value; /* NULL once it is dead */
    double **tangent; /* [directions]; NULL: exactly zero */
    bool borrowed; /* memory of the caller */
} Dual;

struct ReferenceResult {
    ReferenceRun copy; /* what run points to */
    const ReferenceRun *run;
    Dual *duals; /* by value id */
    double **mean; /* by node id: statistics of batch_norm nodes */
    double **variance;
    double cross_entropy, regularization;
    double *cross_entropy_tangent, *regularization_tangent;
    double *probabilities;
};
typedef struct ReferenceResult Interpreter;

/* A rule computes the zeroed value of the node's outputs and their tangents. */
typedef void (*Rule)(Interpreter *interpreter, const Node *node);

_Noreturn void reference_fail(const Node *node, const char *format, ...) XC_PRINTF(2, 3);
/* count zeroed doubles. */
double *reference_doubles(size_t count);

/* Elements, and pixels (1 for a vector), of one image. */
size_t elements_of(Shape shape);
size_t pixels_of(Shape shape);

Dual *input_of(Interpreter *interpreter, const Node *node, int index);
Dual *output_of(Interpreter *interpreter, const Node *node, int index);
/* The tangent of a dual along a direction, made of zeros when it was exactly zero. */
double *tangent_of(Dual *dual, int direction);

/* Fails unless the first output has this shape. */
void expect_output(const Node *node, Shape shape);
void expect_inputs(const Node *node, int count);

/* The windows of a convolution or pool along both axes. */
typedef struct Window {
    int height, width, channels; /* of the input map */
    int out_height, out_width; /* derived, and checked against the output's shape */
    int kernel_height, kernel_width;
    int stride_height, stride_width;
    int pad_top, pad_left;
} Window;
/* Reads input 0, output 0 and the attributes of a node; output channels are not checked. */
Window window_of(const Node *node);

/* linear.c: applies a map that is linear in input 0 to its value and tangents alike, image by
 * image. */
typedef void (*LinearMap)(const Node *node, const double *input, double *output);
void apply_linear(Interpreter *interpreter, const Node *node, LinearMap map);

void rule_conv(Interpreter *interpreter, const Node *node);
void rule_depthwise(Interpreter *interpreter, const Node *node);
void rule_batch_norm(Interpreter *interpreter, const Node *node);
void rule_pad(Interpreter *interpreter, const Node *node);
void rule_activation(Interpreter *interpreter, const Node *node);
void rule_max_pool(Interpreter *interpreter, const Node *node);
void rule_average_pool(Interpreter *interpreter, const Node *node);
void rule_global_average_pool(Interpreter *interpreter, const Node *node);
void rule_global_max_pool(Interpreter *interpreter, const Node *node);
void rule_reshape(Interpreter *interpreter, const Node *node);
void rule_dropout(Interpreter *interpreter, const Node *node);
void rule_softmax(Interpreter *interpreter, const Node *node);
void rule_add(Interpreter *interpreter, const Node *node);
void rule_multiply(Interpreter *interpreter, const Node *node);
void rule_concat(Interpreter *interpreter, const Node *node);
void rule_slice(Interpreter *interpreter, const Node *node);

/* loss.c */
void reference_loss(Interpreter *interpreter);
void reference_regularizer(Interpreter *interpreter);

#endif
