/* A run's directory: the room that is left, and run.json. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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
    assert_false(xr_run_directory_check_space(&directory, UINT64_MAX / 6, &failure));
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
    xr_options options = {.steps = UINT64_MAX, .on_nan = "stop"};
    xr_run_record record = {.data = "a \"name\"",
        .options = &options,
        .data_place = "not/there",
        .outcome = "failed",
        .detail = "two\nlines \\"};
    assert_true(xr_run_record_write(&record, &fake_model, path, &failure));
    char *text = scratch_read(path, "run.json", NULL);
    assert_non_null(strstr(text, "\"data\": \"a \\\"name\\\"\""));
    assert_non_null(strstr(text, "\"data_place\": \"not/there\""));
    assert_non_null(strstr(text, "\"isa\": \""));
    assert_null(strstr(text, "\"isa\": \"\"")); /* it names what it was compiled for */
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
    /* the lock comes first: what lies there may change until it is had */
    scratch_write(path, "run.json", "{}", 2);
    assert_false(xr_run_directory_open(&second, &fake_model, path, false, &failure));
    assert_non_null(strstr(failure.message, "another program"));
    xr_run_directory_close(&second);
    xr_run_directory_close(&first);
    assert_true(xr_run_directory_open(&second, &fake_model, path, true, &failure));
    assert_true(second.goes_on);
    xr_run_directory_close(&second);
    scratch_remove(path);
}

/* Whatever else writes there is not written to, and nothing waits for a pipe's other end. */
static void a_log_that_is_no_file_of_its_own_is_refused(void **state)
{
    static const char *const messages[] = {"log.txt is a link", "log.txt: "};
    (void)state;
    for (int i = 0; i < 2; i++) {
        char path[64], log[96];
        scratch_make(path);
        snprintf(log, sizeof log, "%s/log.txt", path);
        scratch_write(path, "model.yaml", "mine", 4);
        assert_int_equal(i == 0 ? symlink("model.yaml", log) : mkfifo(log, 0666), 0);
        xr_run_directory directory;
        xr_failure failure;
        assert_false(xr_run_directory_open(&directory, &fake_model, path, false, &failure));
        assert_non_null(strstr(failure.message, messages[i]));
        xr_run_directory_close(&directory);
        char *text = scratch_read(path, "model.yaml", NULL);
        assert_string_equal(text, "mine");
        free(text);
        scratch_remove(path);
    }
}

static uint64_t needs(const xr_run_directory *directory, uint64_t checkpoint)
{
    xr_failure failure;
    uint64_t bytes = 0;
    if (!xr_run_directory_needs(directory, checkpoint, &bytes, &failure))
        fail_msg("%s", failure.message);
    return bytes;
}

/* last, best and one being written; a run that goes on has some of them. */
static void only_checkpoints_that_are_not_there_need_room(void **state)
{
    static const char checkpoint[1000] = "";
    char path[64], last[96], best[96];
    (void)state;
    scratch_make(path);
    snprintf(last, sizeof last, "%s/last.safetensors", path);
    snprintf(best, sizeof best, "%s/best.safetensors", path);
    xr_run_directory directory = open_in(path);
    assert_int_equal(needs(&directory, 1000), 3000);
    assert_int_equal(needs(&directory, UINT64_MAX / 2), UINT64_MAX);
    scratch_write(path, "last.safetensors", checkpoint, 1000);
    assert_int_equal(needs(&directory, 1000), 2000);
    assert_int_equal(link(last, best), 0); /* one file under two names */
    assert_int_equal(needs(&directory, 1000), 2000);
    assert_int_equal(unlink(best), 0);
    scratch_write(path, "best.safetensors", checkpoint, 1000);
    assert_int_equal(needs(&directory, 1000), 1000);
    assert_int_equal(needs(&directory, 100), 100); /* one always comes on top */
    xr_run_directory_close(&directory);
    scratch_remove(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(too_little_room_is_told_before_training),
        cmocka_unit_test(run_json_escapes_what_it_is_told),
        cmocka_unit_test(a_locked_directory_is_refused),
        cmocka_unit_test(a_log_that_is_no_file_of_its_own_is_refused),
        cmocka_unit_test(only_checkpoints_that_are_not_there_need_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
