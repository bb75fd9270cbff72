/* train: from the options to a run's directory, and how the run ended. */
#include "commands.h"

#include "checkpoint.h"
#include "clock.h"
#include "engine.h"
#include "kept.h"
#include "report.h"
#include "run_end.h"
#include "run_start.h"
#include "train.h"

/* All that a run has open. The run itself points to the rest. */
typedef struct Desk {
    const xr_model *model;
    xr_options options; /* what a resumed run takes over is filled in */
    xr_console console;
    xr_interrupt *interrupt;
    xr_engine engine;
    xr_run_directory directory;
    xr_kept kept; /* of a run that goes on */
    xr_weights_source weights; /* that the run started from */
    xr_metrics_log log;
    xr_run run;
    bool began; /* run.json says that it runs */
} Desk;

/* Reads what the run was started with, before anything is opened by it. */
static bool take_kept(Desk *desk, xr_failure *failure)
{
    bool there;
    return xr_kept_read(&desk->kept, &xr_system_files, desk->directory.path, &there, failure) &&
           xr_kept_take(&desk->kept, desk->model, &desk->options, failure);
}

static bool open_directory(Desk *desk, xr_failure *failure)
{
    const xr_options *options = &desk->options;
    if (!xr_run_directory_open(
            &desk->directory, desk->model, options->out, options->resume, failure))
        return false;
    desk->console.log = desk->directory.log;
    return true;
}

static bool open_engine(Desk *desk, xr_failure *failure)
{
    xr_console_doing(&desk->console, "reading the data", 0, 0, NULL);
    bool open = xr_engine_open(&desk->engine, desk->model, &desk->options, failure);
    xr_console_doing(&desk->console, "preparing the run", 0, 0, NULL);
    return open;
}

/* Everything in the order in which things can go wrong cheaply: a new run has no directory before
 * its data are there, a run that goes on says in its own what it needs. */
static bool open_parts(Desk *desk, xr_failure *failure)
{
    desk->interrupt = xr_interrupt_start(failure); /* before threads: they inherit the mask */
    if (!desk->interrupt)
        return false;
    if (desk->options.resume)
        return open_directory(desk, failure) && take_kept(desk, failure) &&
               open_engine(desk, failure);
    return open_engine(desk, failure) && open_directory(desk, failure);
}

static xr_run make_run(Desk *desk)
{
    double now = xr_seconds();
    return (xr_run){.model = desk->model,
        .options = &desk->options,
        .dataset = &desk->engine.dataset,
        .files = &xr_system_files,
        .directory = &desk->directory,
        .net = desk->engine.net,
        .batches = &desk->engine.batches,
        .interrupt = desk->interrupt,
        .log = &desk->log,
        .console = &desk->console,
        .weights = &desk->weights,
        .started = now,
        .saved = now};
}

static bool find_start(Desk *desk, xr_failure *failure)
{
    xr_run_start start = {.model = desk->model,
        .engine = &desk->engine,
        .directory = &desk->directory,
        .kept = &desk->kept,
        .options = &desk->options,
        .weights = &desk->weights,
        .console = &desk->console};
    return xr_run_start_find(&start, &desk->run.position, failure);
}

/* The model that the run began with stays as it is, comments and all. */
static bool keep_model(const Desk *desk, xr_failure *failure)
{
    const xr_run_directory *directory = &desk->directory;
    if (!desk->options.model_file || (directory->goes_on && directory->had_model))
        return true;
    return xr_run_directory_keep_model(directory, desk->options.model_file, failure);
}

/* run.json comes before the first row, so that what is no run yet is told from one. */
static bool open_desk(Desk *desk, xr_failure *failure)
{
    if (!open_parts(desk, failure))
        return false;
    desk->run = make_run(desk);
    uint64_t checkpoint = xr_checkpoint_bytes(desk->model, desk->engine.net);
    if (!xr_run_directory_check_space(&desk->directory, checkpoint, failure) ||
        !find_start(desk, failure) || !keep_model(desk, failure))
        return false;
    xr_run_divide_data(&desk->run);
    desk->began = xr_run_begin(&desk->run, failure);
    return desk->began && xr_metrics_log_open(&desk->log, &xr_system_files, desk->directory.path,
                              desk->run.position.step, failure);
}

/* Takes back the directory of a run that never began. */
static void discard_run(Desk *desk)
{
    desk->console.log = NULL;
    xr_metrics_log_close(&desk->log);
    xr_run_directory_discard(&desk->directory);
}

/* A run that was there before says in its run.json how this went; a new one is taken back. */
static int refuse(Desk *desk, xr_failure *failure)
{
    if (desk->began && desk->directory.goes_on)
        return xr_run_end(&desk->run, XR_FAILED, failure);
    xr_console_error(&desk->console, failure->message);
    discard_run(desk);
    return (int)failure->status;
}

static void close_desk(Desk *desk)
{
    xr_console_close(&desk->console);
    xr_metrics_log_close(&desk->log);
    xr_run_directory_close(&desk->directory);
    xr_engine_close(&desk->engine);
    xr_interrupt_stop(desk->interrupt);
    xr_kept_free(&desk->kept);
}

int xr_command_train(const xr_model *model, const xr_options *options)
{
    Desk desk = {.model = model,
        .options = *options,
        .console = xr_console_create(options->json, options->quiet, false),
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
        status = refuse(&desk, &failure);
    }
    close_desk(&desk);
    return status;
}
