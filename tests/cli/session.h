/* What every test of the command line needs: an arena, a directory, one cache for the program, and
 * assertions on what a run printed. */
#ifndef TEST_SESSION_H
#define TEST_SESSION_H

#include "command.h"
#include "support/diag.h"

typedef struct Session {
    Arena *arena;
    Diag *diag; /* to stderr */
    char *directory; /* for what a test writes; removed with all that is in it */
} Session;

/* cmocka's set-up and tear-down of one test; *state is the Session. */
int session_set_up(void **state);
int session_tear_down(void **state);
/* Of a group of tests: one cache, so that the runtime is compiled once. */
int session_set_up_cache(void **state);
int session_tear_down_cache(void **state);

void assert_contains(const char *text, const char *part);
void assert_lacks(const char *text, const char *part);
/* Runs xceptc; another exit status fails the test. */
Outcome expect_status(Session *session, int status, const char *words);
/* The same with the test's directory as the working directory. */
Outcome expect_status_inside(Session *session, int status, const char *words);
/* The path of a file in the test's directory. */
const char *inside(Session *session, const char *name);
/* Writes a file of the test's directory and returns its path. */
const char *write_inside(Session *session, const char *name, const char *text);

#endif
