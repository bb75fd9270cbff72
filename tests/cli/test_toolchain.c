/* The toolchain: sources become a program, objects are reused by content, and failures of compiler
 * or disk leave nothing half made. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cli/cache.h"
#include "cli/code_hash.h"
#include "cli/toolchain.h"
#include "command.h"
#include "support/files.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct Workshop {
    Arena *arena;
    Diag *diag;
    FILE *stream;
    char *messages;
    size_t length;
    char *directory, *sources;
} Workshop;

/* One cache for all tests: the runtime is compiled twice in all, not twice a test. */
static int set_up_cache(void **state)
{
    Arena *arena = arena_new();
    char *cache = temporary_directory(arena);
    *state = arena;
    return setenv("XCEPTC_CACHE", cache, 1);
}

static int tear_down_cache(void **state)
{
    remove_directory(getenv("XCEPTC_CACHE"));
    arena_free(*state);
    return 0;
}

static void put(Workshop *shop, const char *name, const char *text)
{
    assert_true(files_write(
        shop->arena, shop->diag, files_join(shop->arena, shop->sources, name), text, strlen(text)));
}

static int set_up(void **state)
{
    Workshop *shop = calloc(1, sizeof *shop);
    assert_non_null(shop);
    shop->arena = arena_new();
    shop->stream = open_memstream(&shop->messages, &shop->length);
    assert_non_null(shop->stream);
    shop->diag = diag_new(shop->arena, shop->stream, false);
    shop->directory = temporary_directory(shop->arena);
    shop->sources = files_join(shop->arena, shop->directory, "sources");
    assert_true(files_make_directory(shop->arena, shop->diag, shop->sources));
    unsetenv("CC");
    put(shop, "answer.h", "int answer(void);\n");
    put(shop, "answer.c", "#include \"answer.h\"\nint answer(void) { return 42; }\n");
    put(shop, "main.c", "#include \"answer.h\"\nint main(void) { return answer(); }\n");
    *state = shop;
    return 0;
}

static int tear_down(void **state)
{
    Workshop *shop = *state;
    unsetenv("CC");
    remove_directory(shop->directory);
    fclose(shop->stream);
    free(shop->messages);
    arena_free(shop->arena);
    free(shop);
    return 0;
}

static const char *build(Workshop *shop)
{
    ToolchainRequest request = {
        .name = "demo", .directory = shop->sources, .isa = "native", .quiet = true};
    return toolchain_build(shop->arena, shop->diag, &request);
}

static int run(Workshop *shop, const char *program)
{
    assert_non_null(program);
    return run_program(shop->arena, program, "", &(Setting){0}).status;
}

static size_t count(Workshop *shop, const char *folder, const char *suffix)
{
    const char *const suffixes[] = {suffix, NULL};
    char **names = files_list(shop->arena, shop->diag, folder, suffixes);
    assert_non_null(names);
    size_t number = 0;
    while (names[number])
        number++;
    return number;
}

static size_t count_objects(Workshop *shop)
{
    return count(shop, files_join(shop->arena, getenv("XCEPTC_CACHE"), "objects"), ".o");
}

static void assert_said(Workshop *shop, const char *text)
{
    fflush(shop->stream);
    if (!strstr(shop->messages, text))
        fail_msg("'%s' is not in: %s", text, shop->messages);
}

static void sources_become_a_program_and_only_changes_are_compiled(void **state)
{
    Workshop *shop = *state;
    assert_int_equal(run(shop, build(shop)), 42);
    size_t objects = count_objects(shop);
    assert_int_equal(run(shop, build(shop)), 42);
    assert_int_equal(count_objects(shop), objects);
    put(shop, "answer.c", "#include \"answer.h\"\nint answer(void) { return 43; }\n");
    assert_int_equal(run(shop, build(shop)), 43);
    assert_int_equal(count_objects(shop), objects + 1);
}

static void a_changed_header_compiles_everything_anew(void **state)
{
    Workshop *shop = *state;
    assert_int_equal(run(shop, build(shop)), 42);
    size_t objects = count_objects(shop);
    put(shop, "answer.h", "#define answer answer_of_another_name\nint answer(void);\n");
    assert_int_equal(run(shop, build(shop)), 42);
    assert_true(count_objects(shop) >= objects + 2);
}

static void a_compile_error_names_the_source_and_leaves_nothing(void **state)
{
    Workshop *shop = *state;
    put(shop, "answer.c", "#error planted\n");
    assert_null(build(shop));
    assert_said(shop, "answer.c");
    assert_false(files_is_regular(files_join(shop->arena, shop->sources, "demo")));
    assert_int_equal(
        count(shop, files_join(shop->arena, getenv("XCEPTC_CACHE"), "objects"), ".tmp"), 0);
}

