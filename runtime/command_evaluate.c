/* evaluate: the scores of saved weights on a part of the data. */
#include "commands.h"

#include <string.h>

#include "confusion.h"
#include "console.h"
#include "engine.h"
#include "evaluate.h"
#include "report.h"
#include "report_classes.h"
#include "validation.h"

/* How many training images were kept for validation: what the command line says, else what the
 * run knows, else what the recipe asks for. */
static bool count_validation(const xr_engine *engine, const xr_options *options,
    const xr_origin *origin, int *count, xr_failure *failure)
{
    int images = engine->dataset.train.count;
    if (options->has_validation || !origin->of_run)
        return xr_validation_count(options->validation, images, count, failure);
    *count = origin->validation_images;
    if (*count >= 0 && *count < images)
        return true;
    return xr_fail(failure, XR_BAD_INPUT,
        "the run of these weights kept %d images from training; the data has %d", *count, images);
}

static bool choose_part(const xr_engine *engine, const xr_options *options, const xr_origin *origin,
    xr_split *part, xr_failure *failure)
{
    const xr_dataset *dataset = &engine->dataset;
    size_t image_bytes = xr_dataset_image_bytes(dataset);
    int kept;
    *part = dataset->test;
    if (options->part == XR_PART_TEST)
        return true;
    if (!count_validation(engine, options, origin, &kept, failure))
        return false;
    if (options->part == XR_PART_VALIDATION && kept == 0)
        return xr_fail(failure, XR_BAD_USAGE,
            "no images were kept from training to validate on; --validation N says how many are "
            "to be taken");
    int trained = dataset->train.count - kept;
    *part = options->part == XR_PART_TRAIN
                ? xr_split_part(&dataset->train, image_bytes, 0, trained)
                : xr_split_part(&dataset->train, image_bytes, trained, kept);
    return true;
}

/* Names that differ may be spellings; another order is a silent disaster. */
static void warn_of_other_classes(
    xr_console *console, const xr_engine *engine, const xr_origin *origin)
{
    const char *const *names = engine->dataset.class_names;
    const char *line = origin->class_names;
    for (int i = 0; names && line && i < engine->dataset.classes; i++) {
        size_t length = strcspn(line, "\n");
        if (strlen(names[i]) != length || strncmp(line, names[i], length) != 0) {
            char message[256];
            snprintf(message, sizeof message,
                "class %d is '%.*s' for the weights, '%.60s' in the data: is their order the same?",
                i, length < 60 ? (int)length : 60, line, names[i]);
            xr_console_warning(console, message);
            return;
        }
        line += length + (line[length] == '\n');
    }
}

static bool report(xr_console *console, const xr_engine *engine, const xr_options *options,
    const xr_evaluation *evaluation, xr_failure *failure)
{
    const xr_confusion *confusion = evaluation->confusion;
    const char *const *names = engine->dataset.class_names;
    xr_report_evaluation(console, &engine->dataset, evaluation, options);
    if (!xr_report_classes(console, confusion, names, options->classes, failure))
        return false;
    if (options->confusion && !options->confusion_file)
        xr_report_confusion(console, confusion, names);
    if (!options->confusion_file)
        return true;
    if (!xr_write_confusion(options->confusion_file, confusion, names, failure))
        return false;
    xr_console_note(console, "wrote the confusion matrix to %s", options->confusion_file);
    return true;
}

static bool evaluate(xr_engine *engine, const xr_options *options, xr_origin *origin,
    xr_confusion *confusion, xr_console *console, xr_failure *failure)
{
    xr_split part;
    xr_evaluation evaluation = {.confusion = confusion};
    xr_console_doing(console, "reading the data", 0, 0, NULL);
    if (!xr_engine_open(engine, engine->model, options, failure) ||
        !xr_engine_load_weights(engine, options->weights, origin, failure) ||
        !choose_part(engine, options, origin, &part, failure) ||
        !xr_confusion_create(confusion, engine->model->classes, options->batch, failure))
        return false;
    if (!origin->same_model)
        xr_console_note(console, "note: %s was saved by another version of the model than %s (%s)",
            options->weights, engine->model->name, engine->model->hash);
    warn_of_other_classes(console, engine, origin);
    xr_evaluate_split(
        engine->model, engine->net, &engine->batches, &part, NULL, console, "testing", &evaluation);
    return report(console, engine, options, &evaluation, failure) &&
           (evaluation.finite || xr_fail(failure, XR_NON_FINITE, "the loss is not finite"));
}

int xr_command_evaluate(const xr_model *model, const xr_options *options)
{
    xr_console console = xr_console_create(options->json, options->quiet, true);
    console.document = options->json;
    xr_failure failure = {XR_OK, ""};
    xr_engine engine = {.model = model};
    xr_origin origin = {0};
    xr_confusion confusion = {0};
    if (!evaluate(&engine, options, &origin, &confusion, &console, &failure))
        xr_console_error(&console, failure.message);
    xr_console_close(&console);
    xr_confusion_free(&confusion);
    xr_origin_free(&origin);
    xr_engine_close(&engine);
    return (int)failure.status;
}
