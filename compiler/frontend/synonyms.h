/* The words that people write who come from elsewhere, and what to write instead: one table for
 * layers, arguments, recipes and files. Letters are compared without case, _ is left out, and so
 * is all before a dot, as in nn.Conv2d. */
#ifndef XC_SYNONYMS_H
#define XC_SYNONYMS_H

/* "write 'conv'" for Conv2D, "add '- relu'" for activation, which activations there are for GELU;
 * NULL for an unknown word. */
const char *synonym_hint(const char *word);

/* "conv" for Conv2D: the one word of ours that says the same; NULL where there is none. */
const char *synonym_word(const char *word);

#endif
