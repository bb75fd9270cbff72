/* The reference interpreter against numbers worked out by hand. */
#include "reference/reference.h"
#include "support_lib/sketch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>

static void expect_near(double is, double should)
{
    if (!(fabs(is - should) <= 1e-12 * (1 + fabs(should))))
        fail_msg("is %.17g, should be %.17g", is, should);
}

static void expect_all_near(const double *is, const double *should, size_t count)
{
    for (size_t i = 0; i < count; i++)
        expect_near(is[i], should[i]);
}

/* A run in training mode that keeps everything. */
static ReferenceRun training_run(const Sketch *sketch, int batch, const double *images)
{
    return (ReferenceRun){
        .graph = &sketch->graph,
        .batch = batch,
        .images = images,
        .parameters = (const double *const *)sketch->data,
        .training = true,
        .keep_values = true,
    };
}

/* Runs the sketch and compares one value. */
static void check_value(const Sketch *sketch, int batch, const double *images, const Value *value,
    const double *should, size_t count)
{
    ReferenceRun run = training_run(sketch, batch, images);
    ReferenceResult *result = reference_run(&run);
    size_t has;
    const double *is = reference_value(result, value->name, &has);
    assert_int_equal(has, count);
    expect_all_near(is, should, count);
    reference_free(result);
}

static void count_up(double *data, size_t count)
{
    for (size_t i = 0; i < count; i++)
        data[i] = (double)(i + 1);
}

/* A 4x4 map 1..16 under a 3x3 kernel of ones at stride 2: windows begin at 0 and 2, and the odd
 * pixel of padding lies below and to the right. */
static void conv_same_stride_2_pads_bottom_and_right(void **state)
{
    (void)state;
    Sketch *s = sketch_new(4, 4, 1);
    Value *kernel = sketch_parameter(s, XC_ROLE_KERNEL, 3, 3, 1, 1);
    sketch_set(s, kernel, (double[]){1, 1, 1, 1, 1, 1, 1, 1, 1});
    Value *y = sketch_node(s, XC_OP_CONV, shape_map(2, 2, 1), sketch_window(3, 3, 2, 0, 1, 0, 1), 2,
        s->graph.images, kernel);
    sketch_classify(s, y, 2);
    double images[16];
    count_up(images, 16);
    check_value(s, 1, images, y, (double[]){54, 45, 72, 54}, 4);
    sketch_free(s);
}

/* Cross-correlation: the kernel is not flipped; its order is height, width, in, out. */
static void conv_does_not_flip_and_reads_height_width_in_out(void **state)
{
    (void)state;
    Sketch *s = sketch_new(1, 3, 2);
    Value *kernel = sketch_parameter(s, XC_ROLE_KERNEL, 1, 2, 2, 3);
    sketch_set(s, kernel, (double[]){1, 10, 100, 2, 20, 200, 3, 30, 300, 4, 40, 400});
    Value *bias = sketch_parameter(s, XC_ROLE_BIAS, 3, 0, 0, 0);
    sketch_set(s, bias, (double[]){0.5, 0.25, 0.125});
    Value *y = sketch_node(s, XC_OP_CONV, shape_map(1, 2, 3), sketch_window(1, 2, 1, 0, 0, 0, 0), 3,
        s->graph.images, kernel, bias);
    sketch_classify(s, y, 2);
    /* pixels (1,2) (3,4) (5,6): 1*1 + 2*2 + 3*3 + 4*4 = 30; 3*1 + 4*2 + 5*3 + 6*4 = 50 */
    check_value(s, 1, (double[]){1, 2, 3, 4, 5, 6}, y,
        (double[]){30.5, 300.25, 3000.125, 50.5, 500.25, 5000.125}, 6);
    sketch_free(s);
}

static void conv_groups_see_their_own_channels(void **state)
{
    (void)state;
    Sketch *s = sketch_new(1, 1, 4);
    Value *kernel = sketch_parameter(s, XC_ROLE_KERNEL, 1, 1, 2, 4);
    sketch_set(s, kernel, (double[]){1, 2, 3, 4, 5, 6, 7, 8});
    Attributes at = sketch_attributes();
    at.groups = 2;
    Value *y = sketch_node(s, XC_OP_CONV, shape_map(1, 1, 4), at, 2, s->graph.images, kernel);
    sketch_classify(s, y, 2);
    /* group 1 reads 1, 10 and writes outputs 0, 1; group 2 reads 100, 1000 */
    check_value(s, 1, (double[]){1, 10, 100, 1000}, y, (double[]){51, 62, 7300, 8400}, 4);
    sketch_free(s);
}

