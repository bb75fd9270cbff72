#include "frontend/sense.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "frontend/arguments.h"
#include "support/files.h"

/* The values were checked when they were read; here they are only looked up for their places. */
typedef struct Sense {
    const Evaluator *evaluator;
    const Model *model;
    const Training *training;
    Shape image;
} Sense;

static void XC_PRINTF(4, 5)
    warn(const Sense *sense, Location at, const char *hint, const char *format, ...)
{
    Diag *diag = sense->evaluator->diag;
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (sense->model->overridden)
        diag_note(diag, at, "%s", text);
    else
        diag_warning(diag, at, "%s", text);
    if (hint)
        diag_hint(diag, "%s", hint);
}

/* The value of a key of 'training', an empty mapping where the file has none. */
static Datum value_of(const Sense *sense, const char *key)
{
    const Setting *setting = map_get(&sense->model->training, key);
    Datum datum = {.kind = DATUM_MAP};
    if (setting && !evaluate(sense->evaluator, setting->value, &datum))
        return (Datum){.kind = DATUM_MAP};
    return datum;
}

/* ---- learning rate ----------------------------------------------------------------------- */

static void look_at_steps(const Sense *sense, const Datum *steps)
{
    const Schedule *schedule = &sense->training->schedule;
    int epochs = sense->training->epochs;
    for (int i = 0; steps && i < schedule->step_count; i++)
        if (schedule->rates[i] == 0) {
            warn(sense, steps->items[i].at, NULL, "with a rate of 0 nothing is learnt");
            break;
        }
    for (int i = 0; steps && i < schedule->step_count; i++)
        if (schedule->starts[i] >= epochs) { /* and so are those behind it */
            warn(sense, steps->keys[i]->at, NULL,
                "this rate is never used: there are %d epochs, 0 to %d", epochs, epochs - 1);
            break;
        }
}

static void look_at_curve(const Sense *sense, const Datum *curve)
{
    const Schedule *schedule = &sense->training->schedule;
    const Datum *rate = datum_get(curve, "rate"), *final_rate = datum_get(curve, "final_rate");
    if (!curve)
        return;
    if (schedule->rate == 0)
        warn(sense, rate ? rate->at : curve->at, NULL, "with a rate of 0 nothing is learnt");
    else if (final_rate && schedule->final_rate > schedule->rate)
        warn(sense, final_rate->at, NULL, "the rate ends above its highest: %g is more than %g",
            schedule->final_rate, schedule->rate);
}

static void look_at_rate(const Sense *sense)
{
    const Training *training = sense->training;
    Datum rate = value_of(sense, "learning_rate");
    const Datum *warm_up = datum_get(&rate, "warm_up");
    if (rate.kind == DATUM_NUMBER && rate.number == 0)
        warn(sense, rate.at, NULL, "with a rate of 0 nothing is learnt");
    if (warm_up && training->schedule.warm_up >= training->epochs)
        warn(sense, warm_up->at, NULL, "the warm-up takes all of the training's %d epoch%s",
            training->epochs, training->epochs == 1 ? "" : "s");
    look_at_steps(sense, datum_get(&rate, "steps"));
    look_at_curve(sense, datum_get(&rate, "cosine"));
    look_at_curve(sense, datum_get(&rate, "one_cycle"));
}

/* ---- optimizer --------------------------------------------------------------------------- */

static void look_at_optimizer(const Sense *sense)
{
    const Optimizer *optimizer = &sense->training->optimizer;
    Datum datum = value_of(sense, "optimizer");
    const Datum *nesterov = datum_get(datum_get(&datum, "sgd"), "nesterov");
    if (nesterov && optimizer->nesterov && optimizer->momentum == 0)
        warn(sense, nesterov->at, NULL, "'nesterov' does nothing without a 'momentum'");
}

/* ---- augmentation ------------------------------------------------------------------------ */

