/* Forward Graphs made by the Graph's own constructors, one call a layer, for tests of the rooms
 * above graph/. Messages go to a text that the test can read. */
#ifndef TEST_NETWORK_H
#define TEST_NETWORK_H

#include "graph/graph.h"
#include <stdio.h>

typedef struct Network {
    Arena *arena;
    Graph *graph;
    Diag *diag;
    FILE *stream; /* of the messages */
    char *text;
    size_t text_size;
} Network;

/* A Graph "net" with images of the given shape; never NULL. network_free ends it. */
Network *network_new(int height, int width, int channels);
void network_free(Network *network);
/* The messages so far. */
const char *network_messages(Network *network);

/* Layers: each appends its parameters and one node, separable_conv two. Padding is "same";
 * batch_norm has the exact epsilon 2^-10 and momentum 7/8. The results are NULL after an error. */
Value *network_node(
    Network *network, const char *name, Op op, Attributes at, int input_count, Value **inputs);
Value *network_conv(
    Network *network, const char *name, Value *x, int filters, int kernel, int stride, bool bias);
Value *network_depthwise(Network *network, const char *name, Value *x, int kernel, int stride);
Value *network_separable_conv(Network *network, const char *name, Value *x, int filters);
Value *network_batch_norm(Network *network, const char *name, Value *x);
Value *network_max_pool(Network *network, const char *name, Value *x, int size, int stride);
Value *network_dense(Network *network, const char *name, Value *x, int units);
/* relu, sigmoid, global pools, softmax. */
Value *network_unary(Network *network, const char *name, Op op, Value *x);
Value *network_dropout(Network *network, const char *name, Value *x, double rate, int stream);
/* add, multiply, concat of two. */
Value *network_join(Network *network, const char *name, Op op, Value *a, Value *b);
/* softmax as the output of the Graph. */
void network_finish(Network *network, Value *logits);
/* Global average pool, dense and softmax. */
void network_classify(Network *network, Value *x, int classes);

/* The four variants: Xception for 32x32 images as models/ describes it, without numbers that
 * only training needs. */
typedef struct XceptionForm {
    bool thin; /* modules 2 to 4 are one convolution, half as wide, four middle modules */
    int entry_stride; /* of modules 2 to 4 */
} XceptionForm;
void network_xception(Network *network, XceptionForm form);

#endif
