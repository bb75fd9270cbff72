/* What a model takes the images of each class for. */
#ifndef XR_CONFUSION_H
#define XR_CONFUSION_H

#include <stdbool.h>
#include <stdint.h>

#include "failure.h"
#include "xr.h"

/* counts[label * classes + called]: images of class `label` that were called `called`. */
typedef struct xr_confusion {
    int classes;
    int64_t *counts;
    xr_real *probabilities; /* of a batch, for the model to fill: images x classes */
} xr_confusion;

/* Zeros, and room for batches of this size. Free it also after a failure. */
bool xr_confusion_create(xr_confusion *confusion, int classes, int batch_size, xr_failure *failure);
void xr_confusion_free(xr_confusion *confusion);

/* Counts the batch whose probabilities were filled in. */
void xr_confusion_add(xr_confusion *confusion, const int32_t *labels, int count);

int64_t xr_confusion_count(const xr_confusion *confusion, int label, int called);

/* The class with the highest probability, the lowest of equals, as accuracy counts it. */
int xr_likeliest(const xr_real *probabilities, int classes);

/* One class. Not a number where there is nothing to divide by. */
typedef struct xr_class_scores {
    int label;
    int64_t images; /* of the class */
    int64_t called; /* images that were called so */
    int64_t right; /* both */
    double recall; /* right / images: the accuracy within the class */
    double precision; /* right / called */
    int mistaken_for; /* the class that most of the others were called, -1 when all are right */
    int64_t mistaken; /* how many */
} xr_class_scores;

xr_class_scores xr_confusion_class(const xr_confusion *confusion, int label);

#endif
