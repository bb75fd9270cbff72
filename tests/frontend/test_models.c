/* Model files to Graphs: shipped models whole, and small ones written here for one rule each. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "frontend/frontend.h"
#include "frontend/yaml.h"
#include "frontend/tree_text.h"
#include "graph/verify.h"
#include "graph/counts.h"

typedef struct Setup {
    Arena *arena;
    Diag *diag;
    char folder[64]; /* for files written here */
    char *messages;
    size_t length;
    FILE *stream;
} Setup;

static int set_up(void **state)
{
    Setup *setup = calloc(1, sizeof *setup);
    strcpy(setup->folder, "/tmp/xceptc_models_XXXXXX");
    if (!mkdtemp(setup->folder))
        return 1;
    setup->stream = open_memstream(&setup->messages, &setup->length);
    setup->arena = arena_new();
    setup->diag = diag_new(setup->arena, setup->stream, false);
    *state = setup;
    return 0;
}

static const char *path_in(Setup *setup, const char *name)
{
    return arena_printf(setup->arena, "%s/%s", setup->folder, name);
}

static int tear_down(void **state)
{
    Setup *setup = *state;
    static const char *const names[] = {
        "m.yaml", "a.yaml", "b.yaml", "inner/m.yaml", "inner/link.yaml", "flat.yaml", "inner"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        (void)!remove(path_in(setup, names[i]));
    rmdir(setup->folder);
    fclose(setup->stream);
    free(setup->messages);
    arena_free(setup->arena);
    free(setup);
    return 0;
}

static void write_file(Setup *setup, const char *name, const char *text)
{
    FILE *stream = fopen(path_in(setup, name), "wb");
    assert_non_null(stream);
    fputs(text, stream);
    assert_int_equal(fclose(stream), 0);
}

static Graph *load(Setup *setup, const char *path, const char *set)
{
    const FrontendOptions options = {
        .models = "models", .sets = &set, .set_count = set ? 1 : 0, .quiet = true};
    Graph *graph = frontend_load(setup->arena, setup->diag, path, &options);
    if (graph)
        assert_true(graph_verify(graph, setup->diag));
    return graph;
}

/* The Graph of a model with this text under an 8x8x4 input. */
static Graph *load_text(Setup *setup, const char *text)
{
    write_file(setup, "m.yaml", arena_printf(setup->arena, "input: {shape: [8, 8, 4]}\n%s", text));
    Graph *graph = load(setup, path_in(setup, "m.yaml"), NULL);
    if (!graph) {
        fflush(setup->stream);
        print_error("%s", setup->messages);
    }
    assert_non_null(graph);
    return graph;
}

#define END "  - global_average_pool\n  - dense: 10\n  - softmax\n"

static const Layer *layer_named(const Graph *graph, const char *name)
{
    for (size_t i = 0; i < graph->layers.count; i++)
        if (strcmp(graph->layers.data[i]->name, name) == 0)
            return graph->layers.data[i];
    fail_msg("there is no layer '%s'", name);
    return NULL;
}

static const Parameter *parameter_named(const Graph *graph, const char *name)
{
    for (size_t i = 0; i < graph->parameters.count; i++)
        if (strcmp(graph->parameters.data[i]->name, name) == 0)
            return graph->parameters.data[i];
    fail_msg("there is no parameter '%s'", name);
    return NULL;
}

static void assert_output(const Graph *graph, const char *layer, Shape shape)
{
    const Layer *found = layer_named(graph, layer);
    assert_string_equal(
        shape_text(graph->arena, found->output->shape), shape_text(graph->arena, shape));
}

/* The names of all layers that aren't block calls, in order. */
static const char *leaf_names(const Graph *graph)
{
    const char *names = "";
    for (size_t i = 0; i < graph->layers.count; i++)
        if (!graph->layers.data[i]->is_block)
            names = arena_printf(
                graph->arena, "%s%s%s", names, *names ? " " : "", graph->layers.data[i]->name);
    return names;
}

/* ---- shipped models ---------------------------------------------------------------------- */

static void the_four_variants_have_their_counts(void **state)
{
    static const struct {
        const char *name;
        uint64_t total, trainable, macs;
    } variants[] = {
        {"xception_1", 20909234, 20854706, 93752896},
        {"xception_he_wd", 20909234, 20854706, 93752896},
        {"xception_he_wd_slim", 20909234, 20854706, 4259117056},
        {"xception_he_wd_slim_thinner", 3611466, 3595450, 647184384},
    };
    for (size_t i = 0; i < sizeof variants / sizeof *variants; i++) {
        Graph *graph = load(*state, variants[i].name, NULL);
        assert_non_null(graph);
        Counts counts = counts_total(graph);
        assert_true(counts.parameters == variants[i].total);
        assert_true(counts.trainable == variants[i].trainable);
        assert_true(counts.macs == variants[i].macs);
    }
}

static const char *const shipped[] = {"densenet_bc_100_12", "inception_v3_slim", "resnet20",
    "senet", "thinner_by_change", "xception_1", "xception_he_wd", "xception_he_wd_slim",
    "xception_he_wd_slim_thinner", "xception_imagenet", "mobilenet_v2", "efficientnet_b0"};

static void the_flat_form_is_a_fixed_point_with_the_same_hash(void **state)
{
    Setup *setup = *state;
    const FrontendOptions options = {.models = "models", .quiet = true};
    for (size_t i = 0; i < sizeof shipped / sizeof *shipped; i++) {
        Graph *graph = load(setup, shipped[i], NULL);
        const char *flat = frontend_flat(setup->arena, setup->diag, shipped[i], &options);
        assert_non_null(graph);
        assert_non_null(flat);
        write_file(setup, "flat.yaml", flat);
        const char *path = path_in(setup, "flat.yaml");
        const char *again = frontend_flat(setup->arena, setup->diag, path, &options);
        assert_non_null(again);
        assert_string_equal(flat, again);
        Graph *same = load(setup, path, NULL);
        assert_true(graph->hash == same->hash);
        assert_int_equal(graph->nodes.count, same->nodes.count);
    }
}

/* Without the comments that tell where a value comes from. */
static const char *without_comments(Arena *arena, const char *text)
{
    char *copy = arena_strdup(arena, text), *to = copy;
    for (const char *from = text; *from; from++) {
        if (strncmp(from, "  # ", 4) == 0)
            from = strchr(from, '\n');
        *to++ = *from;
    }
    *to = 0;
    return copy;
}

static void the_merged_form_is_a_fixed_point_with_the_same_hash(void **state)
{
    Setup *setup = *state;
    const FrontendOptions options = {.models = "models", .quiet = true};
    for (size_t i = 0; i < sizeof shipped / sizeof *shipped; i++) {
        Graph *graph = load(setup, shipped[i], NULL);
        const char *merged = frontend_config(setup->arena, setup->diag, shipped[i], &options);
        assert_non_null(merged);
        assert_null(strstr(merged, "extends"));
        write_file(setup, "flat.yaml", merged);
        const char *path = path_in(setup, "flat.yaml");
        const char *again = frontend_config(setup->arena, setup->diag, path, &options);
        assert_non_null(again);
        assert_string_equal(
            without_comments(setup->arena, merged), without_comments(setup->arena, again));
        assert_true(graph->hash == load(setup, path, NULL)->hash);
    }
}

static void any_text_survives_the_merged_form(void **state)
{
    Setup *setup = *state;
    static const char *const texts[] = {"plain words", "- a: 'b' # c, [d] {e}", "\"q\" \\ \t\n x",
        "\xC3\xBC", " spaces ", "~", "-", "true", "key:", "%x", "\x1B[31m"};
    const FrontendOptions options = {.models = "models", .quiet = true};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *about = scalar_text(setup->arena, texts[i]);
        Graph *graph =
            load_text(setup, arena_printf(setup->arena, "about: %s\nlayers:\n" END, about));
        assert_string_equal(graph->about, texts[i]);
        const char *merged =
            frontend_config(setup->arena, setup->diag, path_in(setup, "m.yaml"), &options);
        write_file(setup, "flat.yaml", merged);
        assert_string_equal(load(setup, path_in(setup, "flat.yaml"), NULL)->about, texts[i]);
    }
}

