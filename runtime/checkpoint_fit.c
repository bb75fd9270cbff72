#include "checkpoint_fit.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "checkpoint_format.h"

enum { MOST_NAMED = 4, DIFFERENCE_ROOM = 448 };

bool xr_weights_find(char path[XR_PATH_ROOM], const char *place, xr_failure *failure)
{
    struct stat status;
    size_t length = strlen(place);
    if (stat(place, &status) != 0 || !S_ISDIR(status.st_mode)) {
        if (length >= XR_PATH_ROOM)
            return xr_fail(failure, XR_BAD_INPUT, "%.64s...: the path is too long", place);
        memcpy(path, place, length + 1);
        return true;
    }
    bool there;
    return xr_path_join(path, place, "best.safetensors", failure) &&
           xr_files_there(path, &there, failure) &&
           (there || xr_path_join(path, place, "last.safetensors", failure));
}

bool xr_checkpoint_is_whole(const xr_safetensors *file, xr_failure *failure)
{
    const char *stated = xr_safetensors_metadata(file, "checksum");
    if (!stated)
        return true;
    if (strlen(stated) != XR_CHECKSUM_DIGITS)
        return xr_fail(failure, XR_BAD_INPUT, "%s: the checksum is malformed", file->path);
    /* Strings were decoded in place, so the value lies where it lies in the file. */
    uint64_t checksum;
    if (!xr_checksum_file(file, 8 + (uint64_t)(stated - file->header), &checksum, failure))
        return false;
    char found[XR_CHECKSUM_DIGITS + 1];
    snprintf(found, sizeof found, "%016" PRIx64, checksum);
    if (strcmp(found, stated) != 0)
        return xr_fail(failure, XR_BAD_INPUT,
            "%s: the checksum is %s, the file says %s: it is damaged", file->path, found, stated);
    return true;
}

/* ---- one tensor ---------------------------------------------------------------------------- */

static void describe_shape(char *text, size_t room, const xr_tensor *tensor)
{
    size_t used = 0;
    text[0] = '\0';
    for (int i = 0; i < tensor->rank && used < room; i++)
        used += (size_t)snprintf(
            text + used, room - used, "%s%llu", i ? "x" : "", (unsigned long long)tensor->dims[i]);
}

static bool shape_fits(const xr_tensor *tensor, const xr_parameter *parameter)
{
    if (tensor->rank != parameter->rank)
        return false;
    for (int i = 0; i < tensor->rank; i++)
        if (tensor->dims[i] != (uint64_t)parameter->dims[i])
            return false;
    return true;
}

static void describe_other_shape(char difference[DIFFERENCE_ROOM], const char *name,
    const xr_tensor *tensor, const xr_parameter *parameter)
{
    xr_tensor wanted = {.rank = parameter->rank};
    char found[64], expected[64];
    for (int i = 0; i < parameter->rank; i++)
        wanted.dims[i] = (uint64_t)parameter->dims[i];
    describe_shape(found, sizeof found, tensor);
    describe_shape(expected, sizeof expected, &wanted);
    snprintf(difference, DIFFERENCE_ROOM, "tensor '%.200s' has shape %s; the model needs %s", name,
        found, expected);
}

/* The tensor, or NULL and in `difference` what is wrong with it. */
static const xr_tensor *find(const xr_safetensors *file, const xr_parameter *parameter,
    const char *prefix, bool exact_type, char difference[DIFFERENCE_ROOM])
{
    char name[XR_TENSOR_NAME_ROOM];
    snprintf(name, sizeof name, "%s%s", prefix, parameter->name);
    const xr_tensor *tensor = xr_safetensors_find(file, name);
    if (!tensor) {
        snprintf(difference, DIFFERENCE_ROOM, "has no tensor '%.200s'", name);
        return NULL;
    }
    if (!shape_fits(tensor, parameter)) {
        describe_other_shape(difference, name, tensor, parameter);
        return NULL;
    }
    bool readable = exact_type
                        ? strcmp(tensor->dtype, XR_DTYPE) == 0
                        : strcmp(tensor->dtype, "F32") == 0 || strcmp(tensor->dtype, "F64") == 0;
    if (!readable) {
        snprintf(difference, DIFFERENCE_ROOM, "tensor '%.200s' has type %s; needed is %s", name,
            tensor->dtype, exact_type ? XR_DTYPE : "F32 or F64");
        return NULL;
    }
    return tensor;
}

