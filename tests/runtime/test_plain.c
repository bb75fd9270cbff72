/* Text from outside never moves the cursor: every reader's names, every way to print. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console.h"
#include "failure.h"
#include "plain.h"
#include "text.h"

/* What must not go out, and what it becomes. */
static const char *const cases[][2] = {
    {"plain, \tFüchse 狐 🦊", "plain, \tFüchse 狐 🦊"},
    {"\x1b[31mred\x1b[0m", "?[31mred?[0m"},
    {"\x1b]0;title\a", "?]0;title?"},
    {"a\rb\bc\x7f", "a?b?c?"},
    {"\xc2\x9b"
     "2J",
        "?2J"}, /* CSI in one character */
    {"\xc2\x80\xc2\x9f\xc2\xa0", "??\xc2\xa0"},
    {"\xe2\x80\xae"
     "gpj.exe",
        "?gpj.exe"}, /* right to left */
    {"\xe2\x80\xaa\xe2\x80\xab\xe2\x80\xac\xe2\x80\xad\xe2\x81\xa6\xe2\x81\xa7\xe2\x81\xa8\xe2\x81"
     "\xa9",
        "????????"},
    {"\xe2\x80\x8e\xe2\x80\x8f\xd8\x9c", "???"},
    {"\xe2\x80\xa8\xe2\x80\xa9", "??"},
    {"\xff\xc0\xaf\xed\xa0\x80\xf4\x90\x80\x80", "??????????"},
    {"cut \xe7\x8b", "cut ??"},
    {"cut \xf0\x9f", "cut ??"},
};

static void what_is_not_plain_becomes_a_question_mark(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[64];
        snprintf(text, sizeof text, "%s", cases[i][0]);
        xr_make_plain(text, false);
        assert_string_equal(text, cases[i][1]);
        xr_make_plain(text, false);
        assert_string_equal(text, cases[i][1]);
    }
    char lines[] = "a\nb\x1b\n";
    xr_make_plain(lines, true);
    assert_string_equal(lines, "a\nb?\n");
    xr_make_plain(lines, false);
    assert_string_equal(lines, "a?b??");
}

static void failures_are_plain(void **state)
{
    (void)state;
    xr_failure failure;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char expected[96];
        snprintf(expected, sizeof expected, "x '%s'\nhint", cases[i][1]);
        xr_fail(&failure, XR_BAD_INPUT, "x '%s'\nhint", cases[i][0]);
        assert_string_equal(failure.message, expected);
        errno = ENOENT;
        xr_fail_errno(&failure, "%s", cases[i][0]);
        assert_memory_equal(failure.message, cases[i][1], strlen(cases[i][1]));
    }
    /* a name that would add a line of its own */
    xr_fail(&failure, XR_BAD_INPUT, "no '%s'\nhint", "a\nerror: b");
    assert_string_equal(failure.message, "no 'a?error: b'?hint");
    xr_fail_more(&failure, "- '%s'", "c\nd\x1b");
    assert_string_equal(failure.message, "no 'a?error: b'?hint\n- 'c?d?'");
}

static void the_console_and_its_log_are_plain(void **state)
{
    (void)state;
    xr_console console = xr_console_create(true, true, false); /* nothing but the log */
    console.document = true;
    char *log = NULL;
    size_t length = 0;
    console.log = open_memstream(&log, &length);
    assert_non_null(console.log);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        xr_console_result(&console, "%s", cases[i][0]);
        xr_console_note(&console, "%s", cases[i][0]);
    }
    fclose(console.log);
    const char *at = log;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int twice = 0; twice < 2; twice++) {
            size_t size = strlen(cases[i][1]);
            assert_memory_equal(at, cases[i][1], size);
            assert_int_equal(at[size], '\n');
            at += size + 1;
        }
    free(log);
}

static void json_is_plain(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        xr_text text = {0};
        xr_text_append_quoted(&text, cases[i][0]);
        assert_false(text.failed);
        char copy[256];
        snprintf(copy, sizeof copy, "%s", text.data);
        xr_make_plain(copy, false);
        assert_string_equal(copy, text.data);
        xr_text_free(&text);
    }
}

/* Any bytes at all: the result is plain, and no longer. */
static void any_bytes_become_plain(void **state)
{
    (void)state;
    uint32_t random = 1;
    for (int round = 0; round < 20000; round++) {
        char text[24], again[24];
        for (size_t i = 0; i + 1 < sizeof text; i++) {
            random = random * 1664525u + 1013904223u;
            text[i] = (char)(random >> 24);
        }
        text[sizeof text - 1] = '\0';
        size_t before = strlen(text);
        xr_make_plain(text, false);
        assert_true(strlen(text) <= before);
        for (const char *c = text; *c; c++)
            assert_true((unsigned char)*c >= ' ' || *c == '\t');
        memcpy(again, text, sizeof again);
        xr_make_plain(again, false);
        assert_string_equal(again, text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_plain_becomes_a_question_mark),
        cmocka_unit_test(failures_are_plain),
        cmocka_unit_test(the_console_and_its_log_are_plain),
        cmocka_unit_test(json_is_plain),
        cmocka_unit_test(any_bytes_become_plain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