static void merged_changes_say_what_two_files_said(void **state)
{
    Setup *setup = *state;
    const FrontendOptions options = {.models = "models", .quiet = true};
    write_file(setup, "a.yaml",
        "input: {shape: [8, 8, 4]}\nset: {w: 3}\nlayers:\n  - conv: {name: c, filters: $w, kernel: "
        "1}\n  - relu: {name: r}\n" END);
    write_file(
        setup, "b.yaml", "extends: a.yaml\nchange: {c: {filters: 5, kernel: 3}, r: {if: false}}\n");
    write_file(setup, "m.yaml", "extends: b.yaml\nchange: {c: {filters: 6}, r: [sigmoid]}\n");
    Graph *graph = load(setup, path_in(setup, "m.yaml"), NULL);
    const char *merged =
        frontend_config(setup->arena, setup->diag, path_in(setup, "m.yaml"), &options);
    assert_non_null(merged);
    write_file(setup, "flat.yaml", merged);
    Graph *same = load(setup, path_in(setup, "flat.yaml"), NULL);
    assert_non_null(same);
    assert_true(graph->hash == same->hash);
    assert_output(same, "c", shape_map(6, 6, 6));
    write_file(setup, "m.yaml", "extends: b.yaml\nchange: {c: [relu, original]}\n");
    assert_null(frontend_config(setup->arena, setup->diag, path_in(setup, "m.yaml"), &options));
}

