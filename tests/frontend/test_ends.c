/* Files that are made to take long: each is read or refused after bounded work. What is counted are
 * comparisons of words, messages and bytes of memory; a walk that never ends is ended by ctest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "frontend/frontend.h"
#include "frontend/yaml.h"
#include "support/text.h"

#define INPUT "input: {shape: [8, 8, 3]}\n"
#define END "global_average_pool, dense: 2, softmax]\n"

typedef struct Bench {
    Arena *arena;
    char path[64];
    Text text;
} Bench;

static int set_up(void **state)
{
    Bench *bench = calloc(1, sizeof *bench);
    bench->arena = arena_new();
    bench->text.arena = bench->arena;
    strcpy(bench->path, "/tmp/xceptc_ends_XXXXXX");
    int file = mkstemp(bench->path);
    assert_true(file >= 0);
    fclose(fdopen(file, "w"));
    *state = bench;
    return 0;
}

static int tear_down(void **state)
{
    Bench *bench = *state;
    remove(bench->path);
    arena_free(bench->arena);
    free(bench);
    return 0;
}

static void write_text(const Bench *bench, const char *text)
{
    FILE *stream = fopen(bench->path, "w");
    assert_non_null(stream);
    fputs(text, stream);
    assert_int_equal(fclose(stream), 0);
}

static void begin(Bench *bench, const char *text)
{
    bench->text.count = 0;
    text_add(&bench->text, text);
}

/* In format, # is the number of the line and + the next one. */
static void repeat(Bench *bench, int count, const char *format)
{
    for (int i = 0; i < count; i++) {
        char line[200];
        size_t length = 0;
        for (const char *p = format; *p; p++) {
            bool number = *p == '#' || *p == '+';
            length += (size_t)snprintf(line + length, sizeof line - length, number ? "%d" : "%c",
                number ? i + (*p == '+') : *p);
        }
        text_add(&bench->text, line);
    }
}

enum { MOST_BYTES = 400 << 20 };

/* Loads what was written, in bounded work, and says as much as expected; NULL: nothing. */
static void load(Bench *bench, const char *end, const char *message)
{
    text_add(&bench->text, end);
    write_text(bench, text_string(&bench->text));
    Arena *arena = arena_new();
    Diag *diag = diag_new(arena, NULL, false);
    const FrontendOptions options = {.models = "models"};
    const Graph *graph = frontend_load(arena, diag, bench->path, &options);
    size_t count;
    const Message *messages = diag_messages(diag, &count);
    if (message ? !count || !strstr(messages[0].text, message) : !graph)
        fail_msg("%s: %s", message ? message : "refused", count ? messages[0].text : "nothing");
    assert_true((graph == NULL) == (message != NULL));
    if (message)
        assert_true(messages[0].at.line > 0);
    assert_true(diag_comparisons(diag) < XC_MOST_COMPARISONS + 70000);
    assert_true(diag_error_count(diag) <= XC_MANY_ERRORS + 300);
    if (arena_size(arena) > MOST_BYTES)
        fail_msg("%zu bytes", arena_size(arena));
    arena_free(arena);
}

static void chains_of_variables_need_no_depth(void **state)
{
    Bench *bench = *state;
    begin(bench, INPUT "set:\n");
    repeat(bench, 60000, "  v#: $v+\n");
    load(bench, "  v60000: 4\nlayers: [conv: {filters: $v0, kernel: 1}, " END, NULL);
    begin(bench, INPUT "set:\n  v0: 4\n");
    repeat(bench, 60000, "  v+: $v#\n");
    load(bench, "layers: [conv: {filters: $v60000, kernel: 1}, " END, NULL);
    begin(bench, INPUT "set:\n");
    repeat(
        bench, 2000, "  v#: ((((((((((((((((((((((((((((((($v+)))))))))))))))))))))))))))))))\n");
    load(bench, "  v2000: 4\nlayers: [conv: {filters: $v0, kernel: 1}, " END, NULL);
}

static void circles_of_variables_end(void **state)
{
    Bench *bench = *state;
    begin(bench, INPUT "set:\n");
    repeat(bench, 20000, "  v#: $v+\n");
    load(bench, "  v20000: $v0\nlayers: [conv: {filters: $v0, kernel: 1}, " END,
        "variables and parentheses go more than 400 levels deep");
    /* Circles of names that an 'and' breaks: what is needed comes before what names it. */
    begin(bench, INPUT "set:\n  v0: true\n");
    repeat(bench, 20000, "  v+: (false and $u+) or $v#\n  u+: $v+\n");
    text_add(&bench->text, "  u0: $v0\n");
    load(bench, "layers: [conv: {filters: 3, kernel: 1, if: $v20000 and $u0}, " END, NULL);
    begin(bench, INPUT "set:\n  v0: true\n");
    repeat(bench, 20000, "  v+: (false and $w+) or $v#\n  w#: $v+\n");
    load(bench, "  w20000: $w0\nlayers: [conv: {filters: 3, kernel: 1, if: $w20000}, " END, NULL);
}

