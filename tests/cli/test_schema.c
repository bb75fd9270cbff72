/* xceptc schema, judged by another implementation of JSON Schema: shipped models are valid, planted
 * mistakes are not. Skipped where Python has no jsonschema. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "session.h"
#include "support/files.h"

#include <string.h>

/* The interpreter of Debian's packages before another one that may come first in PATH. */
static Outcome validate(Session *session, const char *schema, const char *files)
{
    static const char *const interpreters[] = {"/usr/bin/python3", "python3"};
    Outcome outcome = {.status = 77};
    for (size_t i = 0; i < 2 && outcome.status == 77; i++)
        outcome = run_program(session->arena, interpreters[i],
            arena_printf(session->arena, "tests/cli/validate.py %s %s", schema, files),
            &(Setting){0});
    if (outcome.status == 77 || outcome.status == 127)
        skip();
    if (outcome.status != 0)
        fail_msg("validate.py: exit status %d\n%s", outcome.status, outcome.err);
    return outcome;
}

static const char *schema_of(Session *session, const char *model)
{
    const char *path = inside(session, "schema.json");
    expect_status(session, 0, arena_printf(session->arena, "schema %s -o %s", model, path));
    return path;
}

static void every_shipped_model_is_valid(void **state)
{
    Session *session = *state;
    static const char *const suffixes[] = {".yaml", NULL};
    char **names = files_list(session->arena, session->diag, "models", suffixes);
    const char *all = "tests/cli/tiny.yaml";
    assert_non_null(names);
    for (char **name = names; *name; name++)
        all = arena_printf(session->arena, "%s models/%s", all, *name);
    Outcome general = validate(session, schema_of(session, ""), all);
    assert_lacks(general.out, "wrong ");
    for (char **name = names; *name; name++) {
        const char *path = arena_printf(session->arena, "models/%s", *name);
        Outcome own = validate(session, schema_of(session, path), path);
        assert_string_equal(own.out, arena_printf(session->arena, "valid %s\n", path));
    }
}

/* What config prints is a model file, too. */
static void merged_and_flat_models_are_valid(void **state)
{
    Session *session = *state;
    static const char *const models[] = {"senet", "inception_v3_slim", "thinner_by_change"};
    const char *all = "";
    for (size_t i = 0; i < sizeof models / sizeof *models; i++) {
        const char *merged = inside(session, arena_printf(session->arena, "%s.yaml", models[i]));
        const char *flat = inside(session, arena_printf(session->arena, "%s_flat.yaml", models[i]));
        expect_status(
            session, 0, arena_printf(session->arena, "config %s -o %s", models[i], merged));
        expect_status(
            session, 0, arena_printf(session->arena, "config --flat %s -o %s", models[i], flat));
        all = arena_printf(session->arena, "%s %s %s", all, merged, flat);
    }
    assert_lacks(validate(session, schema_of(session, ""), all).out, "wrong ");
}

/* Writes each text as a file and returns their paths. */
static const char *write_all(Session *session, const char *const *texts, size_t count)
{
    const char *all = "";
    for (size_t i = 0; i < count; i++) {
        const char *name = arena_printf(session->arena, "case%02zu.yaml", i);
        all = arena_printf(session->arena, "%s %s", all, write_inside(session, name, texts[i]));
    }
    return all;
}

