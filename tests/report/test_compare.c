/* What differs between two models: every change is found where it was made, and nothing else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "models.h"
#include "report/align.h"
#include "report/compare.h"

#include <string.h>

/* A small model; what is in the brackets is replaced in each test. */
#define SKETCH(stride, head)                                                                       \
    "about: A sketch.\n"                                                                           \
    "extends: recipe_cifar10\n"                                                                    \
    "defaults: {conv: {padding: same}}\n"                                                          \
    "blocks:\n"                                                                                    \
    "  unit:\n"                                                                                    \
    "    layers: [add: [[relu, conv: {filters: 8, kernel: 3}, batch_norm], identity]]\n"           \
    "layers:\n"                                                                                    \
    "  - conv: {name: stem, filters: 8, kernel: 3, stride: " stride "}\n"                          \
    "  - batch_norm: {name: norm}\n" head "  - global_average_pool\n"                              \
    "  - dense: {name: classifier, units: $classes}\n"                                             \
    "  - softmax\n"

#define UNITS "  - repeat: {times: 3, layers: [unit]}\n"

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

static const Difference *difference(Arena *arena, const char *before, const char *after)
{
    const Graph *a = text_model(arena, before).forward, *b = text_model(arena, after).forward;
    return difference_of(a, b);
}

/* The pair of that full name, or NULL. */
static const LayerPair *find(const LayerPair *pair, const char *name)
{
    for (size_t i = 0; i < pair->children.count; i++) {
        const LayerPair *child = pair->children.data[i];
        if (strcmp(pair_layer(child)->name, name) == 0)
            return child;
        const LayerPair *inner = find(child, name);
        if (inner)
            return inner;
    }
    return NULL;
}

static size_t count_verdicts(const LayerPair *pair, Verdict verdict, bool blocks)
{
    size_t count = 0;
    for (size_t i = 0; i < pair->children.count; i++) {
        const LayerPair *child = pair->children.data[i];
        count += child->verdict == verdict && pair_layer(child)->is_block == blocks;
        count += count_verdicts(child, verdict, blocks);
    }
    return count;
}

static void assert_change(
    const LayerPair *pair, const char *what, const char *before, const char *after)
{
    assert_non_null(pair);
    for (size_t i = 0; i < pair->changes.count; i++) {
        const Change *change = &pair->changes.data[i];
        if (strcmp(change->what, what) != 0)
            continue;
        assert_string_equal(change->before, before);
        assert_string_equal(change->after, after);
        return;
    }
    fail_msg("'%s' of %s was not found to change", what, pair_layer(pair)->name);
}

/* ---- alignment --------------------------------------------------------------------------- */

enum { MOST = 9 };

static size_t longest_by_table(const LayerList *a, const LayerList *b)
{
    size_t table[MOST + 1][MOST + 1] = {{0}};
    for (size_t i = 1; i <= a->count; i++)
        for (size_t j = 1; j <= b->count; j++) {
            size_t skip = table[i - 1][j] > table[i][j - 1] ? table[i - 1][j] : table[i][j - 1];
            bool same = strcmp(a->data[i - 1]->name, b->data[j - 1]->name) == 0;
            table[i][j] = same ? table[i - 1][j - 1] + 1 : skip;
        }
    return table[a->count][b->count];
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 16;
}

/* Some of MOST + 3 names in any order. */
static LayerList random_list(Arena *arena, const Layer *pool, uint32_t *seed)
{
    bool used[MOST + 3] = {false};
    LayerList list = {0};
    size_t count = next_random(seed) % (MOST + 1);
    while (list.count < count) {
        size_t pick = next_random(seed) % (MOST + 3);
        if (!used[pick])
            vec_push(arena, &list, &pool[pick]);
        used[pick] = true;
    }
    return list;
}

