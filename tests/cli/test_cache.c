/* What a user sees of the cache: what was compiled is not compiled again, and what was damaged is.
 */
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

static void train(Session *session)
{
    size_t length;
    const char *tiny = XCEPTC_SOURCE_DIR "/tests/cli/tiny.yaml";
    write_inside(session, "m.yaml", files_read(session->arena, session->diag, tiny, &length));
    expect_status_inside(session, 0, "train m.yaml --data synthetic --steps 1 --out run -q");
}

/* A run keeps its model with everything that it extends: other lines of another file. */
static void evaluating_a_run_compiles_nothing(void **state)
{
    Session *session = *state;
    train(session);
    Outcome outcome = expect_status_inside(session, 0, "evaluate run --data synthetic");
    assert_lacks(outcome.err, "compiling");
    outcome = expect_status_inside(session, 0, "train m.yaml --data synthetic --steps 1");
    assert_lacks(outcome.err, "compiling");
}

static size_t damage_sources(Session *session)
{
    static const char *const suffixes[] = {".c", ".h", NULL};
    const char *programs = files_join(session->arena, getenv("XCEPTC_CACHE"), "programs");
    size_t damaged = 0;
    const char *list = run_program(session->arena, "ls", programs, &(Setting){0}).out;
    for (const char *line = list; *line; line += strcspn(line, "\n") + 1) {
        const char *folder = files_join(
            session->arena, programs, arena_strndup(session->arena, line, strcspn(line, "\n")));
        char **names = files_list(session->arena, session->diag, folder, suffixes);
        assert_non_null(names);
        for (; *names; names++, damaged++)
            assert_int_equal(truncate(files_join(session->arena, folder, *names), 10), 0);
    }
    return damaged;
}

static void damaged_sources_are_written_anew(void **state)
{
    Session *session = *state;
    train(session);
    assert_true(damage_sources(session) > 5);
    Outcome outcome =
        expect_status_inside(session, 0, "evaluate m.yaml --weights run --data synthetic");
    assert_lacks(outcome.err, "compiling"); /* the objects are whole, and known by the sources */
}

static void a_cache_that_others_may_write_to_is_refused(void **state)
{
    Session *session = *state;
    const char *cache = inside(session, "cache");

    assert_int_equal(run_program(session->arena, "mkdir",
                         arena_printf(session->arena, "-m 775 %s", cache), &(Setting){0})
                         .status,
        0);
    Outcome outcome =
        run_xceptc_in(session->arena, "build " XCEPTC_SOURCE_DIR "/tests/cli/tiny.yaml",
            &(Setting){.environment = arena_printf(session->arena, "XCEPTC_CACHE=%s", cache)});
    assert_int_equal(outcome.status, 3);
    assert_contains(outcome.err, "others may write to the cache");
    assert_contains(outcome.err, "chmod go-w");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, session_set_up, session_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(evaluating_a_run_compiles_nothing),
        TEST(damaged_sources_are_written_anew),
        TEST(a_cache_that_others_may_write_to_is_refused),
    };
    return cmocka_run_group_tests(tests, session_set_up_cache, session_tear_down_cache);
}
