/* Whole models in single precision against their own double form (support_lib/rounding.h says what
 * is allowed, and why). */
#include "support_lib/rounding.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* Of the largest model here one seed in ten meets no kink. */
enum { SEEDS = 60, DRIFT_STEPS = 10 };

/* After ten steps on one batch the forms may differ by so much of the way that training went:
 * decisions that fall otherwise add up, 1e-3 of a gradient each. */
static const double DRIFT = 0.05;

typedef struct Forms {
    Emitted *emitted;
    Loaded single, wide;
    int batch;
} Forms;

static Forms forms_open(const char *name, int batch)
{
    Forms forms = {.batch = batch};
    Arena *arena = arena_new();
    forms.emitted =
        emitted_from_file(arena_printf(arena, "%s/models/%s.yaml", XCEPTC_SOURCE_DIR, name), batch);
    arena_free(arena);
    assert_non_null(forms.emitted);
    forms.single = emitted_load(forms.emitted, EMITTED_FLOAT, "-O2");
    forms.wide = emitted_load(forms.emitted, EMITTED_DOUBLE, NULL);
    assert_non_null(forms.single.library);
    assert_non_null(forms.wide.library);
    return forms;
}

static void forms_close(Forms *forms)
{
    loaded_close(&forms->single);
    loaded_close(&forms->wide);
    emitted_free(forms->emitted);
}

static RoundingReport report_of(const Forms *forms, const Loaded *single, int seed)
{
    const RoundingTrial trial = {forms->batch, 2, (uint64_t)seed};
    return rounding_of_a_step(single, &forms->wide, &trial);
}

/* Every seed is right but for kinks, and one of them meets no kink at all. */
static void check(const char *name, int batch)
{
    Forms forms = forms_open(name, batch);
    const RoundingTrial trial = {batch, 2, 1};
    RoundingReport report = {.failures = 1};
    int seed = 0;
    while (report.failures > 0 && seed < SEEDS) {
        report = report_of(&forms, &forms.single, ++seed);
        if (report.broken > 0)
            fail_msg("%s, seed %d: %zu tensors are beyond what kinks explain, %s most of all", name,
                seed, report.broken, report.worst);
    }
    double drift = rounding_drift(&forms.single, &forms.wide, &trial, DRIFT_STEPS);
    print_message("%s, seed %d: %zu comparisons, %.2g of the tolerance on average, %.2g at most "
                  "(%s); drift %.2g\n",
        name, seed, report.comparisons, report.mean, report.largest, report.worst, drift);
    assert_int_equal(report.failures, 0);
    assert_true(report.comparisons > 100);
    assert_true(report.largest > 0.01); /* else the tolerance says nothing */
    assert_true(drift < DRIFT);
    forms_close(&forms);
}

static void xception_mini_agrees(void **state)
{
    (void)state;
    check("xception_mini", 16);
}

static void xception_he_wd_slim_thinner_agrees(void **state)
{
    (void)state;
    check("xception_he_wd_slim_thinner", 2);
}

/* Its last maps are of 1x1 pixels: normalisations over eight numbers a channel. */
static void xception_1_agrees(void **state)
{
    (void)state;
    check("xception_1", 8);
}

static void xception_he_wd_agrees(void **state)
{
    (void)state;
    check("xception_he_wd", 8);
}

static void xception_he_wd_slim_agrees(void **state)
{
    (void)state;
    check("xception_he_wd_slim", 2);
}

/* ---- planted faults -------------------------------------------------------------------------- */

/* Keeps so many of a float's 24 digits. */
#define ROUNDED(digits, x)                                                                         \
    "({ union { float f; uint32_t u; } part = {" x "};"                                            \
    " part.u = (part.u + (1u << (23 - " #digits "))) & ~((1u << (24 - " #digits ")) - 1);"         \
    " part.f; })"

typedef struct Fault {
    const char *what, *header, *right, *wrong;
    double least; /* times the tolerance that it has to exceed */
} Fault;

static const Fault FAULTS[] = {
    {"factors of 8 digits (bf16)", "xr_tile.h", "xr_set1(a[(size_t)i * a_row])",
        "xr_set1(" ROUNDED(8, "a[(size_t)i * a_row]") ")", 100},
    {"factors of 11 digits (half)", "xr_tile.h", "xr_set1(a[(size_t)i * a_row])",
        "xr_set1(" ROUNDED(11, "a[(size_t)i * a_row]") ")", 20},
    {"the last of the reduced index dropped", "xr_tile.h", "d < depth; d++)",
        "d < depth - depth % 16; d++)", 1000},
    {"statistics of 11 digits", "xr_kernel.h", "xr_store(squares + j * XR_LANES, sum[j]);",
        "for (int lane = 0; lane < XR_LANES; lane++) squares[j * XR_LANES + lane] = " ROUNDED(
            11, "sum[j][lane]") ";",
        5},
};

