#include "train.h"

#include <errno.h>
#include <math.h>

#include "clock.h"
#include "fault.h"
#include "report.h"
#include "rollback.h"
#include "schedule.h"
#include "validation.h"

static const char last_name[] = "last.safetensors", best_name[] = "best.safetensors";

/* What is measured of an epoch in this process; it is not part of the run's state. */
typedef struct Pace {
    double seconds;
    int64_t images;
} Pace;

static double images_per_second(const Pace *pace)
{
    return pace->seconds > 0.0 ? (double)pace->images / pace->seconds : 0.0;
}

static xr_scores mean_scores(const xr_totals *totals)
{
    double images = totals->images > 0 ? (double)totals->images : NAN;
    return xr_scores_shown((xr_scores){.loss = totals->loss / images,
        .cross_entropy = totals->cross_entropy / images,
        .accuracy = (double)totals->correct / images});
}

/* A batch counts with its images, so that the short one at the end weighs less. */
static void add_batch(xr_totals *totals, const xr_metrics *metrics)
{
    double images = metrics->images;
    totals->images += metrics->images;
    totals->correct += metrics->correct;
    totals->cross_entropy += metrics->cross_entropy;
    totals->loss += metrics->loss + metrics->regularization * images;
}

/* ---- checkpoints --------------------------------------------------------------------------- */

static bool save_as(xr_run *run, const char *name, xr_failure *failure)
{
    run->saved = xr_seconds();
    xr_console_doing(run->console, "saving", 0, 0, NULL);
    bool saved = xr_checkpoint_save(
        run->model, run->net, &run->position, run->files, run->directory->path, name, failure);
    xr_progress_end(run->console->progress);
    return saved;
}

/* Makes `last` another name of the best checkpoint, which was just saved: a link where there can
 * be one. */
static bool link_last_to_best(xr_run *run, xr_failure *failure)
{
    const xr_files *files = run->files;
    const char *directory = run->directory->path;
    char last[XR_PATH_ROOM], best[XR_PATH_ROOM], temporary[XR_PATH_ROOM];
    if (!xr_path_join(last, directory, last_name, failure) ||
        !xr_path_join(best, directory, best_name, failure) ||
        !xr_path_join(temporary, directory, "link.tmp", failure))
        return false;
    files->unlink(files->context, temporary); /* of a run that died here */
    if (files->link(files->context, best, temporary) != 0)
        return save_as(run, last_name, failure);
    if (files->rename(files->context, temporary, last) != 0)
        return xr_fail_errno(failure, "%s: rename", temporary);
    return xr_files_sync_directory(files, directory, failure);
}

/* `best` comes first: a run that dies between the two goes on from the older `last`, and comes to
 * the same `best` again. */
static bool save_epoch(xr_run *run, bool is_best, xr_failure *failure)
{
    if (!is_best)
        return save_as(run, last_name, failure);
    return save_as(run, best_name, failure) && link_last_to_best(run, failure);
}

/* So that a run that dies in a long epoch loses minutes. The run itself does not notice. */
static bool save_now_and_then(xr_run *run, int batches, xr_failure *failure)
{
    double minutes = run->options->save_every;
    bool is_due = minutes > 0.0 && xr_seconds() - run->saved >= minutes * 60.0;
    bool is_end = run->position.batch == batches; /* which has a checkpoint of its own */
    return !is_due || is_end || save_as(run, last_name, failure);
}

/* ---- one step ------------------------------------------------------------------------------ */

static bool note_non_finite(
    const xr_run *run, double learning_rate, const xr_metrics *metrics, xr_failure *failure)
{
    const xr_position *position = &run->position;
    char fault[XR_FAULT_ROOM];
    xr_fault_words(fault, run->model, metrics);
    if (run->options->skip_non_finite && metrics->fault != XR_FAULT_UPDATE) {
        xr_console_note(run->console, "warning: step %llu (epoch %d): %s; the step is left out",
            (unsigned long long)position->step + 1, position->epoch + 1, fault);
        return true;
    }
    const bool last_resort = metrics->fault == XR_FAULT_UPDATE || run->options->roll_back;
    return xr_fail(failure, XR_NON_FINITE,
        "step %llu (epoch %d, learning rate %g): %s. Try a lower learning rate or a warm_up%s",
        (unsigned long long)position->step + 1, position->epoch + 1, learning_rate, fault,
        last_resort ? "" : "; --on-nan skip leaves such steps out, rollback goes back");
}

