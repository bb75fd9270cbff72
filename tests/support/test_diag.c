#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/diag.h"

typedef struct Setup {
    Arena *arena;
    Diag *diag;
    FILE *stream;
    char *text;
    size_t length;
} Setup;

static int set_up(void **state)
{
    Setup *setup = calloc(1, sizeof *setup);
    setup->arena = arena_new();
    setup->stream = open_memstream(&setup->text, &setup->length);
    setup->diag = diag_new(setup->arena, setup->stream, false);
    *state = setup;
    return 0;
}

static int tear_down(void **state)
{
    Setup *setup = *state;
    fclose(setup->stream);
    free(setup->text);
    arena_free(setup->arena);
    free(setup);
    return 0;
}

static void assert_printed(Setup *setup, const char *text)
{
    fflush(setup->stream);
    assert_string_equal(setup->text, text);
}

static int add(Setup *setup, const char *text)
{
    return diag_add_source(setup->diag, "m.yaml", text, strlen(text));
}

static void quiet_prints_errors_and_what_belongs_to_them(void **state)
{
    Setup *setup = *state;
    diag_quiet(setup->diag);
    diag_note(setup->diag, XC_NOWHERE, "alone");
    diag_warning(setup->diag, XC_NOWHERE, "a warning");
    diag_hint(setup->diag, "of it");
    diag_error(setup->diag, XC_NOWHERE, "an error");
    diag_hint(setup->diag, "what to do");
    diag_warning(setup->diag, XC_NOWHERE, "another");
    assert_printed(setup, "xceptc: error: an error\nhint: what to do\n");
    assert_int_equal(diag_warning_count(setup->diag), 2);
}

static void open_angle(void *context)
{
    Setup *setup = context;
    fputs("<", setup->stream);
}

static void close_angle(void *context)
{
    Setup *setup = context;
    fputs(">", setup->stream);
}

static void messages_stand_between_the_calls_of_another_printer(void **state)
{
    Setup *setup = *state;
    diag_between(setup->diag, open_angle, close_angle, setup);
    diag_error(setup->diag, XC_NOWHERE, "an error");
    diag_between(setup->diag, NULL, NULL, NULL);
    diag_hint(setup->diag, "what to do");
    assert_printed(setup, "<xceptc: error: an error\n>hint: what to do\n");
}

static void an_error_shows_its_line_and_a_caret(void **state)
{
    Setup *setup = *state;
    int file = add(setup, "a: 1\nkernal: 3\n");
    diag_error(setup->diag, (Location){file, 2, 1, 6}, "unknown key '%s'", "kernal");
    diag_hint(setup->diag, "did you mean '%s'?", "kernel");
    diag_note(setup->diag, (Location){file, 1, 4, 1}, "here");
    diag_note(setup->diag, XC_NOWHERE, "and nowhere");
    assert_printed(setup, "m.yaml:2:1: error: unknown key 'kernal'\n"
                          "    2 | kernal: 3\n"
                          "      | ^~~~~~\n"
                          "hint: did you mean 'kernel'?\n"
                          "m.yaml:1:4: note: here\n"
                          "    1 | a: 1\n"
                          "      |    ^\n"
                          "note: and nowhere\n");
    assert_int_equal(diag_error_count(setup->diag), 1);
}

static void tabs_and_wide_characters_keep_the_caret_in_place(void **state)
{
    Setup *setup = *state;
    int file = add(setup, "\t\xC3\xA9: x\r\nb");
    diag_warning(setup->diag, (Location){file, 1, 6, 1}, "w");
    assert_printed(setup, "m.yaml:1:6: warning: w\n"
                          "    1 | \t\xC3\xA9: x\n"
                          "      | \t   ^\n");
    assert_int_equal(diag_warning_count(setup->diag), 1);
}

static void a_place_beyond_the_text_is_harmless(void **state)
{
    Setup *setup = *state;
    int file = add(setup, "ab");
    diag_error(setup->diag, (Location){file, 1, 50, 9}, "e");
    diag_error(setup->diag, (Location){file, 9, 1, 1}, "e");
    diag_error(setup->diag, (Location){file, 0, 0, 0}, "whole file");
    diag_error(setup->diag, (Location){7, 1, 1, 1}, "no such source");
    assert_printed(setup, "m.yaml:1:50: error: e\n    1 | ab\n      |   ^\n"
                          "m.yaml:9:1: error: e\n    9 | \n      | ^\n"
                          "m.yaml: error: whole file\n"
                          "xceptc: error: no such source\n");
}

static void control_characters_never_reach_the_terminal(void **state)
{
    Setup *setup = *state;
    int file = add(setup, "x: \033[31m\x7F\xC2\x9B\xFF\xE2\x82");
    diag_error(setup->diag, (Location){file, 1, 1, 1}, "%s", "\a\n\xC2\x9B");
    assert_printed(setup, "m.yaml:1:1: error: ???\n    1 | x: ?[31m?????\n      | ^\n");
}

static void a_message_that_quotes_a_whole_file_is_cut(void **state)
{
    Setup *setup = *state;
    char text[3001];
    size_t count;
    memset(text, 'a', 3000);
    text[3000] = 0;
    memcpy(text + 999, "\xC3\xA9", 2);
    diag_error(setup->diag, XC_NOWHERE, "%s", text);
    const Message *messages = diag_messages(setup->diag, &count);
    assert_int_equal(strlen(messages[0].text), 999 + 3);
    assert_string_equal(messages[0].text + 998, "a...");
    text[1000] = 0;
    text[999] = 'a';
    diag_error(setup->diag, XC_NOWHERE, "%s", text);
    assert_int_equal(strlen(diag_messages(setup->diag, &count)[1].text), 1000);
}

