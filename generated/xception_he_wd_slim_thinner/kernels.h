/* xception_he_wd_slim_thinner: Its kernels, one for every distinct operation and shape. Model hash
 * a37d8bc6d6bdb2c9, batches of at most 64. Written by xceptc 0.1.0; yours to use in any way. */
#ifndef KERNELS_H
#define KERNELS_H

#include "xr_kernel.h"

#pragma GCC visibility push(hidden)
void import_32x32x3(int images, const xr_real *restrict x, xr_real *restrict y);
void gather_3x3_32x32x3_stride2(const xr_real *restrict x, int first_row, int rows, int channel,
    int first, int count, xr_real *restrict gathered);
void conv_3x3_32x32x3_32_stride2_moments(int images, const xr_real *restrict x,
    const xr_real *restrict kernel, const xr_real *restrict bias, xr_real *restrict y,
    xr_real *restrict moments, xr_real *restrict gathered);
void statistics_256x32(
    int batch, const xr_real *restrict moments, xr_real *restrict mean, xr_real *restrict variance);
void coefficients_32(const xr_real *restrict mean, const xr_real *restrict variance,
    const xr_real *restrict gamma, const xr_real *restrict beta, xr_real *restrict scale,
    xr_real *restrict shift);
void bn_relu_16x16x32(int images, const xr_real *restrict x, const xr_real *restrict scale,
    const xr_real *restrict shift, xr_real *restrict relu_out);
void gather_3x3_16x16x32(const xr_real *restrict x, int first_row, int rows, int channel, int first,
    int count, xr_real *restrict gathered);
void conv_3x3_16x16x32_64_moments(int images, const xr_real *restrict x,
    const xr_real *restrict kernel, const xr_real *restrict bias, xr_real *restrict y,
    xr_real *restrict moments, xr_real *restrict gathered);
void statistics_256x64(
    int batch, const xr_real *restrict moments, xr_real *restrict mean, xr_real *restrict variance);
void coefficients_64(const xr_real *restrict mean, const xr_real *restrict variance,
    const xr_real *restrict gamma, const xr_real *restrict beta, xr_real *restrict scale,
    xr_real *restrict shift);
void bn_relu_16x16x64(int images, const xr_real *restrict x, const xr_real *restrict scale,
    const xr_real *restrict shift, xr_real *restrict relu_out);
void gather_3x3_16x16x64(const xr_real *restrict x, int first_row, int rows, int channel, int first,
    int count, xr_real *restrict gathered);
void conv_3x3_16x16x64_364_moments(int images, const xr_real *restrict x,
    const xr_real *restrict kernel, const xr_real *restrict bias, xr_real *restrict y,
    xr_real *restrict moments, xr_real *restrict gathered);
void statistics_256x364(
    int batch, const xr_real *restrict moments, xr_real *restrict mean, xr_real *restrict variance);
void coefficients_364(const xr_real *restrict mean, const xr_real *restrict variance,
    const xr_real *restrict gamma, const xr_real *restrict beta, xr_real *restrict scale,
    xr_real *restrict shift);
void bn_relu_padded_16x16x364(int images, const xr_real *restrict x, const xr_real *restrict scale,
    const xr_real *restrict shift, xr_real *restrict relu2_padded);
void depthwise_3x3_16x16x364(
    int images, const xr_real *restrict x, const xr_real *restrict kernel, xr_real *restrict y);
void pointwise_16x16x364_364_moments(int images, const xr_real *restrict x,
    const xr_real *restrict kernel, const xr_real *restrict bias, xr_real *restrict y,
    xr_real *restrict moments);
void bn_relu_padded_16x16x364_v2(int images, const xr_real *restrict x,
    const xr_real *restrict scale, const xr_real *restrict shift, xr_real *restrict relu_padded);
void bn_relu_add_padded_16x16x364(int images, const xr_real *restrict x,
    const xr_real *restrict scale, const xr_real *restrict shift, const xr_real *restrict x2,
    const xr_real *restrict scale2, const xr_real *restrict shift2, xr_real *restrict sum_out,
    xr_real *restrict relu2_padded);
void bn_add_relu_padded_16x16x364(int images, const xr_real *restrict x,
    const xr_real *restrict scale, const xr_real *restrict shift, const xr_real *restrict x2,
    xr_real *restrict sum_out, xr_real *restrict relu_padded);