static void dense_on_a_map_works_pixel_by_pixel(void **state)
{
    (void)state;
    Sketch *s = sketch_new(1, 2, 2);
    Value *kernel = sketch_parameter(s, XC_ROLE_KERNEL, 2, 1, 0, 0);
    sketch_set(s, kernel, (double[]){1, 10});
    Value *y = sketch_node(
        s, XC_OP_CONV, shape_map(1, 2, 1), sketch_attributes(), 2, s->graph.images, kernel);
    sketch_classify(s, y, 2);
    check_value(s, 2, (double[]){1, 2, 3, 4, 5, 6, 7, 8}, y, (double[]){21, 43, 65, 87}, 4);
    sketch_free(s);
}

static void depthwise_keeps_channels_apart(void **state)
{
    (void)state;
    Sketch *s = sketch_new(2, 2, 2);
    Value *kernel = sketch_parameter(s, XC_ROLE_DEPTHWISE_KERNEL, 3, 3, 2, 1);
    double taps[18];
    for (int i = 0; i < 9; i++) {
        taps[2 * i] = i;
        taps[2 * i + 1] = 100 * i;
    }
    sketch_set(s, kernel, taps);
    Value *y = sketch_node(s, XC_OP_DEPTHWISE, shape_map(2, 2, 2),
        sketch_window(3, 3, 1, 1, 1, 1, 1), 2, s->graph.images, kernel);
    sketch_classify(s, y, 2);
    /* channel 0 is 1 2 3 4, channel 1 is ones. Pixel (0,0) sees taps 4 5 7 8, (0,1) 3 4 6 7,
     * (1,0) 1 2 4 5 and (1,1) 0 1 3 4. */
    check_value(s, 1, (double[]){1, 1, 2, 1, 3, 1, 4, 1}, y,
        (double[]){67, 2400, 57, 2000, 37, 1200, 27, 800}, 8);
    sketch_free(s);
}

static Value *add_batch_norm(Sketch *s, Value *x, double epsilon)
{
    int channels = shape_channels(x->shape);
    Value *in[4];
    const ParameterRole roles[] = {
        XC_ROLE_GAMMA, XC_ROLE_BETA, XC_ROLE_MOVING_MEAN, XC_ROLE_MOVING_VARIANCE};
    for (int i = 0; i < 4; i++)
        in[i] = sketch_parameter(s, roles[i], channels, 0, 0, 0);
    Attributes at = sketch_attributes();
    at.epsilon = epsilon;
    return sketch_node(s, XC_OP_BATCH_NORM, x->shape, at, 5, x, in[0], in[1], in[2], in[3]);
}

/* Oracle 9 of the semantics: epsilon 1e-5 and inputs +-sqrt(1e-5) give |x^| = 1/sqrt(2): epsilon is
 * neither raised to 1.001e-5 nor added outside of the root. */
static void oracle_9_batch_norm_epsilon_is_exact(void **state)
{
    (void)state;
    Sketch *s = sketch_new(1, 2, 1);
    Value *y = add_batch_norm(s, s->graph.images, 1e-5);
    sketch_set(s, s->graph.parameters.data[0]->value, (double[]){1});
    sketch_classify(s, y, 2);
    double r = sqrt(1e-5);
    check_value(s, 1, (double[]){r, -r}, y, (double[]){sqrt(0.5), -sqrt(0.5)}, 2);
    sketch_free(s);
}

/* Two images of two pixels: N is 4, the variance is divided by N. */
static void batch_norm_statistics_are_over_images_and_pixels_and_biased(void **state)
{
    (void)state;
    Sketch *s = sketch_new(1, 2, 2);
    Value *y = add_batch_norm(s, s->graph.images, 0.25);
    sketch_set(s, s->graph.parameters.data[0]->value, (double[]){3, 1});
    sketch_set(s, s->graph.parameters.data[1]->value, (double[]){0.5, -1});
    sketch_classify(s, y, 2);
    /* channel 0: 1 2 3 6, mean 3, variance (4+1+0+9)/4 = 3.5; channel 1: all 7 */
    ReferenceRun run = training_run(s, 2, (double[]){1, 7, 2, 7, 3, 7, 6, 7});
    ReferenceResult *result = reference_run(&run);
    const Node *node = y->producer;
    expect_all_near(reference_batch_mean(result, node), (double[]){3, 7}, 2);
    expect_all_near(reference_batch_variance(result, node), (double[]){3.5, 0}, 2);
    double r = 3 / sqrt(3.75);
    expect_all_near(reference_value(result, y->name, NULL),
        (double[]){-2 * r + 0.5, -1, -r + 0.5, -1, 0.5, -1, 3 * r + 0.5, -1}, 8);
    reference_free(result);
    sketch_free(s);
}

