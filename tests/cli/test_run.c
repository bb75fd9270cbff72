/* A run's directory in the place of a model: it keeps all that evaluate needs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "session.h"
#include "support/files.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The session's directory, with a model of two files in it that nothing else needs. */
static Setting make_model(Session *session)
{
    Setting here = {.directory = session->directory};
    const char *tiny = XCEPTC_SOURCE_DIR "/tests/cli/tiny.yaml";
    assert_true(files_copy(session->arena, session->diag, tiny, inside(session, "parent.yaml")));
    write_inside(session, "child.yaml", "extends: parent.yaml\nset: {width: 6}\n");
    return here;
}

static Outcome expect_here(Session *session, int status, const char *words, const Setting *here)
{
    Outcome outcome = run_xceptc_in(session->arena, words, here);
    if (outcome.status != status)
        fail_msg("%s: exit status %d\n%s", words, outcome.status, outcome.err);
    return outcome;
}

static void a_run_works_after_its_model_is_gone(void **state)
{
    Session *session = *state;
    Setting here = make_model(session);
    expect_here(session, 0, "train child.yaml --data synthetic --steps 4 --set width=5", &here);
    Outcome before = expect_here(session, 0,
        "evaluate child.yaml --set width=5 --weights runs/child --data synthetic --json", &here);
    Outcome summary = expect_here(session, 0, "summary child.yaml --set width=5", &here);
    assert_int_equal(unlink(inside(session, "child.yaml")), 0);
    assert_int_equal(unlink(inside(session, "parent.yaml")), 0);
    Outcome after = expect_here(session, 0, "evaluate runs/child --data synthetic --json", &here);
    assert_string_equal(after.out, before.out);
    assert_null(strstr(after.err, "another version"));
    Outcome again = expect_here(session, 0, "summary runs/child", &here);
    assert_string_equal(strchr(again.out, '\n'), strchr(summary.out, '\n')); /* but for the file */
}

static void a_run_goes_on_under_its_own_name(void **state)
{
    Session *session = *state;
    Setting here = make_model(session);
    expect_here(session, 0, "train child.yaml --data synthetic --steps 2 --out first", &here);
    expect_here(session, 0, "train child.yaml --data synthetic --steps 2", &here);
    assert_int_equal(unlink(inside(session, "child.yaml")), 0);
    Outcome outcome =
        expect_here(session, 0, "train first --resume --data synthetic --steps 5", &here);
    assert_contains(outcome.err, "run directory first");
    assert_contains(outcome.err, "resuming at epoch 1, batch 2");
    assert_contains(outcome.err, "continue with: xceptc train first --resume --out first");
}

static void a_directory_without_a_model_says_what_to_do(void **state)
{
    Session *session = *state;
    Setting here = make_model(session);
    expect_here(session, 0, "train child.yaml --data synthetic --steps 1 --out a", &here);
    assert_int_equal(unlink(inside(session, "a/model.yaml")), 0);
    Outcome outcome = expect_here(session, 1, "evaluate a --data synthetic", &here);
    assert_contains(outcome.err, "a: the run keeps no model.yaml");
    assert_contains(outcome.err, "--weights a");
}

static void a_model_from_standard_input_is_kept_too(void **state)
{
    Session *session = *state;
    Setting here = make_model(session);
    char *words = arena_printf(session->arena,
        "-c exec$IFS\"$XCEPTC\"$IFS\"train\"$IFS-$IFS--data$IFS\"synthetic\"$IFS--steps$IFS\"1\""
        "$IFS--out$IFS\"a\"<child.yaml");
    Outcome outcome = run_program(session->arena, "sh", words, &here);
    if (outcome.status != 0)
        fail_msg("exit status %d\n%s", outcome.status, outcome.err);
    expect_here(session, 0, "evaluate a --data synthetic", &here);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, session_set_up, session_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_run_works_after_its_model_is_gone),
        TEST(a_run_goes_on_under_its_own_name),
        TEST(a_directory_without_a_model_says_what_to_do),
        TEST(a_model_from_standard_input_is_kept_too),
    };
    return cmocka_run_group_tests(tests, session_set_up_cache, session_tear_down_cache);
}
