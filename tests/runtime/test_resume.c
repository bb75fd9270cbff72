/* A run that goes on is the run that was begun: with every option that shapes it, whenever it was
 * cut off, and by the command that it prints. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "fake_model.h"
#include "option_table.h"
#include "scratch.h"
#include "trainer.h"

static const char data[] = "XCEPTC_DATA=synthetic";

/* A value of every option that run.json keeps, which is not the default, and another one. */
typedef struct Case {
    const char *option, *value, *other;
} Case;

static const Case cases[] = {
    {"--batch", "24", "32"},
    {"--weights", "before/last.safetensors", "before"},
    {"--epochs", "2", "4"},
    {"--steps", "170", "180"},
    {"--seed", "18446744073709551615", "7"},
    {"--isa", "x86-64-v3", "native"},
    {"--validation", "0.25", "2000"},
    {"--validate-every", "2", "3"},
    {"--on-nan", "skip", "stop"},
    {"--save-every", "0", "2.5"},
};
enum { CASES = sizeof cases / sizeof *cases };

static const Case *find_case(const char *option)
{
    for (size_t i = 0; i < CASES; i++)
        if (strcmp(cases[i].option, option) == 0)
            return &cases[i];
    fail_msg("%s is kept in run.json, and no case here shows that it is", option);
    return NULL;
}

static void assert_says(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("'%s' does not say '%s'", text, part);
}

static Outcome run(
    const xr_model *model, const char *directory, int status, const char *const *arguments)
{
    Outcome outcome = trainer_run(model, directory, data, arguments);
    if (outcome.status != status)
        fail_msg("status %d, not %d: %s", outcome.status, status, outcome.err);
    return outcome;
}

static void run_quietly(
    const xr_model *model, const char *directory, int status, const char *const *arguments)
{
    Outcome outcome = run(model, directory, status, arguments);
    trainer_free(&outcome);
}

/* ---- the table ----------------------------------------------------------------------------- */

static void every_option_of_train_is_kept_or_shapes_nothing(void **state)
{
    (void)state;
    size_t count;
    const xr_option *table = xr_option_table(&count);
    for (size_t i = 0; i < count; i++) {
        if (!(table[i].verbs & 1u << XR_TRAIN))
            continue;
        if (table[i].keeping == XR_UNDECIDED)
            fail_msg("nobody has decided what --resume makes of %s", table[i].name);
        if ((table[i].keeping != XR_OUTSIDE) != (table[i].key != NULL))
            fail_msg("%s shapes the run and is not kept, or the other way round", table[i].name);
        if (table[i].key)
            find_case(table[i].name);
    }
}

/* ---- the same bytes ------------------------------------------------------------------------ */

/* Of a CSV text, what no clock has a say in: all but the last `columns` of each row. */
static void cut_columns(char *text, int columns)
{
    char *out = text;
    for (char *line = text, *next; *line; line = next) {
        size_t length = strcspn(line, "\n");
        next = line + length + (line[length] == '\n');
        line[length] = '\0';
        for (int i = 0; i < columns && strrchr(line, ','); i++)
            *strrchr(line, ',') = '\0';
        length = strlen(line);
        memmove(out, line, length);
        out += length;
        *out++ = '\n';
    }
    *out = '\0';
}

static void assert_same(const char *directory, const char *name, int columns)
{
    char whole[64], part[64];
    size_t size, other;
    snprintf(whole, sizeof whole, "whole/%s", name);
    snprintf(part, sizeof part, "a/%s", name);
    char *a = scratch_read(directory, whole, &size), *b = scratch_read(directory, part, &other);
    if (columns > 0) {
        cut_columns(a, columns);
        cut_columns(b, columns);
        assert_string_equal(a, b);
    } else if (size != other || memcmp(a, b, size) != 0) {
        fail_msg("%s differs", name);
    }
    free(a);
    free(b);
}

static void assert_same_run(const char *directory)
{
    assert_same(directory, "last.safetensors", 0);
    assert_same(directory, "steps.csv", 0);
    assert_same(directory, "metrics.csv", 2);
    assert_int_equal(scratch_exists(directory, "whole/best.safetensors"),
        scratch_exists(directory, "a/best.safetensors"));
    if (scratch_exists(directory, "a/best.safetensors"))
        assert_same(directory, "best.safetensors", 0);
}

static void nap(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
}

