#include "run_end.h"

#include <string.h>

#include "clock.h"
#include "report.h"
#include "run_record.h"

/* ---- the test ------------------------------------------------------------------------------ */

/* Weights that a validation has chosen are measured; without one, those that the run ended with. */
static bool load_best(const xr_run *run, xr_failure *failure)
{
    char path[XR_PATH_ROOM];
    if (run->position.best_epoch == 0)
        return true;
    return xr_path_join(path, run->directory->path, "best.safetensors", failure) &&
           xr_checkpoint_load_weights(run->model, run->net, path, NULL, failure);
}

/* Fills *test and returns how the run ended after all. */
static xr_ending measure_test(const xr_run *run, xr_evaluation *test, xr_failure *failure)
{
    if (!load_best(run, failure))
        return XR_FAILED;
    bool whole = xr_evaluate_split(run->model, run->net, run->batches, &run->dataset->test,
        run->interrupt, run->console, "testing", test);
    return whole ? XR_COMPLETE : XR_INTERRUPTED;
}

/* ---- run.json ------------------------------------------------------------------------------ */

static xr_run_record make_record(
    const xr_run *run, const char *outcome, const char *detail, const xr_evaluation *test)
{
    const xr_position *position = &run->position;
    return (xr_run_record){.data = run->dataset->name,
        .data_place = run->options->data,
        .class_names = run->dataset->class_names,
        .options = run->options,
        .weights = run->weights,
        .train_images = position->train_images,
        .validation_images = position->validation_images,
        .epoch = position->epoch,
        .step = position->step,
        .best_epoch = position->best_epoch,
        .best_accuracy = position->best_accuracy,
        .test = test && test->images > 0 ? &test->scores : NULL,
        .outcome = outcome,
        .detail = detail,
        .seconds = xr_seconds() - run->started};
}

bool xr_run_begin(const xr_run *run, xr_failure *failure)
{
    xr_run_record record = make_record(run, "running", "", NULL);
    return xr_run_record_write(&record, run->model, run->directory->path, failure);
}

/* ---- the last lines ------------------------------------------------------------------------ */

/* A path that begins with a dash would be taken for an option. */
static void append_operand(xr_text *text, const char *path)
{
    char inside[XR_PATH_ROOM + 2];
    snprintf(inside, sizeof inside, "%s%s", path[0] == '-' ? "./" : "", path);
    xr_text_append_word(text, inside);
}

/* A run knows its options, and one that xceptc began its model as well, as it was with all --set,
 * and where its data are. */
static void show_how_to_go_on(const xr_run *run)
{
    const xr_options *options = run->options;
    xr_text text = {0};
    if (options->command && options->model_file) {
        xr_text_append_word(&text, options->command);
        xr_text_append(&text, " train");
        append_operand(&text, run->directory->path);
        xr_text_append(&text, " --resume");
    } else {
        xr_text_append_word(&text, options->program);
        xr_text_append(&text, " train --resume --out");
        xr_text_append_word(&text, run->directory->path);
        xr_text_append(&text, " --data");
        xr_text_append_word(&text, options->data);
    }
    if (!text.failed)
        xr_console_note(run->console, "continue with:%s", text.data);
    xr_text_free(&text);
}

static void show_ending(
    const xr_run *run, xr_ending ending, const xr_run_record *record, const char *message)
{
    switch (ending) {
    case XR_COMPLETE:
        xr_report_result(run->console, run->dataset, record, run->directory->path);
        break;
    case XR_STOPPED:
    case XR_INTERRUPTED:
        xr_console_note(run->console, "%s after step %llu (epoch %d, batch %d); saved in %s",
            record->outcome, (unsigned long long)record->step, record->epoch + 1,
            run->position.batch, run->directory->path);
        show_how_to_go_on(run);
        break;
    case XR_FAILED:
        xr_console_error(run->console, message);
        break;
    }
}

int xr_run_end(xr_run *run, xr_ending ending, xr_failure *failure)
{
    static const char *const outcomes[] = {
        [XR_COMPLETE] = "complete",
        [XR_STOPPED] = "stopped",
        [XR_INTERRUPTED] = "interrupted",
        [XR_FAILED] = "failed",
    };
    xr_evaluation test = {0};
    if (ending == XR_COMPLETE && run->position.validation_images > 0)
        ending = measure_test(run, &test, failure);
    const char *detail = ending == XR_FAILED ? failure->message : "";
    xr_run_record record =
        make_record(run, outcomes[ending], detail, ending == XR_COMPLETE ? &test : NULL);
    show_ending(run, ending, &record, detail);
    xr_report_end(run->console, &record);
    xr_failure second = {XR_OK, ""};
    if (!xr_run_record_write(&record, run->model, run->directory->path, &second)) {
        xr_console_error(run->console, second.message);
        if (ending != XR_FAILED)
            *failure = second;
    }
    int signal = ending == XR_INTERRUPTED ? xr_interrupt_signal(run->interrupt) : 0;
    return signal ? XR_SIGNAL + signal : (int)failure->status;
}
