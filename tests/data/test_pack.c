/* What a folder becomes: the right pixels under the right labels, in an order of its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "data/collect.h"
#include "data/pack.h"
#include "dataset.h"
#include "support/files.h"
#include "support_lib/pictures.h"

#include <ftw.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Bench {
    Arena *arena;
    Diag *diag; /* to messages */
    FILE *stream;
    char *messages;
    size_t length;
    char *folder;
} Bench;

static int set_up(void **state)
{
    Arena *arena = arena_new();
    Bench *bench = arena_alloc(arena, sizeof *bench);
    bench->arena = arena;
    bench->folder = arena_strdup(arena, XCEPTC_BINARY_DIR "/pack-XXXXXX");
    bench->stream = open_memstream(&bench->messages, &bench->length);
    if (!bench->stream || !mkdtemp(bench->folder))
        return -1;
    bench->diag = diag_new(arena, bench->stream, false);
    *state = bench;
    return 0;
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *walk)
{
    (void)status, (void)type, (void)walk;
    return remove(path);
}

static int tear_down(void **state)
{
    Bench *bench = *state;
    fclose(bench->stream);
    free(bench->messages);
    int removed = nftw(bench->folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
    arena_free(bench->arena);
    return removed;
}

static const char *inside(Bench *bench, const char *name)
{
    return files_join(bench->arena, bench->folder, name);
}

/* The path of a file whose folders are made. */
static const char *new_path(Bench *bench, const char *name)
{
    const char *path = inside(bench, name);
    char *folder = arena_strdup(bench->arena, path);
    *strrchr(folder, '/') = '\0';
    assert_true(files_make_directory(bench->arena, bench->diag, folder));
    return path;
}

/* A gray PNG of 2x2 of one value. */
static void put_gray(Bench *bench, const char *name, int value)
{
    uint8_t pixels[4];
    memset(pixels, value, sizeof pixels);
    write_plain_png(new_path(bench, name), 2, 2, 1, pixels);
}

static int pack_into(Bench *bench, const char *target, double fraction, PackReport *report)
{
    PackRequest request = {.folder = inside(bench, "in"),
        .target = inside(bench, target),
        .name = "grays",
        .test_fraction = fraction};
    return pack(bench->arena, bench->diag, &request, report);
}

static void assert_says(Bench *bench, const char *part)
{
    fflush(bench->stream);
    if (!strstr(bench->messages, part))
        fail_msg("'%s' does not say '%s'", bench->messages, part);
}

static void pixels_and_labels_arrive_in_the_trainer(void **state)
{
    Bench *bench = *state;
    PackReport report;
    xr_dataset dataset;
    xr_failure failure;
    static const char *const classes[] = {"ant", "bee", "cow"};
    /* the value tells the class and the split */
    for (int i = 0; i < 30; i++)
        put_gray(bench, arena_printf(bench->arena, "in/train/%s/%d.png", classes[i % 3], i),
            10 * (i % 3));
    for (int i = 0; i < 6; i++)
        put_gray(bench, arena_printf(bench->arena, "in/test/%s/%d.png", classes[i % 3], i),
            100 + 10 * (i % 3));
    put_gray(bench, "in/train/.hidden/x.png", 1);
    put_gray(bench, "in/train/ant/.hidden.png", 1);
    assert_int_equal(pack_into(bench, "out.xcd", 0, &report), XC_EXIT_OK);
    if (!xr_record_open(&dataset, inside(bench, "out.xcd"), &failure))
        fail_msg("%s", failure.message);
    assert_string_equal(dataset.name, "grays");
    assert_int_equal(dataset.channels, 1);
    assert_int_equal(dataset.classes, 3);
    for (int i = 0; i < 3; i++)
        assert_string_equal(dataset.class_names[i], classes[i]);
    assert_int_equal(dataset.train.count, 30);
    assert_int_equal(dataset.test.count, 6);
    int changes = 0;
    for (int i = 0; i < 30; i++) {
        assert_int_equal(dataset.train.images[4 * i + 3], 10 * dataset.train.labels[i]);
        changes += i > 0 && dataset.train.labels[i] != dataset.train.labels[i - 1];
    }
    assert_true(changes > 5); /* mixed, not class by class */
    for (int i = 0; i < 6; i++)
        assert_int_equal(dataset.test.images[4 * i], 100 + 10 * dataset.test.labels[i]);
    xr_dataset_free(&dataset);
    /* of 0, 10 and 20 in equal parts, test images left out */
    assert_true(fabs(report.mean[0] - 10) < 1e-12);
    assert_true(fabs(report.std[0] - sqrt(200.0 / 3)) < 1e-12);
}

static void the_same_folder_makes_the_same_bytes(void **state)
{
    Bench *bench = *state;
    PackReport report;
    size_t first_length, second_length;
    for (int i = 0; i < 40; i++)
        put_gray(bench, arena_printf(bench->arena, "in/%d/%d.png", i % 4, i), i);
    assert_int_equal(pack_into(bench, "first.xcd", 0.25, &report), XC_EXIT_OK);
    /* written anew, the other way round: another order in the folder, other times */
    for (int i = 39; i >= 0; i--) {
        assert_int_equal(
            remove(inside(bench, arena_printf(bench->arena, "in/%d/%d.png", i % 4, i))), 0);
        put_gray(bench, arena_printf(bench->arena, "in/%d/%d.png", i % 4, i), i);
    }
    assert_int_equal(pack_into(bench, "second.xcd", 0.25, &report), XC_EXIT_OK);
    char *first = files_read(bench->arena, bench->diag, inside(bench, "first.xcd"), &first_length);
    char *second =
        files_read(bench->arena, bench->diag, inside(bench, "second.xcd"), &second_length);
    assert_int_equal(first_length, second_length);
    assert_memory_equal(first, second, first_length);
}

static int is_test_image(const Collection *collection, const char *tail)
{
    for (size_t i = 0; i < collection->pictures.count; i++)
        if (strstr(collection->pictures.data[i].path, tail))
            return collection->pictures.data[i].test;
    fail_msg("%s is not there", tail);
    return 0;
}

static void more_images_never_move_one_into_the_test(void **state)
{
    Bench *bench = *state;
    Collection few, many;
    for (int i = 0; i < 200; i++)
        put_gray(bench, arena_printf(bench->arena, "in/%d/n%d.png", i % 2, i), 0);
    assert_int_equal(
        collect(bench->arena, bench->diag, inside(bench, "in"), 0.2, &few), XC_EXIT_OK);
    assert_in_range(few.test, 20, 60);
    assert_int_equal(few.test + few.train, 200);
    for (int i = 0; i < 100; i++)
        put_gray(bench, arena_printf(bench->arena, "in/%d/m%d.png", i % 3, i), 0);
    assert_int_equal(
        collect(bench->arena, bench->diag, inside(bench, "in"), 0.2, &many), XC_EXIT_OK);
    assert_int_equal(many.classes.count, 3);
    for (int i = 0; i < 200; i++) {
        const char *tail = arena_printf(bench->arena, "/n%d.png", i);
        assert_int_equal(is_test_image(&few, tail), is_test_image(&many, tail));
    }
}

static void folders_that_cannot_be_meant_are_errors(void **state)
{
    Bench *bench = *state;
    Collection collection;
    const char *in = inside(bench, "in");
    assert_int_equal(collect(bench->arena, bench->diag, in, 0.5, &collection), XC_EXIT_MACHINE);
    assert_says(bench, "cannot read folder");
    put_gray(bench, "in/train/ant/1.png", 0);
    assert_int_equal(collect(bench->arena, bench->diag, in, 0, &collection), XC_EXIT_INPUT);
    assert_says(bench, "has a folder 'train' and no folder 'test'");
    put_gray(bench, "in/test/bee/1.png", 0);
    assert_int_equal(collect(bench->arena, bench->diag, in, 0.5, &collection), XC_EXIT_INPUT);
    assert_says(bench, "has a folder 'test' already");
    assert_int_equal(collect(bench->arena, bench->diag, in, 0, &collection), XC_EXIT_INPUT);
    assert_says(bench, "has a class 'bee' that");
    put_gray(bench, "in/train/bee/deep/1.png", 0);
    assert_int_equal(collect(bench->arena, bench->diag, in, 0, &collection), XC_EXIT_INPUT);
    assert_says(bench, "is a folder in the folder of a class");
    put_gray(bench, "in/val/ant/1.png", 0);
    collect(bench->arena, bench->diag, in, 0, &collection);
    assert_says(bench, "in/val is not read");
    put_gray(bench, "bad/a\nb/1.png", 0);
    assert_int_equal(
        collect(bench->arena, bench->diag, inside(bench, "bad"), 0.5, &collection), XC_EXIT_INPUT);
    assert_says(bench, "control characters");
    put_gray(bench, "one/a/1.png", 0);
    assert_int_equal(
        collect(bench->arena, bench->diag, inside(bench, "one"), 0.5, &collection), XC_EXIT_INPUT);
    assert_says(bench, "both are needed");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(pixels_and_labels_arrive_in_the_trainer),
        CASE(the_same_folder_makes_the_same_bytes),
        CASE(more_images_never_move_one_into_the_test),
        CASE(folders_that_cannot_be_meant_are_errors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
