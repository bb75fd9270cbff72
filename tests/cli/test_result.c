/* --out and --json of every verb: what is printed, in a file that is replaced whole or not at all,
 * and as one document. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "session.h"
#include "support/files.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TINY "tests/cli/tiny.yaml"
#define WRONG "tests/cli/wrong.yaml"

static char *content(Session *session, const char *path)
{
    size_t length;
    char *text = files_read(session->arena, session->diag, path, &length);
    assert_non_null(text);
    return text;
}

/* Runs the words with --out, which print nothing then, and returns what is in the file. */
static char *result_of(Session *session, int status, const char *words)
{
    const char *path = inside(session, "result");
    Outcome outcome =
        expect_status(session, status, arena_printf(session->arena, "%s --out %s", words, path));
    assert_string_equal(outcome.out, "");
    return content(session, path);
}

static void a_file_gets_what_standard_output_would(void **state)
{
    Session *session = *state;
    const char *const words[] = {"check " TINY, "check --json " TINY, "summary " TINY,
        "summary --json " TINY, "config " TINY, "config --flat " TINY, "config --json " TINY,
        "compare " TINY " xception_mini", "compare --json " TINY " xception_mini", "graph " TINY,
        "schema", "new --list", "new --list --json", "help", "help conv", "help train", "version",
        "version --json"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        bool draws = strncmp(words[i], "graph", 5) == 0;
        const char *printed = expect_status(session, 0, words[i]).out;
        if (!draws) {
            assert_string_equal(result_of(session, 0, words[i]), printed);
            continue;
        }
        const char *path = inside(session, "tiny.dot");
        expect_status(session, 0, arena_printf(session->arena, "%s -o %s", words[i], path));
        assert_string_equal(content(session, path), printed);
    }
}

/* Programs that a verb starts write into the file too. */
static void a_built_program_writes_into_the_file_and_its_table_is_not_in_the_way(void **state)
{
    Session *session = *state;
    const char *words = "verify " TINY " --batch 2 --groups 1 --quick";
    assert_contains(result_of(session, 0, words), "gradients");
    const char *json =
        arena_printf(session->arena, "%s --json --out %s", words, inside(session, "v"));
    Outcome outcome = expect_status(session, 0, json);
    assert_string_equal(outcome.out, "");
    assert_lacks(outcome.err, "gradients");
    assert_contains(content(session, inside(session, "v")), "{\"model\": \"tiny\"");
}

static void a_verdict_is_a_result_and_an_error_is_none(void **state)
{
    Session *session = *state;
    char *verdict = result_of(session, 1, "check --json " WRONG);
    assert_contains(verdict, "\"fine\": false");
    assert_string_equal(result_of(session, 1, "summary " WRONG), verdict);
    assert_string_equal(result_of(session, 2, "summary --depth 0 " TINY), verdict);
    assert_contains(
        result_of(session, 1, "compare --exit-code " TINY " xception_mini"), "parameters");
}

static void standard_output_may_be_named(void **state)
{
    Session *session = *state;
    const char *printed = expect_status(session, 0, "config " TINY).out;
    assert_string_equal(expect_status(session, 0, "config -o - " TINY).out, printed);
    assert_string_equal(expect_status(session, 0, "config -o /dev/stdout " TINY).out, printed);
    Setting appending = {.out_path = inside(session, "all")};
    assert_int_equal(
        run_xceptc_in(session->arena, "config -o /dev/stdout " TINY, &appending).status, 0);
    assert_string_equal(content(session, inside(session, "all")), printed);
}

static void a_link_stays_and_its_target_gets_the_result(void **state)
{
    Session *session = *state;
    const char *link = inside(session, "link");
    struct stat status;
    assert_int_equal(symlink("target", link), 0);
    expect_status(session, 0, arena_printf(session->arena, "config " TINY " -o %s", link));
    assert_int_equal(lstat(link, &status), 0);
    assert_true(S_ISLNK(status.st_mode));
    assert_contains(content(session, inside(session, "target")), "layers:");
}

