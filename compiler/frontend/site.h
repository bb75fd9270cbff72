/* The state of an expansion, and the arguments of one layer in it. Private to expand.c and
 * site.c. */
#ifndef XC_SITE_H
#define XC_SITE_H

#include "frontend/expand.h"
#include "frontend/flat.h"

/* What a name that 'from' may take stands for. */
typedef struct Named {
    Value *value; /* NULL after an error in the layer, or when it is gone */
    bool gone; /* its 'if' is false */
} Named;

/* Where a full name was given first. */
typedef struct Place {
    Location at;
    const Frame *frame;
} Place;

/* One block call being expanded, or the model itself. */
typedef struct Call {
    const char *prefix; /* of full names; "" for the model */
    const Layer *layer; /* NULL for the model */
    const Frame *frame; /* NULL for the model */
    Value *entered;
    Map numbers; /* kind: int */
    Map named; /* given name: Named */
} Call;

typedef struct Expander {
    Evaluator model; /* outside all scopes */
    const Model *source;
    Lowering lowering;
    Flat flat;
    Map places; /* full name: Place */
    Map wrong_blocks; /* those in which there was an error: it is said once */
    Map layer_names; /* value name: full name of the layer that made it */
    const ItemList *original; /* of the item being expanded */
    int layers, rounds;
    bool stopped; /* a limit was hit, also that of errors */
} Expander;

/* A layer being expanded: how it is written and where it stands. */
typedef struct Site {
    Call *call;
    LayerParts parts;
    const Override *overrides;
    Evaluator evaluator; /* of its own arguments */
    Value *input; /* NULL after an error before it */
} Site;

/* The value of an argument as a change or the file gives it, with the evaluator that sees what its
 * writer saw; NULL when neither does. first: the bare VALUE of a layer stands for it. */
const Tree *find_value(const Site *site, const char *name, bool first, Evaluator *evaluator);

/* All settings of a built-in layer; false after errors. */
bool read_settings(Expander *expander, const Site *site, const KindSpec *kind, Settings *settings);

/* The arguments of a block call, as the scope of its body; false after errors. */
bool bind_arguments(Expander *expander, const Site *site, const Block *block, Scope *scope);

#endif
