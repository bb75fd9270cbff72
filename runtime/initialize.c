/* Initial weights: Keras's initializers, with its fans. */
#include "xr.h"

#include <math.h>

#include "streams.h"

/* Standard deviation of a standard normal cut at two deviations; dividing by it gives the drawn
 * weights the deviation that was asked for. */
static const double truncated_deviation = 0.87962566103423978;
static const double truncation = 2.0;

/* A parameter's distribution, as the few numbers that drawing needs. */
typedef struct Distribution {
    enum { CONSTANT, UNIFORM, NORMAL, TRUNCATED } kind;
    double a, b; /* constant; bounds; mean and deviation */
} Distribution;

static Distribution uniform_within(double variance)
{
    double limit = sqrt(3.0 * variance);
    return (Distribution){UNIFORM, -limit, limit};
}

static Distribution truncated_of(double variance)
{
    return (Distribution){TRUNCATED, 0.0, sqrt(variance) / truncated_deviation};
}

static Distribution distribution_of(const xr_parameter *parameter)
{
    double glorot = 2.0 / fmax(1.0, parameter->fan_in + parameter->fan_out);
    double he = 2.0 / fmax(1.0, parameter->fan_in);
    double lecun = 1.0 / fmax(1.0, parameter->fan_in);
    switch (parameter->initializer) {
    case XR_INIT_ZEROS:
        return (Distribution){CONSTANT, 0.0, 0.0};
    case XR_INIT_ONES:
        return (Distribution){CONSTANT, 1.0, 0.0};
    case XR_INIT_CONSTANT:
        return (Distribution){CONSTANT, parameter->init_a, 0.0};
    case XR_INIT_UNIFORM:
        return (Distribution){UNIFORM, parameter->init_a, parameter->init_b};
    case XR_INIT_NORMAL:
        return (Distribution){NORMAL, parameter->init_a, parameter->init_b};
    case XR_INIT_TRUNCATED_NORMAL:
        return (Distribution){TRUNCATED, parameter->init_a, parameter->init_b};
    case XR_INIT_GLOROT_UNIFORM:
        return uniform_within(glorot);
    case XR_INIT_GLOROT_NORMAL:
        return truncated_of(glorot);
    case XR_INIT_HE_UNIFORM:
        return uniform_within(he);
    case XR_INIT_HE_NORMAL:
        return truncated_of(he);
    case XR_INIT_LECUN_UNIFORM:
        return uniform_within(lecun);
    case XR_INIT_LECUN_NORMAL:
        return truncated_of(lecun);
    }
    return (Distribution){CONSTANT, 0.0, 0.0};
}

static double draw_truncated(xr_random *random)
{
    double z;
    do
        z = xr_random_normal(random);
    while (fabs(z) > truncation);
    return z;
}

static double draw(Distribution distribution, xr_random *random)
{
    double a = distribution.a, b = distribution.b;
    switch (distribution.kind) {
    case CONSTANT:
        break;
    case UNIFORM:
        return a + (b - a) * xr_random_unit(random);
    case NORMAL:
        return a + b * xr_random_normal(random);
    case TRUNCATED:
        return a + b * draw_truncated(random);
    }
    return a;
}

/* Draws in Keras's order, so that the layout of the block has no part in the weights. */
static void initialize(const xr_parameter *parameter, xr_real *block, xr_random random)
{
    Distribution distribution = distribution_of(parameter);
    for (int row = 0; row < parameter->rows; row++)
        for (int column = 0; column < parameter->columns; column++)
            block[xr_parameter_index(parameter, row, column)] =
                (xr_real)draw(distribution, &random);
}

void xr_parameters_initialize(const xr_model *model, xr_net *net, uint64_t seed)
{
    xr_real *block = model->block(net, XR_VALUE);
    for (size_t i = 0; i < model->parameter_reals; i++)
        block[i] = (xr_real)0;
    for (int i = 0; i < model->parameter_count; i++)
        initialize(&model->parameters[i], block,
            xr_random_stream(seed, XR_STREAM_INITIAL_WEIGHTS, (uint32_t)i));
    model->parameters_changed(net);
}
