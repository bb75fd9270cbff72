#include "report/schema_parts.h"

#include <stddef.h>

const SchemaPart schema_sections[] = {
    {"about", "{'type': ['string', 'number', 'boolean'], 'description': 'one sentence'}"},
    {"extends",
        "{'description': 'a file or a list of files that this one changes; a bare name comes with "
        "xceptc', 'anyOf': [{'type': 'string'}, {'type': 'array', 'items': {'type': 'string'}}]}"},
    {"input",
        "{'description': 'what enters', 'type': 'object', 'properties': {'shape': @input_shape, "
        "'mean': @channels, 'std': @channels}, 'additionalProperties': false}"},
    {"blocks", "{'description': 'layers of your own', 'type': 'object', 'patternProperties': "
               "{'^[a-z][a-z0-9_]*$': @block}, 'additionalProperties': false}"},
    {"layers",
        "{'description': 'the network, in order; it ends in softmax', '$ref': '#/$defs/network'}"},
    {"change", "{'description': 'what differs, of named layers', 'type': 'object', "
               "'additionalProperties': @change}"},
    {"expect",
        "{'description': 'what check and compile insist on', 'type': 'object', 'properties': "
        "{'parameters': @expect_parameters, 'macs': @whole, 'layers': {'type': 'object', "
        "'additionalProperties': @expect_layer}}, 'additionalProperties': false}"},
    {NULL, NULL},
};

/* Texts. An expression has a variable or a parenthesis, or is plain arithmetic; it has no comma, so
 * that (3, 3) is none. */
#define REAL "-?[0-9.]+([eE][-+]?[0-9]+)?"
#define EXPRESSION "^[^,]*[$(][^,]*$|^" REAL "( *[-+*/] *" REAL ")*$"

