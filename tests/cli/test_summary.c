/* xceptc summary: the rows of the table, the JSON form, and expectations that hold. */
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

static void the_table_has_fields_and_as_many_levels_as_asked(void **state)
{
    Session *session = *state;
    Outcome all = expect_status(session, 0, "summary xception_mini");
    assert_contains(all.out, "middle1               middle               8x8x128       45 /4  ");
    assert_contains(all.out, "  separable_conv1     separable_conv       8x8x128       29 /4  ");
    assert_contains(all.out, "classifier            dense                10            all    ");
    Outcome top = expect_status(session, 0, "summary --depth 1 xception_mini");
    assert_contains(top.out, "\nmiddle1 ");
    assert_lacks(top.out, "\n  relu1");
    Outcome two = expect_status(session, 0, "summary --depth=2 senet");
    assert_contains(two.out, "\n  squeeze_excite1 ");
    assert_lacks(two.out, "\n    sigmoid1 ");
    Outcome flat = expect_status(session, 0, "summary --flat xception_mini");
    assert_contains(flat.out, "\nmiddle1_separable_conv1 ");
    assert_lacks(flat.out, "\nmiddle1 ");
    assert_contains(expect_status(session, 2, "summary --depth 0 " TINY).err, "--depth");
}

static void json_has_all_of_it(void **state)
{
    Session *session = *state;
    Outcome json = expect_status(session, 0, "summary --json xception_mini");
    assert_contains(json.out, "\"input\": [32, 32, 3],");
    assert_contains(json.out,
        "{\"name\": \"middle1\", \"kind\": \"middle\", \"output\": [8, 8, 128], "
        "\"parameters\": 54528, \"macs\": 3366912, \"receptive_field\": [45, "
        "45], \"stride\": [4, 4]}");
    assert_contains(json.out, "\"macs\": 2560, \"receptive_field\": null, \"stride\": null}");
}

static void what_expect_prints_holds_and_a_wrong_digit_does_not(void **state)
{
    Session *session = *state;
    static const char *const models[] = {"xception_mini", "resnet20", "senet", "inception_v3_slim",
        "densenet_bc_100_12", "xception_imagenet", "mobilenet_v2", "efficientnet_b0"};
    for (size_t i = 0; i < sizeof models / sizeof *models; i++) {
        Outcome expect = expect_status(
            session, 0, arena_printf(session->arena, "summary --expect %s", models[i]));
        char *file = arena_printf(session->arena, "extends: %s\n%s", models[i], expect.out);
        const char *path = write_inside(session, "m.yaml", file);
        const char *words = arena_printf(session->arena, "check %s", path);
        expect_status(session, 0, words);
        char *digit = strstr(file, "output: [") + strlen("output: [");
        *digit = *digit == '9' ? '8' : (char)(*digit + 1);
        write_inside(session, "m.yaml", file);
        assert_contains(expect_status(session, 1, words).err, "as expected");
        /* New expectations can be had where the old ones fail. */
        Outcome anew =
            expect_status(session, 0, arena_printf(session->arena, "summary --expect %s", path));
        assert_string_equal(anew.out, expect.out);
    }
}

/* The tour shows the table as it is, some rows left out. */
static void the_readme_shows_the_summary_of_today(void **state)
{
    Session *session = *state;
    size_t length;
    const char *table = expect_status(session, 0, "summary xception_mini").out;
    const char *readme = files_read(session->arena, session->diag, "README.md", &length);
    assert_non_null(readme);
    const char *line = strstr(readme, "    Layer  ");
    assert_non_null(line);
    int lines = 0;
    for (; strncmp(line, "    ", 4) == 0; line = strchr(line, '\n') + 1) {
        const char *row = arena_strndup(session->arena, line + 4, strcspn(line + 4, "\n"));
        if (strcmp(row + strspn(row, " "), "...") == 0)
            continue;
        assert_contains(table, arena_printf(session->arena, "\n%s\n", row));
        lines++;
    }
    assert_true(lines >= 20);
}

static void a_part_of_a_shipped_name_gets_a_hint(void **state)
{
    Session *session = *state;
    assert_contains(expect_status(session, 1, "summary resnet").err, "did you mean 'resnet20'?");
    assert_contains(expect_status(session, 1, "summary senat").err, "did you mean 'senet'?");
    assert_contains(expect_status(session, 1, "summary densenet").err, "'densenet_bc_100_12'?");
    assert_lacks(expect_status(session, 1, "summary qqqq").err, "did you mean");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, session_set_up, session_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(the_table_has_fields_and_as_many_levels_as_asked),
        TEST(json_has_all_of_it),
        TEST(the_readme_shows_the_summary_of_today),
        TEST(a_part_of_a_shipped_name_gets_a_hint),
        TEST(what_expect_prints_holds_and_a_wrong_digit_does_not),
    };
    return cmocka_run_group_tests(tests, session_set_up_cache, session_tear_down_cache);
}