static void a_link_error_keeps_the_old_program(void **state)
{
    Workshop *shop = *state;
    const char *program = build(shop);
    assert_int_equal(run(shop, program), 42);
    put(shop, "answer.c", "int not_the_answer(void);\nint not_the_answer(void) { return 1; }\n");
    assert_null(build(shop));
    assert_said(shop, "could not link");
    assert_int_equal(run(shop, program), 42);
    assert_int_equal(count(shop, shop->sources, ".tmp"), 0);
}

static void a_missing_or_useless_compiler_is_named(void **state)
{
    Workshop *shop = *state;
    setenv("CC", "no-such-compiler", 1);
    assert_null(build(shop));
    assert_said(shop, "cannot run no-such-compiler");
    setenv("CC", "false", 1);
    assert_null(build(shop));
    assert_said(shop, "'false' does not accept -march=native");
}

static void a_place_that_cannot_be_written_is_named(void **state)
{
    Workshop *shop = *state;
    const char *blocked = files_join(shop->arena, shop->sources, "demo");
    assert_true(files_make_directory(shop->arena, shop->diag, blocked));
    assert_null(build(shop));
    assert_said(shop, "sources/demo");
    assert_int_equal(count(shop, shop->sources, ".tmp"), 0);
    const char *cache = arena_strdup(shop->arena, getenv("XCEPTC_CACHE"));
    assert_int_equal(setenv("XCEPTC_CACHE", "/dev/null", 1), 0);
    assert_null(build(shop));
    assert_int_equal(setenv("XCEPTC_CACHE", cache, 1), 0);
    assert_said(shop, "the cache /dev/null is no directory");
}

static const char *objects_folder(Workshop *shop)
{
    return files_join(shop->arena, getenv("XCEPTC_CACHE"), "objects");
}

static void cut(const char *path)
{
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(truncate(path, status.st_size / 2), 0);
}

static void empty(const char *path)
{
    assert_int_equal(truncate(path, 0), 0);
}

static void flip(const char *path)
{
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, 3, SEEK_SET), 0);
    int byte = fgetc(file);
    assert_int_equal(fseek(file, 3, SEEK_SET), 0);
    assert_int_equal(fputc(byte ^ 1, file), byte ^ 1);
    assert_int_equal(fclose(file), 0);
}

static void remove_file(const char *path)
{
    assert_int_equal(unlink(path), 0);
}

/* A cache of one test alone. */
static void use_own_cache(Workshop *shop, char **before)
{
    *before = arena_strdup(shop->arena, getenv("XCEPTC_CACHE"));
    assert_int_equal(
        setenv("XCEPTC_CACHE", files_join(shop->arena, shop->directory, "cache"), 1), 0);
}

/* The object that wasn't there before the source was written. */
static const char *object_of(Workshop *shop, const char *source)
{
    const char *const suffixes[] = {".o", NULL};
    char **before = files_list(shop->arena, shop->diag, objects_folder(shop), suffixes);
    put(shop, "answer.c", source);
    assert_int_equal(run(shop, build(shop)), 42);
    char **after = files_list(shop->arena, shop->diag, objects_folder(shop), suffixes);
    for (; *before && strcmp(*before, *after) == 0; before++)
        after++;
    return files_join(shop->arena, objects_folder(shop), *after);
}

static void damaged_objects_are_compiled_anew(void **state)
{
    Workshop *shop = *state;
    void (*const damages[])(const char *) = {cut, empty, flip, remove_file};
    assert_int_equal(run(shop, build(shop)), 42);
    const char *object =
        object_of(shop, "int answer(void);\nint answer(void) { return 40 + 2; }\n");
    size_t length;
    const char *whole = files_read(shop->arena, shop->diag, object, &length);
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++)
        for (int sum = 0; sum < 2; sum++) {
            damages[i](sum ? arena_printf(shop->arena, "%s.sum", object) : object);
            assert_false(cache_has(shop->arena, object));
            assert_int_equal(run(shop, build(shop)), 42);
            assert_true(cache_has(shop->arena, object));
            size_t now;
            const char *again = files_read(shop->arena, shop->diag, object, &now);
            assert_int_equal(now, length);
            assert_memory_equal(again, whole, length);
        }
}