void bn_add_padded_16x16x364(int images, const xr_real *restrict x, const xr_real *restrict scale,
    const xr_real *restrict shift, const xr_real *restrict x2, xr_real *restrict sum_out,
    xr_real *restrict sum_padded);
void gather_1x1_16x16x364_stride2(const xr_real *restrict x, int first_row, int rows, int channel,
    int first, int count, xr_real *restrict gathered);
void conv_1x1_16x16x364_512_stride2_moments(int images, const xr_real *restrict x,
    const xr_real *restrict kernel, const xr_real *restrict bias, xr_real *restrict y,
    xr_real *restrict moments, xr_real *restrict gathered);
void statistics_64x512(
    int batch, const xr_real *restrict moments, xr_real *restrict mean, xr_real *restrict variance);
void coefficients_512(const xr_real *restrict mean, const xr_real *restrict variance,
    const xr_real *restrict gamma, const xr_real *restrict beta, xr_real *restrict scale,
    xr_real *restrict shift);
void pointwise_16x16x364_512_moments(int images, const xr_real *restrict x,
    const xr_real *restrict kernel, const xr_real *restrict bias, xr_real *restrict y,
    xr_real *restrict moments);
void statistics_256x512(
    int batch, const xr_real *restrict moments, xr_real *restrict mean, xr_real *restrict variance);
void bn_16x16x512(int images, const xr_real *restrict x, const xr_real *restrict scale,
    const xr_real *restrict shift, xr_real *restrict normalized_out);
void max_pool_3x3_16x16x512_stride2(
    int images, const xr_real *restrict x, xr_real *restrict y, void *restrict index);
void bn_8x8x512(int images, const xr_real *restrict x, const xr_real *restrict scale,
    const xr_real *restrict shift, xr_real *restrict normalized_out);
void add_padded_8x8x512(int images, const xr_real *restrict x, const xr_real *restrict x2,
    xr_real *restrict sum_out, xr_real *restrict sum_padded);
void depthwise_3x3_8x8x512(
    int images, const xr_real *restrict x, const xr_real *restrict kernel, xr_real *restrict y);
void pointwise_8x8x512_768_moments(int images, const xr_real *restrict x,
    const xr_real *restrict kernel, const xr_real *restrict bias, xr_real *restrict y,
    xr_real *restrict moments);
void statistics_64x768(
    int batch, const xr_real *restrict moments, xr_real *restrict mean, xr_real *restrict variance);
void coefficients_768(const xr_real *restrict mean, const xr_real *restrict variance,
    const xr_real *restrict gamma, const xr_real *restrict beta, xr_real *restrict scale,
    xr_real *restrict shift);
void bn_relu_padded_8x8x768(int images, const xr_real *restrict x, const xr_real *restrict scale,
    const xr_real *restrict shift, xr_real *restrict relu_padded);
void depthwise_3x3_8x8x768(
    int images, const xr_real *restrict x, const xr_real *restrict kernel, xr_real *restrict y);
void pointwise_8x8x768_1024_moments(int images, const xr_real *restrict x,
    const xr_real *restrict kernel, const xr_real *restrict bias, xr_real *restrict y,
    xr_real *restrict moments);
void statistics_64x1024(
    int batch, const xr_real *restrict moments, xr_real *restrict mean, xr_real *restrict variance);
void coefficients_1024(const xr_real *restrict mean, const xr_real *restrict variance,
    const xr_real *restrict gamma, const xr_real *restrict beta, xr_real *restrict scale,
    xr_real *restrict shift);
void bn_relu_8x8x1024(int images, const xr_real *restrict x, const xr_real *restrict scale,
    const xr_real *restrict shift, xr_real *restrict relu_out);
void global_average_pool_8x8x1024(int images, const xr_real *restrict x, xr_real *restrict y);
void pointwise_1024_10(int images, const xr_real *restrict x, const xr_real *restrict kernel,
    const xr_real *restrict bias, xr_real *restrict y);
void cross_entropy_10(int images, const xr_real *restrict logits, const int32_t *restrict labels,
    xr_real *restrict losses);
void cross_entropy_gradient_10(int images, int batch, const xr_real *restrict logits,
    const int32_t *restrict labels, xr_real *restrict dlogits);
void pointwise_weight_gradient_1024_10(int images, const xr_real *restrict x,
    const xr_real *restrict dy, xr_real *restrict gradient, bool accumulate,
    xr_real *restrict packed);
