/* xception_he_wd_slim_thinner: The memory of the network, every piece by its name. Model hash
 * a69d3063da011ef9, batches of at most 64. Written by xceptc 0.1.0; yours to use in any way. */
#ifndef NET_H
#define NET_H

#include "kernels.h"
#include "xr_update.h"

struct xr_net {
    xr_pool *thread_pool;
    xr_real *memory; /* all blocks below, in one piece */
    xr_update_blocks blocks;
    xr_real *arena;
    xr_real *scratch; /* one part a thread */
    double *regularization; /* of each tile of the update */
    bool regularization_known;

    /* The running step. */
    const xr_real *images;
    const int32_t *class_labels;
    int batch;
    const xr_step *step;
    xr_metrics *metrics;
    int finite; /* 0 once a gradient was not finite */
#ifdef XC_POISON
    bool poison_off;
#endif

    /* Parameters. */
    xr_real *conv1_kernel; /* 3x3x3x32 */
    xr_real *conv1_bias; /* 32 */
    xr_real *batch_norm1_gamma; /* 32 */
    xr_real *batch_norm1_beta; /* 32 */
    xr_real *batch_norm1_moving_mean; /* 32 */
    xr_real *batch_norm1_moving_variance; /* 32 */
    xr_real *conv2_kernel; /* 3x3x32x64 */
    xr_real *conv2_bias; /* 64 */
    xr_real *batch_norm2_gamma; /* 64 */
    xr_real *batch_norm2_beta; /* 64 */
    xr_real *batch_norm2_moving_mean; /* 64 */
    xr_real *batch_norm2_moving_variance; /* 64 */
    xr_real *module2_kernel; /* 3x3x64x364 */
    xr_real *module2_bias; /* 364 */
    xr_real *batch_norm3_gamma; /* 364 */
    xr_real *batch_norm3_beta; /* 364 */
    xr_real *batch_norm3_moving_mean; /* 364 */
    xr_real *batch_norm3_moving_variance; /* 364 */
    xr_real *middle1_separable_conv1_depthwise_kernel; /* 3x3x364x1 */
    xr_real *middle1_separable_conv1_pointwise_kernel; /* 1x1x364x364 */
    xr_real *middle1_separable_conv1_bias; /* 364 */
    xr_real *middle1_batch_norm1_gamma; /* 364 */
    xr_real *middle1_batch_norm1_beta; /* 364 */
    xr_real *middle1_batch_norm1_moving_mean; /* 364 */
    xr_real *middle1_batch_norm1_moving_variance; /* 364 */
    xr_real *middle1_separable_conv2_depthwise_kernel; /* 3x3x364x1 */
    xr_real *middle1_separable_conv2_pointwise_kernel; /* 1x1x364x364 */
    xr_real *middle1_separable_conv2_bias; /* 364 */
    xr_real *middle1_batch_norm2_gamma; /* 364 */
    xr_real *middle1_batch_norm2_beta; /* 364 */
    xr_real *middle1_batch_norm2_moving_mean; /* 364 */
    xr_real *middle1_batch_norm2_moving_variance; /* 364 */
    xr_real *middle1_separable_conv3_depthwise_kernel; /* 3x3x364x1 */
    xr_real *middle1_separable_conv3_pointwise_kernel; /* 1x1x364x364 */
    xr_real *middle1_separable_conv3_bias; /* 364 */
    xr_real *middle1_batch_norm3_gamma; /* 364 */
    xr_real *middle1_batch_norm3_beta; /* 364 */
    xr_real *middle1_batch_norm3_moving_mean; /* 364 */
    xr_real *middle1_batch_norm3_moving_variance; /* 364 */
    xr_real *middle2_separable_conv1_depthwise_kernel; /* 3x3x364x1 */
    xr_real *middle2_separable_conv1_pointwise_kernel; /* 1x1x364x364 */
    xr_real *middle2_separable_conv1_bias; /* 364 */
    xr_real *middle2_batch_norm1_gamma; /* 364 */
    xr_real *middle2_batch_norm1_beta; /* 364 */
    xr_real *middle2_batch_norm1_moving_mean; /* 364 */
    xr_real *middle2_batch_norm1_moving_variance; /* 364 */
    xr_real *middle2_separable_conv2_depthwise_kernel; /* 3x3x364x1 */
    xr_real *middle2_separable_conv2_pointwise_kernel; /* 1x1x364x364 */
    xr_real *middle2_separable_conv2_bias; /* 364 */
    xr_real *middle2_batch_norm2_gamma; /* 364 */
    xr_real *middle2_batch_norm2_beta; /* 364 */
    xr_real *middle2_batch_norm2_moving_mean; /* 364 */
    xr_real *middle2_batch_norm2_moving_variance; /* 364 */
    xr_real *middle2_separable_conv3_depthwise_kernel; /* 3x3x364x1 */
    xr_real *middle2_separable_conv3_pointwise_kernel; /* 1x1x364x364 */
    xr_real *middle2_separable_conv3_bias; /* 364 */
    xr_real *middle2_batch_norm3_gamma; /* 364 */
    xr_real *middle2_batch_norm3_beta; /* 364 */
    xr_real *middle2_batch_norm3_moving_mean; /* 364 */
    xr_real *middle2_batch_norm3_moving_variance; /* 364 */
    xr_real *middle3_separable_conv1_depthwise_kernel; /* 3x3x364x1 */
    xr_real *middle3_separable_conv1_pointwise_kernel; /* 1x1x364x364 */
    xr_real *middle3_separable_conv1_bias; /* 364 */
    xr_real *middle3_batch_norm1_gamma; /* 364 */
    xr_real *middle3_batch_norm1_beta; /* 364 */
    xr_real *middle3_batch_norm1_moving_mean; /* 364 */
    xr_real *middle3_batch_norm1_moving_variance; /* 364 */
    xr_real *middle3_separable_conv2_depthwise_kernel; /* 3x3x364x1 */
    xr_real *middle3_separable_conv2_pointwise_kernel; /* 1x1x364x364 */
    xr_real *middle3_separable_conv2_bias; /* 364 */
    xr_real *middle3_batch_norm2_gamma; /* 364 */
    xr_real *middle3_batch_norm2_beta; /* 364 */
    xr_real *middle3_batch_norm2_moving_mean; /* 364 */
    xr_real *middle3_batch_norm2_moving_variance; /* 364 */
    xr_real *middle3_separable_conv3_depthwise_kernel; /* 3x3x364x1 */
    xr_real *middle3_separable_conv3_pointwise_kernel; /* 1x1x364x364 */
    xr_real *middle3_separable_conv3_bias; /* 364 */
    xr_real *middle3_batch_norm3_gamma; /* 364 */
    xr_real *middle3_batch_norm3_beta; /* 364 */
    xr_real *middle3_batch_norm3_moving_mean; /* 364 */
    xr_real *middle3_batch_norm3_moving_variance; /* 364 */
    xr_real *middle4_separable_conv1_depthwise_kernel; /* 3x3x364x1 */
    xr_real *middle4_separable_conv1_pointwise_kernel; /* 1x1x364x364 */
    xr_real *middle4_separable_conv1_bias; /* 364 */
    xr_real *middle4_batch_norm1_gamma; /* 364 */
    xr_real *middle4_batch_norm1_beta; /* 364 */
    xr_real *middle4_batch_norm1_moving_mean; /* 364 */
    xr_real *middle4_batch_norm1_moving_variance; /* 364 */
    xr_real *middle4_separable_conv2_depthwise_kernel; /* 3x3x364x1 */
    xr_real *middle4_separable_conv2_pointwise_kernel; /* 1x1x364x364 */
    xr_real *middle4_separable_conv2_bias; /* 364 */
    xr_real *middle4_batch_norm2_gamma; /* 364 */
    xr_real *middle4_batch_norm2_beta; /* 364 */
    xr_real *middle4_batch_norm2_moving_mean; /* 364 */
    xr_real *middle4_batch_norm2_moving_variance; /* 364 */
    xr_real *middle4_separable_conv3_depthwise_kernel; /* 3x3x364x1 */
    xr_real *middle4_separable_conv3_pointwise_kernel; /* 1x1x364x364 */
    xr_real *middle4_separable_conv3_bias; /* 364 */
    xr_real *middle4_batch_norm3_gamma; /* 364 */
    xr_real *middle4_batch_norm3_beta; /* 364 */
    xr_real *middle4_batch_norm3_moving_mean; /* 364 */
    xr_real *middle4_batch_norm3_moving_variance; /* 364 */
    xr_real *module13_conv1_kernel; /* 1x1x364x512 */
    xr_real *module13_conv1_bias; /* 512 */
    xr_real *module13_batch_norm1_gamma; /* 512 */
    xr_real *module13_batch_norm1_beta; /* 512 */
    xr_real *module13_batch_norm1_moving_mean; /* 512 */
    xr_real *module13_batch_norm1_moving_variance; /* 512 */
    xr_real *module13_separable_conv1_depthwise_kernel; /* 3x3x364x1 */
    xr_real *module13_separable_conv1_pointwise_kernel; /* 1x1x364x364 */
    xr_real *module13_separable_conv1_bias; /* 364 */
    xr_real *module13_batch_norm2_gamma; /* 364 */
    xr_real *module13_batch_norm2_beta; /* 364 */
    xr_real *module13_batch_norm2_moving_mean; /* 364 */
    xr_real *module13_batch_norm2_moving_variance; /* 364 */
    xr_real *module13_separable_conv2_depthwise_kernel; /* 3x3x364x1 */
    xr_real *module13_separable_conv2_pointwise_kernel; /* 1x1x364x512 */
    xr_real *module13_separable_conv2_bias; /* 512 */
    xr_real *module13_batch_norm3_gamma; /* 512 */
    xr_real *module13_batch_norm3_beta; /* 512 */
    xr_real *module13_batch_norm3_moving_mean; /* 512 */
    xr_real *module13_batch_norm3_moving_variance; /* 512 */
    xr_real *module14_separable_conv1_depthwise_kernel; /* 3x3x512x1 */
    xr_real *module14_separable_conv1_pointwise_kernel; /* 1x1x512x768 */
    xr_real *module14_separable_conv1_bias; /* 768 */
    xr_real *module14_batch_norm1_gamma; /* 768 */
    xr_real *module14_batch_norm1_beta; /* 768 */
    xr_real *module14_batch_norm1_moving_mean; /* 768 */
    xr_real *module14_batch_norm1_moving_variance; /* 768 */
    xr_real *module14_separable_conv2_depthwise_kernel; /* 3x3x768x1 */
    xr_real *module14_separable_conv2_pointwise_kernel; /* 1x1x768x1024 */
    xr_real *module14_separable_conv2_bias; /* 1024 */
    xr_real *module14_batch_norm2_gamma; /* 1024 */
    xr_real *module14_batch_norm2_beta; /* 1024 */
    xr_real *module14_batch_norm2_moving_mean; /* 1024 */
    xr_real *module14_batch_norm2_moving_variance; /* 1024 */
    xr_real *classifier_kernel; /* 1024x10 */
    xr_real *classifier_bias; /* 10 */

