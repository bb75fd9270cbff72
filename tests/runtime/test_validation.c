/* Images that are kept from training: which they are, what is measured on them, and what a run
 * remembers of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fake_model.h"
#include "scratch.h"
#include "trainer.h"
#include "validation.h"

static Outcome run(const char *directory, int status, const char *const *arguments)
{
    Outcome outcome = trainer_run(&fake_model, directory, "XCEPTC_DATA=synthetic", arguments);
    if (outcome.status != status)
        fail_msg("status %d, not %d: %s", outcome.status, status, outcome.err);
    return outcome;
}

static void run_quietly(const char *directory, int status, const char *const *arguments)
{
    Outcome outcome = run(directory, status, arguments);
    trainer_free(&outcome);
}

static void assert_says(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("'%s' does not say '%s'", text, part);
}

static void assert_same_file(const char *directory, const char *first, const char *second)
{
    size_t first_size, second_size;
    char *a = scratch_read(directory, first, &first_size);
    char *b = scratch_read(directory, second, &second_size);
    assert_int_equal(first_size, second_size);
    assert_memory_equal(a, b, first_size);
    free(a);
    free(b);
}

/* The number after "key": in a JSON text. */
static double member(const char *json, const char *key)
{
    char quoted[64];
    snprintf(quoted, sizeof quoted, "\"%s\": ", key);
    const char *found = strstr(json, quoted);
    if (!found)
        fail_msg("'%s' has no \"%s\"", json, key);
    return strtod(found + strlen(quoted), NULL);
}

/* ---- which images -------------------------------------------------------------------------- */

static int count_of(double amount, int images)
{
    xr_failure failure = {XR_OK, ""};
    int count = -1;
    if (!xr_validation_count(amount, images, &count, &failure))
        fail_msg("%g of %d: %s", amount, images, failure.message);
    return count;
}

/* Keras: split_at = floor(n * (1 - validation_split)), and validation is what comes after. */
static void a_fraction_is_cut_where_keras_cuts(void **state)
{
    (void)state;
    assert_int_equal(count_of(0.0, 50000), 0);
    assert_int_equal(count_of(5000, 50000), 5000);
    assert_int_equal(count_of(0.1, 50000), 5000);
    assert_int_equal(count_of(0.2, 7), 2); /* 7 * 0.8 = 5.6: five are trained on */
    assert_int_equal(count_of(0.01, 7), 1);
    assert_int_equal(count_of(49999, 50000), 49999);
}

static void a_part_that_leaves_nothing_is_refused(void **state)
{
    (void)state;
    xr_failure failure = {XR_OK, ""};
    int count;
    assert_false(xr_validation_count(50000, 50000, &count, &failure));
    assert_int_equal(failure.status, XR_BAD_USAGE);
    assert_false(xr_validation_count(1e9, 50000, &count, &failure));
    assert_false(xr_validation_count(0.999, 1, &count, &failure));
}

static void a_part_of_a_split_lies_in_it(void **state)
{
    (void)state;
    uint8_t images[5 * 3] = {0};
    int32_t labels[5] = {0, 1, 2, 3, 4};
    xr_split all = {.count = 5, .images = images, .labels = labels};
    xr_split part = xr_split_part(&all, 3, 3, 2);
    assert_int_equal(part.count, 2);
    assert_ptr_equal(part.images, images + 9);
    assert_int_equal(part.labels[0], 3);
}

/* ---- a run --------------------------------------------------------------------------------- */

/* 10,000 images of synthetic data, batches of 64: 8,000 are 125 batches. */
static void an_epoch_visits_what_is_left(void **state)
{
    const char *directory = *state;
    Outcome outcome = run(directory, XR_OK,
        TRAINER("train", "--epochs", "1", "--validation", "2000", "--out", "a", "--json"));
    assert_true(member(outcome.out, "train_images") == 8000);
    assert_true(member(outcome.out, "validation_images") == 2000);
    assert_true(member(strstr(outcome.out, "\"event\": \"end\""), "step") == 125);
    assert_says(outcome.err, "8000 training, 2000 validation and 2000 test images");
    assert_says(outcome.err, "; validation loss ");
    trainer_free(&outcome);
    run_quietly(
        directory, XR_OK, TRAINER("train", "--epochs", "1", "--validation", "0.2", "--out", "b"));
    assert_same_file(directory, "a/last.safetensors", "b/last.safetensors");
}

/* What evaluate finds on the test images for the best weights stands in run.json and in the end
 * event; the rows' validation is of other images. */
