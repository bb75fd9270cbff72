/* Expressions evaluated as they stand in a file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "frontend/expression.h"

typedef struct Setup {
    Arena *arena;
    Diag *diag;
    Variables variables;
    Variable n, flag, word, list;
    Tree trees[4];
    Tree items[2];
    Tree *item_pointers[2];
    Evaluator evaluator;
} Setup;

static void add_variable(Setup *setup, Variable *variable, const char *name, const Tree *tree)
{
    variable->name = name;
    variable->tree = tree;
    map_put(setup->arena, &setup->variables.by_name, name, variable);
}

static Tree scalar(const char *text)
{
    return (Tree){.kind = TREE_SCALAR, .at = XC_NOWHERE, .text = text};
}

static int set_up(void **state)
{
    Setup *setup = calloc(1, sizeof *setup);
    setup->arena = arena_new();
    setup->items[0] = scalar("1");
    setup->items[1] = scalar("2");
    setup->item_pointers[0] = &setup->items[0];
    setup->item_pointers[1] = &setup->items[1];
    setup->trees[0] = scalar("7");
    setup->trees[1] = scalar("true");
    setup->trees[2] = scalar("same");
    setup->trees[3] =
        (Tree){.kind = TREE_LIST, .at = XC_NOWHERE, .items = setup->item_pointers, .count = 2};
    add_variable(setup, &setup->n, "n", &setup->trees[0]);
    add_variable(setup, &setup->flag, "flag", &setup->trees[1]);
    add_variable(setup, &setup->word, "word", &setup->trees[2]);
    add_variable(setup, &setup->list, "list", &setup->trees[3]);
    setup->evaluator =
        (Evaluator){.arena = setup->arena, .variables = &setup->variables, .channels = 12};
    *state = setup;
    return 0;
}

static int tear_down(void **state)
{
    Setup *setup = *state;
    arena_free(setup->arena);
    free(setup);
    return 0;
}

static void assert_number(Setup *setup, const char *text, double number)
{
    Tree tree = scalar(text);
    Datum datum;
    if (!evaluate(&setup->evaluator, &tree, &datum))
        fail_msg("'%s' was refused", text);
    assert_int_equal(datum.kind, DATUM_NUMBER);
    if (datum.number != number)
        fail_msg("'%s' is %.17g", text, datum.number);
}

static void assert_truth(Setup *setup, const char *text, bool truth)
{
    Tree tree = scalar(text);
    Datum datum;
    if (!evaluate(&setup->evaluator, &tree, &datum))
        fail_msg("'%s' was refused", text);
    assert_int_equal(datum.kind, DATUM_BOOL);
    if (datum.truth != truth)
        fail_msg("'%s' is %d", text, datum.truth);
}

static void assert_refused(Setup *setup, const char *text)
{
    Tree tree = scalar(text);
    Datum datum;
    if (evaluate(&setup->evaluator, &tree, &datum))
        fail_msg("'%s' was accepted", text);
}

static void numbers_are_those_of_json(void **state)
{
    assert_number(*state, "0", 0);
    assert_number(*state, "-0.5", -0.5);
    assert_number(*state, "1e-4", 1e-4);
    assert_number(*state, "1.0E+2", 100);
    assert_refused(*state, "01");
    assert_refused(*state, "1.");
    assert_refused(*state, ".5");
    assert_refused(*state, "1_000");
    assert_refused(*state, "0x10");
    assert_refused(*state, "1e");
    assert_refused(*state, "1e999");
    assert_refused(*state, "inf(1)");
}

static void operators_bind_as_in_arithmetic(void **state)
{
    assert_number(*state, "1 + 2 * 3 - 4 / 2", 5);
    assert_number(*state, "10 - 3 - 2", 5);
    assert_number(*state, "16 / 4 / 2", 2);
    assert_number(*state, "-(1 + 2) * -2", 6);
    assert_number(*state, "7 / 2", 3.5);
    assert_number(*state, "--3", 3);
    assert_truth(*state, "1 + 1 == 2 and not 3 < 2 or false", true);
    assert_truth(*state, "not true or true", true);
    assert_truth(*state, "false and false or true", true);
    assert_truth(*state, "true or false and false", true);
    assert_truth(*state, "not 1 == 2", true);
    assert_refused(*state, "1 < 2 < 3");
    assert_refused(*state, "1 +");
    assert_refused(*state, "(1");
    assert_refused(*state, "1 2");
}

static void halves_are_rounded_away_from_zero(void **state)
{
    assert_number(*state, "round(0.5)", 1);
    assert_number(*state, "round(-0.5)", -1);
    assert_number(*state, "round(2.5)", 3);
    assert_number(*state, "floor(-1.2)", -2);
    assert_number(*state, "ceil(1.2)", 2);
    assert_number(*state, "8 * round(100 / 8)", 104);
}

static void variables_may_be_anything_where_they_stand_alone(void **state)
{
    Setup *setup = *state;
    Tree tree = scalar("$list");
    Datum datum;
    assert_number(setup, "$n * 2", 14);
    assert_number(setup, "$(n)", 7);
    assert_number(setup, "floor($channels * 0.5)", 6);
    assert_truth(setup, "$flag and $word == same", true);
    assert_true(evaluate(&setup->evaluator, &tree, &datum));
    assert_true(datum.kind == DATUM_LIST && datum.count == 2);
    assert_refused(setup, "$list + 1");
    assert_refused(setup, "$list == $list");
    assert_refused(setup, "$nothing");
    assert_refused(setup, "$");
    assert_refused(setup, "$(n");
}

static void types_are_never_converted(void **state)
{
    assert_refused(*state, "true + 1");
    assert_refused(*state, "1 and true");
    assert_refused(*state, "same < valid");
    assert_refused(*state, "1 == true");
    assert_refused(*state, "not 0");
    assert_refused(*state, "-same");
}

static void what_logic_leaves_out_is_not_evaluated(void **state)
{
    assert_truth(*state, "$n == 7 or 1 / 0 > 1", true);
    assert_truth(*state, "$n != 7 and 1 / 0 > 1", false);
    assert_truth(*state, "true or $nothing", true);
    assert_refused(*state, "false or 1 / 0 > 1");
    assert_refused(*state, "true or (");
}

static void ranges_are_inclusive_and_may_be_empty(void **state)
{
    Setup *setup = *state;
    static const struct {
        const char *text;
        size_t count;
    } ranges[] = {{"1..3", 3}, {"1..$n", 7}, {"5..4", 0}, {"$n - 1..$n", 2}, {"0..0", 1}};
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        Tree tree = scalar(ranges[i].text);
        Datum datum;
        assert_true(evaluate_each(&setup->evaluator, &tree, &datum));
        assert_int_equal(datum.count, ranges[i].count);
    }
    Tree half = scalar("1..2.5"), huge = scalar("1..1e9"), open = scalar("1..");
    Datum datum;
    assert_false(evaluate_each(&setup->evaluator, &half, &datum));
    assert_false(evaluate_each(&setup->evaluator, &huge, &datum));
    assert_false(evaluate_each(&setup->evaluator, &open, &datum));
}

static void names_take_numbers_and_words(void **state)
{
    Setup *setup = *state;
    Tree good = scalar("stage$(n)_$word"), capital = scalar("Stage"), empty = scalar("");
    Tree truth = scalar("a$flag"), digit = scalar("$n");
    assert_string_equal(evaluate_name(&setup->evaluator, &good), "stage7_same");
    assert_null(evaluate_name(&setup->evaluator, &capital));
    assert_null(evaluate_name(&setup->evaluator, &empty));
    assert_null(evaluate_name(&setup->evaluator, &truth));
    assert_null(evaluate_name(&setup->evaluator, &digit));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(numbers_are_those_of_json),
        TEST(operators_bind_as_in_arithmetic),
        TEST(halves_are_rounded_away_from_zero),
        TEST(variables_may_be_anything_where_they_stand_alone),
        TEST(types_are_never_converted),
        TEST(what_logic_leaves_out_is_not_evaluated),
        TEST(ranges_are_inclusive_and_may_be_empty),
        TEST(names_take_numbers_and_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
