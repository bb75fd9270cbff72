/* Files are written whole or not at all, and failures name the path. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/files.h"
#include "support/map.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

typedef struct Place {
    Arena *arena;
    Diag *diag;
    FILE *stream;
    char *messages;
    size_t length;
    char *directory;
} Place;

static int set_up(void **state)
{
    Place *place = calloc(1, sizeof *place);
    assert_non_null(place);
    place->arena = arena_new();
    place->stream = open_memstream(&place->messages, &place->length);
    assert_non_null(place->stream);
    place->diag = diag_new(place->arena, place->stream, false);
    place->directory = arena_strdup(place->arena, XCEPTC_BINARY_DIR "/files-XXXXXX");
    assert_non_null(mkdtemp(place->directory));
    *state = place;
    return 0;
}

/* Tests leave files in the directory itself and in the folders a and a/b. */
static int tear_down(void **state)
{
    Place *place = *state;
    const char *const folders[] = {"a/b", "a", "."};
    for (size_t i = 0; i < 3; i++) {
        char *folder = files_join(place->arena, place->directory, folders[i]);
        DIR *stream = opendir(folder);
        if (!stream)
            continue;
        for (struct dirent *entry; (entry = readdir(stream));)
            unlink(files_join(place->arena, folder, entry->d_name));
        closedir(stream);
        rmdir(folder);
    }
    rmdir(place->directory);
    fclose(place->stream);
    free(place->messages);
    arena_free(place->arena);
    free(place);
    return 0;
}

static const char *messages(Place *place)
{
    fflush(place->stream);
    return place->messages;
}

static void assert_content(Place *place, const char *path, const char *content)
{
    size_t length;
    char *text = files_read(place->arena, place->diag, path, &length);
    assert_non_null(text);
    assert_string_equal(text, content);
}

static size_t count_files(const char *directory)
{
    DIR *stream = opendir(directory);
    assert_non_null(stream);
    size_t count = 0;
    for (struct dirent *entry; (entry = readdir(stream));)
        count += entry->d_name[0] != '.';
    closedir(stream);
    return count;
}

static void a_file_is_replaced_whole(void **state)
{
    Place *place = *state;
    const char *path = files_join(place->arena, place->directory, "file");
    assert_true(files_write(place->arena, place->diag, path, "first", 5));
    assert_content(place, path, "first");
    assert_true(files_write(place->arena, place->diag, path, "2", 1));
    assert_content(place, path, "2");
    assert_int_equal(count_files(place->directory), 1);
}

static void equal_content_keeps_the_file(void **state)
{
    Place *place = *state;
    const char *path = files_join(place->arena, place->directory, "file");
    struct stat before, after;
    assert_true(files_write(place->arena, place->diag, path, "same", 4));
    assert_int_equal(stat(path, &before), 0);
    assert_true(files_write(place->arena, place->diag, path, "same", 4));
    assert_int_equal(stat(path, &after), 0);
    assert_int_equal(before.st_ino, after.st_ino);
}

static void a_short_disk_leaves_the_old_file_and_nothing_else(void **state)
{
    Place *place = *state;
    const char *path = files_join(place->arena, place->directory, "file");
    assert_true(files_write(place->arena, place->diag, path, "old", 3));
    struct rlimit before, tight;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    tight = (struct rlimit){1000, before.rlim_max};
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
    char large[5000];
    memset(large, 'x', sizeof large);
    bool written = files_write(place->arena, place->diag, path, large, sizeof large);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, handler);
    assert_false(written);
    assert_content(place, path, "old");
    assert_int_equal(count_files(place->directory), 1);
    assert_non_null(strstr(messages(place), path));
}

static mode_t mode_of(const char *path)
{
    struct stat status;
    assert_int_equal(lstat(path, &status), 0);
    return status.st_mode;
}

