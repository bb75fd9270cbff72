/* The full-size maps that a training step moves through memory, pinned: a change of the planner
 * that costs bandwidth shows here. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "pipeline.h"

#include <string.h>

static const Program *plan(Arena *arena, const char *name)
{
    Diag *diag = diag_new(arena, stderr, false);
    PipelineOptions options = {.models = XCEPTC_SOURCE_DIR "/models", .quiet = true};
    Compilation compilation = {0};
    const char *path = arena_printf(arena, XCEPTC_SOURCE_DIR "/models/%s.yaml", name);
    assert_true(pipeline_run(arena, diag, path, &options, &compilation));
    return compilation.program;
}

/* Full-size reads and writes of all phases of one layer: forward, backward and weight gradient. */
static size_t traffic_of(const Program *program, const char *layer)
{
    size_t sum = 0, phases = 0;
    for (size_t i = 0; i < program->train.phases.count; i++) {
        const Phase *phase = program->train.phases.data[i];
        if (!phase->layer || strcmp(phase->layer->name, layer) != 0)
            continue;
        sum += phase->accesses.count;
        phases++;
    }
    assert_true(phases >= 2);
    return sum;
}

static void assert_middle_modules(const char *model, int first, int last)
{
    Arena *arena = arena_new();
    const Program *program = plan(arena, model);
    for (int module = first; module <= last; module++)
        for (int unit = 1; unit <= 3; unit++)
            assert_int_equal(
                traffic_of(program, arena_printf(arena, "middle%d_separable_conv%d", module, unit)),
                unit == 1 ? 10 : 6);
    arena_free(arena);
}

/* Module 1 follows a plain convolution, and so has no residual sum to write. */
static void a_middle_module_of_thinner_moves_10_and_6_and_6_maps(void **state)
{
    (void)state;
    assert_middle_modules("xception_he_wd_slim_thinner", 2, 4);
}

static void a_middle_module_of_slim_moves_10_and_6_and_6_maps(void **state)
{
    (void)state;
    assert_middle_modules("xception_he_wd_slim", 2, 8);
}

static void no_phase_counts_the_same_access_twice(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    const Program *program = plan(arena, "xception_he_wd_slim_thinner");
    for (size_t i = 0; i < program->train.phases.count; i++) {
        const Phase *phase = program->train.phases.data[i];
        for (size_t a = 0; a < phase->accesses.count; a++)
            for (size_t b = 0; b < a; b++)
                assert_false(phase->accesses.data[a].buffer == phase->accesses.data[b].buffer &&
                             phase->accesses.data[a].write == phase->accesses.data[b].write);
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_middle_module_of_thinner_moves_10_and_6_and_6_maps),
        cmocka_unit_test(a_middle_module_of_slim_moves_10_and_6_and_6_maps),
        cmocka_unit_test(no_phase_counts_the_same_access_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
