/* The checkers that `check` relies on find what is planted for them, and say what they miss. */
#include "support/base.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { FINE = 0, FOUND = 1, MISSING = 3, OTHER_VERSION = 77 };

/* The folder of what a case plants; removed with everything in it. */
typedef struct Planted {
    Arena *arena;
    char *folder;
} Planted;

static int set_up(void **state)
{
    Planted *planted = calloc(1, sizeof *planted);
    char folder[] = "/tmp/xceptc-tools-XXXXXX";
    if (!planted || !mkdtemp(folder))
        return 1;
    planted->arena = arena_new();
    planted->folder = arena_strdup(planted->arena, folder);
    *state = planted;
    return 0;
}

static int tear_down(void **state)
{
    Planted *planted = *state;
    int status = system(arena_printf(planted->arena, "rm -rf '%s'", planted->folder));
    arena_free(planted->arena);
    free(planted);
    return status;
}

static const char *plant(Planted *planted, const char *name, const char *text)
{
    const char *path = arena_printf(planted->arena, "%s/%s", planted->folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, 0755), 0);
    return path;
}

/* The exit status of a shell command in the project's folder; its output goes to FOLDER/said. */
static int run(Planted *planted, const char *command)
{
    int status = system(arena_printf(planted->arena, "cd '%s' && %s >'%s/said' 2>&1",
        XCEPTC_SOURCE_DIR, command, planted->folder));
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static bool said(Planted *planted, const char *words)
{
    return run(planted,
               arena_printf(planted->arena, "cp '%s/said' '%s/before' && grep -qF '%s' '%s/before'",
                   planted->folder, planted->folder, words, planted->folder)) == 0;
}

static bool is_here(Planted *planted, const char *tool)
{
    return run(planted, arena_printf(planted->arena,
                            "bash -c '. tools/common.sh; find_llvm_tool %s'", tool)) == FINE;
}

static void a_missing_clang_format_fails_and_is_named(void **state)
{
    assert_int_equal(run(*state, "CLANG_FORMAT=/no/clang-format tools/check_format"), MISSING);
    assert_true(said(*state, "apt-get install clang-format-14"));
}

static void another_version_of_clang_format_is_a_skip_that_shows(void **state)
{
    const char *other = plant(*state, "other", "#!/bin/sh\necho 'clang-format version 99.1.0'\n");
    Planted *planted = *state;
    assert_int_equal(
        run(planted, arena_printf(planted->arena, "CLANG_FORMAT=%s tools/check_format", other)),
        OTHER_VERSION);
    assert_true(said(planted, "SKIPPED: clang-format 14 is expected"));
}

static void a_file_in_another_format_is_found(void **state)
{
    Planted *planted = *state;
    if (!is_here(planted, "clang-format"))
        skip();
    const char *wrong = plant(planted, "wrong.c", "int  f( void );\n");
    const char *right = plant(planted, "right.c", "int f(void);\n");
    plant(planted, ".clang-format", "BasedOnStyle: LLVM\n");
    const char *tool = "tools/check_format";
    assert_int_equal(run(planted, arena_printf(planted->arena, "%s %s", tool, right)), FINE);
    assert_int_equal(run(planted, arena_printf(planted->arena, "%s %s", tool, wrong)), FOUND);
    assert_int_equal(
        run(planted, arena_printf(planted->arena, "%s %s/none.c", tool, planted->folder)), MISSING);
}

static void clang_tidy_finds_what_is_planted(void **state)
{
    Planted *planted = *state;
    if (!is_here(planted, "clang-tidy"))
        skip();
    plant(planted, "compile_commands.json",
        "[{\"directory\": \"" XCEPTC_SOURCE_DIR
        "\", \"command\": \"cc -o redundant.o -c tests/tree/planted/redundant.c\", "
        "\"file\": \"tests/tree/planted/redundant.c\"}]");
    const char *command =
        arena_printf(planted->arena, "tools/check_tidy --build %s", planted->folder);
    assert_int_equal(run(planted, command), FOUND);
    assert_true(said(planted, "bugprone-branch-clone"));
    assert_int_equal(run(planted, command), FOUND); /* a finding isn't kept as a pass */
}

static void shellcheck_finds_what_is_planted(void **state)
{
    Planted *planted = *state;
    assert_int_equal(run(planted, "SHELLCHECK=/no/shellcheck tools/check_shell"), MISSING);
    if (run(planted, "command -v shellcheck") != 0)
        skip();
    const char *wrong = plant(planted, "wrong.sh", "#!/bin/bash\nrm $1\n");
    assert_int_equal(
        run(planted, arena_printf(planted->arena, "tools/check_shell %s", wrong)), FOUND);
}

/* ---- counted cases --------------------------------------------------------------------------- */

#define RAN                                                                                        \
    "1/1 Testing: room/thing\n[ RUN      ] a\n[       OK ] a\n[ RUN      ] b\n[  SKIPPED ] b\n"

static int count_cases(Planted *planted, const char *options, const char *log)
{
    char *folder = arena_printf(planted->arena, "%s/room", planted->folder);
    mkdir(folder, 0755);
    plant(planted, "room/test_thing.c",
        "static void a(void **state)\n{\n}\nstatic void b(\n    void **state)\n{\n}\n"
        "static int set_up(void **state)\n{\n}\nstatic void help(void *state)\n{\n}\n");
    return run(planted, arena_printf(planted->arena, "tools/count_cases --tests %s %s %s",
                            planted->folder, options, plant(planted, "log", log)));
}

static void cases_that_ran_are_counted(void **state)
{
    assert_int_equal(count_cases(*state, "--every", RAN), FINE);
    assert_true(said(*state, "1 cases passed, 0 failed, 1 skipped"));
    assert_int_equal(
        count_cases(*state, "", RAN "2/2 Testing: room/other\n[       OK ] c\n"), FINE);
    assert_true(said(*state, "2 cases passed, 0 failed, 1 skipped"));
}

static void a_case_that_vanished_is_found(void **state)
{
    assert_int_equal(count_cases(*state, "", "1/1 Testing: room/thing\n[       OK ] a\n"), FOUND);
    assert_true(said(*state, "room/thing: b did not run"));
    assert_int_equal(count_cases(*state, "", RAN "2/2 Testing: room/other\n"), FOUND);
    assert_true(said(*state, "room/other: no case ran"));
    assert_int_equal(count_cases(*state, "--every", "1/1 Testing: a/b\n[       OK ] c\n"), FOUND);
    assert_true(said(*state, "room/thing: did not run"));
    assert_int_equal(count_cases(*state, "", ""), FOUND);
}

/* ---- the history of speed ----------------------------------------------------------------------
 */

#define IN_BENCH "python3 -B -c 'import sys; sys.path.insert(0, \"bench\"); import history; %s'"
#define ROW                                                                                        \
    "row = dict.fromkeys(history.COLUMNS, 1); history.append(\"%s\", row); "                       \
    "history.append(\"%s\", row)"

static void the_history_has_its_columns_and_grows_by_rows(void **state)
{
    Planted *planted = *state;
    const char *file = arena_printf(planted->arena, "%s/history.csv", planted->folder);
    const char *two_rows =
        arena_printf(planted->arena, IN_BENCH, arena_printf(planted->arena, ROW, file, file));
    assert_int_equal(run(planted, two_rows), FINE);
    assert_int_equal(run(planted, arena_printf(planted->arena,
                                      "head -n 1 docs/results/history.csv >%s/header && "
                                      "head -n 1 %s | cmp - %s/header && test $(wc -l <%s) = 3",
                                      planted->folder, file, planted->folder, file)),
        FINE);
    plant(planted, "history.csv", "date,commit\n");
    assert_int_equal(run(planted, two_rows), FOUND);
    assert_true(said(planted, "has other columns"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_missing_clang_format_fails_and_is_named, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            another_version_of_clang_format_is_a_skip_that_shows, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_file_in_another_format_is_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(clang_tidy_finds_what_is_planted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(shellcheck_finds_what_is_planted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(cases_that_ran_are_counted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_case_that_vanished_is_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            the_history_has_its_columns_and_grows_by_rows, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
