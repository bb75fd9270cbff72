/* Reading a checkpoint. Everything is checked before the net is touched. */
#include "checkpoint.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "checkpoint_fit.h"
#include "checkpoint_format.h"
#include "recipe.h"
#include "safetensors.h"

/* ---- tensors ------------------------------------------------------------------------------- */

typedef struct Loading {
    const xr_model *model;
    xr_net *net;
    xr_safetensors *file;
    int slots; /* how many of xr_stored_slots */
    bool exact_type;
    void *raw; /* room for the largest tensor as it is in the file */
    xr_real *dense; /* and in the program's type */
    xr_failure *failure;
} Loading;

/* Calls visit for every tensor that is to be loaded. */
static bool for_each_tensor(Loading *loading,
    bool (*visit)(Loading *, const xr_parameter *, const xr_tensor *, xr_real *block))
{
    const xr_model *model = loading->model;
    for (int s = 0; s < loading->slots; s++) {
        xr_real *block = model->block(loading->net, xr_stored_slots[s].slot);
        for (int i = 0; i < model->parameter_count; i++) {
            const xr_parameter *parameter = &model->parameters[i];
            if (!xr_is_stored(parameter, xr_stored_slots[s].slot, block))
                continue;
            const xr_tensor *tensor = xr_checkpoint_tensor(loading->file, parameter,
                xr_stored_slots[s].prefix, loading->exact_type, loading->failure);
            if (!tensor || !visit(loading, parameter, tensor, block))
                return false;
        }
    }
    return true;
}

static bool read_dense(Loading *loading, const xr_parameter *parameter, const xr_tensor *tensor)
{
    size_t count = xr_parameter_elements(parameter);
    if (!xr_safetensors_read(loading->file, tensor, loading->raw, loading->failure))
        return false;
    bool is_double = strcmp(tensor->dtype, "F64") == 0;
    for (size_t i = 0; i < count; i++)
        loading->dense[i] = is_double ? (xr_real)((const double *)loading->raw)[i]
                                      : (xr_real)((const float *)loading->raw)[i];
    return true;
}

static bool check_finite(
    Loading *loading, const xr_parameter *parameter, const xr_tensor *tensor, xr_real *block)
{
    (void)block;
    if (!read_dense(loading, parameter, tensor))
        return false;
    for (size_t i = 0; i < xr_parameter_elements(parameter); i++)
        if (!isfinite(loading->dense[i]))
            return xr_fail(loading->failure, XR_BAD_INPUT,
                "%s: element %zu of '%.200s' is not finite", loading->file->path, i, tensor->name);
    return true;
}

static bool import(
    Loading *loading, const xr_parameter *parameter, const xr_tensor *tensor, xr_real *block)
{
    if (!read_dense(loading, parameter, tensor))
        return false;
    xr_parameter_import(parameter, block, loading->dense);
    return true;
}

static bool load_tensors(Loading *loading)
{
    size_t largest = xr_largest_parameter(loading->model);
    loading->raw = calloc(largest, sizeof(double));
    loading->dense = calloc(largest, sizeof *loading->dense);
    bool fine = loading->raw && loading->dense;
    if (!fine)
        xr_fail(loading->failure, XR_MACHINE, "no memory to read %s", loading->file->path);
    fine = fine && for_each_tensor(loading, check_finite) && for_each_tensor(loading, import);
    free(loading->raw);
    free(loading->dense);
    if (fine)
        loading->model->parameters_changed(loading->net);
    return fine;
}

/* ---- metadata -------------------------------------------------------------------------- */

static bool get_text(
    const xr_safetensors *file, const char *key, const char **value, xr_failure *failure)
{
    *value = xr_safetensors_metadata(file, key);
    if (*value)
        return true;
    return xr_fail(failure, XR_BAD_INPUT,
        "%s: its metadata has no '%s': a run can't be resumed from it", file->path, key);
}

