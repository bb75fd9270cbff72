/* A run's directory where a MODEL is asked for. */
#ifndef XC_CLI_RUN_H
#define XC_CLI_RUN_H

#include "support/base.h"

/* Whether the operand is a directory that a trainer has made. */
bool run_is_directory(Arena *arena, const char *operand);

/* Its model file, which holds all that the model extended. */
const char *run_model_path(Arena *arena, const char *directory);

/* The model's name, which that file no longer has; NULL where run.json doesn't say. */
const char *run_model_name(Arena *arena, const char *directory);

/* Where the data lie that it was trained on; NULL where run.json doesn't say. */
const char *run_data_place(Arena *arena, const char *directory);

#endif
