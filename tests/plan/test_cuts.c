/* Maps of any number of operands: each is cut into kernels that have few, and what one part makes
 * for the next lives as long as it must. */
#include "overlap.h"
#include "pipeline.h"
#include "support/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <unistd.h>

/* The network of these layers above a classifier. */
static Program *plan_layers(Arena *arena, const char *layers)
{
    char path[] = "/tmp/xceptc-test-XXXXXX.yaml";
    int descriptor = mkstemps(path, 5);
    assert_true(descriptor >= 0);
    FILE *file = fdopen(descriptor, "w");
    assert_non_null(file);
    fprintf(file,
        "input: {shape: [4, 4, 3]}\n"
        "layers: [conv: {name: stem, filters: 4, kernel: 1}, %s, global_average_pool, dense: 4, "
        "softmax]\n",
        layers);
    assert_int_equal(fclose(file), 0);
    Compilation compilation = {0};
    PipelineOptions options = {.batch = 2};
    bool fine = pipeline_run(arena, diag_new(arena, stderr, false), path, &options, &compilation);
    unlink(path);
    assert_true(fine);
    return compilation.program;
}

static const char *times(Arena *arena, const char *join, const char *branch, int count)
{
    Text text = {.arena = arena};
    text_printf(&text, "%s: [%s", join, branch);
    for (int i = 1; i < count; i++)
        text_printf(&text, ", %s", branch);
    text_printf(&text, "]");
    return text_string(&text);
}

static int most_operands(const Program *program)
{
    int most = 0;
    for (size_t i = 0; i < program->kernels.count; i++)
        if (program->kernels.data[i]->operand_count > most)
            most = program->kernels.data[i]->operand_count;
    return most;
}

static void check_layers(const char *layers)
{
    Arena *arena = arena_new();
    const Program *program = plan_layers(arena, layers);
    assert_true(most_operands(program) <= XC_MAX_OPERANDS);
    assert_int_equal(count_arena_overlaps(&program->train, NULL, true), 0);
    assert_int_equal(count_scratch_overlaps(&program->train, NULL, true), 0);
    assert_int_equal(count_lifetime_faults(program, &program->train, NULL, true), 0);
    assert_int_equal(count_lifetime_faults(program, &program->infer, NULL, true), 0);
    arena_free(arena);
}

static void joins_of_any_number_of_branches(void **state)
{
    (void)state;
    static const char *const branches[] = {"identity", "relu", "batch_norm", "[batch_norm, relu]",
        "conv: {filters: 4, kernel: 1}", "[conv: {filters: 4, kernel: 1}, batch_norm]",
        "[conv: {filters: 4, kernel: 1}, batch_norm, relu]",
        "[depthwise_conv: {kernel: 3, padding: same}, sigmoid, dropout: 0.1]"};
    static const char *const joins[] = {"add", "multiply", "concat"};
    Arena *arena = arena_new();
    for (size_t b = 0; b < sizeof branches / sizeof *branches; b++)
        for (size_t j = 0; j < 3; j++)
            for (int count = 2; count < 30; count += count < 10 ? 1 : 7)
                check_layers(times(arena, joins[j], branches[b], count));
    arena_free(arena);
}

static void vectors_among_the_many_factors_of_a_map(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    for (int count = 2; count < 12; count++)
        check_layers(arena_printf(arena, "multiply: [%s, identity]",
            times(arena, "multiply", "[global_average_pool, dense: 4, sigmoid]", count)));
    arena_free(arena);
}

/* Each layer brings two sources to the map that rebuilds them all in the backward pass. */
static void chains_of_normalisations_of_one_tensor(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    for (int count = 1; count < 64; count += count < 16 ? 1 : 12)
        check_layers(arena_printf(
            arena, "repeat: {times: %d, layers: [add: [from: stem, [batch_norm, relu]]]}", count));
    arena_free(arena);
}

static void thousands_of_branches(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    check_layers(times(arena, "add", "identity", 5000));
    check_layers(times(arena, "multiply", "identity", 2000));
    check_layers(times(arena, "concat", "[conv: {filters: 1, kernel: 1}, relu]", 500));
    arena_free(arena);
}

/* One part for what fits: cutting costs passes over memory. */
static void a_map_that_fits_is_not_cut(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    const Program *program = plan_layers(arena, times(arena, "add", "[relu, sigmoid]", 4));
    int maps = 0;
    for (size_t i = 0; i < program->infer.phases.data[1]->stages.count; i++)
        maps += program->infer.phases.data[1]->stages.data[i].kernel->kind == XC_KERNEL_MAP;
    assert_int_equal(maps, 1);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(joins_of_any_number_of_branches),
        cmocka_unit_test(vectors_among_the_many_factors_of_a_map),
        cmocka_unit_test(chains_of_normalisations_of_one_tensor),
        cmocka_unit_test(thousands_of_branches),
        cmocka_unit_test(a_map_that_fits_is_not_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
