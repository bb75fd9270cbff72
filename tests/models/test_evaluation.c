/* What an evaluation finds, on emitted programs: with labels, with smoothed labels, without any. */
#include "support_lib/emitted.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

enum { IMAGES = 3, CLASSES = 2 };

static const double images[IMAGES] = {1, 2, -3};

/* The logits are bias + 0: p = 3/4 of class 0 for every image. */
static void evaluate(const char *training, const int32_t *labels, const char *flags,
    double probabilities[IMAGES * CLASSES], ProbeMetrics *metrics)
{
    char yaml[512];
    snprintf(yaml, sizeof yaml,
        "input: {shape: [1, 1, 1]}\n"
        "layers:\n"
        "  - flatten\n"
        "  - dense: {units: 2, kernel_regularizer: {l2: 0.5}}\n"
        "  - softmax\n"
        "training: {%s}\n",
        training);
    Emitted *emitted = emitted_from_text("judged", yaml, IMAGES);
    assert_non_null(emitted);
    Loaded loaded = emitted_load(emitted, EMITTED_DOUBLE, flags);
    assert_non_null(loaded.library);
    Probe *probe = loaded.probe.open(loaded.model, 1);
    assert_non_null(probe);
    loaded.probe.set(probe, 0, (double[]){0, 0});
    loaded.probe.set(probe, 1, (double[]){log(3), 0});
    loaded.probe.values_changed(probe);
    assert_true(loaded.probe.evaluate(probe, images, labels, IMAGES, probabilities, metrics));
    loaded.probe.close(probe);
    loaded_close(&loaded);
    emitted_free(emitted);
}

static void expect_near(double is, double should)
{
    if (!(fabs(is - should) <= 1e-12 * fmax(1, fabs(should))))
        fail_msg("%.17g, should be %.17g", is, should);
}

static const int32_t labels[IMAGES] = {0, 1, 1};

static void the_loss_of_an_evaluation_is_that_of_training_and_cross_entropy_is_apart(void **state)
{
    (void)state;
    const double right = -log(0.75), wrong = -log(0.25);
    double probabilities[IMAGES * CLASSES];
    ProbeMetrics metrics;
    evaluate("label_smoothing: 0.2", labels, NULL, probabilities, &metrics);
    expect_near(metrics.cross_entropy, right + 2 * wrong);
    expect_near(metrics.loss, (0.9 * right + 0.1 * wrong) + 2 * (0.9 * wrong + 0.1 * right));
    assert_int_equal(metrics.correct, 1);
    evaluate("epochs: 1", labels, NULL, probabilities, &metrics);
    expect_near(metrics.cross_entropy, right + 2 * wrong);
    assert_true(metrics.loss == metrics.cross_entropy);
}

/* With poison the memory that the loss would read holds NaN. */
static void without_labels_there_is_no_loss_and_nothing_stale_is_read(void **state)
{
    (void)state;
    static const char *const recipes[] = {"label_smoothing: 0.2", "epochs: 1"};
    for (int r = 0; r < 2; r++) {
        double probabilities[IMAGES * CLASSES];
        ProbeMetrics metrics;
        evaluate(recipes[r], NULL, "-DXC_POISON", probabilities, &metrics);
        assert_true(metrics.loss == 0 && metrics.cross_entropy == 0);
        assert_int_equal(metrics.correct, 0);
        assert_int_equal(metrics.images, IMAGES);
        assert_true(metrics.finite);
        for (int n = 0; n < IMAGES; n++)
            expect_near(probabilities[CLASSES * n], 0.75);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_loss_of_an_evaluation_is_that_of_training_and_cross_entropy_is_apart),
        cmocka_unit_test(without_labels_there_is_no_loss_and_nothing_stale_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
