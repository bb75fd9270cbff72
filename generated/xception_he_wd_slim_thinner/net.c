/* xception_he_wd_slim_thinner: The phases of a training step and of inference, in their order.
 * Model hash a37d8bc6d6bdb2c9, batches of at most 64. Written by xceptc 0.1.0; yours to use in any
 * way. */
#include "net.h"

#include "xception_he_wd_slim_thinner_net.h"

#include <stdlib.h>

#ifdef XC_PROFILE
#include "clock.h"
#endif

/* Reals from the start of the memory to each block, and of each thread's scratch. */
static const size_t VALUES = 0;
static const size_t GRADIENTS = 3639632;
static const size_t VELOCITY = 7279264;
static const size_t TRANSPOSED = 10918896;
static const size_t ARENA_START = 14455088;
static const size_t ARENA = 141672320;
static const size_t SCRATCH = 532992;

enum { CHAINS = 8, MAX_BATCH = 64, CLASSES = 10 };

/* Gives every name its place. */
static void place(xr_net *net)
{
    xr_real *const values = net->blocks.values;
    xr_real *const gradients = net->memory + GRADIENTS;
    xr_real *const transposed = net->blocks.transposed;
    xr_real *const arena = net->arena;
    net->conv1__kernel = values;
    net->conv1__bias = values + 864;
    net->batch_norm1__gamma = values + 896;
    net->batch_norm1__beta = values + 928;
    net->batch_norm1__moving_mean = values + 960;
    net->batch_norm1__moving_variance = values + 992;
    net->conv2__kernel = values + 1024;
    net->conv2__bias = values + 19456;
    net->batch_norm2__gamma = values + 19520;
    net->batch_norm2__beta = values + 19584;
    net->batch_norm2__moving_mean = values + 19648;
    net->batch_norm2__moving_variance = values + 19712;
    net->module2__kernel = values + 19776;
    net->module2__bias = values + 231744;
    net->batch_norm3__gamma = values + 232112;
    net->batch_norm3__beta = values + 232480;
    net->batch_norm3__moving_mean = values + 232848;
    net->batch_norm3__moving_variance = values + 233216;
    net->middle1_separable_conv1__depthwise_kernel = values + 233584;
    net->middle1_separable_conv1__pointwise_kernel = values + 236896;
    net->middle1_separable_conv1__bias = values + 370848;
    net->middle1_batch_norm1__gamma = values + 371216;
    net->middle1_batch_norm1__beta = values + 371584;
    net->middle1_batch_norm1__moving_mean = values + 371952;
    net->middle1_batch_norm1__moving_variance = values + 372320;
    net->middle1_separable_conv2__depthwise_kernel = values + 372688;
    net->middle1_separable_conv2__pointwise_kernel = values + 376000;
    net->middle1_separable_conv2__bias = values + 509952;
    net->middle1_batch_norm2__gamma = values + 510320;
    net->middle1_batch_norm2__beta = values + 510688;
    net->middle1_batch_norm2__moving_mean = values + 511056;
    net->middle1_batch_norm2__moving_variance = values + 511424;
    net->middle1_separable_conv3__depthwise_kernel = values + 511792;
    net->middle1_separable_conv3__pointwise_kernel = values + 515104;
    net->middle1_separable_conv3__bias = values + 649056;
    net->middle1_batch_norm3__gamma = values + 649424;
    net->middle1_batch_norm3__beta = values + 649792;
    net->middle1_batch_norm3__moving_mean = values + 650160;
    net->middle1_batch_norm3__moving_variance = values + 650528;
    net->middle2_separable_conv1__depthwise_kernel = values + 650896;
    net->middle2_separable_conv1__pointwise_kernel = values + 654208;
    net->middle2_separable_conv1__bias = values + 788160;
    net->middle2_batch_norm1__gamma = values + 788528;
    net->middle2_batch_norm1__beta = values + 788896;
    net->middle2_batch_norm1__moving_mean = values + 789264;
    net->middle2_batch_norm1__moving_variance = values + 789632;
    net->middle2_separable_conv2__depthwise_kernel = values + 790000;
    net->middle2_separable_conv2__pointwise_kernel = values + 793312;
    net->middle2_separable_conv2__bias = values + 927264;
    net->middle2_batch_norm2__gamma = values + 927632;
    net->middle2_batch_norm2__beta = values + 928000;
    net->middle2_batch_norm2__moving_mean = values + 928368;
    net->middle2_batch_norm2__moving_variance = values + 928736;
    net->middle2_separable_conv3__depthwise_kernel = values + 929104;
    net->middle2_separable_conv3__pointwise_kernel = values + 932416;
    net->middle2_separable_conv3__bias = values + 1066368;
    net->middle2_batch_norm3__gamma = values + 1066736;
    net->middle2_batch_norm3__beta = values + 1067104;
    net->middle2_batch_norm3__moving_mean = values + 1067472;
    net->middle2_batch_norm3__moving_variance = values + 1067840;
    net->middle3_separable_conv1__depthwise_kernel = values + 1068208;
    net->middle3_separable_conv1__pointwise_kernel = values + 1071520;
    net->middle3_separable_conv1__bias = values + 1205472;
    net->middle3_batch_norm1__gamma = values + 1205840;
    net->middle3_batch_norm1__beta = values + 1206208;
    net->middle3_batch_norm1__moving_mean = values + 1206576;
    net->middle3_batch_norm1__moving_variance = values + 1206944;
    net->middle3_separable_conv2__depthwise_kernel = values + 1207312;
    net->middle3_separable_conv2__pointwise_kernel = values + 1210624;
    net->middle3_separable_conv2__bias = values + 1344576;
    net->middle3_batch_norm2__gamma = values + 1344944;
    net->middle3_batch_norm2__beta = values + 1345312;
    net->middle3_batch_norm2__moving_mean = values + 1345680;
    net->middle3_batch_norm2__moving_variance = values + 1346048;
    net->middle3_separable_conv3__depthwise_kernel = values + 1346416;
    net->middle3_separable_conv3__pointwise_kernel = values + 1349728;
    net->middle3_separable_conv3__bias = values + 1483680;
    net->middle3_batch_norm3__gamma = values + 1484048;
    net->middle3_batch_norm3__beta = values + 1484416;
    net->middle3_batch_norm3__moving_mean = values + 1484784;
    net->middle3_batch_norm3__moving_variance = values + 1485152;
    net->middle4_separable_conv1__depthwise_kernel = values + 1485520;
    net->middle4_separable_conv1__pointwise_kernel = values + 1488832;
    net->middle4_separable_conv1__bias = values + 1622784;
    net->middle4_batch_norm1__gamma = values + 1623152;
    net->middle4_batch_norm1__beta = values + 1623520;
    net->middle4_batch_norm1__moving_mean = values + 1623888;
    net->middle4_batch_norm1__moving_variance = values + 1624256;
    net->middle4_separable_conv2__depthwise_kernel = values + 1624624;
    net->middle4_separable_conv2__pointwise_kernel = values + 1627936;
    net->middle4_separable_conv2__bias = values + 1761888;
    net->middle4_batch_norm2__gamma = values + 1762256;
    net->middle4_batch_norm2__beta = values + 1762624;
    net->middle4_batch_norm2__moving_mean = values + 1762992;
    net->middle4_batch_norm2__moving_variance = values + 1763360;
    net->middle4_separable_conv3__depthwise_kernel = values + 1763728;
    net->middle4_separable_conv3__pointwise_kernel = values + 1767040;
    net->middle4_separable_conv3__bias = values + 1900992;
    net->middle4_batch_norm3__gamma = values + 1901360;
    net->middle4_batch_norm3__beta = values + 1901728;
    net->middle4_batch_norm3__moving_mean = values + 1902096;
    net->middle4_batch_norm3__moving_variance = values + 1902464;
    net->module13_conv1__kernel = values + 1902832;
    net->module13_conv1__bias = values + 2089200;
    net->module13_batch_norm1__gamma = values + 2089712;
    net->module13_batch_norm1__beta = values + 2090224;
    net->module13_batch_norm1__moving_mean = values + 2090736;
    net->module13_batch_norm1__moving_variance = values + 2091248;
    net->module13_separable_conv1__depthwise_kernel = values + 2091760;
    net->module13_separable_conv1__pointwise_kernel = values + 2095072;
    net->module13_separable_conv1__bias = values + 2229024;
    net->module13_batch_norm2__gamma = values + 2229392;
    net->module13_batch_norm2__beta = values + 2229760;
    net->module13_batch_norm2__moving_mean = values + 2230128;
    net->module13_batch_norm2__moving_variance = values + 2230496;
    net->module13_separable_conv2__depthwise_kernel = values + 2230864;
    net->module13_separable_conv2__pointwise_kernel = values + 2234176;
    net->module13_separable_conv2__bias = values + 2420544;
    net->module13_batch_norm3__gamma = values + 2421056;
    net->module13_batch_norm3__beta = values + 2421568;
    net->module13_batch_norm3__moving_mean = values + 2422080;
    net->module13_batch_norm3__moving_variance = values + 2422592;
    net->module14_separable_conv1__depthwise_kernel = values + 2423104;
    net->module14_separable_conv1__pointwise_kernel = values + 2427712;
    net->module14_separable_conv1__bias = values + 2820928;
    net->module14_batch_norm1__gamma = values + 2821696;
    net->module14_batch_norm1__beta = values + 2822464;
    net->module14_batch_norm1__moving_mean = values + 2823232;
    net->module14_batch_norm1__moving_variance = values + 2824000;
    net->module14_separable_conv2__depthwise_kernel = values + 2824768;
    net->module14_separable_conv2__pointwise_kernel = values + 2831680;
    net->module14_separable_conv2__bias = values + 3618112;
    net->module14_batch_norm2__gamma = values + 3619136;
    net->module14_batch_norm2__beta = values + 3620160;
    net->module14_batch_norm2__moving_mean = values + 3621184;
    net->module14_batch_norm2__moving_variance = values + 3622208;
    net->classifier__kernel = values + 3623232;
    net->classifier__bias = values + 3639616;
    net->d_conv1__kernel = gradients;
    net->d_batch_norm1__gamma = gradients + 896;
    net->d_batch_norm1__beta = gradients + 928;
    net->d_conv2__kernel = gradients + 1024;
    net->d_batch_norm2__gamma = gradients + 19520;
    net->d_batch_norm2__beta = gradients + 19584;
    net->d_module2__kernel = gradients + 19776;
    net->d_batch_norm3__gamma = gradients + 232112;
    net->d_batch_norm3__beta = gradients + 232480;
    net->d_middle1_separable_conv1__depthwise_kernel = gradients + 233584;
    net->d_middle1_separable_conv1__pointwise_kernel = gradients + 236896;
    net->d_middle1_batch_norm1__gamma = gradients + 371216;
    net->d_middle1_batch_norm1__beta = gradients + 371584;
    net->d_middle1_separable_conv2__depthwise_kernel = gradients + 372688;
    net->d_middle1_separable_conv2__pointwise_kernel = gradients + 376000;
    net->d_middle1_batch_norm2__gamma = gradients + 510320;
    net->d_middle1_batch_norm2__beta = gradients + 510688;
    net->d_middle1_separable_conv3__depthwise_kernel = gradients + 511792;
    net->d_middle1_separable_conv3__pointwise_kernel = gradients + 515104;
    net->d_middle1_batch_norm3__gamma = gradients + 649424;
    net->d_middle1_batch_norm3__beta = gradients + 649792;
    net->d_middle2_separable_conv1__depthwise_kernel = gradients + 650896;
    net->d_middle2_separable_conv1__pointwise_kernel = gradients + 654208;
    net->d_middle2_batch_norm1__gamma = gradients + 788528;
    net->d_middle2_batch_norm1__beta = gradients + 788896;
    net->d_middle2_separable_conv2__depthwise_kernel = gradients + 790000;
    net->d_middle2_separable_conv2__pointwise_kernel = gradients + 793312;
    net->d_middle2_batch_norm2__gamma = gradients + 927632;
    net->d_middle2_batch_norm2__beta = gradients + 928000;
    net->d_middle2_separable_conv3__depthwise_kernel = gradients + 929104;
    net->d_middle2_separable_conv3__pointwise_kernel = gradients + 932416;
    net->d_middle2_batch_norm3__gamma = gradients + 1066736;
    net->d_middle2_batch_norm3__beta = gradients + 1067104;
    net->d_middle3_separable_conv1__depthwise_kernel = gradients + 1068208;
    net->d_middle3_separable_conv1__pointwise_kernel = gradients + 1071520;
    net->d_middle3_batch_norm1__gamma = gradients + 1205840;
    net->d_middle3_batch_norm1__beta = gradients + 1206208;
    net->d_middle3_separable_conv2__depthwise_kernel = gradients + 1207312;
    net->d_middle3_separable_conv2__pointwise_kernel = gradients + 1210624;
    net->d_middle3_batch_norm2__gamma = gradients + 1344944;
    net->d_middle3_batch_norm2__beta = gradients + 1345312;
    net->d_middle3_separable_conv3__depthwise_kernel = gradients + 1346416;
    net->d_middle3_separable_conv3__pointwise_kernel = gradients + 1349728;
    net->d_middle3_batch_norm3__gamma = gradients + 1484048;
    net->d_middle3_batch_norm3__beta = gradients + 1484416;
    net->d_middle4_separable_conv1__depthwise_kernel = gradients + 1485520;
    net->d_middle4_separable_conv1__pointwise_kernel = gradients + 1488832;
    net->d_middle4_batch_norm1__gamma = gradients + 1623152;
    net->d_middle4_batch_norm1__beta = gradients + 1623520;
    net->d_middle4_separable_conv2__depthwise_kernel = gradients + 1624624;
    net->d_middle4_separable_conv2__pointwise_kernel = gradients + 1627936;
    net->d_middle4_batch_norm2__gamma = gradients + 1762256;
    net->d_middle4_batch_norm2__beta = gradients + 1762624;
    net->d_middle4_separable_conv3__depthwise_kernel = gradients + 1763728;
    net->d_middle4_separable_conv3__pointwise_kernel = gradients + 1767040;
    net->d_middle4_batch_norm3__gamma = gradients + 1901360;
    net->d_middle4_batch_norm3__beta = gradients + 1901728;
    net->d_module13_conv1__kernel = gradients + 1902832;
    net->d_module13_batch_norm1__gamma = gradients + 2089712;
    net->d_module13_batch_norm1__beta = gradients + 2090224;
    net->d_module13_separable_conv1__depthwise_kernel = gradients + 2091760;
    net->d_module13_separable_conv1__pointwise_kernel = gradients + 2095072;
    net->d_module13_batch_norm2__gamma = gradients + 2229392;
    net->d_module13_batch_norm2__beta = gradients + 2229760;
    net->d_module13_separable_conv2__depthwise_kernel = gradients + 2230864;
    net->d_module13_separable_conv2__pointwise_kernel = gradients + 2234176;
    net->d_module13_batch_norm3__gamma = gradients + 2421056;
    net->d_module13_batch_norm3__beta = gradients + 2421568;
    net->d_module14_separable_conv1__depthwise_kernel = gradients + 2423104;
    net->d_module14_separable_conv1__pointwise_kernel = gradients + 2427712;
    net->d_module14_batch_norm1__gamma = gradients + 2821696;
    net->d_module14_batch_norm1__beta = gradients + 2822464;
    net->d_module14_separable_conv2__depthwise_kernel = gradients + 2824768;
    net->d_module14_separable_conv2__pointwise_kernel = gradients + 2831680;
    net->d_module14_batch_norm2__gamma = gradients + 3619136;
    net->d_module14_batch_norm2__beta = gradients + 3620160;
    net->d_classifier__kernel = gradients + 3623232;
    net->d_classifier__bias = gradients + 3639616;
    net->conv2__kernel_transposed = transposed;
    net->module2__kernel_transposed = transposed + 18432;
    net->middle1_separable_conv1__pointwise_kernel_transposed = transposed + 228096;
    net->middle1_separable_conv2__pointwise_kernel_transposed = transposed + 362048;
    net->middle1_separable_conv3__pointwise_kernel_transposed = transposed + 496000;
    net->middle2_separable_conv1__pointwise_kernel_transposed = transposed + 629952;
    net->middle2_separable_conv2__pointwise_kernel_transposed = transposed + 763904;
    net->middle2_separable_conv3__pointwise_kernel_transposed = transposed + 897856;
    net->middle3_separable_conv1__pointwise_kernel_transposed = transposed + 1031808;
    net->middle3_separable_conv2__pointwise_kernel_transposed = transposed + 1165760;
    net->middle3_separable_conv3__pointwise_kernel_transposed = transposed + 1299712;
    net->middle4_separable_conv1__pointwise_kernel_transposed = transposed + 1433664;
    net->middle4_separable_conv2__pointwise_kernel_transposed = transposed + 1567616;
    net->middle4_separable_conv3__pointwise_kernel_transposed = transposed + 1701568;
    net->module13_conv1__kernel_transposed = transposed + 1835520;
    net->module13_separable_conv1__pointwise_kernel_transposed = transposed + 2023936;
    net->module13_separable_conv2__pointwise_kernel_transposed = transposed + 2157888;
    net->module14_separable_conv1__pointwise_kernel_transposed = transposed + 2346304;
    net->module14_separable_conv2__pointwise_kernel_transposed = transposed + 2739520;
    net->classifier__kernel_transposed = transposed + 3525952;
    net->conv1__y = arena + 139984896;
    net->conv1__moments = arena;
    net->conv1__mean = arena + 141672192;
    net->conv1__variance = arena + 141672224;
    net->batch_norm1__scale = arena + 141672256;
    net->batch_norm1__shift = arena + 141672288;
    net->conv2__y = arena + 138936320;
    net->conv2__moments = arena;
    net->conv2__mean = arena + 141671936;
    net->conv2__variance = arena + 141672000;
    net->batch_norm2__scale = arena + 141672064;
    net->batch_norm2__shift = arena + 141672128;
    net->module2__y = arena + 8388608;
    net->module2__moments = arena;
    net->module2__mean = arena + 141654272;
    net->module2__variance = arena + 141654640;
    net->batch_norm3__scale = arena + 141655008;
    net->batch_norm3__shift = arena + 141655376;
    net->middle1_separable_conv1__y = arena + 14417920;
    net->middle1_separable_conv1__moments = arena;
    net->middle1_separable_conv1__mean = arena + 141655744;
    net->middle1_separable_conv1__variance = arena + 141656112;
    net->middle1_batch_norm1__scale = arena + 141656480;
    net->middle1_batch_norm1__shift = arena + 141656848;
    net->middle1_separable_conv2__y = arena + 20447232;
    net->middle1_separable_conv2__moments = arena;
    net->middle1_separable_conv2__mean = arena + 141657216;
    net->middle1_separable_conv2__variance = arena + 141657584;
    net->middle1_batch_norm2__scale = arena + 141657952;
    net->middle1_batch_norm2__shift = arena + 141658320;
    net->middle1_separable_conv3__y = arena + 26476544;
    net->middle1_separable_conv3__moments = arena;
    net->middle1_separable_conv3__mean = arena + 141658688;
    net->middle1_separable_conv3__variance = arena + 141659056;
    net->middle1_batch_norm3__scale = arena + 47104;
    net->middle1_batch_norm3__shift = arena + 47472;
    net->middle1_add1__y = arena + 32505856;
    net->middle2_separable_conv1__y = arena + 38535168;
    net->middle2_separable_conv1__moments = arena;
    net->middle2_separable_conv1__mean = arena + 141659424;
    net->middle2_separable_conv1__variance = arena + 141659792;
    net->middle2_batch_norm1__scale = arena + 141660160;
    net->middle2_batch_norm1__shift = arena + 141660528;
    net->middle2_separable_conv2__y = arena + 44564480;
    net->middle2_separable_conv2__moments = arena;
    net->middle2_separable_conv2__mean = arena + 141660896;
    net->middle2_separable_conv2__variance = arena + 141661264;
    net->middle2_batch_norm2__scale = arena + 141661632;
    net->middle2_batch_norm2__shift = arena + 141662000;
    net->middle2_separable_conv3__y = arena + 50593792;
    net->middle2_separable_conv3__moments = arena;
    net->middle2_separable_conv3__mean = arena + 141662368;
    net->middle2_separable_conv3__variance = arena + 141662736;
    net->middle2_batch_norm3__scale = arena + 47104;
    net->middle2_batch_norm3__shift = arena + 47472;
    net->middle2_add1__y = arena + 56623104;
    net->middle3_separable_conv1__y = arena + 62652416;
    net->middle3_separable_conv1__moments = arena;
    net->middle3_separable_conv1__mean = arena + 141663104;
    net->middle3_separable_conv1__variance = arena + 141663472;
    net->middle3_batch_norm1__scale = arena + 141663840;
    net->middle3_batch_norm1__shift = arena + 141664208;
    net->middle3_separable_conv2__y = arena + 68681728;
    net->middle3_separable_conv2__moments = arena;
    net->middle3_separable_conv2__mean = arena + 141664576;
    net->middle3_separable_conv2__variance = arena + 141664944;
    net->middle3_batch_norm2__scale = arena + 141665312;
    net->middle3_batch_norm2__shift = arena + 141665680;
    net->middle3_separable_conv3__y = arena + 74711040;
    net->middle3_separable_conv3__moments = arena;
    net->middle3_separable_conv3__mean = arena + 141666048;
    net->middle3_separable_conv3__variance = arena + 141666416;
    net->middle3_batch_norm3__scale = arena + 47104;
    net->middle3_batch_norm3__shift = arena + 47472;
    net->middle3_add1__y = arena + 80740352;
    net->middle4_separable_conv1__y = arena + 86769664;
    net->middle4_separable_conv1__moments = arena;
    net->middle4_separable_conv1__mean = arena + 141666784;
    net->middle4_separable_conv1__variance = arena + 141667152;
    net->middle4_batch_norm1__scale = arena + 141667520;
    net->middle4_batch_norm1__shift = arena + 141667888;
    net->middle4_separable_conv2__y = arena + 92798976;
    net->middle4_separable_conv2__moments = arena;
    net->middle4_separable_conv2__mean = arena + 141668256;
    net->middle4_separable_conv2__variance = arena + 141668624;
    net->middle4_batch_norm2__scale = arena + 141668992;
    net->middle4_batch_norm2__shift = arena + 141669360;
    net->middle4_separable_conv3__y = arena + 98828288;
    net->middle4_separable_conv3__moments = arena;
    net->middle4_separable_conv3__mean = arena + 141669728;
    net->middle4_separable_conv3__variance = arena + 141670096;
    net->middle4_batch_norm3__scale = arena + 112640;
    net->middle4_batch_norm3__shift = arena + 113008;
    net->middle4_add1__y = arena + 104857600;
    net->module13_conv1__y = arena + 134742016;
    net->module13_conv1__moments = arena;
    net->module13_separable_conv1__y = arena + 110886912;
    net->module13_separable_conv1__moments = arena + 65536;
    net->module13_conv1__mean = arena + 141652224;
    net->module13_conv1__variance = arena + 141652736;
    net->module13_batch_norm1__scale = arena + 117014528;
    net->module13_batch_norm1__shift = arena + 117015040;
    net->module13_separable_conv1__mean = arena + 141670464;
    net->module13_separable_conv1__variance = arena + 141670832;
    net->module13_batch_norm2__scale = arena + 141671200;
    net->module13_batch_norm2__shift = arena + 141671568;
    net->module13_separable_conv2__y = arena;
    net->module13_separable_conv2__moments = arena + 116916224;
    net->module13_separable_conv2__mean = arena + 141653248;
    net->module13_separable_conv2__variance = arena + 141653760;
    net->module13_batch_norm3__scale = arena + 117015552;
    net->module13_batch_norm3__shift = arena + 117016064;
    net->module13_max_pool1__index = arena + 140509184;
    net->module13_add1__y = arena + 136839168;
    net->module14_separable_conv1__y = arena + 125304832;
    net->module14_separable_conv1__moments = arena + 116916224;
    net->module14_separable_conv1__mean = arena + 141646848;
    net->module14_separable_conv1__variance = arena + 141647616;
    net->module14_batch_norm1__scale = arena + 141648384;
    net->module14_batch_norm1__shift = arena + 141649152;
    net->module14_separable_conv2__y = arena + 116916224;
    net->module14_separable_conv2__moments = arena + 121110528;
    net->module14_separable_conv2__mean = arena + 141639680;
    net->module14_separable_conv2__variance = arena + 141640704;
    net->module14_batch_norm2__scale = arena + 141641728;
    net->module14_batch_norm2__shift = arena + 141642752;
    net->losses = arena + 121372672;
    net->d_classifier__kernel_chains = arena + 121110528;
    net->d_classifier__bias_sums = arena + 121373696;
    net->d_global_average_pool1__y = arena + 141574144;
    net->d_module14_batch_norm2__gamma_sums = arena + 121241600;
    net->d_module14_separable_conv2__gradient_scale = arena + 141643776;
    net->d_module14_separable_conv2__gradient_mean = arena + 141644800;
    net->d_module14_separable_conv2__gradient_slope = arena + 141645824;
    net->module14_separable_conv2__depthwise_at21 = arena + 128450560;
    net->d_module14_separable_conv2__at21 = arena + 121110528;
    net->d_module14_separable_conv2__depthwise_kernel_sums = arena + 141033472;
    net->d_module14_batch_norm1__gamma_sums = arena + 141475840;
    net->d_module14_batch_norm1__y = arena + 131596288;
    net->d_module14_separable_conv1__gradient_scale = arena + 141649920;
    net->d_module14_separable_conv1__gradient_mean = arena + 141650688;
    net->d_module14_separable_conv1__gradient_slope = arena + 141651456;
    net->module14_separable_conv1__depthwise_at23 = arena + 120061952;
    net->d_module14_separable_conv1__at23 = arena + 116916224;
    net->d_module14_separable_conv1__depthwise = arena + 128974848;
    net->d_module14_separable_conv1__depthwise_kernel_sums = arena + 122159104;
    net->d_module13_batch_norm3__gamma_sums = arena + 122454016;
    net->d_module13_batch_norm1__gamma_sums = arena + 122519552;
    net->d_module13_separable_conv2__gradient_scale = arena + 141033472;
    net->d_module13_separable_conv2__gradient_mean = arena + 141033984;
    net->d_module13_separable_conv2__gradient_slope = arena + 141034496;
    net->d_module13_conv1__gradient_scale = arena + 141035008;
    net->d_module13_conv1__gradient_mean = arena + 141035520;
    net->d_module13_conv1__gradient_slope = arena + 141036032;
    net->d_module13_separable_conv2__pointwise_kernel_chains = arena + 133169152;
    net->d_module13_separable_conv2__depthwise_kernel_sums = arena + 136839168;
    net->d_module13_batch_norm2__gamma_sums = arena + 134660096;
    net->d_module13_batch_norm2__y = arena + 116916224;
    net->d_module13_conv1__at25 = arena + 131072000;
    net->d_middle4_add1_2__y = arena + 122945536;
    net->d_module13_separable_conv1__gradient_scale = arena + 134707200;
    net->d_module13_separable_conv1__gradient_mean = arena + 134707568;
    net->d_module13_separable_conv1__gradient_slope = arena + 134707936;
    net->d_module13_separable_conv1__pointwise_kernel_chains = arena + 6029312;
    net->d_module13_separable_conv1__depthwise_kernel_sums = arena + 7100928;
    net->d_middle4_batch_norm3__gamma_sums = arena + 7312896;
    net->d_middle4_add1__y = arena;
    net->d_middle4_separable_conv3__gradient_scale = arena + 7360000;
    net->d_middle4_separable_conv3__gradient_mean = arena + 7360368;
    net->d_middle4_separable_conv3__gradient_slope = arena + 7360736;
    net->d_middle4_separable_conv3__pointwise_kernel_chains = arena + 6029312;
    net->d_middle4_separable_conv3__depthwise_kernel_sums = arena + 7100928;
    net->d_middle4_batch_norm2__gamma_sums = arena + 7312896;
    net->d_middle4_batch_norm2__y = arena + 104857600;
    net->d_middle4_separable_conv2__gradient_scale = arena + 7361104;
    net->d_middle4_separable_conv2__gradient_mean = arena + 7361472;
    net->d_middle4_separable_conv2__gradient_slope = arena + 7361840;
    net->d_middle4_separable_conv2__pointwise_kernel_chains = arena + 6029312;
    net->d_middle4_separable_conv2__depthwise_kernel_sums = arena + 7100928;
    net->d_middle4_batch_norm1__gamma_sums = arena + 7312896;
    net->d_middle4_batch_norm1__y = arena + 98828288;
    net->d_middle4_separable_conv1__gradient_scale = arena + 7360000;
    net->d_middle4_separable_conv1__gradient_mean = arena + 7360368;
    net->d_middle4_separable_conv1__gradient_slope = arena + 7360736;
    net->d_middle4_separable_conv1__pointwise_kernel_chains = arena + 6029312;
    net->d_middle4_separable_conv1__depthwise_kernel_sums = arena + 7100928;
    net->d_middle3_batch_norm3__gamma_sums = arena + 7312896;
    net->d_middle3_add1__y = arena + 92798976;
    net->d_middle3_separable_conv3__gradient_scale = arena + 7361104;
    net->d_middle3_separable_conv3__gradient_mean = arena + 7361472;
    net->d_middle3_separable_conv3__gradient_slope = arena + 7361840;
    net->d_middle3_separable_conv3__pointwise_kernel_chains = arena + 6029312;
    net->d_middle3_separable_conv3__depthwise_kernel_sums = arena + 7100928;
    net->d_middle3_batch_norm2__gamma_sums = arena + 7312896;
    net->d_middle3_batch_norm2__y = arena;
    net->d_middle3_separable_conv2__gradient_scale = arena + 7360000;
    net->d_middle3_separable_conv2__gradient_mean = arena + 7360368;
    net->d_middle3_separable_conv2__gradient_slope = arena + 7360736;
    net->d_middle3_separable_conv2__pointwise_kernel_chains = arena + 6029312;
    net->d_middle3_separable_conv2__depthwise_kernel_sums = arena + 7100928;
    net->d_middle3_batch_norm1__gamma_sums = arena + 7312896;
    net->d_middle3_batch_norm1__y = arena + 74711040;
    net->d_middle3_separable_conv1__gradient_scale = arena + 7361104;
    net->d_middle3_separable_conv1__gradient_mean = arena + 7361472;
    net->d_middle3_separable_conv1__gradient_slope = arena + 7361840;
    net->d_middle3_separable_conv1__pointwise_kernel_chains = arena + 6029312;
    net->d_middle3_separable_conv1__depthwise_kernel_sums = arena + 7100928;
    net->d_middle2_batch_norm3__gamma_sums = arena + 7312896;
    net->d_middle2_add1__y = arena;
    net->d_middle2_separable_conv3__gradient_scale = arena + 7360000;
    net->d_middle2_separable_conv3__gradient_mean = arena + 7360368;
    net->d_middle2_separable_conv3__gradient_slope = arena + 7360736;
    net->d_middle2_separable_conv3__pointwise_kernel_chains = arena + 6029312;
    net->d_middle2_separable_conv3__depthwise_kernel_sums = arena + 7100928;
    net->d_middle2_batch_norm2__gamma_sums = arena + 7312896;
    net->d_middle2_batch_norm2__y = arena + 56623104;
    net->d_middle2_separable_conv2__gradient_scale = arena + 7361104;
    net->d_middle2_separable_conv2__gradient_mean = arena + 7361472;
    net->d_middle2_separable_conv2__gradient_slope = arena + 7361840;
    net->d_middle2_separable_conv2__pointwise_kernel_chains = arena + 6029312;
    net->d_middle2_separable_conv2__depthwise_kernel_sums = arena + 7100928;
    net->d_middle2_batch_norm1__gamma_sums = arena + 7312896;
    net->d_middle2_batch_norm1__y = arena + 50593792;
    net->d_middle2_separable_conv1__gradient_scale = arena + 7360000;
    net->d_middle2_separable_conv1__gradient_mean = arena + 7360368;
    net->d_middle2_separable_conv1__gradient_slope = arena + 7360736;
    net->d_middle2_separable_conv1__pointwise_kernel_chains = arena + 6029312;
    net->d_middle2_separable_conv1__depthwise_kernel_sums = arena + 7100928;
    net->d_middle1_batch_norm3__gamma_sums = arena + 7312896;
    net->d_middle1_add1__y = arena + 44564480;
    net->d_middle1_separable_conv3__gradient_scale = arena + 7361104;
    net->d_middle1_separable_conv3__gradient_mean = arena + 7361472;
    net->d_middle1_separable_conv3__gradient_slope = arena + 7361840;
    net->d_middle1_separable_conv3__pointwise_kernel_chains = arena + 6029312;
    net->d_middle1_separable_conv3__depthwise_kernel_sums = arena + 7100928;
    net->d_middle1_batch_norm2__gamma_sums = arena + 7312896;
    net->d_middle1_batch_norm2__y = arena;
    net->d_middle1_separable_conv2__gradient_scale = arena + 7360000;
    net->d_middle1_separable_conv2__gradient_mean = arena + 7360368;
    net->d_middle1_separable_conv2__gradient_slope = arena + 7360736;
    net->d_middle1_separable_conv2__pointwise_kernel_chains = arena + 6029312;
    net->d_middle1_separable_conv2__depthwise_kernel_sums = arena + 7100928;
    net->d_middle1_batch_norm1__gamma_sums = arena + 7312896;
    net->d_middle1_batch_norm1__y = arena + 26476544;
    net->d_middle1_separable_conv1__gradient_scale = arena + 7361104;
    net->d_middle1_separable_conv1__gradient_mean = arena + 7361472;
    net->d_middle1_separable_conv1__gradient_slope = arena + 7361840;
    net->d_middle1_separable_conv1__pointwise_kernel_chains = arena + 6029312;
    net->d_middle1_separable_conv1__depthwise_kernel_sums = arena + 7100928;
    net->d_batch_norm3__gamma_sums = arena + 7312896;
    net->d_batch_norm3__y = arena;
    net->d_module2__gradient_scale = arena + 7733248;
    net->d_module2__gradient_mean = arena + 7733616;
    net->d_module2__gradient_slope = arena + 7733984;
    net->d_module2__kernel_chains = arena + 6029312;
    net->d_batch_norm2__gamma_sums = arena + 7725056;
    net->d_batch_norm2__y = arena + 14417920;
    net->d_conv2__gradient_scale = arena + 7734352;
    net->d_conv2__gradient_mean = arena + 7734416;
    net->d_conv2__gradient_slope = arena + 7734480;
    net->d_conv2__kernel_chains = arena + 524288;
    net->d_batch_norm1__gamma_sums = arena + 671744;
    net->d_batch_norm1__y = arena;
    net->d_conv1__gradient_scale = arena + 675840;
    net->d_conv1__gradient_mean = arena + 675872;
    net->d_conv1__gradient_slope = arena + 675904;
    net->d_conv1__kernel_chains = arena + 524288;
    net->infer_batch_norm1__scale = arena + 18112;
    net->infer_batch_norm1__shift = arena + 18144;
    net->infer_batch_norm2__scale = arena + 17984;
    net->infer_batch_norm2__shift = arena + 18048;
    net->infer_batch_norm3__scale = arena + 7680;
    net->infer_batch_norm3__shift = arena + 8048;
    net->infer_middle1_batch_norm1__scale = arena + 8416;
    net->infer_middle1_batch_norm1__shift = arena + 8784;
    net->infer_middle1_batch_norm2__scale = arena + 9152;
    net->infer_middle1_batch_norm2__shift = arena + 9520;
    net->infer_middle1_batch_norm3__scale = arena + 9888;
    net->infer_middle1_batch_norm3__shift = arena + 10256;
    net->infer_middle2_batch_norm1__scale = arena + 10624;
    net->infer_middle2_batch_norm1__shift = arena + 10992;
    net->infer_middle2_batch_norm2__scale = arena + 11360;
    net->infer_middle2_batch_norm2__shift = arena + 11728;
    net->infer_middle2_batch_norm3__scale = arena + 12096;
    net->infer_middle2_batch_norm3__shift = arena + 12464;
    net->infer_middle3_batch_norm1__scale = arena + 12832;
    net->infer_middle3_batch_norm1__shift = arena + 13200;
    net->infer_middle3_batch_norm2__scale = arena + 13568;
    net->infer_middle3_batch_norm2__shift = arena + 13936;
    net->infer_middle3_batch_norm3__scale = arena + 14304;
    net->infer_middle3_batch_norm3__shift = arena + 14672;
    net->infer_middle4_batch_norm1__scale = arena + 15040;
    net->infer_middle4_batch_norm1__shift = arena + 15408;
    net->infer_middle4_batch_norm2__scale = arena + 15776;
    net->infer_middle4_batch_norm2__shift = arena + 16144;
    net->infer_middle4_batch_norm3__scale = arena + 16512;
    net->infer_middle4_batch_norm3__shift = arena + 16880;
    net->infer_module13_batch_norm1__scale = arena + 5632;
    net->infer_module13_batch_norm1__shift = arena + 6144;
    net->infer_module13_batch_norm2__scale = arena + 17248;
    net->infer_module13_batch_norm2__shift = arena + 17616;
    net->infer_module13_batch_norm3__scale = arena + 6656;
    net->infer_module13_batch_norm3__shift = arena + 7168;
    net->infer_module14_batch_norm1__scale = arena + 4096;
    net->infer_module14_batch_norm1__shift = arena + 4864;
    net->infer_module14_batch_norm2__scale = arena;
    net->infer_module14_batch_norm2__shift = arena + 1024;
    net->infer_softmax1__y = arena + 2048;
    net->infer_losses = arena + 3072;
}