/* A whole number of at most `limit`. */
static bool get_whole(const xr_safetensors *file, const char *key, uint64_t limit, uint64_t *value,
    xr_failure *failure)
{
    const char *text;
    if (!get_text(file, key, &text, failure))
        return false;
    char *end;
    errno = 0;
    *value = strtoull(text, &end, 10);
    if (errno || text[0] < '0' || text[0] > '9' || *end || *value > limit)
        return xr_fail(
            failure, XR_BAD_INPUT, "%s: metadata '%s' is '%.40s'", file->path, key, text);
    return true;
}

static bool get_int(const xr_safetensors *file, const char *key, int *value, xr_failure *failure)
{
    uint64_t whole;
    if (!get_whole(file, key, INT32_MAX, &whole, failure))
        return false;
    *value = (int)whole;
    return true;
}

/* 0 where the key is missing: it is written only when it is more. */
static bool get_int_or_none(
    const xr_safetensors *file, const char *key, int *value, xr_failure *failure)
{
    *value = 0;
    return !xr_safetensors_metadata(file, key) || get_int(file, key, value, failure);
}

static bool get_number(
    const xr_safetensors *file, const char *key, double *value, xr_failure *failure)
{
    const char *text;
    if (!get_text(file, key, &text, failure))
        return false;
    char *end;
    *value = strtod(text, &end);
    if (end == text || *end || !isfinite(*value))
        return xr_fail(
            failure, XR_BAD_INPUT, "%s: metadata '%s' is '%.40s'", file->path, key, text);
    return true;
}

/* Checkpoints of before best_loss was kept don't have it. */
static bool get_best_loss(const xr_safetensors *file, double *loss, xr_failure *failure)
{
    *loss = -INFINITY;
    return !xr_safetensors_metadata(file, "best_loss") ||
           get_number(file, "best_loss", loss, failure);
}

/* Nor do most runs ever go back. */
static bool get_rollbacks(const xr_safetensors *file, int *rollbacks, xr_failure *failure)
{
    *rollbacks = 0;
    return !xr_safetensors_metadata(file, "rollbacks") ||
           get_int(file, "rollbacks", rollbacks, failure);
}

static bool get_position(const xr_safetensors *file, xr_position *position, xr_failure *failure)
{
    uint64_t images, correct;
    *position = (xr_position){0};
    bool fine = get_whole(file, "seed", UINT64_MAX, &position->seed, failure) &&
                get_int(file, "batch_size", &position->batch_size, failure) &&
                get_int(file, "train_images", &position->train_images, failure) &&
                get_int_or_none(file, "validation_images", &position->validation_images, failure) &&
                get_int(file, "epoch", &position->epoch, failure) &&
                get_int(file, "batch", &position->batch, failure) &&
                get_whole(file, "step", INT64_MAX, &position->step, failure) &&
                get_rollbacks(file, &position->rollbacks, failure) &&
                get_whole(file, "epoch_images", INT64_MAX, &images, failure) &&
                get_whole(file, "epoch_correct", INT64_MAX, &correct, failure) &&
                get_number(file, "epoch_cross_entropy", &position->totals.cross_entropy, failure) &&
                get_number(file, "epoch_loss", &position->totals.loss, failure) &&
                get_number(file, "best_accuracy", &position->best_accuracy, failure) &&
                get_best_loss(file, &position->best_loss, failure) &&
                get_int(file, "best_epoch", &position->best_epoch, failure);
    if (fine) {
        position->totals.images = (int64_t)images;
        position->totals.correct = (int64_t)correct;
    }
    return fine;
}

/* ---- weights ------------------------------------------------------------------------------- */

void xr_origin_free(xr_origin *origin)
{
    free(origin->class_names);
    origin->class_names = NULL;
}

