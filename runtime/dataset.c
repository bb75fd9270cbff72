/* What data sets have in common: choosing one, memory, and the fit to a model. */
#include "dataset.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

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

bool xr_dataset_open(
    xr_dataset *dataset, const xr_model *model, const char *place, xr_failure *failure)
{
    *dataset = (xr_dataset){0};
    if (strcmp(place, "synthetic") == 0)
        return xr_synthetic_open(
            dataset, model->height, model->width, model->channels, model->classes, failure);
    return xr_cifar10_open(dataset, place, failure) && check_shape(dataset, model, failure);
}