/* Before each phase, where that was compiled in. XC_POISON checks the plan: all that holds nothing
 * is filled with NaN, and results must not change. XC_PROFILE notes when a phase of a training step
 * begins. */
#if defined XC_POISON
static const xr_life train_lives[] = {
    {0, 4096, 0, 0},
    {0, 8192, 1, 1},
    {0, 47104, 2, 2},
    {0, 47104, 3, 3},
    {0, 47104, 4, 4},
    {0, 47104, 5, 5},
    {0, 47104, 6, 6},
    {0, 47104, 7, 7},
    {0, 47104, 8, 8},
    {0, 47104, 9, 9},
    {0, 47104, 10, 10},
    {0, 47104, 11, 11},
    {0, 47104, 12, 12},
    {0, 47104, 13, 13},
    {0, 47104, 14, 14},
    {0, 65536, 15, 15},
    {0, 8388608, 16, 25},
    {0, 6029312, 27, 33},
    {0, 6029312, 35, 37},
    {0, 6029312, 39, 45},
    {0, 6029312, 47, 49},
    {0, 6029312, 51, 53},
    {0, 524288, 55, 57},
    {47104, 47472, 5, 6},
    {47104, 47472, 8, 9},
    {47104, 47472, 11, 12},
    {47472, 47840, 5, 6},
    {47472, 47840, 8, 9},
    {47472, 47840, 11, 12},
    {65536, 112640, 15, 15},
    {112640, 113008, 14, 15},
    {113008, 113376, 14, 15},
    {524288, 671744, 55, 56},
    {524288, 531200, 57, 58},
    {671744, 675840, 55, 55},
    {675840, 675872, 55, 57},
    {675872, 675904, 55, 57},
    {675904, 675936, 55, 57},
    {6029312, 7100928, 27, 28},
    {6029312, 7100928, 29, 30},
    {6029312, 7100928, 31, 32},
    {6029312, 7100928, 33, 34},
    {6029312, 7100928, 35, 36},
    {6029312, 7100928, 37, 38},
    {6029312, 7100928, 39, 40},
    {6029312, 7100928, 41, 42},
    {6029312, 7100928, 43, 44},
    {6029312, 7100928, 45, 46},
    {6029312, 7100928, 47, 48},
    {6029312, 7100928, 49, 50},
    {6029312, 7100928, 51, 52},
    {6029312, 7725056, 53, 54},
    {7100928, 7312896, 27, 27},
    {7100928, 7312896, 29, 29},
    {7100928, 7312896, 31, 31},
    {7100928, 7312896, 33, 33},
    {7100928, 7312896, 35, 35},
    {7100928, 7312896, 37, 37},
    {7100928, 7312896, 39, 39},
    {7100928, 7312896, 41, 41},
    {7100928, 7312896, 43, 43},
    {7100928, 7312896, 45, 45},
    {7100928, 7312896, 47, 47},
    {7100928, 7312896, 49, 49},
    {7100928, 7312896, 51, 51},
    {7312896, 7360000, 27, 27},
    {7312896, 7360000, 29, 29},
    {7312896, 7360000, 31, 31},
    {7312896, 7360000, 33, 33},
    {7312896, 7360000, 35, 35},
    {7312896, 7360000, 37, 37},
    {7312896, 7360000, 39, 39},
    {7312896, 7360000, 41, 41},
    {7312896, 7360000, 43, 43},
    {7312896, 7360000, 45, 45},
    {7312896, 7360000, 47, 47},
    {7312896, 7360000, 49, 49},
    {7312896, 7360000, 51, 51},
    {7360000, 7360368, 27, 29},
    {7360000, 7360368, 31, 33},
    {7360000, 7360368, 35, 37},
    {7360000, 7360368, 39, 41},
    {7360000, 7360368, 43, 45},
    {7360000, 7360368, 47, 49},
    {7360368, 7360736, 27, 29},
    {7360368, 7360736, 31, 33},
    {7360368, 7360736, 35, 37},
    {7360368, 7360736, 39, 41},
    {7360368, 7360736, 43, 45},
    {7360368, 7360736, 47, 49},
    {7360736, 7361104, 27, 29},
    {7360736, 7361104, 31, 33},
    {7360736, 7361104, 35, 37},
    {7360736, 7361104, 39, 41},
    {7360736, 7361104, 43, 45},
    {7360736, 7361104, 47, 49},
    {7361104, 7361472, 29, 31},
    {7361104, 7361472, 33, 35},
    {7361104, 7361472, 37, 39},
    {7361104, 7361472, 41, 43},
    {7361104, 7361472, 45, 47},
    {7361104, 7361472, 49, 51},
    {7361472, 7361840, 29, 31},
    {7361472, 7361840, 33, 35},
    {7361472, 7361840, 37, 39},
    {7361472, 7361840, 41, 43},
    {7361472, 7361840, 45, 47},
    {7361472, 7361840, 49, 51},
    {7361840, 7362208, 29, 31},
    {7361840, 7362208, 33, 35},
    {7361840, 7362208, 37, 39},
    {7361840, 7362208, 41, 43},
    {7361840, 7362208, 45, 47},
    {7361840, 7362208, 49, 51},
    {7725056, 7733248, 53, 53},
    {7733248, 7733616, 51, 53},
    {7733616, 7733984, 51, 53},
    {7733984, 7734352, 51, 53},
    {7734352, 7734416, 53, 55},
    {7734416, 7734480, 53, 55},
    {7734480, 7734544, 53, 55},
    {8388608, 14417920, 2, 53},
    {14417920, 20447232, 3, 51},
    {14417920, 15466496, 53, 55},
    {20447232, 26476544, 4, 49},
    {26476544, 32505856, 5, 47},
    {26476544, 32505856, 49, 51},
    {32505856, 38535168, 6, 45},
    {38535168, 44564480, 6, 45},
    {44564480, 50593792, 7, 43},
    {44564480, 50593792, 45, 51},
    {50593792, 56623104, 8, 41},
    {50593792, 56623104, 43, 45},
    {56623104, 62652416, 9, 39},
    {56623104, 62652416, 41, 43},
    {62652416, 68681728, 9, 39},
    {68681728, 74711040, 10, 37},
    {74711040, 80740352, 11, 35},
    {74711040, 80740352, 37, 39},
    {80740352, 86769664, 12, 33},
    {86769664, 92798976, 12, 33},
    {92798976, 98828288, 13, 31},
    {92798976, 98828288, 33, 39},
    {98828288, 104857600, 14, 29},
    {98828288, 104857600, 31, 33},
    {104857600, 110886912, 15, 27},
    {104857600, 110886912, 29, 31},
    {110886912, 116916224, 15, 27},
    {116916224, 116981760, 16, 16},
    {116916224, 117014528, 17, 17},
    {116916224, 121110528, 18, 21},
    {116916224, 120061952, 23, 24},
    {116916224, 122945536, 25, 27},
    {117014528, 117015040, 15, 17},
    {117015040, 117015552, 15, 17},
    {117015552, 117016064, 16, 17},
    {117016064, 117016576, 16, 17},
    {120061952, 122159104, 23, 24},
    {121110528, 121241600, 18, 18},
    {121110528, 121241600, 19, 20},
    {121110528, 125304832, 21, 22},
    {121241600, 121372672, 19, 19},
    {121372672, 121373696, 19, 19},
    {121373696, 121374720, 19, 19},
    {122159104, 122454016, 23, 23},
    {122454016, 122519552, 23, 23},
    {122519552, 122585088, 23, 23},
    {122945536, 128974848, 25, 27},
    {125304832, 128450560, 17, 23},
    {128450560, 131596288, 21, 22},
    {128974848, 131072000, 23, 25},
    {131072000, 133169152, 25, 26},
    {131596288, 134742016, 21, 23},
    {133169152, 134660096, 25, 26},
    {134660096, 134707200, 25, 25},
    {134707200, 134707568, 25, 27},
    {134707568, 134707936, 25, 27},
    {134707936, 134708304, 25, 27},
    {134742016, 136839168, 15, 25},
    {136839168, 138936320, 17, 23},
    {136839168, 137051136, 25, 25},
    {138936320, 139984896, 1, 55},
    {139984896, 140509184, 0, 57},
    {140509184, 141033472, 17, 25},
    {141033472, 141475840, 21, 21},
    {141033472, 141033984, 23, 25},
    {141033984, 141034496, 23, 25},
    {141034496, 141035008, 23, 25},
    {141035008, 141035520, 23, 25},
    {141035520, 141036032, 23, 25},
    {141036032, 141036544, 23, 25},
    {141475840, 141574144, 21, 21},
    {141574144, 141639680, 19, 21},
    {141639680, 141640704, 18, 60},
    {141640704, 141641728, 18, 60},
    {141641728, 141642752, 18, 21},
    {141642752, 141643776, 18, 21},
    {141643776, 141644800, 19, 21},
    {141644800, 141645824, 19, 21},
    {141645824, 141646848, 19, 21},
    {141646848, 141647616, 17, 60},
    {141647616, 141648384, 17, 60},
    {141648384, 141649152, 17, 21},
    {141649152, 141649920, 17, 21},
    {141649920, 141650688, 21, 23},
    {141650688, 141651456, 21, 23},
    {141651456, 141652224, 21, 23},
    {141652224, 141652736, 15, 60},
    {141652736, 141653248, 15, 60},
    {141653248, 141653760, 16, 60},
    {141653760, 141654272, 16, 60},
    {141654272, 141654640, 2, 60},
    {141654640, 141655008, 2, 60},
    {141655008, 141655376, 2, 51},
    {141655376, 141655744, 2, 51},
    {141655744, 141656112, 3, 60},
    {141656112, 141656480, 3, 60},
    {141656480, 141656848, 3, 49},
    {141656848, 141657216, 3, 49},
    {141657216, 141657584, 4, 60},
    {141657584, 141657952, 4, 60},
    {141657952, 141658320, 4, 47},
    {141658320, 141658688, 4, 47},
    {141658688, 141659056, 5, 60},
    {141659056, 141659424, 5, 60},
    {141659424, 141659792, 6, 60},
    {141659792, 141660160, 6, 60},
    {141660160, 141660528, 6, 43},
    {141660528, 141660896, 6, 43},
    {141660896, 141661264, 7, 60},
    {141661264, 141661632, 7, 60},
    {141661632, 141662000, 7, 41},
    {141662000, 141662368, 7, 41},
    {141662368, 141662736, 8, 60},
    {141662736, 141663104, 8, 60},
    {141663104, 141663472, 9, 60},
    {141663472, 141663840, 9, 60},
    {141663840, 141664208, 9, 37},
    {141664208, 141664576, 9, 37},
    {141664576, 141664944, 10, 60},
    {141664944, 141665312, 10, 60},
    {141665312, 141665680, 10, 35},
    {141665680, 141666048, 10, 35},
    {141666048, 141666416, 11, 60},
    {141666416, 141666784, 11, 60},
    {141666784, 141667152, 12, 60},
    {141667152, 141667520, 12, 60},
    {141667520, 141667888, 12, 31},
    {141667888, 141668256, 12, 31},
    {141668256, 141668624, 13, 60},
    {141668624, 141668992, 13, 60},
    {141668992, 141669360, 13, 29},
    {141669360, 141669728, 13, 29},
    {141669728, 141670096, 14, 60},
    {141670096, 141670464, 14, 60},
    {141670464, 141670832, 15, 60},
    {141670832, 141671200, 15, 60},
    {141671200, 141671568, 15, 25},
    {141671568, 141671936, 15, 25},
    {141671936, 141672000, 1, 60},
    {141672000, 141672064, 1, 60},
    {141672064, 141672128, 1, 53},
    {141672128, 141672192, 1, 53},
    {141672192, 141672224, 0, 60},
    {141672224, 141672256, 0, 60},
    {141672256, 141672288, 0, 55},
    {141672288, 141672320, 0, 55},
};
static const xr_life infer_lives[] = {
    {0, 1024, 0, 1},
    {1024, 2048, 0, 1},
    {2048, 3072, 1, 1},
    {3072, 4096, 1, 1},
    {4096, 4864, 0, 1},
    {4864, 5632, 0, 1},
    {5632, 6144, 0, 1},
    {6144, 6656, 0, 1},
    {6656, 7168, 0, 1},
    {7168, 7680, 0, 1},
    {7680, 8048, 0, 1},
    {8048, 8416, 0, 1},
    {8416, 8784, 0, 1},
    {8784, 9152, 0, 1},
    {9152, 9520, 0, 1},
    {9520, 9888, 0, 1},
    {9888, 10256, 0, 1},
    {10256, 10624, 0, 1},
    {10624, 10992, 0, 1},
    {10992, 11360, 0, 1},
    {11360, 11728, 0, 1},
    {11728, 12096, 0, 1},
    {12096, 12464, 0, 1},
    {12464, 12832, 0, 1},
    {12832, 13200, 0, 1},
    {13200, 13568, 0, 1},
    {13568, 13936, 0, 1},
    {13936, 14304, 0, 1},
    {14304, 14672, 0, 1},
    {14672, 15040, 0, 1},
    {15040, 15408, 0, 1},
    {15408, 15776, 0, 1},
    {15776, 16144, 0, 1},
    {16144, 16512, 0, 1},
    {16512, 16880, 0, 1},
    {16880, 17248, 0, 1},
    {17248, 17616, 0, 1},
    {17616, 17984, 0, 1},
    {17984, 18048, 0, 1},
    {18048, 18112, 0, 1},
    {18112, 18144, 0, 1},
    {18144, 18176, 0, 1},
};
static void poison(xr_net *net, const xr_life *lives, size_t count, int phase)
{
    if (net->poison_off)
        return;
    xr_poison(net->arena, ARENA, lives, count, phase);
    xr_poison(net->scratch, (size_t)xr_pool_threads(net->thread_pool) * SCRATCH, NULL, 0, phase);
}
#define LIVES(array) array, sizeof array / sizeof *array
#define PHASE(net, procedure, number) poison(net, LIVES(procedure##_lives), number)

void xception_he_wd_slim_thinner_net_poison(xr_net *net, bool on)
{
    net->poison_off = !on;
}
#elif defined XC_PROFILE
static void note_phase(xr_net *net, int number)
{
    if (net->phase_starts && net->step) /* inference has no step */
        net->phase_starts[number] = xr_seconds();
}
#define PHASE(net, procedure, number) note_phase(net, number)

void xception_he_wd_slim_thinner_net_profile(xr_net *net, double *starts)
{
    net->phase_starts = starts;
}
#else
#define PHASE(net, procedure, number) ((void)0)
#endif

/* Tasks of a phase whose tasks take groups of so many images. */
static int groups(const xr_net *net, int images)
{
    return (net->batch + images - 1) / images;
}

static int chains(const xr_net *net, int images)
{
    const int count = groups(net, images);
    return count < CHAINS ? count : CHAINS;
}

static int group_images(const xr_net *net, int first, int images)
{
    return net->batch - first < images ? net->batch - first : images;
}

/* Phase 1 of 61, forward: conv1 (xception_he_wd_slim_thinner.yaml:6): conv 3x3 3->32 > bn
 * statistics. 0.4 MFLOP an image. Writes conv1__y. */
static void conv1__forward(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const imported = scratch; /* 32x32x3 */
    xr_real *const workspace = scratch + 16384; /* of the kernel */

    const int first = task;
    const int images = 1;
    import_32x32x3(images, net->images + (size_t)first * 3072, imported);
    conv_3x3_32x32x3_32_stride2_moments(images, imported, net->conv1__kernel, net->conv1__bias,
        net->conv1__y + (size_t)first * 8192, net->conv1__moments + (size_t)first * 64, workspace);
}

static void conv1__forward_finish(void *context)
{
    xr_net *const net = context;
    statistics_256x32(net->batch, net->conv1__moments, net->conv1__mean, net->conv1__variance);
    coefficients_32(net->conv1__mean, net->conv1__variance, net->batch_norm1__gamma,
        net->batch_norm1__beta, net->batch_norm1__scale, net->batch_norm1__shift);
}

/* Phase 2 of 61, forward: conv2 (xception_he_wd_slim_thinner.yaml:9): bn > relu > conv 3x3 32->64 >
 * bn statistics. 9.4 MFLOP an image. Reads conv1__y. Writes conv2__y. */
static void conv2__forward(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const relu1__y = scratch + 64512; /* 16x16x32 */
    xr_real *const workspace = scratch; /* of the kernel */

    const int first = task;
    const int images = 1;
    bn_relu_16x16x32(images, net->conv1__y + (size_t)first * 8192, net->batch_norm1__scale,
        net->batch_norm1__shift, relu1__y);
    conv_3x3_16x16x32_64_moments(images, relu1__y, net->conv2__kernel, net->conv2__bias,
        net->conv2__y + (size_t)first * 16384, net->conv2__moments + (size_t)first * 128,
        workspace);
}

static void conv2__forward_finish(void *context)
{
    xr_net *const net = context;
    statistics_256x64(net->batch, net->conv2__moments, net->conv2__mean, net->conv2__variance);
    coefficients_64(net->conv2__mean, net->conv2__variance, net->batch_norm2__gamma,
        net->batch_norm2__beta, net->batch_norm2__scale, net->batch_norm2__shift);
}

/* Phase 3 of 61, forward: module2 (xception_he_wd_slim_thinner.yaml:12): bn > relu > conv 3x3
 * 64->364 > bn statistics. 107.3 MFLOP an image. Reads conv2__y. Writes module2__y. */
static void module2__forward(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const relu2__y = scratch + 64512; /* 16x16x64 */
    xr_real *const workspace = scratch; /* of the kernel */

    const int first = task;
    const int images = 1;
    bn_relu_16x16x64(images, net->conv2__y + (size_t)first * 16384, net->batch_norm2__scale,
        net->batch_norm2__shift, relu2__y);
    conv_3x3_16x16x64_364_moments(images, relu2__y, net->module2__kernel, net->module2__bias,
        net->module2__y + (size_t)first * 94208, net->module2__moments + (size_t)first * 736,
        workspace);
}

static void module2__forward_finish(void *context)
{
    xr_net *const net = context;
    statistics_256x364(
        net->batch, net->module2__moments, net->module2__mean, net->module2__variance);
    coefficients_364(net->module2__mean, net->module2__variance, net->batch_norm3__gamma,
        net->batch_norm3__beta, net->batch_norm3__scale, net->batch_norm3__shift);
}

/* Phase 4 of 61, forward: middle1_separable_conv1 (xception_1.yaml:46): bn > relu > relu >
 * depthwise 3x3 > pointwise 364->364 > bn statistics. 67.8 MFLOP an image. Reads module2__y. Writes
 * middle1_separable_conv1__y. */
static void middle1_separable_conv1__forward(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const middle1_relu1__padded = scratch; /* 16x16x364 in a halo of zeros */
    xr_real *const middle1_separable_conv1__depthwise = scratch + 119232; /* 16x16x364 */

    const int first = task;
    const int images = 1;
    bn_relu_padded_16x16x364(images, net->module2__y + (size_t)first * 94208,
        net->batch_norm3__scale, net->batch_norm3__shift, middle1_relu1__padded);
    depthwise_3x3_16x16x364(images, middle1_relu1__padded,
        net->middle1_separable_conv1__depthwise_kernel, middle1_separable_conv1__depthwise);
    pointwise_16x16x364_364_moments(images, middle1_separable_conv1__depthwise,
        net->middle1_separable_conv1__pointwise_kernel, net->middle1_separable_conv1__bias,
        net->middle1_separable_conv1__y + (size_t)first * 94208,
        net->middle1_separable_conv1__moments + (size_t)first * 736);
}

static void middle1_separable_conv1__forward_finish(void *context)
{
    xr_net *const net = context;
    statistics_256x364(net->batch, net->middle1_separable_conv1__moments,
        net->middle1_separable_conv1__mean, net->middle1_separable_conv1__variance);
    coefficients_364(net->middle1_separable_conv1__mean, net->middle1_separable_conv1__variance,
        net->middle1_batch_norm1__gamma, net->middle1_batch_norm1__beta,
        net->middle1_batch_norm1__scale, net->middle1_batch_norm1__shift);
}

/* Phase 5 of 61, forward: middle1_separable_conv2 (xception_1.yaml:46): bn > relu > depthwise 3x3 >
 * pointwise 364->364 > bn statistics. 67.8 MFLOP an image. Reads middle1_separable_conv1__y. Writes
 * middle1_separable_conv2__y. */
static void middle1_separable_conv2__forward(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const middle1_relu2__padded = scratch; /* 16x16x364 in a halo of zeros */
    xr_real *const middle1_separable_conv2__depthwise = scratch + 119232; /* 16x16x364 */

    const int first = task;
    const int images = 1;
    bn_relu_padded_16x16x364_v2(images, net->middle1_separable_conv1__y + (size_t)first * 94208,
        net->middle1_batch_norm1__scale, net->middle1_batch_norm1__shift, middle1_relu2__padded);
    depthwise_3x3_16x16x364(images, middle1_relu2__padded,
        net->middle1_separable_conv2__depthwise_kernel, middle1_separable_conv2__depthwise);
    pointwise_16x16x364_364_moments(images, middle1_separable_conv2__depthwise,
        net->middle1_separable_conv2__pointwise_kernel, net->middle1_separable_conv2__bias,
        net->middle1_separable_conv2__y + (size_t)first * 94208,
        net->middle1_separable_conv2__moments + (size_t)first * 736);
}

static void middle1_separable_conv2__forward_finish(void *context)
{
    xr_net *const net = context;
    statistics_256x364(net->batch, net->middle1_separable_conv2__moments,
        net->middle1_separable_conv2__mean, net->middle1_separable_conv2__variance);
    coefficients_364(net->middle1_separable_conv2__mean, net->middle1_separable_conv2__variance,
        net->middle1_batch_norm2__gamma, net->middle1_batch_norm2__beta,
        net->middle1_batch_norm2__scale, net->middle1_batch_norm2__shift);
}

/* Phase 6 of 61, forward: middle1_separable_conv3 (xception_1.yaml:46): bn > relu > depthwise 3x3 >
 * pointwise 364->364 > bn statistics. 67.8 MFLOP an image. Reads middle1_separable_conv2__y. Writes
 * middle1_separable_conv3__y. */
static void middle1_separable_conv3__forward(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const middle1_relu3__padded = scratch; /* 16x16x364 in a halo of zeros */
    xr_real *const middle1_separable_conv3__depthwise = scratch + 119232; /* 16x16x364 */

    const int first = task;
    const int images = 1;
    bn_relu_padded_16x16x364_v2(images, net->middle1_separable_conv2__y + (size_t)first * 94208,
        net->middle1_batch_norm2__scale, net->middle1_batch_norm2__shift, middle1_relu3__padded);
    depthwise_3x3_16x16x364(images, middle1_relu3__padded,
        net->middle1_separable_conv3__depthwise_kernel, middle1_separable_conv3__depthwise);
    pointwise_16x16x364_364_moments(images, middle1_separable_conv3__depthwise,
        net->middle1_separable_conv3__pointwise_kernel, net->middle1_separable_conv3__bias,
        net->middle1_separable_conv3__y + (size_t)first * 94208,
        net->middle1_separable_conv3__moments + (size_t)first * 736);
}