static bool log_step(
    const xr_run *run, double learning_rate, const xr_metrics *metrics, xr_failure *failure)
{
    xr_totals batch = {0};
    add_batch(&batch, metrics);
    xr_step_row row = {.epoch = run->position.epoch + 1,
        .step = run->position.step,
        .learning_rate = learning_rate,
        .train = mean_scores(&batch)};
    if (run->console->json)
        xr_report_step(run->console, &row);
    return xr_metrics_log_step(run->log, &row, failure);
}

static double learning_rate_now(const xr_run *run, int batches, uint64_t step)
{
    return xr_rollback_factor(&run->position) *
           xr_learning_rate(&run->model->recipe, step, batches, run->options->epochs);
}

/* Trains the next batch and moves the position behind it. */
static bool train_batch(xr_run *run, int batches, xr_failure *failure)
{
    xr_position *position = &run->position;
    xr_step step = {.learning_rate = learning_rate_now(run, batches, position->step),
        .seed = position->seed,
        .step = position->step,
        .apply_update = true};
    xr_metrics metrics = {0};
    int images = xr_batches_augmented(
        run->batches, &run->train, position->seed, position->epoch, position->batch);
    run->model->train_step(
        run->net, run->batches->images, run->batches->labels, images, &step, &metrics);
    metrics.images = images;
    if (metrics.finite)
        add_batch(&position->totals, &metrics);
    else if (!note_non_finite(run, step.learning_rate, &metrics, failure))
        return false;
    position->batch++;
    position->step++;
    return log_step(run, step.learning_rate, &metrics, failure);
}

/* ---- one epoch ----------------------------------------------------------------------------- */

int xr_steps_ahead(const xr_run *run, int batches)
{
    uint64_t asked = run->options->steps - run->position.step; /* never beyond the cap */
    int left = batches - run->position.batch;
    return asked < (uint64_t)left ? (int)asked : left;
}

static void show_progress(const xr_run *run, int batches, const Pace *pace)
{
    const xr_position *position = &run->position;
    xr_scores scores = mean_scores(&position->totals);
    double pace_now = images_per_second(pace);
    double left = (double)xr_steps_ahead(run, batches) * position->batch_size;
    xr_console_progress(
        run->console, &(xr_epoch_progress){.epoch = position->epoch + 1,
                          .epochs = run->options->epochs,
                          .batch = position->batch,
                          .batches = batches,
                          .loss = scores.loss,
                          .accuracy = scores.accuracy,
                          .images_per_second = pace_now,
                          .seconds_left = pace_now > 0.0 ? left / pace_now : 0.0,
                          .data_note = run->dataset->synthetic ? " (synthetic data)" : ""});
}

/* Whether the run is to be left after this step, and how. */
static bool is_over(const xr_run *run, xr_ending *ending)
{
    if (xr_interrupt_signal(run->interrupt))
        *ending = XR_INTERRUPTED;
    else if (run->position.step >= run->options->steps)
        *ending = XR_STOPPED;
    else
        return false;
    return true;
}

/* Trains what is left of the epoch; false when the run is over before its end. */
static bool train_batches(
    xr_run *run, int batches, Pace *pace, xr_ending *ending, xr_failure *failure)
{
    xr_batches_shuffle(run->batches, run->position.seed, run->position.epoch);
    int64_t before = run->position.totals.images;
    double start = xr_seconds();
    show_progress(run, batches, pace);
    while (run->position.batch < batches) {
        if (is_over(run, ending))
            return false;
        if (!train_batch(run, batches, failure) || !save_now_and_then(run, batches, failure)) {
            *ending = XR_FAILED;
            return false;
        }
        pace->seconds = xr_seconds() - start;
        pace->images = run->position.totals.images - before;
        show_progress(run, batches, pace);
    }
    return true;
}

