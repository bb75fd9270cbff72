#include "fake_model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    FEATURES = FAKE_HEIGHT * FAKE_WIDTH * FAKE_CHANNELS,
    CIFAR_FEATURES = 32 * 32 * 3,
    CIFAR_CLASSES = 10,
    MOST_CLASSES = 10,
    PANEL = 16, /* the kernel's columns, padded */
    KERNEL = 0,
    BIAS = 1,
    MEAN = 2,
    PARAMETERS = 3
};

static const double momentum = 0.9, mean_momentum = 0.9, l2 = 1e-3;

struct xr_net {
    xr_pool *pool;
    int features, classes;
    const xr_parameter *parameters;
    size_t reals;
    xr_real *value, *gradient, *velocity;
    double *errors; /* probability minus label: FAKE_BATCH x MOST_CLASSES */
};

/* One batch under work. */
typedef struct Batch {
    xr_net *net;
    const xr_real *images;
    const int32_t *labels; /* NULL: none are known */
    xr_real *probabilities; /* or NULL */
    double losses[FAKE_BATCH];
    int correct[FAKE_BATCH];
} Batch;

static void destroy(xr_net *net)
{
    free(net->value);
    free(net->gradient);
    free(net->velocity);
    free(net->errors);
    free(net);
}

static xr_net *create_net(xr_pool *pool, int features, int classes, const xr_parameter *parameters)
{
    xr_net *net = calloc(1, sizeof *net);
    if (!net)
        return NULL;
    const xr_parameter *last = &parameters[PARAMETERS - 1];
    net->pool = pool;
    net->features = features;
    net->classes = classes;
    net->parameters = parameters;
    net->reals = last->offset + last->size;
    net->value = calloc(net->reals, sizeof(xr_real));
    net->gradient = calloc(net->reals, sizeof(xr_real));
    net->velocity = calloc(net->reals, sizeof(xr_real));
    net->errors = calloc((size_t)FAKE_BATCH * MOST_CLASSES, sizeof(double));
    if (net->value && net->gradient && net->velocity && net->errors)
        return net;
    destroy(net);
    return NULL;
}

static xr_real *block(xr_net *net, xr_slot slot)
{
    xr_real *const blocks[] = {net->value, net->gradient, net->velocity, NULL};
    return blocks[slot];
}

static void parameters_changed(xr_net *net)
{
    (void)net;
}

/* The kernel's columns of a feature: one panel, so they lie side by side. */
static const xr_real *kernel_row(const xr_net *net, int feature)
{
    return net->value + xr_parameter_index(&net->parameters[KERNEL], feature, 0);
}

/* Probabilities, loss and errors of one image. */
static void score_image(void *context, int index, int thread)
{
    Batch *batch = context;
    xr_net *net = batch->net;
    const xr_real *image = batch->images + (size_t)index * (size_t)net->features;
    double *errors = net->errors + (size_t)index * MOST_CLASSES;
    double largest = -INFINITY, sum = 0.0;
    int best = 0, label = batch->labels ? batch->labels[index] : 0;
    (void)thread;
    for (int c = 0; c < net->classes; c++) {
        errors[c] = (double)net->value[xr_parameter_index(&net->parameters[BIAS], 0, c)];
        for (int f = 0; f < net->features; f++)
            errors[c] += (double)image[f] *
                         (double)net->value[xr_parameter_index(&net->parameters[KERNEL], f, c)];
        if (errors[c] > largest) {
            largest = errors[c];
            best = c;
        }
    }
    for (int c = 0; c < net->classes; c++)
        sum += exp(errors[c] - largest);
    batch->losses[index] = largest + log(sum) - errors[label];
    batch->correct[index] = best == label;
    for (int c = 0; c < net->classes; c++) {
        double probability = exp(errors[c] - largest) / sum;
        errors[c] = probability - (c == label ? 1.0 : 0.0);
        if (batch->probabilities)
            batch->probabilities[index * net->classes + c] = (xr_real)probability;
    }
}

static void measure(const Batch *batch, int count, xr_metrics *metrics)
{
    const xr_net *net = batch->net;
    *metrics = (xr_metrics){.images = count};
    for (int i = 0; i < count; i++) {
        metrics->cross_entropy += batch->losses[i];
        metrics->correct += batch->correct[i];
    }
    for (int f = 0; f < net->features; f++) {
        const xr_real *row = kernel_row(net, f);
        for (int c = 0; c < net->classes; c++)
            metrics->regularization += l2 * (double)row[c] * (double)row[c];
    }
    metrics->loss = metrics->cross_entropy;
    metrics->finite = isfinite(metrics->loss) && isfinite(metrics->regularization);
    metrics->fault = metrics->finite ? XR_FAULT_NONE : XR_FAULT_LOSS;
    metrics->fault_parameter = -1;
}