    /* Their gradients. */
    xr_real *d_conv1_kernel; /* 3x3x3x32 */
    xr_real *d_batch_norm1_gamma; /* 32 */
    xr_real *d_batch_norm1_beta; /* 32 */
    xr_real *d_conv2_kernel; /* 3x3x32x64 */
    xr_real *d_batch_norm2_gamma; /* 64 */
    xr_real *d_batch_norm2_beta; /* 64 */
    xr_real *d_module2_kernel; /* 3x3x64x364 */
    xr_real *d_batch_norm3_gamma; /* 364 */
    xr_real *d_batch_norm3_beta; /* 364 */
    xr_real *d_middle1_separable_conv1_depthwise_kernel; /* 3x3x364x1 */
    xr_real *d_middle1_separable_conv1_pointwise_kernel; /* 1x1x364x364 */
    xr_real *d_middle1_batch_norm1_gamma; /* 364 */
    xr_real *d_middle1_batch_norm1_beta; /* 364 */
    xr_real *d_middle1_separable_conv2_depthwise_kernel; /* 3x3x364x1 */
    xr_real *d_middle1_separable_conv2_pointwise_kernel; /* 1x1x364x364 */
    xr_real *d_middle1_batch_norm2_gamma; /* 364 */
    xr_real *d_middle1_batch_norm2_beta; /* 364 */
    xr_real *d_middle1_separable_conv3_depthwise_kernel; /* 3x3x364x1 */
    xr_real *d_middle1_separable_conv3_pointwise_kernel; /* 1x1x364x364 */
    xr_real *d_middle1_batch_norm3_gamma; /* 364 */
    xr_real *d_middle1_batch_norm3_beta; /* 364 */
    xr_real *d_middle2_separable_conv1_depthwise_kernel; /* 3x3x364x1 */
    xr_real *d_middle2_separable_conv1_pointwise_kernel; /* 1x1x364x364 */
    xr_real *d_middle2_batch_norm1_gamma; /* 364 */
    xr_real *d_middle2_batch_norm1_beta; /* 364 */
    xr_real *d_middle2_separable_conv2_depthwise_kernel; /* 3x3x364x1 */
    xr_real *d_middle2_separable_conv2_pointwise_kernel; /* 1x1x364x364 */
    xr_real *d_middle2_batch_norm2_gamma; /* 364 */
    xr_real *d_middle2_batch_norm2_beta; /* 364 */
    xr_real *d_middle2_separable_conv3_depthwise_kernel; /* 3x3x364x1 */
    xr_real *d_middle2_separable_conv3_pointwise_kernel; /* 1x1x364x364 */
    xr_real *d_middle2_batch_norm3_gamma; /* 364 */
    xr_real *d_middle2_batch_norm3_beta; /* 364 */
    xr_real *d_middle3_separable_conv1_depthwise_kernel; /* 3x3x364x1 */
    xr_real *d_middle3_separable_conv1_pointwise_kernel; /* 1x1x364x364 */
    xr_real *d_middle3_batch_norm1_gamma; /* 364 */
    xr_real *d_middle3_batch_norm1_beta; /* 364 */
    xr_real *d_middle3_separable_conv2_depthwise_kernel; /* 3x3x364x1 */
    xr_real *d_middle3_separable_conv2_pointwise_kernel; /* 1x1x364x364 */
    xr_real *d_middle3_batch_norm2_gamma; /* 364 */
    xr_real *d_middle3_batch_norm2_beta; /* 364 */
    xr_real *d_middle3_separable_conv3_depthwise_kernel; /* 3x3x364x1 */
    xr_real *d_middle3_separable_conv3_pointwise_kernel; /* 1x1x364x364 */
    xr_real *d_middle3_batch_norm3_gamma; /* 364 */
    xr_real *d_middle3_batch_norm3_beta; /* 364 */
    xr_real *d_middle4_separable_conv1_depthwise_kernel; /* 3x3x364x1 */
    xr_real *d_middle4_separable_conv1_pointwise_kernel; /* 1x1x364x364 */
    xr_real *d_middle4_batch_norm1_gamma; /* 364 */
    xr_real *d_middle4_batch_norm1_beta; /* 364 */
    xr_real *d_middle4_separable_conv2_depthwise_kernel; /* 3x3x364x1 */
    xr_real *d_middle4_separable_conv2_pointwise_kernel; /* 1x1x364x364 */
    xr_real *d_middle4_batch_norm2_gamma; /* 364 */
    xr_real *d_middle4_batch_norm2_beta; /* 364 */
    xr_real *d_middle4_separable_conv3_depthwise_kernel; /* 3x3x364x1 */
    xr_real *d_middle4_separable_conv3_pointwise_kernel; /* 1x1x364x364 */
    xr_real *d_middle4_batch_norm3_gamma; /* 364 */
    xr_real *d_middle4_batch_norm3_beta; /* 364 */
    xr_real *d_module13_conv1_kernel; /* 1x1x364x512 */
    xr_real *d_module13_batch_norm1_gamma; /* 512 */
    xr_real *d_module13_batch_norm1_beta; /* 512 */
    xr_real *d_module13_separable_conv1_depthwise_kernel; /* 3x3x364x1 */
    xr_real *d_module13_separable_conv1_pointwise_kernel; /* 1x1x364x364 */
    xr_real *d_module13_batch_norm2_gamma; /* 364 */
    xr_real *d_module13_batch_norm2_beta; /* 364 */
    xr_real *d_module13_separable_conv2_depthwise_kernel; /* 3x3x364x1 */
    xr_real *d_module13_separable_conv2_pointwise_kernel; /* 1x1x364x512 */
    xr_real *d_module13_batch_norm3_gamma; /* 512 */
    xr_real *d_module13_batch_norm3_beta; /* 512 */
    xr_real *d_module14_separable_conv1_depthwise_kernel; /* 3x3x512x1 */
    xr_real *d_module14_separable_conv1_pointwise_kernel; /* 1x1x512x768 */
    xr_real *d_module14_batch_norm1_gamma; /* 768 */
    xr_real *d_module14_batch_norm1_beta; /* 768 */
    xr_real *d_module14_separable_conv2_depthwise_kernel; /* 3x3x768x1 */
    xr_real *d_module14_separable_conv2_pointwise_kernel; /* 1x1x768x1024 */
    xr_real *d_module14_batch_norm2_gamma; /* 1024 */
    xr_real *d_module14_batch_norm2_beta; /* 1024 */
    xr_real *d_classifier_kernel; /* 1024x10 */
    xr_real *d_classifier_bias; /* 10 */

