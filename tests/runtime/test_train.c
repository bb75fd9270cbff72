/* The training loop, from outside: what a run leaves in its directory, how it goes on after it was
 * cut off, and how it ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "failure.h"
#include "fake_model.h"
#include "scratch.h"
#include "train.h"
#include "trainer.h"

enum { STEPS_PER_EPOCH = 157, EPOCHS = 3 };

static const char data[] = "XCEPTC_DATA=synthetic";

/* Runs a trainer on synthetic data and expects this status. */
static Outcome run(
    const xr_model *model, const char *directory, int status, const char *const *arguments)
{
    Outcome outcome = trainer_run(model, directory, data, arguments);
    if (outcome.status != status)
        fail_msg("status %d, not %d: %s", outcome.status, status, outcome.err);
    return outcome;
}

static void run_quietly(const char *directory, int status, const char *const *arguments)
{
    Outcome outcome = run(&fake_model, directory, status, arguments);
    trainer_free(&outcome);
}

static void assert_says(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("'%s' does not say '%s'", text, part);
}

static void assert_file_says(const char *directory, const char *name, const char *part)
{
    char *text = scratch_read(directory, name, NULL);
    assert_says(text, part);
    free(text);
}

static void assert_same_file(const char *directory, const char *first, const char *second)
{
    size_t first_size, second_size;
    char *a = scratch_read(directory, first, &first_size);
    char *b = scratch_read(directory, second, &second_size);
    assert_int_equal(first_size, second_size);
    if (memcmp(a, b, first_size) != 0)
        fail_msg("%s and %s differ", first, second);
    free(a);
    free(b);
}

static int count_lines(const char *text)
{
    int lines = 0;
    for (; *text; text++)
        lines += *text == '\n';
    return lines;
}

/* The rows of a CSV file, 0 where there is none. */
static int count_rows(const char *directory, const char *name)
{
    if (!scratch_exists(directory, name))
        return 0;
    char *rows = scratch_read(directory, name, NULL);
    int lines = count_lines(rows);
    free(rows);
    return lines > 0 ? lines - 1 : 0;
}

/* The number in this column of this line of a CSV text; lines count from the header, 0. */
static double cell(const char *text, int line, int column)
{
    while (line-- > 0)
        text = strchr(text, '\n') + 1;
    while (column-- > 0)
        text = strchr(text, ',') + 1;
    return strtod(text, NULL);
}

/* ---- a whole run --------------------------------------------------------------------------- */

static void a_run_learns_and_leaves_its_files(void **state)
{
    const char *directory = *state;
    Outcome outcome = run(&fake_model, directory, XR_OK, TRAINER("train"));
    assert_says(outcome.out, "epoch 3/3");
    assert_says(outcome.err, "seed 0");
    assert_says(outcome.err, "run directory runs/fake");
    trainer_free(&outcome);

    char *rows = scratch_read(directory, "runs/fake/metrics.csv", NULL);
    assert_int_equal(count_lines(rows), 1 + EPOCHS);
    assert_says(rows, "epoch,step,learning_rate,loss,cross_entropy,accuracy,val_loss,"
                      "val_cross_entropy,val_accuracy,seconds,images_per_second\n");
    assert_true(cell(rows, 3, 0) == 3.0 && cell(rows, 3, 1) == 3.0 * STEPS_PER_EPOCH);
    assert_true(cell(rows, 2, 2) == 0.01 && cell(rows, 3, 2) == 0.001);
    assert_true(cell(rows, 3, 3) < 0.6 * cell(rows, 1, 3)); /* the loss falls */
    assert_true(cell(rows, 3, 8) > 0.95); /* and the test accuracy is high */
    for (int column = 3; column <= 6; column += 3) /* loss, val_loss: with the regularization */
        assert_true(cell(rows, 3, column) > cell(rows, 3, column + 1));
    free(rows);

    char *steps = scratch_read(directory, "runs/fake/steps.csv", NULL);
    assert_int_equal(count_lines(steps), 1 + EPOCHS * STEPS_PER_EPOCH);
    free(steps);
    assert_file_says(directory, "runs/fake/run.json", "\"outcome\": \"complete\"");
    assert_file_says(directory, "runs/fake/run.json", "\"seed\": 0");
    assert_file_says(directory, "runs/fake/log.txt", "epoch 3/3");
    assert_true(scratch_exists(directory, "runs/fake/last.safetensors"));
    assert_true(scratch_exists(directory, "runs/fake/best.safetensors"));
    assert_false(scratch_exists(directory, "runs/fake/last.safetensors.tmp"));
    assert_false(scratch_exists(directory, "runs/fake/last.safetensors.previous"));
}

