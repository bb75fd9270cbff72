/* Networks as deep as the language allows, 20,000 layers, in one phase and in thousands: no stack
 * runs out, names stay apart. */
#include "pipeline.h"
#include "support/map.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

/* The model with so many layers, or groups of layers, below its classifier. */
static Program *plan_repeated(Arena *arena, const char *layers, int times)
{
    char path[] = "/tmp/xceptc-test-XXXXXX.yaml";
    int descriptor = mkstemps(path, 5);
    assert_true(descriptor >= 0);
    FILE *file = fdopen(descriptor, "w");
    assert_non_null(file);
    fprintf(file,
        "input: {shape: [4, 4, 3]}\n"
        "layers: [repeat: {times: %d, layers: [%s]}, global_average_pool, dense: 4, softmax]\n",
        times, layers);
    assert_int_equal(fclose(file), 0);
    Compilation compilation = {0};
    PipelineOptions options = {.batch = 2};
    bool fine = pipeline_run(arena, diag_new(arena, stderr, false), path, &options, &compilation);
    unlink(path);
    assert_true(fine);
    return compilation.program;
}

/* The map with the most steps. */
static const FusedMap *largest_map(const Program *program)
{
    const FusedMap *largest = NULL;
    for (size_t i = 0; i < program->kernels.count; i++) {
        const FusedMap *map = program->kernels.data[i]->map;
        if (map && (!largest || map->steps.count > largest->steps.count))
            largest = map;
    }
    assert_non_null(largest);
    return largest;
}

static void a_map_of_20000_steps_has_a_name_for_each(void **state)
{
    (void)state;
    enum { LAYERS = 19990 };
    Arena *arena = arena_new();
    const FusedMap *map = largest_map(plan_repeated(arena, "relu", LAYERS));
    assert_true(map->steps.count >= LAYERS);
    Map names = {0};
    for (size_t i = 0; i < map->steps.count; i++) {
        const char *name = map->steps.data[i].name;
        assert_null(map_get(&names, name));
        map_put(arena, &names, name, arena);
    }
    assert_non_null(map_get(&names, "relu"));
    assert_non_null(map_get(&names, "relu2"));
    assert_non_null(map_get(&names, "relu19990"));
    arena_free(arena);
}

enum { CONVOLUTIONS = 12000, STACK = 256 << 10 };

static void *plan_convolutions(void *arena)
{
    return plan_repeated(arena, "conv: {filters: 1, kernel: 1}", CONVOLUTIONS);
}

/* Inference has all layers in one phase: what walks them must not need a stack as deep. */
static void a_phase_of_thousands_of_kernels_needs_no_deep_stack(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    pthread_attr_t attributes;
    pthread_t thread;
    void *result = NULL;
    assert_int_equal(pthread_attr_init(&attributes), 0);
    assert_int_equal(pthread_attr_setstacksize(&attributes, STACK), 0);
    assert_int_equal(pthread_create(&thread, &attributes, plan_convolutions, arena), 0);
    assert_int_equal(pthread_join(thread, &result), 0);
    pthread_attr_destroy(&attributes);
    const Program *program = result;
    assert_int_equal(program->infer.phases.count, 2);
    assert_true(program->infer.phases.data[1]->stages.count > CONVOLUTIONS);
    arena_free(arena);
}

static void phases_of_a_deep_network_have_names_of_their_own(void **state)
{
    (void)state;
    enum { UNITS = 500 };
    Arena *arena = arena_new();
    const Program *program =
        plan_repeated(arena, "conv: {filters: 3, kernel: 1}, batch_norm, relu", UNITS);
    Map names = {0};
    for (size_t i = 0; i < program->train.phases.count; i++) {
        const char *name = program->train.phases.data[i]->name;
        assert_null(map_get(&names, name));
        map_put(arena, &names, name, arena);
    }
    assert_true(program->train.phases.count > 2 * UNITS);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_map_of_20000_steps_has_a_name_for_each),
        cmocka_unit_test(a_phase_of_thousands_of_kernels_needs_no_deep_stack),
        cmocka_unit_test(phases_of_a_deep_network_have_names_of_their_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
