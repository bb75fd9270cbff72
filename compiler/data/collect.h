/* The images of a folder: which there are, of which class, for training or for the test. */
#ifndef XC_DATA_COLLECT_H
#define XC_DATA_COLLECT_H

#include "data/counts.h"

typedef struct Picture {
    const char *path;
    int label; /* index into classes */
    bool test;
    bool bad; /* it was found that it can't be read */
    uint64_t draw, order; /* two hashes of class and file name */
} Picture;

/* classes are sorted by name. pictures: those for training, then those for the test; within each in
 * the order of their hashes, which mixes the classes and depends on nothing but names. */
typedef struct Collection {
    struct {
        const char **data;
        size_t count, capacity;
    } classes;
    ClassCount *counts; /* of each class */
    struct {
        Picture *data;
        size_t count, capacity;
    } pictures;
    size_t train, test; /* pictures of each */
} Collection;

/* Looks through FOLDER/train/CLASS and FOLDER/test/CLASS (or val, where there is no test), or, with
 * a test fraction above 0, through FOLDER/CLASS, which divide.h then divides. Names that begin with
 * a dot are passed over. Returns an exit status, after errors on diag; when it is XC_EXIT_OK every
 * class has a picture for training, and there is at least one for the test. */
int collect(
    Arena *arena, Diag *diag, const char *folder, double test_fraction, Collection *collection);

/* Leaves the pictures out that are marked as bad, and divides what is left as if they had never
 * been there. Returns as collect does. */
int collect_without_bad(
    Arena *arena, Diag *diag, const char *folder, double test_fraction, Collection *collection);

#endif
