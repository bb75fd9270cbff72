/* The dual numbers of the reference against central differences, op by op.
 *
 * For data away from kinks, (f(x + hu) - f(x - hu)) / 2h is exact to about 1e-9; the interpreter's
 * tangent must agree to 1e-6 of the scale of the derivative. */
#include "reference/reference.h"
#include "support_lib/hash_random.h"
#include "support_lib/sketch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BATCH = 3, CLASSES = 4, MOST_PARAMETERS = 16 };

static const double STEP = 1e-5;
static const double TOLERANCE = 1e-6;

static size_t count_of(const Value *value)
{
    size_t product = 1;
    for (int i = 0; i < value->shape.rank; i++)
        product *= (size_t)value->shape.dim[i];
    return product;
}

static double *random_block(size_t count, uint64_t stream, double scale, double shift)
{
    double *data = malloc(count * sizeof *data);
    assert_non_null(data);
    hash_fill(data, count, 11, stream, scale, shift);
    return data;
}

/* Images, parameters and one direction in both. */
typedef struct Point {
    double *images, *image_direction;
    double *parameters[MOST_PARAMETERS], *direction[MOST_PARAMETERS];
} Point;

static Point point_of(const Graph *graph)
{
    Point p = {0};
    size_t images = BATCH * count_of(graph->images);
    assert_true(graph->parameters.count <= MOST_PARAMETERS);
    p.images = random_block(images, 1, 1, 0);
    p.image_direction = random_block(images, 2, 1, 0);
    for (size_t i = 0; i < graph->parameters.count; i++) {
        size_t count = count_of(graph->parameters.data[i]->value);
        bool variance = graph->parameters.data[i]->role == XC_ROLE_MOVING_VARIANCE;
        p.parameters[i] = random_block(count, 10 + i, 0.5, variance ? 1 : 0.25);
        p.direction[i] = random_block(count, 100 + i, 1, 0);
    }
    return p;
}

static void point_free(Point *p)
{
    free(p->images);
    free(p->image_direction);
    for (int i = 0; i < MOST_PARAMETERS; i++) {
        free(p->parameters[i]);
        free(p->direction[i]);
    }
}

static void step(const Graph *graph, Point *p, double h)
{
    for (size_t e = 0; e < BATCH * count_of(graph->images); e++)
        p->images[e] += h * p->image_direction[e];
    for (size_t i = 0; i < graph->parameters.count; i++)
        for (size_t e = 0; e < count_of(graph->parameters.data[i]->value); e++)
            p->parameters[i][e] += h * p->direction[i][e];
}

static bool keep_two_of_three(void *context, int stream, int image, size_t element)
{
    (void)context;
    return hash_below(5, (uint64_t)(stream + 100 * image), element, 3) != 0;
}

static const int32_t LABELS[BATCH] = {2, 0, 3};

static double loss_at(const Graph *graph, const Point *p, bool training, double *tangent)
{
    const double *const *const directions[] = {(const double *const *)p->direction};
    ReferenceRun run = {
        .graph = graph,
        .batch = BATCH,
        .images = p->images,
        .labels = LABELS,
        .parameters = (const double *const *)p->parameters,
        .directions = 1,
        .parameter_directions = directions,
        .image_directions = (const double *const[]){p->image_direction},
        .training = training,
        .label_smoothing = 0.1,
        .keep = keep_two_of_three,
    };
    ReferenceResult *result = reference_run(&run);
    double loss = reference_cross_entropy(result) + reference_regularization(result);
    *tangent =
        reference_cross_entropy_tangent(result, 0) + reference_regularization_tangent(result, 0);
    reference_free(result);
    return loss;
}

static bool agrees(double tangent, double difference)
{
    return fabs(tangent - difference) <= TOLERANCE * fmax(1e-3, fabs(difference));
}

/* The checker: compares tangent and difference after the direction's first element was changed by
 * fault between the two. */
static bool tangent_matches(const Graph *graph, bool training, double fault)
{
    Point p = point_of(graph);
    double tangent, ignored;
    loss_at(graph, &p, training, &tangent);
    p.direction[graph->parameters.count - 1][0] += fault;
    step(graph, &p, STEP);
    double above = loss_at(graph, &p, training, &ignored);
    step(graph, &p, -2 * STEP);
    double below = loss_at(graph, &p, training, &ignored);
    point_free(&p);
    double difference = (above - below) / (2 * STEP);
    if (!agrees(tangent, difference) && fault == 0)
        print_message("tangent %.12g, difference %.12g\n", tangent, difference);
    return agrees(tangent, difference);
}

static void check_sketch(Sketch *sketch)
{
    assert_true(tangent_matches(&sketch->graph, true, 0));
    assert_true(tangent_matches(&sketch->graph, false, 0));
    sketch_free(sketch);
}

static Value *add_conv(Sketch *s, Value *x, int out, int groups, Attributes at, Shape shape)
{
    int in = shape_channels(x->shape);
    Value *kernel =
        sketch_parameter(s, XC_ROLE_KERNEL, at.kernel[0], at.kernel[1], in / groups, out);
    Value *bias = sketch_parameter(s, XC_ROLE_BIAS, out, 0, 0, 0);
    at.groups = groups;
    return sketch_node(s, XC_OP_CONV, shape, at, 3, x, kernel, bias);
}

static Value *add_batch_norm(Sketch *s, Value *x)
{
    int channels = shape_channels(x->shape);
    Attributes at = sketch_attributes();
    at.epsilon = 1e-3;
    Value *gamma = sketch_parameter(s, XC_ROLE_GAMMA, channels, 0, 0, 0);
    Value *beta = sketch_parameter(s, XC_ROLE_BETA, channels, 0, 0, 0);
    Value *mean = sketch_parameter(s, XC_ROLE_MOVING_MEAN, channels, 0, 0, 0);
    Value *variance = sketch_parameter(s, XC_ROLE_MOVING_VARIANCE, channels, 0, 0, 0);
    return sketch_node(s, XC_OP_BATCH_NORM, x->shape, at, 5, x, gamma, beta, mean, variance);
}

