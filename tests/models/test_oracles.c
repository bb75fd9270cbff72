/* The ten oracles of the numerical semantics, on the compiler's Graphs and on emitted programs.
 * (2, 3 and 9 are held against the reference interpreter too, in tests/reference.) */
#include "reference/reference.h"
#include "support_lib/emitted.h"
#include "support_lib/trial.h"

#include "augment.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char HE_WD[] = "xception_he_wd";
static const char THINNER[] = "xception_he_wd_slim_thinner";

static Graph *load_model(Arena *arena, const char *name, const char *set)
{
    Compilation compilation = {0};
    PipelineOptions options = {.models = XCEPTC_SOURCE_DIR "/models", .batch = 2};
    options.sets = &set;
    options.set_count = set != NULL;
    const char *path = arena_printf(arena, "%s/models/%s.yaml", XCEPTC_SOURCE_DIR, name);
    assert_true(pipeline_run(arena, diag_new(arena, stderr, false), path, &options, &compilation));
    return compilation.forward;
}

/* ---- 1 --------------------------------------------------------------------------------------- */

static bool lies_within(const Layer *layer, const char *block)
{
    for (; layer != NULL; layer = layer->parent)
        if (strcmp(layer->name, block) == 0)
            return true;
    return false;
}

/* Of a block of that full name; NULL: of the whole model. */
static size_t count_parameters(const Graph *graph, const char *block, bool trainable)
{
    size_t total = 0;
    for (size_t p = 0; p < graph->parameters.count; p++) {
        const Parameter *parameter = graph->parameters.data[p];
        if (parameter->trainable == trainable &&
            (block == NULL || lies_within(parameter->layer, block)))
            total += trial_elements(parameter->value->shape);
    }
    return total;
}

typedef struct BlockCount {
    const char *block;
    size_t parameters;
} BlockCount;

static const BlockCount WIDE[] = {{"module2", 36416}, {"module3", 138368}, {"module4", 922496},
    {"middle1", 1620528}, {"middle8", 1620528}, {"module13", 2047912}, {"module14", 4759552},
    {"classifier", 20490}, {NULL, 0}};
static const BlockCount THIN[] = {{"module2", 210028}, {"middle1", 412776}, {"middle4", 412776},
    {"module13", 518724}, {"module14", 1200128}, {"classifier", 10250}, {NULL, 0}};

static void check_block(const Graph *graph, const BlockCount *count)
{
    size_t found =
        count_parameters(graph, count->block, true) + count_parameters(graph, count->block, false);
    if (found != count->parameters)
        fail_msg("%s: %zu parameters, should be %zu", count->block, found, count->parameters);
}

static void oracle_1_parameter_totals(void **state)
{
    (void)state;
    const struct {
        const char *model;
        size_t trainable, fixed;
        const BlockCount *blocks;
    } expected[] = {
        {"xception_1", 20854706, 54528, WIDE},
        {HE_WD, 20854706, 54528, WIDE},
        {"xception_he_wd_slim", 20854706, 54528, WIDE},
        {THINNER, 3595450, 16016, THIN},
    };
    for (size_t m = 0; m < sizeof expected / sizeof *expected; m++) {
        Arena *arena = arena_new();
        const Graph *graph = load_model(arena, expected[m].model, NULL);
        assert_int_equal(count_parameters(graph, NULL, true), expected[m].trainable);
        assert_int_equal(count_parameters(graph, NULL, false), expected[m].fixed);
        for (const BlockCount *count = expected[m].blocks; count->block != NULL; count++)
            check_block(graph, count);
        arena_free(arena);
    }
}

/* ---- small models with chosen weights ----------------------------------------------------------
 */

typedef struct Small {
    Emitted *emitted;
    Loaded loaded;
    Probe *probe;
} Small;