static void batch_norm_inference_uses_moving_statistics(void **state)
{
    (void)state;
    Sketch *s = sketch_new(1, 1, 1);
    Value *y = add_batch_norm(s, s->graph.images, 0.5);
    const double numbers[4] = {2, 10, 3, 3.5};
    for (int i = 0; i < 4; i++)
        sketch_set(s, s->graph.parameters.data[i]->value, &numbers[i]);
    sketch_classify(s, y, 2);
    ReferenceRun run = training_run(s, 2, (double[]){5, 1});
    run.training = false;
    ReferenceResult *result = reference_run(&run);
    expect_all_near(reference_value(result, y->name, NULL), (double[]){12, 8}, 2);
    reference_free(result);
    sketch_free(s);
}

/* Oracle 2: padding counts as minus infinity, never as zero. */
static void oracle_2_max_pool_of_negative_maps_stays_negative(void **state)
{
    (void)state;
    Sketch *s = sketch_new(2, 2, 1);
    Value *y = sketch_node(s, XC_OP_MAX_POOL, shape_map(2, 2, 1),
        sketch_window(3, 3, 1, 1, 1, 1, 1), 1, s->graph.images);
    sketch_classify(s, y, 2);
    check_value(s, 1, (double[]){-4, -3, -2, -5}, y, (double[]){-2, -2, -2, -2}, 4);
    sketch_free(s);
}

/* Among equals the first in raster order wins, and takes the whole derivative. */
static void max_pool_ties_go_to_the_first_in_raster_order(void **state)
{
    (void)state;
    Sketch *s = sketch_new(2, 2, 1);
    Value *y = sketch_node(s, XC_OP_MAX_POOL, shape_map(1, 1, 1),
        sketch_window(2, 2, 2, 0, 0, 0, 0), 1, s->graph.images);
    sketch_classify(s, y, 2);
    const double direction[] = {1, 10, 100, 1000};
    const double *const directions[] = {direction};
    ReferenceRun run = training_run(s, 1, (double[]){3, 7, 7, 7});
    run.directions = 1;
    run.image_directions = directions;
    ReferenceResult *result = reference_run(&run);
    expect_near(reference_value(result, y->name, NULL)[0], 7);
    expect_near(reference_tangent(result, y->name, 0, NULL)[0], 10);
    reference_free(result);
    sketch_free(s);
}

static void average_pool_divides_by_the_pixels_inside(void **state)
{
    (void)state;
    Sketch *s = sketch_new(2, 2, 1);
    Value *y = sketch_node(s, XC_OP_AVERAGE_POOL, shape_map(2, 2, 1),
        sketch_window(2, 2, 1, 0, 1, 0, 1), 1, s->graph.images);
    sketch_classify(s, y, 2);
    check_value(s, 1, (double[]){1, 2, 3, 6}, y, (double[]){3, 4, 4.5, 6}, 4);
    sketch_free(s);
}

static void global_pools_are_over_one_image(void **state)
{
    (void)state;
    Sketch *s = sketch_new(1, 2, 2);
    Value *average = sketch_node(
        s, XC_OP_GLOBAL_AVERAGE_POOL, shape_vector(2), sketch_attributes(), 1, s->graph.images);
    Value *maximum = sketch_node(
        s, XC_OP_GLOBAL_MAX_POOL, shape_vector(2), sketch_attributes(), 1, s->graph.images);
    Value *both =
        sketch_node(s, XC_OP_CONCAT, shape_vector(4), sketch_attributes(), 2, average, maximum);
    sketch_finish(s, both);
    check_value(s, 2, (double[]){1, -2, 4, -4, 0, 5, 6, 6}, both,
        (double[]){2.5, -3, 4, -2, 3, 5.5, 6, 6}, 8);
    sketch_free(s);
}

