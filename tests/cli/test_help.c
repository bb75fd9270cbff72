/* xceptc help: verbs, layers and topics, and what is said of unknown words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "frontend/schema.h"
#include "session.h"

#include <string.h>

static void every_layer_has_a_help_with_its_arguments(void **state)
{
    Session *session = *state;
    for (size_t i = 0; i < kind_spec_count; i++) {
        const KindSpec *kind = &kind_specs[i];
        Outcome help =
            expect_status(session, 0, arena_printf(session->arena, "help %s", kind->name));
        assert_contains(help.out, kind->meaning);
        assert_contains(help.out, kind->example);
        for (size_t k = 0; k < argument_count(kind); k++)
            assert_contains(
                help.out, arena_printf(session->arena, "\n  %-22s ", kind->arguments[k].name));
        assert_contains(expect_status(session, 0, "help language").out,
            arena_printf(session->arena, "\n  %-19s ", kind->name));
    }
}

static void a_layer_is_found_by_its_name_in_keras(void **state)
{
    Session *session = *state;
    Outcome ours = expect_status(session, 0, "help separable_conv");
    assert_string_equal(expect_status(session, 0, "help SeparableConv2D").out, ours.out);
    assert_contains(ours.out, "Keras: SeparableConv2D");
}

static void a_layer_is_found_by_its_name_in_pytorch(void **state)
{
    Session *session = *state;
    Outcome conv = expect_status(session, 0, "help conv");
    assert_string_equal(expect_status(session, 0, "help Conv2d").out, conv.out);
    assert_string_equal(expect_status(session, 0, "help nn.Conv2d").out, conv.out);
    assert_contains(expect_status(session, 0, "help BatchNorm2d").out, "batch_norm: ");
}

static void words_of_a_recipe_are_found_on_its_page(void **state)
{
    Session *session = *state;
    static const char *const words[] = {"adam", "SGD", "cosine", "augment", "cutout", "OneCycleLR"};
    const char *page = expect_status(session, 0, "help training").out;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_string_equal(
            expect_status(session, 0, arena_printf(session->arena, "help %s", words[i])).out, page);
    assert_contains(expect_status(session, 0, "help extends").out, "A model is one YAML file");
    assert_contains(expect_status(session, 2, "help rmsprop").err, "sgd, adam or adamw");
    expect_status(session, 2, "help cosin");
}

static void unknown_words_have_a_hint(void **state)
{
    Session *session = *state;
    assert_contains(expect_status(session, 2, "help biuld").err, "did you mean 'build'?");
    assert_contains(expect_status(session, 2, "help languege").err, "did you mean 'language'?");
    assert_contains(expect_status(session, 2, "help max_pol").err, "did you mean 'max_pool'?");
    assert_contains(expect_status(session, 2, "help selu").err, "the activations are relu");
    assert_lacks(expect_status(session, 2, "help selu").err, "did you mean");
    assert_contains(expect_status(session, 2, "help activation").err, "layers of their own");
    assert_contains(expect_status(session, 2, "help qqqqqq").err, "'xceptc help' lists the verbs");
}

/* A terminal of 100 columns shows it without broken lines. */
static void the_pages_fit_a_terminal(void **state)
{
    Session *session = *state;
    static const char *const pages[] = {"help", "help language", "help training"};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        const char *line = expect_status(session, 0, pages[i]).out;
        for (const char *end; (end = strchr(line, '\n')); line = end + 1)
            if (end - line > 100)
                fail_msg("%s: a line of %d bytes: %.*s", pages[i], (int)(end - line),
                    (int)(end - line), line);
    }
}

static void the_page_on_training_has_every_key(void **state)
{
    Session *session = *state;
    const char *page = expect_status(session, 0, "help training").out;
    for (size_t i = 0; i < training_key_count; i++) {
        const char *line = arena_printf(session->arena, "\n    %s: ", training_key_specs[i].name);
        assert_contains(page, line);
        assert_lacks(strstr(page, line) + 1, line); /* once */
    }
}

/* What the page shows is the language as the compiler reads it. */
static void the_recipes_of_the_page_are_read(void **state)
{
    Session *session = *state;
    static const char *const recipes[] = {"label_smoothing: 0.1", "optimizer: adam",
        "optimizer: {sgd: {momentum: 0, nesterov: false}}",
        "optimizer: {adam: {beta1: 0.9, beta2: 0.999, epsilon: 1.0e-7}}",
        "optimizer: {adamw: {beta1: 0.9, beta2: 0.999, epsilon: 1.0e-7, weight_decay: 0.004}}",
        "learning_rate: {steps: {0: 0.1, 80: 0.01}}",
        "learning_rate: {cosine: {rate: 0.1, final_rate: 0}, warm_up: 5}",
        "learning_rate: {one_cycle: {rate: 0.1, final_rate: 0}}",
        ("augment: {shift: {height: 0.125, width: 0.125, fill: 0}, pad_and_crop: 4, "
         "horizontal_flip: 0.5, cutout: 8}")};
    for (size_t i = 0; i < sizeof recipes / sizeof *recipes; i++) {
        const char *model = write_inside(session, "m.yaml",
            arena_printf(session->arena,
                "extends: recipe_cifar10\ntraining:\n  %s\nlayers:\n"
                "  - flatten\n  - dense: $classes\n  - softmax\n",
                recipes[i]));
        expect_status(session, 0, arena_printf(session->arena, "check %s", model));
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, session_set_up, session_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(every_layer_has_a_help_with_its_arguments),
        TEST(a_layer_is_found_by_its_name_in_keras),
        TEST(a_layer_is_found_by_its_name_in_pytorch),
        TEST(words_of_a_recipe_are_found_on_its_page),
        TEST(unknown_words_have_a_hint),
        TEST(the_pages_fit_a_terminal),
        TEST(the_page_on_training_has_every_key),
        TEST(the_recipes_of_the_page_are_read),
    };
    return cmocka_run_group_tests(tests, session_set_up_cache, session_tear_down_cache);
}
