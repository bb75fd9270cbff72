/* The program as its users see it: what each verb prints, writes and returns. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "session.h"
#include "support/files.h"

#include <stdlib.h>
#include <string.h>

#define TINY "tests/cli/tiny.yaml"

static void version_and_help_go_to_stdout(void **state)
{
    Session *session = *state;
    assert_contains(expect_status(session, 0, "version").out, "xceptc " XCEPTC_VERSION "\n");
    assert_contains(expect_status(session, 0, "--version").out, "xceptc ");
    Outcome help = expect_status(session, 0, "help");
    const char *const verbs[] = {"check", "summary", "config", "compile", "build", "train",
        "evaluate", "data", "help", "version"};
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        assert_contains(help.out, verbs[i]);
        const char *words = arena_printf(session->arena, "help %s", verbs[i]);
        Outcome long_form = expect_status(session, 0, words);
        assert_contains(long_form.out, arena_printf(session->arena, "usage: xceptc %s", verbs[i]));
        words = arena_printf(session->arena, "%s --help", verbs[i]);
        assert_string_equal(expect_status(session, 0, words).out, long_form.out);
    }
}

static void wrong_usage_has_status_2_and_a_hint(void **state)
{
    Session *session = *state;
    assert_contains(expect_status(session, 2, "").err, "usage: xceptc");
    assert_contains(expect_status(session, 2, "sumary x").err, "did you mean 'summary'?");
    assert_contains(expect_status(session, 2, "help biuld").err, "did you mean 'build'?");
    assert_contains(expect_status(session, 2, "summary --jsn x").err, "did you mean '--json'?");
    assert_contains(expect_status(session, 2, "summary").err, "summary needs MODEL");
    assert_contains(expect_status(session, 2, "summary a b").err, "unexpected 'b'");
    assert_contains(
        expect_status(session, 2, "compile --dump=trainin " TINY).err, "did you mean 'training'?");
    assert_contains(expect_status(session, 2, "summary --set width " TINY).err, "NAME=VALUE");
    assert_contains(expect_status(session, 2, "summary --batch 0 " TINY).err, "--batch");
    assert_contains(expect_status(session, 2, "summary --batch 65537 " TINY).err, "1 to 65536");
    assert_contains(
        expect_status(session, 2, "build --isa=a;b " TINY).err, "name of an instruction set");
}

static void summary_shows_layers_and_totals(void **state)
{
    Session *session = *state;
    Outcome table = expect_status(session, 0, "summary " TINY);
    assert_contains(table.out, "classifier");
    assert_contains(table.out, "8x8x8");
    assert_contains(table.out, "parameters");
    Outcome json = expect_status(session, 0, "summary --json " TINY);
    assert_contains(
        json.out, "\"parameters\": {\"total\": 522, \"trainable\": 490, \"non_trainable\": 32}");
    assert_contains(json.out, "{\"name\": \"classifier\", \"kind\": \"dense\", \"output\": [10], "
                              "\"parameters\": 90, \"macs\": 80, ");
    assert_contains(json.out, "\"phases\": [");
    assert_contains(json.out, "\"training_bytes\": ");
}

static void variables_can_be_set_and_shipped_models_found_from_anywhere(void **state)
{
    Session *session = *state;
    Outcome wide = expect_status(session, 0, "summary --json --set width=16 " TINY);
    assert_contains(wide.out, "\"classifier\", \"kind\": \"dense\", \"output\": [10], "
                              "\"parameters\": 170");
    Setting elsewhere = {.directory = session->directory};
    Outcome shipped =
        run_xceptc_in(session->arena, "summary --json xception_he_wd_slim_thinner", &elsewhere);
    assert_int_equal(shipped.status, 0);
    assert_contains(shipped.out, "\"total\": 3611466, \"trainable\": 3595450");
    assert_contains(shipped.out, "\"macs\": 647184384");
}

static void dumps_are_printed_and_stable(void **state)
{
    Session *session = *state;
    const char *const passes[] = {"forward", "training", "inference", "plan"};
    for (size_t i = 0; i < sizeof passes / sizeof *passes; i++) {
        const char *words = arena_printf(session->arena, "compile --dump=%s " TINY, passes[i]);
        Outcome first = expect_status(session, 0, words);
        assert_contains(first.out, "conv1");
        assert_string_equal(expect_status(session, 0, words).out, first.out);
    }
    assert_false(files_is_directory("tiny"));
}

static void a_full_disk_behind_stdout_is_noticed(void **state)
{
    Session *session = *state;
    Setting full = {.out_path = "/dev/full"};
    const char *const words[] = {"version", "help", "summary " TINY, "summary --json " TINY};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        Outcome outcome = run_xceptc_in(session->arena, words[i], &full);
        assert_int_equal(outcome.status, 3);
        assert_contains(outcome.err, "cannot write to standard output");
    }
}

/* Names and contents of the emitted files of a directory, in one text. */
static char *emitted_text(Session *session, const char *directory)
{
    const char *const suffixes[] = {".c", ".h", NULL};
    char **names = files_list(session->arena, session->diag, directory, suffixes);
    assert_non_null(names);
    char *all = "";
    for (char **name = names; *name; name++) {
        size_t length;
        char *text = files_read(
            session->arena, session->diag, files_join(session->arena, directory, *name), &length);
        assert_non_null(text);
        all = arena_printf(session->arena, "%s%s\n%s", all, *name, text);
    }
    return all;
}

