#include "support_lib/commit_seed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void the_seed_is_the_first_digits_of_the_commit(void **state)
{
    (void)state;
    assert_true(commit_seed("0123456789ab") == UINT64_C(0x0123456789ab));
    assert_true(commit_seed("688501d2f000") != commit_seed("688501d2f001"));
}

static void other_text_has_a_seed_of_48_bits_too(void **state)
{
    (void)state;
    const char *const names[] = {"none", "", "abc", "0x23456789ab", "-23456789abc"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_true(commit_seed(names[i]) >> 48 == 0);
        for (size_t k = 0; k < i; k++)
            assert_true(commit_seed(names[i]) != commit_seed(names[k]));
    }
}

static void a_given_commit_is_taken_instead_of_the_one_checked_out(void **state)
{
    (void)state;
    char given[COMMIT_SIZE], own[COMMIT_SIZE], again[COMMIT_SIZE];
    const char *before = getenv("XCEPTC_COMMIT");
    assert_int_equal(setenv("XCEPTC_COMMIT", "0123456789abcdef0123456789abcdef01234567", 1), 0);
    commit_name(given);
    assert_string_equal(given, "0123456789ab");
    assert_int_equal(before != NULL ? setenv("XCEPTC_COMMIT", before, 1) : 0, 0);
    if (before == NULL)
        unsetenv("XCEPTC_COMMIT");
    commit_name(own);
    commit_name(again);
    assert_string_equal(own, again);
    assert_true(strcmp(own, "none") == 0 || strlen(own) == COMMIT_DIGITS || before != NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_seed_is_the_first_digits_of_the_commit),
        cmocka_unit_test(other_text_has_a_seed_of_48_bits_too),
        cmocka_unit_test(a_given_commit_is_taken_instead_of_the_one_checked_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
