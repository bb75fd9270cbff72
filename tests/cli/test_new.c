/* xceptc new: what it writes is a model that trains, and nothing is overwritten. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "session.h"
#include "support/files.h"
#include "support_lib/pictures.h"

#include <string.h>

static char *text_of(Session *session, const char *name)
{
    size_t length;
    char *text = files_read(session->arena, session->diag, inside(session, name), &length);
    assert_non_null(text);
    return text;
}

static void a_new_model_checks_and_trains_as_it_is(void **state)
{
    Session *session = *state;
    Outcome made = expect_status_inside(session, 0, "new mine --input 12x10x2 --classes 3");
    assert_string_equal(made.err, "");
    assert_contains(made.out, "mine.yaml\n\nNext:\n  xceptc check mine.yaml\n");
    assert_contains(made.out, "xceptc train mine.yaml --data synthetic");
    assert_contains(text_of(session, "mine.yaml"), "shape: [12, 10, 2]");
    assert_string_equal(expect_status_inside(session, 0, "check mine.yaml").err, "");
    assert_contains(
        expect_status_inside(session, 0, "summary --json mine.yaml").out, "\"output\": [3]");
    expect_status_inside(session, 0, "train mine.yaml --data synthetic --steps 2 --out run -q");
    assert_true(files_is_regular(inside(session, "run/metrics.csv")));
}

static void any_size_of_image_gives_a_model(void **state)
{
    Session *session = *state;
    static const char *const inputs[] = {
        "1x1x1", "7x31x3", "28x28x1", "32x32x3", "299x299x3", "2x2x4096"};
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
        expect_status_inside(
            session, 0, arena_printf(session->arena, "new -q m%zu --input %s", i, inputs[i]));
        expect_status_inside(session, 0, arena_printf(session->arena, "check m%zu.yaml", i));
    }
    assert_contains(text_of(session, "m3.yaml"), "\n  data: cifar10\n");
    assert_lacks(text_of(session, "m2.yaml"), "\n  data:");
}

/* text with every from replaced. */
static char *replaced(Session *session, const char *text, const char *from, const char *to)
{
    char *result = "";
    for (const char *found; (found = strstr(text, from)); text = found + strlen(from))
        result = arena_printf(session->arena, "%s%.*s%s", result, (int)(found - text), text, to);
    return arena_printf(session->arena, "%s%s", result, text);
}

static void a_variant_shows_what_can_be_changed(void **state)
{
    Session *session = *state;
    expect_status_inside(session, 0, "new -q b --from resnet20");
    char *text = text_of(session, "b.yaml");
    assert_contains(text, "\nextends: resnet20\n");
    assert_contains(text, "\n# set:\n#   classes: 10\n#   blocks_per_stage: 3\n");
    assert_contains(expect_status_inside(session, 0, "check b.yaml").out, "274442 parameters");
    text = replaced(session, text, "\n# set:", "\nset:");
    text = replaced(session, text, "\n#   blocks_per_stage: 3", "\n   blocks_per_stage: 5");
    write_inside(session, "b.yaml", text);
    assert_contains(expect_status_inside(session, 0, "check b.yaml").out, "470218 parameters");

    expect_status_inside(session, 0, "new -q c.yaml --from b.yaml --classes 100 --input 24x24x3");
    assert_contains(text_of(session, "c.yaml"), "\n  mean: [125.307");
    Outcome summary = expect_status_inside(session, 0, "summary --json c.yaml");
    assert_contains(summary.out, "\"input\": [24, 24, 3]");
    assert_contains(summary.out, "\"output\": [100]");
}

/* ---- for data --------------------------------------------------------------------------------
 */

/* A folder of images of three classes, packed; returns what 'data pack' printed, which is in
 * NAME.yaml too. */
