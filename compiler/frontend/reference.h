/* The layers and their arguments as texts, all from the table of schema.h: what 'help LAYER'
 * prints, and the tables of models/README.md, which a test compares with these. */
#ifndef XC_REFERENCE_H
#define XC_REFERENCE_H

#include "support/base.h"

/* Arguments, types, defaults, Keras's names and an example of a kind of layer, several lines; NULL
 * for an unknown kind. *hint is then what might have been meant, or NULL. */
const char *reference_help(Arena *arena, const char *kind, const char **hint);
/* Our kind for a layer of Keras or PyTorch (Conv2D, nn.Conv2d: conv); NULL if none. */
const char *reference_kind_of(const char *layer);
/* The kinds, one a line with its sentence. */
const char *reference_list(Arena *arena);
/* Markdown: one section a kind. */
const char *reference_markdown(Arena *arena);
/* Markdown: Keras's layers and arguments, each with ours. */
const char *reference_from_keras(Arena *arena);

#endif