static void arithmetic_and_arrangement(void **state)
{
    (void)state;
    Sketch *s = sketch_new(1, 2, 2);
    Value *x = s->graph.images;
    Attributes at = sketch_attributes();
    Value *vector = sketch_node(s, XC_OP_GLOBAL_MAX_POOL, shape_vector(2), at, 1, x);
    Value *product = sketch_node(s, XC_OP_MULTIPLY, x->shape, at, 2, x, vector);
    Value *sum = sketch_node(s, XC_OP_ADD, x->shape, at, 3, x, product, x);
    at.offset = 1;
    at.count = 1;
    Value *slice = sketch_node(s, XC_OP_SLICE, shape_map(1, 2, 1), at, 1, sum);
    Value *concat =
        sketch_node(s, XC_OP_CONCAT, shape_map(1, 2, 3), sketch_attributes(), 2, slice, x);
    Value *flat = sketch_node(s, XC_OP_RESHAPE, shape_vector(6), sketch_attributes(), 1, concat);
    sketch_finish(s, flat);
    const double images[] = {1, 2, 3, -4, 5, 6, 7, 8};
    check_value(s, 2, images, product, (double[]){3, 4, 9, -8, 35, 48, 49, 64}, 8);
    check_value(s, 2, images, sum, (double[]){5, 8, 15, -16, 45, 60, 63, 80}, 8);
    check_value(s, 2, images, flat, (double[]){8, 1, 2, -16, 3, -4, 60, 5, 6, 80, 7, 8}, 12);
    sketch_free(s);
}

static void activations_and_their_slopes(void **state)
{
    (void)state;
    Sketch *s = sketch_new(1, 3, 1);
    Value *relu =
        sketch_node(s, XC_OP_RELU, shape_map(1, 3, 1), sketch_attributes(), 1, s->graph.images);
    Value *sigmoid =
        sketch_node(s, XC_OP_SIGMOID, shape_map(1, 3, 1), sketch_attributes(), 1, s->graph.images);
    Value *sum =
        sketch_node(s, XC_OP_ADD, shape_map(1, 3, 1), sketch_attributes(), 2, relu, sigmoid);
    sketch_classify(s, sum, 2);
    const double direction[] = {1, 1, 1};
    const double *const directions[] = {direction};
    ReferenceRun run = training_run(s, 1, (double[]){-1, 0, 2});
    run.directions = 1;
    run.image_directions = directions;
    ReferenceResult *result = reference_run(&run);
    double low = 1 / (1 + exp(1)), high = 1 / (1 + exp(-2));
    expect_all_near(reference_value(result, relu->name, NULL), (double[]){0, 0, 2}, 3);
    expect_all_near(reference_tangent(result, relu->name, 0, NULL), (double[]){0, 0, 1}, 3);
    expect_all_near(reference_value(result, sigmoid->name, NULL), (double[]){low, 0.5, high}, 3);
    expect_all_near(reference_tangent(result, sigmoid->name, 0, NULL),
        (double[]){low * (1 - low), 0.25, high * (1 - high)}, 3);
    reference_free(result);
    sketch_free(s);
}

static bool keep_even(void *context, int stream, int image, size_t element)
{
    (void)context;
    return ((size_t)stream + (size_t)image + element) % 2 == 0;
}

static void dropout_is_inverted_and_absent_in_inference(void **state)
{
    (void)state;
    Sketch *s = sketch_new(1, 1, 2);
    Attributes at = sketch_attributes();
    at.rate = 0.2;
    at.stream = 1;
    Value *y = sketch_node(s, XC_OP_DROPOUT, shape_map(1, 1, 2), at, 1, s->graph.images);
    sketch_classify(s, y, 2);
    ReferenceRun run = training_run(s, 2, (double[]){8, 4, 2, 16});
    run.keep = keep_even;
    ReferenceResult *result = reference_run(&run);
    expect_all_near(reference_value(result, y->name, NULL), (double[]){0, 5, 2.5, 0}, 4);
    reference_free(result);
    run.training = false;
    result = reference_run(&run);
    expect_all_near(reference_value(result, y->name, NULL), (double[]){8, 4, 2, 16}, 4);
    reference_free(result);
    sketch_free(s);
}

/* Oracle 3: cross-entropy is logsumexp(z) - z_y and its gradient (p - y)/B, saturated or not: far
 * beyond where a clipped probability would stop at 16.1 and pass no gradient. */