static void tangent_of_conv(void **state)
{
    (void)state;
    Sketch *s = sketch_new(5, 4, 3);
    Value *y =
        add_conv(s, s->graph.images, 6, 3, sketch_window(3, 2, 2, 0, 1, 1, 2), shape_map(2, 3, 6));
    sketch_classify(s, y, CLASSES);
    s->graph.parameters.data[0]->l2 = 0.1;
    s->graph.parameters.data[1]->l1 = 0.1;
    check_sketch(s);
}

static void tangent_of_depthwise(void **state)
{
    (void)state;
    Sketch *s = sketch_new(4, 5, 3);
    Value *kernel = sketch_parameter(s, XC_ROLE_DEPTHWISE_KERNEL, 3, 3, 3, 1);
    Value *y = sketch_node(s, XC_OP_DEPTHWISE, shape_map(2, 3, 3),
        sketch_window(3, 3, 2, 0, 1, 1, 1), 2, s->graph.images, kernel);
    sketch_classify(s, y, CLASSES);
    check_sketch(s);
}

static void tangent_of_batch_norm(void **state)
{
    (void)state;
    Sketch *s = sketch_new(2, 3, 3);
    Value *y = add_batch_norm(s, s->graph.images);
    y = sketch_node(s, XC_OP_SIGMOID, y->shape, sketch_attributes(), 1, y);
    sketch_classify(s, y, CLASSES);
    check_sketch(s);
}

static void tangent_of_batch_norm_of_a_vector(void **state)
{
    (void)state;
    Sketch *s = sketch_new(2, 2, 4);
    Value *y = sketch_node(
        s, XC_OP_GLOBAL_AVERAGE_POOL, shape_vector(4), sketch_attributes(), 1, s->graph.images);
    sketch_classify(s, add_batch_norm(s, y), CLASSES);
    check_sketch(s);
}

static void tangent_of_pools(void **state)
{
    (void)state;
    Sketch *s = sketch_new(5, 5, 2);
    Attributes same = sketch_window(3, 3, 2, 1, 1, 1, 1);
    Value *maximum = sketch_node(s, XC_OP_MAX_POOL, shape_map(3, 3, 2), same, 1, s->graph.images);
    Value *average =
        sketch_node(s, XC_OP_AVERAGE_POOL, shape_map(3, 3, 2), same, 1, s->graph.images);
    Value *product = sketch_node(
        s, XC_OP_MULTIPLY, shape_map(3, 3, 2), sketch_attributes(), 2, maximum, average);
    Value *top =
        sketch_node(s, XC_OP_GLOBAL_MAX_POOL, shape_vector(2), sketch_attributes(), 1, product);
    sketch_classify(s, top, CLASSES);
    check_sketch(s);
}

static void tangent_of_a_gated_residual(void **state)
{
    (void)state;
    Sketch *s = sketch_new(2, 2, 4);
    Attributes one = sketch_attributes();
    Value *x = add_conv(s, s->graph.images, 4, 1, one, shape_map(2, 2, 4));
    Value *pooled = sketch_node(s, XC_OP_GLOBAL_AVERAGE_POOL, shape_vector(4), one, 1, x);
    Value *gate = sketch_node(s, XC_OP_SIGMOID, shape_vector(4), one, 1, pooled);
    Value *gated = sketch_node(s, XC_OP_MULTIPLY, shape_map(2, 2, 4), one, 3, x, gate, x);
    Value *relu = sketch_node(s, XC_OP_RELU, shape_map(2, 2, 4), one, 1, gated);
    Value *sum = sketch_node(s, XC_OP_ADD, shape_map(2, 2, 4), one, 2, relu, x);
    Attributes slice = one;
    slice.offset = 1;
    slice.count = 2;
    Value *part = sketch_node(s, XC_OP_SLICE, shape_map(2, 2, 2), slice, 1, sum);
    Value *joined = sketch_node(s, XC_OP_CONCAT, shape_map(2, 2, 6), one, 2, part, x);
    sketch_classify(s, sketch_node(s, XC_OP_RESHAPE, shape_vector(24), one, 1, joined), CLASSES);
    check_sketch(s);
}

static void tangent_of_dropout(void **state)
{
    (void)state;
    Sketch *s = sketch_new(2, 2, 3);
    Attributes at = sketch_attributes();
    at.rate = 0.3;
    at.stream = 7;
    Value *y = sketch_node(s, XC_OP_DROPOUT, shape_map(2, 2, 3), at, 1, s->graph.images);
    sketch_classify(s, y, CLASSES);
    check_sketch(s);
}

/* One element of one direction moved by a thousandth must be seen. */
static void planted_fault_is_found(void **state)
{
    (void)state;
    Sketch *s = sketch_new(2, 2, 3);
    sketch_classify(s, s->graph.images, CLASSES);
    assert_true(tangent_matches(&s->graph, true, 0));
    assert_false(tangent_matches(&s->graph, true, 1e-3));
    sketch_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tangent_of_conv),
        cmocka_unit_test(tangent_of_depthwise),
        cmocka_unit_test(tangent_of_batch_norm),
        cmocka_unit_test(tangent_of_batch_norm_of_a_vector),
        cmocka_unit_test(tangent_of_pools),
        cmocka_unit_test(tangent_of_a_gated_residual),
        cmocka_unit_test(tangent_of_dropout),
        cmocka_unit_test(planted_fault_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