void sums_10(int images, const xr_real *restrict dy, xr_real *restrict sums);
void pointwise_input_gradient_1024_10(int images, const xr_real *restrict dy,
    const xr_real *restrict transposed, xr_real *restrict dx);
void mean_gradient_relu_gradient_sums_8x8x1024(int images, const xr_real *restrict dy,
    const xr_real *restrict y, const xr_real *restrict x, const xr_real *restrict mean,
    xr_real *restrict sums);
void finish_loss(int batch, const int32_t *restrict labels, const xr_real *restrict losses,
    xr_metrics *restrict metrics);
void sum_images_1x10(
    int batch, const xr_real *restrict sums, xr_real *restrict gradient, int *restrict finite);
void finish_normalize_gradient_64x1024(int batch, const xr_real *restrict sums,
    const xr_real *restrict variance, const xr_real *restrict gamma, xr_real *restrict dgamma,
    xr_real *restrict dbeta, int *restrict finite, xr_real *restrict gradient_scale,
    xr_real *restrict gradient_mean, xr_real *restrict gradient_slope);
void merge_chains_16384_by8(int batch, const xr_real *restrict chains, int tile,
    xr_real *restrict gradient, int *restrict finite);
void bn_relu_mean_gradient_relu_gradient_bn_gradient_8x8x1024(int images, const xr_real *restrict x,
    const xr_real *restrict scale, const xr_real *restrict shift, const xr_real *restrict dy,
    const xr_real *restrict mean, const xr_real *restrict gradient_scale,
    const xr_real *restrict gradient_mean, const xr_real *restrict gradient_slope,
    xr_real *restrict dx2_out);
void pointwise_input_gradient_8x8x768_1024_padded(int images, const xr_real *restrict dy,
    const xr_real *restrict transposed, xr_real *restrict dx);
void depthwise_weight_gradient_3x3_8x8x768(
    int images, const xr_real *restrict x, const xr_real *restrict dy, xr_real *restrict sums);
void depthwise_input_gradient_3x3_8x8x768(
    int images, const xr_real *restrict dy, const xr_real *restrict kernel, xr_real *restrict dx);
void relu_gradient_sums_8x8x768(int images, const xr_real *restrict dy, const xr_real *restrict y,
    const xr_real *restrict x, const xr_real *restrict mean, xr_real *restrict dx_out,
    xr_real *restrict sums);
void sum_images_9x768(
    int batch, const xr_real *restrict sums, xr_real *restrict gradient, int *restrict finite);
void finish_normalize_gradient_64x768(int batch, const xr_real *restrict sums,
    const xr_real *restrict variance, const xr_real *restrict gamma, xr_real *restrict dgamma,
    xr_real *restrict dbeta, int *restrict finite, xr_real *restrict gradient_scale,
    xr_real *restrict gradient_mean, xr_real *restrict gradient_slope);
void pointwise_weight_tile_8x8x768_1024(int batch, const xr_real *restrict x,
    const xr_real *restrict dy, int tile, xr_real *restrict gradient, int *restrict finite,
    xr_real *restrict packed);
void copy_padded_8x8x512(int images, const xr_real *restrict x, xr_real *restrict y);
void bn_gradient_8x8x768(int images, const xr_real *restrict dy, const xr_real *restrict x,
    const xr_real *restrict mean, const xr_real *restrict gradient_scale,
    const xr_real *restrict gradient_mean, const xr_real *restrict gradient_slope,
    xr_real *restrict dx_out);
void pointwise_input_gradient_8x8x512_768(int images, const xr_real *restrict dy,
    const xr_real *restrict transposed, xr_real *restrict dx);
void depthwise_weight_gradient_3x3_8x8x512(
    int images, const xr_real *restrict x, const xr_real *restrict dy, xr_real *restrict sums);
void depthwise_input_gradient_3x3_8x8x512(
    int images, const xr_real *restrict dy, const xr_real *restrict kernel, xr_real *restrict dx);
void max_pool_gradient_3x3_16x16x512_stride2(
    int images, const xr_real *restrict dy, const void *restrict index, xr_real *restrict dx);
void sums_16x16x512(int images, const xr_real *restrict dy, const xr_real *restrict x,
    const xr_real *restrict mean, xr_real *restrict sums);
void sums_8x8x512(int images, const xr_real *restrict dy, const xr_real *restrict x,
    const xr_real *restrict mean, xr_real *restrict sums);
void sum_images_9x512(
    int batch, const xr_real *restrict sums, xr_real *restrict gradient, int *restrict finite);
