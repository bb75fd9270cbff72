/* predict: the likeliest classes of images that come as raw bytes on standard input. */
#include "commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "confusion.h"
#include "console.h"
#include "engine.h"
#include "plain.h"

/* Everything a prediction works with. */
typedef struct Prediction {
    xr_engine engine;
    const xr_options *options;
    xr_console console;
    xr_origin origin;
    const char **class_names; /* into origin; NULL: none are known */
    xr_split split; /* room for a batch of raw images */
    xr_real *probabilities; /* of a batch */
    int done; /* images */
    xr_text json;
} Prediction;

/* ---- class names --------------------------------------------------------------------------- */

/* Cuts the weights' list of names, one a line, into as many as there are classes. Names of another
 * number are not for this model. */
static bool split_names(Prediction *prediction, xr_failure *failure)
{
    int classes = prediction->engine.model->classes, count = 0;
    char *rest = prediction->origin.class_names;
    if (!rest)
        return true;
    const char **names = calloc((size_t)classes, sizeof *names);
    if (!names)
        return xr_fail(failure, XR_MACHINE, "no memory for the names of %d classes", classes);
    for (char *name; (name = strsep(&rest, "\n")); count++)
        if (count < classes)
            names[count] = name;
    if (count == classes)
        prediction->class_names = names;
    else
        free(names);
    return true;
}

/* ---- what is said -------------------------------------------------------------------------- */

/* The likeliest class that is not taken yet. */
static int next_likeliest(const xr_real *probabilities, int classes, const bool *taken)
{
    int likeliest = -1;
    for (int c = 0; c < classes; c++)
        if (!taken[c] && (likeliest < 0 || probabilities[c] > probabilities[likeliest]))
            likeliest = c;
    return likeliest;
}

static void append_class(xr_text *json, int index, const char *name, double probability)
{
    xr_text_append(json, "{\"class\": %d, \"name\": ", index);
    xr_text_append_quoted(json, name);
    xr_text_append(json, ", \"probability\": ");
    xr_text_append_number(json, probability);
    xr_text_append(json, "}");
}

/* One line, even where the file's name has ends of lines in it. */
static void show_image(Prediction *prediction, const char *image, const xr_text *line)
{
    xr_text name = {0};
    xr_text_append(&name, "%s", image);
    if (!name.failed && !line->failed) {
        xr_make_plain(name.data, false);
        xr_console_result(&prediction->console, "%s: %s", name.data, line->data ? line->data : "");
    }
    xr_text_free(&name);
}

/* One line, and one member of the JSON list. taken has room for all classes. */
static void report_image(
    Prediction *prediction, const char *image, const xr_real *probabilities, bool *taken)
{
    int classes = prediction->engine.model->classes, top = prediction->options->top;
    xr_text line = {0};
    char number[16];
    memset(taken, 0, (size_t)classes * sizeof *taken);
    xr_text_append(&prediction->json, "%s{\"image\": ", prediction->done ? ", " : "");
    xr_text_append_quoted(&prediction->json, image);
    xr_text_append(&prediction->json, ", \"classes\": [");
    for (int place = 0; place < top && place < classes; place++) {
        int index = next_likeliest(probabilities, classes, taken);
        double probability = (double)probabilities[index];
        snprintf(number, sizeof number, "%d", index);
        const char *name = prediction->class_names ? prediction->class_names[index] : number;
        taken[index] = true;
        xr_text_append(&line, "%s%s %.4f", place ? ", " : "", name, probability);
        xr_text_append(&prediction->json, place ? ", " : "");
        append_class(&prediction->json, index, name, probability);
    }
    xr_text_append(&prediction->json, "]}");
    if (!prediction->options->json)
        show_image(prediction, image, &line);
    xr_text_free(&line);
}

static bool report_batch(Prediction *prediction, int count, xr_failure *failure)
{
    const xr_options *options = prediction->options;
    int classes = prediction->engine.model->classes;
    bool *taken = calloc((size_t)classes, sizeof *taken);
    if (!taken)
        return xr_fail(failure, XR_MACHINE, "no memory to rank %d classes", classes);
    for (int i = 0; i < count; i++, prediction->done++) {
        char number[16];
        snprintf(number, sizeof number, "%d", prediction->done + 1);
        report_image(prediction,
            prediction->done < options->name_count ? options->names[prediction->done] : number,
            prediction->probabilities + (size_t)i * (size_t)classes, taken);
    }
    free(taken);
    return true;
}