static void the_same_network_said_as_a_change_has_the_same_hash(void **state)
{
    Graph *written = load(*state, "xception_he_wd_slim_thinner", NULL);
    Graph *changed = load(*state, "thinner_by_change", NULL);
    Graph *other = load(*state, "xception_he_wd_slim", NULL);
    assert_true(written->hash == changed->hash);
    assert_true(written->hash != other->hash);
}

static void another_recipe_keeps_the_hash_and_another_width_does_not(void **state)
{
    Graph *graph = load(*state, "resnet20", NULL);
    Graph *longer = load(*state, "resnet20", "training.epochs=7");
    Graph *deeper = load(*state, "resnet20", "blocks_per_stage=5");
    assert_int_equal(longer->training.epochs, 7);
    assert_true(graph->hash == longer->hash);
    assert_true(graph->hash != deeper->hash);
}

static void the_recipe_is_read_whole(void **state)
{
    const Training *training = &load(*state, "xception_1", NULL)->training;
    assert_string_equal(training->data, "cifar10");
    assert_int_equal(training->batch_size, 64);
    assert_int_equal(training->epochs, 300);
    assert_int_equal(training->optimizer.kind, XC_SGD);
    assert_true(training->optimizer.momentum == 0.9 && training->optimizer.nesterov);
    assert_int_equal(training->schedule.step_count, 3);
    assert_int_equal(training->schedule.starts[2], 200);
    assert_true(training->schedule.rates[1] == 0.001);
    assert_true(training->augment.horizontal_flip == 0.5);
    assert_true(training->augment.shift_width == 0.125);
}

/* ---- names ------------------------------------------------------------------------------- */

