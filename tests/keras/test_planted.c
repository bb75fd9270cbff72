/* The comparison with Keras must be able to fail: a model with one wrong number is run beside the
 * recording of the right one. */
#include "compared.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>

/* ---- in a small network, over all steps -------------------------------------------------------*/

static const char SMALL[] = "convolutions";

static void without_a_fault_nothing_fails(void **state)
{
    (void)state;
    Agreement agreement = compare_replaced(SMALL, "epsilon: 0.01", "epsilon: 0.01");
    assert_true(agreement.comparisons > 500);
    assert_int_equal(agreement_failures(&agreement), 0);
}

static void wrong_epsilon_is_found(void **state)
{
    (void)state;
    Agreement agreement = compare_replaced(SMALL, "epsilon: 0.01", "epsilon: 0.01001");
    assert_true(agreement.failures[AGREE_LOSSES] > 0);
    assert_true(agreement.failures[AGREE_GRADIENTS] > 0);
    assert_true(agreement.failures[AGREE_CHANGES] > 0);
    assert_true(agreement.failures[AGREE_PROBABILITIES] > 0);
}

/* It changes nothing but the moving statistics, and what inference makes of them. */
static void wrong_momentum_of_statistics_is_found(void **state)
{
    (void)state;
    Agreement agreement = compare_replaced(SMALL, "momentum: 0.7", "momentum: 0.70001");
    assert_int_equal(agreement.failures[AGREE_LOSSES], 0);
    assert_int_equal(agreement.failures[AGREE_GRADIENTS], 0);
    assert_true(agreement.failures[AGREE_CHANGES] > 0);
    assert_true(agreement.failures[AGREE_PROBABILITIES] > 0);
}

static void wrong_pad_is_found(void **state)
{
    (void)state;
    Agreement agreement = compare_replaced(SMALL, "[0, 2, 1, 0]", "[1, 1, 1, 0]");
    assert_true(agreement.failures[AGREE_PROBABILITIES] > 0);
    assert_true(agreement.failures[AGREE_GRADIENTS] > 0);
}

/* Half of L2, as where lambda stands for 2 * lambda in the gradient: the first loss and the weights
 * must tell. */
static void wrong_decay_is_found(void **state)
{
    (void)state;
    Agreement agreement = compare_replaced(SMALL, "{l2: 1.0e-3}", "{l2: 0.5e-3}");
    assert_true(agreement.failures[AGREE_LOSSES] > 0);
    assert_true(agreement.failures[AGREE_CHANGES] > 0);
    agreement = compare_replaced(SMALL, "{l1: 1.0e-2}", "{l1: 0.99999e-2}");
    assert_true(agreement.failures[AGREE_LOSSES] > 0);
    assert_true(agreement.failures[AGREE_CHANGES] > 0);
}

/* The first loss and gradients are still right. */
static void wrong_optimizer_is_found(void **state)
{
    (void)state;
    Agreement agreement = compare_replaced(SMALL, "nesterov: true", "nesterov: false");
    assert_true(agreement.failures[AGREE_LOSSES] > 0);
    assert_true(agreement.failures[AGREE_CHANGES] > 0);
}

static void wrong_label_smoothing_is_found(void **state)
{
    (void)state;
    Agreement agreement =
        compare_replaced("plain_sgd", "label_smoothing: 0.1", "label_smoothing: 0.100001");
    assert_true(agreement.failures[AGREE_LOSSES] > 0);
    assert_true(agreement.failures[AGREE_GRADIENTS] > 0);
}

/* ---- in a whole variant, in its first step ----------------------------------------------------*/

static Agreement first_step_of_thinner(const char *fault)
{
    char yaml[256];
    snprintf(yaml, sizeof yaml, "extends: xception_he_wd_slim_thinner\n%s\n", fault);
    return compare_text("xception_he_wd_slim_thinner", 1, yaml);
}

/* What Keras 2 had instead of 1e-5: the smallest fault of all to tell. */
static void the_epsilon_of_keras_2_is_found_in_a_variant(void **state)
{
    (void)state;
    Agreement agreement = first_step_of_thinner("set: {bn_epsilon: 1.001e-5}");
    assert_true(agreement.failures[AGREE_GRADIENTS] > 0);
}

/* "same" over an even map puts the odd pixel at the bottom and right, not at the top and left. */
static void a_pool_padded_at_the_wrong_side_is_found_in_a_variant(void **state)
{
    (void)state;
    Agreement agreement = first_step_of_thinner("defaults: {max_pool: {padding: [1, 0, 1, 0]}}");
    assert_true(agreement.failures[AGREE_PROBABILITIES] > 0);
    assert_true(agreement.failures[AGREE_GRADIENTS] > 0);
}

static void wrong_decay_is_found_in_a_variant(void **state)
{
    (void)state;
    Agreement agreement = first_step_of_thinner("set: {l2: 0.999999e-4}");
    assert_true(agreement.failures[AGREE_LOSSES] > 0);
    assert_int_equal(agreement.failures[AGREE_GRADIENTS], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_fault_nothing_fails),
        cmocka_unit_test(wrong_epsilon_is_found),
        cmocka_unit_test(wrong_momentum_of_statistics_is_found),
        cmocka_unit_test(wrong_pad_is_found),
        cmocka_unit_test(wrong_decay_is_found),
        cmocka_unit_test(wrong_optimizer_is_found),
        cmocka_unit_test(wrong_label_smoothing_is_found),
        cmocka_unit_test(the_epsilon_of_keras_2_is_found_in_a_variant),
        cmocka_unit_test(a_pool_padded_at_the_wrong_side_is_found_in_a_variant),
        cmocka_unit_test(wrong_decay_is_found_in_a_variant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
