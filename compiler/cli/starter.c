#include "cli/starter.h"

#include "support/text.h"
#include <string.h>

enum {
    SMALLEST_MAP = 8,
    MAX_STAGES = 5,
    USUAL_BATCH = 64,
    SMALLEST_BATCH = 8,
    STEPS = 22 /* until of what a moving statistic starts with less than a tenth is left: 0.9^22 */
};

static const char unknown_statistics[] =
    "  mean: 127.5                 # better: those of your images\n  std: 64\n";

static void write_head(Text *text, const char *name, const char *kind)
{
    text_printf(text,
        "about: %s, %s.\n"
        "# For an editor that completes and checks: xceptc schema %s.yaml -o %s.schema.json\n"
        "# and as the first line   # yaml-language-server: $schema=%s.schema.json\n\n",
        name, kind, name, name, name);
}

/* ---- a model in full --------------------------------------------------------------------- */

static bool is_cifar(const Starter *starter)
{
    return starter->height == 32 && starter->width == 32 && starter->channels == 3;
}

static int count_stages(const Starter *starter)
{
    int side = starter->height < starter->width ? starter->height : starter->width;
    int stages = 1;
    for (; stages < MAX_STAGES && side / 2 >= SMALLEST_MAP; stages++)
        side /= 2;
    return stages;
}

static void write_input(Text *text, const Starter *starter)
{
    text_printf(text,
        "# What enters: height, width, channels. mean and std are of the raw bytes, a number for\n"
        "# each channel or one for all; they become part of the program.\n"
        "input:\n  shape: [%d, %d, %d]\n",
        starter->height, starter->width, starter->channels);
    if (starter->mean)
        text_printf(text, "  mean: %s\n  std: %s\n", starter->mean, starter->std);
    else
        text_add(text, is_cifar(starter) ? "  mean: [125.307, 122.95, 113.865]\n"
                                           "  std: [62.9932, 62.0887, 66.7048]\n"
                                         : unknown_statistics);
}

/* The part says what it is of. */
static void write_part(Text *text, const Starter *starter)
{
    text_printf(text,
        "# What enters, the number of classes and where the data are; this file is for images of\n"
        "# %dx%dx%d.\n"
        "extends: %s\n",
        starter->height, starter->width, starter->channels, starter->part);
}

static void write_network(Text *text, const Starter *starter)
{
    text_printf(text,
        "\n"
        "# Variables. For one run: xceptc train %s.yaml --set width=32\n"
        "set:\n",
        starter->name);
    if (!starter->part)
        text_printf(text, "  classes: %d\n", starter->classes);
    text_printf(text,
        "  width: 16                   # channels of the first stage; each later one has twice as "
        "many\n"
        "  stages: %d                   # each halves the map, but for the first\n"
        "  units: 2                    # of a stage\n"
        "  l2: 1.0e-4                  # penalty on every kernel\n",
        count_stages(starter));
    text_add(text,
        "\n"
        "# What layers of a kind take where they say nothing else ('xceptc help conv').\n"
        "defaults:\n"
        "  conv: {kernel: 3, padding: same, bias: false, kernel_initializer: he_normal, "
        "kernel_regularizer: {l2: $l2}}\n"
        "  dense: {kernel_regularizer: {l2: $l2}}\n"
        "  batch_norm: {momentum: 0.9, epsilon: 1.0e-5}\n"
        "\n"
        "# Layers of your own. $channels is what enters.\n"
        "blocks:\n"
        "  unit:                       # a residual unit; its shortcut is a 1x1 convolution where "
        "the shape changes\n"
        "    arguments: [filters: $channels, stride: 1]\n"
        "    layers:\n"
        "      - add:\n"
        "          - [conv: {filters: $filters, stride: $stride}, batch_norm, relu, conv: "
        "$filters, "
        "batch_norm]\n"
        "          - [conv: {filters: $filters, kernel: 1, stride: $stride, if: $stride != 1 or "
        "$channels != $filters}]\n"
        "      - relu\n"
        "  down:                       # twice the channels, half the map\n"
        "    layers: [unit: {filters: 2 * $channels, stride: 2}]\n"
        "\n"
        "layers:\n"
        "  - conv: $width\n"
        "  - batch_norm\n"
        "  - relu\n"
        "  - repeat: {times: $units, layers: [unit]}\n"
        "  - repeat: {times: $stages - 1, layers: [down, repeat: {times: $units - 1, layers: "
        "[unit]}]}\n"
        "  - global_average_pool\n"
        "  - dense: {name: classifier, units: $classes}\n"
        "  - softmax\n");
}

/* The line of training.data. */
static const char *data_line(Arena *arena, const Starter *starter)
{
    bool is_usual = is_cifar(starter) && !starter->part;
    if (starter->data)
        return arena_printf(arena, "  data: %s\n", starter->data);
    if (starter->part && starter->has_data)
        return "";
    return is_usual && starter->classes == 10 ? "  data: cifar10\n"
           : is_usual && starter->classes == 100
               ? "  data: cifar100\n"
               : "  # data: ./images.data      # a data file; or give it to train: --data\n";
}

