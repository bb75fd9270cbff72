/* Offsets are those of the rule said in a few lines: the largest piece first, each in the lowest
 * gap. The planner finds them among blocks of extents; here every piece meets every other. */
#include "plan/occupancy.h"
#include "plan/planner.h"
#include "support_lib/hash_random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

enum { SETS = 30, MOST_BUFFERS = 600 };

typedef struct Set {
    Buffer *buffers[MOST_BUFFERS];
    size_t count;
} Set;

static bool meet(const Buffer *a, const Buffer *b, size_t offset)
{
    return a->first_phase <= b->last_phase && b->first_phase <= a->last_phase &&
           b->offset < offset + a->size && offset < b->offset + b->size;
}

/* The lowest offset at which the buffer meets none of those that have their place. */
static size_t lowest_gap(const Set *set, const bool *placed, const Buffer *buffer)
{
    size_t offset = 0;
    for (size_t i = 0; i < set->count; i++)
        if (placed[i] && meet(buffer, set->buffers[i], offset)) {
            offset = set->buffers[i]->offset + set->buffers[i]->size;
            i = (size_t)-1; /* once more from the first */
        }
    return offset;
}

/* How many buffers lie elsewhere than the rule puts them, given those before. */
static size_t count_misplaced(const Set *set)
{
    bool placed[MOST_BUFFERS] = {false};
    size_t misplaced = 0;
    for (size_t round = 0; round < set->count; round++) {
        size_t next = set->count;
        for (size_t i = 0; i < set->count; i++)
            if (!placed[i] &&
                (next == set->count || set->buffers[i]->size > set->buffers[next]->size))
                next = i;
        misplaced += set->buffers[next]->offset != lowest_gap(set, placed, set->buffers[next]);
        placed[next] = true;
    }
    return misplaced;
}

/* As in a training step: what lives from forward to backward, sums of a layer, and what is dead
 * after a phase or two; some sets of few sizes, so that offsets are often equal. */
static void fill(Arena *arena, Set *set, uint64_t seed)
{
    int phases = 10 + hash_below(seed, 0, 1, 500), sizes = 1 + hash_below(seed, 0, 2, 30);
    set->count = (size_t)(1 + hash_below(seed, 0, 3, MOST_BUFFERS));
    for (uint64_t i = 0; i < set->count; i++) {
        Buffer *buffer = arena_alloc(arena, sizeof *buffer);
        int first = hash_below(seed, 1, i, phases), kind = hash_below(seed, 2, i, 3);
        int last = kind == 0 ? 2 * phases - first : first + hash_below(seed, 3, i, 3 * kind);
        *buffer = (Buffer){.name = "buffer",
            .size = (size_t)XC_ALIGN * (size_t)(1 + hash_below(seed, 4, i, sizes)),
            .first_phase = kind == 1 ? 2 * phases - last : first,
            .last_phase = kind == 1 ? 2 * phases - first : last};
        set->buffers[i] = buffer;
    }
}

static void offsets_are_those_of_the_plain_rule(void **state)
{
    (void)state;
    size_t buffers = 0;
    for (uint64_t seed = 1; seed <= SETS; seed++) {
        Arena *arena = arena_new();
        Set set;
        fill(arena, &set, seed);
        plan_arena_offsets(arena, set.buffers, set.count);
        assert_int_equal(count_misplaced(&set), 0);
        buffers += set.count;
        arena_free(arena);
    }
    print_message("%zu buffers\n", buffers);
    assert_true(buffers > 4000);
}

static void a_buffer_moved_up_is_found(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Set set;
    fill(arena, &set, 1);
    plan_arena_offsets(arena, set.buffers, set.count);
    for (size_t i = 0; i < set.count; i += 10) {
        set.buffers[i]->offset += XC_ALIGN;
        assert_true(count_misplaced(&set) > 0);
        set.buffers[i]->offset -= XC_ALIGN;
    }
    arena_free(arena);
}

static void a_gap_is_taken_by_what_fits_into_it(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Occupancy *occupancy = occupancy_new(arena, 3);
    occupancy_add(occupancy, (Extent){0, 10, 0, 9});
    occupancy_add(occupancy, (Extent){20, 30, 0, 9});
    occupancy_add(occupancy, (Extent){10, 12, 5, 5});
    assert_int_equal(occupancy_gap(occupancy, 10, 0, 4), 10);
    assert_int_equal(occupancy_gap(occupancy, 11, 0, 4), 30);
    assert_int_equal(occupancy_gap(occupancy, 8, 0, 9), 12);
    assert_int_equal(occupancy_gap(occupancy, 9, 5, 9), 30);
    assert_int_equal(occupancy_gap(occupancy, 100, 10, 11), 0);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(offsets_are_those_of_the_plain_rule),
        cmocka_unit_test(a_buffer_moved_up_is_found),
        cmocka_unit_test(a_gap_is_taken_by_what_fits_into_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
