/* Attributes as text. */
#ifndef XC_ATTRIBUTES_H
#define XC_ATTRIBUTES_H

#include "graph/graph.h"
#include "support/text.h"

/* Adds what an op uses and what is not the default: " kernel 3x3 stride 2x2 pad 0/1,0/1". */
void attributes_text(Text *text, Op op, const Attributes *at);
/* Adds all of them, exactly: equal attributes have equal keys, others others. */
void attributes_key(Text *text, const Attributes *at);

#endif
