/* The dropout mask that emitted programs and the reference share (test_gradients shows that they
 * do): its rate, and that images, steps, streams and seeds have masks of their own. */
#include "support_lib/dropout_mask.h"
#include "support_lib/sketch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

enum { SIDE = 16, CHANNELS = 17, ELEMENTS = SIDE * SIDE * CHANNELS, IMAGES = 8 };

static const double RATE = 0.3;

static Sketch *sketch_with_two_dropouts(void)
{
    Sketch *sketch = sketch_new(SIDE, SIDE, CHANNELS);
    Value *x = sketch->graph.images;
    for (int stream = 0; stream < 2; stream++) {
        Attributes at = sketch_attributes();
        at.rate = RATE;
        at.stream = stream;
        x = sketch_node(sketch, XC_OP_DROPOUT, x->shape, at, 1, x);
    }
    sketch_classify(sketch, x, 2);
    return sketch;
}

/* Part of the elements that two masks treat differently; the second may be of another image. */
static double difference(
    DropoutMask *a, int stream_a, int image_a, DropoutMask *b, int stream_b, int image_b)
{
    size_t different = 0;
    for (size_t e = 0; e < ELEMENTS; e++)
        different +=
            dropout_keeps(a, stream_a, image_a, e) != dropout_keeps(b, stream_b, image_b, e);
    return (double)different / ELEMENTS;
}

static void the_rate_is_kept(void **state)
{
    (void)state;
    Sketch *sketch = sketch_with_two_dropouts();
    DropoutMask mask = {&sketch->graph, 1, 0};
    size_t dropped = 0, count = (size_t)IMAGES * ELEMENTS;
    for (int image = 0; image < IMAGES; image++)
        for (size_t e = 0; e < ELEMENTS; e++)
            dropped += !dropout_keeps(&mask, 0, image, e);
    double deviation = sqrt(RATE * (1 - RATE) / (double)count);
    assert_true(fabs((double)dropped / (double)count - RATE) < 4 * deviation);
    sketch_free(sketch);
}

static void masks_are_independent(void **state)
{
    (void)state;
    Sketch *sketch = sketch_with_two_dropouts();
    DropoutMask first = {&sketch->graph, 1, 0}, next = {&sketch->graph, 1, 1};
    DropoutMask other_seed = {&sketch->graph, 2, 0};
    double expected = 2 * RATE * (1 - RATE);
    double deviation = 4 * sqrt(expected * (1 - expected) / ELEMENTS);
    assert_true(difference(&first, 0, 0, &first, 0, 0) == 0);
    assert_true(fabs(difference(&first, 0, 0, &first, 0, 1) - expected) < deviation);
    assert_true(fabs(difference(&first, 0, 0, &first, 1, 0) - expected) < deviation);
    assert_true(fabs(difference(&first, 0, 0, &next, 0, 0) - expected) < deviation);
    assert_true(fabs(difference(&first, 0, 0, &other_seed, 0, 0) - expected) < deviation);
    sketch_free(sketch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_rate_is_kept),
        cmocka_unit_test(masks_are_independent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