static void middle1_separable_conv3__forward_finish(void *context)
{
    xr_net *const net = context;
    statistics_256x364(net->batch, net->middle1_separable_conv3__moments,
        net->middle1_separable_conv3__mean, net->middle1_separable_conv3__variance);
    coefficients_364(net->middle1_separable_conv3__mean, net->middle1_separable_conv3__variance,
        net->middle1_batch_norm3__gamma, net->middle1_batch_norm3__beta,
        net->middle1_batch_norm3__scale, net->middle1_batch_norm3__shift);
}

/* Phase 7 of 61, forward: middle2_separable_conv1 (xception_1.yaml:46): bn > relu > bn > add > relu
 * > depthwise 3x3 > pointwise 364->364 > bn statistics. 67.8 MFLOP an image. Reads module2__y,
 * middle1_separable_conv3__y. Writes middle1_add1__y, middle2_separable_conv1__y. */
static void middle2_separable_conv1__forward(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const middle2_relu1__padded = scratch; /* 16x16x364 in a halo of zeros */
    xr_real *const middle2_separable_conv1__depthwise = scratch + 119232; /* 16x16x364 */

    const int first = task;
    const int images = 1;
    bn_relu_add_padded_16x16x364(images, net->module2__y + (size_t)first * 94208,
        net->batch_norm3__scale, net->batch_norm3__shift,
        net->middle1_separable_conv3__y + (size_t)first * 94208, net->middle1_batch_norm3__scale,
        net->middle1_batch_norm3__shift, net->middle1_add1__y + (size_t)first * 94208,
        middle2_relu1__padded);
    depthwise_3x3_16x16x364(images, middle2_relu1__padded,
        net->middle2_separable_conv1__depthwise_kernel, middle2_separable_conv1__depthwise);
    pointwise_16x16x364_364_moments(images, middle2_separable_conv1__depthwise,
        net->middle2_separable_conv1__pointwise_kernel, net->middle2_separable_conv1__bias,
        net->middle2_separable_conv1__y + (size_t)first * 94208,
        net->middle2_separable_conv1__moments + (size_t)first * 736);
}

static void middle2_separable_conv1__forward_finish(void *context)
{
    xr_net *const net = context;
    statistics_256x364(net->batch, net->middle2_separable_conv1__moments,
        net->middle2_separable_conv1__mean, net->middle2_separable_conv1__variance);
    coefficients_364(net->middle2_separable_conv1__mean, net->middle2_separable_conv1__variance,
        net->middle2_batch_norm1__gamma, net->middle2_batch_norm1__beta,
        net->middle2_batch_norm1__scale, net->middle2_batch_norm1__shift);
}

/* Phase 8 of 61, forward: middle2_separable_conv2 (xception_1.yaml:46): bn > relu > depthwise 3x3 >
 * pointwise 364->364 > bn statistics. 67.8 MFLOP an image. Reads middle2_separable_conv1__y. Writes
 * middle2_separable_conv2__y. */
static void middle2_separable_conv2__forward(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const middle2_relu2__padded = scratch; /* 16x16x364 in a halo of zeros */
    xr_real *const middle2_separable_conv2__depthwise = scratch + 119232; /* 16x16x364 */

    const int first = task;
    const int images = 1;
    bn_relu_padded_16x16x364_v2(images, net->middle2_separable_conv1__y + (size_t)first * 94208,
        net->middle2_batch_norm1__scale, net->middle2_batch_norm1__shift, middle2_relu2__padded);
    depthwise_3x3_16x16x364(images, middle2_relu2__padded,
        net->middle2_separable_conv2__depthwise_kernel, middle2_separable_conv2__depthwise);
    pointwise_16x16x364_364_moments(images, middle2_separable_conv2__depthwise,
        net->middle2_separable_conv2__pointwise_kernel, net->middle2_separable_conv2__bias,
        net->middle2_separable_conv2__y + (size_t)first * 94208,
        net->middle2_separable_conv2__moments + (size_t)first * 736);
}

static void middle2_separable_conv2__forward_finish(void *context)
{
    xr_net *const net = context;
    statistics_256x364(net->batch, net->middle2_separable_conv2__moments,
        net->middle2_separable_conv2__mean, net->middle2_separable_conv2__variance);
    coefficients_364(net->middle2_separable_conv2__mean, net->middle2_separable_conv2__variance,
        net->middle2_batch_norm2__gamma, net->middle2_batch_norm2__beta,
        net->middle2_batch_norm2__scale, net->middle2_batch_norm2__shift);
}

/* Phase 9 of 61, forward: middle2_separable_conv3 (xception_1.yaml:46): bn > relu > depthwise 3x3 >
 * pointwise 364->364 > bn statistics. 67.8 MFLOP an image. Reads middle2_separable_conv2__y. Writes
 * middle2_separable_conv3__y. */
static void middle2_separable_conv3__forward(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const middle2_relu3__padded = scratch; /* 16x16x364 in a halo of zeros */
    xr_real *const middle2_separable_conv3__depthwise = scratch + 119232; /* 16x16x364 */

    const int first = task;
    const int images = 1;
    bn_relu_padded_16x16x364_v2(images, net->middle2_separable_conv2__y + (size_t)first * 94208,
        net->middle2_batch_norm2__scale, net->middle2_batch_norm2__shift, middle2_relu3__padded);
    depthwise_3x3_16x16x364(images, middle2_relu3__padded,
        net->middle2_separable_conv3__depthwise_kernel, middle2_separable_conv3__depthwise);
    pointwise_16x16x364_364_moments(images, middle2_separable_conv3__depthwise,
        net->middle2_separable_conv3__pointwise_kernel, net->middle2_separable_conv3__bias,
        net->middle2_separable_conv3__y + (size_t)first * 94208,
        net->middle2_separable_conv3__moments + (size_t)first * 736);
}

static void middle2_separable_conv3__forward_finish(void *context)
{
    xr_net *const net = context;
    statistics_256x364(net->batch, net->middle2_separable_conv3__moments,
        net->middle2_separable_conv3__mean, net->middle2_separable_conv3__variance);
    coefficients_364(net->middle2_separable_conv3__mean, net->middle2_separable_conv3__variance,
        net->middle2_batch_norm3__gamma, net->middle2_batch_norm3__beta,
        net->middle2_batch_norm3__scale, net->middle2_batch_norm3__shift);
}

/* Phase 10 of 61, forward: middle3_separable_conv1 (xception_1.yaml:46): bn > add > relu >
 * depthwise 3x3 > pointwise 364->364 > bn statistics. 67.8 MFLOP an image. Reads
 * middle2_separable_conv3__y, middle1_add1__y. Writes middle2_add1__y,
 * middle3_separable_conv1__y. */
static void middle3_separable_conv1__forward(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const middle3_relu1__padded = scratch; /* 16x16x364 in a halo of zeros */
    xr_real *const middle3_separable_conv1__depthwise = scratch + 119232; /* 16x16x364 */

    const int first = task;
    const int images = 1;
    bn_add_relu_padded_16x16x364(images, net->middle2_separable_conv3__y + (size_t)first * 94208,
        net->middle2_batch_norm3__scale, net->middle2_batch_norm3__shift,
        net->middle1_add1__y + (size_t)first * 94208, net->middle2_add1__y + (size_t)first * 94208,
        middle3_relu1__padded);
    depthwise_3x3_16x16x364(images, middle3_relu1__padded,
        net->middle3_separable_conv1__depthwise_kernel, middle3_separable_conv1__depthwise);
    pointwise_16x16x364_364_moments(images, middle3_separable_conv1__depthwise,
        net->middle3_separable_conv1__pointwise_kernel, net->middle3_separable_conv1__bias,
        net->middle3_separable_conv1__y + (size_t)first * 94208,
        net->middle3_separable_conv1__moments + (size_t)first * 736);
}

static void middle3_separable_conv1__forward_finish(void *context)
{
    xr_net *const net = context;
    statistics_256x364(net->batch, net->middle3_separable_conv1__moments,
        net->middle3_separable_conv1__mean, net->middle3_separable_conv1__variance);
    coefficients_364(net->middle3_separable_conv1__mean, net->middle3_separable_conv1__variance,
        net->middle3_batch_norm1__gamma, net->middle3_batch_norm1__beta,
        net->middle3_batch_norm1__scale, net->middle3_batch_norm1__shift);
}

/* Phase 11 of 61, forward: middle3_separable_conv2 (xception_1.yaml:46): bn > relu > depthwise 3x3
 * > pointwise 364->364 > bn statistics. 67.8 MFLOP an image. Reads middle3_separable_conv1__y.
 * Writes middle3_separable_conv2__y. */
static void middle3_separable_conv2__forward(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const middle3_relu2__padded = scratch; /* 16x16x364 in a halo of zeros */
    xr_real *const middle3_separable_conv2__depthwise = scratch + 119232; /* 16x16x364 */

    const int first = task;
    const int images = 1;
    bn_relu_padded_16x16x364_v2(images, net->middle3_separable_conv1__y + (size_t)first * 94208,
        net->middle3_batch_norm1__scale, net->middle3_batch_norm1__shift, middle3_relu2__padded);
    depthwise_3x3_16x16x364(images, middle3_relu2__padded,
        net->middle3_separable_conv2__depthwise_kernel, middle3_separable_conv2__depthwise);
    pointwise_16x16x364_364_moments(images, middle3_separable_conv2__depthwise,
        net->middle3_separable_conv2__pointwise_kernel, net->middle3_separable_conv2__bias,
        net->middle3_separable_conv2__y + (size_t)first * 94208,
        net->middle3_separable_conv2__moments + (size_t)first * 736);
}

static void middle3_separable_conv2__forward_finish(void *context)
{
    xr_net *const net = context;
    statistics_256x364(net->batch, net->middle3_separable_conv2__moments,
        net->middle3_separable_conv2__mean, net->middle3_separable_conv2__variance);
    coefficients_364(net->middle3_separable_conv2__mean, net->middle3_separable_conv2__variance,
        net->middle3_batch_norm2__gamma, net->middle3_batch_norm2__beta,
        net->middle3_batch_norm2__scale, net->middle3_batch_norm2__shift);
}

/* Phase 12 of 61, forward: middle3_separable_conv3 (xception_1.yaml:46): bn > relu > depthwise 3x3
 * > pointwise 364->364 > bn statistics. 67.8 MFLOP an image. Reads middle3_separable_conv2__y.
 * Writes middle3_separable_conv3__y. */
static void middle3_separable_conv3__forward(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const middle3_relu3__padded = scratch; /* 16x16x364 in a halo of zeros */
    xr_real *const middle3_separable_conv3__depthwise = scratch + 119232; /* 16x16x364 */

    const int first = task;
    const int images = 1;
    bn_relu_padded_16x16x364_v2(images, net->middle3_separable_conv2__y + (size_t)first * 94208,
        net->middle3_batch_norm2__scale, net->middle3_batch_norm2__shift, middle3_relu3__padded);
    depthwise_3x3_16x16x364(images, middle3_relu3__padded,
        net->middle3_separable_conv3__depthwise_kernel, middle3_separable_conv3__depthwise);
    pointwise_16x16x364_364_moments(images, middle3_separable_conv3__depthwise,
        net->middle3_separable_conv3__pointwise_kernel, net->middle3_separable_conv3__bias,
        net->middle3_separable_conv3__y + (size_t)first * 94208,
        net->middle3_separable_conv3__moments + (size_t)first * 736);
}

static void middle3_separable_conv3__forward_finish(void *context)
{
    xr_net *const net = context;
    statistics_256x364(net->batch, net->middle3_separable_conv3__moments,
        net->middle3_separable_conv3__mean, net->middle3_separable_conv3__variance);
    coefficients_364(net->middle3_separable_conv3__mean, net->middle3_separable_conv3__variance,
        net->middle3_batch_norm3__gamma, net->middle3_batch_norm3__beta,
        net->middle3_batch_norm3__scale, net->middle3_batch_norm3__shift);
}

/* Phase 13 of 61, forward: middle4_separable_conv1 (xception_1.yaml:46): bn > add > relu >
 * depthwise 3x3 > pointwise 364->364 > bn statistics. 67.8 MFLOP an image. Reads
 * middle3_separable_conv3__y, middle2_add1__y. Writes middle3_add1__y,
 * middle4_separable_conv1__y. */
static void middle4_separable_conv1__forward(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const middle4_relu1__padded = scratch; /* 16x16x364 in a halo of zeros */
    xr_real *const middle4_separable_conv1__depthwise = scratch + 119232; /* 16x16x364 */

    const int first = task;
    const int images = 1;
    bn_add_relu_padded_16x16x364(images, net->middle3_separable_conv3__y + (size_t)first * 94208,
        net->middle3_batch_norm3__scale, net->middle3_batch_norm3__shift,
        net->middle2_add1__y + (size_t)first * 94208, net->middle3_add1__y + (size_t)first * 94208,
        middle4_relu1__padded);
    depthwise_3x3_16x16x364(images, middle4_relu1__padded,
        net->middle4_separable_conv1__depthwise_kernel, middle4_separable_conv1__depthwise);
    pointwise_16x16x364_364_moments(images, middle4_separable_conv1__depthwise,
        net->middle4_separable_conv1__pointwise_kernel, net->middle4_separable_conv1__bias,
        net->middle4_separable_conv1__y + (size_t)first * 94208,
        net->middle4_separable_conv1__moments + (size_t)first * 736);
}

static void middle4_separable_conv1__forward_finish(void *context)
{
    xr_net *const net = context;
    statistics_256x364(net->batch, net->middle4_separable_conv1__moments,
        net->middle4_separable_conv1__mean, net->middle4_separable_conv1__variance);
    coefficients_364(net->middle4_separable_conv1__mean, net->middle4_separable_conv1__variance,
        net->middle4_batch_norm1__gamma, net->middle4_batch_norm1__beta,
        net->middle4_batch_norm1__scale, net->middle4_batch_norm1__shift);
}

/* Phase 14 of 61, forward: middle4_separable_conv2 (xception_1.yaml:46): bn > relu > depthwise 3x3
 * > pointwise 364->364 > bn statistics. 67.8 MFLOP an image. Reads middle4_separable_conv1__y.
 * Writes middle4_separable_conv2__y. */
static void middle4_separable_conv2__forward(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const middle4_relu2__padded = scratch; /* 16x16x364 in a halo of zeros */
    xr_real *const middle4_separable_conv2__depthwise = scratch + 119232; /* 16x16x364 */

    const int first = task;
    const int images = 1;
    bn_relu_padded_16x16x364_v2(images, net->middle4_separable_conv1__y + (size_t)first * 94208,
        net->middle4_batch_norm1__scale, net->middle4_batch_norm1__shift, middle4_relu2__padded);
    depthwise_3x3_16x16x364(images, middle4_relu2__padded,
        net->middle4_separable_conv2__depthwise_kernel, middle4_separable_conv2__depthwise);
    pointwise_16x16x364_364_moments(images, middle4_separable_conv2__depthwise,
        net->middle4_separable_conv2__pointwise_kernel, net->middle4_separable_conv2__bias,
        net->middle4_separable_conv2__y + (size_t)first * 94208,
        net->middle4_separable_conv2__moments + (size_t)first * 736);
}

static void middle4_separable_conv2__forward_finish(void *context)
{
    xr_net *const net = context;
    statistics_256x364(net->batch, net->middle4_separable_conv2__moments,
        net->middle4_separable_conv2__mean, net->middle4_separable_conv2__variance);
    coefficients_364(net->middle4_separable_conv2__mean, net->middle4_separable_conv2__variance,
        net->middle4_batch_norm2__gamma, net->middle4_batch_norm2__beta,
        net->middle4_batch_norm2__scale, net->middle4_batch_norm2__shift);
}

/* Phase 15 of 61, forward: middle4_separable_conv3 (xception_1.yaml:46): bn > relu > depthwise 3x3
 * > pointwise 364->364 > bn statistics. 67.8 MFLOP an image. Reads middle4_separable_conv2__y.
 * Writes middle4_separable_conv3__y. */
static void middle4_separable_conv3__forward(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const middle4_relu3__padded = scratch; /* 16x16x364 in a halo of zeros */
    xr_real *const middle4_separable_conv3__depthwise = scratch + 119232; /* 16x16x364 */

    const int first = task;
    const int images = 1;
    bn_relu_padded_16x16x364_v2(images, net->middle4_separable_conv2__y + (size_t)first * 94208,
        net->middle4_batch_norm2__scale, net->middle4_batch_norm2__shift, middle4_relu3__padded);
    depthwise_3x3_16x16x364(images, middle4_relu3__padded,
        net->middle4_separable_conv3__depthwise_kernel, middle4_separable_conv3__depthwise);
    pointwise_16x16x364_364_moments(images, middle4_separable_conv3__depthwise,
        net->middle4_separable_conv3__pointwise_kernel, net->middle4_separable_conv3__bias,
        net->middle4_separable_conv3__y + (size_t)first * 94208,
        net->middle4_separable_conv3__moments + (size_t)first * 736);
}

static void middle4_separable_conv3__forward_finish(void *context)
{
    xr_net *const net = context;
    statistics_256x364(net->batch, net->middle4_separable_conv3__moments,
        net->middle4_separable_conv3__mean, net->middle4_separable_conv3__variance);
    coefficients_364(net->middle4_separable_conv3__mean, net->middle4_separable_conv3__variance,
        net->middle4_batch_norm3__gamma, net->middle4_batch_norm3__beta,
        net->middle4_batch_norm3__scale, net->middle4_batch_norm3__shift);
}

/* Phase 16 of 61, forward: module13_separable_conv1 (xception_1.yaml:36): bn > add > conv 1x1
 * 364->512 > bn statistics > depthwise 3x3 > pointwise 364->364 > bn statistics. 91.7 MFLOP an
 * image. Reads middle4_separable_conv3__y, middle3_add1__y. Writes middle4_add1__y,
 * module13_conv1__y, module13_separable_conv1__y. */
static void module13_separable_conv1__forward(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const middle4_add1__padded = scratch; /* 16x16x364 in a halo of zeros */
    xr_real *const workspace = scratch + 119232; /* of the kernel */
    xr_real *const module13_separable_conv1__depthwise = scratch + 119232; /* 16x16x364 */

    const int first = task;
    const int images = 1;
    bn_add_padded_16x16x364(images, net->middle4_separable_conv3__y + (size_t)first * 94208,
        net->middle4_batch_norm3__scale, net->middle4_batch_norm3__shift,
        net->middle3_add1__y + (size_t)first * 94208, net->middle4_add1__y + (size_t)first * 94208,
        middle4_add1__padded);
    conv_1x1_16x16x364_512_stride2_moments(images, net->middle4_add1__y + (size_t)first * 94208,
        net->module13_conv1__kernel, net->module13_conv1__bias,
        net->module13_conv1__y + (size_t)first * 32768,
        net->module13_conv1__moments + (size_t)first * 1024, workspace);
    depthwise_3x3_16x16x364(images, middle4_add1__padded,
        net->module13_separable_conv1__depthwise_kernel, module13_separable_conv1__depthwise);
    pointwise_16x16x364_364_moments(images, module13_separable_conv1__depthwise,
        net->module13_separable_conv1__pointwise_kernel, net->module13_separable_conv1__bias,
        net->module13_separable_conv1__y + (size_t)first * 94208,
        net->module13_separable_conv1__moments + (size_t)first * 736);
}

static void module13_separable_conv1__forward_finish(void *context)
{
    xr_net *const net = context;
    statistics_64x512(net->batch, net->module13_conv1__moments, net->module13_conv1__mean,
        net->module13_conv1__variance);
    coefficients_512(net->module13_conv1__mean, net->module13_conv1__variance,
        net->module13_batch_norm1__gamma, net->module13_batch_norm1__beta,
        net->module13_batch_norm1__scale, net->module13_batch_norm1__shift);
    statistics_256x364(net->batch, net->module13_separable_conv1__moments,
        net->module13_separable_conv1__mean, net->module13_separable_conv1__variance);
    coefficients_364(net->module13_separable_conv1__mean, net->module13_separable_conv1__variance,
        net->module13_batch_norm2__gamma, net->module13_batch_norm2__beta,
        net->module13_batch_norm2__scale, net->module13_batch_norm2__shift);
}

/* Phase 17 of 61, forward: module13_separable_conv2 (xception_1.yaml:39): bn > relu > depthwise 3x3
 * > pointwise 364->512 > bn statistics. 95.4 MFLOP an image. Reads module13_separable_conv1__y.
 * Writes module13_separable_conv2__y. */
static void module13_separable_conv2__forward(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const module13_relu2__padded = scratch; /* 16x16x364 in a halo of zeros */
    xr_real *const module13_separable_conv2__depthwise = scratch + 119232; /* 16x16x364 */

    const int first = task;
    const int images = 1;
    bn_relu_padded_16x16x364_v2(images, net->module13_separable_conv1__y + (size_t)first * 94208,
        net->module13_batch_norm2__scale, net->module13_batch_norm2__shift, module13_relu2__padded);
    depthwise_3x3_16x16x364(images, module13_relu2__padded,
        net->module13_separable_conv2__depthwise_kernel, module13_separable_conv2__depthwise);
    pointwise_16x16x364_512_moments(images, module13_separable_conv2__depthwise,
        net->module13_separable_conv2__pointwise_kernel, net->module13_separable_conv2__bias,
        net->module13_separable_conv2__y + (size_t)first * 131072,
        net->module13_separable_conv2__moments + (size_t)first * 1024);
}

static void module13_separable_conv2__forward_finish(void *context)
{
    xr_net *const net = context;
    statistics_256x512(net->batch, net->module13_separable_conv2__moments,
        net->module13_separable_conv2__mean, net->module13_separable_conv2__variance);
    coefficients_512(net->module13_separable_conv2__mean, net->module13_separable_conv2__variance,
        net->module13_batch_norm3__gamma, net->module13_batch_norm3__beta,
        net->module13_batch_norm3__scale, net->module13_batch_norm3__shift);
}

/* Phase 18 of 61, forward: module14_separable_conv1 (xception_1.yaml:51): bn > max pool 3x3 > bn >
 * add > depthwise 3x3 > pointwise 512->768 > bn statistics. 50.3 MFLOP an image. Reads
 * module13_separable_conv2__y, module13_conv1__y. Writes module13_add1__y,
 * module14_separable_conv1__y. */
static void module14_separable_conv1__forward(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const module13_batch_norm3__y = scratch; /* 16x16x512 */
    xr_real *const module13_max_pool1__y = scratch + 131072; /* 8x8x512 */
    xr_real *const module13_batch_norm1__y = scratch + 51200; /* 8x8x512 */
    xr_real *const module13_add1__padded = scratch; /* 8x8x512 in a halo of zeros */
    xr_real *const module14_separable_conv1__depthwise = scratch + 51200; /* 8x8x512 */

    const int first = task;
    const int images = 1;
    bn_16x16x512(images, net->module13_separable_conv2__y + (size_t)first * 131072,
        net->module13_batch_norm3__scale, net->module13_batch_norm3__shift,
        module13_batch_norm3__y);
    max_pool_3x3_16x16x512_stride2(images, module13_batch_norm3__y, module13_max_pool1__y,
        net->module13_max_pool1__index + (size_t)first * 8192);
    bn_8x8x512(images, net->module13_conv1__y + (size_t)first * 32768,
        net->module13_batch_norm1__scale, net->module13_batch_norm1__shift,
        module13_batch_norm1__y);
    add_padded_8x8x512(images, module13_batch_norm1__y, module13_max_pool1__y,
        net->module13_add1__y + (size_t)first * 32768, module13_add1__padded);
    depthwise_3x3_8x8x512(images, module13_add1__padded,
        net->module14_separable_conv1__depthwise_kernel, module14_separable_conv1__depthwise);
    pointwise_8x8x512_768_moments(images, module14_separable_conv1__depthwise,
        net->module14_separable_conv1__pointwise_kernel, net->module14_separable_conv1__bias,
        net->module14_separable_conv1__y + (size_t)first * 49152,
        net->module14_separable_conv1__moments + (size_t)first * 1536);
}

static void module14_separable_conv1__forward_finish(void *context)
{
    xr_net *const net = context;
    statistics_64x768(net->batch, net->module14_separable_conv1__moments,
        net->module14_separable_conv1__mean, net->module14_separable_conv1__variance);
    coefficients_768(net->module14_separable_conv1__mean, net->module14_separable_conv1__variance,
        net->module14_batch_norm1__gamma, net->module14_batch_norm1__beta,
        net->module14_batch_norm1__scale, net->module14_batch_norm1__shift);
}

/* Phase 19 of 61, forward: module14_separable_conv2 (xception_1.yaml:54): bn > relu > depthwise 3x3
 * > pointwise 768->1024 > bn statistics. 100.7 MFLOP an image. Reads module14_separable_conv1__y.
 * Writes module14_separable_conv2__y. */
static void module14_separable_conv2__forward(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const module14_relu1__padded = scratch; /* 8x8x768 in a halo of zeros */
    xr_real *const module14_separable_conv2__depthwise = scratch + 76800; /* 8x8x768 */

    const int first = task;
    const int images = 1;
    bn_relu_padded_8x8x768(images, net->module14_separable_conv1__y + (size_t)first * 49152,
        net->module14_batch_norm1__scale, net->module14_batch_norm1__shift, module14_relu1__padded);
    depthwise_3x3_8x8x768(images, module14_relu1__padded,
        net->module14_separable_conv2__depthwise_kernel, module14_separable_conv2__depthwise);
    pointwise_8x8x768_1024_moments(images, module14_separable_conv2__depthwise,
        net->module14_separable_conv2__pointwise_kernel, net->module14_separable_conv2__bias,
        net->module14_separable_conv2__y + (size_t)first * 65536,
        net->module14_separable_conv2__moments + (size_t)first * 2048);
}

static void module14_separable_conv2__forward_finish(void *context)
{
    xr_net *const net = context;
    statistics_64x1024(net->batch, net->module14_separable_conv2__moments,
        net->module14_separable_conv2__mean, net->module14_separable_conv2__variance);
    coefficients_1024(net->module14_separable_conv2__mean, net->module14_separable_conv2__variance,
        net->module14_batch_norm2__gamma, net->module14_batch_norm2__beta,
        net->module14_batch_norm2__scale, net->module14_batch_norm2__shift);
}

/* Phase 20 of 61, loss: classifier (xception_he_wd_slim_thinner.yaml:19): bn > relu > global pool >
 * pointwise 1024->10 > softmax cross-entropy > its gradient > weight gradient > sums > pointwise
 * gradient > mean gradient > relu gradient > sums. 0.0 MFLOP an image. Reads
 * module14_separable_conv2__y. */
static void classifier__loss(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const module14_relu2__y = scratch; /* 8x8x1024 */
    xr_real *const global_average_pool1__y = scratch + 524288; /* 1x1x1024 */
    xr_real *const classifier__y = scratch + 532480; /* 1x1x10 */
    xr_real *const d_classifier__y = scratch + 532864; /* 1x1x10 */
    xr_real *const workspace = scratch + 532480; /* of the kernel */

    for (int first = task * 8; first < net->batch; first += CHAINS * 8) {
        const bool accumulate = first >= CHAINS * 8;
        const int images = group_images(net, first, 8);
        const int32_t *const class_labels = net->class_labels ? net->class_labels + first : NULL;
        bn_relu_8x8x1024(images, net->module14_separable_conv2__y + (size_t)first * 65536,
            net->module14_batch_norm2__scale, net->module14_batch_norm2__shift, module14_relu2__y);
        global_average_pool_8x8x1024(images, module14_relu2__y, global_average_pool1__y);
        pointwise_1024_10(images, global_average_pool1__y, net->classifier__kernel,
            net->classifier__bias, classifier__y);
        cross_entropy_10(images, classifier__y, class_labels, net->losses + (size_t)first * 2);
        cross_entropy_gradient_10(images, net->batch, classifier__y, class_labels, d_classifier__y);
        pointwise_weight_gradient_1024_10(images, global_average_pool1__y, d_classifier__y,
            net->d_classifier__kernel_chains + (size_t)task * 16384, accumulate, workspace);
        sums_10(images, d_classifier__y, net->d_classifier__bias_sums + (size_t)first * 16);
        pointwise_input_gradient_1024_10(images, d_classifier__y,
            net->classifier__kernel_transposed,
            net->d_global_average_pool1__y + (size_t)first * 1024);
        mean_gradient_relu_gradient_sums_8x8x1024(images,
            net->d_global_average_pool1__y + (size_t)first * 1024, module14_relu2__y,
            net->module14_separable_conv2__y + (size_t)first * 65536,
            net->module14_separable_conv2__mean,
            net->d_module14_batch_norm2__gamma_sums + (size_t)first * 2048);
    }
}

static void classifier__loss_finish(void *context)
{
    xr_net *const net = context;
    finish_loss(net->batch, net->class_labels, net->losses, net->metrics);
    sum_images_1x10(
        net->batch, net->d_classifier__bias_sums, net->d_classifier__bias, &net->finite);
    finish_normalize_gradient_64x1024(net->batch, net->d_module14_batch_norm2__gamma_sums,
        net->module14_separable_conv2__variance, net->module14_batch_norm2__gamma,
        net->d_module14_batch_norm2__gamma, net->d_module14_batch_norm2__beta, &net->finite,
        net->d_module14_separable_conv2__gradient_scale,
        net->d_module14_separable_conv2__gradient_mean,
        net->d_module14_separable_conv2__gradient_slope);
}

/* Phase 21 of 61, gradient: classifier (xception_he_wd_slim_thinner.yaml:19). */
static void classifier__gradient(void *context, int task, int thread)
{
    xr_net *const net = context;
    (void)thread;

    merge_chains_16384_by8(net->batch, net->d_classifier__kernel_chains, task,
        net->d_classifier__kernel, &net->finite);
}

/* Phase 22 of 61, backward: module14_separable_conv2 (xception_1.yaml:54): bn > relu > depthwise
 * 3x3 > bn > relu > mean gradient > relu gradient > bn gradient > pointwise gradient > depthwise
 * weight gradient > depthwise gradient > relu gradient > sums. Reads module14_separable_conv1__y,
 * module14_separable_conv2__y. Writes module14_separable_conv2__depthwise_at21,
 * d_module14_separable_conv2__at21, d_module14_batch_norm1__y. */
