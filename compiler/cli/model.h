/* From the MODEL of the command line to a Program. */
#ifndef XC_CLI_MODEL_H
#define XC_CLI_MODEL_H

#include "cli/verb.h"
#include "frontend/frontend.h"
#include "pipeline.h"

/* Options that say how a model is read and planned. */
#define XC_OPTION_SET                                                                              \
    {                                                                                              \
        0, "set", XC_OPTION_REPEATED, "NAME=VALUE",                                                \
            "change a variable of the model, or section.key=VALUE", false                          \
    }
#define XC_OPTION_BATCH                                                                            \
    {                                                                                              \
        0, "batch", XC_OPTION_WHOLE, "N", "images of a step (default: the model's batch_size)",    \
            false                                                                                  \
    }

/* The file of an operand: "-", a path, the name of a shipped model, or a run's directory. */
const char *model_path(Arena *arena, const char *operand);

/* What the frontend needs to know: --set, --quiet, and where the shipped models are. False after a
 * mistake in --set. */
bool model_options(const Command *command, FrontendOptions *options);

/* Runs the pipeline on an operand under --set, --batch and --dump; with --expect, which asks for
 * new expectations, the file's own are not compared. Returns XC_EXIT_OK or the exit
 * status after an error. */
int model_load(const Command *command, const char *operand, Compilation *compilation);
/* The same, and a run's own model is warned of as well, which otherwise was done when it began. */
int model_load_to_check(const Command *command, const char *operand, Compilation *compilation);
/* The same for batches of so many images where --batch says nothing. */
int model_load_for(
    const Command *command, const char *operand, int batch, Compilation *compilation);
/* Only the Graph of the forward pass, without a plan: for what shows layers and no memory. */
int model_load_forward(const Command *command, const char *operand, Compilation *compilation);

#endif