void finish_normalize_gradient_256x512(int batch, const xr_real *restrict sums,
    const xr_real *restrict variance, const xr_real *restrict gamma, xr_real *restrict dgamma,
    xr_real *restrict dbeta, int *restrict finite, xr_real *restrict gradient_scale,
    xr_real *restrict gradient_mean, xr_real *restrict gradient_slope);
void finish_normalize_gradient_64x512(int batch, const xr_real *restrict sums,
    const xr_real *restrict variance, const xr_real *restrict gamma, xr_real *restrict dgamma,
    xr_real *restrict dbeta, int *restrict finite, xr_real *restrict gradient_scale,
    xr_real *restrict gradient_mean, xr_real *restrict gradient_slope);
void pointwise_weight_tile_8x8x512_768(int batch, const xr_real *restrict x,
    const xr_real *restrict dy, int tile, xr_real *restrict gradient, int *restrict finite,
    xr_real *restrict packed);
void bn_gradient_16x16x512(int images, const xr_real *restrict dy, const xr_real *restrict x,
    const xr_real *restrict mean, const xr_real *restrict gradient_scale,
    const xr_real *restrict gradient_mean, const xr_real *restrict gradient_slope,
    xr_real *restrict dx_out);
void pointwise_weight_gradient_16x16x364_512(int images, const xr_real *restrict x,
    const xr_real *restrict dy, xr_real *restrict gradient, bool accumulate,
    xr_real *restrict packed);
void pointwise_input_gradient_16x16x364_512_padded(int images, const xr_real *restrict dy,
    const xr_real *restrict transposed, xr_real *restrict dx);
void depthwise_weight_gradient_3x3_16x16x364(
    int images, const xr_real *restrict x, const xr_real *restrict dy, xr_real *restrict sums);
void depthwise_input_gradient_3x3_16x16x364(
    int images, const xr_real *restrict dy, const xr_real *restrict kernel, xr_real *restrict dx);
void relu_gradient_sums_16x16x364(int images, const xr_real *restrict dy, const xr_real *restrict y,
    const xr_real *restrict x, const xr_real *restrict mean, xr_real *restrict dx_out,
    xr_real *restrict sums);
void bn_gradient_8x8x512(int images, const xr_real *restrict dy, const xr_real *restrict x,
    const xr_real *restrict mean, const xr_real *restrict gradient_scale,
    const xr_real *restrict gradient_mean, const xr_real *restrict gradient_slope,
    xr_real *restrict dx_out);
void scatter_1x1_16x16x364_stride2(
    const xr_real *restrict gathered, int first_row, int rows, int channel, xr_real *restrict dx);
void conv_input_gradient_1x1_16x16x364_512_stride2(int images, const xr_real *restrict dy,
    const xr_real *restrict transposed, xr_real *restrict dx, xr_real *restrict gathered);
void sum_images_9x364(
    int batch, const xr_real *restrict sums, xr_real *restrict gradient, int *restrict finite);
void finish_normalize_gradient_256x364(int batch, const xr_real *restrict sums,
    const xr_real *restrict variance, const xr_real *restrict gamma, xr_real *restrict dgamma,
    xr_real *restrict dbeta, int *restrict finite, xr_real *restrict gradient_scale,
    xr_real *restrict gradient_mean, xr_real *restrict gradient_slope);
void merge_chains_186368(int batch, const xr_real *restrict chains, int tile,
    xr_real *restrict gradient, int *restrict finite);
void conv_weight_tile_1x1_16x16x364_512_stride2(int batch, const xr_real *restrict x,
    const xr_real *restrict dy, int tile, xr_real *restrict gradient, int *restrict finite,
    xr_real *restrict gathered, xr_real *restrict packed);
void copy_padded_16x16x364(int images, const xr_real *restrict x, xr_real *restrict y);
void bn_gradient_16x16x364(int images, const xr_real *restrict dy, const xr_real *restrict x,
    const xr_real *restrict mean, const xr_real *restrict gradient_scale,
    const xr_real *restrict gradient_mean, const xr_real *restrict gradient_slope,
    xr_real *restrict dx_out);
void pointwise_weight_gradient_16x16x364_364(int images, const xr_real *restrict x,
    const xr_real *restrict dy, xr_real *restrict gradient, bool accumulate,
    xr_real *restrict packed);
void pointwise_input_gradient_16x16x364_364_padded(int images, const xr_real *restrict dy,
    const xr_real *restrict transposed, xr_real *restrict dx);
