/* xceptc profile: every phase of a step stands once in the table, in JSON and in each step of the
 * trace; shares add up; and programs that are not profiled have nothing of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "frontend/yaml.h"
#include "session.h"
#include "support/files.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TINY "tests/cli/tiny.yaml"
#define SMALL " --batch 4 --threads 2 "
enum { STEPS = 3 };
#define THREE_STEPS SMALL "--steps 3 "

static const Tree *read_json(Session *session, const char *text)
{
    int file = diag_add_source(session->diag, "json", text, strlen(text));
    const Tree *tree = yaml_parse_json(session->arena, session->diag, file, text, strlen(text));
    assert_non_null(tree);
    return tree;
}

static const char *text_of(const Tree *tree, const char *key)
{
    const Tree *value = tree_get(tree, key);
    assert_non_null(value);
    return value->text;
}

static double number_of(const Tree *tree, const char *key)
{
    char *end;
    double number = strtod(text_of(tree, key), &end);
    assert_int_equal(*end, 0);
    return number;
}

/* The phases of a training step, as the summary knows them. */
static const Tree *phases_of_plan(Session *session)
{
    return tree_get(
        read_json(session, expect_status(session, 0, "summary --json " TINY).out), "phases");
}

/* How often a line of text begins with this word. */
static int lines_of(const char *text, const char *word)
{
    int count = 0;
    size_t length = strlen(word);
    for (const char *line = text; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        count += strncmp(line, word, length) == 0 && line[length] == ' ';
    }
    return count;
}

static void the_table_has_every_phase_once_the_slowest_first(void **state)
{
    Session *session = *state;
    Outcome outcome = expect_status(session, 0, "profile " TINY THREE_STEPS);
    const Tree *phases = phases_of_plan(session);
    for (size_t i = 0; i < phases->count; i++)
        assert_int_equal(lines_of(outcome.out, text_of(phases->items[i], "name")), 1);
    assert_int_equal(lines_of(outcome.out, "between"), 1);
    assert_contains(outcome.out, "tiny.yaml:6"); /* where the convolution stands */
    assert_contains(outcome.out, "tiny: a step of 4 images takes ");
    assert_contains(outcome.out, " on 2 threads, the median of 3 steps\n");
    double before = INFINITY;
    const char *line = strchr(outcome.out, '\n') + 1;
    for (; strncmp(line, "between", 7) != 0; line = strchr(line, '\n') + 1) {
        double time = strtod(line + strcspn(line, " "), NULL);
        assert_true(time <= before);
        before = time;
    }
}

static void a_layer_is_the_sum_of_its_phases(void **state)
{
    Session *session = *state;
    Outcome table = expect_status(session, 0, "profile " TINY THREE_STEPS "--by layer");
    assert_int_equal(lines_of(table.out, "conv1"), 1);
    assert_int_equal(lines_of(table.out, "update"), 1);
    assert_lacks(table.out, "conv1__forward");
    const Tree *json =
        read_json(session, expect_status(session, 0, "profile --json " TINY THREE_STEPS).out);
    const Tree *phases = tree_get(json, "phases"), *layers = tree_get(json, "layers");
    for (size_t i = 0; i < layers->count; i++) {
        const char *layer = tree_get(layers->items[i], "layer")->text;
        double seconds = number_of(layers->items[i], "seconds");
        for (size_t k = 0; layer && k < phases->count; k++) {
            const Tree *of = tree_get(phases->items[k], "layer");
            if (of->kind == TREE_SCALAR && strcmp(of->text, layer) == 0)
                seconds -= number_of(phases->items[k], "seconds");
        }
        if (tree_get(layers->items[i], "layer")->kind == TREE_SCALAR)
            assert_true(fabs(seconds) < 1e-9);
    }
}

/* Forward and backward, at 4 images: of conv1 64 pixels x 27 x 8, without a gradient of the images;
 * of the classifier 8 x 10, with one of its input. */
static void work_counts_gradients_too(void **state)
{
    Session *session = *state;
    const Tree *layers = tree_get(
        read_json(session, expect_status(session, 0, "profile --json " TINY THREE_STEPS).out),
        "layers");
    int found = 0;
    for (size_t i = 0; i < layers->count; i++) {
        const char *name = text_of(layers->items[i], "name");
        double flop = number_of(layers->items[i], "flop");
        if (strcmp(name, "conv1") == 0)
            found += flop == 2 * 2.0 * 4 * 64 * 27 * 8;
        if (strcmp(name, "classifier") == 0)
            found += flop == 3 * 2.0 * 4 * 8 * 10;
    }
    assert_int_equal(found, 2);
}