/* A model of given image shape and layers, in double, for two images; parameters are zero. */
static Small small_open(int height, int width, int channels, const char *layers)
{
    Small small = {0};
    Arena *arena = arena_new();
    const char *yaml = arena_printf(arena,
        "input: {shape: [%d, %d, %d], mean: [%s], std: [%s]}\n"
        "layers:\n%s"
        "training:\n"
        "  data: synthetic\n"
        "  batch_size: 2\n"
        "  epochs: 1\n"
        "  learning_rate: {steps: {0: 0.01}}\n"
        "  optimizer: {sgd: {momentum: 0.9, nesterov: true}}\n",
        height, width, channels, channels == 1 ? "0" : "0, 0", channels == 1 ? "1" : "1, 1",
        layers);
    small.emitted = emitted_from_text("oracle", yaml, 2);
    arena_free(arena);
    assert_non_null(small.emitted);
    small.loaded = emitted_load(small.emitted, EMITTED_DOUBLE, NULL);
    assert_non_null(small.loaded.library);
    small.probe = small.loaded.probe.open(small.loaded.model, 1);
    assert_non_null(small.probe);
    return small;
}

static void small_close(Small *small)
{
    small->loaded.probe.close(small->probe);
    loaded_close(&small->loaded);
    emitted_free(small->emitted);
}

static int parameter_of_role(const Small *small, ParameterRole role)
{
    const Graph *graph = small->emitted->compilation.forward;
    for (size_t p = 0; p < graph->parameters.count; p++)
        if (graph->parameters.data[p]->role == role)
            return (int)p;
    fail_msg("no parameter of role %d", (int)role);
    return -1;
}

static void small_set(Small *small, ParameterRole role, const double *elements)
{
    small->loaded.probe.set(small->probe, parameter_of_role(small, role), elements);
    small->loaded.probe.values_changed(small->probe);
}

static void small_get(const Small *small, ProbeSlot slot, ParameterRole role, double *elements)
{
    assert_true(
        small->loaded.probe.get(small->probe, slot, parameter_of_role(small, role), elements));
}

static ProbeMetrics small_step(
    Small *small, const double *images, const int32_t *labels, int count, double rate, bool apply)
{
    ProbeMetrics metrics;
    const ProbeStep step = {.learning_rate = rate, .apply_update = apply};
    assert_true(
        small->loaded.probe.train_step(small->probe, images, labels, count, &step, &metrics));
    return metrics;
}

static void expect_near(double is, double should)
{
    if (!(fabs(is - should) <= 1e-12 * (1 + fabs(should))))
        fail_msg("is %.17g, should be %.17g", is, should);
}

/* ---- 2 --------------------------------------------------------------------------------------- */

