/* Runs beside each other: what their directories say, and what is wrong with them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "models.h"
#include "report/runs.h"
#include "support/files.h"
#include "support/text.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define HEADER                                                                                     \
    "epoch,step,learning_rate,loss,cross_entropy,accuracy,val_loss,val_cross_entropy,"             \
    "val_accuracy,seconds,images_per_second\n"
#define STEPS_HEADER "epoch,step,learning_rate,loss,cross_entropy,accuracy\n"
#define FIRST "1,10,0.1,2.5,2,0.25,2.25,1.75,0.375,3000,100\n"
#define SECOND "2,20,0.1,2,1.5,0.5,,,,661,50\n"
#define THIRD "3,30,0.01,1.5,1,0.625,1.75,1.25,0.3125,1,10\n"

static const char record_text[] = "{\"model\": \"net\", \"hash\": \"0123456789abcdef\", "
                                  "\"outcome\": \"%s\", \"detail\": \"\", \"seed\": %d, %s"
                                  "\"epochs\": 3, \"step\": 30}\n";

typedef struct Bench {
    Arena *arena;
    Diag *diag;
    FILE *stream; /* of the messages */
    char *messages;
    size_t size;
    char *directory;
} Bench;

static int set_up(void **state)
{
    Bench *bench = calloc(1, sizeof *bench);
    assert_non_null(bench);
    bench->arena = arena_new();
    bench->stream = open_memstream(&bench->messages, &bench->size);
    assert_non_null(bench->stream);
    bench->diag = diag_new(bench->arena, bench->stream, false);
    bench->directory = arena_strdup(bench->arena, XCEPTC_BINARY_DIR "/runs-XXXXXX");
    assert_non_null(mkdtemp(bench->directory));
    *state = bench;
    return 0;
}

static int tear_down(void **state)
{
    Bench *bench = *state;
    fclose(bench->stream);
    free(bench->messages);
    files_remove_directory(bench->arena, bench->directory);
    arena_free(bench->arena);
    free(bench);
    return 0;
}

static void put(Bench *bench, const char *name, const char *text)
{
    const char *path = files_join(bench->arena, bench->directory, name);
    assert_true(files_write(bench->arena, bench->diag, path, text, strlen(text)));
}

/* Each call makes the directory anew. A run that is complete has seen the test images. */
static bool read_run(Bench *bench, const char *outcome, int seed, const char *csv, RunLog *run)
{
    char record[512];
    bool complete = strcmp(outcome, "complete") == 0;
    snprintf(record, sizeof record, record_text, outcome, seed,
        complete ? "\"test_accuracy\": 0.31249999999999994, \"validation_images\": 5, " : "");
    put(bench, "run.json", record);
    put(bench, "metrics.csv", csv);
    return run_log_read(bench->arena, bench->diag, bench->directory, run);
}

static void assert_refused(Bench *bench, const char *csv, const char *place, const char *message)
{
    RunLog run;
    assert_false(read_run(bench, "complete", 0, csv, &run));
    fflush(bench->stream);
    const char *expected =
        arena_printf(bench->arena, "/metrics.csv:%s: error: %s\n", place, message);
    if (!strstr(bench->messages, expected))
        fail_msg("no '%s' in:\n%s", expected, bench->messages);
}

static void what_a_run_wrote_is_read(void **state)
{
    RunLog run;
    assert_true(read_run(*state, "complete", 0, HEADER FIRST SECOND THIRD, &run));
    assert_string_equal(run_log_value(&run, "hash"), "0123456789abcdef");
    assert_int_equal(run.epochs.count, 3);
    assert_true(run_log_last(&run)->accuracy == 0.625);
    assert_true(run.epochs.data[1].val_loss != run.epochs.data[1].val_loss);
    assert_true(run_log_best(&run)->epoch == 1);
    assert_true(run_log_last_validated(&run)->val_accuracy == 0.3125);
}

static void of_equal_accuracies_the_lower_loss_is_best(void **state)
{
    RunLog run;
    assert_true(read_run(*state, "complete", 0,
        "epoch,val_loss,val_accuracy\n1,0.5,1\n2,0.25,1\n3,0.25,1\n4,0.125,0.5\n", &run));
    assert_true(run_log_best(&run)->epoch == 2);
}

static void columns_go_by_name(void **state)
{
    RunLog run;
    assert_true(read_run(*state, "complete", 0, "val_accuracy,more,epoch\n0.5,x,4\n", &run));
    assert_true(run.epochs.data[0].epoch == 4 && run.epochs.data[0].val_accuracy == 0.5);
    assert_true(run.epochs.data[0].loss != run.epochs.data[0].loss);
}