static void suggestions_are_bounded(void **state)
{
    Bench *bench = *state;
    begin(bench, INPUT "blocks:\n");
    repeat(bench, 60000, "  block_number_#: {layers: [relu]}\n");
    text_add(&bench->text, "layers:\n");
    repeat(bench, 60000, "  - unknown_layer_#\n");
    load(bench, "", "there is no layer or block 'unknown_layer_0'");
    begin(bench, INPUT "blocks: {b: {arguments: [");
    repeat(bench, 250, "argument_#: 1,");
    text_add(&bench->text, "], layers: [relu]}}\nlayers: [b: {");
    repeat(bench, 60000, "argumant_#: 1,");
    load(bench, "}, " END, "unknown argument 'argumant_0' of 'b'");
    begin(bench, INPUT "set: {");
    repeat(bench, 60000, "variable_#: 1, ");
    text_add(&bench->text, "}\nlayers:\n");
    repeat(bench, 9000, "  - dense: $varable_#\n");
    load(bench, "  - softmax\n", "is set here and used nowhere");
    begin(bench, INPUT "layers:\n");
    repeat(bench, 15000, "  - relu: {name: r#}\n");
    text_add(&bench->text, "  - flatten\n  - dense: 2\n  - softmax\nchange:\n");
    repeat(bench, 60000, "  q_#_: {if: false}\n");
    load(bench, "", "no layer is named 'q_0_'");
    begin(bench, INPUT "expect: {layers: {");
    repeat(bench, 60000, "x#: {parameters: 1}, ");
    text_add(&bench->text, "}}\nlayers: [");
    repeat(bench, 15000, "relu, ");
    load(bench, END, "no layer is named 'x0'");
}

static void many_mistakes_end_the_search(void **state)
{
    Bench *bench = *state;
    begin(bench, INPUT);
    repeat(bench, 200000, "key#: 1\n");
    load(bench, "layers: [" END, "unknown key 'key0' in a model file");
    begin(bench, INPUT "training:\n");
    repeat(bench, 200000, "  key#: 1\n");
    load(bench, "layers: [" END, "unknown key 'key0' in 'training'");
    begin(bench, INPUT "layers:\n");
    repeat(bench, 19000, "  - conv: {filters: 2.5, kernel: 1}\n");
    load(bench, "", "'filters' wants a whole number, not 2.5");
    begin(bench, INPUT "defaults: {conv: {padding: samee}}\nlayers:\n");
    repeat(bench, 19000, "  - conv: {filters: 2, kernel: 1}\n");
    load(bench, "", "'samee' is no value of 'padding'");
}

static void large_files_are_refused_where_they_are_too_large(void **state)
{
    Bench *bench = *state;
    begin(bench, INPUT "layers: [");
    repeat(bench, 200000, "relu,");
    load(bench, "]\n", "the model has more than 20000 layers");
    begin(bench, INPUT "layers: [");
    repeat(bench, XC_YAML_MAX_EVENTS + 1, "a,");
    load(bench, "]\n", "the model's files have more than 2000000 YAML events");
    begin(bench, INPUT "blocks: {b: {arguments: [");
    repeat(bench, 60000, "a#: 1,");
    load(bench, "], layers: [relu]}}\nlayers: [b, " END, "more than 256 arguments");
    begin(bench, INPUT "layers:\n  - repeat: {each: {");
    repeat(bench, 60000, "v#: [1],");
    load(bench, "}, layers: [relu]}\n", "'each' has more than 256 variables");
    begin(bench, INPUT "blocks:\n");
    repeat(bench, 20000, "  b#: {layers: [b+]}\n");
    load(bench, "  b20000: {layers: [relu]}\nlayers: [b0, " END,
        "more than 16 calls of blocks in each other");
}

/* ---- what is written is read --------------------------------------------------------------- */

static const char *flat(Bench *bench, Diag *diag)
{
    const FrontendOptions options = {.models = "models"};
    return frontend_flat(bench->arena, diag, bench->path, &options);
}

static void the_largest_model_is_read_back(void **state)
{
    Bench *bench = *state;
    Diag *diag = diag_new(bench->arena, stderr, false);
    write_text(bench, INPUT "defaults: {conv: {padding: [1, 1, 1, 1], stride: [1, 1],\n"
                            "  kernel_initializer: {truncated_normal: {mean: 0.125, stddev: 1}},\n"
                            "  bias_initializer: {uniform: {minval: 0.125, maxval: 1}},\n"
                            "  kernel_regularizer: {l1: 0.1, l2: 0.1},\n"
                            "  bias_regularizer: {l1: 0.1, l2: 0.1}}}\n"
                            "layers:\n  - repeat:\n      each: {i: 1..19990}\n      layers:\n"
                            "        - conv: {name: the_name_of_layer$i, filters: 3, kernel: 3}\n"
                            "  - global_average_pool\n  - dense: 2\n  - softmax\n");
    const char *first = flat(bench, diag);
    assert_non_null(first);
    assert_true(strlen(first) > 1 << 20);
    write_text(bench, first);
    const char *second = flat(bench, diag);
    assert_non_null(second);
    assert_string_equal(first, second);
}

/* Blocks in branches: the text is flat, the normal form is as deep as all of them. */
static void a_normal_form_that_is_too_deep_is_refused_and_the_model_is_not(void **state)
{
    Bench *bench = *state;
    begin(bench, INPUT "blocks:\n");
    repeat(bench, 14, "  b#: {layers: [add: [identity, [add: [identity, b+]]]]}\n");
    load(bench, "  b14: {layers: [relu]}\nlayers: [b0, " END, NULL);
    Diag *diag = diag_new(bench->arena, NULL, false);
    assert_null(flat(bench, diag));
    size_t count;
    const Message *messages = diag_messages(diag, &count);
    assert_int_equal(count, 1);
    assert_true(messages[0].at.file >= 0);
    assert_non_null(strstr(messages[0].text, "the model as one file is more than a model file"));
    assert_non_null(strstr(messages[0].text, "nested more than 64 levels deep"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(chains_of_variables_need_no_depth),
        TEST(circles_of_variables_end),
        TEST(suggestions_are_bounded),
        TEST(many_mistakes_end_the_search),
        TEST(large_files_are_refused_where_they_are_too_large),
        TEST(the_largest_model_is_read_back),
        TEST(a_normal_form_that_is_too_deep_is_refused_and_the_model_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