/* Links to links, relative to where they stand; the last leads to what is not there at first. */
static void a_link_stays_and_what_it_leads_to_is_replaced(void **state)
{
    Place *place = *state;
    const char *outer = files_join(place->arena, place->directory, "outer");
    const char *inner = files_join(place->arena, place->directory, "a/inner");
    const char *file = files_join(place->arena, place->directory, "a/file");
    assert_true(files_make_directory(
        place->arena, place->diag, files_join(place->arena, place->directory, "a")));
    assert_int_equal(symlink("a/inner", outer), 0);
    assert_int_equal(symlink("file", inner), 0);
    assert_true(files_write(place->arena, place->diag, outer, "first", 5));
    assert_content(place, file, "first");
    assert_true(files_write(place->arena, place->diag, outer, "second", 6));
    assert_content(place, file, "second");
    assert_true(S_ISLNK(mode_of(outer)));
    assert_true(S_ISLNK(mode_of(inner)));
    assert_true(S_ISREG(mode_of(file)));
    assert_int_equal(count_files(place->directory), 2);
}

static void a_ring_of_links_is_an_error(void **state)
{
    Place *place = *state;
    const char *ring = files_join(place->arena, place->directory, "ring");
    assert_int_equal(symlink("ring", ring), 0);
    assert_false(files_write(place->arena, place->diag, ring, "x", 1));
    assert_non_null(strstr(messages(place), ring));
    assert_true(S_ISLNK(mode_of(ring)));
}

static void a_replaced_file_keeps_its_permissions(void **state)
{
    Place *place = *state;
    const char *path = files_join(place->arena, place->directory, "file");
    assert_true(files_write(place->arena, place->diag, path, "first", 5));
    assert_int_equal(chmod(path, 0600), 0);
    assert_true(files_write(place->arena, place->diag, path, "second", 6));
    assert_int_equal(mode_of(path) & 0777, 0600);
}

/* Open for both ends, the pipe never lets a wrong reader or writer wait for the other. */
static void a_pipe_is_written_into_and_stays(void **state)
{
    Place *place = *state;
    const char *path = files_join(place->arena, place->directory, "pipe");
    assert_int_equal(mkfifo(path, 0600), 0);
    int pipe = open(path, O_RDWR | O_NONBLOCK);
    assert_true(pipe >= 0);
    char got[8] = "";
    assert_true(files_write(place->arena, place->diag, path, "bytes", 5));
    assert_true(S_ISFIFO(mode_of(path)));
    assert_int_equal(read(pipe, got, sizeof got), 5);
    assert_string_equal(got, "bytes");
    close(pipe);
    assert_int_equal(count_files(place->directory), 1);
}

/* Devices of the test's own; only root may make them, and not on every file system. */
static void a_device_is_written_into_and_stays(void **state)
{
    Place *place = *state;
    const char *null = files_join(place->arena, place->directory, "null");
    const char *full = files_join(place->arena, place->directory, "full");
    if (mknod(null, S_IFCHR | 0600, makedev(1, 3)) != 0) {
        assert_true(errno == EPERM || errno == EACCES);
        return;
    }
    assert_int_equal(mknod(full, S_IFCHR | 0600, makedev(1, 7)), 0);
    bool usable = access(null, W_OK) == 0 && close(open(null, O_WRONLY)) == 0;
    assert_int_equal(files_write(place->arena, place->diag, null, "bytes", 5), usable);
    assert_false(files_write(place->arena, place->diag, full, "bytes", 5));
    assert_non_null(strstr(messages(place), full));
    assert_true(S_ISCHR(mode_of(null)));
    assert_true(S_ISCHR(mode_of(full)));
    assert_int_equal(count_files(place->directory), 2);
}

static void parents_are_made_and_a_file_in_the_way_is_named(void **state)
{
    Place *place = *state;
    const char *nested = files_join(place->arena, place->directory, "a/b");
    assert_true(files_make_directory(place->arena, place->diag, nested));
    assert_true(files_is_directory(nested));
    assert_true(files_make_directory(place->arena, place->diag, nested));
    const char *file = files_join(place->arena, nested, "file");
    assert_true(files_write(place->arena, place->diag, file, "", 0));
    assert_true(files_is_regular(file));
    assert_false(
        files_make_directory(place->arena, place->diag, files_join(place->arena, file, "below")));
    assert_non_null(strstr(messages(place), "a/b/file"));
}

