/* The runtime of generated programs: its whole public interface.
 *
 * A generated model is one constant xr_model: shapes, the parameter table, the training recipe and
 * a few functions. The runtime brings data, augmentation, random numbers, threads, the training
 * loop, checkpoints and logs. It needs libc, libm and pthreads, and knows nothing of YAML.
 *
 * Scalars are xr_real: float, or double when everything is compiled with -DXR_DOUBLE (gradient
 * checks). Results never depend on the number of threads. examples/embed/ shows how a program of
 * one's own uses all this; C++ may include it too. */
#ifndef XR_H
#define XR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* What is declared here a shared library shows, also one compiled with -fvisibility=hidden. */
#pragma GCC visibility push(default)
#ifdef __cplusplus
extern "C" {
#endif

#ifdef XR_DOUBLE
typedef double xr_real;
#else
typedef float xr_real;
#endif

/* ---- threads (pool.c) ---------------------------------------------------------------------- */

/* A pool of threads that meet at a spin-then-futex barrier. The caller is thread 0. */
typedef struct xr_pool xr_pool;

/* threads >= 1; NULL when threads can't be started (errno says why). */
xr_pool *xr_pool_create(int threads);
void xr_pool_destroy(xr_pool *pool);
int xr_pool_threads(const xr_pool *pool);

/* Calls task(context, index, thread) once for every index in [0, tasks), on any thread, in any
 * order, claimed one by one; then finish(context) once (may be NULL), by the thread that ended the
 * last task; then returns. Everything written by tasks is visible to finish and to the caller. */
void xr_pool_run(xr_pool *pool, int tasks, void (*task)(void *context, int index, int thread),
    void (*finish)(void *context), void *context);

/* ---- random numbers (random.c) ------------------------------------------------------------- */

/* Counter-based (Philox4x32-10, Salmon et al. 2011): the i-th block of four words of the stream
 * named by (seed, a, b) is a pure function of its arguments. */
void xr_random_block(uint64_t seed, uint32_t a, uint32_t b, uint64_t index, uint32_t out[4]);

/* A sequential reader of one stream. */
typedef struct xr_random {
    uint64_t seed;
    uint32_t a, b;
    uint64_t index;
    uint32_t block[4];
    int used;
} xr_random;
xr_random xr_random_stream(uint64_t seed, uint32_t a, uint32_t b);
uint32_t xr_random_u32(xr_random *random);
double xr_random_unit(xr_random *random); /* [0, 1), 53 bits */
double xr_random_normal(xr_random *random); /* mean 0, deviation 1 */
uint32_t xr_random_below(xr_random *random, uint32_t bound); /* unbiased */

/* ---- the generated model ------------------------------------------------------------------- */

typedef enum xr_layout {
    XR_ROWS, /* rows x columns, each row padded to row_stride reals */
    XR_PANELS /* see xr_tile.h: panels of 48 columns, each panel rows x width; for a grouped
                 convolution one such matrix a group, one after the other */
} xr_layout;

typedef enum xr_initializer {
    XR_INIT_ZEROS,
    XR_INIT_ONES,
    XR_INIT_CONSTANT,
    XR_INIT_UNIFORM,
    XR_INIT_NORMAL,
    XR_INIT_TRUNCATED_NORMAL,
    XR_INIT_GLOROT_UNIFORM,
    XR_INIT_GLOROT_NORMAL,
    XR_INIT_HE_UNIFORM,
    XR_INIT_HE_NORMAL,
    XR_INIT_LECUN_UNIFORM,
    XR_INIT_LECUN_NORMAL
} xr_initializer;

/* One parameter. Its elements in Keras's order (row-major over dims, HWIO) form a matrix of
 * rows x columns, columns being the last dimension, or C for a depthwise kernel [h, w, C, 1]. */
typedef struct xr_parameter {
    const char *name; /* "middle1_separable_conv1/depthwise_kernel" */
    int rank;
    int dims[4];
    bool trainable;
    xr_initializer initializer;
    double init_a, init_b;
    double fan_in, fan_out;
    double l1, l2;
    xr_layout layout;
    int groups;
    int rows, columns;
    int row_stride; /* XR_ROWS */
    size_t offset; /* reals from the start of the parameter block */
    size_t size; /* reals it takes there, padding included; padding is always zero */
} xr_parameter;

typedef enum xr_schedule_kind { XR_STEPS, XR_COSINE, XR_ONE_CYCLE } xr_schedule_kind;
typedef enum xr_optimizer_kind { XR_SGD, XR_ADAM, XR_ADAMW } xr_optimizer_kind;

/* The recipe of the model file. */
typedef struct xr_recipe {
    const char *data; /* "cifar10", "cifar100", "none" or a path */
    int epochs;
    xr_optimizer_kind optimizer;
    double momentum;
    bool nesterov;
    double beta1, beta2, epsilon, weight_decay;
    double label_smoothing; /* the loss of train_step and evaluate has it built in */
    xr_schedule_kind schedule;
    int step_count;
    const int *starts; /* rates[i] holds from epoch starts[i] on */
    const double *rates;
    double rate, final_rate;
    int warm_up;
    double horizontal_flip, shift_height, shift_width, fill;
    int pad_and_crop, cutout;
    double validation; /* training images kept for validation; below 1: their part. 0: none */
} xr_recipe;

/* What was not finite in a step. Where several things were, the first of these is told. */
typedef enum xr_fault {
    XR_FAULT_NONE,
    XR_FAULT_STATISTIC, /* the batch's mean or variance; of a batch_norm's moving_mean or
                           moving_variance, the first in the model's order */
    XR_FAULT_LOSS,
    XR_FAULT_GRADIENT, /* of a parameter, the last in the model's order: backward, the first */
    XR_FAULT_UPDATE /* a weight, or the optimizer's state of it, after the update */
} xr_fault;

/* What one step or evaluation of a batch found. Sums are over the images of the batch. The recipe's
 * loss, as Keras reports it, is loss / images + regularization, of training and of evaluation. */
typedef struct xr_metrics {
    double loss; /* sum over images of the cross-entropy with labels smoothed as the recipe says */
    double cross_entropy; /* sum over images of the cross-entropy with the labels as they are */
    double regularization; /* l1*sum|w| + l2*sum w^2 of the weights before the update */
    int correct; /* argmax equals label, the lowest index on ties */
    int images;
    bool finite; /* fault == XR_FAULT_NONE in a step; in an evaluation, that the loss is finite */
    xr_fault fault; /* of a step. Unless it is XR_FAULT_UPDATE, the step left parameters, moving
                       statistics and optimizer state as they were, to the bit; after
                       XR_FAULT_UPDATE they are of no use */
    int fault_parameter; /* whose statistic, gradient or weight it was; -1 for none */
} xr_metrics;

typedef struct xr_step {
    double learning_rate;
    uint64_t seed;
    uint64_t step; /* counts from 0 over the whole run: keys dropout; Adam's t is step + 1 */
    bool apply_update; /* false: gradients only, for checks */
} xr_step;

/* An instance: arena, parameters, state. Owned by the caller of create. */
typedef struct xr_net xr_net;

typedef enum xr_slot { XR_VALUE, XR_GRADIENT, XR_VELOCITY, XR_SECOND_MOMENT } xr_slot;

typedef struct xr_model {
    int abi; /* XR_ABI */
    const char *name;
    const char *compiler; /* "xceptc 0.1.0" */
    const char *hash; /* 16 hex digits */
    int height, width, channels, classes;
    int max_batch;
    const float *mean, *std; /* one a channel, of the raw bytes */
    int parameter_count;
    const xr_parameter *parameters;
    size_t parameter_reals; /* of one slot's block */
    size_t memory_reals; /* of an instance: parameters, gradients, optimizer, arena */
    size_t scratch_reals; /* that it takes besides for each thread */
    xr_recipe recipe;

    /* NULL when memory is short. Parameters are zero until the caller sets them. The pool must
     * outlive the instance. */
    xr_net *(*create)(xr_pool *pool);
    void (*destroy)(xr_net *net);
    /* One block of parameter_reals reals; NULL for a slot that the model does not have. Call
     * parameters_changed after writing XR_VALUE. Gradients are those of the last train_step,
     * without the regularizer's part. */
    xr_real *(*block)(xr_net *net, xr_slot slot);
    void (*parameters_changed)(xr_net *net);
    /* images: count maps, height x width x channels, normalised, tightly packed; labels: count
     * class numbers below classes; 1 <= count <= max_batch. Nothing is allocated. */
    void (*train_step)(xr_net *net, const xr_real *images, const int32_t *labels, int count,
        const xr_step *step, xr_metrics *metrics);
    /* probabilities: count x classes reals, or NULL. labels may be NULL: then there is neither loss
     * nor accuracy, and of the metrics, which may be NULL too, only images and regularization are
     * set. */
    void (*evaluate)(xr_net *net, const xr_real *images, const int32_t *labels, int count,
        xr_real *probabilities, xr_metrics *metrics);
    /* A check of the memory plan, in programs compiled with -DXC_POISON and NULL in others: while
     * it is on, as it is at first, every real that holds nothing is NaN before each phase. Results
     * must not change by a bit. */
    void (*poison)(xr_net *net, bool on);
    /* A profile, in programs compiled with -DXC_PROFILE and NULL in others: from now on starts[i]
     * gets the second at which phase i of a training step begins; it ends where the next begins.
     * starts has room for phase_count and outlives its use; NULL ends it. */
    void (*profile)(xr_net *net, double *starts);
    int phase_count;
} xr_model;

/* Changes with xr_model, and with the precision: a model and the runtime that it calls have the
 * same. */
#ifdef XR_DOUBLE
#define XR_ABI 1003
#else
#define XR_ABI 3
#endif

/* ---- parameters (parameters.c) ------------------------------------------------------------- */

/* Index into a block of element (row, column) of a parameter. */
size_t xr_parameter_index(const xr_parameter *parameter, int row, int column);
size_t xr_parameter_elements(const xr_parameter *parameter);
/* Copies between a block (of any slot) and a dense array in Keras's order. */
void xr_parameter_export(const xr_parameter *parameter, const xr_real *block, xr_real *dense);
void xr_parameter_import(const xr_parameter *parameter, xr_real *block, const xr_real *dense);
/* -1 when there is none of that name. */
int xr_parameter_find(const xr_model *model, const char *name);
/* Fills every parameter's XR_VALUE from its initializer; stream (seed, 1, parameter index), so
 * that a parameter's weights depend on nothing but seed, position and shape. */
void xr_parameters_initialize(const xr_model *model, xr_net *net, uint64_t seed);

/* ---- in a program of your own (embed.c) ----------------------------------------------------- */

/* Exit statuses of a trainer, and what kind of failure it was; 128 + n when a signal ended it. */
typedef enum xr_status {
    XR_OK = 0,
    XR_BAD_INPUT = 1, /* data or checkpoint wrong */
    XR_BAD_USAGE = 2, /* command line */
    XR_MACHINE = 3, /* data missing, disk, memory, threads */
    XR_NON_FINITE = 4, /* loss, gradient or weight */
    XR_SIGNAL = 128
} xr_status;

typedef struct xr_failure {
    xr_status status;
    char message[1024]; /* no newline at the end; may hold some */
} xr_failure;

/* Loads weights: a checkpoint, any safetensors file that has all parameters in Keras's shapes, or
 * the directory of a run, whose best.safetensors it is, or last where there is no best yet. False:
 * failure says why, and the instance is as it was. */
bool xr_load_weights(const xr_model *model, xr_net *net, const char *place, xr_failure *failure);

/* Images as train_step and evaluate want them: (byte - mean) / std of its channel, in float, as
 * the trainer does. bytes and images: count x height x width x channels, tightly packed. */
void xr_normalize_bytes(const xr_model *model, const uint8_t *bytes, int count, xr_real *images);

/* ---- the training program (main.c) --------------------------------------------------------- */

/* The main function of a generated trainer: verbs train and evaluate, see docs/trainer.md.
 * Returns the exit status. */
int xr_main(const xr_model *model, int argc, char **argv);

#ifdef __cplusplus
}
#endif
#pragma GCC visibility pop

#endif