/* An epoch's loss weighs each batch with its images: the short last one counts as 16. */
static void an_epochs_loss_is_the_mean_over_images(void **state)
{
    const char *directory = *state;
    run_quietly(directory, XR_OK, TRAINER("train", "--epochs", "1"));
    char *rows = scratch_read(directory, "runs/fake/metrics.csv", NULL);
    char *steps = scratch_read(directory, "runs/fake/steps.csv", NULL);
    for (int column = 3; column <= 5; column++) {
        double sum = 0.0;
        for (int step = 1; step <= STEPS_PER_EPOCH; step++)
            sum += cell(steps, step, column) * (step == STEPS_PER_EPOCH ? 16 : 64);
        assert_true(fabs(sum / 10000 - cell(rows, 1, column)) < 1e-7);
    }
    free(rows);
    free(steps);
}

static void every_accuracy_line_says_that_data_is_synthetic(void **state)
{
    const char *directory = *state;
    Outcome train = run(&fake_model, directory, XR_OK, TRAINER("train", "--epochs", "2"));
    Outcome evaluate =
        run(&fake_model, directory, XR_OK, TRAINER("evaluate", "--weights", "runs/fake"));
    char *texts[] = {train.out, train.err, evaluate.out, evaluate.err};
    int lines = 0;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char *rest = texts[i];
        for (char *line; (line = strsep(&rest, "\n"));) {
            if (!strstr(line, "accuracy"))
                continue;
            lines++;
            assert_says(line, "synthetic data");
        }
    }
    assert_true(lines >= 3);
    trainer_free(&train);
    trainer_free(&evaluate);
}

static void json_lines_are_all_that_is_on_stdout(void **state)
{
    const char *directory = *state;
    Outcome outcome =
        run(&fake_model, directory, XR_OK, TRAINER("train", "--epochs", "1", "--json"));
    int steps = 0, epochs = 0;
    char *rest = outcome.out;
    for (char *line; (line = strsep(&rest, "\n")) && *line;) {
        assert_true(strncmp(line, "{\"event\": \"", 11) == 0 && line[strlen(line) - 1] == '}');
        steps += strncmp(line + 11, "step", 4) == 0;
        epochs += strncmp(line + 11, "epoch", 5) == 0;
        if (strncmp(line + 11, "epoch", 5) == 0)
            assert_says(line, "\"val_accuracy\": ");
    }
    assert_int_equal(steps, STEPS_PER_EPOCH);
    assert_int_equal(epochs, 1);
    trainer_free(&outcome);
    outcome = run(&fake_model, directory, XR_OK,
        TRAINER("evaluate", "--weights", "runs/fake/best.safetensors", "--json"));
    assert_says(outcome.out, "{\"event\": \"evaluation\", \"split\": \"test\", \"images\": 2000, ");
    assert_says(outcome.out, "\"synthetic\": true, ");
    trainer_free(&outcome);
}

static void evaluation_agrees_with_the_validation(void **state)
{
    const char *directory = *state;
    run_quietly(directory, XR_OK, TRAINER("train", "--epochs", "1"));
    Outcome outcome = run(&fake_model, directory, XR_OK,
        TRAINER("evaluate", "--weights", "runs/fake", "--json", "--batch", "17"));
    char *rows = scratch_read(directory, "runs/fake/metrics.csv", NULL);
    const char *accuracy = strstr(outcome.out, "\"accuracy\": ");
    assert_non_null(accuracy);
    assert_true(fabs(strtod(accuracy + 12, NULL) - cell(rows, 1, 8)) < 1e-9);
    free(rows);
    trainer_free(&outcome);
}

static void validation_may_be_rarer(void **state)
{
    const char *directory = *state;
    run_quietly(directory, XR_OK, TRAINER("train", "--validate-every", "2"));
    char *rows = scratch_read(directory, "runs/fake/metrics.csv", NULL);
    const char *first = strchr(rows, '\n') + 1;
    assert_true(strstr(first, ",,,,") && strstr(first, ",,,,") < strchr(first, '\n'));
    assert_true(cell(rows, 2, 8) > 0.5 && cell(rows, 3, 8) > 0.5); /* the last one always */
    free(rows);
}

