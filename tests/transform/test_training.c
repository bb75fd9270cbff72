/* The training Graph: its structure, op by op and for whole models. */
#include "graph/print.h"
#include "graph/readers.h"
#include "graph/verify.h"
#include "support_lib/network.h"
#include "transform/transform.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

static const Value *find(const Graph *graph, const char *name)
{
    for (size_t i = 0; i < graph->values.count; i++)
        if (strcmp(graph->values.data[i]->name, name) == 0)
            return graph->values.data[i];
    return NULL;
}

/* The training Graph of a finished network, verified. */
static Graph *train(Network *network)
{
    Graph *graph = transform_training(network->graph, network->diag);
    if (graph == NULL || !graph_verify(graph, network->diag))
        fail_msg("%s", network_messages(network));
    return graph;
}

/* The line of the node that makes the value. */
static void expect_line(const Graph *graph, const char *name, const char *line)
{
    const Value *value = find(graph, name);
    if (value == NULL || value->producer == NULL)
        fail_msg("nothing makes '%s'", name);
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    assert_non_null(stream);
    graph_print_node(graph, value->producer, stream);
    assert_int_equal(fclose(stream), 0);
    assert_string_equal(text, line);
    free(text);
}

/* The one update of a parameter. */
static const Node *find_update(const Graph *graph, const char *parameter)
{
    const Node *found = NULL;
    for (size_t i = 0; i < graph->nodes.count; i++) {
        const Node *node = graph->nodes.data[i];
        bool update = node->op == XC_OP_PARAMETER_UPDATE || node->op == XC_OP_MOVING_UPDATE;
        if (!update || strcmp(node->inputs[0]->name, parameter) != 0)
            continue;
        assert_null(found);
        found = node;
    }
    if (found == NULL)
        fail_msg("'%s' is not updated", parameter);
    return found;
}

static size_t count_op(const Graph *graph, Op op)
{
    size_t count = 0;
    for (size_t i = 0; i < graph->nodes.count; i++)
        count += graph->nodes.data[i]->op == op;
    return count;
}

/* ---- a whole small model -------------------------------------------------------------------- */

/* conv > batch_norm, then a residual block, max-pool and the head. */
static void build_residual(Network *network)
{
    Value *x = network_conv(network, "conv1", network->graph->images, 4, 3, 2, true);
    x = network_batch_norm(network, "norm1", x);
    Value *y = network_unary(network, "relu1", XC_OP_RELU, x);
    y = network_separable_conv(network, "sep1", y, 4);
    y = network_batch_norm(network, "norm2", y);
    y = network_join(network, "add1", XC_OP_ADD, y, x);
    network_classify(network, network_max_pool(network, "pool1", y, 3, 2), 3);
}

static char *read_golden(const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/tests/transform/%s", XCEPTC_SOURCE_DIR, name);
    FILE *file = fopen(path, "r");
    if (file == NULL)
        fail_msg("cannot open %s", path);
    static const size_t limit = 1 << 16;
    char *text = calloc(limit, 1);
    assert_non_null(text);
    size_t size = fread(text, 1, limit - 1, file);
    assert_int_equal(ferror(file), 0);
    assert_int_equal(fclose(file), 0);
    text[size] = '\0';
    return text;
}

/* Compares line by line, so that a difference is short to read. */
static void expect_lines(char *is, char *should)
{
    char *is_rest = NULL, *should_rest = NULL;
    char *is_line = strtok_r(is, "\n", &is_rest);
    char *should_line = strtok_r(should, "\n", &should_rest);
    while (is_line != NULL && should_line != NULL) {
        assert_string_equal(is_line, should_line);
        is_line = strtok_r(NULL, "\n", &is_rest);
        should_line = strtok_r(NULL, "\n", &should_rest);
    }
    if (is_line != NULL || should_line != NULL)
        fail_msg("a line too %s: %s", is_line != NULL ? "many" : "few",
            is_line != NULL ? is_line : should_line);
}

static void a_residual_net_trains_as_written_down(void **state)
{
    (void)state;
    Network *network = network_new(8, 8, 3);
    build_residual(network);
    Graph *graph = train(network);
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    assert_non_null(stream);
    graph_print(graph, stream);
    assert_int_equal(fclose(stream), 0);
    char *golden = read_golden("residual_training.txt");
    expect_lines(text, golden);
    free(golden);
    free(text);
    network_free(network);
}