static void module14_separable_conv2__backward(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const module14_relu1__padded = scratch; /* 8x8x768 in a halo of zeros */
    xr_real *const d_module14_separable_conv2__depthwise_padded = scratch + 76800;
    xr_real *const d_module14_relu1__y = scratch + 153600; /* 8x8x768 */

    const int first = task;
    const int images = 1;
    bn_relu_padded_8x8x768(images, net->module14_separable_conv1__y + (size_t)first * 49152,
        net->module14_batch_norm1__scale, net->module14_batch_norm1__shift, module14_relu1__padded);
    depthwise_3x3_8x8x768(images, module14_relu1__padded,
        net->module14_separable_conv2__depthwise_kernel,
        net->module14_separable_conv2__depthwise_at21 + (size_t)first * 49152);
    bn_relu_mean_gradient_relu_gradient_bn_gradient_8x8x1024(images,
        net->module14_separable_conv2__y + (size_t)first * 65536, net->module14_batch_norm2__scale,
        net->module14_batch_norm2__shift, net->d_global_average_pool1__y + (size_t)first * 1024,
        net->module14_separable_conv2__mean, net->d_module14_separable_conv2__gradient_scale,
        net->d_module14_separable_conv2__gradient_mean,
        net->d_module14_separable_conv2__gradient_slope,
        net->d_module14_separable_conv2__at21 + (size_t)first * 65536);
    pointwise_input_gradient_8x8x768_1024_padded(images,
        net->d_module14_separable_conv2__at21 + (size_t)first * 65536,
        net->module14_separable_conv2__pointwise_kernel_transposed,
        d_module14_separable_conv2__depthwise_padded);
    depthwise_weight_gradient_3x3_8x8x768(images, module14_relu1__padded,
        d_module14_separable_conv2__depthwise_padded,
        net->d_module14_separable_conv2__depthwise_kernel_sums + (size_t)first * 6912);
    depthwise_input_gradient_3x3_8x8x768(images, d_module14_separable_conv2__depthwise_padded,
        net->module14_separable_conv2__depthwise_kernel, d_module14_relu1__y);
    relu_gradient_sums_8x8x768(images, d_module14_relu1__y, module14_relu1__padded,
        net->module14_separable_conv1__y + (size_t)first * 49152,
        net->module14_separable_conv1__mean, net->d_module14_batch_norm1__y + (size_t)first * 49152,
        net->d_module14_batch_norm1__gamma_sums + (size_t)first * 1536);
}

static void module14_separable_conv2__backward_finish(void *context)
{
    xr_net *const net = context;
    sum_images_9x768(net->batch, net->d_module14_separable_conv2__depthwise_kernel_sums,
        net->d_module14_separable_conv2__depthwise_kernel, &net->finite);
    finish_normalize_gradient_64x768(net->batch, net->d_module14_batch_norm1__gamma_sums,
        net->module14_separable_conv1__variance, net->module14_batch_norm1__gamma,
        net->d_module14_batch_norm1__gamma, net->d_module14_batch_norm1__beta, &net->finite,
        net->d_module14_separable_conv1__gradient_scale,
        net->d_module14_separable_conv1__gradient_mean,
        net->d_module14_separable_conv1__gradient_slope);
}

/* Phase 23 of 61, gradient: module14_separable_conv2 (xception_1.yaml:54). Reads
 * module14_separable_conv2__depthwise_at21, d_module14_separable_conv2__at21. */
static void module14_separable_conv2__gradient(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const workspace = scratch; /* of the kernel */

    pointwise_weight_tile_8x8x768_1024(net->batch, net->module14_separable_conv2__depthwise_at21,
        net->d_module14_separable_conv2__at21, task,
        net->d_module14_separable_conv2__pointwise_kernel, &net->finite, workspace);
}

/* Phase 24 of 61, backward: module14_separable_conv1 (xception_1.yaml:51): depthwise 3x3 > bn
 * gradient > pointwise gradient > depthwise weight gradient > depthwise gradient > pool gradient >
 * sums > sums. Reads module13_add1__y, d_module14_batch_norm1__y, module14_separable_conv1__y,
 * module13_separable_conv2__y, module13_conv1__y. Writes module14_separable_conv1__depthwise_at23,
 * d_module14_separable_conv1__at23, d_module14_separable_conv1__depthwise. */
static void module14_separable_conv1__backward(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const module13_add1__padded = scratch; /* 8x8x512 in a halo of zeros */
    xr_real *const d_module14_separable_conv1__depthwise_padded = scratch;
    xr_real *const d_module13_add1__y = scratch + 131072; /* 8x8x512 */
    xr_real *const d_module13_batch_norm3__y = scratch; /* 16x16x512 */

    const int first = task;
    const int images = 1;
    copy_padded_8x8x512(
        images, net->module13_add1__y + (size_t)first * 32768, module13_add1__padded);
    depthwise_3x3_8x8x512(images, module13_add1__padded,
        net->module14_separable_conv1__depthwise_kernel,
        net->module14_separable_conv1__depthwise_at23 + (size_t)first * 32768);
    bn_gradient_8x8x768(images, net->d_module14_batch_norm1__y + (size_t)first * 49152,
        net->module14_separable_conv1__y + (size_t)first * 49152,
        net->module14_separable_conv1__mean, net->d_module14_separable_conv1__gradient_scale,
        net->d_module14_separable_conv1__gradient_mean,
        net->d_module14_separable_conv1__gradient_slope,
        net->d_module14_separable_conv1__at23 + (size_t)first * 49152);
    pointwise_input_gradient_8x8x512_768(images,
        net->d_module14_separable_conv1__at23 + (size_t)first * 49152,
        net->module14_separable_conv1__pointwise_kernel_transposed,
        net->d_module14_separable_conv1__depthwise + (size_t)first * 32768);
    depthwise_weight_gradient_3x3_8x8x512(images, module13_add1__padded,
        net->d_module14_separable_conv1__depthwise + (size_t)first * 32768,
        net->d_module14_separable_conv1__depthwise_kernel_sums + (size_t)first * 4608);
    copy_padded_8x8x512(images, net->d_module14_separable_conv1__depthwise + (size_t)first * 32768,
        d_module14_separable_conv1__depthwise_padded);
    depthwise_input_gradient_3x3_8x8x512(images, d_module14_separable_conv1__depthwise_padded,
        net->module14_separable_conv1__depthwise_kernel, d_module13_add1__y);
    max_pool_gradient_3x3_16x16x512_stride2(images, d_module13_add1__y,
        net->module13_max_pool1__index + (size_t)first * 8192, d_module13_batch_norm3__y);
    sums_16x16x512(images, d_module13_batch_norm3__y,
        net->module13_separable_conv2__y + (size_t)first * 131072,
        net->module13_separable_conv2__mean,
        net->d_module13_batch_norm3__gamma_sums + (size_t)first * 1024);
    sums_8x8x512(images, d_module13_add1__y, net->module13_conv1__y + (size_t)first * 32768,
        net->module13_conv1__mean, net->d_module13_batch_norm1__gamma_sums + (size_t)first * 1024);
}

static void module14_separable_conv1__backward_finish(void *context)
{
    xr_net *const net = context;
    sum_images_9x512(net->batch, net->d_module14_separable_conv1__depthwise_kernel_sums,
        net->d_module14_separable_conv1__depthwise_kernel, &net->finite);
    finish_normalize_gradient_256x512(net->batch, net->d_module13_batch_norm3__gamma_sums,
        net->module13_separable_conv2__variance, net->module13_batch_norm3__gamma,
        net->d_module13_batch_norm3__gamma, net->d_module13_batch_norm3__beta, &net->finite,
        net->d_module13_separable_conv2__gradient_scale,
        net->d_module13_separable_conv2__gradient_mean,
        net->d_module13_separable_conv2__gradient_slope);
    finish_normalize_gradient_64x512(net->batch, net->d_module13_batch_norm1__gamma_sums,
        net->module13_conv1__variance, net->module13_batch_norm1__gamma,
        net->d_module13_batch_norm1__gamma, net->d_module13_batch_norm1__beta, &net->finite,
        net->d_module13_conv1__gradient_scale, net->d_module13_conv1__gradient_mean,
        net->d_module13_conv1__gradient_slope);
}

/* Phase 25 of 61, gradient: module14_separable_conv1 (xception_1.yaml:51). Reads
 * module14_separable_conv1__depthwise_at23, d_module14_separable_conv1__at23. */
static void module14_separable_conv1__gradient(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const workspace = scratch; /* of the kernel */

    pointwise_weight_tile_8x8x512_768(net->batch, net->module14_separable_conv1__depthwise_at23,
        net->d_module14_separable_conv1__at23, task,
        net->d_module14_separable_conv1__pointwise_kernel, &net->finite, workspace);
}

/* Phase 26 of 61, backward: module13_separable_conv2 (xception_1.yaml:39): bn > relu > depthwise
 * 3x3 > depthwise gradient > pool gradient > bn gradient > weight gradient > pointwise gradient >
 * depthwise weight gradient > depthwise gradient > relu gradient > sums > bn gradient > conv
 * gradient. Reads module13_separable_conv1__y, d_module14_separable_conv1__depthwise,
 * module13_separable_conv2__y, module13_conv1__y. Writes d_module13_batch_norm2__y,
 * d_module13_conv1__at25, d_middle4_add1_2__y. */
static void module13_separable_conv2__backward(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const module13_relu2__padded = scratch + 262144; /* 16x16x364 in a halo of zeros */
    xr_real *const module13_separable_conv2__depthwise = scratch + 381376; /* 16x16x364 */
    xr_real *const d_module14_separable_conv1__depthwise_padded = scratch;
    xr_real *const d_module13_add1__y = scratch + 475584; /* 8x8x512 */
    xr_real *const d_module13_batch_norm3__y = scratch; /* 16x16x512 */
    xr_real *const d_module13_separable_conv2__y = scratch + 131072; /* 16x16x512 */
    xr_real *const workspace = scratch; /* of the kernel */
    xr_real *const d_module13_separable_conv2__depthwise_padded = scratch;
    xr_real *const d_module13_relu2__y = scratch + 119232; /* 16x16x364 */
    xr_real *const workspace_2 = scratch; /* of the kernel */

    for (int first = task; first < net->batch; first += CHAINS) {
        const bool accumulate = first >= CHAINS;
        const int images = 1;
        bn_relu_padded_16x16x364_v2(images,
            net->module13_separable_conv1__y + (size_t)first * 94208,
            net->module13_batch_norm2__scale, net->module13_batch_norm2__shift,
            module13_relu2__padded);
        depthwise_3x3_16x16x364(images, module13_relu2__padded,
            net->module13_separable_conv2__depthwise_kernel, module13_separable_conv2__depthwise);
        copy_padded_8x8x512(images,
            net->d_module14_separable_conv1__depthwise + (size_t)first * 32768,
            d_module14_separable_conv1__depthwise_padded);
        depthwise_input_gradient_3x3_8x8x512(images, d_module14_separable_conv1__depthwise_padded,
            net->module14_separable_conv1__depthwise_kernel, d_module13_add1__y);
        max_pool_gradient_3x3_16x16x512_stride2(images, d_module13_add1__y,
            net->module13_max_pool1__index + (size_t)first * 8192, d_module13_batch_norm3__y);
        bn_gradient_16x16x512(images, d_module13_batch_norm3__y,
            net->module13_separable_conv2__y + (size_t)first * 131072,
            net->module13_separable_conv2__mean, net->d_module13_separable_conv2__gradient_scale,
            net->d_module13_separable_conv2__gradient_mean,
            net->d_module13_separable_conv2__gradient_slope, d_module13_separable_conv2__y);
        pointwise_weight_gradient_16x16x364_512(images, module13_separable_conv2__depthwise,
            d_module13_separable_conv2__y,
            net->d_module13_separable_conv2__pointwise_kernel_chains + (size_t)task * 186368,
            accumulate, workspace);
        pointwise_input_gradient_16x16x364_512_padded(images, d_module13_separable_conv2__y,
            net->module13_separable_conv2__pointwise_kernel_transposed,
            d_module13_separable_conv2__depthwise_padded);
        depthwise_weight_gradient_3x3_16x16x364(images, module13_relu2__padded,
            d_module13_separable_conv2__depthwise_padded,
            net->d_module13_separable_conv2__depthwise_kernel_sums + (size_t)first * 3312);
        depthwise_input_gradient_3x3_16x16x364(images, d_module13_separable_conv2__depthwise_padded,
            net->module13_separable_conv2__depthwise_kernel, d_module13_relu2__y);
        relu_gradient_sums_16x16x364(images, d_module13_relu2__y, module13_relu2__padded,
            net->module13_separable_conv1__y + (size_t)first * 94208,
            net->module13_separable_conv1__mean,
            net->d_module13_batch_norm2__y + (size_t)first * 94208,
            net->d_module13_batch_norm2__gamma_sums + (size_t)first * 736);
        bn_gradient_8x8x512(images, d_module13_add1__y,
            net->module13_conv1__y + (size_t)first * 32768, net->module13_conv1__mean,
            net->d_module13_conv1__gradient_scale, net->d_module13_conv1__gradient_mean,
            net->d_module13_conv1__gradient_slope,
            net->d_module13_conv1__at25 + (size_t)first * 32768);
        conv_input_gradient_1x1_16x16x364_512_stride2(images,
            net->d_module13_conv1__at25 + (size_t)first * 32768,
            net->module13_conv1__kernel_transposed,
            net->d_middle4_add1_2__y + (size_t)first * 94208, workspace_2);
    }
}

static void module13_separable_conv2__backward_finish(void *context)
{
    xr_net *const net = context;
    sum_images_9x364(net->batch, net->d_module13_separable_conv2__depthwise_kernel_sums,
        net->d_module13_separable_conv2__depthwise_kernel, &net->finite);
    finish_normalize_gradient_256x364(net->batch, net->d_module13_batch_norm2__gamma_sums,
        net->module13_separable_conv1__variance, net->module13_batch_norm2__gamma,
        net->d_module13_batch_norm2__gamma, net->d_module13_batch_norm2__beta, &net->finite,
        net->d_module13_separable_conv1__gradient_scale,
        net->d_module13_separable_conv1__gradient_mean,
        net->d_module13_separable_conv1__gradient_slope);
}

/* Phase 27 of 61, gradient: module13_separable_conv2 (xception_1.yaml:39). Reads middle4_add1__y,
 * d_module13_conv1__at25. */
static void module13_separable_conv2__gradient(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const workspace = scratch; /* of the kernel */
    xr_real *const workspace_2 = scratch + 49152; /* of the kernel */

    if (task < 12) {
        merge_chains_186368(net->batch, net->d_module13_separable_conv2__pointwise_kernel_chains,
            task, net->d_module13_separable_conv2__pointwise_kernel, &net->finite);
        return;
    }
    task -= 12;
    conv_weight_tile_1x1_16x16x364_512_stride2(net->batch, net->middle4_add1__y,
        net->d_module13_conv1__at25, task, net->d_module13_conv1__kernel, &net->finite, workspace,
        workspace_2);
}

/* Phase 28 of 61, backward: module13_separable_conv1 (xception_1.yaml:36): depthwise 3x3 > bn
 * gradient > weight gradient > pointwise gradient > depthwise weight gradient > depthwise gradient
 * > add > sums. Reads middle4_add1__y, d_module13_batch_norm2__y, module13_separable_conv1__y,
 * d_middle4_add1_2__y, middle4_separable_conv3__y. Writes d_middle4_add1__y. */
static void module13_separable_conv1__backward(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const middle4_add1__padded = scratch; /* 16x16x364 in a halo of zeros */
    xr_real *const module13_separable_conv1__depthwise = scratch + 119232; /* 16x16x364 */
    xr_real *const d_module13_separable_conv1__y = scratch + 238464; /* 16x16x364 */
    xr_real *const workspace = scratch + 213440; /* of the kernel */
    xr_real *const d_module13_separable_conv1__depthwise_padded = scratch + 119232;
    xr_real *const d_middle4_add1_1__y = scratch; /* 16x16x364 */

    for (int first = task; first < net->batch; first += CHAINS) {
        const bool accumulate = first >= CHAINS;
        const int images = 1;
        copy_padded_16x16x364(
            images, net->middle4_add1__y + (size_t)first * 94208, middle4_add1__padded);
        depthwise_3x3_16x16x364(images, middle4_add1__padded,
            net->module13_separable_conv1__depthwise_kernel, module13_separable_conv1__depthwise);
        bn_gradient_16x16x364(images, net->d_module13_batch_norm2__y + (size_t)first * 94208,
            net->module13_separable_conv1__y + (size_t)first * 94208,
            net->module13_separable_conv1__mean, net->d_module13_separable_conv1__gradient_scale,
            net->d_module13_separable_conv1__gradient_mean,
            net->d_module13_separable_conv1__gradient_slope, d_module13_separable_conv1__y);
        pointwise_weight_gradient_16x16x364_364(images, module13_separable_conv1__depthwise,
            d_module13_separable_conv1__y,
            net->d_module13_separable_conv1__pointwise_kernel_chains + (size_t)task * 133952,
            accumulate, workspace);
        pointwise_input_gradient_16x16x364_364_padded(images, d_module13_separable_conv1__y,
            net->module13_separable_conv1__pointwise_kernel_transposed,
            d_module13_separable_conv1__depthwise_padded);
        depthwise_weight_gradient_3x3_16x16x364(images, middle4_add1__padded,
            d_module13_separable_conv1__depthwise_padded,
            net->d_module13_separable_conv1__depthwise_kernel_sums + (size_t)first * 3312);
        depthwise_input_gradient_3x3_16x16x364(images, d_module13_separable_conv1__depthwise_padded,
            net->module13_separable_conv1__depthwise_kernel, d_middle4_add1_1__y);
        add_sums_16x16x364(images, d_middle4_add1_1__y,
            net->d_middle4_add1_2__y + (size_t)first * 94208,
            net->middle4_separable_conv3__y + (size_t)first * 94208,
            net->middle4_separable_conv3__mean, net->d_middle4_add1__y + (size_t)first * 94208,
            net->d_middle4_batch_norm3__gamma_sums + (size_t)first * 736);
    }
}

static void module13_separable_conv1__backward_finish(void *context)
{
    xr_net *const net = context;
    sum_images_9x364(net->batch, net->d_module13_separable_conv1__depthwise_kernel_sums,
        net->d_module13_separable_conv1__depthwise_kernel, &net->finite);
    finish_normalize_gradient_256x364(net->batch, net->d_middle4_batch_norm3__gamma_sums,
        net->middle4_separable_conv3__variance, net->middle4_batch_norm3__gamma,
        net->d_middle4_batch_norm3__gamma, net->d_middle4_batch_norm3__beta, &net->finite,
        net->d_middle4_separable_conv3__gradient_scale,
        net->d_middle4_separable_conv3__gradient_mean,
        net->d_middle4_separable_conv3__gradient_slope);
}

/* Phase 29 of 61, gradient: module13_separable_conv1 (xception_1.yaml:36). */
static void module13_separable_conv1__gradient(void *context, int task, int thread)
{
    xr_net *const net = context;
    (void)thread;

    merge_chains_133952(net->batch, net->d_module13_separable_conv1__pointwise_kernel_chains, task,
        net->d_module13_separable_conv1__pointwise_kernel, &net->finite);
}

/* Phase 30 of 61, backward: middle4_separable_conv3 (xception_1.yaml:46): bn > relu > depthwise 3x3
 * > bn gradient > weight gradient > pointwise gradient > depthwise weight gradient > depthwise
 * gradient > relu gradient > sums. Reads middle4_separable_conv2__y, d_middle4_add1__y,
 * middle4_separable_conv3__y. Writes d_middle4_batch_norm2__y. */
static void middle4_separable_conv3__backward(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const middle4_relu3__padded = scratch; /* 16x16x364 in a halo of zeros */
    xr_real *const middle4_separable_conv3__depthwise = scratch + 119232; /* 16x16x364 */
    xr_real *const d_middle4_separable_conv3__y = scratch + 238464; /* 16x16x364 */
    xr_real *const workspace = scratch + 213440; /* of the kernel */
    xr_real *const d_middle4_separable_conv3__depthwise_padded = scratch + 119232;
    xr_real *const d_middle4_relu3__y = scratch + 238464; /* 16x16x364 */

    for (int first = task; first < net->batch; first += CHAINS) {
        const bool accumulate = first >= CHAINS;
        const int images = 1;
        bn_relu_padded_16x16x364_v2(images, net->middle4_separable_conv2__y + (size_t)first * 94208,
            net->middle4_batch_norm2__scale, net->middle4_batch_norm2__shift,
            middle4_relu3__padded);
        depthwise_3x3_16x16x364(images, middle4_relu3__padded,
            net->middle4_separable_conv3__depthwise_kernel, middle4_separable_conv3__depthwise);
        bn_gradient_16x16x364(images, net->d_middle4_add1__y + (size_t)first * 94208,
            net->middle4_separable_conv3__y + (size_t)first * 94208,
            net->middle4_separable_conv3__mean, net->d_middle4_separable_conv3__gradient_scale,
            net->d_middle4_separable_conv3__gradient_mean,
            net->d_middle4_separable_conv3__gradient_slope, d_middle4_separable_conv3__y);
        pointwise_weight_gradient_16x16x364_364(images, middle4_separable_conv3__depthwise,
            d_middle4_separable_conv3__y,
            net->d_middle4_separable_conv3__pointwise_kernel_chains + (size_t)task * 133952,
            accumulate, workspace);
        pointwise_input_gradient_16x16x364_364_padded(images, d_middle4_separable_conv3__y,
            net->middle4_separable_conv3__pointwise_kernel_transposed,
            d_middle4_separable_conv3__depthwise_padded);
        depthwise_weight_gradient_3x3_16x16x364(images, middle4_relu3__padded,
            d_middle4_separable_conv3__depthwise_padded,
            net->d_middle4_separable_conv3__depthwise_kernel_sums + (size_t)first * 3312);
        depthwise_input_gradient_3x3_16x16x364(images, d_middle4_separable_conv3__depthwise_padded,
            net->middle4_separable_conv3__depthwise_kernel, d_middle4_relu3__y);
        relu_gradient_sums_16x16x364(images, d_middle4_relu3__y, middle4_relu3__padded,
            net->middle4_separable_conv2__y + (size_t)first * 94208,
            net->middle4_separable_conv2__mean,
            net->d_middle4_batch_norm2__y + (size_t)first * 94208,
            net->d_middle4_batch_norm2__gamma_sums + (size_t)first * 736);
    }
}

static void middle4_separable_conv3__backward_finish(void *context)
{
    xr_net *const net = context;
    sum_images_9x364(net->batch, net->d_middle4_separable_conv3__depthwise_kernel_sums,
        net->d_middle4_separable_conv3__depthwise_kernel, &net->finite);
    finish_normalize_gradient_256x364(net->batch, net->d_middle4_batch_norm2__gamma_sums,
        net->middle4_separable_conv2__variance, net->middle4_batch_norm2__gamma,
        net->d_middle4_batch_norm2__gamma, net->d_middle4_batch_norm2__beta, &net->finite,
        net->d_middle4_separable_conv2__gradient_scale,
        net->d_middle4_separable_conv2__gradient_mean,
        net->d_middle4_separable_conv2__gradient_slope);
}

/* Phase 31 of 61, gradient: middle4_separable_conv3 (xception_1.yaml:46). */
static void middle4_separable_conv3__gradient(void *context, int task, int thread)
{
    xr_net *const net = context;
    (void)thread;

    merge_chains_133952(net->batch, net->d_middle4_separable_conv3__pointwise_kernel_chains, task,
        net->d_middle4_separable_conv3__pointwise_kernel, &net->finite);
}

/* Phase 32 of 61, backward: middle4_separable_conv2 (xception_1.yaml:46): bn > relu > depthwise 3x3
 * > bn gradient > weight gradient > pointwise gradient > depthwise weight gradient > depthwise
 * gradient > relu gradient > sums. Reads middle4_separable_conv1__y, d_middle4_batch_norm2__y,
 * middle4_separable_conv2__y. Writes d_middle4_batch_norm1__y. */
static void middle4_separable_conv2__backward(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const middle4_relu2__padded = scratch; /* 16x16x364 in a halo of zeros */
    xr_real *const middle4_separable_conv2__depthwise = scratch + 119232; /* 16x16x364 */
    xr_real *const d_middle4_separable_conv2__y = scratch + 238464; /* 16x16x364 */
    xr_real *const workspace = scratch + 213440; /* of the kernel */
    xr_real *const d_middle4_separable_conv2__depthwise_padded = scratch + 119232;
    xr_real *const d_middle4_relu2__y = scratch + 238464; /* 16x16x364 */

    for (int first = task; first < net->batch; first += CHAINS) {
        const bool accumulate = first >= CHAINS;
        const int images = 1;
        bn_relu_padded_16x16x364_v2(images, net->middle4_separable_conv1__y + (size_t)first * 94208,
            net->middle4_batch_norm1__scale, net->middle4_batch_norm1__shift,
            middle4_relu2__padded);
        depthwise_3x3_16x16x364(images, middle4_relu2__padded,
            net->middle4_separable_conv2__depthwise_kernel, middle4_separable_conv2__depthwise);
        bn_gradient_16x16x364(images, net->d_middle4_batch_norm2__y + (size_t)first * 94208,
            net->middle4_separable_conv2__y + (size_t)first * 94208,
            net->middle4_separable_conv2__mean, net->d_middle4_separable_conv2__gradient_scale,
            net->d_middle4_separable_conv2__gradient_mean,
            net->d_middle4_separable_conv2__gradient_slope, d_middle4_separable_conv2__y);
        pointwise_weight_gradient_16x16x364_364(images, middle4_separable_conv2__depthwise,
            d_middle4_separable_conv2__y,
            net->d_middle4_separable_conv2__pointwise_kernel_chains + (size_t)task * 133952,
            accumulate, workspace);
        pointwise_input_gradient_16x16x364_364_padded(images, d_middle4_separable_conv2__y,
            net->middle4_separable_conv2__pointwise_kernel_transposed,
            d_middle4_separable_conv2__depthwise_padded);
        depthwise_weight_gradient_3x3_16x16x364(images, middle4_relu2__padded,
            d_middle4_separable_conv2__depthwise_padded,
            net->d_middle4_separable_conv2__depthwise_kernel_sums + (size_t)first * 3312);
        depthwise_input_gradient_3x3_16x16x364(images, d_middle4_separable_conv2__depthwise_padded,
            net->middle4_separable_conv2__depthwise_kernel, d_middle4_relu2__y);
        relu_gradient_sums_16x16x364(images, d_middle4_relu2__y, middle4_relu2__padded,
            net->middle4_separable_conv1__y + (size_t)first * 94208,
            net->middle4_separable_conv1__mean,
            net->d_middle4_batch_norm1__y + (size_t)first * 94208,
            net->d_middle4_batch_norm1__gamma_sums + (size_t)first * 736);
    }
}

static void middle4_separable_conv2__backward_finish(void *context)
{
    xr_net *const net = context;
    sum_images_9x364(net->batch, net->d_middle4_separable_conv2__depthwise_kernel_sums,
        net->d_middle4_separable_conv2__depthwise_kernel, &net->finite);
    finish_normalize_gradient_256x364(net->batch, net->d_middle4_batch_norm1__gamma_sums,
        net->middle4_separable_conv1__variance, net->middle4_batch_norm1__gamma,
        net->d_middle4_batch_norm1__gamma, net->d_middle4_batch_norm1__beta, &net->finite,
        net->d_middle4_separable_conv1__gradient_scale,
        net->d_middle4_separable_conv1__gradient_mean,
        net->d_middle4_separable_conv1__gradient_slope);
}

/* Phase 33 of 61, gradient: middle4_separable_conv2 (xception_1.yaml:46). */
static void middle4_separable_conv2__gradient(void *context, int task, int thread)
{
    xr_net *const net = context;
    (void)thread;

    merge_chains_133952(net->batch, net->d_middle4_separable_conv2__pointwise_kernel_chains, task,
        net->d_middle4_separable_conv2__pointwise_kernel, &net->finite);
}

/* Phase 34 of 61, backward: middle4_separable_conv1 (xception_1.yaml:46): relu > depthwise 3x3 > bn
 * gradient > weight gradient > pointwise gradient > depthwise weight gradient > depthwise gradient
 * > relu gradient > add > sums. Reads middle3_add1__y, d_middle4_batch_norm1__y,
 * middle4_separable_conv1__y, d_middle4_add1__y, middle3_separable_conv3__y. Writes
 * d_middle3_add1__y. */
static void middle4_separable_conv1__backward(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const middle4_relu1__padded = scratch; /* 16x16x364 in a halo of zeros */
    xr_real *const middle4_separable_conv1__depthwise = scratch + 119232; /* 16x16x364 */
    xr_real *const d_middle4_separable_conv1__y = scratch + 238464; /* 16x16x364 */
    xr_real *const workspace = scratch + 213440; /* of the kernel */
    xr_real *const d_middle4_separable_conv1__depthwise_padded = scratch + 119232;
    xr_real *const d_middle4_relu1__y = scratch + 238464; /* 16x16x364 */

    for (int first = task; first < net->batch; first += CHAINS) {
        const bool accumulate = first >= CHAINS;
        const int images = 1;
        relu_padded_16x16x364(
            images, net->middle3_add1__y + (size_t)first * 94208, middle4_relu1__padded);
        depthwise_3x3_16x16x364(images, middle4_relu1__padded,
            net->middle4_separable_conv1__depthwise_kernel, middle4_separable_conv1__depthwise);
        bn_gradient_16x16x364(images, net->d_middle4_batch_norm1__y + (size_t)first * 94208,
            net->middle4_separable_conv1__y + (size_t)first * 94208,
            net->middle4_separable_conv1__mean, net->d_middle4_separable_conv1__gradient_scale,
            net->d_middle4_separable_conv1__gradient_mean,
            net->d_middle4_separable_conv1__gradient_slope, d_middle4_separable_conv1__y);
        pointwise_weight_gradient_16x16x364_364(images, middle4_separable_conv1__depthwise,
            d_middle4_separable_conv1__y,
            net->d_middle4_separable_conv1__pointwise_kernel_chains + (size_t)task * 133952,
            accumulate, workspace);
        pointwise_input_gradient_16x16x364_364_padded(images, d_middle4_separable_conv1__y,
            net->middle4_separable_conv1__pointwise_kernel_transposed,
            d_middle4_separable_conv1__depthwise_padded);
        depthwise_weight_gradient_3x3_16x16x364(images, middle4_relu1__padded,
            d_middle4_separable_conv1__depthwise_padded,
            net->d_middle4_separable_conv1__depthwise_kernel_sums + (size_t)first * 3312);
        depthwise_input_gradient_3x3_16x16x364(images, d_middle4_separable_conv1__depthwise_padded,
            net->middle4_separable_conv1__depthwise_kernel, d_middle4_relu1__y);
        relu_gradient_add_sums_16x16x364(images, d_middle4_relu1__y, middle4_relu1__padded,
            net->d_middle4_add1__y + (size_t)first * 94208,
            net->middle3_separable_conv3__y + (size_t)first * 94208,
            net->middle3_separable_conv3__mean, net->d_middle3_add1__y + (size_t)first * 94208,
            net->d_middle3_batch_norm3__gamma_sums + (size_t)first * 736);
    }
}

