/* Shapes, padding and windows. */
#include "graph/graph.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* kernel, stride, and pads and output for one size. */
typedef struct Case {
    int size, kernel, stride;
    int before, after, output;
} Case;

/* The table of the semantics document for 32, 16, 8, 4, 2 and 1 pixels, and odd sizes. */
static const Case same_cases[] = {
    {32, 3, 1, 1, 1, 32},
    {16, 3, 1, 1, 1, 16},
    {8, 3, 1, 1, 1, 8},
    {4, 3, 1, 1, 1, 4},
    {2, 3, 1, 1, 1, 2},
    {1, 3, 1, 1, 1, 1},
    {32, 3, 2, 0, 1, 16},
    {16, 3, 2, 0, 1, 8},
    {8, 3, 2, 0, 1, 4},
    {4, 3, 2, 0, 1, 2},
    {2, 3, 2, 0, 1, 1},
    {1, 3, 2, 1, 1, 1},
    {32, 1, 1, 0, 0, 32},
    {1, 1, 1, 0, 0, 1},
    {32, 1, 2, 0, 0, 16},
    {2, 1, 2, 0, 0, 1},
    {1, 1, 2, 0, 0, 1},
    {32, 5, 1, 2, 2, 32},
    {2, 5, 1, 2, 2, 2},
    {1, 5, 1, 2, 2, 1},
    {32, 7, 1, 3, 3, 32},
    {1, 7, 1, 3, 3, 1},
    {147, 3, 2, 1, 1, 74},
    {74, 3, 2, 0, 1, 37},
    {37, 3, 2, 1, 1, 19},
    {19, 3, 2, 1, 1, 10},
    {7, 2, 2, 0, 1, 4},
    {10, 3, 3, 1, 1, 4},
};

static void same_padding_puts_the_odd_pixel_behind(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof same_cases / sizeof *same_cases; i++) {
        const Case *c = &same_cases[i];
        int before = -1, after = -1;
        same_padding(c->size, c->kernel, c->stride, &before, &after);
        int output = window_output(c->size, c->kernel, c->stride, before, after);
        if (before != c->before || after != c->after || output != c->output)
            fail_msg("size %d kernel %d stride %d: pads %d/%d, output %d", c->size, c->kernel,
                c->stride, before, after, output);
    }
}

static void valid_windows_stay_inside(void **state)
{
    (void)state;
    assert_int_equal(window_output(299, 3, 2, 0, 0), 149);
    assert_int_equal(window_output(149, 3, 1, 0, 0), 147);
    assert_int_equal(window_output(8, 8, 8, 0, 0), 1);
    assert_int_equal(window_output(5, 2, 2, 0, 0), 2);
}

static void a_window_larger_than_the_map_has_no_output(void **state)
{
    (void)state;
    assert_int_equal(window_output(2, 3, 1, 0, 0), 0);
    assert_int_equal(window_output(2, 3, 1, 0, 1), 1);
    assert_int_equal(window_output(INT32_MAX, 1, 1, INT32_MAX, INT32_MAX), 0);
}

static void shapes_are_equal_by_rank_and_dimensions(void **state)
{
    (void)state;
    assert_true(shape_equal(shape_map(4, 5, 6), shape_map(4, 5, 6)));
    assert_false(shape_equal(shape_map(4, 5, 6), shape_map(4, 6, 5)));
    assert_false(shape_equal(shape_map(1, 1, 6), shape_vector(6)));
    /* What lies behind the rank does not count. */
    assert_true(shape_equal((Shape){1, {6, 1, 2, 3}}, shape_vector(6)));
}

static void sound_shapes_are_positive_and_below_two_to_the_31(void **state)
{
    (void)state;
    assert_true(shape_is_sound((Shape){0}));
    assert_true(shape_is_sound(shape_map(1, 1, INT32_MAX)));
    assert_false(shape_is_sound(shape_map(1, 2, INT32_MAX)));
    assert_false(shape_is_sound(shape_map(65536, 65536, 65536)));
    assert_false(shape_is_sound(shape_map(0, 1, 1)));
    assert_false(shape_is_sound(shape_map(-1, -1, 1)));
    assert_false(shape_is_sound((Shape){5, {1, 1, 1, 1}}));
}

static void elements_are_the_product_and_one_for_a_scalar(void **state)
{
    (void)state;
    assert_int_equal(shape_elements((Shape){0}), 1);
    assert_int_equal(shape_elements(shape_map(16, 16, 364)), 93184);
}

static void shapes_read_as_written_in_the_literature(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    assert_string_equal(shape_text(arena, (Shape){4, {3, 3, 64, 364}}), "3x3x64x364");
    assert_string_equal(shape_text(arena, shape_vector(10)), "10");
    assert_string_equal(shape_text(arena, (Shape){0}), "scalar");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_padding_puts_the_odd_pixel_behind),
        cmocka_unit_test(valid_windows_stay_inside),
        cmocka_unit_test(a_window_larger_than_the_map_has_no_output),
        cmocka_unit_test(shapes_are_equal_by_rank_and_dimensions),
        cmocka_unit_test(sound_shapes_are_positive_and_below_two_to_the_31),
        cmocka_unit_test(elements_are_the_product_and_one_for_a_scalar),
        cmocka_unit_test(shapes_read_as_written_in_the_literature),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
