/* Activations and their gradients: for each row of the compiler's table of activations two inlines,
 * xr_WORD(x[, argument]) and xr_WORD_gradient(dy, y or x[, argument]).
 *
 * A NaN that enters stays a NaN: a broken step must show in the loss. At a kink the slope is that
 * of the flat side, as in Keras. What needs exp or erf takes the C library's, in double. */
#ifndef XR_ACTIVATION_H
#define XR_ACTIVATION_H

#include "xr_simd.h"

#include <math.h>

/* max(x, 0) */
XR_INLINE xr_vec xr_relu(xr_vec x)
{
    return xr_keep(~(xr_mask)(x <= xr_zero()), x);
}

XR_INLINE xr_vec xr_relu_gradient(xr_vec dy, xr_vec y)
{
    return xr_keep(y > xr_zero(), dy);
}

/* min(max(x, 0), 6) */
XR_INLINE xr_vec xr_relu6(xr_vec x)
{
    return xr_select(x >= xr_set1(6), xr_set1(6), xr_relu(x));
}

XR_INLINE xr_vec xr_relu6_gradient(xr_vec dy, xr_vec y)
{
    return xr_keep((y > xr_zero()) & (y < xr_set1(6)), dy);
}

/* x where it is positive, else slope * x; y has the sign of x. */
XR_INLINE xr_vec xr_leaky_relu(xr_vec x, double slope)
{
    return xr_select(x > xr_zero(), x, x * xr_set1((xr_real)slope));
}

XR_INLINE xr_vec xr_leaky_relu_gradient(xr_vec dy, xr_vec y, double slope)
{
    return xr_select(y > xr_zero(), dy, dy * xr_set1((xr_real)slope));
}

/* x where it is positive, else alpha * (exp(x) - 1); there the slope is y + alpha. */
XR_INLINE xr_vec xr_elu(xr_vec x, double alpha)
{
    for (int j = 0; j < XR_LANES; j++)
        x[j] = x[j] > 0 ? x[j] : (xr_real)(alpha * expm1((double)x[j]));
    return x;
}

XR_INLINE xr_vec xr_elu_gradient(xr_vec dy, xr_vec y, double alpha)
{
    return xr_select(y > xr_zero(), dy, dy * (y + xr_set1((xr_real)alpha)));
}

/* 1 / (1 + exp(-x)) */
XR_INLINE double xr_sigmoid_of(double x)
{
    return 1 / (1 + exp(-x));
}

XR_INLINE xr_vec xr_sigmoid(xr_vec x)
{
    for (int j = 0; j < XR_LANES; j++)
        x[j] = (xr_real)xr_sigmoid_of((double)x[j]);
    return x;
}

XR_INLINE xr_vec xr_sigmoid_gradient(xr_vec dy, xr_vec y)
{
    return dy * ((xr_set1(1) - y) * y);
}

/* min(max(x / 6 + 1/2, 0), 1) */
XR_INLINE xr_vec xr_hard_sigmoid(xr_vec x)
{
    const xr_vec line = x * xr_set1((xr_real)(1.0 / 6)) + xr_set1((xr_real)0.5);
    return xr_select(line >= xr_set1(1), xr_set1(1), xr_relu(line));
}

XR_INLINE xr_vec xr_hard_sigmoid_gradient(xr_vec dy, xr_vec y)
{
    return xr_keep((y > xr_zero()) & (y < xr_set1(1)), dy * xr_set1((xr_real)(1.0 / 6)));
}

XR_INLINE xr_vec xr_tanh(xr_vec x)
{
    for (int j = 0; j < XR_LANES; j++)
        x[j] = (xr_real)tanh((double)x[j]);
    return x;
}

XR_INLINE xr_vec xr_tanh_gradient(xr_vec dy, xr_vec y)
{
    return dy * (xr_set1(1) - y * y);
}

/* x * sigmoid(x); with s = sigmoid(x) the slope is s * (1 + x * (1 - s)). */
XR_INLINE xr_vec xr_silu(xr_vec x)
{
    return x * xr_sigmoid(x);
}

XR_INLINE xr_vec xr_silu_gradient(xr_vec dy, xr_vec x)
{
    const xr_vec s = xr_sigmoid(x);
    return dy * (s * (x * (xr_set1(1) - s) + xr_set1(1)));
}

/* x * hard_sigmoid(x); the slope is 0 up to -3, 1 from 3 on, x / 3 + 1/2 between. */
XR_INLINE xr_vec xr_hard_swish(xr_vec x)
{
    return x * xr_hard_sigmoid(x);
}

XR_INLINE xr_vec xr_hard_swish_gradient(xr_vec dy, xr_vec x)
{
    const xr_vec between = x * xr_set1((xr_real)(1.0 / 3)) + xr_set1((xr_real)0.5);
    const xr_vec slope = xr_select(x >= xr_set1(3), xr_set1(1), between);
    return xr_keep(~(xr_mask)(x <= xr_set1(-3)), dy * slope);
}

/* x * (1 + erf(x / sqrt(2))) / 2; the slope adds x times the normal density. */
XR_INLINE xr_vec xr_gelu(xr_vec x)
{
    for (int j = 0; j < XR_LANES; j++)
        x[j] = (xr_real)((double)x[j] * (0.5 * erfc((double)x[j] * -0.70710678118654752440)));
    return x;
}

XR_INLINE xr_vec xr_gelu_gradient(xr_vec dy, xr_vec x)
{
    for (int j = 0; j < XR_LANES; j++) {
        const double at = (double)x[j];
        const double density = 0.39894228040143267794 * exp(-0.5 * (at * at));
        x[j] = (xr_real)(at * density + 0.5 * erfc(at * -0.70710678118654752440));
    }
    return dy * x;
}

#endif
