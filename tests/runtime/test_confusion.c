/* Which classes are taken for which: counted by hand, by evaluate, and by counters with a planted
 * mistake. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "confusion.h"
#include "fake_model.h"
#include "report_classes.h"
#include "scratch.h"
#include "trainer.h"

/* ---- by hand ------------------------------------------------------------------------------- */

enum { CLASSES = 3, IMAGES = 7 };

static const int32_t labels[IMAGES] = {0, 0, 0, 1, 1, 2, 2};
static const xr_real probabilities[IMAGES][CLASSES] = {
    {0.8f, 0.1f, 0.1f}, /* right */
    {0.5f, 0.5f, 0.0f}, /* a tie: the lowest, right */
    {0.1f, 0.2f, 0.7f}, /* taken for 2 */
    {0.6f, 0.3f, 0.1f}, /* taken for 0 */
    {0.0f, 0.5f, 0.5f}, /* a tie: right */
    {0.5f, 0.0f, 0.5f}, /* a tie: taken for 0 */
    {0.2f, 0.2f, 0.6f}, /* right */
};
static const int64_t expected[CLASSES][CLASSES] = {{2, 0, 1}, {1, 1, 0}, {1, 0, 1}};

static xr_confusion make_confusion(int classes)
{
    xr_confusion confusion;
    xr_failure failure;
    assert_true(xr_confusion_create(&confusion, classes, IMAGES, &failure));
    return confusion;
}

static bool is_expected(const xr_confusion *confusion)
{
    return memcmp(confusion->counts, expected, sizeof expected) == 0;
}

static void images_are_counted_where_they_belong(void **state)
{
    (void)state;
    xr_confusion confusion = make_confusion(CLASSES);
    memcpy(confusion.probabilities, probabilities, sizeof probabilities);
    xr_confusion_add(&confusion, labels, IMAGES);
    assert_true(is_expected(&confusion));
    assert_int_equal(xr_confusion_count(&confusion, 1, 0), 1);
    assert_int_equal(xr_confusion_count(&confusion, 0, 1), 0);
    xr_confusion_free(&confusion);
}

/* The last of equals instead of the first. */
static int last_likeliest(const xr_real *row)
{
    int likeliest = 0;
    for (int c = 1; c < CLASSES; c++)
        if (row[c] >= row[likeliest])
            likeliest = c;
    return likeliest;
}

/* The check above must notice a counter that mixes up rows and columns, one that breaks ties the
 * other way, and one that drops the last image. */
static void wrong_counters_are_noticed(void **state)
{
    (void)state;
    for (int fault = 0; fault < 3; fault++) {
        xr_confusion confusion = make_confusion(CLASSES);
        for (int i = 0; i < IMAGES - (fault == 2); i++) {
            int called = fault == 1 ? last_likeliest(probabilities[i])
                                    : xr_likeliest(probabilities[i], CLASSES);
            int row = fault == 0 ? called : labels[i], column = fault == 0 ? labels[i] : called;
            confusion.counts[row * CLASSES + column]++;
        }
        assert_false(is_expected(&confusion));
        xr_confusion_free(&confusion);
    }
}

static void scores_of_a_class_are_shares_of_row_and_column(void **state)
{
    (void)state;
    xr_confusion confusion = make_confusion(CLASSES);
    memcpy(confusion.counts, expected, sizeof expected);
    xr_class_scores scores = xr_confusion_class(&confusion, 0);
    assert_int_equal(scores.images, 3);
    assert_int_equal(scores.called, 4);
    assert_int_equal(scores.right, 2);
    assert_true(fabs(scores.recall - 2.0 / 3.0) < 1e-15);
    assert_true(scores.precision == 0.5);
    assert_int_equal(scores.mistaken_for, 2);
    assert_int_equal(scores.mistaken, 1);
    xr_confusion_free(&confusion);
}

static void a_class_without_images_has_no_recall(void **state)
{
    (void)state;
    xr_confusion confusion = make_confusion(2);
    confusion.counts[0] = 5;
    xr_class_scores scores = xr_confusion_class(&confusion, 1);
    assert_true(isnan(scores.recall) && isnan(scores.precision));
    assert_int_equal(scores.mistaken_for, -1);
    xr_confusion_free(&confusion);
}

/* ---- what is shown ------------------------------------------------------------------------- */

/* 100 classes of 10 images; class c has c % 11 right, the others are called the class after. */
static xr_confusion make_many(void)
{
    xr_confusion confusion = make_confusion(100);
    for (int label = 0; label < 100; label++) {
        confusion.counts[label * 100 + label] = label % 11;
        confusion.counts[label * 100 + (label + 1) % 100] = 10 - label % 11;
    }
    return confusion;
}

