/* The command line of a trainer: what it refuses, with which status and which words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "failure.h"
#include "fake_model.h"
#include "scratch.h"
#include "trainer.h"

static void expect(const char *environment, const char *const *arguments, int status,
    const char *on_stdout, const char *on_stderr)
{
    char directory[64];
    scratch_make(directory);
    Outcome outcome = trainer_run(&fake_model, directory, environment, arguments);
    bool clutter = status != XR_OK && scratch_exists(directory, "runs");
    scratch_remove(directory);
    if (outcome.status != status)
        fail_msg("status %d, not %d: %s", outcome.status, status, outcome.err);
    if (!strstr(outcome.out, on_stdout))
        fail_msg("stdout '%s' does not say '%s'", outcome.out, on_stdout);
    if (!strstr(outcome.err, on_stderr))
        fail_msg("stderr '%s' does not say '%s'", outcome.err, on_stderr);
    assert_false(clutter); /* nothing is left behind by a command that was refused */
    trainer_free(&outcome);
}

static void refuse(const char *const *arguments, const char *words)
{
    expect(NULL, arguments, XR_BAD_USAGE, "", words);
}

static void verbs_are_named(void **state)
{
    (void)state;
    expect(NULL, (const char *const[]){"trainer", NULL}, XR_BAD_USAGE, "", "a verb is missing");
    refuse(TRAINER("trian"), "unknown verb 'trian'");
    expect(NULL, TRAINER("help"), XR_OK, "usage: trainer train", "");
    expect(NULL, TRAINER("version"), XR_OK, "fake 0123456789abcdef, xceptc 0.1.0", "");
}

static void bad_options_are_named(void **state)
{
    (void)state;
    refuse(TRAINER("train", "--epoch", "3"), "unknown option '--epoch'");
    refuse(TRAINER("train", "stray"), "unknown option 'stray'");
    refuse(TRAINER("train", "--epochs"), "--epochs needs a value");
    refuse(TRAINER("train", "--epochs", "0"), "--epochs needs a whole number from 1");
    refuse(TRAINER("train", "--epochs", "3x"), "not '3x'");
    refuse(TRAINER("train", "--epochs", "-3"), "not '-3'");
    refuse(TRAINER("train", "--epochs="), "not ''");
    refuse(TRAINER("train", "--seed", "18446744073709551616"), "--seed needs");
    refuse(TRAINER("train", "--threads", "257"), "from 1 to 256");
    refuse(TRAINER("train", "--batch", "65"), "from 1 to 64");
    refuse(TRAINER("train", "--on-nan", "rolback"), "stop, skip or rollback");
    refuse(TRAINER("train", "--data", ""), "--data needs a value");
    refuse(TRAINER("train", "--resume", "--weights", "x"), "--weights starts anew");
    refuse(TRAINER("evaluate", "--data", "synthetic"), "evaluate needs --weights");
    refuse(TRAINER("verify", "--data", "synthetic"), "unknown option '--data'");
    refuse(TRAINER("verify", "--groups", "0"), "--groups needs a whole number from 1");
    refuse(TRAINER("verify"), "xceptc verify MODEL builds it"); /* in single precision */
    refuse(TRAINER("profile"), "xceptc profile MODEL builds it");
    refuse(TRAINER("profile", "--json"), "unknown option '--json'");
    refuse(TRAINER("evaluate", "--epochs", "3"), "unknown option '--epochs'");
    expect("XCEPTC_THREADS=many", TRAINER("train"), XR_BAD_USAGE, "", "XCEPTC_THREADS needs");
    refuse(TRAINER("train", "--threads", "0"), "hint: trainer help lists");
    expect("XCEPTC_COMMAND=build/xceptc", TRAINER("predict", "--top", "0"), XR_BAD_USAGE, "",
        "hint: build/xceptc help predict lists");
}

static void without_data_three_ways_are_named(void **state)
{
    (void)state;
    expect(NULL, TRAINER("train"), XR_MACHINE, "", "xceptc data cifar10");
    expect(NULL, TRAINER("train"), XR_MACHINE, "", "--data PLACE");
    expect(NULL, TRAINER("train"), XR_MACHINE, "", "--data synthetic");
    expect("XCEPTC_DATA=/nowhere/at/all", TRAINER("train"), XR_MACHINE, "", "/nowhere/at/all");
}

static void numbers_may_follow_an_equals_sign(void **state)
{
    (void)state;
    expect("XCEPTC_DATA=synthetic", TRAINER("train", "--epochs=1", "--seed=7", "--steps=2"), XR_OK,
        "", "seed 7");
}

/* In a process of its own, whose standard output is `place`. */
static int status_of_version_into(const char *place)
{
    char *arguments[] = {"trainer", "version", NULL};
    pid_t process = fork();
    if (process == 0) {
        bool open = freopen(place, "w", stdout) && freopen("/dev/null", "w", stderr);
        _exit(open ? xr_main(&fake_model, 2, arguments) : 99);
    }
    int status = -1;
    assert_true(process > 0 && waitpid(process, &status, 0) == process && WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void results_that_cannot_be_written_are_a_failure(void **state)
{
    (void)state;
    assert_int_equal(status_of_version_into("/dev/full"), XR_MACHINE);
    assert_int_equal(status_of_version_into("/dev/null"), XR_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(verbs_are_named),
        cmocka_unit_test(bad_options_are_named),
        cmocka_unit_test(without_data_three_ways_are_named),
        cmocka_unit_test(numbers_may_follow_an_equals_sign),
        cmocka_unit_test(results_that_cannot_be_written_are_a_failure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
