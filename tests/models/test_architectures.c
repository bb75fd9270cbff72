/* Architectures that nothing in the compiler was written for. Each is checked against the reference
 * interpreter (loss, gradients, evaluation, two updates), and in single precision it learns images
 * that differ by class. */
#include "support_lib/hash_random.h"
#include "support_lib/model_check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>

enum { BATCH = 12, STEPS = 40 };

/* What every model file ends in. */
#define RECIPE                                                                                     \
    "training:\n"                                                                                  \
    "  data: synthetic\n"                                                                          \
    "  optimizer: {adam: {}}\n"

static const char DIGITS[] = "input: {shape: [28, 28, 1], mean: [0], std: [1]}\n"
                             "layers:\n"
                             "  - conv: {filters: 6, kernel: 5}\n"
                             "  - relu\n"
                             "  - max_pool: 2\n"
                             "  - conv: {filters: 16, kernel: 3, stride: 3}\n"
                             "  - relu\n"
                             "  - flatten\n"
                             "  - dropout: 0.2\n"
                             "  - dense: 84\n"
                             "  - relu\n"
                             "  - dense: 37\n"
                             "  - softmax\n" RECIPE;

static const char ODD_CHANNELS[] =
    "input: {shape: [15, 11, 3], mean: [0, 0, 0], std: [1, 1, 1]}\n"
    "layers:\n"
    "  - conv: {filters: 7, kernel: 3, padding: same, bias: false}\n"
    "  - batch_norm\n"
    "  - relu\n"
    "  - separable_conv: {filters: 13, kernel: 5, stride: 2, padding: same}\n"
    "  - batch_norm\n"
    "  - relu\n"
    "  - conv: {filters: 39, kernel: 3, groups: 13, padding: same}\n"
    "  - batch_norm\n"
    "  - add: [[relu, conv: {filters: 39, kernel: 1}, batch_norm], identity]\n"
    "  - multiply: [[global_average_pool, dense: 5, relu, dense: 39, sigmoid], identity]\n"
    "  - global_max_pool\n"
    "  - dense: 11\n"
    "  - softmax\n" RECIPE;

static const char STRIDE_THREE[] =
    "input: {shape: [31, 22, 5], mean: [0, 0, 0, 0, 0], std: [1, 1, 1, 1, 1]}\n"
    "layers:\n"
    "  - conv: {filters: 17, kernel: 3, stride: 3, padding: same}\n"
    "  - batch_norm\n"
    "  - relu\n"
    "  - separable_conv: {filters: 33, kernel: [5, 3], stride: [3, 1], padding: [2, 1, 0, 2]}\n"
    "  - batch_norm\n"
    "  - relu\n"
    "  - average_pool: {size: 3, stride: 3, padding: same}\n"
    "  - depthwise_conv: {kernel: 1, stride: 3}\n"
    "  - flatten\n"
    "  - dense: 6\n"
    "  - softmax\n" RECIPE;

static const char THREE_WAYS[] =
    "input: {shape: [12, 12, 3], mean: [0, 0, 0], std: [1, 1, 1]}\n"
    "blocks:\n"
    "  inception:\n"
    "    arguments: [filters]\n"
    "    layers:\n"
    "      - concat:\n"
    "          - [conv: {filters: $filters, kernel: 1}, batch_norm, relu]\n"
    "          - [conv: {filters: 5, kernel: 1}, batch_norm, relu,\n"
    "             conv: {filters: $filters, kernel: [1, 7], padding: same},\n"
    "             conv: {filters: $filters, kernel: [7, 1], padding: same}, batch_norm, relu]\n"
    "          - [max_pool: {size: 3, stride: 1, padding: same}, conv: {filters: 9, kernel: 1}]\n"
    "layers:\n"
    "  - inception: 8\n"
    "  - concat:\n"
    "      - conv: {filters: 11, kernel: 3, stride: 2, padding: same}\n"
    "      - max_pool: {size: 3, stride: 2, padding: same}\n"
    "      - average_pool: {size: 3, stride: 2, padding: same}\n"
    "  - inception: 15\n"
    "  - global_average_pool\n"
    "  - dense: 10\n"
    "  - softmax\n" RECIPE;

/* Valid convolutions shrink the map on the way down; paddings wider than "same" let it grow on the
 * way up, where it meets the map of the same size. */
