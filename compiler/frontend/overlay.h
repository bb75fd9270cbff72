/* One key of a nested value in another's place: what --set training.optimizer.sgd.momentum=0.5 does
 * to the optimizer that the file has. */
#ifndef XC_OVERLAY_H
#define XC_OVERLAY_H

#include "frontend/yaml.h"

/* The value `before` of `key` with what `own` says: `depth` keys down, own's value stands for the
 * one that was there, or is added; all other keys stay, but for alternatives of a key on the way
 * (sgd goes when adam comes). own has one key in each of the upper `depth` levels. before may be
 * NULL, and is left as it is; values that were short forms are spelt out (cosine: 0.1). */
const Tree *overlay(
    Arena *arena, const char *key, const Tree *before, const Tree *own, size_t depth);

#endif
