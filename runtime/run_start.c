#include "run_start.h"

#include <limits.h>
#include <math.h>
#include <string.h>

#include "option_table.h"
#include "recipe.h"
#include "validation.h"

/* ---- what has to be as it was -------------------------------------------------------------- */

static bool refuse_change(
    const char *what, unsigned long long wanted, unsigned long long had, xr_failure *failure)
{
    return wanted == had ||
           xr_fail(failure, XR_BAD_INPUT,
               "cannot resume with %s %llu: the run was started with %llu", what, wanted, had);
}

/* The images of a run, as run.json or its checkpoint has them, with the data that are there. */
static bool check_images(
    const xr_run_start *start, long long train_images, int validation_images, xr_failure *failure)
{
    const xr_options *options = start->options;
    int images = start->engine->dataset.train.count, asked = 0;
    if (train_images < 1 || train_images + validation_images != images)
        return xr_fail(failure, XR_BAD_INPUT,
            "cannot resume: the run had %lld training images, the data now has %d",
            train_images + validation_images, images);
    if (!options->has_validation)
        return true;
    return xr_validation_count(options->validation, images, &asked, failure) &&
           refuse_change("--validation", (unsigned)asked, (unsigned)validation_images, failure);
}

/* The same for run.json, where there is no checkpoint. */
static bool check_kept_images(const xr_run_start *start, xr_failure *failure)
{
    const char *train = xr_kept_value(start->kept, "train_images");
    const char *validation = xr_kept_value(start->kept, "validation_images");
    uint64_t images[2];
    return xr_parse_whole(
               "train_images of run.json", train ? train : "", 1, INT_MAX, &images[0], failure) &&
           xr_parse_whole("validation_images of run.json", validation ? validation : "", 0, INT_MAX,
               &images[1], failure) &&
           check_images(start, (int)images[0], (int)images[1], failure);
}

/* Whether the position is one that this run can have. */
static bool check_position(
    const xr_run_start *start, const xr_position *position, xr_failure *failure)
{
    const xr_options *options = start->options;
    if (!check_images(start, position->train_images, position->validation_images, failure) ||
        !refuse_change("--seed", options->seed, position->seed, failure) ||
        !refuse_change(
            "--batch", (unsigned)options->batch, (unsigned)position->batch_size, failure))
        return false;
    if (position->batch_size < 1 || position->batch_size > start->model->max_batch)
        return xr_fail(failure, XR_BAD_INPUT, "cannot resume: batches of %d; this program has %d",
            position->batch_size, start->model->max_batch);
    int batches = xr_batches_count(position->train_images, position->batch_size);
    if (position->batch > batches ||
        position->step != (uint64_t)position->epoch * (unsigned)batches + (unsigned)position->batch)
        return xr_fail(failure, XR_BAD_INPUT,
            "cannot resume: the checkpoint's epoch, batch and step do not agree");
    return true;
}

/* Whether this program would train the run that run.json tells of. */
static bool check_program(const xr_run_start *start, xr_failure *failure)
{
    const xr_kept *kept = start->kept;
    if (!xr_kept_must_be(kept, "hash", start->model->hash, failure) ||
        !xr_kept_must_be(
            kept, "scalar", sizeof(xr_real) == sizeof(double) ? "double" : "float", failure) ||
        !xr_kept_must_be(kept, "data", start->engine->dataset.name, failure))
        return false;
    for (int part = 0; part < XR_RECIPE_PARTS; part++) {
        xr_text text = {0};
        xr_recipe_describe(&start->model->recipe, part, &text);
        bool fine = text.failed ? xr_fail(failure, XR_MACHINE, "no memory")
                                : xr_kept_must_be(kept, xr_recipe_parts[part], text.data, failure);
        xr_text_free(&text);
        if (!fine)
            return false;
    }
    return true;
}

/* ---- the three starts ---------------------------------------------------------------------- */

