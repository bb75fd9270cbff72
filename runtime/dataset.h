/* A data set in memory: raw bytes of images and their class numbers. */
#ifndef XR_DATASET_H
#define XR_DATASET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "failure.h"
#include "xr.h"

/* count images of height x width x channels bytes each, tightly packed; count labels, each below
 * the data set's classes. */
typedef struct xr_split {
    int count;
    uint8_t *images;
    int32_t *labels;
} xr_split;

typedef struct xr_dataset {
    const char *name; /* "CIFAR-10", "synthetic data", what a data file says */
    bool synthetic; /* then every accuracy that is shown says so */
    int height, width, channels, classes;
    const char *const *class_names; /* classes of them, or NULL where the data has no names */
    xr_split train, test;
    void *names; /* what name and class_names point to, where the data set owns that */
} xr_dataset;

/* Opens the data that `place` names, for a model: the word "synthetic", a data file, or a directory
 * that holds CIFAR-100 where the model's recipe asks for it, else CIFAR-10. The shape must be the
 * model's, which is known before any image is read or memory asked for. Free it with
 * xr_dataset_free also after a failure. */
bool xr_dataset_open(
    xr_dataset *dataset, const xr_model *model, const char *place, xr_failure *failure);
/* The same without the images: splits have counts and nothing else. Sizes of files are checked,
 * what is in them is not. */
bool xr_dataset_look(
    xr_dataset *dataset, const xr_model *model, const char *place, xr_failure *failure);
void xr_dataset_free(xr_dataset *dataset);

/* The bytes of one image, or 0 when that exceeds what an int can index. */
size_t xr_dataset_image_bytes(const xr_dataset *dataset);

/* Room for count images and labels; count >= 1. */
bool xr_split_allocate(xr_split *split, const xr_dataset *dataset, int count, xr_failure *failure);

/* Gives the data set names, the lines of a text: with `titled` its own name first, then one for
 * each class. Each line ends in a newline, is not empty and holds no control characters; path is
 * what a message says. The text is copied. */
bool xr_dataset_set_names(xr_dataset *dataset, const char *text, size_t length, bool titled,
    const char *path, xr_failure *failure);

/* The binary version of CIFAR-10 or CIFAR-100, in `directory` or in its usual subdirectory,
 * cifar-10-batches-bin or cifar-100-binary. Reads both splits; size and number of records of each
 * file and every label are checked. Labels of CIFAR-100 are the fine ones. */
bool xr_cifar10_open(xr_dataset *dataset, const char *directory, xr_failure *failure);
bool xr_cifar100_open(xr_dataset *dataset, const char *directory, xr_failure *failure);
bool xr_cifar_look(xr_dataset *dataset, bool is_100, const char *directory, xr_failure *failure);
bool xr_cifar100_is_in(const char *directory);

/* A data file: see docs/data.md. Header, size, every label and the checksum are checked. */
bool xr_record_open(xr_dataset *dataset, const char *path, xr_failure *failure);
/* Header, names and size of the file alone. */
bool xr_record_look(xr_dataset *dataset, const char *path, xr_failure *failure);

/* Images that can be learned and are a pure function of the shape: see dataset_synthetic.c. */
bool xr_synthetic_open(
    xr_dataset *dataset, int height, int width, int channels, int classes, xr_failure *failure);
void xr_synthetic_look(xr_dataset *dataset, int height, int width, int channels, int classes);

#endif
