/* The layers of a merged model, expanded: changes applied, blocks called, repeats unrolled, every
 * name and argument evaluated, each layer lowered at once so that $channels is known. */
#ifndef XC_EXPAND_H
#define XC_EXPAND_H

#include "frontend/load.h"
#include "frontend/lower.h"
#include "support/limits.h"
#include "support/text.h"

/* Arguments that a 'change' lays over those of a layer; the newest first. */
typedef struct Override Override;
struct Override {
    const Override *older;
    const Tree *arguments; /* mapping */
};

typedef struct ItemList ItemList;

/* An entry of the model's own list once changes are applied. */
typedef struct Item {
    const Tree *layer;
    const Scope *scope;
    const char *name; /* given name, or NULL */
    const Override *overrides;
    bool live; /* false: an 'if' of its repeat is false; it only takes its number */
    ItemList *original; /* what the word stands for in the layer, NULL where it means nothing */
    Trace trace;
} Item;

struct ItemList {
    Item *data;
    size_t count, capacity;
    unsigned searched; /* the last search by name that came here */
};

/* change.c: where the model is changed. */
Trace trace_of_changes(Arena *arena, const Model *model);
/* The model's own list, repeats unrolled, with all changes applied. False after an
 * error. */
bool change_items(const Evaluator *evaluator, const Model *model, ItemList *items);

/* The scopes of the rounds of a repeat; count is 0 after an error, which sets *wrong. */
typedef struct Rounds {
    const Scope **scopes;
    size_t count;
} Rounds;
bool repeat_rounds(const Evaluator *evaluator, const LayerParts *parts, Rounds *rounds);

/* Adds all layers to the graph, whose images are set; the output is graph->output. flat gets the
 * list of layers in the normal form. False after errors. */
bool expand_model(const Evaluator *evaluator, const Model *model, Graph *graph, Text *flat);

#endif
