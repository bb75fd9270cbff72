/* The programs under examples/ build as their Makefiles say and do what they promise. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "command.h"

#define EMBED XCEPTC_SOURCE_DIR "/examples/embed"

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

static Outcome make(Arena *arena, const char *directory, const char *more)
{
    const char *program = getenv("XCEPTC");
    return run_program(arena, "make",
        arena_printf(arena, "-s -j2 -C " EMBED " XCEPTC=%s OUT=%s %s",
            program ? program : XCEPTC_BINARY_DIR "/xceptc", directory, more),
        &(Setting){0});
}

static void a_program_embeds_a_network_and_trains_it(void **state)
{
    char *directory = temporary_directory(*state);
    Outcome outcome = make(*state, directory, "run");
    if (outcome.status != 0)
        fail_msg("make: exit status %d\n%s%s", outcome.status, outcome.out, outcome.err);
    assert_non_null(strstr(outcome.out, "accuracy on 1024 fresh images: "));
    remove_directory(directory);
}

/* It exits with 1 where it tells fewer than nine in ten images right: four steps are too few. */
static void the_program_says_so_when_it_has_not_learned(void **state)
{
    char *directory = temporary_directory(*state);
    Outcome outcome = make(*state, directory, "STEPS=4 run");
    assert_int_not_equal(outcome.status, 0);
    assert_non_null(strstr(outcome.out, "accuracy on 1024 fresh images: 0."));
    remove_directory(directory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_program_embeds_a_network_and_trains_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            the_program_says_so_when_it_has_not_learned, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
