/* The text of a model file to start from. */
#ifndef XC_CLI_STARTER_H
#define XC_CLI_STARTER_H

#include "graph/graph.h"

typedef struct Starter {
    const char *name; /* of the model: its file's stem */
    int height, width, channels, classes;
    int images; /* to train on; 0: not known */
    const char *mean, *std; /* as the file says them; NULL: not known */
    const char *data; /* training.data as the file says it; NULL: not known */
    const char *part; /* a file to extend that says input, classes and data; NULL: this one does */
    bool has_data; /* it trains as it is, without a word on where its data are */
} Starter;

/* A residual network for the input, said in full: it checks and trains as it is. The map is halved
 * as long as its shorter side stays at 8 pixels or more, in at most five stages. */
const char *starter_text(Arena *arena, const Starter *starter);

typedef struct Variant {
    const char *name;
    const char *parent; /* what stands behind 'extends' */
    const char *part; /* what stands behind that; NULL: nothing */
    const char *variables; /* its own, a line "name: value" each */
    const Starter *input; /* its shape stands in the file; NULL: the parent's, or the part's */
    int classes; /* 0: the parent's, or the part's */
    const char *data; /* training.data; NULL: the parent's, or the part's */
} Variant;

/* A file that extends another, with its variables to uncomment; forward is the other's Graph. */
const char *starter_variant(Arena *arena, const Variant *variant, const Graph *forward);

#endif
