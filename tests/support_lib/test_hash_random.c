/* The hash must stay what tests/keras/counter_hash.py computes: the same fixed vectors stand there.
 */
#include "support_lib/hash_random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void words_are_the_fixed_vectors(void **state)
{
    (void)state;
    static const struct {
        uint64_t seed, stream, index, word;
    } vectors[] = {
        {0, 0, 0, UINT64_C(0x943afb10d107f8fd)},
        {1, 2, 3, UINT64_C(0xde85fe9d6821a67d)},
        {7, 100, 20909233, UINT64_C(0x9b95a844c28a8c7f)},
        {UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_C(0xdac36e146dcc2a6b)},
    };
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++)
        assert_int_equal(
            hash_word(vectors[i].seed, vectors[i].stream, vectors[i].index), vectors[i].word);
}

static void numbers_are_made_of_the_words(void **state)
{
    (void)state;
    assert_true(hash_signed(1, 2, 3) == 0x1.7a17fa75a0868p-1);
    assert_int_equal(hash_below(1, 2, 3, 10), 9);
    double filled[4];
    hash_fill(filled, 4, 1, 2, 2, 1);
    assert_true(filled[3] == 2 * 0x1.7a17fa75a0868p-1 + 1);
}

static void numbers_stay_in_their_range(void **state)
{
    (void)state;
    double least = 1, most = -1;
    for (uint64_t i = 0; i < 10000; i++) {
        double x = hash_signed(3, 4, i);
        int n = hash_below(3, 4, i, 7);
        assert_true(x >= -1 && x < 1 && n >= 0 && n < 7);
        least = x < least ? x : least;
        most = x > most ? x : most;
    }
    assert_true(least < -0.999 && most > 0.999);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_the_fixed_vectors),
        cmocka_unit_test(numbers_are_made_of_the_words),
        cmocka_unit_test(numbers_stay_in_their_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
