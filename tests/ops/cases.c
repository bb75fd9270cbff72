#include "cases.h"

/* Channels 1, 3, 5, 16, 17, 31, 48, 49 and 64 lie around the pad of 16 lanes and the panel of 48;
 * maps of 1 to 9 pixels around the rows of a register tile. */
const OpCase OP_CASES[] = {
    {"conv_kernels", 9, 9, 3, 4,
        "  - conv: {filters: 5, kernel: 2, padding: same}\n"
        "  - sigmoid\n"
        "  - conv: {filters: 16, kernel: 5, padding: same}\n"
        "  - conv: {filters: 17, kernel: [1, 7], padding: same, bias: false}\n"
        "  - relu\n"
        "  - conv: {filters: 31, kernel: [7, 1], padding: same, bias: false}\n"
        "  - conv: {filters: 48, kernel: 3, padding: same}\n",
        false, NULL},
    {"conv_strides", 9, 7, 5, 3,
        "  - conv: {filters: 49, kernel: 3, stride: 2, padding: same}\n"
        "  - relu\n"
        "  - conv: {filters: 16, kernel: 3, stride: 3, padding: same}\n"
        "  - conv: {filters: 64, kernel: 2, stride: 1, padding: same}\n"
        "  - conv: {filters: 3, kernel: 5, stride: 2, padding: same}\n",
        false, NULL},
    {"conv_even_strides", 8, 6, 3, 5,
        "  - conv: {filters: 17, kernel: 3, stride: 2, padding: same}\n"
        "  - conv: {filters: 31, kernel: 1, stride: 2}\n"
        "  - conv: {filters: 5, kernel: [2, 1], stride: [2, 1], padding: same}\n",
        false, NULL},
    {"conv_valid", 9, 8, 1, 3,
        "  - conv: {filters: 17, kernel: 3}\n"
        "  - relu\n"
        "  - conv: {filters: 49, kernel: 2, stride: 2}\n"
        "  - conv: {filters: 3, kernel: 3}\n"
        "  - conv: {filters: 31, kernel: 1}\n",
        false, NULL},
    {"conv_uneven_pads", 7, 6, 3, 4,
        "  - conv: {filters: 16, kernel: 3, padding: [0, 2, 1, 0]}\n"
        "  - conv: {filters: 5, kernel: 3, stride: 2, padding: [2, 0, 0, 1]}\n"
        "  - sigmoid\n"
        "  - conv: {filters: 48, kernel: 2, padding: 1}\n"
        "  - conv: {filters: 17, kernel: 3, stride: 3, padding: [1, 0, 2, 2]}\n",
        false, NULL},
    {"conv_strides_apart", 9, 9, 3, 4,
        "  - conv: {filters: 16, kernel: [3, 2], stride: [3, 2], padding: same}\n"
        "  - conv: {filters: 17, kernel: [1, 3], stride: [1, 2], padding: same}\n"
        "  - conv: {filters: 5, kernel: [2, 3], stride: [2, 1], padding: [1, 0, 1, 1]}\n",
        false, NULL},
    {"conv_stride_beyond_kernel", 9, 8, 3, 4,
        "  - conv: {filters: 16, kernel: 1, stride: 3}\n"
        "  - conv: {filters: 17, kernel: 1, stride: 2}\n"
        "  - conv: {filters: 5, kernel: 2, stride: 3, padding: same}\n",
        false, NULL},
    {"conv_on_single_pixels", 1, 1, 5, 3,
        "  - conv: {filters: 49, kernel: 3, padding: same}\n"
        "  - relu\n"
        "  - conv: {filters: 31, kernel: 3, stride: 2, padding: same}\n"
        "  - conv: {filters: 64, kernel: 1}\n",
        false, NULL},
    {"conv_wide", 4, 4, 64, 10,
        "  - conv: {filters: 96, kernel: 1}\n"
        "  - relu\n"
        "  - conv: {filters: 97, kernel: 1}\n"
        "  - conv: {filters: 144, kernel: 3, padding: same}\n",
        false, NULL},
    {"conv_groups", 5, 6, 6, 4,
        "  - conv: {filters: 9, kernel: 3, groups: 3, padding: same}\n"
        "  - conv: {filters: 16, kernel: 1}\n"
        "  - relu\n"
        "  - conv: {filters: 64, kernel: 3, groups: 4, stride: 2, padding: same}\n"
        "  - conv: {filters: 34, kernel: 2, groups: 2, bias: false}\n",
        false, NULL},
    {"conv_wide_groups", 4, 4, 96, 3,
        "  - conv: {filters: 98, kernel: 1, groups: 2}\n"
        "  - conv: {filters: 14, kernel: 3, groups: 7, padding: same}\n",
        false, NULL},
    {"separable", 7, 7, 5, 4,
        "  - separable_conv: {filters: 16, kernel: 3, padding: same}\n"
        "  - relu\n"
        "  - separable_conv: {filters: 17, kernel: 5, padding: same}\n"
        "  - separable_conv: {filters: 49, kernel: 3, stride: 2, padding: same, bias: false}\n"
        "  - sigmoid\n"
        "  - separable_conv: {filters: 31, kernel: 2}\n",
        false, NULL},
    {"separable_uneven", 8, 5, 17, 3,
        "  - separable_conv: {filters: 48, kernel: 3, padding: [2, 0, 0, 1]}\n"
        "  - separable_conv: {filters: 3, kernel: [1, 3], stride: [2, 1], padding: same}\n"
        "  - separable_conv: {filters: 64, kernel: 3, stride: 3, padding: same}\n",
        false, NULL},
    {"depthwise_alone", 6, 9, 17, 3,
        "  - depthwise_conv: {kernel: 3, padding: same}\n"
        "  - relu\n"
        "  - depthwise_conv: {kernel: [2, 5], stride: 2, padding: same, bias: false}\n"
        "  - depthwise_conv: {kernel: 3, stride: 3, padding: [1, 1, 0, 2]}\n",
        false, NULL},
    {"separable_on_single_pixels", 1, 1, 31, 5,
        "  - separable_conv: {filters: 49, kernel: 3, padding: same}\n"
        "  - batch_norm\n"
        "  - relu\n"
        "  - separable_conv: {filters: 16, kernel: 3, padding: same}\n",
        false, NULL},
    {"batch_norm_without", 5, 4, 3, 4,
        "  - batch_norm: {center: false, scale: false}\n"
        "  - conv: {filters: 17, kernel: 3, padding: same}\n"
        "  - batch_norm: {scale: false}\n"
        "  - relu\n"
        "  - separable_conv: {filters: 16, kernel: 3, padding: same}\n"
        "  - batch_norm: {center: false}\n"
        "  - conv: {filters: 5, kernel: 1}\n"
        "  - batch_norm: {center: false, scale: false}\n",
        false, NULL},
    {"batch_norm_everywhere", 5, 4, 3, 4,
        "  - batch_norm: {epsilon: 0.1, momentum: 0.7}\n"
        "  - conv: {filters: 17, kernel: 3, padding: same}\n"
        "  - batch_norm\n"
        "  - batch_norm: {epsilon: 0.01}\n"
        "  - relu\n"
        "  - batch_norm: {momentum: 0.5}\n"
        "  - conv: {filters: 16, kernel: 1}\n"
        "  - batch_norm\n"
        "  - sigmoid\n",
        false, NULL},
    {"batch_norm_of_vectors", 3, 3, 16, 5,
        "  - global_average_pool\n"
        "  - batch_norm\n"
        "  - dense: 49\n"
        "  - batch_norm: {momentum: 0.9}\n"
        "  - relu\n"
        "  - dense: {units: 31, bias: false}\n"
        "  - batch_norm\n",
        true, NULL},
    {"batch_norm_of_one_value_twice", 4, 4, 5, 3,
        "  - conv: {filters: 17, kernel: 3, padding: same}\n"
        "  - add: [batch_norm: {epsilon: 0.01}, [batch_norm, relu], identity]\n"
        "  - relu\n",
        false, NULL},
    {"max_pool", 9, 9, 3, 4,
        "  - conv: {filters: 17, kernel: 3, padding: same}\n"
        "  - max_pool: {size: 3, stride: 1, padding: same}\n"
        "  - batch_norm\n"
        "  - max_pool: {size: 3, stride: 2, padding: same}\n"
        "  - conv: {filters: 31, kernel: 1}\n"
        "  - batch_norm\n"
        "  - relu\n"
        "  - max_pool: 2\n"
        "  - conv: {filters: 16, kernel: 1}\n"
        "  - max_pool: {size: [1, 2], stride: 1, padding: same}\n",
        false, NULL},
    {"max_pool_even", 8, 6, 5, 3,
        "  - batch_norm\n"
        "  - max_pool: {size: 3, stride: 2, padding: same}\n"
        "  - conv: {filters: 48, kernel: 3, padding: same}\n"
        "  - max_pool: {size: 2, stride: 3, padding: [1, 0, 1, 1]}\n",
        false, NULL},
    {"average_pool", 9, 8, 3, 4,
        "  - average_pool: {size: 3, stride: 1, padding: same}\n"
        "  - conv: {filters: 17, kernel: 1}\n"
        "  - average_pool: {size: 3, stride: 2, padding: same}\n"
        "  - batch_norm\n"
        "  - relu\n"
        "  - average_pool: {size: 2, stride: 1, padding: [1, 0, 0, 1]}\n"
        "  - conv: {filters: 49, kernel: 1}\n"
        "  - average_pool: 2\n",
        false, NULL},
    {"global_max_pool", 5, 3, 3, 4,
        "  - conv: {filters: 49, kernel: 3, padding: same}\n"
        "  - batch_norm\n"
        "  - global_max_pool\n",
        true, NULL},
    {"flatten_and_dense", 5, 4, 3, 4,
        "  - conv: {filters: 17, kernel: 2, padding: same}\n"
        "  - relu\n"
        "  - flatten\n"
        "  - dense: 64\n"
        "  - sigmoid\n"
        "  - dense: {units: 5, bias: false}\n",
        true, NULL},
    {"dense_on_maps", 3, 4, 5, 37,
        "  - dense: 17\n"
        "  - relu\n"
        "  - dense: {units: 48, bias: false}\n",
        false, NULL},
    {"zero_padding", 5, 4, 3, 4,
        "  - zero_padding: [0, 1, 0, 1]\n"
        "  - conv: {filters: 17, kernel: 3, stride: 2}\n"
        "  - zero_padding: [1, 0, 2, 0]\n"
        "  - max_pool: {size: 2, stride: 1}\n"
        "  - zero_padding\n"
        "  - batch_norm\n"
        "  - zero_padding: [1, 2, 0, 0]\n"
        "  - depthwise_conv: {kernel: 3, padding: 1}\n"
        "  - zero_padding: 2\n"
        "  - add: [identity, conv: {filters: 17, kernel: 1}]\n"
        "  - zero_padding: [0, 0, 0, 3]\n"
        "  - concat: [separable_conv: {filters: 5, kernel: 2}, conv: {filters: 3, kernel: 2}]\n"
        "  - zero_padding: [0, 1, 1, 0]\n"
        "  - dense: 6\n",
        false, NULL},
    {"activations", 4, 3, 3, 4,
        "  - conv: {filters: 17, kernel: 3, padding: same}\n  - relu6\n"
        "  - conv: {filters: 16, kernel: 1}\n  - batch_norm\n  - leaky_relu\n"
        "  - depthwise_conv: {kernel: 3, padding: same}\n  - elu\n"
        "  - separable_conv: {filters: 31, kernel: 2}\n  - batch_norm\n  - tanh\n"
        "  - dense: 17\n  - silu\n"
        "  - add: [[hard_sigmoid, conv: {filters: 17, kernel: 1}], [batch_norm, hard_swish]]\n"
        "  - conv: {filters: 5, kernel: 1}\n  - gelu\n",
        false, NULL},
    {"activations_with_arguments", 3, 3, 3, 4,
        "  - conv: {filters: 16, kernel: 1}\n  - leaky_relu: 0.05\n"
        "  - conv: {filters: 17, kernel: 2}\n  - elu: {alpha: 0.7}\n"
        "  - leaky_relu: {negative_slope: 1.5}\n",
        false, NULL},
    {"activations_of_layers", 5, 4, 3, 4,
        "  - conv: {filters: 17, kernel: 3, padding: same, activation: relu6}\n"
        "  - batch_norm\n"
        "  - separable_conv: {filters: 16, kernel: 3, padding: same, activation: leaky_relu}\n"
        "  - depthwise_conv: {kernel: 3, padding: same, activation: silu}\n"
        "  - global_average_pool\n"
        "  - dense: {units: 31, activation: gelu}\n",
        true, NULL},
    {"residuals", 5, 5, 16, 4,
        "  - add: [[relu, conv: {filters: 16, kernel: 3, padding: same}, batch_norm], identity]\n"
        "  - add:\n"
        "      - [conv: {filters: 17, kernel: 1, stride: 2}, batch_norm]\n"
        "      - [relu, separable_conv: {filters: 17, kernel: 3, padding: same}, batch_norm,"
        " max_pool: {size: 3, stride: 2, padding: same}]\n"
        "  - add: [identity, identity, conv: {filters: 17, kernel: 1}]\n",
        false, NULL},
    {"gates", 4, 3, 16, 4,
        "  - conv: {filters: 16, kernel: 3, padding: same}\n"
        "  - batch_norm\n"
        "  - multiply: [[global_average_pool, dense: 4, relu, dense: 16, sigmoid], identity]\n"
        "  - multiply: [identity, [conv: {filters: 16, kernel: 1}, sigmoid]]\n"
        "  - add: [[multiply: [identity, [global_max_pool, dense: 16, sigmoid], relu]], "
        "identity]\n",
        false, NULL},
    {"concats", 6, 5, 3, 4,
        "  - concat: [identity, conv: {filters: 5, kernel: 3, padding: same},"
        " [conv: {filters: 17, kernel: 1}, relu]]\n"
        "  - batch_norm\n"
        "  - relu\n"
        "  - concat: [[conv: {filters: 16, kernel: 3, padding: same}, batch_norm, relu],"
        " [average_pool: {size: 3, stride: 1, padding: same}, conv: {filters: 31, kernel: 1}]]\n"
        "  - concat: [identity, identity]\n"
        "  - concat: [[conv: {filters: 3, kernel: 2, stride: 2, padding: same}],"
        " max_pool: {size: 3, stride: 2, padding: same}]\n",
        false, NULL},
    {"dense_block", 6, 6, 3, 4,
        "  - conv: {filters: 8, kernel: 3, padding: same, bias: false}\n"
        "  - repeat:\n"
        "      times: 3\n"
        "      layers:\n"
        "        - concat:\n"
        "            - [batch_norm, relu, conv: {filters: 12, kernel: 1}, batch_norm, relu,"
        " conv: {filters: 5, kernel: 3, padding: same}]\n"
        "            - identity\n"
        "  - batch_norm\n"
        "  - relu\n"
        "  - conv: {filters: 11, kernel: 1}\n"
        "  - average_pool: 2\n",
        false, NULL},
    {"connections", 6, 6, 3, 4,
        "  - conv: {name: stem, filters: 16, kernel: 3, padding: same}\n"
        "  - batch_norm\n"
        "  - relu\n"
        "  - conv: {name: deep, filters: 16, kernel: 3, padding: same}\n"
        "  - add: [[from: stem, sigmoid], identity, [from: deep, batch_norm]]\n"
        "  - concat: [identity, from: stem, from: input]\n",
        false, NULL},
    {"dropouts", 5, 4, 5, 4,
        "  - dropout: 0.2\n"
        "  - conv: {filters: 17, kernel: 3, padding: same}\n"
        "  - batch_norm\n"
        "  - relu\n"
        "  - dropout: 0.5\n"
        "  - concat: [[conv: {filters: 16, kernel: 1}, dropout: 0.3], identity]\n"
        "  - global_average_pool\n"
        "  - dropout: 0.25\n",
        true, NULL},
    {"regularizers", 5, 5, 3, 4,
        "  - conv: {filters: 17, kernel: 3, kernel_regularizer: {l1: 0.01, l2: 0.02},"
        " bias_regularizer: {l2: 0.05}}\n"
        "  - batch_norm\n"
        "  - separable_conv: {filters: 16, kernel: 3, padding: same,"
        " depthwise_regularizer: {l2: 0.03}, pointwise_regularizer: {l1: 0.01},"
        " bias_regularizer: {l1: 0.02}}\n"
        "  - batch_norm\n"
        "  - relu\n"
        "  - dense: {units: 5, kernel_regularizer: {l2: 0.1}}\n",
        false, NULL},
    {"xception_in_small", 8, 8, 3, 10,
        "  - conv: {filters: 8, kernel: 3, stride: 2, padding: same}\n"
        "  - batch_norm: {momentum: 0.9, epsilon: 1.0e-5}\n"
        "  - relu\n"
        "  - add:\n"
        "      - [conv: {filters: 17, kernel: 1}, batch_norm]\n"
        "      - [separable_conv: {filters: 17, kernel: 3, padding: same}, batch_norm, relu,"
        " separable_conv: {filters: 17, kernel: 3, padding: same}, batch_norm,"
        " max_pool: {size: 3, stride: 1, padding: same}]\n"
        "  - repeat:\n"
        "      times: 2\n"
        "      layers:\n"
        "        - add:\n"
        "            - repeat: {times: 3, layers: [relu, separable_conv: {filters: 17, kernel: 3,"
        " padding: same}, batch_norm]}\n"
        "            - identity\n"
        "  - separable_conv: {filters: 49, kernel: 3, padding: same}\n"
        "  - batch_norm\n"
        "  - relu\n",
        false, NULL},
    {"plain_sgd", 4, 4, 3, 3, "  - conv: {filters: 5, kernel: 3, kernel_regularizer: {l2: 0.1}}\n",
        false, "  optimizer: {sgd: {momentum: 0, nesterov: false}}\n"},
    {"momentum_sgd", 4, 4, 3, 3, "  - conv: {filters: 5, kernel: 3}\n  - batch_norm\n  - relu\n",
        false, "  optimizer: {sgd: {momentum: 0.8, nesterov: false}}\n"},
    {"adam", 5, 4, 3, 4,
        "  - conv: {filters: 17, kernel: 3, kernel_regularizer: {l1: 0.01, l2: 0.02}}\n"
        "  - batch_norm\n"
        "  - relu\n"
        "  - separable_conv: {filters: 5, kernel: 2}\n",
        false, "  optimizer: {adam: {beta1: 0.8, beta2: 0.99, epsilon: 1.0e-3}}\n"},
    {"adam_of_keras", 4, 4, 3, 3, "  - conv: {filters: 49, kernel: 3}\n  - relu\n", false,
        "  optimizer: {adam: {}}\n"},
    {"adamw", 5, 4, 3, 4,
        "  - conv: {filters: 17, kernel: 3, kernel_regularizer: {l2: 0.02}}\n"
        "  - batch_norm\n"
        "  - relu\n"
        "  - dense: 5\n",
        false, "  optimizer: {adamw: {beta1: 0.7, epsilon: 1.0e-4, weight_decay: 0.1}}\n"},
    {"label_smoothing", 4, 4, 3, 5, "  - conv: {filters: 17, kernel: 3}\n  - batch_norm\n", false,
        "  optimizer: {sgd: {momentum: 0.9, nesterov: true}}\n  label_smoothing: 0.2\n"},
    {"label_smoothing_of_two_classes", 4, 3, 1, 2, "  - conv: {filters: 3, kernel: 2}\n", false,
        "  optimizer: {adamw: {}}\n  label_smoothing: 0.9\n"},
};
const size_t OP_CASE_COUNT = sizeof OP_CASES / sizeof *OP_CASES;

static const char *one_a_channel(Arena *arena, int channels, const char *number)
{
    const char *list = number;
    for (int c = 1; c < channels; c++)
        list = arena_printf(arena, "%s, %s", list, number);
    return list;
}

const char *case_yaml(Arena *arena, const OpCase *op_case)
{
    const char *sgd = "  optimizer: {sgd: {momentum: 0.9, nesterov: true}}\n";
    return arena_printf(arena,
        "input: {shape: [%d, %d, %d], mean: [%s], std: [%s]}\n"
        "layers:\n%s%s"
        "  - dense: %d\n"
        "  - softmax\n"
        "training:\n"
        "  data: synthetic\n"
        "  batch_size: 9\n"
        "  epochs: 1\n"
        "  learning_rate: {steps: {0: 0.01}}\n%s",
        op_case->height, op_case->width, op_case->channels,
        one_a_channel(arena, op_case->channels, "128"),
        one_a_channel(arena, op_case->channels, "64"), op_case->layers,
        op_case->ends_in_vector ? "" : "  - global_average_pool\n", op_case->classes,
        op_case->recipe != NULL ? op_case->recipe : sgd);
}
