/* A model file with all that it extends, merged by the rules of 'extends'. */
#ifndef XC_LOAD_H
#define XC_LOAD_H

#include "frontend/datum.h"
#include "frontend/frontend.h"
#include "frontend/schema.h"

typedef struct BlockArgument {
    const char *name;
    Location at;
    const Tree *default_; /* NULL: required */
} BlockArgument;

typedef struct Block {
    const char *name;
    Location at;
    BlockArgument *arguments;
    size_t argument_count;
    const Tree *layers; /* a list */
} Block;

/* A key of a section that merges by key, with its latest value. */
typedef struct Setting {
    const char *key;
    Location at;
    const Tree *value;
} Setting;

typedef struct Model {
    const char *name; /* a C identifier */
    const char *file; /* base name */
    int source; /* of the Diag: the model file itself */
    const Tree *about, *input, *expect, *layers; /* NULL where there is none */
    Variables variables;
    Map defaults; /* "conv.kernel": Setting */
    Map blocks; /* Block */
    Map training; /* Setting */
    struct {
        const Tree **data; /* mappings, in the order in which they apply */
        size_t count, capacity;
    } changes;
    struct {
        Setting **data; /* all settings of defaults, in order of the files */
        size_t count, capacity;
    } default_list;
    struct {
        Block **data;
        size_t count, capacity;
    } block_list;
    Map used; /* variables that something names; set by check_model */
    bool overridden; /* there was a --set */
} Model;

/* The merged sections alone: layers may be wrong, or missing as in a recipe. NULL after errors. */
Model *load_sections(Arena *arena, Diag *diag, const char *path, const FrontendOptions *options);

/* NULL after errors. */
Model *load_model(Arena *arena, Diag *diag, const char *path, const FrontendOptions *options);

/* A layer as it is written: KIND, KIND: {...} or KIND: VALUE. */
typedef struct LayerParts {
    const char *kind;
    Location at;
    const Tree *value; /* first argument, or NULL */
    const Tree *arguments; /* mapping, or NULL */
} LayerParts;
/* The tree passed check_model. */
LayerParts layer_parts(const Tree *layer);
/* The value of an argument of a layer, NULL when it isn't given; first: it may be the bare VALUE.
 */
const Tree *layer_argument(const LayerParts *parts, const char *name, bool first);

/* check.c: every layer of every list is well-formed, of a known kind with known arguments; every
 * variable that the file itself sets is used. */
void check_model(Arena *arena, Diag *diag, Model *model);

#endif
