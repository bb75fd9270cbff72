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
static void make_model(Session *session)
{
    const char *tiny = XCEPTC_SOURCE_DIR "/tests/cli/tiny.yaml";
    assert_true(files_copy(session->arena, session->diag, tiny, inside(session, "parent.yaml")));
    write_inside(session, "child.yaml", "extends: parent.yaml\nset: {width: 6}\n");
}

static void a_run_works_after_its_model_is_gone(void **state)
{
    Session *session = *state;
    make_model(session);
    expect_status_inside(session, 0, "train child.yaml --data synthetic --steps 4 --set width=5");
    Outcome before = expect_status_inside(session, 0,
        "evaluate child.yaml --set width=5 --weights runs/child --data synthetic --json");
    Outcome summary = expect_status_inside(session, 0, "summary child.yaml --set width=5");
    assert_int_equal(unlink(inside(session, "child.yaml")), 0);
    assert_int_equal(unlink(inside(session, "parent.yaml")), 0);
    Outcome after = expect_status_inside(session, 0, "evaluate runs/child --data synthetic --json");
    assert_string_equal(after.out, before.out);
    assert_null(strstr(after.err, "another version"));
    assert_contains(after.out, "\"accuracy\"");
    assert_lacks(after.err, "test accuracy"); /* the table for people */
    Outcome again = expect_status_inside(session, 0, "summary runs/child");
    assert_string_equal(strchr(again.out, '\n'), strchr(summary.out, '\n')); /* but for the file */
}

static void a_run_goes_on_under_its_own_name(void **state)
{
    Session *session = *state;
    make_model(session);
    expect_status_inside(session, 0, "train child.yaml --data synthetic --steps 2 --out first");
    expect_status_inside(session, 0, "train child.yaml --data synthetic --steps 2");
    assert_int_equal(unlink(inside(session, "child.yaml")), 0);
    Outcome outcome =
        expect_status_inside(session, 0, "train first --resume --data synthetic --steps 5");
    assert_contains(outcome.err, "run directory first");
    assert_contains(outcome.err, "resuming at epoch 1, batch 2");
    assert_contains(outcome.err, "xceptc train first --resume\n");
}

/* The words behind "continue with:" and the program's name, for a further call. */
static const char *words_to_go_on(Session *session, const char *text)
{
    const char *found = strstr(text, "continue with: ");
    if (!found)
        fail_msg("'%s' does not say how to go on", text);
    found = strchr(found + strlen("continue with: "), ' ') + 1;
    return arena_strndup(session->arena, found, strcspn(found, "\n"));
}

/* Options that shape the program, and not what it is told, are kept too. */
static void a_run_goes_on_in_the_program_that_it_began_in(void **state)
{
    Session *session = *state;
    make_model(session);
    Outcome cut = expect_status_inside(session, 0,
        "train child.yaml --data synthetic --out a --steps 2 --batch 96 --isa x86-64-v2");
    assert_contains(cut.err, "for x86-64-v2");
    assert_int_equal(unlink(inside(session, "child.yaml")), 0);
    cut = expect_status_inside(session, 1, "train a --resume --batch 32");
    assert_contains(cut.err, "cannot resume with --batch 32: the run was started with 96");
    assert_lacks(cut.err, "compiling");
    cut = expect_status_inside(session, 1, "train a --resume --isa native");
    assert_contains(cut.err, "cannot resume with --isa native: the run was started with x86-64-v2");
    assert_lacks(cut.err, "compiling");
    cut = expect_status_inside(session, 0, "train a --resume --steps 4");
    assert_contains(cut.err, "batch 96");
    cut = expect_status_inside(
        session, 0, arena_printf(session->arena, "%s --steps 5", words_to_go_on(session, cut.err)));
    assert_lacks(cut.err, "compiling");
    write_inside(session, "child.yaml", "extends: parent.yaml\nset: {width: 6}\n");
    expect_status_inside(session, 0,
        "train child.yaml --data synthetic --out whole --steps 5 --batch 96 --isa x86-64-v2");
    size_t length, other;
    const char *whole = files_read(
        session->arena, session->diag, inside(session, "whole/last.safetensors"), &length);
    const char *a =
        files_read(session->arena, session->diag, inside(session, "a/last.safetensors"), &other);
    assert_int_equal(length, other);
    assert_memory_equal(whole, a, length);
}