static void layers_are_counted_per_kind_in_their_call(void **state)
{
    Graph *graph = load(*state, "xception_he_wd_slim_thinner", NULL);
    assert_output(graph, "middle4_separable_conv3", shape_map(16, 16, 364));
    assert_output(graph, "middle4_add1", shape_map(16, 16, 364));
    assert_output(graph, "module13_conv1", shape_map(8, 8, 512));
    assert_output(graph, "batch_norm3", shape_map(16, 16, 364));
    assert_string_equal(
        parameter_named(graph, "middle1_separable_conv1/depthwise_kernel")->value->name,
        "middle1_separable_conv1.depthwise_kernel");
}

static void a_false_if_takes_its_number(void **state)
{
    Graph *graph = load_text(*state,
        "layers:\n  - relu: {if: false}\n  - relu\n  - add: {branches: [relu, relu], if: false}\n"
        "  - repeat: {times: 2, if: false, layers: [relu]}\n  - relu\n  - add: [relu, "
        "identity]\n" END);
    assert_string_equal(
        leaf_names(graph), "relu2 relu7 relu8 add2 global_average_pool1 dense1 softmax1");
}

static void a_named_layer_is_counted_too(void **state)
{
    Graph *graph = load_text(*state,
        "layers:\n  - relu: {name: first}\n  - relu\n  - repeat: {each: {i: 3..4}, layers: [relu: "
        "{name: r$(i)_x}, relu]}\n" END);
    assert_string_equal(leaf_names(graph),
        "first relu2 r3_x relu4 r4_x relu6 global_average_pool1 dense1 softmax1");
}

static void blocks_make_a_tree_of_layers(void **state)
{
    Graph *graph = load_text(*state,
        "blocks:\n  unit: {arguments: [n], layers: [conv: {filters: $n, kernel: 1}]}\n"
        "  pair: {arguments: [n: 2 * $channels], layers: [unit: $n, unit: {n: $n, name: last}]}\n"
        "layers:\n  - pair\n  - pair: 5\n" END);
    const Layer *conv = layer_named(graph, "pair2_last_conv1");
    assert_string_equal(conv->parent->name, "pair2_last");
    assert_string_equal(conv->parent->kind, "unit");
    assert_string_equal(conv->parent->parent->name, "pair2");
    assert_true(conv->parent->parent->is_block);
    assert_output(graph, "pair1", shape_map(8, 8, 8));
    assert_output(graph, "pair2", shape_map(8, 8, 5));
    assert_ptr_equal(layer_named(graph, "pair2")->input, layer_named(graph, "pair1")->output);
}

/* ---- layers ------------------------------------------------------------------------------ */

static void every_kind_of_layer_lowers(void **state)
{
    Graph *graph = load_text(*state,
        "layers:\n"
        "  - conv: {filters: 6, kernel: [3, 5], stride: [1, 2], padding: [1, 0, 2, 1]}\n"
        "  - conv: {filters: 8, kernel: 3, padding: 1, groups: 2, bias: false}\n"
        "  - separable_conv: {filters: 10, kernel: 3, padding: same}\n"
        "  - depthwise_conv: {kernel: 3, padding: same}\n"
        "  - batch_norm\n  - sigmoid\n"
        "  - max_pool: {size: 2, stride: 1}\n  - average_pool: {size: [2, 1]}\n"
        "  - dropout: 0.25\n  - dropout: 0.5\n  - dense: 7\n"
        "  - concat: [relu, [global_average_pool_map, identity]]\n"
        "  - multiply: [[global_max_pool, dense: 14, sigmoid], identity]\n"
        "  - flatten\n  - dense: 10\n  - softmax\n"
        "blocks: {global_average_pool_map: {layers: [sigmoid]}}\n");
    assert_output(graph, "conv1", shape_map(7, 4, 6));
    assert_output(graph, "average_pool1", shape_map(3, 3, 10));
    assert_output(graph, "concat1", shape_map(3, 3, 14));
    assert_output(graph, "multiply1", shape_map(3, 3, 14));
    assert_output(graph, "flatten1", shape_vector(126));
    assert_int_equal(layer_named(graph, "dropout1")->output->producer->at.stream, 0);
    assert_int_equal(layer_named(graph, "dropout2")->output->producer->at.stream, 1);
    assert_int_equal(graph->classes, 10);
    const Attributes *at = &layer_named(graph, "conv1")->output->producer->at;
    assert_true(at->pad[0] == 1 && at->pad[1] == 0 && at->pad[2] == 2 && at->pad[3] == 1);
    assert_string_equal(
        shape_text(graph->arena, parameter_named(graph, "conv2/kernel")->value->shape), "3x3x3x8");
}

