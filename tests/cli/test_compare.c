/* xceptc compare: what it says of models and of runs, and its exit status. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "session.h"
#include "support/files.h"

#include <string.h>

#define TINY "tests/cli/tiny.yaml"
#define SLIM "xception_he_wd_slim"

static void the_change_of_one_stride_is_told(void **state)
{
    Session *session = *state;
    Outcome outcome = expect_status(session, 0, "compare -q xception_he_wd " SLIM);
    assert_contains(outcome.out, "multiply-adds         93,752,896   4,259,117,056  x45.4");
    assert_contains(outcome.out, "~   conv1      conv      8x8x128 -> 16x16x128  8,320       "
                                 "stride 2 -> 1\n");
    assert_contains(outcome.out, "... 95 layers (middle1 to module14) differ in size only");
    assert_string_equal(outcome.err, "");
}

static void equal_models_say_so_and_exit_code_tells(void **state)
{
    Session *session = *state;
    Outcome equal =
        expect_status(session, 0, "compare --exit-code " SLIM "_thinner thinner_by_change");
    assert_contains(equal.out, "B is the same network as A, hash ");
    assert_contains(equal.out, ", with the same recipe.\n");
    assert_lacks(equal.out, "Layer");
    expect_status(session, 0, "compare -q xception_he_wd " SLIM);
    expect_status(session, 1, "compare -q --exit-code xception_he_wd " SLIM);
    const char *longer =
        write_inside(session, "longer.yaml", "extends: xception_mini\ntraining: {epochs: 99}\n");
    Outcome recipe = expect_status(
        session, 1, arena_printf(session->arena, "compare --exit-code xception_mini %s", longer));
    assert_contains(recipe.out, "with another recipe:\n  training epochs: 10 -> 99\n");
}

static void three_models_stand_beside_each_other(void **state)
{
    Session *session = *state;
    Outcome outcome = expect_status(
        session, 0, "compare -q " SLIM " " SLIM "_thinner thinner_by_change xception_mini");
    assert_contains(outcome.out, "C is the same network as B, hash");
    assert_contains(outcome.out, "From A to D:\n  training epochs: 300 -> 10\n");
}

static void json_is_one_document(void **state)
{
    Session *session = *state;
    Outcome outcome = expect_status(session, 0, "compare -q --json xception_he_wd " SLIM);
    assert_contains(outcome.out, "\"deepest_map\": [8, 8, 2048]");
    assert_contains(outcome.out, "{\"what\": \"stride\", \"before\": \"2\", \"after\": \"1\"}");
    assert_lacks(outcome.out, "\"equal\"");
    outcome = expect_status(session, 0, "compare -q --json --layers xception_he_wd " SLIM);
    assert_contains(outcome.out, "\"verdict\": \"equal\"");
}

#define RECORD(outcome)                                                                            \
    "{\"model\": \"tiny\", \"hash\": \"0\", \"outcome\": \"" outcome "\", \"epochs\": 2}\n"

/* A directory with what a run leaves. */
static const char *write_run(Session *session, const char *name, const char *csv)
{
    const char *directory = inside(session, name);
    assert_true(files_make_directory(session->arena, session->diag, directory));
    write_inside(session, arena_printf(session->arena, "%s/run.json", name), RECORD("stopped"));
    write_inside(session, arena_printf(session->arena, "%s/metrics.csv", name), csv);
    return directory;
}

static void runs_are_compared_by_their_results(void **state)
{
    Session *session = *state;
    const char *a = write_run(session, "a", "epoch,val_accuracy\n1,0.25\n2,0.5\n");
    const char *b = write_run(session, "b", "epoch,val_accuracy\n1,0.375\n");
    const char *words = arena_printf(session->arena, "compare %s %s", a, b);
    Outcome outcome = expect_status(session, 0, words);
    assert_contains(outcome.out, "epoch 1                      0.2500         0.3750\n");
    expect_status(session, 1, arena_printf(session->arena, "%s --exit-code", words));
    expect_status(session, 0, arena_printf(session->arena, "compare %s %s --exit-code", a, a));
    outcome = expect_status(session, 0, arena_printf(session->arena, "%s --json", words));
    assert_contains(outcome.out, "\"val_accuracy\": 0.375");
    const char *torn = write_run(session, "torn", "epoch,val_accuracy\n1,0.25\n2,0");
    outcome = expect_status(session, 1, arena_printf(session->arena, "compare %s %s", a, torn));
    assert_contains(outcome.err, "torn/metrics.csv:3:4: error: the last line is cut off");
    assert_string_equal(outcome.out, "");
}

static void a_side_may_have_changes_of_its_own(void **state)
{
    Session *session = *state;
    const char *tiny = XCEPTC_SOURCE_DIR "/" TINY;
    assert_true(files_copy(session->arena, session->diag, tiny, inside(session, "tiny.yaml")));
    const char *half = write_inside(session, "half.yaml", "extends: tiny.yaml\nset: {width: 4}\n");
    const char *file =
        expect_status(session, 0, arena_printf(session->arena, "compare -q " TINY " %s", half)).out;
    Outcome alone = expect_status(session, 0, "compare -q " TINY " --set-b width=4");
    Outcome both = expect_status(session, 0, "compare -q " TINY " " TINY " --set-b=width=4");
    assert_string_equal(alone.out, both.out);
    assert_contains(alone.out, "B  " TINY ", width=4: ");
    assert_string_equal(strstr(alone.out, "From A to B:"), strstr(file, "From A to B:"));
    Outcome same = expect_status(session, 0,
        "compare -q --exit-code " TINY " --set width=5 --set-b width=6 --set-b width=5");
    assert_contains(same.out, "B is the same network as A");
    Outcome first = expect_status(session, 0, "compare -q " TINY " --set-a width=4");
    assert_contains(first.out, "filters 4 -> 8");
    Outcome three =
        expect_status(session, 0, "compare -q " TINY " --set-b width=4 --set-c width=6");
    assert_contains(three.out, "C  " TINY ", width=6: ");
}

static void wrong_operands_are_told(void **state)
{
    Session *session = *state;
    Outcome outcome = expect_status(session, 2, "compare " TINY);
    assert_contains(outcome.err, "compare needs two models or runs");
    assert_contains(outcome.err, "xceptc compare " TINY " --set-b NAME=VALUE");
    outcome = expect_status(session, 2, "compare " TINY " " TINY " --set-c width=4");
    assert_contains(outcome.err, "--set-c: there are 2 models, A to B");
    outcome = expect_status(session, 1, "compare " TINY " tests/cli/wrong.yaml");
    assert_contains(outcome.err, "wrong.yaml:");
    assert_string_equal(outcome.out, "");
    Setting full = {.out_path = "/dev/full"};
    outcome = run_xceptc_in(session->arena, "compare " TINY " " TINY, &full);
    assert_int_equal(outcome.status, 3);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, session_set_up, session_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(the_change_of_one_stride_is_told),
        TEST(equal_models_say_so_and_exit_code_tells),
        TEST(three_models_stand_beside_each_other),
        TEST(json_is_one_document),
        TEST(runs_are_compared_by_their_results),
        TEST(a_side_may_have_changes_of_its_own),
        TEST(wrong_operands_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
