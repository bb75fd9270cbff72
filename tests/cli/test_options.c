/* The option parser: forms of options, values, operands, and what it says of mistakes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cli/option_hints.h"
#include "cli/verb.h"
#include "frontend/schema.h"
#include "option_table.h"

#include <stdlib.h>
#include <string.h>

static const OptionSpec specs[] = {
    {0, "json", XC_OPTION_FLAG, NULL, "", false},
    {'o', "out", XC_OPTION_TEXT, "DIR", "", false},
    {0, "epochs", XC_OPTION_WHOLE, "N", "", true},
    {0, "confusion", XC_OPTION_TEXT_OR_NONE, "[FILE]", "", true},
    {0, "set", XC_OPTION_REPEATED, "NAME=VALUE", "", false},
    {0, NULL, XC_OPTION_FLAG, NULL, NULL, false},
};

typedef struct Parsed {
    Arena *arena;
    Options options;
    bool fine;
    char *messages;
} Parsed;

#define PARSE(...)                                                                                 \
    parse((int)(sizeof(char *[]){__VA_ARGS__} / sizeof(char *)), (char *[]){__VA_ARGS__})

static Parsed parse(int count, char **arguments)
{
    Parsed parsed = {.arena = arena_new()};
    size_t length;
    FILE *stream = open_memstream(&parsed.messages, &length);
    assert_non_null(stream);
    Diag *diag = diag_new(parsed.arena, stream, false);
    parsed.fine = options_parse(&parsed.options, parsed.arena, diag, specs, count, arguments);
    fclose(stream);
    return parsed;
}

static void drop(Parsed *parsed)
{
    arena_free(parsed->arena);
    free(parsed->messages);
}

static void values_come_attached_or_as_the_next_argument(void **state)
{
    (void)state;
    Parsed parsed = PARSE("--out=a", "model", "--epochs", "3", "-ob", "-o", "c", "--set", "x=1=2");
    assert_true(parsed.fine);
    assert_string_equal(options_text(&parsed.options, "out"), "c");
    assert_string_equal(options_text(&parsed.options, "epochs"), "3");
    assert_string_equal(options_text(&parsed.options, "set"), "x=1=2");
    assert_int_equal(parsed.options.operands.count, 1);
    assert_string_equal(parsed.options.operands.data[0], "model");
    assert_string_equal(parsed.messages, "");
    drop(&parsed);
}

static void repeated_options_keep_their_order(void **state)
{
    (void)state;
    Parsed parsed = PARSE("--set", "a=1", "--json", "--set=b=2");
    assert_true(parsed.fine);
    assert_string_equal(options_repeated(&parsed.options, "set", 0), "a=1");
    assert_string_equal(options_repeated(&parsed.options, "set", 1), "b=2");
    assert_null(options_repeated(&parsed.options, "set", 2));
    drop(&parsed);
}

static void short_flags_can_be_joined(void **state)
{
    (void)state;
    Parsed parsed = PARSE("-qv");
    assert_true(parsed.fine);
    assert_true(options_flag(&parsed.options, "quiet"));
    assert_true(options_flag(&parsed.options, "verbose"));
    assert_false(options_flag(&parsed.options, "help"));
    drop(&parsed);
}

static void dash_is_an_operand_and_two_dashes_end_the_options(void **state)
{
    (void)state;
    Parsed parsed = PARSE("-", "--", "--json", "-o");
    assert_true(parsed.fine);
    assert_int_equal(parsed.options.operands.count, 3);
    assert_string_equal(parsed.options.operands.data[0], "-");
    assert_string_equal(parsed.options.operands.data[1], "--json");
    assert_false(options_flag(&parsed.options, "json"));
    drop(&parsed);
}

static void an_unknown_option_gets_the_nearest_as_a_hint(void **state)
{
    (void)state;
    Parsed parsed = PARSE("--epoch", "3");
    assert_false(parsed.fine);
    assert_non_null(strstr(parsed.messages, "unknown option '--epoch'"));
    assert_non_null(strstr(parsed.messages, "did you mean '--epochs'?"));
    drop(&parsed);
}

static void every_mistake_is_reported(void **state)
{
    (void)state;
    Parsed parsed = PARSE("--json=yes", "-z", "--epochs", "-3", "--out");
    assert_false(parsed.fine);
    assert_non_null(strstr(parsed.messages, "'--json' takes no value"));
    assert_non_null(strstr(parsed.messages, "unknown option '-z'"));
    assert_non_null(strstr(parsed.messages, "'--epochs' needs a whole number, not '-3'"));
    assert_non_null(strstr(parsed.messages, "'--out' needs a value: --out DIR"));
    drop(&parsed);
}

static void whole_numbers_are_digits_only(void **state)
{
    (void)state;
    char *wrong[] = {"", "1.5", "1e3", "0x10", " 1", "1000000000000000000000"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        Parsed parsed = PARSE("--epochs", wrong[i]);
        assert_false(parsed.fine);
        drop(&parsed);
    }
}

static void a_value_may_be_missing_where_the_table_says_so(void **state)
{
    (void)state;
    Parsed parsed = PARSE("model", "--confusion");
    assert_true(parsed.fine && options_flag(&parsed.options, "confusion"));
    assert_null(options_text(&parsed.options, "confusion"));
    drop(&parsed);
    parsed = PARSE("--confusion", "--json", "model");
    assert_true(parsed.fine && options_flag(&parsed.options, "json"));
    assert_null(options_text(&parsed.options, "confusion"));
    drop(&parsed);
    parsed = PARSE("model", "--confusion", "m.csv");
    assert_string_equal(options_text(&parsed.options, "confusion"), "m.csv");
    assert_int_equal(parsed.options.operands.count, 1);
    drop(&parsed);
}

/* What a trainer can be asked, xceptc can be asked; the model it names itself. */
static void train_has_every_option_of_the_trainer(void **state)
{
    (void)state;
    size_t count;
    const xr_option *table = xr_option_table(&count);
    for (size_t i = 0; i < count; i++) {
        const char *name = table[i].name;
        if (!(table[i].verbs & 1u << XR_TRAIN) || strncmp(name, "--", 2) != 0 ||
            strcmp(name, "--model") == 0)
            continue;
        if (!options_has(verb_train.options, name + 2) && !options_has(options_common(), name + 2))
            fail_msg("xceptc train has no %s", name);
    }
}