static void middle4_separable_conv1__backward_finish(void *context)
{
    xr_net *const net = context;
    sum_images_9x364(net->batch, net->d_middle4_separable_conv1__depthwise_kernel_sums,
        net->d_middle4_separable_conv1__depthwise_kernel, &net->finite);
    finish_normalize_gradient_256x364(net->batch, net->d_middle3_batch_norm3__gamma_sums,
        net->middle3_separable_conv3__variance, net->middle3_batch_norm3__gamma,
        net->d_middle3_batch_norm3__gamma, net->d_middle3_batch_norm3__beta, &net->finite,
        net->d_middle3_separable_conv3__gradient_scale,
        net->d_middle3_separable_conv3__gradient_mean,
        net->d_middle3_separable_conv3__gradient_slope);
}

/* Phase 35 of 61, gradient: middle4_separable_conv1 (xception_1.yaml:46). */
static void middle4_separable_conv1__gradient(void *context, int task, int thread)
{
    xr_net *const net = context;
    (void)thread;

    merge_chains_133952(net->batch, net->d_middle4_separable_conv1__pointwise_kernel_chains, task,
        net->d_middle4_separable_conv1__pointwise_kernel, &net->finite);
}

/* Phase 36 of 61, backward: middle3_separable_conv3 (xception_1.yaml:46): bn > relu > depthwise 3x3
 * > bn gradient > weight gradient > pointwise gradient > depthwise weight gradient > depthwise
 * gradient > relu gradient > sums. Reads middle3_separable_conv2__y, d_middle3_add1__y,
 * middle3_separable_conv3__y. Writes d_middle3_batch_norm2__y. */
static void middle3_separable_conv3__backward(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const middle3_relu3__padded = scratch; /* 16x16x364 in a halo of zeros */
    xr_real *const middle3_separable_conv3__depthwise = scratch + 119232; /* 16x16x364 */
    xr_real *const d_middle3_separable_conv3__y = scratch + 238464; /* 16x16x364 */
    xr_real *const workspace = scratch + 213440; /* of the kernel */
    xr_real *const d_middle3_separable_conv3__depthwise_padded = scratch + 119232;
    xr_real *const d_middle3_relu3__y = scratch + 238464; /* 16x16x364 */

    for (int first = task; first < net->batch; first += CHAINS) {
        const bool accumulate = first >= CHAINS;
        const int images = 1;
        bn_relu_padded_16x16x364_v2(images, net->middle3_separable_conv2__y + (size_t)first * 94208,
            net->middle3_batch_norm2__scale, net->middle3_batch_norm2__shift,
            middle3_relu3__padded);
        depthwise_3x3_16x16x364(images, middle3_relu3__padded,
            net->middle3_separable_conv3__depthwise_kernel, middle3_separable_conv3__depthwise);
        bn_gradient_16x16x364(images, net->d_middle3_add1__y + (size_t)first * 94208,
            net->middle3_separable_conv3__y + (size_t)first * 94208,
            net->middle3_separable_conv3__mean, net->d_middle3_separable_conv3__gradient_scale,
            net->d_middle3_separable_conv3__gradient_mean,
            net->d_middle3_separable_conv3__gradient_slope, d_middle3_separable_conv3__y);
        pointwise_weight_gradient_16x16x364_364(images, middle3_separable_conv3__depthwise,
            d_middle3_separable_conv3__y,
            net->d_middle3_separable_conv3__pointwise_kernel_chains + (size_t)task * 133952,
            accumulate, workspace);
        pointwise_input_gradient_16x16x364_364_padded(images, d_middle3_separable_conv3__y,
            net->middle3_separable_conv3__pointwise_kernel_transposed,
            d_middle3_separable_conv3__depthwise_padded);
        depthwise_weight_gradient_3x3_16x16x364(images, middle3_relu3__padded,
            d_middle3_separable_conv3__depthwise_padded,
            net->d_middle3_separable_conv3__depthwise_kernel_sums + (size_t)first * 3312);
        depthwise_input_gradient_3x3_16x16x364(images, d_middle3_separable_conv3__depthwise_padded,
            net->middle3_separable_conv3__depthwise_kernel, d_middle3_relu3__y);
        relu_gradient_sums_16x16x364(images, d_middle3_relu3__y, middle3_relu3__padded,
            net->middle3_separable_conv2__y + (size_t)first * 94208,
            net->middle3_separable_conv2__mean,
            net->d_middle3_batch_norm2__y + (size_t)first * 94208,
            net->d_middle3_batch_norm2__gamma_sums + (size_t)first * 736);
    }
}

static void middle3_separable_conv3__backward_finish(void *context)
{
    xr_net *const net = context;
    sum_images_9x364(net->batch, net->d_middle3_separable_conv3__depthwise_kernel_sums,
        net->d_middle3_separable_conv3__depthwise_kernel, &net->finite);
    finish_normalize_gradient_256x364(net->batch, net->d_middle3_batch_norm2__gamma_sums,
        net->middle3_separable_conv2__variance, net->middle3_batch_norm2__gamma,
        net->d_middle3_batch_norm2__gamma, net->d_middle3_batch_norm2__beta, &net->finite,
        net->d_middle3_separable_conv2__gradient_scale,
        net->d_middle3_separable_conv2__gradient_mean,
        net->d_middle3_separable_conv2__gradient_slope);
}

/* Phase 37 of 61, gradient: middle3_separable_conv3 (xception_1.yaml:46). */
static void middle3_separable_conv3__gradient(void *context, int task, int thread)
{
    xr_net *const net = context;
    (void)thread;

    merge_chains_133952(net->batch, net->d_middle3_separable_conv3__pointwise_kernel_chains, task,
        net->d_middle3_separable_conv3__pointwise_kernel, &net->finite);
}

/* Phase 38 of 61, backward: middle3_separable_conv2 (xception_1.yaml:46): bn > relu > depthwise 3x3
 * > bn gradient > weight gradient > pointwise gradient > depthwise weight gradient > depthwise
 * gradient > relu gradient > sums. Reads middle3_separable_conv1__y, d_middle3_batch_norm2__y,
 * middle3_separable_conv2__y. Writes d_middle3_batch_norm1__y. */
static void middle3_separable_conv2__backward(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const middle3_relu2__padded = scratch; /* 16x16x364 in a halo of zeros */
    xr_real *const middle3_separable_conv2__depthwise = scratch + 119232; /* 16x16x364 */
    xr_real *const d_middle3_separable_conv2__y = scratch + 238464; /* 16x16x364 */
    xr_real *const workspace = scratch + 213440; /* of the kernel */
    xr_real *const d_middle3_separable_conv2__depthwise_padded = scratch + 119232;
    xr_real *const d_middle3_relu2__y = scratch + 238464; /* 16x16x364 */

    for (int first = task; first < net->batch; first += CHAINS) {
        const bool accumulate = first >= CHAINS;
        const int images = 1;
        bn_relu_padded_16x16x364_v2(images, net->middle3_separable_conv1__y + (size_t)first * 94208,
            net->middle3_batch_norm1__scale, net->middle3_batch_norm1__shift,
            middle3_relu2__padded);
        depthwise_3x3_16x16x364(images, middle3_relu2__padded,
            net->middle3_separable_conv2__depthwise_kernel, middle3_separable_conv2__depthwise);
        bn_gradient_16x16x364(images, net->d_middle3_batch_norm2__y + (size_t)first * 94208,
            net->middle3_separable_conv2__y + (size_t)first * 94208,
            net->middle3_separable_conv2__mean, net->d_middle3_separable_conv2__gradient_scale,
            net->d_middle3_separable_conv2__gradient_mean,
            net->d_middle3_separable_conv2__gradient_slope, d_middle3_separable_conv2__y);
        pointwise_weight_gradient_16x16x364_364(images, middle3_separable_conv2__depthwise,
            d_middle3_separable_conv2__y,
            net->d_middle3_separable_conv2__pointwise_kernel_chains + (size_t)task * 133952,
            accumulate, workspace);
        pointwise_input_gradient_16x16x364_364_padded(images, d_middle3_separable_conv2__y,
            net->middle3_separable_conv2__pointwise_kernel_transposed,
            d_middle3_separable_conv2__depthwise_padded);
        depthwise_weight_gradient_3x3_16x16x364(images, middle3_relu2__padded,
            d_middle3_separable_conv2__depthwise_padded,
            net->d_middle3_separable_conv2__depthwise_kernel_sums + (size_t)first * 3312);
        depthwise_input_gradient_3x3_16x16x364(images, d_middle3_separable_conv2__depthwise_padded,
            net->middle3_separable_conv2__depthwise_kernel, d_middle3_relu2__y);
        relu_gradient_sums_16x16x364(images, d_middle3_relu2__y, middle3_relu2__padded,
            net->middle3_separable_conv1__y + (size_t)first * 94208,
            net->middle3_separable_conv1__mean,
            net->d_middle3_batch_norm1__y + (size_t)first * 94208,
            net->d_middle3_batch_norm1__gamma_sums + (size_t)first * 736);
    }
}

static void middle3_separable_conv2__backward_finish(void *context)
{
    xr_net *const net = context;
    sum_images_9x364(net->batch, net->d_middle3_separable_conv2__depthwise_kernel_sums,
        net->d_middle3_separable_conv2__depthwise_kernel, &net->finite);
    finish_normalize_gradient_256x364(net->batch, net->d_middle3_batch_norm1__gamma_sums,
        net->middle3_separable_conv1__variance, net->middle3_batch_norm1__gamma,
        net->d_middle3_batch_norm1__gamma, net->d_middle3_batch_norm1__beta, &net->finite,
        net->d_middle3_separable_conv1__gradient_scale,
        net->d_middle3_separable_conv1__gradient_mean,
        net->d_middle3_separable_conv1__gradient_slope);
}

/* Phase 39 of 61, gradient: middle3_separable_conv2 (xception_1.yaml:46). */
static void middle3_separable_conv2__gradient(void *context, int task, int thread)
{
    xr_net *const net = context;
    (void)thread;

    merge_chains_133952(net->batch, net->d_middle3_separable_conv2__pointwise_kernel_chains, task,
        net->d_middle3_separable_conv2__pointwise_kernel, &net->finite);
}

/* Phase 40 of 61, backward: middle3_separable_conv1 (xception_1.yaml:46): relu > depthwise 3x3 > bn
 * gradient > weight gradient > pointwise gradient > depthwise weight gradient > depthwise gradient
 * > relu gradient > add > sums. Reads middle2_add1__y, d_middle3_batch_norm1__y,
 * middle3_separable_conv1__y, d_middle3_add1__y, middle2_separable_conv3__y. Writes
 * d_middle2_add1__y. */
static void middle3_separable_conv1__backward(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const middle3_relu1__padded = scratch; /* 16x16x364 in a halo of zeros */
    xr_real *const middle3_separable_conv1__depthwise = scratch + 119232; /* 16x16x364 */
    xr_real *const d_middle3_separable_conv1__y = scratch + 238464; /* 16x16x364 */
    xr_real *const workspace = scratch + 213440; /* of the kernel */
    xr_real *const d_middle3_separable_conv1__depthwise_padded = scratch + 119232;
    xr_real *const d_middle3_relu1__y = scratch + 238464; /* 16x16x364 */

    for (int first = task; first < net->batch; first += CHAINS) {
        const bool accumulate = first >= CHAINS;
        const int images = 1;
        relu_padded_16x16x364(
            images, net->middle2_add1__y + (size_t)first * 94208, middle3_relu1__padded);
        depthwise_3x3_16x16x364(images, middle3_relu1__padded,
            net->middle3_separable_conv1__depthwise_kernel, middle3_separable_conv1__depthwise);
        bn_gradient_16x16x364(images, net->d_middle3_batch_norm1__y + (size_t)first * 94208,
            net->middle3_separable_conv1__y + (size_t)first * 94208,
            net->middle3_separable_conv1__mean, net->d_middle3_separable_conv1__gradient_scale,
            net->d_middle3_separable_conv1__gradient_mean,
            net->d_middle3_separable_conv1__gradient_slope, d_middle3_separable_conv1__y);
        pointwise_weight_gradient_16x16x364_364(images, middle3_separable_conv1__depthwise,
            d_middle3_separable_conv1__y,
            net->d_middle3_separable_conv1__pointwise_kernel_chains + (size_t)task * 133952,
            accumulate, workspace);
        pointwise_input_gradient_16x16x364_364_padded(images, d_middle3_separable_conv1__y,
            net->middle3_separable_conv1__pointwise_kernel_transposed,
            d_middle3_separable_conv1__depthwise_padded);
        depthwise_weight_gradient_3x3_16x16x364(images, middle3_relu1__padded,
            d_middle3_separable_conv1__depthwise_padded,
            net->d_middle3_separable_conv1__depthwise_kernel_sums + (size_t)first * 3312);
        depthwise_input_gradient_3x3_16x16x364(images, d_middle3_separable_conv1__depthwise_padded,
            net->middle3_separable_conv1__depthwise_kernel, d_middle3_relu1__y);
        relu_gradient_add_sums_16x16x364(images, d_middle3_relu1__y, middle3_relu1__padded,
            net->d_middle3_add1__y + (size_t)first * 94208,
            net->middle2_separable_conv3__y + (size_t)first * 94208,
            net->middle2_separable_conv3__mean, net->d_middle2_add1__y + (size_t)first * 94208,
            net->d_middle2_batch_norm3__gamma_sums + (size_t)first * 736);
    }
}

static void middle3_separable_conv1__backward_finish(void *context)
{
    xr_net *const net = context;
    sum_images_9x364(net->batch, net->d_middle3_separable_conv1__depthwise_kernel_sums,
        net->d_middle3_separable_conv1__depthwise_kernel, &net->finite);
    finish_normalize_gradient_256x364(net->batch, net->d_middle2_batch_norm3__gamma_sums,
        net->middle2_separable_conv3__variance, net->middle2_batch_norm3__gamma,
        net->d_middle2_batch_norm3__gamma, net->d_middle2_batch_norm3__beta, &net->finite,
        net->d_middle2_separable_conv3__gradient_scale,
        net->d_middle2_separable_conv3__gradient_mean,
        net->d_middle2_separable_conv3__gradient_slope);
}

/* Phase 41 of 61, gradient: middle3_separable_conv1 (xception_1.yaml:46). */
static void middle3_separable_conv1__gradient(void *context, int task, int thread)
{
    xr_net *const net = context;
    (void)thread;

    merge_chains_133952(net->batch, net->d_middle3_separable_conv1__pointwise_kernel_chains, task,
        net->d_middle3_separable_conv1__pointwise_kernel, &net->finite);
}

/* Phase 42 of 61, backward: middle2_separable_conv3 (xception_1.yaml:46): bn > relu > depthwise 3x3
 * > bn gradient > weight gradient > pointwise gradient > depthwise weight gradient > depthwise
 * gradient > relu gradient > sums. Reads middle2_separable_conv2__y, d_middle2_add1__y,
 * middle2_separable_conv3__y. Writes d_middle2_batch_norm2__y. */
static void middle2_separable_conv3__backward(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const middle2_relu3__padded = scratch; /* 16x16x364 in a halo of zeros */
    xr_real *const middle2_separable_conv3__depthwise = scratch + 119232; /* 16x16x364 */
    xr_real *const d_middle2_separable_conv3__y = scratch + 238464; /* 16x16x364 */
    xr_real *const workspace = scratch + 213440; /* of the kernel */
    xr_real *const d_middle2_separable_conv3__depthwise_padded = scratch + 119232;
    xr_real *const d_middle2_relu3__y = scratch + 238464; /* 16x16x364 */

    for (int first = task; first < net->batch; first += CHAINS) {
        const bool accumulate = first >= CHAINS;
        const int images = 1;
        bn_relu_padded_16x16x364_v2(images, net->middle2_separable_conv2__y + (size_t)first * 94208,
            net->middle2_batch_norm2__scale, net->middle2_batch_norm2__shift,
            middle2_relu3__padded);
        depthwise_3x3_16x16x364(images, middle2_relu3__padded,
            net->middle2_separable_conv3__depthwise_kernel, middle2_separable_conv3__depthwise);
        bn_gradient_16x16x364(images, net->d_middle2_add1__y + (size_t)first * 94208,
            net->middle2_separable_conv3__y + (size_t)first * 94208,
            net->middle2_separable_conv3__mean, net->d_middle2_separable_conv3__gradient_scale,
            net->d_middle2_separable_conv3__gradient_mean,
            net->d_middle2_separable_conv3__gradient_slope, d_middle2_separable_conv3__y);
        pointwise_weight_gradient_16x16x364_364(images, middle2_separable_conv3__depthwise,
            d_middle2_separable_conv3__y,
            net->d_middle2_separable_conv3__pointwise_kernel_chains + (size_t)task * 133952,
            accumulate, workspace);
        pointwise_input_gradient_16x16x364_364_padded(images, d_middle2_separable_conv3__y,
            net->middle2_separable_conv3__pointwise_kernel_transposed,
            d_middle2_separable_conv3__depthwise_padded);
        depthwise_weight_gradient_3x3_16x16x364(images, middle2_relu3__padded,
            d_middle2_separable_conv3__depthwise_padded,
            net->d_middle2_separable_conv3__depthwise_kernel_sums + (size_t)first * 3312);
        depthwise_input_gradient_3x3_16x16x364(images, d_middle2_separable_conv3__depthwise_padded,
            net->middle2_separable_conv3__depthwise_kernel, d_middle2_relu3__y);
        relu_gradient_sums_16x16x364(images, d_middle2_relu3__y, middle2_relu3__padded,
            net->middle2_separable_conv2__y + (size_t)first * 94208,
            net->middle2_separable_conv2__mean,
            net->d_middle2_batch_norm2__y + (size_t)first * 94208,
            net->d_middle2_batch_norm2__gamma_sums + (size_t)first * 736);
    }
}

static void middle2_separable_conv3__backward_finish(void *context)
{
    xr_net *const net = context;
    sum_images_9x364(net->batch, net->d_middle2_separable_conv3__depthwise_kernel_sums,
        net->d_middle2_separable_conv3__depthwise_kernel, &net->finite);
    finish_normalize_gradient_256x364(net->batch, net->d_middle2_batch_norm2__gamma_sums,
        net->middle2_separable_conv2__variance, net->middle2_batch_norm2__gamma,
        net->d_middle2_batch_norm2__gamma, net->d_middle2_batch_norm2__beta, &net->finite,
        net->d_middle2_separable_conv2__gradient_scale,
        net->d_middle2_separable_conv2__gradient_mean,
        net->d_middle2_separable_conv2__gradient_slope);
}

/* Phase 43 of 61, gradient: middle2_separable_conv3 (xception_1.yaml:46). */
static void middle2_separable_conv3__gradient(void *context, int task, int thread)
{
    xr_net *const net = context;
    (void)thread;

    merge_chains_133952(net->batch, net->d_middle2_separable_conv3__pointwise_kernel_chains, task,
        net->d_middle2_separable_conv3__pointwise_kernel, &net->finite);
}

/* Phase 44 of 61, backward: middle2_separable_conv2 (xception_1.yaml:46): bn > relu > depthwise 3x3
 * > bn gradient > weight gradient > pointwise gradient > depthwise weight gradient > depthwise
 * gradient > relu gradient > sums. Reads middle2_separable_conv1__y, d_middle2_batch_norm2__y,
 * middle2_separable_conv2__y. Writes d_middle2_batch_norm1__y. */
static void middle2_separable_conv2__backward(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const middle2_relu2__padded = scratch; /* 16x16x364 in a halo of zeros */
    xr_real *const middle2_separable_conv2__depthwise = scratch + 119232; /* 16x16x364 */
    xr_real *const d_middle2_separable_conv2__y = scratch + 238464; /* 16x16x364 */
    xr_real *const workspace = scratch + 213440; /* of the kernel */
    xr_real *const d_middle2_separable_conv2__depthwise_padded = scratch + 119232;
    xr_real *const d_middle2_relu2__y = scratch + 238464; /* 16x16x364 */

    for (int first = task; first < net->batch; first += CHAINS) {
        const bool accumulate = first >= CHAINS;
        const int images = 1;
        bn_relu_padded_16x16x364_v2(images, net->middle2_separable_conv1__y + (size_t)first * 94208,
            net->middle2_batch_norm1__scale, net->middle2_batch_norm1__shift,
            middle2_relu2__padded);
        depthwise_3x3_16x16x364(images, middle2_relu2__padded,
            net->middle2_separable_conv2__depthwise_kernel, middle2_separable_conv2__depthwise);
        bn_gradient_16x16x364(images, net->d_middle2_batch_norm2__y + (size_t)first * 94208,
            net->middle2_separable_conv2__y + (size_t)first * 94208,
            net->middle2_separable_conv2__mean, net->d_middle2_separable_conv2__gradient_scale,
            net->d_middle2_separable_conv2__gradient_mean,
            net->d_middle2_separable_conv2__gradient_slope, d_middle2_separable_conv2__y);
        pointwise_weight_gradient_16x16x364_364(images, middle2_separable_conv2__depthwise,
            d_middle2_separable_conv2__y,
            net->d_middle2_separable_conv2__pointwise_kernel_chains + (size_t)task * 133952,
            accumulate, workspace);
        pointwise_input_gradient_16x16x364_364_padded(images, d_middle2_separable_conv2__y,
            net->middle2_separable_conv2__pointwise_kernel_transposed,
            d_middle2_separable_conv2__depthwise_padded);
        depthwise_weight_gradient_3x3_16x16x364(images, middle2_relu2__padded,
            d_middle2_separable_conv2__depthwise_padded,
            net->d_middle2_separable_conv2__depthwise_kernel_sums + (size_t)first * 3312);
        depthwise_input_gradient_3x3_16x16x364(images, d_middle2_separable_conv2__depthwise_padded,
            net->middle2_separable_conv2__depthwise_kernel, d_middle2_relu2__y);
        relu_gradient_sums_16x16x364(images, d_middle2_relu2__y, middle2_relu2__padded,
            net->middle2_separable_conv1__y + (size_t)first * 94208,
            net->middle2_separable_conv1__mean,
            net->d_middle2_batch_norm1__y + (size_t)first * 94208,
            net->d_middle2_batch_norm1__gamma_sums + (size_t)first * 736);
    }
}

static void middle2_separable_conv2__backward_finish(void *context)
{
    xr_net *const net = context;
    sum_images_9x364(net->batch, net->d_middle2_separable_conv2__depthwise_kernel_sums,
        net->d_middle2_separable_conv2__depthwise_kernel, &net->finite);
    finish_normalize_gradient_256x364(net->batch, net->d_middle2_batch_norm1__gamma_sums,
        net->middle2_separable_conv1__variance, net->middle2_batch_norm1__gamma,
        net->d_middle2_batch_norm1__gamma, net->d_middle2_batch_norm1__beta, &net->finite,
        net->d_middle2_separable_conv1__gradient_scale,
        net->d_middle2_separable_conv1__gradient_mean,
        net->d_middle2_separable_conv1__gradient_slope);
}

/* Phase 45 of 61, gradient: middle2_separable_conv2 (xception_1.yaml:46). */
static void middle2_separable_conv2__gradient(void *context, int task, int thread)
{
    xr_net *const net = context;
    (void)thread;

    merge_chains_133952(net->batch, net->d_middle2_separable_conv2__pointwise_kernel_chains, task,
        net->d_middle2_separable_conv2__pointwise_kernel, &net->finite);
}

/* Phase 46 of 61, backward: middle2_separable_conv1 (xception_1.yaml:46): relu > depthwise 3x3 > bn
 * gradient > weight gradient > pointwise gradient > depthwise weight gradient > depthwise gradient
 * > relu gradient > add > sums. Reads middle1_add1__y, d_middle2_batch_norm1__y,
 * middle2_separable_conv1__y, d_middle2_add1__y, middle1_separable_conv3__y. Writes
 * d_middle1_add1__y. */
static void middle2_separable_conv1__backward(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const middle2_relu1__padded = scratch; /* 16x16x364 in a halo of zeros */
    xr_real *const middle2_separable_conv1__depthwise = scratch + 119232; /* 16x16x364 */
    xr_real *const d_middle2_separable_conv1__y = scratch + 238464; /* 16x16x364 */
    xr_real *const workspace = scratch + 213440; /* of the kernel */
    xr_real *const d_middle2_separable_conv1__depthwise_padded = scratch + 119232;
    xr_real *const d_middle2_relu1__y = scratch + 238464; /* 16x16x364 */

    for (int first = task; first < net->batch; first += CHAINS) {
        const bool accumulate = first >= CHAINS;
        const int images = 1;
        relu_padded_16x16x364(
            images, net->middle1_add1__y + (size_t)first * 94208, middle2_relu1__padded);
        depthwise_3x3_16x16x364(images, middle2_relu1__padded,
            net->middle2_separable_conv1__depthwise_kernel, middle2_separable_conv1__depthwise);
        bn_gradient_16x16x364(images, net->d_middle2_batch_norm1__y + (size_t)first * 94208,
            net->middle2_separable_conv1__y + (size_t)first * 94208,
            net->middle2_separable_conv1__mean, net->d_middle2_separable_conv1__gradient_scale,
            net->d_middle2_separable_conv1__gradient_mean,
            net->d_middle2_separable_conv1__gradient_slope, d_middle2_separable_conv1__y);
        pointwise_weight_gradient_16x16x364_364(images, middle2_separable_conv1__depthwise,
            d_middle2_separable_conv1__y,
            net->d_middle2_separable_conv1__pointwise_kernel_chains + (size_t)task * 133952,
            accumulate, workspace);
        pointwise_input_gradient_16x16x364_364_padded(images, d_middle2_separable_conv1__y,
            net->middle2_separable_conv1__pointwise_kernel_transposed,
            d_middle2_separable_conv1__depthwise_padded);
        depthwise_weight_gradient_3x3_16x16x364(images, middle2_relu1__padded,
            d_middle2_separable_conv1__depthwise_padded,
            net->d_middle2_separable_conv1__depthwise_kernel_sums + (size_t)first * 3312);
        depthwise_input_gradient_3x3_16x16x364(images, d_middle2_separable_conv1__depthwise_padded,
            net->middle2_separable_conv1__depthwise_kernel, d_middle2_relu1__y);
        relu_gradient_add_sums_16x16x364(images, d_middle2_relu1__y, middle2_relu1__padded,
            net->d_middle2_add1__y + (size_t)first * 94208,
            net->middle1_separable_conv3__y + (size_t)first * 94208,
            net->middle1_separable_conv3__mean, net->d_middle1_add1__y + (size_t)first * 94208,
            net->d_middle1_batch_norm3__gamma_sums + (size_t)first * 736);
    }
}

static void middle2_separable_conv1__backward_finish(void *context)
{
    xr_net *const net = context;
    sum_images_9x364(net->batch, net->d_middle2_separable_conv1__depthwise_kernel_sums,
        net->d_middle2_separable_conv1__depthwise_kernel, &net->finite);
    finish_normalize_gradient_256x364(net->batch, net->d_middle1_batch_norm3__gamma_sums,
        net->middle1_separable_conv3__variance, net->middle1_batch_norm3__gamma,
        net->d_middle1_batch_norm3__gamma, net->d_middle1_batch_norm3__beta, &net->finite,
        net->d_middle1_separable_conv3__gradient_scale,
        net->d_middle1_separable_conv3__gradient_mean,
        net->d_middle1_separable_conv3__gradient_slope);
}

/* Phase 47 of 61, gradient: middle2_separable_conv1 (xception_1.yaml:46). */
static void middle2_separable_conv1__gradient(void *context, int task, int thread)
{
    xr_net *const net = context;
    (void)thread;

    merge_chains_133952(net->batch, net->d_middle2_separable_conv1__pointwise_kernel_chains, task,
        net->d_middle2_separable_conv1__pointwise_kernel, &net->finite);
}

/* Phase 48 of 61, backward: middle1_separable_conv3 (xception_1.yaml:46): bn > relu > depthwise 3x3
 * > bn gradient > weight gradient > pointwise gradient > depthwise weight gradient > depthwise
 * gradient > relu gradient > sums. Reads middle1_separable_conv2__y, d_middle1_add1__y,
 * middle1_separable_conv3__y. Writes d_middle1_batch_norm2__y. */
