/* Random models: the emitted program in double against the reference, forward, gradients and two
 * updates; and in single precision the same bytes under poison and with more threads. */
#include "support_lib/random_model.h"
#include "support_lib/model_check.h"
#include "support_lib/same_bytes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>

enum { FIRST_SEED = 1, MODELS = 24, BATCH = 11, BYTES_EVERY = 3 };

static const int COUNTS[] = {BATCH, 1, 8};

static void compare_bytes(const Emitted *emitted, CheckReport *report)
{
    Loaded plain = emitted_load(emitted, EMITTED_FLOAT, NULL);
    Loaded poisoned = emitted_load(emitted, EMITTED_FLOAT, "-DXC_POISON");
    const ByteRun one = {.threads = 1, .steps = 3, .learning_rate = 0.01, .seed = 3};
    ByteRun three = one;
    three.threads = 3;
    report->comparisons++;
    if (plain.library == NULL || poisoned.library == NULL ||
        bytes_after(&plain, &one) != bytes_after(&poisoned, &three))
        report->failures++;
    loaded_close(&plain);
    loaded_close(&poisoned);
}

static CheckReport check_seed(uint64_t seed)
{
    CheckReport report = {0};
    Arena *arena = arena_new();
    const char *yaml = random_model(arena, seed);
    Emitted *emitted = emitted_from_text("random_model", yaml, BATCH);
    Loaded loaded = {0};
    if (emitted != NULL)
        loaded = emitted_load(emitted, EMITTED_DOUBLE, NULL);
    report.failures += loaded.library == NULL;
    for (size_t i = 0; loaded.library != NULL && i < sizeof COUNTS / sizeof *COUNTS; i++) {
        ModelCheck check = model_check_default(COUNTS[i], seed);
        check_emitted_model(&loaded, &check, &report);
    }
    if (loaded.library != NULL && seed % BYTES_EVERY == 0)
        compare_bytes(emitted, &report);
    if (report.failures > 0)
        print_message("seed %d:\n%s\n", (int)seed, yaml);
    loaded_close(&loaded);
    emitted_free(emitted);
    arena_free(arena);
    return report;
}

static uint64_t setting(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text != NULL ? strtoull(text, NULL, 10) : otherwise;
}

/* XCEPTC_RANDOM_FIRST and XCEPTC_RANDOM_MODELS make a campaign of it. */
static void random_models_agree_with_the_reference(void **state)
{
    (void)state;
    uint64_t first = setting("XCEPTC_RANDOM_FIRST", FIRST_SEED);
    uint64_t models = setting("XCEPTC_RANDOM_MODELS", MODELS);
    size_t comparisons = 0, failed = 0;
    double worst = 0;
    for (uint64_t seed = first; seed < first + models; seed++) {
        CheckReport report = check_seed(seed);
        comparisons += report.comparisons;
        failed += report.failures > 0;
        worst = report.worst > worst ? report.worst : worst;
    }
    print_message("%d models, %zu comparisons, worst %.2g of what is allowed, %zu failed\n",
        (int)models, comparisons, worst, failed);
    assert_int_equal(failed, 0);
    assert_true(comparisons >= 50 * (size_t)models);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_models_agree_with_the_reference),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
