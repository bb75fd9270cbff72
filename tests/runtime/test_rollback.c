/* --on-nan rollback: back to the beginning of the epoch, with half the learning rate. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "failure.h"
#include "fake_model.h"
#include "scratch.h"
#include "trainer.h"

enum { STEPS_PER_EPOCH = 157, EPOCHS = 3 };

static const char data[] = "XCEPTC_DATA=synthetic";

static void run(const xr_model *model, const char *directory, int status, const char *says,
    const char *const *arguments)
{
    Outcome outcome = trainer_run(model, directory, data, arguments);
    if (outcome.status != status)
        fail_msg("status %d, not %d: %s", outcome.status, status, outcome.err);
    if (!strstr(outcome.err, says))
        fail_msg("'%s' does not say '%s'", outcome.err, says);
    trainer_free(&outcome);
}

static void assert_same(const char *directory, const char *first, const char *second)
{
    size_t sizes[2];
    char *a = scratch_read(directory, first, &sizes[0]);
    char *b = scratch_read(directory, second, &sizes[1]);
    if (sizes[0] != sizes[1] || memcmp(a, b, sizes[0]) != 0)
        fail_msg("%s and %s differ", first, second);
    free(a);
    free(b);
}

/* Of the step, the only one of its number, in the steps.csv of `run`. */
static double rate_of(const char *directory, int step)
{
    char row[32];
    snprintf(row, sizeof row, "\n%d,%d,", (step - 1) / STEPS_PER_EPOCH + 1, step);
    char *text = scratch_read(directory, "run/steps.csv", NULL), *found = strstr(text, row);
    assert_non_null(found);
    assert_null(strstr(found + 1, row));
    double rate = strtod(found + strlen(row), NULL);
    free(text);
    return rate;
}

static void a_run_goes_back_to_its_epoch_until_the_rate_is_low_enough(void **state)
{
    const char *directory = *state;
    run(&fake_model_hot, directory, XR_OK, "(time 2 of at most 10)",
        TRAINER("train", "--on-nan", "rollback", "-o", "run"));
    assert_true(rate_of(directory, STEPS_PER_EPOCH) == 0.01);
    assert_true(rate_of(directory, STEPS_PER_EPOCH + 1) == 0.01 / 4);
    assert_true(rate_of(directory, EPOCHS * STEPS_PER_EPOCH) == 0.001 / 4);
    assert_false(scratch_exists(directory, "run/epoch.safetensors"));
}

/* Stopped at an epoch's end, and within the epoch that the run goes back to before and after it
 * did: its last checkpoint is then not the epoch's beginning. */
static void a_run_that_was_stopped_comes_to_the_same_bytes(void **state)
{
    const char *directory = *state;
    static const char *const stops[] = {"157", "159", "165", "300", "1000"};
    run(&fake_model_hot, directory, XR_OK, "",
        TRAINER("train", "--on-nan", "rollback", "-o", "whole"));
    run(&fake_model_hot, directory, XR_OK, "",
        TRAINER("train", "--on-nan", "rollback", "-o", "cut", "--steps", "100"));
    for (size_t i = 0; i < sizeof stops / sizeof *stops; i++)
        run(&fake_model_hot, directory, XR_OK, "",
            TRAINER("train", "--resume", "-o", "cut", "--steps", stops[i]));
    assert_same(directory, "whole/last.safetensors", "cut/last.safetensors");
    assert_same(directory, "whole/best.safetensors", "cut/best.safetensors");
    assert_same(directory, "whole/steps.csv", "cut/steps.csv");
}

/* Before anything else was saved: with batches of 32, step 161 is of the first epoch. */
static void a_run_goes_back_to_its_very_beginning(void **state)
{
    const char *directory = *state;
    run(&fake_model_hot, directory, XR_OK,
        "back to epoch 1, batch 0, with the learning rate times 0.5 ",
        TRAINER("train", "--on-nan", "rollback", "--batch", "32", "--steps", "170"));
    assert_true(scratch_exists(directory, "runs/fake/last.safetensors"));
}

static void after_so_many_times_the_run_ends_with_its_checkpoint_intact(void **state)
{
    const char *directory = *state;
    run(&fake_model, directory, XR_OK, "", TRAINER("train", "--epochs", "1", "-o", "good"));
    run(&fake_model_lost, directory, XR_NON_FINITE, "(time 10 of at most 10)",
        TRAINER("train", "--on-nan", "rollback", "-o", "run"));
    assert_same(directory, "good/last.safetensors", "run/last.safetensors");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_set_up, scratch_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_run_goes_back_to_its_epoch_until_the_rate_is_low_enough),
        TEST(a_run_that_was_stopped_comes_to_the_same_bytes),
        TEST(a_run_goes_back_to_its_very_beginning),
        TEST(after_so_many_times_the_run_ends_with_its_checkpoint_intact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