static void middle1_separable_conv3__backward(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const middle1_relu3__padded = scratch; /* 16x16x364 in a halo of zeros */
    xr_real *const middle1_separable_conv3__depthwise = scratch + 119232; /* 16x16x364 */
    xr_real *const d_middle1_separable_conv3__y = scratch + 238464; /* 16x16x364 */
    xr_real *const workspace = scratch + 213440; /* of the kernel */
    xr_real *const d_middle1_separable_conv3__depthwise_padded = scratch + 119232;
    xr_real *const d_middle1_relu3__y = scratch + 238464; /* 16x16x364 */

    for (int first = task; first < net->batch; first += CHAINS) {
        const bool accumulate = first >= CHAINS;
        const int images = 1;
        bn_relu_padded_16x16x364_v2(images, net->middle1_separable_conv2__y + (size_t)first * 94208,
            net->middle1_batch_norm2__scale, net->middle1_batch_norm2__shift,
            middle1_relu3__padded);
        depthwise_3x3_16x16x364(images, middle1_relu3__padded,
            net->middle1_separable_conv3__depthwise_kernel, middle1_separable_conv3__depthwise);
        bn_gradient_16x16x364(images, net->d_middle1_add1__y + (size_t)first * 94208,
            net->middle1_separable_conv3__y + (size_t)first * 94208,
            net->middle1_separable_conv3__mean, net->d_middle1_separable_conv3__gradient_scale,
            net->d_middle1_separable_conv3__gradient_mean,
            net->d_middle1_separable_conv3__gradient_slope, d_middle1_separable_conv3__y);
        pointwise_weight_gradient_16x16x364_364(images, middle1_separable_conv3__depthwise,
            d_middle1_separable_conv3__y,
            net->d_middle1_separable_conv3__pointwise_kernel_chains + (size_t)task * 133952,
            accumulate, workspace);
        pointwise_input_gradient_16x16x364_364_padded(images, d_middle1_separable_conv3__y,
            net->middle1_separable_conv3__pointwise_kernel_transposed,
            d_middle1_separable_conv3__depthwise_padded);
        depthwise_weight_gradient_3x3_16x16x364(images, middle1_relu3__padded,
            d_middle1_separable_conv3__depthwise_padded,
            net->d_middle1_separable_conv3__depthwise_kernel_sums + (size_t)first * 3312);
        depthwise_input_gradient_3x3_16x16x364(images, d_middle1_separable_conv3__depthwise_padded,
            net->middle1_separable_conv3__depthwise_kernel, d_middle1_relu3__y);
        relu_gradient_sums_16x16x364(images, d_middle1_relu3__y, middle1_relu3__padded,
            net->middle1_separable_conv2__y + (size_t)first * 94208,
            net->middle1_separable_conv2__mean,
            net->d_middle1_batch_norm2__y + (size_t)first * 94208,
            net->d_middle1_batch_norm2__gamma_sums + (size_t)first * 736);
    }
}

static void middle1_separable_conv3__backward_finish(void *context)
{
    xr_net *const net = context;
    sum_images_9x364(net->batch, net->d_middle1_separable_conv3__depthwise_kernel_sums,
        net->d_middle1_separable_conv3__depthwise_kernel, &net->finite);
    finish_normalize_gradient_256x364(net->batch, net->d_middle1_batch_norm2__gamma_sums,
        net->middle1_separable_conv2__variance, net->middle1_batch_norm2__gamma,
        net->d_middle1_batch_norm2__gamma, net->d_middle1_batch_norm2__beta, &net->finite,
        net->d_middle1_separable_conv2__gradient_scale,
        net->d_middle1_separable_conv2__gradient_mean,
        net->d_middle1_separable_conv2__gradient_slope);
}

/* Phase 49 of 61, gradient: middle1_separable_conv3 (xception_1.yaml:46). */
static void middle1_separable_conv3__gradient(void *context, int task, int thread)
{
    xr_net *const net = context;
    (void)thread;

    merge_chains_133952(net->batch, net->d_middle1_separable_conv3__pointwise_kernel_chains, task,
        net->d_middle1_separable_conv3__pointwise_kernel, &net->finite);
}

/* Phase 50 of 61, backward: middle1_separable_conv2 (xception_1.yaml:46): bn > relu > depthwise 3x3
 * > bn gradient > weight gradient > pointwise gradient > depthwise weight gradient > depthwise
 * gradient > relu gradient > sums. Reads middle1_separable_conv1__y, d_middle1_batch_norm2__y,
 * middle1_separable_conv2__y. Writes d_middle1_batch_norm1__y. */
static void middle1_separable_conv2__backward(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const middle1_relu2__padded = scratch; /* 16x16x364 in a halo of zeros */
    xr_real *const middle1_separable_conv2__depthwise = scratch + 119232; /* 16x16x364 */
    xr_real *const d_middle1_separable_conv2__y = scratch + 238464; /* 16x16x364 */
    xr_real *const workspace = scratch + 213440; /* of the kernel */
    xr_real *const d_middle1_separable_conv2__depthwise_padded = scratch + 119232;
    xr_real *const d_middle1_relu2__y = scratch + 238464; /* 16x16x364 */

    for (int first = task; first < net->batch; first += CHAINS) {
        const bool accumulate = first >= CHAINS;
        const int images = 1;
        bn_relu_padded_16x16x364_v2(images, net->middle1_separable_conv1__y + (size_t)first * 94208,
            net->middle1_batch_norm1__scale, net->middle1_batch_norm1__shift,
            middle1_relu2__padded);
        depthwise_3x3_16x16x364(images, middle1_relu2__padded,
            net->middle1_separable_conv2__depthwise_kernel, middle1_separable_conv2__depthwise);
        bn_gradient_16x16x364(images, net->d_middle1_batch_norm2__y + (size_t)first * 94208,
            net->middle1_separable_conv2__y + (size_t)first * 94208,
            net->middle1_separable_conv2__mean, net->d_middle1_separable_conv2__gradient_scale,
            net->d_middle1_separable_conv2__gradient_mean,
            net->d_middle1_separable_conv2__gradient_slope, d_middle1_separable_conv2__y);
        pointwise_weight_gradient_16x16x364_364(images, middle1_separable_conv2__depthwise,
            d_middle1_separable_conv2__y,
            net->d_middle1_separable_conv2__pointwise_kernel_chains + (size_t)task * 133952,
            accumulate, workspace);
        pointwise_input_gradient_16x16x364_364_padded(images, d_middle1_separable_conv2__y,
            net->middle1_separable_conv2__pointwise_kernel_transposed,
            d_middle1_separable_conv2__depthwise_padded);
        depthwise_weight_gradient_3x3_16x16x364(images, middle1_relu2__padded,
            d_middle1_separable_conv2__depthwise_padded,
            net->d_middle1_separable_conv2__depthwise_kernel_sums + (size_t)first * 3312);
        depthwise_input_gradient_3x3_16x16x364(images, d_middle1_separable_conv2__depthwise_padded,
            net->middle1_separable_conv2__depthwise_kernel, d_middle1_relu2__y);
        relu_gradient_sums_16x16x364(images, d_middle1_relu2__y, middle1_relu2__padded,
            net->middle1_separable_conv1__y + (size_t)first * 94208,
            net->middle1_separable_conv1__mean,
            net->d_middle1_batch_norm1__y + (size_t)first * 94208,
            net->d_middle1_batch_norm1__gamma_sums + (size_t)first * 736);
    }
}

static void middle1_separable_conv2__backward_finish(void *context)
{
    xr_net *const net = context;
    sum_images_9x364(net->batch, net->d_middle1_separable_conv2__depthwise_kernel_sums,
        net->d_middle1_separable_conv2__depthwise_kernel, &net->finite);
    finish_normalize_gradient_256x364(net->batch, net->d_middle1_batch_norm1__gamma_sums,
        net->middle1_separable_conv1__variance, net->middle1_batch_norm1__gamma,
        net->d_middle1_batch_norm1__gamma, net->d_middle1_batch_norm1__beta, &net->finite,
        net->d_middle1_separable_conv1__gradient_scale,
        net->d_middle1_separable_conv1__gradient_mean,
        net->d_middle1_separable_conv1__gradient_slope);
}

/* Phase 51 of 61, gradient: middle1_separable_conv2 (xception_1.yaml:46). */
static void middle1_separable_conv2__gradient(void *context, int task, int thread)
{
    xr_net *const net = context;
    (void)thread;

    merge_chains_133952(net->batch, net->d_middle1_separable_conv2__pointwise_kernel_chains, task,
        net->d_middle1_separable_conv2__pointwise_kernel, &net->finite);
}

/* Phase 52 of 61, backward: middle1_separable_conv1 (xception_1.yaml:46): bn > relu > relu >
 * depthwise 3x3 > bn gradient > weight gradient > pointwise gradient > depthwise weight gradient >
 * depthwise gradient > relu gradient > add > relu gradient > sums. Reads module2__y,
 * d_middle1_batch_norm1__y, middle1_separable_conv1__y, d_middle1_add1__y. Writes
 * d_batch_norm3__y. */
static void middle1_separable_conv1__backward(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const relu3__y = scratch + 238464; /* 16x16x364 */
    xr_real *const middle1_relu1__padded = scratch; /* 16x16x364 in a halo of zeros */
    xr_real *const middle1_separable_conv1__depthwise = scratch + 119232; /* 16x16x364 */
    xr_real *const d_middle1_separable_conv1__y = scratch + 332672; /* 16x16x364 */
    xr_real *const workspace = scratch + 213440; /* of the kernel */
    xr_real *const d_middle1_separable_conv1__depthwise_padded = scratch + 119232;
    xr_real *const d_middle1_relu1__y = scratch + 332672; /* 16x16x364 */

    for (int first = task; first < net->batch; first += CHAINS) {
        const bool accumulate = first >= CHAINS;
        const int images = 1;
        bn_relu_padded_16x16x364_v3(images, net->module2__y + (size_t)first * 94208,
            net->batch_norm3__scale, net->batch_norm3__shift, relu3__y, middle1_relu1__padded);
        depthwise_3x3_16x16x364(images, middle1_relu1__padded,
            net->middle1_separable_conv1__depthwise_kernel, middle1_separable_conv1__depthwise);
        bn_gradient_16x16x364(images, net->d_middle1_batch_norm1__y + (size_t)first * 94208,
            net->middle1_separable_conv1__y + (size_t)first * 94208,
            net->middle1_separable_conv1__mean, net->d_middle1_separable_conv1__gradient_scale,
            net->d_middle1_separable_conv1__gradient_mean,
            net->d_middle1_separable_conv1__gradient_slope, d_middle1_separable_conv1__y);
        pointwise_weight_gradient_16x16x364_364(images, middle1_separable_conv1__depthwise,
            d_middle1_separable_conv1__y,
            net->d_middle1_separable_conv1__pointwise_kernel_chains + (size_t)task * 133952,
            accumulate, workspace);
        pointwise_input_gradient_16x16x364_364_padded(images, d_middle1_separable_conv1__y,
            net->middle1_separable_conv1__pointwise_kernel_transposed,
            d_middle1_separable_conv1__depthwise_padded);
        depthwise_weight_gradient_3x3_16x16x364(images, middle1_relu1__padded,
            d_middle1_separable_conv1__depthwise_padded,
            net->d_middle1_separable_conv1__depthwise_kernel_sums + (size_t)first * 3312);
        depthwise_input_gradient_3x3_16x16x364(images, d_middle1_separable_conv1__depthwise_padded,
            net->middle1_separable_conv1__depthwise_kernel, d_middle1_relu1__y);
        relu_gradient_add_sums_16x16x364_v2(images, d_middle1_relu1__y, middle1_relu1__padded,
            net->d_middle1_add1__y + (size_t)first * 94208, relu3__y,
            net->module2__y + (size_t)first * 94208, net->module2__mean,
            net->d_batch_norm3__y + (size_t)first * 94208,
            net->d_batch_norm3__gamma_sums + (size_t)first * 736);
    }
}

static void middle1_separable_conv1__backward_finish(void *context)
{
    xr_net *const net = context;
    sum_images_9x364(net->batch, net->d_middle1_separable_conv1__depthwise_kernel_sums,
        net->d_middle1_separable_conv1__depthwise_kernel, &net->finite);
    finish_normalize_gradient_256x364(net->batch, net->d_batch_norm3__gamma_sums,
        net->module2__variance, net->batch_norm3__gamma, net->d_batch_norm3__gamma,
        net->d_batch_norm3__beta, &net->finite, net->d_module2__gradient_scale,
        net->d_module2__gradient_mean, net->d_module2__gradient_slope);
}

/* Phase 53 of 61, gradient: middle1_separable_conv1 (xception_1.yaml:46). */
static void middle1_separable_conv1__gradient(void *context, int task, int thread)
{
    xr_net *const net = context;
    (void)thread;

    merge_chains_133952(net->batch, net->d_middle1_separable_conv1__pointwise_kernel_chains, task,
        net->d_middle1_separable_conv1__pointwise_kernel, &net->finite);
}

/* Phase 54 of 61, backward: module2 (xception_he_wd_slim_thinner.yaml:12): bn > relu > bn gradient
 * > weight gradient > conv gradient > relu gradient > sums. Reads conv2__y, d_batch_norm3__y,
 * module2__y. Writes d_batch_norm2__y. */
static void module2__backward(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const relu2__y = scratch + 158720; /* 16x16x64 */
    xr_real *const d_module2__y = scratch; /* 16x16x364 */
    xr_real *const workspace = scratch + 94208; /* of the kernel */
    xr_real *const workspace_2 = scratch + 175104; /* of the kernel */
    xr_real *const d_relu2__y = scratch + 175104; /* 16x16x64 */
    xr_real *const workspace_3 = scratch + 94208; /* of the kernel */

    for (int first = task; first < net->batch; first += CHAINS) {
        const bool accumulate = first >= CHAINS;
        const int images = 1;
        bn_relu_16x16x64(images, net->conv2__y + (size_t)first * 16384, net->batch_norm2__scale,
            net->batch_norm2__shift, relu2__y);
        bn_gradient_16x16x364(images, net->d_batch_norm3__y + (size_t)first * 94208,
            net->module2__y + (size_t)first * 94208, net->module2__mean,
            net->d_module2__gradient_scale, net->d_module2__gradient_mean,
            net->d_module2__gradient_slope, d_module2__y);
        conv_weight_gradient_3x3_16x16x64_364(images, relu2__y, d_module2__y,
            net->d_module2__kernel_chains + (size_t)task * 211968, accumulate, workspace,
            workspace_2);
        conv_input_gradient_3x3_16x16x64_364(
            images, d_module2__y, net->module2__kernel_transposed, d_relu2__y, workspace_3);
        relu_gradient_sums_16x16x64(images, d_relu2__y, relu2__y,
            net->conv2__y + (size_t)first * 16384, net->conv2__mean,
            net->d_batch_norm2__y + (size_t)first * 16384,
            net->d_batch_norm2__gamma_sums + (size_t)first * 128);
    }
}

static void module2__backward_finish(void *context)
{
    xr_net *const net = context;
    finish_normalize_gradient_256x64(net->batch, net->d_batch_norm2__gamma_sums,
        net->conv2__variance, net->batch_norm2__gamma, net->d_batch_norm2__gamma,
        net->d_batch_norm2__beta, &net->finite, net->d_conv2__gradient_scale,
        net->d_conv2__gradient_mean, net->d_conv2__gradient_slope);
}

/* Phase 55 of 61, gradient: module2 (xception_he_wd_slim_thinner.yaml:12). */
static void module2__gradient(void *context, int task, int thread)
{
    xr_net *const net = context;
    (void)thread;

    merge_chains_211968(
        net->batch, net->d_module2__kernel_chains, task, net->d_module2__kernel, &net->finite);
}

/* Phase 56 of 61, backward: conv2 (xception_he_wd_slim_thinner.yaml:9): bn > relu > bn gradient >
 * weight gradient > conv gradient > relu gradient > sums. Reads conv1__y, d_batch_norm2__y,
 * conv2__y. Writes d_batch_norm1__y. */
static void conv2__backward(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const relu1__y = scratch + 93184; /* 16x16x32 */
    xr_real *const d_conv2__y = scratch + 64512; /* 16x16x64 */
    xr_real *const workspace = scratch; /* of the kernel */
    xr_real *const workspace_2 = scratch + 80896; /* of the kernel */
    xr_real *const d_relu1__y = scratch + 80896; /* 16x16x32 */
    xr_real *const workspace_3 = scratch; /* of the kernel */

    for (int first = task; first < net->batch; first += CHAINS) {
        const bool accumulate = first >= CHAINS;
        const int images = 1;
        bn_relu_16x16x32(images, net->conv1__y + (size_t)first * 8192, net->batch_norm1__scale,
            net->batch_norm1__shift, relu1__y);
        bn_gradient_16x16x64(images, net->d_batch_norm2__y + (size_t)first * 16384,
            net->conv2__y + (size_t)first * 16384, net->conv2__mean, net->d_conv2__gradient_scale,
            net->d_conv2__gradient_mean, net->d_conv2__gradient_slope, d_conv2__y);
        conv_weight_gradient_3x3_16x16x32_64(images, relu1__y, d_conv2__y,
            net->d_conv2__kernel_chains + (size_t)task * 18432, accumulate, workspace, workspace_2);
        conv_input_gradient_3x3_16x16x32_64(
            images, d_conv2__y, net->conv2__kernel_transposed, d_relu1__y, workspace_3);
        relu_gradient_sums_16x16x32(images, d_relu1__y, relu1__y,
            net->conv1__y + (size_t)first * 8192, net->conv1__mean,
            net->d_batch_norm1__y + (size_t)first * 8192,
            net->d_batch_norm1__gamma_sums + (size_t)first * 64);
    }
}

static void conv2__backward_finish(void *context)
{
    xr_net *const net = context;
    finish_normalize_gradient_256x32(net->batch, net->d_batch_norm1__gamma_sums,
        net->conv1__variance, net->batch_norm1__gamma, net->d_batch_norm1__gamma,
        net->d_batch_norm1__beta, &net->finite, net->d_conv1__gradient_scale,
        net->d_conv1__gradient_mean, net->d_conv1__gradient_slope);
}

/* Phase 57 of 61, gradient: conv2 (xception_he_wd_slim_thinner.yaml:9). */
static void conv2__gradient(void *context, int task, int thread)
{
    xr_net *const net = context;
    (void)thread;

    merge_chains_18432(
        net->batch, net->d_conv2__kernel_chains, task, net->d_conv2__kernel, &net->finite);
}

/* Phase 58 of 61, backward: conv1 (xception_he_wd_slim_thinner.yaml:6): bn gradient > weight
 * gradient. Reads d_batch_norm1__y, conv1__y. */
static void conv1__backward(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const d_conv1__y = scratch + 28672; /* 16x16x32 */
    xr_real *const imported = scratch; /* 32x32x3 */
    xr_real *const workspace = scratch + 36864; /* of the kernel */
    xr_real *const workspace_2 = scratch + 16384; /* of the kernel */

    for (int first = task; first < net->batch; first += CHAINS) {
        const bool accumulate = first >= CHAINS;
        const int images = 1;
        bn_gradient_16x16x32(images, net->d_batch_norm1__y + (size_t)first * 8192,
            net->conv1__y + (size_t)first * 8192, net->conv1__mean, net->d_conv1__gradient_scale,
            net->d_conv1__gradient_mean, net->d_conv1__gradient_slope, d_conv1__y);
        import_32x32x3(images, net->images + (size_t)first * 3072, imported);
        conv_weight_gradient_3x3_32x32x3_32_stride2(images, imported, d_conv1__y,
            net->d_conv1__kernel_chains + (size_t)task * 864, accumulate, workspace, workspace_2);
    }
}

/* Phase 59 of 61, gradient: conv1 (xception_he_wd_slim_thinner.yaml:6). */
static void conv1__gradient(void *context, int task, int thread)
{
    xr_net *const net = context;
    (void)thread;

    merge_chains_864(
        net->batch, net->d_conv1__kernel_chains, task, net->d_conv1__kernel, &net->finite);
}

/* Regularizer terms of all tiles, in their order, whoever computed them. */
static double regularization(const xr_net *net);

/* Tiles of the update: begin, end, l1, l2, whether there is a gradient, the transposed copy, rows
 * and columns of the matrix, first column of the panel. */
