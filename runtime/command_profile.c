/* profile: when the phases of training steps begin, and what the machine can do at most. The times
 * are for xceptc, which knows what the phases are: a word and numbers on each line,
 *
 *   machine THREADS IMAGES FLOP COPIED      peaks a second, see profile.h
 *   step BEGIN END START...                 of a step and of each of its phases, in seconds */
#include "commands.h"

#include <errno.h>
#include <stdlib.h>

#include "clock.h"
#include "console.h"
#include "profile.h"
#include "verify.h"

enum {
    WARM_UP = 2, /* steps before the first that counts: pages, caches, clock */
    DEFAULT_STEPS = 10
};

static void write_step(
    FILE *stream, double origin, double begin, double end, const double *starts, int phases)
{
    fprintf(stream, "step %.9f %.9f", begin - origin, end - origin);
    for (int i = 0; i < phases; i++)
        fprintf(stream, " %.9f", starts[i] - origin);
    fputc('\n', stream);
}

/* A learning rate of 0 leaves the weights as they are: every step does the same. */
static void time_steps(
    xr_instance *instance, uint64_t steps, double *starts, FILE *stream, xr_console *console)
{
    const xr_trial *trial = instance->trial;
    const xr_model *model = trial->model;
    double origin = 0;
    bool finite = true;
    model->profile(instance->net, starts);
    const uint64_t all = WARM_UP + steps;
    for (uint64_t s = 0; s < all; s++) {
        const xr_step step = {.seed = trial->seed, .step = s, .apply_update = true};
        xr_metrics metrics;
        xr_console_doing(console, "profiling", (long long)s, (long long)all, "steps");
        double begin = xr_seconds();
        model->train_step(
            instance->net, trial->images, trial->labels, trial->count, &step, &metrics);
        double end = xr_seconds();
        finite = finite && metrics.finite;
        if (s == WARM_UP)
            origin = begin;
        if (s >= WARM_UP)
            write_step(stream, origin, begin, end, starts, model->phase_count);
    }
    model->profile(instance->net, NULL);
    if (!finite)
        xr_console_warning(console, "a gradient was not finite: the time of the update is not that "
                                    "of training");
}

static bool measure(const xr_trial *trial, FILE *stream, xr_console *console, xr_failure *failure)
{
    const xr_options *options = trial->options;
    xr_instance instance = {0};
    xr_peaks peaks;
    double *starts = calloc((size_t)trial->model->phase_count, sizeof *starts);
    if (!starts)
        return xr_fail(failure, XR_MACHINE, "no memory for the times of phases");
    bool fine = xr_instance_open(&instance, trial, options->threads, failure);
    xr_console_doing(console, "measuring the machine", 0, 0, NULL);
    fine = fine && xr_measure_peaks(instance.pool, &peaks, failure);
    if (fine) {
        fprintf(stream, "machine %d %d %.17g %.17g\n", options->threads, trial->count, peaks.flop,
            peaks.copied);
        time_steps(&instance, options->has_steps ? options->steps : DEFAULT_STEPS, starts, stream,
            console);
    }
    xr_instance_close(&instance);
    free(starts);
    return fine;
}

static bool measure_into(
    const xr_trial *trial, const char *path, xr_console *console, xr_failure *failure)
{
    FILE *stream = path ? fopen(path, "w") : stdout;
    if (!stream)
        return xr_fail_errno(failure, "cannot write %s", path);
    bool fine = measure(trial, stream, console, failure);
    if (!path)
        return fine; /* main looks whether it arrived */
    bool failed = ferror(stream) != 0;
    if (fclose(stream) != 0 || failed)
        return fine && xr_fail_errno(failure, "cannot write %s", path);
    return fine;
}

int xr_command_profile(const xr_model *model, const xr_options *options)
{
    xr_console console = xr_console_create(false, options->quiet, true);
    xr_failure failure = {XR_OK, ""};
    xr_trial trial = {0};
    bool fine = model->profile != NULL;
    if (!fine)
        xr_fail(&failure, XR_BAD_USAGE,
            "profile needs a program that notes its times: xceptc profile MODEL builds it");
    fine = fine && xr_trial_create(&trial, model, options, &failure) &&
           measure_into(&trial, options->out, &console, &failure);
    if (!fine)
        xr_console_error(&console, failure.message);
    xr_console_close(&console);
    xr_trial_free(&trial);
    return (int)failure.status;
}
