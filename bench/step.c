/* Times training steps of a generated model on synthetic batches.
 *
 *     step [--threads N] [--batch N]
 *
 * Linked with the model's emitted sources (all but main.c) and the runtime. Prints "ready", then
 * answers each line of standard input: a number N takes N steps and prints their seconds, by the
 * clock and of the processors; "peak" prints the FMA rate of all threads together in GFLOP/s. */
#include "peak.h"

#include "../runtime/xr.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* NAME_net_model: -DNET_MODEL says which. */
extern const xr_model NET_MODEL;

enum { MAX_THREADS = 256 };

typedef struct Run {
    const xr_model *model;
    xr_pool *pool;
    xr_net *net;
    xr_real *images;
    int32_t *labels;
    int batch;
    uint64_t steps;
    double peaks[MAX_THREADS];
} Run;

static void fail(const char *message)
{
    fprintf(stderr, "step: %s\n", message);
    exit(1);
}

static int number_argument(int argc, char **argv, const char *name, int otherwise, int limit)
{
    for (int i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], name) != 0)
            continue;
        long value = strtol(argv[i + 1], NULL, 10);
        if (value < 1 || value > limit)
            fail("usage: step [--threads N] [--batch N]");
        return (int)value;
    }
    return otherwise;
}

/* Normal images and uniform labels: the time of a step doesn't depend on them. */
static void make_batch(Run *run)
{
    const xr_model *model = run->model;
    size_t reals = (size_t)model->height * (size_t)model->width * (size_t)model->channels;
    run->images = malloc(reals * (size_t)run->batch * sizeof *run->images);
    run->labels = malloc((size_t)run->batch * sizeof *run->labels);
    if (!run->images || !run->labels)
        fail("out of memory");
    xr_random random = xr_random_stream(1, 0, 0);
    for (size_t i = 0; i < reals * (size_t)run->batch; i++)
        run->images[i] = (xr_real)xr_random_normal(&random);
    for (int i = 0; i < run->batch; i++)
        run->labels[i] = (int32_t)xr_random_below(&random, (uint32_t)model->classes);
}

static void take_steps(Run *run, long count)
{
    for (long i = 0; i < count; i++) {
        xr_step step = {
            .learning_rate = 0.01, .seed = 1, .step = run->steps++, .apply_update = true};
        xr_metrics metrics;
        run->model->train_step(run->net, run->images, run->labels, run->batch, &step, &metrics);
        if (!metrics.finite)
            fail("a step was not finite");
    }
}

static void time_steps(Run *run, long count)
{
    double start = bench_now(), processors = bench_processor_time();
    take_steps(run, count);
    printf("%.6f %.6f\n", bench_now() - start, bench_processor_time() - processors);
}

static void measure_thread(void *context, int index, int thread)
{
    (void)thread;
    Run *run = context;
    run->peaks[index] = bench_fma_peak(0.05);
}

static double measure_peak(Run *run)
{
    int threads = xr_pool_threads(run->pool);
    double sum = 0;
    xr_pool_run(run->pool, threads, measure_thread, NULL, run);
    for (int i = 0; i < threads; i++)
        sum += run->peaks[i];
    return sum;
}

int main(int argc, char **argv)
{
    const xr_model *model = &NET_MODEL;
    Run run = {.model = model};
    run.batch = number_argument(argc, argv, "--batch", model->max_batch, model->max_batch);
    run.pool = xr_pool_create(number_argument(argc, argv, "--threads", 2, MAX_THREADS));
    run.net = run.pool ? model->create(run.pool) : NULL;
    if (!run.net)
        fail("out of memory or threads");
    xr_parameters_initialize(model, run.net, 1);
    make_batch(&run);
    take_steps(&run, 2);
    printf("ready %s\n", model->compiler);
    fflush(stdout);
    char line[32];
    while (fgets(line, sizeof line, stdin)) {
        if (strncmp(line, "peak", 4) == 0)
            printf("%.6f\n", measure_peak(&run));
        else
            time_steps(&run, strtol(line, NULL, 10));
        fflush(stdout);
    }
    free(run.images);
    free(run.labels);
    model->destroy(run.net);
    xr_pool_destroy(run.pool);
    return 0;
}
