/* The other architectures: ten training steps beside the real Keras. */
#include "compared.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* The biases of all convolutions that have one; the first is normalised after 1x1 convolutions. */
static const Compared INCEPTION = {"tests/keras", "inception_v3_slim_whole", 60};
/* Every bias of a convolution only shifts what a later block normalises. */
static const Compared RESNET = {"models", "resnet20", 21};
static const Compared DENSENET = {"tests/keras", "densenet_blocks", 0};
static const Compared SENET = {"tests/keras", "senet_blocks", 0};

static void inception_v3_slim_agrees(void **state)
{
    (void)state;
    check_compared(&INCEPTION);
}

static void resnet20_agrees(void **state)
{
    (void)state;
    check_compared(&RESNET);
}

static void densenet_blocks_agree(void **state)
{
    (void)state;
    check_compared(&DENSENET);
}

static void senet_blocks_agree(void **state)
{
    (void)state;
    check_compared(&SENET);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(resnet20_agrees),
        cmocka_unit_test(densenet_blocks_agree),
        cmocka_unit_test(senet_blocks_agree),
        cmocka_unit_test(inception_v3_slim_agrees),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