/* Trains what is left of the epoch, from its beginning again as often as the run may go back. */
static bool train_epoch(
    xr_run *run, int batches, Pace *pace, xr_ending *ending, xr_failure *failure)
{
    while (!train_batches(run, batches, pace, ending, failure)) {
        if (*ending != XR_FAILED || !xr_rollback_wanted(run, failure) ||
            !xr_roll_back(run, failure))
            return false;
    }
    return true;
}

static bool is_validated(const xr_run *run)
{
    int every = run->options->validate_every;
    int epoch = run->position.epoch + 1;
    return every > 0 && (epoch % every == 0 || epoch == run->options->epochs);
}

/* Small data are soon learned by heart: of equal accuracies the lower loss is the better. */
static bool is_best(const xr_position *position, const xr_evaluation *evaluation)
{
    const xr_scores *scores = &evaluation->scores;
    if (!evaluation->finite || scores->accuracy < position->best_accuracy)
        return false;
    return scores->accuracy > position->best_accuracy || scores->loss < position->best_loss;
}

/* Validation, the row, and the move to the next epoch; then the checkpoints. When a signal comes
 * during the validation, the epoch stays open with all its batches done. */
static bool close_epoch(
    xr_run *run, int batches, const Pace *pace, xr_ending *ending, xr_failure *failure)
{
    xr_position *position = &run->position;
    xr_epoch_row row = {.epoch = position->epoch + 1,
        .step = position->step,
        .learning_rate = learning_rate_now(run, batches, position->step - 1),
        .train = mean_scores(&position->totals),
        .validated = is_validated(run),
        .seconds = pace->seconds,
        .images_per_second = images_per_second(pace)};
    xr_evaluation evaluation = {0};
    if (row.validated && !xr_evaluate_split(run->model, run->net, run->batches, &run->validation,
                             run->interrupt, run->console, "validating", &evaluation)) {
        *ending = XR_INTERRUPTED;
        return false;
    }
    row.validation = evaluation.scores;
    bool best = row.validated && is_best(position, &evaluation);
    if (best) {
        position->best_loss = evaluation.scores.loss;
        position->best_accuracy = evaluation.scores.accuracy;
        position->best_epoch = row.epoch;
    }
    position->epoch++;
    position->batch = 0;
    position->totals = (xr_totals){0};
    *ending = XR_FAILED;
    xr_report_epoch(run->console, run->dataset, &row, run->options->epochs,
        position->validation_images > 0 ? "validation" : "test");
    return xr_metrics_log_epoch(run->log, &row, failure) && save_epoch(run, best, failure);
}

void xr_run_divide_data(xr_run *run)
{
    const xr_position *position = &run->position;
    const xr_split *all = &run->dataset->train;
    size_t image_bytes = xr_dataset_image_bytes(run->dataset);
    run->train = xr_split_part(all, image_bytes, 0, position->train_images);
    run->validation =
        position->validation_images
            ? xr_split_part(all, image_bytes, position->train_images, position->validation_images)
            : run->dataset->test;
    run->batches->order_count = position->train_images;
}

xr_ending xr_train(xr_run *run, xr_failure *failure)
{
    xr_position *position = &run->position;
    int batches = xr_batches_count(position->train_images, position->batch_size);
    xr_ending ending = XR_COMPLETE;
    if (!xr_rollback_keep(run, failure))
        return XR_FAILED;
    while (position->epoch < run->options->epochs) {
        Pace pace = {0};
        if (!train_epoch(run, batches, &pace, &ending, failure) ||
            !close_epoch(run, batches, &pace, &ending, failure))
            break;
        if (!xr_rollback_keep(run, failure))
            return XR_FAILED;
        ending = XR_COMPLETE;
        if (position->epoch < run->options->epochs && is_over(run, &ending))
            return ending; /* the epoch's own checkpoint says it all */
    }
    if (ending == XR_COMPLETE)
        xr_rollback_forget(run);
    if ((ending == XR_STOPPED || ending == XR_INTERRUPTED) && !save_as(run, last_name, failure))
        return XR_FAILED;
    return ending;
}