static void the_forward_graph_stays_as_it_is(void **state)
{
    (void)state;
    Network *network = network_new(8, 8, 3);
    build_residual(network);
    size_t values = network->graph->values.count, nodes = network->graph->nodes.count;
    Graph *graph = train(network);
    assert_int_equal(network->graph->values.count, values);
    assert_int_equal(network->graph->nodes.count, nodes);
    assert_true(graph_verify(network->graph, network->diag));
    assert_int_equal(graph->parameters.count, network->graph->parameters.count);
    for (size_t i = 0; i < graph->parameters.count; i++) {
        const Parameter *old = network->graph->parameters.data[i];
        const Parameter *new = graph->parameters.data[i];
        assert_string_equal(new->name, old->name);
        assert_int_equal(new->value->parameter, i);
        assert_ptr_not_equal(new->value, old->value);
    }
    network_free(network);
}

static void every_gradient_has_the_shape_of_its_value(void **state)
{
    (void)state;
    Network *network = network_new(8, 8, 3);
    build_residual(network);
    Graph *graph = train(network);
    size_t checked = 0;
    for (size_t i = 0; i < graph->values.count; i++) {
        const Value *value = graph->values.data[i];
        const Value *gradient = find(graph, arena_printf(graph->arena, "d_%s", value->name));
        if (gradient == NULL)
            continue;
        assert_true(shape_equal(gradient->shape, value->shape));
        assert_int_equal(gradient->class_, value->class_ == XC_PARAMETER ? XC_REDUCED : XC_BATCH);
        checked++;
    }
    /* Nine trainable parameters with a gradient and nine values on the way to them, that of the
     * normalised residual being an alias. */
    assert_int_equal(checked, 18);
    network_free(network);
}

/* ---- batch normalisation -------------------------------------------------------------------- */

static void statistics_belong_to_the_value_not_to_the_norm(void **state)
{
    (void)state;
    Network *network = network_new(8, 8, 3);
    Value *x = network_conv(network, "conv1", network->graph->images, 4, 3, 1, false);
    Value *a = network_batch_norm(network, "norm1", x);
    Value *b = network_batch_norm(network, "norm2", x);
    network_classify(network, network_join(network, "add1", XC_OP_ADD, a, b), 3);
    Graph *graph = train(network);
    assert_int_equal(count_op(graph, XC_OP_BATCH_STATISTICS), 1);
    assert_int_equal(count_op(graph, XC_OP_NORMALIZE), 2);
    assert_int_equal(count_op(graph, XC_OP_MOVING_UPDATE), 4);
    assert_string_equal(
        find_update(graph, "norm2.moving_variance")->inputs[1]->name, "conv1.variance");
    assert_true(find_update(graph, "norm2.moving_mean")->at.momentum == 0.875);
    expect_line(graph, "d_conv1", "d_conv1: 8x8x4 = add(d_conv1_1, d_conv1_2)");
    network_free(network);
}

static void a_norm_of_the_images_gives_them_no_gradient(void **state)
{
    (void)state;
    Network *network = network_new(8, 8, 3);
    Value *x = network_batch_norm(network, "norm1", network->graph->images);
    network_classify(network, x, 3);
    Graph *graph = train(network);
    assert_null(find(graph, "d_images"));
    assert_int_equal(count_op(graph, XC_OP_NORMALIZE_INPUT_GRADIENT), 0);
    assert_string_equal(find_update(graph, "norm1.gamma")->inputs[1]->name, "d_norm1.gamma");
    network_free(network);
}

static void a_bias_that_only_norms_read_has_no_gradient(void **state)
{
    (void)state;
    Network *network = network_new(8, 8, 3);
    build_residual(network);
    Graph *graph = train(network);
    assert_int_equal(find_update(graph, "conv1.bias")->input_count, 1);
    assert_int_equal(find_update(graph, "sep1.bias")->input_count, 1);
    assert_int_equal(find_update(graph, "classifier.bias")->input_count, 2);
    assert_int_equal(count_op(graph, XC_OP_BIAS_GRADIENT), 1);
    network_free(network);
}