static void update(xr_net *net, size_t at, double gradient, double decay, double rate)
{
    net->gradient[at] = (xr_real)gradient;
    double whole = gradient + decay * (double)net->value[at];
    net->velocity[at] = (xr_real)(momentum * (double)net->velocity[at] - rate * whole);
    net->value[at] += net->velocity[at];
}

static void update_bias(xr_net *net, int count, double rate)
{
    for (int c = 0; c < net->classes; c++) {
        double sum = 0.0;
        for (int i = 0; i < count; i++)
            sum += net->errors[i * MOST_CLASSES + c];
        update(net, xr_parameter_index(&net->parameters[BIAS], 0, c), sum / count, 0.0, rate);
    }
}

static void update_kernel(xr_net *net, const xr_real *images, int count, double rate)
{
    for (int f = 0; f < net->features; f++) {
        double sums[MOST_CLASSES] = {0};
        for (int i = 0; i < count; i++) {
            double pixel = (double)images[(size_t)i * (size_t)net->features + (size_t)f];
            for (int c = 0; c < net->classes; c++)
                sums[c] += net->errors[i * MOST_CLASSES + c] * pixel;
        }
        size_t row = xr_parameter_index(&net->parameters[KERNEL], f, 0);
        for (int c = 0; c < net->classes; c++)
            update(net, row + (size_t)c, sums[c] / count, 2.0 * l2, rate);
    }
}

static void update_mean(xr_net *net, const xr_real *images)
{
    for (int channel = 0; channel < FAKE_CHANNELS; channel++) {
        size_t at = xr_parameter_index(&net->parameters[MEAN], 0, channel);
        net->value[at] = (xr_real)(mean_momentum * (double)net->value[at] +
                                   (1.0 - mean_momentum) * (double)images[channel]);
    }
}

static void train_step(xr_net *net, const xr_real *images, const int32_t *labels, int count,
    const xr_step *step, xr_metrics *metrics)
{
    Batch batch = {.net = net, .images = images, .labels = labels};
    xr_pool_run(net->pool, count, score_image, NULL, &batch);
    measure(&batch, count, metrics);
    if (!metrics->finite || !step->apply_update)
        return;
    update_bias(net, count, step->learning_rate);
    update_kernel(net, images, count, step->learning_rate);
    update_mean(net, images);
}

static void slow_step(xr_net *net, const xr_real *images, const int32_t *labels, int count,
    const xr_step *step, xr_metrics *metrics)
{
    nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
    train_step(net, images, labels, count, step, metrics);
}

static void sick_step(xr_net *net, const xr_real *images, const int32_t *labels, int count,
    const xr_step *step, xr_metrics *metrics)
{
    xr_step changed = *step;
    bool sick = step->step == 5 || step->step == 9;
    changed.apply_update = !sick;
    train_step(net, images, labels, count, &changed, metrics);
    if (sick)
        *metrics = (xr_metrics){.loss = -(double)NAN,
            .cross_entropy = -(double)NAN,
            .images = count,
            .fault = step->step == 5 ? XR_FAULT_LOSS : XR_FAULT_GRADIENT,
            .fault_parameter = step->step == 5 ? -1 : KERNEL};
}

static void lost_step(xr_net *net, const xr_real *images, const int32_t *labels, int count,
    const xr_step *step, xr_metrics *metrics)
{
    train_step(net, images, labels, count, step, metrics);
    if (step->step != 160)
        return;
    metrics->finite = false;
    metrics->fault = XR_FAULT_UPDATE;
    metrics->fault_parameter = BIAS;
    net->value[xr_parameter_index(&net->parameters[BIAS], 0, 0)] = (xr_real)INFINITY;
}

static void hot_step(xr_net *net, const xr_real *images, const int32_t *labels, int count,
    const xr_step *step, xr_metrics *metrics)
{
    train_step(net, images, labels, count, step, metrics);
    if (step->step < 160 || step->learning_rate <= FAKE_COOL)
        return;
    metrics->finite = false;
    metrics->fault = XR_FAULT_UPDATE;
    metrics->fault_parameter = BIAS;
    net->value[xr_parameter_index(&net->parameters[BIAS], 0, 0)] = (xr_real)INFINITY;
}

static void sick_slow_step(xr_net *net, const xr_real *images, const int32_t *labels, int count,
    const xr_step *step, xr_metrics *metrics)
{
    nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
    sick_step(net, images, labels, count, step, metrics);
}

static void evaluate(xr_net *net, const xr_real *images, const int32_t *labels, int count,
    xr_real *probabilities, xr_metrics *metrics)
{
    Batch batch = {.net = net, .images = images, .labels = labels, .probabilities = probabilities};
    xr_pool_run(net->pool, count, score_image, NULL, &batch);
    if (labels)
        measure(&batch, count, metrics);
}

