#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "support/base.h"
#include "support/map.h"
#include "support/text.h"

static void allocations_are_zeroed_aligned_and_apart(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    unsigned char *earlier = NULL;
    for (size_t size = 0; size < 200000; size = size * 3 / 2 + 1) {
        unsigned char *memory = arena_alloc(arena, size);
        assert_int_equal((uintptr_t)memory % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(memory[i], 0);
        memset(memory, 0xFF, size);
        if (earlier)
            assert_int_equal(*earlier, 0xFF);
        if (size)
            earlier = memory;
    }
    arena_free(arena);
    arena_free(NULL);
}

static void sizes_that_do_not_fit_are_refused(void **state)
{
    (void)state;
    size_t result = 5;
    assert_false(checked_add(SIZE_MAX, 1, &result));
    assert_false(checked_multiply(SIZE_MAX / 2, 3, &result));
    assert_int_equal(result, 5);
    assert_true(checked_add(SIZE_MAX - 1, 1, &result));
    assert_true(result == SIZE_MAX);
    assert_true(checked_multiply(0, SIZE_MAX, &result));
    assert_int_equal(result, 0);
}

static void a_vector_keeps_its_elements_as_it_grows(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    struct {
        int *data;
        size_t count, capacity;
    } vector = {0};
    for (int i = 0; i < 1000; i++)
        vec_push(arena, &vector, i);
    assert_int_equal(vector.count, 1000);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(vector.data[i], i);
    arena_free(arena);
}

static void a_map_finds_what_was_put_last(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Map map = {0};
    int values[500];
    assert_null(map_get(&map, "k0"));
    for (int i = 0; i < 500; i++)
        map_put(arena, &map, arena_printf(arena, "k%d", i), &values[i]);
    map_put(arena, &map, "k7", &values[8]);
    assert_int_equal(map.count, 500);
    for (int i = 0; i < 500; i++)
        assert_ptr_equal(map_get(&map, arena_printf(arena, "k%d", i)), &values[i == 7 ? 8 : i]);
    assert_null(map_get(&map, "k500"));
    arena_free(arena);
}

static void numbers_are_written_short_and_read_back_the_same(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    assert_string_equal(number_text(arena, 0.1), "0.1");
    assert_string_equal(number_text(arena, 64), "64");
    assert_string_equal(number_text(arena, 4259117056), "4259117056");
    static const double numbers[] = {1.0 / 3, 0.1 + 0.2, 1e-300, 5e-324, 1.7976931348623157e308};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        assert_true(strtod(number_text(arena, numbers[i]), NULL) == numbers[i]);
    arena_free(arena);
}

static void a_text_grows_by_pieces(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Text text = {.arena = arena};
    assert_string_equal(text_string(&text), "");
    for (int i = 0; i < 300; i++)
        text_printf(&text, "%d,", i % 10);
    text_add(&text, "end");
    assert_int_equal(text.count, 603);
    assert_string_equal(text_string(&text) + 598, "9,end");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(allocations_are_zeroed_aligned_and_apart),
        cmocka_unit_test(sizes_that_do_not_fit_are_refused),
        cmocka_unit_test(a_vector_keeps_its_elements_as_it_grows),
        cmocka_unit_test(a_map_finds_what_was_put_last),
        cmocka_unit_test(numbers_are_written_short_and_read_back_the_same),
        cmocka_unit_test(a_text_grows_by_pieces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
