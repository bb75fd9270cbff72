/* Trees back to YAML. */
#ifndef XC_TREE_TEXT_H
#define XC_TREE_TEXT_H

#include "frontend/yaml.h"
#include "support/text.h"

/* "key: value" and a line end, on one line where it fits, else in block style; indent: of the key.
 * comment: put behind the first line, "" for none. */
void write_entry(Text *text, int indent, const char *key, const Tree *value, const char *comment);

/* The value on one line. */
const char *flow_text(Arena *arena, const Tree *value);

/* The scalar as YAML reads it back, in quotes where it must be. */
const char *scalar_text(Arena *arena, const char *scalar);

/* The same, in quotes always: single ones where nothing in it must be escaped. */
const char *quoted_text(Arena *arena, const char *scalar);

#endif
