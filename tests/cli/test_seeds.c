/* xceptc train --seeds: a run a seed, and what they come to together. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "session.h"
#include "support/files.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Two hundred steps a run at most: an epoch of few, large batches. */
#define TRAIN "train child.yaml --data synthetic --epochs 1 --batch 1000 "

static void make_model(Session *session)
{
    const char *tiny = XCEPTC_SOURCE_DIR "/tests/cli/tiny.yaml";
    assert_true(files_copy(session->arena, session->diag, tiny, inside(session, "child.yaml")));
}

static const char *read_inside(Session *session, const char *name, size_t *length)
{
    const char *text = files_read(session->arena, session->diag, inside(session, name), length);
    assert_non_null(text);
    return text;
}

static void assert_same_file(Session *session, const char *first, const char *second)
{
    size_t a_length, b_length;
    const char *a = read_inside(session, first, &a_length);
    const char *b = read_inside(session, second, &b_length);
    assert_int_equal(a_length, b_length);
    assert_memory_equal(a, b, a_length);
}

static double best_of(Session *session, const char *record)
{
    size_t length;
    const char *key = "\"best_accuracy\": ";
    const char *found = strstr(read_inside(session, record, &length), key);
    assert_non_null(found);
    return strtod(found + strlen(key), NULL);
}

static void each_seed_is_the_run_that_it_names(void **state)
{
    Session *session = *state;
    make_model(session);
    Outcome outcome = expect_status_inside(session, 0, TRAIN "--seeds 3..4 --out both");
    expect_status_inside(session, 0, TRAIN "--seed 4 --out alone");
    assert_same_file(session, "both/seed-4/last.safetensors", "alone/last.safetensors");
    double a = best_of(session, "both/seed-3/run.json");
    double b = best_of(session, "both/seed-4/run.json");
    char expected[128];
    snprintf(expected, sizeof expected,
        "2 seeds: best test accuracy %.4f \u00b1 %.4f (synthetic data)\n", (a + b) / 2,
        fabs(a - b) / sqrt(2));
    assert_contains(outcome.out, expected);
    /* what is done is left alone; what is not there begins */
    outcome = expect_status_inside(session, 0, TRAIN "--seeds 3..5 --out both --resume");
    assert_contains(outcome.err, "both/seed-4 is done");
    assert_contains(outcome.out, "3 seeds: best test accuracy");
}

static void runs_that_are_there_need_resume(void **state)
{
    Session *session = *state;
    make_model(session);
    write_inside(session, "mine", "");
    static const struct {
        const char *words, *message;
    } mistakes[] = {
        {TRAIN "--seeds 1", "--seeds needs FIRST..LAST"},
        {TRAIN "--seeds 4..3", "--seeds needs FIRST..LAST"},
        {TRAIN "--seeds 0..1 --seed 3", "--seeds does not go with --seed"},
        {TRAIN "--seeds 0..1 --json", "--seeds does not go with --json"},
        {TRAIN "--seeds 0..1 --out .", ". is there already"},
    };
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        Outcome outcome = expect_status_inside(session, 2, mistakes[i].words);
        assert_contains(outcome.err, mistakes[i].message);
        assert_lacks(outcome.err, "compiling");
    }
}

/* A run that fails ends them all, and the command that is printed goes on. */
static void the_printed_command_goes_on_with_all(void **state)
{
    Session *session = *state;
    make_model(session);
    write_inside(session, "both", "");
    Outcome outcome = expect_status_inside(session, 3, TRAIN "--seeds 0..1 --out both");
    assert_contains(outcome.err, "continue all seeds with: ");
    assert_contains(outcome.err, " train child.yaml --data=synthetic --epochs=1 --batch=1000 "
                                 "--seeds=0..1 --out=both --resume\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, session_set_up, session_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_seed_is_the_run_that_it_names),
        TEST(runs_that_are_there_need_resume),
        TEST(the_printed_command_goes_on_with_all),
    };
    return cmocka_run_group_tests(tests, session_set_up_cache, session_tear_down_cache);
}
