/* evaluate beside the real Keras's, of models with smoothed labels and regularizers. */
#include "scripts.h"

#include "support_lib/emitted.h"
#include "support_lib/trial.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>

enum { SEED = 1, MOST_CLASSES = 16, MOST_IMAGES = 64 };

static const double TOLERANCE = 1e-9;

/* A line of recorded/evaluations.txt. */
typedef struct Recorded {
    char model[32];
    int images;
    double loss, cross_entropy, accuracy;
} Recorded;

static void expect_near(const char *model, const char *what, double is, double should)
{
    if (!(fabs(is - should) <= TOLERANCE * fabs(should)))
        fail_msg("%s: %s %.17g, Keras %.17g", model, what, is, should);
}

static ProbeMetrics evaluate(Arena *arena, const Recorded *recorded)
{
    const char *path =
        arena_printf(arena, "%s/tests/keras/%s.yaml", XCEPTC_SOURCE_DIR, recorded->model);
    Emitted *emitted = emitted_from_file(path, recorded->images);
    assert_non_null(emitted);
    Loaded loaded = emitted_load(emitted, EMITTED_DOUBLE, NULL);
    assert_non_null(loaded.library);
    Probe *probe = loaded.probe.open(loaded.model, 1);
    assert_non_null(probe);
    const Graph *graph = emitted->compilation.forward;
    Trial *trial = trial_new(graph, recorded->images, SEED, false);
    for (size_t p = 0; p < graph->parameters.count; p++)
        loaded.probe.set(probe, (int)p, trial->parameters[p]);
    loaded.probe.values_changed(probe);
    double probabilities[MOST_IMAGES * MOST_CLASSES];
    assert_true(recorded->images <= MOST_IMAGES && graph->classes <= MOST_CLASSES);
    ProbeMetrics metrics;
    assert_true(loaded.probe.evaluate(
        probe, trial->images, trial->labels, recorded->images, probabilities, &metrics));
    trial_free(trial);
    loaded.probe.close(probe);
    loaded_close(&loaded);
    emitted_free(emitted);
    return metrics;
}

static void check(Arena *arena, const Recorded *recorded)
{
    ProbeMetrics metrics = evaluate(arena, recorded);
    assert_int_equal(metrics.images, recorded->images);
    expect_near(recorded->model, "loss", metrics.loss / metrics.images + metrics.regularization,
        recorded->loss);
    expect_near(recorded->model, "cross-entropy", metrics.cross_entropy / metrics.images,
        recorded->cross_entropy);
    expect_near(
        recorded->model, "accuracy", (double)metrics.correct / metrics.images, recorded->accuracy);
}

static void loss_cross_entropy_and_accuracy_are_those_of_evaluate(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Scripts scripts = {0};
    size_t length;
    int models = 0;
    char *text = scripts_read_file(arena, "recorded/evaluations.txt", &length);
    assert_non_null(text);
    for (char *rest = text, *line; (line = strsep(&rest, "\n"));) {
        Recorded recorded;
        if (strncmp(line, "script ", 7) == 0)
            assert_true(scripts_add(&scripts, arena, line + 7));
        else if (sscanf(line, "%31s %d %lf %lf %lf", recorded.model, &recorded.images,
                     &recorded.loss, &recorded.cross_entropy, &recorded.accuracy) == 5) {
            check(arena, &recorded);
            models++;
        }
    }
    assert_int_equal(models, 3);
    assert_true(scripts_are_current(arena, &scripts, "recorded/evaluations.txt"));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(loss_cross_entropy_and_accuracy_are_those_of_evaluate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
