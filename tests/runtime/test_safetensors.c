/* The safetensors reader: what is right is read, and every way to be wrong is refused by name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "safetensors.h"
#include "scratch.h"

typedef struct Place {
    char directory[64];
} Place;

static int make(void **state)
{
    static Place place; /* of this test program alone */
    scratch_make(place.directory);
    *state = &place;
    return 0;
}

static int clean(void **state)
{
    scratch_remove(((Place *)*state)->directory);
    return 0;
}

/* Writes a file of this header, whose stated length may be another, and data of so many bytes. */
static void write_file(
    const Place *place, const char *header, uint64_t stated_length, size_t data_bytes)
{
    size_t length = strlen(header);
    unsigned char *file = calloc(1, 8 + length + data_bytes);
    assert_non_null(file);
    for (int i = 0; i < 8; i++)
        file[i] = (unsigned char)(stated_length >> (8 * i));
    memcpy(file + 8, header, length);
    for (size_t i = 0; i < data_bytes; i++)
        file[8 + length + i] = (unsigned char)i;
    scratch_write(place->directory, "t", file, 8 + length + data_bytes);
    free(file);
}

static bool open_file(const Place *place, xr_safetensors *file, xr_failure *failure)
{
    char path[128];
    snprintf(path, sizeof path, "%s/t", place->directory);
    return xr_safetensors_open(file, &xr_system_files, path, failure);
}

static void expect_failure(
    const Place *place, const char *header, size_t data_bytes, const char *part)
{
    xr_safetensors file;
    xr_failure failure = {XR_OK, ""};
    write_file(place, header, strlen(header), data_bytes);
    if (open_file(place, &file, &failure))
        fail_msg("accepted: %s", header);
    xr_safetensors_close(&file);
    assert_int_equal(failure.status, XR_BAD_INPUT);
    if (!strstr(failure.message, part))
        fail_msg("'%s' does not say '%s'", failure.message, part);
}

static void a_good_file_is_read(void **state)
{
    static const char header[] =
        "{\"__metadata__\": {\"key\": \"a \\\"quoted\\\" \\u00e9\\ud83d\\ude00\\n\"},"
        " \"b\": {\"shape\": [2, 3], \"dtype\": \"U8\", \"data_offsets\": [8, 14]},"
        " \"a\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [0, 8]},"
        " \"scalar\": {\"dtype\": \"I16\", \"shape\": [], \"data_offsets\": [14, 16]},"
        " \"empty\": {\"dtype\": \"F64\", \"shape\": [0, 7], \"data_offsets\": [16, 16]}}   ";
    const Place *place = *state;
    xr_safetensors file;
    xr_failure failure = {XR_OK, ""};
    write_file(place, header, sizeof header - 1, 16);
    if (!open_file(place, &file, &failure))
        fail_msg("%s", failure.message);
    assert_int_equal(file.tensor_count, 4);
    assert_string_equal(
        xr_safetensors_metadata(&file, "key"), "a \"quoted\" \xc3\xa9\xf0\x9f\x98\x80\n");
    assert_null(xr_safetensors_metadata(&file, "other"));
    assert_null(xr_safetensors_find(&file, "c"));
    const xr_tensor *tensor = xr_safetensors_find(&file, "b");
    assert_non_null(tensor);
    assert_int_equal(tensor->rank, 2);
    assert_int_equal(tensor->dims[1], 3);
    unsigned char bytes[6];
    assert_true(xr_safetensors_read(&file, tensor, bytes, &failure));
    for (unsigned i = 0; i < 6; i++)
        assert_int_equal(bytes[i], 8 + i);
    xr_safetensors_close(&file);
}

static void a_file_without_tensors_is_read(void **state)
{
    const Place *place = *state;
    xr_safetensors file;
    xr_failure failure;
    write_file(place, "{}", 2, 0);
    assert_true(open_file(place, &file, &failure));
    assert_null(xr_safetensors_find(&file, "a"));
    xr_safetensors_close(&file);
}

