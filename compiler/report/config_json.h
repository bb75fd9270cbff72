/* A model file as JSON. */
#ifndef XC_CONFIG_JSON_H
#define XC_CONFIG_JSON_H

#include "support/diag.h"
#include <stdio.h>

/* The text of a model file as one JSON document of the same mappings, lists and scalars, which is
 * a model file too: JSON is YAML. Numbers and truth values are such in JSON, all else is text.
 * Comments are lost. False after an error. */
bool config_json(FILE *stream, Arena *arena, Diag *diag, const char *text);

#endif
