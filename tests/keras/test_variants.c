/* The four variants of Xception, whole: ten training steps beside the real Keras. */
#include "agreement.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void check_variant(const char *name)
{
    Arena *arena = arena_new();
    const Recording *recording = recording_read(arena, name);
    assert_non_null(recording);
    Emitted *emitted = emitted_from_file(
        arena_printf(arena, "%s/models/%s.yaml", XCEPTC_SOURCE_DIR, name), recording->batch);
    assert_non_null(emitted);
    Loaded loaded = emitted_load(emitted, EMITTED_DOUBLE, "-O2");
    assert_non_null(loaded.library);
    Agreement agreement = {0};
    agreement_check(&loaded, recording, 1e-6, &agreement);
    print_message("%s: %zu comparisons, worst %.2g of what is allowed, in the first step %.2g\n",
        name, agreement.comparisons, agreement.worst, agreement.worst_first);
    assert_int_equal(agreement.failures, 0);
    loaded_close(&loaded);
    emitted_free(emitted);
    arena_free(arena);
}
static void xception_he_wd_slim_thinner_agrees(void **state)
{
    (void)state;
    check_variant("xception_he_wd_slim_thinner");
}
int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(xception_he_wd_slim_thinner_agrees),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