static void a_bias_that_something_else_reads_too_has_a_gradient(void **state)
{
    (void)state;
    Network *network = network_new(8, 8, 3);
    Value *x = network_conv(network, "conv1", network->graph->images, 4, 3, 1, true);
    Value *y = network_batch_norm(network, "norm1", x);
    network_classify(network, network_join(network, "add1", XC_OP_ADD, x, y), 3);
    Graph *graph = train(network);
    expect_line(graph, "d_conv1.bias", "d_conv1.bias: 4 = bias_gradient(d_conv1)");
    assert_int_equal(find_update(graph, "conv1.bias")->input_count, 2);
    network_free(network);
}

/* ---- fan-out -------------------------------------------------------------------------------- */

static void three_readers_are_summed_from_the_last_to_the_first(void **state)
{
    (void)state;
    Network *network = network_new(8, 8, 3);
    Value *x = network_conv(network, "x", network->graph->images, 4, 3, 1, true);
    Value *a = network_unary(network, "a", XC_OP_RELU, x);
    Value *b = network_unary(network, "b", XC_OP_SIGMOID, x);
    Value *c = network_dropout(network, "c", x, 0.25, 7);
    Value *parts[] = {a, b, c};
    network_classify(
        network, network_node(network, "all", XC_OP_CONCAT, attributes_default(), 3, parts), 3);
    Graph *graph = train(network);
    expect_line(graph, "d_x_1", "d_x_1: 8x8x4 = dropout(d_c) rate 0.25 stream 7");
    expect_line(graph, "d_x_2", "d_x_2: 8x8x4 = sigmoid_gradient(d_b, b)");
    expect_line(graph, "d_x_sum2", "d_x_sum2: 8x8x4 = add(d_x_1, d_x_2)");
    expect_line(graph, "d_x_3", "d_x_3: 8x8x4 = relu_gradient(d_a, a)");
    expect_line(graph, "d_x", "d_x: 8x8x4 = add(d_x_sum2, d_x_3)");
    expect_line(graph, "d_a", "d_a: 8x8x4 = slice(d_all) channels 0..3");
    expect_line(graph, "d_c", "d_c: 8x8x4 = slice(d_all) channels 8..11");
    expect_line(graph, "d_x.bias", "d_x.bias: 4 = bias_gradient(d_x)");
    network_free(network);
}

static void a_value_added_to_itself_gets_its_gradient_twice(void **state)
{
    (void)state;
    Network *network = network_new(8, 8, 3);
    Value *x = network_conv(network, "x", network->graph->images, 4, 3, 1, true);
    network_classify(network, network_join(network, "twice", XC_OP_ADD, x, x), 3);
    Graph *graph = train(network);
    expect_line(graph, "d_x", "d_x: 8x8x4 = add(d_twice, d_twice)");
    network_free(network);
}

static void a_reader_that_the_loss_does_not_need_adds_nothing(void **state)
{
    (void)state;
    Network *network = network_new(8, 8, 3);
    Value *x = network_conv(network, "x", network->graph->images, 4, 3, 1, true);
    network_conv(network, "unused", x, 4, 3, 1, true);
    network_classify(network, network_unary(network, "a", XC_OP_RELU, x), 3);
    Graph *graph = train(network);
    expect_line(graph, "d_x", "d_x: 8x8x4 = relu_gradient(d_a, a)");
    assert_int_equal(find_update(graph, "unused.kernel")->input_count, 1);
    network_free(network);
}

static void what_depends_on_no_parameter_gets_no_gradient(void **state)
{
    (void)state;
    Network *network = network_new(8, 8, 3);
    Value *x = network_unary(network, "first", XC_OP_SIGMOID, network->graph->images);
    x = network_max_pool(network, "pool", x, 2, 2);
    network_classify(network, network_conv(network, "conv1", x, 4, 3, 1, true), 3);
    Graph *graph = train(network);
    assert_null(find(graph, "d_pool"));
    assert_null(find(graph, "d_first"));
    assert_non_null(find(graph, "d_conv1.kernel"));
    network_free(network);
}

/* ---- ops that have gradients of several forms ----------------------------------------------- */

