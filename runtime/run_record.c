#include "run_record.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "data_place.h"
#include "files.h"
#include "kept.h"
#include "recipe.h"
#include "text.h"

static void append_string(xr_text *text, const char *key, const char *value)
{
    xr_text_append(text, "  \"%s\": ", key);
    xr_text_append_quoted(text, value);
    xr_text_append(text, ",\n");
}

static void append_now(xr_text *text)
{
    time_t now = time(NULL);
    struct tm utc;
    char date[32] = "";
    if (gmtime_r(&now, &utc))
        strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%SZ", &utc);
    append_string(text, "written", date);
}

static void append_number(xr_text *text, const char *key, double value)
{
    xr_text_append(text, "  \"%s\": ", key);
    xr_text_append_number(text, value);
    xr_text_append(text, ",\n");
}

/* That this program was compiled for. */
static const char *instruction_set(void)
{
#if defined __AVX512F__
    return "AVX-512";
#elif defined __AVX2__ && defined __FMA__
    return "AVX2, FMA";
#elif defined __AVX__
    return "AVX";
#elif defined __SSE2__
    return "SSE2";
#elif defined __ARM_FEATURE_SVE
    return "SVE";
#elif defined __ARM_NEON
    return "NEON";
#elif defined __riscv_vector
    return "RVV";
#else
    return "scalar"; /* none that is known here */
#endif
}

/* In full, so that it is found from anywhere. */
static void append_data_place(xr_text *text, const char *place)
{
    bool is_path = strcmp(place, XR_SYNTHETIC) != 0;
    char *path = is_path ? realpath(place, NULL) : NULL;
    append_string(text, "data_place", path ? path : place);
    free(path);
}

static void append_class_names(xr_text *text, const char *const *names, int classes)
{
    xr_text_append(text, "  \"class_names\": ");
    for (int i = 0; i < classes; i++) {
        xr_text_append(text, i ? ", " : "[");
        xr_text_append_quoted(text, names[i]);
    }
    xr_text_append(text, "],\n");
}

/* What a run that goes on is held to. */
static void append_kept(xr_text *text, const xr_run_record *record)
{
    xr_kept_append(record->options, text);
    if (record->weights && record->weights->digest[0])
        append_string(text, "weights_digest", record->weights->digest);
}

static void append_recipe(xr_text *text, const xr_recipe *recipe)
{
    for (int part = 0; part < XR_RECIPE_PARTS; part++) {
        xr_text described = {0};
        xr_recipe_describe(recipe, part, &described);
        if (described.failed)
            text->failed = true;
        else
            append_string(text, xr_recipe_parts[part], described.data);
        xr_text_free(&described);
    }
}

/* Members that have no value are left out. */
static void append_results(xr_text *text, const xr_run_record *record)
{
    if (record->best_epoch > 0) {
        xr_text_append(text, "  \"best_epoch\": %d,\n", record->best_epoch);
        append_number(text, "best_accuracy", record->best_accuracy);
    }
    if (record->test) {
        append_number(text, "test_accuracy", record->test->accuracy);
        append_number(text, "test_loss", record->test->loss);
        append_number(text, "test_cross_entropy", record->test->cross_entropy);
    }
}

bool xr_run_record_write(
    const xr_run_record *record, const xr_model *model, const char *directory, xr_failure *failure)
{
    xr_text text = {0};
    xr_text_append(&text, "{\n");
    append_string(&text, "model", model->name);
    append_string(&text, "hash", model->hash);
    append_string(&text, "compiler", model->compiler);
    append_string(&text, "c_compiler", __VERSION__);
    append_string(&text, "scalar", sizeof(xr_real) == sizeof(double) ? "double" : "float");
    append_string(&text, "isa", instruction_set());
    append_string(&text, "data", record->data);
    append_data_place(&text, record->data_place);
    if (record->class_names)
        append_class_names(&text, record->class_names, model->classes);
    append_now(&text);
    append_string(&text, "outcome", record->outcome);
    append_string(&text, "detail", record->detail);
    xr_text_append(&text, "  \"threads\": %d,\n  \"train_images\": %d,\n", record->options->threads,
        record->train_images);
    append_kept(&text, record);
    append_recipe(&text, &model->recipe);
    xr_text_append(&text, "  \"epoch\": %d,\n  \"step\": %llu,\n", record->epoch,
        (unsigned long long)record->step);
    append_results(&text, record);
    xr_text_append(&text, "  \"seconds\": ");
    xr_text_append_number(&text, record->seconds);
    xr_text_append(&text, "\n}\n");
    bool fine = text.failed ? xr_fail(failure, XR_MACHINE, "no memory for run.json")
                            : xr_replace_text(&xr_system_files, directory, "run.json", text.data,
                                  text.length, failure);
    xr_text_free(&text);
    return fine;
}