static void a_full_disk_leaves_the_file(void **state)
{
    Session *session = *state;
    const char *path = write_inside(session, "result", "old");
    Setting small = {.file_limit = 100};
    Outcome outcome = run_xceptc_in(
        session->arena, arena_printf(session->arena, "summary " TINY " --out %s", path), &small);
    assert_int_equal(outcome.status, 3);
    assert_contains(outcome.err, path);
    assert_string_equal(content(session, path), "old");
}

static void a_model_as_json_is_the_same_model(void **state)
{
    Session *session = *state;
    const char *const names[] = {TINY, "xception_mini", "senet", "inception_v3_slim"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *path = inside(session, "model.yaml");
        expect_status(
            session, 0, arena_printf(session->arena, "config --json %s -o %s", names[i], path));
        const char *flat =
            expect_status(session, 0, arena_printf(session->arena, "config --flat %s", names[i]))
                .out;
        assert_string_equal(
            expect_status(session, 0, arena_printf(session->arena, "config --flat %s", path)).out,
            flat);
    }
    assert_contains(expect_status(session, 0, "config --json " TINY).out, "\"layers\": [");
}

static void generating_verbs_say_where_as_json(void **state)
{
    Session *session = *state;
    const char *directory = inside(session, "tiny");
    const char *words = arena_printf(session->arena, "compile --json " TINY " -o %s", directory);
    const char *where = arena_printf(session->arena, "\"directory\": \"%s\"", directory);
    assert_contains(expect_status(session, 0, words).out, where);
    words = arena_printf(session->arena, "build --json " TINY " -o %s", directory);
    Outcome built = expect_status(session, 0, words);
    assert_contains(built.out, where);
    assert_contains(built.out, arena_printf(session->arena, "\"program\": \"%s/tiny\"", directory));
    assert_contains(built.out, "\"model\": \"tiny\"");
}

static void new_takes_neither_without_its_list(void **state)
{
    Session *session = *state;
    assert_contains(expect_status_inside(session, 2, "new mine -o other").err, "--list");
    assert_contains(expect_status_inside(session, 2, "new mine --json").err, "--list");
    assert_false(files_is_regular(inside(session, "mine.yaml")));
    Outcome list = expect_status(session, 0, "new --list --json");
    assert_contains(
        list.out, "{\"name\": \"xception_mini\", \"part\": false, \"parameters\": 242922");
    assert_contains(list.out, "{\"name\": \"recipe_cifar10\", \"part\": true}");
}

static void the_version_tells_what_xceptc_was_built_with(void **state)
{
    Session *session = *state;
    Outcome plain = expect_status(session, 0, "--version");
    assert_contains(plain.out, "\nbuilt by ");
    assert_contains(plain.out, "libyaml 0.");
    assert_contains(plain.out, "graphviz");
    Outcome json = expect_status(session, 0, "version --json");
    assert_contains(json.out, "\"version\": \"" XCEPTC_VERSION "\"");
    assert_contains(json.out, "\"libyaml\": \"0.");
#ifdef XCEPTC_GRAPHVIZ
    assert_lacks(json.out, "\"graphviz\": null");
#endif
    assert_string_equal(expect_status(session, 0, "version -q").out, "xceptc " XCEPTC_VERSION "\n");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, session_set_up, session_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_file_gets_what_standard_output_would),
        TEST(a_built_program_writes_into_the_file_and_its_table_is_not_in_the_way),
        TEST(a_verdict_is_a_result_and_an_error_is_none),
        TEST(standard_output_may_be_named),
        TEST(a_link_stays_and_its_target_gets_the_result),
        TEST(a_full_disk_leaves_the_file),
        TEST(a_model_as_json_is_the_same_model),
        TEST(generating_verbs_say_where_as_json),
        TEST(new_takes_neither_without_its_list),
        TEST(the_version_tells_what_xceptc_was_built_with),
    };
    return cmocka_run_group_tests(tests, session_set_up_cache, session_tear_down_cache);
}
