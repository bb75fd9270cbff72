/* A machine with little memory: a verb ends well, or says that memory is out and ends with status
 * 3, whoever asked for it, the compiler itself or the reader of YAML. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "session.h"
#include "support/files.h"
#include "support/text.h"

enum { STEP = 192 << 10, TRIES = 60, MOST_START = 1 << 30 };

/* Enough to start, and no more. */
static size_t smallest_start(Session *session)
{
    size_t limit = 8 << 20;
    while (limit < MOST_START) {
        Setting tight = {.memory_limit = limit};
        if (run_xceptc_in(session->arena, "version", &tight).status == 0)
            return limit;
        limit += 1 << 20;
    }
    return 0;
}

static void memory_that_is_out_is_the_machines_fault(void **state)
{
    Session *session = *state;
    Text text = {.arena = session->arena};
    text_add(&text, "input: {shape: [8, 8, 3]}\nlayers:\n");
    for (int i = 0; i < 1500; i++)
        text_add(&text, "  - conv: {filters: 3, kernel: 3, padding: same}\n");
    text_add(&text, "  - global_average_pool\n  - dense: 2\n  - softmax\n");
    const char *words = arena_printf(
        session->arena, "config %s", write_inside(session, "m.yaml", text_string(&text)));
    size_t start = smallest_start(session);
    if (!start) {
        print_message("a sanitizer takes more memory than a limit allows\n");
        skip();
    }
    int fine = 0, out = 0;
    for (int i = 0; i < TRIES; i++) {
        Setting tight = {.memory_limit = start + (size_t)i * STEP, .out_path = "/dev/null"};
        Outcome outcome = run_xceptc_in(session->arena, words, &tight);
        if (outcome.status == 3)
            assert_contains(outcome.err, "out of memory");
        else if (outcome.status != 0)
            fail_msg("with %zu bytes: exit status %d\n%s", tight.memory_limit, outcome.status,
                outcome.err);
        *(outcome.status ? &out : &fine) += 1;
    }
    print_message("%d fine, %d out of memory\n", fine, out);
    assert_true(fine > 0 && out > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            memory_that_is_out_is_the_machines_fault, session_set_up, session_tear_down),
    };
    return cmocka_run_group_tests(tests, session_set_up_cache, session_tear_down_cache);
}
