/* The rows of a run that goes on, on a file system that fails: none of those that count is lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "faulty_files.h"
#include "metrics_log.h"
#include "scratch.h"

static const char epochs[] = "epoch,step,learning_rate,loss,cross_entropy,accuracy,val_loss,"
                             "val_cross_entropy,val_accuracy,seconds,images_per_second\n"
                             "1,2,0.1,3,3,0.1,2,2,0.2,1.000,5.00\n";
static const char steps[] = "epoch,step,learning_rate,loss,cross_entropy,accuracy\n"
                            "1,1,0.1,3,3,0.1\n1,2,0.1,2,2,0.2\n2,3,0.1,2,2,0.2\n";
static const char beyond[] = "2,4,0.1,9,9,0.9\n2,5,0.1,";

static void write_rows(const char *directory)
{
    char longer[sizeof steps + sizeof beyond];
    snprintf(longer, sizeof longer, "%s%s", steps, beyond);
    scratch_write(directory, "metrics.csv", epochs, strlen(epochs));
    scratch_write(directory, "steps.csv", longer, strlen(longer));
}

/* Whether it is all there; what comes behind may have been dropped already or not. */
static void assert_begins(const char *directory, const char *name, const char *rows)
{
    char *text = scratch_read(directory, name, NULL);
    if (strncmp(text, rows, strlen(rows)) != 0)
        fail_msg("%s has only '%s'", name, text);
    free(text);
}

static bool open_log(const char *directory, FaultPlan *plan, xr_failure *failure)
{
    xr_files files = faulty_files(plan);
    xr_metrics_log log;
    bool fine = xr_metrics_log_open(&log, &files, directory, 3, failure);
    xr_metrics_log_close(&log);
    return fine;
}

/* Any call that goes wrong, in any way, once or from then on. */
static void no_row_is_lost_whatever_fails(void **state)
{
    const char *directory = *state;
    int failures = 0;
    for (int variant = 0; variant < 2 * FAULTS; variant++) {
        FaultPlan plan = {.struck = true};
        for (int at = 0; plan.struck; at++) {
            if (variant / 2 == LOST_BYTE) /* a disk that lies: checkpoints alone are read back */
                break;
            write_rows(directory);
            plan =
                (FaultPlan){.fault = (Fault)(variant / 2), .at = at, .for_good = variant % 2 != 0};
            if (plan.for_good && (plan.fault == INTERRUPTED || plan.fault == SHORT))
                break; /* never ends, or always fails */
            xr_failure failure = {XR_OK, ""};
            bool fine = open_log(directory, &plan, &failure);
            assert_true(fine || failure.status == XR_MACHINE);
            failures += !fine;
            assert_begins(directory, "metrics.csv", epochs);
            assert_begins(directory, "steps.csv", steps);
        }
    }
    assert_true(failures > 20);
}

static void rows_beyond_the_step_are_dropped(void **state)
{
    const char *directory = *state;
    write_rows(directory);
    xr_failure failure = {XR_OK, ""};
    FaultPlan none = {.at = -1};
    assert_true(open_log(directory, &none, &failure));
    char *text = scratch_read(directory, "steps.csv", NULL);
    assert_string_equal(text, steps);
    free(text);
}

/* What a signal cuts short is tried again. */
static void a_signal_is_no_reason_to_give_up(void **state)
{
    const char *directory = *state;
    write_rows(directory);
    xr_failure failure = {XR_OK, ""};
    FaultPlan plan = {.fault = INTERRUPTED, .at = 0};
    assert_true(open_log(directory, &plan, &failure));
    assert_true(plan.struck);
}

static void without_files_there_are_headers(void **state)
{
    const char *directory = *state;
    xr_failure failure = {XR_OK, ""};
    FaultPlan none = {.at = -1};
    assert_true(open_log(directory, &none, &failure));
    char *text = scratch_read(directory, "steps.csv", NULL);
    assert_non_null(strstr(text, "epoch,step"));
    assert_true(strchr(text, '\n') == text + strlen(text) - 1);
    free(text);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_set_up, scratch_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(no_row_is_lost_whatever_fails),
        TEST(rows_beyond_the_step_are_dropped),
        TEST(a_signal_is_no_reason_to_give_up),
        TEST(without_files_there_are_headers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
