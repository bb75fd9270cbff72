/* train: from the options to a run's directory, and how the run ended. */
#include "commands.h"

#include <math.h>
#include <sys/stat.h>

#include "checkpoint.h"
#include "clock.h"
#include "engine.h"
#include "report.h"
#include "run_end.h"
#include "train.h"
#include "validation.h"

/* All that a run has open. The run itself points to the rest. */
typedef struct Desk {
    const xr_model *model;
    xr_options options; /* what a resumed run takes over is filled in */
    xr_console console;
    xr_interrupt *interrupt;
    xr_engine engine;
    xr_run_directory directory;
    xr_metrics_log log;
    xr_run run;
} Desk;

/* ---- where the run starts ------------------------------------------------------------------ */

static bool refuse_change(const char *what, bool given, unsigned long long wanted,
    unsigned long long had, xr_failure *failure)
{
    if (!given || wanted == had)
        return true;
    return xr_fail(failure, XR_BAD_INPUT,
        "cannot resume with %s %llu: the run was started with %llu", what, wanted, had);
}

/* Whether the position is one that this run can have. */
static bool check_position(const Desk *desk, const xr_position *position, xr_failure *failure)
{
    const xr_options *options = &desk->options;
    int images = desk->engine.dataset.train.count, validation = 0;
    if (position->train_images < 1 || position->train_images > images ||
        position->validation_images != images - position->train_images)
        return xr_fail(failure, XR_BAD_INPUT,
            "cannot resume: the run had %lld training images, the data now has %d",
            (long long)position->train_images + position->validation_images, images);
    if (options->has_validation &&
        !xr_validation_count(options->validation, images, &validation, failure))
        return false;
    if (!refuse_change("--seed", options->has_seed, options->seed, position->seed, failure) ||
        !refuse_change("--batch", options->has_batch, (unsigned)options->batch,
            (unsigned)position->batch_size, failure) ||
        !refuse_change("--validation", options->has_validation, (unsigned)validation,
            (unsigned)position->validation_images, failure))
        return false;
    if (position->batch_size < 1 || position->batch_size > desk->model->max_batch)
        return xr_fail(failure, XR_BAD_INPUT, "cannot resume: batches of %d; this program has %d",
            position->batch_size, desk->model->max_batch);
    int batches = xr_batches_count(position->train_images, position->batch_size);
    if (position->batch > batches ||
        position->step != (uint64_t)position->epoch * (unsigned)batches + (unsigned)position->batch)
        return xr_fail(failure, XR_BAD_INPUT,
            "cannot resume: the checkpoint's epoch, batch and step do not agree");
    return true;
}

static bool has_checkpoint(const Desk *desk, char path[XR_PATH_ROOM], xr_failure *failure)
{
    struct stat status;
    return xr_path_join(path, desk->directory.path, "last.safetensors", failure) &&
           stat(path, &status) == 0;
}

static bool resume(Desk *desk, const char *path, xr_position *position, xr_failure *failure)
{
    xr_engine *engine = &desk->engine;
    if (!xr_checkpoint_resume(
            desk->model, engine->net, path, engine->dataset.name, position, failure) ||
        !check_position(desk, position, failure))
        return false;
    position->data = engine->dataset.name;
    position->class_names = engine->dataset.class_names;
    desk->options.seed = position->seed;
    desk->options.batch = position->batch_size;
    engine->batches.size = position->batch_size; /* no more than it was made for: the largest */
    xr_console_note(&desk->console, "resuming at epoch %d, batch %d (step %llu)",
        position->epoch + 1, position->batch, (unsigned long long)position->step);
    return true;
}

static bool start_anew(Desk *desk, xr_position *position, xr_failure *failure)
{
    const xr_options *options = &desk->options;
    int images = desk->engine.dataset.train.count, validation;
    if (!xr_validation_count(options->validation, images, &validation, failure))
        return false;
    *position = (xr_position){.seed = options->seed,
        .batch_size = options->batch,
        .train_images = images - validation,
        .validation_images = validation,
        .data = desk->engine.dataset.name,
        .class_names = desk->engine.dataset.class_names,
        .best_accuracy = -1.0,
        .best_loss = -INFINITY};
    xr_parameters_initialize(desk->model, desk->engine.net, options->seed);
    return !options->weights ||
           xr_engine_load_weights(&desk->engine, options->weights, NULL, failure);
}

static bool find_start(Desk *desk, xr_position *position, xr_failure *failure)
{
    char path[XR_PATH_ROOM];
    if (!desk->directory.goes_on)
        return start_anew(desk, position, failure);
    if (has_checkpoint(desk, path, failure))
        return resume(desk, path, position, failure);
    xr_console_note(&desk->console, "%s has no checkpoint yet: starting from the beginning",
        desk->directory.path);
    return start_anew(desk, position, failure);
}

/* ---- the whole ----------------------------------------------------------------------------- */

/* Opens everything in the order in which things can go wrong cheaply. */
static bool open_desk(Desk *desk, xr_failure *failure)
{
    desk->interrupt = xr_interrupt_start(failure); /* before threads: they inherit the mask */
    if (!desk->interrupt || !xr_engine_open(&desk->engine, desk->model, &desk->options, failure) ||
        !xr_run_directory_open(
            &desk->directory, desk->model, desk->options.out, desk->options.resume, failure))
        return false;
    desk->console.log = desk->directory.log;
    uint64_t checkpoint = xr_checkpoint_bytes(desk->model, desk->engine.net);
    desk->run = (xr_run){.model = desk->model,
        .options = &desk->options,
        .dataset = &desk->engine.dataset,
        .files = &xr_system_files,
        .directory = &desk->directory,
        .net = desk->engine.net,
        .batches = &desk->engine.batches,
        .interrupt = desk->interrupt,
        .log = &desk->log,
        .console = &desk->console,
        .started = xr_seconds()};
    /* last, best, and one being written */
    if (!xr_run_directory_check_space(&desk->directory, 3 * checkpoint, failure) ||
        !find_start(desk, &desk->run.position, failure) ||
        (desk->options.model_file &&
            !xr_run_directory_keep_model(&desk->directory, desk->options.model_file, failure)))
        return false;
    xr_run_divide_data(&desk->run);
    return xr_metrics_log_open(
               &desk->log, desk->directory.path, desk->run.position.step, failure) &&
           xr_run_begin(&desk->run, failure);
}

/* Takes back the directory of a run that never began. */
static void discard_run(Desk *desk)
{
    desk->console.log = NULL;
    xr_metrics_log_close(&desk->log);
    xr_run_directory_discard(&desk->directory);
}

static void close_desk(Desk *desk)
{
    xr_metrics_log_close(&desk->log);
    xr_run_directory_close(&desk->directory);
    xr_engine_close(&desk->engine);
    xr_interrupt_stop(desk->interrupt);
}

int xr_command_train(const xr_model *model, const xr_options *options)
{
    Desk desk = {.model = model,
        .options = *options,
        .console = xr_console_create(options->json, options->quiet),
        .engine = {.model = model},
        .directory = {.lock = -1}};
    xr_failure failure = {XR_OK, ""};
    int status;
    if (open_desk(&desk, &failure)) {
        xr_report_start(&desk.console, model, &desk.options, &desk.engine.dataset,
            desk.run.position.validation_images, desk.directory.path);
        xr_ending ending = xr_train(&desk.run, &failure);
        status = xr_run_end(&desk.run, ending, &failure);
    } else {
        xr_console_error(&desk.console, failure.message);
        status = (int)failure.status;
        discard_run(&desk);
    }
    close_desk(&desk);
    return status;
}