static char *pack_images(
    Session *session, const char *name, int height, int width, int channels, int images)
{
    Arena *arena = session->arena;
    size_t bytes = (size_t)height * (size_t)width * (size_t)channels;
    uint8_t *pixels = arena_alloc(arena, bytes);
    for (int i = 0; i < images; i++) {
        const char *folder = arena_printf(arena, "%s/class%d", name, i % 3);
        assert_true(files_make_directory(arena, session->diag, inside(session, folder)));
        for (size_t k = 0; k < bytes; k++)
            pixels[k] = (uint8_t)(k * k / 7 + 13 * (size_t)i + 40 * (k % (size_t)channels));
        const char *path = arena_printf(arena, "%s/%d.png", folder, i);
        write_plain_png(inside(session, path), height, width, channels, pixels);
    }
    char *part = expect_status_inside(
        session, 0, arena_printf(arena, "data pack -q %s %s.xcd --test 0.25", name, name))
                     .out;
    write_inside(session, arena_printf(arena, "%s.yaml", name), part);
    return part;
}

/* The model has the shape, the classes, and the layers that the size allows, and is sound. */
static void assert_fits(Session *session, const char *model, const char *input)
{
    Arena *arena = session->arena;
    expect_status_inside(session, 0, arena_printf(arena, "check %s", model));
    Outcome summary =
        expect_status_inside(session, 0, arena_printf(arena, "summary --json %s", model));
    assert_contains(summary.out, arena_printf(arena, "\"input\": [%s]", input));
    assert_contains(summary.out, "\"output\": [3]");
}

static void a_model_is_made_for_a_data_file_or_its_part(void **state)
{
    Session *session = *state;
    Arena *arena = session->arena;
    static const struct {
        const char *name, *input, *stages;
        int height, width, channels;
    } cases[] = {{"digits", "28, 28, 1", "\n  stages: 2 ", 28, 28, 1},
        {"tall", "96, 64, 3", "\n  stages: 4 ", 96, 64, 3},
        {"like_cifar", "32, 32, 3", "\n  stages: 3 ", 32, 32, 3}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *name = cases[i].name;
        const char *part =
            pack_images(session, name, cases[i].height, cases[i].width, cases[i].channels, 12);
        const char *input = strstr(part, "input:\n"), *end = strstr(part, "set: ");
        assert_true(input && end);
        Outcome made = expect_status_inside(
            session, 0, arena_printf(arena, "new of_%s --data %s.xcd", name, name));
        assert_contains(made.out, arena_printf(arena, "\n  xceptc train of_%s.yaml\n", name));
        const char *text = text_of(session, arena_printf(arena, "of_%s.yaml", name));
        assert_contains(text, arena_strndup(arena, input, (size_t)(end - input)));
        assert_contains(text, arena_printf(arena, "\n  data: %s.xcd\n", name));
        assert_contains(text, "\n  classes: 3\n");
        assert_contains(text, cases[i].stages);
        assert_fits(session, arena_printf(arena, "of_%s.yaml", name), cases[i].input);

        expect_status_inside(
            session, 0, arena_printf(arena, "new -q from_%s --data %s.yaml", name, name));
        text = text_of(session, arena_printf(arena, "from_%s.yaml", name));
        assert_contains(text, arena_printf(arena, "\nextends: %s.yaml\n", name));
        assert_contains(text, cases[i].stages);
        assert_lacks(text, "\ninput:");
        assert_lacks(text, "classes: ");
        assert_lacks(text, "  data: ");
        assert_fits(session, arena_printf(arena, "from_%s.yaml", name), cases[i].input);
        /* the same network on the same numbers, whoever says them */
        Outcome same = expect_status_inside(
            session, 0, arena_printf(arena, "compare of_%s.yaml from_%s.yaml", name, name));
        assert_contains(same.out, "B is the same network as A, ");
    }
    Outcome trained =
        expect_status_inside(session, 0, "train of_digits.yaml --steps 2 --out run --batch 4");
    assert_contains(trained.err, "of_digits on digits: 9 training and 3 test images of 28x28x1");
}

/* So few images are no reason for a warning, but for a smaller batch. */
static void the_batch_fits_the_number_of_images(void **state)
{
    Session *session = *state;
    pack_images(session, "tiny", 8, 8, 1, 240);
    expect_status_inside(session, 0, "new -q a --data tiny.xcd");
    expect_status_inside(session, 0, "new -q b --data tiny.yaml");
    assert_string_equal(expect_status_inside(session, 0, "check a.yaml b.yaml").err, "");
    assert_contains(text_of(session, "a.yaml"), "\n  batch_size: 8\n");
    assert_contains(text_of(session, "b.yaml"), "\n  batch_size: 8\n");
}

