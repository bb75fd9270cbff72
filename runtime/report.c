#include "report.h"

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

void xr_report_start(xr_console *console, const xr_model *model, const xr_options *options,
    const xr_dataset *dataset, const char *directory)
{
    xr_console_note(console, "%s on %s: %d training and %d test images of %dx%dx%d, %d classes",
        model->name, dataset->name, dataset->train.count, dataset->test.count, dataset->height,
        dataset->width, dataset->channels, dataset->classes);
    xr_console_note(console, "seed %llu, batch %d, %d epochs, %d threads, run directory %s",
        (unsigned long long)options->seed, options->batch, options->epochs, options->threads,
        directory);
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
        "\"test_images\": %d}",
        (unsigned long long)options->seed, options->batch, options->epochs, options->threads,
        dataset->train.count, dataset->test.count);
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

void xr_report_epoch(
    xr_console *console, const xr_dataset *dataset, const xr_epoch_row *row, int epochs)
{
    const char *note = data_note(dataset);
    char validation[160] = "";
    if (row->validated)
        snprintf(validation, sizeof validation,
            "; test loss %.4f, cross-entropy %.4f, accuracy %.4f%s", row->validation.loss,
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

void xr_report_evaluation(
    xr_console *console, const xr_dataset *dataset, const xr_evaluation *evaluation)
{
    xr_console_result(console,
        "test accuracy %.4f%s: %lld of %lld images right; loss %.4f, cross-entropy %.4f",
        evaluation->scores.accuracy, data_note(dataset), (long long)evaluation->correct,
        (long long)evaluation->images, evaluation->scores.loss, evaluation->scores.cross_entropy);
    xr_text text = {0};
    xr_text_append(&text, "{\"event\": \"evaluation\", \"images\": %lld, \"correct\": %lld",
        (long long)evaluation->images, (long long)evaluation->correct);
    append_scores(&text, "", &evaluation->scores);
    append_string(&text, "data", dataset->name);
    append_synthetic(&text, dataset);
    xr_text_append(&text, "}");
    xr_console_json(console, &text);
}

void xr_report_end(
    xr_console *console, const char *outcome, const char *detail, int epoch, uint64_t step)
{
    xr_text text = {0};
    xr_text_append(&text, "{\"event\": \"end\"");
    append_string(&text, "outcome", outcome);
    append_string(&text, "detail", detail);
    xr_text_append(&text, ", \"epoch\": %d, \"step\": %llu}", epoch, (unsigned long long)step);
    xr_console_json(console, &text);
}