/* What a console with nothing but a log is told. */
static char *logged(xr_console *console, void (*show)(xr_console *console))
{
    char *text = NULL;
    size_t size = 0;
    *console = (xr_console){.json = true, .quiet = true, .log = open_memstream(&text, &size)};
    assert_non_null(console->log);
    show(console);
    fclose(console->log);
    return text;
}

static void show_worst(xr_console *console)
{
    xr_confusion confusion = make_many();
    xr_failure failure;
    assert_true(xr_report_classes(console, &confusion, NULL, false, &failure));
    xr_report_confusion(console, &confusion, NULL);
    xr_confusion_free(&confusion);
}

static void show_all(xr_console *console)
{
    xr_confusion confusion = make_many();
    xr_failure failure;
    assert_true(xr_report_classes(console, &confusion, NULL, true, &failure));
    xr_confusion_free(&confusion);
}

static int count_lines(const char *text)
{
    int lines = 0;
    for (; *text; text++)
        lines += *text == '\n';
    return lines;
}

static void of_many_classes_the_worst_ten_are_shown(void **state)
{
    (void)state;
    xr_console console;
    char *text = logged(&console, show_worst);
    assert_non_null(strstr(text, "the 10 classes of lowest recall (--classes shows all 100)"));
    assert_non_null(strstr(text, "\n99 ")); /* 99 % 11 is 0 */
    assert_null(strstr(text, "\n10 "));
    assert_non_null(strstr(text, "too wide to print; --confusion FILE"));
    assert_int_equal(count_lines(text), 1 + 1 + 1 + 10 + 2);
    free(text);
    text = logged(&console, show_all);
    assert_int_equal(count_lines(text), 1 + 1 + 100);
    free(text);
}

static void names_are_quoted_in_csv(void **state)
{
    (void)state;
    static const char *const names[] = {"plain", "a, b", "say \"x\""};
    char directory[64], path[96];
    scratch_make(directory);
    snprintf(path, sizeof path, "%s/matrix.csv", directory);
    xr_confusion confusion = make_confusion(CLASSES);
    memcpy(confusion.counts, expected, sizeof expected);
    xr_failure failure;
    assert_true(xr_write_confusion(path, &confusion, names, &failure));
    char *text = scratch_read(directory, "matrix.csv", NULL);
    assert_string_equal(text, "class,plain,\"a, b\",\"say \"\"x\"\"\"\n"
                              "plain,2,0,1\n\"a, b\",1,1,0\n\"say \"\"x\"\"\",1,0,1\n");
    free(text);
    assert_false(xr_write_confusion("/dev/full", &confusion, names, &failure));
    assert_int_equal(failure.status, XR_MACHINE);
    xr_confusion_free(&confusion);
    scratch_remove(directory);
}

/* ---- evaluate ------------------------------------------------------------------------------ */

static Outcome run(const char *directory, int status, const char *const *arguments)
{
    Outcome outcome = trainer_run(&fake_model, directory, "XCEPTC_DATA=synthetic", arguments);
    if (outcome.status != status)
        fail_msg("status %d, not %d: %s", outcome.status, status, outcome.err);
    return outcome;
}

/* The numbers of a row of a matrix, after `at`; the place behind them. */
static const char *read_row(const char *at, long row[FAKE_CLASSES])
{
    for (int c = 0; c < FAKE_CLASSES; c++) {
        at += strcspn(at, "0123456789");
        char *end;
        row[c] = strtol(at, &end, 10);
        at = end;
    }
    return at;
}

/* One short epoch, so that there are mistakes to count. */
static void evaluate_counts_every_image_once(void **state)
{
    (void)state;
    char directory[64];
    scratch_make(directory);
    Outcome outcome = run(directory, XR_OK, TRAINER("train", "--steps", "12", "--out", "a"));
    trainer_free(&outcome);
    outcome = run(directory, XR_OK,
        TRAINER("evaluate", "--weights", "a", "--json", "--confusion", "m.csv", "--batch", "33"));
    const char *matrix = strstr(outcome.out, "\"confusion\": [[");
    const char *correct = strstr(outcome.out, "\"correct\": ");
    char *csv = scratch_read(directory, "m.csv", NULL);
    const char *csv_row = csv;
    assert_true(matrix && correct);
    long images = 0, right = 0, row[FAKE_CLASSES], other[FAKE_CLASSES];
    for (int label = 0; label < FAKE_CLASSES; label++) {
        matrix = read_row(matrix, row);
        csv_row = strchr(csv_row, '\n') + 1;
        read_row(strchr(csv_row, ','), other);
        assert_memory_equal(row, other, sizeof row);
        right += row[label];
        for (int c = 0; c < FAKE_CLASSES; c++)
            images += row[c];
    }
    assert_int_equal(images, 2000);
    assert_int_equal(right, strtol(correct + 11, NULL, 10));
    assert_true(right > 600 && right < 2000);
    free(csv);
    trainer_free(&outcome);
    scratch_remove(directory);
}

