/* What the real Keras computed: a file that tests/keras/record.py has written. */
#ifndef TEST_RECORDING_H
#define TEST_RECORDING_H

#include "digest.h"
#include "scripts.h"

typedef struct RecordedStep {
    double loss; /* with the regularizers' part */
    double cross_entropy;
    double gradient_norm, gradient_projection; /* of all gradients as one vector */
} RecordedStep;

typedef struct RecordedTensor {
    const char *what; /* "gradient", "change" or "probabilities" */
    const char *name; /* of a parameter; "before" or "after" */
    size_t elements;
    Digest digest;
} RecordedTensor;

typedef struct Recording {
    const char *model;
    uint64_t seed;
    int batch;
    double learning_rate;
    Scripts scripts;
    RecordedStep steps[16];
    size_t step_count;
    RecordedTensor *tensors;
    size_t tensor_count;
} Recording;

/* recorded/MODEL.keras, in the arena; NULL after a message on stderr. */
const Recording *recording_read(Arena *arena, const char *model);
/* NULL where there is none. */
const RecordedTensor *recording_find(
    const Recording *recording, const char *what, const char *name);

#endif
