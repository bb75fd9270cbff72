/* The verb data as its users see it, and a model trained on what it made. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cli/data.h"
#include "session.h"
#include "progress.h"
#include "support/files.h"
#include "support_lib/pictures.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- pack -------------------------------------------------------------------------------------
 */

/* Photographs of `classes` classes: an image has 12 to 14 rows and a tint of its class. */
static void make_folder(Session *session, int classes, int images)
{
    static const JpegForm jpeg = {.components = 3};
    uint8_t pixels[14 * 16 * 3];
    for (int i = 0; i < classes * images; i++) {
        int label = i % classes, height = 12 + i % 3;
        const char *folder = inside(session, arena_printf(session->arena, "in/class%02d", label));
        assert_true(files_make_directory(session->arena, session->diag, folder));
        for (int k = 0; k < height * 16 * 3; k++)
            pixels[k] = (uint8_t)(label * 6 + 9 * (k % 3) + i % 5);
        const char *path =
            arena_printf(session->arena, "%s/%d.%s", folder, i, i % 2 ? "jpg" : "png");
        if (i % 2)
            write_jpeg(path, height, 16, &jpeg, pixels);
        else
            write_plain_png(path, height, 16, 3, pixels);
    }
}

/* Pack, paste what it prints, train, evaluate: 37 classes of 12x10 pixels. */
static void a_folder_of_images_trains_a_model(void **state)
{
    Session *session = *state;
    make_folder(session, 37, 6);
    Outcome packed = expect_status_inside(
        session, 0, "data pack -q in tints.xcd --test 0.2 --size 12x10 --fit crop");
    assert_contains(packed.out, "images of 12x10x3 in 37 classes\n");
    assert_contains(packed.out, "# a class has 4 to 5 training and 1 to 2 test images\n"
                                "input:\n  shape: [12, 10, 3]\n");
    assert_contains(packed.out, "set: {classes: 37}\ntraining: {data: tints.xcd}\n");
    assert_string_equal(packed.err, "");
    write_inside(session, "tints.yaml", packed.out);
    write_inside(session, "model.yaml",
        "extends: tints.yaml\n"
        "layers:\n"
        "  - conv: {filters: 8, kernel: 3, stride: 2}\n"
        "  - batch_norm: {momentum: 0.5}\n"
        "  - relu\n"
        "  - global_average_pool\n"
        "  - dense: $classes\n"
        "  - softmax\n");
    Outcome trained = expect_status_inside(session, 0, "train model.yaml --steps 4 --out run");
    assert_contains(trained.err, "model on in: ");
    assert_contains(trained.err, "12x10x3, 37 classes");
    assert_lacks(trained.err, "synthetic");
    Outcome evaluated =
        expect_status_inside(session, 0, "evaluate model.yaml --data tints.xcd --weights run");
    assert_contains(evaluated.out, "test accuracy");
    assert_lacks(evaluated.err, "warning");
    /* another name in front moves every class by one */
    assert_int_equal(rename(inside(session, "in/class36"), inside(session, "in/class")), 0);
    expect_status_inside(session, 0, "data pack in other.xcd --size 12x10 --fit crop --test 0.2");
    evaluated = expect_status_inside(session, 0, "evaluate run --data other.xcd");
    assert_contains(
        evaluated.err, "warning: class 0 is 'class00' for the weights, 'class' in the data");
    /* a byte that is wrong is seen before any step */
    FILE *file = fopen(inside(session, "tints.xcd"), "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, -100, SEEK_END), 0);
    int byte = getc(file);
    assert_int_equal(fseek(file, -100, SEEK_END), 0);
    putc(byte ^ 1, file);
    assert_int_equal(fclose(file), 0);
    Outcome damaged = expect_status_inside(session, 1, "train model.yaml --steps 4 --out run2");
    assert_contains(damaged.err, "tints.xcd: is damaged");
}

static void pack_prints_json_of_the_same_numbers(void **state)
{
    Session *session = *state;
    make_folder(session, 2, 10);
    Outcome packed = expect_status_inside(
        session, 0, "data pack in a.xcd --test 0.3 --size 8 --channels 1 --name tints --json");
    assert_contains(packed.out, "\"name\": \"tints\"");
    assert_contains(packed.out, "\"channels\": 1");
    assert_contains(packed.out, "\"classes\": [\n    \"class00\",\n    \"class01\"\n  ]");
    assert_contains(packed.out, "\"train_by_class\": [7, 7]");
    assert_contains(packed.out, "\"test_by_class\": [3, 3]");
    packed = expect_status_inside(session, 0, "data pack in b.xcd --test 0.3 --size 8");
    assert_contains(packed.out, "# in: 14 training and 6 test images of 8x8x3 in 2 classes\n"
                                "#   class00                   7 training,      3 test\n"
                                "#   class01                   7 training,      3 test\n"
                                "input:\n");
}

static void images_of_several_sizes_need_a_size(void **state)
{
    Session *session = *state;
    make_folder(session, 2, 10);
    Outcome refused = expect_status_inside(session, 1, "data pack in a.xcd --test 0.3");
    assert_contains(refused.err, "pixels and in/class");
    assert_contains(refused.err, "hint: --size 1");
    assert_false(files_is_regular(inside(session, "a.xcd")));
    assert_false(files_is_regular(inside(session, "a.xcd.tmp")));
}

/* Whichever comes first: one gray image among colours, and one with colours among gray ones. */
static void colours_in_any_image_are_kept(void **state)
{
    Session *session = *state;
    const uint8_t pixels[12] = {0, 255, 3};
    static const JpegForm gray_jpeg = {.components = 1}, rgb_jpeg = {.components = 3};
    for (int odd = 0; odd < 8; odd++) {
        const char *name = arena_printf(session->arena, "in%d", odd);
        for (int i = 0; i < 4; i++) {
            const char *folder = inside(
                session, arena_printf(session->arena, "%s/%s/x", name, i < 2 ? "train" : "test"));
            const char *path = arena_printf(session->arena, "%s/%d.png", folder, i);
            bool gray = (i == odd % 4) == (odd < 4);
            assert_true(files_make_directory(session->arena, session->diag, folder));
            if (i % 2)
                write_plain_png(path, 2, 2, gray ? 1 : 3, pixels);
            else
                write_jpeg(path, 2, 2, gray ? &gray_jpeg : &rgb_jpeg, pixels);
        }
        Outcome packed = expect_status_inside(
            session, 0, arena_printf(session->arena, "data pack %s a.xcd", name));
        assert_contains(packed.out, "2x2x3");
    }
    assert_contains(
        expect_status_inside(session, 0, "data pack in0 b.xcd --channels 1").out, "2x2x1");
}

static void what_is_no_image_is_named_or_counted(void **state)
{
    Session *session = *state;
    make_folder(session, 2, 10);
    write_inside(session, "in/class01/notes.txt", "not an image");
    cut_file(inside(session, "in/class00/2.png"), 60);
    Outcome refused = expect_status_inside(session, 1, "data pack in a.xcd --test 0.3 --size 8");
    assert_contains(refused.err, "cannot read the image in/class0");
    assert_contains(refused.err, "hint: --skip-bad");
    Outcome packed =
        expect_status_inside(session, 0, "data pack in a.xcd --test 0.3 --size 8 --skip-bad");
    assert_contains(packed.out, "files skipped: 2\n");
    assert_contains(packed.err, "skipped in/class01/notes.txt: it is neither a PNG nor a JPEG");
    assert_contains(packed.err, "skipped in/class00/2.png: the PNG can't be read: the file ends");
}

static void a_full_disk_leaves_the_old_file(void **state)
{
    Session *session = *state;
    size_t length, again;
    make_folder(session, 2, 20);
    expect_status_inside(session, 0, "data pack in a.xcd --test 0.3 --size 8");
    char *old = files_read(session->arena, session->diag, inside(session, "a.xcd"), &length);
    /* the limit is met while writing, when the buffer is flushed, and by the checksum alone */
    const size_t limits[] = {1000, length - 4000, length - 1};
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        Outcome full = run_xceptc_in(session->arena, "data pack in a.xcd --test 0.3 --size 8",
            &(Setting){.directory = session->directory, .file_limit = limits[i]});
        assert_int_equal(full.status, 3);
        assert_contains(full.err, "cannot write a.xcd: File too large");
        assert_false(files_is_regular(inside(session, "a.xcd.tmp")));
        char *now = files_read(session->arena, session->diag, inside(session, "a.xcd"), &again);
        assert_int_equal(again, length);
        assert_memory_equal(now, old, length);
    }
    assert_contains(
        expect_status_inside(session, 3, "data pack in no/a.xcd --test 0.3 --size 8").err,
        "cannot write no/a.xcd: No such file");
}