static const xr_update_tile update_tiles[] = {
    /* conv1/kernel */
    {0, 864, 0, 0.0001, true, XR_NOT_TRANSPOSED, 27, 32, 0},
    /* conv1/bias */
    {864, 896, 0, 0, false, XR_NOT_TRANSPOSED, 1, 32, 0},
    /* batch_norm1/gamma */
    {896, 928, 0, 0, true, XR_NOT_TRANSPOSED, 1, 32, 0},
    /* batch_norm1/beta */
    {928, 960, 0, 0, true, XR_NOT_TRANSPOSED, 1, 32, 0},
    /* conv2/kernel */
    {1024, 14848, 0, 0.0001, true, 0, 288, 64, 0},
    {14848, 19456, 0, 0.0001, true, 0, 288, 64, 48},
    /* conv2/bias */
    {19456, 19520, 0, 0, false, XR_NOT_TRANSPOSED, 1, 64, 0},
    /* batch_norm2/gamma */
    {19520, 19584, 0, 0, true, XR_NOT_TRANSPOSED, 1, 64, 0},
    /* batch_norm2/beta */
    {19584, 19648, 0, 0, true, XR_NOT_TRANSPOSED, 1, 64, 0},
    /* module2/kernel */
    {19776, 47424, 0, 0.0001, true, 18432, 576, 364, 0},
    {47424, 75072, 0, 0.0001, true, 18432, 576, 364, 48},
    {75072, 102720, 0, 0.0001, true, 18432, 576, 364, 96},
    {102720, 130368, 0, 0.0001, true, 18432, 576, 364, 144},
    {130368, 158016, 0, 0.0001, true, 18432, 576, 364, 192},
    {158016, 185664, 0, 0.0001, true, 18432, 576, 364, 240},
    {185664, 213312, 0, 0.0001, true, 18432, 576, 364, 288},
    {213312, 231744, 0, 0.0001, true, 18432, 576, 364, 336},
    /* module2/bias */
    {231744, 232112, 0, 0, false, XR_NOT_TRANSPOSED, 1, 364, 0},
    /* batch_norm3/gamma */
    {232112, 232480, 0, 0, true, XR_NOT_TRANSPOSED, 1, 364, 0},
    /* batch_norm3/beta */
    {232480, 232848, 0, 0, true, XR_NOT_TRANSPOSED, 1, 364, 0},
    /* middle1_separable_conv1/depthwise_kernel */
    {233584, 236896, 0, 0.0001, true, XR_NOT_TRANSPOSED, 9, 364, 0},
    /* middle1_separable_conv1/pointwise_kernel */
    {236896, 254368, 0, 0.0001, true, 228096, 364, 364, 0},
    {254368, 271840, 0, 0.0001, true, 228096, 364, 364, 48},
    {271840, 289312, 0, 0.0001, true, 228096, 364, 364, 96},
    {289312, 306784, 0, 0.0001, true, 228096, 364, 364, 144},
    {306784, 324256, 0, 0.0001, true, 228096, 364, 364, 192},
    {324256, 341728, 0, 0.0001, true, 228096, 364, 364, 240},
    {341728, 359200, 0, 0.0001, true, 228096, 364, 364, 288},
    {359200, 370848, 0, 0.0001, true, 228096, 364, 364, 336},
    /* middle1_separable_conv1/bias */
    {370848, 371216, 0, 0, false, XR_NOT_TRANSPOSED, 1, 364, 0},
    /* middle1_batch_norm1/gamma */
    {371216, 371584, 0, 0, true, XR_NOT_TRANSPOSED, 1, 364, 0},
    /* middle1_batch_norm1/beta */
    {371584, 371952, 0, 0, true, XR_NOT_TRANSPOSED, 1, 364, 0},
    /* middle1_separable_conv2/depthwise_kernel */
    {372688, 376000, 0, 0.0001, true, XR_NOT_TRANSPOSED, 9, 364, 0},
    /* middle1_separable_conv2/pointwise_kernel */
    {376000, 393472, 0, 0.0001, true, 362048, 364, 364, 0},
    {393472, 410944, 0, 0.0001, true, 362048, 364, 364, 48},
    {410944, 428416, 0, 0.0001, true, 362048, 364, 364, 96},
    {428416, 445888, 0, 0.0001, true, 362048, 364, 364, 144},
    {445888, 463360, 0, 0.0001, true, 362048, 364, 364, 192},
    {463360, 480832, 0, 0.0001, true, 362048, 364, 364, 240},
    {480832, 498304, 0, 0.0001, true, 362048, 364, 364, 288},
    {498304, 509952, 0, 0.0001, true, 362048, 364, 364, 336},
    /* middle1_separable_conv2/bias */
    {509952, 510320, 0, 0, false, XR_NOT_TRANSPOSED, 1, 364, 0},
    /* middle1_batch_norm2/gamma */
    {510320, 510688, 0, 0, true, XR_NOT_TRANSPOSED, 1, 364, 0},
    /* middle1_batch_norm2/beta */
    {510688, 511056, 0, 0, true, XR_NOT_TRANSPOSED, 1, 364, 0},
    /* middle1_separable_conv3/depthwise_kernel */
    {511792, 515104, 0, 0.0001, true, XR_NOT_TRANSPOSED, 9, 364, 0},
    /* middle1_separable_conv3/pointwise_kernel */
    {515104, 532576, 0, 0.0001, true, 496000, 364, 364, 0},
    {532576, 550048, 0, 0.0001, true, 496000, 364, 364, 48},
    {550048, 567520, 0, 0.0001, true, 496000, 364, 364, 96},
    {567520, 584992, 0, 0.0001, true, 496000, 364, 364, 144},
    {584992, 602464, 0, 0.0001, true, 496000, 364, 364, 192},
    {602464, 619936, 0, 0.0001, true, 496000, 364, 364, 240},
    {619936, 637408, 0, 0.0001, true, 496000, 364, 364, 288},
    {637408, 649056, 0, 0.0001, true, 496000, 364, 364, 336},
    /* middle1_separable_conv3/bias */
    {649056, 649424, 0, 0, false, XR_NOT_TRANSPOSED, 1, 364, 0},
    /* middle1_batch_norm3/gamma */
    {649424, 649792, 0, 0, true, XR_NOT_TRANSPOSED, 1, 364, 0},
    /* middle1_batch_norm3/beta */
    {649792, 650160, 0, 0, true, XR_NOT_TRANSPOSED, 1, 364, 0},
    /* middle2_separable_conv1/depthwise_kernel */
    {650896, 654208, 0, 0.0001, true, XR_NOT_TRANSPOSED, 9, 364, 0},
    /* middle2_separable_conv1/pointwise_kernel */
    {654208, 671680, 0, 0.0001, true, 629952, 364, 364, 0},
    {671680, 689152, 0, 0.0001, true, 629952, 364, 364, 48},
    {689152, 706624, 0, 0.0001, true, 629952, 364, 364, 96},
    {706624, 724096, 0, 0.0001, true, 629952, 364, 364, 144},
    {724096, 741568, 0, 0.0001, true, 629952, 364, 364, 192},
    {741568, 759040, 0, 0.0001, true, 629952, 364, 364, 240},
    {759040, 776512, 0, 0.0001, true, 629952, 364, 364, 288},
    {776512, 788160, 0, 0.0001, true, 629952, 364, 364, 336},
    /* middle2_separable_conv1/bias */
    {788160, 788528, 0, 0, false, XR_NOT_TRANSPOSED, 1, 364, 0},
    /* middle2_batch_norm1/gamma */
    {788528, 788896, 0, 0, true, XR_NOT_TRANSPOSED, 1, 364, 0},
    /* middle2_batch_norm1/beta */
    {788896, 789264, 0, 0, true, XR_NOT_TRANSPOSED, 1, 364, 0},
    /* middle2_separable_conv2/depthwise_kernel */
    {790000, 793312, 0, 0.0001, true, XR_NOT_TRANSPOSED, 9, 364, 0},
    /* middle2_separable_conv2/pointwise_kernel */
    {793312, 810784, 0, 0.0001, true, 763904, 364, 364, 0},
    {810784, 828256, 0, 0.0001, true, 763904, 364, 364, 48},
    {828256, 845728, 0, 0.0001, true, 763904, 364, 364, 96},
    {845728, 863200, 0, 0.0001, true, 763904, 364, 364, 144},
    {863200, 880672, 0, 0.0001, true, 763904, 364, 364, 192},
    {880672, 898144, 0, 0.0001, true, 763904, 364, 364, 240},
    {898144, 915616, 0, 0.0001, true, 763904, 364, 364, 288},
    {915616, 927264, 0, 0.0001, true, 763904, 364, 364, 336},
    /* middle2_separable_conv2/bias */
    {927264, 927632, 0, 0, false, XR_NOT_TRANSPOSED, 1, 364, 0},
    /* middle2_batch_norm2/gamma */
    {927632, 928000, 0, 0, true, XR_NOT_TRANSPOSED, 1, 364, 0},
    /* middle2_batch_norm2/beta */
    {928000, 928368, 0, 0, true, XR_NOT_TRANSPOSED, 1, 364, 0},
    /* middle2_separable_conv3/depthwise_kernel */
    {929104, 932416, 0, 0.0001, true, XR_NOT_TRANSPOSED, 9, 364, 0},
    /* middle2_separable_conv3/pointwise_kernel */
    {932416, 949888, 0, 0.0001, true, 897856, 364, 364, 0},
    {949888, 967360, 0, 0.0001, true, 897856, 364, 364, 48},
    {967360, 984832, 0, 0.0001, true, 897856, 364, 364, 96},
    {984832, 1002304, 0, 0.0001, true, 897856, 364, 364, 144},
    {1002304, 1019776, 0, 0.0001, true, 897856, 364, 364, 192},
    {1019776, 1037248, 0, 0.0001, true, 897856, 364, 364, 240},
    {1037248, 1054720, 0, 0.0001, true, 897856, 364, 364, 288},
    {1054720, 1066368, 0, 0.0001, true, 897856, 364, 364, 336},
    /* middle2_separable_conv3/bias */
    {1066368, 1066736, 0, 0, false, XR_NOT_TRANSPOSED, 1, 364, 0},
    /* middle2_batch_norm3/gamma */
    {1066736, 1067104, 0, 0, true, XR_NOT_TRANSPOSED, 1, 364, 0},
    /* middle2_batch_norm3/beta */
    {1067104, 1067472, 0, 0, true, XR_NOT_TRANSPOSED, 1, 364, 0},
    /* middle3_separable_conv1/depthwise_kernel */
    {1068208, 1071520, 0, 0.0001, true, XR_NOT_TRANSPOSED, 9, 364, 0},
    /* middle3_separable_conv1/pointwise_kernel */
    {1071520, 1088992, 0, 0.0001, true, 1031808, 364, 364, 0},
    {1088992, 1106464, 0, 0.0001, true, 1031808, 364, 364, 48},
    {1106464, 1123936, 0, 0.0001, true, 1031808, 364, 364, 96},
    {1123936, 1141408, 0, 0.0001, true, 1031808, 364, 364, 144},
    {1141408, 1158880, 0, 0.0001, true, 1031808, 364, 364, 192},
    {1158880, 1176352, 0, 0.0001, true, 1031808, 364, 364, 240},
    {1176352, 1193824, 0, 0.0001, true, 1031808, 364, 364, 288},
    {1193824, 1205472, 0, 0.0001, true, 1031808, 364, 364, 336},
    /* middle3_separable_conv1/bias */
    {1205472, 1205840, 0, 0, false, XR_NOT_TRANSPOSED, 1, 364, 0},
    /* middle3_batch_norm1/gamma */
    {1205840, 1206208, 0, 0, true, XR_NOT_TRANSPOSED, 1, 364, 0},
    /* middle3_batch_norm1/beta */
    {1206208, 1206576, 0, 0, true, XR_NOT_TRANSPOSED, 1, 364, 0},
    /* middle3_separable_conv2/depthwise_kernel */
    {1207312, 1210624, 0, 0.0001, true, XR_NOT_TRANSPOSED, 9, 364, 0},
    /* middle3_separable_conv2/pointwise_kernel */
    {1210624, 1228096, 0, 0.0001, true, 1165760, 364, 364, 0},
    {1228096, 1245568, 0, 0.0001, true, 1165760, 364, 364, 48},
    {1245568, 1263040, 0, 0.0001, true, 1165760, 364, 364, 96},
    {1263040, 1280512, 0, 0.0001, true, 1165760, 364, 364, 144},
    {1280512, 1297984, 0, 0.0001, true, 1165760, 364, 364, 192},
    {1297984, 1315456, 0, 0.0001, true, 1165760, 364, 364, 240},
    {1315456, 1332928, 0, 0.0001, true, 1165760, 364, 364, 288},
    {1332928, 1344576, 0, 0.0001, true, 1165760, 364, 364, 336},
    /* middle3_separable_conv2/bias */
    {1344576, 1344944, 0, 0, false, XR_NOT_TRANSPOSED, 1, 364, 0},
    /* middle3_batch_norm2/gamma */
    {1344944, 1345312, 0, 0, true, XR_NOT_TRANSPOSED, 1, 364, 0},
    /* middle3_batch_norm2/beta */
    {1345312, 1345680, 0, 0, true, XR_NOT_TRANSPOSED, 1, 364, 0},
    /* middle3_separable_conv3/depthwise_kernel */
    {1346416, 1349728, 0, 0.0001, true, XR_NOT_TRANSPOSED, 9, 364, 0},
    /* middle3_separable_conv3/pointwise_kernel */
    {1349728, 1367200, 0, 0.0001, true, 1299712, 364, 364, 0},
    {1367200, 1384672, 0, 0.0001, true, 1299712, 364, 364, 48},
    {1384672, 1402144, 0, 0.0001, true, 1299712, 364, 364, 96},
    {1402144, 1419616, 0, 0.0001, true, 1299712, 364, 364, 144},
    {1419616, 1437088, 0, 0.0001, true, 1299712, 364, 364, 192},
    {1437088, 1454560, 0, 0.0001, true, 1299712, 364, 364, 240},
    {1454560, 1472032, 0, 0.0001, true, 1299712, 364, 364, 288},
    {1472032, 1483680, 0, 0.0001, true, 1299712, 364, 364, 336},
    /* middle3_separable_conv3/bias */
    {1483680, 1484048, 0, 0, false, XR_NOT_TRANSPOSED, 1, 364, 0},
    /* middle3_batch_norm3/gamma */
    {1484048, 1484416, 0, 0, true, XR_NOT_TRANSPOSED, 1, 364, 0},
    /* middle3_batch_norm3/beta */
    {1484416, 1484784, 0, 0, true, XR_NOT_TRANSPOSED, 1, 364, 0},
    /* middle4_separable_conv1/depthwise_kernel */
    {1485520, 1488832, 0, 0.0001, true, XR_NOT_TRANSPOSED, 9, 364, 0},
    /* middle4_separable_conv1/pointwise_kernel */
    {1488832, 1506304, 0, 0.0001, true, 1433664, 364, 364, 0},
    {1506304, 1523776, 0, 0.0001, true, 1433664, 364, 364, 48},
    {1523776, 1541248, 0, 0.0001, true, 1433664, 364, 364, 96},
    {1541248, 1558720, 0, 0.0001, true, 1433664, 364, 364, 144},
    {1558720, 1576192, 0, 0.0001, true, 1433664, 364, 364, 192},
    {1576192, 1593664, 0, 0.0001, true, 1433664, 364, 364, 240},
    {1593664, 1611136, 0, 0.0001, true, 1433664, 364, 364, 288},
    {1611136, 1622784, 0, 0.0001, true, 1433664, 364, 364, 336},
    /* middle4_separable_conv1/bias */
    {1622784, 1623152, 0, 0, false, XR_NOT_TRANSPOSED, 1, 364, 0},
    /* middle4_batch_norm1/gamma */
    {1623152, 1623520, 0, 0, true, XR_NOT_TRANSPOSED, 1, 364, 0},
    /* middle4_batch_norm1/beta */
    {1623520, 1623888, 0, 0, true, XR_NOT_TRANSPOSED, 1, 364, 0},
    /* middle4_separable_conv2/depthwise_kernel */
    {1624624, 1627936, 0, 0.0001, true, XR_NOT_TRANSPOSED, 9, 364, 0},
    /* middle4_separable_conv2/pointwise_kernel */
    {1627936, 1645408, 0, 0.0001, true, 1567616, 364, 364, 0},
    {1645408, 1662880, 0, 0.0001, true, 1567616, 364, 364, 48},
    {1662880, 1680352, 0, 0.0001, true, 1567616, 364, 364, 96},
    {1680352, 1697824, 0, 0.0001, true, 1567616, 364, 364, 144},
    {1697824, 1715296, 0, 0.0001, true, 1567616, 364, 364, 192},
    {1715296, 1732768, 0, 0.0001, true, 1567616, 364, 364, 240},
    {1732768, 1750240, 0, 0.0001, true, 1567616, 364, 364, 288},
    {1750240, 1761888, 0, 0.0001, true, 1567616, 364, 364, 336},
    /* middle4_separable_conv2/bias */
    {1761888, 1762256, 0, 0, false, XR_NOT_TRANSPOSED, 1, 364, 0},
    /* middle4_batch_norm2/gamma */
    {1762256, 1762624, 0, 0, true, XR_NOT_TRANSPOSED, 1, 364, 0},
    /* middle4_batch_norm2/beta */
    {1762624, 1762992, 0, 0, true, XR_NOT_TRANSPOSED, 1, 364, 0},
    /* middle4_separable_conv3/depthwise_kernel */
    {1763728, 1767040, 0, 0.0001, true, XR_NOT_TRANSPOSED, 9, 364, 0},
    /* middle4_separable_conv3/pointwise_kernel */
    {1767040, 1784512, 0, 0.0001, true, 1701568, 364, 364, 0},
    {1784512, 1801984, 0, 0.0001, true, 1701568, 364, 364, 48},
    {1801984, 1819456, 0, 0.0001, true, 1701568, 364, 364, 96},
    {1819456, 1836928, 0, 0.0001, true, 1701568, 364, 364, 144},
    {1836928, 1854400, 0, 0.0001, true, 1701568, 364, 364, 192},
    {1854400, 1871872, 0, 0.0001, true, 1701568, 364, 364, 240},
    {1871872, 1889344, 0, 0.0001, true, 1701568, 364, 364, 288},
    {1889344, 1900992, 0, 0.0001, true, 1701568, 364, 364, 336},
    /* middle4_separable_conv3/bias */
    {1900992, 1901360, 0, 0, false, XR_NOT_TRANSPOSED, 1, 364, 0},
    /* middle4_batch_norm3/gamma */
    {1901360, 1901728, 0, 0, true, XR_NOT_TRANSPOSED, 1, 364, 0},
    /* middle4_batch_norm3/beta */
    {1901728, 1902096, 0, 0, true, XR_NOT_TRANSPOSED, 1, 364, 0},
    /* module13_conv1/kernel */
    {1902832, 1920304, 0, 0.0001, true, 1835520, 364, 512, 0},
    {1920304, 1937776, 0, 0.0001, true, 1835520, 364, 512, 48},
    {1937776, 1955248, 0, 0.0001, true, 1835520, 364, 512, 96},
    {1955248, 1972720, 0, 0.0001, true, 1835520, 364, 512, 144},
    {1972720, 1990192, 0, 0.0001, true, 1835520, 364, 512, 192},
    {1990192, 2007664, 0, 0.0001, true, 1835520, 364, 512, 240},
    {2007664, 2025136, 0, 0.0001, true, 1835520, 364, 512, 288},
    {2025136, 2042608, 0, 0.0001, true, 1835520, 364, 512, 336},
    {2042608, 2060080, 0, 0.0001, true, 1835520, 364, 512, 384},
    {2060080, 2077552, 0, 0.0001, true, 1835520, 364, 512, 432},
    {2077552, 2089200, 0, 0.0001, true, 1835520, 364, 512, 480},
    /* module13_conv1/bias */
    {2089200, 2089712, 0, 0, false, XR_NOT_TRANSPOSED, 1, 512, 0},
    /* module13_batch_norm1/gamma */
    {2089712, 2090224, 0, 0, true, XR_NOT_TRANSPOSED, 1, 512, 0},
    /* module13_batch_norm1/beta */
    {2090224, 2090736, 0, 0, true, XR_NOT_TRANSPOSED, 1, 512, 0},
    /* module13_separable_conv1/depthwise_kernel */
    {2091760, 2095072, 0, 0.0001, true, XR_NOT_TRANSPOSED, 9, 364, 0},
    /* module13_separable_conv1/pointwise_kernel */
    {2095072, 2112544, 0, 0.0001, true, 2023936, 364, 364, 0},
    {2112544, 2130016, 0, 0.0001, true, 2023936, 364, 364, 48},
    {2130016, 2147488, 0, 0.0001, true, 2023936, 364, 364, 96},
    {2147488, 2164960, 0, 0.0001, true, 2023936, 364, 364, 144},
    {2164960, 2182432, 0, 0.0001, true, 2023936, 364, 364, 192},
    {2182432, 2199904, 0, 0.0001, true, 2023936, 364, 364, 240},
    {2199904, 2217376, 0, 0.0001, true, 2023936, 364, 364, 288},
    {2217376, 2229024, 0, 0.0001, true, 2023936, 364, 364, 336},
    /* module13_separable_conv1/bias */
    {2229024, 2229392, 0, 0, false, XR_NOT_TRANSPOSED, 1, 364, 0},
    /* module13_batch_norm2/gamma */
    {2229392, 2229760, 0, 0, true, XR_NOT_TRANSPOSED, 1, 364, 0},
    /* module13_batch_norm2/beta */
    {2229760, 2230128, 0, 0, true, XR_NOT_TRANSPOSED, 1, 364, 0},
    /* module13_separable_conv2/depthwise_kernel */
    {2230864, 2234176, 0, 0.0001, true, XR_NOT_TRANSPOSED, 9, 364, 0},
    /* module13_separable_conv2/pointwise_kernel */
    {2234176, 2251648, 0, 0.0001, true, 2157888, 364, 512, 0},
    {2251648, 2269120, 0, 0.0001, true, 2157888, 364, 512, 48},
    {2269120, 2286592, 0, 0.0001, true, 2157888, 364, 512, 96},
    {2286592, 2304064, 0, 0.0001, true, 2157888, 364, 512, 144},
    {2304064, 2321536, 0, 0.0001, true, 2157888, 364, 512, 192},
    {2321536, 2339008, 0, 0.0001, true, 2157888, 364, 512, 240},
    {2339008, 2356480, 0, 0.0001, true, 2157888, 364, 512, 288},
    {2356480, 2373952, 0, 0.0001, true, 2157888, 364, 512, 336},
    {2373952, 2391424, 0, 0.0001, true, 2157888, 364, 512, 384},
    {2391424, 2408896, 0, 0.0001, true, 2157888, 364, 512, 432},
    {2408896, 2420544, 0, 0.0001, true, 2157888, 364, 512, 480},
    /* module13_separable_conv2/bias */
    {2420544, 2421056, 0, 0, false, XR_NOT_TRANSPOSED, 1, 512, 0},
    /* module13_batch_norm3/gamma */
    {2421056, 2421568, 0, 0, true, XR_NOT_TRANSPOSED, 1, 512, 0},
    /* module13_batch_norm3/beta */
    {2421568, 2422080, 0, 0, true, XR_NOT_TRANSPOSED, 1, 512, 0},
    /* module14_separable_conv1/depthwise_kernel */
    {2423104, 2427712, 0, 0.0001, true, XR_NOT_TRANSPOSED, 9, 512, 0},
    /* module14_separable_conv1/pointwise_kernel */
    {2427712, 2452288, 0, 0.0001, true, 2346304, 512, 768, 0},
    {2452288, 2476864, 0, 0.0001, true, 2346304, 512, 768, 48},
    {2476864, 2501440, 0, 0.0001, true, 2346304, 512, 768, 96},
    {2501440, 2526016, 0, 0.0001, true, 2346304, 512, 768, 144},
    {2526016, 2550592, 0, 0.0001, true, 2346304, 512, 768, 192},
    {2550592, 2575168, 0, 0.0001, true, 2346304, 512, 768, 240},
    {2575168, 2599744, 0, 0.0001, true, 2346304, 512, 768, 288},
    {2599744, 2624320, 0, 0.0001, true, 2346304, 512, 768, 336},
    {2624320, 2648896, 0, 0.0001, true, 2346304, 512, 768, 384},
    {2648896, 2673472, 0, 0.0001, true, 2346304, 512, 768, 432},
    {2673472, 2698048, 0, 0.0001, true, 2346304, 512, 768, 480},
    {2698048, 2722624, 0, 0.0001, true, 2346304, 512, 768, 528},
    {2722624, 2747200, 0, 0.0001, true, 2346304, 512, 768, 576},
    {2747200, 2771776, 0, 0.0001, true, 2346304, 512, 768, 624},
    {2771776, 2796352, 0, 0.0001, true, 2346304, 512, 768, 672},
    {2796352, 2820928, 0, 0.0001, true, 2346304, 512, 768, 720},
    /* module14_separable_conv1/bias */
    {2820928, 2821696, 0, 0, false, XR_NOT_TRANSPOSED, 1, 768, 0},
    /* module14_batch_norm1/gamma */
    {2821696, 2822464, 0, 0, true, XR_NOT_TRANSPOSED, 1, 768, 0},
    /* module14_batch_norm1/beta */
    {2822464, 2823232, 0, 0, true, XR_NOT_TRANSPOSED, 1, 768, 0},
    /* module14_separable_conv2/depthwise_kernel */
    {2824768, 2831680, 0, 0.0001, true, XR_NOT_TRANSPOSED, 9, 768, 0},
    /* module14_separable_conv2/pointwise_kernel */
    {2831680, 2868544, 0, 0.0001, true, 2739520, 768, 1024, 0},
    {2868544, 2905408, 0, 0.0001, true, 2739520, 768, 1024, 48},
    {2905408, 2942272, 0, 0.0001, true, 2739520, 768, 1024, 96},
    {2942272, 2979136, 0, 0.0001, true, 2739520, 768, 1024, 144},
    {2979136, 3016000, 0, 0.0001, true, 2739520, 768, 1024, 192},
    {3016000, 3052864, 0, 0.0001, true, 2739520, 768, 1024, 240},
    {3052864, 3089728, 0, 0.0001, true, 2739520, 768, 1024, 288},
    {3089728, 3126592, 0, 0.0001, true, 2739520, 768, 1024, 336},
    {3126592, 3163456, 0, 0.0001, true, 2739520, 768, 1024, 384},
    {3163456, 3200320, 0, 0.0001, true, 2739520, 768, 1024, 432},
    {3200320, 3237184, 0, 0.0001, true, 2739520, 768, 1024, 480},
    {3237184, 3274048, 0, 0.0001, true, 2739520, 768, 1024, 528},
    {3274048, 3310912, 0, 0.0001, true, 2739520, 768, 1024, 576},
    {3310912, 3347776, 0, 0.0001, true, 2739520, 768, 1024, 624},
    {3347776, 3384640, 0, 0.0001, true, 2739520, 768, 1024, 672},
    {3384640, 3421504, 0, 0.0001, true, 2739520, 768, 1024, 720},
    {3421504, 3458368, 0, 0.0001, true, 2739520, 768, 1024, 768},
    {3458368, 3495232, 0, 0.0001, true, 2739520, 768, 1024, 816},
    {3495232, 3532096, 0, 0.0001, true, 2739520, 768, 1024, 864},
    {3532096, 3568960, 0, 0.0001, true, 2739520, 768, 1024, 912},
    {3568960, 3605824, 0, 0.0001, true, 2739520, 768, 1024, 960},
    {3605824, 3618112, 0, 0.0001, true, 2739520, 768, 1024, 1008},
    /* module14_separable_conv2/bias */
    {3618112, 3619136, 0, 0, false, XR_NOT_TRANSPOSED, 1, 1024, 0},
    /* module14_batch_norm2/gamma */
    {3619136, 3620160, 0, 0, true, XR_NOT_TRANSPOSED, 1, 1024, 0},
    /* module14_batch_norm2/beta */
    {3620160, 3621184, 0, 0, true, XR_NOT_TRANSPOSED, 1, 1024, 0},
    /* classifier/kernel */
    {3623232, 3639616, 0, 0, true, 3525952, 1024, 10, 0},
    /* classifier/bias */
    {3639616, 3639632, 0, 0, true, XR_NOT_TRANSPOSED, 1, 10, 0},
};

/* Moving statistics, in the model's order: momentum, channels, number of the parameter, and where
 * the batch's statistic lies in the arena. */
static const xr_moving moving[] = {
    /* batch_norm1/moving_mean */
    {0.90000000000000002, 32, 4, 141672192},
    /* batch_norm1/moving_variance */
    {0.90000000000000002, 32, 5, 141672224},
    /* batch_norm2/moving_mean */
    {0.90000000000000002, 64, 10, 141671936},
    /* batch_norm2/moving_variance */
    {0.90000000000000002, 64, 11, 141672000},
    /* batch_norm3/moving_mean */
    {0.90000000000000002, 364, 16, 141654272},
    /* batch_norm3/moving_variance */
    {0.90000000000000002, 364, 17, 141654640},
    /* middle1_batch_norm1/moving_mean */
    {0.90000000000000002, 364, 23, 141655744},
    /* middle1_batch_norm1/moving_variance */
    {0.90000000000000002, 364, 24, 141656112},
    /* middle1_batch_norm2/moving_mean */
    {0.90000000000000002, 364, 30, 141657216},
    /* middle1_batch_norm2/moving_variance */
    {0.90000000000000002, 364, 31, 141657584},
    /* middle1_batch_norm3/moving_mean */
    {0.90000000000000002, 364, 37, 141658688},
    /* middle1_batch_norm3/moving_variance */
    {0.90000000000000002, 364, 38, 141659056},
    /* middle2_batch_norm1/moving_mean */
    {0.90000000000000002, 364, 44, 141659424},
    /* middle2_batch_norm1/moving_variance */
    {0.90000000000000002, 364, 45, 141659792},
    /* middle2_batch_norm2/moving_mean */
    {0.90000000000000002, 364, 51, 141660896},
    /* middle2_batch_norm2/moving_variance */
    {0.90000000000000002, 364, 52, 141661264},
    /* middle2_batch_norm3/moving_mean */
    {0.90000000000000002, 364, 58, 141662368},
    /* middle2_batch_norm3/moving_variance */
    {0.90000000000000002, 364, 59, 141662736},
    /* middle3_batch_norm1/moving_mean */
    {0.90000000000000002, 364, 65, 141663104},
    /* middle3_batch_norm1/moving_variance */
    {0.90000000000000002, 364, 66, 141663472},
    /* middle3_batch_norm2/moving_mean */
    {0.90000000000000002, 364, 72, 141664576},
    /* middle3_batch_norm2/moving_variance */
    {0.90000000000000002, 364, 73, 141664944},
    /* middle3_batch_norm3/moving_mean */
    {0.90000000000000002, 364, 79, 141666048},
    /* middle3_batch_norm3/moving_variance */
    {0.90000000000000002, 364, 80, 141666416},
    /* middle4_batch_norm1/moving_mean */
    {0.90000000000000002, 364, 86, 141666784},
    /* middle4_batch_norm1/moving_variance */
    {0.90000000000000002, 364, 87, 141667152},
    /* middle4_batch_norm2/moving_mean */
    {0.90000000000000002, 364, 93, 141668256},
    /* middle4_batch_norm2/moving_variance */
    {0.90000000000000002, 364, 94, 141668624},
    /* middle4_batch_norm3/moving_mean */
    {0.90000000000000002, 364, 100, 141669728},
    /* middle4_batch_norm3/moving_variance */
    {0.90000000000000002, 364, 101, 141670096},
    /* module13_batch_norm1/moving_mean */
    {0.90000000000000002, 512, 106, 141652224},
    /* module13_batch_norm1/moving_variance */
    {0.90000000000000002, 512, 107, 141652736},
    /* module13_batch_norm2/moving_mean */
    {0.90000000000000002, 364, 113, 141670464},
    /* module13_batch_norm2/moving_variance */
    {0.90000000000000002, 364, 114, 141670832},
    /* module13_batch_norm3/moving_mean */
    {0.90000000000000002, 512, 120, 141653248},
    /* module13_batch_norm3/moving_variance */
    {0.90000000000000002, 512, 121, 141653760},
    /* module14_batch_norm1/moving_mean */
    {0.90000000000000002, 768, 127, 141646848},
    /* module14_batch_norm1/moving_variance */
    {0.90000000000000002, 768, 128, 141647616},
    /* module14_batch_norm2/moving_mean */
    {0.90000000000000002, 1024, 134, 141639680},
    /* module14_batch_norm2/moving_variance */
    {0.90000000000000002, 1024, 135, 141640704},
};

enum { UPDATE_TILES = 253, MOVING = 40 };

/* Whether the step may change the weights: nothing that it computed is other than finite. */
static void check_step(xr_net *net)
{
    net->finite =
        net->finite && net->metrics->finite && xr_moving_finite(moving, MOVING, net->arena);
    net->updated = net->finite && net->step->apply_update;
    net->sound = 1;
}

/* The last phase, update: regularizer, momentum, weight and transposed copy of each tile; the
 * weights stay as they are when the step was not finite. */
static void update(void *context, int task, int thread)
{
    xr_net *const net = context;
    const xr_update_tile *const tile = &update_tiles[task];
    const xr_update_blocks *const blocks = &net->blocks;
    const xr_recipe *const recipe = &xception_he_wd_slim_thinner_net_model.recipe;
    (void)thread;
    net->regularization[task] = xr_update_regularization(tile, blocks->values);
    if (!net->updated)
        return;
    if (!xr_update_weights(recipe, net->step, tile, blocks))
        __atomic_store_n(&net->sound, 0, __ATOMIC_RELAXED);
    xr_update_transposed(tile, blocks);
}

static void update_finish(void *context)
{
    xr_net *const net = context;
    net->metrics->regularization = regularization(net);
    if (net->updated)
        xr_update_moving(
            &xception_he_wd_slim_thinner_net_model, moving, MOVING, net->arena, net->blocks.values);
    if (!net->finite || !net->sound)
        xr_find_fault(&xception_he_wd_slim_thinner_net_model, moving, MOVING, net->arena,
            &net->blocks, net->updated, net->metrics);
}

/* In the order of the tiles, whoever computed them. */
static double regularization(const xr_net *net)
{
    double sum = 0;
    for (int i = 0; i < (int)(sizeof update_tiles / sizeof *update_tiles); i++)
        sum += net->regularization[i];
    return sum;
}

/* Phase 1 of 2, inference: scale and shift of every batch normalisation, from its moving
 * statistics. */

static void prepare_inference_finish(void *context)
{
    xr_net *const net = context;
    coefficients_32(net->batch_norm1__moving_mean, net->batch_norm1__moving_variance,
        net->batch_norm1__gamma, net->batch_norm1__beta, net->infer_batch_norm1__scale,
        net->infer_batch_norm1__shift);
    coefficients_64(net->batch_norm2__moving_mean, net->batch_norm2__moving_variance,
        net->batch_norm2__gamma, net->batch_norm2__beta, net->infer_batch_norm2__scale,
        net->infer_batch_norm2__shift);
    coefficients_364(net->batch_norm3__moving_mean, net->batch_norm3__moving_variance,
        net->batch_norm3__gamma, net->batch_norm3__beta, net->infer_batch_norm3__scale,
        net->infer_batch_norm3__shift);
    coefficients_364(net->middle1_batch_norm1__moving_mean,
        net->middle1_batch_norm1__moving_variance, net->middle1_batch_norm1__gamma,
        net->middle1_batch_norm1__beta, net->infer_middle1_batch_norm1__scale,
        net->infer_middle1_batch_norm1__shift);
    coefficients_364(net->middle1_batch_norm2__moving_mean,
        net->middle1_batch_norm2__moving_variance, net->middle1_batch_norm2__gamma,
        net->middle1_batch_norm2__beta, net->infer_middle1_batch_norm2__scale,
        net->infer_middle1_batch_norm2__shift);
    coefficients_364(net->middle1_batch_norm3__moving_mean,
        net->middle1_batch_norm3__moving_variance, net->middle1_batch_norm3__gamma,
        net->middle1_batch_norm3__beta, net->infer_middle1_batch_norm3__scale,
        net->infer_middle1_batch_norm3__shift);
    coefficients_364(net->middle2_batch_norm1__moving_mean,
        net->middle2_batch_norm1__moving_variance, net->middle2_batch_norm1__gamma,
        net->middle2_batch_norm1__beta, net->infer_middle2_batch_norm1__scale,
        net->infer_middle2_batch_norm1__shift);
    coefficients_364(net->middle2_batch_norm2__moving_mean,
        net->middle2_batch_norm2__moving_variance, net->middle2_batch_norm2__gamma,
        net->middle2_batch_norm2__beta, net->infer_middle2_batch_norm2__scale,
        net->infer_middle2_batch_norm2__shift);
    coefficients_364(net->middle2_batch_norm3__moving_mean,
        net->middle2_batch_norm3__moving_variance, net->middle2_batch_norm3__gamma,
        net->middle2_batch_norm3__beta, net->infer_middle2_batch_norm3__scale,
        net->infer_middle2_batch_norm3__shift);
    coefficients_364(net->middle3_batch_norm1__moving_mean,
        net->middle3_batch_norm1__moving_variance, net->middle3_batch_norm1__gamma,
        net->middle3_batch_norm1__beta, net->infer_middle3_batch_norm1__scale,
        net->infer_middle3_batch_norm1__shift);
    coefficients_364(net->middle3_batch_norm2__moving_mean,
        net->middle3_batch_norm2__moving_variance, net->middle3_batch_norm2__gamma,
        net->middle3_batch_norm2__beta, net->infer_middle3_batch_norm2__scale,
        net->infer_middle3_batch_norm2__shift);
    coefficients_364(net->middle3_batch_norm3__moving_mean,
        net->middle3_batch_norm3__moving_variance, net->middle3_batch_norm3__gamma,
        net->middle3_batch_norm3__beta, net->infer_middle3_batch_norm3__scale,
        net->infer_middle3_batch_norm3__shift);
    coefficients_364(net->middle4_batch_norm1__moving_mean,
        net->middle4_batch_norm1__moving_variance, net->middle4_batch_norm1__gamma,
        net->middle4_batch_norm1__beta, net->infer_middle4_batch_norm1__scale,
        net->infer_middle4_batch_norm1__shift);
    coefficients_364(net->middle4_batch_norm2__moving_mean,
        net->middle4_batch_norm2__moving_variance, net->middle4_batch_norm2__gamma,
        net->middle4_batch_norm2__beta, net->infer_middle4_batch_norm2__scale,
        net->infer_middle4_batch_norm2__shift);
    coefficients_364(net->middle4_batch_norm3__moving_mean,
        net->middle4_batch_norm3__moving_variance, net->middle4_batch_norm3__gamma,
        net->middle4_batch_norm3__beta, net->infer_middle4_batch_norm3__scale,
        net->infer_middle4_batch_norm3__shift);
    coefficients_512(net->module13_batch_norm1__moving_mean,
        net->module13_batch_norm1__moving_variance, net->module13_batch_norm1__gamma,
        net->module13_batch_norm1__beta, net->infer_module13_batch_norm1__scale,
        net->infer_module13_batch_norm1__shift);
    coefficients_364(net->module13_batch_norm2__moving_mean,
        net->module13_batch_norm2__moving_variance, net->module13_batch_norm2__gamma,
        net->module13_batch_norm2__beta, net->infer_module13_batch_norm2__scale,
        net->infer_module13_batch_norm2__shift);
    coefficients_512(net->module13_batch_norm3__moving_mean,
        net->module13_batch_norm3__moving_variance, net->module13_batch_norm3__gamma,
        net->module13_batch_norm3__beta, net->infer_module13_batch_norm3__scale,
        net->infer_module13_batch_norm3__shift);
    coefficients_768(net->module14_batch_norm1__moving_mean,
        net->module14_batch_norm1__moving_variance, net->module14_batch_norm1__gamma,
        net->module14_batch_norm1__beta, net->infer_module14_batch_norm1__scale,
        net->infer_module14_batch_norm1__shift);
    coefficients_1024(net->module14_batch_norm2__moving_mean,
        net->module14_batch_norm2__moving_variance, net->module14_batch_norm2__gamma,
        net->module14_batch_norm2__beta, net->infer_module14_batch_norm2__scale,
        net->infer_module14_batch_norm2__shift);
}

