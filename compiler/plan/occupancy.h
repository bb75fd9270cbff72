/* Which memory is taken at which time: pieces at offsets, each alive from one time to another. */
#ifndef XC_OCCUPANCY_H
#define XC_OCCUPANCY_H

#include "support/base.h"

/* Reals from offset to end, alive from first to last, both included. */
typedef struct Extent {
    size_t offset, end;
    int first, last;
} Extent;

typedef struct Occupancy Occupancy;

/* Nothing is taken yet, and at most so many extents will be. */
Occupancy *occupancy_new(Arena *arena, size_t most);

/* The lowest offset at which size reals touch nothing that is alive between first and last. */
size_t occupancy_gap(const Occupancy *occupancy, size_t size, int first, int last);
void occupancy_add(Occupancy *occupancy, Extent extent);

#endif