const SchemaPart schema_definitions[] = {
    {"word", "{'type': 'string', 'pattern': '^[a-z][a-z0-9_]*$'}"},
    {"name", "{'type': 'string', 'pattern': '^[a-z$][a-z0-9_$()]*$'}"},
    {"variable_alone", "{'type': 'string', 'pattern': '^[$]'}"},
    {"word_or_variable", "{'anyOf': [@word, @variable_alone]}"},
    {"expression", "{'type': 'string', 'pattern': '" EXPRESSION "'}"},

    /* Values. */
    {"number", "{'anyOf': [{'type': 'number'}, @expression]}"},
    {"count", "{'anyOf': [{'type': 'integer', 'minimum': 1, 'maximum': 1048576}, @expression]}"},
    {"whole", "{'anyOf': [{'type': 'integer', 'minimum': 0}, @expression]}"},
    {"side", "{'anyOf': [{'type': 'integer', 'minimum': 1, 'maximum': 4096}, @expression]}"},
    {"pad", "{'anyOf': [{'type': 'integer', 'minimum': 0, 'maximum': 4096}, @expression]}"},
    {"pair", "{'anyOf': [@side, {'type': 'array', 'minItems': 2, 'maxItems': 2, 'items': @side}]}"},
    {"padding", "{'anyOf': [{'enum': ['same', 'valid']}, @pad, "
                "{'type': 'array', 'minItems': 4, 'maxItems': 4, 'items': @pad}]}"},
    {"truth", "{'anyOf': [{'enum': [true, false, 'true', 'false']}, "
              "{'type': 'string', 'pattern': '[$(<>=]|^not '}]}"},
    {"fraction",
        "{'anyOf': [{'type': 'number', 'minimum': 0, 'exclusiveMaximum': 1}, @expression]}"},
    {"part", "{'anyOf': [{'type': 'number', 'minimum': 0, 'maximum': 1}, @expression]}"},
    {"positive", "{'anyOf': [{'type': 'number', 'minimum': 1e-12, 'maximum': 1e6}, @expression]}"},
    {"not_negative", "{'anyOf': [{'type': 'number', 'minimum': 0}, @expression]}"},
    {"channels", "{'anyOf': [@number, {'type': 'array', 'items': @number}]}"},
    {"list", "{'anyOf': [{'type': 'array'}, @variable_alone]}"},
    {"variable", "{'type': ['number', 'boolean', 'string', 'array']}"},
    {"shape",
        "{'anyOf': [@count, {'type': 'array', 'minItems': 1, 'maxItems': 3, 'items': @count}]}"},
    {"input_shape", "{'description': '[height, width, channels]', 'anyOf': [@variable_alone, "
                    "{'type': 'array', 'minItems': 3, 'maxItems': 3, 'items': @count}]}"},
    {"activation", "{'anyOf': [@variable_alone, {'enum': ['linear', "
#define XC_ACTIVATION(ID, word, ...) "'" word "', "
#include "graph/activations.def"
#undef XC_ACTIVATION
                   "'softmax']}]}"},
    {"initializer",
        "{'anyOf': [@variable_alone, {'enum': ['zeros', 'ones', 'glorot_uniform', "
        "'glorot_normal', 'he_uniform', 'he_normal', 'lecun_uniform', 'lecun_normal', "
        "'constant', 'uniform', 'normal', 'truncated_normal']}, @initializer_with_arguments]}"},
    {"initializer_with_arguments",
        "{'type': 'object', 'properties': {'constant': {'type': 'object', 'properties': "
        "{'value': @number}, 'additionalProperties': false}, 'uniform': {'type': 'object', "
        "'properties': {'minval': @number, 'maxval': @number}, 'additionalProperties': false}, "
        "'normal': @normal, 'truncated_normal': @normal}, 'additionalProperties': false, "
        "'minProperties': 1, 'maxProperties': 1}"},
    {"normal", "{'type': 'object', 'properties': {'mean': @number, 'stddev': @not_negative}, "
               "'additionalProperties': false}"},
    {"regularizer", "{'anyOf': [{'const': 0}, @variable_alone, {'type': 'object', 'properties': "
                    "{'l1': @not_negative, 'l2': @not_negative}, 'additionalProperties': false}]}"},

    /* Layers of layers; what stands in others may be part of a change. */
    {"network", "{'type': 'array', 'items': @one_layer}"},
    {"layer_or_original", "{'anyOf': [{'const': 'original'}, @one_layer]}"},
    {"layers", "{'type': 'array', 'items': @layer_or_original}"},
    {"branches",
        "{'type': 'array', 'minItems': 2, 'items': {'anyOf': [@layer_or_original, @layers]}}"},
    {"layer", "{'type': 'string', 'pattern': '^[a-z$][a-z0-9_$()]*$'}"},
    {"times", "@whole"},
    {"each", "{'type': 'object', 'minProperties': 1, 'patternProperties': {'^[a-z][a-z0-9_]*$': "
             "@values}, 'additionalProperties': false}"},
    {"values", "{'anyOf': [{'type': 'array'}, @variable_alone, "
               "{'type': 'string', 'pattern': '[.][.]'}]}"},
    {"block", "{'type': 'object', 'properties': {'arguments': {'type': 'array', 'items': {'anyOf': "
              "[@word, {'type': 'object', 'minProperties': 1, 'maxProperties': 1}]}}, "
              "'layers': @network}, 'required': ['layers'], 'additionalProperties': false}"},
    {"change", "{'anyOf': [{'type': 'object', 'not': {'required': ['name']}}, @layers]}"},

    /* The recipe. */
    {"training_data", "{'type': 'string'}"},
    {"training_validation", "@not_negative"},
    {"training_batch_size", "@count"},
    {"training_epochs", "@count"},
    {"training_loss", "{'enum': ['categorical_crossentropy']}"},
    {"training_label_smoothing", "@fraction"},
    {"training_optimizer",
        "{'anyOf': [{'enum': ['sgd', 'adam', 'adamw']}, {'type': 'object', 'properties': "
        "{'sgd': @sgd, 'adam': @adam, 'adamw': @adamw}, 'additionalProperties': false, "
        "'minProperties': 1, 'maxProperties': 1}]}"},
    {"sgd", "{'type': 'object', 'properties': {'momentum': @fraction, 'nesterov': @truth}, "
            "'additionalProperties': false}"},
    {"adam", "{'type': 'object', 'properties': {'beta1': @fraction, 'beta2': @fraction, "
             "'epsilon': @part}, 'additionalProperties': false}"},
    {"adamw", "{'type': 'object', 'properties': {'beta1': @fraction, 'beta2': @fraction, "
              "'epsilon': @part, 'weight_decay': @part}, 'additionalProperties': false}"},
    {"training_learning_rate",
        "{'anyOf': [@not_negative, {'type': 'object', 'properties': {'steps': @steps, "
        "'cosine': @curve, 'one_cycle': @curve, 'warm_up': @whole}, 'additionalProperties': "
        "false, 'oneOf': [{'required': ['steps']}, {'required': ['cosine']}, "
        "{'required': ['one_cycle']}]}]}"},
    {"steps", "{'type': 'object', 'minProperties': 1, 'additionalProperties': @not_negative}"},
    {"curve",
        "{'anyOf': [@not_negative, {'type': 'object', 'properties': {'rate': @not_negative, "
        "'final_rate': @not_negative}, 'required': ['rate'], 'additionalProperties': false}]}"},
    {"training_augment",
        "{'type': 'object', 'properties': {'horizontal_flip': @part, 'shift': @shift, "
        "'pad_and_crop': @whole, 'cutout': @whole}, 'additionalProperties': false}"},
    {"shift", "{'type': 'object', 'properties': {'height': @fraction, 'width': @fraction, "
              "'fill': @number}, 'additionalProperties': false}"},

    /* Expectations. */
    {"expect_parameters",
        "{'anyOf': [@whole, {'type': 'object', 'properties': {'total': @whole, "
        "'trainable': @whole, 'non_trainable': @whole}, 'additionalProperties': false}]}"},
    {"expect_layer", "{'type': 'object', 'properties': {'parameters': @whole, 'output': @shape, "
                     "'macs': @whole}, 'additionalProperties': false}"},
    {NULL, NULL},
};
