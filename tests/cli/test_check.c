/* xceptc check: a user's whole CI. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "session.h"

#include <string.h>

#define TINY "tests/cli/tiny.yaml"
#define WRONG "tests/cli/wrong.yaml"

static int occurrences(const char *text, const char *part)
{
    int count = 0;
    while ((text = strstr(text, part))) {
        text += strlen(part);
        count++;
    }
    return count;
}

static void each_file_is_reported_and_the_worst_status_counts(void **state)
{
    Session *session = *state;
    Outcome fine = expect_status(session, 0, "check " TINY);
    assert_contains(fine.out, TINY ": fine, 522 parameters");
    assert_string_equal(fine.err, "");
    assert_string_equal(expect_status(session, 0, "check -q " TINY).out, "");
    Outcome both = expect_status(session, 1, "check " WRONG " " TINY);
    assert_contains(both.err, WRONG ":4:");
    assert_contains(both.err, "did you mean 'kernel'?");
    assert_contains(both.out, TINY ": fine");
    assert_contains(expect_status(session, 1, "check no/such/file.yaml").err, "no/such/file.yaml");
    expect_status(session, 1, "check " TINY " no/such/file.yaml " TINY);
    assert_contains(expect_status(session, 2, "check --set width " TINY).err, "NAME=VALUE");
}

static void a_recipe_is_fine_and_a_wrong_one_is_not(void **state)
{
    Session *session = *state;
    assert_contains(expect_status(session, 0, "check recipe_cifar10").out, "a part without layers");
    const char *path = write_inside(session, "part.yaml", "training: {epoch: 3}\n");
    Outcome wrong = expect_status(session, 1, arena_printf(session->arena, "check %s", path));
    assert_contains(wrong.err, "did you mean 'epochs'?");
    assert_contains(expect_status(session, 1, "summary recipe_cifar10").err, "no 'layers'");
}

static void json_has_every_message_with_its_place(void **state)
{
    Session *session = *state;
    Outcome json = expect_status(session, 1, "check --json " WRONG " " TINY " recipe_cifar10");
    assert_string_equal(json.err, "");
    assert_contains(json.out, "{\n          \"severity\": \"error\",\n"
                              "          \"file\": \"" WRONG "\",\n"
                              "          \"line\": 4,\n"
                              "          \"column\": 24,\n"
                              "          \"length\": 6,\n"
                              "          \"message\": \"unknown argument 'kernal' of 'conv'\",\n"
                              "          \"hint\": \"did you mean 'kernel'?\",\n"
                              "          \"notes\": []\n");
    assert_contains(json.out, "\"file\": \"" TINY "\",\n      \"fine\": true,\n"
                              "      \"part\": false,\n      \"parameters\": 522,\n"
                              "      \"diagnostics\": []\n");
    assert_int_equal(occurrences(json.out, "\"fine\": true"), 2);
    assert_contains(json.out, "  ],\n  \"fine\": false\n}\n");
}

/* The terminal gets twenty errors, the document all. */
static void json_has_the_errors_beyond_the_limit(void **state)
{
    Session *session = *state;
    char *text = "input: {shape: [8, 8, 3]}\nlayers:\n";
    for (int i = 0; i < 30; i++)
        text = arena_printf(session->arena, "%s  - nothing%d\n", text, i);
    const char *path = write_inside(session, "m.yaml", text);
    Outcome shown = expect_status(session, 1, arena_printf(session->arena, "check %s", path));
    assert_contains(shown.err, "the rest is not shown");
    assert_lacks(shown.err, "nothing29");
    Outcome json = expect_status(session, 1, arena_printf(session->arena, "check --json %s", path));
    assert_int_equal(occurrences(json.out, "\"severity\": \"error\""), 30);
    assert_contains(json.out, "there is no layer or block 'nothing29'");
}

static void notes_and_warnings_are_in_the_document(void **state)
{
    Session *session = *state;
    Outcome small = expect_status(session, 0, "check --json xception_1");
    assert_contains(small.out, "\"severity\": \"warning\"");
    assert_contains(small.out, "middle1 to middle8 run on 2x2 maps");
    const char *path = write_inside(session, "m.yaml",
        "input: {shape: [8, 8, 3]}\nblocks: {b: {layers: [conv: {filters: 2.5, kernel: 1}]}}\n"
        "layers: [b, global_average_pool, softmax]\n");
    Outcome chain =
        expect_status(session, 1, arena_printf(session->arena, "check --json %s", path));
    assert_contains(chain.out, "\"notes\": [\n            {\"file\": \"");
    assert_contains(chain.out, "round(), floor() or ceil()");
    Outcome missed = expect_status(session, 0, "check --json --set width=1 " TINY);
    assert_int_equal(occurrences(missed.out, "\"severity\": \"note\""), 3);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, session_set_up, session_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(each_file_is_reported_and_the_worst_status_counts),
        TEST(a_recipe_is_fine_and_a_wrong_one_is_not),
        TEST(json_has_every_message_with_its_place),
        TEST(json_has_the_errors_beyond_the_limit),
        TEST(notes_and_warnings_are_in_the_document),
    };
    return cmocka_run_group_tests(tests, session_set_up_cache, session_tear_down_cache);
}