static void the_test_images_are_measured_once_at_the_end(void **state)
{
    const char *directory = *state;
    Outcome outcome = run(directory, XR_OK,
        TRAINER("train", "--epochs", "2", "--validation", "300", "--out", "a", "--json"));
    double accuracy = member(outcome.out, "test_accuracy");
    double best = member(outcome.out, "best_accuracy");
    assert_says(outcome.err, "test accuracy");
    trainer_free(&outcome);
    assert_true(fabs(best * 300 - round(best * 300)) < 1e-9);
    char *record = scratch_read(directory, "a/run.json", NULL);
    assert_true(member(record, "test_accuracy") == accuracy);
    assert_true(member(record, "validation_images") == 300);
    free(record);
    outcome =
        run(directory, XR_OK, TRAINER("evaluate", "--weights", "a/best.safetensors", "--json"));
    assert_true(member(outcome.out, "accuracy") == accuracy);
    trainer_free(&outcome);
}

static void without_validation_images_nothing_is_tested_at_the_end(void **state)
{
    const char *directory = *state;
    Outcome outcome = run(directory, XR_OK, TRAINER("train", "--epochs", "1", "--out", "a"));
    assert_says(outcome.out, "; test loss ");
    assert_says(outcome.out, "best test accuracy");
    assert_null(strstr(outcome.out, "\ntest accuracy"));
    trainer_free(&outcome);
    char *record = scratch_read(directory, "a/run.json", NULL);
    assert_null(strstr(record, "test_accuracy"));
    assert_says(record, "\"best_epoch\": 1,");
    free(record);
}

/* A planted leak: an image of the validation part that is trained on changes the weights, so that
 * runs which differ in nothing but the size of the part must differ. */
static void the_part_decides_what_is_learned(void **state)
{
    const char *directory = *state;
    run_quietly(
        directory, XR_OK, TRAINER("train", "--steps", "9", "--validation", "16", "--out", "a"));
    run_quietly(
        directory, XR_OK, TRAINER("train", "--steps", "9", "--validation", "17", "--out", "b"));
    size_t size;
    char *a = scratch_read(directory, "a/steps.csv", &size);
    char *b = scratch_read(directory, "b/steps.csv", NULL);
    assert_memory_not_equal(a, b, size);
    free(a);
    free(b);
}

static void a_resumed_run_remembers_its_part(void **state)
{
    const char *directory = *state;
    run_quietly(directory, XR_OK,
        TRAINER("train", "--epochs", "1", "--validation", "2000", "--out", "whole"));
    run_quietly(directory, XR_OK,
        TRAINER("train", "--steps", "40", "--validation", "2000", "--out", "cut"));
    Outcome outcome = run(directory, XR_BAD_INPUT,
        TRAINER("train", "--resume", "--validation", "1000", "--out", "cut"));
    assert_says(outcome.err, "cannot resume with --validation 1000: the run was started with 2000");
    trainer_free(&outcome);
    outcome = run(
        directory, XR_BAD_INPUT, TRAINER("train", "--resume", "--validation", "0", "--out", "cut"));
    assert_says(outcome.err, "cannot resume with --validation 0");
    trainer_free(&outcome);
    run_quietly(directory, XR_OK, TRAINER("train", "--resume", "--epochs", "1", "--out", "cut"));
    assert_same_file(directory, "whole/last.safetensors", "cut/last.safetensors");
    assert_same_file(directory, "whole/steps.csv", "cut/steps.csv");
    char *whole = scratch_read(directory, "whole/run.json", NULL);
    char *cut = scratch_read(directory, "cut/run.json", NULL);
    assert_true(member(whole, "test_accuracy") == member(cut, "test_accuracy"));
    free(whole);
    free(cut);
}

static void a_wrong_amount_is_refused(void **state)
{
    const char *directory = *state;
    static const char *const wrong[] = {"1.5", "-1", "x", "nan", "1e12", "0x10", "50%"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        Outcome outcome = run(directory, XR_BAD_USAGE, TRAINER("train", "--validation", wrong[i]));
        assert_says(outcome.err, "--validation needs a whole number or a fraction below 1");
        trainer_free(&outcome);
    }
    Outcome outcome = run(directory, XR_BAD_USAGE, TRAINER("train", "--validation", "10000"));
    assert_says(outcome.err, "cannot be kept from 10000 training images");
    trainer_free(&outcome);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_set_up, scratch_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fraction_is_cut_where_keras_cuts),
        cmocka_unit_test(a_part_that_leaves_nothing_is_refused),
        cmocka_unit_test(a_part_of_a_split_lies_in_it),
        TEST(an_epoch_visits_what_is_left),
        TEST(the_test_images_are_measured_once_at_the_end),
        TEST(without_validation_images_nothing_is_tested_at_the_end),
        TEST(the_part_decides_what_is_learned),
        TEST(a_resumed_run_remembers_its_part),
        TEST(a_wrong_amount_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
