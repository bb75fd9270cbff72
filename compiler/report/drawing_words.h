/* What a drawing says of its layers, in UTF-8 and in as few words as a paper would take. Names,
 * kinds and arguments are words and numbers of the model language: nothing in them needs to be
 * escaped. */
#ifndef XC_DRAWING_WORDS_H
#define XC_DRAWING_WORDS_H

#include "report/drawing.h"

/* How a kind looks. A minor one keeps the shape, and shares a row with its neighbours. */
typedef struct Look {
    const char *kind;
    const char *colour; /* "#cfe0f0" */
    bool minor;
} Look;
Look look_of(const Layer *layer);

/* "16x16x64", with the sign of multiplication. */
const char *times_text(Arena *arena, Shape shape);
/* The output of a drawn layer, from the first call that it stands for to the last. */
const char *output_text(const Drawing *drawing, const Layer *layer);
/* Kernel, stride, filters, groups, rate: "3x3 /2, 64"; "" where there is nothing to say. */
const char *essentials(Arena *arena, const Layer *layer);
/* Does the name say the kind, as one that was counted does? */
bool tells_kind(const Layer *layer);
/* The first and the last of the calls that the block stands for, in the markup of DOT's labels. */
const char *title_text(const Drawing *drawing, const Layer *block);

#endif
