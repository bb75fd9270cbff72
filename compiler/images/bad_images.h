/* Image files that can't be read: all are told at once, the first by name. */
#ifndef XC_IMAGES_BAD_IMAGES_H
#define XC_IMAGES_BAD_IMAGES_H

#include "support/diag.h"

/* Zero but for diag and skip to begin with. */
typedef struct BadImages {
    Diag *diag;
    bool skip; /* --skip-bad: warnings, not errors */
    size_t count;
} BadImages;

void bad_images_add(BadImages *bad, const char *path, const char *reason);
/* After the last one: how many there are besides those that were named, and what to do. */
void bad_images_end(const BadImages *bad);

#endif
