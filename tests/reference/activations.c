/* Activations, each by its formula and the derivative of it in x; the emitted gradients may read y
 * instead. */
#include "reference/interpreter.h"

#include <math.h>

typedef double Function(double x, double argument);

#define FUNCTION(name, expression)                                                                 \
    static double name(double x, double a)                                                         \
    {                                                                                              \
        (void)a;                                                                                   \
        return expression;                                                                         \
    }

static double logistic(double x)
{
    return x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x));
}

/* The distribution of a standard normal, and its density. */
static double normal_below(double x)
{
    return 0.5 * (1 + erf(x / sqrt(2)));
}

static double normal_density(double x)
{
    return exp(-x * x / 2) / sqrt(2 * acos(-1));
}

FUNCTION(relu, fmax(x, 0))
FUNCTION(relu_slope, x > 0 ? 1 : 0)
FUNCTION(relu6, fmin(fmax(x, 0), 6))
FUNCTION(relu6_slope, x > 0 && x < 6 ? 1 : 0)
FUNCTION(leaky_relu, x > 0 ? x : a * x)
FUNCTION(leaky_relu_slope, x > 0 ? 1 : a)
FUNCTION(elu, x > 0 ? x : a * expm1(x))
FUNCTION(elu_slope, x > 0 ? 1 : a * exp(x))
FUNCTION(sigmoid, logistic(x))
FUNCTION(sigmoid_slope, logistic(x) * logistic(-x))
FUNCTION(hard_sigmoid, fmin(fmax(x / 6 + 0.5, 0), 1))
FUNCTION(hard_sigmoid_slope, x > -3 && x < 3 ? 1.0 / 6 : 0)
FUNCTION(tanh_, tanh(x))
FUNCTION(tanh_slope, 1 / (cosh(x) * cosh(x)))
FUNCTION(silu, x *logistic(x))
FUNCTION(silu_slope, logistic(x) + x * sigmoid_slope(x, 0))
FUNCTION(hard_swish, x *hard_sigmoid(x, 0))
FUNCTION(hard_swish_slope, x <= -3 ? 0 : x >= 3 ? 1 : x / 3 + 0.5)
FUNCTION(gelu, x *normal_below(x))
FUNCTION(gelu_slope, normal_below(x) + x * normal_density(x))

static const struct {
    Function *value, *slope;
} functions[XC_OP_COUNT] = {
    [XC_OP_RELU] = {relu, relu_slope},
    [XC_OP_RELU6] = {relu6, relu6_slope},
    [XC_OP_LEAKY_RELU] = {leaky_relu, leaky_relu_slope},
    [XC_OP_ELU] = {elu, elu_slope},
    [XC_OP_SIGMOID] = {sigmoid, sigmoid_slope},
    [XC_OP_HARD_SIGMOID] = {hard_sigmoid, hard_sigmoid_slope},
    [XC_OP_TANH] = {tanh_, tanh_slope},
    [XC_OP_SILU] = {silu, silu_slope},
    [XC_OP_HARD_SWISH] = {hard_swish, hard_swish_slope},
    [XC_OP_GELU] = {gelu, gelu_slope},
};

void rule_activation(Interpreter *interpreter, const Node *node)
{
    expect_inputs(node, 1);
    expect_output(node, node->inputs[0]->shape);
    Function *value = functions[node->op].value, *slope = functions[node->op].slope;
    if (value == NULL)
        reference_fail(node, "the reference has no such activation");
    const Dual *x = input_of(interpreter, node, 0);
    Dual *y = output_of(interpreter, node, 0);
    for (size_t i = 0; i < x->count; i++)
        y->value[i] = value(x->value[i], node->at.argument);
    for (int k = 0; k < interpreter->run->directions; k++)
        for (size_t i = 0; x->tangent[k] != NULL && i < x->count; i++)
            tangent_of(y, k)[i] = slope(x->value[i], node->at.argument) * x->tangent[k][i];
}
