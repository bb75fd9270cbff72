/* The verb verify must be able to fail: a right program passes every check, and a fault planted in
 * its sources is found by the check that should see it. */
#include "support_lib/emitted.h"

#include "cli/process.h"
#include "support/files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

enum { IMAGES = 10 }; /* more than there are chains of gradients, so that some are added to */

static const char MODEL[] =
    "input: {shape: [6, 5, 3], mean: [0, 0, 0], std: [1, 1, 1]}\n"
    "layers:\n"
    "  - conv: {filters: 8, kernel: 3, padding: same, kernel_regularizer: {l2: 0.01}}\n"
    "  - batch_norm: {epsilon: 1.0e-3, momentum: 0.9}\n"
    "  - relu\n"
    "  - max_pool: {size: 3, stride: 2, padding: same}\n"
    "  - add:\n"
    "      - [separable_conv: {filters: 8, kernel: 3, padding: same}, batch_norm, relu]\n"
    "      - identity\n"
    "  - global_average_pool\n"
    "  - dense: 4\n"
    "  - softmax\n"
    "training:\n"
    "  data: synthetic\n"
    "  label_smoothing: 0.1\n"
    "  optimizer: {sgd: {momentum: 0.9, nesterov: true}}\n";

static Emitted *emit(void)
{
    Emitted *emitted = emitted_from_text("checked", MODEL, IMAGES);
    assert_non_null(emitted);
    return emitted;
}

/* Replaces the first occurrence after `after`, which has to be there. */
static void patch(
    Emitted *emitted, const char *file, const char *after, const char *from, const char *to)
{
    Diag *diag = diag_new(emitted->arena, stderr, false);
    const char *path = files_join(emitted->arena, emitted->directory, file);
    size_t length;
    char *text = files_read(emitted->arena, diag, path, &length);
    assert_non_null(text);
    char *start = strstr(text, after);
    char *place = start != NULL ? strstr(start, from) : NULL;
    if (place == NULL)
        fail_msg("%s has no '%s' after '%s'", file, from, after);
    *place = '\0';
    text = arena_printf(emitted->arena, "%s%s%s", text, to, place + strlen(from));
    assert_true(files_write(emitted->arena, diag, path, text, strlen(text)));
}

static const char *build(const Emitted *emitted)
{
    static const char *const sources[] = {"net.c", "kernels.c", "model.c", "main.c"};
    Arena *arena = emitted->arena;
    Arguments arguments = {0};
    const char *compiler = getenv("CC");
    const char *program = files_join(arena, emitted->directory, "program");
    arguments_add_words(arena, &arguments, compiler != NULL ? compiler : "cc");
    arguments_add_words(
        arena, &arguments, "-std=gnu11 -O1 -ffp-contract=fast -pthread -DXR_DOUBLE -DXC_POISON");
    arguments_add(arena, &arguments, "-march=native");
    arguments_add(arena, &arguments, "-I" XCEPTC_SOURCE_DIR "/runtime");
    arguments_add(arena, &arguments, arena_printf(arena, "-I%s", emitted->directory));
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
        arguments_add(arena, &arguments, files_join(arena, emitted->directory, sources[i]));
    arguments_add(arena, &arguments, XCEPTC_BINARY_DIR "/libxr_double.a");
    arguments_add(arena, &arguments, "-lm");
    arguments_add(arena, &arguments, "-o");
    arguments_add(arena, &arguments, program);
    int status = 1;
    pid_t child =
        process_start(diag_new(arena, stderr, false), arguments_finish(arena, &arguments));
    assert_true(child > 0 && process_wait_any(&status) == child);
    assert_int_equal(status, 0);
    return program;
}

/* The JSON document of `PROGRAM verify`; its exit status in *status. */
static const char *verify(const Emitted *emitted, int *status)
{
    static char text[16384];
    char *command = arena_printf(
        emitted->arena, "%s verify --json --quiet --threads 2 2>/dev/null", build(emitted));
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    size_t length = fread(text, 1, sizeof text - 1, pipe);
    text[length] = '\0';
    int ended = pclose(pipe);
    *status = ended >= 0 ? ended >> 8 : -1;
    return text;
}