    /* Kernels transposed, for gradients of inputs. */
    xr_real *conv2_kernel_transposed; /* 3x3x32x64 */
    xr_real *module2_kernel_transposed; /* 3x3x64x364 */
    xr_real *middle1_separable_conv1_pointwise_kernel_transposed; /* 1x1x364x364 */
    xr_real *middle1_separable_conv2_pointwise_kernel_transposed; /* 1x1x364x364 */
    xr_real *middle1_separable_conv3_pointwise_kernel_transposed; /* 1x1x364x364 */
    xr_real *middle2_separable_conv1_pointwise_kernel_transposed; /* 1x1x364x364 */
    xr_real *middle2_separable_conv2_pointwise_kernel_transposed; /* 1x1x364x364 */
    xr_real *middle2_separable_conv3_pointwise_kernel_transposed; /* 1x1x364x364 */
    xr_real *middle3_separable_conv1_pointwise_kernel_transposed; /* 1x1x364x364 */
    xr_real *middle3_separable_conv2_pointwise_kernel_transposed; /* 1x1x364x364 */
    xr_real *middle3_separable_conv3_pointwise_kernel_transposed; /* 1x1x364x364 */
    xr_real *middle4_separable_conv1_pointwise_kernel_transposed; /* 1x1x364x364 */
    xr_real *middle4_separable_conv2_pointwise_kernel_transposed; /* 1x1x364x364 */
    xr_real *middle4_separable_conv3_pointwise_kernel_transposed; /* 1x1x364x364 */
    xr_real *module13_conv1_kernel_transposed; /* 1x1x364x512 */
    xr_real *module13_separable_conv1_pointwise_kernel_transposed; /* 1x1x364x364 */
    xr_real *module13_separable_conv2_pointwise_kernel_transposed; /* 1x1x364x512 */
    xr_real *module14_separable_conv1_pointwise_kernel_transposed; /* 1x1x512x768 */
    xr_real *module14_separable_conv2_pointwise_kernel_transposed; /* 1x1x768x1024 */
    xr_real *classifier_kernel_transposed; /* 1024x10 */