static const char U_SHAPED[] = "input: {shape: [14, 12, 2], mean: [0, 0], std: [1, 1]}\n"
                               "layers:\n"
                               "  - conv: {name: top, filters: 9, kernel: 3, padding: same}\n"
                               "  - batch_norm\n"
                               "  - relu\n"
                               "  - conv: {name: middle, filters: 17, kernel: 3}\n"
                               "  - batch_norm\n"
                               "  - relu\n"
                               "  - conv: {filters: 33, kernel: 5}\n"
                               "  - batch_norm\n"
                               "  - relu\n"
                               "  - conv: {filters: 17, kernel: 5, padding: 4}\n"
                               "  - concat: [identity, from: middle]\n"
                               "  - batch_norm\n"
                               "  - relu\n"
                               "  - conv: {filters: 9, kernel: 3, padding: 2}\n"
                               "  - add: [identity, from: top]\n"
                               "  - concat: [identity, from: input, from: top]\n"
                               "  - relu\n"
                               "  - global_average_pool\n"
                               "  - dense: 7\n"
                               "  - softmax\n" RECIPE;

/* The same letter without growing maps: strides on both sides. */
static const char U_OF_STRIDES[] =
    "input: {shape: [17, 20, 4], mean: [0, 0, 0, 0], std: [1, 1, 1, 1]}\n"
    "layers:\n"
    "  - conv: {name: high, filters: 8, kernel: 3, padding: same}\n"
    "  - relu\n"
    "  - conv: {name: low, filters: 16, kernel: 3, stride: 2, padding: same}\n"
    "  - batch_norm\n"
    "  - relu\n"
    "  - conv: {filters: 24, kernel: 3, stride: 2, padding: same}\n"
    "  - batch_norm\n"
    "  - relu\n"
    "  - concat: [identity, [from: low, max_pool: {size: 3, stride: 2, padding: same}]]\n"
    "  - add:\n"
    "      - conv: {filters: 21, kernel: 1}\n"
    "      - [from: high, separable_conv: {filters: 21, kernel: 5, stride: 4, padding: same}]\n"
    "  - relu\n"
    "  - global_average_pool\n"
    "  - dense: 5\n"
    "  - softmax\n" RECIPE;

/* More branches, and longer chains of normalisations, than one kernel has operands for. */
#define FIVE_TIMES(x) x ", " x ", " x ", " x ", " x
#define NORMS FIVE_TIMES("[conv: {filters: 6, kernel: 3, padding: same}, batch_norm]")
#define UNITS FIVE_TIMES("[conv: {filters: 6, kernel: 1}, batch_norm, relu]")
#define GATES FIVE_TIMES("[conv: {filters: 6, kernel: 1}, sigmoid]")
#define SCALES FIVE_TIMES("[global_average_pool, dense: 6, sigmoid]")
#define VECTORS FIVE_TIMES("[global_max_pool, dense: 6]")
#define COPIES FIVE_TIMES(FIVE_TIMES("identity"))
#define NARROWS FIVE_TIMES(FIVE_TIMES("conv: {filters: 2, kernel: 1}"))
static const char MANY_BRANCHES[] =
    "input: {shape: [6, 5, 3], mean: [0, 0, 0], std: [1, 1, 1]}\n"
    "layers:\n"
    "  - add: [" NORMS "]\n"
    "  - add: [" UNITS "]\n"
    "  - batch_norm: {name: stem}\n"
    "  - repeat: {times: 6, layers: [add: [from: stem, [batch_norm, relu]]]}\n"
    "  - add: [" COPIES "]\n"
    "  - batch_norm\n"
    "  - multiply: [" GATES ", " SCALES "]\n"
    "  - multiply: [" VECTORS ", identity, identity]\n"
    "  - add: [identity, from: stem]\n"
    "  - batch_norm\n"
    "  - relu\n"
    "  - concat: [" NARROWS "]\n"
    "  - batch_norm\n"
    "  - relu\n"
    "  - flatten\n"
    "  - dense: 6\n"
    "  - softmax\n" RECIPE;

/* Windows whose taps are counted in one byte, in two and in four; the last one's lie in padding but
 * for the greatest of them. */
static const char WIDE_POOLS[] =
    "input: {shape: [12, 9, 2], mean: [0, 0], std: [1, 1]}\n"
    "layers:\n"
    "  - conv: {filters: 17, kernel: 3, padding: same}\n"
    "  - add:\n"
    "      - max_pool: {size: 16, stride: 1, padding: [15, 0, 15, 0]}\n"
    "      - max_pool: {size: 17, stride: 1, padding: [16, 0, 16, 0]}\n"
    "      - max_pool: {size: [256, 257], stride: 1, padding: [255, 0, 256, 0]}\n"
    "      - average_pool: {size: [256, 257], stride: 1, padding: [255, 0, 256, 0]}\n"
    "  - conv: {filters: 7, kernel: 3}\n"
    "  - max_pool: {size: [10, 7], stride: 1}\n"
    "  - flatten\n"
    "  - dense: 4\n"
    "  - softmax\n" RECIPE;

