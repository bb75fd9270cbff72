/* A run's directory: the room that is left, and run.json. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "fake_model.h"
#include "run_directory.h"
#include "run_record.h"
#include "scratch.h"

static xr_run_directory open_in(const char *path)
{
    xr_run_directory directory;
    xr_failure failure;
    if (!xr_run_directory_open(&directory, &fake_model, path, false, &failure))
        fail_msg("%s", failure.message);
    return directory;
}

static void too_little_room_is_told_before_training(void **state)
{
    char path[64];
    (void)state;
    scratch_make(path);
    xr_run_directory directory = open_in(path);
    xr_failure failure;
    assert_true(xr_run_directory_check_space(&directory, 1, &failure));
    assert_false(xr_run_directory_check_space(&directory, UINT64_MAX / 2, &failure));
    assert_int_equal(failure.status, XR_MACHINE);
    assert_non_null(strstr(failure.message, "the disk has"));
    xr_run_directory_close(&directory);
    scratch_remove(path);
}

static void run_json_escapes_what_it_is_told(void **state)
{
    char path[64];
    (void)state;
    scratch_make(path);
    xr_run_directory directory = open_in(path);
    xr_failure failure;
    xr_run_record record = {.data = "a \"name\"",
        .data_place = "not/there",
        .outcome = "failed",
        .detail = "two\nlines \\"};
    assert_true(xr_run_record_write(&record, &fake_model, path, &failure));
    char *text = scratch_read(path, "run.json", NULL);
    assert_non_null(strstr(text, "\"data\": \"a \\\"name\\\"\""));
    assert_non_null(strstr(text, "\"data_place\": \"not/there\""));
    assert_non_null(strstr(text, "\"isa\": \""));
    assert_non_null(strstr(text, "\"detail\": \"two\\u000alines \\\\\""));
    free(text);
    xr_run_directory_close(&directory);
    scratch_remove(path);
}

static void a_locked_directory_is_refused(void **state)
{
    char path[64];
    (void)state;
    scratch_make(path);
    xr_run_directory first = open_in(path), second;
    xr_failure failure;
    assert_false(xr_run_directory_open(&second, &fake_model, path, true, &failure));
    assert_non_null(strstr(failure.message, "another program"));
    xr_run_directory_close(&second);
    xr_run_directory_close(&first);
    assert_true(xr_run_directory_open(&second, &fake_model, path, true, &failure));
    assert_true(second.goes_on);
    xr_run_directory_close(&second);
    scratch_remove(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(too_little_room_is_told_before_training),
        cmocka_unit_test(run_json_escapes_what_it_is_told),
        cmocka_unit_test(a_locked_directory_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