static void compile_writes_the_same_bytes_each_time(void **state)
{
    Session *session = *state;
    const char *first = inside(session, "first"), *second = inside(session, "second/nested");
    Outcome outcome =
        expect_status(session, 0, arena_printf(session->arena, "compile " TINY " -o %s", first));
    assert_string_equal(outcome.out, arena_printf(session->arena, "%s\n", first));
    expect_status(session, 0, arena_printf(session->arena, "compile " TINY " --out=%s", second));
    assert_true(files_is_regular(files_join(session->arena, first, "net.c")));
    assert_true(files_is_regular(files_join(session->arena, first, "tiny_net.h")));
    assert_string_equal(emitted_text(session, first), emitted_text(session, second));
}

static void emitted_bytes_do_not_depend_on_where_the_model_lies(void **state)
{
    Session *session = *state;
    expect_status(session, 0,
        arena_printf(session->arena, "compile " TINY " -o %s", inside(session, "here")));
    Setting elsewhere = {.directory = session->directory};
    const char *words =
        arena_printf(session->arena, "compile %s/" TINY " -o there", XCEPTC_SOURCE_DIR);
    assert_int_equal(run_xceptc_in(session->arena, words, &elsewhere).status, 0);
    assert_string_equal(emitted_text(session, inside(session, "here")),
        emitted_text(session, inside(session, "there")));
}

static void a_failed_write_leaves_no_half_file(void **state)
{
    Session *session = *state;
    const char *out = inside(session, "out");
    const char *words = arena_printf(session->arena, "compile " TINY " -o %s", out);
    Setting tight = {.file_limit = 2000};
    Outcome outcome = run_xceptc_in(session->arena, words, &tight);
    assert_int_equal(outcome.status, 3);
    assert_contains(outcome.err, out);
    const char *const any[] = {".c", ".h", ".tmp", NULL};
    char **left = files_list(session->arena, session->diag, out, any);
    char *before = emitted_text(session, out);
    assert_non_null(left);
    for (char **name = left; *name; name++)
        assert_null(strstr(*name, ".tmp"));
    expect_status(session, 0, words); /* whole; so must be what was there */
    char *after = emitted_text(session, out);
    assert_true(strlen(before) < strlen(after));
    for (char **name = left; *name; name++) {
        size_t length;
        char *text = files_read(
            session->arena, session->diag, files_join(session->arena, out, *name), &length);
        assert_non_null(text);
        assert_contains(before, arena_printf(session->arena, "%s\n%s", *name, text));
    }
    outcome = expect_status(session, 3, "compile " TINY " -o /dev/null/out");
    assert_contains(outcome.err, "/dev/null");
}

