/* The picture of a network: what is folded and what shares a box, and its text in DOT. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "models.h"
#include "report/drawing.h"

#include <string.h>

/* Blocks "unit" (a shortcut) and "grow" (as in DenseNet), and what a test says between stem and
 * head. */
#define SKETCH(layers)                                                                             \
    "extends: recipe_cifar10\n"                                                                    \
    "defaults: {conv: {padding: same}}\n"                                                          \
    "blocks:\n"                                                                                    \
    "  unit:\n"                                                                                    \
    "    arguments: [kernel: 3]\n"                                                                 \
    "    layers:\n"                                                                                \
    "      - add: [[relu, conv: {filters: 8, kernel: $kernel}, batch_norm], identity]\n"           \
    "  grow:\n"                                                                                    \
    "    layers: [concat: [[relu, conv: {filters: 4, kernel: 3}], identity]]\n"                    \
    "layers:\n"                                                                                    \
    "  - conv: {name: stem, filters: 8, kernel: 3, stride: 2}\n"                                   \
    "  - batch_norm: {name: norm}\n" layers "  - global_average_pool\n"                            \
    "  - dense: {name: classifier, units: $classes}\n"                                             \
    "  - softmax\n"

#define THREE_UNITS "  - repeat: {times: 3, layers: [unit]}\n"

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

static const Layer *find(const Graph *graph, const char *name)
{
    for (size_t i = 0; i < graph->layers.count; i++)
        if (strcmp(graph->layers.data[i]->name, name) == 0)
            return graph->layers.data[i];
    fail_msg("there is no layer %s", name);
    return NULL;
}

/* How many calls the block of that name stands for; 0: it is folded away. */
static int calls(const Drawing *drawing, const char *name)
{
    const Layer *layer = find(drawing->wiring->graph, name);
    return drawing->drawn[layer->id] == layer ? drawing->calls[layer->id] : 0;
}

static const Drawing *draw(Arena *arena, const char *yaml, bool flat)
{
    return drawing_of(text_model(arena, yaml).forward, flat);
}

static void write_dot(FILE *stream, void *context)
{
    drawing_dot(stream, context);
}

static char *dot(Arena *arena, const Drawing *drawing)
{
    return printed(arena, write_dot, (void *)drawing);
}

/* ---- folding ----------------------------------------------------------------------------- */

static void equal_calls_in_a_row_are_drawn_once(void **state)
{
    Arena *arena = *state;
    const Drawing *drawing = draw(arena, SKETCH(THREE_UNITS), false);
    assert_int_equal(calls(drawing, "unit1"), 3);
    assert_int_equal(calls(drawing, "unit2"), 0);
    assert_non_null(strstr(dot(arena, drawing), "<B>unit1</B> to <B>unit3</B>"));
    drawing = draw(arena, SKETCH(THREE_UNITS), true);
    assert_int_equal(calls(drawing, "unit1"), 1);
    assert_int_equal(calls(drawing, "unit3"), 1);
}

/* What the first call reads stands before the calls around it, what the others read right before
 * them: neither matters. */
static void where_the_first_call_reads_from_ends_no_fold(void **state)
{
    static const char sketch[] = "extends: recipe_cifar10\n"
                                 "blocks:\n"
                                 "  unit: {layers: [conv: {filters: 8, kernel: 1}, relu]}\n"
                                 "  stage: {layers: [repeat: {times: 4, layers: [unit]}]}\n"
                                 "layers:\n"
                                 "  - conv: {name: stem, filters: 8, kernel: 3}\n"
                                 "  - stage\n"
                                 "  - add: [[stage], [stage]]\n"
                                 "  - flatten\n"
                                 "  - dense: $classes\n"
                                 "  - softmax\n";
    const Drawing *drawing = draw(*state, sketch, false);
    assert_int_equal(calls(drawing, "stage1_unit1"), 4);
    assert_int_equal(calls(drawing, "stage2_unit1"), 4);
    assert_int_equal(calls(drawing, "stage3_unit1"), 4);
}

static void another_argument_ends_a_fold(void **state)
{
    const Drawing *drawing = draw(
        *state, SKETCH("  - repeat: {each: {k: [3, 3, 5, 5, 3]}, layers: [unit: $k]}\n"), false);
    assert_int_equal(calls(drawing, "unit1"), 2);
    assert_int_equal(calls(drawing, "unit3"), 2);
    assert_int_equal(calls(drawing, "unit5"), 1);
}

static void a_reader_from_elsewhere_ends_a_fold(void **state)
{
    const Drawing *drawing = draw(*state,
        SKETCH("  - unit\n  - unit: {name: middle}\n  - unit\n  - add: [identity, from: middle]\n"),
        false);
    assert_int_equal(calls(drawing, "unit1"), 2);
    assert_int_equal(calls(drawing, "unit3"), 1);
}

static void maps_that_grow_are_folded_and_told(void **state)
{
    Arena *arena = *state;
    const Drawing *drawing = draw(arena, SKETCH("  - repeat: {times: 4, layers: [grow]}\n"), false);
    assert_int_equal(calls(drawing, "grow1"), 4);
    const char *text = dot(arena, drawing);
    assert_non_null(strstr(text, "16\u00d716\u00d712\u202624"));
    /* what leaves is that of the last call */
    assert_non_null(strstr(
        text, "\"grow1_concat1\" -> \"global_average_pool1\" [label=\" 16\u00d716\u00d724\"]"));
}