/* So few images to validate on that many epochs have the same accuracy. */
static void of_equal_accuracies_the_lower_loss_is_best(void **state)
{
    enum { MORE_EPOCHS = 6 };
    const char *directory = *state;
    run_quietly(directory, XR_OK,
        TRAINER("train", "--epochs", "6", "--validation", "60", "--out", "whole"));
    char *rows = scratch_read(directory, "whole/metrics.csv", NULL);
    int first = 1, best = 1; /* of the highest accuracy: the first epoch, and that of least loss */
    for (int epoch = 2; epoch <= MORE_EPOCHS; epoch++) {
        double more = cell(rows, epoch, 8) - cell(rows, best, 8);
        if (more > 0)
            first = epoch;
        if (more > 0 || (more == 0 && cell(rows, epoch, 6) < cell(rows, best, 6)))
            best = epoch;
    }
    free(rows);
    assert_true(best > first); /* else this would show nothing */
    char expected[32];
    snprintf(expected, sizeof expected, "\"best_epoch\": %d,", best);
    assert_file_says(directory, "whole/run.json", expected);
    /* the loss to beat goes through a checkpoint unchanged */
    run_quietly(
        directory, XR_OK, TRAINER("train", "--out", "cut", "--epochs", "1", "--validation", "60"));
    for (int epoch = 2; epoch <= MORE_EPOCHS; epoch++) {
        char epochs[16];
        snprintf(epochs, sizeof epochs, "%d", epoch);
        run_quietly(
            directory, XR_OK, TRAINER("train", "--out", "cut", "--epochs", epochs, "--resume"));
    }
    assert_same_file(directory, "whole/best.safetensors", "cut/best.safetensors");
    assert_same_file(directory, "whole/last.safetensors", "cut/last.safetensors");
}

static void the_steps_ahead_end_with_the_epoch_or_where_asked(void **state)
{
    (void)state;
    xr_options options = {.steps = UINT64_MAX};
    xr_run run = {.options = &options, .position = {.epoch = 2, .batch = 30, .step = 230}};
    assert_int_equal(xr_steps_ahead(&run, 100), 70);
    options.steps = 300;
    assert_int_equal(xr_steps_ahead(&run, 100), 70);
    options.steps = 255;
    assert_int_equal(xr_steps_ahead(&run, 100), 25);
    options.steps = 230;
    assert_int_equal(xr_steps_ahead(&run, 100), 0);
}

/* ---- exactness ----------------------------------------------------------------------------- */

static void weights_do_not_depend_on_threads(void **state)
{
    static const char *const threads[] = {"1", "2", "3", "8"};
    const char *directory = *state;
    for (size_t t = 0; t < sizeof threads / sizeof *threads; t++)
        run_quietly(directory, XR_OK,
            TRAINER("train", "--epochs", "1", "--out", threads[t], "--threads", threads[t]));
    for (size_t t = 1; t < sizeof threads / sizeof *threads; t++) {
        char path[64];
        snprintf(path, sizeof path, "%s/last.safetensors", threads[t]);
        assert_same_file(directory, "1/last.safetensors", path);
        snprintf(path, sizeof path, "%s/steps.csv", threads[t]);
        assert_same_file(directory, "1/steps.csv", path);
    }
}

static void another_seed_is_another_run(void **state)
{
    const char *directory = *state;
    run_quietly(directory, XR_OK, TRAINER("train", "--steps", "3", "--out", "a"));
    run_quietly(directory, XR_OK, TRAINER("train", "--steps", "3", "--out", "b", "--seed", "1"));
    char *a = scratch_read(directory, "a/steps.csv", NULL);
    char *b = scratch_read(directory, "b/steps.csv", NULL);
    assert_true(cell(a, 3, 3) != cell(b, 3, 3));
    free(a);
    free(b);
}

