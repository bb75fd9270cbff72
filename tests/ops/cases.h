/* Small models, each a few layers of one family at awkward shapes, written in the model language.
 * They serve execution, gradients and updates alike. */
#ifndef TEST_OPS_CASES_H
#define TEST_OPS_CASES_H

#include "support/base.h"

typedef struct OpCase {
    const char *name;
    int height, width, channels; /* of the images */
    int classes;
    const char *layers; /* items of the list, each with its line; dense and softmax follow */
    bool ends_in_vector; /* false: a global average pool comes before the dense layer */
    const char *recipe; /* more lines of training; NULL: Nesterov's momentum of 0.9 */
} OpCase;

extern const OpCase OP_CASES[];
extern const size_t OP_CASE_COUNT;

/* The whole model file of a case. */
const char *case_yaml(Arena *arena, const OpCase *op_case);

#endif