static void damage_is_located(void **state)
{
    Bench *bench = *state;
    assert_refused(
        bench, HEADER FIRST "2,20,0.1,oops,1.5,0.5,,,,661,50\n", "3:10", "'oops' is no number");
    assert_refused(bench, HEADER FIRST "2,20,0.1\n", "3:1", "3 values, and the header names 11");
    assert_refused(bench, HEADER SECOND FIRST, "3:1", "epoch 1 after epoch 2");
    assert_refused(bench, HEADER "-1,10,0.1,2.5,2,0.25,,,,1,1\n", "2:1", "this counts no epoch");
    assert_refused(bench, "a,b\n", "1:1", "this is no header of a run's metrics");
    assert_refused(bench, HEADER FIRST "2,20", "3:5", "the last line is cut off");
}

/* run.json of a killed run says "running" for good; the lock tells. */
static void a_run_that_nobody_trains_was_killed(void **state)
{
    Bench *bench = *state;
    RunLog run;
    assert_true(read_run(bench, "running", 0, HEADER FIRST, &run));
    assert_string_equal(run_log_ended(&run), "killed");
    int fd = open(bench->directory, O_RDONLY | O_DIRECTORY);
    assert_true(fd >= 0 && flock(fd, LOCK_EX) == 0);
    assert_true(read_run(bench, "running", 0, HEADER FIRST, &run));
    assert_string_equal(run_log_ended(&run), "running");
    close(fd);
    assert_true(read_run(bench, "stopped", 0, HEADER FIRST, &run));
    assert_string_equal(run_log_ended(&run), "stopped");
}

static void a_run_that_goes_on_may_be_in_the_middle_of_a_line(void **state)
{
    RunLog run;
    assert_true(read_run(*state, "running", 0, HEADER FIRST "2,20", &run));
    assert_int_equal(run.epochs.count, 1);
    assert_true(read_run(*state, "running", 0, "", &run));
    assert_int_equal(run.epochs.count, 0);
    assert_null(run_log_last(&run));
}

static void a_record_without_an_outcome_is_refused(void **state)
{
    Bench *bench = *state;
    RunLog run;
    put(bench, "metrics.csv", HEADER);
    put(bench, "run.json", "{\"model\": \"net\", \"hash\": \"0\"}\n");
    assert_false(run_log_read(bench->arena, bench->diag, bench->directory, &run));
    put(bench, "run.json", "{\"model\": \"net\n");
    assert_false(run_log_read(bench->arena, bench->diag, bench->directory, &run));
    fflush(bench->stream);
    assert_non_null(strstr(bench->messages, "/run.json:1:1: error: run.json does not say the "
                                            "run's 'outcome'"));
}

static void equality_looks_at_every_number_but_time(void **state)
{
    RunLog runs[2];
    assert_true(read_run(*state, "complete", 0, HEADER FIRST SECOND THIRD, &runs[0]));
    assert_true(read_run(
        *state, "stopped", 1, HEADER FIRST "2,20,0.1,2,1.5,0.5,,,,99,1\n" THIRD, &runs[1]));
    assert_true(runs_are_equal(runs, 2));
    assert_true(read_run(*state, "complete", 0,
        HEADER FIRST SECOND "3,30,0.01,1.5,1,0.625,1.75,1.25,0.3126,1,10\n", &runs[1]));
    assert_false(runs_are_equal(runs, 2));
    assert_true(read_run(*state, "complete", 0, HEADER FIRST SECOND, &runs[1]));
    assert_false(runs_are_equal(runs, 2));
}

static void assert_contains(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("no '%s' in:\n%s", part, text);
}

typedef struct Pair {
    Arena *arena;
    RunLog runs[2];
} Pair;

static void write_pair(FILE *stream, void *context)
{
    Pair *pair = context;
    pair->runs[0].directory = "runs/a";
    pair->runs[1].directory = "runs/b";
    RunGroups groups = run_groups_apart(pair->arena, pair->runs, 2);
    runs_table(pair->arena, stream, &groups);
}

static void write_pair_as_json(FILE *stream, void *context)
{
    const Pair *pair = context;
    RunGroups groups = run_groups_apart(pair->arena, pair->runs, 2);
    runs_json(pair->arena, stream, pair->runs, 2, &groups);
}

