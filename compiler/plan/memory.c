/* Offsets: greedy by size. The largest piece first; each takes the lowest gap that no piece alive
 * at the same time touches. Ties keep the given order, so that the same Program gives the same
 * offsets. tests/plan checks the result by brute force. */
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

static bool alive_together(const Piece *a, const Piece *b)
{
    return a->first <= b->last && b->first <= a->last;
}

/* The lowest offset at which piece meets none of the placed ones. */
static size_t lowest_gap(Piece *const *placed, size_t count, const Piece *piece)
{
    size_t offset = 0;
    for (bool moved = true; moved;) {
        moved = false;
        for (size_t i = 0; i < count; i++) {
            const Piece *other = placed[i];
            if (alive_together(other, piece) && other->offset < offset + piece->size &&
                offset < other->offset + other->size) {
                offset = other->offset + other->size;
                moved = true;
            }
        }
    }
    return offset;
}

static size_t place(Arena *arena, Piece *pieces, size_t count)
{
    Piece **order = arena_array(arena, count, sizeof *order);
    size_t total = 0;
    for (size_t i = 0; i < count; i++)
        order[i] = &pieces[i];
    if (count > 1)
        qsort(order, count, sizeof *order, by_size);
    for (size_t i = 0; i < count; i++) {
        order[i]->offset = lowest_gap(order, i, order[i]);
        size_t end = order[i]->offset + order[i]->size;
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