/* ---- images -------------------------------------------------------------------------------- */

/* Fills the split with as many images as there are, at most a batch; false after a failure. */
static bool read_images(xr_split *split, size_t image_bytes, int room, xr_failure *failure)
{
    size_t size = fread(split->images, 1, image_bytes * (size_t)room, stdin);
    if (ferror(stdin))
        return xr_fail_errno(failure, "standard input");
    split->count = (int)(size / image_bytes);
    if (size % image_bytes != 0)
        return xr_fail(failure, XR_BAD_INPUT,
            "standard input ends within an image: %zu of %zu bytes", size % image_bytes,
            image_bytes);
    return true;
}

/* As many names as there are images, where there are names. */
static void show_progress(Prediction *prediction)
{
    xr_console_doing(&prediction->console, "predicting", prediction->done,
        prediction->options->name_count, "images");
}

static bool predict_all(Prediction *prediction, xr_failure *failure)
{
    xr_engine *engine = &prediction->engine;
    const xr_model *model = engine->model;
    size_t image_bytes = (size_t)model->height * (size_t)model->width * (size_t)model->channels;
    int room = prediction->options->batch;
    prediction->split.images = calloc((size_t)room, image_bytes);
    prediction->split.labels = calloc((size_t)room, sizeof *prediction->split.labels);
    prediction->probabilities =
        calloc((size_t)room * sizeof *prediction->probabilities, (size_t)model->classes);
    if (!prediction->split.images || !prediction->split.labels || !prediction->probabilities)
        return xr_fail(failure, XR_MACHINE, "no memory for %d images", room);
    do {
        xr_metrics metrics = {0};
        if (!read_images(&prediction->split, image_bytes, room, failure))
            return false;
        if (prediction->split.count == 0)
            break;
        show_progress(prediction);
        int count = xr_batches_plain(&engine->batches, &prediction->split, 0);
        model->evaluate(
            engine->net, engine->batches.images, NULL, count, prediction->probabilities, &metrics);
        if (!report_batch(prediction, count, failure))
            return false;
    } while (prediction->split.count == room);
    return prediction->done > 0 ||
           xr_fail(failure, XR_BAD_INPUT, "standard input holds no image; one has %zu bytes",
               image_bytes);
}

static bool predict(Prediction *prediction, xr_failure *failure)
{
    const xr_options *options = prediction->options;
    xr_engine *engine = &prediction->engine;
    if (!xr_engine_open_model(engine, engine->model, options, failure) ||
        !xr_engine_load_weights(engine, options->weights, &prediction->origin, failure) ||
        !split_names(prediction, failure))
        return false;
    xr_text_append(&prediction->json, "{\"event\": \"predictions\", \"model\": ");
    xr_text_append_quoted(&prediction->json, engine->model->name);
    xr_text_append(&prediction->json, ", \"images\": [");
    if (!predict_all(prediction, failure))
        return false;
    xr_text_append(&prediction->json, "]}");
    if (prediction->json.failed)
        return xr_fail(failure, XR_MACHINE, "no memory for the result");
    xr_console_json(&prediction->console, &prediction->json);
    return true;
}

int xr_command_predict(const xr_model *model, const xr_options *options)
{
    Prediction prediction = {.engine = {.model = model},
        .options = options,
        .console = xr_console_create(options->json, options->quiet, true)};
    xr_failure failure = {XR_OK, ""};
    if (!predict(&prediction, &failure))
        xr_console_error(&prediction.console, failure.message);
    xr_console_close(&prediction.console);
    xr_text_free(&prediction.json);
    free(prediction.probabilities);
    free(prediction.split.images);
    free(prediction.split.labels);
    free(prediction.class_names);
    xr_origin_free(&prediction.origin);
    xr_engine_close(&prediction.engine);
    return (int)failure.status;
}