static void assert_hint(const char *verb, const char *name, const char *expected)
{
    Arena *arena = arena_new();
    const char *hint = option_hint(arena, verb_find(verb)->options, name);
    if (!hint || !strstr(hint, expected))
        fail_msg("%s --%s: no '%s' in: %s", verb, name, expected, hint ? hint : "nothing");
    arena_free(arena);
}

static void what_others_call_options_has_its_hint(void **state)
{
    (void)state;
    assert_hint("train", "lr", "--set training.learning_rate=VALUE");
    assert_hint("train", "momentum", "--set training.optimizer.sgd.momentum=VALUE");
    assert_hint("train", "weight-decay", "--set training.optimizer.adamw.weight_decay=VALUE");
    assert_hint("train", "warmup", "--set training.learning_rate.warm_up=VALUE");
    assert_hint("train", "batch-size", "write '--batch'");
    assert_hint("train", "num-workers", "write '--threads'");
    assert_hint("train", "validation-split", "write '--validation'");
    assert_hint("train", "output_dir", "write '--out'");
    assert_hint("train", "patience", "a run goes to its last epoch");
    assert_hint("train", "gpu", "the program runs on processors");
    assert_hint("train", "class-weight", "every image weighs the same");
    assert_hint("train", "use_ema", "the best are kept");
    assert_hint("train", "tensorboard", "'train --json'");
    assert_hint("train", "dtype", "single precision");
    assert_hint("train", "seeed", "did you mean '--seed'?");
    assert_hint("evaluate", "checkpoint", "write '--weights'");
    assert_hint("summary", "lr", "--set training.learning_rate=VALUE");
}

static void every_key_of_the_recipe_leads_to_set_or_to_its_own_option(void **state)
{
    (void)state;
    const OptionSpec *train = verb_find("train")->options;
    for (size_t i = 0; i < training_key_count; i++) {
        const char *key = training_key_specs[i].name;
        if (options_has(train, key))
            continue;
        char dashed[64];
        snprintf(dashed, sizeof dashed, "%s", key);
        for (char *p = dashed; *p; p++)
            *p = *p == '_' ? '-' : *p;
        assert_hint("train", key, strcmp(key, "batch_size") == 0 ? "--batch" : key);
        assert_hint("train", dashed, strcmp(key, "batch_size") == 0 ? "--batch" : key);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_others_call_options_has_its_hint),
        cmocka_unit_test(every_key_of_the_recipe_leads_to_set_or_to_its_own_option),
        cmocka_unit_test(values_come_attached_or_as_the_next_argument),
        cmocka_unit_test(a_value_may_be_missing_where_the_table_says_so),
        cmocka_unit_test(train_has_every_option_of_the_trainer),
        cmocka_unit_test(repeated_options_keep_their_order),
        cmocka_unit_test(short_flags_can_be_joined),
        cmocka_unit_test(dash_is_an_operand_and_two_dashes_end_the_options),
        cmocka_unit_test(an_unknown_option_gets_the_nearest_as_a_hint),
        cmocka_unit_test(every_mistake_is_reported),
        cmocka_unit_test(whole_numbers_are_digits_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
