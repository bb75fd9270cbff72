#include "frontend/schema.h"

#include <string.h>

#define AT(field) offsetof(Settings, field)

#define FILTERS                                                                                    \
    {                                                                                              \
        "filters", ARGUMENT_COUNT, NULL, AT(filters), NULL, "channels of the output"               \
    }
#define KERNEL                                                                                     \
    {                                                                                              \
        "kernel", ARGUMENT_PAIR, NULL, AT(kernel), "kernel_size", ""                               \
    }
#define STRIDE                                                                                     \
    {                                                                                              \
        "stride", ARGUMENT_PAIR, "1", AT(stride), "strides", ""                                    \
    }
#define PADDING                                                                                    \
    {                                                                                              \
        "padding", ARGUMENT_PADDING, "valid", AT(padding), NULL, ""                                \
    }
#define BIAS                                                                                       \
    {                                                                                              \
        "bias", ARGUMENT_BOOL, "true", AT(bias), "use_bias", "whether a bias is added"             \
    }
#define ACTIVATION                                                                                 \
    {                                                                                              \
        "activation", ARGUMENT_ACTIVATION, "linear", AT(activation), NULL, "applied to the output" \
    }
#define INITIALIZER(field, word)                                                                   \
    {                                                                                              \
#field, ARGUMENT_INITIALIZER, word, AT(field), NULL, ""                                    \
    }
#define REGULARIZER(field)                                                                         \
    {                                                                                              \
#field, ARGUMENT_REGULARIZER, "0", AT(field), NULL, ""                                     \
    }
#define SIZE                                                                                       \
    {                                                                                              \
        "size", ARGUMENT_PAIR, "2", AT(kernel), "pool_size", ""                                    \
    }
#define POOL_STRIDE                                                                                \
    {                                                                                              \
        "stride", ARGUMENT_PAIR, "", AT(stride), "strides", "the size, unless given"               \
    }
#define TREE(name, default_, meaning)                                                              \
    {                                                                                              \
        name, ARGUMENT_TREE, default_, 0, NULL, meaning                                            \
    }

const KindSpec kind_specs[] = {
    {"conv", "Conv2D", "Convolution.", "conv: {filters: 64, kernel: 3, padding: same}",
        {FILTERS, KERNEL, STRIDE, PADDING,
            {"groups", ARGUMENT_COUNT, "1", AT(groups), NULL,
                "input and output channels fall into so many separate parts"},
            {"dilation", ARGUMENT_ONE, "1", AT(dilation), "dilation_rate", "always 1"}, ACTIVATION,
            BIAS, INITIALIZER(kernel_initializer, "glorot_uniform"),
            INITIALIZER(bias_initializer, "zeros"), REGULARIZER(kernel_regularizer),
            REGULARIZER(bias_regularizer)}},
    {"separable_conv", "SeparableConv2D",
        "A convolution of each channel, then a 1x1 convolution over all; one bias.",
        "separable_conv: {filters: 128, kernel: 3, padding: same}",
        {FILTERS, KERNEL, STRIDE, PADDING, ACTIVATION, BIAS,
            INITIALIZER(depthwise_initializer, "glorot_uniform"),
            INITIALIZER(pointwise_initializer, "glorot_uniform"),
            INITIALIZER(bias_initializer, "zeros"), REGULARIZER(depthwise_regularizer),
            REGULARIZER(pointwise_regularizer), REGULARIZER(bias_regularizer)}},
    {"depthwise_conv", "DepthwiseConv2D", "A convolution of each channel alone.",
        "depthwise_conv: {kernel: 3, padding: same}",
        {KERNEL, STRIDE, PADDING, ACTIVATION, BIAS,
            INITIALIZER(depthwise_initializer, "glorot_uniform"),
            INITIALIZER(bias_initializer, "zeros"), REGULARIZER(depthwise_regularizer),
            REGULARIZER(bias_regularizer)}},
    {"dense", "Dense", "A matrix product over the channels, of a vector or of each pixel of a map.",
        "dense: 10",
        {{"units", ARGUMENT_COUNT, NULL, AT(filters), NULL, "channels of the output"}, ACTIVATION,
            BIAS, INITIALIZER(kernel_initializer, "glorot_uniform"),
            INITIALIZER(bias_initializer, "zeros"), REGULARIZER(kernel_regularizer),
            REGULARIZER(bias_regularizer)}},
    {"batch_norm", "BatchNormalization",
        "Each channel to mean 0 and variance 1 over the batch, then scaled and shifted.",
        "batch_norm: {momentum: 0.9, epsilon: 1.0e-5}",
        {{"momentum", ARGUMENT_FRACTION, "0.99", AT(momentum), NULL, "of the moving statistics"},
            {"epsilon", ARGUMENT_POSITIVE, "1.0e-3", AT(epsilon), NULL, "added to the variance"},
            {"center", ARGUMENT_BOOL, "true", AT(center), NULL, "whether there is a beta"},
            {"scale", ARGUMENT_BOOL, "true", AT(scale), NULL, "whether there is a gamma"},
            INITIALIZER(gamma_initializer, "ones"), INITIALIZER(beta_initializer, "zeros")}},
#define XC_ACTIVATION(ID, word, reads, keras, own, default_, inline_, formula)                     \
    {word, keras, formula, word, {{own, ARGUMENT_POSITIVE, default_, AT(argument), NULL, ""}}},
#include "graph/activations.def"
#undef XC_ACTIVATION
    {"softmax", "Softmax", "Probabilities of the classes; the last layer.", "softmax", {{0}}},
    {"max_pool", "MaxPooling2D", "The largest value of each window; padding never wins.",
        "max_pool: {size: 3, stride: 2, padding: same}", {SIZE, POOL_STRIDE, PADDING}},
    {"average_pool", "AveragePooling2D", "The mean of each window; padding does not count.",
        "average_pool: 2", {SIZE, POOL_STRIDE, PADDING}},
    {"global_average_pool", "GlobalAveragePooling2D", "The mean of each channel over the map.",
        "global_average_pool", {{0}}},
    {"global_max_pool", "GlobalMaxPooling2D", "The largest value of each channel over the map.",
        "global_max_pool", {{0}}},
    {"zero_padding", "ZeroPadding2D",
        "Zeros around a map; before a convolution the same as its padding, and as fast.",
        "zero_padding: [0, 1, 0, 1]",
        {{"padding", ARGUMENT_PADDING, "1", AT(padding), NULL, "not same or valid"}}},
    {"flatten", "Flatten", "A map as one vector, row by row, the channels of a pixel together.",
        "flatten", {{0}}},
    {"dropout", "Dropout", "In training zeroes values at random and scales up the others.",
        "dropout: 0.2",
        {{"rate", ARGUMENT_FRACTION, NULL, AT(rate), NULL, "the part that is zeroed"}}},
    {"add", "Add", "The sum of its branches, which have equal shapes.",
        "add: [[conv: {filters: 64, kernel: 3, padding: same}, batch_norm], identity]",
        {TREE("branches", NULL, "each a layer or a list of layers, from the same input")}},
    {"multiply", "Multiply", "The product of its branches; a vector may meet a map.",
        "multiply: [[global_average_pool, dense: 64, sigmoid], identity]",
        {TREE("branches", NULL, "each a layer or a list of layers, from the same input")}},
    {"concat", "Concatenate", "The channels of its branches, one after the other.",
        "concat: [identity, conv: {filters: 12, kernel: 3, padding: same}]",
        {TREE("branches", NULL, "each a layer or a list of layers, from the same input")}},
    {"identity", NULL, "Passes its input.", "identity", {{0}}},
    {"from", NULL, "Goes on from an earlier named layer of the same block, or from its input.",
        "from: stem", {TREE("layer", NULL, "a name, or 'input'")}},
    {"repeat", NULL, "Layers several times, or once for each value of a list.",
        "repeat: {each: {i: 1..8}, layers: [middle: {name: middle$i}]}",
        {TREE("times", "", "a whole number; or 'each'"),
            TREE("each", "", "{variable: [values] or a..b}, lists in step"),
            TREE("layers", NULL, "a list of layers")}},
};
const size_t kind_spec_count = sizeof kind_specs / sizeof *kind_specs;