/* Phase 2 of 2, inference: module2 (xception_he_wd_slim_thinner.yaml:12). 1269.4 MFLOP an image. */
static void infer(void *context, int task, int thread)
{
    xr_net *const net = context;
    xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;
    xr_real *const imported = scratch; /* 32x32x3 */
    xr_real *const conv1__y = scratch + 16384; /* 16x16x32 */
    xr_real *const workspace = scratch + 24576; /* of the kernel */
    xr_real *const relu1__y = scratch + 80896; /* 16x16x32 */
    xr_real *const conv2__y = scratch + 64512; /* 16x16x64 */
    xr_real *const workspace_2 = scratch; /* of the kernel */
    xr_real *const relu2__y = scratch + 80896; /* 16x16x64 */
    xr_real *const module2__y = scratch + 119232; /* 16x16x364 */
    xr_real *const workspace_3 = scratch; /* of the kernel */
    xr_real *const relu3__y = scratch + 213440; /* 16x16x364 */
    xr_real *const middle1_relu1__padded = scratch; /* 16x16x364 in a halo of zeros */
    xr_real *const middle1_separable_conv1__depthwise = scratch + 119232; /* 16x16x364 */
    xr_real *const middle1_separable_conv1__y = scratch + 307648; /* 16x16x364 */
    xr_real *const middle1_relu2__padded = scratch; /* 16x16x364 in a halo of zeros */
    xr_real *const middle1_separable_conv2__depthwise = scratch + 119232; /* 16x16x364 */
    xr_real *const middle1_separable_conv2__y = scratch + 307648; /* 16x16x364 */
    xr_real *const middle1_relu3__padded = scratch; /* 16x16x364 in a halo of zeros */
    xr_real *const middle1_separable_conv3__depthwise = scratch + 119232; /* 16x16x364 */
    xr_real *const middle1_separable_conv3__y = scratch + 307648; /* 16x16x364 */
    xr_real *const middle1_add1__y = scratch + 119232; /* 16x16x364 */
    xr_real *const middle2_relu1__padded = scratch; /* 16x16x364 in a halo of zeros */
    xr_real *const middle2_separable_conv1__depthwise = scratch + 213440; /* 16x16x364 */
    xr_real *const middle2_separable_conv1__y = scratch + 307648; /* 16x16x364 */
    xr_real *const middle2_relu2__padded = scratch; /* 16x16x364 in a halo of zeros */
    xr_real *const middle2_separable_conv2__depthwise = scratch + 213440; /* 16x16x364 */
    xr_real *const middle2_separable_conv2__y = scratch + 307648; /* 16x16x364 */
    xr_real *const middle2_relu3__padded = scratch; /* 16x16x364 in a halo of zeros */
    xr_real *const middle2_separable_conv3__depthwise = scratch + 213440; /* 16x16x364 */
    xr_real *const middle2_separable_conv3__y = scratch + 307648; /* 16x16x364 */
    xr_real *const middle2_add1__y = scratch + 213440; /* 16x16x364 */
    xr_real *const middle3_relu1__padded = scratch; /* 16x16x364 in a halo of zeros */
    xr_real *const middle3_separable_conv1__depthwise = scratch + 119232; /* 16x16x364 */
    xr_real *const middle3_separable_conv1__y = scratch + 307648; /* 16x16x364 */
    xr_real *const middle3_relu2__padded = scratch; /* 16x16x364 in a halo of zeros */
    xr_real *const middle3_separable_conv2__depthwise = scratch + 119232; /* 16x16x364 */
    xr_real *const middle3_separable_conv2__y = scratch + 307648; /* 16x16x364 */
    xr_real *const middle3_relu3__padded = scratch; /* 16x16x364 in a halo of zeros */
    xr_real *const middle3_separable_conv3__depthwise = scratch + 119232; /* 16x16x364 */
    xr_real *const middle3_separable_conv3__y = scratch + 307648; /* 16x16x364 */
    xr_real *const middle3_add1__y = scratch + 119232; /* 16x16x364 */
    xr_real *const middle4_relu1__padded = scratch; /* 16x16x364 in a halo of zeros */
    xr_real *const middle4_separable_conv1__depthwise = scratch + 213440; /* 16x16x364 */
    xr_real *const middle4_separable_conv1__y = scratch + 307648; /* 16x16x364 */
    xr_real *const middle4_relu2__padded = scratch; /* 16x16x364 in a halo of zeros */
    xr_real *const middle4_separable_conv2__depthwise = scratch + 213440; /* 16x16x364 */
    xr_real *const middle4_separable_conv2__y = scratch + 307648; /* 16x16x364 */
    xr_real *const middle4_relu3__padded = scratch; /* 16x16x364 in a halo of zeros */
    xr_real *const middle4_separable_conv3__depthwise = scratch + 213440; /* 16x16x364 */
    xr_real *const middle4_separable_conv3__y = scratch + 307648; /* 16x16x364 */
    xr_real *const middle4_add1__padded = scratch; /* 16x16x364 in a halo of zeros */
    xr_real *const module13_conv1__y = scratch + 119232; /* 8x8x512 */
    xr_real *const workspace_4 = scratch + 152000; /* of the kernel */
    xr_real *const module13_batch_norm1__y = scratch + 307648; /* 8x8x512 */
    xr_real *const module13_separable_conv1__depthwise = scratch + 119232; /* 16x16x364 */
    xr_real *const module13_separable_conv1__y = scratch + 213440; /* 16x16x364 */
    xr_real *const module13_relu2__padded = scratch; /* 16x16x364 in a halo of zeros */
    xr_real *const module13_separable_conv2__depthwise = scratch + 131072; /* 16x16x364 */
    xr_real *const module13_separable_conv2__y = scratch; /* 16x16x512 */
    xr_real *const module13_batch_norm3__y = scratch + 131072; /* 16x16x512 */
    xr_real *const module13_max_pool1__y = scratch + 51200; /* 8x8x512 */
    xr_real *const module13_add1__padded = scratch; /* 8x8x512 in a halo of zeros */
    xr_real *const module14_separable_conv1__depthwise = scratch + 125952; /* 8x8x512 */
    xr_real *const module14_separable_conv1__y = scratch + 76800; /* 8x8x768 */
    xr_real *const module14_relu1__padded = scratch; /* 8x8x768 in a halo of zeros */
    xr_real *const module14_separable_conv2__depthwise = scratch + 76800; /* 8x8x768 */
    xr_real *const module14_separable_conv2__y = scratch; /* 8x8x1024 */
    xr_real *const module14_relu2__y = scratch + 65536; /* 8x8x1024 */
    xr_real *const global_average_pool1__y = scratch; /* 1x1x1024 */
    xr_real *const classifier__y = scratch + 1024; /* 1x1x10 */

    const int first = task;
    const int images = 1;
    const int32_t *const class_labels = net->class_labels ? net->class_labels + first : NULL;
    import_32x32x3(images, net->images + (size_t)first * 3072, imported);
    conv_3x3_32x32x3_32_stride2(
        images, imported, net->conv1__kernel, net->conv1__bias, conv1__y, workspace);
    bn_relu_16x16x32(
        images, conv1__y, net->infer_batch_norm1__scale, net->infer_batch_norm1__shift, relu1__y);
    conv_3x3_16x16x32_64(
        images, relu1__y, net->conv2__kernel, net->conv2__bias, conv2__y, workspace_2);
    bn_relu_16x16x64(
        images, conv2__y, net->infer_batch_norm2__scale, net->infer_batch_norm2__shift, relu2__y);
    conv_3x3_16x16x64_364(
        images, relu2__y, net->module2__kernel, net->module2__bias, module2__y, workspace_3);
    bn_relu_padded_16x16x364_v3(images, module2__y, net->infer_batch_norm3__scale,
        net->infer_batch_norm3__shift, relu3__y, middle1_relu1__padded);
    depthwise_3x3_16x16x364(images, middle1_relu1__padded,
        net->middle1_separable_conv1__depthwise_kernel, middle1_separable_conv1__depthwise);
    pointwise_16x16x364_364(images, middle1_separable_conv1__depthwise,
        net->middle1_separable_conv1__pointwise_kernel, net->middle1_separable_conv1__bias,
        middle1_separable_conv1__y);
    bn_relu_padded_16x16x364_v2(images, middle1_separable_conv1__y,
        net->infer_middle1_batch_norm1__scale, net->infer_middle1_batch_norm1__shift,
        middle1_relu2__padded);
    depthwise_3x3_16x16x364(images, middle1_relu2__padded,
        net->middle1_separable_conv2__depthwise_kernel, middle1_separable_conv2__depthwise);
    pointwise_16x16x364_364(images, middle1_separable_conv2__depthwise,
        net->middle1_separable_conv2__pointwise_kernel, net->middle1_separable_conv2__bias,
        middle1_separable_conv2__y);
    bn_relu_padded_16x16x364_v2(images, middle1_separable_conv2__y,
        net->infer_middle1_batch_norm2__scale, net->infer_middle1_batch_norm2__shift,
        middle1_relu3__padded);
    depthwise_3x3_16x16x364(images, middle1_relu3__padded,
        net->middle1_separable_conv3__depthwise_kernel, middle1_separable_conv3__depthwise);
    pointwise_16x16x364_364(images, middle1_separable_conv3__depthwise,
        net->middle1_separable_conv3__pointwise_kernel, net->middle1_separable_conv3__bias,
        middle1_separable_conv3__y);
    bn_add_relu_padded_16x16x364(images, middle1_separable_conv3__y,
        net->infer_middle1_batch_norm3__scale, net->infer_middle1_batch_norm3__shift, relu3__y,
        middle1_add1__y, middle2_relu1__padded);
    depthwise_3x3_16x16x364(images, middle2_relu1__padded,
        net->middle2_separable_conv1__depthwise_kernel, middle2_separable_conv1__depthwise);
    pointwise_16x16x364_364(images, middle2_separable_conv1__depthwise,
        net->middle2_separable_conv1__pointwise_kernel, net->middle2_separable_conv1__bias,
        middle2_separable_conv1__y);
    bn_relu_padded_16x16x364_v2(images, middle2_separable_conv1__y,
        net->infer_middle2_batch_norm1__scale, net->infer_middle2_batch_norm1__shift,
        middle2_relu2__padded);
    depthwise_3x3_16x16x364(images, middle2_relu2__padded,
        net->middle2_separable_conv2__depthwise_kernel, middle2_separable_conv2__depthwise);
    pointwise_16x16x364_364(images, middle2_separable_conv2__depthwise,
        net->middle2_separable_conv2__pointwise_kernel, net->middle2_separable_conv2__bias,
        middle2_separable_conv2__y);
    bn_relu_padded_16x16x364_v2(images, middle2_separable_conv2__y,
        net->infer_middle2_batch_norm2__scale, net->infer_middle2_batch_norm2__shift,
        middle2_relu3__padded);
    depthwise_3x3_16x16x364(images, middle2_relu3__padded,
        net->middle2_separable_conv3__depthwise_kernel, middle2_separable_conv3__depthwise);
    pointwise_16x16x364_364(images, middle2_separable_conv3__depthwise,
        net->middle2_separable_conv3__pointwise_kernel, net->middle2_separable_conv3__bias,
        middle2_separable_conv3__y);
    bn_add_relu_padded_16x16x364(images, middle2_separable_conv3__y,
        net->infer_middle2_batch_norm3__scale, net->infer_middle2_batch_norm3__shift,
        middle1_add1__y, middle2_add1__y, middle3_relu1__padded);
    depthwise_3x3_16x16x364(images, middle3_relu1__padded,
        net->middle3_separable_conv1__depthwise_kernel, middle3_separable_conv1__depthwise);
    pointwise_16x16x364_364(images, middle3_separable_conv1__depthwise,
        net->middle3_separable_conv1__pointwise_kernel, net->middle3_separable_conv1__bias,
        middle3_separable_conv1__y);
    bn_relu_padded_16x16x364_v2(images, middle3_separable_conv1__y,
        net->infer_middle3_batch_norm1__scale, net->infer_middle3_batch_norm1__shift,
        middle3_relu2__padded);
    depthwise_3x3_16x16x364(images, middle3_relu2__padded,
        net->middle3_separable_conv2__depthwise_kernel, middle3_separable_conv2__depthwise);
    pointwise_16x16x364_364(images, middle3_separable_conv2__depthwise,
        net->middle3_separable_conv2__pointwise_kernel, net->middle3_separable_conv2__bias,
        middle3_separable_conv2__y);
    bn_relu_padded_16x16x364_v2(images, middle3_separable_conv2__y,
        net->infer_middle3_batch_norm2__scale, net->infer_middle3_batch_norm2__shift,
        middle3_relu3__padded);
    depthwise_3x3_16x16x364(images, middle3_relu3__padded,
        net->middle3_separable_conv3__depthwise_kernel, middle3_separable_conv3__depthwise);
    pointwise_16x16x364_364(images, middle3_separable_conv3__depthwise,
        net->middle3_separable_conv3__pointwise_kernel, net->middle3_separable_conv3__bias,
        middle3_separable_conv3__y);
    bn_add_relu_padded_16x16x364(images, middle3_separable_conv3__y,
        net->infer_middle3_batch_norm3__scale, net->infer_middle3_batch_norm3__shift,
        middle2_add1__y, middle3_add1__y, middle4_relu1__padded);
    depthwise_3x3_16x16x364(images, middle4_relu1__padded,
        net->middle4_separable_conv1__depthwise_kernel, middle4_separable_conv1__depthwise);
    pointwise_16x16x364_364(images, middle4_separable_conv1__depthwise,
        net->middle4_separable_conv1__pointwise_kernel, net->middle4_separable_conv1__bias,
        middle4_separable_conv1__y);
    bn_relu_padded_16x16x364_v2(images, middle4_separable_conv1__y,
        net->infer_middle4_batch_norm1__scale, net->infer_middle4_batch_norm1__shift,
        middle4_relu2__padded);
    depthwise_3x3_16x16x364(images, middle4_relu2__padded,
        net->middle4_separable_conv2__depthwise_kernel, middle4_separable_conv2__depthwise);
    pointwise_16x16x364_364(images, middle4_separable_conv2__depthwise,
        net->middle4_separable_conv2__pointwise_kernel, net->middle4_separable_conv2__bias,
        middle4_separable_conv2__y);
    bn_relu_padded_16x16x364_v2(images, middle4_separable_conv2__y,
        net->infer_middle4_batch_norm2__scale, net->infer_middle4_batch_norm2__shift,
        middle4_relu3__padded);
    depthwise_3x3_16x16x364(images, middle4_relu3__padded,
        net->middle4_separable_conv3__depthwise_kernel, middle4_separable_conv3__depthwise);
    pointwise_16x16x364_364(images, middle4_separable_conv3__depthwise,
        net->middle4_separable_conv3__pointwise_kernel, net->middle4_separable_conv3__bias,
        middle4_separable_conv3__y);
    bn_add_padded_16x16x364_v2(images, middle4_separable_conv3__y,
        net->infer_middle4_batch_norm3__scale, net->infer_middle4_batch_norm3__shift,
        middle3_add1__y, middle4_add1__padded);
    conv_1x1_16x16x364_512_stride2(images, middle4_add1__padded, net->module13_conv1__kernel,
        net->module13_conv1__bias, module13_conv1__y, workspace_4);
    bn_8x8x512(images, module13_conv1__y, net->infer_module13_batch_norm1__scale,
        net->infer_module13_batch_norm1__shift, module13_batch_norm1__y);
    depthwise_3x3_16x16x364(images, middle4_add1__padded,
        net->module13_separable_conv1__depthwise_kernel, module13_separable_conv1__depthwise);
    pointwise_16x16x364_364(images, module13_separable_conv1__depthwise,
        net->module13_separable_conv1__pointwise_kernel, net->module13_separable_conv1__bias,
        module13_separable_conv1__y);
    bn_relu_padded_16x16x364_v2(images, module13_separable_conv1__y,
        net->infer_module13_batch_norm2__scale, net->infer_module13_batch_norm2__shift,
        module13_relu2__padded);
    depthwise_3x3_16x16x364(images, module13_relu2__padded,
        net->module13_separable_conv2__depthwise_kernel, module13_separable_conv2__depthwise);
    pointwise_16x16x364_512(images, module13_separable_conv2__depthwise,
        net->module13_separable_conv2__pointwise_kernel, net->module13_separable_conv2__bias,
        module13_separable_conv2__y);
    bn_16x16x512(images, module13_separable_conv2__y, net->infer_module13_batch_norm3__scale,
        net->infer_module13_batch_norm3__shift, module13_batch_norm3__y);
    max_pool_3x3_16x16x512_stride2(images, module13_batch_norm3__y, module13_max_pool1__y, NULL);
    add_padded_8x8x512_v2(
        images, module13_batch_norm1__y, module13_max_pool1__y, module13_add1__padded);
    depthwise_3x3_8x8x512(images, module13_add1__padded,
        net->module14_separable_conv1__depthwise_kernel, module14_separable_conv1__depthwise);
    pointwise_8x8x512_768(images, module14_separable_conv1__depthwise,
        net->module14_separable_conv1__pointwise_kernel, net->module14_separable_conv1__bias,
        module14_separable_conv1__y);
    bn_relu_padded_8x8x768(images, module14_separable_conv1__y,
        net->infer_module14_batch_norm1__scale, net->infer_module14_batch_norm1__shift,
        module14_relu1__padded);
    depthwise_3x3_8x8x768(images, module14_relu1__padded,
        net->module14_separable_conv2__depthwise_kernel, module14_separable_conv2__depthwise);
    pointwise_8x8x768_1024(images, module14_separable_conv2__depthwise,
        net->module14_separable_conv2__pointwise_kernel, net->module14_separable_conv2__bias,
        module14_separable_conv2__y);
    bn_relu_8x8x1024_v2(images, module14_separable_conv2__y, net->infer_module14_batch_norm2__scale,
        net->infer_module14_batch_norm2__shift, module14_relu2__y);
    global_average_pool_8x8x1024_v2(images, module14_relu2__y, global_average_pool1__y);
    pointwise_1024_10_v2(images, global_average_pool1__y, net->classifier__kernel,
        net->classifier__bias, classifier__y);
    softmax_10(images, classifier__y, net->infer_softmax1__y + (size_t)first * 16);
    cross_entropy_10_v2(images, classifier__y, class_labels, net->infer_losses + (size_t)first * 2);
}

static void infer_finish(void *context)
{
    xr_net *const net = context;
    finish_loss(net->batch, net->class_labels, net->infer_losses, net->metrics);
}

void xception_he_wd_slim_thinner_net_destroy(xr_net *net)
{
    if (!net)
        return;
    xr_release(net->memory);
    xr_release(net->scratch);
    free(net->regularization);
    free(net);
}

xr_net *xception_he_wd_slim_thinner_net_create(xr_pool *pool)
{
    xr_net *net = calloc(1, sizeof *net);
    if (!net)
        return NULL;
    net->thread_pool = pool;
    net->memory = xr_allocate(ARENA_START + ARENA);
    net->scratch = xr_allocate((size_t)xr_pool_threads(pool) * SCRATCH);
    net->regularization = calloc(UPDATE_TILES, sizeof *net->regularization);
    if (!net->memory || !net->scratch || !net->regularization) {
        xception_he_wd_slim_thinner_net_destroy(net);
        return NULL;
    }
    net->blocks.values = net->memory + VALUES;
    net->blocks.gradients = net->memory + GRADIENTS;
    net->blocks.velocity = net->memory + VELOCITY;
    net->blocks.second = NULL;
    net->blocks.transposed = net->memory + TRANSPOSED;
    net->arena = net->memory + ARENA_START;
    place(net);
    return net;
}

xr_real *xception_he_wd_slim_thinner_net_block(xr_net *net, xr_slot slot)
{
    if (slot == XR_VALUE)
        return net->blocks.values;
    if (slot == XR_GRADIENT)
        return net->memory + GRADIENTS;
    if (slot == XR_VELOCITY)
        return net->blocks.velocity;
    return net->blocks.second;
}

void xception_he_wd_slim_thinner_net_parameters_changed(xr_net *net)
{
    for (int i = 0; i < UPDATE_TILES; i++)
        xr_update_transposed(&update_tiles[i], &net->blocks);
    net->regularization_known = false;
}

static void begin(xr_net *net, const xr_real *images, const int32_t *labels, int count,
    const xr_step *step, xr_metrics *metrics)
{
    net->images = images;
    net->class_labels = labels;
    net->batch = count;
    net->step = step;
    net->metrics = metrics;
    net->finite = 1;
    memset(metrics, 0, sizeof *metrics);
    metrics->fault_parameter = -1;
}

void xception_he_wd_slim_thinner_net_train_step(xr_net *net, const xr_real *images,
    const int32_t *labels, int count, const xr_step *step, xr_metrics *metrics)
{
    begin(net, images, labels, count, step, metrics);
    net->regularization_known = false;

    PHASE(net, train, 0);
    xr_pool_run(net->thread_pool, groups(net, 1), conv1__forward, conv1__forward_finish, net);
    PHASE(net, train, 1);
    xr_pool_run(net->thread_pool, groups(net, 1), conv2__forward, conv2__forward_finish, net);
    PHASE(net, train, 2);
    xr_pool_run(net->thread_pool, groups(net, 1), module2__forward, module2__forward_finish, net);
    PHASE(net, train, 3);
    xr_pool_run(net->thread_pool, groups(net, 1), middle1_separable_conv1__forward,
        middle1_separable_conv1__forward_finish, net);
    PHASE(net, train, 4);
    xr_pool_run(net->thread_pool, groups(net, 1), middle1_separable_conv2__forward,
        middle1_separable_conv2__forward_finish, net);
    PHASE(net, train, 5);
    xr_pool_run(net->thread_pool, groups(net, 1), middle1_separable_conv3__forward,
        middle1_separable_conv3__forward_finish, net);
    PHASE(net, train, 6);
    xr_pool_run(net->thread_pool, groups(net, 1), middle2_separable_conv1__forward,
        middle2_separable_conv1__forward_finish, net);
    PHASE(net, train, 7);
    xr_pool_run(net->thread_pool, groups(net, 1), middle2_separable_conv2__forward,
        middle2_separable_conv2__forward_finish, net);
    PHASE(net, train, 8);
    xr_pool_run(net->thread_pool, groups(net, 1), middle2_separable_conv3__forward,
        middle2_separable_conv3__forward_finish, net);
    PHASE(net, train, 9);
    xr_pool_run(net->thread_pool, groups(net, 1), middle3_separable_conv1__forward,
        middle3_separable_conv1__forward_finish, net);
    PHASE(net, train, 10);
    xr_pool_run(net->thread_pool, groups(net, 1), middle3_separable_conv2__forward,
        middle3_separable_conv2__forward_finish, net);
    PHASE(net, train, 11);
    xr_pool_run(net->thread_pool, groups(net, 1), middle3_separable_conv3__forward,
        middle3_separable_conv3__forward_finish, net);
    PHASE(net, train, 12);
    xr_pool_run(net->thread_pool, groups(net, 1), middle4_separable_conv1__forward,
        middle4_separable_conv1__forward_finish, net);
    PHASE(net, train, 13);
    xr_pool_run(net->thread_pool, groups(net, 1), middle4_separable_conv2__forward,
        middle4_separable_conv2__forward_finish, net);
    PHASE(net, train, 14);
    xr_pool_run(net->thread_pool, groups(net, 1), middle4_separable_conv3__forward,
        middle4_separable_conv3__forward_finish, net);
    PHASE(net, train, 15);
    xr_pool_run(net->thread_pool, groups(net, 1), module13_separable_conv1__forward,
        module13_separable_conv1__forward_finish, net);
    PHASE(net, train, 16);
    xr_pool_run(net->thread_pool, groups(net, 1), module13_separable_conv2__forward,
        module13_separable_conv2__forward_finish, net);
    PHASE(net, train, 17);
    xr_pool_run(net->thread_pool, groups(net, 1), module14_separable_conv1__forward,
        module14_separable_conv1__forward_finish, net);
    PHASE(net, train, 18);
    xr_pool_run(net->thread_pool, groups(net, 1), module14_separable_conv2__forward,
        module14_separable_conv2__forward_finish, net);
    PHASE(net, train, 19);
    xr_pool_run(net->thread_pool, chains(net, 8), classifier__loss, classifier__loss_finish, net);
    PHASE(net, train, 20);
    xr_pool_run(net->thread_pool, 1, classifier__gradient, NULL, net);
    PHASE(net, train, 21);
    xr_pool_run(net->thread_pool, groups(net, 1), module14_separable_conv2__backward,
        module14_separable_conv2__backward_finish, net);
    PHASE(net, train, 22);
    xr_pool_run(net->thread_pool, 24, module14_separable_conv2__gradient, NULL, net);
    PHASE(net, train, 23);
    xr_pool_run(net->thread_pool, groups(net, 1), module14_separable_conv1__backward,
        module14_separable_conv1__backward_finish, net);
    PHASE(net, train, 24);
    xr_pool_run(net->thread_pool, 12, module14_separable_conv1__gradient, NULL, net);
    PHASE(net, train, 25);
    xr_pool_run(net->thread_pool, chains(net, 1), module13_separable_conv2__backward,
        module13_separable_conv2__backward_finish, net);
    PHASE(net, train, 26);
    xr_pool_run(net->thread_pool, 18, module13_separable_conv2__gradient, NULL, net);
    PHASE(net, train, 27);
    xr_pool_run(net->thread_pool, chains(net, 1), module13_separable_conv1__backward,
        module13_separable_conv1__backward_finish, net);
    PHASE(net, train, 28);
    xr_pool_run(net->thread_pool, 9, module13_separable_conv1__gradient, NULL, net);
    PHASE(net, train, 29);
    xr_pool_run(net->thread_pool, chains(net, 1), middle4_separable_conv3__backward,
        middle4_separable_conv3__backward_finish, net);
    PHASE(net, train, 30);
    xr_pool_run(net->thread_pool, 9, middle4_separable_conv3__gradient, NULL, net);
    PHASE(net, train, 31);
    xr_pool_run(net->thread_pool, chains(net, 1), middle4_separable_conv2__backward,
        middle4_separable_conv2__backward_finish, net);
    PHASE(net, train, 32);
    xr_pool_run(net->thread_pool, 9, middle4_separable_conv2__gradient, NULL, net);
    PHASE(net, train, 33);
    xr_pool_run(net->thread_pool, chains(net, 1), middle4_separable_conv1__backward,
        middle4_separable_conv1__backward_finish, net);
    PHASE(net, train, 34);
    xr_pool_run(net->thread_pool, 9, middle4_separable_conv1__gradient, NULL, net);
    PHASE(net, train, 35);
    xr_pool_run(net->thread_pool, chains(net, 1), middle3_separable_conv3__backward,
        middle3_separable_conv3__backward_finish, net);
    PHASE(net, train, 36);
    xr_pool_run(net->thread_pool, 9, middle3_separable_conv3__gradient, NULL, net);
    PHASE(net, train, 37);
    xr_pool_run(net->thread_pool, chains(net, 1), middle3_separable_conv2__backward,
        middle3_separable_conv2__backward_finish, net);
    PHASE(net, train, 38);
    xr_pool_run(net->thread_pool, 9, middle3_separable_conv2__gradient, NULL, net);
    PHASE(net, train, 39);
    xr_pool_run(net->thread_pool, chains(net, 1), middle3_separable_conv1__backward,
        middle3_separable_conv1__backward_finish, net);
    PHASE(net, train, 40);
    xr_pool_run(net->thread_pool, 9, middle3_separable_conv1__gradient, NULL, net);
    PHASE(net, train, 41);
    xr_pool_run(net->thread_pool, chains(net, 1), middle2_separable_conv3__backward,
        middle2_separable_conv3__backward_finish, net);
    PHASE(net, train, 42);
    xr_pool_run(net->thread_pool, 9, middle2_separable_conv3__gradient, NULL, net);
    PHASE(net, train, 43);
    xr_pool_run(net->thread_pool, chains(net, 1), middle2_separable_conv2__backward,
        middle2_separable_conv2__backward_finish, net);
    PHASE(net, train, 44);
    xr_pool_run(net->thread_pool, 9, middle2_separable_conv2__gradient, NULL, net);
    PHASE(net, train, 45);
    xr_pool_run(net->thread_pool, chains(net, 1), middle2_separable_conv1__backward,
        middle2_separable_conv1__backward_finish, net);
    PHASE(net, train, 46);
    xr_pool_run(net->thread_pool, 9, middle2_separable_conv1__gradient, NULL, net);
    PHASE(net, train, 47);
    xr_pool_run(net->thread_pool, chains(net, 1), middle1_separable_conv3__backward,
        middle1_separable_conv3__backward_finish, net);
    PHASE(net, train, 48);
    xr_pool_run(net->thread_pool, 9, middle1_separable_conv3__gradient, NULL, net);
    PHASE(net, train, 49);
    xr_pool_run(net->thread_pool, chains(net, 1), middle1_separable_conv2__backward,
        middle1_separable_conv2__backward_finish, net);
    PHASE(net, train, 50);
    xr_pool_run(net->thread_pool, 9, middle1_separable_conv2__gradient, NULL, net);
    PHASE(net, train, 51);
    xr_pool_run(net->thread_pool, chains(net, 1), middle1_separable_conv1__backward,
        middle1_separable_conv1__backward_finish, net);
    PHASE(net, train, 52);
    xr_pool_run(net->thread_pool, 9, middle1_separable_conv1__gradient, NULL, net);
    PHASE(net, train, 53);
    xr_pool_run(net->thread_pool, chains(net, 1), module2__backward, module2__backward_finish, net);
    PHASE(net, train, 54);
    xr_pool_run(net->thread_pool, 13, module2__gradient, NULL, net);
    PHASE(net, train, 55);
    xr_pool_run(net->thread_pool, chains(net, 1), conv2__backward, conv2__backward_finish, net);
    PHASE(net, train, 56);
    xr_pool_run(net->thread_pool, 2, conv2__gradient, NULL, net);
    PHASE(net, train, 57);
    xr_pool_run(net->thread_pool, chains(net, 1), conv1__backward, NULL, net);
    PHASE(net, train, 58);
    xr_pool_run(net->thread_pool, 1, conv1__gradient, NULL, net);
    PHASE(net, train, 59);
    PHASE(net, train, 60);
    check_step(net);
    xr_pool_run(net->thread_pool, UPDATE_TILES, update, update_finish, net);
}

void xception_he_wd_slim_thinner_net_evaluate(xr_net *net, const xr_real *images,
    const int32_t *labels, int count, xr_real *probabilities, xr_metrics *metrics)
{
    xr_metrics ignored;
    begin(net, images, labels, count, NULL, metrics ? metrics : &ignored);

    PHASE(net, infer, 0);
    prepare_inference_finish(net);
    PHASE(net, infer, 1);
    xr_pool_run(net->thread_pool, groups(net, 1), infer, infer_finish, net);

    for (int n = 0; probabilities && n < count; n++)
        memcpy(probabilities + (size_t)n * CLASSES, net->infer_softmax1__y + (size_t)n * 16,
            CLASSES * sizeof *probabilities);
    if (!net->regularization_known) {
        for (int i = 0; i < UPDATE_TILES; i++)
            net->regularization[i] = xr_update_regularization(&update_tiles[i], net->blocks.values);
        net->regularization_known = true;
    }
    net->metrics->regularization = regularization(net);
}