static bool load_weights(const xr_run_start *start, xr_failure *failure)
{
    xr_weights_source *source = start->weights;
    if (!xr_weights_source_find(source, start->options->weights, failure))
        return false;
    start->options->weights = source->path;
    return xr_engine_load_weights(start->engine, source->path, NULL, failure);
}

static bool start_anew(const xr_run_start *start, xr_position *position, xr_failure *failure)
{
    xr_options *options = start->options;
    const xr_engine *engine = start->engine;
    int images = engine->dataset.train.count, validation;
    if (!xr_validation_count(options->validation, images, &validation, failure))
        return false;
    *position = (xr_position){.seed = options->seed,
        .batch_size = options->batch,
        .train_images = images - validation,
        .validation_images = validation,
        .data = engine->dataset.name,
        .class_names = engine->dataset.class_names,
        .best_accuracy = -1.0,
        .best_loss = -INFINITY};
    options->validation = validation;
    xr_parameters_initialize(start->model, engine->net, options->seed);
    return !options->weights || load_weights(start, failure);
}

/* The run came to no checkpoint: the same run again, from what run.json says of it. */
static bool start_again(const xr_run_start *start, xr_position *position, xr_failure *failure)
{
    const char *digest = xr_kept_value(start->kept, "weights_digest");
    xr_console_note(start->console,
        "%s has no checkpoint yet: starting from the beginning, as the run was started",
        start->directory->path);
    if (!check_program(start, failure) || !check_kept_images(start, failure) ||
        !start_anew(start, position, failure))
        return false;
    return !digest || strcmp(digest, start->weights->digest) == 0 ||
           xr_fail(failure, XR_BAD_INPUT,
               "cannot resume: %s is not the file that the run was started from",
               start->weights->path);
}

/* The weights that the run was started from are history, but stay in its run.json. */
static void keep_source(const xr_run_start *start)
{
    xr_weights_source *source = start->weights;
    const char *digest = xr_kept_value(start->kept, "weights_digest");
    if (!start->options->weights)
        return;
    snprintf(source->path, sizeof source->path, "%s", start->options->weights);
    snprintf(source->digest, sizeof source->digest, "%s", digest ? digest : "");
}

/* A cap on steps that the run has reached did its work; one that it was cut off before still
 * holds. */
static void lift_cap(const xr_run_start *start, const xr_position *position)
{
    const char *outcome = xr_kept_value(start->kept, "outcome");
    bool reached = outcome && (strcmp(outcome, "stopped") == 0 || strcmp(outcome, "complete") == 0);
    if (!start->options->has_steps && reached && position->step >= start->options->steps)
        start->options->steps = UINT64_MAX;
}

static bool resume(
    const xr_run_start *start, const char *path, xr_position *position, xr_failure *failure)
{
    xr_engine *engine = start->engine;
    xr_options *options = start->options;
    if (!xr_checkpoint_resume(
            start->model, engine->net, path, engine->dataset.name, position, failure) ||
        !check_position(start, position, failure))
        return false;
    position->data = engine->dataset.name;
    position->class_names = engine->dataset.class_names;
    options->validation = position->validation_images;
    keep_source(start);
    lift_cap(start, position);
    xr_console_note(start->console, "resuming at epoch %d, batch %d (step %llu)",
        position->epoch + 1, position->batch, (unsigned long long)position->step);
    if (position->epoch >= options->epochs)
        xr_console_note(start->console, "all %d epochs of the run are done; --epochs N trains on",
            options->epochs);
    return true;
}

bool xr_run_start_find(const xr_run_start *start, xr_position *position, xr_failure *failure)
{
    char path[XR_PATH_ROOM];
    bool there;
    if (!start->directory->goes_on)
        return start_anew(start, position, failure);
    if (!xr_path_join(path, start->directory->path, "last.safetensors", failure) ||
        !xr_files_there(path, &there, failure))
        return false;
    return there ? resume(start, path, position, failure) : start_again(start, position, failure);
}
