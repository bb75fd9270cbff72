/* The inlines of xr_activation.h: a NaN stays one, far from zero nothing overflows, and the slope
 * is that of the difference quotient. */
#include "xr_activation.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* Value and slope at x, both through the vectors that kernels use; the functions read x or y. */
typedef struct Form {
    const char *name;
    double (*value)(double x);
    double (*slope)(double x);
} Form;

#define READS_Y(word, y) y
#define READS_X(word, y) x
#define FORM(word, reads, ...)                                                                     \
    static double word##_value(double at)                                                          \
    {                                                                                              \
        const xr_vec x = xr_set1((xr_real)at);                                                     \
        return (double)xr_##word(x __VA_ARGS__)[XR_LANES - 1];                                     \
    }                                                                                              \
    static double word##_slope(double at)                                                          \
    {                                                                                              \
        const xr_vec x = xr_set1((xr_real)at), y = xr_##word(x __VA_ARGS__);                       \
        (void)y;                                                                                   \
        return (double)xr_##word##_gradient(xr_set1(1), reads(word, y) __VA_ARGS__)[0];            \
    }
#define COMMA ,
FORM(relu, READS_Y)
FORM(relu6, READS_Y)
FORM(leaky_relu, READS_Y, COMMA 0.3)
FORM(elu, READS_Y, COMMA 1.5)
FORM(sigmoid, READS_Y)
FORM(hard_sigmoid, READS_Y)
FORM(tanh, READS_Y)
FORM(silu, READS_X)
FORM(hard_swish, READS_X)
FORM(gelu, READS_X)
#undef FORM

#define FORM(word)                                                                                 \
    {                                                                                              \
#word, word##_value, word##_slope                                                          \
    }
static const Form forms[] = {FORM(relu), FORM(relu6), FORM(leaky_relu), FORM(elu), FORM(sigmoid),
    FORM(hard_sigmoid), FORM(tanh), FORM(silu), FORM(hard_swish), FORM(gelu)};
enum { FORM_COUNT = sizeof forms / sizeof *forms };

static void nan_stays_nan(void **state)
{
    (void)state;
    for (int i = 0; i < FORM_COUNT; i++)
        if (!isnan(forms[i].value(NAN)))
            fail_msg("%s(NaN) is %g", forms[i].name, forms[i].value(NAN));
}

static void the_slope_is_that_of_the_difference_quotient(void **state)
{
    (void)state;
    const double h = sizeof(xr_real) == 8 ? 1e-6 : 1.0 / 256;
    for (int i = 0; i < FORM_COUNT; i++)
        for (double x = -7.3; x < 8; x += 0.37) {
            double quotient = (forms[i].value(x + h) - forms[i].value(x - h)) / (2 * h);
            if (!(fabs(quotient - forms[i].slope(x)) < 1e-3))
                fail_msg("%s at %g: slope %g, quotient %g", forms[i].name, x, forms[i].slope(x),
                    quotient);
        }
}

static void large_numbers_stay_finite(void **state)
{
    (void)state;
    const double far[] = {-1e30, -1e4, -100, 100, 1e4, 1e30};
    for (int i = 0; i < FORM_COUNT; i++)
        for (size_t k = 0; k < sizeof far / sizeof *far; k++)
            if (!isfinite(forms[i].value(far[k])) || !isfinite(forms[i].slope(far[k])) ||
                fabs(forms[i].slope(far[k])) > 1.5)
                fail_msg("%s at %g: %g, slope %g", forms[i].name, far[k], forms[i].value(far[k]),
                    forms[i].slope(far[k]));
}

static void the_slope_of_relu_at_zero_is_zero(void **state)
{
    (void)state;
    assert_true(relu_slope(0) == 0 && relu6_slope(0) == 0 && relu6_slope(6) == 0);
    assert_true(hard_sigmoid_slope(3) == 0 && hard_sigmoid_slope(-3) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nan_stays_nan),
        cmocka_unit_test(the_slope_is_that_of_the_difference_quotient),
        cmocka_unit_test(large_numbers_stay_finite),
        cmocka_unit_test(the_slope_of_relu_at_zero_is_zero),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