/* Stopped at the start, within, at the end of an epoch, and twice: the same bytes in the end. */
static void resuming_is_exact(void **state)
{
    static const char *const stops[] = {"1", "157", "300", "471"};
    const char *directory = *state;
    run_quietly(directory, XR_OK, TRAINER("train", "--out", "whole"));
    for (size_t s = 0; s < sizeof stops / sizeof *stops; s++) {
        char out[64], path[128];
        snprintf(out, sizeof out, "stopped-at-%s", stops[s]);
        run_quietly(directory, XR_OK, TRAINER("train", "--out", out, "--steps", stops[s]));
        run_quietly(directory, XR_OK,
            TRAINER("train", "--out", out, "--resume", "--steps", "310", "--threads", "3"));
        run_quietly(directory, XR_OK, TRAINER("train", "--out", out, "--resume"));
        snprintf(path, sizeof path, "%s/last.safetensors", out);
        assert_same_file(directory, "whole/last.safetensors", path);
        snprintf(path, sizeof path, "%s/steps.csv", out);
        assert_same_file(directory, "whole/steps.csv", path);
        snprintf(path, sizeof path, "%s/metrics.csv", out);
        char *rows = scratch_read(directory, path, NULL);
        char *whole = scratch_read(directory, "whole/metrics.csv", NULL);
        assert_int_equal(count_lines(rows), 1 + EPOCHS);
        for (int epoch = 1; epoch <= EPOCHS; epoch++)
            for (int column = 0; column < 9; column++)
                assert_true(cell(rows, epoch, column) == cell(whole, epoch, column));
        free(rows);
        free(whole);
    }
}

/* Rows that a killed run wrote after its last checkpoint are written anew, not twice. */
static void rows_beyond_the_checkpoint_are_dropped(void **state)
{
    const char *directory = *state;
    run_quietly(directory, XR_OK, TRAINER("train", "--out", "whole", "--epochs", "2"));
    run_quietly(directory, XR_OK, TRAINER("train", "--out", "cut", "--steps", "160"));
    size_t size;
    char *rows = scratch_read(directory, "cut/steps.csv", &size);
    char *longer = malloc(size + 64);
    assert_non_null(longer);
    int length = sprintf(longer, "%s2,161,0.01,9,9,9\n2,162,0.0", rows);
    scratch_write(directory, "cut/steps.csv", longer, (size_t)length);
    run_quietly(directory, XR_OK, TRAINER("train", "--out", "cut", "--resume", "--epochs", "2"));
    assert_same_file(directory, "whole/steps.csv", "cut/steps.csv");
    free(rows);
    free(longer);
}

static void epochs_may_be_added(void **state)
{
    const char *directory = *state;
    run_quietly(directory, XR_OK, TRAINER("train", "--out", "whole"));
    run_quietly(directory, XR_OK, TRAINER("train", "--out", "more", "--epochs", "1"));
    run_quietly(directory, XR_OK, TRAINER("train", "--out", "more", "--resume", "--epochs", "3"));
    assert_same_file(directory, "whole/last.safetensors", "more/last.safetensors");
}

static void weights_start_a_run_anew(void **state)
{
    const char *directory = *state;
    run_quietly(directory, XR_OK, TRAINER("train", "--out", "a", "--epochs", "1"));
    run_quietly(directory, XR_OK,
        TRAINER("train", "--out", "b", "--steps", "1", "--weights", "a/last.safetensors"));
    char *rows = scratch_read(directory, "b/steps.csv", NULL);
    assert_true(cell(rows, 1, 1) == 1.0 && cell(rows, 1, 5) > 0.8); /* it knows something */
    free(rows);
}

/* ---- directories --------------------------------------------------------------------------- */

static void runs_are_numbered(void **state)
{
    const char *directory = *state;
    for (int i = 0; i < 3; i++)
        run_quietly(directory, XR_OK, TRAINER("train", "--steps", "1"));
    assert_true(scratch_exists(directory, "runs/fake/last.safetensors"));
    assert_true(scratch_exists(directory, "runs/fake-2/last.safetensors"));
    assert_true(scratch_exists(directory, "runs/fake-3/last.safetensors"));
    Outcome outcome =
        run(&fake_model, directory, XR_OK, TRAINER("train", "--resume", "--steps", "2"));
    assert_says(outcome.err, "runs/fake-3");
    assert_says(outcome.err, "resuming at epoch 1, batch 1 (step 1)");
    trainer_free(&outcome);
    assert_false(scratch_exists(directory, "runs/fake-4"));
}

