/* Offsets: greedy by size. The largest piece first; each takes the lowest gap that no piece alive
 * at the same time touches. Ties keep the given order, so that the same Program gives the same
 * offsets. tests/plan checks the result by brute force. */
#include "plan/occupancy.h"
#include "plan/planner.h"

#include <stdlib.h>

typedef struct Piece {
    size_t size, offset;
    int first, last;
    size_t order;
} Piece;

static int by_size(const void *a, const void *b)
{
    const Piece *left = *(Piece *const *)a, *right = *(Piece *const *)b;
    if (left->size != right->size)
        return left->size < right->size ? 1 : -1;
    return left->order < right->order ? -1 : 1;
}

static size_t place(Arena *arena, Piece *pieces, size_t count)
{
    Piece **order = arena_array(arena, count, sizeof *order);
    Occupancy *occupancy = occupancy_new(arena, count);
    size_t total = 0;
    for (size_t i = 0; i < count; i++)
        order[i] = &pieces[i];
    if (count > 1)
        qsort(order, count, sizeof *order, by_size);
    for (size_t i = 0; i < count; i++) {
        Piece *piece = order[i];
        piece->offset = occupancy_gap(occupancy, piece->size, piece->first, piece->last);
        size_t end = piece->offset + piece->size;
        occupancy_add(occupancy, (Extent){piece->offset, end, piece->first, piece->last});
        total = end > total ? end : total;
    }
    return total;
}

size_t plan_arena_offsets(Arena *arena, Buffer **buffers, size_t count)
{
    Piece *pieces = arena_array(arena, count, sizeof *pieces);
    for (size_t i = 0; i < count; i++)
        pieces[i] =
            (Piece){buffers[i]->size, 0, buffers[i]->first_phase, buffers[i]->last_phase, i};
    size_t total = place(arena, pieces, count);
    for (size_t i = 0; i < count; i++)
        buffers[i]->offset = pieces[i].offset;
    return total;
}

size_t plan_scratch_offsets(Arena *arena, Scratch **scratch, size_t count)
{
    Piece *pieces = arena_array(arena, count, sizeof *pieces);
    for (size_t i = 0; i < count; i++)
        pieces[i] =
            (Piece){scratch[i]->size, 0, scratch[i]->first_stage, scratch[i]->last_stage, i};
    size_t total = place(arena, pieces, count);
    for (size_t i = 0; i < count; i++)
        scratch[i]->offset = pieces[i].offset;
    return total;
}
