/* DOT text to a picture, by graphviz's library where xceptc was built with it. */
#ifndef XC_CLI_RENDER_H
#define XC_CLI_RENDER_H

#include "support/diag.h"

/* "svg", "png" or "pdf": the formats of pictures, ends with NULL. */
extern const char *const render_formats[];

/* Of the library that xceptc was built with; NULL: it was built without. */
extern const char *const render_version;

/* Lays the graph out and renders it. The bytes are in the arena; NULL after an error, which says
 * what graphviz said, or that it is not there. */
char *render(Arena *arena, Diag *diag, const char *dot, const char *format, size_t *length);

#endif
