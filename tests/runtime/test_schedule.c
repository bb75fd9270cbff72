/* Learning rates. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>

#include "schedule.h"

static void assert_near(double found, double expected)
{
    if (!(fabs(found - expected) <= 1e-12))
        fail_msg("%.17g is not %.17g", found, expected);
}

static void steps_hold_from_their_epoch_on(void **state)
{
    static const int starts[] = {0, 100, 200};
    static const double rates[] = {0.01, 0.001, 0.0001};
    (void)state;
    xr_recipe recipe = {.schedule = XR_STEPS, .step_count = 3, .starts = starts, .rates = rates};
    assert_near(xr_learning_rate(&recipe, 0, 782, 300), 0.01);
    assert_near(xr_learning_rate(&recipe, 100 * 782 - 1, 782, 300), 0.01);
    assert_near(xr_learning_rate(&recipe, 100 * 782, 782, 300), 0.001);
    assert_near(xr_learning_rate(&recipe, 200 * 782, 782, 300), 0.0001);
    assert_near(xr_learning_rate(&recipe, 299 * 782, 782, 300), 0.0001);
}

static void cosine_goes_from_the_rate_to_the_final_one(void **state)
{
    (void)state;
    xr_recipe recipe = {.schedule = XR_COSINE, .rate = 0.1, .final_rate = 0.001};
    assert_near(xr_learning_rate(&recipe, 0, 101, 1), 0.1);
    assert_near(xr_learning_rate(&recipe, 50, 101, 1), (0.1 + 0.001) / 2);
    assert_near(xr_learning_rate(&recipe, 100, 101, 1), 0.001);
}

static void warm_up_rises_evenly_before_the_schedule(void **state)
{
    static const int starts[] = {0, 2};
    static const double rates[] = {0.1, 0.01};
    (void)state;
    xr_recipe recipe = {
        .schedule = XR_STEPS, .step_count = 2, .starts = starts, .rates = rates, .warm_up = 1};
    assert_near(xr_learning_rate(&recipe, 0, 10, 5), 0.01);
    assert_near(xr_learning_rate(&recipe, 4, 10, 5), 0.05);
    assert_near(xr_learning_rate(&recipe, 9, 10, 5), 0.1);
    assert_near(xr_learning_rate(&recipe, 10, 10, 5), 0.1);
    assert_near(xr_learning_rate(&recipe, 20, 10, 5), 0.01);

    recipe = (xr_recipe){.schedule = XR_COSINE, .rate = 0.1, .final_rate = 0.0, .warm_up = 1};
    assert_near(xr_learning_rate(&recipe, 0, 10, 5), 0.01);
    assert_near(xr_learning_rate(&recipe, 10, 10, 5), 0.1);
    assert_near(xr_learning_rate(&recipe, 49, 10, 5), 0.0);
}

static void one_cycle_rises_and_falls(void **state)
{
    (void)state;
    xr_recipe recipe = {.schedule = XR_ONE_CYCLE, .rate = 0.1, .final_rate = 0.0};
    assert_near(xr_learning_rate(&recipe, 0, 100, 1), 0.004);
    assert_near(xr_learning_rate(&recipe, 15, 100, 1), 0.052);
    assert_near(xr_learning_rate(&recipe, 30, 100, 1), 0.1);
    assert_near(xr_learning_rate(&recipe, 99, 100, 1), 0.0);
    for (uint64_t step = 31; step < 99; step++)
        assert_true(
            xr_learning_rate(&recipe, step + 1, 100, 1) < xr_learning_rate(&recipe, step, 100, 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_hold_from_their_epoch_on),
        cmocka_unit_test(cosine_goes_from_the_rate_to_the_final_one),
        cmocka_unit_test(warm_up_rises_evenly_before_the_schedule),
        cmocka_unit_test(one_cycle_rises_and_falls),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
