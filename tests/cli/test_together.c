/* Several models in one program: as static and as shared libraries, linked and loaded, two and
 * three of them, each computes what it computes alone; and the generated Makefile that makes the
 * libraries compiles anew when the compiler or its flags change. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "session.h"

/* The same layers, so that kernels are called alike; another epsilon, rate and smoothing each. */
static const char yaml[] = "input: {shape: [8, 8, 3]}\n"
                           "layers:\n"
                           "  - conv: {filters: 8, kernel: 3, padding: same}\n"
                           "  - batch_norm: {epsilon: %s}\n"
                           "  - relu\n"
                           "  - dropout: %s\n"
                           "  - separable_conv: {filters: 8, kernel: 3, padding: same}\n"
                           "  - batch_norm: {epsilon: %s}\n"
                           "  - global_average_pool\n"
                           "  - dense: 3\n"
                           "  - softmax\n"
                           "training: {batch_size: 4, label_smoothing: %s}\n";

typedef struct Shop {
    Session *session;
    const char *directory; /* a, b and c below it, each with liba.a and liba.so */
} Shop;

static Outcome shell(Arena *arena, const char *directory, const char *commands)
{
    const char *script = arena_printf(arena, "%s/script", directory);
    FILE *file = fopen(script, "w");
    assert_non_null(file);
    assert_true(fprintf(file, "set -e\n%s\n", commands) > 0);
    assert_int_equal(fclose(file), 0);
    return run_program(arena, "sh", "script", &(Setting){.directory = directory});
}

/* What the commands print; they must succeed. */
static const char *printed(Shop *shop, const char *commands)
{
    Outcome outcome = shell(shop->session->arena, shop->directory, commands);
    if (outcome.status != 0)
        fail_msg("%s\nexit status %d\n%s%s", commands, outcome.status, outcome.out, outcome.err);
    return outcome.out;
}

static void compile_model(Shop *shop, const char *name, const char *epsilon, const char *rate)
{
    Arena *arena = shop->session->arena;
    const char *text = arena_printf(arena, yaml, epsilon, rate, epsilon, rate);
    const char *path = write_inside(shop->session, arena_printf(arena, "%s.yaml", name), text);
    expect_status(shop->session, 0,
        arena_printf(arena, "compile %s --standalone -o %s/%s -q", path, shop->directory, name));
}

/* The runtime is compiled for the first model; its objects serve the others. */
static int set_up_shop(void **state)
{
    Shop *shop = calloc(1, sizeof *shop);
    assert_non_null(shop);
    if (session_set_up((void **)&shop->session) != 0)
        return 1;
    shop->directory = shop->session->directory;
    compile_model(shop, "a", "0.001", "0.1");
    compile_model(shop, "b", "1", "0.2");
    compile_model(shop, "c", "0.1", "0.3");
    printed(shop, "make -s -j2 -C a CFLAGS=-O1 liba.a liba.so\n"
                  "for m in b c; do\n"
                  "    make -s -C $m CFLAGS=-O1 .built_with\n"
                  "    cp a/runtime/*.o $m/runtime\n"
                  "    make -s -C $m CFLAGS=-O1 lib$m.a lib$m.so\n"
                  "done\n");
    *state = shop;
    return 0;
}

static int tear_down_shop(void **state)
{
    Shop *shop = *state;
    if (shop)
        session_tear_down((void **)&shop->session);
    free(shop);
    return 0;
}

#define DRIVER                                                                                     \
    "cc -std=gnu11 -D_GNU_SOURCE -O1 -Ia/runtime " XCEPTC_SOURCE_DIR "/tests/cli/together/"        \
    "driver.c "

/* The driver with some models, "a b", of libraries "lib%s.a", and what it prints. */
static const char *together(Shop *shop, const char *models, const char *suffix)
{
    return printed(
        shop, arena_printf(shop->session->arena,
                  "models= libraries=\n"
                  "for m in %s; do models=\"$models X($m)\" libraries=\"$libraries $m/lib$m.%s\"; "
                  "done\n" DRIVER
                  "\"-DMODELS=$models\" $libraries -Wl,-rpath,$PWD/a:$PWD/b:$PWD/c -o driver "
                  "-lm -ldl -pthread\n"
                  "./driver\n",
                  models, suffix));
}

static const char *alone(Shop *shop, const char *suffix)
{
    Arena *arena = shop->session->arena;
    return arena_printf(arena, "%s%s%s", together(shop, "a", suffix), together(shop, "b", suffix),
        together(shop, "c", suffix));
}