static void an_alignment_is_a_longest_common_subsequence(void **state)
{
    Arena *arena = *state;
    uint32_t seed = 7;
    Layer pool[MOST + 3];
    for (int i = 0; i < MOST + 3; i++)
        pool[i] = (Layer){.name = arena_printf(arena, "layer%d", i)};
    for (int round = 0; round < 2000; round++) {
        LayerList a = random_list(arena, pool, &seed), b = random_list(arena, pool, &seed);
        const size_t *match = align_names(arena, &a, &b);
        size_t matched = 0, next = 0;
        for (size_t i = 0; i < a.count; i++) {
            if (match[i] == XC_UNMATCHED)
                continue;
            assert_true(match[i] >= next && match[i] < b.count);
            assert_string_equal(a.data[i]->name, b.data[match[i]]->name);
            next = match[i] + 1;
            matched++;
        }
        assert_int_equal(matched, longest_by_table(&a, &b));
    }
}

/* ---- planted changes --------------------------------------------------------------------- */

static void one_stride_is_found_and_the_rest_is_its_consequence(void **state)
{
    Arena *arena = *state;
    const Difference *found = difference(arena, SKETCH("1", UNITS), SKETCH("2", UNITS));
    assert_false(found->same_network);
    assert_int_equal(count_verdicts(found->root, XC_CHANGED, false), 1);
    assert_change(find(found->root, "stem"), "stride", "1", "2");
    assert_int_equal(find(found->root, "unit2_conv1")->verdict, XC_RESIZED);
    assert_int_equal(find(found->root, "classifier")->verdict, XC_EQUAL);
    assert_int_equal(found->training.count + found->input.count, 0);
}

static void a_removed_call_is_one_removed_block(void **state)
{
    Arena *arena = *state;
    const Difference *found = difference(
        arena, SKETCH("2", UNITS), SKETCH("2", "  - repeat: {times: 2, layers: [unit]}\n"));
    const LayerPair *gone = find(found->root, "unit3");
    assert_int_equal(gone->verdict, XC_REMOVED);
    assert_int_equal(gone->layers, 4);
    assert_int_equal(count_verdicts(found->root, XC_REMOVED, true), 1);
    assert_int_equal(count_verdicts(found->root, XC_ADDED, false), 0);
    assert_int_equal(count_verdicts(found->root, XC_CHANGED, false), 0);
}

static void an_inserted_layer_is_added_and_its_successor_stays_equal(void **state)
{
    Arena *arena = *state;
    const Difference *found =
        difference(arena, SKETCH("2", UNITS), SKETCH("2", "  - relu: {name: act}\n" UNITS));
    assert_int_equal(find(found->root, "act")->verdict, XC_ADDED);
    assert_int_equal(count_verdicts(found->root, XC_ADDED, false), 1);
    assert_int_equal(count_verdicts(found->root, XC_EQUAL, true), 3);
}

static void a_rewired_branch_is_found_though_all_layers_are_equal(void **state)
{
    Arena *arena = *state;
    const Difference *found =
        difference(arena, SKETCH("2", "  - relu: {name: act}\n  - add: [identity, from: norm]\n"),
            SKETCH("2", "  - relu: {name: act}\n  - add: [identity, from: stem]\n"));
    assert_int_equal(count_verdicts(found->root, XC_CHANGED, false), 1);
    assert_change(find(found->root, "add1"), "input", "norm", "stem");
}

static void recipe_and_input_are_compared_by_key(void **state)
{
    Arena *arena = *state;
    const Difference *found = difference(arena, SKETCH("2", UNITS),
        SKETCH("2", UNITS) "training: {epochs: 7}\n"
                           "input: {shape: [32, 32, 3], mean: [1, 2, 3], std: [1, 1, 1]}\n");
    assert_int_equal(found->training.count, 1);
    assert_string_equal(found->training.data[0].what, "epochs");
    assert_string_equal(found->training.data[0].after, "7");
    assert_int_equal(found->input.count, 2);
    assert_string_equal(found->input.data[0].what, "mean");
    assert_string_equal(found->input.data[0].after, "[1, 2, 3]");
    assert_false(found->same_network);
    assert_int_equal(found->root->verdict, XC_EQUAL);
}

/* ---- shipped models ---------------------------------------------------------------------- */