void add_sums_16x16x364(int images, const xr_real *restrict x, const xr_real *restrict x2,
    const xr_real *restrict x3, const xr_real *restrict mean, xr_real *restrict sum_out,
    xr_real *restrict sums);
void merge_chains_133952(int batch, const xr_real *restrict chains, int tile,
    xr_real *restrict gradient, int *restrict finite);
void relu_padded_16x16x364(int images, const xr_real *restrict x, xr_real *restrict relu_padded);
void relu_gradient_add_sums_16x16x364(int images, const xr_real *restrict dy,
    const xr_real *restrict y, const xr_real *restrict x, const xr_real *restrict x2,
    const xr_real *restrict mean, xr_real *restrict sum_out, xr_real *restrict sums);
void bn_relu_padded_16x16x364_v3(int images, const xr_real *restrict x,
    const xr_real *restrict scale, const xr_real *restrict shift, xr_real *restrict relu_out,
    xr_real *restrict relu2_padded);
void relu_gradient_add_sums_16x16x364_v2(int images, const xr_real *restrict dy,
    const xr_real *restrict y, const xr_real *restrict x, const xr_real *restrict y2,
    const xr_real *restrict x2, const xr_real *restrict mean, xr_real *restrict dx2_out,
    xr_real *restrict sums);
void conv_weight_gradient_3x3_16x16x64_364(int images, const xr_real *restrict x,
    const xr_real *restrict dy, xr_real *restrict gradient, bool accumulate,
    xr_real *restrict gathered, xr_real *restrict packed);
void scatter_3x3_16x16x64(
    const xr_real *restrict gathered, int first_row, int rows, int channel, xr_real *restrict dx);
void conv_input_gradient_3x3_16x16x64_364(int images, const xr_real *restrict dy,
    const xr_real *restrict transposed, xr_real *restrict dx, xr_real *restrict gathered);
void relu_gradient_sums_16x16x64(int images, const xr_real *restrict dy, const xr_real *restrict y,
    const xr_real *restrict x, const xr_real *restrict mean, xr_real *restrict dx_out,
    xr_real *restrict sums);
void finish_normalize_gradient_256x64(int batch, const xr_real *restrict sums,
    const xr_real *restrict variance, const xr_real *restrict gamma, xr_real *restrict dgamma,
    xr_real *restrict dbeta, int *restrict finite, xr_real *restrict gradient_scale,
    xr_real *restrict gradient_mean, xr_real *restrict gradient_slope);
void merge_chains_211968(int batch, const xr_real *restrict chains, int tile,
    xr_real *restrict gradient, int *restrict finite);
void bn_gradient_16x16x64(int images, const xr_real *restrict dy, const xr_real *restrict x,
    const xr_real *restrict mean, const xr_real *restrict gradient_scale,
    const xr_real *restrict gradient_mean, const xr_real *restrict gradient_slope,
    xr_real *restrict dx_out);
void conv_weight_gradient_3x3_16x16x32_64(int images, const xr_real *restrict x,
    const xr_real *restrict dy, xr_real *restrict gradient, bool accumulate,
    xr_real *restrict gathered, xr_real *restrict packed);
void scatter_3x3_16x16x32(
    const xr_real *restrict gathered, int first_row, int rows, int channel, xr_real *restrict dx);
void conv_input_gradient_3x3_16x16x32_64(int images, const xr_real *restrict dy,
    const xr_real *restrict transposed, xr_real *restrict dx, xr_real *restrict gathered);
void relu_gradient_sums_16x16x32(int images, const xr_real *restrict dy, const xr_real *restrict y,
    const xr_real *restrict x, const xr_real *restrict mean, xr_real *restrict dx_out,
    xr_real *restrict sums);
void finish_normalize_gradient_256x32(int batch, const xr_real *restrict sums,
    const xr_real *restrict variance, const xr_real *restrict gamma, xr_real *restrict dgamma,
    xr_real *restrict dbeta, int *restrict finite, xr_real *restrict gradient_scale,
    xr_real *restrict gradient_mean, xr_real *restrict gradient_slope);
void merge_chains_18432(int batch, const xr_real *restrict chains, int tile,
    xr_real *restrict gradient, int *restrict finite);
void bn_gradient_16x16x32(int images, const xr_real *restrict dy, const xr_real *restrict x,
    const xr_real *restrict mean, const xr_real *restrict gradient_scale,
    const xr_real *restrict gradient_mean, const xr_real *restrict gradient_slope,
    xr_real *restrict dx_out);
