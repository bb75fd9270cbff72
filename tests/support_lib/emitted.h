/* A model file taken all the way: through the compiler, through a C compiler, into this process. */
#ifndef TEST_EMITTED_H
#define TEST_EMITTED_H

#include "graph/graph.h"
#include "pipeline.h"
#include "support_lib/probe/probe.h"

typedef enum EmittedForm { EMITTED_FLOAT, EMITTED_DOUBLE } EmittedForm;

/* The functions of probe.h, found in the loaded library. */
typedef struct ProbeFunctions {
    Probe *(*open)(const void *model, int threads);
    void (*close)(Probe *probe);
    void (*poison)(Probe *probe, bool on);
    int (*max_batch)(const Probe *probe);
    int (*parameter_count)(const Probe *probe);
    const char *(*parameter_name)(const Probe *probe, int parameter);
    size_t (*parameter_elements)(const Probe *probe, int parameter);
    void (*set)(Probe *probe, int parameter, const double *elements);
    void (*values_changed)(Probe *probe);
    void (*initialize)(Probe *probe, uint64_t seed);
    bool (*get)(Probe *probe, ProbeSlot slot, int parameter, double *elements);
    const void *(*block)(Probe *probe, ProbeSlot slot, size_t *bytes);
    bool (*padding_is_zero)(Probe *probe, ProbeSlot slot);
    bool (*train_step)(Probe *probe, const double *images, const int32_t *labels, int count,
        const ProbeStep *step, ProbeMetrics *metrics);
    bool (*evaluate)(Probe *probe, const double *images, const int32_t *labels, int count,
        double *probabilities, ProbeMetrics *metrics);
} ProbeFunctions;

/* Emitted sources in a folder of their own below the temporary directory. */
typedef struct Emitted {
    Arena *arena;
    Compilation compilation; /* forward is what the reference interpreter runs */
    char *directory;
} Emitted;

/* One form of it, loaded. */
typedef struct Loaded {
    const Emitted *emitted;
    void *library;
    const void *model; /* xr_model */
    ProbeFunctions probe;
} Loaded;

/* Compiles a model file (or, with yaml, that text as a file NAME.yaml beside the sources) for
 * batches of at most batch images and emits it. NULL after a message on stderr. */
Emitted *emitted_from_file(const char *path, int batch);
Emitted *emitted_from_text(const char *name, const char *yaml, int batch);
/* Emits the Program again, after a test has planted a fault in it. False after a message. */
bool emitted_again(Emitted *emitted);
/* A planted fault: the full-size buffer of training that lives longest dies a phase too early.
 * Emits again; false as emitted_again. */
bool emitted_early_death(Emitted *emitted);
/* A fault in what kernels share: later loads are compiled with a header of the runtime in which the
 * text `right`, which it must have exactly once, reads `wrong`. emitted_heal takes all such faults
 * back. False after a message. */
bool emitted_plant(Emitted *emitted, const char *header, const char *right, const char *wrong);
void emitted_heal(Emitted *emitted);
/* Removes the folder too. NULL is fine. */
void emitted_free(Emitted *emitted);

/* Compiles and loads a form; flags are further words for the C compiler ("-DXC_POISON"), NULL for
 * none. library == NULL after a message on stderr; end with loaded_close. */
Loaded emitted_load(const Emitted *emitted, EmittedForm form, const char *flags);
void loaded_close(Loaded *loaded);

#endif