/* Whether the run in a/ has finished some steps. */
static bool has_steps(const char *directory)
{
    if (!scratch_exists(directory, "a/steps.csv"))
        return false;
    char *rows = scratch_read(directory, "a/steps.csv", NULL);
    int lines = 0;
    for (const char *at = rows; *at; at++)
        lines += *at == '\n';
    free(rows);
    return lines > 3;
}

/* Starts the run in a/ and sends it a signal in its first epoch. */
static Outcome cut_off(
    const xr_model *slow, const char *directory, int signal, const char *const *arguments)
{
    Started started = trainer_start(slow, directory, data, arguments);
    for (int i = 0; i < 4000 && !has_steps(directory); i++)
        nap();
    assert_int_equal(kill(started.process, signal), 0);
    Outcome outcome = trainer_wait(&started);
    if (outcome.status != 128 + signal)
        fail_msg("status %d: %s", outcome.status, outcome.err);
    return outcome;
}

/* Runs what stands behind "continue with:", word by word. */
static void run_printed(const xr_model *model, const char *directory, const char *text)
{
    static const char prefix[] = "continue with: ";
    const char *found = strstr(text, prefix);
    if (!found)
        fail_msg("'%s' does not say how to go on", text);
    char *line = strndup(found + sizeof prefix - 1, strcspn(found + sizeof prefix - 1, "\n"));
    const char *words[16] = {0};
    size_t count = 0;
    for (char *rest = line, *word; (word = strsep(&rest, " ")) && count < 15;)
        words[count++] = word;
    run_quietly(model, directory, XR_OK, words);
    free(line);
}

static void remove_run(const char *directory, const char *name)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    scratch_remove(path);
}

/* By a signal, when it saves itself; by one that leaves it no time, when there is no checkpoint. */
static void a_run_that_is_cut_off_ends_as_if_it_had_not_been(void **state)
{
    const char *directory = *state;
    run_quietly(
        &fake_model, directory, XR_OK, TRAINER("train", "--steps", "90", "--out", "before"));
    for (size_t i = 0; i < CASES; i++) {
        const char *option = cases[i].option, *value = cases[i].value;
        bool is_sick = strcmp(option, "--on-nan") == 0;
        const xr_model *model = is_sick ? &fake_model_sick : &fake_model;
        const xr_model *slow = is_sick ? &fake_model_sick_slow : &fake_model_slow;
        run_quietly(model, directory, XR_OK, TRAINER("train", "--out", "whole", option, value));
        Outcome outcome =
            cut_off(slow, directory, SIGTERM, TRAINER("train", "--out", "a", option, value));
        run_printed(model, directory, outcome.err);
        trainer_free(&outcome);
        assert_same_run(directory);
        remove_run(directory, "a");
        outcome = cut_off(slow, directory, SIGKILL, TRAINER("train", "--out", "a", option, value));
        trainer_free(&outcome);
        assert_false(scratch_exists(directory, "a/last.safetensors"));
        run_quietly(model, directory, XR_OK, TRAINER("train", "--resume", "--out", "a"));
        assert_same_run(directory);
        remove_run(directory, "a");
        remove_run(directory, "whole");
    }
}

/* ---- another value ------------------------------------------------------------------------- */

static void another_value_is_refused_or_holds_from_there_on(void **state)
{
    const char *directory = *state;
    size_t count;
    const xr_option *table = xr_option_table(&count);
    run_quietly(&fake_model, directory, XR_OK, TRAINER("train", "--steps", "4", "--out", "before"));
    for (size_t i = 0; i < count; i++) {
        if (!(table[i].verbs & 1u << XR_TRAIN) || !table[i].key)
            continue;
        const Case *given = find_case(table[i].name);
        bool is_cap = strcmp(given->option, "--steps") == 0;
        run_quietly(&fake_model, directory, XR_OK,
            is_cap ? TRAINER("train", "--out", "a", given->option, "5")
                   : TRAINER("train", "--out", "a", given->option, given->value, "--steps", "5"));
        Outcome outcome = trainer_run(&fake_model, directory, data,
            is_cap ? TRAINER("train", "--resume", "--out", "a", given->option, given->other)
                   : TRAINER("train", "--resume", "--out", "a", given->option, given->other,
                         "--steps", "6"));
        char *record = scratch_read(directory, "a/run.json", NULL);
        char key[64];
        snprintf(key, sizeof key, "\"%s\": ", table[i].key);
        assert_says(record, key);
        if (table[i].keeping == XR_FIXED) {
            assert_true(outcome.status == XR_BAD_INPUT || outcome.status == XR_BAD_USAGE);
            assert_says(outcome.err, given->option);
        } else {
            assert_int_equal(outcome.status, XR_OK);
            const char *value = strstr(record, key) + strlen(key);
            value += *value == '"';
            if (strncmp(value, given->other, strlen(given->other)) != 0)
                fail_msg("%s%s", key, value);
        }
        free(record);
        trainer_free(&outcome);
        remove_run(directory, "a");
    }
}