static void a_long_line_is_shown_around_the_place(void **state)
{
    Setup *setup = *state;
    char line[2001];
    memset(line, 'a', 2000);
    line[2000] = 0;
    line[1500] = 'X';
    int file = add(setup, line);
    diag_error(setup->diag, (Location){file, 1, 1501, 1}, "e");
    fflush(setup->stream);
    assert_true(setup->length < 500);
    const char *excerpt = strstr(setup->text, "1 | ") + 4, *caret = strchr(setup->text, '^');
    const char *caret_line = strstr(setup->text, "      | ") + 8;
    assert_int_equal(strchr(excerpt, 'X') - excerpt, caret - caret_line);
}

static void after_twenty_errors_the_rest_is_only_counted(void **state)
{
    Setup *setup = *state;
    for (int i = 0; i < 30; i++) {
        diag_error(setup->diag, XC_NOWHERE, "e%d", i);
        diag_hint(setup->diag, "h%d", i);
    }
    fflush(setup->stream);
    assert_int_equal(diag_error_count(setup->diag), 30);
    assert_non_null(strstr(setup->text, "hint: h19\n"));
    assert_null(strstr(setup->text, "h20"));
    assert_non_null(strstr(setup->text, "too many errors"));
}

static void all_messages_are_kept_also_without_a_stream(void **state)
{
    Setup *setup = *state;
    Diag *silent = diag_new(setup->arena, NULL, false);
    for (int i = 0; i < 25; i++) {
        diag_error(silent, XC_NOWHERE, "error %d", i);
        diag_hint(silent, "hint %d", i);
    }
    diag_warning(silent, XC_NOWHERE, "careful");
    size_t count;
    const Message *messages = diag_messages(silent, &count);
    assert_int_equal(count, 51);
    assert_string_equal(messages[48].text, "error 24");
    assert_int_equal(messages[48].severity, XC_ERROR);
    assert_string_equal(messages[49].text, "hint 24");
    assert_string_equal(severity_name(messages[50].severity), "warning");
}

static void the_same_error_at_the_same_place_is_told_once(void **state)
{
    Setup *setup = *state;
    int file = add(setup, "a: 1\n");
    for (int i = 0; i < 3; i++) {
        diag_error(setup->diag, (Location){file, 1, 4, 1}, "wrong");
        diag_hint(setup->diag, "right");
        diag_note(setup->diag, XC_NOWHERE, "call %d", i);
    }
    diag_warning(setup->diag, XC_NOWHERE, "careful");
    diag_error(setup->diag, (Location){file, 1, 4, 1}, "wrong otherwise");
    diag_error(setup->diag, (Location){file, 1, 1, 1}, "wrong");
    size_t count;
    diag_messages(setup->diag, &count);
    assert_int_equal(count, 6);
    assert_int_equal(diag_error_count(setup->diag), 5);
    fflush(setup->stream);
    assert_non_null(strstr(setup->text, "note: call 0"));
    assert_null(strstr(setup->text, "call 1"));
}

static void comparisons_for_hints_are_counted_and_end(void **state)
{
    Setup *setup = *state;
    static const char *const words[] = {"kernel", "stride", "padding", "batch_norm"};
    assert_string_equal(diag_suggest(setup->diag, "kernal", words, 4), "kernel");
    assert_int_equal(diag_comparisons(setup->diag), 4);
    for (int i = 1; i < XC_MOST_COMPARISONS / 4; i++)
        diag_suggest(setup->diag, "kernal", words, 4);
    assert_false(diag_suggests(setup->diag));
    assert_null(diag_suggest(setup->diag, "kernal", words, 4));
    assert_int_equal(diag_comparisons(setup->diag), XC_MOST_COMPARISONS);
    assert_null(diag_suggest(NULL, "kernal", words, 4));
}

static void the_nearest_word_is_near(void **state)
{
    (void)state;
    static const char *const words[] = {"kernel", "stride", "padding", "batch_norm"};
    assert_string_equal(diag_nearest("kernal", words, 4), "kernel");
    assert_string_equal(diag_nearest("Stride", words, 4), "stride");
    assert_string_equal(diag_nearest("paddnig", words, 4), "padding");
    assert_string_equal(diag_nearest("batchnrm", words, 4), "batch_norm");
    assert_null(diag_nearest("relu", words, 4));
    assert_null(diag_nearest("", words, 4));
    static const char *const short_words[] = {"a", "lr", "l2"};
    assert_null(diag_nearest("u", short_words, 3));
    assert_null(diag_nearest("ab", short_words, 3));
    assert_string_equal(diag_nearest("A", short_words, 3), "a");
    assert_string_equal(diag_nearest("rl", short_words, 3), "lr");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_error_shows_its_line_and_a_caret),
        TEST(quiet_prints_errors_and_what_belongs_to_them),
        TEST(messages_stand_between_the_calls_of_another_printer),
        TEST(tabs_and_wide_characters_keep_the_caret_in_place),
        TEST(a_place_beyond_the_text_is_harmless),
        TEST(control_characters_never_reach_the_terminal),
        TEST(a_message_that_quotes_a_whole_file_is_cut),
        TEST(a_long_line_is_shown_around_the_place),
        TEST(after_twenty_errors_the_rest_is_only_counted),
        TEST(all_messages_are_kept_also_without_a_stream),
        TEST(the_same_error_at_the_same_place_is_told_once),
        TEST(comparisons_for_hints_are_counted_and_end),
        cmocka_unit_test(the_nearest_word_is_near),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
