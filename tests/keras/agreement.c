#include "agreement.h"

#include "support_lib/trial.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS = 2 };

static const double ZERO = 1e-12; /* of the norm of all gradients */
static const double GROWTH = 100; /* ten steps, each at most 1 / (1 - 0.9) times its gradient */
static const double ROUNDING = 1e-15; /* of a weight, in ten steps */

/* An open program, its numbers, and the recording that it is compared with. */
typedef struct Session {
    const ProbeFunctions *call;
    Probe *probe;
    const Graph *graph;
    const Recording *recording;
    Trial *trial;
    Digester digester;
    double *scratch, *before; /* room for the largest tensor */
    double tolerance;
    double zero; /* a gradient of this norm is one */
    AgreementKind kind; /* of what is being compared */
    Agreement *agreement;
} Session;

static void *grab(size_t count)
{
    void *memory = calloc(count, sizeof(double));
    if (memory == NULL) {
        fputs("no memory for a comparison\n", stderr);
        abort();
    }
    return memory;
}

static size_t elements_of(const Session *session, size_t parameter)
{
    return trial_elements(session->graph->parameters.data[parameter]->value->shape);
}

static size_t probability_count(const Session *session)
{
    return (size_t)session->recording->batch * (size_t)session->graph->classes;
}

static Session session_open(
    const Loaded *loaded, const Recording *recording, double tolerance, Agreement *agreement)
{
    Session session = {.call = &loaded->probe, .recording = recording, .tolerance = tolerance};
    session.agreement = agreement;
    session.graph = loaded->emitted->compilation.forward;
    session.probe = session.call->open(loaded->model, THREADS);
    if (session.probe == NULL) {
        fputs("no memory for the emitted program\n", stderr);
        abort();
    }
    session.trial = trial_new(session.graph, recording->batch, recording->seed, false);
    size_t most = probability_count(&session);
    for (size_t p = 0; p < session.graph->parameters.count; p++) {
        session.call->set(session.probe, (int)p, session.trial->parameters[p]);
        most = elements_of(&session, p) > most ? elements_of(&session, p) : most;
    }
    session.call->values_changed(session.probe);
    session.scratch = grab(most);
    session.before = grab(most);
    session.digester = digester_new(recording->seed, most);
    session.zero = ZERO * recording->steps[0].gradient_norm;
    return session;
}

static void session_close(Session *session)
{
    session->call->close(session->probe);
    trial_free(session->trial);
    digester_free(&session->digester);
    free(session->scratch);
    free(session->before);
}

/* ---- comparing ----------------------------------------------------------------------------------
 */

static void XC_PRINTF(5, 6)
    compare(Session *session, double is, double should, double allowed, const char *format, ...)
{
    Agreement *agreement = session->agreement;
    double error = is == should ? 0 : fabs(is - should) / allowed;
    agreement->comparisons++;
    if (error > agreement->worst || isnan(error))
        agreement->worst = error;
    if (error <= 1)
        return;
    if (agreement->failures[session->kind]++ < 10 && !agreement->quiet) {
        va_list arguments;
        va_start(arguments, format);
        fprintf(stderr, "%s, ", session->recording->model);
        vfprintf(stderr, format, arguments);
        va_end(arguments);
        fprintf(stderr, ": is %.15g, Keras has %.15g\n", is, should);
    }
}

static void compare_tensor(Session *session, const RecordedTensor *recorded, const double *elements,
    size_t count, double besides)
{
    const Digest *should = &recorded->digest;
    if (count != recorded->elements) {
        compare(session, (double)count, (double)recorded->elements, 0, "elements of %s",
            recorded->name);
        return;
    }
    Digest is = digest_of(&session->digester, elements, count);
    double whole = session->tolerance * should->norm + besides;
    double typical = should->norm / sqrt((double)count);
    const char *what = recorded->what, *name = recorded->name;
    compare(session, is.norm, should->norm, whole, "%s %s: norm", what, name);
    compare(session, is.sum, should->sum, whole, "%s %s: sum", what, name);
    compare(session, is.projection, should->projection, whole, "%s %s: projection", what, name);
    for (size_t k = 0; k < DIGEST_ENTRIES; k++)
        compare(session, is.entries[k], should->entries[k],
            session->tolerance * fmax(fabs(should->entries[k]), typical) + besides,
            "%s %s: entry %zu", what, name, k);
}

static const RecordedTensor *recorded(Session *session, const char *what, const char *name)
{
    const RecordedTensor *tensor = recording_find(session->recording, what, name);
    if (tensor == NULL)
        compare(session, 0, 1, 0, "%s of %s: not recorded", what, name);
    return tensor;
}

/* ---- what is compared ---------------------------------------------------------------------------
 */

/* Zero in exact arithmetic, says Keras. */
static bool is_zero(const Session *session, const RecordedTensor *gradient)
{
    return gradient != NULL && gradient->digest.norm <= session->zero;
}

