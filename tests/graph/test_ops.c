/* Shape rules, multiply-adds and the table of ops. Cases are written as
 * op, attributes, operands, result, message. */
#include "graph/ops.h"
#include "support_lib/network.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#define MAP(h, w, c) ((Shape){3, {h, w, c, 0}})
#define VECTOR(c) ((Shape){1, {c, 0, 0, 0}})
#define MATRIX(i, o) ((Shape){2, {i, o, 0, 0}})
#define KERNEL(h, w, i, o) ((Shape){4, {h, w, i, o}})
#define NONE ((Shape){-1, {0}})

enum { MOST_OPERANDS = 7 };

typedef struct Case {
    Op op;
    Attributes at;
    Shape operands[MOST_OPERANDS]; /* ends at the first of rank 0 */
    Shape result; /* NONE: refused */
    const char *message; /* part of it */
} Case;

/* kernel, stride, groups, pads; plain for the rest. */
#define WINDOW(kh, kw, s, g, top, bottom, left, right)                                             \
    ((Attributes){                                                                                 \
        .kernel = {kh, kw}, .stride = {s, s}, .groups = g, .pad = {top, bottom, left, right}})
#define PLAIN WINDOW(1, 1, 1, 1, 0, 0, 0, 0)
#define LIKE(shape) ((Attributes){.like = shape})
#define CHANNELS(first, number) ((Attributes){.offset = first, .count = number})

/* A node over operands of these shapes, parameters and batch values alike; NULL when refused. */
static Node *make(Network *network, const Case *c)
{
    Value *inputs[MOST_OPERANDS];
    int count = 0;
    while (count < MOST_OPERANDS && c->operands[count].rank != 0) {
        const char *name = arena_printf(network->arena, "operand%d", count + 1);
        inputs[count] = graph_add_value(network->graph, name, XC_BATCH, c->operands[count]);
        count++;
    }
    return graph_add_node(
        network->graph, c->op, "result", inputs, count, &c->at, NULL, XC_NOWHERE, network->diag);
}

static void check(const Case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        Network *network = network_new(8, 8, 3);
        const Node *node = make(network, &cases[i]);
        const char *op = op_info(cases[i].op)->name;
        if (cases[i].result.rank < 0) {
            if (node != NULL)
                fail_msg("case %zu: %s was not refused", i, op);
            if (strstr(network_messages(network), cases[i].message) == NULL)
                fail_msg("case %zu: %s", i, network_messages(network));
            assert_int_equal(diag_error_count(network->diag), 1);
            assert_int_equal(network->graph->nodes.count, 0);
        } else {
            if (node == NULL)
                fail_msg("case %zu: %s", i, network_messages(network));
            if (!shape_equal(node->outputs[0]->shape, cases[i].result))
                fail_msg("case %zu: %s is %s", i, op,
                    shape_text(network->arena, node->outputs[0]->shape));
        }
        network_free(network);
    }
}
#define CHECK(cases) check(cases, sizeof(cases) / sizeof *(cases))

static void convolutions_infer_windows_groups_and_channels(void **state)
{
    (void)state;
    const Case cases[] = {
        {XC_OP_CONV, WINDOW(3, 3, 2, 1, 0, 1, 0, 1), {MAP(32, 32, 3), KERNEL(3, 3, 3, 32)},
            MAP(16, 16, 32), NULL},
        {XC_OP_CONV, WINDOW(3, 3, 2, 1, 0, 0, 0, 0), {MAP(299, 299, 3), KERNEL(3, 3, 3, 32)},
            MAP(149, 149, 32), NULL},
        {XC_OP_CONV, WINDOW(1, 7, 1, 1, 0, 0, 3, 3), {MAP(9, 11, 5), KERNEL(1, 7, 5, 6), VECTOR(6)},
            MAP(9, 11, 6), NULL},
        {XC_OP_CONV, WINDOW(3, 3, 1, 4, 1, 1, 1, 1), {MAP(8, 8, 12), KERNEL(3, 3, 3, 8)},
            MAP(8, 8, 8), NULL},
        {XC_OP_CONV, WINDOW(2, 2, 3, 1, 0, 0, 0, 0), {MAP(8, 8, 1), KERNEL(2, 2, 1, 1)},
            MAP(3, 3, 1), NULL},
        {XC_OP_DEPTHWISE, WINDOW(3, 3, 1, 1, 1, 1, 1, 1), {MAP(1, 1, 7), KERNEL(3, 3, 7, 1)},
            MAP(1, 1, 7), NULL},
        {XC_OP_DEPTHWISE, WINDOW(3, 3, 2, 1, 0, 1, 0, 1),
            {MAP(8, 8, 7), KERNEL(3, 3, 7, 1), VECTOR(7)}, MAP(4, 4, 7), NULL},
    };
    CHECK(cases);
}

