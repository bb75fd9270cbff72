/* The verifier: a sound Graph passes, and every kind of damage is reported. Each test breaks one
 * promise of a training Graph that passes otherwise. */
#include "graph/verify.h"
#include "support_lib/network.h"
#include "transform/transform.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

typedef struct Subject {
    Network *network;
    Graph *graph; /* the training Graph */
} Subject;

static Subject sound_subject(void)
{
    Network *network = network_new(8, 8, 3);
    Value *x = network_conv(network, "conv1", network->graph->images, 4, 3, 2, true);
    x = network_batch_norm(network, "norm1", x);
    x = network_unary(network, "relu1", XC_OP_RELU, x);
    x = network_max_pool(network, "pool1", x, 3, 2);
    network_classify(network, x, 3);
    Subject subject = {network, transform_training(network->graph, network->diag)};
    assert_non_null(subject.graph);
    if (!graph_verify(subject.graph, network->diag))
        fail_msg("%s", network_messages(network));
    assert_string_equal(network_messages(network), "");
    return subject;
}

/* The damaged Graph fails, with a message that has these words. */
static void expect_report(Subject subject, const char *words)
{
    assert_false(graph_verify(subject.graph, subject.network->diag));
    const char *messages = network_messages(subject.network);
    if (strstr(messages, words) == NULL || strstr(messages, "internal error") == NULL)
        fail_msg("no '%s' in: %s", words, messages);
    network_free(subject.network);
}

static Node *find_node(const Graph *graph, Op op)
{
    for (size_t i = 0; i < graph->nodes.count; i++)
        if (graph->nodes.data[i]->op == op)
            return graph->nodes.data[i];
    fail_msg("no %s", op_info(op)->name);
    return NULL;
}

static void a_sound_graph_passes(void **state)
{
    (void)state;
    Subject subject = sound_subject();
    assert_true(graph_verify(subject.network->graph, subject.network->diag));
    assert_string_equal(network_messages(subject.network), "");
    network_free(subject.network);
}

static void a_value_read_before_it_is_made_is_found(void **state)
{
    (void)state;
    Subject subject = sound_subject();
    Node **nodes = subject.graph->nodes.data;
    Node *first = nodes[0], *second = nodes[1];
    nodes[0] = second, nodes[1] = first;
    first->id = 1, second->id = 0;
    expect_report(subject, "reads 'conv1' before it is made");
}

static void a_node_that_reads_its_own_output_is_found(void **state)
{
    (void)state;
    Subject subject = sound_subject();
    Node *relu = find_node(subject.graph, XC_OP_RELU);
    relu->inputs[0] = relu->outputs[0];
    expect_report(subject, "reads 'relu1' before it is made");
}

static void a_wrong_shape_is_found(void **state)
{
    (void)state;
    Subject subject = sound_subject();
    find_node(subject.graph, XC_OP_RELU)->outputs[0]->shape.dim[0]++;
    expect_report(subject, "'relu1' is 5x4x4, but relu makes it 4x4x4");
}

static void operands_that_do_not_fit_are_found(void **state)
{
    (void)state;
    Subject subject = sound_subject();
    Node *normalize = find_node(subject.graph, XC_OP_NORMALIZE);
    normalize->inputs[3] = subject.graph->parameters.data[0]->value;
    expect_report(subject, "the operands of normalize do not go together");
}

static void an_unsound_shape_is_found(void **state)
{
    (void)state;
    Subject subject = sound_subject();
    subject.graph->images->shape.dim[0] = 0;
    expect_report(subject, "'images' has an unsound shape");
}

static void a_wrong_pad_is_found(void **state)
{
    (void)state;
    Subject subject = sound_subject();
    find_node(subject.graph, XC_OP_CONV_WEIGHT_GRADIENT)->at.pad[0] = 1;
    Node *conv = find_node(subject.graph, XC_OP_CONV);
    conv->at.pad[1] = 0;
    expect_report(subject, "'conv1' is 4x4x4, but conv makes it 3x4x4");
}

static void a_name_used_twice_is_found(void **state)
{
    (void)state;
    Subject subject = sound_subject();
    find_node(subject.graph, XC_OP_RELU)->outputs[0]->name = "conv1";
    expect_report(subject, "two values are named 'conv1'");
}

static void a_name_that_is_no_name_of_a_value_is_found(void **state)
{
    (void)state;
    static const char *const names[] = {
        "", "2conv", "conv-1", "a b", "conv\"", ".a", "a.", "a..b", "a.b.c", "a.2"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        Subject subject = sound_subject();
        find_node(subject.graph, XC_OP_RELU)->outputs[0]->name = names[i];
        expect_report(subject, "is no name of a value");
    }
}

static void a_wrong_class_is_found(void **state)
{
    (void)state;
    Subject subject = sound_subject();
    find_node(subject.graph, XC_OP_BIAS_GRADIENT)->outputs[0]->class_ = XC_BATCH;
    expect_report(subject, "'d_classifier.bias' has the wrong class");
}

