/* The line that says what is being done: on a terminal, in a pipe, and when time passes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "progress.h"

/* The clock of these tests goes when they say so. */
static double seconds;

static double clock_of_tests(void)
{
    return seconds;
}

typedef struct Stage {
    char *text; /* all that was written */
    size_t size;
    FILE *stream;
    xr_progress *progress;
} Stage;

static void open_on(Stage *stage, bool live, bool colour, int columns, double interval)
{
    *stage = (Stage){0};
    stage->stream = open_memstream(&stage->text, &stage->size);
    assert_non_null(stage->stream);
    seconds = 1000.0;
    stage->progress = xr_progress_create(&(xr_progress_settings){.stream = stage->stream,
        .live = live,
        .colour = colour,
        .columns = columns,
        .interval = interval,
        .clock = clock_of_tests});
    assert_non_null(stage->progress);
}

static void close_stage(Stage *stage)
{
    xr_progress_destroy(stage->progress);
    fclose(stage->stream);
    free(stage->text);
}

static void assert_written(Stage *stage, const char *expected)
{
    fflush(stage->stream);
    assert_string_equal(stage->text, expected);
}

static void test(Stage *stage, long long done)
{
    xr_progress_show(stage->progress,
        &(xr_doing){.what = "testing", .done = done, .all = 400, .unit = "images", .left = -1.0});
}

static void a_terminal_has_one_line_that_is_drawn_anew_and_goes(void **state)
{
    Stage stage;
    (void)state;
    open_on(&stage, true, false, 80, 0.1);
    test(&stage, 0);
    seconds += 0.01;
    test(&stage, 1); /* work of a moment shows nothing */
    assert_written(&stage, "");
    seconds = 1002.0;
    test(&stage, 100);
    assert_written(&stage, "\rtesting 100/400 images  2 s  6 s left");
    seconds += 0.05;
    test(&stage, 110); /* too early */
    seconds = 1003.0;
    test(&stage, 300);
    xr_progress_end(stage.progress);
    assert_written(&stage, "\rtesting 100/400 images  2 s  6 s left"
                           "\rtesting 300/400 images  3 s  1 s left"
                           "\r                                       \r");
    xr_progress_end(stage.progress); /* nothing is there any more */
    fflush(stage.stream);
    assert_null(strchr(stage.text, '\n'));
    close_stage(&stage);
}

static void a_shorter_line_leaves_nothing_of_a_longer_one(void **state)
{
    Stage stage;
    (void)state;
    open_on(&stage, true, false, 80, 0.0);
    xr_progress_show(stage.progress, &(xr_doing){.what = "reading the data", .left = (double)NAN});
    xr_progress_show(stage.progress, &(xr_doing){.what = "saving", .left = (double)NAN});
    assert_written(&stage, "\rreading the data  0 s\rsaving  0 s          ");
    close_stage(&stage);
}

static void a_pipe_gets_whole_lines_at_intervals(void **state)
{
    Stage stage;
    (void)state;
    open_on(&stage, false, false, 0, 30.0);
    for (int i = 0; i <= 400; i++) { /* 100 seconds */
        test(&stage, i);
        seconds += 0.25;
    }
    xr_progress_end(stage.progress);
    assert_written(&stage, "testing 120/400 images  30 s  1:10 left\n"
                           "testing 240/400 images  1:00  40 s left\n"
                           "testing 360/400 images  1:30  10 s left\n");
    close_stage(&stage);
}

static void an_interval_of_nothing_shows_every_change(void **state)
{
    Stage stage;
    (void)state;
    open_on(&stage, false, false, 0, 0.0);
    for (int i = 0; i < 3; i++)
        test(&stage, i);
    assert_written(&stage, "testing 0/400 images  0 s\ntesting 1/400 images  0 s\n"
                           "testing 2/400 images  0 s\n");
    close_stage(&stage);
}

static void other_work_has_its_own_time(void **state)
{
    Stage stage;
    (void)state;
    open_on(&stage, false, false, 0, 30.0);
    test(&stage, 0);
    seconds += 29.0;
    xr_progress_show(stage.progress, &(xr_doing){.what = "saving", .left = (double)NAN});
    seconds += 2.0;
    xr_progress_show(stage.progress, &(xr_doing){.what = "saving", .left = (double)NAN});
    assert_written(&stage, "saving  2 s\n");
    close_stage(&stage);
}

