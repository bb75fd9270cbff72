#include "frontend/training.h"

#include <math.h>
#include <string.h>

#include "frontend/arguments.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static bool wrong(const Evaluator *evaluator, Location at, const char *text)
{
    fail_at(evaluator, at, NULL, "%s", text);
    return false;
}

/* ---- input ------------------------------------------------------------------------------- */

static bool read_shape(const Evaluator *evaluator, const Datum *shape, Graph *graph)
{
    int dim[3];
    if (shape->kind != DATUM_LIST || shape->count != 3)
        return wrong(evaluator, shape->at, "'shape' is [height, width, channels]");
    for (size_t i = 0; i < 3; i++)
        if (!read_count(evaluator, &shape->items[i], "shape", 1,
                i < 2 ? XC_MAX_SIDE : XC_MAX_INPUT_CHANNELS, &dim[i]))
            return false;
    Shape map = shape_map(dim[0], dim[1], dim[2]);
    if (!shape_is_sound(map) || shape_padded_elements(map) > XC_MAX_IMAGE) {
        fail_at(evaluator, shape->at, NULL,
            "an input of %dx%dx%d has more than %d numbers, its channels rounded up to a multiple "
            "of %d",
            dim[0], dim[1], dim[2], XC_MAX_IMAGE, XC_ALIGN);
        return false;
    }
    graph->images = graph_add_value(graph, "images", XC_BATCH, map);
    return true;
}

/* One number a channel, or one for all. */
static bool read_channels(const Evaluator *evaluator, const Datum *datum, const char *what,
    bool positive, Graph *graph, float *result)
{
    size_t channels = (size_t)shape_channels(graph->images->shape);
    if (datum && datum->kind == DATUM_LIST && datum->count != channels) {
        fail_at(evaluator, datum->at, NULL, "'%s' has %zu numbers for %zu channels", what,
            datum->count, channels);
        return false;
    }
    for (size_t i = 0; datum && i < channels; i++) {
        double number;
        const Datum *item = datum->kind == DATUM_LIST ? &datum->items[i] : datum;
        if (!read_real(evaluator, item, what, positive ? 1e-6 : -1e6, 1e6, false, &number))
            return false;
        result[i] = (float)number;
    }
    return true;
}

bool read_input(const Evaluator *evaluator, const Model *model, Graph *graph)
{
    static const char *const known[] = {"shape", "mean", "std"};
    Datum input;
    if (!model->input) {
        fail_at(evaluator, (Location){model->source, 0, 0, 0}, "input: {shape: [32, 32, 3]}",
            "the model has no 'input'");
        return false;
    }
    if (!evaluate(evaluator, model->input, &input) ||
        !check_keys(evaluator, &input, "input", known, COUNT(known)))
        return false;
    const Datum *shape = datum_get(&input, "shape");
    if (!shape)
        return wrong(evaluator, model->input->at, "'input' wants 'shape'");
    if (!read_shape(evaluator, shape, graph))
        return false;
    size_t channels = (size_t)shape_channels(graph->images->shape);
    float *mean = arena_array(graph->arena, channels, sizeof *mean);
    float *std = arena_array(graph->arena, channels, sizeof *std);
    for (size_t i = 0; i < channels; i++)
        std[i] = 1;
    graph->input_mean = mean;
    graph->input_std = std;
    return read_channels(evaluator, datum_get(&input, "mean"), "mean", false, graph, mean) &&
           read_channels(evaluator, datum_get(&input, "std"), "std", true, graph, std);
}

/* ---- optimizer --------------------------------------------------------------------------- */

static bool optional_real(const Evaluator *evaluator, const Datum *map, const char *key,
    double minimum, double maximum, bool open, double *result)
{
    const Datum *datum = datum_get(map, key);
    return !datum || read_real(evaluator, datum, key, minimum, maximum, open, result);
}

static bool optional_bool(
    const Evaluator *evaluator, const Datum *map, const char *key, bool *result)
{
    const Datum *datum = datum_get(map, key);
    if (datum && datum->kind != DATUM_BOOL)
        return wrong(
            evaluator, datum->at, arena_printf(evaluator->arena, "'%s' is true or false", key));
    if (datum)
        *result = datum->truth;
    return true;
}

