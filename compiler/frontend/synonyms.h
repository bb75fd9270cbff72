/* The words that people write who come from elsewhere, and what to write instead: one table for
 * layers, arguments, recipes and files. Letters are compared without case, _ is left out, and so
 * is all before a dot, as in nn.Conv2d. */
#ifndef XC_SYNONYMS_H
#define XC_SYNONYMS_H

#include <stddef.h>

/* What to write instead of a word where only the known ones may stand; NULL for an unknown word. */
const char *synonym_where(const char *word, const char *const *known, size_t count);

/* The same wherever the word stands: "write 'conv'" for Conv2D, "add '- relu'" for activation,
 * which activations there are for GELU; NULL for an unknown word. */
const char *synonym_hint(const char *word);

/* "conv" for Conv2D: the one word of ours that says the same; NULL where there is none. */
const char *synonym_word(const char *word);

#endif