static void oracle_3_cross_entropy_has_logit_form(void **state)
{
    (void)state;
    Sketch *s = sketch_new(1, 1, 2);
    sketch_finish(
        s, sketch_node(s, XC_OP_RESHAPE, shape_vector(2), sketch_attributes(), 1, s->graph.images));
    const int32_t labels[] = {1, 0};
    const double first[] = {1, 0, 0, 0}, second[] = {0, 0, 1, 0};
    const double *const directions[] = {first, second};
    ReferenceRun run = training_run(s, 2, (double[]){1000, 0, log(3), 0});
    run.labels = labels;
    run.directions = 2;
    run.image_directions = directions;
    ReferenceResult *result = reference_run(&run);
    expect_near(reference_cross_entropy(result), (1000 + log(4.0 / 3)) / 2);
    expect_near(reference_cross_entropy_tangent(result, 0), 0.5);
    expect_near(reference_cross_entropy_tangent(result, 1), (0.75 - 1) / 2);
    expect_all_near(reference_probabilities(result), (double[]){1, 0, 0.75, 0.25}, 4);
    reference_free(result);
    sketch_free(s);
}

static void label_smoothing_mixes_in_the_uniform_target(void **state)
{
    (void)state;
    Sketch *s = sketch_new(1, 1, 2);
    sketch_finish(
        s, sketch_node(s, XC_OP_RESHAPE, shape_vector(2), sketch_attributes(), 1, s->graph.images));
    ReferenceRun run = training_run(s, 1, (double[]){log(3), 0});
    run.labels = (int32_t[]){0};
    run.label_smoothing = 0.1;
    ReferenceResult *result = reference_run(&run);
    expect_near(reference_cross_entropy(result), -0.95 * log(0.75) - 0.05 * log(0.25));
    reference_free(result);
    sketch_free(s);
}

/* lambda * sum w^2 without a half; l1 * sum |w|. */
static void regularizers_have_no_half(void **state)
{
    (void)state;
    Sketch *s = sketch_new(1, 1, 1);
    sketch_classify(s, s->graph.images, 2);
    s->graph.parameters.data[0]->l2 = 0.5;
    s->graph.parameters.data[1]->l1 = 0.25;
    sketch_set(s, s->graph.parameters.data[0]->value, (double[]){3, -4});
    sketch_set(s, s->graph.parameters.data[1]->value, (double[]){-2, 6});
    const double kernel[] = {1, 10}, bias[] = {100, 1000};
    const double *const parameters[] = {kernel, bias};
    const double *const *const directions[] = {parameters};
    ReferenceRun run = training_run(s, 1, (double[]){1});
    run.labels = (int32_t[]){0};
    run.directions = 1;
    run.parameter_directions = directions;
    ReferenceResult *result = reference_run(&run);
    expect_near(reference_regularization(result), 0.5 * 25 + 0.25 * 8);
    expect_near(
        reference_regularization_tangent(result, 0), 1.0 * (3 * 1 - 4 * 10) + 0.25 * (-100 + 1000));
    reference_free(result);
    sketch_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(conv_same_stride_2_pads_bottom_and_right),
        cmocka_unit_test(conv_does_not_flip_and_reads_height_width_in_out),
        cmocka_unit_test(conv_groups_see_their_own_channels),
        cmocka_unit_test(dense_on_a_map_works_pixel_by_pixel),
        cmocka_unit_test(depthwise_keeps_channels_apart),
        cmocka_unit_test(oracle_9_batch_norm_epsilon_is_exact),
        cmocka_unit_test(batch_norm_statistics_are_over_images_and_pixels_and_biased),
        cmocka_unit_test(batch_norm_inference_uses_moving_statistics),
        cmocka_unit_test(oracle_2_max_pool_of_negative_maps_stays_negative),
        cmocka_unit_test(max_pool_ties_go_to_the_first_in_raster_order),
        cmocka_unit_test(average_pool_divides_by_the_pixels_inside),
        cmocka_unit_test(global_pools_are_over_one_image),
        cmocka_unit_test(arithmetic_and_arrangement),
        cmocka_unit_test(activations_and_their_slopes),
        cmocka_unit_test(dropout_is_inverted_and_absent_in_inference),
        cmocka_unit_test(oracle_3_cross_entropy_has_logit_form),
        cmocka_unit_test(label_smoothing_mixes_in_the_uniform_target),
        cmocka_unit_test(regularizers_have_no_half),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