static void a_full_directory_needs_resume(void **state)
{
    const char *directory = *state;
    run_quietly(directory, XR_OK, TRAINER("train", "--steps", "1", "--out", "deep/er"));
    Outcome outcome =
        run(&fake_model, directory, XR_BAD_USAGE, TRAINER("train", "--out", "deep/er"));
    assert_says(outcome.err, "deep/er is not empty: add --resume");
    trainer_free(&outcome);
    outcome = run(&fake_model, directory, XR_BAD_INPUT, TRAINER("train", "--resume", "--out", "x"));
    assert_says(outcome.err, "x: there is no run to resume");
    trainer_free(&outcome);
    outcome = run(&fake_model, directory, XR_BAD_INPUT, TRAINER("train", "--resume"));
    assert_says(outcome.err, "there is no run to resume");
    trainer_free(&outcome);
}

/* Wrong weights are noticed when the directory is there; the next try finds none. */
static void a_refused_run_leaves_nothing(void **state)
{
    const char *directory = *state;
    char path[128];
    scratch_write(directory, "weights", "no checkpoint", 13);
    for (int i = 0; i < 2; i++) {
        run_quietly(directory, XR_BAD_INPUT, TRAINER("train", "--weights", "weights"));
        assert_false(scratch_exists(directory, "runs"));
        run_quietly(
            directory, XR_BAD_INPUT, TRAINER("train", "--weights", "weights", "--out", "a/b/"));
        assert_false(scratch_exists(directory, "a"));
    }
    /* what lay there before stays as it was */
    snprintf(path, sizeof path, "%s/mine", directory);
    assert_int_equal(mkdir(path, 0777), 0);
    run_quietly(
        directory, XR_BAD_INPUT, TRAINER("train", "--weights", "weights", "--out", "mine/b/c"));
    assert_false(scratch_exists(directory, "mine/b"));
    run_quietly(directory, XR_BAD_INPUT, TRAINER("train", "--weights", "weights", "--out", "mine"));
    assert_int_equal(rmdir(path), 0); /* it was empty again */
    assert_int_equal(mkdir(path, 0777), 0);
    scratch_write(directory, "mine/model.yaml", "about: mine\n", 12);
    run_quietly(directory, XR_BAD_INPUT, TRAINER("train", "--weights", "weights", "--out", "mine"));
    assert_file_says(directory, "mine/model.yaml", "about: mine");
    run_quietly(directory, XR_OK, TRAINER("train", "--steps", "1", "--out", "mine"));
}

/* A run with steps behind it is not taken back when going on with it is refused. */
static void a_refused_resume_leaves_the_run(void **state)
{
    const char *directory = *state;
    run_quietly(directory, XR_OK, TRAINER("train", "--steps", "3", "--out", "a"));
    run_quietly(directory, XR_BAD_INPUT, TRAINER("train", "--resume", "--out", "a", "--seed", "6"));
    assert_int_equal(count_rows(directory, "a/steps.csv"), 3);
    assert_true(scratch_exists(directory, "a/last.safetensors"));
    assert_file_says(directory, "a/run.json", "\"outcome\": \"stopped\"");
    scratch_write(directory, "a/last.safetensors", "damaged", 7);
    run_quietly(directory, XR_BAD_INPUT, TRAINER("train", "--resume", "--out", "a"));
    assert_int_equal(count_rows(directory, "a/steps.csv"), 3);
    assert_true(scratch_exists(directory, "a/run.json"));
}

static void a_model_file_may_lie_there_already(void **state)
{
    const char *directory = *state;
    char out[128];
    snprintf(out, sizeof out, "%s/out", directory);
    assert_int_equal(mkdir(out, 0777), 0);
    scratch_write(directory, "out/model.yaml", "about: a model\n", 15);
    run_quietly(directory, XR_OK, TRAINER("train", "--steps", "1", "--out", "out"));
}

static void resuming_leaves_the_model_as_the_run_began_with_it(void **state)
{
    const char *directory = *state;
    scratch_write(directory, "first.yaml", "about: first\n", 13);
    scratch_write(directory, "later.yaml", "about: later\n", 13);
    run_quietly(
        directory, XR_OK, TRAINER("train", "--steps", "1", "--out", "a", "--model", "first.yaml"));
    run_quietly(directory, XR_OK,
        TRAINER("train", "--steps", "2", "--out", "a", "--resume", "--model", "later.yaml"));
    assert_file_says(directory, "a/model.yaml", "about: first");
}

