/* Whether a file of weights is whole and fits a model: all that is known without a net, so that the
 * compiler can tell it before it builds one. */
#ifndef XR_CHECKPOINT_FIT_H
#define XR_CHECKPOINT_FIT_H

#include <stdbool.h>

#include "safetensors.h"
#include "xr.h"

/* The file that `place` names: itself, or of a run's directory its best.safetensors, else its
 * last.safetensors. */
bool xr_weights_find(char path[XR_PATH_ROOM], const char *place, xr_failure *failure);

/* The checksum of the file, where it states one: files of other programs have none. */
bool xr_checkpoint_is_whole(const xr_safetensors *file, xr_failure *failure);

/* The tensor of a parameter, whose name there begins with `prefix`, of its shape and of a type that
 * can be read: XR_DTYPE with exact_type, else F32 or F64. NULL after a failure. */
const xr_tensor *xr_checkpoint_tensor(const xr_safetensors *file, const xr_parameter *parameter,
    const char *prefix, bool exact_type, xr_failure *failure);

/* Whether the file has every parameter of the model, and no tensors besides but an optimizer's. The
 * failure names the first tensors that differ, and how many do. */
bool xr_checkpoint_fits(
    const xr_safetensors *file, const xr_model *model, bool exact_type, xr_failure *failure);

/* All of it for what --weights names. Of the model only its name and the names and shapes of its
 * parameters are needed. */
bool xr_weights_check(const xr_model *model, const char *place, xr_failure *failure);

#endif