static void a_dense_kernel_takes_vectors_and_maps(void **state)
{
    (void)state;
    const Case cases[] = {
        {XC_OP_CONV, PLAIN, {VECTOR(2048), MATRIX(2048, 10), VECTOR(10)}, VECTOR(10), NULL},
        {XC_OP_CONV, PLAIN, {MAP(8, 8, 16), MATRIX(16, 4)}, MAP(8, 8, 4), NULL},
        {XC_OP_CONV, PLAIN, {VECTOR(20), MATRIX(21, 10)}, NONE,
            "conv: the kernel is for another number of channels: 'operand1' is 20, "
            "'operand2' is 21x10"},
        {XC_OP_CONV, WINDOW(1, 1, 2, 1, 0, 0, 0, 0), {MAP(8, 8, 16), MATRIX(16, 4)}, NONE,
            "a dense kernel has neither window"},
        {XC_OP_CONV, PLAIN, {VECTOR(20), KERNEL(1, 1, 20, 10)}, NONE, "it needs a map"},
    };
    CHECK(cases);
}

static void convolutions_refuse_what_does_not_fit(void **state)
{
    (void)state;
    const Case cases[] = {
        {XC_OP_CONV, WINDOW(3, 3, 1, 1, 0, 0, 0, 0), {MAP(2, 8, 3), KERNEL(3, 3, 3, 4)}, NONE,
            "the kernel is larger than the padded map"},
        {XC_OP_CONV, WINDOW(3, 3, 1, 1, 1, 1, 1, 1), {MAP(8, 8, 3), KERNEL(3, 3, 4, 4)}, NONE,
            "another number of channels: 'operand1' is 8x8x3, 'operand2' is 3x3x4x4"},
        {XC_OP_CONV, WINDOW(5, 3, 1, 1, 1, 1, 1, 1), {MAP(8, 8, 3), KERNEL(3, 3, 3, 4)}, NONE,
            "the kernel has another size"},
        {XC_OP_CONV, WINDOW(3, 3, 1, 2, 1, 1, 1, 1), {MAP(8, 8, 3), KERNEL(3, 3, 1, 4)}, NONE,
            "groups must divide"},
        {XC_OP_CONV, WINDOW(3, 3, 0, 1, 1, 1, 1, 1), {MAP(8, 8, 3), KERNEL(3, 3, 3, 4)}, NONE,
            "stride must be at least 1"},
        {XC_OP_CONV, WINDOW(3, 3, 1, 1, -1, 1, 1, 1), {MAP(8, 8, 3), KERNEL(3, 3, 3, 4)}, NONE,
            "padding must not be negative"},
        {XC_OP_CONV, PLAIN, {MAP(8, 8, 3), KERNEL(1, 1, 3, 4), VECTOR(3)}, NONE,
            "the bias must have one element a filter"},
        {XC_OP_CONV, PLAIN, {MAP(8, 8, 3)}, NONE, "it takes an input, a kernel"},
        {XC_OP_CONV, PLAIN, {MAP(65535, 65535, 1), KERNEL(1, 1, 1, 1)}, NONE,
            "has more than 1073741823 numbers"},
        {XC_OP_DEPTHWISE, WINDOW(3, 3, 1, 1, 1, 1, 1, 1), {MAP(8, 8, 7), KERNEL(3, 3, 6, 1)}, NONE,
            "another number of channels"},
        {XC_OP_DEPTHWISE, WINDOW(3, 3, 1, 1, 1, 1, 1, 1), {MAP(8, 8, 7), KERNEL(3, 3, 7, 2)}, NONE,
            "height x width x channels x 1"},
        {XC_OP_DEPTHWISE, PLAIN, {VECTOR(7), KERNEL(1, 1, 7, 1)}, NONE, "it needs a map"},
    };
    CHECK(cases);
}