void conv_weight_gradient_3x3_32x32x3_32_stride2(int images, const xr_real *restrict x,
    const xr_real *restrict dy, xr_real *restrict gradient, bool accumulate,
    xr_real *restrict gathered, xr_real *restrict packed);
void merge_chains_864(int batch, const xr_real *restrict chains, int tile,
    xr_real *restrict gradient, int *restrict finite);
void conv_3x3_32x32x3_32_stride2(int images, const xr_real *restrict x,
    const xr_real *restrict kernel, const xr_real *restrict bias, xr_real *restrict y,
    xr_real *restrict gathered);
void conv_3x3_16x16x32_64(int images, const xr_real *restrict x, const xr_real *restrict kernel,
    const xr_real *restrict bias, xr_real *restrict y, xr_real *restrict gathered);
void conv_3x3_16x16x64_364(int images, const xr_real *restrict x, const xr_real *restrict kernel,
    const xr_real *restrict bias, xr_real *restrict y, xr_real *restrict gathered);
void pointwise_16x16x364_364(int images, const xr_real *restrict x, const xr_real *restrict kernel,
    const xr_real *restrict bias, xr_real *restrict y);
void bn_add_padded_16x16x364_v2(int images, const xr_real *restrict x,
    const xr_real *restrict scale, const xr_real *restrict shift, const xr_real *restrict x2,
    xr_real *restrict sum_padded);
void gather_1x1_16x16x364_stride2_v2(const xr_real *restrict x, int first_row, int rows,
    int channel, int first, int count, xr_real *restrict gathered);
void conv_1x1_16x16x364_512_stride2(int images, const xr_real *restrict x,
    const xr_real *restrict kernel, const xr_real *restrict bias, xr_real *restrict y,
    xr_real *restrict gathered);
void pointwise_16x16x364_512(int images, const xr_real *restrict x, const xr_real *restrict kernel,
    const xr_real *restrict bias, xr_real *restrict y);
void add_padded_8x8x512_v2(int images, const xr_real *restrict x, const xr_real *restrict x2,
    xr_real *restrict sum_padded);
void pointwise_8x8x512_768(int images, const xr_real *restrict x, const xr_real *restrict kernel,
    const xr_real *restrict bias, xr_real *restrict y);
void pointwise_8x8x768_1024(int images, const xr_real *restrict x, const xr_real *restrict kernel,
    const xr_real *restrict bias, xr_real *restrict y);
void bn_relu_8x8x1024_v2(int images, const xr_real *restrict x, const xr_real *restrict scale,
    const xr_real *restrict shift, xr_real *restrict relu_out);
void global_average_pool_8x8x1024_v2(int images, const xr_real *restrict x, xr_real *restrict y);
void pointwise_1024_10_v2(int images, const xr_real *restrict x, const xr_real *restrict kernel,
    const xr_real *restrict bias, xr_real *restrict y);
void softmax_10(int images, const xr_real *restrict x, xr_real *restrict y);
void cross_entropy_10_v2(int images, const xr_real *restrict logits, const int32_t *restrict labels,
    xr_real *restrict losses);
#pragma GCC visibility pop

