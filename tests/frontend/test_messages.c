/* Every file of bad/ is refused with exactly the messages of its .txt; XCEPTC_UPDATE_GOLDEN=1
 * writes them anew, for a person to read before they are committed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "golden.h"

enum { FEWEST_FILES = 90 };

static const FrontendOptions plain = {.models = "models"};

static void write_golden(const char *path, const char *text)
{
    FILE *stream = fopen(path, "wb");
    assert_non_null(stream);
    fputs(text, stream);
    assert_int_equal(fclose(stream), 0);
}

/* 1 when the file's messages are not those of its .txt. */
static int check_file(const char *path, bool update)
{
    char golden[512];
    bool loaded;
    snprintf(golden, sizeof golden, "%.*s.txt", (int)(strlen(path) - strlen(".yaml")), path);
    char *messages = messages_of(path, &plain, &loaded);
    if (update)
        write_golden(golden, messages);
    char *expected = read_file(golden);
    bool is_part = strstr(path, "/part_") != NULL;
    int line = expected ? first_difference(messages, expected) : 1;
    if (line)
        print_error("%s differs in line %d; the front end prints:\n%s", golden, line, messages);
    if (loaded != is_part)
        print_error("%s was %s\n", path, loaded ? "accepted" : "refused");
    free(messages);
    free(expected);
    return line || loaded != is_part;
}

static void every_mistake_has_its_message(void **state)
{
    (void)state;
    glob_t files;
    int failures = 0;
    assert_int_equal(glob("tests/frontend/bad/*.yaml", 0, NULL, &files), 0);
    for (size_t i = 0; i < files.gl_pathc; i++)
        failures += check_file(files.gl_pathv[i], getenv("XCEPTC_UPDATE_GOLDEN") != NULL);
    print_message("%zu files\n", files.gl_pathc);
    assert_true(files.gl_pathc >= FEWEST_FILES);
    globfree(&files);
    assert_int_equal(failures, 0);
}

static void a_wrong_golden_file_is_seen(void **state)
{
    (void)state;
    bool loaded;
    char *messages = messages_of("tests/frontend/bad/typo.yaml", &plain, &loaded);
    char *planted = strdup(messages);
    assert_false(loaded);
    assert_int_equal(first_difference(messages, planted), 0);
    char *fault = strstr(planted, "kernal");
    assert_non_null(fault);
    *fault = 'c';
    assert_int_equal(first_difference(messages, planted), 1);
    planted[strlen(planted) - 1] = 0;
    *fault = 'k';
    assert_true(first_difference(messages, planted) > 1);
    free(messages);
    free(planted);
}

static char *messages_with(const char *path, const char *set, bool *loaded)
{
    const FrontendOptions options = {.models = "models", .sets = &set, .set_count = 1};
    return messages_of(path, &options, loaded);
}

static void assert_refused_set(const char *set, const char *message)
{
    bool loaded;
    char *messages = messages_with("tests/frontend/bad/part_with_set.yaml", set, &loaded);
    if (loaded || !strstr(messages, message))
        print_error("--set %s printed:\n%s", set, messages);
    assert_false(loaded);
    assert_non_null(strstr(messages, message));
    free(messages);
}

static void a_wrong_set_points_into_the_option(void **state)
{
    (void)state;
    assert_refused_set("width", "--set:1:1: error: --set wants NAME=VALUE");
    assert_refused_set("widht=8", "--set:1:1: error: the variable 'widht' is set here");
    assert_refused_set("widht=8", "hint: did you mean 'width'?");
    assert_refused_set(
        "width=true", "--set:1:7: error: the variable 'width' changes from a number");
    assert_refused_set("width=(", "--set:1:7: error:");
    assert_refused_set("width=[1", "--set:1:");
    assert_refused_set("training.epoch=3", "--set:1:10: error: unknown key 'epoch'");
    assert_refused_set("input.shape=3", "--set:1:13: error: 'shape' is [height, width, channels]");
    assert_refused_set("input.size=3", "--set:1:7: error: unknown key 'size' in 'input'");
    assert_refused_set("input=3", "hint: 'input' is a section: input.shape=[64, 64, 3]");
    assert_refused_set("training=3", "hint: 'training' is a section: training.epochs=10");
    assert_refused_set("epochs=3", "hint: the recipe's key is training.epochs");
    assert_refused_set("layers=[relu]", "hint: --set does not reach the section 'layers'");
    assert_refused_set("expect.macs=3", "--set:1:1: error: --set does not reach 'expect'");
    assert_refused_set("foo.bar=3", "hint: it reaches variables, training.KEY,");
    assert_refused_set("change.stm.filters=3", "--set:1:8: error: no layer is named 'stm'");
    assert_refused_set(".=3", "--set:1:");
    assert_refused_set("defaults.conv=3", "--set:1:15: error:");
}