static void a_cap_that_was_reached_is_lifted(void **state)
{
    const char *directory = *state;
    run_quietly(&fake_model, directory, XR_OK, TRAINER("train", "--out", "whole"));
    run_quietly(&fake_model, directory, XR_OK, TRAINER("train", "--out", "a", "--steps", "20"));
    run_quietly(&fake_model, directory, XR_OK, TRAINER("train", "--out", "a", "--resume"));
    assert_same_run(directory);
    Outcome outcome =
        run(&fake_model, directory, XR_OK, TRAINER("train", "--out", "a", "--resume"));
    assert_says(outcome.err, "all 3 epochs of the run are done; --epochs N trains on");
    trainer_free(&outcome);
}

/* ---- checkpoints within an epoch ----------------------------------------------------------- */

static void a_long_epoch_is_saved_now_and_then(void **state)
{
    const char *directory = *state;
    run_quietly(&fake_model, directory, XR_OK, TRAINER("train", "--out", "whole"));
    run_quietly(&fake_model, directory, XR_OK,
        TRAINER("train", "--out", "a", "--save-every", "0.00001")); /* after every step */
    assert_same_run(directory);
    remove_run(directory, "a");
    Outcome outcome = cut_off(&fake_model_slow, directory, SIGKILL,
        TRAINER("train", "--out", "a", "--save-every", "0.00001"));
    trainer_free(&outcome);
    outcome = run(&fake_model, directory, XR_OK, TRAINER("train", "--resume", "--out", "a"));
    assert_says(outcome.err, "resuming at epoch 1, batch ");
    assert_null(strstr(outcome.err, "resuming at epoch 1, batch 0 "));
    trainer_free(&outcome);
    assert_same_run(directory);
}

/* ---- nobody listens ------------------------------------------------------------------------ */

/* As in "train ... | head": saved, and told in run.json, as by any signal. */
static void a_run_whose_output_nobody_reads_is_saved(void **state)
{
    const char *directory = *state;
    int ends[2];
    run_quietly(&fake_model, directory, XR_OK, TRAINER("train", "--out", "whole"));
    for (int written = 0; written < 2; written++) { /* with --json each step writes */
        assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
        Started started = trainer_start_into(&fake_model_slow, directory, data,
            written ? TRAINER("train", "--out", "a", "--json") : TRAINER("train", "--out", "a"),
            ends[1]);
        for (int i = 0; i < 4000 && !has_steps(directory); i++)
            nap();
        close(ends[0]);
        Outcome outcome = trainer_wait(&started);
        assert_int_equal(outcome.status, 128 + SIGPIPE);
        assert_null(strstr(outcome.err, "error: "));
        char *record = scratch_read(directory, "a/run.json", NULL);
        assert_says(record, "\"outcome\": \"interrupted\"");
        free(record);
        run_printed(&fake_model, directory, outcome.err);
        trainer_free(&outcome);
        assert_same_run(directory);
        remove_run(directory, "a");
    }
}

/* ---- what is there and what is not --------------------------------------------------------- */

/* Resuming a/ is refused, with this in the message, and none of its rows is lost. */
static void refuse_to_resume(const char *directory, int status, const char *message)
{
    char *before = scratch_read(directory, "a/steps.csv", NULL);
    Outcome outcome =
        run(&fake_model, directory, status, TRAINER("train", "--resume", "--out", "a"));
    assert_says(outcome.err, message);
    trainer_free(&outcome);
    char *after = scratch_read(directory, "a/steps.csv", NULL);
    assert_string_equal(after, before);
    free(before);
    free(after);
}

static void replace_by_link(const char *directory, const char *name, const char *target)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    unlink(path);
    assert_int_equal(symlink(target, path), 0);
}

