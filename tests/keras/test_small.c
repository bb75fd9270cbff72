/* Small networks beside the real Keras: every argument of a layer, every pool, every optimizer. */
#include "compared.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static const Compared CONVOLUTIONS = {"tests/keras", "convolutions", 1};
static const Compared POOLS = {"tests/keras", "pools", 6};
static const Compared ACTIVATIONS = {"tests/keras", "activations", 4};
static const Compared SGD = {"tests/keras", "plain_sgd", 0};
static const Compared ADAM = {"tests/keras", "plain_adam", 0};
static const Compared ADAMW = {"tests/keras", "plain_adamw", 0};

static void strides_groups_pads_and_regularizers_agree(void **state)
{
    (void)state;
    check_compared(&CONVOLUTIONS);
}

static void pools_of_odd_maps_and_momentum_agree(void **state)
{
    (void)state;
    check_compared(&POOLS);
}

static void activations_and_zeros_around_maps_agree(void **state)
{
    (void)state;
    check_compared(&ACTIVATIONS);
}

static void plain_sgd_on_smoothed_labels_agrees(void **state)
{
    (void)state;
    check_compared(&SGD);
}

static void adam_agrees(void **state)
{
    (void)state;
    check_compared(&ADAM);
}

static void adamw_on_smoothed_labels_agrees(void **state)
{
    (void)state;
    check_compared(&ADAMW);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strides_groups_pads_and_regularizers_agree),
        cmocka_unit_test(pools_of_odd_maps_and_momentum_agree),
        cmocka_unit_test(activations_and_zeros_around_maps_agree),
        cmocka_unit_test(plain_sgd_on_smoothed_labels_agrees),
        cmocka_unit_test(adam_agrees),
        cmocka_unit_test(adamw_on_smoothed_labels_agrees),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
