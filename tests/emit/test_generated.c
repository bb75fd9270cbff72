/* The committed output of the compiler is still its output, has the project's format, and compiles
 * without a warning under both compilers. */
#include "emit/emit.h"
#include "pipeline.h"
#include "support/files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

#define MODEL "xception_he_wd_slim_thinner"
/* Exit statuses of tools/check_format. */
enum { NO_TOOL = 3, OTHER_VERSION = 77 };

#define FOLDER XCEPTC_SOURCE_DIR "/generated/" MODEL

static EmittedFiles emitted(Arena *arena, Diag *diag)
{
    const PipelineOptions options = {.models = XCEPTC_SOURCE_DIR "/models", .quiet = true};
    Compilation compilation;
    assert_true(pipeline_run(
        arena, diag, XCEPTC_SOURCE_DIR "/models/" MODEL ".yaml", &options, &compilation));
    return emit_c_files(compilation.program, diag);
}

/* How many files differ from the committed ones, or are not there. */
static size_t count_differences(Arena *arena, Diag *diag, const EmittedFiles *files)
{
    size_t differences = 0;
    for (size_t i = 0; i < files->count; i++) {
        size_t length;
        const char *text =
            files_read(arena, diag, files_join(arena, FOLDER, files->data[i].name), &length);
        if (!text || length != files->data[i].length ||
            memcmp(text, files->data[i].text, length) != 0) {
            print_message("%s differs\n", files->data[i].name);
            differences++;
        }
    }
    return differences;
}

static void the_committed_code_is_what_the_compiler_writes(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Diag *diag = diag_new(arena, stderr, false);
    const EmittedFiles files = emitted(arena, diag);
    assert_int_equal(files.count, 7);
    assert_int_equal(count_differences(arena, diag, &files), 0);
    arena_free(arena);
}

static void a_changed_byte_of_the_committed_code_is_found(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Diag *diag = diag_new(arena, stderr, false);
    EmittedFiles files = emitted(arena, diag);
    char *text = arena_strdup(arena, files.data[2].text);
    text[100] ^= 1;
    files.data[2].text = text;
    assert_int_equal(count_differences(arena, diag, &files), 1);
    arena_free(arena);
}

static void emission_is_a_function_of_the_model(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Diag *diag = diag_new(arena, stderr, false);
    const EmittedFiles first = emitted(arena, diag), second = emitted(arena, diag);
    for (size_t i = 0; i < first.count; i++)
        assert_string_equal(first.data[i].text, second.data[i].text);
    arena_free(arena);
}

static void no_line_names_a_folder_of_this_machine(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Diag *diag = diag_new(arena, stderr, false);
    const EmittedFiles files = emitted(arena, diag);
    for (size_t i = 0; i < files.count; i++)
        assert_null(strstr(files.data[i].text, XCEPTC_SOURCE_DIR));
    arena_free(arena);
}

static bool is_missing(const char *tool)
{
    Arena *arena = arena_new();
    int status = system(arena_printf(arena, "command -v %s >/dev/null", tool));
    arena_free(arena);
    return status != 0;
}

static void the_committed_code_has_the_projects_format(void **state)
{
    (void)state;
    int status = system("cd " XCEPTC_SOURCE_DIR " && tools/check_format " FOLDER "/*.[ch]");
    assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) == NO_TOOL || WEXITSTATUS(status) == OTHER_VERSION)
        skip();
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void compiles_without_a_warning(const char *compiler)
{
    if (is_missing(compiler))
        skip();
    Arena *arena = arena_new();
    assert_int_equal(system(arena_printf(arena,
                         "cd " FOLDER " && for f in *.c; do %s -std=gnu11 -O0 -fsyntax-only -Wall "
                         "-Wextra -Werror -I" XCEPTC_SOURCE_DIR "/runtime $f || exit 1; done",
                         compiler)),
        0);
    arena_free(arena);
}

static void gcc_compiles_the_committed_code_without_a_warning(void **state)
{
    (void)state;
    compiles_without_a_warning("gcc");
}

static void clang_compiles_the_committed_code_without_a_warning(void **state)
{
    (void)state;
    compiles_without_a_warning("clang");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_committed_code_is_what_the_compiler_writes),
        cmocka_unit_test(a_changed_byte_of_the_committed_code_is_found),
        cmocka_unit_test(emission_is_a_function_of_the_model),
        cmocka_unit_test(no_line_names_a_folder_of_this_machine),
        cmocka_unit_test(the_committed_code_has_the_projects_format),
        cmocka_unit_test(gcc_compiles_the_committed_code_without_a_warning),
        cmocka_unit_test(clang_compiles_the_committed_code_without_a_warning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
