#include "report.h"

#include "footprint.h"
#include "report_classes.h"

static void append_number(xr_text *text, const char *key, double value)
{
    xr_text_append(text, ", \"%s\": ", key);
    xr_text_append_number(text, value);
}

static void append_string(xr_text *text, const char *key, const char *value)
{
    xr_text_append(text, ", \"%s\": ", key);
    xr_text_append_quoted(text, value);
}

static void append_scores(xr_text *text, const char *prefix, const xr_scores *scores)
{
    char key[64];
    snprintf(key, sizeof key, "%sloss", prefix);
    append_number(text, key, scores->loss);
    snprintf(key, sizeof key, "%scross_entropy", prefix);
    append_number(text, key, scores->cross_entropy);
    snprintf(key, sizeof key, "%saccuracy", prefix);
    append_number(text, key, scores->accuracy);
}

static void append_synthetic(xr_text *text, const xr_dataset *dataset)
{
    xr_text_append(text, ", \"synthetic\": %s", dataset->synthetic ? "true" : "false");
}

static const char *data_note(const xr_dataset *dataset)
{
    return dataset->synthetic ? " (synthetic data)" : "";
}

static const char *plural(uint64_t count)
{
    return count == 1 ? "" : "s";
}

static double mebibytes(uint64_t bytes)
{
    return (double)bytes / (1 << 20);
}

/* The memory of the run, and what takes it; returns its bytes. */
static uint64_t report_memory(xr_console *console, const xr_model *model, const xr_options *options,
    const xr_dataset *dataset)
{
    const xr_footprint footprint =
        xr_footprint_of(model, options->threads, options->batch, dataset);
    const uint64_t bytes = xr_footprint_bytes(&footprint);
    xr_console_note(console,
        "memory %.1f MiB: model %.1f, scratch of threads %.1f, data %.1f, program and saving %.1f",
        mebibytes(bytes), mebibytes(footprint.model), mebibytes(footprint.scratch),
        mebibytes(footprint.data), mebibytes(footprint.rest));
    return bytes;
}

void xr_report_start(xr_console *console, const xr_model *model, const xr_options *options,
    const xr_dataset *dataset, int validation_images, const char *directory)
{
    int train_images = dataset->train.count - validation_images;
    char validation[48] = "";
    if (validation_images > 0)
        snprintf(validation, sizeof validation, ", %d validation", validation_images);
    xr_console_note(console, "%s on %s: %d training%s and %d test images of %dx%dx%d, %d classes",
        model->name, dataset->name, train_images, validation, dataset->test.count, dataset->height,
        dataset->width, dataset->channels, dataset->classes);
    xr_console_note(console, "seed %llu, batch %d, %d epoch%s, %d thread%s, run directory %s",
        (unsigned long long)options->seed, options->batch, options->epochs,
        plural((uint64_t)options->epochs), options->threads, plural((uint64_t)options->threads),
        directory);
    const uint64_t memory = report_memory(console, model, options, dataset);
    xr_text text = {0};
    xr_text_append(&text, "{\"event\": \"start\"");
    append_string(&text, "model", model->name);
    append_string(&text, "hash", model->hash);
    append_string(&text, "compiler", model->compiler);
    append_string(&text, "data", dataset->name);
    append_synthetic(&text, dataset);
    append_string(&text, "directory", directory);
    xr_text_append(&text,
        ", \"seed\": %llu, \"batch\": %d, \"epochs\": %d, \"threads\": %d, \"train_images\": %d, "
        "\"validation_images\": %d, \"test_images\": %d, \"memory_bytes\": %llu}",
        (unsigned long long)options->seed, options->batch, options->epochs, options->threads,
        train_images, validation_images, dataset->test.count, (unsigned long long)memory);
    xr_console_json(console, &text);
}

void xr_report_step(xr_console *console, const xr_step_row *row)
{
    xr_text text = {0};
    xr_text_append(&text, "{\"event\": \"step\", \"epoch\": %d, \"step\": %llu", row->epoch,
        (unsigned long long)row->step);
    append_number(&text, "learning_rate", row->learning_rate);
    append_scores(&text, "", &row->train);
    xr_text_append(&text, "}");
    xr_console_json(console, &text);
}

