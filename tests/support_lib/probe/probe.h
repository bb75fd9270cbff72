/* A generated model behind an interface without xr_real, so that one test program can drive its
 * float and its double form alike: numbers are doubles here, converted on the way.
 *
 * probe.c is compiled with the runtime into one shared library a form; the emitted sources become
 * a second one that links it. A test loads the latter and finds these functions by name. */
#ifndef TEST_PROBE_H
#define TEST_PROBE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Probe Probe;

typedef struct ProbeMetrics {
    double loss, cross_entropy; /* sums over images */
    double regularization;
    int correct, images;
    bool finite;
    int fault, fault_parameter;
} ProbeMetrics;

typedef struct ProbeStep {
    double learning_rate;
    uint64_t seed, step;
    bool apply_update;
} ProbeStep;

typedef enum ProbeSlot {
    PROBE_VALUE,
    PROBE_GRADIENT,
    PROBE_VELOCITY,
    PROBE_SECOND_MOMENT
} ProbeSlot;

/* model is an xr_model *. NULL when memory or threads are short. */
Probe *probe_open(const void *model, int threads);
void probe_close(Probe *probe);

/* Turns the poison off or on again, where it was compiled in. */
void probe_poison(Probe *probe, bool on);

int probe_max_batch(const Probe *probe);
int probe_parameter_count(const Probe *probe);
const char *probe_parameter_name(const Probe *probe, int parameter);
size_t probe_parameter_elements(const Probe *probe, int parameter);

/* Keras's order. probe_values_changed after the last probe_set. */
void probe_set(Probe *probe, int parameter, const double *elements);
void probe_values_changed(Probe *probe);
/* Every parameter from its initializer. */
void probe_initialize(Probe *probe, uint64_t seed);
/* False when the model does not have the slot. */
bool probe_get(Probe *probe, ProbeSlot slot, int parameter, double *elements);
/* The raw block, for comparing bytes; NULL when the model does not have the slot. */
const void *probe_block(Probe *probe, ProbeSlot slot, size_t *bytes);
/* All reals of a slot that belong to no parameter, or to the padding of one, are zero. */
bool probe_padding_is_zero(Probe *probe, ProbeSlot slot);

/* images: count maps. False when memory is short. */
bool probe_train_step(Probe *probe, const double *images, const int32_t *labels, int count,
    const ProbeStep *step, ProbeMetrics *metrics);
/* probabilities: count x classes. */
bool probe_evaluate(Probe *probe, const double *images, const int32_t *labels, int count,
    double *probabilities, ProbeMetrics *metrics);

#endif
