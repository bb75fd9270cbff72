/* Batches. One image is one task of the pool; nothing is allocated after create. */
#include "batches.h"

#include <stdlib.h>

#include "streams.h"

bool xr_batches_create(xr_batches *batches, const xr_model *model, xr_pool *pool, int size,
    int train_images, xr_failure *failure)
{
    *batches = (xr_batches){.model = model, .pool = pool, .size = size};
    size_t reals = (size_t)model->height * (size_t)model->width * (size_t)model->channels;
    batches->images = calloc((size_t)size * sizeof *batches->images, reals);
    batches->labels = calloc((size_t)size, sizeof *batches->labels);
    batches->order = calloc((size_t)train_images + 1, sizeof *batches->order);
    batches->order_count = train_images;
    if (!batches->images || !batches->labels || !batches->order ||
        !xr_normalizer_create(&batches->normalizer, model))
        return xr_fail(failure, XR_MACHINE, "no memory for batches of %d images", size);
    return true;
}

void xr_batches_free(xr_batches *batches)
{
    free(batches->images);
    free(batches->labels);
    free(batches->order);
    xr_normalizer_free(&batches->normalizer);
    *batches = (xr_batches){0};
}

int xr_batches_count(int count, int size)
{
    return count / size + (count % size != 0);
}

/* Fisher and Yates. */
void xr_batches_shuffle(xr_batches *batches, uint64_t seed, int epoch)
{
    xr_random random = xr_random_stream(seed, XR_STREAM_EPOCH_ORDER, (uint32_t)epoch);
    uint32_t count = (uint32_t)batches->order_count;
    for (uint32_t i = 0; i < count; i++)
        batches->order[i] = i;
    for (uint32_t left = count; left > 1; left--) {
        uint32_t chosen = xr_random_below(&random, left);
        uint32_t last = batches->order[left - 1];
        batches->order[left - 1] = batches->order[chosen];
        batches->order[chosen] = last;
    }
}

/* What the tasks that fill one batch share. */
typedef struct Filling {
    xr_batches *batches;
    const xr_split *split;
    const uint32_t *order; /* of the first image of the batch; NULL: the split's own */
    int first;
    uint64_t seed;
    int epoch;
} Filling;

static void fill_image(void *context, int index, int thread)
{
    const Filling *filling = context;
    xr_batches *batches = filling->batches;
    const xr_model *model = batches->model;
    (void)thread;
    size_t reals = (size_t)model->height * (size_t)model->width * (size_t)model->channels;
    uint32_t sample =
        filling->order ? filling->order[index] : (uint32_t)filling->first + (uint32_t)index;
    const uint8_t *image = filling->split->images + (size_t)sample * reals;
    xr_real *out = batches->images + (size_t)index * reals;
    batches->labels[index] = filling->split->labels[sample];
    if (!filling->order) {
        xr_normalize(&batches->normalizer, image, out);
        return;
    }
    xr_transform transform = xr_transform_draw(
        &model->recipe, model->height, model->width, filling->seed, filling->epoch, sample);
    xr_augment(&batches->normalizer, image, &transform, out);
}

static int images_in(int count, int size, int index)
{
    int left = count - index * size;
    return left < size ? left : size;
}

int xr_batches_augmented(
    xr_batches *batches, const xr_split *split, uint64_t seed, int epoch, int index)
{
    int first = index * batches->size;
    int count = images_in(batches->order_count, batches->size, index);
    Filling filling = {batches, split, batches->order + first, first, seed, epoch};
    xr_pool_run(batches->pool, count, fill_image, NULL, &filling);
    return count;
}

int xr_batches_plain(xr_batches *batches, const xr_split *split, int index)
{
    int count = images_in(split->count, batches->size, index);
    Filling filling = {.batches = batches, .split = split, .first = index * batches->size};
    xr_pool_run(batches->pool, count, fill_image, NULL, &filling);
    return count;
}