static void a_missing_compiler_is_the_machines_fault(void **state)
{
    Session *session = *state;
    Setting broken = {.environment = "CC=no-such-compiler"};
    Outcome outcome = run_xceptc_in(session->arena, "build " TINY, &broken);
    assert_int_equal(outcome.status, 3);
    assert_contains(outcome.err, "no-such-compiler");
}

static void a_model_is_verified(void **state)
{
    Outcome outcome = expect_status(*state, 0, "verify " TINY " --quick --seed 3 --threads 1");
    assert_contains(outcome.out, "tiny: 10 images, seed 3, double precision");
    assert_contains(outcome.out, "gradients");
    assert_contains(outcome.out, "poison");
    outcome = expect_status(*state, 0, "verify " TINY " --batch 2 --groups 1 --json --quiet");
    assert_contains(outcome.out, "\"images\": 2, \"seed\": 0, \"fine\": true");
    assert_string_equal(outcome.err, "");
    expect_status(*state, 2, "verify " TINY " --groups 0");
    expect_status(*state, 1, "verify tests/cli/wrong.yaml");
}

static void a_model_is_built_trained_and_evaluated(void **state)
{
    Session *session = *state;
    Outcome built = expect_status(session, 0, "build " TINY);
    built.out[strcspn(built.out, "\n")] = '\0';
    assert_true(files_is_regular(built.out));

    Setting elsewhere = {.directory = session->directory};
    const char *model = arena_printf(session->arena, "%s/" TINY, XCEPTC_SOURCE_DIR);
    Outcome missing =
        run_xceptc_in(session->arena, arena_printf(session->arena, "train %s", model), &elsewhere);
    assert_int_equal(missing.status, 3);
    assert_contains(missing.err, "--data");

    Outcome trained = run_xceptc_in(session->arena,
        arena_printf(session->arena, "train %s --data synthetic --steps 3 --out run --json", model),
        &elsewhere);
    if (trained.status != 0)
        fail_msg("train: exit status %d\n%s", trained.status, trained.err);
    assert_true(files_is_regular(inside(session, "run/metrics.csv")));

    Outcome evaluated = run_xceptc_in(session->arena,
        arena_printf(session->arena, "evaluate %s --data synthetic --weights run", model),
        &elsewhere);
    if (evaluated.status != 0)
        fail_msg("evaluate: exit status %d\n%s", evaluated.status, evaluated.err);
    assert_contains(evaluated.out, "accuracy");
    assert_contains(evaluated.out, "synthetic");
}

static void standalone_output_builds_with_make_alone(void **state)
{
    Session *session = *state;
    const char *out = inside(session, "standalone");
    expect_status(
        session, 0, arena_printf(session->arena, "compile --standalone " TINY " -o %s", out));
    Outcome made = run_program(session->arena, "make",
        arena_printf(session->arena, "-j2 CFLAGS=-O1 -C %s", out), &(Setting){0});
    if (made.status != 0)
        fail_msg("make: exit status %d\n%s", made.status, made.err);
    Outcome help =
        run_program(session->arena, files_join(session->arena, out, "tiny"), "help", &(Setting){0});
    assert_int_equal(help.status, 0);
    assert_contains(help.out, "train");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, session_set_up, session_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(version_and_help_go_to_stdout),
        TEST(wrong_usage_has_status_2_and_a_hint),
        TEST(summary_shows_layers_and_totals),
        TEST(variables_can_be_set_and_shipped_models_found_from_anywhere),
        TEST(dumps_are_printed_and_stable),
        TEST(a_full_disk_behind_stdout_is_noticed),
        TEST(compile_writes_the_same_bytes_each_time),
        TEST(emitted_bytes_do_not_depend_on_where_the_model_lies),
        TEST(a_failed_write_leaves_no_half_file),
        TEST(a_missing_compiler_is_the_machines_fault),
        TEST(a_model_is_verified),
        TEST(a_model_is_built_trained_and_evaluated),
        TEST(standalone_output_builds_with_make_alone),
    };
    return cmocka_run_group_tests(tests, session_set_up_cache, session_tear_down_cache);
}
