/* Data sets: the CIFAR readers on small faults in whole files, and the synthetic images. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dataset.h"
#include "fake_model.h"
#include "scratch.h"

enum { RECORD = 3073, RECORDS = 10000, FILE_BYTES = RECORD * RECORDS };

static const char *const names[] = {"data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin",
    "data_batch_4.bin", "data_batch_5.bin", "test_batch.bin"};

/* ---- files of zeros, which take no room on the disk ---------------------------------------- */

static void path_of(char path[512], const char *directory, int file)
{
    snprintf(path, 512, "%s/%s", directory, names[file]);
}

static void make_files(const char *directory)
{
    for (int i = 0; i < 6; i++) {
        char path[512];
        path_of(path, directory, i);
        int fd = open(path, O_CREAT | O_WRONLY, 0666);
        assert_true(fd >= 0);
        assert_int_equal(ftruncate(fd, FILE_BYTES), 0);
        close(fd);
    }
}

static void put_byte(const char *directory, int file, long offset, uint8_t byte)
{
    char path[512];
    path_of(path, directory, file);
    int fd = open(path, O_WRONLY);
    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, &byte, 1, offset), 1);
    close(fd);
}

static void resize(const char *directory, int file, long size)
{
    char path[512];
    path_of(path, directory, file);
    assert_int_equal(truncate(path, size), 0);
}

static void expect_failure(const char *directory, xr_status status, const char *const *parts)
{
    xr_dataset dataset;
    xr_failure failure;
    assert_false(xr_cifar10_open(&dataset, directory, &failure));
    xr_dataset_free(&dataset);
    assert_int_equal(failure.status, status);
    for (; *parts; parts++)
        if (!strstr(failure.message, *parts))
            fail_msg("'%s' does not say '%s'", failure.message, *parts);
}

#define PARTS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* ---- CIFAR-10 ------------------------------------------------------------------------------ */

static void records_become_pixels_in_rgb_order(void **state)
{
    char directory[64];
    (void)state;
    scratch_make(directory);
    make_files(directory);
    /* Record 2 of the third file: label 7; row 1, column 5 is (10, 20, 30). */
    put_byte(directory, 2, 2 * RECORD, 7);
    for (int plane = 0; plane < 3; plane++)
        put_byte(directory, 2, 2 * RECORD + 1 + plane * 1024 + 37, (uint8_t)(10 * (plane + 1)));
    put_byte(directory, 5, 9999L * RECORD, 9);
    xr_dataset dataset;
    xr_failure failure;
    assert_true(xr_cifar10_open(&dataset, directory, &failure));
    assert_int_equal(dataset.train.count, 50000);
    assert_int_equal(dataset.test.count, 10000);
    assert_false(dataset.synthetic);
    assert_string_equal(dataset.class_names[0], "airplane");
    assert_string_equal(dataset.class_names[9], "truck");
    assert_int_equal(dataset.train.labels[20002], 7);
    assert_int_equal(dataset.train.labels[20001], 0);
    assert_int_equal(dataset.test.labels[9999], 9);
    const uint8_t *pixel = dataset.train.images + 20002L * 3072 + 37 * 3;
    assert_int_equal(pixel[0], 10);
    assert_int_equal(pixel[1], 20);
    assert_int_equal(pixel[2], 30);
    assert_int_equal(pixel[3], 0);
    xr_dataset_free(&dataset);
    scratch_remove(directory);
}

static void the_usual_subdirectory_is_found(void **state)
{
    char directory[64], below[512];
    (void)state;
    scratch_make(directory);
    snprintf(below, sizeof below, "%s/cifar-10-batches-bin", directory);
    assert_int_equal(mkdir(below, 0777), 0);
    make_files(below);
    xr_dataset dataset;
    xr_failure failure;
    assert_true(xr_cifar10_open(&dataset, directory, &failure));
    xr_dataset_free(&dataset);
    scratch_remove(directory);
}

static void faults_are_located(void **state)
{
    char directory[64];
    (void)state;
    scratch_make(directory);
    expect_failure(directory, XR_MACHINE, PARTS(directory, "data_batch_1.bin"));
    make_files(directory);

    put_byte(directory, 3, 1234L * RECORD, 10);
    expect_failure(directory, XR_BAD_INPUT,
        PARTS("data_batch_4.bin", "byte 3792082", "record 1234", "label 10", "0 to 9"));
    put_byte(directory, 3, 1234L * RECORD, 0);

    put_byte(directory, 5, 9999L * RECORD, 255);
    expect_failure(directory, XR_BAD_INPUT, PARTS("test_batch.bin", "record 9999", "label 255"));
    put_byte(directory, 5, 9999L * RECORD, 0);

    resize(directory, 1, FILE_BYTES - 1);
    expect_failure(directory, XR_BAD_INPUT, PARTS("data_batch_2.bin", "30729999", "record 9999"));
    resize(directory, 1, FILE_BYTES - RECORD);
    expect_failure(directory, XR_BAD_INPUT, PARTS("data_batch_2.bin", "9999 records", "10000"));
    resize(directory, 1, FILE_BYTES + RECORD);
    expect_failure(directory, XR_BAD_INPUT, PARTS("data_batch_2.bin", "10001 records"));
    resize(directory, 1, 0);
    expect_failure(directory, XR_BAD_INPUT, PARTS("data_batch_2.bin", "0 records"));
    resize(directory, 1, FILE_BYTES);

    char path[512];
    path_of(path, directory, 4);
    assert_int_equal(unlink(path), 0);
    expect_failure(directory, XR_MACHINE, PARTS("data_batch_5.bin", "No such file"));
    scratch_remove(directory);
    expect_failure(directory, XR_MACHINE, PARTS(directory, "No such file"));
}

