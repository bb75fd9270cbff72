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
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

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

/* Puts count gray images into a class, with names that begin with `prefix`. */
static void put_class(Bench *bench, const char *name, const char *prefix, int count)
{
    for (int i = 0; i < count; i++)
        put_gray(bench, arena_printf(bench->arena, "in/%s/%s%d.png", name, prefix, i), 0);
}

static Collection collect_well(Bench *bench, double fraction)
{
    Collection collection;
    if (collect(bench->arena, bench->diag, inside(bench, "in"), fraction, &collection) !=
        XC_EXIT_OK) {
        fflush(bench->stream);
        fail_msg("%s", bench->messages);
    }
    return collection;
}

static void each_class_gives_its_share_of_the_test(void **state)
{
    static const size_t images[] = {100, 37, 12, 3, 1};
    /* a tenth of each: 10, 3.7, 1.2, 0.3, 0.1; of all 15.3 */
    static const size_t tenths[] = {10, 4, 1, 0, 0};
    /* two thirds: 66.7, 24.7, 8, 2, 0.7; of all 102, of which the last class keeps its only one */
    static const size_t thirds[] = {67, 25, 8, 2, 0};
    Bench *bench = *state;
    for (int i = 0; i < 5; i++)
        put_class(bench, arena_printf(bench->arena, "c%d", i), "", (int)images[i]);
    Collection few = collect_well(bench, 0.1), many = collect_well(bench, 2.0 / 3);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(few.counts[i].test, tenths[i]);
        assert_int_equal(many.counts[i].test, thirds[i]);
        assert_int_equal(few.counts[i].train + few.counts[i].test, images[i]);
    }
    assert_int_equal(few.test, 15);
    assert_int_equal(few.train, 138);
    assert_int_equal(many.test, 102);
}

/* Many small classes, none of which has a whole picture to give. */
static void small_classes_together_give_the_fraction(void **state)
{
    Bench *bench = *state;
    for (int i = 0; i < 20; i++)
        put_class(bench, arena_printf(bench->arena, "c%02d", i), "", 4);
    Collection collection = collect_well(bench, 0.1);
    assert_int_equal(collection.test, 8);
    for (int i = 0; i < 20; i++)
        assert_int_equal(collection.counts[i].test, i < 8);
}

static void more_images_hardly_move_the_others(void **state)
{
    Bench *bench = *state;
    int moved = 0;
    put_class(bench, "a", "n", 100);
    put_class(bench, "b", "o", 100);
    Collection few = collect_well(bench, 0.2);
    assert_int_equal(few.test, 40);
    put_class(bench, "a", "m", 50); /* among the others */
    put_class(bench, "c", "p", 30); /* a class of their own */
    Collection many = collect_well(bench, 0.2);
    assert_int_equal(many.test, 56);
    for (int i = 0; i < 100; i++) {
        const char *a = arena_printf(bench->arena, "/n%d.png", i);
        const char *b = arena_printf(bench->arena, "/o%d.png", i);
        moved += is_test_image(&few, a) != is_test_image(&many, a);
        assert_int_equal(is_test_image(&few, b), is_test_image(&many, b));
    }
    assert_in_range(moved, 0, 10);
}

static void a_class_without_training_images_is_an_error(void **state)
{
    Bench *bench = *state;
    PackReport report;
    PackRequest request = {.folder = inside(bench, "in"),
        .target = inside(bench, "out.xcd"),
        .name = "grays",
        .test_fraction = 0.25,
        .skip_bad = true};
    put_class(bench, "ant", "", 8);
    put_class(bench, "bee", "", 8);
    assert_true(files_make_directory(bench->arena, bench->diag, inside(bench, "in/cow")));
    assert_int_equal(pack(bench->arena, bench->diag, &request, &report), XC_EXIT_INPUT);
    assert_says(bench, "error: classes without training images: 'cow'\n");
    /* one whose files are no images */
    write_bytes(new_path(bench, "in/cow/1.png"), "moo", 3);
    assert_int_equal(pack(bench->arena, bench->diag, &request, &report), XC_EXIT_INPUT);
    assert_says(bench, "skipped ");
    assert_says(bench, "error: classes without training images: 'cow'\n");
    assert_false(files_is_regular(inside(bench, "out.xcd")));
    assert_false(files_is_regular(inside(bench, "out.xcd.tmp")));
}

/* Bad images have no part in the division: the file is the one of a folder that never had them. */
static void bad_images_are_left_out_before_the_division(void **state)
{
    Bench *bench = *state;
    PackReport report;
    size_t with_length, without_length;
    PackRequest request = {.folder = inside(bench, "in"),
        .target = inside(bench, "with.xcd"),
        .name = "grays",
        .test_fraction = 0.2,
        .skip_bad = true};
    for (int i = 0; i < 40; i++)
        put_gray(bench, arena_printf(bench->arena, "in/%d/%d.png", i % 2, i), i);
    for (int i = 0; i < 40; i++) {
        const char *name = arena_printf(bench->arena, "in/%d/bad%d.png", i % 4 == 0, i);
        write_bytes(new_path(bench, name), "bad", 3);
    }
    assert_int_equal(pack(bench->arena, bench->diag, &request, &report), XC_EXIT_OK);
    assert_int_equal(report.skipped, 40);
    assert_int_equal(report.train, 32);
    assert_int_equal(report.test, 8);
    assert_int_equal(report.counts[0].test, 4);
    assert_says(bench, "warning: skipped 30 more\n");
    for (int i = 0; i < 40; i++)
        assert_int_equal(
            unlink(inside(bench, arena_printf(bench->arena, "in/%d/bad%d.png", i % 4 == 0, i))), 0);
    request.target = inside(bench, "without.xcd");
    assert_int_equal(pack(bench->arena, bench->diag, &request, &report), XC_EXIT_OK);
    char *with = files_read(bench->arena, bench->diag, inside(bench, "with.xcd"), &with_length);
    char *without =
        files_read(bench->arena, bench->diag, inside(bench, "without.xcd"), &without_length);
    assert_int_equal(with_length, without_length);
    assert_memory_equal(with, without, with_length);
}

