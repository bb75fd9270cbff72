/* predict: raw images in, the likeliest classes out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "dataset.h"
#include "fake_model.h"
#include "scratch.h"
#include "trainer.h"

enum { IMAGE = FAKE_HEIGHT * FAKE_WIDTH * FAKE_CHANNELS, IMAGES = 150 };

/* A run in a/, and its test images as raw bytes in the file images. */
static int make(void **state)
{
    scratch_set_up(state);
    const char *directory = *state;
    Outcome outcome = trainer_run(&fake_model, directory, "XCEPTC_DATA=synthetic",
        TRAINER("train", "--epochs", "1", "--out", "a"));
    assert_int_equal(outcome.status, 0);
    trainer_free(&outcome);
    xr_dataset dataset;
    xr_failure failure;
    assert_true(xr_dataset_open(&dataset, &fake_model, "synthetic", &failure));
    scratch_write(directory, "images", dataset.test.images, (size_t)IMAGES * IMAGE);
    scratch_write(directory, "cut", dataset.test.images, (size_t)2 * IMAGE + 5);
    scratch_write(directory, "none", "", 0);
    xr_dataset_free(&dataset);
    return 0;
}

/* Runs a trainer whose standard input is this file. */
static Outcome run(
    const char *directory, const char *input, int status, const char *const *arguments)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", directory, input);
    int kept = dup(STDIN_FILENO), file = open(path, O_RDONLY);
    assert_true(kept >= 0 && file >= 0);
    assert_true(dup2(file, STDIN_FILENO) >= 0);
    Outcome outcome = trainer_run(&fake_model, directory, NULL, arguments);
    assert_true(dup2(kept, STDIN_FILENO) >= 0);
    close(kept);
    close(file);
    if (outcome.status != status)
        fail_msg("status %d, not %d: %s", outcome.status, status, outcome.err);
    return outcome;
}

static int count(const char *text, const char *part)
{
    int found = 0;
    for (; (text = strstr(text, part)); text++)
        found++;
    return found;
}

/* The class that a line of the output names first. */
static int first_class(const char *line)
{
    return (int)strtol(strchr(line, ':') + 1, NULL, 10);
}

/* predict knows nothing of labels; that it is right as often as evaluate says shows that images
 * keep their order and batches their ends. 150 images are two batches of 64 and one of 22. */
static void most_images_are_called_what_they_are(void **state)
{
    const char *directory = *state;
    xr_dataset dataset;
    xr_failure failure;
    assert_true(xr_dataset_open(&dataset, &fake_model, "synthetic", &failure));
    Outcome outcome = run(directory, "images", 0, TRAINER("predict", "--weights", "a"));
    assert_int_equal(count(outcome.out, "\n"), IMAGES);
    int right = 0, turned = 0;
    const char *line = outcome.out;
    for (int i = 0; i < IMAGES; i++, line = strchr(line, '\n') + 1) {
        assert_int_equal(strtol(line, NULL, 10), i + 1);
        right += first_class(line) == dataset.test.labels[i];
        turned += first_class(line) == dataset.test.labels[IMAGES - 1 - i];
    }
    assert_true(right > IMAGES * 8 / 10);
    assert_true(turned < IMAGES / 2); /* the check notices images in another order */
    trainer_free(&outcome);
    xr_dataset_free(&dataset);
}

static void the_size_of_a_batch_changes_nothing(void **state)
{
    const char *directory = *state;
    Outcome whole = run(directory, "images", 0, TRAINER("predict", "--weights", "a", "--json"));
    Outcome small =
        run(directory, "images", 0, TRAINER("predict", "--weights", "a", "--json", "--batch", "7"));
    assert_string_equal(whole.out, small.out);
    assert_int_equal(count(whole.out, "\"image\": "), IMAGES);
    assert_int_equal(count(whole.out, "\n"), 1); /* one document */
    trainer_free(&whole);
    trainer_free(&small);
}

static void names_and_numbers_of_classes_are_as_asked_for(void **state)
{
    const char *directory = *state;
    Outcome outcome = run(directory, "images", 0,
        TRAINER("predict", "--weights", "a", "--top", "2", "--", "first.png", "second.png"));
    assert_memory_equal(outcome.out, "first.png: ", 11);
    assert_non_null(strstr(outcome.out, "\nsecond.png: "));
    assert_non_null(strstr(outcome.out, "\n3: "));
    assert_int_equal(count(outcome.out, ", "), IMAGES);
    trainer_free(&outcome);
    outcome = run(directory, "images", 0, TRAINER("predict", "--weights", "a", "--top", "99"));
    assert_int_equal(count(outcome.out, ", "), IMAGES * (FAKE_CLASSES - 1));
    trainer_free(&outcome);
}

static void what_is_not_whole_images_is_refused(void **state)
{
    const char *directory = *state;
    Outcome outcome = run(directory, "cut", 1, TRAINER("predict", "--weights", "a"));
    assert_non_null(strstr(outcome.err, "ends within an image: 5 of 192 bytes"));
    trainer_free(&outcome);
    outcome = run(directory, "none", 1, TRAINER("predict", "--weights", "a"));
    assert_non_null(strstr(outcome.err, "holds no image; one has 192 bytes"));
    trainer_free(&outcome);
    outcome = run(directory, "none", 2, TRAINER("predict"));
    assert_non_null(strstr(outcome.err, "predict needs --weights"));
    trainer_free(&outcome);
    outcome = run(directory, "none", 2, TRAINER("predict", "--data", "x"));
    assert_non_null(strstr(outcome.err, "unknown option '--data'"));
    trainer_free(&outcome);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make, scratch_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(most_images_are_called_what_they_are),
        TEST(the_size_of_a_batch_changes_nothing),
        TEST(names_and_numbers_of_classes_are_as_asked_for),
        TEST(what_is_not_whole_images_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
