/* Parameters: where elements lie, copies in Keras's order, and initial weights. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fake_model.h"
#include "xr.h"

/* ---- layout -------------------------------------------------------------------------------- */

static void rows_are_padded_to_the_stride(void **state)
{
    (void)state;
    xr_parameter parameter = {
        .layout = XR_ROWS, .groups = 1, .rows = 9, .columns = 20, .row_stride = 32, .offset = 100};
    assert_int_equal(xr_parameter_index(&parameter, 0, 0), 100);
    assert_int_equal(xr_parameter_index(&parameter, 2, 5), 100 + 2 * 32 + 5);
    assert_int_equal(xr_parameter_elements(&parameter), 180);
}

/* 100 columns: panels of 48, 48 and 16 (4 columns and 12 of padding). */
static void panels_are_48_wide_and_the_last_what_is_left(void **state)
{
    (void)state;
    xr_parameter parameter = {.layout = XR_PANELS, .groups = 1, .rows = 5, .columns = 100};
    assert_int_equal(xr_parameter_index(&parameter, 0, 47), 47);
    assert_int_equal(xr_parameter_index(&parameter, 1, 0), 48);
    assert_int_equal(xr_parameter_index(&parameter, 0, 48), 5 * 48);
    assert_int_equal(xr_parameter_index(&parameter, 3, 50), 5 * 48 + 3 * 48 + 2);
    assert_int_equal(xr_parameter_index(&parameter, 0, 96), 2 * 5 * 48);
    assert_int_equal(xr_parameter_index(&parameter, 4, 99), 2 * 5 * 48 + 4 * 16 + 3);
}

/* Two groups of 20 columns: each a panel of 32. */
static void groups_lie_one_after_the_other(void **state)
{
    (void)state;
    xr_parameter parameter = {.layout = XR_PANELS, .groups = 2, .rows = 3, .columns = 40};
    assert_int_equal(xr_parameter_index(&parameter, 2, 19), 2 * 32 + 19);
    assert_int_equal(xr_parameter_index(&parameter, 0, 20), 3 * 32);
    assert_int_equal(xr_parameter_index(&parameter, 1, 25), 3 * 32 + 32 + 5);
}

static void export_undoes_import_and_padding_is_zero(void **state)
{
    static const int shapes[][3] = {
        {1, 1, 1}, {3, 16, 1}, {7, 49, 1}, {5, 100, 1}, {4, 40, 2}, {2, 150, 3}};
    (void)state;
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
        int rows = shapes[s][0], columns = shapes[s][1], groups = shapes[s][2];
        size_t width = (size_t)(columns / groups + 15) / 16 * 16 * (size_t)groups;
        xr_parameter parameter = {.layout = XR_PANELS,
            .groups = groups,
            .rows = rows,
            .columns = columns,
            .offset = 16,
            .size = width * (size_t)rows};
        size_t elements = xr_parameter_elements(&parameter);
        xr_real *block = malloc((16 + parameter.size) * sizeof *block);
        xr_real *dense = malloc(elements * sizeof *dense),
                *again = malloc(elements * sizeof *again);
        assert_true(block && dense && again);
        double sum = 0.0, block_sum = 0.0;
        for (size_t i = 0; i < elements; i++) {
            dense[i] = (xr_real)(i + 1);
            sum += (double)(i + 1);
        }
        for (size_t i = 0; i < 16 + parameter.size; i++)
            block[i] = (xr_real)NAN;
        xr_parameter_import(&parameter, block, dense);
        xr_parameter_export(&parameter, block, again);
        assert_memory_equal(dense, again, elements * sizeof *dense);
        assert_true(isnan(block[15])); /* what lies before is not touched */
        for (size_t i = 16; i < 16 + parameter.size; i++)
            block_sum += (double)block[i];
        assert_true(sum == block_sum); /* so the padding is zero, and no element is lost */
        free(block);
        free(dense);
        free(again);
    }
}

static void parameters_are_found_by_name(void **state)
{
    (void)state;
    assert_int_equal(xr_parameter_find(&fake_model, "dense/bias"), 1);
    assert_int_equal(xr_parameter_find(&fake_model, "dense/bia"), -1);
}

/* ---- initial weights ----------------------------------------------------------------------- */

/* A model of one parameter, whose only purpose is to be initialized. */
struct xr_net {
    xr_real *block;
};

static xr_real *only_block(xr_net *net, xr_slot slot)
{
    return slot == XR_VALUE ? net->block : NULL;
}

static void nothing_changes(xr_net *net)
{
    (void)net;
}

typedef struct Sample {
    double mean, deviation, smallest, largest;
} Sample;

static Sample draw(xr_parameter parameter, uint64_t seed, xr_real *dense)
{
    xr_model model = {.parameter_count = 1,
        .parameters = &parameter,
        .parameter_reals = parameter.size,
        .block = only_block,
        .parameters_changed = nothing_changes};
    size_t elements = xr_parameter_elements(&parameter);
    struct xr_net net = {malloc(parameter.size * sizeof(xr_real))};
    assert_non_null(net.block);
    for (size_t i = 0; i < parameter.size; i++)
        net.block[i] = (xr_real)NAN;
    xr_parameters_initialize(&model, &net, seed);
    double sum = 0.0, squares = 0.0;
    Sample sample = {.smallest = INFINITY, .largest = -INFINITY};
    xr_parameter_export(&parameter, net.block, dense);
    for (size_t i = 0; i < elements; i++) {
        double w = (double)dense[i];
        sum += w;
        squares += w * w;
        sample.smallest = fmin(sample.smallest, w);
        sample.largest = fmax(sample.largest, w);
    }
    for (size_t i = 0; i < parameter.size; i++)
        assert_true(isfinite(net.block[i])); /* padding too */
    sample.mean = sum / (double)elements;
    sample.deviation = sqrt(squares / (double)elements);
    free(net.block);
    return sample;
}

