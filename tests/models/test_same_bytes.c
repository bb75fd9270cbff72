/* Whole models in single precision, byte for byte: threads, dead memory, the plan of the arena,
 * the C compiler and the width of vectors change nothing, and an image's probabilities do not
 * depend on the images beside it. */
#include "support_lib/emitted.h"
#include "support_lib/same_bytes.h"
#include "support_lib/trial.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

enum { BATCH = 18 }; /* two groups of eight and a rest */

static const ByteRun ONE_THREAD = {.threads = 1, .steps = 2, .learning_rate = 0.01, .seed = 5};

static Emitted *emit(const char *name, int batch)
{
    Arena *arena = arena_new();
    Emitted *emitted =
        emitted_from_file(arena_printf(arena, "%s/models/%s.yaml", XCEPTC_SOURCE_DIR, name), batch);
    arena_free(arena);
    assert_non_null(emitted);
    return emitted;
}

/* Bytes of a form that is compiled so, by that compiler (NULL: the usual one) for that ISA. */
static uint64_t bytes_of(
    const Emitted *emitted, const char *flags, const char *compiler, const char *isa)
{
    const char *usual = getenv("CC");
    if (compiler != NULL)
        setenv("CC", compiler, 1);
    if (isa != NULL)
        setenv("XCEPTC_TEST_MARCH", isa, 1);
    Loaded loaded = emitted_load(emitted, EMITTED_FLOAT, flags);
    if (usual != NULL)
        setenv("CC", usual, 1);
    else
        unsetenv("CC");
    unsetenv("XCEPTC_TEST_MARCH");
    assert_non_null(loaded.library);
    uint64_t bytes = bytes_after(&loaded, &ONE_THREAD);
    loaded_close(&loaded);
    return bytes;
}

/* Every buffer of the arena at a place of its own, as if it were allocated by itself. */
static void take_apart(Program *program)
{
    Procedure *const procedures[] = {&program->train, &program->infer};
    size_t largest = 0;
    for (int k = 0; k < 2; k++) {
        size_t end = 0;
        for (size_t i = 0; i < procedures[k]->buffers.count; i++) {
            Buffer *buffer = procedures[k]->buffers.data[i];
            buffer->offset = end;
            end += buffer->size + 1024; /* an overrun must not meet a neighbour */
        }
        procedures[k]->arena_size = end;
        largest = end > largest ? end : largest;
    }
    program->block_size[XC_BLOCK_ARENA] = largest;
}

static void check_images_alone(const Loaded *loaded)
{
    static const int counts[] = {1, 16, BATCH - 1};
    const ProbeFunctions *call = &loaded->probe;
    const Graph *graph = loaded->emitted->compilation.forward;
    size_t classes = (size_t)graph->classes;
    Trial *trial = trial_new(graph, BATCH, 4, true);
    Probe *probe = call->open(loaded->model, 2);
    double whole[BATCH * 16], part[BATCH * 16];
    ProbeMetrics metrics;
    assert_non_null(probe);
    assert_true(classes <= 16);
    for (size_t p = 0; p < graph->parameters.count; p++)
        call->set(probe, (int)p, trial->parameters[p]);
    call->values_changed(probe);
    assert_true(call->evaluate(probe, trial->images, trial->labels, BATCH, whole, &metrics));
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        /* The last images, so that they lie elsewhere in their groups. */
        size_t first = (size_t)(BATCH - counts[i]);
        assert_true(
            call->evaluate(probe, trial->images + first * trial_elements(graph->images->shape),
                trial->labels + first, counts[i], part, &metrics));
        assert_memory_equal(
            part, whole + first * classes, (size_t)counts[i] * classes * sizeof *part);
    }
    call->close(probe);
    trial_free(trial);
}

