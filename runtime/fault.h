/* What was not finite in a step, in words. */
#ifndef XR_FAULT_H
#define XR_FAULT_H

#include "xr.h"

enum { XR_FAULT_ROOM = 320 };

/* "the batch's variance in batch_norm2 is not finite", of metrics that are not finite. */
void xr_fault_words(char words[XR_FAULT_ROOM], const xr_model *model, const xr_metrics *metrics);

#endif