static void only_a_checkpoint_that_is_not_there_is_none(void **state)
{
    const char *directory = *state;
    run_quietly(&fake_model, directory, XR_OK, TRAINER("train", "--steps", "9", "--out", "a"));
    replace_by_link(directory, "a/last.safetensors", "nowhere");
    refuse_to_resume(directory, XR_MACHINE, "a/last.safetensors: No such file");
    replace_by_link(directory, "a/last.safetensors", "last.safetensors");
    refuse_to_resume(directory, XR_MACHINE, "a/last.safetensors: Too many levels");
}

static void only_a_run_json_that_is_not_there_is_no_run(void **state)
{
    const char *directory = *state;
    run_quietly(&fake_model, directory, XR_OK, TRAINER("train", "--steps", "9", "--out", "a"));
    replace_by_link(directory, "a/run.json", "run.json");
    refuse_to_resume(directory, XR_MACHINE, "a/run.json: Too many levels");
    replace_by_link(directory, "a/run.json", "..");
    refuse_to_resume(directory, XR_MACHINE, "a/run.json: Is a directory");
    char path[128];
    snprintf(path, sizeof path, "%s/a/run.json", directory);
    unlink(path);
    scratch_write(directory, "a/run.json", "{\"seed\": 1", 10);
    refuse_to_resume(directory, XR_BAD_INPUT, "a/run.json: is not the JSON");
    scratch_write(directory, "a/run.json", "{\"batch\": 999}", 14);
    refuse_to_resume(directory, XR_BAD_INPUT, "a/run.json: 'batch' needs a whole number from 1");
    unlink(path);
    refuse_to_resume(directory, XR_BAD_INPUT, "--weights starts a new run from its checkpoint");
}

/* Started again from the beginning, it is held to all that a checkpoint would hold it to. */
static void a_run_is_not_started_again_as_another_one(void **state)
{
    const char *directory = *state;
    char path[128];
    run_quietly(&fake_model, directory, XR_OK, TRAINER("train", "--steps", "9", "--out", "b"));
    run_quietly(&fake_model, directory, XR_OK,
        TRAINER("train", "--steps", "9", "--out", "a", "--weights", "b", "--validation", "50"));
    snprintf(path, sizeof path, "%s/a/last.safetensors", directory);
    assert_int_equal(unlink(path), 0);
    Outcome outcome = run(
        &fake_model_changed, directory, XR_BAD_INPUT, TRAINER("train", "--resume", "--out", "a"));
    assert_says(outcome.err, "a/run.json: cannot resume: its hash is");
    trainer_free(&outcome);
    outcome = run(&fake_model, directory, XR_BAD_INPUT,
        TRAINER("train", "--resume", "--out", "a", "--validation", "51"));
    assert_says(outcome.err, "cannot resume with --validation 51: the run was started with 50");
    trainer_free(&outcome);
    run_quietly(
        &fake_model, directory, XR_OK, TRAINER("train", "--steps", "10", "--out", "b", "--resume"));
    refuse_to_resume(directory, XR_BAD_INPUT, "is not the file that the run was started from");
}

/* A run that died before it had written its run.json is none, and nothing stands in the way. */
static void what_a_run_left_that_never_began_is_no_run(void **state)
{
    const char *directory = *state;
    run_quietly(&fake_model, directory, XR_OK, TRAINER("train", "--steps", "1", "--out", "a"));
    remove_run(directory, "a/metrics.csv");
    remove_run(directory, "a/steps.csv");
    remove_run(directory, "a/run.json");
    remove_run(directory, "a/last.safetensors");
    run_quietly(&fake_model, directory, XR_OK, TRAINER("train", "--steps", "1", "--out", "a"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_set_up, scratch_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_option_of_train_is_kept_or_shapes_nothing),
        TEST(a_run_that_is_cut_off_ends_as_if_it_had_not_been),
        TEST(another_value_is_refused_or_holds_from_there_on),
        TEST(a_cap_that_was_reached_is_lifted),
        TEST(a_long_epoch_is_saved_now_and_then),
        TEST(a_run_whose_output_nobody_reads_is_saved),
        TEST(only_a_checkpoint_that_is_not_there_is_none),
        TEST(only_a_run_json_that_is_not_there_is_no_run),
        TEST(a_run_is_not_started_again_as_another_one),
        TEST(what_a_run_left_that_never_began_is_no_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
