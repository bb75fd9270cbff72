/* Keras's layers of every shipped model: recorded/layers.txt, which record.py has written. */
#ifndef TEST_LAYER_LIST_H
#define TEST_LAYER_LIST_H

#include "scripts.h"

typedef struct LayerRow {
    const char *name, *kind;
    uint64_t parameters;
} LayerRow;

typedef struct LayerModel {
    const char *name;
    uint64_t parameters, trainable;
    LayerRow *rows; /* layers with parameters, in the order in which they were made */
    size_t row_count;
} LayerModel;

typedef struct LayerList {
    Scripts scripts;
    LayerModel *models;
    size_t model_count;
} LayerList;

/* NULL after a message on stderr. */
LayerList *layer_list_read(Arena *arena);

#endif