static void initialisers_have_the_fans_of_keras(void **state)
{
    Graph *graph = load_text(*state,
        "layers:\n  - separable_conv: {filters: 10, kernel: 3, depthwise_initializer: he_normal, "
        "bias_initializer: {constant: {value: 2}}, pointwise_regularizer: {l1: 0.5, l2: 0.25}}\n"
        "  - conv: {filters: 6, kernel: 3, groups: 2}\n" END);
    const Parameter *depthwise = parameter_named(graph, "separable_conv1/depthwise_kernel");
    const Parameter *pointwise = parameter_named(graph, "separable_conv1/pointwise_kernel");
    const Parameter *bias = parameter_named(graph, "separable_conv1/bias");
    const Parameter *grouped = parameter_named(graph, "conv1/kernel");
    const Parameter *dense = parameter_named(graph, "dense1/kernel");
    assert_true(depthwise->fan_in == 36 && depthwise->fan_out == 9);
    assert_int_equal(depthwise->initializer, XC_INIT_HE_NORMAL);
    assert_true(pointwise->fan_in == 4 && pointwise->fan_out == 10);
    assert_int_equal(pointwise->initializer, XC_INIT_GLOROT_UNIFORM);
    assert_true(pointwise->l1 == 0.5 && pointwise->l2 == 0.25);
    assert_true(bias->initializer == XC_INIT_CONSTANT && bias->init_a == 2);
    assert_true(grouped->fan_in == 45 && grouped->fan_out == 54);
    assert_true(dense->fan_in == 6 && dense->fan_out == 10);
    assert_true(pointwise->l2 == 0.25 && depthwise->l2 == 0);
}

static void defaults_lie_between_keras_and_the_layer(void **state)
{
    Graph *graph =
        load_text(*state, "set: {m: 0.5}\ndefaults:\n  batch_norm: {momentum: $m}\n"
                          "  conv: {filters: $channels * 2, kernel: 1, bias: false}\n"
                          "layers:\n  - batch_norm\n  - batch_norm: {momentum: 0.75}\n  - conv\n"
                          "  - conv: {bias: true}\n  - conv: 3\n" END);
    assert_true(layer_named(graph, "batch_norm1")->output->producer->at.momentum == 0.5);
    assert_true(layer_named(graph, "batch_norm1")->output->producer->at.epsilon == 1e-3);
    assert_true(layer_named(graph, "batch_norm2")->output->producer->at.momentum == 0.75);
    assert_output(graph, "conv2", shape_map(8, 8, 16));
    assert_output(graph, "conv3", shape_map(8, 8, 3));
    assert_int_equal(layer_named(graph, "conv1")->output->producer->input_count, 2);
    assert_int_equal(layer_named(graph, "conv2")->output->producer->input_count, 3);
}

static void from_goes_on_from_names_and_from_the_input(void **state)
{
    Graph *graph = load_text(*state,
        "blocks:\n  skip: {layers: [relu, add: [identity, from: input]]}\n"
        "layers:\n  - conv: {name: stem, filters: 6, kernel: 1}\n  - skip\n"
        "  - max_pool: 2\n  - sigmoid\n  - concat: [global_average_pool, [from: stem, "
        "global_max_pool]]\n  - dense: 10\n  - softmax\n");
    const Node *add = layer_named(graph, "skip1_add1")->output->producer;
    assert_ptr_equal(add->inputs[1], layer_named(graph, "stem")->output);
    assert_output(graph, "concat1", shape_vector(12));
}