/* A new file in another folder finds its data and parents; so does one that is made from there. */
static void a_model_in_another_folder_finds_its_data(void **state)
{
    Session *session = *state;
    pack_images(session, "tiny", 8, 8, 1, 12);
    assert_true(files_make_directory(session->arena, session->diag, inside(session, "sub")));
    expect_status_inside(session, 0, "new -q sub/a --data tiny.xcd");
    assert_contains(text_of(session, "sub/a.yaml"), "/tiny.xcd\n");
    assert_lacks(text_of(session, "sub/a.yaml"), "data: tiny.xcd");
    expect_status_inside(session, 0, "new -q sub/b --data tiny.yaml");
    assert_contains(text_of(session, "sub/b.yaml"), "\nextends: ../tiny.yaml\n");
    expect_status_inside(session, 0, "new -q sub/c --from sub/b.yaml");
    assert_contains(text_of(session, "sub/c.yaml"), "\nextends: b.yaml\n");
    expect_status_inside(session, 0,
        arena_printf(session->arena, "new -q d --from %s", inside(session, "sub/a.yaml")));
    assert_contains(text_of(session, "d.yaml"), "\nextends: sub/a.yaml\n");
    static const char *const models[] = {"sub/a.yaml", "sub/b.yaml", "sub/c.yaml", "d.yaml"};
    for (size_t i = 0; i < sizeof models / sizeof *models; i++)
        assert_fits(session, models[i], "8, 8, 1");
}

static void a_variant_is_made_for_data(void **state)
{
    Session *session = *state;
    const char *part = pack_images(session, "tall", 48, 32, 3, 12);
    const char *input = strstr(part, "input:\n"), *end = strstr(part, "set: ");
    expect_status_inside(session, 0, "new -q a --from resnet20 --data tall.xcd");
    char *text = text_of(session, "a.yaml");
    assert_contains(text, arena_strndup(session->arena, input, (size_t)(end - input)));
    assert_contains(text, "\nset:\n  classes: 3\n");
    assert_contains(text, "\ntraining:\n  data: tall.xcd\n");
    assert_fits(session, "a.yaml", "48, 32, 3");
    expect_status_inside(session, 0, "new -q b --from resnet20 --data tall.yaml");
    text = text_of(session, "b.yaml");
    assert_contains(text, "\nextends: [resnet20, tall.yaml]\n");
    assert_contains(text, "\n# set:\n#   blocks_per_stage: 3\n");
    assert_lacks(text, "classes: ");
    assert_fits(session, "b.yaml", "48, 32, 3");
    assert_contains(expect_status_inside(session, 0, "compare a.yaml b.yaml").out,
        "B is the same network as A, ");
    assert_contains(expect_status_inside(session, 0, "config b.yaml").out, "data: tall.xcd");

    expect_status_inside(session, 0, "new -q c --data cifar100");
    assert_contains(text_of(session, "c.yaml"), "\n  classes: 100\n");
    assert_contains(text_of(session, "c.yaml"), "\n  data: cifar100\n");
}

