/* How much of the input each value of a forward Graph sees. */
#ifndef XC_REPORT_FIELD_H
#define XC_REPORT_FIELD_H

#include "graph/graph.h"

/* Of one axis: the pixels first to last of the input, padding counted as pixels, that reach the
 * value's first element, and by how much they move from one element to the next. */
typedef struct FieldAxis {
    int64_t first, last;
    int64_t stride;
} FieldAxis;

typedef struct Field {
    bool whole; /* all pixels reach each element: behind a global pool, flatten or dense layer, or
                   where such a vector was multiplied in */
    FieldAxis axis[2]; /* height, width; of a whole map the strides alone mean something */
} Field;

/* One row a value, by value id, in the Graph's arena; rows of parameters are zero. Where branches
 * meet, the field is the smallest that holds all of theirs. */
Field *fields_of(const Graph *forward);

/* Pixels from first to last. */
int64_t field_size(const FieldAxis *axis);

/* "11 /4", "3x7 /1", "all /8" of maps, "all" of vectors. */
const char *field_text(Arena *arena, const Field *field, Shape shape);

#endif