static void numbers_of_a_record_are_numbers_in_json(void **state)
{
    Bench *bench = *state;
    Pair pair = {.arena = bench->arena};
    assert_true(read_run(bench, "complete", 0, HEADER FIRST, &pair.runs[0]));
    assert_true(read_run(bench, "running", 7, HEADER FIRST, &pair.runs[1]));
    const char *json = printed(bench->arena, write_pair_as_json, &pair);
    assert_non_null(strstr(json, "\"seed\": 7,"));
    assert_non_null(strstr(json, "\"test_accuracy\": 0.31249999999999994,"));
    assert_non_null(strstr(json, "\"hash\": \"0123456789abcdef\""));
}

static void the_table_takes_runs_of_unequal_length(void **state)
{
    Bench *bench = *state;
    Pair pair = {.arena = bench->arena};
    put(bench, "steps.csv", STEPS_HEADER "1,2,0.1,3,2,0.75\n");
    assert_true(read_run(bench, "complete", 0, HEADER FIRST SECOND THIRD, &pair.runs[0]));
    put(bench, "steps.csv", STEPS_HEADER);
    assert_true(read_run(bench, "running", 7, HEADER FIRST "2", &pair.runs[1]));
    assert_string_equal(printed(bench->arena, write_pair, &pair),
        "A  runs/a: net, hash 0123456789abcdef\n"
        "B  runs/b: net, hash 0123456789abcdef\n"
        "\n"
        "                                  A              B\n"
        "ended                      complete         killed\n"
        "epochs                       3 of 3         1 of 3\n"
        "steps                            30             30\n"
        "validated on             5 of train              -\n"
        "val accuracy                 0.3125         0.3750\n"
        "  best                       0.3750         0.3750\n"
        "  at epoch                        1              1\n"
        "val loss                     1.7500         2.2500\n"
        "val cross-entropy            1.2500         1.7500\n"
        "test accuracy                0.3125              -\n"
        "accuracy                     0.6250         0.2500\n"
        "loss                         1.5000         2.5000\n"
        "cross-entropy                1.0000         2.0000\n"
        "mean of the steps            2 to 2              -\n"
        "  accuracy                   0.7500              -\n"
        "  loss                       3.0000              -\n"
        "  cross-entropy              2.0000              -\n"
        "time in epochs              1:01:02        0:50:00\n"
        "images a second                91.0          100.0\n"
        "seed                              0              7\n"
        "\n"
        "val accuracy                      A              B\n"
        "epoch 1                      0.3750         0.3750\n"
        "epoch 3                      0.3125              -\n");
}

static void a_run_stopped_in_its_first_epoch_shows_its_steps(void **state)
{
    Bench *bench = *state;
    Text steps = {.arena = bench->arena};
    text_add(&steps, STEPS_HEADER);
    for (int i = 1; i <= 150; i++) /* the last 100 finite steps are 50 to 150 without 149 */
        text_printf(&steps, i == 149 ? "1,%d,0.1,-nan,nan,0\n" : "1,%d,0.1,%d,2,0.5\n", i, i);
    put(bench, "steps.csv", text_string(&steps));
    Pair pair = {.arena = bench->arena};
    assert_true(read_run(bench, "stopped", 0, HEADER, &pair.runs[0]));
    put(bench, "steps.csv", STEPS_HEADER "1,1,0.1,2.5,2,0.25\n1,2,0");
    assert_true(read_run(bench, "running", 0, HEADER, &pair.runs[1]));
    const LastSteps *last = &pair.runs[0].last_steps;
    assert_int_equal(last->count, 100);
    assert_true(last->first == 50 && last->last == 150 && last->accuracy == 0.5);
    assert_true(last->loss > 99.509999 && last->loss < 99.510001);
    const char *table = printed(bench->arena, write_pair, &pair);
    assert_contains(table, "mean of the steps         50 to 150         1 to 1\n"
                           "  accuracy                   0.5000         0.2500\n");
    assert_contains(table, "\nNo epoch was validated yet.\n");
    const char *json = printed(bench->arena, write_pair_as_json, &pair);
    assert_contains(json,
        "\"last_steps\": {\"count\": 1, \"first\": 1, \"last\": 1, \"loss\": 2.5, "
        "\"cross_entropy\": 2, \"accuracy\": 0.25}");
}

static void damage_of_the_steps_is_located(void **state)
{
    Bench *bench = *state;
    RunLog run;
    put(bench, "steps.csv", STEPS_HEADER "1,2,0.1,2.5,2,0.25\n1,2,0.1,2.5,2,0.25\n");
    assert_false(read_run(bench, "stopped", 0, HEADER, &run));
    fflush(bench->stream);
    assert_contains(bench->messages, "/steps.csv:3:3: error: step 2 after step 2\n");
}

