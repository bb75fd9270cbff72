/* --set of one key leaves all others: for every key path of a recipe and of an input. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "frontend/frontend.h"
#include "frontend/yaml.h"
#include "support/text.h"

typedef struct Leaves {
    struct Leaf {
        const char *path, *value;
    } * data;
    size_t count, capacity;
} Leaves;

typedef struct Bench {
    Arena *arena;
    Diag *diag;
    char path[64]; /* of the model's file */
} Bench;

static int set_up(void **state)
{
    Bench *bench = calloc(1, sizeof *bench);
    bench->arena = arena_new();
    bench->diag = diag_new(bench->arena, stderr, false);
    strcpy(bench->path, "/tmp/xceptc_set_XXXXXX");
    int file = mkstemp(bench->path);
    assert_true(file >= 0);
    fclose(fdopen(file, "w"));
    *state = bench;
    return 0;
}

static int tear_down(void **state)
{
    Bench *bench = *state;
    remove(bench->path);
    arena_free(bench->arena);
    free(bench);
    return 0;
}

static void write_model(const Bench *bench, const char *recipe)
{
    FILE *stream = fopen(bench->path, "w");
    assert_non_null(stream);
    fprintf(stream,
        "input: {shape: [64, 64, 3], mean: [1, 2, 3], std: [4, 5, 6]}\n"
        "training:\n  data: ./mine.xcd\n  validation: 0.25\n  batch_size: 64\n  epochs: 90\n"
        "  label_smoothing: 0.125\n%s"
        "  augment: {horizontal_flip: 0.25, shift: {height: 0.0625, width: 0.125, fill: 1.5}, "
        "pad_and_crop: 3, cutout: 5}\n"
        "layers: [global_average_pool, dense: 4, softmax]\n",
        recipe);
    assert_int_equal(fclose(stream), 0);
}

static const char *flat(const Bench *bench, const char *set)
{
    const FrontendOptions options = {
        .models = "models", .sets = &set, .set_count = set ? 1 : 0, .quiet = true};
    const char *text = frontend_flat(bench->arena, bench->diag, bench->path, &options);
    if (!text)
        fail_msg("--set %s is refused", set ? set : "");
    return text;
}

/* Lists are one value. */
static const char *list_text(Arena *arena, const Tree *list)
{
    Text text = {.arena = arena};
    for (size_t i = 0; i < list->count; i++)
        text_printf(&text, "%s%s", i ? ", " : "[", list->items[i]->text);
    text_add(&text, "]");
    return text_string(&text);
}

static void collect(Arena *arena, Leaves *leaves, const char *path, const Tree *tree)
{
    if (tree->kind != TREE_MAP) {
        struct Leaf leaf = {path, tree->kind == TREE_LIST ? list_text(arena, tree) : tree->text};
        vec_push(arena, leaves, leaf);
    }
    for (size_t i = 0; tree->kind == TREE_MAP && i < tree->count; i++)
        collect(
            arena, leaves, arena_printf(arena, "%s.%s", path, tree->keys[i]->text), tree->items[i]);
}

/* Every key of the input and the recipe, as the normal form has them: that names them all. */
static Leaves leaves_of(const Bench *bench, const char *text)
{
    Leaves leaves = {0};
    int file = diag_add_source(bench->diag, "flat", text, strlen(text));
    const Tree *root = yaml_parse(bench->arena, bench->diag, file, text, strlen(text), 0, NULL);
    assert_non_null(root);
    collect(bench->arena, &leaves, "input", tree_get(root, "input"));
    collect(bench->arena, &leaves, "training", tree_get(root, "training"));
    return leaves;
}

/* A value that differs and is allowed where the old one is; NULL for words. */
static const char *other_value(Arena *arena, const char *value)
{
    if (strcmp(value, "true") == 0 || strcmp(value, "false") == 0)
        return *value == 't' ? "false" : "true";
    char *end;
    double number = strtod(value, &end);
    if (*end || end == value)
        return NULL;
    return arena_printf(arena, "%g", strchr(value, '.') ? number / 2 : number + 1);
}

static void only_one_differs(
    const Bench *bench, const Leaves *before, size_t changed, const char *set)
{
    Leaves after = leaves_of(bench, flat(bench, set));
    assert_int_equal(after.count, before->count);
    for (size_t i = 0; i < before->count; i++) {
        bool equal = strcmp(before->data[i].path, after.data[i].path) == 0 &&
                     strcmp(before->data[i].value, after.data[i].value) == 0;
        if (equal == (i == changed))
            fail_msg("--set %s: %s is %s, and %s is %s", set, before->data[i].path,
                before->data[i].value, after.data[i].path, after.data[i].value);
    }
}

