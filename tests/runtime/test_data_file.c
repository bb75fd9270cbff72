/* Data files: what is read is what was written, and nothing in a file is believed unchecked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "crc32.h"
#include "dataset.h"
#include "fake_model.h"
#include "scratch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The smallest interesting file: 3 training and 2 test images of 2x3x1 in 3 classes. */
enum { IMAGE = 6, RECORD = 2 + IMAGE, TEXT_AT = 40, TEXT = 23, RECORDS_AT = TEXT_AT + TEXT };
enum { SIZE = RECORDS_AT + 5 * RECORD + 4, ROOM = 256 };

static const char text[] = "sorts\npear\napple\nnorth\n";

typedef struct Bench {
    char directory[64], path[96];
    uint8_t bytes[ROOM];
} Bench;

static void put32(uint8_t *at, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        at[i] = (uint8_t)(value >> 8 * i);
}

/* Bit by bit, as the polynomial is defined: nothing in common with the tables. */
static uint32_t plain_crc(const uint8_t *bytes, size_t count)
{
    uint32_t crc = 0xffffffffu;
    for (size_t i = 0; i < 8 * count; i++) {
        uint32_t bit = (crc ^ (uint32_t)(bytes[i / 8] >> i % 8)) & 1u;
        crc = crc >> 1 ^ (bit ? 0xedb88320u : 0);
    }
    return ~crc;
}

static void fill(uint8_t *bytes)
{
    static const uint32_t numbers[] = {1, 2, 3, 1, 3, 3, 2, TEXT};
    memcpy(bytes, "XCDATA\r\n", 8);
    for (int i = 0; i < 8; i++)
        put32(bytes + 8 + 4 * i, numbers[i]);
    memcpy(bytes + TEXT_AT, text, TEXT);
    for (int i = 0; i < 5; i++) {
        uint8_t *record = bytes + RECORDS_AT + i * RECORD;
        record[0] = (uint8_t)(i % 3);
        record[1] = 0;
        for (int k = 0; k < IMAGE; k++)
            record[2 + k] = (uint8_t)(40 * i + k);
    }
}

static void save(const Bench *bench, size_t size)
{
    scratch_write(bench->directory, "data.xcd", bench->bytes, size);
}

/* With the checksum that belongs to the bytes, so that nothing but the fault at hand is wrong. */
static void seal_and_save(Bench *bench, size_t size)
{
    put32(bench->bytes + size - 4, plain_crc(bench->bytes, size - 4));
    save(bench, size);
}

static int set_up(void **state)
{
    Bench *bench = calloc(1, sizeof *bench);
    assert_non_null(bench);
    scratch_make(bench->directory);
    snprintf(bench->path, sizeof bench->path, "%s/data.xcd", bench->directory);
    fill(bench->bytes);
    *state = bench;
    return 0;
}

static int tear_down(void **state)
{
    Bench *bench = *state;
    scratch_remove(bench->directory);
    free(bench);
    return 0;
}

static void expect_refused(const Bench *bench, const char *part)
{
    xr_dataset dataset;
    xr_failure failure = {XR_OK, ""};
    bool open = xr_record_open(&dataset, bench->path, &failure);
    xr_dataset_free(&dataset);
    if (open)
        fail_msg("was opened; should say '%s'", part);
    assert_int_equal(failure.status, XR_BAD_INPUT);
    if (!strstr(failure.message, part) || !strstr(failure.message, bench->path))
        fail_msg("'%s' does not say '%s' of the file", failure.message, part);
}

static void a_file_is_read_as_it_was_written(void **state)
{
    Bench *bench = *state;
    xr_dataset dataset;
    xr_failure failure;
    assert_int_equal(TEXT, strlen(text));
    seal_and_save(bench, SIZE);
    if (!xr_record_open(&dataset, bench->path, &failure))
        fail_msg("%s", failure.message);
    assert_string_equal(dataset.name, "sorts");
    assert_false(dataset.synthetic);
    assert_int_equal(dataset.height, 2);
    assert_int_equal(dataset.width, 3);
    assert_int_equal(dataset.channels, 1);
    assert_int_equal(dataset.classes, 3);
    assert_string_equal(dataset.class_names[0], "pear");
    assert_string_equal(dataset.class_names[2], "north");
    assert_int_equal(dataset.train.count, 3);
    assert_int_equal(dataset.test.count, 2);
    assert_int_equal(dataset.train.labels[2], 2);
    assert_int_equal(dataset.test.labels[0], 0);
    assert_int_equal(dataset.test.labels[1], 1);
    assert_int_equal(dataset.train.images[2 * IMAGE + 5], 85);
    assert_int_equal(dataset.test.images[IMAGE], 160);
    xr_dataset_free(&dataset);
}

