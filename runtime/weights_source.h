/* The file that a run's first weights came from: so that a run that is started again from the
 * beginning has the same ones. */
#ifndef XR_WEIGHTS_SOURCE_H
#define XR_WEIGHTS_SOURCE_H

#include "files.h"

enum { XR_DIGEST_ROOM = 17 };

typedef struct xr_weights_source {
    char path[XR_PATH_ROOM]; /* in full; "" for none */
    char digest[XR_DIGEST_ROOM]; /* FNV-1a of the file's bytes, in hexadecimal */
} xr_weights_source;

/* Fills both from a file, or from what a run's directory stands for (checkpoint_fit.h). */
bool xr_weights_source_find(xr_weights_source *source, const char *place, xr_failure *failure);

#endif