static const char *const recipes[] = {
    "  optimizer: {sgd: {momentum: 0.75, nesterov: true}}\n"
    "  learning_rate: {steps: {0: 0.5, 30: 0.25, 60: 0.125}, warm_up: 5}\n",
    "  optimizer: {adam: {beta1: 0.75, beta2: 0.875, epsilon: 1.5e-5}}\n"
    "  learning_rate: {cosine: {rate: 0.5, final_rate: 0.25}, warm_up: 5}\n",
    "  optimizer: {adamw: {beta1: 0.75, beta2: 0.875, epsilon: 1.5e-5, weight_decay: 0.5}}\n"
    "  learning_rate: {one_cycle: {rate: 0.5, final_rate: 0.25}, warm_up: 5}\n",
};

static void every_key_of_a_recipe_is_set_alone(void **state)
{
    const Bench *bench = *state;
    int tried = 0;
    for (size_t r = 0; r < sizeof recipes / sizeof *recipes; r++) {
        write_model(bench, recipes[r]);
        const char *plain = flat(bench, NULL);
        Leaves leaves = leaves_of(bench, plain);
        for (size_t i = 0; i < leaves.count; i++) {
            const struct Leaf *leaf = &leaves.data[i];
            const char *same = arena_printf(bench->arena, "%s=%s", leaf->path, leaf->value);
            if (strcmp(flat(bench, same), plain) != 0)
                fail_msg("--set %s, which is so already, changes the model", same);
            const char *other = other_value(bench->arena, leaf->value);
            if (!other)
                continue;
            only_one_differs(
                bench, &leaves, i, arena_printf(bench->arena, "%s=%s", leaf->path, other));
            tried++;
        }
    }
    assert_true(tried >= 40);
}

static void assert_has(const Bench *bench, const char *set, const char *part)
{
    const char *text = flat(bench, set);
    if (!strstr(text, part))
        fail_msg("--set %s: no '%s' in\n%s", set, part, text);
}

static void an_alternative_takes_the_place_of_the_other_and_leaves_what_is_beside(void **state)
{
    const Bench *bench = *state;
    write_model(bench, recipes[0]);
    assert_has(bench, "training.optimizer.adam.beta1=0.5", "adam: {beta1: 0.5, beta2: 0.999");
    assert_has(bench, "training.learning_rate.cosine.rate=0.5",
        "{cosine: {rate: 0.5, final_rate: 0}, warm_up: 5}");
    assert_has(bench, "training.learning_rate.one_cycle=0.5", "}, warm_up: 5}");
    assert_has(bench, "training.learning_rate.steps.45=0.2", "30: 0.25, 45: 0.2, 60: 0.125}");
    assert_has(bench, "training.learning_rate={cosine: 1}",
        "{cosine: {rate: 1, final_rate: 0}, "
        "warm_up: 0}");
    assert_has(bench, "training.optimizer=adam", "adam: {beta1: 0.9, ");
}

static void short_forms_are_spelt_out(void **state)
{
    const Bench *bench = *state;
    write_model(bench, "  learning_rate: {cosine: 0.5}\n  optimizer: sgd\n");
    assert_has(bench, "training.learning_rate.cosine.final_rate=0.25",
        "{cosine: {rate: 0.5, final_rate: 0.25}, warm_up: 0}");
    assert_has(bench, "training.optimizer.sgd.momentum=0.5", "sgd: {momentum: 0.5, nesterov: f");
    write_model(bench, "  learning_rate: 0.5\n");
    assert_has(bench, "training.learning_rate.warm_up=3", "{steps: {0: 0.5}, warm_up: 3}");
}

static void a_default_keeps_what_is_beside_a_key_of_it(void **state)
{
    const Bench *bench = *state;
    FILE *stream = fopen(bench->path, "w");
    assert_non_null(stream);
    fputs("input: {shape: [8, 8, 3]}\n"
          "defaults: {dense: {kernel_regularizer: {l1: 1, l2: 2}, "
          "kernel_initializer: {uniform: {minval: -1, maxval: 1}}}}\n"
          "layers: [global_average_pool, dense: 4, softmax]\n",
        stream);
    assert_int_equal(fclose(stream), 0);
    assert_has(bench, "defaults.dense.kernel_regularizer.l2=3", "{l1: 1, l2: 3}");
    assert_has(bench, "defaults.dense.kernel_initializer.uniform.maxval=3",
        "{uniform: {minval: -1, maxval: 3}}");
    assert_has(bench, "defaults.dense.kernel_initializer.normal.stddev=3",
        "{normal: {mean: 0, stddev: 3}}");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(every_key_of_a_recipe_is_set_alone),
        TEST(an_alternative_takes_the_place_of_the_other_and_leaves_what_is_beside),
        TEST(short_forms_are_spelt_out),
        TEST(a_default_keeps_what_is_beside_a_key_of_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
