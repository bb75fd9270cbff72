/* Model files to forward Graphs. */
#ifndef XC_FRONTEND_H
#define XC_FRONTEND_H

#include "graph/graph.h"

typedef struct FrontendOptions {
    const char *const *sets; /* NAME=VALUE, training.KEY=VALUE or defaults.KIND.ARGUMENT=VALUE */
    int set_count;
    const char *name; /* of the model; NULL: the file's stem */
    const char *models; /* directory of the shipped models; NULL: none */
    bool quiet; /* no warnings, only errors */
    bool ignore_expect; /* don't compare with 'expect' */
} FrontendOptions;

/* The forward Graph of a model: path is a file, "-" for stdin, or the name of a shipped model.
 * 'expect' is enforced; with sets what it misses is a note. NULL after errors.
 * The Graph is owned by the arena, and so are the sources that its locations name. */
Graph *frontend_load(Arena *arena, Diag *diag, const char *path, const FrontendOptions *options);

/* A sound file without layers, such as a recipe, for others to extend: its sections and those of
 * what it extends are well-formed. Says nothing. */
bool frontend_is_part(Arena *arena, const char *path, const FrontendOptions *options);

/* What a part says of the data that its models work on, as 'xceptc data pack' prints it. */
typedef struct DataPart {
    int height, width, channels; /* of 'input' */
    int classes; /* the variable */
    const char *data; /* training.data; NULL: it has none */
} DataPart;

/* False after errors: there is no 'input' or no whole number 'classes', or there are layers. */
bool frontend_data_part(
    Arena *arena, Diag *diag, const char *path, const FrontendOptions *options, DataPart *part);

/* The model and all that it extends as one file, each value with the place that it comes from as a
 * comment; it loads to the same Graph, and printing it again gives the same but for the comments.
 * NULL after errors, of which one is its own: two files change the same layer in ways that one
 * 'change' can't say. */
const char *frontend_config(
    Arena *arena, Diag *diag, const char *path, const FrontendOptions *options);

/* The variables that the merged model uses, a line "name: value" each; "" for none. NULL after
 * errors. */
const char *frontend_variables(
    Arena *arena, Diag *diag, const char *path, const FrontendOptions *options);

/* The flat normal form: the model fully expanded, all values written out, itself a model file that
 * gives the same Graph and the same text. NULL after errors. graph->hash is the hash of its input
 * and layers; a new description or another training recipe leaves it as it is. */
const char *frontend_flat(
    Arena *arena, Diag *diag, const char *path, const FrontendOptions *options);

#endif