static bool get_origin(
    const xr_safetensors *file, const xr_model *model, xr_origin *origin, xr_failure *failure)
{
    const char *hash = xr_safetensors_metadata(file, "hash");
    const char *names = xr_safetensors_metadata(file, "class_names");
    origin->same_model = !hash || strcmp(hash, model->hash) == 0;
    origin->of_run = xr_safetensors_metadata(file, "train_images") != NULL;
    if (names && !(origin->class_names = strdup(names)))
        return xr_fail(failure, XR_MACHINE, "no memory for the names of classes");
    return get_int_or_none(file, "validation_images", &origin->validation_images, failure);
}

bool xr_checkpoint_load_weights(
    const xr_model *model, xr_net *net, const char *path, xr_origin *origin, xr_failure *failure)
{
    xr_safetensors file;
    if (origin)
        *origin = (xr_origin){0};
    bool fine = xr_safetensors_open(&file, &xr_system_files, path, failure) &&
                xr_checkpoint_is_whole(&file, failure) &&
                xr_checkpoint_fits(&file, model, false, failure) &&
                (!origin || get_origin(&file, model, origin, failure));
    if (fine) {
        Loading loading = {model, net, &file, 1, false, NULL, NULL, failure};
        fine = load_tensors(&loading);
    }
    xr_safetensors_close(&file);
    return fine;
}

/* ---- a run --------------------------------------------------------------------------------- */

static bool must_be(
    const xr_safetensors *file, const char *key, const char *expected, xr_failure *failure)
{
    const char *found;
    if (!get_text(file, key, &found, failure))
        return false;
    if (strcmp(found, expected) == 0)
        return true;
    return xr_fail(failure, XR_BAD_INPUT,
        "%s: cannot resume: its %s is '%.200s', this program's is '%s' (--weights starts a new run "
        "from a checkpoint)",
        file->path, key, found, expected);
}

static bool must_be_of_model(const xr_safetensors *file, const xr_model *model, xr_failure *failure)
{
    const char *hash;
    if (!must_be(file, "model", model->name, failure) || !get_text(file, "hash", &hash, failure))
        return false;
    return strcmp(hash, model->hash) == 0 ||
           xr_fail(failure, XR_BAD_INPUT,
               "%s: cannot resume: the model was changed since (its hash was %.40s, now it is %s); "
               "'xceptc compare' of the run's directory and the model shows what differs",
               file->path, hash, model->hash);
}

/* The rest of a run's path depends on all of it, so a part of two recipes would be neither's. */
static bool must_have_recipe(
    const xr_safetensors *file, const xr_recipe *recipe, xr_failure *failure)
{
    bool fine = true;
    for (int part = 0; fine && part < XR_RECIPE_PARTS; part++) {
        xr_text text = {0};
        xr_recipe_describe(recipe, part, &text);
        fine = text.failed ? xr_fail(failure, XR_MACHINE, "no memory to compare recipes")
                           : must_be(file, xr_recipe_parts[part], text.data, failure);
        xr_text_free(&text);
    }
    return fine;
}

bool xr_checkpoint_resume(const xr_model *model, xr_net *net, const char *path, const char *data,
    xr_position *position, xr_failure *failure)
{
    xr_safetensors file;
    const char *checksum;
    bool fine =
        xr_safetensors_open(&file, &xr_system_files, path, failure) &&
        get_text(&file, "checksum", &checksum, failure) && xr_checkpoint_is_whole(&file, failure) &&
        must_be(&file, "format", "xceptc-checkpoint-1", failure) &&
        must_be_of_model(&file, model, failure) && must_be(&file, "data", data, failure) &&
        must_have_recipe(&file, &model->recipe, failure) &&
        xr_checkpoint_fits(&file, model, true, failure) && get_position(&file, position, failure);
    if (fine) {
        Loading loading = {model, net, &file, XR_STORED_SLOTS, true, NULL, NULL, failure};
        fine = load_tensors(&loading);
    }
    xr_safetensors_close(&file);
    return fine;
}
