#include "session.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/files.h"

#include <stdlib.h>
#include <string.h>

int session_set_up_cache(void **state)
{
    Arena *arena = arena_new();
    char *cache = temporary_directory(arena);
    *state = arena;
    unsetenv("XCEPTC_DATA");
    return setenv("XCEPTC_CACHE", cache, 1);
}

int session_tear_down_cache(void **state)
{
    remove_directory(getenv("XCEPTC_CACHE"));
    arena_free(*state);
    return 0;
}

int session_set_up(void **state)
{
    Session *session = calloc(1, sizeof *session);
    assert_non_null(session);
    session->arena = arena_new();
    session->diag = diag_new(session->arena, stderr, false);
    session->directory = temporary_directory(session->arena);
    *state = session;
    return 0;
}

int session_tear_down(void **state)
{
    Session *session = *state;
    remove_directory(session->directory);
    arena_free(session->arena);
    free(session);
    return 0;
}

void assert_contains(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("'%s' is not in: %s", part, text);
}

void assert_lacks(const char *text, const char *part)
{
    if (strstr(text, part))
        fail_msg("'%s' is in: %s", part, text);
}

static Outcome expect_in(
    const Session *session, const char *directory, int status, const char *words)
{
    Outcome outcome = run_xceptc_in(session->arena, words, &(Setting){.directory = directory});
    if (outcome.status != status)
        fail_msg(
            "xceptc %s: exit status %d, not %d\n%s", words, outcome.status, status, outcome.err);
    return outcome;
}

Outcome expect_status(Session *session, int status, const char *words)
{
    return expect_in(session, NULL, status, words);
}

Outcome expect_status_inside(Session *session, int status, const char *words)
{
    return expect_in(session, session->directory, status, words);
}

const char *inside(Session *session, const char *name)
{
    return files_join(session->arena, session->directory, name);
}

const char *write_inside(Session *session, const char *name, const char *text)
{
    const char *path = inside(session, name);
    assert_true(files_write(session->arena, session->diag, path, text, strlen(text)));
    return path;
}
