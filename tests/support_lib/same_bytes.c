#include "support_lib/same_bytes.h"

#include "support_lib/trial.h"

#include <stdio.h>
#include <stdlib.h>

static int images_of_step(int step, int batch)
{
    if (step == 1)
        return 1;
    return step == 2 && batch > 1 ? batch - 1 : batch;
}

static uint64_t hash_evaluation(
    const ProbeFunctions *call, Probe *probe, const Trial *trial, uint64_t hash)
{
    size_t count = (size_t)trial->count * (size_t)trial->graph->classes;
    double *probabilities = calloc(count, sizeof *probabilities);
    ProbeMetrics metrics;
    if (probabilities == NULL ||
        !call->evaluate(probe, trial->images, trial->labels, trial->count, probabilities, &metrics))
        abort();
    hash = hash_bytes(hash, probabilities, count * sizeof *probabilities);
    free(probabilities);
    return hash_bytes(hash, &metrics.loss, sizeof metrics.loss);
}

uint64_t bytes_after(const Loaded *loaded, const ByteRun *run)
{
    const ProbeFunctions *call = &loaded->probe;
    const Graph *graph = loaded->emitted->compilation.forward;
    Probe *probe = call->open(loaded->model, run->threads);
    if (probe == NULL) {
        fputs("no memory for the emitted program\n", stderr);
        abort();
    }
    if (run->poison_off)
        call->poison(probe, false);
    int batch = call->max_batch(probe);
    Trial *trial = trial_new(graph, batch, run->seed, true);
    for (size_t p = 0; p < graph->parameters.count; p++)
        call->set(probe, (int)p, trial->parameters[p]);
    call->values_changed(probe);
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (int step = 0; step < run->steps; step++) {
        const ProbeStep how = {run->learning_rate, run->seed, (uint64_t)step, true};
        ProbeMetrics metrics;
        if (!call->train_step(
                probe, trial->images, trial->labels, images_of_step(step, batch), &how, &metrics))
            abort();
        hash = hash_bytes(hash, &metrics.loss, sizeof metrics.loss);
    }
    const ProbeSlot slots[] = {PROBE_VALUE, PROBE_VELOCITY, PROBE_SECOND_MOMENT};
    for (size_t i = 0; i < sizeof slots / sizeof *slots; i++) {
        size_t bytes;
        const void *block = call->block(probe, slots[i], &bytes);
        hash = hash_bytes(hash, block, block ? bytes : 0);
    }
    hash = hash_evaluation(call, probe, trial, hash);
    trial_free(trial);
    call->close(probe);
    return hash;
}
