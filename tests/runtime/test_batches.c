/* Batches: order of an epoch, the short batch, and the same bytes for any number of threads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "batches.h"
#include "fake_model.h"

typedef struct Bench {
    xr_pool *pool;
    xr_dataset dataset;
    xr_batches batches;
} Bench;

static void set_up(Bench *bench, int threads, int size)
{
    xr_failure failure;
    bench->pool = xr_pool_create(threads);
    assert_non_null(bench->pool);
    assert_true(xr_dataset_open(&bench->dataset, &fake_model, "synthetic", &failure));
    assert_true(xr_batches_create(
        &bench->batches, &fake_model, bench->pool, size, bench->dataset.train.count, &failure));
}

static void tear_down(Bench *bench)
{
    xr_batches_free(&bench->batches);
    xr_dataset_free(&bench->dataset);
    xr_pool_destroy(bench->pool);
}

static void cifar_has_782_batches_and_the_last_has_16(void **state)
{
    (void)state;
    assert_int_equal(xr_batches_count(50000, 64), 782);
    assert_int_equal(xr_batches_count(49984, 64), 781);
    assert_int_equal(xr_batches_count(1, 64), 1);
    Bench bench;
    set_up(&bench, 2, 64);
    xr_batches_shuffle(&bench.batches, 0, 0);
    int count = xr_batches_count(bench.dataset.train.count, 64);
    assert_int_equal(
        xr_batches_augmented(&bench.batches, &bench.dataset.train, 0, 0, count - 1), 10000 % 64);
    assert_int_equal(xr_batches_augmented(&bench.batches, &bench.dataset.train, 0, 0, 0), 64);
    assert_int_equal(xr_batches_plain(&bench.batches, &bench.dataset.test, 31), 2000 % 64);
    tear_down(&bench);
}

static void an_epoch_visits_every_image_once(void **state)
{
    static bool seen[10000];
    (void)state;
    Bench bench;
    set_up(&bench, 1, 64);
    for (int epoch = 0; epoch < 2; epoch++) {
        memset(seen, 0, sizeof seen);
        xr_batches_shuffle(&bench.batches, 5, epoch);
        for (int i = 0; i < 10000; i++) {
            uint32_t sample = bench.batches.order[i];
            assert_true(sample < 10000 && !seen[sample]);
            seen[sample] = true;
        }
    }
    tear_down(&bench);
}

static void epochs_and_seeds_have_orders_of_their_own(void **state)
{
    static uint32_t first[10000];
    (void)state;
    Bench bench;
    set_up(&bench, 1, 64);
    xr_batches_shuffle(&bench.batches, 5, 0);
    memcpy(first, bench.batches.order, sizeof first);
    xr_batches_shuffle(&bench.batches, 5, 1);
    assert_memory_not_equal(first, bench.batches.order, sizeof first);
    xr_batches_shuffle(&bench.batches, 6, 0);
    assert_memory_not_equal(first, bench.batches.order, sizeof first);
    xr_batches_shuffle(&bench.batches, 5, 0);
    assert_memory_equal(first, bench.batches.order, sizeof first);
    tear_down(&bench);
}

static void labels_go_with_their_images(void **state)
{
    (void)state;
    Bench bench;
    set_up(&bench, 2, 7);
    xr_batches_shuffle(&bench.batches, 1, 2);
    int images = xr_batches_augmented(&bench.batches, &bench.dataset.train, 1, 2, 3);
    assert_int_equal(images, 7);
    xr_real expected[8 * 8 * 3];
    for (int i = 0; i < images; i++) {
        uint32_t sample = bench.batches.order[3 * 7 + i];
        assert_int_equal(bench.batches.labels[i], bench.dataset.train.labels[sample]);
        xr_transform transform = xr_transform_draw(&fake_model.recipe, 8, 8, 1, 2, sample);
        xr_augment(&bench.batches.normalizer,
            bench.dataset.train.images + (size_t)sample * 8 * 8 * 3, &transform, expected);
        assert_memory_equal(bench.batches.images + i * 8 * 8 * 3, expected, sizeof expected);
    }
    tear_down(&bench);
}

static void bytes_do_not_depend_on_threads(void **state)
{
    static const int threads[] = {1, 2, 3, 8};
    static xr_real expected[64 * 8 * 8 * 3];
    (void)state;
    for (size_t t = 0; t < sizeof threads / sizeof *threads; t++) {
        Bench bench;
        set_up(&bench, threads[t], 64);
        xr_batches_shuffle(&bench.batches, 9, 4);
        xr_batches_augmented(&bench.batches, &bench.dataset.train, 9, 4, 10);
        if (t == 0)
            memcpy(expected, bench.batches.images, sizeof expected);
        assert_memory_equal(bench.batches.images, expected, sizeof expected);
        tear_down(&bench);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cifar_has_782_batches_and_the_last_has_16),
        cmocka_unit_test(an_epoch_visits_every_image_once),
        cmocka_unit_test(epochs_and_seeds_have_orders_of_their_own),
        cmocka_unit_test(labels_go_with_their_images),
        cmocka_unit_test(bytes_do_not_depend_on_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