static void compare_gradients(Session *session)
{
    session->kind = AGREE_GRADIENTS;
    for (size_t p = 0; p < session->graph->parameters.count; p++) {
        const Parameter *parameter = session->graph->parameters.data[p];
        if (!parameter->trainable)
            continue;
        const RecordedTensor *should = recorded(session, "gradient", parameter->name);
        if (should == NULL)
            continue;
        bool zero = is_zero(session, should);
        session->agreement->zero_gradients += zero;
        session->call->get(session->probe, PROBE_GRADIENT, (int)p, session->scratch);
        compare_tensor(
            session, should, session->scratch, elements_of(session, p), zero ? session->zero : 0);
    }
}

static void compare_changes(Session *session)
{
    session->kind = AGREE_CHANGES;
    double from_zero = session->zero * session->recording->learning_rate * GROWTH;
    for (size_t p = 0; p < session->graph->parameters.count; p++) {
        const Parameter *parameter = session->graph->parameters.data[p];
        size_t count = elements_of(session, p);
        const RecordedTensor *should = recorded(session, "change", parameter->name);
        if (should == NULL)
            continue;
        bool zero =
            is_zero(session, recording_find(session->recording, "gradient", parameter->name));
        double squares = 0;
        session->call->get(session->probe, PROBE_VALUE, (int)p, session->scratch);
        trial_fill_parameter(session->graph, p, session->recording->seed, session->before);
        for (size_t i = 0; i < count; i++) {
            squares += session->before[i] * session->before[i];
            session->scratch[i] -= session->before[i];
        }
        compare_tensor(session, should, session->scratch, count,
            ROUNDING * sqrt(squares) + (zero ? from_zero : 0));
    }
}

static void compare_probabilities(Session *session, const char *when)
{
    ProbeMetrics metrics;
    session->kind = AGREE_PROBABILITIES;
    trial_draw_batch(session->trial, session->recording->seed);
    if (!session->call->evaluate(session->probe, session->trial->images, session->trial->labels,
            session->trial->count, session->scratch, &metrics))
        abort();
    const RecordedTensor *should = recorded(session, "probabilities", when);
    if (should != NULL)
        compare_tensor(session, should, session->scratch, probability_count(session), 0);
}

/* Norm and projection of all gradients as one vector. */
static void compare_gradient_total(Session *session, size_t t)
{
    const RecordedStep *should = &session->recording->steps[t];
    double squares = 0, projection = 0;
    session->kind = AGREE_GRADIENTS;
    for (size_t p = 0; p < session->graph->parameters.count; p++) {
        if (!session->graph->parameters.data[p]->trainable)
            continue;
        session->call->get(session->probe, PROBE_GRADIENT, (int)p, session->scratch);
        Digest digest = digest_of(&session->digester, session->scratch, elements_of(session, p));
        squares += digest.norm * digest.norm;
        projection += digest.projection;
    }
    double allowed = session->tolerance * should->gradient_norm;
    compare(
        session, sqrt(squares), should->gradient_norm, allowed, "step %zu: gradient norm", t + 1);
    compare(session, projection, should->gradient_projection, allowed,
        "step %zu: gradient projection", t + 1);
}

static void take_step(Session *session, size_t t)
{
    const RecordedStep *should = &session->recording->steps[t];
    const ProbeStep step = {session->recording->learning_rate, 0, t, true};
    ProbeMetrics metrics = {0};
    trial_draw_batch(session->trial, session->recording->seed + t);
    if (!session->call->train_step(session->probe, session->trial->images, session->trial->labels,
            session->trial->count, &step, &metrics))
        abort();
    session->kind = AGREE_LOSSES;
    double cross_entropy = metrics.loss / metrics.images;
    compare(session, cross_entropy, should->cross_entropy,
        session->tolerance * should->cross_entropy, "step %zu: cross-entropy", t + 1);
    compare(session, cross_entropy + metrics.regularization, should->loss,
        session->tolerance * should->loss, "step %zu: loss", t + 1);
    compare_gradient_total(session, t);
}

void agreement_check(const Loaded *loaded, const Recording *recording, size_t steps,
    double tolerance, Agreement *agreement)
{
    Session session = session_open(loaded, recording, tolerance, agreement);
    compare_probabilities(&session, "before");
    for (size_t t = 0; t < steps && t < recording->step_count; t++) {
        take_step(&session, t);
        if (t == 0)
            compare_gradients(&session);
    }
    if (steps >= recording->step_count) {
        compare_changes(&session);
        compare_probabilities(&session, "after");
    }
    session_close(&session);
}

size_t agreement_failures(const Agreement *agreement)
{
    size_t failures = 0;
    for (int kind = 0; kind < AGREE_KINDS; kind++)
        failures += agreement->failures[kind];
    return failures;
}
