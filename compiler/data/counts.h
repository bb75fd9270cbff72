/* How many images each class has, and what is to be said of classes that have too few. */
#ifndef XC_DATA_COUNTS_H
#define XC_DATA_COUNTS_H

#include "support/diag.h"

typedef struct ClassCount {
    size_t train, test;
} ClassCount;

/* A class without training images is an error; false then. */
bool counts_check(Diag *diag, const char *const *names, const ClassCount *counts, size_t classes);

/* Warns of classes without test images. */
void counts_warn(Diag *diag, const char *const *names, const ClassCount *counts, size_t classes);

#endif