/* An epoch's line at a terminal of so many columns. */
static void assert_epoch(int columns, const char *expected)
{
    Stage stage;
    const xr_doing doing = {.what = "epoch 1/10",
        .done = 39,
        .all = 782,
        .detail = "loss 2.4641  accuracy 0.2640  900 images/s",
        .bar = true,
        .left = 12.0};
    open_on(&stage, true, false, columns, 0.0);
    xr_progress_show(stage.progress, &doing);
    fflush(stage.stream);
    assert_string_equal(stage.text + 1, expected); /* behind \r */
    assert_true((int)strlen(expected) < columns);
    close_stage(&stage);
}

static void a_narrow_terminal_has_less_to_read_and_never_two_rows(void **state)
{
    (void)state;
    assert_epoch(100, "epoch 1/10 -------------------- 39/782  loss 2.4641  accuracy 0.2640  "
                      "900 images/s  0 s  12 s left");
    assert_epoch(80, "epoch 1/10 39/782  loss 2.4641  accuracy 0.2640  900 images/s  0 s  "
                     "12 s left");
    assert_epoch(74, "epoch 1/10 39/782  loss 2.4641  accuracy 0.2640  900 images/s  12 s left");
    assert_epoch(60, "epoch 1/10 39/782  loss 2.4641  accuracy 0.2640  12 s left");
    assert_epoch(43, "epoch 1/10 39/782  loss 2.4641  12 s left");
    assert_epoch(40, "epoch 1/10 39/782  12 s left");
    assert_epoch(20, "epoch 1/10 39/782  ");
    assert_epoch(6, "epoch");
}

static void only_the_bar_is_coloured(void **state)
{
    Stage stage;
    const xr_doing doing = {.what = "epoch 1/2", .done = 1, .all = 2, .bar = true, .left = 3.0};
    (void)state;
    open_on(&stage, true, true, 80, 0.0);
    xr_progress_show(stage.progress, &doing);
    assert_written(&stage, "\repoch 1/2 \033[36m==========---------- \033[0m1/2  0 s  3 s left");
    close_stage(&stage);
}

static void what_is_printed_meanwhile_stands_on_a_row_of_its_own(void **state)
{
    Stage stage;
    (void)state;
    open_on(&stage, true, false, 80, 0.0);
    test(&stage, 1);
    xr_progress_pause(stage.progress);
    xr_progress_pause(stage.progress); /* they nest */
    fputs("warning\n", stage.stream);
    xr_progress_resume(stage.progress);
    xr_progress_resume(stage.progress);
    test(&stage, 2);
    assert_written(&stage, "\rtesting 1/400 images  0 s\r                           \r"
                           "warning\n\rtesting 2/400 images  0 s");
    close_stage(&stage);
}

static void names_of_files_do_not_move_the_cursor(void **state)
{
    Stage stage;
    (void)state;
    open_on(&stage, true, false, 80, 0.0);
    xr_progress_show(stage.progress,
        &(xr_doing){.what = "compiling", .detail = "\033[2J\xc2\x9bx\n.c", .left = (double)NAN});
    assert_written(&stage, "\rcompiling  ?[2J??x?.c  0 s");
    close_stage(&stage);
}

static void nothing_is_shown_where_there_is_no_line(void **state)
{
    (void)state;
    xr_progress_show(NULL, &(xr_doing){.what = "testing"});
    xr_progress_pause(NULL);
    xr_progress_resume(NULL);
    xr_progress_end(NULL);
    xr_progress_leave_signals(NULL);
    xr_progress_destroy(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_terminal_has_one_line_that_is_drawn_anew_and_goes),
        cmocka_unit_test(a_shorter_line_leaves_nothing_of_a_longer_one),
        cmocka_unit_test(a_pipe_gets_whole_lines_at_intervals),
        cmocka_unit_test(an_interval_of_nothing_shows_every_change),
        cmocka_unit_test(other_work_has_its_own_time),
        cmocka_unit_test(a_narrow_terminal_has_less_to_read_and_never_two_rows),
        cmocka_unit_test(only_the_bar_is_coloured),
        cmocka_unit_test(what_is_printed_meanwhile_stands_on_a_row_of_its_own),
        cmocka_unit_test(names_of_files_do_not_move_the_cursor),
        cmocka_unit_test(nothing_is_shown_where_there_is_no_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