/* A depthwise kernel 3x3 of 728 channels has Keras's fan-in of 9 * 728. */
static void depthwise_he_normal_has_keras_deviation(void **state)
{
    enum { CHANNELS = 728 };
    static xr_real dense[9 * CHANNELS];
    (void)state;
    xr_parameter kernel = {.name = "depthwise_kernel",
        .initializer = XR_INIT_HE_NORMAL,
        .fan_in = 9.0 * CHANNELS,
        .fan_out = 9.0,
        .layout = XR_ROWS,
        .groups = 1,
        .rows = 9,
        .columns = CHANNELS,
        .row_stride = 736,
        .size = 9 * 736};
    Sample sample = draw(kernel, 0, dense);
    double sigma = sqrt(2.0 / (9.0 * CHANNELS));
    double cut = 2.0 * sigma / 0.87962566103423978;
    assert_true(fabs(sigma - 0.017471) < 1e-6);
    assert_true(fabs(sample.deviation / sigma - 1.0) < 0.03);
    assert_true(fabs(sample.mean) < 0.03 * sigma);
    assert_true(sample.largest <= cut && sample.largest > 0.98 * cut);
    assert_true(sample.smallest >= -cut && sample.smallest < -0.98 * cut);
}

static xr_parameter dense_kernel(xr_initializer initializer)
{
    return (xr_parameter){.name = "kernel",
        .initializer = initializer,
        .fan_in = 2048.0,
        .fan_out = 10.0,
        .layout = XR_ROWS,
        .groups = 1,
        .rows = 2048,
        .columns = 10,
        .row_stride = 16,
        .size = 2048 * 16};
}

static void glorot_uniform_has_keras_limit(void **state)
{
    static xr_real dense[2048 * 10];
    (void)state;
    Sample sample = draw(dense_kernel(XR_INIT_GLOROT_UNIFORM), 0, dense);
    const double limit = 0.053995;
    assert_true(sample.largest < limit && sample.largest > 0.999 * limit);
    assert_true(sample.smallest > -limit && sample.smallest < -0.999 * limit);
    assert_true(fabs(sample.deviation * sqrt(3.0) / limit - 1.0) < 0.01);
}

static void other_initializers_have_their_deviation(void **state)
{
    static xr_real dense[2048 * 10];
    static const struct {
        xr_initializer initializer;
        double deviation;
    } known[] = {
        {XR_INIT_GLOROT_NORMAL, 0.0311738}, /* sqrt(2 / 2058) */
        {XR_INIT_HE_NORMAL, 0.03125}, /* sqrt(2 / 2048) */
        {XR_INIT_HE_UNIFORM, 0.03125},
        {XR_INIT_LECUN_NORMAL, 0.0220971}, /* sqrt(1 / 2048) */
        {XR_INIT_LECUN_UNIFORM, 0.0220971},
    };
    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        Sample sample = draw(dense_kernel(known[i].initializer), 1, dense);
        assert_true(fabs(sample.deviation / known[i].deviation - 1.0) < 0.02);
    }
}

static void given_distributions_take_their_numbers(void **state)
{
    static xr_real dense[2048 * 10];
    (void)state;
    xr_parameter parameter = dense_kernel(XR_INIT_CONSTANT);
    parameter.init_a = 0.5;
    Sample sample = draw(parameter, 0, dense);
    assert_true(sample.smallest == 0.5 && sample.largest == 0.5);

    parameter.initializer = XR_INIT_UNIFORM;
    parameter.init_a = 1.0;
    parameter.init_b = 3.0;
    sample = draw(parameter, 0, dense);
    assert_true(sample.smallest >= 1.0 && sample.largest < 3.0);
    assert_true(fabs(sample.mean - 2.0) < 0.02);

    parameter.initializer = XR_INIT_TRUNCATED_NORMAL;
    parameter.init_a = 0.0;
    parameter.init_b = 1.0;
    sample = draw(parameter, 0, dense);
    assert_true(sample.largest <= 2.0 && sample.smallest >= -2.0);
    assert_true(fabs(sample.deviation - 0.8796) < 0.02);
}

static void weights_depend_on_the_seed_and_not_on_the_layout(void **state)
{
    static xr_real rows[2048 * 10], panels[2048 * 10], other[2048 * 10];
    (void)state;
    xr_parameter parameter = dense_kernel(XR_INIT_HE_NORMAL);
    draw(parameter, 0, rows);
    draw(parameter, 1, other);
    parameter.layout = XR_PANELS;
    draw(parameter, 0, panels);
    assert_memory_equal(rows, panels, sizeof rows);
    assert_memory_not_equal(rows, other, sizeof rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_padded_to_the_stride),
        cmocka_unit_test(panels_are_48_wide_and_the_last_what_is_left),
        cmocka_unit_test(groups_lie_one_after_the_other),
        cmocka_unit_test(export_undoes_import_and_padding_is_zero),
        cmocka_unit_test(parameters_are_found_by_name),
        cmocka_unit_test(depthwise_he_normal_has_keras_deviation),
        cmocka_unit_test(glorot_uniform_has_keras_limit),
        cmocka_unit_test(other_initializers_have_their_deviation),
        cmocka_unit_test(given_distributions_take_their_numbers),
        cmocka_unit_test(weights_depend_on_the_seed_and_not_on_the_layout),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
