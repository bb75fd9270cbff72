/* Steps in which something is not finite, on emitted programs: what is told, and that nothing has
 * changed. */
#include "support_lib/emitted.h"
#include "support_lib/trial.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "xr.h"

enum { BATCH = 4, CLASSES = 3, PIXELS = 4 * 4 };

#define LAYERS                                                                                     \
    "input: {shape: [4, 4, 1]}\n"                                                                  \
    "layers:\n"                                                                                    \
    "  - conv: {name: first, filters: 2, kernel: 1, bias: false}\n"                                \
    "  - batch_norm: {name: norm1}\n"                                                              \
    "  - relu\n"                                                                                   \
    "  - conv: {name: second, filters: 2, kernel: 1}\n"                                            \
    "  - batch_norm: {name: norm2}\n"                                                              \
    "  - global_average_pool\n"                                                                    \
    "  - dense: {name: classifier, units: 3}\n"                                                    \
    "  - softmax\n"

static const char *const optimizers[] = {"{sgd: {momentum: 0.9, nesterov: true}}", "adam"};

/* A model in single precision, its weights drawn, its images the ramps of `images`. */
typedef struct Bench {
    Emitted *emitted;
    Loaded loaded;
    Probe *probe;
    double images[BATCH * PIXELS];
} Bench;

static Bench bench_open(const char *optimizer)
{
    Bench bench = {0};
    char yaml[1024];
    snprintf(yaml, sizeof yaml, LAYERS "training: {optimizer: %s}\n", optimizer);
    bench.emitted = emitted_from_text("sick", yaml, BATCH);
    assert_non_null(bench.emitted);
    bench.loaded = emitted_load(bench.emitted, EMITTED_FLOAT, NULL);
    assert_non_null(bench.loaded.library);
    bench.probe = bench.loaded.probe.open(bench.loaded.model, 1);
    assert_non_null(bench.probe);
    bench.loaded.probe.initialize(bench.probe, 1);
    for (int i = 0; i < BATCH * PIXELS; i++)
        bench.images[i] = (i * 7 % 11) / 11.0;
    return bench;
}

static void bench_close(Bench *bench)
{
    bench->loaded.probe.close(bench->probe);
    loaded_close(&bench->loaded);
    emitted_free(bench->emitted);
}

static int find(const Bench *bench, const char *name)
{
    for (int p = 0; p < bench->loaded.probe.parameter_count(bench->probe); p++)
        if (strcmp(bench->loaded.probe.parameter_name(bench->probe, p), name) == 0)
            return p;
    fail_msg("no parameter %s", name);
    return -1;
}

/* All elements of the parameter. */
static void fill(Bench *bench, const char *name, double value)
{
    int p = find(bench, name);
    size_t count = bench->loaded.probe.parameter_elements(bench->probe, p);
    double elements[64];
    assert_true(count <= 64);
    for (size_t i = 0; i < count; i++)
        elements[i] = i % 2 ? value : value / 2;
    bench->loaded.probe.set(bench->probe, p, elements);
    bench->loaded.probe.values_changed(bench->probe);
}

static ProbeMetrics step(Bench *bench, double learning_rate, uint64_t number)
{
    const ProbeStep how = {learning_rate, 0, number, true};
    const int32_t labels[BATCH] = {0, 1, 2, 1};
    ProbeMetrics metrics;
    assert_true(
        bench->loaded.probe.train_step(bench->probe, bench->images, labels, BATCH, &how, &metrics));
    return metrics;
}

/* Bytes of weights, moving statistics and the optimizer's state, one after the other. */
static unsigned char *state_of(Bench *bench, size_t *total)
{
    static const ProbeSlot slots[] = {PROBE_VALUE, PROBE_VELOCITY, PROBE_SECOND_MOMENT};
    unsigned char *state = NULL;
    *total = 0;
    for (int s = 0; s < 3; s++) {
        size_t bytes;
        const void *block = bench->loaded.probe.block(bench->probe, slots[s], &bytes);
        if (!block)
            continue;
        state = realloc(state, *total + bytes);
        assert_non_null(state);
        memcpy(state + *total, block, bytes);
        *total += bytes;
    }
    return state;
}

