/* Writing a checkpoint. See checkpoint.h for what it holds and what is promised. */
#include "checkpoint.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "checkpoint_format.h"
#include "recipe.h"
#include "safetensors.h"
#include "text.h"

enum { HEADER_ALIGNMENT = 8 };

/* The header starts with these bytes; the checksum follows at once, so its place is known. */
static const char checksum_prefix[] = "{\"__metadata__\":{\"checksum\":\"";
static const uint64_t digits_place = 8 + sizeof checksum_prefix - 1; /* in the file */

typedef struct Saving {
    const xr_model *model;
    xr_net *net;
    const xr_position *position;
    xr_replacement file;
    uint64_t checksum, bytes; /* of what was written so far */
    xr_real *dense; /* room for the largest parameter */
    xr_failure *failure;
} Saving;

/* ---- the header ---------------------------------------------------------------------------- */

static void append_entry(xr_text *header, const char *key, const char *value)
{
    xr_text_append(header, ",\"%s\":", key);
    xr_text_append_quoted(header, value);
}

/* The names of classes, one a line: metadata are texts. */
static void append_class_names(xr_text *header, const char *const *names, int classes)
{
    xr_text joined = {0};
    for (int i = 0; i < classes; i++)
        xr_text_append(&joined, "%s%s", i ? "\n" : "", names[i]);
    if (joined.failed)
        header->failed = true;
    else
        append_entry(header, "class_names", joined.data);
    xr_text_free(&joined);
}

static void append_recipe(xr_text *header, const xr_recipe *recipe)
{
    for (int part = 0; part < XR_RECIPE_PARTS; part++) {
        xr_text text = {0};
        xr_recipe_describe(recipe, part, &text);
        if (text.failed)
            header->failed = true;
        else
            append_entry(header, xr_recipe_parts[part], text.data);
        xr_text_free(&text);
    }
}

/* Sums are written in hexadecimal, which is exact. */
static void append_metadata(xr_text *header, const xr_model *model, const xr_position *position)
{
    xr_text_append(header, "%s%0*d\"", checksum_prefix, XR_CHECKSUM_DIGITS, 0);
    append_entry(header, "format", "xceptc-checkpoint-1");
    append_entry(header, "model", model->name);
    append_entry(header, "hash", model->hash);
    append_recipe(header, &model->recipe);
    append_entry(header, "data", position->data);
    if (position->class_names)
        append_class_names(header, position->class_names, model->classes);
    xr_text_append(header, ",\"seed\":\"%llu\"", (unsigned long long)position->seed);
    xr_text_append(header, ",\"batch_size\":\"%d\"", position->batch_size);
    xr_text_append(header, ",\"train_images\":\"%d\"", position->train_images);
    if (position->validation_images)
        xr_text_append(header, ",\"validation_images\":\"%d\"", position->validation_images);
    xr_text_append(header, ",\"epoch\":\"%d\"", position->epoch);
    xr_text_append(header, ",\"batch\":\"%d\"", position->batch);
    xr_text_append(header, ",\"step\":\"%llu\"", (unsigned long long)position->step);
    if (position->rollbacks > 0)
        xr_text_append(header, ",\"rollbacks\":\"%d\"", position->rollbacks);
    xr_text_append(header, ",\"epoch_images\":\"%lld\"", (long long)position->totals.images);
    xr_text_append(header, ",\"epoch_correct\":\"%lld\"", (long long)position->totals.correct);
    xr_text_append(header, ",\"epoch_cross_entropy\":\"%a\"", position->totals.cross_entropy);
    xr_text_append(header, ",\"epoch_loss\":\"%a\"", position->totals.loss);
    xr_text_append(header, ",\"best_accuracy\":\"%a\"", position->best_accuracy);
    if (isfinite(position->best_loss))
        xr_text_append(header, ",\"best_loss\":\"%a\"", position->best_loss);
    xr_text_append(header, ",\"best_epoch\":\"%d\"}", position->best_epoch);
}