/* What --set changed is in the run's own model, so the command that goes on need not say it. */
static void a_run_goes_on_by_its_own_recipe_only(void **state)
{
    Session *session = *state;
    make_model(session);
    expect_status_inside(session, 0,
        "train child.yaml --data synthetic --steps 2 --out first --set training.optimizer=adam");
    Outcome other =
        expect_status_inside(session, 1, "train child.yaml --data synthetic --resume --out first");
    assert_contains(other.err, "its optimizer is 'adam: beta1 0.9");
    Outcome same = expect_status_inside(session, 0, "train first --resume --steps 3");
    assert_contains(same.err, "resuming at epoch 1, batch 2");
}

static void a_run_knows_where_its_data_are(void **state)
{
    Session *session = *state;
    make_model(session);
    expect_status_inside(session, 0, "train child.yaml --data synthetic --steps 2 --out first");
    Outcome outcome = expect_status_inside(session, 0, "evaluate first");
    assert_contains(outcome.out, "(synthetic data)");
    assert_int_equal(unlink(inside(session, "first/run.json")), 0);
    outcome = expect_status_inside(session, 3, "evaluate first");
    assert_contains(outcome.err, "no data to work on");
}

/* No compiler runs for what is going to be refused. */
static void mistakes_are_told_before_anything_is_compiled(void **state)
{
    Session *session = *state;
    make_model(session);
    static const struct {
        int status;
        const char *words, *message;
    } mistakes[] = {
        {3, "train child.yaml", "hint: --data synthetic"},
        {3, "train child.yaml --data nowhere", "nowhere: No such file"},
        {2, "train child.yaml --data synthetic --epochs 0", "--epochs needs a whole number"},
        {2, "evaluate child.yaml --data synthetic", "evaluate needs --weights"},
        {3, "evaluate child.yaml --data synthetic --weights gone", "gone: No such file"},
        {2, "verify child.yaml --groups 0", "--groups needs a whole number"},
    };
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        Outcome outcome = expect_status_inside(session, mistakes[i].status, mistakes[i].words);
        assert_contains(outcome.err, mistakes[i].message);
        assert_lacks(outcome.err, "compiling");
    }
    assert_contains(expect_status_inside(session, 2, "evaluate child.yaml").err,
        "'xceptc help evaluate' lists its options");
}

static void a_directory_without_a_model_says_what_to_do(void **state)
{
    Session *session = *state;
    make_model(session);
    expect_status_inside(session, 0, "train child.yaml --data synthetic --steps 1 --out a");
    assert_int_equal(unlink(inside(session, "a/model.yaml")), 0);
    Outcome outcome = expect_status_inside(session, 1, "evaluate a --data synthetic");
    assert_contains(outcome.err, "a: the run keeps no model.yaml");
    assert_contains(outcome.err, "--weights a");
}

static void a_model_from_standard_input_is_kept_too(void **state)
{
    Session *session = *state;
    make_model(session);
    char *words = arena_printf(session->arena,
        "-c exec$IFS\"$XCEPTC\"$IFS\"train\"$IFS-$IFS--data$IFS\"synthetic\"$IFS--steps$IFS\"1\""
        "$IFS--out$IFS\"a\"<child.yaml");
    Outcome outcome =
        run_program(session->arena, "sh", words, &(Setting){.directory = session->directory});
    if (outcome.status != 0)
        fail_msg("exit status %d\n%s", outcome.status, outcome.err);
    expect_status_inside(session, 0, "evaluate a --data synthetic");
}