static void large_numbers_and_long_texts_stay_in_their_columns(void **state)
{
    Bench *bench = *state;
    Pair pair = {.arena = bench->arena};
    assert_true(read_run(bench, "complete", 0,
        HEADER "1,10,0.1,1.609631805e28,-nan,0.1,2e6,nan,0.1,1,1\n", &pair.runs[0]));
    put(bench, "run.json",
        "{\"model\": \"net\", \"hash\": \"0\", \"outcome\": \"stopped\", \"epochs\": 3, "
        "\"weights\": \"checkpoints/of/another/run/best.safetensors\", "
        "\"validation_images\": 0}\n");
    assert_true(run_log_read(bench->arena, bench->diag, bench->directory, &pair.runs[1]));
    const char *table = printed(bench->arena, write_pair, &pair);
    assert_contains(table, "\nloss                       1.61e+28 ");
    assert_contains(table, "\ncross-entropy                   nan ");
    assert_contains(table, "\nval loss                      2e+06 ");
    assert_contains(table, "\nval cross-entropy               nan ");
    assert_contains(table,
        "\nweights                           -  checkpoints/of/another/run/best.safetensors\n");
    assert_contains(table, "  test images\n");
}

static void a_thinned_curve_says_so(void **state)
{
    Bench *bench = *state;
    Pair pair = {.arena = bench->arena};
    Text csv = {.arena = bench->arena};
    text_add(&csv, "epoch,val_accuracy\n");
    for (int i = 1; i <= 12; i++)
        text_printf(&csv, "%d,0.5\n", i);
    assert_true(read_run(bench, "complete", 0, text_string(&csv), &pair.runs[0]));
    pair.runs[1] = pair.runs[0];
    assert_null(strstr(printed(bench->arena, write_pair, &pair), " of 12 validated"));
    text_add(&csv, "13,\n14,0.5\n");
    assert_true(read_run(bench, "complete", 0, text_string(&csv), &pair.runs[1]));
    assert_contains(printed(bench->arena, write_pair, &pair),
        "epoch 14                          -         0.5000\n"
        "12 of 13 validated epochs; --json has them all\n");
}

static void lists_and_nulls_of_a_record_are_such_in_json(void **state)
{
    Bench *bench = *state;
    Pair pair = {.arena = bench->arena};
    assert_true(read_run(bench, "complete", 0, HEADER, &pair.runs[0]));
    put(bench, "run.json",
        "{\"model\": \"net\", \"hash\": \"0\", \"outcome\": \"stopped\", "
        "\"class_names\": [\"cat\", \"7\"], \"test_accuracy\": 0.25, \"test_loss\": null}\n");
    assert_true(run_log_read(bench->arena, bench->diag, bench->directory, &pair.runs[1]));
    const char *json = printed(bench->arena, write_pair_as_json, &pair);
    assert_contains(json, "\"class_names\": [\"cat\", \"7\"]");
    assert_contains(json, "\"test_loss\": null");
}

/* ---- runs that differ in the seed alone
 * ----------------------------------------------------------
 */

#define LAST(loss, accuracy) HEADER "1,10,0.1,2.5,2,0.25," loss "," loss "," accuracy ",60,100\n"

/* A run of its own directory; `more` are members of its record. */
static RunLog seeded(Bench *bench, const char *name, const char *more, const char *csv)
{
    RunLog run;
    const char *directory = files_join(bench->arena, bench->directory, name);
    assert_true(files_make_directory(bench->arena, bench->diag, directory));
    put(bench, arena_printf(bench->arena, "%s/metrics.csv", name), csv);
    put(bench, arena_printf(bench->arena, "%s/run.json", name),
        arena_printf(bench->arena,
            "{\"model\": \"net\", \"hash\": \"0\", \"outcome\": \"complete\", \"epochs\": 1, "
            "\"step\": 10, \"optimizer\": \"adam\", %s}\n",
            more));
    assert_true(run_log_read(bench->arena, bench->diag, directory, &run));
    run.directory = arena_strdup(bench->arena, name);
    return run;
}

typedef struct Grouped {
    Arena *arena;
    const RunLog *runs;
    size_t count;
    RunGroups groups;
} Grouped;

static void write_grouped(FILE *stream, void *context)
{
    const Grouped *grouped = context;
    runs_table(grouped->arena, stream, &grouped->groups);
}

static void write_grouped_as_json(FILE *stream, void *context)
{
    const Grouped *grouped = context;
    runs_json(grouped->arena, stream, grouped->runs, grouped->count, &grouped->groups);
}