static void the_parts_of_the_memory_told_are_its_whole(void **state)
{
    const char *directory = *state;
    Outcome outcome =
        run(&fake_model, directory, XR_OK, TRAINER("train", "--steps", "1", "--out", "a"));
    const char *line = strstr(outcome.err, "memory ");
    double whole = 0, part[4] = {0};
    assert_non_null(line);
    assert_int_equal(sscanf(line,
                         "memory %lf MiB: model %lf, scratch of threads %lf, data %lf, program and "
                         "saving %lf",
                         &whole, &part[0], &part[1], &part[2], &part[3]),
        5);
    assert_true(whole > 0 && fabs(whole - part[0] - part[1] - part[2] - part[3]) < 0.3);
    trainer_free(&outcome);
}

static void a_run_without_a_checkpoint_starts_from_the_beginning(void **state)
{
    const char *directory = *state;
    run_quietly(directory, XR_OK, TRAINER("train", "--steps", "1", "--out", "a"));
    char path[128];
    snprintf(path, sizeof path, "%s/a/last.safetensors", directory);
    assert_int_equal(unlink(path), 0);
    Outcome outcome = run(&fake_model, directory, XR_BAD_USAGE, TRAINER("train", "--out", "a"));
    assert_says(outcome.err, "a has a run that came to no checkpoint: add --resume to start it");
    trainer_free(&outcome);
    outcome = run(
        &fake_model, directory, XR_OK, TRAINER("train", "--steps", "2", "--out", "a", "--resume"));
    assert_says(outcome.err, "starting from the beginning");
    trainer_free(&outcome);
    char *rows = scratch_read(directory, "a/steps.csv", NULL);
    assert_int_equal(count_lines(rows), 3);
    free(rows);
}

static void other_settings_are_refused_by_name(void **state)
{
    const char *directory = *state;
    run_quietly(directory, XR_OK, TRAINER("train", "--steps", "1", "--out", "a", "--seed", "5"));
    Outcome outcome = run(&fake_model, directory, XR_BAD_INPUT,
        TRAINER("train", "--resume", "--out", "a", "--seed", "6"));
    assert_says(outcome.err, "cannot resume with --seed 6: the run was started with 5");
    trainer_free(&outcome);
    outcome = run(&fake_model, directory, XR_BAD_INPUT,
        TRAINER("train", "--resume", "--out", "a", "--batch", "32"));
    assert_says(outcome.err, "cannot resume with --batch 32: the run was started with 64");
    trainer_free(&outcome);
    outcome = run(
        &fake_model_changed, directory, XR_BAD_INPUT, TRAINER("train", "--resume", "--out", "a"));
    assert_says(outcome.err, "hash");
    trainer_free(&outcome);
}

static void a_second_run_in_the_same_place_is_turned_away(void **state)
{
    const char *directory = *state;
    run_quietly(directory, XR_OK, TRAINER("train", "--steps", "1", "--out", "a"));
    char path[128];
    snprintf(path, sizeof path, "%s/a", directory);
    int fd = open(path, O_RDONLY | O_DIRECTORY);
    assert_true(fd >= 0);
    assert_int_equal(flock(fd, LOCK_EX), 0);
    Outcome outcome =
        run(&fake_model, directory, XR_MACHINE, TRAINER("train", "--resume", "--out", "a"));
    assert_says(outcome.err, "another program is training there");
    trainer_free(&outcome);
    close(fd);
}

static void a_directory_that_cannot_be_written_is_named(void **state)
{
    const char *directory = *state;
    scratch_write(directory, "file", "", 0);
    Outcome outcome =
        run(&fake_model, directory, XR_MACHINE, TRAINER("train", "--out", "file/below"));
    assert_says(outcome.err, "file");
    trainer_free(&outcome);
}

/* ---- what is not finite -------------------------------------------------------------------- */

static void a_loss_that_is_not_finite_stops_the_run(void **state)
{
    const char *directory = *state;
    Outcome outcome = run(&fake_model_sick, directory, XR_NON_FINITE, TRAINER("train"));
    assert_says(outcome.err, "step 6 (epoch 1, learning rate 0.01): the loss is not finite");
    assert_says(outcome.err, "Try a lower learning rate");
    trainer_free(&outcome);
    assert_file_says(directory, "runs/fake/run.json", "\"outcome\": \"failed\"");
    assert_false(scratch_exists(directory, "runs/fake/last.safetensors"));
}