/* A gray image of one pixel, 0x5a. */
static const uint8_t gray_png[] = {0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00,
    0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00,
    0x00, 0x00, 0x3a, 0x7e, 0x9b, 0x55, 0x00, 0x00, 0x00, 0x0a, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c,
    0x63, 0x88, 0x02, 0x00, 0x00, 0x5c, 0x00, 0x5b, 0xd8, 0xb4, 0x56, 0x5a, 0x00, 0x00, 0x00, 0x00,
    0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82};

/* A gray pixel is an image of that gray in every pixel and channel. */
static void predict_hands_over_the_pixels(void **state)
{
    Session *session = *state;
    make_model(session);
    char raw[32 * 32 * 3];
    memset(raw, 0x5a, sizeof raw);
    assert_true(files_write(session->arena, session->diag, inside(session, "gray.png"),
        (const char *)gray_png, sizeof gray_png));
    assert_true(
        files_write(session->arena, session->diag, inside(session, "raw"), raw, sizeof raw));
    expect_status_inside(session, 0, "train child.yaml --data synthetic --steps 3 --out a");
    Outcome predicted = expect_status_inside(session, 0, "predict a gray.png gray.png --top 3");
    Outcome built = expect_status_inside(session, 0, "build child.yaml");
    built.out[strcspn(built.out, "\n")] = '\0';
    char *words = arena_printf(session->arena,
        "-c "
        "cat<raw|\"%s\"$IFS\"predict\"$IFS--weights$IFS\"a\"$IFS--top$IFS\"3\"$IFS--$IFS\"gray."
        "png\"",
        built.out);
    Outcome raw_predicted =
        run_program(session->arena, "sh", words, &(Setting){.directory = session->directory});
    assert_int_equal(raw_predicted.status, 0);
    size_t length = strlen(raw_predicted.out);
    assert_int_equal(strlen(predicted.out), 2 * length);
    assert_memory_equal(predicted.out, raw_predicted.out, length);
    assert_memory_equal(predicted.out + length, raw_predicted.out, length);
}

static void predict_names_what_it_cannot_read(void **state)
{
    Session *session = *state;
    make_model(session);
    write_inside(session, "bad.png", "not a picture");
    expect_status_inside(session, 0, "train child.yaml --data synthetic --steps 1 --out a");
    Outcome outcome = expect_status_inside(session, 1, "predict a bad.png missing.jpg");
    assert_contains(outcome.err, "bad.png");
    assert_contains(outcome.err, "missing.jpg");
    assert_string_equal(outcome.out, "");
    assert_contains(outcome.err, "hint: --skip-bad");
    assert_contains(expect_status_inside(session, 2, "predict a").err, "predict needs MODEL IMAGE");
    assert_contains(
        expect_status_inside(session, 2, "predict a bad.png --fit x").err, "--fit is stretch");
}

static void predict_skips_bad_images_where_it_may(void **state)
{
    Session *session = *state;
    make_model(session);
    assert_true(files_write(session->arena, session->diag, inside(session, "gray.png"),
        (const char *)gray_png, sizeof gray_png));
    assert_true(files_write(session->arena, session->diag, inside(session, "cut.png"),
        (const char *)gray_png, sizeof gray_png - 20));
    assert_true(files_write(session->arena, session->diag, inside(session, "also.png"),
        (const char *)gray_png, sizeof gray_png));
    expect_status_inside(session, 0, "train child.yaml --data synthetic --steps 1 --out a");
    Outcome good = expect_status_inside(session, 0, "predict a gray.png also.png");
    Outcome skipped =
        expect_status_inside(session, 0, "predict a none.png gray.png cut.png also.png --skip-bad");
    assert_string_equal(skipped.out, good.out); /* each under its own name */
    assert_contains(skipped.err, "warning: skipped none.png: No such file");
    assert_contains(skipped.err, "warning: skipped cut.png: the PNG can't be read");
    assert_contains(skipped.err, "2 of 4 images skipped");
    Outcome none = expect_status_inside(session, 1, "predict a none.png cut.png --skip-bad");
    assert_contains(none.err, "error: no image could be read");
    assert_string_equal(none.out, "");
}

/* What its recipe is warned of was said when it began; check says all there is to say, and another
 * recipe is another matter. */