/* Of few images smaller batches, so that an epoch is long enough for the moving statistics. */
static int choose_batch(const Starter *starter)
{
    int batch = USUAL_BATCH;
    while (starter->images && batch > SMALLEST_BATCH && starter->images / batch < STEPS)
        batch /= 2;
    return batch;
}

static void write_recipe(Text *text, const Starter *starter)
{
    text_printf(text,
        "\n"
        "# How it is trained ('xceptc help training').\n"
        "training:\n"
        "%s"
        "  batch_size: %d\n"
        "  epochs: 20\n"
        "  optimizer: {sgd: {momentum: 0.9, nesterov: true}}\n"
        "  learning_rate: {cosine: {rate: 0.05, final_rate: 0}, warm_up: 1}\n"
        "  augment: {horizontal_flip: 0.5, shift: {height: 0.125, width: 0.125, fill: 0}}\n"
        "\n"
        "# What 'check' insists on: 'xceptc summary --expect %s.yaml' prints it to put here.\n",
        data_line(text->arena, starter), choose_batch(starter), starter->name);
}

const char *starter_text(Arena *arena, const Starter *starter)
{
    Text text = {.arena = arena};
    write_head(&text, starter->name, "a small residual network");
    if (starter->part)
        write_part(&text, starter);
    else
        write_input(&text, starter);
    write_network(&text, starter);
    write_recipe(&text, starter);
    return text_string(&text);
}

/* ---- a variant --------------------------------------------------------------------------- */

static void write_channels(Text *text, const char *key, const float *numbers, int count)
{
    text_printf(text, "  %s: [", key);
    for (int i = 0; i < count; i++)
        text_printf(text, "%s%s", i ? ", " : "", float_text(text->arena, numbers[i]));
    text_add(text, "]\n");
}

/* The section replaces the parent's as a whole, so it says mean and std again. */
static void write_other_input(Text *text, const Starter *input, const Graph *forward)
{
    text_printf(
        text, "input:\n  shape: [%d, %d, %d]\n", input->height, input->width, input->channels);
    if (input->mean) {
        text_printf(text, "  mean: %s\n  std: %s\n", input->mean, input->std);
    } else if (shape_channels(forward->images->shape) == input->channels) {
        write_channels(text, "mean", forward->input_mean, input->channels);
        write_channels(text, "std", forward->input_std, input->channels);
    } else {
        text_add(text, unknown_statistics);
    }
    text_add(text, "\n");
}

static bool is_classes(const char *line)
{
    return strncmp(line, "classes:", strlen("classes:")) == 0;
}

/* Those of the parent as comments, so that what is taken over stays to be seen. */
static const char *list_variables(Arena *arena, const Variant *variant)
{
    Text text = {.arena = arena};
    const char *prefix = variant->classes ? "  # " : "#   ";
    for (const char *line = variant->variables; *line; line += strcspn(line, "\n") + 1)
        if (!is_classes(line) || (!variant->classes && !variant->part))
            text_printf(&text, "%s%.*s\n", prefix, (int)strcspn(line, "\n"), line);
    return text_string(&text);
}

static void write_variables(Text *text, const Variant *variant, const Graph *forward)
{
    const char *list = list_variables(text->arena, variant);
    if (!variant->classes && !*list)
        return;
    text_printf(text, "# The variables of %s. Take away the # of what you change.\n%s\n",
        forward->name, variant->classes ? "set:" : "# set:");
    if (variant->classes)
        text_printf(text, "  classes: %d\n", variant->classes);
    text_printf(text, "%s\n", list);
}

const char *starter_variant(Arena *arena, const Variant *variant, const Graph *forward)
{
    Text text = {.arena = arena};
    write_head(&text, variant->name, arena_printf(arena, "a variant of %s", forward->name));
    text_printf(&text,
        "# What this file does not say comes from there; 'xceptc config %s.yaml' shows %s as "
        "one.\n",
        variant->name, variant->part ? "all" : "both");
    if (variant->part)
        text_printf(&text,
            "# The second says what enters, the number of classes and where the data are.\n"
            "extends: [%s, %s]\n\n",
            variant->parent, variant->part);
    else
        text_printf(&text, "extends: %s\n\n", variant->parent);
    if (variant->input)
        write_other_input(&text, variant->input, forward);
    write_variables(&text, variant, forward);
    text_add(&text,
        "# Other arguments, other layers, or none ([]) for layers that have a name:\n"
        "# change: {NAME: {ARGUMENT: value}, OTHER: [original, dropout: 0.2], THIRD: []}\n"
        "\n"
        "# Keys of the recipe that differ ('xceptc help training'):\n");
    if (variant->data)
        text_printf(&text, "training:\n  data: %s\n  # epochs: 20\n", variant->data);
    else
        text_add(&text, "# training: {epochs: 20}\n");
    return text_string(&text);
}