/* The second epoch's fourth step: the checkpoint is that of the first. */
static void weights_that_the_update_lost_end_a_run_that_skips(void **state)
{
    const char *directory = *state;
    run_quietly(directory, XR_OK, TRAINER("train", "--epochs", "1", "-o", "good"));
    Outcome outcome =
        run(&fake_model_lost, directory, XR_NON_FINITE, TRAINER("train", "--on-nan", "skip"));
    assert_says(outcome.err, "step 161 (epoch 2, learning rate 0.01): the update made dense/bias");
    trainer_free(&outcome);
    assert_true(scratch_exists(directory, "runs/fake/last.safetensors"));
    assert_same_file(directory, "good/last.safetensors", "runs/fake/last.safetensors");
}

static void such_steps_can_be_skipped(void **state)
{
    const char *directory = *state;
    Outcome outcome = run(
        &fake_model_sick, directory, XR_OK, TRAINER("train", "--on-nan", "skip", "--epochs", "1"));
    assert_says(outcome.err, "warning: step 6");
    assert_says(outcome.err, "warning: step 10 (epoch 1): the gradient of dense/kernel is not");
    trainer_free(&outcome);
    char *rows = scratch_read(directory, "runs/fake/metrics.csv", NULL);
    assert_true(isfinite(cell(rows, 1, 3)) && cell(rows, 1, 8) > 0.9);
    free(rows);
    rows = scratch_read(directory, "runs/fake/steps.csv", NULL);
    assert_non_null(strstr(rows, "1,6,0.01,nan,nan,"));
    assert_null(strstr(rows, "-nan"));
    free(rows);
}

/* ---- signals ------------------------------------------------------------------------------- */

static void nap(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
}

/* Waits until the run in a/ has finished a few steps. */
static void await_steps(const char *directory)
{
    for (int i = 0; i < 1000; i++, nap()) {
        if (!scratch_exists(directory, "a/steps.csv"))
            continue;
        char *rows = scratch_read(directory, "a/steps.csv", NULL);
        int lines = count_lines(rows);
        free(rows);
        if (lines > 4)
            return;
    }
    fail_msg("the run does not get going");
}

static void a_signal_saves_and_says_how_to_go_on(void **state)
{
    static const int signals[] = {SIGINT, SIGTERM};
    const char *directory = *state;
    run_quietly(directory, XR_OK, TRAINER("train", "--out", "whole", "--epochs", "1"));
    for (size_t s = 0; s < 2; s++) {
        Started started = trainer_start(
            &fake_model_slow, directory, data, TRAINER("train", "--out", "a", "--epochs", "1"));
        await_steps(directory);
        assert_int_equal(kill(started.process, signals[s]), 0);
        Outcome outcome = trainer_wait(&started);
        assert_int_equal(outcome.status, 128 + signals[s]);
        assert_says(outcome.err, "interrupted after step");
        assert_says(
            outcome.err, "continue with: trainer train --resume --out a --data synthetic\n");
        trainer_free(&outcome);
        assert_file_says(directory, "a/run.json", "\"outcome\": \"interrupted\"");
        run_quietly(directory, XR_OK, TRAINER("train", "--resume", "--out", "a"));
        assert_same_file(directory, "whole/last.safetensors", "a/last.safetensors");
        char path[128];
        snprintf(path, sizeof path, "%s/a", directory);
        scratch_remove(path);
    }
}

/* The second signal doesn't wait for anything. */
static void a_second_signal_ends_at_once(void **state)
{
    const char *directory = *state;
    Started started = trainer_start(
        &fake_model_slow, directory, data, TRAINER("train", "--out", "a", "--epochs", "1"));
    await_steps(directory);
    /* Stopped, it can't finish its step between the two. */
    assert_int_equal(kill(started.process, SIGSTOP), 0);
    assert_int_equal(kill(started.process, SIGINT), 0);
    assert_int_equal(kill(started.process, SIGTERM), 0);
    assert_int_equal(kill(started.process, SIGCONT), 0);
    Outcome outcome = trainer_wait(&started);
    assert_true(outcome.status == 128 + SIGTERM || outcome.status == 128 + SIGINT);
    trainer_free(&outcome);
}

