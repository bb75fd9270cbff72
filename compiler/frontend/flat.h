/* The normal form of a model: fully expanded YAML with every value written out. */
#ifndef XC_FLAT_H
#define XC_FLAT_H

#include "frontend/lower.h"
#include "support/text.h"

/* Layers on their way into the text; indent is that of the list's dashes. */
typedef struct Flat {
    Text *text;
    int indent;
} Flat;

enum { XC_FLAT_BRANCH_INDENT = 8 }; /* of a branch's layers against those around the join */

void flat_layer(const Flat *flat, const LayerCall *call);
void flat_from(const Flat *flat, const char *name);
/* A join's name; its branches follow. */
void flat_join(const Flat *flat, const KindSpec *kind, const char *name);
/* One branch, written apart; empty for an identity. */
void flat_branch(const Flat *flat, const Text *layers);

void write_input(Text *text, const Graph *graph);
void write_training(Text *text, const Training *training);

#endif