static bool read_sgd(const Evaluator *evaluator, const Datum *options, Optimizer *optimizer)
{
    static const char *const known[] = {"momentum", "nesterov"};
    return check_keys(evaluator, options, "sgd", known, COUNT(known)) &&
           optional_real(evaluator, options, "momentum", 0, 1, true, &optimizer->momentum) &&
           optional_bool(evaluator, options, "nesterov", &optimizer->nesterov);
}

static bool read_adam(const Evaluator *evaluator, const Datum *options, Optimizer *optimizer)
{
    static const char *const known[] = {"beta1", "beta2", "epsilon", "weight_decay"};
    bool decoupled = optimizer->kind == XC_ADAMW;
    optimizer->beta1 = 0.9;
    optimizer->beta2 = 0.999;
    optimizer->epsilon = 1e-7;
    optimizer->weight_decay = decoupled ? 0.004 : 0;
    return check_keys(evaluator, options, decoupled ? "adamw" : "adam", known,
               COUNT(known) - (decoupled ? 0 : 1)) &&
           optional_real(evaluator, options, "beta1", 0, 1, true, &optimizer->beta1) &&
           optional_real(evaluator, options, "beta2", 0, 1, true, &optimizer->beta2) &&
           optional_real(evaluator, options, "epsilon", 0, 1, false, &optimizer->epsilon) &&
           optional_real(evaluator, options, "weight_decay", 0, 1, false, &optimizer->weight_decay);
}

static bool read_optimizer(const Evaluator *evaluator, const Datum *datum, Optimizer *optimizer)
{
    size_t kind;
    const Datum *options;
    if (!read_choice(evaluator, datum, "optimizer", optimizer_words, word_count(optimizer_words),
            &kind, &options))
        return false;
    *optimizer = (Optimizer){.kind = kind == 0 ? XC_SGD : kind == 1 ? XC_ADAM : XC_ADAMW};
    return kind == 0 ? read_sgd(evaluator, options, optimizer)
                     : read_adam(evaluator, options, optimizer);
}

/* ---- learning rate ----------------------------------------------------------------------- */

static bool read_step(const Evaluator *evaluator, const Datum *steps, int i, Schedule *schedule)
{
    Datum start;
    if (!evaluate(evaluator, steps->keys[i], &start) ||
        !read_count(evaluator, &start, "steps", 0, XC_MAX_EPOCHS, &schedule->starts[i]) ||
        !read_real(
            evaluator, &steps->items[i], "learning_rate", 0, 1e3, false, &schedule->rates[i]))
        return false;
    if (i == 0 && schedule->starts[0] != 0)
        return wrong(evaluator, steps->keys[0]->at, "the first step starts at epoch 0");
    if (i > 0 && schedule->starts[i] <= schedule->starts[i - 1])
        return wrong(evaluator, steps->keys[i]->at, "the steps stand in order of their epochs");
    return true;
}

static void make_steps(const Evaluator *evaluator, Schedule *schedule, int count)
{
    schedule->kind = XC_SCHEDULE_STEPS;
    schedule->step_count = count;
    schedule->starts = arena_array(evaluator->arena, (size_t)count, sizeof *schedule->starts);
    schedule->rates = arena_array(evaluator->arena, (size_t)count, sizeof *schedule->rates);
}

static bool read_steps(const Evaluator *evaluator, const Datum *steps, Schedule *schedule)
{
    if (steps->kind != DATUM_MAP || !steps->count)
        return wrong(evaluator, steps->at,
            "'steps' is {0: rate, 100: rate}: epochs and what holds from there on");
    make_steps(evaluator, schedule, (int)steps->count);
    for (int i = 0; i < schedule->step_count; i++)
        if (!read_step(evaluator, steps, i, schedule))
            return false;
    return true;
}

