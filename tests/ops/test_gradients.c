/* Every op at awkward shapes: the emitted program in double against the reference interpreter, for
 * full and partial batches. */
#include "cases.h"
#include "support_lib/model_check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

enum { BATCH = 9, LEAST_COMPARISONS = 5000 };

/* Partial batches around the group of eight images, and the whole. */
static const int COUNTS[] = {1, 2, 5, 8, BATCH};
enum { COUNT_COUNT = sizeof COUNTS / sizeof *COUNTS };

static CheckReport check_case(const OpCase *op_case)
{
    CheckReport report = {0};
    Arena *arena = arena_new();
    Emitted *emitted = emitted_from_text(op_case->name, case_yaml(arena, op_case), BATCH);
    Loaded loaded = {0};
    if (emitted != NULL)
        loaded = emitted_load(emitted, EMITTED_DOUBLE, NULL);
    if (loaded.library == NULL)
        report.failures++;
    for (int i = 0; loaded.library != NULL && i < COUNT_COUNT; i++) {
        ModelCheck check = model_check_default(COUNTS[i], 1000 + (uint64_t)i);
        check_emitted_model(&loaded, &check, &report);
    }
    loaded_close(&loaded);
    emitted_free(emitted);
    arena_free(arena);
    return report;
}

/* XCEPTC_CASE=name runs one case alone. */
static void emitted_programs_agree_with_the_reference(void **state)
{
    (void)state;
    const char *only = getenv("XCEPTC_CASE");
    size_t comparisons = 0, cases = 0, failed = 0;
    for (size_t i = 0; i < OP_CASE_COUNT; i++) {
        if (only != NULL && strcmp(only, OP_CASES[i].name) != 0)
            continue;
        CheckReport report = check_case(&OP_CASES[i]);
        cases++;
        comparisons += report.comparisons;
        failed += report.failures > 0;
        print_message("%-32s %5zu comparisons, worst %.2g of what is allowed%s\n", OP_CASES[i].name,
            report.comparisons, report.worst, report.failures > 0 ? "  FAILED" : "");
    }
    print_message("%zu cases, %zu comparisons, %zu cases failed\n", cases, comparisons, failed);
    assert_int_equal(failed, 0);
    assert_true(only != NULL || comparisons >= LEAST_COMPARISONS);
}

/* With so many images the phases of small maps take groups of two, those of larger ones and of
 * weight gradients of small maps one: what a pool keeps of its winners must not depend on that. */
static const OpCase REGROUPED = {"pools_regrouped", 4, 4, 3, 5,
    "  - conv: {filters: 16, kernel: 1}\n"
    "  - batch_norm\n"
    "  - max_pool: {size: 3, stride: 2, padding: same}\n"
    "  - conv: {filters: 17, kernel: 1}\n"
    "  - batch_norm\n"
    "  - multiply: [[global_max_pool, dense: 17, sigmoid], identity]\n"
    "  - relu\n"
    "  - global_average_pool\n",
    true, NULL};

static void pools_agree_where_phases_group_images_differently(void **state)
{
    (void)state;
    CheckReport report = {0};
    enum { MANY = 16 };
    Arena *arena = arena_new();
    Emitted *emitted = emitted_from_text(REGROUPED.name, case_yaml(arena, &REGROUPED), MANY);
    assert_non_null(emitted);
    Loaded loaded = emitted_load(emitted, EMITTED_DOUBLE, NULL);
    assert_non_null(loaded.library);
    const ModelCheck check = model_check_default(MANY, 4);
    check_emitted_model(&loaded, &check, &report);
    loaded_close(&loaded);
    emitted_free(emitted);
    arena_free(arena);
    assert_int_equal(report.failures, 0);
    assert_true(report.comparisons > 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(emitted_programs_agree_with_the_reference),
        cmocka_unit_test(pools_agree_where_phases_group_images_differently),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
