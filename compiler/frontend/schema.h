/* What the language knows: the kinds of layers and their arguments with types and Keras's
 * defaults. One table serves the checks, the help texts and the JSON Schema. */
#ifndef XC_SCHEMA_H
#define XC_SCHEMA_H

#include "graph/graph.h"

typedef struct InitializerSetting {
    Initializer kind;
    double a, b; /* of the Graph's Parameter */
} InitializerSetting;

typedef struct RegularizerSetting {
    double l1, l2;
} RegularizerSetting;

typedef struct PaddingSetting {
    enum { PADDING_VALID, PADDING_SAME, PADDING_EXPLICIT } kind;
    int pad[4]; /* top, bottom, left, right */
} PaddingSetting;

/* The arguments of every built-in kind; a kind uses those that its rows of the table name. */
typedef struct Settings {
    int filters;
    int kernel[2], stride[2]; /* stride 0 of a pool: its size */
    PaddingSetting padding;
    int groups, dilation;
    bool bias;
    double momentum, epsilon, rate;
    double argument; /* of an activation */
    int activation; /* index in activation_words */
    bool center, scale; /* batch_norm: has beta, gamma */
    InitializerSetting kernel_initializer, depthwise_initializer, pointwise_initializer,
        bias_initializer, gamma_initializer, beta_initializer;
    RegularizerSetting kernel_regularizer, depthwise_regularizer, pointwise_regularizer,
        bias_regularizer;
} Settings;

typedef enum ArgumentType {
    ARGUMENT_COUNT, /* int, 1 to 2^20 */
    ARGUMENT_ONE, /* int, 1: nothing else is there yet */
    ARGUMENT_PAIR, /* int[2], n or [height, width], each 1 to 2^12 */
    ARGUMENT_PADDING, /* same, valid, n or [top, bottom, left, right] */
    ARGUMENT_BOOL, /* true or false */
    ARGUMENT_FRACTION, /* double, 0 <= x < 1 */
    ARGUMENT_POSITIVE, /* double, 1e-12 to 1e6 */
    ARGUMENT_ACTIVATION, /* int, index in activation_words */
    ARGUMENT_INITIALIZER, /* word or {word: {argument: value}} */
    ARGUMENT_REGULARIZER, /* 0 or {l1: x, l2: y} */
    ARGUMENT_TREE /* branches, layers, each, names: read by expand.c */
} ArgumentType;

typedef struct ArgumentSpec {
    const char *name;
    ArgumentType type;
    const char *default_; /* as it is written in a file; NULL: required, "": see the meaning */
    size_t offset; /* in Settings */
    const char *keras; /* Keras's name; NULL: the same */
    const char *meaning; /* beyond its type; "" for nothing */
} ArgumentSpec;

enum { XC_MAX_ARGUMENTS = 16 };

typedef struct KindSpec {
    const char *name;
    const char *keras; /* SeparableConv2D; NULL: a construct of the language */
    const char *meaning; /* one sentence */
    const char *example;
    ArgumentSpec arguments[XC_MAX_ARGUMENTS]; /* ends with a row without a name */
} KindSpec;

/* linear, the activations of graph/activations.def in their order, softmax. */
enum { XC_LINEAR };
extern const char *const activation_words[];
extern const size_t activation_word_count;

extern const KindSpec kind_specs[];
extern const size_t kind_spec_count;

/* The keys of 'training', in the order in which they are written. */
typedef struct TrainingKeySpec {
    const char *name;
    const char *meaning;
} TrainingKeySpec;

extern const TrainingKeySpec training_key_specs[];
extern const size_t training_key_count;

/* Values that are one word of several, alone or with arguments of its own; each list ends in NULL.
 * initializer_words are in the order of Initializer, optimizer_words of OptimizerKind. */
extern const char *const optimizer_words[], *const schedule_words[], *const initializer_words[];
size_t word_count(const char *const *words);
/* Whether both are words of one such list, so that a mapping has one of them at most. */
bool are_alternatives(const char *a, const char *b);

/* NULL when there is none. */
const KindSpec *find_kind(const char *name);
const ArgumentSpec *find_argument(const KindSpec *kind, const char *name);
size_t argument_count(const KindSpec *kind);

#endif
