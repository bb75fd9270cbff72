/* The four variants of Xception, whole: ten training steps beside the real Keras. */
#include "compared.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* Without gradient: the 40 (20) biases of the convolutions, all before a normalisation; and where
 * module 14 sees single pixels, the two betas that leave module 13: all that they do is shift
 * channels that module 14 normalises. */
static const Compared XCEPTION_1 = {"models", "xception_1", 42};
static const Compared HE_WD = {"models", "xception_he_wd", 42};
static const Compared SLIM = {"models", "xception_he_wd_slim", 40};
static const Compared THINNER = {"models", "xception_he_wd_slim_thinner", 20};

static void xception_1_agrees(void **state)
{
    (void)state;
    check_compared(&XCEPTION_1);
}

static void xception_he_wd_agrees(void **state)
{
    (void)state;
    check_compared(&HE_WD);
}

static void xception_he_wd_slim_agrees(void **state)
{
    (void)state;
    check_compared(&SLIM);
}

static void xception_he_wd_slim_thinner_agrees(void **state)
{
    (void)state;
    check_compared(&THINNER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(xception_1_agrees),
        cmocka_unit_test(xception_he_wd_agrees),
        cmocka_unit_test(xception_he_wd_slim_agrees),
        cmocka_unit_test(xception_he_wd_slim_thinner_agrees),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
