/* A network as a picture: which layers are drawn, and which of them share a box.
 *
 * Folding: consecutive calls of a block that are alike, and of which each reads nothing but the
 * one before it, are drawn once. Alike are calls with the same layers, arguments and connections;
 * the sizes of their maps may differ, as in DenseNet.
 * Stacking: a layer whose only reader stands in the same block call and reads nothing else shares
 * a box with it. */
#ifndef XC_DRAWING_H
#define XC_DRAWING_H

#include "report/wiring.h"
#include <stdio.h>

typedef struct Drawing {
    const Wiring *wiring;
    /* All by layer id. */
    const Layer **drawn; /* what is drawn in its place: itself unless it is folded away */
    const Layer **last; /* of a drawn one: its counterpart in the last call, or itself */
    int *calls; /* of a drawn block: how many calls it stands for; else 1 */
    const Layer **above; /* of a drawn layer: the one above it in its box; NULL: it is on top */
    const Layer **below;
} Drawing;

/* Of a forward Graph, in its arena. flat: nothing is folded. */
const Drawing *drawing_of(const Graph *forward, bool flat);

/* In the DOT language of Graphviz. Blocks are clusters, or one box where they hold no more; edges
 * carry a shape where it is another than that of what the box read. The same Graph gives the same
 * bytes. */
void drawing_dot(FILE *stream, const Drawing *drawing);

#endif