static void check(const char *name)
{
    static const int threads[] = {2, 3, 8};
    Emitted *emitted = emit(name, BATCH);
    Loaded loaded = emitted_load(emitted, EMITTED_FLOAT, NULL);
    assert_non_null(loaded.library);
    uint64_t bytes = bytes_after(&loaded, &ONE_THREAD);
    for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
        ByteRun run = ONE_THREAD;
        run.threads = threads[i];
        if (bytes_after(&loaded, &run) != bytes)
            fail_msg("%s: %d threads give other bytes than one", name, threads[i]);
    }
    check_images_alone(&loaded);
    loaded_close(&loaded);
    if (bytes_of(emitted, "-DXC_POISON", NULL, NULL) != bytes)
        fail_msg("%s: a dead byte of the arena is read", name);
    take_apart(emitted->compilation.program);
    assert_true(emitted_again(emitted));
    if (bytes_of(emitted, "-DXC_POISON", NULL, NULL) != bytes)
        fail_msg("%s: an arena without sharing gives other bytes", name);
    emitted_free(emitted);
}

static void mini_is_the_same_however_it_runs(void **state)
{
    (void)state;
    check("xception_mini");
}

static void xception_1_is_the_same_however_it_runs(void **state)
{
    (void)state;
    check("xception_1");
}

static void thinner_is_the_same_however_it_runs(void **state)
{
    (void)state;
    check("xception_he_wd_slim_thinner");
}

static bool has_clang(void)
{
    return system("clang --version >/dev/null 2>&1") == 0;
}

/* Every op but the ones of mini, by small layers. */
static const char MANY_OPS[] =
    "input: {shape: [9, 8, 3], mean: [128, 128, 128], std: [64, 64, 64]}\n"
    "layers:\n"
    "  - conv: {filters: 17, kernel: 3, padding: same, kernel_regularizer: {l1: 0.01, l2: 0.02}}\n"
    "  - batch_norm\n"
    "  - relu\n"
    "  - dropout: 0.2\n"
    "  - concat: [identity, [separable_conv: {filters: 16, kernel: 3, padding: same}, sigmoid]]\n"
    "  - average_pool: {size: 3, stride: 1, padding: same}\n"
    "  - conv: {filters: 33, kernel: 2, groups: 3, stride: 2, padding: same, bias: false}\n"
    "  - multiply: [[global_average_pool, dense: 4, relu, dense: 33, sigmoid], identity]\n"
    "  - add: [[depthwise_conv: {kernel: 3, padding: same}, batch_norm], identity]\n"
    "  - max_pool: {size: 3, stride: 2, padding: same}\n"
    "  - add: [[multiply: [identity, [global_max_pool, dense: 33, sigmoid]]], identity]\n"
    "  - flatten\n"
    "  - dense: 10\n"
    "  - softmax\n"
    "training:\n"
    "  data: synthetic\n"
    "  batch_size: 18\n"
    "  epochs: 1\n"
    "  label_smoothing: 0.1\n"
    "  optimizer: {sgd: {momentum: 0.9, nesterov: true}}\n"
    "  learning_rate: {steps: {0: 0.01}}\n";

/* From -O2 on, as trainers are compiled: below it gcc fuses no product with its sum, whatever
 * -ffp-contract says, and clang does. */
static void compilers_and_vectors_change_no_byte(void **state)
{
    (void)state;
    if (!has_clang()) {
        print_message("clang is missing\n");
        skip();
    }
    Emitted *const models[] = {
        emit("xception_mini", 6), emitted_from_text("many_ops", MANY_OPS, BATCH)};
    for (size_t i = 0; i < 2; i++) {
        assert_non_null(models[i]);
        const char *name = models[i]->compilation.forward->name;
        uint64_t bytes = bytes_of(models[i], "-O2", "gcc", NULL);
        if (bytes_of(models[i], "-O2", "clang", NULL) != bytes)
            fail_msg("%s: clang's bytes differ from gcc's", name);
        if (bytes_of(models[i], "-O2", "gcc", "x86-64-v3") != bytes)
            fail_msg("%s: vectors of 32 bytes give other bytes", name);
        if (bytes_of(models[i], "-O2", "clang", "x86-64-v3") != bytes)
            fail_msg("%s: clang's bytes differ for vectors of 32 bytes", name);
        /* The same code without FMA must be told from it. */
        if (bytes_of(models[i], "-O2 -ffp-contract=off", "gcc", NULL) == bytes)
            fail_msg("%s: rounding each product changes nothing?", name);
        emitted_free(models[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compilers_and_vectors_change_no_byte),
        cmocka_unit_test(mini_is_the_same_however_it_runs),
        cmocka_unit_test(thinner_is_the_same_however_it_runs),
        cmocka_unit_test(xception_1_is_the_same_however_it_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