/* ---- change and extends ------------------------------------------------------------------ */

static void changes_override_replace_and_remove(void **state)
{
    Setup *setup = *state;
    write_file(setup, "a.yaml",
        "input: {shape: [8, 8, 4]}\nlayers:\n  - repeat: {each: {i: 1..3}, layers: [conv: {name: "
        "c$i, filters: 4 * $i, kernel: 1}]}\n" END);
    write_file(setup, "b.yaml",
        "extends: a.yaml\nchange:\n  c1: {filters: 5}\n  c2: []\n  c3: [relu, original, relu]\n");
    write_file(setup, "m.yaml", "extends: b.yaml\nchange:\n  c3: {filters: 9}\n");
    Graph *graph = load(setup, path_in(setup, "m.yaml"), NULL);
    assert_non_null(graph);
    assert_string_equal(
        leaf_names(graph), "c1 relu1 c3 relu2 global_average_pool1 dense1 softmax1");
    assert_output(graph, "c1", shape_map(8, 8, 5));
    assert_output(graph, "c3", shape_map(8, 8, 9));
}

#define CHANGED                                                                                    \
    "input: {shape: [8, 8, 4]}\nlayers:\n  - conv: {name: c, filters: 4, kernel: 1}\n" END

static void the_original_stands_in_branches_and_repeats(void **state)
{
    Setup *setup = *state;
    write_file(setup, "a.yaml", CHANGED);
    write_file(
        setup, "m.yaml", "extends: a.yaml\nchange:\n  c: [add: [[relu, original], identity]]\n");
    Graph *graph = load(setup, path_in(setup, "m.yaml"), NULL);
    assert_string_equal(leaf_names(graph), "relu1 c add1 global_average_pool1 dense1 softmax1");
    write_file(setup, "b.yaml",
        "extends: a.yaml\nchange:\n  c: [repeat: {times: 1, layers: [relu, original]}]\n");
    graph = load(setup, path_in(setup, "b.yaml"), NULL);
    assert_string_equal(leaf_names(graph), "relu1 c global_average_pool1 dense1 softmax1");
}

static void a_later_change_reaches_the_original_in_a_branch(void **state)
{
    Setup *setup = *state;
    write_file(setup, "a.yaml", CHANGED);
    write_file(setup, "b.yaml", "extends: a.yaml\nchange:\n  c: [concat: [original, identity]]\n");
    write_file(setup, "m.yaml", "extends: b.yaml\nchange:\n  c: {filters: 6}\n");
    Graph *graph = load(setup, path_in(setup, "m.yaml"), NULL);
    assert_output(graph, "concat1", shape_map(8, 8, 10));
    write_file(setup, "n.yaml", "extends: b.yaml\nchange:\n  c: [original, relu]\n");
    graph = load(setup, path_in(setup, "n.yaml"), NULL);
    assert_string_equal(leaf_names(graph), "c relu1 concat1 global_average_pool1 dense1 softmax1");
    write_file(setup, "o.yaml", "extends: b.yaml\nchange:\n  c: []\n");
    graph = load(setup, path_in(setup, "o.yaml"), NULL);
    assert_string_equal(leaf_names(graph), "concat1 global_average_pool1 dense1 softmax1");
}

/* What a run keeps is the same network, though the changes can't be put in one. */
static void what_is_kept_of_nested_changes_is_the_same_network(void **state)
{
    Setup *setup = *state;
    write_file(setup, "a.yaml", CHANGED);
    write_file(setup, "b.yaml", "extends: a.yaml\nchange:\n  c: [original, relu]\n");
    write_file(setup, "m.yaml", "extends: b.yaml\nchange:\n  c: [sigmoid]\n");
    Graph *graph = load(setup, path_in(setup, "m.yaml"), NULL);
    write_file(setup, "kept.yaml", graph->source);
    Graph *kept = load(setup, path_in(setup, "kept.yaml"), NULL);
    assert_string_equal(leaf_names(graph), "sigmoid1 relu1 global_average_pool1 dense1 softmax1");
    assert_string_equal(leaf_names(kept), leaf_names(graph));
    assert_true(kept->hash == graph->hash);
}

