/* Folders of images to one data file. */
#ifndef XC_DATA_PACK_H
#define XC_DATA_PACK_H

#include "data/counts.h"
#include "images/image.h"

typedef struct PackRequest {
    const char *folder, *target;
    const char *name; /* of the data set */
    int height, width; /* 0: those of the first image, and then of all */
    int channels; /* 1 or 3; 0: 3, or 1 where all images are gray */
    ImageFit fit;
    double test_fraction; /* of each class; 0: FOLDER/train and FOLDER/test */
    bool skip_bad; /* files that can't be read are counted, not an error */
    struct xr_progress *progress; /* shows how far it is; NULL: nothing does */
} PackRequest;

typedef struct PackReport {
    int height, width, channels;
    const char *const *class_names;
    ClassCount *counts; /* of each class */
    size_t classes, train, test, skipped;
    uint64_t bytes; /* of the file */
    double mean[3], std[3]; /* of each channel, over the training images */
} PackReport;

/* Packs. Returns the exit status, after errors on diag; a target that was there before is the same
 * then. SIGINT, SIGTERM and SIGHUP end the process, once nothing half written is left. */
int pack(Arena *arena, Diag *diag, const PackRequest *request, PackReport *report);

#endif