static void an_update_by_a_batch_value_is_found(void **state)
{
    (void)state;
    Subject subject = sound_subject();
    Graph *graph = subject.graph;
    Node *update = graph->nodes.data[graph->nodes.count - 1];
    assert_int_equal(update->op, XC_OP_MOVING_UPDATE);
    update->inputs[1] = find_node(graph, XC_OP_GLOBAL_AVERAGE_POOL)->outputs[0];
    expect_report(subject, "reads 'global_average_pool', a value of the batch");
}

static void a_wrong_number_of_inputs_is_found(void **state)
{
    (void)state;
    Subject subject = sound_subject();
    find_node(subject.graph, XC_OP_NORMALIZE)->input_count = 4;
    expect_report(subject, "normalize has 4 inputs and 1 outputs");
}

static void an_attribute_that_the_op_does_not_use_is_found(void **state)
{
    (void)state;
    Subject subject = sound_subject();
    find_node(subject.graph, XC_OP_RELU)->at.epsilon = 1;
    expect_report(subject, "relu has attributes that it does not use");
}

static void a_value_of_another_graph_is_found(void **state)
{
    (void)state;
    Subject subject = sound_subject();
    find_node(subject.graph, XC_OP_RELU)->inputs[0] =
        find_node(subject.network->graph, XC_OP_BATCH_NORM)->outputs[0];
    expect_report(subject, "reads a value of another graph");
}

static void a_value_that_no_node_makes_is_found(void **state)
{
    (void)state;
    Subject subject = sound_subject();
    graph_add_value(subject.graph, "stray", XC_BATCH, shape_vector(4));
    expect_report(subject, "no node makes 'stray'");
}

static void an_output_claimed_by_two_nodes_is_found(void **state)
{
    (void)state;
    Subject subject = sound_subject();
    find_node(subject.graph, XC_OP_RELU)->outputs[0] =
        find_node(subject.graph, XC_OP_NORMALIZE)->outputs[0];
    expect_report(subject, "output 0 of relu belongs to another node");
}

static void a_parameter_that_lost_its_value_is_found(void **state)
{
    (void)state;
    Subject subject = sound_subject();
    subject.graph->parameters.data[0]->value = subject.graph->parameters.data[1]->value;
    expect_report(subject, "parameter 'conv1/kernel' and its value do not name each other");
}

static void a_parameter_updated_twice_is_found(void **state)
{
    (void)state;
    Subject subject = sound_subject();
    Value *kernel = subject.graph->parameters.data[0]->value;
    graph_add_node(subject.graph, XC_OP_PARAMETER_UPDATE, NULL, &kernel, 1, NULL, NULL, XC_NOWHERE,
        subject.network->diag);
    expect_report(subject, "'conv1/kernel' is updated twice");
}

static void a_moving_statistic_updated_as_a_weight_is_found(void **state)
{
    (void)state;
    Subject subject = sound_subject();
    for (size_t i = 0; i < subject.graph->parameters.count; i++)
        subject.graph->parameters.data[i]->trainable = true;
    expect_report(subject, "moving_update does not suit 'norm1/moving_mean'");
}

static void a_graph_without_images_or_output_is_found(void **state)
{
    (void)state;
    Subject subject = sound_subject();
    subject.graph->output = NULL;
    expect_report(subject, "it has no output");
    subject = sound_subject();
    subject.graph->images = subject.network->graph->output;
    expect_report(subject, "it has no images");
}

static void ids_out_of_place_are_found(void **state)
{
    (void)state;
    Subject subject = sound_subject();
    subject.graph->nodes.data[3]->id = 4;
    expect_report(subject, "has id 4 in place 3");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sound_graph_passes),
        cmocka_unit_test(a_value_read_before_it_is_made_is_found),
        cmocka_unit_test(a_node_that_reads_its_own_output_is_found),
        cmocka_unit_test(a_wrong_shape_is_found),
        cmocka_unit_test(operands_that_do_not_fit_are_found),
        cmocka_unit_test(an_unsound_shape_is_found),
        cmocka_unit_test(a_wrong_pad_is_found),
        cmocka_unit_test(a_name_used_twice_is_found),
        cmocka_unit_test(a_name_that_is_no_name_of_a_value_is_found),
        cmocka_unit_test(a_wrong_class_is_found),
        cmocka_unit_test(an_update_by_a_batch_value_is_found),
        cmocka_unit_test(a_wrong_number_of_inputs_is_found),
        cmocka_unit_test(an_attribute_that_the_op_does_not_use_is_found),
        cmocka_unit_test(a_value_of_another_graph_is_found),
        cmocka_unit_test(a_value_that_no_node_makes_is_found),
        cmocka_unit_test(an_output_claimed_by_two_nodes_is_found),
        cmocka_unit_test(a_parameter_that_lost_its_value_is_found),
        cmocka_unit_test(a_parameter_updated_twice_is_found),
        cmocka_unit_test(a_moving_statistic_updated_as_a_weight_is_found),
        cmocka_unit_test(a_graph_without_images_or_output_is_found),
        cmocka_unit_test(ids_out_of_place_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