static void pools_infer_windows(void **state)
{
    (void)state;
    const Case cases[] = {
        {XC_OP_MAX_POOL, WINDOW(3, 3, 2, 1, 0, 1, 0, 1), {MAP(16, 16, 5)}, MAP(8, 8, 5), NULL},
        {XC_OP_MAX_POOL, WINDOW(2, 2, 2, 1, 0, 0, 0, 0), {MAP(7, 7, 5)}, MAP(3, 3, 5), NULL},
        {XC_OP_AVERAGE_POOL, WINDOW(3, 3, 1, 1, 1, 1, 1, 1), {MAP(1, 4, 5)}, MAP(1, 4, 5), NULL},
        {XC_OP_MAX_POOL, WINDOW(2, 2, 2, 1, 2, 0, 0, 0), {MAP(8, 8, 5)}, NONE,
            "the padding must be smaller than the window"},
        {XC_OP_AVERAGE_POOL, WINDOW(9, 9, 1, 1, 0, 0, 0, 0), {MAP(8, 8, 5)}, NONE,
            "larger than the padded map"},
        {XC_OP_AVERAGE_POOL, PLAIN, {VECTOR(5)}, NONE, "it needs a map: 'operand1' is 5"},
        {XC_OP_GLOBAL_AVERAGE_POOL, PLAIN, {MAP(8, 9, 5)}, VECTOR(5), NULL},
        {XC_OP_GLOBAL_MAX_POOL, PLAIN, {MAP(8, 9, 5)}, VECTOR(5), NULL},
        {XC_OP_GLOBAL_MAX_POOL, PLAIN, {VECTOR(5)}, NONE, "it needs a map"},
    };
    CHECK(cases);
}

static void joins_name_both_operands_when_they_differ(void **state)
{
    (void)state;
    const Case cases[] = {
        {XC_OP_ADD, PLAIN, {MAP(4, 4, 3), MAP(4, 4, 3), MAP(4, 4, 3)}, MAP(4, 4, 3), NULL},
        {XC_OP_ADD, PLAIN, {MAP(4, 4, 3), MAP(8, 8, 3)}, NONE,
            "add: the shapes must be equal: 'operand1' is 4x4x3, 'operand2' is 8x8x3"},
        {XC_OP_ADD, PLAIN, {MAP(4, 4, 3), VECTOR(3)}, NONE, "the shapes must be equal"},
        {XC_OP_ADD, PLAIN, {{0}}, NONE, "it needs an input"},
        {XC_OP_MULTIPLY, PLAIN, {VECTOR(3), MAP(4, 4, 3)}, MAP(4, 4, 3), NULL},
        {XC_OP_MULTIPLY, PLAIN, {MAP(4, 4, 3), VECTOR(3), MAP(4, 4, 3)}, MAP(4, 4, 3), NULL},
        {XC_OP_MULTIPLY, PLAIN, {VECTOR(3), VECTOR(3)}, VECTOR(3), NULL},
        {XC_OP_MULTIPLY, PLAIN, {MAP(4, 4, 3), VECTOR(4)}, NONE,
            "or a vector of the map's channels: 'operand1' is 4x4x3, 'operand2' is 4"},
        {XC_OP_MULTIPLY, PLAIN, {MAP(4, 4, 3), MAP(1, 1, 3)}, NONE, "must be equal"},
        {XC_OP_CONCAT, PLAIN, {MAP(4, 4, 3), MAP(4, 4, 5), MAP(4, 4, 1)}, MAP(4, 4, 9), NULL},
        {XC_OP_CONCAT, PLAIN, {VECTOR(3), VECTOR(5)}, VECTOR(8), NULL},
        {XC_OP_CONCAT, PLAIN, {MAP(4, 4, 3), MAP(4, 5, 3)}, NONE, "widths must be equal"},
        {XC_OP_CONCAT, PLAIN, {MAP(1, 1, 3), VECTOR(3)}, NONE, "widths must be equal"},
    };
    CHECK(cases);
}

