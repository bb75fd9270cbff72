/* xceptc new: what it writes is a model that trains, and nothing is overwritten. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "session.h"
#include "support/files.h"

#include <string.h>

static char *text_of(Session *session, const char *name)
{
    size_t length;
    char *text = files_read(session->arena, session->diag, inside(session, name), &length);
    assert_non_null(text);
    return text;
}

static void a_new_model_checks_and_trains_as_it_is(void **state)
{
    Session *session = *state;
    Outcome made = expect_status_inside(session, 0, "new mine --input 12x10x2 --classes 3");
    assert_string_equal(made.err, "");
    assert_contains(made.out, "mine.yaml\n\nNext:\n  xceptc check mine.yaml\n");
    assert_contains(made.out, "xceptc train mine.yaml --data synthetic");
    assert_contains(text_of(session, "mine.yaml"), "shape: [12, 10, 2]");
    assert_string_equal(expect_status_inside(session, 0, "check mine.yaml").err, "");
    assert_contains(
        expect_status_inside(session, 0, "summary --json mine.yaml").out, "\"output\": [3]");
    expect_status_inside(session, 0, "train mine.yaml --data synthetic --steps 2 --out run -q");
    assert_true(files_is_regular(inside(session, "run/metrics.csv")));
}

static void any_size_of_image_gives_a_model(void **state)
{
    Session *session = *state;
    static const char *const inputs[] = {
        "1x1x1", "7x31x3", "28x28x1", "32x32x3", "299x299x3", "2x2x4096"};
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
        expect_status_inside(
            session, 0, arena_printf(session->arena, "new -q m%zu --input %s", i, inputs[i]));
        expect_status_inside(session, 0, arena_printf(session->arena, "check m%zu.yaml", i));
    }
    assert_contains(text_of(session, "m3.yaml"), "\n  data: cifar10\n");
    assert_lacks(text_of(session, "m2.yaml"), "\n  data:");
}

/* text with every from replaced. */
static char *replaced(Session *session, const char *text, const char *from, const char *to)
{
    char *result = "";
    for (const char *found; (found = strstr(text, from)); text = found + strlen(from))
        result = arena_printf(session->arena, "%s%.*s%s", result, (int)(found - text), text, to);
    return arena_printf(session->arena, "%s%s", result, text);
}

static void a_variant_shows_what_can_be_changed(void **state)
{
    Session *session = *state;
    expect_status_inside(session, 0, "new -q b --from resnet20");
    char *text = text_of(session, "b.yaml");
    assert_contains(text, "\nextends: resnet20\n");
    assert_contains(text, "\n# set:\n#   classes: 10\n#   blocks_per_stage: 3\n");
    assert_contains(expect_status_inside(session, 0, "check b.yaml").out, "274442 parameters");
    text = replaced(session, text, "\n# set:", "\nset:");
    text = replaced(session, text, "\n#   blocks_per_stage: 3", "\n   blocks_per_stage: 5");
    write_inside(session, "b.yaml", text);
    assert_contains(expect_status_inside(session, 0, "check b.yaml").out, "470218 parameters");

    expect_status_inside(session, 0, "new -q c.yaml --from b.yaml --classes 100 --input 24x24x3");
    assert_contains(text_of(session, "c.yaml"), "\n  mean: [125.307");
    Outcome summary = expect_status_inside(session, 0, "summary --json c.yaml");
    assert_contains(summary.out, "\"input\": [24, 24, 3]");
    assert_contains(summary.out, "\"output\": [100]");
}

static void nothing_is_overwritten_and_nothing_wrong_is_left(void **state)
{
    Session *session = *state;
    write_inside(session, "mine.yaml", "mine");
    assert_contains(expect_status_inside(session, 2, "new mine").err, "mine.yaml is there already");
    assert_contains(
        expect_status_inside(session, 2, "new mine.yaml --from senet").err, "is there already");
    assert_string_equal(text_of(session, "mine.yaml"), "mine");

    write_inside(session, "large.yaml",
        "input: {shape: [9, 9, 3]}\n"
        "layers: [conv: {filters: 2, kernel: 7}, global_average_pool, dense: 2, softmax]\n");
    Outcome small = expect_status_inside(session, 1, "new small --from large.yaml --input 5x5x3");
    assert_contains(small.err, "large.yaml:2:");
    assert_contains(small.err, "small.yaml was not made");
    assert_false(files_is_regular(inside(session, "small.yaml")));
    assert_contains(expect_status_inside(session, 1, "new small --from large.yaml --classes 5").err,
        "no variable 'classes'");
    assert_contains(expect_status_inside(session, 1, "new small --from nothing").err, "nothing");
}

static void what_is_asked_for_is_checked(void **state)
{
    Session *session = *state;
    assert_contains(expect_status_inside(session, 2, "new").err, "new needs NAME");
    static const char *const wrong[] = {"new a --input 32x32", "new a --input 32x32x3x1",
        "new a --input 0x32x3", "new a --input 32x-1x3", "new a --input 99999x9x3",
        "new a --classes 1", "new a:b", "new .yaml", "new a$b", "new -- -a"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        expect_status_inside(session, 2, wrong[i]);
    assert_contains(expect_status_inside(session, 3, "new /dev/null/a").err, "/dev/null/a.yaml");
}

static void the_list_has_every_shipped_model(void **state)
{
    Session *session = *state;
    static const char *const suffixes[] = {".yaml", NULL};
    const char *list = expect_status_inside(session, 0, "new --list").out;
    char **names = files_list(session->arena, session->diag, "models", suffixes);
    for (char **name = names; *name; name++)
        assert_contains(list, arena_strndup(session->arena, *name, strlen(*name) - 5));
    assert_contains(list, "resnet20                         274,442  Pre-activation");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, session_set_up, session_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_new_model_checks_and_trains_as_it_is),
        TEST(any_size_of_image_gives_a_model),
        TEST(a_variant_shows_what_can_be_changed),
        TEST(nothing_is_overwritten_and_nothing_wrong_is_left),
        TEST(what_is_asked_for_is_checked),
        TEST(the_list_has_every_shipped_model),
    };
    return cmocka_run_group_tests(tests, session_set_up_cache, session_tear_down_cache);
}
