/* Brute force over a planned Program: who touches what, and does anything collide.
 *
 * Nothing is taken from the planner but the result. Spans of life are checked against the operands
 * that stages really have, and every two pieces that live at the same time are compared. */
#ifndef TEST_PLAN_OVERLAP_H
#define TEST_PLAN_OVERLAP_H

#include "plan/program.h"

/* Each returns the number of violations found and prints the first few on stderr when loud;
 * *pairs (if not NULL) grows by the pairs compared, so that a runner can demand a floor. */

/* In every phase, no two arena buffers that live then share a real, and all lie in the arena. */
size_t count_arena_overlaps(const Procedure *procedure, size_t *pairs, bool loud);
/* In every phase, the same of its scratch, by stages. */
size_t count_scratch_overlaps(const Procedure *procedure, size_t *pairs, bool loud);
/* Every operand of every stage, and every statistic that the update of a training program reads in
 * its last phase, is a buffer or scratch that is alive there; no arena buffer is read before
 * something has written it. */
size_t count_lifetime_faults(
    const Program *program, const Procedure *procedure, size_t *operands, bool loud);
/* Parameters, gradients and transposed kernels: no two buffers of a block share a real. */
size_t count_block_overlaps(const Program *program, size_t *pairs, bool loud);

#endif