static void the_way_from_a_folder_leads_to_the_file(void **state)
{
    Place *place = *state;
    const char *a = files_join(place->arena, place->directory, "a");
    const char *b = files_join(place->arena, a, "b");
    assert_true(files_make_directory(place->arena, place->diag, b));
    const struct {
        const char *folder, *path, *way;
    } cases[] = {{place->directory, "a/b/x", "a/b/x"}, {place->directory, "x", "x"},
        {a, "a/b/../x", "x"}, {a, "x", "../x"}, {b, "x", "../../x"}, {b, "a/x", "../x"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *path = files_join(place->arena, place->directory, cases[i].path);
        assert_string_equal(files_relative(place->arena, cases[i].folder, path), cases[i].way);
    }
    assert_string_equal(files_relative(place->arena, "/", "/x"), "x");
    assert_null(files_relative(place->arena, a, files_join(place->arena, a, "none/x")));
    assert_null(files_relative(place->arena, files_join(place->arena, a, "none"), "x"));
}

static void what_was_made_is_removed_where_it_is_empty(void **state)
{
    Place *place = *state;
    const char *a = files_join(place->arena, place->directory, "a");
    const char *b = files_join(place->arena, a, "b/"), *c = files_join(place->arena, a, "b/c");
    const char *outermost = files_missing(place->arena, c);
    assert_string_equal(outermost, a);
    assert_true(files_make_directory(place->arena, place->diag, c));
    assert_null(files_missing(place->arena, c));
    files_remove_empty(place->arena, c, c); /* as if only c had been made */
    assert_true(files_is_directory(b));
    assert_false(files_is_directory(c));
    files_remove_empty(place->arena, b, outermost);
    assert_false(files_is_directory(a));
    assert_true(files_is_directory(place->directory));
    /* a file keeps what it lies in */
    assert_true(files_make_directory(place->arena, place->diag, c));
    const char *file = files_join(place->arena, b, "file");
    assert_true(files_write(place->arena, place->diag, file, "", 0));
    files_remove_empty(place->arena, c, outermost);
    assert_false(files_is_directory(c));
    assert_true(files_is_regular(file));
}

static void lists_are_sorted_and_filtered(void **state)
{
    Place *place = *state;
    const char *const names[] = {"z.c", "a.h", "b.c", "c.txt", ".c"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_true(files_write(place->arena, place->diag,
            files_join(place->arena, place->directory, names[i]), "x", 1));
    const char *const suffixes[] = {".c", ".h", NULL};
    char **list = files_list(place->arena, place->diag, place->directory, suffixes);
    assert_non_null(list);
    assert_string_equal(list[0], "a.h");
    assert_string_equal(list[1], "b.c");
    assert_string_equal(list[2], "z.c");
    assert_null(list[3]);
    assert_null(files_list(place->arena, place->diag, "/nowhere/at/all", suffixes));
}

static void the_hash_is_fnv_1a(void **state)
{
    (void)state;
    assert_true(hash_bytes(XC_HASH_START, "", 0) == 0xcbf29ce484222325u);
    assert_true(hash_bytes(XC_HASH_START, "a", 1) == 0xaf63dc4c8601ec8cu);
    assert_true(hash_bytes(XC_HASH_START, "foobar", 6) == 0x85944171f73967e8u);
    assert_true(hash_bytes(hash_bytes(XC_HASH_START, "foo", 3), "bar", 3) == 0x85944171f73967e8u);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_file_is_replaced_whole),
        CASE(equal_content_keeps_the_file),
        CASE(a_short_disk_leaves_the_old_file_and_nothing_else),
        CASE(a_link_stays_and_what_it_leads_to_is_replaced),
        CASE(a_ring_of_links_is_an_error),
        CASE(a_replaced_file_keeps_its_permissions),
        CASE(a_pipe_is_written_into_and_stays),
        CASE(a_device_is_written_into_and_stays),
        CASE(parents_are_made_and_a_file_in_the_way_is_named),
        CASE(the_way_from_a_folder_leads_to_the_file),
        CASE(what_was_made_is_removed_where_it_is_empty),
        CASE(lists_are_sorted_and_filtered),
        cmocka_unit_test(the_hash_is_fnv_1a),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