static void slices_and_reshapes_stay_within_their_operand(void **state)
{
    (void)state;
    const Case cases[] = {
        {XC_OP_SLICE, CHANNELS(2, 3), {MAP(4, 4, 5)}, MAP(4, 4, 3), NULL},
        {XC_OP_SLICE, CHANNELS(0, 5), {VECTOR(5)}, VECTOR(5), NULL},
        {XC_OP_SLICE, CHANNELS(3, 3), {MAP(4, 4, 5)}, NONE, "out of range"},
        {XC_OP_SLICE, CHANNELS(-1, 3), {MAP(4, 4, 5)}, NONE, "out of range"},
        {XC_OP_SLICE, CHANNELS(0, 0), {MAP(4, 4, 5)}, NONE, "out of range"},
        {XC_OP_RESHAPE, LIKE(VECTOR(80)), {MAP(4, 4, 5)}, VECTOR(80), NULL},
        {XC_OP_RESHAPE, LIKE(VECTOR(81)), {MAP(4, 4, 5)}, NONE, "the number of elements"},
    };
    CHECK(cases);
}

static void gradients_must_come_from_the_output_of_the_same_window(void **state)
{
    (void)state;
    Case cases[] = {
        {XC_OP_CONV_INPUT_GRADIENT, WINDOW(3, 3, 2, 1, 0, 1, 0, 1),
            {MAP(4, 4, 6), KERNEL(3, 3, 5, 6)}, MAP(8, 8, 5), NULL},
        {XC_OP_CONV_INPUT_GRADIENT, WINDOW(3, 3, 1, 1, 0, 1, 0, 1),
            {MAP(4, 4, 6), KERNEL(3, 3, 5, 6)}, NONE, "has not the output's shape"},
        {XC_OP_CONV_WEIGHT_GRADIENT, WINDOW(3, 3, 2, 1, 0, 1, 0, 1), {MAP(8, 8, 5), MAP(4, 4, 6)},
            KERNEL(3, 3, 5, 6), NULL},
        {XC_OP_CONV_WEIGHT_GRADIENT, WINDOW(3, 3, 2, 1, 0, 1, 0, 1), {MAP(8, 8, 5), MAP(4, 4, 7)},
            NONE, "has not the output's shape"},
        {XC_OP_DEPTHWISE_INPUT_GRADIENT, WINDOW(3, 3, 1, 1, 1, 1, 1, 1),
            {MAP(8, 8, 5), KERNEL(3, 3, 5, 1)}, MAP(8, 8, 5), NULL},
        {XC_OP_DEPTHWISE_INPUT_GRADIENT, WINDOW(3, 3, 1, 1, 1, 1, 1, 1),
            {MAP(7, 8, 5), KERNEL(3, 3, 5, 1)}, NONE, "has not the output's shape"},
        {XC_OP_DEPTHWISE_WEIGHT_GRADIENT, WINDOW(3, 3, 1, 1, 1, 1, 1, 1),
            {MAP(8, 8, 5), MAP(8, 8, 5)}, KERNEL(3, 3, 5, 1), NULL},
        {XC_OP_DEPTHWISE_WEIGHT_GRADIENT, WINDOW(3, 3, 1, 1, 1, 1, 1, 1),
            {MAP(8, 8, 5), MAP(8, 8, 4)}, NONE, "has not the output's shape"},
        {XC_OP_MAX_POOL_GRADIENT, WINDOW(3, 3, 2, 1, 0, 1, 0, 1), {MAP(4, 4, 5), MAP(4, 4, 5)},
            MAP(8, 8, 5), NULL},
        {XC_OP_AVERAGE_POOL_GRADIENT, WINDOW(3, 3, 2, 1, 0, 1, 0, 1), {MAP(5, 4, 5)}, NONE,
            "has not the output's shape"},
    };
    /* like, for the accepted and the refused case of a pair. */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Shape kernel = KERNEL(3, 3, 5, 6), depthwise = KERNEL(3, 3, 5, 1);
        bool of_kernel = cases[i].op == XC_OP_CONV_WEIGHT_GRADIENT;
        bool of_depthwise = cases[i].op == XC_OP_DEPTHWISE_WEIGHT_GRADIENT;
        cases[i].at.like = of_kernel ? kernel : of_depthwise ? depthwise : shape_map(8, 8, 5);
    }
    CHECK(cases);
}

