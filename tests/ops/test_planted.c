/* The checker of emitted programs must be able to fail: one constant of the reference's Graph is
 * changed after the program was emitted, and the check that should see it has to object. */
#include "cases.h"
#include "support_lib/model_check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

enum { BATCH = 5 };

static const OpCase CASE = {"planted", 7, 6, 3, 4,
    "  - conv: {filters: 5, kernel: 3, padding: [0, 2, 1, 0], kernel_regularizer: {l2: 0.01}}\n"
    "  - batch_norm: {epsilon: 1.0e-3, momentum: 0.9}\n"
    "  - relu\n"
    "  - max_pool: {size: 3, stride: 2, padding: [0, 1, 1, 0]}\n"
    "  - dense: {units: 6, kernel_regularizer: {l1: 0.01}}\n"
    "  - sigmoid\n",
    false, NULL};

typedef struct Fixture {
    Arena *arena;
    Emitted *emitted;
    Loaded loaded;
} Fixture;

static Fixture fixture;

static int set_up(void **state)
{
    (void)state;
    fixture.arena = arena_new();
    fixture.emitted = emitted_from_text(CASE.name, case_yaml(fixture.arena, &CASE), BATCH);
    if (fixture.emitted == NULL)
        return 1;
    fixture.loaded = emitted_load(fixture.emitted, EMITTED_DOUBLE, NULL);
    return fixture.loaded.library == NULL;
}

static int tear_down(void **state)
{
    (void)state;
    loaded_close(&fixture.loaded);
    emitted_free(fixture.emitted);
    arena_free(fixture.arena);
    return 0;
}

typedef void (*Check)(const Loaded *loaded, const ModelCheck *check, CheckReport *report);

static size_t failures_of(Check check)
{
    CheckReport report = {.quiet = true};
    ModelCheck how = model_check_default(BATCH, 77);
    check(&fixture.loaded, &how, &report);
    assert_true(report.comparisons > 0);
    return report.failures;
}

static Graph *graph(void)
{
    return fixture.emitted->compilation.forward;
}

static Node *node_of(Op op)
{
    for (size_t n = 0; n < graph()->nodes.count; n++)
        if (graph()->nodes.data[n]->op == op)
            return graph()->nodes.data[n];
    fail_msg("the case has no node of op %d", (int)op);
    return NULL;
}

static Parameter *first_kernel(void)
{
    return graph()->parameters.data[0];
}

/* Without a fault nothing is found; with *number changed the check objects. */
static void plant_number(double *number, double fault, Check check)
{
    double right = *number;
    assert_int_equal(failures_of(check), 0);
    *number = fault;
    assert_true(failures_of(check) > 0);
    *number = right;
}

static void swap(int *a, int *b)
{
    int c = *a;
    *a = *b;
    *b = c;
}

static void wrong_epsilon_is_found(void **state)
{
    (void)state;
    plant_number(&node_of(XC_OP_BATCH_NORM)->at.epsilon, 1.001e-3, check_gradients);
    plant_number(&node_of(XC_OP_BATCH_NORM)->at.epsilon, 1.001e-3, check_evaluation);
}

static void wrong_momentum_of_statistics_is_found(void **state)
{
    (void)state;
    plant_number(&node_of(XC_OP_BATCH_NORM)->at.momentum, 0.9001, check_update);
}

static void wrong_pad_is_found(void **state)
{
    (void)state;
    Node *const nodes[] = {node_of(XC_OP_CONV), node_of(XC_OP_MAX_POOL)};
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(failures_of(check_gradients), 0);
        swap(&nodes[i]->at.pad[0], &nodes[i]->at.pad[1]);
        assert_true(failures_of(check_gradients) > 0);
        assert_true(failures_of(check_evaluation) > 0);
        swap(&nodes[i]->at.pad[0], &nodes[i]->at.pad[1]);
    }
}

static void wrong_decay_is_found(void **state)
{
    (void)state;
    plant_number(&first_kernel()->l2, 0.00999, check_gradients);
    plant_number(&first_kernel()->l2, 0.00999, check_update);
    plant_number(&first_kernel()->l1, 1e-5, check_update);
}

static void wrong_optimizer_is_found(void **state)
{
    (void)state;
    Optimizer *optimizer = &graph()->training.optimizer;
    plant_number(&optimizer->momentum, 0.9001, check_update);
    optimizer->nesterov = false;
    assert_true(failures_of(check_update) > 0);
    optimizer->nesterov = true;
    assert_int_equal(failures_of(check_update), 0);
}

/* The fixture's program is Nesterov's; this one moves by AdamW towards smoothed labels. */
static void wrong_adam_and_smoothing_are_found(void **state)
{
    (void)state;
    static const OpCase with_adam = {"planted_adam", 4, 4, 3, 4,
        "  - conv: {filters: 5, kernel: 3, kernel_regularizer: {l2: 0.01}}\n  - relu\n", false,
        "  optimizer: {adamw: {epsilon: 1.0e-3, weight_decay: 0.1}}\n  label_smoothing: 0.1\n"};
    Fixture nesterov = fixture;
    fixture.emitted = emitted_from_text("adam", case_yaml(nesterov.arena, &with_adam), BATCH);
    assert_non_null(fixture.emitted);
    fixture.loaded = emitted_load(fixture.emitted, EMITTED_DOUBLE, NULL);
    assert_non_null(fixture.loaded.library);
    Training *training = &graph()->training;
    plant_number(&training->optimizer.beta1, 0.90001, check_update);
    plant_number(&training->optimizer.beta2, 0.99901, check_update);
    plant_number(&training->optimizer.epsilon, 1.001e-3, check_update);
    plant_number(&training->optimizer.weight_decay, 0.10001, check_update);
    plant_number(&training->label_smoothing, 0.10001, check_gradients);
    loaded_close(&fixture.loaded);
    emitted_free(fixture.emitted);
    fixture = nesterov;
}

/* The pool reads past the relu: a wrong path of values and gradients. */
static void wrong_operand_is_found(void **state)
{
    (void)state;
    Node *relu = node_of(XC_OP_RELU), *pool = node_of(XC_OP_MAX_POOL);
    Value *right = pool->inputs[0];
    pool->inputs[0] = relu->inputs[0];
    assert_true(failures_of(check_gradients) > 0);
    pool->inputs[0] = right;
    assert_int_equal(failures_of(check_gradients), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_epsilon_is_found),
        cmocka_unit_test(wrong_momentum_of_statistics_is_found),
        cmocka_unit_test(wrong_pad_is_found),
        cmocka_unit_test(wrong_decay_is_found),
        cmocka_unit_test(wrong_optimizer_is_found),
        cmocka_unit_test(wrong_adam_and_smoothing_are_found),
        cmocka_unit_test(wrong_operand_is_found),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
