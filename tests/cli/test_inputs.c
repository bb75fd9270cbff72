/* Data and weights that a trainer would refuse are refused before anything is compiled, and no file
 * of any kind is waited for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "session.h"
#include "support/files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void make_model(Session *session)
{
    assert_true(files_copy(session->arena, session->diag, XCEPTC_SOURCE_DIR "/tests/cli/tiny.yaml",
        inside(session, "m.yaml")));
}

static void put(Session *session, const char *name, const void *bytes, size_t size)
{
    FILE *file = fopen(inside(session, name), "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

/* A data file of two images of 1x1x1 in two classes, whose checksum nobody gets to see. */
static void put_data(Session *session, const char *name)
{
    const uint32_t numbers[] = {1, 1, 1, 1, 2, 2, 1, 6};
    uint8_t bytes[40 + 6 + 3 * 3 + 4] = "XCDATA\r\n";
    for (size_t i = 0; i < 8; i++)
        bytes[8 + 4 * i] = (uint8_t)numbers[i];
    memcpy(bytes + 40, "n\na\nb\n", 6);
    put(session, name, bytes, sizeof bytes);
}

static void expect_told(Session *session, int status, const char *words, const char *message)
{
    Outcome outcome = expect_status_inside(session, status, words);
    assert_contains(outcome.err, message);
    assert_lacks(outcome.err, "compiling");
}

static void wrong_inputs_are_told_before_anything_is_compiled(void **state)
{
    Session *session = *state;
    make_model(session);
    static const char hdf5[2048] = "\x89HDF\r\n\x1a\n";
    put(session, "w.h5", hdf5, sizeof hdf5);
    put(session, "w.pt",
        "PK\3\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x10\0\0\0archive/data.pkl", 46);
    put_data(session, "data.xcd");
    assert_int_equal(mkfifo(inside(session, "pipe"), 0600), 0);
    static const struct {
        int status;
        const char *words, *message;
    } cases[] = {
        {1, "evaluate m.yaml --data synthetic --weights w.h5", "w.h5: is an HDF5 file"},
        {1, "train m.yaml --data synthetic --weights w.pt", "a checkpoint of PyTorch"},
        {1, "train m.yaml --data synthetic --weights pipe", "pipe: it is a pipe"},
        {1, "train m.yaml --data synthetic --weights /dev/zero", "/dev/zero: it is a device"},
        {1, "train m.yaml --data pipe", "pipe: it is a pipe"},
        {1, "train m.yaml --data m.yaml", "m.yaml: is a text, and no data file"},
        {1, "train m.yaml --data data.xcd",
            "images of 1x1x1 in 2 classes; the model m takes 32x32x3"},
        {2, "train m.yaml --data synthetic --validation 10000",
            "cannot be kept from 10000 training"},
        {2, "evaluate m.yaml --data synthetic --validation 10000 --weights w.h5", "cannot be kept"},
        {1, "predict m.yaml gone.png --weights w.h5", "gone.png"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_told(session, cases[i].status, cases[i].words, cases[i].message);
}

static void weights_of_another_number_of_classes_are_told(void **state)
{
    Session *session = *state;
    make_model(session);
    expect_status_inside(session, 0, "train m.yaml --data synthetic --steps 1 --out run -q");
    Outcome outcome = expect_status_inside(
        session, 1, "evaluate m.yaml --set classes=7 --data synthetic --weights run");
    assert_lacks(outcome.err, "compiling");
    assert_contains(outcome.err, "does not fit the model m: 2 tensors differ");
    assert_contains(
        outcome.err, "note: tensor 'classifier/kernel' has shape 8x10; the model needs 8x7");
    /* a damaged file is not for the compiler either */
    struct stat status;
    const char *path = inside(session, "run/last.safetensors");
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(truncate(path, status.st_size - 4), 0);
    expect_told(session, 1, "evaluate m.yaml --set classes=6 --data synthetic --weights run",
        "the tensors take");
}

static void a_model_may_come_from_a_pipe_that_somebody_writes_into(void **state)
{
    Session *session = *state;
    make_model(session);
    assert_int_equal(mkfifo(inside(session, "pipe.yaml"), 0600), 0);
    assert_contains(
        expect_status_inside(session, 1, "check ./pipe.yaml").err, "nobody writes into this pipe");
    write_inside(session, "extending.yaml", "extends: pipe.yaml\n");
    assert_contains(
        expect_status_inside(session, 1, "check extending.yaml").err, "not a regular file");
    const char *script = write_inside(session, "s.sh",
        "\"$XCEPTC\" check <(sleep 0.2; cat m.yaml) && \"$XCEPTC\" check /dev/stdin < m.yaml &&\n"
        "cat m.yaml | \"$XCEPTC\" check /dev/stdin && cat m.yaml | \"$XCEPTC\" check -\n");
    Outcome outcome =
        run_program(session->arena, "bash", script, &(Setting){.directory = session->directory});
    if (outcome.status != 0)
        fail_msg("exit status %d\n%s", outcome.status, outcome.err);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, session_set_up, session_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(wrong_inputs_are_told_before_anything_is_compiled),
        TEST(weights_of_another_number_of_classes_are_told),
        TEST(a_model_may_come_from_a_pipe_that_somebody_writes_into),
    };
    return cmocka_run_group_tests(tests, session_set_up_cache, session_tear_down_cache);
}
