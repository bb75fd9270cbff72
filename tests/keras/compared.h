/* A model file taken all the way, beside its recording. */
#ifndef TEST_COMPARED_H
#define TEST_COMPARED_H

#include "agreement.h"

/* Of every comparison. The promise is 1e-6; TOLERANCE is what was found to hold with room, and
 * small enough to tell an epsilon of 1.001e-5 (Keras 2's) from 1e-5. */
#define TOLERANCE 1e-9

typedef struct Compared {
    const char *folder, *model; /* the file is FOLDER/MODEL.yaml, the recording MODEL.keras */
    size_t zero_gradients; /* parameters whose gradient is zero in exact arithmetic */
} Compared;

/* Fails the running test when a number, the count or a script of the recording differs. */
void check_compared(const Compared *compared);

/* The first `steps` steps of a recording (SIZE_MAX: all) by a model of this text, which has a
 * fault.
 */
Agreement compare_text(const char *recording, size_t steps, const char *yaml);
/* The same with tests/keras/MODEL.yaml, in which every `right` was replaced by `wrong`; fails the
 * running test where there is none. */
Agreement compare_replaced(const char *model, const char *right, const char *wrong);

#endif
