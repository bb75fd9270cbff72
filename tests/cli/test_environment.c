/* xceptc with variables of the environment unset or empty: every verb works, or says what is
 * missing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cli/verb.h"
#include "session.h"

#include <stdlib.h>
#include <string.h>

#define TINY "tests/cli/tiny.yaml"

/* Every variable that a program of ours reads, but PATH. */
static const char *const names[] = {"HOME", "XDG_CACHE_HOME", "XCEPTC_CACHE", "XCEPTC_DATA",
    "XCEPTC_THREADS", "XCEPTC_COMMAND", "XCEPTC_PROGRESS", "CC", "NO_COLOR", "TERM", "TMPDIR"};
enum { NAMES = sizeof names / sizeof *names };

/* Every verb; the status is that of a machine without a place for the cache. What else is wrong
 * with the words may be told first. */
enum { ANY_ERROR = -1 };

static const struct {
    const char *words; /* %s: a directory to write in */
    int status;
} verbs[] = {
    {"check " TINY, 0},
    {"summary " TINY, 0},
    {"config " TINY, 0},
    {"compare " TINY " resnet20", 0},
    {"graph " TINY, 0},
    {"compile " TINY " -o %s/compiled", 0},
    {"build " TINY, 3},
    {"verify " TINY, 3},
    {"profile " TINY, 3},
    {"train " TINY " --data synthetic --steps 1 --out %s/run", 3},
    {"evaluate " TINY " --data synthetic --weights " TINY, ANY_ERROR},
    {"predict " TINY " --weights " TINY " " TINY, ANY_ERROR},
    {"new --list", 0},
    {"new %s/mine", 0},
    {"data pack %s %s/a.xcd", 1},
    {"schema", 0},
    {"help", 0},
    {"version", 0},
};

typedef struct Environment {
    char *values[NAMES];
} Environment;

static Environment empty_or_unset(Session *session, bool empty)
{
    Environment before = {{0}};
    for (size_t i = 0; i < NAMES; i++) {
        const char *value = getenv(names[i]);
        before.values[i] = value ? arena_strdup(session->arena, value) : NULL;
        assert_int_equal(empty ? setenv(names[i], "", 1) : unsetenv(names[i]), 0);
    }
    return before;
}

static void put_back(const Environment *before)
{
    for (size_t i = 0; i < NAMES; i++)
        assert_int_equal(
            before->values[i] ? setenv(names[i], before->values[i], 1) : unsetenv(names[i]), 0);
}

static void check_verbs(Session *session, bool empty)
{
    Outcome outcomes[sizeof verbs / sizeof *verbs];
    Environment before = empty_or_unset(session, empty);
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        const char *words = verbs[i].words, *in;
        while ((in = strstr(words, "%s")))
            words = arena_printf(
                session->arena, "%.*s%s%s", (int)(in - words), words, session->directory, in + 2);
        outcomes[i] = run_xceptc(session->arena, words);
    }
    put_back(&before);
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        bool told = verbs[i].status == ANY_ERROR && outcomes[i].status > 0 &&
                    outcomes[i].status < XC_EXIT_BUG && *outcomes[i].err;
        if (!told && outcomes[i].status != verbs[i].status)
            fail_msg("xceptc %s: exit status %d, not %d\n%s", verbs[i].words, outcomes[i].status,
                verbs[i].status, outcomes[i].err);
        assert_lacks(outcomes[i].err, "(null)");
        if (verbs[i].status == 3)
            assert_contains(outcomes[i].err,
                "there is no place for the cache\nhint: set HOME, or XCEPTC_CACHE to a directory");
    }
}

static void no_verb_needs_a_variable_without_saying_so(void **state)
{
    check_verbs(*state, false);
}

static void an_empty_variable_is_none(void **state)
{
    check_verbs(*state, true);
}

static void every_verb_is_tried(void **state)
{
    (void)state;
    for (const Verb *const *verb = verbs_all(); *verb; verb++) {
        size_t length = strlen((*verb)->name), i = 0;
        while (i < sizeof verbs / sizeof *verbs &&
               (strncmp(verbs[i].words, (*verb)->name, length) != 0 ||
                   strspn(verbs[i].words + length, " ") != (verbs[i].words[length] ? 1 : 0)))
            i++;
        if (i == sizeof verbs / sizeof *verbs)
            fail_msg("%s is not tried", (*verb)->name);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, session_set_up, session_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(no_verb_needs_a_variable_without_saying_so),
        TEST(an_empty_variable_is_none),
        TEST(every_verb_is_tried),
    };
    return cmocka_run_group_tests(tests, session_set_up_cache, session_tear_down_cache);
}
