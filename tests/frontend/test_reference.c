/* The texts about layers are those of the table, and models/README.md has them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "frontend/reference.h"
#include "frontend/schema.h"
#include "golden.h"

/* The text with what lies between two marker lines replaced by the generated one. */
static char *with_section(const char *text, const char *begin, const char *end, const char *section)
{
    const char *from = strstr(text, begin), *to = strstr(text, end);
    char *result;
    assert_true(from && to && from < to);
    from += strlen(begin);
    assert_true(asprintf(&result, "%.*s%s%s", (int)(from - text), text, section, to) >= 0);
    return result;
}

static void the_readme_has_the_tables_of_the_schema(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    char *readme = read_file("models/README.md");
    assert_non_null(readme);
    char *layers = with_section(readme, "<!-- layers: from compiler/frontend/schema.c -->\n\n",
        "<!-- end of layers -->", reference_markdown(arena));
    char *fresh = with_section(layers, "<!-- keras: from compiler/frontend/schema.c -->\n\n",
        "\n<!-- end of keras -->", reference_from_keras(arena));
    int line = first_difference(readme, fresh);
    if (line && getenv("XCEPTC_UPDATE_GOLDEN")) {
        FILE *stream = fopen("models/README.md", "wb");
        assert_non_null(stream);
        fputs(fresh, stream);
        fclose(stream);
    } else if (line) {
        fail_msg("models/README.md differs from the schema in line %d; XCEPTC_UPDATE_GOLDEN=1 "
                 "writes it anew",
            line);
    }
    free(readme);
    free(layers);
    free(fresh);
    arena_free(arena);
}

static void the_readme_begins_with_a_model(void **state)
{
    (void)state;
    static const char path[] = "/tmp/xceptc_readme_example.yaml";
    const FrontendOptions options = {.models = "models"};
    char *readme = read_file("models/README.md");
    assert_non_null(readme);
    char *from = strstr(readme, "```yaml\n") + strlen("```yaml\n");
    *strstr(from, "```") = 0;
    FILE *stream = fopen(path, "wb");
    assert_non_null(stream);
    fputs(from, stream);
    fclose(stream);
    bool loaded;
    char *messages = messages_of(path, &options, &loaded);
    assert_string_equal(messages, "");
    assert_true(loaded);
    remove(path);
    free(messages);
    free(readme);
}

/* tests/keras/check_page.py compares the page with Keras; this one with our own table. */
static void the_page_for_keras_names_every_layer_and_argument(void **state)
{
    (void)state;
    char *page = read_file("docs/coming-from-keras.md");
    assert_non_null(page);
    for (size_t i = 0; i < kind_spec_count; i++) {
        const KindSpec *kind = &kind_specs[i];
        if (!kind->keras)
            continue;
        char heading[64], argument[64];
        snprintf(heading, sizeof heading, "`%.*s`", (int)strcspn(kind->keras, "("), kind->keras);
        const char *section = strstr(page, heading);
        for (; section && section[-1] != ' '; section = strstr(section + 1, heading)) {
        }
        if (!section)
            fail_msg("the page has no section on %s", kind->keras);
        const char *end = strstr(section, "\n### ");
        for (size_t k = 0; k < argument_count(kind); k++) {
            if (kind->arguments[k].type == ARGUMENT_TREE)
                continue;
            snprintf(argument, sizeof argument, "| `%s`", kind->arguments[k].name);
            const char *found = strstr(section, argument);
            if (!found || (end && found > end))
                fail_msg(
                    "the section on %s does not name '%s'", kind->keras, kind->arguments[k].name);
        }
    }
    free(page);
}

static void help_names_types_defaults_and_keras(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    const char *hint;
    const char *help = reference_help(arena, "conv", &hint);
    assert_non_null(help);
    assert_non_null(strstr(help, "Keras: Conv2D"));
    assert_non_null(strstr(help, "filters                required"));
    assert_non_null(strstr(help, "(Keras: strides)"));
    assert_non_null(strstr(help, "glorot_uniform"));
    assert_null(reference_help(arena, "Conv2D", &hint));
    assert_string_equal(hint, "write 'conv'");
    static const char *const names[][2] = {{"conv2d", "conv"}, {"Conv", "conv"},
        {"nn.Conv2d", "conv"}, {"tf.keras.layers.BatchNormalization", "batch_norm"},
        {"BatchNorm2d", "batch_norm"}, {"Linear", "dense"}, {"MaxPool2D", "max_pool"},
        {"max_pooling2d", "max_pool"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_string_equal(reference_kind_of(names[i][0]), names[i][1]);
    static const char *const others[] = {"", "nn.", "_", "SELU", "strides", "conv2dd", "conv2"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_null(reference_kind_of(others[i]));
    assert_null(reference_help(arena, "zzzzzz", &hint));
    assert_null(hint);
    assert_non_null(strstr(reference_list(arena), "separable_conv"));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_readme_has_the_tables_of_the_schema),
        cmocka_unit_test(the_readme_begins_with_a_model),
        cmocka_unit_test(the_page_for_keras_names_every_layer_and_argument),
        cmocka_unit_test(help_names_types_defaults_and_keras),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