static void the_cache_is_the_owners_alone(void **state)
{
    Workshop *shop = *state;
    char *before;
    struct stat status;
    use_own_cache(shop, &before);
    const char *cache = getenv("XCEPTC_CACHE");
    assert_non_null(cache_folder(shop->arena, shop->diag, "objects"));
    assert_int_equal(stat(cache, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0700);
    const mode_t refused[] = {0770, 0702, 0777};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        assert_int_equal(chmod(cache, refused[i]), 0);
        assert_null(cache_folder(shop->arena, shop->diag, "objects"));
        assert_said(shop, "others may write to the cache");
    }
    assert_null(build(shop));
    assert_int_equal(chmod(cache, 0755), 0);
    assert_non_null(cache_folder(shop->arena, shop->diag, "objects"));
    if (geteuid() == 0) {
        assert_int_equal(chown(cache, 12345, (gid_t)-1), 0);
        assert_null(cache_folder(shop->arena, shop->diag, "objects"));
        assert_said(shop, "belongs to another user (12345)");
    }
    assert_int_equal(setenv("XCEPTC_CACHE", before, 1), 0);
}

static void comments_and_blanks_compile_nothing(void **state)
{
    Workshop *shop = *state;
    assert_int_equal(run(shop, build(shop)), 42);
    size_t objects = count_objects(shop);
    put(shop, "answer.c",
        "/* Where it\n * comes from. */\n#include \"answer.h\"\n\n"
        "int   answer(void)/**/{ return 42; } // \"or\n");
    put(shop, "answer.h", "/* told */\nint answer(void);\n");
    assert_int_equal(run(shop, build(shop)), 42);
    assert_int_equal(count_objects(shop), objects);
    setenv("CC", "cc -g", 1); /* whose objects hold the numbers of lines */
    assert_int_equal(run(shop, build(shop)), 42);
    objects = count_objects(shop);
    put(shop, "answer.c", "\n#include \"answer.h\"\nint answer(void) { return 42; }\n");
    assert_int_equal(run(shop, build(shop)), 42);
    assert_int_equal(count_objects(shop), objects + 1);
}

static uint64_t hash_code(const char *text)
{
    return code_hash(0, text, strlen(text));
}

static void code_is_what_the_compiler_sees(void **state)
{
    (void)state;
    static const char *const same[][2] = {{"a/**/b", "a b"}, {"a  \t b", "a b"},
        {"a\n\n  b", "a\nb"}, {"a // x\nb", "a\nb"}, {"a // x\\\n y\nb", "a\nb"},
        {"a /* // */ b", "a b"}, {"/* \" */\na\n", "a"}, {"a /* x\n y */\n b", "a\nb"},
        {"'\"' /* x */", "'\"'"}};
    static const char *const other[][2] = {{"ab", "a b"}, {"\"a  b\"", "\"a b\""},
        {"\"/* */\"", "\"\""}, {"\"\\\"/**/\"", "\"\\\"\""}, {"a / b", "a b"}, {"'/* */'", "' '"},
        {"#define A /*\n*/ 1", "#define A\n1"}, {"#define A\n1", "#define A 1"}, {"a/*b", "a/b"}};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        if (hash_code(same[i][0]) != hash_code(same[i][1]))
            fail_msg("'%s' and '%s' should be the same", same[i][0], same[i][1]);
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        if (hash_code(other[i][0]) == hash_code(other[i][1]))
            fail_msg("'%s' and '%s' should differ", other[i][0], other[i][1]);
}

static void instruction_sets_are_words(void **state)
{
    (void)state;
    assert_true(toolchain_isa_is_word("x86-64-v3"));
    assert_true(toolchain_isa_is_word("armv8.2-a"));
    assert_false(toolchain_isa_is_word(""));
    assert_false(toolchain_isa_is_word("native -fplugin=x"));
    assert_false(toolchain_isa_is_word("a;b"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            sources_become_a_program_and_only_changes_are_compiled, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            a_changed_header_compiles_everything_anew, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            a_compile_error_names_the_source_and_leaves_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_link_error_keeps_the_old_program, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_missing_or_useless_compiler_is_named, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_place_that_cannot_be_written_is_named, set_up, tear_down),
        cmocka_unit_test_setup_teardown(damaged_objects_are_compiled_anew, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_cache_is_the_owners_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(comments_and_blanks_compile_nothing, set_up, tear_down),
        cmocka_unit_test(code_is_what_the_compiler_sees),
        cmocka_unit_test(instruction_sets_are_words),
    };
    return cmocka_run_group_tests(tests, set_up_cache, tear_down_cache);
}
