/* The inference Graph. */
#include "graph/print.h"
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

static Graph *infer(Network *network)
{
    Graph *graph = transform_inference(network->graph, network->diag);
    if (graph == NULL || !graph_verify(graph, network->diag))
        fail_msg("%s", network_messages(network));
    return graph;
}

static const Node *last(const Graph *graph, size_t back)
{
    return graph->nodes.data[graph->nodes.count - 1 - back];
}

static void dropout_is_gone_and_its_readers_read_its_input(void **state)
{
    (void)state;
    Network *network = network_new(8, 8, 3);
    Value *x = network_conv(network, "conv1", network->graph->images, 4, 3, 1, true);
    x = network_dropout(network, "dropout1", x, 0.5, 0);
    x = network_dropout(network, "dropout2", x, 0.5, 1);
    network_classify(network, x, 3);
    Graph *graph = infer(network);
    assert_int_equal(graph->nodes.count, network->graph->nodes.count - 2);
    const Node *pool = last(graph, 2);
    assert_int_equal(pool->op, XC_OP_GLOBAL_AVERAGE_POOL);
    assert_string_equal(pool->inputs[0]->name, "conv1");
    network_free(network);
}

static void batch_norm_keeps_its_moving_statistics(void **state)
{
    (void)state;
    Network *network = network_new(8, 8, 3);
    Value *x = network_conv(network, "conv1", network->graph->images, 4, 3, 1, true);
    network_classify(network, network_batch_norm(network, "norm1", x), 3);
    Graph *graph = infer(network);
    const Node *norm = last(graph, 3);
    assert_int_equal(norm->op, XC_OP_BATCH_NORM);
    assert_string_equal(norm->inputs[3]->name, "norm1.moving_mean");
    assert_string_equal(norm->inputs[4]->name, "norm1.moving_variance");
    assert_true(norm->at.epsilon == 0.0009765625);
    network_free(network);
}

static void the_output_is_softmax_and_there_are_no_labels(void **state)
{
    (void)state;
    Network *network = network_new(8, 8, 3);
    network_classify(network, network->graph->images, 3);
    Graph *graph = infer(network);
    assert_ptr_equal(graph->output, last(graph, 0)->outputs[0]);
    assert_int_equal(last(graph, 0)->op, XC_OP_SOFTMAX);
    assert_null(graph->labels);
    network_free(network);
}

static void parameters_keep_their_places(void **state)
{
    (void)state;
    Network *network = network_new(32, 32, 3);
    network_xception(network, (XceptionForm){true, 1});
    Graph *graph = infer(network);
    assert_int_equal(graph->parameters.count, network->graph->parameters.count);
    for (size_t i = 0; i < graph->parameters.count; i++)
        assert_string_equal(
            graph->parameters.data[i]->name, network->graph->parameters.data[i]->name);
    assert_int_equal(graph_macs(graph), graph_macs(network->graph));
    network_free(network);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dropout_is_gone_and_its_readers_read_its_input),
        cmocka_unit_test(batch_norm_keeps_its_moving_statistics),
        cmocka_unit_test(the_output_is_softmax_and_there_are_no_labels),
        cmocka_unit_test(parameters_keep_their_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