static void normalisation_takes_vectors_of_the_channels(void **state)
{
    (void)state;
    const Case cases[] = {
        {XC_OP_BATCH_NORM, PLAIN, {MAP(4, 4, 3), VECTOR(3), VECTOR(3), VECTOR(3), VECTOR(3)},
            MAP(4, 4, 3), NULL},
        {XC_OP_NORMALIZE, PLAIN, {VECTOR(3), VECTOR(3), VECTOR(3), VECTOR(3), VECTOR(3)}, VECTOR(3),
            NULL},
        {XC_OP_NORMALIZE, PLAIN, {MAP(4, 4, 3), VECTOR(3), VECTOR(3), VECTOR(4), VECTOR(3)}, NONE,
            "vectors of its channels"},
        {XC_OP_BATCH_STATISTICS, PLAIN, {MAP(4, 4, 3)}, VECTOR(3), NULL},
        {XC_OP_NORMALIZE_PARAMETER_GRADIENT, PLAIN,
            {MAP(4, 4, 3), MAP(4, 4, 3), VECTOR(3), VECTOR(3)}, VECTOR(3), NULL},
        {XC_OP_NORMALIZE_PARAMETER_GRADIENT, PLAIN,
            {MAP(4, 4, 3), MAP(4, 5, 3), VECTOR(3), VECTOR(3)}, NONE, "two maps or vectors"},
        {XC_OP_NORMALIZE_INPUT_GRADIENT, PLAIN,
            {MAP(4, 4, 3), MAP(4, 4, 3), VECTOR(3), VECTOR(3), VECTOR(3), VECTOR(3), VECTOR(3)},
            MAP(4, 4, 3), NULL},
        {XC_OP_BIAS_GRADIENT, PLAIN, {MAP(4, 4, 3)}, VECTOR(3), NULL},
        {XC_OP_MULTIPLY_REDUCE, PLAIN, {MAP(4, 4, 3), MAP(4, 4, 3)}, VECTOR(3), NULL},
        {XC_OP_MULTIPLY_REDUCE, PLAIN, {MAP(4, 4, 3), VECTOR(3)}, NONE, "two maps"},
    };
    CHECK(cases);
}

static void updates_take_parameters_only(void **state)
{
    (void)state;
    const Case cases[] = {
        {XC_OP_PARAMETER_UPDATE, PLAIN, {VECTOR(3), VECTOR(3)}, NONE, "only parameters"},
        {XC_OP_MOVING_UPDATE, PLAIN, {VECTOR(3), VECTOR(3)}, NONE, "only parameters"},
    };
    CHECK(cases);
}

static void the_loss_takes_labels(void **state)
{
    (void)state;
    const Case cases[] = {
        {XC_OP_SOFTMAX_CROSS_ENTROPY, PLAIN, {VECTOR(3), VECTOR(3)}, NONE, "it needs labels"},
        {XC_OP_SOFTMAX_CROSS_ENTROPY, PLAIN, {MAP(4, 4, 3), VECTOR(3)}, NONE,
            "it needs a vector of class scores"},
    };
    CHECK(cases);
}

