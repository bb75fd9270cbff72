/* Names from a model file stand in emitted code beside libc's and the program's own: such a model
 * compiles without a warning and runs. */
#include "support_lib/emitted.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static const char YAML[] = "input: {shape: [8, 8, 3]}\n"
                           "layers:\n"
                           "  - conv: {name: net, filters: 8, kernel: 3, padding: same}\n"
                           "  - batch_norm: {name: step}\n"
                           "  - relu: {name: labels}\n"
                           "  - separable_conv: {name: scratch, filters: 9, kernel: 3}\n"
                           "  - relu: {name: main}\n"
                           "  - conv: {name: exp, filters: 8, kernel: 3, padding: same}\n"
                           "  - relu: {name: task}\n"
                           "  - conv: {name: unix, filters: 8, kernel: 1}\n"
                           "  - global_average_pool: {name: class_labels}\n"
                           "  - dense: 4\n"
                           "  - softmax\n";

/* Gradients of these lie in one phase, where names begin like others and end in numbers. */
static const char NUMBERED[] = "input: {shape: [8, 8, 3]}\n"
                               "layers:\n"
                               "  - depthwise_conv: {name: a, kernel: 3, padding: same}\n"
                               "  - depthwise_conv: {name: x, kernel: 3, padding: same}\n"
                               "  - depthwise_conv: {name: x3, kernel: 3, padding: same}\n"
                               "  - depthwise_conv: {name: z, kernel: 3, padding: same}\n"
                               "  - global_average_pool\n"
                               "  - dense: 4\n"
                               "  - softmax\n";

static void compiles(const char *model, const char *yaml)
{
    Emitted *emitted = emitted_from_text(model, yaml, 16);
    assert_non_null(emitted);
    Loaded loaded = emitted_load(emitted, EMITTED_FLOAT, NULL);
    assert_non_null(loaded.library);
    loaded_close(&loaded);
    emitted_free(emitted);
}

static void compiles_as(const char *model)
{
    compiles(model, YAML);
}

static void names_may_end_in_numbers_that_scratch_would_get(void **state)
{
    (void)state;
    compiles("numbered", NUMBERED);
}

static void layers_may_bear_names_of_the_emitted_program(void **state)
{
    (void)state;
    compiles_as("tame");
}

static void models_may_bear_names_of_libc_and_of_emitted_files(void **state)
{
    (void)state;
    static const char *const models[] = {"random", "exp", "net", "kernels", "xr"};
    for (size_t i = 0; i < sizeof models / sizeof *models; i++)
        compiles_as(models[i]);
}

static void clang_finds_no_unused_function(void **state)
{
    (void)state;
    if (system("command -v clang >/dev/null") != 0)
        skip();
    const char *compiler = getenv("CC");
    assert_int_equal(setenv("CC", "clang", 1), 0);
    compiles_as("tame");
    assert_int_equal(compiler ? setenv("CC", compiler, 1) : unsetenv("CC"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_may_end_in_numbers_that_scratch_would_get),
        cmocka_unit_test(layers_may_bear_names_of_the_emitted_program),
        cmocka_unit_test(models_may_bear_names_of_libc_and_of_emitted_files),
        cmocka_unit_test(clang_finds_no_unused_function),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
