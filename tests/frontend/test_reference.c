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
#include "frontend/synonyms.h"
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

/* ---- what is not there --------------------------------------------------------------------- */

typedef struct Names {
    const char **data;
    size_t count, capacity;
} Names;

/* The names in backticks of a stretch of the page. */
static void quoted_names(Arena *arena, const char *from, const char *to, Names *names)
{
    for (const char *p = from; (p = memchr(p, '`', (size_t)(to - p))); p++) {
        const char *end = memchr(p + 1, '`', (size_t)(to - p - 1));
        if (!end)
            return;
        vec_push(arena, names, arena_strndup(arena, p + 1, (size_t)(end - p - 1)));
        p = end;
    }
}

/* MaxPooling2D, and no sentence or command. */
static bool is_class(const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    return *name >= 'A' && *name <= 'Z' && name[1] && name[strspn(name, letters)] == '\0' &&
           name[strcspn(name, "abcdefghijklmnopqrstuvwxyz23")];
}

static int without_hint(const Names *names, const char *const *known, size_t count)
{
    int missing = 0;
    for (size_t i = 0; i < names->count; i++) {
        const char *name = names->data[i];
        const char *hint = known ? synonym_where(name, known, count) : synonym_hint(name);
        if (hint || reference_kind_of(name))
            continue;
        print_error("'%s' has no hint\n", name);
        missing++;
    }
    return missing;
}

static void every_name_of_the_page_has_its_hint(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    char *page = read_file("docs/coming-from-keras.md");
    assert_non_null(page);
    const char *end = strstr(page, "\n## Coming from PyTorch"), *rest = NULL;
    Names all = {0}, names = {0};
    assert_non_null(end);
    quoted_names(arena, page, end, &all);
    for (size_t i = 0; i < all.count; i++)
        if (is_class(all.data[i]))
            vec_push(arena, &names, all.data[i]);
    print_message("%zu names\n", names.count);
    assert_true(names.count > 200);
    const char *list = strstr(page, "and the activations "), *stop = strstr(list, " are not there");
    char *words = arena_strndup(arena, list + 20, (size_t)(stop - list - 20));
    for (char *word = words; (word = strtok_r(rest ? NULL : word, ", \n", (char **)&rest));)
        if (strcmp(word, "and") != 0)
            vec_push(arena, &names, word);
    assert_int_equal(without_hint(&names, NULL, 0), 0);
    free(page);
    arena_free(arena);
}

/* A row of a table whose second column names nothing of ours. */
static bool says_not_there(const char *second)
{
    static const char *const begins[] = {"not ", "always ", "there is one machine"};
    for (size_t i = 0; i < 3; i++)
        if (strncmp(second, begins[i], strlen(begins[i])) == 0)
            return true;
    return false;
}

/* Of the layers' sections in the place of each layer's arguments, of the others wherever. */
static void every_argument_that_is_not_there_has_its_hint(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    char *page = read_file("docs/coming-from-keras.md");
    assert_non_null(page);
    const KindSpec *kind = NULL;
    int rows = 0, missing = 0;
    for (char *line = page, *next; *line; line = next) {
        next = line + strcspn(line, "\n");
        next += *next == '\n';
        Names names = {0};
        if (strncmp(line, "## ", 3) == 0)
            kind = NULL;
        if (strncmp(line, "### ", 4) == 0) {
            const char *arrow = strstr(line, "→");
            quoted_names(arena, arrow ? arrow : next, next, &names);
            kind = names.count ? find_kind(names.data[0]) : NULL;
            continue;
        }
        const char *second = strncmp(line, "| `", 3) == 0 ? strstr(line, " | ") : NULL;
        if (!second || second > next || !says_not_there(second + 3))
            continue;
        quoted_names(arena, line, second, &names);
        const char *known[XC_MAX_ARGUMENTS + 1] = {"name"};
        size_t count = 1;
        for (size_t i = 0; kind && i < argument_count(kind); i++)
            known[count++] = kind->arguments[i].name;
        missing += without_hint(&names, kind ? known : NULL, count);
        rows++;
    }
    assert_true(rows > 60);
    assert_int_equal(missing, 0);
    free(page);
    arena_free(arena);
}

static void a_name_without_a_hint_is_seen(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Names names = {0};
    static const char text[] = "`Conv2D` and `NeverHeardOf`, `dense: 2`.";
    quoted_names(arena, text, text + sizeof text - 1, &names);
    assert_int_equal(names.count, 3);
    assert_true(is_class(names.data[1]) && !is_class(names.data[2]));
    assert_int_equal(without_hint(&names, NULL, 0), 2);
    arena_free(arena);
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
        cmocka_unit_test(every_name_of_the_page_has_its_hint),
        cmocka_unit_test(every_argument_that_is_not_there_has_its_hint),
        cmocka_unit_test(a_name_without_a_hint_is_seen),
        cmocka_unit_test(help_names_types_defaults_and_keras),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
