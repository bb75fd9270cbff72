/* What tells one network from another, layer by layer.
 *
 * Layers are aligned by full name in the order of the network, within the block calls that hold
 * them: a block that is gone is one removed block. A layer's own changes (kind, arguments, what it
 * reads) are kept apart from mere consequences (it gets a larger map, and so gives one). */
#ifndef XC_DIFFERENCE_H
#define XC_DIFFERENCE_H

#include "graph/counts.h"
#include "report/wiring.h"

typedef enum Verdict {
    XC_EQUAL,
    XC_RESIZED, /* equal but for the size of its output or its parameters */
    XC_CHANGED, /* of its own accord; a block: something in it */
    XC_REMOVED,
    XC_ADDED
} Verdict;

/* "stride", "2", "1" */
typedef struct Change {
    const char *what, *before, *after; /* NULL: it has none */
    bool common; /* every layer of its kind, of two at least, has the same */
} Change;

typedef struct Changes {
    Change *data;
    size_t count, capacity;
} Changes;

typedef struct LayerPair LayerPair;
struct LayerPair {
    const Layer *before, *after; /* NULL of an added and a removed one; both NULL: the root */
    Verdict verdict;
    Verdict apart; /* what the verdict would be without common changes */
    Changes changes; /* of its own; empty unless XC_CHANGED */
    const char *signature; /* equal of two blocks that differ alike, whatever they are called */
    size_t layers; /* built-in ones in it, or 1 */
    struct {
        LayerPair **data;
        size_t count, capacity;
    } children;
};

/* One side of a comparison. */
typedef struct Side {
    const Graph *graph; /* forward */
    const Wiring *wiring;
    const Counts *counts; /* by layer id */
} Side;

/* "conv": a change of all layers of the kind. */
typedef struct CommonChange {
    const char *kind;
    Change change;
} CommonChange;

typedef struct Difference {
    Side before, after;
    Changes input; /* of the images: shape, mean, std */
    Changes training; /* of the recipe */
    struct {
        CommonChange *data;
        size_t count, capacity;
    } common;
    const LayerPair *root; /* holds the top of both networks */
    bool same_network; /* the hashes are equal: so are all layers, and the input */
} Difference;

/* In the arena of after, which must live as long as that of before. */
const Difference *difference_of(const Graph *before, const Graph *after);

/* "equal", "resized", "changed", "removed", "added" */
const char *verdict_name(Verdict verdict);
/* The side that is there, after before before. */
const Layer *pair_layer(const LayerPair *pair);

#endif