/* cosine and one_cycle: {rate: highest, final_rate: last}. */
static bool read_curve(
    const Evaluator *evaluator, const Datum *curve, const char *what, Schedule *schedule)
{
    static const char *const known[] = {"rate", "final_rate"};
    if (curve->kind == DATUM_NUMBER)
        return read_real(evaluator, curve, what, 0, 1e3, false, &schedule->rate);
    if (curve->kind != DATUM_MAP || !datum_get(curve, "rate"))
        return wrong(evaluator, curve->at,
            arena_printf(evaluator->arena, "'%s' is {rate: x, final_rate: y}", what));
    return check_keys(evaluator, curve, what, known, COUNT(known)) &&
           optional_real(evaluator, curve, "rate", 0, 1e3, false, &schedule->rate) &&
           optional_real(evaluator, curve, "final_rate", 0, 1e3, false, &schedule->final_rate);
}

static bool read_warm_up(const Evaluator *evaluator, const Datum *map, Schedule *schedule)
{
    const Datum *warm_up = datum_get(map, "warm_up");
    return !warm_up ||
           read_count(evaluator, warm_up, "warm_up", 0, XC_MAX_EPOCHS, &schedule->warm_up);
}

static bool read_schedule(const Evaluator *evaluator, const Datum *datum, Schedule *schedule)
{
    static const char *const known[] = {"steps", "cosine", "one_cycle", "warm_up"};
    *schedule = (Schedule){0};
    if (datum->kind == DATUM_NUMBER) {
        make_steps(evaluator, schedule, 1);
        return read_real(evaluator, datum, "learning_rate", 0, 1e3, false, &schedule->rates[0]);
    }
    const Datum *steps = datum_get(datum, "steps"), *cosine = datum_get(datum, "cosine");
    const Datum *one_cycle = datum_get(datum, "one_cycle");
    bool is_map = datum->kind == DATUM_MAP;
    if (is_map && !check_keys(evaluator, datum, "learning_rate", known, COUNT(known)))
        return false;
    if (!is_map || !steps + !cosine + !one_cycle != 2)
        return wrong(evaluator, datum->at,
            "'learning_rate' is a number, {steps: ...}, {cosine: ...} or {one_cycle: ...}");
    if (!read_warm_up(evaluator, datum, schedule))
        return false;
    if (steps)
        return read_steps(evaluator, steps, schedule);
    schedule->kind = cosine ? XC_SCHEDULE_COSINE : XC_SCHEDULE_ONE_CYCLE;
    return read_curve(
        evaluator, cosine ? cosine : one_cycle, cosine ? "cosine" : "one_cycle", schedule);
}

/* ---- augmentation ------------------------------------------------------------------------ */

static bool read_shift(const Evaluator *evaluator, const Datum *shift, Augment *augment)
{
    static const char *const known[] = {"height", "width", "fill"};
    if (!shift)
        return true;
    if (shift->kind != DATUM_MAP)
        return wrong(evaluator, shift->at, "'shift' is {height: x, width: y, fill: z}");
    return check_keys(evaluator, shift, "shift", known, COUNT(known)) &&
           optional_real(evaluator, shift, "height", 0, 1, true, &augment->shift_height) &&
           optional_real(evaluator, shift, "width", 0, 1, true, &augment->shift_width) &&
           optional_real(evaluator, shift, "fill", -1e6, 1e6, false, &augment->fill);
}

static bool optional_count(
    const Evaluator *evaluator, const Datum *map, const char *key, int maximum, int *result)
{
    const Datum *datum = datum_get(map, key);
    return !datum || read_count(evaluator, datum, key, 0, maximum, result);
}

static bool read_augment(const Evaluator *evaluator, const Datum *datum, Augment *augment)
{
    static const char *const known[] = {"horizontal_flip", "shift", "pad_and_crop", "cutout"};
    *augment = (Augment){0};
    if (datum->kind != DATUM_MAP)
        return wrong(evaluator, datum->at, "'augment' is a mapping; {} is none");
    return check_keys(evaluator, datum, "augment", known, COUNT(known)) &&
           optional_real(
               evaluator, datum, "horizontal_flip", 0, 1, false, &augment->horizontal_flip) &&
           optional_count(evaluator, datum, "pad_and_crop", 1024, &augment->pad_and_crop) &&
           optional_count(evaluator, datum, "cutout", XC_MAX_SIDE, &augment->cutout) &&
           read_shift(evaluator, datum_get(datum, "shift"), augment);
}

/* ---- training ---------------------------------------------------------------------------- */