static void lengths_must_fit(void **state)
{
    static const char header[] = "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}}";
    static const struct {
        uint64_t stated;
        const char *part;
    } lengths[] = {{UINT64_MAX, "100 MB"}, {100000001, "100 MB"}, {sizeof header + 4, "the file"},
        {0, "'{'"}, {10, "string"}};
    const Place *place = *state;
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        xr_safetensors file;
        xr_failure failure = {XR_OK, ""};
        write_file(place, header, lengths[i].stated, 4);
        assert_false(open_file(place, &file, &failure));
        xr_safetensors_close(&file);
        assert_int_equal(failure.status, XR_BAD_INPUT);
        if (!strstr(failure.message, lengths[i].part))
            fail_msg("'%s' does not say '%s'", failure.message, lengths[i].part);
    }
}

static void every_truncation_is_refused(void **state)
{
    static const char header[] =
        "{\"__metadata__\":{\"k\":\"v\"},\"a\":{\"dtype\":\"U8\",\"shape\":[4],"
        "\"data_offsets\":[0,4]}}";
    const Place *place = *state;
    write_file(place, header, sizeof header - 1, 4);
    size_t size;
    char *whole = scratch_read(place->directory, "t", &size);
    for (size_t kept = 0; kept < size; kept++) {
        xr_safetensors file;
        xr_failure failure = {XR_OK, ""};
        scratch_write(place->directory, "t", whole, kept);
        if (open_file(place, &file, &failure))
            fail_msg("accepted %zu of %zu bytes", kept, size);
        xr_safetensors_close(&file);
        assert_int_equal(failure.status, XR_BAD_INPUT);
    }
    free(whole);
}

#define TENSOR(name, offsets)                                                                      \
    "\"" name "\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":" offsets "}"

static void holes_and_overlaps_are_refused(void **state)
{
    const Place *place = *state;
    expect_failure(place, "{" TENSOR("a", "[0,4]") "," TENSOR("b", "[5,9]") "}", 9, "hole");
    expect_failure(place, "{" TENSOR("a", "[0,4]") "," TENSOR("b", "[3,7]") "}", 7, "overlapping");
    expect_failure(place, "{" TENSOR("a", "[0,4]") "," TENSOR("b", "[0,4]") "}", 4, "overlapping");
    expect_failure(place, "{" TENSOR("a", "[1,5]") "}", 5, "hole");
    expect_failure(place, "{" TENSOR("a", "[0,4]") "}", 5, "the tensors take 4 bytes, the data 5");
    expect_failure(place, "{" TENSOR("a", "[0,4]") "}", 3, "the tensors take 4 bytes, the data 3");
    expect_failure(place, "{" TENSOR("a", "[0,4]") "," TENSOR("a", "[4,8]") "}", 8, "two tensors");
}

static void shapes_and_types_are_checked(void **state)
{
    const Place *place = *state;
    expect_failure(place, "{\"a\":{\"dtype\":\"F31\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4,
        "unknown dtype");
    expect_failure(place, "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", 4,
        "match its shape");
    expect_failure(place, "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[4,0]}}", 4,
        "match its shape");
    expect_failure(place,
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,0]}}", 0,
        "overflows");
    expect_failure(place,
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[1,1,1,1,1,1,1,1,4],\"data_offsets\":[0,4]}}", 4,
        "more than 8");
    expect_failure(place, "{\"a\":{\"dtype\":\"U8\",\"shape\":[4]}}", 4, "without");
    expect_failure(place, "{\"a\":{\"dtype\":\"U8\",\"dtype\":\"U8\"}}", 4, "repeated");
    expect_failure(place, "{\"a\":{\"type\":\"U8\"}}", 4, "unknown");
}

static void numbers_must_be_whole(void **state)
{
    static const char *const numbers[] = {
        "-1", "4.0", "4e0", "04", "99999999999999999999", "\"4\"", "null", ""};
    const Place *place = *state;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        char header[200];
        snprintf(header, sizeof header,
            "{\"a\":{\"dtype\":\"U8\",\"shape\":[%s],\"data_offsets\":[0,4]}}", numbers[i]);
        if (numbers[i][0])
            expect_failure(place, header, 4, "number");
        else
            expect_failure(place, header, 4, "match its shape"); /* [] is a scalar */
    }
}

