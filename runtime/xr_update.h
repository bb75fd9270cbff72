/* The update of weights: regularizers, optimizer and transposed kernels in one pass over tiles.
 *
 * All formulas are Keras's: L2 adds 2*l2*w to the gradient, L1 adds l1*sign(w); the learning rate
 * is inside the velocity, v = momentum*v - rate*g, and w moves by v, or by momentum*v - rate*g
 * with the new v for Nesterov. */
#ifndef XR_UPDATE_H
#define XR_UPDATE_H

#include "xr.h"

#define XR_NOT_TRANSPOSED SIZE_MAX

/* One tile: reals begin .. end of the parameter block, one parameter's or a panel of it. A tile of
 * a kernel that has a transposed copy is one panel: k rows of the columns that begin at `first`,
 * of a matrix of n columns; the copy of the matrix lies at `transposed` in its block. */
typedef struct xr_update_tile {
    size_t begin, end;
    double l1, l2;
    bool gradient; /* false: the gradient is exactly zero but for the regularizers */
    size_t transposed;
    int k, n, first;
} xr_update_tile;

/* Blocks that an update reads and writes; velocity and second are NULL where unused. */
typedef struct xr_update_blocks {
    xr_real *values, *velocity, *second, *transposed;
    const xr_real *gradients;
} xr_update_blocks;

/* l1*sum|w| + l2*sum w^2 of the tile, in double, in a fixed order. */
double xr_update_regularization(const xr_update_tile *tile, const xr_real *values);
/* Moves the tile's weights; step->step counts from 0. False: a weight, or the optimizer's state of
 * one, is not finite now. */
bool xr_update_weights(const xr_recipe *recipe, const xr_step *step, const xr_update_tile *tile,
    const xr_update_blocks *blocks);
/* Rewrites what the transposed copy has of the tile. */
void xr_update_transposed(const xr_update_tile *tile, const xr_update_blocks *blocks);

/* A moving statistic, by its number among the parameters, and the batch's statistic that it
 * follows, by its place in the arena. In the model's order. */
typedef struct xr_moving {
    double momentum;
    int channels;
    int parameter;
    size_t batch;
} xr_moving;
/* Whether all statistics of the batch are finite: before an update is made. */
bool xr_moving_finite(const xr_moving *moving, int count, const xr_real *arena);
/* moving = momentum*moving + (1 - momentum)*batch for each of them. */
void xr_update_moving(const xr_model *model, const xr_moving *moving, int count,
    const xr_real *arena, xr_real *values);
/* Notes in `metrics`, whose loss is known, what was not finite in this step: after the update, or,
 * where none was made, before it. */
void xr_find_fault(const xr_model *model, const xr_moving *moving, int count, const xr_real *arena,
    const xr_update_blocks *blocks, bool updated, xr_metrics *metrics);

/* reals zeroed, aligned to 64 bytes, in huge pages where the system has them; NULL when memory is
 * short. End with xr_release. */
xr_real *xr_allocate(size_t reals);
/* The bytes that so many reals take of the system then. */
size_t xr_allocated_bytes(size_t reals);
void xr_release(xr_real *memory);

/* Fills with NaN every real of the arena that holds nothing for the phase about to run, and all
 * scratch. lives are sorted by begin; a buffer holds data for the phases after `first` up to
 * `last`. A check that the plan is right: results must not change by a bit. */
typedef struct xr_life {
    size_t begin, end;
    int first, last;
} xr_life;
void xr_poison(xr_real *arena, size_t size, const xr_life *lives, size_t count, int phase);

#endif