static void a_gate_gets_the_sum_over_pixels(void **state)
{
    (void)state;
    Network *network = network_new(8, 8, 3);
    Value *x = network_conv(network, "x", network->graph->images, 4, 3, 1, true);
    Value *pool = network_unary(network, "pool", XC_OP_GLOBAL_AVERAGE_POOL, x);
    Value *gate =
        network_unary(network, "gate", XC_OP_SIGMOID, network_dense(network, "dense", pool, 4));
    network_classify(network, network_join(network, "scaled", XC_OP_MULTIPLY, gate, x), 3);
    Graph *graph = train(network);
    expect_line(graph, "d_gate", "d_gate: 4 = multiply_reduce(d_scaled, x)");
    expect_line(graph, "d_x_1", "d_x_1: 8x8x4 = multiply(d_scaled, gate)");
    expect_line(graph, "d_x_2", "d_x_2: 8x8x4 = global_average_pool_gradient(d_pool) like 8x8x4");
    network_free(network);
}

static void a_product_of_three_gives_each_the_product_of_the_others(void **state)
{
    (void)state;
    Network *network = network_new(8, 8, 3);
    Value *a = network_conv(network, "a", network->graph->images, 4, 3, 1, true);
    Value *b = network_conv(network, "b", network->graph->images, 4, 3, 1, true);
    Value *v = network_unary(network, "v", XC_OP_GLOBAL_MAX_POOL, b);
    Value *factors[] = {a, v, b};
    network_classify(network,
        network_node(network, "product", XC_OP_MULTIPLY, attributes_default(), 3, factors), 3);
    Graph *graph = train(network);
    expect_line(graph, "d_a", "d_a: 8x8x4 = multiply(d_product, v, b)");
    expect_line(graph, "d_v.product", "d_v.product: 8x8x4 = multiply(d_product, b)");
    expect_line(graph, "d_v", "d_v: 4 = multiply_reduce(d_v.product, a)");
    expect_line(graph, "d_b_1", "d_b_1: 8x8x4 = multiply(d_product, a, v)");
    expect_line(graph, "d_b_2", "d_b_2: 8x8x4 = global_max_pool_gradient(d_v, v.index) like 8x8x4");
    network_free(network);
}

static void a_square_gets_twice_the_other_factor(void **state)
{
    (void)state;
    Network *network = network_new(8, 8, 3);
    Value *x = network_conv(network, "x", network->graph->images, 4, 3, 1, true);
    network_classify(network, network_join(network, "square", XC_OP_MULTIPLY, x, x), 3);
    Graph *graph = train(network);
    expect_line(graph, "d_x_1", "d_x_1: 8x8x4 = multiply(d_square, x)");
    expect_line(graph, "d_x", "d_x: 8x8x4 = add(d_x_1, d_x_2)");
    network_free(network);
}

static void pools_and_flatten_lead_back_to_the_shape_before(void **state)
{
    (void)state;
    Network *network = network_new(7, 7, 3);
    Value *x = network_conv(network, "x", network->graph->images, 4, 3, 1, true);
    Attributes at = attributes_default();
    at.kernel[0] = at.kernel[1] = 3;
    at.pad[0] = at.pad[1] = at.pad[2] = at.pad[3] = 1;
    Value *y = network_node(network, "average", XC_OP_AVERAGE_POOL, at, 1, &x);
    y = network_max_pool(network, "pool", y, 3, 2);
    at = attributes_default();
    at.like = shape_vector(64);
    y = network_node(network, "flatten", XC_OP_RESHAPE, at, 1, &y);
    network_finish(network, network_dense(network, "classifier", y, 3));
    Graph *graph = train(network);
    expect_line(graph, "d_pool", "d_pool: 4x4x4 = reshape(d_flatten) like 4x4x4");
    expect_line(graph, "d_average",
        "d_average: 7x7x4 = max_pool_gradient(d_pool, pool.index) kernel 3x3 stride 2x2 "
        "pad 1/1,1/1 like 7x7x4");
    expect_line(graph, "d_x",
        "d_x: 7x7x4 = average_pool_gradient(d_average) kernel 3x3 pad 1/1,1/1 like 7x7x4");
    network_free(network);
}

/* ---- what cannot be trained ----------------------------------------------------------------- */

static void expect_refusal(Network *network, const char *message)
{
    assert_null(transform_training(network->graph, network->diag));
    if (strstr(network_messages(network), message) == NULL)
        fail_msg("%s", network_messages(network));
    network_free(network);
}