static void planted_faults_exceed_the_tolerance_by_far(void **state)
{
    (void)state;
    Forms forms = forms_open("xception_mini", 16);
    for (size_t i = 0; i < sizeof FAULTS / sizeof *FAULTS; i++) {
        const Fault *fault = &FAULTS[i];
        assert_true(emitted_plant(forms.emitted, fault->header, fault->right, fault->wrong));
        Loaded wrong = emitted_load(forms.emitted, EMITTED_FLOAT, "-O2");
        assert_non_null(wrong.library);
        RoundingReport report = report_of(&forms, &wrong, 2);
        print_message("%s: %.3g times the tolerance (%s), %zu of %zu beyond it\n", fault->what,
            report.largest, report.worst, report.failures, report.comparisons);
        assert_true(report.largest > fault->least || report.largest != report.largest);
        assert_true(report.failures > report.comparisons / 4);
        loaded_close(&wrong);
        emitted_heal(forms.emitted);
    }
    forms_close(&forms);
}

/* ---- a hard spot ----------------------------------------------------------------------------- */

/* Pixels around 1000 whose deviation is 1, straight into a normalisation: the square of the mean
 * is a million times the variance. */
static const char FAR_FROM_ZERO[] = "input: {shape: [8, 8, 3], mean: [0, 0, 0], std: [1, 1, 1]}\n"
                                    "layers:\n"
                                    "  - batch_norm: {momentum: 0.5}\n"
                                    "  - conv: {filters: 16, kernel: 3, padding: same}\n"
                                    "  - global_average_pool\n"
                                    "  - dense: 4\n"
                                    "  - softmax\n"
                                    "training:\n"
                                    "  data: synthetic\n"
                                    "  batch_size: 16\n"
                                    "  epochs: 1\n"
                                    "  learning_rate: {steps: {0: 0.01}}\n";

/* Relative error of the moving variance of the first channel after one step. */
static double error_of_the_variance(const Loaded *single, const Loaded *wide)
{
    double found[2];
    const Loaded *const forms[2] = {single, wide};
    for (int k = 0; k < 2; k++)
        found[k] = rounding_variance_far_from_zero(forms[k], 1000, 1);
    return (found[0] - found[1]) / found[1];
}

static void variance_far_from_zero_is_exact(void **state)
{
    (void)state;
    Emitted *emitted = emitted_from_text("far", FAR_FROM_ZERO, 16);
    assert_non_null(emitted);
    Loaded wide = emitted_load(emitted, EMITTED_DOUBLE, NULL);
    Loaded single = emitted_load(emitted, EMITTED_FLOAT, "-O2");
    assert_non_null(wide.library);
    assert_non_null(single.library);
    double right = error_of_the_variance(&single, &wide);
    loaded_close(&single);
    /* One pass, the sum of squares less the square of the mean. */
    assert_true(emitted_plant(emitted, "xr_kernel.h", " - centre[j];", ";"));
    assert_true(emitted_plant(emitted, "xr_kernel.h", "xr_store(squares + j * XR_LANES, sum[j]);",
        "xr_store(squares + j * XR_LANES, sum[j] - (xr_real)rows * centre[j] * centre[j]);"));
    single = emitted_load(emitted, EMITTED_FLOAT, "-O2");
    assert_non_null(single.library);
    double wrong = error_of_the_variance(&single, &wide);
    print_message("variance 1 around 1000: relative error %.2g; in one pass %.2g\n", right, wrong);
    /* An image's mean, a sum of 64 pixels, is off by some 8 * 1000 u / 2; where images are merged
     * that counts times the distance of the means, 0.1. */
    assert_true(right > -1e-5 && right < 1e-5);
    assert_true(wrong < -1e-3 || wrong > 1e-3);
    loaded_close(&single);
    loaded_close(&wide);
    emitted_free(emitted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(xception_mini_agrees),
        cmocka_unit_test(planted_faults_exceed_the_tolerance_by_far),
        cmocka_unit_test(variance_far_from_zero_is_exact),
        cmocka_unit_test(xception_he_wd_slim_thinner_agrees),
        cmocka_unit_test(xception_1_agrees),
        cmocka_unit_test(xception_he_wd_agrees),
        cmocka_unit_test(xception_he_wd_slim_agrees),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
