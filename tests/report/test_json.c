/* The JSON writer: commas, nesting, and text that must not break out of its quotes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "report/json.h"

#include <stdlib.h>

typedef struct Sink {
    FILE *stream;
    char *text;
    size_t length;
} Sink;

static void open_sink(Sink *sink)
{
    sink->stream = open_memstream(&sink->text, &sink->length);
    assert_non_null(sink->stream);
}

static void expect(Sink *sink, const char *text)
{
    fclose(sink->stream);
    assert_string_equal(sink->text, text);
    free(sink->text);
}

static void commas_stand_between_members_only(void **state)
{
    (void)state;
    Sink sink;
    open_sink(&sink);
    Json json = json_begin(sink.stream);
    json_object(&json);
    json_whole_as(&json, "one", 1);
    json_name(&json, "list");
    json_inline_array(&json);
    json_whole(&json, 2);
    json_bool(&json, true);
    json_text(&json, NULL);
    json_close(&json);
    json_name(&json, "empty");
    json_object(&json);
    json_close(&json);
    json_name(&json, "rows");
    json_array(&json);
    json_inline_object(&json);
    json_text_as(&json, "a", "b");
    json_close(&json);
    json_close(&json);
    json_close(&json);
    json_end(&json);
    expect(&sink, "{\n"
                  "  \"one\": 1,\n"
                  "  \"list\": [2, true, null],\n"
                  "  \"empty\": {},\n"
                  "  \"rows\": [\n"
                  "    {\"a\": \"b\"}\n"
                  "  ]\n"
                  "}\n");
}

static void expect_text(const char *text, const char *json_form)
{
    Sink sink;
    open_sink(&sink);
    Json json = json_begin(sink.stream);
    json_text(&json, text);
    expect(&sink, json_form);
}

static void quotes_backslashes_and_control_characters_are_escaped(void **state)
{
    (void)state;
    expect_text("a\"b\\c", "\"a\\\"b\\\\c\"");
    expect_text("\n\x01\x7f", "\"\\u000a\\u0001\\u007f\"");
}

static void valid_utf8_passes_and_the_rest_is_replaced(void **state)
{
    (void)state;
    expect_text("\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80", "\"\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80\"");
    expect_text("\xC3", "\"\xEF\xBF\xBD\""); /* cut off */
    expect_text("\xC0\xAF", "\"\xEF\xBF\xBD\xEF\xBF\xBD\""); /* overlong */
    expect_text("\xED\xA0\x80", "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""); /* surrogate */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commas_stand_between_members_only),
        cmocka_unit_test(quotes_backslashes_and_control_characters_are_escaped),
        cmocka_unit_test(valid_utf8_passes_and_the_rest_is_replaced),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