static void bad_json_is_refused(void **state)
{
    static const char *const headers[] = {" {}", "[]", "{", "{\"a\"}", "{\"a\":}", "{,}", "{}x",
        "{\"a\":{}}", "{\"a\":[]}", "{\"\\q\":{}}", "{\"\\u12g4\":{}}", "{\"\\ud800\":{}}",
        "{\"\\udc00\":{}}", "{\"\\u0000\":{}}", "{\"a\nb\":{}}", "{\"__metadata__\":{\"a\":1}}",
        "{\"__metadata__\":[]}", "{\"__metadata__\":{\"a\":\"b\"},\"__metadata__\":{}}",
        "{" TENSOR("a", "[0,4]") ",}", "{" TENSOR("a", "[0,4,]") "}", "{} \n"};
    const Place *place = *state;
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        expect_failure(place, headers[i], 4, "header");
}

/* A good file with some bytes changed or cut: it is read or refused, and what is read lies within
 * it. */
static void any_damage_is_survived(void **state)
{
    static const char header[] =
        "{\"__metadata__\": {\"key\": \"a \\u00e9\\ud83d\\ude00\\n\"},"
        " \"b\": {\"shape\": [2, 3], \"dtype\": \"U8\", \"data_offsets\": [8, 14]},"
        " \"a\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [0, 8]}}  ";
    static const char favourites[] = "\"\\{}[],:0129u\0\x1b\xff -e.";
    const Place *place = *state;
    enum { DATA = 14, BYTES = 8 + sizeof header - 1 + DATA };
    unsigned char whole[BYTES] = {0}, file[BYTES];
    whole[0] = sizeof header - 1;
    memcpy(whole + 8, header, sizeof header - 1);
    uint32_t random = 7;
    int accepted = 0;
    for (int round = 0; round < 1500; round++) {
        memcpy(file, whole, sizeof file);
        random = random * 1664525u + 1013904223u;
        for (uint32_t change = 0; change < 1 + (random >> 28) / 4; change++) {
            random = random * 1664525u + 1013904223u;
            size_t at = (random >> 8) % BYTES;
            random = random * 1664525u + 1013904223u;
            file[at] = random >> 31
                           ? (unsigned char)(random >> 16)
                           : (unsigned char)favourites[(random >> 16) % (sizeof favourites - 1)];
        }
        random = random * 1664525u + 1013904223u;
        size_t size = random >> 29 ? BYTES : (random >> 8) % BYTES;
        scratch_write(place->directory, "t", file, size);
        xr_safetensors read;
        xr_failure failure = {XR_OK, ""};
        if (open_file(place, &read, &failure)) {
            unsigned char data[DATA];
            accepted++;
            for (size_t i = 0; i < read.tensor_count; i++)
                assert_true(xr_safetensors_read(&read, &read.tensors[i], data, &failure));
        } else {
            assert_int_equal(failure.status, XR_BAD_INPUT);
        }
        xr_safetensors_close(&read);
    }
    assert_true(accepted > 0); /* where data alone was changed */
}

static void directories_and_missing_files_are_refused(void **state)
{
    const Place *place = *state;
    xr_safetensors file;
    xr_failure failure;
    assert_false(xr_safetensors_open(&file, &xr_system_files, place->directory, &failure));
    xr_safetensors_close(&file);
    assert_int_equal(failure.status, XR_BAD_INPUT);
    assert_non_null(strstr(failure.message, "it is a folder"));
    assert_false(xr_safetensors_open(&file, &xr_system_files, "/nowhere/t", &failure));
    xr_safetensors_close(&file);
    assert_int_equal(failure.status, XR_MACHINE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_good_file_is_read, make, clean),
        cmocka_unit_test_setup_teardown(a_file_without_tensors_is_read, make, clean),
        cmocka_unit_test_setup_teardown(any_damage_is_survived, make, clean),
        cmocka_unit_test_setup_teardown(lengths_must_fit, make, clean),
        cmocka_unit_test_setup_teardown(every_truncation_is_refused, make, clean),
        cmocka_unit_test_setup_teardown(holes_and_overlaps_are_refused, make, clean),
        cmocka_unit_test_setup_teardown(shapes_and_types_are_checked, make, clean),
        cmocka_unit_test_setup_teardown(numbers_must_be_whole, make, clean),
        cmocka_unit_test_setup_teardown(bad_json_is_refused, make, clean),
        cmocka_unit_test_setup_teardown(directories_and_missing_files_are_refused, make, clean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