static void a_model_must_end_in_softmax(void **state)
{
    (void)state;
    Network *network = network_new(8, 8, 3);
    Value *pool = network_unary(network, "pool", XC_OP_GLOBAL_AVERAGE_POOL, network->graph->images);
    network->graph->output = network_dense(network, "dense", pool, 3);
    expect_refusal(network, "the last layer must be softmax");
}

static void softmax_of_a_map_is_no_classifier(void **state)
{
    (void)state;
    Network *network = network_new(8, 8, 3);
    network_finish(network, network->graph->images);
    expect_refusal(network, "needs a vector of class scores, not a map of 8x8x3");
}

static void softmax_inside_cannot_be_trained_through(void **state)
{
    (void)state;
    Network *network = network_new(8, 8, 3);
    Value *x = network_conv(network, "x", network->graph->images, 4, 3, 1, true);
    network_classify(network, network_unary(network, "inner", XC_OP_SOFTMAX, x), 3);
    expect_refusal(network, "softmax cannot be trained through");
}

/* ---- the variants --------------------------------------------------------------------------- */

typedef struct Variant {
    XceptionForm form;
    uint64_t macs;
    size_t total, trainable;
    size_t norms, residual_sums;
} Variant;

static void check_variant(const Variant *variant)
{
    Network *network = network_new(32, 32, 3);
    network_xception(network, variant->form);
    assert_int_equal(graph_macs(network->graph), variant->macs);
    size_t total = 0, trainable = 0;
    for (size_t i = 0; i < network->graph->parameters.count; i++) {
        const Parameter *parameter = network->graph->parameters.data[i];
        total += shape_elements(parameter->value->shape);
        trainable += parameter->trainable ? shape_elements(parameter->value->shape) : 0;
    }
    assert_int_equal(total, variant->total);
    assert_int_equal(trainable, variant->trainable);

    Graph *graph = train(network);
    assert_int_equal(count_op(graph, XC_OP_BATCH_STATISTICS), variant->norms);
    assert_int_equal(count_op(graph, XC_OP_MOVING_UPDATE), 2 * variant->norms);
    /* The only bias that no norm follows is the classifier's. */
    assert_int_equal(count_op(graph, XC_OP_BIAS_GRADIENT), 1);
    /* One sum forward and one backward for each module with a shortcut. */
    assert_int_equal(count_op(graph, XC_OP_ADD), 2 * variant->residual_sums);
    network_free(network);
}

static void the_four_variants_have_their_counts(void **state)
{
    (void)state;
    const Variant variants[] = {
        {{false, 2}, 93752896, 20909234, 20854706, 40, 12}, /* xception_1 and xception_he_wd */
        {{false, 1}, 4259117056, 20909234, 20854706, 40, 12},
        {{true, 1}, 647184384, 3611466, 3595450, 20, 5},
    };
    for (size_t i = 0; i < sizeof variants / sizeof *variants; i++)
        check_variant(&variants[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_residual_net_trains_as_written_down),
        cmocka_unit_test(the_forward_graph_stays_as_it_is),
        cmocka_unit_test(every_gradient_has_the_shape_of_its_value),
        cmocka_unit_test(statistics_belong_to_the_value_not_to_the_norm),
        cmocka_unit_test(a_norm_of_the_images_gives_them_no_gradient),
        cmocka_unit_test(a_bias_that_only_norms_read_has_no_gradient),
        cmocka_unit_test(a_bias_that_something_else_reads_too_has_a_gradient),
        cmocka_unit_test(three_readers_are_summed_from_the_last_to_the_first),
        cmocka_unit_test(a_value_added_to_itself_gets_its_gradient_twice),
        cmocka_unit_test(a_reader_that_the_loss_does_not_need_adds_nothing),
        cmocka_unit_test(what_depends_on_no_parameter_gets_no_gradient),
        cmocka_unit_test(a_gate_gets_the_sum_over_pixels),
        cmocka_unit_test(a_product_of_three_gives_each_the_product_of_the_others),
        cmocka_unit_test(a_square_gets_twice_the_other_factor),
        cmocka_unit_test(pools_and_flatten_lead_back_to_the_shape_before),
        cmocka_unit_test(a_model_must_end_in_softmax),
        cmocka_unit_test(softmax_of_a_map_is_no_classifier),
        cmocka_unit_test(softmax_inside_cannot_be_trained_through),
        cmocka_unit_test(the_four_variants_have_their_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