static void another_shape_than_the_models_is_refused(void **state)
{
    char directory[64];
    (void)state;
    scratch_make(directory);
    make_files(directory);
    xr_dataset dataset;
    xr_failure failure;
    assert_false(xr_dataset_open(&dataset, &fake_model, directory, &failure));
    assert_int_equal(failure.status, XR_BAD_INPUT);
    assert_non_null(strstr(failure.message, "32x32x3"));
    assert_non_null(strstr(failure.message, "8x8x3"));
    xr_dataset_free(&dataset);
    scratch_remove(directory);
}

/* ---- CIFAR-100 ----------------------------------------------------------------------------- */

enum { RECORD_100 = 2 + 3072 };

/* Both files, all zero, and names "class0" to "class99". */
static void make_files_100(const char *directory)
{
    static const struct {
        const char *name;
        long size;
    } files[] = {{"train.bin", 50000L * RECORD_100}, {"test.bin", 10000L * RECORD_100}};
    char path[512], lines[2048] = "";
    for (int i = 0; i < 2; i++) {
        snprintf(path, sizeof path, "%s/%s", directory, files[i].name);
        int fd = open(path, O_CREAT | O_WRONLY, 0666);
        assert_true(fd >= 0);
        assert_int_equal(ftruncate(fd, files[i].size), 0);
        close(fd);
    }
    for (int i = 0; i < 100; i++)
        snprintf(lines + strlen(lines), 16, "class%d\n", i);
    scratch_write(directory, "fine_label_names.txt", lines, strlen(lines));
}

static void put_byte_100(const char *directory, const char *name, long offset, uint8_t byte)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    int fd = open(path, O_WRONLY);
    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, &byte, 1, offset), 1);
    close(fd);
}

static void cifar100_has_fine_labels_and_their_names(void **state)
{
    char directory[64];
    (void)state;
    scratch_make(directory);
    make_files_100(directory);
    put_byte_100(directory, "train.bin", 49999L * RECORD_100, 19); /* coarse */
    put_byte_100(directory, "train.bin", 49999L * RECORD_100 + 1, 99); /* fine */
    put_byte_100(directory, "train.bin", 49999L * RECORD_100 + 2 + 1024 + 5, 77); /* green */
    put_byte_100(directory, "test.bin", 1, 42);
    xr_dataset dataset;
    xr_failure failure;
    if (!xr_cifar100_open(&dataset, directory, &failure))
        fail_msg("%s", failure.message);
    assert_string_equal(dataset.name, "CIFAR-100");
    assert_int_equal(dataset.classes, 100);
    assert_int_equal(dataset.train.count, 50000);
    assert_int_equal(dataset.test.count, 10000);
    assert_int_equal(dataset.train.labels[49999], 99);
    assert_int_equal(dataset.train.images[49999L * 3072 + 5 * 3 + 1], 77);
    assert_int_equal(dataset.test.labels[0], 42);
    assert_string_equal(dataset.class_names[42], "class42");
    xr_dataset_free(&dataset);
    scratch_remove(directory);
}

static void expect_failure_100(const char *directory, const char *const *parts)
{
    xr_dataset dataset;
    xr_failure failure;
    assert_false(xr_cifar100_open(&dataset, directory, &failure));
    xr_dataset_free(&dataset);
    assert_int_equal(failure.status, XR_BAD_INPUT);
    for (; *parts; parts++)
        if (!strstr(failure.message, *parts))
            fail_msg("'%s' does not say '%s'", failure.message, *parts);
}

static void faults_of_cifar100_are_located(void **state)
{
    char directory[64], path[512];
    (void)state;
    scratch_make(directory);
    make_files_100(directory);
    put_byte_100(directory, "train.bin", 5L * RECORD_100, 20);
    expect_failure_100(directory, PARTS("train.bin", "byte 15370", "record 5", "0 to 19"));
    put_byte_100(directory, "train.bin", 5L * RECORD_100, 0);
    put_byte_100(directory, "test.bin", 5L * RECORD_100 + 1, 100);
    expect_failure_100(directory, PARTS("test.bin", "byte 15371", "label 100", "0 to 99"));
    put_byte_100(directory, "test.bin", 5L * RECORD_100 + 1, 0);
    scratch_write(directory, "fine_label_names.txt", "apple\nbear\n", 11);
    expect_failure_100(directory, PARTS("fine_label_names.txt", "100 classes"));
    snprintf(path, sizeof path, "%s/train.bin", directory);
    assert_int_equal(truncate(path, 49999L * RECORD_100), 0);
    expect_failure_100(directory, PARTS("train.bin", "49999 records", "expected 50000"));
    scratch_remove(directory);
}

