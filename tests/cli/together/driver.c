/* Trains every model of the program for some steps, in turns, and prints for each what came of it:
 * a hash of its weights and one of its probabilities. test_together.c compiles it.
 *
 * -DMODELS="X(a) X(b)" links the models; without it they are loaded, from arguments NAME and the
 * library's path in turns. */
#include "xr.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 3, STEPS = 3, BATCH = 4 };

typedef struct Run {
    const xr_model *model;
    void *library; /* NULL where it is linked */
    xr_pool *pool;
    xr_net *net;
} Run;

#ifdef MODELS
#define X(name) extern const xr_model name##_net_model;
MODELS
#undef X
#define X(name) {.model = &name##_net_model},

static int find(Run *runs, int count, char **arguments)
{
    static const Run linked[] = {MODELS};
    (void)count, (void)arguments;
    memcpy(runs, linked, sizeof linked);
    return sizeof linked / sizeof *linked;
}

#define FUNCTION(run, name) ((void)(run), name)
#else
static void *symbol(const Run *run, const char *name)
{
    void *found = dlsym(run->library, name);
    if (!found) {
        fprintf(stderr, "%s\n", dlerror());
        exit(1);
    }
    return found;
}

static int find(Run *runs, int count, char **arguments)
{
    for (int i = 0; i < count / 2; i++) {
        char name[100];
        snprintf(name, sizeof name, "%s_net_model", arguments[2 * i]);
        runs[i].library = dlopen(arguments[2 * i + 1], RTLD_NOW | RTLD_GLOBAL);
        if (!runs[i].library)
            fprintf(stderr, "%s\n", dlerror());
        runs[i].model = symbol(&runs[i], name);
    }
    return count / 2;
}

#define FUNCTION(run, name) ((__typeof__(name) *)symbol(run, #name))
#endif

static uint64_t hash_of(const void *data, size_t size)
{
    uint64_t hash = 0xCBF29CE484222325u;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ ((const unsigned char *)data)[i]) * 0x100000001B3u;
    return hash;
}

static xr_real *images_of(const xr_model *model, int step)
{
    size_t bytes = (size_t)BATCH * model->height * model->width * model->channels;
    uint8_t *raw = malloc(bytes);
    xr_real *images = malloc(bytes * sizeof *images);
    for (size_t i = 0; i < bytes; i++)
        raw[i] = (uint8_t)((i + (size_t)step) * 2654435761u >> 13);
    for (size_t i = 0; i < bytes; i++)
        images[i] = ((xr_real)raw[i] - model->mean[i % model->channels]) / 64;
    free(raw);
    return images;
}

static void train(const Run *run, int number)
{
    const int32_t labels[BATCH] = {0, 1, 2, 1};
    const xr_step step = {.learning_rate = 0.1, .step = (uint64_t)number, .apply_update = true};
    xr_metrics found;
    xr_real *images = images_of(run->model, number);
    run->model->train_step(run->net, images, labels, BATCH, &step, &found);
    free(images);
}

static void report(const Run *run)
{
    const xr_model *model = run->model;
    size_t reals = (size_t)BATCH * model->classes;
    xr_real *images = images_of(model, 99), *probabilities = malloc(reals * sizeof *probabilities);
    model->evaluate(run->net, images, NULL, BATCH, probabilities, NULL);
    printf("%s %016llx %016llx\n", model->name,
        (unsigned long long)hash_of(
            model->block(run->net, XR_VALUE), model->parameter_reals * sizeof(xr_real)),
        (unsigned long long)hash_of(probabilities, reals * sizeof *probabilities));
    free(probabilities);
    free(images);
}

int main(int argc, char **argv)
{
    Run runs[MOST] = {{0}};
    int count = find(runs, argc - 1, argv + 1);
    for (int i = 0; i < count; i++) {
        runs[i].pool = FUNCTION(&runs[i], xr_pool_create)(2);
        runs[i].net = runs[i].model->create(runs[i].pool);
        FUNCTION(&runs[i], xr_parameters_initialize)(runs[i].model, runs[i].net, 7);
    }
    for (int step = 0; step < STEPS; step++)
        for (int i = 0; i < count; i++)
            train(&runs[i], step);
    for (int i = 0; i < count; i++)
        report(&runs[i]);
    for (int i = 0; i < count; i++) {
        runs[i].model->destroy(runs[i].net);
        FUNCTION(&runs[i], xr_pool_destroy)(runs[i].pool);
    }
    return 0;
}
