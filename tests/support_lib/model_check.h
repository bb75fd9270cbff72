/* The emitted program in double against the reference interpreter: loss, probabilities, every
 * gradient, moving statistics and the update. */
#ifndef TEST_MODEL_CHECK_H
#define TEST_MODEL_CHECK_H

#include "support_lib/emitted.h"
#include "support_lib/trial.h"

typedef struct ModelCheck {
    int count; /* images of the step, at most the batch that was compiled for */
    int threads;
    uint64_t seed;
    int whole_directions; /* random directions in all parameters at once */
    bool each_parameter; /* also one direction in each parameter alone */
    int directions_at_a_time; /* memory against time */
    double tolerance; /* relative, of gradients and losses */
} ModelCheck;

ModelCheck model_check_default(int count, uint64_t seed);

typedef struct CheckReport {
    size_t comparisons;
    size_t failures;
    double worst; /* largest error as a multiple of its tolerance */
    bool quiet; /* print no failure: a planted fault is expected to fail */
} CheckReport;

/* Cross-entropy and regularizer of a training step; <gradient, u> for every direction; nothing
 * changes when apply_update is false. */
void check_gradients(const Loaded *loaded, const ModelCheck *check, CheckReport *report);
/* Probabilities, cross-entropy and correct answers with moving statistics. */
void check_evaluation(const Loaded *loaded, const ModelCheck *check, CheckReport *report);
/* Two steps with different rates: weights by the optimizer's textbook formula from the program's
 * own gradients, moving statistics from the reference's batch statistics. */
void check_update(const Loaded *loaded, const ModelCheck *check, CheckReport *report);
/* All three. */
void check_emitted_model(const Loaded *loaded, const ModelCheck *check, CheckReport *report);

#endif
