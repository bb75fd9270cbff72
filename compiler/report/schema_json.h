/* The model language as JSON Schema (draft 2020-12), for editors. */
#ifndef XC_SCHEMA_JSON_H
#define XC_SCHEMA_JSON_H

#include "frontend/frontend.h"
#include <stdio.h>

/* One JSON document, from the tables of frontend/schema.h. With a path (else NULL), the blocks of
 * that model with their arguments and its variables are known, and no other blocks are; an argument
 * without a default is required. The model's layers need not be right, nor be there. Without a
 * path, any word may be a block of the file, and nothing is required that the file's defaults could
 * give. False after errors, before anything is written. */
bool schema_json(
    FILE *stream, Arena *arena, Diag *diag, const char *path, const FrontendOptions *options);

#endif