static void expect_fault(
    const Bench *bench, const ProbeMetrics *metrics, xr_fault fault, const char *parameter)
{
    assert_false(metrics->finite);
    assert_int_equal(metrics->fault, fault);
    if (!parameter)
        assert_int_equal(metrics->fault_parameter, -1);
    else if (metrics->fault_parameter < 0)
        fail_msg("no parameter, should be %s", parameter);
    else
        assert_string_equal(
            bench->loaded.probe.parameter_name(bench->probe, metrics->fault_parameter), parameter);
}

typedef struct Change {
    const char *parameter;
    double value;
} Change;

/* A step with parameters so changed tells this fault and leaves everything as it is, whatever the
 * optimizer; the next step, of parameters that are in range again, is a good one. */
static void expect_untouched(
    const Change *changes, size_t count, xr_fault fault, const char *parameter)
{
    for (size_t o = 0; o < sizeof optimizers / sizeof *optimizers; o++) {
        Bench bench = bench_open(optimizers[o]);
        size_t size;
        assert_true(step(&bench, 0.1, 0).finite);
        for (size_t i = 0; i < count; i++)
            fill(&bench, changes[i].parameter, changes[i].value);
        unsigned char *before = state_of(&bench, &size);
        ProbeMetrics metrics = step(&bench, 0.1, 1);
        expect_fault(&bench, &metrics, fault, parameter);
        unsigned char *after = state_of(&bench, &size);
        assert_memory_equal(before, after, size);
        for (size_t i = 0; i < count; i++)
            fill(&bench, changes[i].parameter, 0.5);
        metrics = step(&bench, 0.1, 1);
        assert_true(metrics.finite);
        assert_int_equal(metrics.fault, XR_FAULT_NONE);
        assert_int_equal(metrics.fault_parameter, -1);
        free(before);
        free(after);
        bench_close(&bench);
    }
}

/* The scale is 0 where the variance overflows, so that loss and gradients are finite. */
static void an_overflowing_variance_of_a_finite_step_changes_nothing(void **state)
{
    (void)state;
    const Change large = {"first/kernel", 1e25};
    expect_untouched(&large, 1, XR_FAULT_STATISTIC, "norm1/moving_variance");
}

static void the_first_statistic_in_the_models_order_is_told(void **state)
{
    (void)state;
    const Change large = {"norm1/gamma", 1e38};
    expect_untouched(&large, 1, XR_FAULT_STATISTIC, "norm2/moving_mean");
}

static void a_loss_that_is_not_finite_changes_nothing(void **state)
{
    (void)state;
    const Change large = {"classifier/bias", (double)INFINITY};
    expect_untouched(&large, 1, XR_FAULT_LOSS, NULL);
}

/* What norm2 normalises is so small that epsilon is its deviation: logits stay small, and what
 * flows back to it is multiplied. */
static void a_gradient_that_is_not_finite_changes_nothing(void **state)
{
    (void)state;
    const Change changes[] = {{"second/kernel", 1e-20}, {"second/bias", 0}, {"norm2/beta", 0},
        {"norm2/gamma", 1e3}, {"classifier/kernel", 3e37}};
    expect_untouched(changes, sizeof changes / sizeof *changes, XR_FAULT_GRADIENT, "second/kernel");
}

static void weights_that_an_update_would_overflow_end_the_step(void **state)
{
    (void)state;
    for (size_t o = 0; o < sizeof optimizers / sizeof *optimizers; o++) {
        Bench bench = bench_open(optimizers[o]);
        assert_true(step(&bench, 0.1, 0).finite);
        ProbeMetrics metrics = step(&bench, 1e300, 1);
        expect_fault(&bench, &metrics, XR_FAULT_UPDATE, "classifier/bias");
        bench_close(&bench);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_overflowing_variance_of_a_finite_step_changes_nothing),
        cmocka_unit_test(the_first_statistic_in_the_models_order_is_told),
        cmocka_unit_test(a_loss_that_is_not_finite_changes_nothing),
        cmocka_unit_test(a_gradient_that_is_not_finite_changes_nothing),
        cmocka_unit_test(weights_that_an_update_would_overflow_end_the_step),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
