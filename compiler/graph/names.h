/* The set of names that a Graph's values bear. Names become C identifiers of the emitted program,
 * so a word of the C language counts as taken. */
#ifndef XC_NAMES_H
#define XC_NAMES_H

#include "support/base.h"

typedef struct NameSet NameSet;

NameSet *names_new(Arena *arena);
/* In the set, or a word of the C language. */
bool names_taken(const NameSet *names, const char *name);
/* The text is kept by reference. A name that is there already stays there once. */
void names_add(Arena *arena, NameSet *names, const char *name);

/* [A-Za-z_][A-Za-z0-9_]* and no word of the C language. */
bool name_is_c_safe(const char *name);

#endif
