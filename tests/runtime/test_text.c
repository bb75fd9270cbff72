/* Texts as JSON strings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "text.h"

static void expect(const char *string, const char *quoted)
{
    xr_text text = {0};
    xr_text_append_quoted(&text, string);
    assert_false(text.failed);
    assert_string_equal(text.data, quoted);
    xr_text_free(&text);
}

static void control_characters_and_quotes_are_escaped(void **state)
{
    (void)state;
    expect("", "\"\"");
    expect("a\"b\\c\n", "\"a\\\"b\\\\c\\u000a\"");
    expect("\x7f", "\"\\u007f\"");
}

static void utf8_stays_as_it_is(void **state)
{
    (void)state;
    expect("Füchse 狐 🦊", "\"Füchse 狐 🦊\"");
}

/* A lone byte, a character cut off, one in too long a form, half a surrogate pair, one beyond the
 * last: none of them may reach a JSON text. */
static void what_is_not_utf8_is_escaped(void **state)
{
    (void)state;
    expect("\xe9", "\"\\u00e9\"");
    expect("\xe7\x8b", "\"\\u00e7\\u008b\"");
    expect("\xe7\x8b!", "\"\\u00e7\\u008b!\"");
    expect("\xc0\xaf", "\"\\u00c0\\u00af\"");
    expect("\xe0\x80\xaf", "\"\\u00e0\\u0080\\u00af\"");
    expect("\xed\xa0\x80", "\"\\u00ed\\u00a0\\u0080\"");
    expect("\xf4\x90\x80\x80", "\"\\u00f4\\u0090\\u0080\\u0080\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(control_characters_and_quotes_are_escaped),
        cmocka_unit_test(utf8_stays_as_it_is),
        cmocka_unit_test(what_is_not_utf8_is_escaped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