static void a_run_is_warned_of_when_it_begins(void **state)
{
    Session *session = *state;
    const char *const silent[] = {"evaluate a --data synthetic", "predict a gray.png", "summary a",
        "compare a b", "train a --resume --data synthetic --steps 2"};
    const char *const warned[] = {"check a", "summary a --set training.label_smoothing=0.1"};
    make_model(session);
    write_inside(session, "sparse.yaml", "extends: child.yaml\ntraining: {batch_size: 1024}\n");
    assert_true(files_write(session->arena, session->diag, inside(session, "gray.png"),
        (const char *)gray_png, sizeof gray_png));
    Outcome outcome =
        expect_status_inside(session, 0, "train sparse.yaml --data synthetic --steps 1 --out a");
    assert_contains(outcome.err, "moving statistics");
    expect_status_inside(session, 0, "train sparse.yaml --data synthetic --steps 1 --out b");
    for (size_t i = 0; i < sizeof silent / sizeof *silent; i++)
        assert_lacks(expect_status_inside(session, 0, silent[i]).err, "moving statistics");
    for (size_t i = 0; i < sizeof warned / sizeof *warned; i++)
        assert_contains(expect_status_inside(session, 0, warned[i]).err, "moving statistics");
}

/* A folder is all files in it and below, by path; what is hidden or a link to a folder is not. */
static void predict_takes_folders(void **state)
{
    Session *session = *state;
    make_model(session);
    static const char *const names[] = {
        "p/b.png", "p/a/z.png", "p/a/c/x.png", "p/.d.png", "q/e.png"};
    assert_true(files_make_directory(session->arena, session->diag, inside(session, "p/a/c")));
    assert_true(files_make_directory(session->arena, session->diag, inside(session, "q")));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_true(files_write(session->arena, session->diag, inside(session, names[i]),
            (const char *)gray_png, sizeof gray_png));
    assert_int_equal(symlink("../p", inside(session, "p/ring")), 0);
    expect_status_inside(session, 0, "train child.yaml --data synthetic --steps 1 --out a");
    Outcome named =
        expect_status_inside(session, 0, "predict a p/a/c/x.png p/a/z.png p/b.png q/e.png");
    Outcome folders = expect_status_inside(session, 0, "predict a p q/e.png");
    assert_string_equal(folders.out, named.out);
    assert_contains(folders.err, "p/ring is a link to a folder and is not followed");
    for (int i = 0; i < 12; i++)
        write_inside(session, arena_printf(session->arena, "p/a/bad%02d.png", i), "bad");
    Outcome bad = expect_status_inside(session, 1, "predict a p");
    assert_contains(bad.err, "cannot read the image p/a/bad00.png: it is neither a PNG");
    assert_contains(bad.err, "p/a/bad09.png");
    assert_contains(bad.err, "cannot read 2 images more");
    assert_string_equal(bad.out, "");
    assert_string_equal(
        expect_status_inside(session, 0, "predict a p q/e.png --skip-bad").out, named.out);
    assert_true(files_make_directory(session->arena, session->diag, inside(session, "empty")));
    assert_contains(
        expect_status_inside(session, 1, "predict a empty").err, "the folder empty holds no files");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, session_set_up, session_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_run_works_after_its_model_is_gone),
        TEST(a_run_goes_on_under_its_own_name),
        TEST(a_run_goes_on_in_the_program_that_it_began_in),
        TEST(a_run_goes_on_by_its_own_recipe_only),
        TEST(a_run_knows_where_its_data_are),
        TEST(mistakes_are_told_before_anything_is_compiled),
        TEST(a_directory_without_a_model_says_what_to_do),
        TEST(a_model_from_standard_input_is_kept_too),
        TEST(predict_hands_over_the_pixels),
        TEST(predict_names_what_it_cannot_read),
        TEST(predict_skips_bad_images_where_it_may),
        TEST(predict_takes_folders),
        TEST(a_run_is_warned_of_when_it_begins),
    };
    return cmocka_run_group_tests(tests, session_set_up_cache, session_tear_down_cache);
}