static const Tree *find(const Model *model, const char *key)
{
    const Setting *setting = map_get(&model->training, key);
    return setting ? setting->value : NULL;
}

/* The value of a key, evaluated; *there says whether the file has one. */
static bool get(
    const Evaluator *evaluator, const Model *model, const char *key, bool *there, Datum *datum)
{
    const Tree *tree = find(model, key);
    *there = tree != NULL;
    return !tree || evaluate(evaluator, tree, datum);
}

/* The name of a data set or a path, a text and no expression. A path is known by a slash or a full
 * stop, so that a mistyped name is not taken for one. */
static bool read_data(const Evaluator *evaluator, const Model *model, Training *training)
{
    static const char *const known[] = {"cifar10", "cifar100", "synthetic", "none"};
    const Tree *data = find(model, "data");
    if (!data)
        return true;
    if (data->kind != TREE_SCALAR)
        return wrong(evaluator, data->at, "'data' is the name of a data set or a path");
    training->data = data->text;
    for (size_t i = 0; i < COUNT(known); i++)
        if (strcmp(data->text, known[i]) == 0)
            return true;
    if (strpbrk(data->text, "/."))
        return true;
    const char *nearest = diag_suggest(evaluator->diag, data->text, known, COUNT(known));
    fail_at(evaluator, data->at,
        nearest ? arena_printf(evaluator->arena, "did you mean '%s'?", nearest)
                : "the path of a data file has a '/' or a '.': ./name",
        "unknown data set '%s'", data->text);
    return false;
}

static bool read_loss(const Evaluator *evaluator, const Model *model)
{
    static const char *const losses[] = {"categorical_crossentropy"};
    bool there;
    size_t loss;
    Datum datum;
    return get(evaluator, model, "loss", &there, &datum) &&
           (!there || read_word(evaluator, &datum, "loss", losses, 1, &loss));
}

static bool read_counts(const Evaluator *evaluator, const Model *model, Training *training)
{
    bool there;
    Datum datum;
    bool right = get(evaluator, model, "batch_size", &there, &datum) &&
                 (!there || read_count(evaluator, &datum, "batch_size", 1, XC_MAX_BATCH,
                                &training->batch_size));
    right =
        get(evaluator, model, "epochs", &there, &datum) &&
        (!there || read_count(evaluator, &datum, "epochs", 1, XC_MAX_EPOCHS, &training->epochs)) &&
        right;
    return get(evaluator, model, "label_smoothing", &there, &datum) &&
           (!there || read_real(evaluator, &datum, "label_smoothing", 0, 1, true,
                          &training->label_smoothing)) &&
           right;
}

/* A number of images, or a part of them. */
static bool read_validation(const Evaluator *evaluator, const Model *model, Training *training)
{
    bool there;
    Datum datum;
    if (!get(evaluator, model, "validation", &there, &datum))
        return false;
    if (!there)
        return true;
    double amount = datum.number;
    if (datum.kind != DATUM_NUMBER || !(amount >= 0 && amount <= XC_MAX_VALIDATION) ||
        (amount >= 1 && amount != floor(amount)))
        return wrong(
            evaluator, datum.at, "'validation' is a whole number of images, or a fraction below 1");
    training->validation = amount;
    return true;
}

bool read_training(const Evaluator *evaluator, const Model *model, Graph *graph)
{
    Training *training = &graph->training;
    bool there;
    Datum datum;
    *training = (Training){.data = "none", .batch_size = 32, .epochs = 1};
    make_steps(evaluator, &training->schedule, 1);
    training->schedule.rates[0] = 0.01;
    bool right = read_data(evaluator, model, training);
    right = read_loss(evaluator, model) && right;
    right = read_counts(evaluator, model, training) && right;
    right = read_validation(evaluator, model, training) && right;
    right = get(evaluator, model, "optimizer", &there, &datum) &&
            (!there || read_optimizer(evaluator, &datum, &training->optimizer)) && right;
    right = get(evaluator, model, "learning_rate", &there, &datum) &&
            (!there || read_schedule(evaluator, &datum, &training->schedule)) && right;
    return get(evaluator, model, "augment", &there, &datum) &&
           (!there || read_augment(evaluator, &datum, &training->augment)) && right;
}