const char *const activation_words[] = {
    [XC_LINEAR] = "linear",
#define XC_ACTIVATION(ID, word, ...) word,
#include "graph/activations.def"
#undef XC_ACTIVATION
    "softmax",
};
const size_t activation_word_count = sizeof activation_words / sizeof *activation_words;

const TrainingKeySpec training_key_specs[] = {
    {"data", "cifar10, cifar100, or the path of a data file, with a / or a . in it"},
    {"validation", "images of the training set kept for validation: a number, or a part of them"},
    {"batch_size", "images of a step; 32"},
    {"epochs", "how often each image is seen; 1"},
    {"loss", "categorical_crossentropy"},
    {"label_smoothing", "the part of each label that is spread over all classes; 0"},
    {"optimizer", "sgd, adam or adamw, a word or with its arguments; plain sgd"},
    {"learning_rate", "a number, or a schedule: steps, cosine or one_cycle, and warm_up; 0.01"},
    {"augment", "what is done to training images at random; nothing"},
};
const size_t training_key_count = sizeof training_key_specs / sizeof *training_key_specs;

const char *const optimizer_words[] = {"sgd", "adam", "adamw", NULL};
const char *const schedule_words[] = {"steps", "cosine", "one_cycle", NULL};
const char *const initializer_words[] = {"zeros", "ones", "constant", "uniform", "normal",
    "truncated_normal", "glorot_uniform", "glorot_normal", "he_uniform", "he_normal",
    "lecun_uniform", "lecun_normal", NULL};

size_t word_count(const char *const *words)
{
    size_t count = 0;
    while (words[count])
        count++;
    return count;
}

static bool has_word(const char *const *words, const char *word)
{
    while (*words && strcmp(*words, word) != 0)
        words++;
    return *words != NULL;
}

bool are_alternatives(const char *a, const char *b)
{
    static const char *const *const lists[] = {optimizer_words, schedule_words, initializer_words};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (has_word(lists[i], a) && has_word(lists[i], b))
            return true;
    return false;
}

const KindSpec *find_kind(const char *name)
{
    for (size_t i = 0; i < kind_spec_count; i++)
        if (strcmp(kind_specs[i].name, name) == 0)
            return &kind_specs[i];
    return NULL;
}

const ArgumentSpec *find_argument(const KindSpec *kind, const char *name)
{
    for (size_t i = 0; i < argument_count(kind); i++)
        if (strcmp(kind->arguments[i].name, name) == 0)
            return &kind->arguments[i];
    return NULL;
}

size_t argument_count(const KindSpec *kind)
{
    size_t count = 0;
    while (count < XC_MAX_ARGUMENTS && kind->arguments[count].name)
        count++;
    return count;
}