void xr_report_epoch(xr_console *console, const xr_dataset *dataset, const xr_epoch_row *row,
    int epochs, const char *part)
{
    const char *note = data_note(dataset);
    char validation[160] = "";
    if (row->validated)
        snprintf(validation, sizeof validation,
            "; %s loss %.4f, cross-entropy %.4f, accuracy %.4f%s", part, row->validation.loss,
            row->validation.cross_entropy, row->validation.accuracy, note);
    xr_console_result(console,
        "epoch %d/%d: loss %.4f, cross-entropy %.4f, accuracy %.4f%s%s; %.1f s, %.0f images/s",
        row->epoch, epochs, row->train.loss, row->train.cross_entropy, row->train.accuracy, note,
        validation, row->seconds, row->images_per_second);
    xr_text text = {0};
    xr_text_append(&text, "{\"event\": \"epoch\", \"epoch\": %d, \"step\": %llu", row->epoch,
        (unsigned long long)row->step);
    append_number(&text, "learning_rate", row->learning_rate);
    append_scores(&text, "", &row->train);
    if (row->validated)
        append_scores(&text, "val_", &row->validation);
    append_number(&text, "seconds", row->seconds);
    append_number(&text, "images_per_second", row->images_per_second);
    append_synthetic(&text, dataset);
    xr_text_append(&text, "}");
    xr_console_json(console, &text);
}

void xr_report_evaluation(xr_console *console, const xr_dataset *dataset,
    const xr_evaluation *evaluation, const xr_options *options)
{
    const char *part = xr_part_words[options->part];
    xr_console_result(console,
        "%s accuracy %.4f%s: %lld of %lld images right; loss %.4f, cross-entropy %.4f",
        options->part == XR_PART_TRAIN ? "training" : part, evaluation->scores.accuracy,
        data_note(dataset), (long long)evaluation->correct, (long long)evaluation->images,
        evaluation->scores.loss, evaluation->scores.cross_entropy);
    xr_text text = {0};
    xr_text_append(&text, "{\"event\": \"evaluation\"");
    append_string(&text, "split", part);
    xr_text_append(&text, ", \"images\": %lld, \"correct\": %lld", (long long)evaluation->images,
        (long long)evaluation->correct);
    append_scores(&text, "", &evaluation->scores);
    append_string(&text, "data", dataset->name);
    append_synthetic(&text, dataset);
    xr_append_classes(&text, evaluation->confusion, dataset->class_names, options->confusion);
    xr_text_append(&text, "}");
    xr_console_json(console, &text);
}

void xr_report_result(xr_console *console, const xr_dataset *dataset, const xr_run_record *record,
    const char *directory)
{
    const char *note = data_note(dataset);
    char took[32];
    xr_format_seconds(took, record->seconds);
    xr_console_note(console, "complete: %d epoch%s, %llu step%s; this program took %s",
        record->epoch, plural((uint64_t)record->epoch), (unsigned long long)record->step,
        plural(record->step), took);
    if (record->best_epoch > 0)
        xr_console_result(console, "best %s accuracy %.4f%s, in epoch %d: %s/best.safetensors",
            record->validation_images > 0 ? "validation" : "test", record->best_accuracy, note,
            record->best_epoch, directory);
    if (record->test)
        xr_console_result(console,
            "test accuracy %.4f%s of %s weights; loss %.4f, cross-entropy %.4f",
            record->test->accuracy, note, record->best_epoch > 0 ? "these" : "the last",
            record->test->loss, record->test->cross_entropy);
}

void xr_report_end(xr_console *console, const xr_run_record *record)
{
    xr_text text = {0};
    xr_text_append(&text, "{\"event\": \"end\"");
    append_string(&text, "outcome", record->outcome);
    append_string(&text, "detail", record->detail);
    xr_text_append(&text, ", \"epoch\": %d, \"step\": %llu, \"best_epoch\": %d", record->epoch,
        (unsigned long long)record->step, record->best_epoch);
    if (record->best_epoch > 0)
        append_number(&text, "best_accuracy", record->best_accuracy);
    if (record->test)
        append_scores(&text, "test_", record->test);
    xr_text_append(&text, "}");
    xr_console_json(console, &text);
}