static void slim_differs_from_he_wd_in_the_strides_of_three_modules(void **state)
{
    Arena *arena = *state;
    const Difference *found = difference_of(shipped_model(arena, "xception_he_wd").forward,
        shipped_model(arena, "xception_he_wd_slim").forward);
    assert_int_equal(count_verdicts(found->root, XC_CHANGED, false), 6);
    for (int module = 2; module <= 4; module++) {
        const char *conv = arena_printf(arena, "module%d_conv1", module);
        const char *pool = arena_printf(arena, "module%d_max_pool1", module);
        assert_change(find(found->root, conv), "stride", "2", "1");
        assert_change(find(found->root, pool), "stride", "2", "1");
    }
    assert_int_equal(found->common.count, 0);
}

static void what_all_layers_of_a_kind_share_is_said_once(void **state)
{
    Arena *arena = *state;
    const Difference *found = difference_of(
        shipped_model(arena, "xception_1").forward, shipped_model(arena, "xception_he_wd").forward);
    assert_int_equal(found->common.count, 8);
    assert_string_equal(found->common.data[0].kind, "conv");
    assert_string_equal(found->common.data[0].change.what, "kernel_initializer");
    assert_int_equal(found->root->verdict, XC_CHANGED);
    assert_int_equal(found->root->apart, XC_EQUAL);
}

/* Equal hashes and no difference come together, or a kind of difference is overlooked. */
static void models_are_equal_just_where_nothing_differs(void **state)
{
    static const char *const names[] = {"densenet_bc_100_12", "resnet20", "senet",
        "thinner_by_change", "xception_1", "xception_he_wd", "xception_he_wd_slim",
        "xception_he_wd_slim_thinner", "xception_mini"};
    enum { COUNT = sizeof names / sizeof *names };
    Arena *arena = *state;
    const Graph *graphs[COUNT];
    for (int i = 0; i < COUNT; i++)
        graphs[i] = shipped_model(arena, names[i]).forward;
    int equal = 0;
    for (int i = 0; i < COUNT; i++)
        for (int j = 0; j < COUNT; j++) {
            const Difference *found = difference_of(graphs[i], graphs[j]);
            bool nothing = found->root->verdict == XC_EQUAL && found->input.count == 0;
            assert_int_equal(nothing, found->same_network);
            equal += nothing;
        }
    assert_int_equal(equal, COUNT + 2);
}

/* ---- the table --------------------------------------------------------------------------- */

typedef struct Request {
    ComparedModel models[2];
    bool every_layer;
} Request;

static void write_table(FILE *stream, void *context)
{
    const Request *request = context;
    compare_table(stream, request->models, 2, request->every_layer);
}

static void the_table_folds_what_is_alike(void **state)
{
    Arena *arena = *state;
    Request request = {.models = {{.operand = "before.yaml"}, {.operand = "after.yaml"}}};
    request.models[0].program = text_model(arena, SKETCH("1", UNITS)).program;
    request.models[1].program =
        text_model(arena, SKETCH("2", "  - repeat: {times: 5, layers: [unit]}\n")).program;
    compare_models(request.models, 2);
    const char *text = printed(arena, write_table, &request);
    const char *changes = strstr(text, "From A to B:");
    assert_non_null(changes);
    assert_string_equal(changes,
        "From A to B:\n"
        "\n"
        "  Layer  Kind  Output              Parameters  Change\n"
        "~ stem   conv  32x32x8 -> 16x16x8  224         stride 1 -> 2\n"
        "  ... 13 layers (norm to unit3) differ in size only, at first 32x32x8 -> 16x16x8\n"
        "+ unit4  unit  16x16x8             616         4 layers\n"
        "  ... likewise unit5\n"
        "  ... 3 equal layers (global_average_pool1 to softmax1)\n");
    request.every_layer = true;
    assert_non_null(strstr(printed(arena, write_table, &request), "=   conv1"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(an_alignment_is_a_longest_common_subsequence),
        TEST(one_stride_is_found_and_the_rest_is_its_consequence),
        TEST(a_removed_call_is_one_removed_block),
        TEST(an_inserted_layer_is_added_and_its_successor_stays_equal),
        TEST(a_rewired_branch_is_found_though_all_layers_are_equal),
        TEST(recipe_and_input_are_compared_by_key),
        TEST(slim_differs_from_he_wd_in_the_strides_of_three_modules),
        TEST(what_all_layers_of_a_kind_share_is_said_once),
        TEST(models_are_equal_just_where_nothing_differs),
        TEST(the_table_folds_what_is_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