static void runs_of_other_seeds_share_a_column(void **state)
{
    Bench *bench = *state;
    const RunLog runs[] = {
        seeded(bench, "a", "\"seed\": 3, \"threads\": 1", LAST("1.5", "0.25")),
        seeded(bench, "other", "\"seed\": 3, \"batch\": 7", LAST("1", "0.5")),
        seeded(bench, "b", "\"seed\": 4, \"threads\": 2", LAST("1.75", "0.5")),
        seeded(bench, "c", "\"seed\": 5, \"threads\": 2", LAST("2", "0.75")),
    };
    Grouped grouped = {bench->arena, runs, 4, run_groups(bench->arena, runs, 4)};
    assert_int_equal(grouped.groups.count, 2);
    const char *table = printed(bench->arena, write_grouped, &grouped);
    assert_contains(table, "A  a: net, hash 0\n"
                           "   mean ± deviation of 3 runs that differ in the seed alone:\n"
                           "   seed 3: a, best val accuracy 0.2500\n"
                           "   seed 4: b, best val accuracy 0.5000\n"
                           "   seed 5: c, best val accuracy 0.7500\n"
                           "B  other: net, hash 0\n");
    assert_contains(table, "\nruns                                3              1\n"
                           "ended                        complete       complete\n");
    assert_contains(table, "\nval accuracy          0.5000 ± 0.2500         0.5000\n");
    assert_contains(table, "\nval loss              1.7500 ± 0.2500         1.0000\n");
    assert_contains(table, "\nseed                          3, 4, 5              3\n");
    assert_contains(table, "\nepoch 1               0.5000 ± 0.2500         0.5000\n");
    const char *json = printed(bench->arena, write_grouped_as_json, &grouped);
    assert_contains(json, "\"runs\": [0, 2, 3],\n      \"count\": 3,\n      \"seeds\": [3, 4, 5]");
    assert_contains(json, "\"val_accuracy\": {\"mean\": 0.5, \"deviation\": 0.25}");
    assert_contains(json, "\"val_accuracy\": {\"mean\": 0.5, \"deviation\": null}");
    grouped.groups = run_groups_apart(bench->arena, runs, 4);
    assert_null(strstr(printed(bench->arena, write_grouped, &grouped), "±"));
}

/* Each of these is no repetition of the first. */
static void what_differs_in_more_than_the_seed_stays_apart(void **state)
{
    Bench *bench = *state;
    const RunLog runs[] = {
        seeded(bench, "a", "\"seed\": 0", LAST("1.5", "0.25")),
        seeded(bench, "same", "\"seed\": 0", LAST("1.5", "0.25")),
        seeded(bench, "batch", "\"seed\": 1, \"batch\": 7", LAST("1", "0.5")),
        seeded(bench, "rate", "\"seed\": 2, \"learning_rate\": \"0.1\"", LAST("1", "0.5")),
        seeded(bench, "short", "\"seed\": 3", HEADER),
        seeded(bench, "model", "\"seed\": 4", LAST("1", "0.5")),
    };
    put(bench, "model/model.yaml", "layers: [flatten]\n");
    RunLog placed[6];
    for (size_t i = 0; i < 6; i++) {
        placed[i] = runs[i];
        placed[i].directory = files_join(bench->arena, bench->directory, runs[i].directory);
    }
    assert_int_equal(run_groups(bench->arena, placed, 6).count, 6);
    put(bench, "a/model.yaml", "layers: [flatten]\n");
    assert_int_equal(run_groups(bench->arena, placed, 6).count, 5); /* a and model */
    put(bench, "a/model.yaml", "layers: [flatten, relu]\n");
    assert_int_equal(run_groups(bench->arena, placed, 6).count, 6);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(what_a_run_wrote_is_read),
        TEST(of_equal_accuracies_the_lower_loss_is_best),
        TEST(columns_go_by_name),
        TEST(damage_is_located),
        TEST(a_run_that_nobody_trains_was_killed),
        TEST(a_run_that_goes_on_may_be_in_the_middle_of_a_line),
        TEST(a_record_without_an_outcome_is_refused),
        TEST(equality_looks_at_every_number_but_time),
        TEST(numbers_of_a_record_are_numbers_in_json),
        TEST(the_table_takes_runs_of_unequal_length),
        TEST(a_run_stopped_in_its_first_epoch_shows_its_steps),
        TEST(damage_of_the_steps_is_located),
        TEST(large_numbers_and_long_texts_stay_in_their_columns),
        TEST(a_thinned_curve_says_so),
        TEST(lists_and_nulls_of_a_record_are_such_in_json),
        TEST(runs_of_other_seeds_share_a_column),
        TEST(what_differs_in_more_than_the_seed_stays_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
