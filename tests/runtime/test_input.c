/* What is named for reading and is no regular file: told, and never waited for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "checkpoint_fit.h"
#include "dataset.h"
#include "fake_model.h"
#include "file_kind.h"
#include "input.h"
#include "scratch.h"

typedef struct Bench {
    char directory[64];
    char path[128];
} Bench;

static int set_up(void **state)
{
    Bench *bench = calloc(1, sizeof *bench);
    assert_non_null(bench);
    scratch_make(bench->directory);
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

static const char *inside(Bench *bench, const char *name)
{
    snprintf(bench->path, sizeof bench->path, "%s/%s", bench->directory, name);
    return bench->path;
}

static void make_socket(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int file = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_true(file >= 0 && strlen(path) < sizeof address.sun_path);
    memcpy(address.sun_path, path, strlen(path) + 1);
    assert_int_equal(bind(file, (struct sockaddr *)&address, sizeof address), 0);
    close(file);
}

/* The readers of everything that a command line names. */
static bool open_stream(const char *path, xr_failure *failure)
{
    FILE *file = xr_input_open(path, NULL, failure);
    if (file)
        fclose(file);
    return file != NULL;
}

static bool open_weights(const char *path, xr_failure *failure)
{
    return xr_weights_check(&fake_model, path, failure);
}

static bool open_data(const char *path, xr_failure *failure)
{
    xr_dataset dataset;
    bool open = xr_dataset_open(&dataset, &fake_model, path, failure);
    xr_dataset_free(&dataset);
    return open;
}

static void expect_refused(
    bool (*open)(const char *, xr_failure *), const char *path, const char *part)
{
    xr_failure failure = {XR_OK, ""};
    assert_false(open(path, &failure));
    assert_int_equal(failure.status, XR_BAD_INPUT);
    if (!strstr(failure.message, part) || !strstr(failure.message, path))
        fail_msg("'%s' does not say '%s' of the file", failure.message, part);
}

static void pipes_devices_and_sockets_are_not_waited_for(void **state)
{
    Bench *bench = *state;
    bool (*const readers[])(const char *, xr_failure *) = {open_stream, open_weights, open_data};
    const char *path = inside(bench, "pipe");
    assert_int_equal(mkfifo(path, 0600), 0);
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        expect_refused(readers[i], path, "it is a pipe");
        expect_refused(readers[i], "/dev/zero", "it is a device");
    }
    expect_refused(open_stream, bench->directory, "it is a folder");
    xr_failure failure = {XR_OK, ""};
    make_socket(inside(bench, "socket")); /* can't be opened at all */
    assert_false(open_stream(bench->path, &failure));
    assert_int_equal(failure.status, XR_MACHINE);
}

static void a_pipe_in_a_folder_of_data_is_not_waited_for(void **state)
{
    Bench *bench = *state;
    uint8_t *batch = calloc(10000, 3073);
    assert_non_null(batch);
    scratch_write(bench->directory, "data_batch_1.bin", batch, (size_t)10000 * 3073);
    free(batch);
    assert_int_equal(mkfifo(inside(bench, "data_batch_2.bin"), 0600), 0);
    xr_dataset dataset;
    xr_failure failure = {XR_OK, ""};
    assert_false(xr_cifar10_open(&dataset, bench->directory, &failure));
    xr_dataset_free(&dataset);
    assert_non_null(strstr(failure.message, "data_batch_2.bin: it is a pipe"));
}

static void a_checkpoint_of_a_run_that_is_a_pipe_is_not_waited_for(void **state)
{
    Bench *bench = *state;
    assert_int_equal(mkfifo(inside(bench, "best.safetensors"), 0600), 0);
    xr_failure failure = {XR_OK, ""};
    assert_false(xr_weights_check(&fake_model, bench->directory, &failure));
    assert_non_null(strstr(failure.message, "best.safetensors: it is a pipe"));
}

/* ---- kinds --------------------------------------------------------------------------------- */

static const struct {
    const char *bytes;
    size_t length;
    const char *part; /* of the kind; NULL: none is told */
} kinds[] = {
    {"", 0, "empty"},
    {"\x89HDF\r\n\x1a\n\0\0\0\0\0\x08", 14, "HDF5"},
    {"PK\3\4\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x0d\0\0\0metadata.json", 43, ".keras"},
    {"PK\3\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x10\0\0\0archive/data.pkl", 46, "PyTorch"},
    {"PK\3\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x05\0\0\0a.npy", 35, "npz"},
    {"PK\3\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\xff\xff\0\0x", 31, "a zip archive"},
    {"PK\3\4", 4, "a zip archive"},
    {"\x80\x02\x8a\nl\xfc", 6, "PyTorch"},
    {"\x80\x04\x95", 3, "pickle"},
    {"\x93NUMPY\1\0", 8, ".npy"},
    {"version https://git-lfs.github.com/spec/v1\n", 43, "Git LFS"},
    {"XCDATA\r\n\1\0\0\0", 12, "data pack"},
    {"\x10\0\0\0\0\0\0\0{\"a\":{}}", 16, "safetensors"},
    {"<!DOCTYPE html>", 15, "web page"},
    {"layers:\n  - conv\n", 17, "a text"},
    {"\1\2\3\4\5\6\7\10\11\12", 10, NULL},
};

static void files_are_told_by_their_first_bytes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        char *exact = malloc(kinds[i].length + 1); /* so that a read beyond the end is seen */
        assert_non_null(exact);
        for (size_t cut = 0; cut <= kinds[i].length; cut++) {
            memcpy(exact + 1 + kinds[i].length - cut, kinds[i].bytes, cut);
            xr_file_kind(exact + 1 + kinds[i].length - cut, cut);
        }
        free(exact);
        const char *kind = xr_file_kind(kinds[i].bytes, kinds[i].length);
        if (kinds[i].part ? !kind || !strstr(kind, kinds[i].part) : kind != NULL)
            fail_msg("file %zu is %s", i, kind ? kind : "nothing");
    }
}

static void wrong_files_are_named_for_what_they_are(void **state)
{
    Bench *bench = *state;
    static const char hdf5[64] = "\x89HDF\r\n\x1a\n";
    scratch_write(bench->directory, "w.h5", hdf5, sizeof hdf5);
    const char *path = inside(bench, "w.h5");
    expect_refused(open_weights, path, "is an HDF5 file");
    expect_refused(open_weights, path, "safetensors");
    expect_refused(open_data, path, "is an HDF5 file");
    scratch_write(bench->directory, "short", "PK\3\4", 4);
    expect_refused(open_data, inside(bench, "short"), "too few");
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(pipes_devices_and_sockets_are_not_waited_for),
        CASE(a_pipe_in_a_folder_of_data_is_not_waited_for),
        CASE(a_checkpoint_of_a_run_that_is_a_pipe_is_not_waited_for),
        CASE(files_are_told_by_their_first_bytes),
        CASE(wrong_files_are_named_for_what_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
