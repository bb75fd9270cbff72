/* The way of a model through the compiler: the one list of passes, in order. */
#ifndef XC_PIPELINE_H
#define XC_PIPELINE_H

#include "plan/program.h"

typedef struct PipelineOptions {
    const char *const *sets; /* "NAME=VALUE", in order */
    size_t set_count;
    const char *name; /* of the model; NULL: the file's stem */
    const char *models; /* folder of the shipped models, NULL for none */
    bool quiet; /* no warnings */
    bool ignore_expect; /* don't compare with the file's 'expect' */
    bool forward_only; /* end at the Graph of the forward pass: no plan is needed */
    int batch; /* the most images of a step; 0: the model's batch size */
    const char *dump; /* name of a pass whose result is printed, or NULL */
    FILE *dump_stream;
} PipelineOptions;

/* What the passes made, all in one arena; what none made is NULL. */
typedef struct Compilation {
    Graph *forward, *training, *inference;
    Program *program;
} Compilation;

/* Runs every pass on the model file (or "-": standard input); each Graph is verified as soon as it
 * is there. False after errors on diag. */
bool pipeline_run(Arena *arena, Diag *diag, const char *path, const PipelineOptions *options,
    Compilation *compilation);

/* Is there a pass of that name? If not, an error with the nearest one as a hint. */
bool pipeline_has_pass(Diag *diag, const char *name);

#endif
