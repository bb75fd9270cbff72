/* The layers of a Graph as a tree, and what each reads: the picture that users have of it. */
#ifndef XC_WIRING_H
#define XC_WIRING_H

#include "graph/graph.h"

typedef struct LayerList {
    const Layer **data;
    size_t count, capacity;
} LayerList;

typedef struct Wiring {
    const Graph *graph;
    LayerList top; /* layers and block calls of the model itself, in order */
    LayerList *children; /* by layer id: what a block call holds */
    LayerList *sources; /* by layer id: the layers whose output it reads, each operand once; NULL
                           stands for the images. Of a block call: none */
    LayerList *readers; /* by layer id: the layers that read its output, as often as they do */
} Wiring;

/* Of a forward Graph, in its arena. */
const Wiring *wiring_of(const Graph *forward);

const LayerList *wiring_children(const Wiring *wiring, const Layer *layer); /* NULL: the top */
/* Built-in layers in the block call, or 1 of a layer itself. */
size_t wiring_layer_count(const Wiring *wiring, const Layer *layer);

#endif
