/* Checkpoints: the state of a run as a safetensors file.
 *
 * Tensors: every parameter under its name; the optimizer's state of the trainable ones as
 * optimizer/velocity/NAME and optimizer/second_moment/NAME. All in Keras's order and shape, F32
 * (F64 where the program computes in double).
 * Metadata: model, hash, recipe, position, and a checksum of the whole file: 64-bit FNV-1a of all
 * its bytes, with the checksum's own 16 digits read as zeros. No time, path or number of threads:
 * equal states are equal files. */
#ifndef XR_CHECKPOINT_H
#define XR_CHECKPOINT_H

#include <stdbool.h>
#include <stdint.h>

#include "files.h"
#include "xr.h"

/* Sums over the images of the part of an epoch that was trained so far. */
typedef struct xr_totals {
    int64_t images, correct;
    double cross_entropy;
    double loss; /* of each batch the loss with regularization, times its images */
} xr_totals;

/* Where a run stands: what a resumed run needs besides tensors. Random numbers are counter-based
 * and have no state of their own. */
typedef struct xr_position {
    uint64_t seed;
    int batch_size;
    int train_images; /* trained on */
    int validation_images; /* kept from them; 0: the test images are validated on */
    const char *data; /* name of the data set; not owned. NULL after a load */
    const char *const
        *class_names; /* of the data set, a model's classes of them, or NULL; likewise */
    int epoch; /* finished epochs */
    int batch; /* finished batches of the next one */
    uint64_t step; /* finished steps */
    int rollbacks; /* how often the run went back for something not finite, see rollback.h */
    xr_totals totals;
    int best_epoch; /* 0 before the first validation */
    double best_accuracy; /* of its validation; negative before the first one */
    double best_loss; /* of the same; -INFINITY, which none is below, where no one knows it */
} xr_position;

/* Writes DIRECTORY/NAME, whole or not at all: NAME.tmp, fsync, close, rename, fsync of the
 * directory, read back. The file that was there before is kept as NAME.previous until the new one
 * was read back and verified, and comes back when it was not. A tensor that is not finite is
 * XR_NON_FINITE, and nothing is written. */
bool xr_checkpoint_save(const xr_model *model, xr_net *net, const xr_position *position,
    const xr_files *files, const char *directory, const char *name, xr_failure *failure);

/* The bytes that a checkpoint of the model takes, about. */
uint64_t xr_checkpoint_bytes(const xr_model *model, xr_net *net);

/* What a file of weights says of where they come from. */
typedef struct xr_origin {
    bool same_model; /* it has this model's hash, or none */
    bool of_run; /* it is a run's checkpoint, and knows validation_images */
    int validation_images; /* that the run kept from training */
    char *class_names; /* one a line; NULL where it has none */
} xr_origin;

void xr_origin_free(xr_origin *origin);

/* Loads parameters alone. Any safetensors file will do that has all of them, F32 or F64, in
 * Keras's shapes, and no other tensors than an optimizer's. The net is written only after
 * everything was found right. origin may be NULL; free it also after a failure. */
bool xr_checkpoint_load_weights(
    const xr_model *model, xr_net *net, const char *path, xr_origin *origin, xr_failure *failure);

/* Loads the whole state of a run of this very model (same hash, same scalar type) by this very
 * recipe (recipe.h says what may differ). data: the name that the checkpoint's data set must have.
 */
bool xr_checkpoint_resume(const xr_model *model, xr_net *net, const char *path, const char *data,
    xr_position *position, xr_failure *failure);

#endif