static void json_has_what_the_plan_says_and_its_shares_add_up(void **state)
{
    Session *session = *state;
    Outcome outcome = expect_status(session, 0, "profile -q --json " TINY THREE_STEPS);
    assert_string_equal(outcome.err, "");
    const Tree *json = read_json(session, outcome.out), *phases = tree_get(json, "phases");
    const Tree *plan = phases_of_plan(session);
    double share = number_of(json, "between_share");
    assert_int_equal(phases->count, plan->count);
    for (size_t i = 0; i < phases->count; i++) {
        const Tree *phase = phases->items[i];
        assert_string_equal(text_of(phase, "name"), text_of(plan->items[i], "name"));
        assert_true(number_of(phase, "flop") >= 2 * 4 * number_of(plan->items[i], "macs"));
        bool moves = tree_get(plan->items[i], "reads")->count > 0 ||
                     tree_get(plan->items[i], "writes")->count > 0;
        assert_true((number_of(phase, "bytes") > 0) == moves);
        assert_true(number_of(phase, "seconds") >= 0);
        share += number_of(phase, "share");
    }
    assert_true(fabs(share - 1) < 1e-9);
    assert_true(number_of(json, "images") == 4 && number_of(json, "steps") == STEPS);
    assert_true(number_of(json, "peak_flop_per_second") > 0);
    assert_true(number_of(json, "peak_copy_bytes_per_second") > 0);
}

static void the_trace_has_an_event_a_phase_and_step(void **state)
{
    Session *session = *state;
    const char *path = inside(session, "trace.json");
    size_t length;
    Outcome outcome = expect_status(
        session, 0, arena_printf(session->arena, "profile " TINY THREE_STEPS "--trace %s", path));
    assert_contains(outcome.err, "trace.json");
    char *text = files_read(session->arena, session->diag, path, &length);
    assert_non_null(text);
    const Tree *events = tree_get(read_json(session, text), "traceEvents");
    const Tree *plan = phases_of_plan(session);
    assert_int_equal(events->count, STEPS * (plan->count + 1));
    double end = 0;
    for (size_t i = 0; i < events->count; i++) {
        const Tree *event = events->items[i];
        size_t phase = i % (plan->count + 1);
        double start = number_of(event, "ts");
        assert_string_equal(text_of(event, "ph"), "X");
        assert_true(start >= end - 1e-3); /* one after the other, in microseconds */
        if (phase == 0) {
            assert_string_equal(text_of(event, "cat"), "step");
            continue;
        }
        assert_string_equal(text_of(event, "name"), text_of(plan->items[phase - 1], "name"));
        end = start + number_of(event, "dur");
    }
}

/* Symbols of the model's own objects. */
static const char *symbols(Session *session, const char *flags)
{
    const char *script = "cd \"$1\"; for file in net model; do "
                         "${CC:-cc} -std=gnu11 $2 -I. -I\"$3/runtime\" -c $file.c || exit; done; "
                         "nm net.o model.o\n";
    write_inside(session, "symbols.sh", script);
    Outcome here = run_program(session->arena, "pwd", "", &(Setting){0});
    here.out[strcspn(here.out, "\n")] = '\0';
    Outcome outcome = run_program(session->arena, "sh",
        arena_printf(session->arena, "%s %s %s %s", inside(session, "symbols.sh"),
            inside(session, "sources"), flags, here.out),
        &(Setting){0});
    assert_int_equal(outcome.status, 0);
    return outcome.out;
}

static void a_program_that_is_not_profiled_has_nothing_of_it(void **state)
{
    Session *session = *state;
    expect_status(session, 0,
        arena_printf(session->arena, "compile " TINY " -o %s", inside(session, "sources")));
    const char *with = symbols(session, "-DXC_PROFILE"), *without = symbols(session, "-O0");
    assert_contains(with, "tiny_net_profile");
    assert_contains(with, "clock_gettime");
    assert_contains(without, "tiny_net_train_step");
    assert_lacks(without, "profile");
    assert_lacks(without, "clock_gettime");
    assert_lacks(without, "note_phase");
}

static void what_cannot_be_profiled_is_refused(void **state)
{
    Session *session = *state;
    assert_contains(
        expect_status(session, 2, "profile " TINY " --by kernel").err, "--by is phase or layer");
    assert_contains(expect_status(session, 2, "profile " TINY " --steps 0").err, "--steps needs");
    expect_status(session, 1, "profile tests/cli/wrong.yaml");
    assert_contains(
        expect_status(session, 3, "profile " TINY SMALL "--steps 1 --trace /dev/null/t").err,
        "/dev/null/t");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, session_set_up, session_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(the_table_has_every_phase_once_the_slowest_first),
        TEST(a_layer_is_the_sum_of_its_phases),
        TEST(work_counts_gradients_too),
        TEST(json_has_what_the_plan_says_and_its_shares_add_up),
        TEST(the_trace_has_an_event_a_phase_and_step),
        TEST(a_program_that_is_not_profiled_has_nothing_of_it),
        TEST(what_cannot_be_profiled_is_refused),
    };
    return cmocka_run_group_tests(tests, session_set_up_cache, session_tear_down_cache);
}
