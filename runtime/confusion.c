#include "confusion.h"

#include <math.h>
#include <stdlib.h>

bool xr_confusion_create(xr_confusion *confusion, int classes, int batch_size, xr_failure *failure)
{
    *confusion = (xr_confusion){.classes = classes};
    size_t side = (size_t)classes;
    confusion->counts = calloc(side * sizeof *confusion->counts, side);
    confusion->probabilities = calloc((size_t)batch_size * sizeof *confusion->probabilities, side);
    return (confusion->counts && confusion->probabilities) ||
           xr_fail(failure, XR_MACHINE, "no memory to count %d classes apart", classes);
}

void xr_confusion_free(xr_confusion *confusion)
{
    free(confusion->counts);
    free(confusion->probabilities);
    *confusion = (xr_confusion){0};
}

static int64_t *count_at(const xr_confusion *confusion, int label, int called)
{
    return &confusion->counts[(size_t)label * (size_t)confusion->classes + (size_t)called];
}

int64_t xr_confusion_count(const xr_confusion *confusion, int label, int called)
{
    return *count_at(confusion, label, called);
}

int xr_likeliest(const xr_real *probabilities, int classes)
{
    int likeliest = 0;
    for (int c = 1; c < classes; c++)
        if (probabilities[c] > probabilities[likeliest])
            likeliest = c;
    return likeliest;
}

void xr_confusion_add(xr_confusion *confusion, const int32_t *labels, int count)
{
    int classes = confusion->classes;
    for (int i = 0; i < count; i++) {
        const xr_real *probabilities = confusion->probabilities + (size_t)i * (size_t)classes;
        ++*count_at(confusion, labels[i], xr_likeliest(probabilities, classes));
    }
}

xr_class_scores xr_confusion_class(const xr_confusion *confusion, int label)
{
    xr_class_scores scores = {
        .label = label, .right = xr_confusion_count(confusion, label, label), .mistaken_for = -1};
    for (int other = 0; other < confusion->classes; other++) {
        int64_t called = xr_confusion_count(confusion, label, other);
        scores.images += called;
        scores.called += xr_confusion_count(confusion, other, label);
        if (other != label && called > scores.mistaken) {
            scores.mistaken = called;
            scores.mistaken_for = other;
        }
    }
    scores.recall = scores.images > 0 ? (double)scores.right / (double)scores.images : NAN;
    scores.precision = scores.called > 0 ? (double)scores.right / (double)scores.called : NAN;
    return scores;
}