static void assert_accepted_set(const char *path, const char *set)
{
    bool loaded;
    char *messages = messages_with(path, set, &loaded);
    if (!loaded)
        print_error("--set %s printed:\n%s", set, messages);
    assert_true(loaded);
    free(messages);
}

static void a_set_reaches_keys_of_sections(void **state)
{
    (void)state;
    const char *path = "tests/frontend/bad/part_changed.yaml";
    assert_accepted_set(path, "input.shape=[9, 9, 1]");
    assert_accepted_set(path, "input.mean=3");
    assert_accepted_set(path, "training.optimizer.sgd.momentum=0.9");
    assert_accepted_set(path, "defaults.conv.bias=false");
    assert_accepted_set(path, "change.last.filters=8");
    assert_accepted_set(path, "change.last=[]");
    bool loaded;
    char *messages = messages_with(path, "change.stem.filter=3", &loaded);
    assert_false(loaded);
    assert_non_null(strstr(messages, "--set:1:13: error: unknown argument 'filter'"));
    free(messages);
}

static void an_expectation_missed_under_set_is_a_note(void **state)
{
    (void)state;
    bool loaded;
    char *messages =
        messages_with("models/xception_he_wd_slim_thinner.yaml", "middle_blocks=2", &loaded);
    assert_true(loaded);
    assert_non_null(strstr(messages, "note: total parameters"));
    assert_null(strstr(messages, "error"));
    free(messages);
}

static void a_layer_expected_and_removed_by_set_is_a_note(void **state)
{
    (void)state;
    bool loaded;
    const char *path = "tests/frontend/good/expects_a_layer.yaml";
    char *messages = messages_of(path, &plain, &loaded);
    assert_true(loaded);
    assert_string_equal(messages, "");
    free(messages);
    messages = messages_with(path, "n=2", &loaded);
    assert_true(loaded);
    assert_non_null(strstr(messages, "note: no layer is named 'u3', where the file expects one"));
    free(messages);
}

static void a_byte_order_mark_is_no_part_of_the_text(void **state)
{
    (void)state;
    bool loaded;
    char *messages = messages_of("tests/frontend/good/byte_order_mark.yaml", &plain, &loaded);
    assert_true(loaded);
    assert_string_equal(messages, "");
    free(messages);
}

static void small_maps_are_warned_of_in_one_line(void **state)
{
    (void)state;
    bool loaded;
    char *messages = messages_of("models/xception_1.yaml", &plain, &loaded);
    assert_true(loaded);
    assert_non_null(strstr(messages, "warning: middle1 to middle8 run on 2x2 maps"));
    assert_non_null(strstr(messages, "warning: module14 runs on 1x1 maps"));
    free(messages);
    messages = messages_of("models/xception_he_wd_slim.yaml", &plain, &loaded);
    assert_true(loaded);
    assert_string_equal(messages, "");
    free(messages);
}

static int count_of(const char *text, const char *part)
{
    int count = 0;
    for (const char *p = text; (p = strstr(p, part)); p++)
        count++;
    return count;
}

static void senseless_recipes_are_warned_of_where_they_stand(void **state)
{
    (void)state;
    static const char *const expected[] = {"1:61: warning: bytes from 0 to 255 are divided by",
        "9:61: warning: the warm-up takes all of the training's 10 epochs",
        "9:38: warning: with a rate of 0", "9:41: warning: this rate is never used: there are 10",
        "10:31: warning: 'nesterov' does nothing",
        "11:30: warning: every training image is flipped", "11:47: warning: 8 pixels of padding",
        "11:58: warning: a square of 8 pixels"};
    const int count = (int)(sizeof expected / sizeof *expected);
    bool loaded;
    char *messages = messages_of("tests/frontend/good/senseless.yaml", &plain, &loaded);
    assert_true(loaded);
    for (int i = 0; i < count; i++)
        if (!strstr(messages, expected[i]))
            fail_msg("no '%s' in:\n%s", expected[i], messages);
    assert_int_equal(count_of(messages, "warning: "), count);
    free(messages);
    messages = messages_of("tests/frontend/good/senseless_curve.yaml", &plain, &loaded);
    assert_non_null(strstr(messages, "2:60: warning: the rate ends above its highest"));
    free(messages);
}

