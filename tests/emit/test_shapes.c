/* What emitted names rest on: two underscores stand in no identifier of C, of its library, of POSIX
 * or of the runtime that begins with a small letter, and none of them is NAME_net_ with the rest of
 * a public name. Models may bear any name; the longest are refused in the model file. */
#include "support/files.h"
#include "support_lib/emitted.h"
#include "words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/text.h"

static const char *const compilers[] = {"gcc", "clang"};
static const char *const cplusplus[] = {"g++", "clang++"};

static const char yaml[] = "input: {shape: [4, 4, 2]}\n"
                           "layers:\n"
                           "  - conv: {filters: 4, kernel: 3}\n"
                           "  - flatten\n"
                           "  - dense: 4\n"
                           "  - softmax\n";

static bool is_there(const char *tool)
{
    Arena *arena = arena_new();
    int status = system(arena_printf(arena, "command -v %s >/dev/null", tool));
    arena_free(arena);
    return status == 0;
}

static Words foreign_words(Arena *arena)
{
    Words words = {.arena = arena};
    words_add_keywords(&words);
    assert_true(words_add_runtime(&words));
    for (size_t i = 0; i < sizeof compilers / sizeof *compilers; i++)
        assert_true(!is_there(compilers[i]) || words_add_headers(&words, compilers[i]));
    assert_true(words_add_symbols(&words));
    assert_true(words.count > 8000);
    return words;
}

/* Of a layer: LAYER__what, perhaps with d_ or infer_ before it. */
static bool is_of_a_layer(const char *word)
{
    const char *joint = strstr(word, "__");
    return *word >= 'a' && *word <= 'z' && joint != NULL && joint[2] != '\0';
}

/* NAME_net_create and the like. */
static bool is_of_a_model(const char *word)
{
    static const char *const public[] = {"_net_create", "_net_destroy", "_net_block",
        "_net_parameters_changed", "_net_train_step", "_net_evaluate", "_net_poison", "_net_model"};
    size_t length = strlen(word);
    for (size_t i = 0; i < sizeof public / sizeof *public; i++) {
        size_t end = strlen(public[i]);
        if (length > end && strcmp(word + length - end, public[i]) == 0)
            return true;
    }
    return false;
}

static void no_foreign_name_has_the_shape_of_an_emitted_one(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    const Words words = foreign_words(arena);
    for (size_t i = 0; i < words.count; i++)
        if (is_of_a_layer(words.data[i]) || is_of_a_model(words.data[i]))
            fail_msg("%s has the shape of a name from a model file", words.data[i]);
    assert_true(is_of_a_layer("conv1__y") && is_of_a_layer("d_conv1__kernel"));
    assert_true(is_of_a_model("pthread_net_create") && !is_of_a_model("pthread_create"));
    arena_free(arena);
}

/* All headers, of hundreds of models and of the C library, in one source of C and one of C++. */
static void every_name_may_be_a_models(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Diag *diag = diag_new(arena, stderr, false);
    const Words words = foreign_words(arena), names = words_as_names(arena, &words);
    Emitted *emitted = emitted_from_text("model_0", yaml, 4);
    assert_non_null(emitted);
    size_t length;
    const char *header =
        files_read(arena, diag, files_join(arena, emitted->directory, "model_0_net.h"), &length);
    assert_non_null(header);
    Text all = {.arena = arena};
    text_printf(&all, "#include <dlfcn.h>\n#include <math.h>\n#include <pthread.h>\n#include "
                      "<signal.h>\n#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n"
                      "#include <sys/socket.h>\n#include <time.h>\n#include <unistd.h>\n");
    for (size_t i = 0; i < names.count; i++) {
        const char *from = header;
        for (const char *at; (at = strstr(from, "model_0")) != NULL; from = at + strlen("model_0"))
            text_printf(&all, "%.*s%s", (int)(at - from), from, names.data[i]);
        text_printf(&all, "%s", from);
    }
    for (int form = 0; form < 2; form++) {
        const char *file = files_join(arena, emitted->directory, form ? "all.cc" : "all.c");
        assert_true(files_write(arena, diag, file, text_string(&all), all.count));
        for (size_t i = 0; i < sizeof compilers / sizeof *compilers; i++) {
            const char *compiler = form ? cplusplus[i] : compilers[i];
            if (is_there(compiler))
                assert_int_equal(system(arena_printf(arena,
                                     "%s -fsyntax-only -Wall -Wextra -Werror -I" XCEPTC_SOURCE_DIR
                                     "/runtime -I%s %s",
                                     compiler, emitted->directory, file)),
                    0);
        }
    }
    emitted_free(emitted);
    arena_free(arena);
}