/* ---- a message points at both lines --------------------------------------------------------- */

static void a_shape_error_shows_the_lines_of_the_operands(void **state)
{
    (void)state;
    static const char source[] = "- conv: 4\n- conv: 5\n- add\n";
    Network *network = network_new(8, 8, 3);
    Graph *graph = network->graph;
    int file = diag_add_source(network->diag, "x.yaml", source, strlen(source));
    Value *sides[2];
    for (int i = 0; i < 2; i++) {
        Attributes at = attributes_default();
        at.count = 1 + i;
        Node *node = graph_add_node(graph, XC_OP_SLICE, i == 0 ? "conv1" : "conv2", &graph->images,
            1, &at, NULL, (Location){file, 1 + i, 3, 4}, network->diag);
        sides[i] = node->outputs[0];
    }
    assert_null(graph_add_node(
        graph, XC_OP_ADD, "add1", sides, 2, NULL, NULL, (Location){file, 3, 3, 3}, network->diag));
    const char *messages = network_messages(network);
    assert_non_null(strstr(messages, "x.yaml:3:3: error: add: the shapes must be equal: "
                                     "'conv1' is 8x8x1, 'conv2' is 8x8x2"));
    assert_non_null(strstr(messages, "x.yaml:1:3: note: 'conv1' is 8x8x1"));
    assert_non_null(strstr(messages, "x.yaml:2:3: note: 'conv2' is 8x8x2"));
    network_free(network);
}

/* ---- multiply-adds -------------------------------------------------------------------------- */

