/* xceptc graph: DOT text always, pictures where graphviz was built in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "session.h"
#include "support/files.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define TINY "tests/cli/tiny.yaml"

static char *read_inside(Session *session, const char *name, size_t *length)
{
    char *data = files_read(session->arena, session->diag, inside(session, name), length);
    assert_non_null(data);
    return data;
}

static void dot_goes_to_stdout_or_to_a_file(void **state)
{
    Session *session = *state;
    Outcome plain = expect_status(session, 0, "graph " TINY);
    assert_contains(plain.out, "digraph \"tiny\" {\n");
    assert_contains(plain.out, "\"input\" -> \"conv1\";\n");
    assert_string_equal(expect_status(session, 0, "graph " TINY " -o -").out, plain.out);
    const char *words =
        arena_printf(session->arena, "graph " TINY " -o %s", inside(session, "x.dot"));
    assert_string_equal(expect_status(session, 0, words).out, "");
    size_t length;
    assert_string_equal(read_inside(session, "x.dot", &length), plain.out);
}

static void flat_draws_every_call(void **state)
{
    Session *session = *state;
    assert_lacks(expect_status(session, 0, "graph resnet20").out, "cluster_same2");
    assert_contains(expect_status(session, 0, "graph --flat resnet20").out, "cluster_same2");
}

static void a_name_without_a_format_is_wrong_usage(void **state)
{
    Session *session = *state;
    Outcome outcome = expect_status(session, 2, "graph " TINY " -o picture.jpg");
    assert_contains(outcome.err, "hint: it ends in .svg, .png, .pdf or .dot");
    expect_status(session, 2, "graph " TINY " -o some.svg/picture");
    expect_status(session, 1, "graph tests/cli/wrong.yaml");
    expect_status(session, 3, "graph " TINY " -o /dev/null/x.dot");
}

/* How far the title of a frame starts from the frame's right border, in an SVG. */
static double title_place(Session *session, const char *svg, const char *block)
{
    const char *frame =
        strstr(svg, arena_printf(session->arena, "<title>cluster_%s</title>", block));
    const char *title = strstr(svg, arena_printf(session->arena, "<title>%s title</title>", block));
    assert_non_null(frame);
    assert_non_null(title);
    double left, low, high, right, x;
    const char *points = strstr(frame, "points=\"");
    assert_int_equal(
        sscanf(points, "points=\"%lf,%lf %*f,%lf %lf,", &left, &low, &high, &right), 4);
    assert_int_equal(sscanf(strstr(title, " x=\""), " x=\"%lf\"", &x), 1);
    assert_true(x > left && x < right);
    return right - x;
}

/* Titles that are equally long start at the same place of frames of any width. */
static void titles_stand_in_the_corner_of_their_frames(void **state)
{
    static const Setting keep_caches = {.environment = "ASAN_OPTIONS=detect_leaks=0"};
    Session *session = *state;
    const char *words =
        arena_printf(session->arena, "graph --flat resnet20 -o %s", inside(session, "x.svg"));
    Outcome outcome = run_xceptc_in(session->arena, words, &keep_caches);
    if (outcome.status == 3 && strstr(outcome.err, "built without graphviz"))
        skip();
    size_t length;
    const char *svg = read_inside(session, "x.svg", &length);
    double down = title_place(session, svg, "down1"), same = title_place(session, svg, "same1");
    assert_true(down > 20 && down < 80);
    assert_true(fabs(title_place(session, svg, "down2") - down) < 2);
    assert_true(fabs(title_place(session, svg, "same4") - same) < 2);
    assert_true(fabs(title_place(session, svg, "same7") - same) < 2);
}

/* Each format by its first bytes. Skipped, visibly, where xceptc was built without graphviz. */
static void pictures_are_rendered_without_a_word(void **state)
{
    static const char *const formats[][2] = {
        {"x.svg", "<?xml"}, {"x.png", "\x89PNG\r\n"}, {"x.pdf", "%PDF-"}};
    /* The libraries behind graphviz keep caches that a leak checker would report as theirs. */
    static const Setting keep_caches = {.environment = "ASAN_OPTIONS=detect_leaks=0"};
    Session *session = *state;
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        const char *words =
            arena_printf(session->arena, "graph -q senet -o %s", inside(session, formats[i][0]));
        Outcome outcome = run_xceptc_in(session->arena, words, &keep_caches);
        if (outcome.status == 3 && strstr(outcome.err, "built without graphviz")) {
            assert_contains(outcome.err, "hint: '-o x.dot' works without");
            skip();
        }
        if (outcome.status != 0)
            fail_msg("exit status %d\n%s", outcome.status, outcome.err);
        assert_string_equal(outcome.err, "");
        size_t length;
        const char *picture = read_inside(session, formats[i][0], &length);
        assert_true(length > 10000);
        assert_memory_equal(picture, formats[i][1], strlen(formats[i][1]));
    }
    size_t length;
    const char *svg = read_inside(session, "x.svg", &length);
    assert_contains(svg, "resnext3");
    assert_contains(svg, "</svg>");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, session_set_up, session_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(dot_goes_to_stdout_or_to_a_file),
        TEST(flat_draws_every_call),
        TEST(a_name_without_a_format_is_wrong_usage),
        TEST(titles_stand_in_the_corner_of_their_frames),
        TEST(pictures_are_rendered_without_a_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