static void own_layers_discard_inherited_changes(void **state)
{
    Setup *setup = *state;
    write_file(setup, "a.yaml",
        "input: {shape: [8, 8, 4]}\nlayers:\n  - relu: {name: r}\n" END "change: {r: []}\n");
    write_file(setup, "m.yaml", "extends: a.yaml\nlayers:\n  - relu: {name: r}\n" END);
    Graph *graph = load(setup, path_in(setup, "m.yaml"), NULL);
    assert_non_null(graph);
    assert_output(graph, "r", shape_map(8, 8, 4));
}

static void later_parents_win_and_maps_merge_by_key(void **state)
{
    Setup *setup = *state;
    write_file(setup, "a.yaml",
        "set: {n: 3, k: 1}\ntraining: {epochs: 5, batch_size: 8}\ndefaults: {conv: {kernel: $k, "
        "bias: false}}\n");
    write_file(
        setup, "b.yaml", "set: {n: 6}\ntraining: {epochs: 9}\ndefaults: {conv: {bias: true}}\n");
    write_file(setup, "m.yaml",
        "extends: [a.yaml, b.yaml]\ninput: {shape: [8, 8, 4]}\nlayers:\n  - conv: $n\n" END);
    Graph *graph = load(setup, path_in(setup, "m.yaml"), NULL);
    assert_non_null(graph);
    assert_output(graph, "conv1", shape_map(8, 8, 6));
    assert_int_equal(graph->training.epochs, 9);
    assert_int_equal(graph->training.batch_size, 8);
    assert_int_equal(layer_named(graph, "conv1")->output->producer->input_count, 3);
}

static void a_link_out_of_the_folder_is_not_followed(void **state)
{
    Setup *setup = *state;
    assert_int_equal(mkdir(path_in(setup, "inner"), 0700), 0);
    write_file(setup, "a.yaml", "input: {shape: [8, 8, 4]}\nlayers:\n" END);
    write_file(setup, "inner/m.yaml", "extends: link.yaml\n");
    assert_int_equal(symlink("../a.yaml", path_in(setup, "inner/link.yaml")), 0);
    assert_null(load(setup, path_in(setup, "inner/m.yaml"), NULL));
    fflush(setup->stream);
    assert_non_null(strstr(setup->messages, "leads out of the model's directory"));
    assert_int_equal(unlink(path_in(setup, "inner/link.yaml")), 0);
    write_file(setup, "inner/link.yaml", "input: {shape: [8, 8, 4]}\nlayers:\n" END);
    assert_non_null(load(setup, path_in(setup, "inner/m.yaml"), NULL));
}

static void a_parent_beside_is_found_from_the_working_directory(void **state)
{
    (void)state;
    char before[4096];
    Setup *setup = *state;
    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(mkdir(path_in(setup, "inner"), 0700), 0);
    write_file(setup, "a.yaml", "input: {shape: [8, 8, 4]}\nlayers:\n" END);
    write_file(setup, "inner/m.yaml", "extends: ../a.yaml\n");
    const char *path = path_in(setup, "inner/m.yaml");
    assert_null(load(setup, path, NULL));
    assert_int_equal(chdir(setup->folder), 0);
    Graph *graph = load(setup, "inner/m.yaml", NULL);
    assert_int_equal(chdir(before), 0);
    assert_non_null(graph);
}

/* ---- limits ------------------------------------------------------------------------------ */