static void every_number_of_the_header_is_checked(void **state)
{
    Bench *bench = *state;
    static const struct {
        int at;
        uint32_t value;
        const char *part;
    } faults[] = {
        {8, 0, "version 0"},
        {8, 2, "version 2"},
        {8, 0x01000000, "version 16777216"},
        {12, 0, "byte 12 says 0 rows"},
        {12, 3, "has 107 bytes"},
        {12, 0x80000000, "2147483648 rows"},
        {12, 0xffffffff, "4294967295 rows"},
        {12, 0x7fffffff, "too large"},
        {16, 0, "0 columns"},
        {16, 0x7fffffff, "too large"},
        {16, 0x55555556, "too large"},
        {20, 0, "0 channels"},
        {20, 0xffffffff, "4294967295 channels"},
        {20, 0x10000, "has 107 bytes"},
        {24, 0, "0 classes"},
        {24, 65537, "65537 classes"},
        {24, 2, "names of 2 classes"},
        {24, 4, "names of 4 classes"},
        {24, 65536, "names of 65536 classes"},
        {28, 0, "0 training images"},
        {28, 4, "make 115"},
        {28, 0x7fffffff, "has 107 bytes"},
        {28, 0xffffffff, "training images"},
        {32, 0, "0 test images"},
        {32, 1, "make 99"},
        {32, 0xffffffff, "test images"},
        {36, 0, "0 bytes of text"},
        {36, 22, "has 107 bytes"},
        {36, 0xffffffff, "bytes of text"},
        {36, 0x1000000, "has 107 bytes"},
    };
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        fill(bench->bytes);
        put32(bench->bytes + faults[i].at, faults[i].value);
        seal_and_save(bench, SIZE);
        expect_refused(bench, faults[i].part);
    }
}

/* All at once as large as they may be: no product wraps round to the size of the file. */
static void the_largest_header_is_refused_by_size(void **state)
{
    Bench *bench = *state;
    put32(bench->bytes + 12, 0x7fffffff);
    put32(bench->bytes + 16, 1);
    put32(bench->bytes + 28, 0x7fffffff);
    put32(bench->bytes + 32, 0x7fffffff);
    seal_and_save(bench, SIZE);
    expect_refused(bench, "make 9223372036854775873");
}

static void other_files_are_refused(void **state)
{
    Bench *bench = *state;
    for (int i = 0; i < 8; i++) {
        fill(bench->bytes);
        bench->bytes[i] ^= 0x20;
        seal_and_save(bench, SIZE);
        expect_refused(bench, "is no data file");
    }
}

static void every_other_length_is_refused(void **state)
{
    Bench *bench = *state;
    for (size_t size = 0; size < ROOM; size++) {
        fill(bench->bytes);
        if (size == SIZE)
            continue;
        save(bench, size);
        expect_refused(bench, size < TEXT_AT ? "too few" : "make 107");
    }
}

static void labels_are_checked_and_located(void **state)
{
    Bench *bench = *state;
    bench->bytes[RECORDS_AT + RECORD] = 3;
    seal_and_save(bench, SIZE);
    expect_refused(bench, "byte 71 (training image 1) is label 3; labels are 0 to 2");
    fill(bench->bytes);
    bench->bytes[RECORDS_AT + 4 * RECORD + 1] = 255;
    seal_and_save(bench, SIZE);
    expect_refused(bench, "byte 95 (test image 1) is label 65281");
}

static void names_are_lines_that_can_be_printed(void **state)
{
    Bench *bench = *state;
    static const struct {
        int at;
        char byte;
    } faults[] = {{5, 'x'}, {0, '\n'}, {22, 'x'}, {7, '\0'}, {7, '\033'}, {8, '\n'}, {12, 127}};
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        fill(bench->bytes);
        bench->bytes[TEXT_AT + faults[i].at] = (uint8_t)faults[i].byte;
        seal_and_save(bench, SIZE);
        expect_refused(bench, "names of 3 classes");
    }
}

/* Any single wrong byte is noticed: by a check of its own or by the checksum. */
static void every_flipped_byte_is_noticed(void **state)
{
    Bench *bench = *state;
    seal_and_save(bench, SIZE);
    for (size_t i = 0; i < SIZE; i++) {
        bench->bytes[i] ^= 0x10;
        save(bench, SIZE);
        expect_refused(bench, i >= RECORDS_AT && (i - RECORDS_AT) % RECORD > 1 ? "damaged" : "");
        bench->bytes[i] ^= 0x10;
    }
}

static void a_data_file_must_fit_the_model(void **state)
{
    Bench *bench = *state;
    xr_model model = fake_model;
    xr_dataset dataset;
    xr_failure failure;
    seal_and_save(bench, SIZE);
    assert_false(xr_dataset_open(&dataset, &model, bench->path, &failure));
    assert_non_null(strstr(failure.message, "sorts has images of 2x3x1 in 3 classes"));
    xr_dataset_free(&dataset);
    model.height = 2;
    model.width = 3;
    model.channels = 1;
    model.classes = 3;
    assert_true(xr_dataset_open(&dataset, &model, bench->path, &failure));
    xr_dataset_free(&dataset);
}

