/* The shipped models through frontend and transforms: counts, and a verified Graph of each form. */
#include "frontend/frontend.h"
#include "graph/verify.h"
#include "transform/transform.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>

typedef struct Variant {
    const char *name;
    uint64_t macs;
    size_t total, trainable;
} Variant;

static const Variant variants[] = {
    {"xception_1", 93752896, 20909234, 20854706},
    {"xception_he_wd", 93752896, 20909234, 20854706},
    {"xception_he_wd_slim", 4259117056, 20909234, 20854706},
    {"xception_he_wd_slim_thinner", 647184384, 3611466, 3595450},
};

static Graph *load(Arena *arena, Diag *diag, const char *name)
{
    FrontendOptions options = {.models = XCEPTC_SOURCE_DIR "/models", .quiet = true};
    Graph *forward = frontend_load(arena, diag, name, &options);
    assert_non_null(forward);
    return forward;
}

static void check_variant(const Variant *variant)
{
    Arena *arena = arena_new();
    Graph *forward = load(arena, diag_new(arena, stderr, false), variant->name);
    assert_int_equal(graph_macs(forward), variant->macs);
    size_t total = 0, trainable = 0;
    for (size_t i = 0; i < forward->parameters.count; i++) {
        const Parameter *parameter = forward->parameters.data[i];
        total += shape_elements(parameter->value->shape);
        trainable += parameter->trainable ? shape_elements(parameter->value->shape) : 0;
    }
    assert_int_equal(total, variant->total);
    assert_int_equal(trainable, variant->trainable);
    arena_free(arena);
}

static void the_variants_have_their_counts(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof variants / sizeof *variants; i++)
        check_variant(&variants[i]);
}

static void every_model_passes_the_verifier_in_every_form(void **state)
{
    (void)state;
    static const char *const models[] = {"xception_1", "xception_he_wd", "xception_he_wd_slim",
        "xception_he_wd_slim_thinner", "thinner_by_change", "xception_imagenet", "mobilenet_v2",
        "efficientnet_b0", "inception_v3_slim", "resnet20", "densenet_bc_100_12", "senet"};
    for (size_t i = 0; i < sizeof models / sizeof *models; i++) {
        Arena *arena = arena_new();
        Diag *diag = diag_new(arena, stderr, false);
        Graph *forward = load(arena, diag, models[i]);
        assert_true(graph_verify(forward, diag));
        Graph *training = transform_training(forward, diag);
        assert_non_null(training);
        assert_true(graph_verify(training, diag));
        Graph *inference = transform_inference(forward, diag);
        assert_non_null(inference);
        assert_true(graph_verify(inference, diag));
        assert_int_equal(graph_macs(training), graph_macs(forward));
        assert_int_equal(graph_macs(inference), graph_macs(forward));
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_variants_have_their_counts),
        cmocka_unit_test(every_model_passes_the_verifier_in_every_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