#define PARAMETER_TABLE(features, classes)                                                         \
    {                                                                                              \
        {.name = "dense/kernel",                                                                   \
            .rank = 2,                                                                             \
            .dims = {features, classes},                                                           \
            .trainable = true,                                                                     \
            .initializer = XR_INIT_GLOROT_UNIFORM,                                                 \
            .fan_in = features,                                                                    \
            .fan_out = classes,                                                                    \
            .layout = XR_PANELS,                                                                   \
            .groups = 1,                                                                           \
            .rows = features,                                                                      \
            .columns = classes,                                                                    \
            .offset = 0,                                                                           \
            .size = (features)*PANEL},                                                             \
            {.name = "dense/bias",                                                                 \
                .rank = 1,                                                                         \
                .dims = {classes},                                                                 \
                .trainable = true,                                                                 \
                .groups = 1,                                                                       \
                .rows = 1,                                                                         \
                .columns = classes,                                                                \
                .row_stride = 16,                                                                  \
                .offset = (features)*PANEL,                                                        \
                .size = 16},                                                                       \
        {                                                                                          \
            .name = "input/moving_mean", .rank = 1, .dims = {FAKE_CHANNELS}, .groups = 1,          \
            .rows = 1, .columns = FAKE_CHANNELS, .row_stride = 16,                                 \
            .offset = (features)*PANEL + 16, .size = 16                                            \
        }                                                                                          \
    }

static const xr_parameter small_parameters[PARAMETERS] = PARAMETER_TABLE(FEATURES, FAKE_CLASSES);
static const xr_parameter cifar_parameters[PARAMETERS] =
    PARAMETER_TABLE(CIFAR_FEATURES, CIFAR_CLASSES);

static xr_net *create_small(xr_pool *pool)
{
    return create_net(pool, FEATURES, FAKE_CLASSES, small_parameters);
}

static xr_net *create_cifar(xr_pool *pool)
{
    return create_net(pool, CIFAR_FEATURES, CIFAR_CLASSES, cifar_parameters);
}

static const float mean[FAKE_CHANNELS] = {125.0f, 123.0f, 114.0f};
static const float std[FAKE_CHANNELS] = {63.0f, 62.0f, 66.5f};
static const int starts[] = {0, 2};
static const double rates[] = {0.01, 0.001};

#define MODEL(given_name, given_hash, given_step)                                                  \
    {                                                                                              \
        .abi = XR_ABI, .name = given_name, .compiler = "xceptc 0.1.0", .hash = given_hash,         \
        .height = FAKE_HEIGHT, .width = FAKE_WIDTH, .channels = FAKE_CHANNELS,                     \
        .classes = FAKE_CLASSES, .max_batch = FAKE_BATCH, .mean = mean, .std = std,                \
        .parameter_count = PARAMETERS, .parameters = small_parameters,                             \
        .parameter_reals = FEATURES * PANEL + 32,                                                  \
        .recipe = {.data = "cifar10",                                                              \
            .epochs = 3,                                                                           \
            .momentum = 0.9,                                                                       \
            .step_count = 2,                                                                       \
            .starts = starts,                                                                      \
            .rates = rates,                                                                        \
            .horizontal_flip = 0.5,                                                                \
            .shift_height = 0.125,                                                                 \
            .shift_width = 0.125},                                                                 \
        .create = create_small, .destroy = destroy, .block = block,                                \
        .parameters_changed = parameters_changed, .train_step = given_step, .evaluate = evaluate   \
    }

const xr_model fake_model = MODEL("fake", "0123456789abcdef", train_step);
const xr_model fake_model_changed = MODEL("fake", "fedcba9876543210", train_step);
const xr_model fake_model_slow = MODEL("fake", "0123456789abcdef", slow_step);
const xr_model fake_model_sick = MODEL("fake", "0123456789abcdef", sick_step);
const xr_model fake_model_sick_slow = MODEL("fake", "0123456789abcdef", sick_slow_step);
const xr_model fake_model_lost = MODEL("fake", "0123456789abcdef", lost_step);
const xr_model fake_model_hot = MODEL("fake", "0123456789abcdef", hot_step);
const xr_model fake_model_cifar = {
    .abi = XR_ABI,
    .name = "fake_cifar",
    .compiler = "xceptc 0.1.0",
    .hash = "00000000c1fa2010",
    .height = 32,
    .width = 32,
    .channels = 3,
    .classes = CIFAR_CLASSES,
    .max_batch = FAKE_BATCH,
    .mean = mean,
    .std = std,
    .parameter_count = PARAMETERS,
    .parameters = cifar_parameters,
    .parameter_reals = CIFAR_FEATURES * PANEL + 32,
    .recipe = {.data = "cifar10",
        .epochs = 1,
        .rate = 0.001,
        .horizontal_flip = 0.5,
        .shift_height = 0.125,
        .shift_width = 0.125},
    .create = create_cifar,
    .destroy = destroy,
    .block = block,
    .parameters_changed = parameters_changed,
    .train_step = train_step,
    .evaluate = evaluate,
};