    /* The arena in training. */
    xr_real *conv1; /* each image: 16x16x32 */
    xr_real *conv1_moments; /* each image: of each image: mean, sum of squares, x 32 */
    xr_real *conv1_mean; /* 32 */
    xr_real *conv1_variance; /* 32 */
    xr_real *batch_norm1_scale; /* 32 */
    xr_real *batch_norm1_shift; /* 32 */
    xr_real *conv2; /* each image: 16x16x64 */
    xr_real *conv2_moments; /* each image: of each image: mean, sum of squares, x 64 */
    xr_real *conv2_mean; /* 64 */
    xr_real *conv2_variance; /* 64 */
    xr_real *batch_norm2_scale; /* 64 */
    xr_real *batch_norm2_shift; /* 64 */
    xr_real *module2; /* each image: 16x16x364 */
    xr_real *module2_moments; /* each image: of each image: mean, sum of squares, x 364 */
    xr_real *module2_mean; /* 364 */
    xr_real *module2_variance; /* 364 */
    xr_real *batch_norm3_scale; /* 364 */
    xr_real *batch_norm3_shift; /* 364 */
    xr_real *middle1_separable_conv1; /* each image: 16x16x364 */
    xr_real *middle1_separable_conv1_moments;
    xr_real *middle1_separable_conv1_mean; /* 364 */
    xr_real *middle1_separable_conv1_variance; /* 364 */
    xr_real *middle1_batch_norm1_scale; /* 364 */
    xr_real *middle1_batch_norm1_shift; /* 364 */
    xr_real *middle1_separable_conv2; /* each image: 16x16x364 */
    xr_real *middle1_separable_conv2_moments;
    xr_real *middle1_separable_conv2_mean; /* 364 */
    xr_real *middle1_separable_conv2_variance; /* 364 */
    xr_real *middle1_batch_norm2_scale; /* 364 */
    xr_real *middle1_batch_norm2_shift; /* 364 */
    xr_real *middle1_separable_conv3; /* each image: 16x16x364 */
    xr_real *middle1_separable_conv3_moments;
    xr_real *middle1_separable_conv3_mean; /* 364 */
    xr_real *middle1_separable_conv3_variance; /* 364 */
    xr_real *middle1_batch_norm3_scale; /* 364 */
    xr_real *middle1_batch_norm3_shift; /* 364 */
    xr_real *middle1_add1; /* each image: 16x16x364 */
    xr_real *middle2_separable_conv1; /* each image: 16x16x364 */
    xr_real *middle2_separable_conv1_moments;
    xr_real *middle2_separable_conv1_mean; /* 364 */
    xr_real *middle2_separable_conv1_variance; /* 364 */
    xr_real *middle2_batch_norm1_scale; /* 364 */
    xr_real *middle2_batch_norm1_shift; /* 364 */
    xr_real *middle2_separable_conv2; /* each image: 16x16x364 */
    xr_real *middle2_separable_conv2_moments;
    xr_real *middle2_separable_conv2_mean; /* 364 */
    xr_real *middle2_separable_conv2_variance; /* 364 */
    xr_real *middle2_batch_norm2_scale; /* 364 */
    xr_real *middle2_batch_norm2_shift; /* 364 */
    xr_real *middle2_separable_conv3; /* each image: 16x16x364 */
    xr_real *middle2_separable_conv3_moments;
    xr_real *middle2_separable_conv3_mean; /* 364 */
    xr_real *middle2_separable_conv3_variance; /* 364 */
    xr_real *middle2_batch_norm3_scale; /* 364 */
    xr_real *middle2_batch_norm3_shift; /* 364 */
    xr_real *middle2_add1; /* each image: 16x16x364 */
    xr_real *middle3_separable_conv1; /* each image: 16x16x364 */
    xr_real *middle3_separable_conv1_moments;
    xr_real *middle3_separable_conv1_mean; /* 364 */
    xr_real *middle3_separable_conv1_variance; /* 364 */
    xr_real *middle3_batch_norm1_scale; /* 364 */
    xr_real *middle3_batch_norm1_shift; /* 364 */
    xr_real *middle3_separable_conv2; /* each image: 16x16x364 */
    xr_real *middle3_separable_conv2_moments;
    xr_real *middle3_separable_conv2_mean; /* 364 */
    xr_real *middle3_separable_conv2_variance; /* 364 */
    xr_real *middle3_batch_norm2_scale; /* 364 */
    xr_real *middle3_batch_norm2_shift; /* 364 */
    xr_real *middle3_separable_conv3; /* each image: 16x16x364 */
    xr_real *middle3_separable_conv3_moments;
    xr_real *middle3_separable_conv3_mean; /* 364 */
    xr_real *middle3_separable_conv3_variance; /* 364 */
    xr_real *middle3_batch_norm3_scale; /* 364 */
    xr_real *middle3_batch_norm3_shift; /* 364 */
    xr_real *middle3_add1; /* each image: 16x16x364 */
    xr_real *middle4_separable_conv1; /* each image: 16x16x364 */
    xr_real *middle4_separable_conv1_moments;
    xr_real *middle4_separable_conv1_mean; /* 364 */
    xr_real *middle4_separable_conv1_variance; /* 364 */
    xr_real *middle4_batch_norm1_scale; /* 364 */
    xr_real *middle4_batch_norm1_shift; /* 364 */
    xr_real *middle4_separable_conv2; /* each image: 16x16x364 */
    xr_real *middle4_separable_conv2_moments;
    xr_real *middle4_separable_conv2_mean; /* 364 */
    xr_real *middle4_separable_conv2_variance; /* 364 */
    xr_real *middle4_batch_norm2_scale; /* 364 */
    xr_real *middle4_batch_norm2_shift; /* 364 */
    xr_real *middle4_separable_conv3; /* each image: 16x16x364 */
    xr_real *middle4_separable_conv3_moments;
    xr_real *middle4_separable_conv3_mean; /* 364 */
    xr_real *middle4_separable_conv3_variance; /* 364 */
    xr_real *middle4_batch_norm3_scale; /* 364 */
    xr_real *middle4_batch_norm3_shift; /* 364 */
    xr_real *middle4_add1; /* each image: 16x16x364 */
    xr_real *module13_conv1; /* each image: 8x8x512 */
    xr_real *module13_conv1_moments; /* each image: of each image: mean, sum of squares, x 512 */
    xr_real *module13_separable_conv1; /* each image: 16x16x364 */
    xr_real *module13_separable_conv1_moments;
    xr_real *module13_conv1_mean; /* 512 */
    xr_real *module13_conv1_variance; /* 512 */
    xr_real *module13_batch_norm1_scale; /* 512 */
    xr_real *module13_batch_norm1_shift; /* 512 */
    xr_real *module13_separable_conv1_mean; /* 364 */
    xr_real *module13_separable_conv1_variance; /* 364 */
    xr_real *module13_batch_norm2_scale; /* 364 */
    xr_real *module13_batch_norm2_shift; /* 364 */
    xr_real *module13_separable_conv2; /* each image: 16x16x512 */
    xr_real *module13_separable_conv2_moments;
    xr_real *module13_separable_conv2_mean; /* 512 */
    xr_real *module13_separable_conv2_variance; /* 512 */
    xr_real *module13_batch_norm3_scale; /* 512 */
    xr_real *module13_batch_norm3_shift; /* 512 */
    xr_real *module13_max_pool1_index; /* each image: 8x8x512 */
    xr_real *module13_add1; /* each image: 8x8x512 */
    xr_real *module14_separable_conv1; /* each image: 8x8x768 */
    xr_real *module14_separable_conv1_moments;
    xr_real *module14_separable_conv1_mean; /* 768 */
    xr_real *module14_separable_conv1_variance; /* 768 */
    xr_real *module14_batch_norm1_scale; /* 768 */
    xr_real *module14_batch_norm1_shift; /* 768 */
    xr_real *module14_separable_conv2; /* each image: 8x8x1024 */
    xr_real *module14_separable_conv2_moments;
    xr_real *module14_separable_conv2_mean; /* 1024 */
    xr_real *module14_separable_conv2_variance; /* 1024 */
    xr_real *module14_batch_norm2_scale; /* 1024 */
    xr_real *module14_batch_norm2_shift; /* 1024 */
    xr_real *losses; /* each image: of each image: cross-entropy, hit */
    xr_real *d_classifier_kernel_chains; /* 8 sums over groups of images */
    xr_real *d_classifier_bias_sums; /* each image: of each image: 1 x 10 */
    xr_real *d_global_average_pool1; /* each image: 1024 */
    xr_real *d_module14_batch_norm2_gamma_sums; /* each image: of each image: 2 x 1024 */
    xr_real *d_module14_separable_conv2_gradient_scale; /* 1024 */
    xr_real *d_module14_separable_conv2_gradient_mean; /* 1024 */
    xr_real *d_module14_separable_conv2_gradient_slope; /* 1024 */
    xr_real *module14_separable_conv2_depthwise_at21; /* each image: 8x8x768 */
    xr_real *d_module14_separable_conv2_at21; /* each image: 8x8x1024 */
    xr_real *d_module14_separable_conv2_depthwise_kernel_sums; /* each image: of each image */
    xr_real *d_module14_batch_norm1_gamma_sums; /* each image: of each image: 2 x 768 */
    xr_real *d_module14_batch_norm1; /* each image: 8x8x768 */
    xr_real *d_module14_separable_conv1_gradient_scale; /* 768 */
    xr_real *d_module14_separable_conv1_gradient_mean; /* 768 */
    xr_real *d_module14_separable_conv1_gradient_slope; /* 768 */
    xr_real *module14_separable_conv1_depthwise_at23; /* each image: 8x8x512 */
    xr_real *d_module14_separable_conv1_at23; /* each image: 8x8x768 */
    xr_real *d_module14_separable_conv1_depthwise; /* each image: 8x8x512 */
    xr_real *d_module14_separable_conv1_depthwise_kernel_sums; /* each image: of each image */
    xr_real *d_module13_batch_norm3_gamma_sums; /* each image: of each image: 2 x 512 */
    xr_real *d_module13_batch_norm1_gamma_sums; /* each image: of each image: 2 x 512 */
    xr_real *d_module13_separable_conv2_gradient_scale; /* 512 */
    xr_real *d_module13_separable_conv2_gradient_mean; /* 512 */
    xr_real *d_module13_separable_conv2_gradient_slope; /* 512 */
    xr_real *d_module13_conv1_gradient_scale; /* 512 */
    xr_real *d_module13_conv1_gradient_mean; /* 512 */
    xr_real *d_module13_conv1_gradient_slope; /* 512 */
    xr_real *d_module13_separable_conv2_pointwise_kernel_chains; /* 8 sums over groups of images */
    xr_real *d_module13_separable_conv2_depthwise_kernel_sums; /* each image: of each image */
    xr_real *d_module13_batch_norm2_gamma_sums; /* each image: of each image: 2 x 364 */
    xr_real *d_module13_batch_norm2; /* each image: 16x16x364 */
    xr_real *d_module13_conv1_at25; /* each image: 8x8x512 */
    xr_real *d_middle4_add1_2; /* each image: 16x16x364 */
    xr_real *d_module13_separable_conv1_gradient_scale; /* 364 */
    xr_real *d_module13_separable_conv1_gradient_mean; /* 364 */
    xr_real *d_module13_separable_conv1_gradient_slope; /* 364 */
    xr_real *d_module13_separable_conv1_pointwise_kernel_chains; /* 8 sums over groups of images */
    xr_real *d_module13_separable_conv1_depthwise_kernel_sums; /* each image: of each image */
    xr_real *d_middle4_batch_norm3_gamma_sums; /* each image: of each image: 2 x 364 */
    xr_real *d_middle4_add1; /* each image: 16x16x364 */
    xr_real *d_middle4_separable_conv3_gradient_scale; /* 364 */
    xr_real *d_middle4_separable_conv3_gradient_mean; /* 364 */
    xr_real *d_middle4_separable_conv3_gradient_slope; /* 364 */
    xr_real *d_middle4_separable_conv3_pointwise_kernel_chains; /* 8 sums over groups of images */
    xr_real *d_middle4_separable_conv3_depthwise_kernel_sums; /* each image: of each image */
    xr_real *d_middle4_batch_norm2_gamma_sums; /* each image: of each image: 2 x 364 */
    xr_real *d_middle4_batch_norm2; /* each image: 16x16x364 */
    xr_real *d_middle4_separable_conv2_gradient_scale; /* 364 */
    xr_real *d_middle4_separable_conv2_gradient_mean; /* 364 */
    xr_real *d_middle4_separable_conv2_gradient_slope; /* 364 */
    xr_real *d_middle4_separable_conv2_pointwise_kernel_chains; /* 8 sums over groups of images */
    xr_real *d_middle4_separable_conv2_depthwise_kernel_sums; /* each image: of each image */
    xr_real *d_middle4_batch_norm1_gamma_sums; /* each image: of each image: 2 x 364 */
    xr_real *d_middle4_batch_norm1; /* each image: 16x16x364 */
    xr_real *d_middle4_separable_conv1_gradient_scale; /* 364 */
    xr_real *d_middle4_separable_conv1_gradient_mean; /* 364 */
    xr_real *d_middle4_separable_conv1_gradient_slope; /* 364 */
    xr_real *d_middle4_separable_conv1_pointwise_kernel_chains; /* 8 sums over groups of images */
    xr_real *d_middle4_separable_conv1_depthwise_kernel_sums; /* each image: of each image */
    xr_real *d_middle3_batch_norm3_gamma_sums; /* each image: of each image: 2 x 364 */
    xr_real *d_middle3_add1; /* each image: 16x16x364 */
    xr_real *d_middle3_separable_conv3_gradient_scale; /* 364 */
    xr_real *d_middle3_separable_conv3_gradient_mean; /* 364 */
    xr_real *d_middle3_separable_conv3_gradient_slope; /* 364 */
    xr_real *d_middle3_separable_conv3_pointwise_kernel_chains; /* 8 sums over groups of images */
    xr_real *d_middle3_separable_conv3_depthwise_kernel_sums; /* each image: of each image */
    xr_real *d_middle3_batch_norm2_gamma_sums; /* each image: of each image: 2 x 364 */
    xr_real *d_middle3_batch_norm2; /* each image: 16x16x364 */
    xr_real *d_middle3_separable_conv2_gradient_scale; /* 364 */
    xr_real *d_middle3_separable_conv2_gradient_mean; /* 364 */
    xr_real *d_middle3_separable_conv2_gradient_slope; /* 364 */
    xr_real *d_middle3_separable_conv2_pointwise_kernel_chains; /* 8 sums over groups of images */
    xr_real *d_middle3_separable_conv2_depthwise_kernel_sums; /* each image: of each image */
    xr_real *d_middle3_batch_norm1_gamma_sums; /* each image: of each image: 2 x 364 */
    xr_real *d_middle3_batch_norm1; /* each image: 16x16x364 */
    xr_real *d_middle3_separable_conv1_gradient_scale; /* 364 */
    xr_real *d_middle3_separable_conv1_gradient_mean; /* 364 */
    xr_real *d_middle3_separable_conv1_gradient_slope; /* 364 */
    xr_real *d_middle3_separable_conv1_pointwise_kernel_chains; /* 8 sums over groups of images */
    xr_real *d_middle3_separable_conv1_depthwise_kernel_sums; /* each image: of each image */
    xr_real *d_middle2_batch_norm3_gamma_sums; /* each image: of each image: 2 x 364 */
    xr_real *d_middle2_add1; /* each image: 16x16x364 */
    xr_real *d_middle2_separable_conv3_gradient_scale; /* 364 */
    xr_real *d_middle2_separable_conv3_gradient_mean; /* 364 */
    xr_real *d_middle2_separable_conv3_gradient_slope; /* 364 */
    xr_real *d_middle2_separable_conv3_pointwise_kernel_chains; /* 8 sums over groups of images */
    xr_real *d_middle2_separable_conv3_depthwise_kernel_sums; /* each image: of each image */
    xr_real *d_middle2_batch_norm2_gamma_sums; /* each image: of each image: 2 x 364 */
    xr_real *d_middle2_batch_norm2; /* each image: 16x16x364 */
    xr_real *d_middle2_separable_conv2_gradient_scale; /* 364 */
    xr_real *d_middle2_separable_conv2_gradient_mean; /* 364 */
    xr_real *d_middle2_separable_conv2_gradient_slope; /* 364 */
    xr_real *d_middle2_separable_conv2_pointwise_kernel_chains; /* 8 sums over groups of images */
    xr_real *d_middle2_separable_conv2_depthwise_kernel_sums; /* each image: of each image */
    xr_real *d_middle2_batch_norm1_gamma_sums; /* each image: of each image: 2 x 364 */
    xr_real *d_middle2_batch_norm1; /* each image: 16x16x364 */
    xr_real *d_middle2_separable_conv1_gradient_scale; /* 364 */
    xr_real *d_middle2_separable_conv1_gradient_mean; /* 364 */
    xr_real *d_middle2_separable_conv1_gradient_slope; /* 364 */
    xr_real *d_middle2_separable_conv1_pointwise_kernel_chains; /* 8 sums over groups of images */
    xr_real *d_middle2_separable_conv1_depthwise_kernel_sums; /* each image: of each image */
    xr_real *d_middle1_batch_norm3_gamma_sums; /* each image: of each image: 2 x 364 */
    xr_real *d_middle1_add1; /* each image: 16x16x364 */
    xr_real *d_middle1_separable_conv3_gradient_scale; /* 364 */
    xr_real *d_middle1_separable_conv3_gradient_mean; /* 364 */
    xr_real *d_middle1_separable_conv3_gradient_slope; /* 364 */
    xr_real *d_middle1_separable_conv3_pointwise_kernel_chains; /* 8 sums over groups of images */
    xr_real *d_middle1_separable_conv3_depthwise_kernel_sums; /* each image: of each image */
    xr_real *d_middle1_batch_norm2_gamma_sums; /* each image: of each image: 2 x 364 */
    xr_real *d_middle1_batch_norm2; /* each image: 16x16x364 */
    xr_real *d_middle1_separable_conv2_gradient_scale; /* 364 */
    xr_real *d_middle1_separable_conv2_gradient_mean; /* 364 */
    xr_real *d_middle1_separable_conv2_gradient_slope; /* 364 */
    xr_real *d_middle1_separable_conv2_pointwise_kernel_chains; /* 8 sums over groups of images */
    xr_real *d_middle1_separable_conv2_depthwise_kernel_sums; /* each image: of each image */
    xr_real *d_middle1_batch_norm1_gamma_sums; /* each image: of each image: 2 x 364 */
    xr_real *d_middle1_batch_norm1; /* each image: 16x16x364 */
    xr_real *d_middle1_separable_conv1_gradient_scale; /* 364 */
    xr_real *d_middle1_separable_conv1_gradient_mean; /* 364 */
    xr_real *d_middle1_separable_conv1_gradient_slope; /* 364 */
    xr_real *d_middle1_separable_conv1_pointwise_kernel_chains; /* 8 sums over groups of images */
    xr_real *d_middle1_separable_conv1_depthwise_kernel_sums; /* each image: of each image */
    xr_real *d_batch_norm3_gamma_sums; /* each image: of each image: 2 x 364 */
    xr_real *d_batch_norm3; /* each image: 16x16x364 */
    xr_real *d_module2_gradient_scale; /* 364 */
    xr_real *d_module2_gradient_mean; /* 364 */
    xr_real *d_module2_gradient_slope; /* 364 */
    xr_real *d_module2_kernel_chains; /* 8 sums over groups of images */
    xr_real *d_batch_norm2_gamma_sums; /* each image: of each image: 2 x 64 */
    xr_real *d_batch_norm2; /* each image: 16x16x64 */
    xr_real *d_conv2_gradient_scale; /* 64 */
    xr_real *d_conv2_gradient_mean; /* 64 */
    xr_real *d_conv2_gradient_slope; /* 64 */
    xr_real *d_conv2_kernel_chains; /* 8 sums over groups of images */
    xr_real *d_batch_norm1_gamma_sums; /* each image: of each image: 2 x 32 */
    xr_real *d_batch_norm1; /* each image: 16x16x32 */
    xr_real *d_conv1_gradient_scale; /* 32 */
    xr_real *d_conv1_gradient_mean; /* 32 */
    xr_real *d_conv1_gradient_slope; /* 32 */
    xr_real *d_conv1_kernel_chains; /* 8 sums over groups of images */