/* timeout signals a process, and at once its group. */
static void the_echo_of_a_signal_is_no_second_one(void **state)
{
    const char *directory = *state;
    for (int i = 0; i < 5; i++) {
        Started started = trainer_start(
            &fake_model_slow, directory, data, TRAINER("train", "--out", "a", "--epochs", "1"));
        await_steps(directory);
        assert_int_equal(kill(started.process, SIGTERM), 0);
        nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
        kill(started.process, SIGTERM); /* it may have ended already */
        Outcome outcome = trainer_wait(&started);
        assert_int_equal(outcome.status, 128 + SIGTERM);
        assert_says(outcome.err, "interrupted after step");
        trainer_free(&outcome);
        char path[128];
        snprintf(path, sizeof path, "%s/a", directory);
        scratch_remove(path);
    }
}

/* Starts the run in a/, or goes on with it, and kills it some time after it finished an epoch;
 * returns whether it was still running then. */
static bool kill_once(const char *directory, const char *epochs, long after)
{
    int finished = count_rows(directory, "a/metrics.csv");
    Started started = trainer_start(&fake_model, directory, data,
        scratch_exists(directory, "a")
            ? TRAINER("train", "--out", "a", "--epochs", epochs, "--resume")
            : TRAINER("train", "--out", "a", "--epochs", epochs));
    for (int i = 0; i < 1000 && count_rows(directory, "a/metrics.csv") <= finished; i++)
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    nanosleep(&(struct timespec){.tv_nsec = after}, NULL);
    kill(started.process, SIGKILL);
    Outcome outcome = trainer_wait(&started);
    int status = outcome.status;
    trainer_free(&outcome);
    assert_true(status == 128 + SIGKILL || status == XR_OK);
    return status != XR_OK;
}

/* Killed at any moment, a run leaves a whole checkpoint, and goes on to the same end. */
static void a_killed_run_goes_on_to_the_same_weights(void **state)
{
    enum { KILLS = 12 };
    static const char epochs[] = "40";
    const char *directory = *state;
    int kills = 0;
    run_quietly(directory, XR_OK, TRAINER("train", "--out", "whole", "--epochs", epochs));
    while (kills < KILLS && kill_once(directory, epochs, kills * 1700000L))
        kills++;
    assert_true(kills > 0);
    run_quietly(directory, XR_OK, TRAINER("train", "--out", "a", "--epochs", epochs, "--resume"));
    assert_same_file(directory, "whole/last.safetensors", "a/last.safetensors");
    assert_same_file(directory, "whole/best.safetensors", "a/best.safetensors");
    assert_same_file(directory, "whole/steps.csv", "a/steps.csv");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_set_up, scratch_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_run_learns_and_leaves_its_files),
        TEST(an_epochs_loss_is_the_mean_over_images),
        TEST(every_accuracy_line_says_that_data_is_synthetic),
        TEST(json_lines_are_all_that_is_on_stdout),
        TEST(evaluation_agrees_with_the_validation),
        TEST(validation_may_be_rarer),
        TEST(of_equal_accuracies_the_lower_loss_is_best),
        cmocka_unit_test(the_steps_ahead_end_with_the_epoch_or_where_asked),
        TEST(weights_do_not_depend_on_threads),
        TEST(another_seed_is_another_run),
        TEST(resuming_is_exact),
        TEST(rows_beyond_the_checkpoint_are_dropped),
        TEST(epochs_may_be_added),
        TEST(weights_start_a_run_anew),
        TEST(runs_are_numbered),
        TEST(a_full_directory_needs_resume),
        TEST(a_refused_run_leaves_nothing),
        TEST(a_refused_resume_leaves_the_run),
        TEST(a_model_file_may_lie_there_already),
        TEST(resuming_leaves_the_model_as_the_run_began_with_it),
        TEST(the_parts_of_the_memory_told_are_its_whole),
        TEST(a_run_without_a_checkpoint_starts_from_the_beginning),
        TEST(other_settings_are_refused_by_name),
        TEST(a_second_run_in_the_same_place_is_turned_away),
        TEST(a_directory_that_cannot_be_written_is_named),
        TEST(a_loss_that_is_not_finite_stops_the_run),
        TEST(weights_that_the_update_lost_end_a_run_that_skips),
        TEST(such_steps_can_be_skipped),
        TEST(a_signal_saves_and_says_how_to_go_on),
        TEST(a_second_signal_ends_at_once),
        TEST(the_echo_of_a_signal_is_no_second_one),
        TEST(a_killed_run_goes_on_to_the_same_weights),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