static void look_at_augment(const Sense *sense)
{
    const Augment *augment = &sense->training->augment;
    Datum datum = value_of(sense, "augment");
    const Datum *flip = datum_get(&datum, "horizontal_flip");
    const Datum *crop = datum_get(&datum, "pad_and_crop"), *cutout = datum_get(&datum, "cutout");
    int height = sense->image.dim[0], width = sense->image.dim[1];
    if (flip && augment->horizontal_flip >= 1)
        warn(sense, flip->at, "half of them: horizontal_flip: 0.5",
            "every training image is flipped, and no other");
    if (crop && (augment->pad_and_crop >= height || augment->pad_and_crop >= width))
        warn(sense, crop->at, NULL,
            "%d pixels of padding can move all of an image of %dx%d out of sight",
            augment->pad_and_crop, height, width);
    if (cutout && augment->cutout >= height && augment->cutout >= width)
        warn(sense, cutout->at, NULL, "a square of %d pixels can hide all of an image of %dx%d",
            augment->cutout, height, width);
}

/* ---- input ------------------------------------------------------------------------------- */

/* What torchvision's transforms are given is of pixels from 0 to 1. */
static void look_at_input(const Sense *sense, const Graph *graph)
{
    const Tree *std = tree_get(sense->model->input, "std");
    int channels = shape_channels(sense->image);
    bool small = std != NULL;
    for (int i = 0; i < channels; i++)
        small = small && graph->input_std[i] < 1 && graph->input_mean[i] <= 1;
    if (small)
        warn(sense, std->at, "'mean' and 'std' are of the raw bytes: 255 times those of 0 to 1",
            "bytes from 0 to 255 are divided by less than 1");
}

/* ---- moving statistics ------------------------------------------------------------------- */

enum { CIFAR_IMAGES = 50000 };

/* The training images of the data that the recipe names; 0 where that is not known here. */
static double count_images(const char *data)
{
    unsigned char header[32];
    if (strcmp(data, "cifar10") == 0 || strcmp(data, "cifar100") == 0)
        return CIFAR_IMAGES;
    FILE *file = files_is_regular(data) ? fopen(data, "rb") : NULL;
    if (!file)
        return 0;
    bool whole = fread(header, 1, sizeof header, file) == sizeof header;
    fclose(file);
    if (!whole || memcmp(header, "XCDATA\r\n", 8) != 0)
        return 0;
    const unsigned char *count = header + 28;
    return count[0] + 256.0 * count[1] + 65536.0 * count[2] + 16777216.0 * count[3];
}

/* The batch normalisation whose statistics move slowest; NULL for none. */
static const Node *slowest_statistics(const Graph *graph)
{
    const Node *slowest = NULL;
    for (size_t i = 0; i < graph->nodes.count; i++) {
        const Node *node = graph->nodes.data[i];
        if (node->op == XC_OP_BATCH_NORM && (!slowest || node->at.momentum > slowest->at.momentum))
            slowest = node;
    }
    return slowest;
}

/* The moving statistics start at mean 0 and variance 1; of that, momentum^steps is left. */
static void look_at_statistics(const Sense *sense, const Graph *graph)
{
    const double most_left = 0.1;
    const Training *training = sense->training;
    const Node *norm = slowest_statistics(graph);
    double images = count_images(training->data);
    images -=
        training->validation < 1 ? floor(images * training->validation) : training->validation;
    double steps = ceil(images / training->batch_size);
    if (!norm || images < 1 || pow(norm->at.momentum, steps) <= most_left)
        return;
    const Setting *batch = map_get(&sense->model->training, "batch_size");
    const char *hint = arena_printf(sense->evaluator->arena,
        "they are what a network is evaluated with: 'momentum' up to %.2g, or a smaller "
        "'batch_size'",
        floor(100 * pow(most_left, 1 / steps)) / 100);
    warn(sense, batch ? batch->value->at : norm->location, hint,
        "an epoch has %.0f step%s, and after the first the moving statistics of '%s' are still "
        "%.2g of their start: its momentum is %g",
        steps, steps == 1 ? "" : "s", norm->layer->name, pow(norm->at.momentum, steps),
        norm->at.momentum);
}

void warn_nonsense(const Evaluator *evaluator, const Model *model, const Graph *graph)
{
    Sense sense = {evaluator, model, &graph->training, graph->images->shape};
    look_at_input(&sense, graph);
    look_at_rate(&sense);
    look_at_optimizer(&sense);
    look_at_augment(&sense);
    look_at_statistics(&sense, graph);
}