    /* The arena in inference. */
    xr_real *infer_batch_norm1_scale; /* 32 */
    xr_real *infer_batch_norm1_shift; /* 32 */
    xr_real *infer_batch_norm2_scale; /* 64 */
    xr_real *infer_batch_norm2_shift; /* 64 */
    xr_real *infer_batch_norm3_scale; /* 364 */
    xr_real *infer_batch_norm3_shift; /* 364 */
    xr_real *infer_middle1_batch_norm1_scale; /* 364 */
    xr_real *infer_middle1_batch_norm1_shift; /* 364 */
    xr_real *infer_middle1_batch_norm2_scale; /* 364 */
    xr_real *infer_middle1_batch_norm2_shift; /* 364 */
    xr_real *infer_middle1_batch_norm3_scale; /* 364 */
    xr_real *infer_middle1_batch_norm3_shift; /* 364 */
    xr_real *infer_middle2_batch_norm1_scale; /* 364 */
    xr_real *infer_middle2_batch_norm1_shift; /* 364 */
    xr_real *infer_middle2_batch_norm2_scale; /* 364 */
    xr_real *infer_middle2_batch_norm2_shift; /* 364 */
    xr_real *infer_middle2_batch_norm3_scale; /* 364 */
    xr_real *infer_middle2_batch_norm3_shift; /* 364 */
    xr_real *infer_middle3_batch_norm1_scale; /* 364 */
    xr_real *infer_middle3_batch_norm1_shift; /* 364 */
    xr_real *infer_middle3_batch_norm2_scale; /* 364 */
    xr_real *infer_middle3_batch_norm2_shift; /* 364 */
    xr_real *infer_middle3_batch_norm3_scale; /* 364 */
    xr_real *infer_middle3_batch_norm3_shift; /* 364 */
    xr_real *infer_middle4_batch_norm1_scale; /* 364 */
    xr_real *infer_middle4_batch_norm1_shift; /* 364 */
    xr_real *infer_middle4_batch_norm2_scale; /* 364 */
    xr_real *infer_middle4_batch_norm2_shift; /* 364 */
    xr_real *infer_middle4_batch_norm3_scale; /* 364 */
    xr_real *infer_middle4_batch_norm3_shift; /* 364 */
    xr_real *infer_module13_batch_norm1_scale; /* 512 */
    xr_real *infer_module13_batch_norm1_shift; /* 512 */
    xr_real *infer_module13_batch_norm2_scale; /* 364 */
    xr_real *infer_module13_batch_norm2_shift; /* 364 */
    xr_real *infer_module13_batch_norm3_scale; /* 512 */
    xr_real *infer_module13_batch_norm3_shift; /* 512 */
    xr_real *infer_module14_batch_norm1_scale; /* 768 */
    xr_real *infer_module14_batch_norm1_shift; /* 768 */
    xr_real *infer_module14_batch_norm2_scale; /* 1024 */
    xr_real *infer_module14_batch_norm2_shift; /* 1024 */
    xr_real *infer_softmax1; /* each image: 10 */
    xr_real *infer_losses; /* each image: of each image: cross-entropy, hit */
};

#endif