/* Whole programs, compiled and loaded, whose headers, symbols and files could meet others. */
static void programs_of_the_worst_names_load(void **state)
{
    (void)state;
    static const char *const names[] = {"pthread", "xr", "xr_pool", "math", "string", "int", "main",
        "net", "kernels", "softmax_4", "random", "memcpy"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        Emitted *emitted = emitted_from_text(names[i], yaml, 4);
        assert_non_null(emitted);
        Loaded loaded = emitted_load(emitted, EMITTED_FLOAT, "-O0");
        assert_non_null(loaded.library);
        loaded_close(&loaded);
        emitted_free(emitted);
    }
}

static void each_header_compiles_alone(void **state)
{
    (void)state;
    static const char *const languages[] = {"gcc -std=c11", "clang -std=c11", "gcc -std=gnu11",
        "g++ -std=c++11 -x c++", "clang++ -std=c++20 -x c++"};
    static const char *const headers[] = {"face_net.h", "xr.h"};
    Emitted *emitted = emitted_from_text("face", yaml, 4);
    assert_non_null(emitted);
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        const char *compiler =
            arena_strndup(emitted->arena, languages[i], strcspn(languages[i], " "));
        for (size_t h = 0; is_there(compiler) && h < sizeof headers / sizeof *headers; h++)
            assert_int_equal(
                system(arena_printf(emitted->arena,
                    "printf '#include \"%s\"\\n' > %s/alone.c && %s -fsyntax-only -Wall -Wextra "
                    "-Wpedantic -Werror -I" XCEPTC_SOURCE_DIR "/runtime %s/alone.c",
                    headers[h], emitted->directory, languages[i], emitted->directory)),
                0);
    }
    emitted_free(emitted);
}

static const char *name_of(Arena *arena, size_t letters)
{
    char *name = arena_alloc(arena, letters + 1);
    memset(name, 'n', letters);
    return name;
}

/* Its code has the project's format, too: no line of it is too long. */
static void a_models_name_of_64_letters_compiles(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Emitted *emitted = emitted_from_text(name_of(arena, 64), yaml, 4);
    assert_non_null(emitted);
    Loaded loaded = emitted_load(emitted, EMITTED_FLOAT, "-O0");
    assert_non_null(loaded.library);
    loaded_close(&loaded);
    if (is_there("clang-format"))
        assert_int_equal(system(arena_printf(arena,
                             "cd %s && clang-format --dry-run -Werror "
                             "--style=file:" XCEPTC_SOURCE_DIR "/.clang-format *.c *.h",
                             emitted->directory)),
            0);
    emitted_free(emitted);
    arena_free(arena);
}

static void a_models_name_of_65_letters_is_refused(void **state)
{
    (void)state;
    static const size_t letters[] = {65, 74, 100, 101, 200};
    Arena *arena = arena_new();
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        char *messages;
        size_t length;
        FILE *stream = open_memstream(&messages, &length);
        Diag *diag = diag_new(arena, stream, false);
        const char *name = name_of(arena, letters[i]);
        const char *path = arena_printf(
            arena, "%s/%s.yaml", getenv("TMPDIR") != NULL ? getenv("TMPDIR") : "/tmp", name);
        Compilation compilation;
        assert_true(files_write(arena, diag, path, yaml, strlen(yaml)));
        assert_false(pipeline_run(arena, diag, path, &(PipelineOptions){0}, &compilation));
        fclose(stream);
        assert_non_null(
            strstr(messages, arena_printf(arena, "%s.yaml: error: the model's name", name)));
        assert_non_null(strstr(messages, "has more than 64 letters"));
        free(messages);
        remove(path);
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_foreign_name_has_the_shape_of_an_emitted_one),
        cmocka_unit_test(every_name_may_be_a_models),
        cmocka_unit_test(programs_of_the_worst_names_load),
        cmocka_unit_test(each_header_compiles_alone),
        cmocka_unit_test(a_models_name_of_64_letters_compiles),
        cmocka_unit_test(a_models_name_of_65_letters_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
