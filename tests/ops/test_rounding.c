/* Every op at awkward shapes in single precision against its own double form, batches whose groups
 * of images are not all whole; support_lib/rounding.h says what is allowed. */
#include "cases.h"
#include "support_lib/rounding.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

enum { BATCH = 20, SEEDS = 4 };

/* The first seed that meets no kink; small models seldom have any. */
static RoundingReport check_case(const OpCase *op_case)
{
    RoundingReport report = {.failures = 1};
    Arena *arena = arena_new();
    Emitted *emitted = emitted_from_text(op_case->name, case_yaml(arena, op_case), BATCH);
    assert_non_null(emitted);
    Loaded single = emitted_load(emitted, EMITTED_FLOAT, "-O2");
    Loaded wide = emitted_load(emitted, EMITTED_DOUBLE, NULL);
    assert_non_null(single.library);
    assert_non_null(wide.library);
    for (int seed = 1; seed <= SEEDS && report.failures > 0; seed++) {
        const RoundingTrial trial = {BATCH, 2, (uint64_t)seed};
        report = rounding_of_a_step(&single, &wide, &trial);
        if (report.broken > 0)
            break;
    }
    print_message("%-32s %3zu comparisons, %.2g of the tolerance on average, %.2g at most (%s)%s\n",
        op_case->name, report.comparisons, report.mean, report.largest, report.worst,
        report.failures > 0 ? "  FAILED" : "");
    report.worst = NULL; /* lay in the arena */
    loaded_close(&single);
    loaded_close(&wide);
    emitted_free(emitted);
    arena_free(arena);
    return report;
}

/* XCEPTC_CASE=name runs one case alone. */
static void single_precision_agrees_with_double(void **state)
{
    (void)state;
    const char *only = getenv("XCEPTC_CASE");
    size_t comparisons = 0, failed = 0;
    for (size_t i = 0; i < OP_CASE_COUNT; i++) {
        if (only != NULL && strcmp(only, OP_CASES[i].name) != 0)
            continue;
        RoundingReport report = check_case(&OP_CASES[i]);
        comparisons += report.comparisons;
        failed += report.failures > 0 || report.broken > 0;
    }
    print_message("%zu comparisons, %zu cases failed\n", comparisons, failed);
    assert_int_equal(failed, 0);
    assert_true(only != NULL || comparisons >= 500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(single_precision_agrees_with_double),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
