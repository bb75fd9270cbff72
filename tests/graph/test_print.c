/* The text form of Graphs. */
#include "graph/print.h"
#include "support_lib/network.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

static void expect_text(const Graph *graph, const char *should)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    assert_non_null(stream);
    graph_print(graph, stream);
    assert_int_equal(fclose(stream), 0);
    assert_string_equal(text, should);
    free(text);
}

static void a_graph_prints_inputs_parameters_and_nodes(void **state)
{
    (void)state;
    Network *network = network_new(8, 6, 3);
    Value *x = network_conv(network, "conv1", network->graph->images, 4, 3, 2, true);
    network_classify(network, network_batch_norm(network, "norm1", x), 3);
    Parameter **parameters = network->graph->parameters.data;
    parameters[0]->initializer = XC_INIT_HE_NORMAL;
    parameters[0]->fan_in = 27, parameters[0]->fan_out = 36;
    parameters[0]->l2 = 0.0625;
    parameters[1]->initializer = XC_INIT_UNIFORM;
    parameters[1]->init_a = -0.5, parameters[1]->init_b = 0.5;
    parameters[1]->l1 = 0.25;
    expect_text(network->graph,
        "graph net\n"
        "inputs\n"
        "    images: 8x6x3\n"
        "parameters\n"
        "    conv1.kernel: 3x3x3x4 he_normal fans 27, 36 l2 0.0625\n"
        "    conv1.bias: 4 uniform(-0.5, 0.5) l1 0.25\n"
        "    norm1.gamma: 4 ones\n"
        "    norm1.beta: 4 zeros\n"
        "    norm1.moving_mean: 4 zeros moving\n"
        "    norm1.moving_variance: 4 ones moving\n"
        "    classifier.kernel: 4x3 zeros\n"
        "    classifier.bias: 3 zeros\n"
        "nodes\n"
        "    conv1: 4x3x4 = conv(images, conv1.kernel, conv1.bias) kernel 3x3 stride 2x2 "
        "pad 0/1,0/1\n"
        "    norm1: 4x3x4 = batch_norm(conv1, norm1.gamma, norm1.beta, norm1.moving_mean, "
        "norm1.moving_variance) epsilon 0.0009765625 momentum 0.875\n"
        "    global_average_pool: 4 = global_average_pool(norm1)\n"
        "    classifier: 3 = conv(global_average_pool, classifier.kernel, classifier.bias)\n"
        "    softmax: 3 = softmax(classifier)\n"
        "output softmax\n");
    network_free(network);
}

static void attributes_print_where_they_matter(void **state)
{
    (void)state;
    Network *network = network_new(8, 8, 4);
    Attributes at = attributes_default();
    at.groups = 2;
    Value *inputs[] = {network->graph->images,
        graph_add_value(network->graph, "kernel", XC_BATCH, (Shape){4, {1, 1, 2, 6}})};
    Value *x = network_node(network, "grouped", XC_OP_CONV, at, 2, inputs);
    x = network_dropout(network, "dropout", x, 0.5, 3);
    at = attributes_default();
    at.offset = 1, at.count = 2;
    x = network_node(network, "part", XC_OP_SLICE, at, 1, &x);
    at = attributes_default();
    at.like = shape_vector(128);
    network_node(network, "flat", XC_OP_RESHAPE, at, 1, &x);
    expect_text(network->graph, "graph net\n"
                                "inputs\n"
                                "    images: 8x8x4\n"
                                "    kernel: 1x1x2x6\n"
                                "parameters\n"
                                "nodes\n"
                                "    grouped: 8x8x6 = conv(images, kernel) groups 2\n"
                                "    dropout: 8x8x6 = dropout(grouped) rate 0.5 stream 3\n"
                                "    part: 8x8x2 = slice(dropout) channels 1..2\n"
                                "    flat: 128 = reshape(part) like 128\n");
    network_free(network);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_graph_prints_inputs_parameters_and_nodes),
        cmocka_unit_test(attributes_print_where_they_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