static void assert_all(Session *session, const char *schema, const char *verdict,
    const char *const *texts, size_t count)
{
    Outcome outcome = validate(session, schema, write_all(session, texts, count));
    for (size_t i = 0; i < count; i++) {
        const char *name = arena_printf(session->arena, "case%02zu.yaml", i);
        if (!strstr(
                outcome.out, arena_printf(session->arena, "%s %s", verdict, inside(session, name))))
            fail_msg("not '%s': %s\n%s", verdict, texts[i], outcome.out);
    }
}

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void planted_mistakes_are_found(void **state)
{
    Session *session = *state;
    static const char *const mistakes[] = {
        "layer: [relu]",
        "layers: relu",
        "layers: [conv: {filters: 64, kernal: 3}]",
        "layers: [conv: {filters: 64, kernel_size: 3}]",
        "layers: [conv: {filters: 0, kernel: 3}]",
        "layers: [conv: {filters: 6.5, kernel: 3}]",
        "layers: [conv: {filters: many, kernel: 3}]",
        "layers: [conv: {filters: 8, kernel: [3, 3, 3]}]",
        "layers: [conv: {filters: 8, kernel: 3, padding: full}]",
        "layers: [conv: {filters: 8, kernel: 3, padding: [1, 1]}]",
        "layers: [conv: {filters: 8, kernel: 3, bias: 1}]",
        "layers: [conv: {filters: 8, kernel: 3, kernel_initializer: he}]",
        "layers: [conv: {filters: 8, kernel: 3, kernel_initializer: {normal: {std: 1}}}]",
        "layers: [conv: {filters: 8, kernel: 3, kernel_regularizer: 0.1}]",
        "layers: [conv: {filters: 8, kernel: 3, kernel_regularizer: {l3: 0.1}}]",
        "layers:\n  - conv:\n    filters: 64\n    kernel: 3\n",
        "layers:\n  - conv:\n      kernel: (3, 3)\n      filters: 8\n",
        "layers: [Conv2D: {filters: 8}]",
        "layers: [relu: 3]",
        "layers: [relu: {slope: 3}]",
        "layers: [dropout: 1]",
        "layers: [dropout: {name: 'a b', rate: 0.5}]",
        "layers: [batch_norm: {momentum: 1.5}]",
        "layers: [batch_norm: {epsilon: 0}]",
        "layers: [batch_norm: {epsilon: 1.0e-13}]",
        "about: [a, b]",
        "layers: [add: identity]",
        "layers: [add: [identity]]",
        "layers: [concat]",
        "layers: [repeat: {times: 3}]",
        "layers: [repeat: {times: 3, each: {i: 1..3}, layers: [relu]}]",
        "layers: [repeat: {times: 3, layers: [relu], name: r}]",
        "layers: [repeat: {each: {i: 3}, layers: [relu]}]",
        "layers: [[relu]]",
        "blocks: {unit: {layers: [conv: {kernal: 3}]}}",
        "blocks: {unit: {arguments: [a]}}",
        "blocks: {unit: {args: [a], layers: [relu]}}",
        "input: {shape: [32, 32]}",
        "input: {size: [32, 32, 3]}",
        "defaults: {conv: {kernal: 3}}",
        "defaults: {unit: {kernel: 3}}",
        "set: {Width: 3}",
        "set: {width: {a: 1}}",
        "change: {stem: 64}",
        "change: {stem: {name: other}}",
        "training: {epoch: 3}",
        "training: {epochs: -3}",
        "training: {loss: mse}",
        "training: {label_smoothing: 1}",
        "training: {optimizer: adagrad}",
        "training: {optimizer: {adam: {beta_1: 0.9}}}",
        "training: {optimizer: {sgd: {}, adam: {}}}",
        "training: {learning_rate: {steps: {0: 0.1}, cosine: {rate: 0.1}}}",
        "training: {learning_rate: {warm_up: 3}}",
        "training: {learning_rate: fast}",
        "training: {augment: {flip: 0.5}}",
        "training: {augment: {horizontal_flip: 2}}",
        "expect: {parameters: {all: 3}}",
        "expect: {layers: {a: {shape: [3]}}}",
        "extends: {a: b}",
        "- relu",
    };
    assert_all(session, schema_of(session, ""), "wrong", mistakes, COUNT(mistakes));
}

static void a_models_schema_knows_its_blocks_and_variables(void **state)
{
    Session *session = *state;
    const char *schema = schema_of(session, "xception_mini");
    static const char *const mistakes[] = {
        "layers: [midle: 728]",
        "layers: [middle]",
        "layers: [middle: {filter: 728}]",
        "layers: [entry: {stride: 2}]",
        "layers: [exit: 3]",
        "layers: [conv: {filters: 3}]",
        "layers: [conv]",
        "layers: [relu, add: [[middle: {depth: 3}], identity]]",
        "layers: [original]",
        "change: {stem: [original: {filters: 3}]}",
        "set: {width: true}",
        "set: {leading_relu: 3}",
        "set: {initializer: 3}",
    };
    static const char *const right[] = {
        "layers: [middle: 728]",
        "layers: [entry: {name: e$i, filters: round($width * 3), stride: 2, if: $leading_relu}]",
        "layers: [separable_conv: 3, max_pool, relu: {if: not $leading_relu}]",
        "layers: [conv: {filters: 4 * $channels, kernel: [1, 3]}]",
        "set: {width: 0.5, leading_relu: true, initializer: he_normal, new_one: 3}",
        "layers: [repeat: {each: {i: 1..$middle_blocks, f: [1, 2]}, layers: [middle: $f]}]",
        "change: {stem: [original, relu]}",
        "change: {stem: [add: [original, [repeat: {times: 1, layers: [original]}]]]}",
        "about: 3",
        "layers: [batch_norm: {epsilon: 1.0e-12}]",
    };
    assert_all(session, schema, "wrong", mistakes, COUNT(mistakes));
    assert_all(session, schema, "valid", right, COUNT(right));
    /* A file without these blocks says nothing of them. */
    assert_all(session, schema_of(session, ""), "valid", mistakes, 5);
}

static void a_recipe_and_a_model_with_wrong_layers_have_a_schema(void **state)
{
    Session *session = *state;
    expect_status(session, 0, "schema recipe_cifar10");
    assert_contains(expect_status(session, 0, "schema tests/cli/wrong.yaml").out, "wrong.yaml");
    assert_contains(expect_status(session, 1, "schema no/such.yaml").err, "no/such.yaml");
    assert_contains(expect_status(session, 3, "schema -o /dev/null/x").err, "/dev/null/x");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, session_set_up, session_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(every_shipped_model_is_valid),
        TEST(merged_and_flat_models_are_valid),
        TEST(planted_mistakes_are_found),
        TEST(a_models_schema_knows_its_blocks_and_variables),
        TEST(a_recipe_and_a_model_with_wrong_layers_have_a_schema),
    };
    return cmocka_run_group_tests(tests, session_set_up_cache, session_tear_down_cache);
}