static void static_libraries_compute_together_as_alone(void **state)
{
    Shop *shop = *state;
    const char *expected = alone(shop, "a");
    assert_string_equal(together(shop, "a b c", "a"), expected);
    const char *two = together(shop, "b a", "a");
    for (const char *line = two; *line; line += strcspn(line, "\n") + 1)
        assert_contains(expected, arena_strndup(shop->session->arena, line, strcspn(line, "\n")));
}

static void shared_libraries_compute_together_as_alone(void **state)
{
    Shop *shop = *state;
    const char *expected = alone(shop, "a");
    assert_string_equal(alone(shop, "so"), expected);
    assert_string_equal(together(shop, "a b c", "so"), expected);
    const char *two = together(shop, "c b", "so");
    for (const char *line = two; *line; line += strcspn(line, "\n") + 1)
        assert_contains(expected, arena_strndup(shop->session->arena, line, strcspn(line, "\n")));
}

static void loaded_libraries_compute_together_as_alone(void **state)
{
    Shop *shop = *state;
    const char *expected = alone(shop, "a");
    const char *loaded = printed(shop, DRIVER "-o loader -ldl\n"
                                              "./loader a a/liba.so b b/libb.so c c/libc.so\n");
    assert_string_equal(loaded, expected);
}

/* With kernels of the same symbols in libraries that show them, b computes with a's. */
static void a_model_that_runs_anothers_kernels_is_found(void **state)
{
    Shop *shop = *state;
    const char *expected = alone(shop, "a");
    printed(shop,
        "for m in a b; do\n"
        "    rm -rf old-$m && mkdir old-$m && cp $m/*.[ch] old-$m && rm old-$m/main.c\n"
        "    sed -i '/^XR_SYMBOL(/d; /GCC visibility/d' old-$m/kernels.h\n"
        "    cc -std=gnu11 -O1 -march=native -fPIC -shared -Iold-$m -I$m/runtime old-$m/*.c "
        "$m/runtime/*.o -o old-$m/lib$m.so -lm\n"
        "done\n");
    const char *found = printed(shop, DRIVER "'-DMODELS=X(a) X(b)' old-a/liba.so old-b/libb.so "
                                             "-Wl,-rpath,$PWD/old-a:$PWD/old-b -o driver -lm\n"
                                             "./driver\n");
    const char *second = strchr(found, '\n') + 1;
    assert_memory_equal(found, expected, (size_t)(second - found));
    assert_null(strstr(expected, second));
}

/* Every symbol that a model's objects define, or its shared library shows. */
static void every_symbol_bears_the_models_name(void **state)
{
    Shop *shop = *state;
    const char *defined = printed(shop,
        "nm -g --defined-only -P b/net.o b/kernels.o b/model.o | grep -v : | cut -d' ' "
        "-f1 | grep -v '^b_net_' || true\n");
    assert_string_equal(defined, "");
    const char *shown = printed(shop, "nm -D --defined-only -P b/libb.so | cut -d' ' -f1 | grep -v "
                                      "'^xr_' | tr '\\n' ' '\n");
    assert_string_equal(shown, "b_net_block b_net_create b_net_destroy b_net_evaluate b_net_model "
                               "b_net_parameters_changed b_net_train_step ");
}

static void nothing_is_compiled_twice_and_changed_flags_compile_all(void **state)
{
    Shop *shop = *state;
    const char *count = "make -n -C c %s libc.a | grep -c ' -c -o ' || true\n";
    Arena *arena = shop->session->arena;
    assert_string_equal(printed(shop, arena_printf(arena, count, "CFLAGS=-O1")), "0\n");
    const char *all = printed(shop, "ls c/net.c c/kernels.c c/model.c c/runtime/*.c | wc -l\n");
    static const char *const others[] = {
        "CFLAGS=-O0", "CFLAGS=-O1 ISA=x86-64", "CFLAGS=-O1 CC=clang"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (strstr(others[i], "clang") && system("command -v clang >/dev/null") != 0)
            continue;
        printed(shop, "touch c/*.o c/runtime/*.o && make -s -C c CFLAGS=-O1 .built_with && touch "
                      "c/*.o c/runtime/*.o c/libc.a\n");
        assert_string_equal(printed(shop, arena_printf(arena, count, "CFLAGS=-O1")), "0\n");
        assert_string_equal(printed(shop, arena_printf(arena, count, others[i])), all);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(static_libraries_compute_together_as_alone),
        cmocka_unit_test(shared_libraries_compute_together_as_alone),
        cmocka_unit_test(loaded_libraries_compute_together_as_alone),
        cmocka_unit_test(a_model_that_runs_anothers_kernels_is_found),
        cmocka_unit_test(every_symbol_bears_the_models_name),
        cmocka_unit_test(nothing_is_compiled_twice_and_changed_flags_compile_all),
    };
    return cmocka_run_group_tests(tests, set_up_shop, tear_down_shop);
}