static void assert_refused(Setup *setup, const char *text, const char *message)
{
    write_file(setup, "m.yaml", text);
    assert_null(load(setup, path_in(setup, "m.yaml"), NULL));
    fflush(setup->stream);
    assert_non_null(strstr(setup->messages, message));
}

static void files_beyond_the_limits_are_refused(void **state)
{
    Setup *setup = *state;
    size_t size = XC_YAML_MAX_BYTES + 10;
    char *text = arena_alloc(setup->arena, size + 1);
    memset(text, ' ', size);
    assert_refused(setup, text, "larger than 32 MiB");
    memset(text, '[', 200000);
    text[200000] = 0;
    assert_refused(setup, text, "nested more than 64 levels deep");
    strcpy(text, "about: [");
    for (size_t i = 0; i <= XC_YAML_MAX_EVENTS; i++)
        memcpy(text + 8 + 2 * i, "a,", 3);
    assert_refused(setup, text, "more than 2000000 YAML events");
}

/* A shipped model with one byte changed, or cut off there, gives a Graph or an error, and never a
 * crash. Some are still models, so that expansion is reached too. */
static void damaged_files_never_crash(void **state)
{
    Setup *setup = *state;
    FILE *stream = fopen("models/senet.yaml", "rb");
    assert_non_null(stream);
    char text[4096] = "", damaged[4096];
    size_t length = fread(text, 1, sizeof text - 1, stream);
    fclose(stream);
    memcpy(strstr(text, "recipe_cifar10.yaml"), "recipe_cifar10     ", 19);
    uint32_t random = 1;
    int accepted = 0, refused = 0;
    for (size_t i = 0; i < length; i += 7) {
        random = random * 1664525u + 1013904223u;
        memcpy(damaged, text, sizeof damaged);
        damaged[i] = "$:[]{}-*&!'\"\n 0z"[random >> 28];
        damaged[random % 8 ? length : i + 1] = 0;
        write_file(setup, "m.yaml", damaged);
        Arena *arena = arena_new();
        Diag *diag = diag_new(arena, setup->stream, false);
        const FrontendOptions options = {.models = "models", .quiet = true};
        Graph *graph = frontend_load(arena, diag, path_in(setup, "m.yaml"), &options);
        assert_true((graph != NULL) == (diag_error_count(diag) == 0));
        *(graph ? &accepted : &refused) += 1;
        arena_free(arena);
    }
    assert_true(accepted > 20 && refused > 100);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_four_variants_have_their_counts),
        TEST(the_flat_form_is_a_fixed_point_with_the_same_hash),
        TEST(the_merged_form_is_a_fixed_point_with_the_same_hash),
        TEST(any_text_survives_the_merged_form),
        TEST(merged_changes_say_what_two_files_said),
        TEST(the_same_network_said_as_a_change_has_the_same_hash),
        TEST(another_recipe_keeps_the_hash_and_another_width_does_not),
        TEST(the_recipe_is_read_whole),
        TEST(layers_are_counted_per_kind_in_their_call),
        TEST(a_false_if_takes_its_number),
        TEST(a_named_layer_is_counted_too),
        TEST(blocks_make_a_tree_of_layers),
        TEST(every_kind_of_layer_lowers),
        TEST(initialisers_have_the_fans_of_keras),
        TEST(defaults_lie_between_keras_and_the_layer),
        TEST(from_goes_on_from_names_and_from_the_input),
        TEST(changes_override_replace_and_remove),
        TEST(the_original_stands_in_branches_and_repeats),
        TEST(a_later_change_reaches_the_original_in_a_branch),
        TEST(what_is_kept_of_nested_changes_is_the_same_network),
        TEST(own_layers_discard_inherited_changes),
        TEST(later_parents_win_and_maps_merge_by_key),
        TEST(a_link_out_of_the_folder_is_not_followed),
        TEST(a_parent_beside_is_found_from_the_working_directory),
        TEST(files_beyond_the_limits_are_refused),
        TEST(damaged_files_never_crash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
