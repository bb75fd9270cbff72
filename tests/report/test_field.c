/* Receptive fields, computed by hand: chains of windows, strides, branches, and what sees all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "frontend/frontend.h"
#include "report/field.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* "name: field" of each layer that has a name of its own, as the summary shows it. */
static char *fields_text(Arena *arena, const char *layers)
{
    char path[] = "/tmp/xceptc_field_XXXXXX.yaml";
    int file = mkstemps(path, 5);
    assert_true(file >= 0);
    FILE *stream = fdopen(file, "wb");
    fprintf(stream,
        "input: {shape: [32, 32, 3]}\ndefaults: {conv: {filters: 4, padding: same}}\n"
        "layers:\n%s  - global_average_pool: {name: gap}\n  - dense: {name: last, units: 2}\n"
        "  - softmax\n",
        layers);
    assert_int_equal(fclose(stream), 0);
    Diag *diag = diag_new(arena, stderr, false);
    const FrontendOptions options = {.models = "models", .quiet = true};
    const Graph *graph = frontend_load(arena, diag, path, &options);
    unlink(path);
    assert_non_null(graph);
    const Field *fields = fields_of(graph);
    char *text = "";
    for (size_t i = 0; i < graph->layers.count; i++) {
        const Layer *layer = graph->layers.data[i];
        if (strpbrk(layer->name, "0123456789"))
            continue; /* counted, not named */
        text = arena_printf(arena, "%s%s %s; ", text, layer->name,
            field_text(arena, &fields[layer->output->id], layer->output->shape));
    }
    return text;
}

static void expect_fields(const char *layers, const char *expected)
{
    Arena *arena = arena_new();
    const char *whole = arena_printf(arena, "%sgap all; last all; ", expected);
    assert_string_equal(fields_text(arena, layers), whole);
    arena_free(arena);
}

static void windows_add_what_they_reach_over(void **state)
{
    (void)state;
    expect_fields("  - conv: {name: a, kernel: 3}\n"
                  "  - relu: {name: r}\n"
                  "  - conv: {name: b, kernel: 3, padding: valid}\n"
                  "  - separable_conv: {name: c, filters: 4, kernel: 5}\n"
                  "  - conv: {name: d, kernel: 1}\n",
        "a 3 /1; r 3 /1; b 5 /1; c 9 /1; d 9 /1; ");
}

/* After a stride of 2 each further step is two pixels: 3 + 2 * 2 = 7, then 7 + 2 * 2 = 11. */
static void strides_multiply_what_follows(void **state)
{
    (void)state;
    expect_fields("  - conv: {name: a, kernel: 3, stride: 2}\n"
                  "  - conv: {name: b, kernel: 3}\n"
                  "  - max_pool: {name: c, size: 3, stride: 2, padding: same}\n"
                  "  - conv: {name: d, kernel: 3}\n"
                  "  - average_pool: {name: e, size: 2}\n",
        "a 3 /2; b 7 /2; c 11 /4; d 19 /4; e 23 /8; ");
}

static void height_and_width_are_two_things(void **state)
{
    (void)state;
    expect_fields("  - conv: {name: a, kernel: [1, 7]}\n"
                  "  - conv: {name: b, kernel: [7, 1]}\n"
                  "  - conv: {name: c, kernel: [3, 1], stride: [2, 1]}\n",
        "a 1x7 /1; b 7 /1; c 9x7 /2x1; ");
}

/* Inception's module: 1x1; 1x1, 3x3; 1x1, 3x3, 3x3; pool, 1x1. The widest branch sees 5. */
static void the_widest_branch_counts(void **state)
{
    (void)state;
    expect_fields("  - concat:\n"
                  "      name: mixed\n"
                  "      branches:\n"
                  "        - conv: {name: a, kernel: 1}\n"
                  "        - [conv: {kernel: 1}, conv: {name: b, kernel: 3}]\n"
                  "        - [conv: {kernel: 1}, conv: {kernel: 3}, conv: {name: c, kernel: 3}]\n"
                  "        - [average_pool: {size: 3, stride: 1, padding: same}, conv: {name: d, "
                  "kernel: 1}]\n"
                  "  - conv: {name: next, kernel: 3}\n",
        "a 1 /1; b 3 /1; c 5 /1; d 3 /1; mixed 5 /1; next 7 /1; ");
}

/* A residual block of stride 2: the shortcut sees one pixel, the branch 3 + 2 * 2 = 7. */
static void a_shortcut_does_not_shrink_the_field(void **state)
{
    (void)state;
    expect_fields("  - add:\n"
                  "      name: sum\n"
                  "      branches:\n"
                  "        - conv: {name: short, kernel: 1, stride: 2}\n"
                  "        - [conv: {kernel: 3, stride: 2}, conv: {name: long, kernel: 3}]\n",
        "short 1 /2; long 7 /2; sum 7 /2; ");
}

/* Branches that look to different sides: 3 pixels to the left and 3 to the right are 5 in all. */
static void fields_beside_each_other_are_united(void **state)
{
    (void)state;
    expect_fields("  - add:\n"
                  "      name: sum\n"
                  "      branches:\n"
                  "        - conv: {name: left, kernel: 3, padding: [2, 0, 2, 0]}\n"
                  "        - conv: {name: right, kernel: 3, padding: [0, 2, 0, 2]}\n",
        "left 3 /1; right 3 /1; sum 5 /1; ");
}

static void squeeze_and_excitation_sees_all(void **state)
{
    (void)state;
    expect_fields("  - conv: {name: a, kernel: 3, stride: 2}\n"
                  "  - multiply:\n"
                  "      name: gated\n"
                  "      branches:\n"
                  "        - [global_average_pool: {name: pool}, dense: {name: gate, units: 4}]\n"
                  "        - identity\n"
                  "  - conv: {name: b, kernel: 3, stride: 2}\n",
        "a 3 /2; pool all; gate all; gated all /2; b all /4; ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(windows_add_what_they_reach_over),
        cmocka_unit_test(strides_multiply_what_follows),
        cmocka_unit_test(height_and_width_are_two_things),
        cmocka_unit_test(the_widest_branch_counts),
        cmocka_unit_test(a_shortcut_does_not_shrink_the_field),
        cmocka_unit_test(fields_beside_each_other_are_united),
        cmocka_unit_test(squeeze_and_excitation_sees_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