static void all_bad_images_are_named_at_once(void **state)
{
    Bench *bench = *state;
    PackReport report;
    put_class(bench, "a", "", 10);
    for (int i = 0; i < 13; i++)
        write_bytes(new_path(bench, arena_printf(bench->arena, "in/a/bad%d.png", i)), "bad", 3);
    assert_int_equal(pack_into(bench, "out.xcd", 0.2, &report), XC_EXIT_INPUT);
    fflush(bench->stream);
    int named = 0;
    for (const char *at = bench->messages; (at = strstr(at, "cannot read the image ")); at++)
        named++;
    assert_int_equal(named, 10);
    assert_says(bench, "cannot read 3 images more\n");
    assert_says(bench, "hint: --skip-bad");
    assert_false(files_is_regular(inside(bench, "out.xcd")));
    assert_false(files_is_regular(inside(bench, "out.xcd.tmp")));
}

static void a_class_without_test_images_is_named(void **state)
{
    Bench *bench = *state;
    PackReport report;
    put_class(bench, "ant", "", 20);
    for (int i = 0; i < 12; i++)
        put_class(bench, arena_printf(bench->arena, "rare%02d", i), "", 1);
    assert_int_equal(pack_into(bench, "out.xcd", 0.05, &report), XC_EXIT_OK);
    assert_int_equal(report.counts[0].train, 18);
    assert_int_equal(report.counts[0].test, 2);
    assert_int_equal(report.counts[12].train, 1);
    assert_says(bench, "warning: classes without test images: 'rare00', 'rare01',");
    assert_says(bench, "'rare09' and 2 more\n");
}

static void the_folder_val_serves_where_there_is_no_test(void **state)
{
    Bench *bench = *state;
    PackReport report;
    put_class(bench, "train/ant", "", 3);
    put_class(bench, "val/ant", "", 2);
    assert_int_equal(pack_into(bench, "out.xcd", 0, &report), XC_EXIT_OK);
    assert_int_equal(report.train, 3);
    assert_int_equal(report.test, 2);
    put_class(bench, "test/ant", "", 1);
    assert_int_equal(pack_into(bench, "out.xcd", 0, &report), XC_EXIT_OK);
    assert_int_equal(report.test, 1);
    assert_says(bench, "in/val is not read: it is neither train nor test");
}

static bool is_there(Bench *bench, const char *name)
{
    return access(inside(bench, name), F_OK) == 0;
}

/* One large picture under many names, so that there is time; a signal in the midst of it. */
static void a_signal_ends_packing_and_leaves_nothing(void **state)
{
    enum { SIDE = 2000, NAMES = 2000 };
    static const int signals[] = {SIGINT, SIGTERM};
    Bench *bench = *state;
    PackReport report;
    const char *picture = new_path(bench, "in/a/0.png");
    write_plain_png(picture, SIDE, SIDE, 1, arena_alloc(bench->arena, (size_t)SIDE * SIDE));
    for (int i = 1; i < NAMES; i++) {
        const char *name = arena_printf(bench->arena, "in/a/%d.png", i);
        assert_int_equal(link(picture, inside(bench, name)), 0);
    }
    for (int s = 0; s < 2; s++) {
        int status = 0;
        pid_t child = fork();
        if (child == 0)
            _exit(pack_into(bench, "out.xcd", 0.1, &report));
        for (int i = 0; i < 1000 && !is_there(bench, "out.xcd.tmp"); i++)
            nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
        assert_true(is_there(bench, "out.xcd.tmp"));
        assert_int_equal(kill(child, signals[s]), 0);
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFSIGNALED(status));
        assert_int_equal(WTERMSIG(status), signals[s]);
        assert_false(is_there(bench, "out.xcd.tmp"));
        assert_false(is_there(bench, "out.xcd"));
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
    assert_says(bench, "has a folder 'train' and no folder 'test' or 'val'");
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
        CASE(each_class_gives_its_share_of_the_test),
        CASE(small_classes_together_give_the_fraction),
        CASE(more_images_hardly_move_the_others),
        CASE(a_class_without_training_images_is_an_error),
        CASE(bad_images_are_left_out_before_the_division),
        CASE(all_bad_images_are_named_at_once),
        CASE(a_class_without_test_images_is_named),
        CASE(the_folder_val_serves_where_there_is_no_test),
        CASE(a_signal_ends_packing_and_leaves_nothing),
        CASE(folders_that_cannot_be_meant_are_errors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
