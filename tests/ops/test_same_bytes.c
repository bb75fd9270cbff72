/* In single precision the number of threads changes nothing, and neither does poison in every dead
 * byte of the arena: weights, velocities and probabilities after three steps are the same bytes. */
#include "cases.h"
#include "support_lib/same_bytes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

enum { BATCH = 20, STEPS = 3 };

static const char *const CASES[] = {"xception_in_small", "gates", "concats", "dense_block",
    "connections", "max_pool", "average_pool", "separable", "batch_norm_of_vectors",
    "regularizers"};
static const int THREADS[] = {2, 3, 8};

static const OpCase *find_case(const char *name)
{
    for (size_t i = 0; i < OP_CASE_COUNT; i++)
        if (strcmp(OP_CASES[i].name, name) == 0)
            return &OP_CASES[i];
    fail_msg("there is no case %s", name);
    return NULL;
}

static Emitted *emit(const char *name)
{
    Arena *arena = arena_new();
    Emitted *emitted = emitted_from_text(name, case_yaml(arena, find_case(name)), BATCH);
    arena_free(arena);
    assert_non_null(emitted);
    return emitted;
}

static const ByteRun ONE_THREAD = {.threads = 1, .steps = STEPS, .learning_rate = 0.01, .seed = 5};

static void threads_do_not_change_a_byte(void **state)
{
    (void)state;
    size_t runs = 0;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        Emitted *emitted = emit(CASES[i]);
        Loaded loaded = emitted_load(emitted, EMITTED_FLOAT, NULL);
        assert_non_null(loaded.library);
        uint64_t alone = bytes_after(&loaded, &ONE_THREAD);
        for (size_t t = 0; t < sizeof THREADS / sizeof *THREADS; t++, runs++) {
            ByteRun run = ONE_THREAD;
            run.threads = THREADS[t];
            if (bytes_after(&loaded, &run) != alone)
                fail_msg("%s: %d threads give other bytes than one", CASES[i], run.threads);
        }
        loaded_close(&loaded);
        emitted_free(emitted);
    }
    print_message("%zu runs compared\n", runs);
    assert_true(runs >= 30);
}

static void poison_does_not_change_a_byte(void **state)
{
    (void)state;
    size_t runs = 0;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++, runs++) {
        Emitted *emitted = emit(CASES[i]);
        Loaded plain = emitted_load(emitted, EMITTED_FLOAT, NULL);
        Loaded poisoned = emitted_load(emitted, EMITTED_FLOAT, "-DXC_POISON");
        assert_non_null(plain.library);
        assert_non_null(poisoned.library);
        if (bytes_after(&plain, &ONE_THREAD) != bytes_after(&poisoned, &ONE_THREAD))
            fail_msg("%s: a dead byte of the arena is read", CASES[i]);
        loaded_close(&plain);
        loaded_close(&poisoned);
        emitted_free(emitted);
    }
    assert_true(runs >= 10);
}

/* A part in a million of the learning rate has to show. */
static void planted_change_of_the_rate_is_found(void **state)
{
    (void)state;
    Emitted *emitted = emit("xception_in_small");
    Loaded loaded = emitted_load(emitted, EMITTED_FLOAT, NULL);
    assert_non_null(loaded.library);
    ByteRun run = ONE_THREAD;
    run.learning_rate *= 1 + 1e-6;
    assert_true(bytes_after(&loaded, &run) != bytes_after(&loaded, &ONE_THREAD));
    loaded_close(&loaded);
    emitted_free(emitted);
}

/* A buffer that the plan lets die a phase too early is filled with NaN before its last reader. */
static void planted_early_death_is_found_by_poison(void **state)
{
    (void)state;
    Emitted *emitted = emit("xception_in_small");
    Loaded right = emitted_load(emitted, EMITTED_FLOAT, "-DXC_POISON");
    assert_non_null(right.library);
    uint64_t bytes = bytes_after(&right, &ONE_THREAD);
    assert_true(emitted_early_death(emitted));
    Loaded wrong = emitted_load(emitted, EMITTED_FLOAT, "-DXC_POISON");
    assert_non_null(wrong.library);
    assert_true(bytes_after(&wrong, &ONE_THREAD) != bytes);
    loaded_close(&wrong);
    loaded_close(&right);
    emitted_free(emitted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_do_not_change_a_byte),
        cmocka_unit_test(poison_does_not_change_a_byte),
        cmocka_unit_test(planted_change_of_the_rate_is_found),
        cmocka_unit_test(planted_early_death_is_found_by_poison),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