static bool has_outcome(const char *json, const char *check, const char *outcome)
{
    char key[64], value[64];
    snprintf(key, sizeof key, "\"check\": \"%s\"", check);
    snprintf(value, sizeof value, "\"outcome\": \"%s\"", outcome);
    const char *row = strstr(json, key);
    assert_non_null(row);
    return strncmp(strstr(row, "\"outcome\""), value, strlen(value)) == 0;
}

static const char *const CHECKS[] = {"gradients", "elements", "regularization", "update",
    "inference", "partial batches", "threads", "poison"};

static void a_right_program_passes(void **state)
{
    (void)state;
    Emitted *emitted = emit();
    int status;
    const char *json = verify(emitted, &status);
    for (size_t i = 0; i < sizeof CHECKS / sizeof *CHECKS; i++)
        if (!has_outcome(json, CHECKS[i], "ok"))
            fail_msg("%s: %s", CHECKS[i], json);
    assert_int_equal(status, 0);
    emitted_free(emitted);
}

static void assert_found(Emitted *emitted, const char *check)
{
    int status;
    const char *json = verify(emitted, &status);
    if (!has_outcome(json, check, "failed"))
        fail_msg("%s does not see the fault: %s", check, json);
    assert_int_equal(status, 1);
    emitted_free(emitted);
}

/* A fault in the text of an emitted file. */
typedef struct Fault {
    const char *file, *after, *from, *to;
    const char *check; /* that has to see it */
} Fault;

static const Fault FAULTS[] = {
    /* the epsilon of the normalisation, in its gradient alone */
    {"kernels.c", "void finish_normalize_gradient_30x8(", "+ 0.001)", "+ 0.0011)", "gradients"},
    /* the 2 of 2 l2 w is lost; the term of the loss is then half as large too */
    {"net.c", "update_tiles[]", "0.01, true", "0.005, true", "update"},
    {"net.c", "update_tiles[]", "0.01, true", "0.005, true", "regularization"},
    /* images beyond the first of each chain are lost */
    {"net.c", "static void conv1__backward(", "accumulate = first >= CHAINS", "accumulate = false",
        "gradients"},
    /* ... or added to what an earlier step has left there */
    {"net.c", "static void conv1__backward(", "accumulate = first >= CHAINS", "accumulate = true",
        "partial batches"},
    /* a single element of a single gradient */
    {"kernels.c", "void cross_entropy_gradient_4(", "gradient[k] = (xr_real)(",
        "gradient[k] = (xr_real)((k == 2 ? 1.0001 : 1) * ", "gradients"},
    /* the mask of the ReLU is that of another pixel */
    {"kernels.c", "void relu_gradient_sums_6x5x8(", "xr_load(y + at",
        "xr_load(y + (at >= 16 ? at - 16 : at)", "elements"},
    /* inference takes another layer's statistics */
    {"net.c", "static void prepare_inference_finish(", "batch_norm2__moving_mean",
        "batch_norm1__moving_mean", "inference"},
    /* a result that depends on the number of threads */
    {"net.c", "static void begin(", "net->finite = 1;",
        "net->finite = 1; net->blocks.values[0] += 1e-12 * xr_pool_threads(net->thread_pool);",
        "threads"},
};

static void planted_faults_are_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof FAULTS / sizeof *FAULTS; i++) {
        Emitted *emitted = emit();
        patch(emitted, FAULTS[i].file, FAULTS[i].after, FAULTS[i].from, FAULTS[i].to);
        assert_found(emitted, FAULTS[i].check);
    }
}

static void planted_early_death_is_found_by_poison(void **state)
{
    (void)state;
    Emitted *emitted = emit();
    assert_true(emitted_early_death(emitted));
    assert_found(emitted, "poison");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_right_program_passes),
        cmocka_unit_test(planted_faults_are_found),
        cmocka_unit_test(planted_early_death_is_found_by_poison),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