/* More channels than finish kernels keep on the stack at a time. */
static const char WIDE_VECTOR[] = "input: {shape: [47, 88, 1], mean: [0], std: [1]}\n"
                                  "layers:\n"
                                  "  - flatten\n"
                                  "  - batch_norm\n"
                                  "  - relu\n"
                                  "  - dense: 3\n"
                                  "  - dense: 9001\n"
                                  "  - batch_norm\n"
                                  "  - relu\n"
                                  "  - dense: 3\n"
                                  "  - softmax\n" RECIPE;

static void check_against_reference(const Emitted *emitted)
{
    static const int counts[] = {BATCH, 1, 7};
    CheckReport report = {0};
    Loaded loaded = emitted_load(emitted, EMITTED_DOUBLE, NULL);
    assert_non_null(loaded.library);
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        ModelCheck check = model_check_default(counts[i], 70 + (uint64_t)i);
        check_emitted_model(&loaded, &check, &report);
    }
    loaded_close(&loaded);
    print_message("%s: %zu comparisons, worst %.2g of what is allowed\n",
        emitted->compilation.forward->name, report.comparisons, report.worst);
    assert_int_equal(report.failures, 0);
    assert_true(report.comparisons > 100);
}

/* Each class has a pattern of its own, each image noise besides. */
static void draw_images(const Graph *graph, double *images, int32_t *labels)
{
    size_t reals = trial_elements(graph->images->shape);
    for (int n = 0; n < BATCH; n++) {
        labels[n] = n % graph->classes;
        for (size_t i = 0; i < reals; i++)
            images[(size_t)n * reals + i] =
                1.5 * hash_signed(5, (uint64_t)labels[n], i) + 0.3 * hash_signed(6, (uint64_t)n, i);
    }
}

static void check_learning(const Emitted *emitted)
{
    const Graph *graph = emitted->compilation.forward;
    Loaded loaded = emitted_load(emitted, EMITTED_FLOAT, NULL);
    assert_non_null(loaded.library);
    const ProbeFunctions *call = &loaded.probe;
    Probe *probe = call->open(loaded.model, 2);
    double *images = calloc(BATCH * trial_elements(graph->images->shape), sizeof *images);
    int32_t labels[BATCH];
    assert_true(probe != NULL && images != NULL);
    draw_images(graph, images, labels);
    call->initialize(probe, 1);
    double first = 0, last = 0;
    for (int s = 0; s < STEPS; s++) {
        const ProbeStep step = {0.005, 1, (uint64_t)s, true};
        ProbeMetrics metrics;
        assert_true(call->train_step(probe, images, labels, BATCH, &step, &metrics));
        assert_true(metrics.finite);
        last = metrics.cross_entropy / BATCH;
        first = s == 0 ? last : first;
    }
    print_message("%s: the loss goes from %.3f to %.3f\n", graph->name, first, last);
    assert_true(last < 0.5 * first);
    free(images);
    call->close(probe);
    loaded_close(&loaded);
}

static void check_architecture(const char *name, const char *yaml)
{
    Emitted *emitted = emitted_from_text(name, yaml, BATCH);
    assert_non_null(emitted);
    check_against_reference(emitted);
    check_learning(emitted);
    emitted_free(emitted);
}

static void grey_images_in_37_classes(void **state)
{
    (void)state;
    check_architecture("digits", DIGITS);
}

static void odd_channel_counts(void **state)
{
    (void)state;
    check_architecture("odd_channels", ODD_CHANNELS);
}

static void strides_of_three(void **state)
{
    (void)state;
    check_architecture("stride_three", STRIDE_THREE);
}

static void concats_of_three_branches(void **state)
{
    (void)state;
    check_architecture("three_ways", THREE_WAYS);
}

static void a_u_that_shrinks_and_grows(void **state)
{
    (void)state;
    check_architecture("u_shaped", U_SHAPED);
}

static void a_u_of_strides(void **state)
{
    (void)state;
    check_architecture("u_of_strides", U_OF_STRIDES);
}

static void more_branches_than_a_kernel_has_operands(void **state)
{
    (void)state;
    check_architecture("many_branches", MANY_BRANCHES);
}

static void pools_of_more_taps_than_bytes_count(void **state)
{
    (void)state;
    check_architecture("wide_pools", WIDE_POOLS);
}

static void normalisation_of_thousands_of_channels(void **state)
{
    (void)state;
    check_architecture("wide_vector", WIDE_VECTOR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grey_images_in_37_classes),
        cmocka_unit_test(odd_channel_counts),
        cmocka_unit_test(strides_of_three),
        cmocka_unit_test(concats_of_three_branches),
        cmocka_unit_test(a_u_that_shrinks_and_grows),
        cmocka_unit_test(a_u_of_strides),
        cmocka_unit_test(more_branches_than_a_kernel_has_operands),
        cmocka_unit_test(pools_of_more_taps_than_bytes_count),
        cmocka_unit_test(normalisation_of_thousands_of_channels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