/* The neighbours of all those values; a run that --set cuts short is told of, and no more. */
static void sensible_recipes_are_not_warned_of(void **state)
{
    (void)state;
    bool loaded;
    const char *path = "tests/frontend/good/sensible.yaml";
    char *messages = messages_of(path, &plain, &loaded);
    assert_true(loaded);
    assert_string_equal(messages, "");
    free(messages);
    messages = messages_with(path, "training.epochs=9", &loaded);
    assert_true(loaded);
    assert_int_equal(count_of(messages, "note: "), 2);
    assert_int_equal(count_of(messages, "warning: "), 0);
    free(messages);
}

/* Twelve steps an epoch keep 0.99^12 of the start; 229 keep a tenth, 230 less. */
static void moving_statistics_that_lag_are_warned_of(void **state)
{
    (void)state;
    static const char path[] = "/tmp/xceptc_lag.yaml";
    static const struct {
        const char *training, *momentum, *expected;
    } cases[] = {
        {"data: cifar10, batch_size: 4096", "0.99", "4:39: warning: an epoch has 13 steps, and "},
        {"data: cifar10, batch_size: 4096", "0.99", "are still 0.88 of their start"},
        {"data: cifar10, batch_size: 4096", "0.99", "'momentum' up to 0.83"},
        {"data: cifar10, batch_size: 4096", "0.8", NULL},
        {"data: cifar10, batch_size: 219", "0.99", "an epoch has 229 steps"},
        {"data: cifar10, batch_size: 217", "0.99", NULL},
        {"data: cifar10, validation: 0.5, batch_size: 217", "0.99", "an epoch has 116 steps"},
        {"data: ./none.xcd, batch_size: 4096", "0.99", NULL},
        {"batch_size: 4096", "0.99", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        FILE *stream = fopen(path, "w");
        assert_non_null(stream);
        fprintf(stream,
            "input: {shape: [8, 8, 3]}\n"
            "layers: [batch_norm: {momentum: %s}, batch_norm: {momentum: 0.5},\n"
            "  global_average_pool, dense: 10, softmax]\ntraining: {%s}\n",
            cases[i].momentum, cases[i].training);
        fclose(stream);
        bool loaded;
        char *messages = messages_of(path, &plain, &loaded);
        assert_true(loaded);
        bool right = cases[i].expected ? strstr(messages, cases[i].expected) != NULL : !*messages;
        if (!right)
            fail_msg("case %zu: %s", i, messages);
        free(messages);
    }
    remove(path);
}

static void no_shipped_recipe_is_senseless(void **state)
{
    (void)state;
    glob_t files;
    assert_int_equal(glob("models/*.yaml", 0, NULL, &files), 0);
    assert_true(files.gl_pathc >= 12);
    for (size_t i = 0; i < files.gl_pathc; i++) {
        bool loaded;
        char *messages = messages_of(files.gl_pathv[i], &plain, &loaded);
        assert_int_equal(count_of(messages, "warning: "), count_of(messages, " maps\n"));
        free(messages);
    }
    globfree(&files);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mistake_has_its_message),
        cmocka_unit_test(a_wrong_golden_file_is_seen),
        cmocka_unit_test(a_wrong_set_points_into_the_option),
        cmocka_unit_test(a_set_reaches_keys_of_sections),
        cmocka_unit_test(an_expectation_missed_under_set_is_a_note),
        cmocka_unit_test(a_layer_expected_and_removed_by_set_is_a_note),
        cmocka_unit_test(a_byte_order_mark_is_no_part_of_the_text),
        cmocka_unit_test(small_maps_are_warned_of_in_one_line),
        cmocka_unit_test(senseless_recipes_are_warned_of_where_they_stand),
        cmocka_unit_test(sensible_recipes_are_not_warned_of),
        cmocka_unit_test(moving_statistics_that_lag_are_warned_of),
        cmocka_unit_test(no_shipped_recipe_is_senseless),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
