/* The programs under examples/ build as their Makefiles say and do what they promise. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "command.h"
#include "support_lib/pictures.h"

#define EXAMPLES XCEPTC_SOURCE_DIR "/examples"

enum { SIDE = 32, IMAGE_BYTES = SIDE * SIDE * 3 };

static int set_up(void **state)
{
    *state = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

static Outcome make(Arena *arena, const char *example, const char *directory, const char *more)
{
    const char *program = getenv("XCEPTC");
    return run_program(arena, "make",
        arena_printf(arena, "-s -j2 -C " EXAMPLES "/%s XCEPTC=%s OUT=%s %s", example,
            program ? program : XCEPTC_BINARY_DIR "/xceptc", directory, more),
        &(Setting){0});
}

static void assert_fine(const Outcome *outcome)
{
    if (outcome->status != 0)
        fail_msg("exit status %d\n%s%s", outcome->status, outcome->out, outcome->err);
}

static void a_program_embeds_a_network_and_trains_it(void **state)
{
    char *directory = temporary_directory(*state);
    Outcome outcome = make(*state, "embed", directory, "run");
    assert_fine(&outcome);
    assert_non_null(strstr(outcome.out, "accuracy on 1024 fresh images: "));
    remove_directory(directory);
}

/* It exits with 1 where it tells fewer than nine in ten images right: four steps are too few. */
static void the_program_says_so_when_it_has_not_learned(void **state)
{
    char *directory = temporary_directory(*state);
    Outcome outcome = make(*state, "embed", directory, "STEPS=4 run");
    assert_int_not_equal(outcome.status, 0);
    assert_non_null(strstr(outcome.out, "accuracy on 1024 fresh images: 0."));
    remove_directory(directory);
}

static void two_networks_train_in_one_program(void **state)
{
    char *directory = temporary_directory(*state);
    Outcome outcome = make(*state, "two_models", directory, "run");
    assert_fine(&outcome);
    assert_non_null(strstr(outcome.out, "plain "));
    assert_non_null(strstr(outcome.out, "separable "));
    assert_non_null(strstr(outcome.out, "together "));
    remove_directory(directory);
}

/* The same image as PPM and as PNG; the PPM's path is returned. */
static const char *write_images(Arena *arena, const char *directory)
{
    const char *ppm = arena_printf(arena, "%s/image.ppm", directory);
    uint8_t *file = arena_alloc(arena, IMAGE_BYTES + 64);
    int head = sprintf((char *)file, "P6\n%d %d\n255\n", SIDE, SIDE);
    for (int i = 0; i < IMAGE_BYTES; i++)
        file[head + i] = (uint8_t)(i * 7 + i / (3 * SIDE));
    write_bytes(ppm, file, (size_t)head + IMAGE_BYTES);
    write_plain_png(arena_printf(arena, "%s/image.png", directory), SIDE, SIDE, 3, file + head);
    return ppm;
}

/* Its numbers are those of `xceptc predict`: weights and normalisation are the trainer's. */
static void a_program_loads_a_checkpoint_and_classifies_as_xceptc_does(void **state)
{
    Arena *arena = *state;
    char *directory = temporary_directory(arena);
    const char *ppm = write_images(arena, directory);
    Outcome made = make(arena, "classify", directory, "");
    assert_fine(&made);
    setenv("XCEPTC_CACHE", arena_printf(arena, "%s/cache", directory), 1);
    Outcome trained = run_xceptc(arena,
        arena_printf(arena,
            "train " EXAMPLES "/classify/small.yaml --data synthetic --steps 30 --out %s/run -q",
            directory));
    assert_fine(&trained);
    Outcome predicted = run_xceptc(
        arena, arena_printf(arena, "predict %s/run %s/image.png --top 10", directory, directory));
    assert_fine(&predicted);
    Outcome asked = run_program(arena, "sh",
        arena_printf(arena, "-c %s/classify$IFS%s/run<%s", directory, directory, ppm),
        &(Setting){0});
    assert_fine(&asked);
    int classes = 0;
    for (char *line = strtok(asked.out, "\n"); line; line = strtok(NULL, "\n"), classes++)
        if (!strstr(predicted.out, line))
            fail_msg("classify: %s\npredict: %s", line, predicted.out);
    assert_int_equal(classes, 10);
    remove_directory(directory);
}

/* The program of docs/embedding.md, as it stands there. */
static void the_code_of_the_page_compiles(void **state)
{
    Arena *arena = *state;
    char *directory = temporary_directory(arena);
    static const char yaml[] = "input: {shape: [64, 64, 3]}\n"
                               "layers: [conv: {filters: 8, kernel: 3}, global_average_pool, "
                               "dense: 5, softmax]\n";
    const char *model = arena_printf(arena, "%s/flowers.yaml", directory);
    write_bytes(model, yaml, sizeof yaml - 1);
    Outcome compiled =
        run_xceptc(arena, arena_printf(arena, "compile %s -o %s/flowers -q", model, directory));
    assert_fine(&compiled);
    const char *const compilers[] = {"cc -std=c11", "c++ -x c++"};
    for (size_t i = 0; i < sizeof compilers / sizeof *compilers; i++)
        assert_int_equal(
            system(arena_printf(arena,
                "cd %s && sed -n '/^```c$/,/^```$/p' " XCEPTC_SOURCE_DIR "/docs/embedding.md | "
                "grep -v '^```' > page.c && test $(wc -l < page.c) -gt 20 && %s -fsyntax-only "
                "-Wall "
                "-Wextra -Werror -Iflowers -I" XCEPTC_SOURCE_DIR "/runtime page.c",
                directory, compilers[i])),
            0);
    remove_directory(directory);
}

static void a_checkpoint_that_is_not_one_is_reported(void **state)
{
    Arena *arena = *state;
    char *directory = temporary_directory(arena);
    write_images(arena, directory);
    Outcome made = make(arena, "classify", directory, "");
    assert_fine(&made);
    const char *program = arena_printf(arena, "%s/classify", directory);
    Outcome missing = run_program(arena, program, "nowhere", &(Setting){0});
    assert_int_equal(missing.status, 3);
    assert_non_null(strstr(missing.err, "classify: nowhere: No such file"));
    Outcome wrong =
        run_program(arena, program, arena_printf(arena, "%s/image.ppm", directory), &(Setting){0});
    assert_int_equal(wrong.status, 1);
    assert_non_null(strstr(wrong.err, "image.ppm"));
    remove_directory(directory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_program_embeds_a_network_and_trains_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            the_program_says_so_when_it_has_not_learned, set_up, tear_down),
        cmocka_unit_test_setup_teardown(two_networks_train_in_one_program, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            a_program_loads_a_checkpoint_and_classifies_as_xceptc_does, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_code_of_the_page_compiles, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            a_checkpoint_that_is_not_one_is_reported, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
