/* The memory that a trainer says its run takes, beside what the system counts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "session.h"
#include "support/files.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What the allocator and the stacks of threads may add or leave out. */
static const double ALLOWED = 0.05;

static double told(const char *json)
{
    const char *found = strstr(json, "\"memory_bytes\": ");
    assert_non_null(found);
    return strtod(found + strlen("\"memory_bytes\": "), NULL);
}

static void what_is_told_is_what_the_system_counts(void **state)
{
    Session *session = *state;
    static const char *const optimizers[] = {"sgd: {momentum: 0.9}", "adam: {}"};
    static const char *const threads[] = {"1", "8"};
    for (int o = 0; o < 2; o++) {
        write_inside(session, "broad.yaml",
            arena_printf(session->arena,
                "input: {shape: [32, 32, 3]}\n"
                "layers:\n"
                "  - conv: {filters: 64, kernel: 3, stride: 4, padding: same}\n"
                "  - batch_norm\n"
                "  - relu\n"
                "  - flatten\n"
                "  - dense: 512\n"
                "  - dense: 10\n"
                "  - softmax\n"
                "training: {optimizer: {%s}}\n",
                optimizers[o]));
        expect_status_inside(session, 0, "build broad.yaml -o broad");
        for (int t = 0; t < 2; t++) {
            const char *words = arena_printf(session->arena,
                "train --data synthetic --steps 1 --json -q --threads %s -o run%d%s", threads[t], o,
                threads[t]);
            Outcome outcome = run_program(session->arena, "./broad/broad", words,
                &(Setting){.directory = session->directory});
            assert_int_equal(outcome.status, 0);
            double peak = (double)outcome.peak_bytes, said = told(outcome.out);
            if (!(fabs(said - peak) <= ALLOWED * peak))
                fail_msg("%s, %s threads: %.1f MiB told, %.1f MiB taken", optimizers[o], threads[t],
                    said / (1 << 20), peak / (1 << 20));
        }
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, session_set_up, session_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(what_is_told_is_what_the_system_counts),
    };
    return cmocka_run_group_tests(tests, session_set_up_cache, session_tear_down_cache);
}