/* Edges lead only to nodes that are there, and every box but the input is led to. */
static void every_edge_of_every_model_ends_at_a_node(void **state)
{
    static const char *const names[] = {"densenet_bc_100_12", "inception_v3_slim", "resnet20",
        "senet", "xception_he_wd_slim", "xception_mini"};
    Arena *arena = *state;
    for (size_t i = 0; i < 2 * (sizeof names / sizeof *names); i++) {
        const Graph *graph = shipped_model(arena, names[i / 2]).forward;
        const char *text = dot(arena, drawing_of(graph, i % 2));
        size_t edges = 0;
        for (const char *arrow = text; (arrow = strstr(arrow, "\" -> \"")); arrow++) {
            const char *start = arrow;
            while (start[-1] != '"')
                start--;
            const char *end = arrow + 6;
            const char *from = arena_strndup(arena, start, (size_t)(arrow - start));
            const char *to = arena_strndup(arena, end, strcspn(end, "\""));
            assert_non_null(strstr(text, arena_printf(arena, "\"%s\" [", from)));
            assert_non_null(strstr(text, arena_printf(arena, "\"%s\" [", to)));
            edges++;
        }
        assert_true(edges > 10);
        assert_int_equal(strstr(text, "\u00d716</B>") != NULL, i == 0);
    }
}

/* Down blocks read in one way what has the shape that entered the block before, same blocks in
 * two: only these have a point where it forks. */
static void what_does_not_fork_goes_straight_to_its_reader(void **state)
{
    Arena *arena = *state;
    const char *text = dot(arena, drawing_of(shipped_model(arena, "resnet20").forward, false));
    assert_null(strstr(text, "\"down1 reads"));
    assert_non_null(strstr(text, "\"same1_add1\" -> \"down1_batch_norm1\" [weight=30];"));
    assert_non_null(strstr(text, "\"same1_add1\" -> \"down1 title\" [style=invis"));
    assert_non_null(strstr(text, "\"same4 reads down1_add1\" [shape=point"));
}

/* ---- the text ---------------------------------------------------------------------------- */

static void the_text_is_stable(void **state)
{
    Arena *arena = *state;
    const char *text = dot(arena, draw(arena, SKETCH(THREE_UNITS), false));
    const char *body = strstr(text, "  subgraph");
    assert_non_null(body);
    static const char row[] = "<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" "
                              "CELLPADDING=\"3\"><TR><TD ALIGN=\"LEFT\">";
    static const char table[] = "<TABLE BORDER=\"1\" CELLBORDER=\"0\" CELLSPACING=\"0\" "
                                "CELLPADDING=\"3\" COLOR=\"#666666\">";
    static const char small[] = "<TR><TD ALIGN=\"LEFT\" BGCOLOR=\"#f4f4f4\"><FONT "
                                "POINT-SIZE=\"9\" COLOR=\"#666666\">";
    static const char shape[] = "</TD><TD ALIGN=\"RIGHT\"><FONT COLOR=\"#666666\">  ";
    const char *expected = arena_printf(arena,
        "  subgraph \"cluster_unit1\" {\n"
        "    label=\"\"; margin=14;\n"
        "    \"unit1 title\" [label=<<B>unit1</B> to <B>unit3</B>  <B>\u00d73</B>>];\n"
        "    \"unit1 title\" -> \"unit1_relu1\" [style=invis, weight=0];\n"
        "    \"unit1 reads norm\" [shape=point, width=0.05];\n"
        "    \"unit1_relu1\" [label=<%s\n"
        "%srelu1</FONT></TD></TR>\n"
        "<TR><TD BGCOLOR=\"#cfe0f0\" CELLPADDING=\"0\">%sconv1  3\u00d73, 8%s16\u00d716\u00d78"
        "</FONT></TD></TR></TABLE></TD></TR>\n"
        "%sbatch_norm1</FONT></TD></TR></TABLE>>];\n"
        "    \"unit1_add1\" [label=<%s\n"
        "<TR><TD BGCOLOR=\"#d5e8d0\" CELLPADDING=\"0\">%sadd1%s16\u00d716\u00d78</FONT></TD></TR>"
        "</TABLE></TD></TR></TABLE>>];\n"
        "  }\n",
        table, small, row, shape, small, table, row, shape);
    assert_string_equal(arena_strndup(arena, body, strlen(expected)), expected);
    const char *edges = strstr(text, "  \"input\" -> ");
    assert_non_null(edges);
    assert_string_equal(edges,
        "  \"input\" -> \"stem\";\n"
        "  \"stem\" -> \"unit1 reads norm\" [label=\" 16\u00d716\u00d78\", arrowhead=none, "
        "weight=12];\n"
        "  \"unit1 reads norm\" -> \"unit1_relu1\" [weight=12];\n"
        "  \"unit1_relu1\" -> \"unit1_add1\";\n"
        "  \"unit1 reads norm\" -> \"unit1_add1\" [weight=1];\n"
        "  \"unit1_add1\" -> \"global_average_pool1\";\n"
        "}\n");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(equal_calls_in_a_row_are_drawn_once),
        TEST(where_the_first_call_reads_from_ends_no_fold),
        TEST(another_argument_ends_a_fold),
        TEST(a_reader_from_elsewhere_ends_a_fold),
        TEST(maps_that_grow_are_folded_and_told),
        TEST(every_edge_of_every_model_ends_at_a_node),
        TEST(what_does_not_fork_goes_straight_to_its_reader),
        TEST(the_text_is_stable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