static void macs_are_counted_as_the_literature_does(void **state)
{
    (void)state;
    const struct {
        Case node;
        uint64_t macs;
    } cases[] = {
        {{XC_OP_CONV, WINDOW(3, 3, 2, 1, 0, 1, 0, 1),
             {MAP(32, 32, 3), KERNEL(3, 3, 3, 32), VECTOR(32)}, NONE, NULL},
            3 * 3 * 3 * 32 * 16 * 16},
        {{XC_OP_CONV, WINDOW(3, 3, 1, 4, 1, 1, 1, 1), {MAP(8, 8, 12), KERNEL(3, 3, 3, 8)}, NONE,
             NULL},
            3 * 3 * 3 * 8 * 8 * 8},
        {{XC_OP_CONV, PLAIN, {VECTOR(2048), MATRIX(2048, 10), VECTOR(10)}, NONE, NULL}, 20480},
        {{XC_OP_CONV, PLAIN, {MAP(8, 8, 16), MATRIX(16, 4)}, NONE, NULL}, 64 * 64},
        {{XC_OP_DEPTHWISE, WINDOW(3, 3, 1, 1, 1, 1, 1, 1), {MAP(16, 16, 364), KERNEL(3, 3, 364, 1)},
             NONE, NULL},
            9 * 364 * 256},
        {{XC_OP_ADD, PLAIN, {MAP(8, 8, 16), MAP(8, 8, 16)}, NONE, NULL}, 0},
        {{XC_OP_MAX_POOL, WINDOW(3, 3, 1, 1, 1, 1, 1, 1), {MAP(8, 8, 16)}, NONE, NULL}, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Network *network = network_new(8, 8, 3);
        assert_non_null(make(network, &cases[i].node));
        assert_int_equal(graph_macs(network->graph), cases[i].macs);
        network_free(network);
    }
}

/* ---- the table ------------------------------------------------------------------------------ */

static void every_row_of_the_table_is_consistent(void **state)
{
    (void)state;
    for (int i = 0; i < XC_OP_COUNT; i++) {
        const OpInfo *info = op_info((Op)i);
        int suffixes = 1;
        for (const char *c = info->suffixes; *c != '\0'; c++)
            suffixes += *c == '|';
        assert_true(suffixes == info->outputs || info->outputs == 0);
        assert_true(info->outputs <= XC_MAX_OUTPUTS);
        assert_true(value_name_is_sound(info->name));
        assert_non_null(info->infer);
        assert_non_null(info->gradient);
        assert_non_null(info->macs);
        for (int j = 0; j < i; j++)
            assert_string_not_equal(op_info((Op)j)->name, info->name);
        /* An unknown letter would be a bug() here. */
        Attributes none = attributes_default();
        attributes_used((Op)i, &none);
    }
}

static void a_node_keeps_only_the_attributes_of_its_op(void **state)
{
    (void)state;
    Network *network = network_new(8, 8, 3);
    Attributes at = WINDOW(3, 3, 2, 4, 1, 1, 1, 1);
    at.epsilon = 0.5, at.rate = 0.25, at.stream = 3;
    Node *node = graph_add_node(network->graph, XC_OP_DROPOUT, "x", &network->graph->images, 1, &at,
        NULL, XC_NOWHERE, network->diag);
    assert_true(node->at.rate == 0.25);
    assert_int_equal(node->at.stream, 3);
    assert_true(node->at.epsilon == 0);
    assert_int_equal(node->at.kernel[0], 1);
    assert_int_equal(node->at.groups, 1);
    assert_int_equal(node->at.pad[3], 0);
    network_free(network);
}

static void names_are_made_unique_and_safe_in_c(void **state)
{
    (void)state;
    Network *network = network_new(8, 8, 3);
    Graph *graph = network->graph;
    assert_string_equal(graph_add_value(graph, "x", XC_BATCH, shape_vector(1))->name, "x");
    assert_string_equal(graph_add_value(graph, "x", XC_BATCH, shape_vector(1))->name, "x_2");
    assert_string_equal(graph_add_value(graph, "x", XC_BATCH, shape_vector(1))->name, "x_3");
    assert_string_equal(
        graph_add_value(graph, "double", XC_BATCH, shape_vector(1))->name, "double");
    for (int i = 0; i < 2000; i++)
        graph_add_value(graph, arena_printf(network->arena, "v%d", i), XC_BATCH, shape_vector(1));
    assert_string_equal(
        graph_add_value(graph, "v1999", XC_BATCH, shape_vector(1))->name, "v1999_2");
    assert_string_equal(graph_add_value(graph, "v2000", XC_BATCH, shape_vector(1))->name, "v2000");
    network_free(network);
}

static void outputs_are_classed_by_what_the_node_reads(void **state)
{
    (void)state;
    Network *network = network_new(8, 8, 3);
    Value *x = network_unary(network, "relu", XC_OP_RELU, network->graph->images);
    assert_int_equal(x->class_, XC_BATCH);
    Value *mean = network_unary(network, "x", XC_OP_BATCH_STATISTICS, x);
    assert_int_equal(mean->class_, XC_REDUCED);
    assert_int_equal(network_join(network, "sum", XC_OP_ADD, mean, mean)->class_, XC_REDUCED);
    network_free(network);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(convolutions_infer_windows_groups_and_channels),
        cmocka_unit_test(a_dense_kernel_takes_vectors_and_maps),
        cmocka_unit_test(convolutions_refuse_what_does_not_fit),
        cmocka_unit_test(pools_infer_windows),
        cmocka_unit_test(joins_name_both_operands_when_they_differ),
        cmocka_unit_test(slices_and_reshapes_stay_within_their_operand),
        cmocka_unit_test(gradients_must_come_from_the_output_of_the_same_window),
        cmocka_unit_test(normalisation_takes_vectors_of_the_channels),
        cmocka_unit_test(updates_take_parameters_only),
        cmocka_unit_test(the_loss_takes_labels),
        cmocka_unit_test(a_shape_error_shows_the_lines_of_the_operands),
        cmocka_unit_test(macs_are_counted_as_the_literature_does),
        cmocka_unit_test(every_row_of_the_table_is_consistent),
        cmocka_unit_test(a_node_keeps_only_the_attributes_of_its_op),
        cmocka_unit_test(names_are_made_unique_and_safe_in_c),
        cmocka_unit_test(outputs_are_classed_by_what_the_node_reads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
