/* What data sets have in common: choosing one, memory, and the fit to a model. */
#include "dataset.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "data_place.h"

size_t xr_dataset_image_bytes(const xr_dataset *dataset)
{
    int64_t bytes = 1;
    const int dims[3] = {dataset->height, dataset->width, dataset->channels};
    for (int i = 0; i < 3; i++) {
        if (dims[i] < 1 || bytes > INT_MAX / dims[i])
            return 0;
        bytes *= dims[i];
    }
    return (size_t)bytes;
}

bool xr_split_allocate(xr_split *split, const xr_dataset *dataset, int count, xr_failure *failure)
{
    size_t image_bytes = xr_dataset_image_bytes(dataset);
    if (count < 1 || image_bytes == 0)
        return xr_fail(failure, XR_BAD_INPUT, "%d images of %dx%dx%d are out of range", count,
            dataset->height, dataset->width, dataset->channels);
    split->images = calloc((size_t)count, image_bytes);
    split->labels = calloc((size_t)count, sizeof *split->labels);
    if (!split->images || !split->labels)
        return xr_fail(
            failure, XR_MACHINE, "no memory for %d images of %zu bytes", count, image_bytes);
    split->count = count;
    return true;
}

static void free_split(xr_split *split)
{
    free(split->images);
    free(split->labels);
    *split = (xr_split){0};
}

void xr_dataset_free(xr_dataset *dataset)
{
    free_split(&dataset->train);
    free_split(&dataset->test);
    free(dataset->names);
    dataset->names = NULL;
    dataset->name = NULL;
    dataset->class_names = NULL;
}

static bool check_shape(const xr_dataset *dataset, const xr_model *model, xr_failure *failure)
{
    if (dataset->height == model->height && dataset->width == model->width &&
        dataset->channels == model->channels && dataset->classes == model->classes)
        return true;
    return xr_fail(failure, XR_BAD_INPUT,
        "%s has images of %dx%dx%d in %d classes; the model %s takes %dx%dx%d in %d classes",
        dataset->name, dataset->height, dataset->width, dataset->channels, dataset->classes,
        model->name, model->height, model->width, model->channels, model->classes);
}

/* ---- names --------------------------------------------------------------------------------- */

/* The length of the line at text, without its newline; 0 for one that is no name. */
static size_t name_length(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\n')
            return i;
        if ((unsigned char)text[i] < ' ' || text[i] == 127)
            return 0;
    }
    return 0;
}

/* Points names[0..wanted) at the lines of text, whose newlines become ends. False where there are
 * fewer or more of them, or one is no name. */
static bool split_names(char *text, size_t length, const char **names, size_t wanted)
{
    for (size_t i = 0; i < wanted; i++) {
        size_t line = name_length(text, length);
        if (line == 0)
            return false;
        names[i] = text;
        text[line] = '\0';
        text += line + 1;
        length -= line + 1;
    }
    return length == 0;
}

bool xr_dataset_set_names(xr_dataset *dataset, const char *text, size_t length, bool titled,
    const char *path, xr_failure *failure)
{
    size_t wanted = (size_t)dataset->classes + titled;
    const char **names = length < SIZE_MAX / 2 ? malloc(wanted * sizeof *names + length) : NULL;
    if (!names)
        return xr_fail(
            failure, XR_MACHINE, "no memory for the names of %d classes", dataset->classes);
    char *copy = (char *)(names + wanted);
    memcpy(copy, text, length);
    if (!split_names(copy, length, names, wanted)) {
        free(names);
        return xr_fail(failure, XR_BAD_INPUT,
            "%s: does not hold the names of %d classes, a line %s", path, dataset->classes,
            titled ? "each after the name of the data" : "each");
    }
    free(dataset->names);
    dataset->names = names;
    if (titled)
        dataset->name = names[0];
    dataset->class_names = names + titled;
    return true;
}

/* ---- opening ------------------------------------------------------------------------------- */

static bool wants_cifar100(const xr_model *model, const char *directory)
{
    const char *wanted = model->recipe.data ? model->recipe.data : "";
    return strcmp(wanted, "cifar100") == 0 ||
           (strcmp(wanted, "cifar10") != 0 && xr_cifar100_is_in(directory));
}

bool xr_dataset_look(
    xr_dataset *dataset, const xr_model *model, const char *place, xr_failure *failure)
{
    struct stat status;
    *dataset = (xr_dataset){0};
    if (strcmp(place, XR_SYNTHETIC) == 0) {
        xr_synthetic_look(dataset, model->height, model->width, model->channels, model->classes);
        return true;
    }
    if (stat(place, &status) != 0)
        return xr_fail_errno(failure, "%s", place);
    bool open = S_ISDIR(status.st_mode)
                    ? xr_cifar_look(dataset, wants_cifar100(model, place), place, failure)
                    : xr_record_look(dataset, place, failure);
    return open && check_shape(dataset, model, failure);
}

static bool open_place(
    xr_dataset *dataset, const xr_model *model, const char *place, xr_failure *failure)
{
    struct stat status;
    if (stat(place, &status) != 0)
        return xr_fail_errno(failure, "%s", place);
    if (!S_ISDIR(status.st_mode))
        return xr_record_open(dataset, place, failure);
    return wants_cifar100(model, place) ? xr_cifar100_open(dataset, place, failure)
                                        : xr_cifar10_open(dataset, place, failure);
}

bool xr_dataset_open(
    xr_dataset *dataset, const xr_model *model, const char *place, xr_failure *failure)
{
    if (strcmp(place, XR_SYNTHETIC) == 0)
        return xr_synthetic_open(
            dataset, model->height, model->width, model->channels, model->classes, failure);
    bool fits = xr_dataset_look(dataset, model, place, failure);
    xr_dataset_free(dataset);
    return fits && open_place(dataset, model, place, failure) &&
           check_shape(dataset, model, failure); /* once more: the file may be another by now */
}