/* A directory that holds both is what the recipe says; names are no must. */
static void the_recipe_chooses_between_the_two(void **state)
{
    char directory[64], below[512];
    (void)state;
    scratch_make(directory);
    make_files_100(directory);
    snprintf(below, sizeof below, "%s/fine_label_names.txt", directory);
    assert_int_equal(unlink(below), 0);
    snprintf(below, sizeof below, "%s/cifar-10-batches-bin", directory);
    assert_int_equal(mkdir(below, 0777), 0);
    make_files(below);
    static const struct {
        const char *data;
        int classes;
    } choices[] = {{"cifar10", 10}, {"cifar100", 100}, {"none", 100}};
    for (int i = 0; i < 3; i++) {
        xr_model model = fake_model;
        xr_dataset dataset;
        xr_failure failure;
        model.recipe.data = choices[i].data;
        model.height = model.width = 32;
        model.classes = choices[i].classes;
        if (!xr_dataset_open(&dataset, &model, directory, &failure))
            fail_msg("%s", failure.message);
        assert_int_equal(dataset.classes, choices[i].classes);
        assert_true(!dataset.class_names == (dataset.classes == 100));
        xr_dataset_free(&dataset);
    }
    scratch_remove(directory);
}

/* The real thing, where there is one: classes are even, and the means near the published ones. */
static void the_real_data_set_is_what_it_should_be(void **state)
{
    const char *place = getenv("XCEPTC_DATA");
    (void)state;
    if (!place || strcmp(place, "synthetic") == 0) {
        print_message("skipped: XCEPTC_DATA names no CIFAR-10\n");
        skip();
    }
    xr_dataset dataset;
    xr_failure failure;
    if (!xr_cifar10_open(&dataset, place, &failure))
        fail_msg("%s", failure.message);
    int train[10] = {0}, test[10] = {0};
    for (int i = 0; i < dataset.train.count; i++)
        train[dataset.train.labels[i]]++;
    for (int i = 0; i < dataset.test.count; i++)
        test[dataset.test.labels[i]]++;
    for (int class_number = 0; class_number < 10; class_number++) {
        assert_int_equal(train[class_number], 5000);
        assert_int_equal(test[class_number], 1000);
    }
    static const double means[3] = {125.307, 122.95, 113.865};
    double sums[3] = {0};
    for (size_t i = 0; i < 50000u * 3072u; i++)
        sums[i % 3] += dataset.train.images[i];
    for (int channel = 0; channel < 3; channel++)
        assert_true(fabs(sums[channel] / (50000.0 * 1024.0) - means[channel]) < 0.1);
    xr_dataset_free(&dataset);
}

/* ---- synthetic ----------------------------------------------------------------------------- */

static void synthetic_images_are_the_same_every_time(void **state)
{
    xr_dataset first, second;
    xr_failure failure;
    (void)state;
    assert_true(xr_synthetic_open(&first, 8, 9, 3, 4, &failure));
    assert_true(xr_synthetic_open(&second, 8, 9, 3, 4, &failure));
    assert_true(first.synthetic);
    assert_memory_equal(
        first.train.images, second.train.images, (size_t)first.train.count * 8 * 9 * 3);
    /* and training images are not test images */
    assert_memory_not_equal(first.train.images, first.test.images, 8 * 9 * 3);
    xr_dataset_free(&first);
    xr_dataset_free(&second);
}

static void synthetic_labels_are_even_for_any_shape(void **state)
{
    static const int shapes[][4] = {{32, 32, 3, 10}, {28, 28, 1, 37}, {5, 7, 2, 3}};
    (void)state;
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
        xr_dataset dataset;
        xr_failure failure;
        int classes = shapes[s][3];
        assert_true(xr_synthetic_open(
            &dataset, shapes[s][0], shapes[s][1], shapes[s][2], classes, &failure));
        int counts[64] = {0};
        for (int i = 0; i < dataset.train.count; i++) {
            assert_in_range(dataset.train.labels[i], 0, classes - 1);
            counts[dataset.train.labels[i]]++;
        }
        for (int i = 1; i < classes; i++)
            assert_true(abs(counts[i] - counts[0]) <= 1);
        xr_dataset_free(&dataset);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_become_pixels_in_rgb_order),
        cmocka_unit_test(the_usual_subdirectory_is_found),
        cmocka_unit_test(faults_are_located),
        cmocka_unit_test(another_shape_than_the_models_is_refused),
        cmocka_unit_test(cifar100_has_fine_labels_and_their_names),
        cmocka_unit_test(faults_of_cifar100_are_located),
        cmocka_unit_test(the_recipe_chooses_between_the_two),
        cmocka_unit_test(the_real_data_set_is_what_it_should_be),
        cmocka_unit_test(synthetic_images_are_the_same_every_time),
        cmocka_unit_test(synthetic_labels_are_even_for_any_shape),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