/* Appends one tensor's entry; *at is where its data starts and, after, where it ends. */
static void append_tensor(
    xr_text *header, const xr_parameter *parameter, const char *prefix, uint64_t *at)
{
    char name[XR_TENSOR_NAME_ROOM];
    snprintf(name, sizeof name, "%s%s", prefix, parameter->name);
    xr_text_append(header, ",");
    xr_text_append_quoted(header, name);
    xr_text_append(header, ":{\"dtype\":\"%s\",\"shape\":[", XR_DTYPE);
    for (int i = 0; i < parameter->rank; i++)
        xr_text_append(header, "%s%d", i ? "," : "", parameter->dims[i]);
    uint64_t end = *at + xr_parameter_elements(parameter) * sizeof(xr_real);
    xr_text_append(header, "],\"data_offsets\":[%llu,%llu]}", (unsigned long long)*at,
        (unsigned long long)end);
    *at = end;
}

/* Appends all entries, in the order in which the data is written; returns the data's size. */
static uint64_t append_tensors(xr_text *header, const xr_model *model, xr_net *net)
{
    uint64_t at = 0;
    for (int s = 0; s < XR_STORED_SLOTS; s++) {
        const xr_real *block = model->block(net, xr_stored_slots[s].slot);
        for (int i = 0; i < model->parameter_count; i++)
            if (xr_is_stored(&model->parameters[i], xr_stored_slots[s].slot, block))
                append_tensor(header, &model->parameters[i], xr_stored_slots[s].prefix, &at);
    }
    return at;
}

static void build_header(xr_text *header, const Saving *saving)
{
    append_metadata(header, saving->model, saving->position);
    append_tensors(header, saving->model, saving->net);
    xr_text_append(header, "}");
    while (!header->failed && header->length % HEADER_ALIGNMENT != 0)
        xr_text_append(header, " ");
}

uint64_t xr_checkpoint_bytes(const xr_model *model, xr_net *net)
{
    xr_text names = {0};
    uint64_t data = append_tensors(&names, model, net);
    uint64_t bytes = data + names.length + HEADER_ALIGNMENT + XR_TENSOR_NAME_ROOM;
    xr_text_free(&names);
    return bytes;
}

/* ---- writing ------------------------------------------------------------------------------- */

static bool put(Saving *saving, const void *data, size_t size)
{
    saving->checksum = xr_checksum(saving->checksum, data, size);
    return xr_replacement_write(&saving->file, data, size);
}

static bool write_header(Saving *saving)
{
    xr_text header = {0};
    build_header(&header, saving);
    unsigned char length[8];
    for (int i = 0; i < 8; i++)
        length[i] = (unsigned char)((uint64_t)header.length >> (8 * i));
    bool fine = !header.failed;
    if (!fine)
        xr_fail(saving->failure, XR_MACHINE, "no memory for a checkpoint's header");
    fine = fine && put(saving, length, sizeof length) && put(saving, header.data, header.length);
    xr_text_free(&header);
    return fine;
}

static bool all_finite(const xr_real *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!isfinite(values[i]))
            return false;
    return true;
}

static bool write_tensor(Saving *saving, const xr_parameter *parameter, const xr_real *block)
{
    size_t count = xr_parameter_elements(parameter);
    xr_parameter_export(parameter, block, saving->dense);
    if (!all_finite(saving->dense, count))
        return xr_fail(saving->failure, XR_NON_FINITE,
            "%s is no longer finite: the checkpoint was not written", parameter->name);
    return put(saving, saving->dense, count * sizeof *saving->dense);
}

static bool write_tensors(Saving *saving)
{
    const xr_model *model = saving->model;
    for (int s = 0; s < XR_STORED_SLOTS; s++) {
        const xr_real *block = model->block(saving->net, xr_stored_slots[s].slot);
        for (int i = 0; i < model->parameter_count; i++) {
            const xr_parameter *parameter = &model->parameters[i];
            if (xr_is_stored(parameter, xr_stored_slots[s].slot, block) &&
                !write_tensor(saving, parameter, block))
                return false;
        }
    }
    return true;
}