const xr_tensor *xr_checkpoint_tensor(const xr_safetensors *file, const xr_parameter *parameter,
    const char *prefix, bool exact_type, xr_failure *failure)
{
    char difference[DIFFERENCE_ROOM];
    const xr_tensor *tensor = find(file, parameter, prefix, exact_type, difference);
    if (!tensor)
        xr_fail(failure, XR_BAD_INPUT, "%s: %s", file->path, difference);
    return tensor;
}

/* ---- all of them --------------------------------------------------------------------------- */

/* What differs, the first few in words. */
typedef struct Differences {
    int count;
    char named[MOST_NAMED][DIFFERENCE_ROOM];
} Differences;

static void add_difference(Differences *differences, const char *text)
{
    if (differences->count < MOST_NAMED)
        snprintf(differences->named[differences->count], DIFFERENCE_ROOM, "%s", text);
    differences->count++;
}

static void compare_parameters(
    const xr_safetensors *file, const xr_model *model, bool exact_type, Differences *differences)
{
    char text[DIFFERENCE_ROOM];
    for (int i = 0; i < model->parameter_count; i++)
        if (!find(file, &model->parameters[i], "", exact_type, text))
            add_difference(differences, text);
}

/* Tensors that the model doesn't know: a file of another model, or a misspelt name. */
static void find_strangers(
    const xr_safetensors *file, const xr_model *model, Differences *differences)
{
    static const char optimizer[] = "optimizer/";
    char text[DIFFERENCE_ROOM];
    for (size_t i = 0; i < file->tensor_count; i++) {
        const char *name = file->tensors[i].name;
        if (strncmp(name, optimizer, sizeof optimizer - 1) == 0 ||
            xr_parameter_find(model, name) >= 0)
            continue;
        snprintf(text, sizeof text, "has a tensor '%.200s', which the model %.100s has not", name,
            model->name);
        add_difference(differences, text);
    }
}

bool xr_checkpoint_fits(
    const xr_safetensors *file, const xr_model *model, bool exact_type, xr_failure *failure)
{
    Differences differences = {0};
    const char *saved_by = xr_safetensors_metadata(file, "model");
    bool is_other = saved_by && strcmp(saved_by, model->name) != 0;
    compare_parameters(file, model, exact_type, &differences);
    find_strangers(file, model, &differences);
    if (differences.count == 0)
        return true;
    if (differences.count == 1)
        return xr_fail(failure, XR_BAD_INPUT, "%s: %s", file->path, differences.named[0]);
    xr_fail(failure, XR_BAD_INPUT, "%s: does not fit the model %.100s%s%.100s: %d tensors differ",
        file->path, model->name, is_other ? ", it is of the model " : "", is_other ? saved_by : "",
        differences.count);
    for (int i = 0; i < differences.count && i < MOST_NAMED; i++)
        xr_fail_more(failure, "- %s", differences.named[i]);
    if (differences.count > MOST_NAMED)
        xr_fail_more(failure, "- and %d more", differences.count - MOST_NAMED);
    return false;
}

bool xr_weights_check(const xr_model *model, const char *place, xr_failure *failure)
{
    xr_safetensors file;
    char path[XR_PATH_ROOM];
    if (!xr_weights_find(path, place, failure))
        return false;
    bool fits = xr_safetensors_open(&file, &xr_system_files, path, failure) &&
                xr_checkpoint_is_whole(&file, failure) &&
                xr_checkpoint_fits(&file, model, false, failure);
    xr_safetensors_close(&file);
    return fits;
}