static void what_is_no_data_makes_no_model(void **state)
{
    Session *session = *state;
    static const JpegForm jpeg = {.components = 3};
    const uint8_t pixels[8 * 8 * 3] = {0};
    pack_images(session, "tiny", 8, 8, 1, 12);
    write_jpeg(inside(session, "boat.jpg"), 8, 8, &jpeg, pixels);
    write_inside(session, "shapeless.yaml", "set: {classes: 3}\n");
    write_inside(session, "classless.yaml", "input: {shape: [8, 8, 1]}\n");
    write_inside(session, "whole.yaml",
        "input: {shape: [8, 8, 1]}\nset: {classes: 3}\nlayers: [flatten, dense: 3, softmax]\n");
    cut_file(inside(session, "tiny.xcd"), 300);
    static const struct {
        int status;
        const char *words, *message;
    } cases[] = {{3, "none.xcd", "none.xcd: No such file"},
        {1, "none.yaml", "cannot read 'none.yaml': No such file"},
        {1, "boat.jpg", "boat.jpg: is a JPEG, and no data file"},
        {1, "tiny.xcd", "tiny.xcd: has 300 bytes"},
        {3, "tiny", "tiny: neither it nor its subdirectory"},
        {1, "shapeless.yaml", "shapeless.yaml: error: the model has no 'input'"},
        {1, "classless.yaml", "classless.yaml: error: there is no variable 'classes'"},
        {1, "whole.yaml", "has no 'layers'"},
        {2, "tiny.yaml --classes 3", "--data says already what --classes says"},
        {2, "tiny.xcd --input 8x8x1", "--data says already what --input says"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Outcome refused = expect_status_inside(session, cases[i].status,
            arena_printf(session->arena, "new mine --data %s", cases[i].words));
        assert_contains(refused.err, cases[i].message);
        const char *error = strstr(refused.err, "error: ");
        assert_null(strstr(error + 1, "error: "));
        assert_false(files_is_regular(inside(session, "mine.yaml")));
    }
}

static void nothing_is_overwritten_and_nothing_wrong_is_left(void **state)
{
    Session *session = *state;
    write_inside(session, "mine.yaml", "mine");
    assert_contains(expect_status_inside(session, 2, "new mine").err, "mine.yaml is there already");
    assert_contains(
        expect_status_inside(session, 2, "new mine.yaml --from senet").err, "is there already");
    assert_string_equal(text_of(session, "mine.yaml"), "mine");

    write_inside(session, "large.yaml",
        "input: {shape: [9, 9, 3]}\n"
        "layers: [conv: {filters: 2, kernel: 7}, global_average_pool, dense: 2, softmax]\n");
    Outcome small = expect_status_inside(session, 1, "new small --from large.yaml --input 5x5x3");
    assert_contains(small.err, "large.yaml:2:");
    assert_contains(small.err, "small.yaml was not made");
    assert_false(files_is_regular(inside(session, "small.yaml")));
    assert_contains(expect_status_inside(session, 1, "new small --from large.yaml --classes 5").err,
        "no variable 'classes'");
    assert_contains(expect_status_inside(session, 1, "new small --from nothing").err, "nothing");
}

static void what_is_asked_for_is_checked(void **state)
{
    Session *session = *state;
    assert_contains(expect_status_inside(session, 2, "new").err, "new needs NAME");
    static const char *const wrong[] = {"new a --input 32x32", "new a --input 32x32x3x1",
        "new a --input 0x32x3", "new a --input 32x-1x3", "new a --input 99999x9x3",
        "new a --classes 1", "new a:b", "new .yaml", "new a$b", "new -- -a"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        expect_status_inside(session, 2, wrong[i]);
    assert_contains(expect_status_inside(session, 3, "new /dev/null/a").err, "/dev/null/a.yaml");
}

static void the_list_has_every_shipped_model(void **state)
{
    Session *session = *state;
    static const char *const suffixes[] = {".yaml", NULL};
    const char *list = expect_status_inside(session, 0, "new --list").out;
    char **names = files_list(session->arena, session->diag, "models", suffixes);
    for (char **name = names; *name; name++)
        assert_contains(list, arena_strndup(session->arena, *name, strlen(*name) - 5));
    assert_contains(list, "resnet20                         274,442  Pre-activation");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, session_set_up, session_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_new_model_checks_and_trains_as_it_is),
        TEST(any_size_of_image_gives_a_model),
        TEST(a_variant_shows_what_can_be_changed),
        TEST(a_model_is_made_for_a_data_file_or_its_part),
        TEST(the_batch_fits_the_number_of_images),
        TEST(a_model_in_another_folder_finds_its_data),
        TEST(a_variant_is_made_for_data),
        TEST(what_is_no_data_makes_no_model),
        TEST(nothing_is_overwritten_and_nothing_wrong_is_left),
        TEST(what_is_asked_for_is_checked),
        TEST(the_list_has_every_shipped_model),
    };
    return cmocka_run_group_tests(tests, session_set_up_cache, session_tear_down_cache);
}