static void nothing_but_a_data_file_is_replaced(void **state)
{
    Session *session = *state;
    make_folder(session, 2, 10);
    write_inside(session, "model.yaml", "about: mine\n");
    assert_contains(
        expect_status_inside(session, 1, "data pack in model.yaml --test 0.3 --size 8").err,
        "model.yaml is there and is no data file");
    assert_contains(expect_status_inside(session, 1, "data pack in in --test 0.3 --size 8").err,
        "in is there and is no data file");
    size_t length;
    assert_string_equal(
        files_read(session->arena, session->diag, inside(session, "model.yaml"), &length),
        "about: mine\n");
}

static void wrong_usage_of_data_is_explained(void **state)
{
    Session *session = *state;
    static const struct {
        const char *words, *part;
    } cases[] = {{"data", "data needs"}, {"data pac a b", "did you mean 'pack'?"},
        {"data mnist", "there are cifar10 and cifar100"}, {"data pack a", "packing takes a folder"},
        {"data cifar10 a b", "fetching takes one folder"},
        {"data pack a b --archive c", "--archive has no meaning for 'data pack'"},
        {"data cifar10 --size 3", "--size has no meaning for 'data cifar10'"},
        {"data pack a b --size 0x4", "--size is HEIGHTxWIDTH"},
        {"data pack a b --size 4x", "--size is HEIGHTxWIDTH"},
        {"data pack a b --size 16385", "--size is HEIGHTxWIDTH"},
        {"data pack a b --size 99999999999999999999", "--size is HEIGHTxWIDTH"},
        {"data pack a b --fit cover", "--fit is stretch, crop or pad"},
        {"data pack a b --channels 4", "--channels is 1 (gray) or 3 (RGB)"},
        {"data pack a b --test 1", "--test is a fraction"},
        {"data pack a b --test nan", "--test is a fraction"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_contains(expect_status(session, 2, cases[i].words).err, cases[i].part);
}

/* The program of docs/data.md, as it stands there. */
static void a_data_file_written_by_the_documented_python_is_read(void **state)
{
    Session *session = *state;
    size_t length;
    if (run_program(session->arena, "python3", "--version", &(Setting){0}).status != 0) {
        print_message("skipped: there is no python3\n");
        skip();
    }
    char *page =
        files_read(session->arena, session->diag, XCEPTC_SOURCE_DIR "/docs/data.md", &length);
    char *code = strstr(page, "```python\n");
    assert_non_null(code);
    code += strlen("```python\n");
    *strstr(code, "```") = '\0';
    write_inside(session, "write.py",
        arena_printf(session->arena,
            "%s\n"
            "class Image:\n"
            "    shape = (6, 5, 2)\n"
            "    def __init__(self, first): self.first = first\n"
            "    def tobytes(self): return bytes((self.first + i) %% 256 for i in range(60))\n"
            "write('p.xcd', 'pythons', ['big', 'small'],\n"
            "      [(i %% 2, Image(i)) for i in range(9)], [(1, Image(200))])\n",
            code));
    Outcome written = run_program(
        session->arena, "python3", "write.py", &(Setting){.directory = session->directory});
    if (written.status != 0)
        fail_msg("%s", written.err);
    write_inside(session, "model.yaml",
        "input: {shape: [6, 5, 2]}\n"
        "layers: [flatten, dense: 2, softmax]\n"
        "training: {data: ./p.xcd, batch_size: 4}\n");
    Outcome trained = expect_status_inside(session, 0, "train model.yaml --out run");
    assert_contains(trained.err, "model on pythons: 9 training and 1 test images of 6x5x2");
}

/* ---- published archives -----------------------------------------------------------------------
 */

/* Files of zeros as CIFAR-100 has them, in an archive; its digest goes to `digest`. */
static void make_archive(Session *session, const char *name, char digest[65])
{
    const struct {
        const char *name;
        long size;
    } files[] = {{"make/cifar-100-binary/train.bin", 50000L * 3074},
        {"make/cifar-100-binary/test.bin", 10000L * 3074}};
    const char *folder = inside(session, "make/cifar-100-binary");
    assert_true(files_make_directory(session->arena, session->diag, folder));
    for (int i = 0; i < 2; i++) {
        int file = open(inside(session, files[i].name), O_CREAT | O_WRONLY, 0666);
        assert_true(file >= 0);
        assert_int_equal(ftruncate(file, files[i].size), 0);
        close(file);
    }
    Setting setting = {.directory = session->directory};
    const char *words = arena_printf(session->arena, "-C make -czf %s cifar-100-binary", name);
    assert_int_equal(run_program(session->arena, "tar", words, &setting).status, 0);
    Outcome sum = run_program(session->arena, "sha256sum", name, &setting);
    memcpy(digest, sum.out, 64);
    digest[64] = '\0';
}

typedef struct Fetched {
    int status;
    char *messages;
} Fetched;

/* Every step is shown, none takes any time. */
static double no_time(void)
{
    return 0.0;
}

static Fetched fetch(Session *session, const Archive *archive, const char *to, const char *local)
{
    Fetched result;
    size_t length;
    FILE *stream = open_memstream(&result.messages, &length);
    assert_non_null(stream);
    xr_progress *progress =
        xr_progress_create(&(xr_progress_settings){.stream = stream, .clock = no_time});
    Command command = {.arena = session->arena,
        .diag = diag_new(session->arena, stream, false),
        .progress = progress};
    result.status = data_fetch(&command, archive, inside(session, to), local);
    xr_progress_destroy(progress);
    fclose(stream);
    char *text = arena_strdup(session->arena, result.messages);
    free(result.messages);
    result.messages = text;
    return result;
}

/* How many entries of a folder there are, hidden ones too. */
static int count_entries(Session *session, const char *folder)
{
    Outcome listing = run_program(
        session->arena, "ls", arena_printf(session->arena, "-A %s", folder), &(Setting){0});
    int lines = 0;
    for (const char *p = listing.out; *p; p++)
        lines += *p == '\n';
    return lines;
}

static bool is_there(const char *path)
{
    return access(path, F_OK) == 0;
}

static void an_archive_is_fetched_checked_unpacked_and_kept(void **state)
{
    Session *session = *state;
    char digest[65];
    make_archive(session, "a.tar.gz", digest);
    Archive archive = {"cifar100", "CIFAR-100",
        arena_printf(session->arena, "file://%s", inside(session, "a.tar.gz")), "little", digest,
        "cifar-100-binary"};
    /* by curl, from where there is no network needed */
    Fetched first = fetch(session, &archive, "fetched", NULL);
    const char *steps = "checking the archive  0 s\nunpacking  0 s\n"
                        "checking the images  0 s\nchecking the images  0 s\n";
    assert_string_equal(first.messages, arena_printf(session->arena, "fetching  0 s\n%s", steps));
    assert_int_equal(first.status, XC_EXIT_OK);
    assert_int_equal(count_entries(session, inside(session, "fetched")), 1);
    /* from an archive that is here; it stays */
    Fetched second = fetch(session, &archive, "local", inside(session, "a.tar.gz"));
    assert_string_equal(second.messages, steps);
    assert_true(files_is_regular(inside(session, "local/cifar-100-binary/train.bin")));
    assert_true(files_is_regular(inside(session, "a.tar.gz")));
    /* already there: no address, no archive is needed */
    archive.address = "http://127.0.0.1:1/nothing.tar.gz";
    assert_int_equal(fetch(session, &archive, "local", NULL).status, XC_EXIT_OK);
    /* there and wrong: said, and left alone */
    cut_file(inside(session, "local/cifar-100-binary/test.bin"), 3074);
    Fetched wrong = fetch(session, &archive, "local", NULL);
    assert_int_equal(wrong.status, XC_EXIT_INPUT);
    assert_contains(wrong.messages, "test.bin: 1 records, expected 10000");
    assert_contains(wrong.messages, "hint: remove ");
}

static void an_archive_with_another_digest_is_not_unpacked(void **state)
{
    Session *session = *state;
    write_inside(session, "planted.tar.gz", "rm -rf");
    Outcome refused = expect_status_inside(session, 1, "data cifar10 to --archive planted.tar.gz");
    assert_contains(refused.err, "planted.tar.gz is not the archive of CIFAR-10");
    assert_contains(refused.err, "its SHA-256 is ");
    assert_contains(refused.err, "it should be   c4a38c50a1bc5f3a");
    assert_false(is_there(inside(session, "to")));
    assert_contains(expect_status_inside(session, 3, "data cifar10 to --archive none").err,
        "none is not a file");
}

/* The right digest of a wrong archive: tar fails, or what it unpacked is no data set. */
static void an_archive_of_something_else_leaves_nothing(void **state)
{
    Session *session = *state;
    Setting setting = {.directory = session->directory};
    Archive archive = {
        "cifar10", "CIFAR-10", "file:///none", "little", NULL, "cifar-10-batches-bin"};
    write_inside(session, "planted.tar.gz", "no archive at all");
    Outcome sum = run_program(session->arena, "sha256sum", "planted.tar.gz", &setting);
    archive.sha256 = arena_strndup(session->arena, sum.out, 64);
    Fetched broken = fetch(session, &archive, "to", inside(session, "planted.tar.gz"));
    assert_int_equal(broken.status, XC_EXIT_MACHINE);
    assert_contains(broken.messages, "tar ended with status");
    assert_false(is_there(inside(session, "to")));

    const char *folder = inside(session, "cifar-10-batches-bin");
    assert_true(files_make_directory(session->arena, session->diag, folder));
    write_inside(session, "cifar-10-batches-bin/data_batch_1.bin", "short");
    assert_int_equal(
        run_program(session->arena, "tar", "-czf planted.tar.gz cifar-10-batches-bin", &setting)
            .status,
        0);
    sum = run_program(session->arena, "sha256sum", "planted.tar.gz", &setting);
    archive.sha256 = arena_strndup(session->arena, sum.out, 64);
    Fetched partial = fetch(session, &archive, "to", inside(session, "planted.tar.gz"));
    assert_int_equal(partial.status, XC_EXIT_INPUT);
    assert_contains(partial.messages, "data_batch_1.bin: 5 bytes are not a whole number");
    assert_false(is_there(inside(session, "to")));
}

static void without_a_network_the_way_by_hand_is_told(void **state)
{
    Session *session = *state;
    Archive archive = {"cifar10", "CIFAR-10", "http://127.0.0.1:1/cifar.tar.gz", "little",
        "0000000000000000000000000000000000000000000000000000000000000000", "cifar-10-batches-bin"};
    Fetched failed = fetch(session, &archive, "deep/er/to", NULL);
    assert_int_equal(failed.status, XC_EXIT_MACHINE);
    assert_contains(failed.messages, "cannot fetch http://127.0.0.1:1/cifar.tar.gz");
    assert_contains(failed.messages, "--archive cifar.tar.gz");
    assert_false(is_there(inside(session, "deep")));
    /* what was there stays */
    assert_true(files_make_directory(session->arena, session->diag, inside(session, "deep/er")));
    fetch(session, &archive, "deep/er/to", NULL);
    assert_true(is_there(inside(session, "deep/er")));
    assert_false(is_there(inside(session, "deep/er/to")));
    fetch(session, &archive, "deep/er", NULL);
    assert_true(is_there(inside(session, "deep/er")));
    assert_int_equal(count_entries(session, inside(session, "deep/er")), 0);
}

/* A pipe that nobody writes to, in the place of an archive: its reader waits until a signal comes,
 * to xceptc alone. */
static void a_signal_ends_fetching_and_leaves_nothing(void **state)
{
    Session *session = *state;
    const char *pipe = inside(session, "pipe"), *to = inside(session, "to");
    Archive archive = {"cifar10", "CIFAR-10", arena_printf(session->arena, "file://%s", pipe),
        "endless", "0000000000000000000000000000000000000000000000000000000000000000",
        "cifar-10-batches-bin"};
    int status = 0;
    assert_int_equal(mkfifo(pipe, 0666), 0);
    pid_t child = fork();
    if (child == 0)
        _exit(fetch(session, &archive, "to", NULL).status);
    int end = open(pipe, O_WRONLY); /* waits for the reader */
    assert_true(end >= 0);
    assert_int_equal(count_entries(session, to), 1);
    assert_int_equal(kill(child, SIGTERM), 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
    assert_false(is_there(to));
    close(end);
}

static void the_published_digests_are_64_digits(void **state)
{
    (void)state;
    static const char *const words[] = {"cifar10", "cifar100"};
    for (int i = 0; i < 2; i++) {
        const Archive *archive = archive_find(words[i]);
        assert_non_null(archive);
        assert_int_equal(strspn(archive->sha256, "0123456789abcdef"), 64);
        assert_int_equal(strlen(archive->sha256), 64);
    }
    assert_null(archive_find("cifar"));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, session_set_up, session_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_folder_of_images_trains_a_model),
        CASE(pack_prints_json_of_the_same_numbers),
        CASE(images_of_several_sizes_need_a_size),
        CASE(colours_in_any_image_are_kept),
        CASE(what_is_no_image_is_named_or_counted),
        CASE(a_full_disk_leaves_the_old_file),
        CASE(nothing_but_a_data_file_is_replaced),
        CASE(wrong_usage_of_data_is_explained),
        CASE(a_data_file_written_by_the_documented_python_is_read),
        CASE(an_archive_is_fetched_checked_unpacked_and_kept),
        CASE(an_archive_with_another_digest_is_not_unpacked),
        CASE(an_archive_of_something_else_leaves_nothing),
        CASE(without_a_network_the_way_by_hand_is_told),
        CASE(a_signal_ends_fetching_and_leaves_nothing),
        cmocka_unit_test(the_published_digests_are_64_digits),
    };
    return cmocka_run_group_tests(tests, session_set_up_cache, session_tear_down_cache);
}