static bool write_checksum(Saving *saving)
{
    char digits[XR_CHECKSUM_DIGITS + 1];
    snprintf(digits, sizeof digits, "%016llx", (unsigned long long)saving->checksum);
    return xr_replacement_patch(&saving->file, digits, XR_CHECKSUM_DIGITS, digits_place);
}

/* ---- replacing the old file ---------------------------------------------------------------- */

static bool has_no_links(int error)
{
    return error == EPERM || error == ENOTSUP || error == EMLINK || error == ENOSYS;
}

/* Gives the present file a second name that is left alone while its first is taken over. Where the
 * file system has no links, the rename alone must do. */
static bool keep_previous(const xr_files *files, const char *target, const char *previous,
    bool *kept, xr_failure *failure)
{
    *kept = false;
    if (files->unlink(files->context, previous) != 0 && errno != ENOENT)
        return xr_fail_errno(failure, "%s: unlink", previous);
    if (files->link(files->context, target, previous) == 0)
        *kept = true;
    else if (errno != ENOENT && !has_no_links(errno))
        return xr_fail_errno(failure, "%s: link", previous);
    return true;
}

/* Reads the file from the start, as a stranger would, and compares it with what was written. */
static bool read_back(const Saving *saving, const xr_files *files, const char *path)
{
    xr_safetensors file;
    xr_failure *failure = saving->failure;
    uint64_t checksum;
    bool fine = xr_safetensors_open(&file, files, path, failure) &&
                xr_checksum_file(&file, digits_place, &checksum, failure);
    if (fine && checksum != saving->checksum)
        fine = xr_fail(failure, XR_MACHINE, "%s: does not read back as it was written", path);
    xr_safetensors_close(&file);
    return fine;
}

/* Names the old file again, or, where there was none, takes away what is not to be trusted. Does
 * what it can: the failure that led here is the one to tell. */
static void put_back(
    const xr_replacement *file, const xr_files *files, const char *previous, const char *target)
{
    bool taken_over = !file->temporary[0];
    if (!previous && taken_over)
        files->unlink(files->context, target);
    /* A rename onto another name of the same file leaves both names. */
    if (previous && files->rename(files->context, previous, target) == 0)
        files->unlink(files->context, previous);
}

/* From a complete temporary file to a verified one under its own name. */
static bool publish(Saving *saving, const xr_files *files, const char *directory)
{
    char target[XR_PATH_ROOM], previous[XR_PATH_ROOM];
    memcpy(target, saving->file.target, sizeof target);
    int length = snprintf(previous, sizeof previous, "%s.previous", target);
    if (length < 0 || (size_t)length >= sizeof previous)
        return xr_fail(saving->failure, XR_BAD_INPUT, "%.64s...: the path is too long", target);
    bool kept;
    if (!keep_previous(files, target, previous, &kept, saving->failure))
        return false;
    if (xr_replacement_rename(&saving->file) && read_back(saving, files, target)) {
        if (kept)
            files->unlink(files->context, previous); /* a failure leaves a spare, no damage */
        return true;
    }
    put_back(&saving->file, files, kept ? previous : NULL, target);
    xr_failure ignored;
    xr_files_sync_directory(files, directory, &ignored);
    return false;
}

bool xr_checkpoint_save(const xr_model *model, xr_net *net, const xr_position *position,
    const xr_files *files, const char *directory, const char *name, xr_failure *failure)
{
    Saving saving = {.model = model,
        .net = net,
        .position = position,
        .checksum = XR_CHECKSUM_START,
        .failure = failure};
    saving.dense = calloc(xr_largest_parameter(model), sizeof *saving.dense);
    if (!saving.dense)
        return xr_fail(failure, XR_MACHINE, "no memory to write a checkpoint");
    bool fine = xr_replacement_open(&saving.file, files, directory, name, failure) &&
                write_header(&saving) && write_tensors(&saving) && write_checksum(&saving) &&
                xr_replacement_close(&saving.file) && publish(&saving, files, directory);
    if (!fine)
        xr_replacement_abandon(&saving.file);
    free(saving.dense);
    return fine;
}