static void oracle_2_same_padding_table(void **state)
{
    (void)state;
    const struct {
        int size, kernel, stride, before, after;
    } rows[] = {
        {32, 3, 1, 1, 1},
        {16, 3, 1, 1, 1},
        {2, 3, 1, 1, 1},
        {1, 3, 1, 1, 1},
        {32, 3, 2, 0, 1},
        {16, 3, 2, 0, 1},
        {8, 3, 2, 0, 1},
        {4, 3, 2, 0, 1},
        {2, 3, 2, 0, 1},
        {1, 3, 2, 1, 1},
        {32, 1, 1, 0, 0},
        {32, 1, 2, 0, 0},
        {1, 1, 2, 0, 0},
        {32, 5, 1, 2, 2},
        {1, 5, 1, 2, 2},
        {32, 7, 1, 3, 3},
        {147, 3, 2, 1, 1},
        {74, 3, 2, 0, 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int before, after;
        same_padding(rows[i].size, rows[i].kernel, rows[i].stride, &before, &after);
        assert_int_equal(before, rows[i].before);
        assert_int_equal(after, rows[i].after);
    }
}

/* Logits are the mean of the pooled map and zero. */
static void oracle_2_max_pool_of_negative_maps_stays_negative(void **state)
{
    (void)state;
    Small small = small_open(2, 2, 1,
        "  - max_pool: {size: 3, stride: 1, padding: same}\n"
        "  - global_average_pool\n"
        "  - dense: {units: 2, bias: false}\n"
        "  - softmax\n");
    small_set(&small, XC_ROLE_KERNEL, (double[]){1, 0});
    double probabilities[2];
    ProbeMetrics metrics;
    assert_true(small.loaded.probe.evaluate(
        small.probe, (double[]){-4, -3, -2, -5}, (int32_t[]){0}, 1, probabilities, &metrics));
    expect_near(log(probabilities[0] / probabilities[1]), -2);
    small_close(&small);
}

/* ---- 3 --------------------------------------------------------------------------------------- */

static const char CLASSIFIER[] = "  - global_average_pool\n"
                                 "  - dense: 2\n"
                                 "  - softmax\n";

/* The bias has the gradient of the logits, summed over the images. */
static void oracle_3_cross_entropy_in_logit_form(void **state)
{
    (void)state;
    Small small = small_open(1, 1, 1, CLASSIFIER);
    const int32_t labels[] = {1, 0};
    double gradient[2];
    small_set(&small, XC_ROLE_KERNEL, (double[]){1, 0});
    /* Saturated wrong, and p = 3/4: a clipped probability would give 16.1 and no gradient. */
    ProbeMetrics metrics = small_step(&small, (double[]){1000, log(3)}, labels, 2, 0, false);
    expect_near(metrics.cross_entropy, 1000 + log(4.0 / 3));
    small_get(&small, PROBE_GRADIENT, XC_ROLE_BIAS, gradient);
    expect_near(gradient[0], (1 + 0.75 - 1) / 2);
    expect_near(gradient[1], (-1 + 0.25) / 2);
    /* Saturated right: the loss is zero, and so is p - y. */
    metrics = small_step(&small, (double[]){-1000}, labels, 1, 0, false);
    expect_near(metrics.cross_entropy, 0);
    small_get(&small, PROBE_GRADIENT, XC_ROLE_BIAS, gradient);
    expect_near(gradient[0], 0);
    small_close(&small);
}

/* ---- 4, 8 ------------------------------------------------------------------------------------ */

static double initial_regularization(const Loaded *loaded, Probe *probe)
{
    const Graph *graph = loaded->emitted->compilation.forward;
    Trial *trial = trial_new(graph, 1, 1, true);
    double *probabilities = calloc((size_t)graph->classes, sizeof *probabilities);
    ProbeMetrics metrics;
    assert_non_null(probabilities);
    assert_true(
        loaded->probe.evaluate(probe, trial->images, trial->labels, 1, probabilities, &metrics));
    free(probabilities);
    trial_free(trial);
    return metrics.regularization;
}

static Emitted *emit_model(const char *name)
{
    Arena *arena = arena_new();
    Emitted *emitted =
        emitted_from_file(arena_printf(arena, "%s/models/%s.yaml", XCEPTC_SOURCE_DIR, name), 2);
    arena_free(arena);
    assert_non_null(emitted);
    return emitted;
}

/* Over all depthwise kernels of 728 channels: standard deviation, and largest magnitude. */
static double deviation_of_728(const Loaded *loaded, Probe *probe, double *largest)
{
    const Graph *graph = loaded->emitted->compilation.forward;
    double *elements = calloc(9 * 728, sizeof *elements);
    double squares = 0, count = 0;
    assert_non_null(elements);
    *largest = 0;
    for (size_t p = 0; p < graph->parameters.count; p++) {
        const Parameter *parameter = graph->parameters.data[p];
        if (parameter->role != XC_ROLE_DEPTHWISE_KERNEL || parameter->value->shape.dim[2] != 728)
            continue;
        assert_true(loaded->probe.get(probe, PROBE_VALUE, (int)p, elements));
        for (size_t i = 0; i < 9 * 728; i++) {
            squares += elements[i] * elements[i];
            *largest = fmax(*largest, fabs(elements[i]));
        }
        count += 9 * 728;
    }
    free(elements);
    assert_true(count > 20 * 9 * 728);
    return sqrt(squares / count);
}

static void oracles_4_and_8_initial_regularization_and_depthwise_deviation(void **state)
{
    (void)state;
    Emitted *emitted = emit_model(HE_WD);
    Loaded loaded = emitted_load(emitted, EMITTED_FLOAT, NULL);
    assert_non_null(loaded.library);
    Probe *probe = loaded.probe.open(loaded.model, 1);
    assert_non_null(probe);
    loaded.probe.initialize(probe, 0);
    assert_true(fabs(initial_regularization(&loaded, probe) - 5.46) < 0.01);
    double largest;
    double deviation = deviation_of_728(&loaded, probe, &largest);
    /* 160,000 draws or more: the estimate is good to 0.2 %. */
    assert_true(fabs(deviation / 0.017471 - 1) < 0.008);
    /* Cut at two of the deviation before the cut, 1/0.8796 of the one after. */
    double cut = 2 * 0.017471 / 0.87962566103423978;
    assert_true(largest <= cut * (1 + 1e-4));
    assert_true(largest > 0.99 * cut);
    loaded.probe.close(probe);
    loaded_close(&loaded);
    emitted_free(emitted);
}

static void oracle_4_initial_regularization_of_thinner(void **state)
{
    (void)state;
    Emitted *emitted = emit_model(THINNER);
    Loaded loaded = emitted_load(emitted, EMITTED_FLOAT, NULL);
    assert_non_null(loaded.library);
    Probe *probe = loaded.probe.open(loaded.model, 1);
    assert_non_null(probe);
    loaded.probe.initialize(probe, 0);
    assert_true(fabs(initial_regularization(&loaded, probe) - 1.60) < 0.01);
    loaded.probe.close(probe);
    loaded_close(&loaded);
    emitted_free(emitted);
}

/* ---- 5, 9 ------------------------------------------------------------------------------------ */

/* Two images of two pixels: 1 2 3 6, mean 3, biased variance 3.5. */
static void oracle_5_moving_statistics_after_one_step(void **state)
{
    (void)state;
    Small small = small_open(1, 2, 1,
        "  - batch_norm: {momentum: 0.9}\n"
        "  - flatten\n"
        "  - dense: 2\n"
        "  - softmax\n");
    double moving;
    small_set(&small, XC_ROLE_GAMMA, (double[]){1});
    small_set(&small, XC_ROLE_MOVING_VARIANCE, (double[]){1});
    small_step(&small, (double[]){1, 2, 3, 6}, (int32_t[]){0, 1}, 2, 0.01, true);
    small_get(&small, PROBE_VALUE, XC_ROLE_MOVING_MEAN, &moving);
    expect_near(moving, 0.1 * 3);
    small_get(&small, PROBE_VALUE, XC_ROLE_MOVING_VARIANCE, &moving);
    expect_near(moving, 0.9 + 0.1 * 3.5);
    small_close(&small);
}

/* The logits are the two normalised pixels: their difference is 2/sqrt(2). */
static void oracle_9_epsilon_of_batch_norm_is_exact(void **state)
{
    (void)state;
    Small small = small_open(1, 2, 1,
        "  - batch_norm: {epsilon: 1.0e-5}\n"
        "  - flatten\n"
        "  - dense: {units: 2, bias: false}\n"
        "  - softmax\n");
    small_set(&small, XC_ROLE_GAMMA, (double[]){1});
    small_set(&small, XC_ROLE_KERNEL, (double[]){1, 0, 0, 1});
    double r = sqrt(1e-5);
    ProbeMetrics metrics = small_step(&small, (double[]){r, -r}, (int32_t[]){0}, 1, 0.01, false);
    expect_near(metrics.cross_entropy, log1p(exp(-sqrt(2))));
    small_close(&small);
}

/* ---- 6 --------------------------------------------------------------------------------------- */

static void oracle_6_half_a_pixel_of_shift(void **state)
{
    (void)state;
    static const float mean[1] = {0}, deviation[1] = {1};
    static uint8_t image[32 * 32];
    static xr_real out[32 * 32];
    const xr_model model = {
        .height = 32, .width = 32, .channels = 1, .mean = mean, .std = deviation};
    const xr_transform shift = {.shift_y = 0.5};
    xr_normalizer normalizer;
    assert_true(xr_normalizer_create(&normalizer, &model));
    for (int i = 0; i < 32 * 32; i++)
        image[i] = (uint8_t)(1 + i * 7 % 250);
    xr_augment(&normalizer, image, &shift, out);
    for (int j = 0; j < 32; j++) {
        assert_true(out[31 * 32 + j] == 0);
        assert_true(out[j] == (xr_real)(image[j] + image[32 + j]) / 2);
        assert_true(out[30 * 32 + j] == (xr_real)(image[30 * 32 + j] + image[31 * 32 + j]) / 2);
    }
    xr_normalizer_free(&normalizer);
}

/* ---- 7 --------------------------------------------------------------------------------------- */

static double loss_of(const Graph *graph)
{
    Trial *trial = trial_new(graph, 2, 9, false);
    ReferenceRun run = {
        .graph = graph,
        .batch = 2,
        .images = trial->images,
        .labels = trial->labels,
        .parameters = (const double *const *)trial->parameters,
        .training = true,
    };
    ReferenceResult *result = reference_run(&run);
    double loss = reference_cross_entropy(result);
    reference_free(result);
    trial_free(trial);
    return loss;
}

/* The first relu of a block, taken out: whoever read it reads its input. */
static bool bypass_first_relu(Graph *graph, const char *block)
{
    Node *relu = NULL;
    for (size_t n = 0; relu == NULL && n < graph->nodes.count; n++)
        if (graph->nodes.data[n]->op == XC_OP_RELU &&
            lies_within(graph->nodes.data[n]->layer, block))
            relu = graph->nodes.data[n];
    for (size_t n = 0; relu != NULL && n < graph->nodes.count; n++)
        for (int i = 0; i < graph->nodes.data[n]->input_count; i++)
            if (graph->nodes.data[n]->inputs[i] == relu->outputs[0])
                graph->nodes.data[n]->inputs[i] = relu->inputs[0];
    return relu != NULL;
}

static void oracle_7_relu_of_module_2_is_idle_and_one_in_module_3_is_not(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Graph *graph = load_model(arena, HE_WD, NULL);
    double loss = loss_of(graph);
    assert_true(bypass_first_relu(graph, "module2"));
    assert_true(loss_of(graph) == loss);
    /* The first relu of module 3 lies between its convolutions and does matter. */
    assert_true(bypass_first_relu(graph, "module3"));
    assert_true(fabs(loss_of(graph) - loss) > 1e-6);
    /* The paper's form leads modules 3, 4 and 13 with a relu. */
    Graph *paper = load_model(arena, HE_WD, "leading_relu=true");
    assert_int_equal(paper->parameters.count, graph->parameters.count);
    assert_true(fabs(loss_of(paper) - loss) > 1e-6);
    arena_free(arena);
}

/* ---- 10 -------------------------------------------------------------------------------------- */

/* Saturated wrong, so that the gradient of the first bias is exactly 1, whatever the step. */
static void oracle_10_nesterov_with_a_constant_gradient(void **state)
{
    (void)state;
    Small small = small_open(1, 1, 1, CLASSIFIER);
    double bias[2], velocity[2];
    small_set(&small, XC_ROLE_BIAS, (double[]){1000, 0});
    small_step(&small, (double[]){0}, (int32_t[]){1}, 1, 0.01, true);
    small_get(&small, PROBE_VALUE, XC_ROLE_BIAS, bias);
    small_get(&small, PROBE_VELOCITY, XC_ROLE_BIAS, velocity);
    expect_near(bias[0] - 1000, -0.019);
    expect_near(velocity[0], -0.01);
    small_step(&small, (double[]){0}, (int32_t[]){1}, 1, 0.01, true);
    small_get(&small, PROBE_VALUE, XC_ROLE_BIAS, bias);
    small_get(&small, PROBE_VELOCITY, XC_ROLE_BIAS, velocity);
    expect_near(bias[0] - 1000, -0.019 - 0.0271);
    expect_near(velocity[0], -0.019);
    small_close(&small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(oracle_1_parameter_totals),
        cmocka_unit_test(oracle_2_same_padding_table),
        cmocka_unit_test(oracle_2_max_pool_of_negative_maps_stays_negative),
        cmocka_unit_test(oracle_3_cross_entropy_in_logit_form),
        cmocka_unit_test(oracles_4_and_8_initial_regularization_and_depthwise_deviation),
        cmocka_unit_test(oracle_4_initial_regularization_of_thinner),
        cmocka_unit_test(oracle_5_moving_statistics_after_one_step),
        cmocka_unit_test(oracle_6_half_a_pixel_of_shift),
        cmocka_unit_test(oracle_7_relu_of_module_2_is_idle_and_one_in_module_3_is_not),
        cmocka_unit_test(oracle_9_epsilon_of_batch_norm_is_exact),
        cmocka_unit_test(oracle_10_nesterov_with_a_constant_gradient),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