static void evaluate_prints_a_table_and_a_matrix(void **state)
{
    (void)state;
    char directory[64];
    scratch_make(directory);
    Outcome outcome = run(directory, XR_OK, TRAINER("train", "--steps", "12", "--out", "a"));
    trainer_free(&outcome);
    outcome = run(directory, XR_OK, TRAINER("evaluate", "--weights", "a", "--confusion"));
    assert_non_null(strstr(outcome.out, "recall precision   most mistaken for\n"));
    assert_non_null(strstr(outcome.out, "(rows) and what they were called (columns):\n"));
    trainer_free(&outcome);
    scratch_remove(directory);
}

/* What is printed goes to the standard output of a quiet program too. */
static void a_matrix_that_is_too_wide_is_said_to_be_missing(void **state)
{
    enum { MANY = 100 };
    (void)state;
    char text[512] = "";
    xr_console console = xr_console_create(false, true, false);
    xr_confusion confusion = make_confusion(MANY);
    FILE *file = tmpfile();
    int out = dup(STDOUT_FILENO);
    assert_true(file && out >= 0);
    fflush(stdout);
    assert_true(dup2(fileno(file), STDOUT_FILENO) >= 0);
    xr_report_confusion(&console, &confusion, NULL);
    fflush(stdout);
    assert_true(dup2(out, STDOUT_FILENO) >= 0);
    close(out);
    rewind(file);
    assert_true(fread(text, 1, sizeof text - 1, file) > 0);
    assert_non_null(strstr(text, "a matrix of 100 classes is too wide to print; --confusion FILE"));
    fclose(file);
    xr_confusion_free(&confusion);
}

/* The parts that a run made are those that evaluate measures. */
static void parts_are_those_of_the_run(void **state)
{
    (void)state;
    char directory[64];
    scratch_make(directory);
    Outcome outcome = run(directory, XR_OK,
        TRAINER("train", "--epochs", "1", "--validation", "1500", "--out", "a", "--json"));
    const char *found = strstr(outcome.out, "\"val_accuracy\": ");
    assert_non_null(found);
    double accuracy = strtod(found + 16, NULL);
    trainer_free(&outcome);
    outcome = run(
        directory, XR_OK, TRAINER("evaluate", "--weights", "a", "--split", "validation", "--json"));
    assert_non_null(strstr(outcome.out, "\"split\": \"validation\", \"images\": 1500, "));
    found = strstr(outcome.out, "\"accuracy\": ");
    assert_true(strtod(found + 12, NULL) == accuracy);
    trainer_free(&outcome);
    outcome = run(directory, XR_OK, TRAINER("evaluate", "--weights", "a", "--split", "train"));
    assert_non_null(strstr(outcome.out, "training accuracy"));
    assert_non_null(strstr(outcome.out, "of 8500 images right"));
    trainer_free(&outcome);
    outcome = run(directory, XR_BAD_USAGE,
        TRAINER("evaluate", "--weights", "a", "--split", "validation", "--validation", "0"));
    assert_non_null(strstr(outcome.err, "--validation N says how many"));
    trainer_free(&outcome);
    outcome = run(directory, XR_BAD_USAGE, TRAINER("evaluate", "--weights", "a", "--split", "x"));
    assert_non_null(strstr(outcome.err, "--split is test, train or validation, not 'x'"));
    trainer_free(&outcome);
    scratch_remove(directory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(images_are_counted_where_they_belong),
        cmocka_unit_test(wrong_counters_are_noticed),
        cmocka_unit_test(scores_of_a_class_are_shares_of_row_and_column),
        cmocka_unit_test(a_class_without_images_has_no_recall),
        cmocka_unit_test(of_many_classes_the_worst_ten_are_shown),
        cmocka_unit_test(names_are_quoted_in_csv),
        cmocka_unit_test(evaluate_counts_every_image_once),
        cmocka_unit_test(evaluate_prints_a_table_and_a_matrix),
        cmocka_unit_test(a_matrix_that_is_too_wide_is_said_to_be_missing),
        cmocka_unit_test(parts_are_those_of_the_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
