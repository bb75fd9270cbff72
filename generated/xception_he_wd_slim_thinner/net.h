/* xception_he_wd_slim_thinner: The memory of the network, every piece by its name. Model hash
 * a37d8bc6d6bdb2c9, batches of at most 64. Written by xceptc 0.1.0; yours to use in any way. */
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
    bool updated; /* the step changes the weights */
    int sound; /* 0 once it made one that is not finite */
#ifdef XC_POISON
    bool poison_off;
#endif
#ifdef XC_PROFILE
    double *phase_starts; /* seconds; NULL: not noted */
#endif

    /* Parameters. */
    xr_real *conv1__kernel; /* 3x3x3x32 */
    xr_real *conv1__bias; /* 32 */
    xr_real *batch_norm1__gamma; /* 32 */
    xr_real *batch_norm1__beta; /* 32 */
    xr_real *batch_norm1__moving_mean; /* 32 */
    xr_real *batch_norm1__moving_variance; /* 32 */
    xr_real *conv2__kernel; /* 3x3x32x64 */
    xr_real *conv2__bias; /* 64 */
    xr_real *batch_norm2__gamma; /* 64 */
    xr_real *batch_norm2__beta; /* 64 */
    xr_real *batch_norm2__moving_mean; /* 64 */
    xr_real *batch_norm2__moving_variance; /* 64 */
    xr_real *module2__kernel; /* 3x3x64x364 */
    xr_real *module2__bias; /* 364 */
    xr_real *batch_norm3__gamma; /* 364 */
    xr_real *batch_norm3__beta; /* 364 */
    xr_real *batch_norm3__moving_mean; /* 364 */
    xr_real *batch_norm3__moving_variance; /* 364 */
    xr_real *middle1_separable_conv1__depthwise_kernel; /* 3x3x364x1 */
    xr_real *middle1_separable_conv1__pointwise_kernel; /* 1x1x364x364 */
    xr_real *middle1_separable_conv1__bias; /* 364 */
    xr_real *middle1_batch_norm1__gamma; /* 364 */
    xr_real *middle1_batch_norm1__beta; /* 364 */
    xr_real *middle1_batch_norm1__moving_mean; /* 364 */
    xr_real *middle1_batch_norm1__moving_variance; /* 364 */
    xr_real *middle1_separable_conv2__depthwise_kernel; /* 3x3x364x1 */
    xr_real *middle1_separable_conv2__pointwise_kernel; /* 1x1x364x364 */
    xr_real *middle1_separable_conv2__bias; /* 364 */
    xr_real *middle1_batch_norm2__gamma; /* 364 */
    xr_real *middle1_batch_norm2__beta; /* 364 */
    xr_real *middle1_batch_norm2__moving_mean; /* 364 */
    xr_real *middle1_batch_norm2__moving_variance; /* 364 */
    xr_real *middle1_separable_conv3__depthwise_kernel; /* 3x3x364x1 */
    xr_real *middle1_separable_conv3__pointwise_kernel; /* 1x1x364x364 */
    xr_real *middle1_separable_conv3__bias; /* 364 */
    xr_real *middle1_batch_norm3__gamma; /* 364 */
    xr_real *middle1_batch_norm3__beta; /* 364 */
    xr_real *middle1_batch_norm3__moving_mean; /* 364 */
    xr_real *middle1_batch_norm3__moving_variance; /* 364 */
    xr_real *middle2_separable_conv1__depthwise_kernel; /* 3x3x364x1 */
    xr_real *middle2_separable_conv1__pointwise_kernel; /* 1x1x364x364 */
    xr_real *middle2_separable_conv1__bias; /* 364 */
    xr_real *middle2_batch_norm1__gamma; /* 364 */
    xr_real *middle2_batch_norm1__beta; /* 364 */
    xr_real *middle2_batch_norm1__moving_mean; /* 364 */
    xr_real *middle2_batch_norm1__moving_variance; /* 364 */
    xr_real *middle2_separable_conv2__depthwise_kernel; /* 3x3x364x1 */
    xr_real *middle2_separable_conv2__pointwise_kernel; /* 1x1x364x364 */
    xr_real *middle2_separable_conv2__bias; /* 364 */
    xr_real *middle2_batch_norm2__gamma; /* 364 */
    xr_real *middle2_batch_norm2__beta; /* 364 */
    xr_real *middle2_batch_norm2__moving_mean; /* 364 */
    xr_real *middle2_batch_norm2__moving_variance; /* 364 */
    xr_real *middle2_separable_conv3__depthwise_kernel; /* 3x3x364x1 */
    xr_real *middle2_separable_conv3__pointwise_kernel; /* 1x1x364x364 */
    xr_real *middle2_separable_conv3__bias; /* 364 */
    xr_real *middle2_batch_norm3__gamma; /* 364 */
    xr_real *middle2_batch_norm3__beta; /* 364 */
    xr_real *middle2_batch_norm3__moving_mean; /* 364 */
    xr_real *middle2_batch_norm3__moving_variance; /* 364 */
    xr_real *middle3_separable_conv1__depthwise_kernel; /* 3x3x364x1 */
    xr_real *middle3_separable_conv1__pointwise_kernel; /* 1x1x364x364 */
    xr_real *middle3_separable_conv1__bias; /* 364 */
    xr_real *middle3_batch_norm1__gamma; /* 364 */
    xr_real *middle3_batch_norm1__beta; /* 364 */
    xr_real *middle3_batch_norm1__moving_mean; /* 364 */
    xr_real *middle3_batch_norm1__moving_variance; /* 364 */
    xr_real *middle3_separable_conv2__depthwise_kernel; /* 3x3x364x1 */
    xr_real *middle3_separable_conv2__pointwise_kernel; /* 1x1x364x364 */
    xr_real *middle3_separable_conv2__bias; /* 364 */
    xr_real *middle3_batch_norm2__gamma; /* 364 */
    xr_real *middle3_batch_norm2__beta; /* 364 */
    xr_real *middle3_batch_norm2__moving_mean; /* 364 */
    xr_real *middle3_batch_norm2__moving_variance; /* 364 */
    xr_real *middle3_separable_conv3__depthwise_kernel; /* 3x3x364x1 */
    xr_real *middle3_separable_conv3__pointwise_kernel; /* 1x1x364x364 */
    xr_real *middle3_separable_conv3__bias; /* 364 */
    xr_real *middle3_batch_norm3__gamma; /* 364 */
    xr_real *middle3_batch_norm3__beta; /* 364 */
    xr_real *middle3_batch_norm3__moving_mean; /* 364 */
    xr_real *middle3_batch_norm3__moving_variance; /* 364 */
    xr_real *middle4_separable_conv1__depthwise_kernel; /* 3x3x364x1 */
    xr_real *middle4_separable_conv1__pointwise_kernel; /* 1x1x364x364 */
    xr_real *middle4_separable_conv1__bias; /* 364 */
    xr_real *middle4_batch_norm1__gamma; /* 364 */
    xr_real *middle4_batch_norm1__beta; /* 364 */
    xr_real *middle4_batch_norm1__moving_mean; /* 364 */
    xr_real *middle4_batch_norm1__moving_variance; /* 364 */
    xr_real *middle4_separable_conv2__depthwise_kernel; /* 3x3x364x1 */
    xr_real *middle4_separable_conv2__pointwise_kernel; /* 1x1x364x364 */
    xr_real *middle4_separable_conv2__bias; /* 364 */
    xr_real *middle4_batch_norm2__gamma; /* 364 */
    xr_real *middle4_batch_norm2__beta; /* 364 */
    xr_real *middle4_batch_norm2__moving_mean; /* 364 */
    xr_real *middle4_batch_norm2__moving_variance; /* 364 */
    xr_real *middle4_separable_conv3__depthwise_kernel; /* 3x3x364x1 */
    xr_real *middle4_separable_conv3__pointwise_kernel; /* 1x1x364x364 */
    xr_real *middle4_separable_conv3__bias; /* 364 */
    xr_real *middle4_batch_norm3__gamma; /* 364 */
    xr_real *middle4_batch_norm3__beta; /* 364 */
    xr_real *middle4_batch_norm3__moving_mean; /* 364 */
    xr_real *middle4_batch_norm3__moving_variance; /* 364 */
    xr_real *module13_conv1__kernel; /* 1x1x364x512 */
    xr_real *module13_conv1__bias; /* 512 */
    xr_real *module13_batch_norm1__gamma; /* 512 */
    xr_real *module13_batch_norm1__beta; /* 512 */
    xr_real *module13_batch_norm1__moving_mean; /* 512 */
    xr_real *module13_batch_norm1__moving_variance; /* 512 */
    xr_real *module13_separable_conv1__depthwise_kernel; /* 3x3x364x1 */
    xr_real *module13_separable_conv1__pointwise_kernel; /* 1x1x364x364 */
    xr_real *module13_separable_conv1__bias; /* 364 */
    xr_real *module13_batch_norm2__gamma; /* 364 */
    xr_real *module13_batch_norm2__beta; /* 364 */
    xr_real *module13_batch_norm2__moving_mean; /* 364 */
    xr_real *module13_batch_norm2__moving_variance; /* 364 */
    xr_real *module13_separable_conv2__depthwise_kernel; /* 3x3x364x1 */
    xr_real *module13_separable_conv2__pointwise_kernel; /* 1x1x364x512 */
    xr_real *module13_separable_conv2__bias; /* 512 */
    xr_real *module13_batch_norm3__gamma; /* 512 */
    xr_real *module13_batch_norm3__beta; /* 512 */
    xr_real *module13_batch_norm3__moving_mean; /* 512 */
    xr_real *module13_batch_norm3__moving_variance; /* 512 */
    xr_real *module14_separable_conv1__depthwise_kernel; /* 3x3x512x1 */
    xr_real *module14_separable_conv1__pointwise_kernel; /* 1x1x512x768 */
    xr_real *module14_separable_conv1__bias; /* 768 */
    xr_real *module14_batch_norm1__gamma; /* 768 */
    xr_real *module14_batch_norm1__beta; /* 768 */
    xr_real *module14_batch_norm1__moving_mean; /* 768 */
    xr_real *module14_batch_norm1__moving_variance; /* 768 */
    xr_real *module14_separable_conv2__depthwise_kernel; /* 3x3x768x1 */
    xr_real *module14_separable_conv2__pointwise_kernel; /* 1x1x768x1024 */
    xr_real *module14_separable_conv2__bias; /* 1024 */
    xr_real *module14_batch_norm2__gamma; /* 1024 */
    xr_real *module14_batch_norm2__beta; /* 1024 */
    xr_real *module14_batch_norm2__moving_mean; /* 1024 */
    xr_real *module14_batch_norm2__moving_variance; /* 1024 */
    xr_real *classifier__kernel; /* 1024x10 */
    xr_real *classifier__bias; /* 10 */

    /* Their gradients. */
    xr_real *d_conv1__kernel; /* 3x3x3x32 */
    xr_real *d_batch_norm1__gamma; /* 32 */
    xr_real *d_batch_norm1__beta; /* 32 */
    xr_real *d_conv2__kernel; /* 3x3x32x64 */
    xr_real *d_batch_norm2__gamma; /* 64 */
    xr_real *d_batch_norm2__beta; /* 64 */
    xr_real *d_module2__kernel; /* 3x3x64x364 */
    xr_real *d_batch_norm3__gamma; /* 364 */
    xr_real *d_batch_norm3__beta; /* 364 */
    xr_real *d_middle1_separable_conv1__depthwise_kernel; /* 3x3x364x1 */
    xr_real *d_middle1_separable_conv1__pointwise_kernel; /* 1x1x364x364 */
    xr_real *d_middle1_batch_norm1__gamma; /* 364 */
    xr_real *d_middle1_batch_norm1__beta; /* 364 */
    xr_real *d_middle1_separable_conv2__depthwise_kernel; /* 3x3x364x1 */
    xr_real *d_middle1_separable_conv2__pointwise_kernel; /* 1x1x364x364 */
    xr_real *d_middle1_batch_norm2__gamma; /* 364 */
    xr_real *d_middle1_batch_norm2__beta; /* 364 */
    xr_real *d_middle1_separable_conv3__depthwise_kernel; /* 3x3x364x1 */
    xr_real *d_middle1_separable_conv3__pointwise_kernel; /* 1x1x364x364 */
    xr_real *d_middle1_batch_norm3__gamma; /* 364 */
    xr_real *d_middle1_batch_norm3__beta; /* 364 */
    xr_real *d_middle2_separable_conv1__depthwise_kernel; /* 3x3x364x1 */
    xr_real *d_middle2_separable_conv1__pointwise_kernel; /* 1x1x364x364 */
    xr_real *d_middle2_batch_norm1__gamma; /* 364 */
    xr_real *d_middle2_batch_norm1__beta; /* 364 */
    xr_real *d_middle2_separable_conv2__depthwise_kernel; /* 3x3x364x1 */
    xr_real *d_middle2_separable_conv2__pointwise_kernel; /* 1x1x364x364 */
    xr_real *d_middle2_batch_norm2__gamma; /* 364 */
    xr_real *d_middle2_batch_norm2__beta; /* 364 */
    xr_real *d_middle2_separable_conv3__depthwise_kernel; /* 3x3x364x1 */
    xr_real *d_middle2_separable_conv3__pointwise_kernel; /* 1x1x364x364 */
    xr_real *d_middle2_batch_norm3__gamma; /* 364 */
    xr_real *d_middle2_batch_norm3__beta; /* 364 */
    xr_real *d_middle3_separable_conv1__depthwise_kernel; /* 3x3x364x1 */
    xr_real *d_middle3_separable_conv1__pointwise_kernel; /* 1x1x364x364 */
    xr_real *d_middle3_batch_norm1__gamma; /* 364 */
    xr_real *d_middle3_batch_norm1__beta; /* 364 */
    xr_real *d_middle3_separable_conv2__depthwise_kernel; /* 3x3x364x1 */
    xr_real *d_middle3_separable_conv2__pointwise_kernel; /* 1x1x364x364 */
    xr_real *d_middle3_batch_norm2__gamma; /* 364 */
    xr_real *d_middle3_batch_norm2__beta; /* 364 */
    xr_real *d_middle3_separable_conv3__depthwise_kernel; /* 3x3x364x1 */
    xr_real *d_middle3_separable_conv3__pointwise_kernel; /* 1x1x364x364 */
    xr_real *d_middle3_batch_norm3__gamma; /* 364 */
    xr_real *d_middle3_batch_norm3__beta; /* 364 */
    xr_real *d_middle4_separable_conv1__depthwise_kernel; /* 3x3x364x1 */
    xr_real *d_middle4_separable_conv1__pointwise_kernel; /* 1x1x364x364 */
    xr_real *d_middle4_batch_norm1__gamma; /* 364 */
    xr_real *d_middle4_batch_norm1__beta; /* 364 */
    xr_real *d_middle4_separable_conv2__depthwise_kernel; /* 3x3x364x1 */
    xr_real *d_middle4_separable_conv2__pointwise_kernel; /* 1x1x364x364 */
    xr_real *d_middle4_batch_norm2__gamma; /* 364 */
    xr_real *d_middle4_batch_norm2__beta; /* 364 */
    xr_real *d_middle4_separable_conv3__depthwise_kernel; /* 3x3x364x1 */
    xr_real *d_middle4_separable_conv3__pointwise_kernel; /* 1x1x364x364 */
    xr_real *d_middle4_batch_norm3__gamma; /* 364 */
    xr_real *d_middle4_batch_norm3__beta; /* 364 */
    xr_real *d_module13_conv1__kernel; /* 1x1x364x512 */
    xr_real *d_module13_batch_norm1__gamma; /* 512 */
    xr_real *d_module13_batch_norm1__beta; /* 512 */
    xr_real *d_module13_separable_conv1__depthwise_kernel; /* 3x3x364x1 */
    xr_real *d_module13_separable_conv1__pointwise_kernel; /* 1x1x364x364 */
    xr_real *d_module13_batch_norm2__gamma; /* 364 */
    xr_real *d_module13_batch_norm2__beta; /* 364 */
    xr_real *d_module13_separable_conv2__depthwise_kernel; /* 3x3x364x1 */
    xr_real *d_module13_separable_conv2__pointwise_kernel; /* 1x1x364x512 */
    xr_real *d_module13_batch_norm3__gamma; /* 512 */
    xr_real *d_module13_batch_norm3__beta; /* 512 */
    xr_real *d_module14_separable_conv1__depthwise_kernel; /* 3x3x512x1 */
    xr_real *d_module14_separable_conv1__pointwise_kernel; /* 1x1x512x768 */
    xr_real *d_module14_batch_norm1__gamma; /* 768 */
    xr_real *d_module14_batch_norm1__beta; /* 768 */
    xr_real *d_module14_separable_conv2__depthwise_kernel; /* 3x3x768x1 */
    xr_real *d_module14_separable_conv2__pointwise_kernel; /* 1x1x768x1024 */
    xr_real *d_module14_batch_norm2__gamma; /* 1024 */
    xr_real *d_module14_batch_norm2__beta; /* 1024 */
    xr_real *d_classifier__kernel; /* 1024x10 */
    xr_real *d_classifier__bias; /* 10 */

    /* Kernels transposed, for gradients of inputs. */
    xr_real *conv2__kernel_transposed; /* 3x3x32x64 */
    xr_real *module2__kernel_transposed; /* 3x3x64x364 */
    xr_real *middle1_separable_conv1__pointwise_kernel_transposed; /* 1x1x364x364 */
    xr_real *middle1_separable_conv2__pointwise_kernel_transposed; /* 1x1x364x364 */
    xr_real *middle1_separable_conv3__pointwise_kernel_transposed; /* 1x1x364x364 */
    xr_real *middle2_separable_conv1__pointwise_kernel_transposed; /* 1x1x364x364 */
    xr_real *middle2_separable_conv2__pointwise_kernel_transposed; /* 1x1x364x364 */
    xr_real *middle2_separable_conv3__pointwise_kernel_transposed; /* 1x1x364x364 */
    xr_real *middle3_separable_conv1__pointwise_kernel_transposed; /* 1x1x364x364 */
    xr_real *middle3_separable_conv2__pointwise_kernel_transposed; /* 1x1x364x364 */
    xr_real *middle3_separable_conv3__pointwise_kernel_transposed; /* 1x1x364x364 */
    xr_real *middle4_separable_conv1__pointwise_kernel_transposed; /* 1x1x364x364 */
    xr_real *middle4_separable_conv2__pointwise_kernel_transposed; /* 1x1x364x364 */
    xr_real *middle4_separable_conv3__pointwise_kernel_transposed; /* 1x1x364x364 */
    xr_real *module13_conv1__kernel_transposed; /* 1x1x364x512 */
    xr_real *module13_separable_conv1__pointwise_kernel_transposed; /* 1x1x364x364 */
    xr_real *module13_separable_conv2__pointwise_kernel_transposed; /* 1x1x364x512 */
    xr_real *module14_separable_conv1__pointwise_kernel_transposed; /* 1x1x512x768 */
    xr_real *module14_separable_conv2__pointwise_kernel_transposed; /* 1x1x768x1024 */
    xr_real *classifier__kernel_transposed; /* 1024x10 */

    /* The arena in training. */
    xr_real *conv1__y; /* each image: 16x16x32 */
    xr_real *conv1__moments; /* each image: of each image: mean, sum of squares, x 32 */
    xr_real *conv1__mean; /* 32 */
    xr_real *conv1__variance; /* 32 */
    xr_real *batch_norm1__scale; /* 32 */
    xr_real *batch_norm1__shift; /* 32 */
    xr_real *conv2__y; /* each image: 16x16x64 */
    xr_real *conv2__moments; /* each image: of each image: mean, sum of squares, x 64 */
    xr_real *conv2__mean; /* 64 */
    xr_real *conv2__variance; /* 64 */
    xr_real *batch_norm2__scale; /* 64 */
    xr_real *batch_norm2__shift; /* 64 */
    xr_real *module2__y; /* each image: 16x16x364 */
    xr_real *module2__moments; /* each image: of each image: mean, sum of squares, x 364 */
    xr_real *module2__mean; /* 364 */
    xr_real *module2__variance; /* 364 */
    xr_real *batch_norm3__scale; /* 364 */
    xr_real *batch_norm3__shift; /* 364 */
    xr_real *middle1_separable_conv1__y; /* each image: 16x16x364 */
    xr_real *middle1_separable_conv1__moments;
    xr_real *middle1_separable_conv1__mean; /* 364 */
    xr_real *middle1_separable_conv1__variance; /* 364 */
    xr_real *middle1_batch_norm1__scale; /* 364 */
    xr_real *middle1_batch_norm1__shift; /* 364 */
    xr_real *middle1_separable_conv2__y; /* each image: 16x16x364 */
    xr_real *middle1_separable_conv2__moments;
    xr_real *middle1_separable_conv2__mean; /* 364 */
    xr_real *middle1_separable_conv2__variance; /* 364 */
    xr_real *middle1_batch_norm2__scale; /* 364 */
    xr_real *middle1_batch_norm2__shift; /* 364 */
    xr_real *middle1_separable_conv3__y; /* each image: 16x16x364 */
    xr_real *middle1_separable_conv3__moments;
    xr_real *middle1_separable_conv3__mean; /* 364 */
    xr_real *middle1_separable_conv3__variance; /* 364 */
    xr_real *middle1_batch_norm3__scale; /* 364 */
    xr_real *middle1_batch_norm3__shift; /* 364 */
    xr_real *middle1_add1__y; /* each image: 16x16x364 */
    xr_real *middle2_separable_conv1__y; /* each image: 16x16x364 */
    xr_real *middle2_separable_conv1__moments;
    xr_real *middle2_separable_conv1__mean; /* 364 */
    xr_real *middle2_separable_conv1__variance; /* 364 */
    xr_real *middle2_batch_norm1__scale; /* 364 */
    xr_real *middle2_batch_norm1__shift; /* 364 */
    xr_real *middle2_separable_conv2__y; /* each image: 16x16x364 */
    xr_real *middle2_separable_conv2__moments;
    xr_real *middle2_separable_conv2__mean; /* 364 */
    xr_real *middle2_separable_conv2__variance; /* 364 */
    xr_real *middle2_batch_norm2__scale; /* 364 */
    xr_real *middle2_batch_norm2__shift; /* 364 */
    xr_real *middle2_separable_conv3__y; /* each image: 16x16x364 */
    xr_real *middle2_separable_conv3__moments;
    xr_real *middle2_separable_conv3__mean; /* 364 */
    xr_real *middle2_separable_conv3__variance; /* 364 */
    xr_real *middle2_batch_norm3__scale; /* 364 */
    xr_real *middle2_batch_norm3__shift; /* 364 */
    xr_real *middle2_add1__y; /* each image: 16x16x364 */
    xr_real *middle3_separable_conv1__y; /* each image: 16x16x364 */
    xr_real *middle3_separable_conv1__moments;
    xr_real *middle3_separable_conv1__mean; /* 364 */
    xr_real *middle3_separable_conv1__variance; /* 364 */
    xr_real *middle3_batch_norm1__scale; /* 364 */
    xr_real *middle3_batch_norm1__shift; /* 364 */
    xr_real *middle3_separable_conv2__y; /* each image: 16x16x364 */
    xr_real *middle3_separable_conv2__moments;
    xr_real *middle3_separable_conv2__mean; /* 364 */
    xr_real *middle3_separable_conv2__variance; /* 364 */
    xr_real *middle3_batch_norm2__scale; /* 364 */
    xr_real *middle3_batch_norm2__shift; /* 364 */
    xr_real *middle3_separable_conv3__y; /* each image: 16x16x364 */
    xr_real *middle3_separable_conv3__moments;
    xr_real *middle3_separable_conv3__mean; /* 364 */
    xr_real *middle3_separable_conv3__variance; /* 364 */
    xr_real *middle3_batch_norm3__scale; /* 364 */
    xr_real *middle3_batch_norm3__shift; /* 364 */
    xr_real *middle3_add1__y; /* each image: 16x16x364 */
    xr_real *middle4_separable_conv1__y; /* each image: 16x16x364 */
    xr_real *middle4_separable_conv1__moments;
    xr_real *middle4_separable_conv1__mean; /* 364 */
    xr_real *middle4_separable_conv1__variance; /* 364 */
    xr_real *middle4_batch_norm1__scale; /* 364 */
    xr_real *middle4_batch_norm1__shift; /* 364 */
    xr_real *middle4_separable_conv2__y; /* each image: 16x16x364 */
    xr_real *middle4_separable_conv2__moments;
    xr_real *middle4_separable_conv2__mean; /* 364 */
    xr_real *middle4_separable_conv2__variance; /* 364 */
    xr_real *middle4_batch_norm2__scale; /* 364 */
    xr_real *middle4_batch_norm2__shift; /* 364 */
    xr_real *middle4_separable_conv3__y; /* each image: 16x16x364 */
    xr_real *middle4_separable_conv3__moments;
    xr_real *middle4_separable_conv3__mean; /* 364 */
    xr_real *middle4_separable_conv3__variance; /* 364 */
    xr_real *middle4_batch_norm3__scale; /* 364 */
    xr_real *middle4_batch_norm3__shift; /* 364 */
    xr_real *middle4_add1__y; /* each image: 16x16x364 */
    xr_real *module13_conv1__y; /* each image: 8x8x512 */
    xr_real *module13_conv1__moments; /* each image: of each image: mean, sum of squares, x 512 */
    xr_real *module13_separable_conv1__y; /* each image: 16x16x364 */
    xr_real *module13_separable_conv1__moments;
    xr_real *module13_conv1__mean; /* 512 */
    xr_real *module13_conv1__variance; /* 512 */
    xr_real *module13_batch_norm1__scale; /* 512 */
    xr_real *module13_batch_norm1__shift; /* 512 */
    xr_real *module13_separable_conv1__mean; /* 364 */
    xr_real *module13_separable_conv1__variance; /* 364 */
    xr_real *module13_batch_norm2__scale; /* 364 */
    xr_real *module13_batch_norm2__shift; /* 364 */
    xr_real *module13_separable_conv2__y; /* each image: 16x16x512 */
    xr_real *module13_separable_conv2__moments;
    xr_real *module13_separable_conv2__mean; /* 512 */
    xr_real *module13_separable_conv2__variance; /* 512 */
    xr_real *module13_batch_norm3__scale; /* 512 */
    xr_real *module13_batch_norm3__shift; /* 512 */
    xr_real *module13_max_pool1__index; /* each image: 8x8x512 */
    xr_real *module13_add1__y; /* each image: 8x8x512 */
    xr_real *module14_separable_conv1__y; /* each image: 8x8x768 */
    xr_real *module14_separable_conv1__moments;
    xr_real *module14_separable_conv1__mean; /* 768 */
    xr_real *module14_separable_conv1__variance; /* 768 */
    xr_real *module14_batch_norm1__scale; /* 768 */
    xr_real *module14_batch_norm1__shift; /* 768 */
    xr_real *module14_separable_conv2__y; /* each image: 8x8x1024 */
    xr_real *module14_separable_conv2__moments;
    xr_real *module14_separable_conv2__mean; /* 1024 */
    xr_real *module14_separable_conv2__variance; /* 1024 */
    xr_real *module14_batch_norm2__scale; /* 1024 */
    xr_real *module14_batch_norm2__shift; /* 1024 */
    xr_real *losses; /* each image: of each image: cross-entropy, hit */
    xr_real *d_classifier__kernel_chains; /* 8 sums over groups of images */
    xr_real *d_classifier__bias_sums; /* each image: of each image: 1 x 10 */
    xr_real *d_global_average_pool1__y; /* each image: 1024 */
    xr_real *d_module14_batch_norm2__gamma_sums; /* each image: of each image: 2 x 1024 */
    xr_real *d_module14_separable_conv2__gradient_scale; /* 1024 */
    xr_real *d_module14_separable_conv2__gradient_mean; /* 1024 */
    xr_real *d_module14_separable_conv2__gradient_slope; /* 1024 */
    xr_real *module14_separable_conv2__depthwise_at21; /* each image: 8x8x768 */
    xr_real *d_module14_separable_conv2__at21; /* each image: 8x8x1024 */
    xr_real *d_module14_separable_conv2__depthwise_kernel_sums; /* each image: of each image */
    xr_real *d_module14_batch_norm1__gamma_sums; /* each image: of each image: 2 x 768 */
    xr_real *d_module14_batch_norm1__y; /* each image: 8x8x768 */
    xr_real *d_module14_separable_conv1__gradient_scale; /* 768 */
    xr_real *d_module14_separable_conv1__gradient_mean; /* 768 */
    xr_real *d_module14_separable_conv1__gradient_slope; /* 768 */
    xr_real *module14_separable_conv1__depthwise_at23; /* each image: 8x8x512 */
    xr_real *d_module14_separable_conv1__at23; /* each image: 8x8x768 */
    xr_real *d_module14_separable_conv1__depthwise; /* each image: 8x8x512 */
    xr_real *d_module14_separable_conv1__depthwise_kernel_sums; /* each image: of each image */
    xr_real *d_module13_batch_norm3__gamma_sums; /* each image: of each image: 2 x 512 */
    xr_real *d_module13_batch_norm1__gamma_sums; /* each image: of each image: 2 x 512 */
    xr_real *d_module13_separable_conv2__gradient_scale; /* 512 */
    xr_real *d_module13_separable_conv2__gradient_mean; /* 512 */
    xr_real *d_module13_separable_conv2__gradient_slope; /* 512 */
    xr_real *d_module13_conv1__gradient_scale; /* 512 */
    xr_real *d_module13_conv1__gradient_mean; /* 512 */
    xr_real *d_module13_conv1__gradient_slope; /* 512 */
    xr_real *d_module13_separable_conv2__pointwise_kernel_chains; /* 8 sums over groups of images */
    xr_real *d_module13_separable_conv2__depthwise_kernel_sums; /* each image: of each image */
    xr_real *d_module13_batch_norm2__gamma_sums; /* each image: of each image: 2 x 364 */
    xr_real *d_module13_batch_norm2__y; /* each image: 16x16x364 */
    xr_real *d_module13_conv1__at25; /* each image: 8x8x512 */
    xr_real *d_middle4_add1_2__y; /* each image: 16x16x364 */
    xr_real *d_module13_separable_conv1__gradient_scale; /* 364 */
    xr_real *d_module13_separable_conv1__gradient_mean; /* 364 */
    xr_real *d_module13_separable_conv1__gradient_slope; /* 364 */
    xr_real *d_module13_separable_conv1__pointwise_kernel_chains; /* 8 sums over groups of images */
    xr_real *d_module13_separable_conv1__depthwise_kernel_sums; /* each image: of each image */
    xr_real *d_middle4_batch_norm3__gamma_sums; /* each image: of each image: 2 x 364 */
    xr_real *d_middle4_add1__y; /* each image: 16x16x364 */
    xr_real *d_middle4_separable_conv3__gradient_scale; /* 364 */
    xr_real *d_middle4_separable_conv3__gradient_mean; /* 364 */
    xr_real *d_middle4_separable_conv3__gradient_slope; /* 364 */
    xr_real *d_middle4_separable_conv3__pointwise_kernel_chains; /* 8 sums over groups of images */
    xr_real *d_middle4_separable_conv3__depthwise_kernel_sums; /* each image: of each image */
    xr_real *d_middle4_batch_norm2__gamma_sums; /* each image: of each image: 2 x 364 */
    xr_real *d_middle4_batch_norm2__y; /* each image: 16x16x364 */
    xr_real *d_middle4_separable_conv2__gradient_scale; /* 364 */
    xr_real *d_middle4_separable_conv2__gradient_mean; /* 364 */
    xr_real *d_middle4_separable_conv2__gradient_slope; /* 364 */
    xr_real *d_middle4_separable_conv2__pointwise_kernel_chains; /* 8 sums over groups of images */
    xr_real *d_middle4_separable_conv2__depthwise_kernel_sums; /* each image: of each image */
    xr_real *d_middle4_batch_norm1__gamma_sums; /* each image: of each image: 2 x 364 */
    xr_real *d_middle4_batch_norm1__y; /* each image: 16x16x364 */
    xr_real *d_middle4_separable_conv1__gradient_scale; /* 364 */
    xr_real *d_middle4_separable_conv1__gradient_mean; /* 364 */
    xr_real *d_middle4_separable_conv1__gradient_slope; /* 364 */
    xr_real *d_middle4_separable_conv1__pointwise_kernel_chains; /* 8 sums over groups of images */
    xr_real *d_middle4_separable_conv1__depthwise_kernel_sums; /* each image: of each image */
    xr_real *d_middle3_batch_norm3__gamma_sums; /* each image: of each image: 2 x 364 */
    xr_real *d_middle3_add1__y; /* each image: 16x16x364 */
    xr_real *d_middle3_separable_conv3__gradient_scale; /* 364 */
    xr_real *d_middle3_separable_conv3__gradient_mean; /* 364 */
    xr_real *d_middle3_separable_conv3__gradient_slope; /* 364 */
    xr_real *d_middle3_separable_conv3__pointwise_kernel_chains; /* 8 sums over groups of images */
    xr_real *d_middle3_separable_conv3__depthwise_kernel_sums; /* each image: of each image */
    xr_real *d_middle3_batch_norm2__gamma_sums; /* each image: of each image: 2 x 364 */
    xr_real *d_middle3_batch_norm2__y; /* each image: 16x16x364 */
    xr_real *d_middle3_separable_conv2__gradient_scale; /* 364 */
    xr_real *d_middle3_separable_conv2__gradient_mean; /* 364 */
    xr_real *d_middle3_separable_conv2__gradient_slope; /* 364 */
    xr_real *d_middle3_separable_conv2__pointwise_kernel_chains; /* 8 sums over groups of images */
    xr_real *d_middle3_separable_conv2__depthwise_kernel_sums; /* each image: of each image */
    xr_real *d_middle3_batch_norm1__gamma_sums; /* each image: of each image: 2 x 364 */
    xr_real *d_middle3_batch_norm1__y; /* each image: 16x16x364 */
    xr_real *d_middle3_separable_conv1__gradient_scale; /* 364 */
    xr_real *d_middle3_separable_conv1__gradient_mean; /* 364 */
    xr_real *d_middle3_separable_conv1__gradient_slope; /* 364 */
    xr_real *d_middle3_separable_conv1__pointwise_kernel_chains; /* 8 sums over groups of images */
    xr_real *d_middle3_separable_conv1__depthwise_kernel_sums; /* each image: of each image */
    xr_real *d_middle2_batch_norm3__gamma_sums; /* each image: of each image: 2 x 364 */
    xr_real *d_middle2_add1__y; /* each image: 16x16x364 */
    xr_real *d_middle2_separable_conv3__gradient_scale; /* 364 */
    xr_real *d_middle2_separable_conv3__gradient_mean; /* 364 */
    xr_real *d_middle2_separable_conv3__gradient_slope; /* 364 */
    xr_real *d_middle2_separable_conv3__pointwise_kernel_chains; /* 8 sums over groups of images */
    xr_real *d_middle2_separable_conv3__depthwise_kernel_sums; /* each image: of each image */
    xr_real *d_middle2_batch_norm2__gamma_sums; /* each image: of each image: 2 x 364 */
    xr_real *d_middle2_batch_norm2__y; /* each image: 16x16x364 */
    xr_real *d_middle2_separable_conv2__gradient_scale; /* 364 */
    xr_real *d_middle2_separable_conv2__gradient_mean; /* 364 */
    xr_real *d_middle2_separable_conv2__gradient_slope; /* 364 */
    xr_real *d_middle2_separable_conv2__pointwise_kernel_chains; /* 8 sums over groups of images */
    xr_real *d_middle2_separable_conv2__depthwise_kernel_sums; /* each image: of each image */
    xr_real *d_middle2_batch_norm1__gamma_sums; /* each image: of each image: 2 x 364 */
    xr_real *d_middle2_batch_norm1__y; /* each image: 16x16x364 */
    xr_real *d_middle2_separable_conv1__gradient_scale; /* 364 */
    xr_real *d_middle2_separable_conv1__gradient_mean; /* 364 */
    xr_real *d_middle2_separable_conv1__gradient_slope; /* 364 */
    xr_real *d_middle2_separable_conv1__pointwise_kernel_chains; /* 8 sums over groups of images */
    xr_real *d_middle2_separable_conv1__depthwise_kernel_sums; /* each image: of each image */
    xr_real *d_middle1_batch_norm3__gamma_sums; /* each image: of each image: 2 x 364 */
    xr_real *d_middle1_add1__y; /* each image: 16x16x364 */
    xr_real *d_middle1_separable_conv3__gradient_scale; /* 364 */
    xr_real *d_middle1_separable_conv3__gradient_mean; /* 364 */
    xr_real *d_middle1_separable_conv3__gradient_slope; /* 364 */
    xr_real *d_middle1_separable_conv3__pointwise_kernel_chains; /* 8 sums over groups of images */
    xr_real *d_middle1_separable_conv3__depthwise_kernel_sums; /* each image: of each image */
    xr_real *d_middle1_batch_norm2__gamma_sums; /* each image: of each image: 2 x 364 */
    xr_real *d_middle1_batch_norm2__y; /* each image: 16x16x364 */
    xr_real *d_middle1_separable_conv2__gradient_scale; /* 364 */
    xr_real *d_middle1_separable_conv2__gradient_mean; /* 364 */
    xr_real *d_middle1_separable_conv2__gradient_slope; /* 364 */
    xr_real *d_middle1_separable_conv2__pointwise_kernel_chains; /* 8 sums over groups of images */
    xr_real *d_middle1_separable_conv2__depthwise_kernel_sums; /* each image: of each image */
    xr_real *d_middle1_batch_norm1__gamma_sums; /* each image: of each image: 2 x 364 */
    xr_real *d_middle1_batch_norm1__y; /* each image: 16x16x364 */
    xr_real *d_middle1_separable_conv1__gradient_scale; /* 364 */
    xr_real *d_middle1_separable_conv1__gradient_mean; /* 364 */
    xr_real *d_middle1_separable_conv1__gradient_slope; /* 364 */
    xr_real *d_middle1_separable_conv1__pointwise_kernel_chains; /* 8 sums over groups of images */
    xr_real *d_middle1_separable_conv1__depthwise_kernel_sums; /* each image: of each image */
    xr_real *d_batch_norm3__gamma_sums; /* each image: of each image: 2 x 364 */
    xr_real *d_batch_norm3__y; /* each image: 16x16x364 */
    xr_real *d_module2__gradient_scale; /* 364 */
    xr_real *d_module2__gradient_mean; /* 364 */
    xr_real *d_module2__gradient_slope; /* 364 */
    xr_real *d_module2__kernel_chains; /* 8 sums over groups of images */
    xr_real *d_batch_norm2__gamma_sums; /* each image: of each image: 2 x 64 */
    xr_real *d_batch_norm2__y; /* each image: 16x16x64 */
    xr_real *d_conv2__gradient_scale; /* 64 */
    xr_real *d_conv2__gradient_mean; /* 64 */
    xr_real *d_conv2__gradient_slope; /* 64 */
    xr_real *d_conv2__kernel_chains; /* 8 sums over groups of images */
    xr_real *d_batch_norm1__gamma_sums; /* each image: of each image: 2 x 32 */
    xr_real *d_batch_norm1__y; /* each image: 16x16x32 */
    xr_real *d_conv1__gradient_scale; /* 32 */
    xr_real *d_conv1__gradient_mean; /* 32 */
    xr_real *d_conv1__gradient_slope; /* 32 */
    xr_real *d_conv1__kernel_chains; /* 8 sums over groups of images */

    /* The arena in inference. */
    xr_real *infer_batch_norm1__scale; /* 32 */
    xr_real *infer_batch_norm1__shift; /* 32 */
    xr_real *infer_batch_norm2__scale; /* 64 */
    xr_real *infer_batch_norm2__shift; /* 64 */
    xr_real *infer_batch_norm3__scale; /* 364 */
    xr_real *infer_batch_norm3__shift; /* 364 */
    xr_real *infer_middle1_batch_norm1__scale; /* 364 */
    xr_real *infer_middle1_batch_norm1__shift; /* 364 */
    xr_real *infer_middle1_batch_norm2__scale; /* 364 */
    xr_real *infer_middle1_batch_norm2__shift; /* 364 */
    xr_real *infer_middle1_batch_norm3__scale; /* 364 */
    xr_real *infer_middle1_batch_norm3__shift; /* 364 */
    xr_real *infer_middle2_batch_norm1__scale; /* 364 */
    xr_real *infer_middle2_batch_norm1__shift; /* 364 */
    xr_real *infer_middle2_batch_norm2__scale; /* 364 */
    xr_real *infer_middle2_batch_norm2__shift; /* 364 */
    xr_real *infer_middle2_batch_norm3__scale; /* 364 */
    xr_real *infer_middle2_batch_norm3__shift; /* 364 */
    xr_real *infer_middle3_batch_norm1__scale; /* 364 */
    xr_real *infer_middle3_batch_norm1__shift; /* 364 */
    xr_real *infer_middle3_batch_norm2__scale; /* 364 */
    xr_real *infer_middle3_batch_norm2__shift; /* 364 */
    xr_real *infer_middle3_batch_norm3__scale; /* 364 */
    xr_real *infer_middle3_batch_norm3__shift; /* 364 */
    xr_real *infer_middle4_batch_norm1__scale; /* 364 */
    xr_real *infer_middle4_batch_norm1__shift; /* 364 */
    xr_real *infer_middle4_batch_norm2__scale; /* 364 */
    xr_real *infer_middle4_batch_norm2__shift; /* 364 */
    xr_real *infer_middle4_batch_norm3__scale; /* 364 */
    xr_real *infer_middle4_batch_norm3__shift; /* 364 */
    xr_real *infer_module13_batch_norm1__scale; /* 512 */
    xr_real *infer_module13_batch_norm1__shift; /* 512 */
    xr_real *infer_module13_batch_norm2__scale; /* 364 */
    xr_real *infer_module13_batch_norm2__shift; /* 364 */
    xr_real *infer_module13_batch_norm3__scale; /* 512 */
    xr_real *infer_module13_batch_norm3__shift; /* 512 */
    xr_real *infer_module14_batch_norm1__scale; /* 768 */
    xr_real *infer_module14_batch_norm1__shift; /* 768 */
    xr_real *infer_module14_batch_norm2__scale; /* 1024 */
    xr_real *infer_module14_batch_norm2__shift; /* 1024 */
    xr_real *infer_softmax1__y; /* each image: 10 */
    xr_real *infer_losses; /* each image: of each image: cross-entropy, hit */
};

#endif
