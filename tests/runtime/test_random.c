/* Random numbers: the published vectors of Philox4x32-10, and what the readers make of blocks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>

#include "xr.h"

/* The known answers that come with Random123: counter and key, then the block. */
static void blocks_are_the_published_ones(void **state)
{
    static const struct {
        uint32_t counter[4], key[2], block[4];
    } known[] = {
        {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff},
            {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0},
            {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        uint64_t seed = (uint64_t)known[i].key[1] << 32 | known[i].key[0];
        uint64_t index = (uint64_t)known[i].counter[1] << 32 | known[i].counter[0];
        uint32_t block[4];
        xr_random_block(seed, known[i].counter[2], known[i].counter[3], index, block);
        for (int word = 0; word < 4; word++)
            assert_int_equal(block[word], known[i].block[word]);
    }
}

static void a_stream_reads_its_blocks_in_order(void **state)
{
    (void)state;
    xr_random random = xr_random_stream(7, 3, 5);
    for (uint64_t index = 0; index < 3; index++) {
        uint32_t block[4];
        xr_random_block(7, 3, 5, index, block);
        for (int word = 0; word < 4; word++)
            assert_int_equal(xr_random_u32(&random), block[word]);
    }
}

static void units_are_in_the_half_open_interval(void **state)
{
    enum { DRAWS = 20000 };
    (void)state;
    xr_random random = xr_random_stream(1, 0, 0);
    double sum = 0.0;
    for (int i = 0; i < DRAWS; i++) {
        double unit = xr_random_unit(&random);
        assert_true(unit >= 0.0 && unit < 1.0);
        sum += unit;
    }
    assert_true(fabs(sum / DRAWS - 0.5) < 0.01);
}

static void normals_have_mean_zero_and_deviation_one(void **state)
{
    enum { DRAWS = 40000 };
    (void)state;
    xr_random random = xr_random_stream(2, 0, 0);
    double sum = 0.0, squares = 0.0;
    int outside = 0;
    for (int i = 0; i < DRAWS; i++) {
        double z = xr_random_normal(&random);
        assert_true(isfinite(z));
        sum += z;
        squares += z * z;
        outside += fabs(z) > 1.96;
    }
    assert_true(fabs(sum / DRAWS) < 0.02);
    assert_true(fabs(squares / DRAWS - 1.0) < 0.03);
    assert_true(fabs((double)outside / DRAWS - 0.05) < 0.005);
}

static void below_is_even_and_in_range(void **state)
{
    enum { DRAWS = 30000, BOUND = 7 };
    int counts[BOUND] = {0};
    (void)state;
    xr_random random = xr_random_stream(3, 0, 0);
    for (int i = 0; i < DRAWS; i++) {
        uint32_t drawn = xr_random_below(&random, BOUND);
        assert_true(drawn < BOUND);
        counts[drawn]++;
    }
    for (int i = 0; i < BOUND; i++)
        assert_true(abs(counts[i] - DRAWS / BOUND) < 300);
    assert_int_equal(xr_random_below(&random, 1), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_are_the_published_ones),
        cmocka_unit_test(a_stream_reads_its_blocks_in_order),
        cmocka_unit_test(units_are_in_the_half_open_interval),
        cmocka_unit_test(normals_have_mean_zero_and_deviation_one),
        cmocka_unit_test(below_is_even_and_in_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
