/* train: from the options to a run's directory, and how the run ended. */
#include "commands.h"

#include <string.h>
#include <sys/stat.h>

#include "checkpoint.h"
#include "clock.h"
#include "engine.h"
#include "report.h"
#include "train.h"

/* All that a run has open. */
typedef struct Desk {
    const xr_model *model;
    xr_options options; /* what a resumed run takes over is filled in */
    xr_console console;
    xr_interrupt *interrupt;
    xr_engine engine;
    xr_run_directory directory;
    xr_metrics_log log;
    xr_run run;
    double started;
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
    if (!refuse_change("--seed", options->has_seed, options->seed, position->seed, failure) ||
        !refuse_change("--batch", options->has_batch, (unsigned)options->batch,
            (unsigned)position->batch_size, failure))
        return false;
    if (position->train_images != desk->engine.dataset.train.count)
        return xr_fail(failure, XR_BAD_INPUT,
            "cannot resume: the run had %d training images, the data now has %d",
            position->train_images, desk->engine.dataset.train.count);
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
    *position = (xr_position){.seed = options->seed,
        .batch_size = options->batch,
        .train_images = desk->engine.dataset.train.count,
        .data = desk->engine.dataset.name,
        .best_accuracy = -1.0};
    xr_parameters_initialize(desk->model, desk->engine.net, options->seed);
    bool same_model;
    return !options->weights ||
           xr_engine_load_weights(&desk->engine, options->weights, &same_model, failure);
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

/* ---- how it ended -------------------------------------------------------------------------- */

static bool record(const Desk *desk, const char *outcome, const char *detail, xr_failure *failure)
{
    const xr_position *position = &desk->run.position;
    return xr_run_directory_record(&desk->directory, desk->model,
        &(xr_run_record){.data = desk->engine.dataset.name,
            .seed = position->seed,
            .threads = desk->options.threads,
            .batch = position->batch_size,
            .epochs = desk->options.epochs,
            .epoch = position->epoch,
            .step = position->step,
            .outcome = outcome,
            .detail = detail,
            .seconds = xr_seconds() - desk->started},
        failure);
}

/* A word of a command line, quoted for a shell where it needs to be. */
static void append_word(xr_text *text, const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "_-./=+:,@%";
    if (*word && strspn(word, plain) == strlen(word)) {
        xr_text_append(text, " %s", word);
        return;
    }
    xr_text_append(text, " '");
    for (; *word; word++) {
        if (*word == '\'')
            xr_text_append(text, "'\\''");
        else
            xr_text_append(text, "%c", *word);
    }
    xr_text_append(text, "'");
}

static void show_how_to_go_on(Desk *desk)
{
    const xr_options *options = &desk->options;
    xr_text text = {0};
    if (options->command) {
        xr_text_append(&text, " %s", options->command);
    } else {
        append_word(&text, options->program);
        xr_text_append(&text, " train");
    }
    xr_text_append(&text, " --resume --out");
    append_word(&text, desk->directory.path);
    xr_text_append(&text, " --data");
    append_word(&text, options->data);
    if (options->has_epochs)
        xr_text_append(&text, " --epochs %d", options->epochs);
    if (!text.failed)
        xr_console_note(&desk->console, "continue with:%s", text.data);
    xr_text_free(&text);
}

static int finish(Desk *desk, xr_ending ending, xr_failure *failure)
{
    static const char *const outcomes[] = {
        [XR_COMPLETE] = "complete",
        [XR_STOPPED] = "stopped",
        [XR_INTERRUPTED] = "interrupted",
        [XR_FAILED] = "failed",
    };
    const xr_position *position = &desk->run.position;
    int signal = ending == XR_INTERRUPTED ? xr_interrupt_signal(desk->interrupt) : 0;
    if (ending == XR_STOPPED || ending == XR_INTERRUPTED) {
        xr_console_note(&desk->console, "%s after step %llu (epoch %d, batch %d); saved in %s",
            outcomes[ending], (unsigned long long)position->step, position->epoch + 1,
            position->batch, desk->directory.path);
        show_how_to_go_on(desk);
    }
    if (ending == XR_FAILED)
        xr_console_error(&desk->console, failure->message);
    xr_report_end(&desk->console, outcomes[ending], ending == XR_FAILED ? failure->message : "",
        position->epoch, position->step);
    xr_failure second = {XR_OK, ""};
    if (!record(desk, outcomes[ending], ending == XR_FAILED ? failure->message : "", &second)) {
        xr_console_error(&desk->console, second.message);
        if (ending != XR_FAILED)
            *failure = second;
    }
    return signal ? XR_SIGNAL + signal : (int)failure->status;
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
        .console = &desk->console};
    /* last, best, and one being written */
    return xr_run_directory_check_space(&desk->directory, 3 * checkpoint, failure) &&
           find_start(desk, &desk->run.position, failure) &&
           xr_metrics_log_open(
               &desk->log, desk->directory.path, desk->run.position.step, failure) &&
           record(desk, "running", "", failure);
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
        .directory = {.lock = -1},
        .started = xr_seconds()};
    xr_failure failure = {XR_OK, ""};
    int status;
    if (open_desk(&desk, &failure)) {
        xr_report_start(
            &desk.console, model, &desk.options, &desk.engine.dataset, desk.directory.path);
        xr_ending ending = xr_train(&desk.run, &failure);
        status = finish(&desk, ending, &failure);
    } else {
        xr_console_error(&desk.console, failure.message);
        status = (int)failure.status;
    }
    close_desk(&desk);
    return status;
}
