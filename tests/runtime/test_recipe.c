/* Recipes as texts: whatever steers training tells two of them apart, and nothing else does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "recipe.h"

static const int starts[] = {0, 100}, other_starts[] = {0, 101};
static const double rates[] = {0.1, 0.01}, other_rates[] = {0.1, 0.010000000000000002};

static const xr_recipe plain = {.data = "cifar10",
    .epochs = 300,
    .momentum = 0.9,
    .nesterov = true,
    .step_count = 2,
    .starts = starts,
    .rates = rates,
    .horizontal_flip = 0.5,
    .shift_height = 0.125,
    .shift_width = 0.125,
    .validation = 0.1};

static const xr_recipe adamw = {.optimizer = XR_ADAMW,
    .beta1 = 0.9,
    .beta2 = 0.999,
    .epsilon = 1e-7,
    .weight_decay = 0.004,
    .schedule = XR_ONE_CYCLE,
    .rate = 0.1,
    .final_rate = 1e-6};

static void expect_part(const xr_recipe *recipe, int part, const char *expected)
{
    xr_text text = {0};
    xr_recipe_describe(recipe, part, &text);
    assert_false(text.failed);
    assert_string_equal(text.data, expected);
    xr_text_free(&text);
}

static void parts_are_said_in_words_of_the_language(void **state)
{
    (void)state;
    expect_part(&plain, 0, "sgd: momentum 0.9, nesterov");
    expect_part(&plain, 1, "steps: 0: 0.1, 100: 0.01");
    expect_part(&plain, 2, "0");
    expect_part(&plain, 3, "horizontal_flip 0.5, shift 0.125 x 0.125 fill 0");
    expect_part(&adamw, 0, "adamw: beta1 0.9, beta2 0.999, epsilon 1e-07, weight_decay 0.004");
    expect_part(&adamw, 1, "one_cycle: 0.1 to 1e-06");
    expect_part(&adamw, 3, "none");
}

static bool same(const xr_recipe *a, const xr_recipe *b)
{
    bool equal = true;
    for (int part = 0; part < XR_RECIPE_PARTS; part++) {
        xr_text first = {0}, second = {0};
        xr_recipe_describe(a, part, &first);
        xr_recipe_describe(b, part, &second);
        assert_false(first.failed || second.failed);
        equal = equal && strcmp(first.data, second.data) == 0;
        xr_text_free(&first);
        xr_text_free(&second);
    }
    return equal;
}

/* A recipe that differs in one member. */
#define OTHER(base, member, value)                                                                 \
    do {                                                                                           \
        xr_recipe other = base;                                                                    \
        other.member = value;                                                                      \
        if (same(&base, &other))                                                                   \
            fail_msg("another %s is not told", #member);                                           \
    } while (0)

static void whatever_steers_training_is_told(void **state)
{
    (void)state;
    OTHER(plain, optimizer, XR_ADAM);
    OTHER(plain, momentum, 0.90000000000000002 + 1e-15);
    OTHER(plain, nesterov, false);
    OTHER(plain, step_count, 1);
    OTHER(plain, starts, other_starts);
    OTHER(plain, rates, other_rates);
    OTHER(plain, warm_up, 5);
    OTHER(plain, label_smoothing, 0.1);
    OTHER(plain, horizontal_flip, 0);
    OTHER(plain, shift_height, 0.25);
    OTHER(plain, shift_width, 0);
    OTHER(plain, fill, 1);
    OTHER(plain, pad_and_crop, 4);
    OTHER(plain, cutout, 8);
    OTHER(adamw, optimizer, XR_ADAM);
    OTHER(adamw, beta1, 0.8);
    OTHER(adamw, beta2, 0.99);
    OTHER(adamw, epsilon, 1e-8);
    OTHER(adamw, weight_decay, 0.005);
    OTHER(adamw, schedule, XR_COSINE);
    OTHER(adamw, rate, 0.2);
    OTHER(adamw, final_rate, 0);
}

static void epochs_data_and_validation_are_another_matter(void **state)
{
    (void)state;
    xr_recipe other = plain;
    other.epochs = 1;
    other.data = "elsewhere";
    other.validation = 0;
    assert_true(same(&plain, &other));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_are_said_in_words_of_the_language),
        cmocka_unit_test(whatever_steers_training_is_told),
        cmocka_unit_test(epochs_data_and_validation_are_another_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