/* For the linker each bears the model's name, so that a program may hold several models. */
#define MODEL "xception_he_wd_slim_thinner_net_"
XR_SYMBOL(MODEL, import_32x32x3);
XR_SYMBOL(MODEL, gather_3x3_32x32x3_stride2);
XR_SYMBOL(MODEL, conv_3x3_32x32x3_32_stride2_moments);
XR_SYMBOL(MODEL, statistics_256x32);
XR_SYMBOL(MODEL, coefficients_32);
XR_SYMBOL(MODEL, bn_relu_16x16x32);
XR_SYMBOL(MODEL, gather_3x3_16x16x32);
XR_SYMBOL(MODEL, conv_3x3_16x16x32_64_moments);
XR_SYMBOL(MODEL, statistics_256x64);
XR_SYMBOL(MODEL, coefficients_64);
XR_SYMBOL(MODEL, bn_relu_16x16x64);
XR_SYMBOL(MODEL, gather_3x3_16x16x64);
XR_SYMBOL(MODEL, conv_3x3_16x16x64_364_moments);
XR_SYMBOL(MODEL, statistics_256x364);
XR_SYMBOL(MODEL, coefficients_364);
XR_SYMBOL(MODEL, bn_relu_padded_16x16x364);
XR_SYMBOL(MODEL, depthwise_3x3_16x16x364);
XR_SYMBOL(MODEL, pointwise_16x16x364_364_moments);
XR_SYMBOL(MODEL, bn_relu_padded_16x16x364_v2);
XR_SYMBOL(MODEL, bn_relu_add_padded_16x16x364);
XR_SYMBOL(MODEL, bn_add_relu_padded_16x16x364);
XR_SYMBOL(MODEL, bn_add_padded_16x16x364);
XR_SYMBOL(MODEL, gather_1x1_16x16x364_stride2);
XR_SYMBOL(MODEL, conv_1x1_16x16x364_512_stride2_moments);
XR_SYMBOL(MODEL, statistics_64x512);
XR_SYMBOL(MODEL, coefficients_512);
XR_SYMBOL(MODEL, pointwise_16x16x364_512_moments);
XR_SYMBOL(MODEL, statistics_256x512);
XR_SYMBOL(MODEL, bn_16x16x512);
XR_SYMBOL(MODEL, max_pool_3x3_16x16x512_stride2);
XR_SYMBOL(MODEL, bn_8x8x512);
XR_SYMBOL(MODEL, add_padded_8x8x512);
XR_SYMBOL(MODEL, depthwise_3x3_8x8x512);
XR_SYMBOL(MODEL, pointwise_8x8x512_768_moments);
XR_SYMBOL(MODEL, statistics_64x768);
XR_SYMBOL(MODEL, coefficients_768);
XR_SYMBOL(MODEL, bn_relu_padded_8x8x768);
XR_SYMBOL(MODEL, depthwise_3x3_8x8x768);
XR_SYMBOL(MODEL, pointwise_8x8x768_1024_moments);
XR_SYMBOL(MODEL, statistics_64x1024);
XR_SYMBOL(MODEL, coefficients_1024);
XR_SYMBOL(MODEL, bn_relu_8x8x1024);
XR_SYMBOL(MODEL, global_average_pool_8x8x1024);
XR_SYMBOL(MODEL, pointwise_1024_10);
XR_SYMBOL(MODEL, cross_entropy_10);
XR_SYMBOL(MODEL, cross_entropy_gradient_10);
XR_SYMBOL(MODEL, pointwise_weight_gradient_1024_10);
XR_SYMBOL(MODEL, sums_10);
XR_SYMBOL(MODEL, pointwise_input_gradient_1024_10);
XR_SYMBOL(MODEL, mean_gradient_relu_gradient_sums_8x8x1024);
XR_SYMBOL(MODEL, finish_loss);
XR_SYMBOL(MODEL, sum_images_1x10);
XR_SYMBOL(MODEL, finish_normalize_gradient_64x1024);
XR_SYMBOL(MODEL, merge_chains_16384_by8);
XR_SYMBOL(MODEL, bn_relu_mean_gradient_relu_gradient_bn_gradient_8x8x1024);
XR_SYMBOL(MODEL, pointwise_input_gradient_8x8x768_1024_padded);
XR_SYMBOL(MODEL, depthwise_weight_gradient_3x3_8x8x768);
XR_SYMBOL(MODEL, depthwise_input_gradient_3x3_8x8x768);
XR_SYMBOL(MODEL, relu_gradient_sums_8x8x768);
XR_SYMBOL(MODEL, sum_images_9x768);
XR_SYMBOL(MODEL, finish_normalize_gradient_64x768);
XR_SYMBOL(MODEL, pointwise_weight_tile_8x8x768_1024);
XR_SYMBOL(MODEL, copy_padded_8x8x512);
XR_SYMBOL(MODEL, bn_gradient_8x8x768);
XR_SYMBOL(MODEL, pointwise_input_gradient_8x8x512_768);
XR_SYMBOL(MODEL, depthwise_weight_gradient_3x3_8x8x512);
XR_SYMBOL(MODEL, depthwise_input_gradient_3x3_8x8x512);
XR_SYMBOL(MODEL, max_pool_gradient_3x3_16x16x512_stride2);
XR_SYMBOL(MODEL, sums_16x16x512);
XR_SYMBOL(MODEL, sums_8x8x512);
XR_SYMBOL(MODEL, sum_images_9x512);
XR_SYMBOL(MODEL, finish_normalize_gradient_256x512);
XR_SYMBOL(MODEL, finish_normalize_gradient_64x512);
XR_SYMBOL(MODEL, pointwise_weight_tile_8x8x512_768);
XR_SYMBOL(MODEL, bn_gradient_16x16x512);
XR_SYMBOL(MODEL, pointwise_weight_gradient_16x16x364_512);
XR_SYMBOL(MODEL, pointwise_input_gradient_16x16x364_512_padded);
XR_SYMBOL(MODEL, depthwise_weight_gradient_3x3_16x16x364);
XR_SYMBOL(MODEL, depthwise_input_gradient_3x3_16x16x364);
XR_SYMBOL(MODEL, relu_gradient_sums_16x16x364);
XR_SYMBOL(MODEL, bn_gradient_8x8x512);
XR_SYMBOL(MODEL, scatter_1x1_16x16x364_stride2);
XR_SYMBOL(MODEL, conv_input_gradient_1x1_16x16x364_512_stride2);
XR_SYMBOL(MODEL, sum_images_9x364);
XR_SYMBOL(MODEL, finish_normalize_gradient_256x364);
XR_SYMBOL(MODEL, merge_chains_186368);
XR_SYMBOL(MODEL, conv_weight_tile_1x1_16x16x364_512_stride2);
XR_SYMBOL(MODEL, copy_padded_16x16x364);
XR_SYMBOL(MODEL, bn_gradient_16x16x364);
XR_SYMBOL(MODEL, pointwise_weight_gradient_16x16x364_364);
XR_SYMBOL(MODEL, pointwise_input_gradient_16x16x364_364_padded);
XR_SYMBOL(MODEL, add_sums_16x16x364);
XR_SYMBOL(MODEL, merge_chains_133952);
XR_SYMBOL(MODEL, relu_padded_16x16x364);
XR_SYMBOL(MODEL, relu_gradient_add_sums_16x16x364);
XR_SYMBOL(MODEL, bn_relu_padded_16x16x364_v3);
XR_SYMBOL(MODEL, relu_gradient_add_sums_16x16x364_v2);
XR_SYMBOL(MODEL, conv_weight_gradient_3x3_16x16x64_364);
XR_SYMBOL(MODEL, scatter_3x3_16x16x64);
XR_SYMBOL(MODEL, conv_input_gradient_3x3_16x16x64_364);
XR_SYMBOL(MODEL, relu_gradient_sums_16x16x64);
XR_SYMBOL(MODEL, finish_normalize_gradient_256x64);
XR_SYMBOL(MODEL, merge_chains_211968);
XR_SYMBOL(MODEL, bn_gradient_16x16x64);
XR_SYMBOL(MODEL, conv_weight_gradient_3x3_16x16x32_64);
XR_SYMBOL(MODEL, scatter_3x3_16x16x32);
XR_SYMBOL(MODEL, conv_input_gradient_3x3_16x16x32_64);
XR_SYMBOL(MODEL, relu_gradient_sums_16x16x32);
XR_SYMBOL(MODEL, finish_normalize_gradient_256x32);
XR_SYMBOL(MODEL, merge_chains_18432);
XR_SYMBOL(MODEL, bn_gradient_16x16x32);
XR_SYMBOL(MODEL, conv_weight_gradient_3x3_32x32x3_32_stride2);
XR_SYMBOL(MODEL, merge_chains_864);
XR_SYMBOL(MODEL, conv_3x3_32x32x3_32_stride2);
XR_SYMBOL(MODEL, conv_3x3_16x16x32_64);
XR_SYMBOL(MODEL, conv_3x3_16x16x64_364);
XR_SYMBOL(MODEL, pointwise_16x16x364_364);
XR_SYMBOL(MODEL, bn_add_padded_16x16x364_v2);
XR_SYMBOL(MODEL, gather_1x1_16x16x364_stride2_v2);
XR_SYMBOL(MODEL, conv_1x1_16x16x364_512_stride2);
XR_SYMBOL(MODEL, pointwise_16x16x364_512);
XR_SYMBOL(MODEL, add_padded_8x8x512_v2);
XR_SYMBOL(MODEL, pointwise_8x8x512_768);
XR_SYMBOL(MODEL, pointwise_8x8x768_1024);
XR_SYMBOL(MODEL, bn_relu_8x8x1024_v2);
XR_SYMBOL(MODEL, global_average_pool_8x8x1024_v2);
XR_SYMBOL(MODEL, pointwise_1024_10_v2);
XR_SYMBOL(MODEL, softmax_10);
XR_SYMBOL(MODEL, cross_entropy_10_v2);

#endif