/* Nine gigabytes that are not on the disk: a file that was read whole before its shape was looked
 * at would be noticed. */
static void a_wrong_shape_is_told_before_anything_is_read(void **state)
{
    Bench *bench = *state;
    put32(bench->bytes + 12, 3000); /* rows */
    put32(bench->bytes + 16, 1000000);
    seal_and_save(bench, SIZE);
    assert_int_equal(truncate(bench->path, RECORDS_AT + 5 * (2 + 3000000000LL) + 4), 0);
    expect_refused(bench, "are too large");
    put32(bench->bytes + 16, 600000);
    seal_and_save(bench, SIZE);
    assert_int_equal(truncate(bench->path, RECORDS_AT + 5 * (2 + 1800000000LL) + 4), 0);
    xr_dataset dataset;
    xr_failure failure = {XR_OK, ""};
    assert_false(xr_dataset_open(&dataset, &fake_model, bench->path, &failure));
    xr_dataset_free(&dataset);
    assert_non_null(strstr(failure.message, "3000x600000x1 in 3 classes; the model"));
    assert_true(xr_record_look(&dataset, bench->path, &failure));
    assert_int_equal(dataset.train.count, 3);
    assert_null(dataset.train.images);
    xr_dataset_free(&dataset);
}

/* A good file with some bytes changed or cut, its checksum right again: read or refused. */
static void any_damage_is_survived(void **state)
{
    Bench *bench = *state;
    uint32_t random = 3;
    for (int round = 0; round < 1500; round++) {
        fill(bench->bytes);
        random = random * 1664525u + 1013904223u;
        for (uint32_t change = 0; change < 1 + (random >> 30); change++) {
            random = random * 1664525u + 1013904223u;
            size_t at = (random >> 8) % (round % 2 ? SIZE - 4 : RECORDS_AT);
            random = random * 1664525u + 1013904223u;
            bench->bytes[at] = random >> 31 ? (uint8_t)(random >> 16) : (uint8_t)(random >> 16 & 3);
        }
        random = random * 1664525u + 1013904223u;
        seal_and_save(bench, random >> 29 ? SIZE : 4 + (random >> 8) % (SIZE - 4));
        xr_dataset dataset;
        xr_failure failure = {XR_OK, ""};
        if (xr_record_open(&dataset, bench->path, &failure)) {
            assert_int_equal(dataset.train.count + dataset.test.count, 5);
            for (int i = 0; i < dataset.train.count; i++)
                assert_in_range(dataset.train.labels[i], 0, dataset.classes - 1);
        } else {
            assert_int_equal(failure.status, XR_BAD_INPUT);
        }
        xr_dataset_free(&dataset);
    }
}

static void what_is_not_there_is_a_fault_of_the_machine(void **state)
{
    Bench *bench = *state;
    xr_dataset dataset;
    xr_failure failure;
    assert_false(xr_dataset_open(&dataset, &fake_model, bench->path, &failure));
    assert_int_equal(failure.status, XR_MACHINE);
    assert_non_null(strstr(failure.message, "No such file"));
    xr_dataset_free(&dataset);
    assert_false(xr_record_open(&dataset, "/dev/null", &failure));
    assert_non_null(strstr(failure.message, "not a regular file"));
    xr_dataset_free(&dataset);
}

static void the_checksum_is_crc32(void **state)
{
    uint8_t bytes[100];
    xr_crc32_tables tables;
    (void)state;
    xr_crc32_prepare(&tables);
    assert_int_equal(xr_crc32(&tables, 0, "123456789", 9), 0xcbf43926u); /* published */
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(i * i + 3);
    for (size_t cut = 0; cut <= sizeof bytes; cut++) {
        uint32_t first = xr_crc32(&tables, 0, bytes, cut);
        assert_int_equal(xr_crc32(&tables, first, bytes + cut, sizeof bytes - cut),
            plain_crc(bytes, sizeof bytes));
    }
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_file_is_read_as_it_was_written),
        CASE(every_number_of_the_header_is_checked),
        CASE(the_largest_header_is_refused_by_size),
        CASE(other_files_are_refused),
        CASE(every_other_length_is_refused),
        CASE(labels_are_checked_and_located),
        CASE(names_are_lines_that_can_be_printed),
        CASE(every_flipped_byte_is_noticed),
        CASE(a_data_file_must_fit_the_model),
        CASE(a_wrong_shape_is_told_before_anything_is_read),
        CASE(any_damage_is_survived),
        CASE(what_is_not_there_is_a_fault_of_the_machine),
        cmocka_unit_test(the_checksum_is_crc32),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
