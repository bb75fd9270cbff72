/* Layers, blocks, variables and models may bear any name: those of C, of the C library, of POSIX,
 * of the runtime and of the emitter itself, all of them, and the code compiles without a warning.
 */
#include "emit/emit.h"
#include "frontend/schema.h"
#include "support_lib/emitted.h"
#include "words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/text.h"

enum { NAMES_A_MODEL = 1200, ROLES = 3, VARIABLES_A_LAYER = 16 };

static const char *const compilers[] = {"gcc", "clang"};

static bool is_there(const char *tool)
{
    Arena *arena = arena_new();
    int status = system(arena_printf(arena, "command -v %s >/dev/null", tool));
    arena_free(arena);
    return status == 0;
}

/* Whether a compiler takes the files of an emitted model, without making code. */
static bool is_taken(const Emitted *emitted, const char *compiler, const char *more)
{
    return system(arena_printf(emitted->arena,
               "cd %s && for f in *.c; do %s -std=gnu11 -fsyntax-only -Wall -Wextra -Werror "
               "-I" XCEPTC_SOURCE_DIR "/runtime $f %s || exit 1; done",
               emitted->directory, compiler, more)) == 0;
}

static void compiles(const Emitted *emitted)
{
    for (size_t i = 0; i < sizeof compilers / sizeof *compilers; i++)
        assert_true(!is_there(compilers[i]) || is_taken(emitted, compilers[i], ""));
}

/* All words of the emitter: the identifiers of emitted code, and what of them could be a layer's.
 */
static void add_emitted(Words *words, const Emitted *emitted)
{
    Words all = {.arena = words->arena};
    assert_true(
        words_add_output(&all, arena_printf(words->arena, "cat %s/*.[ch]", emitted->directory)));
    for (size_t i = 0; i < all.count; i++) {
        const char *joint = strstr(all.data[i] + 1, "__");
        words_add(words, all.data[i]);
        if (joint != NULL) {
            words_add(
                words, arena_strndup(words->arena, all.data[i], (size_t)(joint - all.data[i])));
            words_add(words, joint + strspn(joint, "_"));
        }
    }
}

static const char plain_model[] = "input: {shape: [4, 4, 2]}\n"
                                  "layers:\n"
                                  "  - conv: {filters: 4, kernel: 3, padding: same}\n"
                                  "  - batch_norm\n"
                                  "  - relu\n"
                                  "  - separable_conv: {filters: 4, kernel: 3, padding: same}\n"
                                  "  - max_pool: 2\n"
                                  "  - dropout: 0.5\n"
                                  "  - add: [identity, [conv: {filters: 4, kernel: 1}]]\n"
                                  "  - global_average_pool\n"
                                  "  - dense: 4\n"
                                  "  - softmax\n";

/* hot: those that are worth trying in every role, which come first. */
static Words gather(Arena *arena, size_t *hot)
{
    Words words = {.arena = arena};
    Emitted *plain = emitted_from_text("plain", plain_model, 16);
    assert_non_null(plain);
    words_add_keywords(&words);
    add_emitted(&words, plain);
    emitted_free(plain);
    *hot = words_as_names(arena, &words).count;
    assert_true(words_add_runtime(&words));
    for (size_t i = 0; i < sizeof compilers / sizeof *compilers; i++)
        assert_true(!is_there(compilers[i]) || words_add_headers(&words, compilers[i]));
    assert_true(words_add_symbols(&words));
    return words_as_names(arena, &words);
}

/* Three layers of three names each: what has parameters, locals, fields and functions of its own.
 */
static void add_layers(Text *yaml, const Words *names, size_t begin, size_t end)
{
    for (size_t i = begin; i + 2 < end; i += 3)
        text_printf(yaml,
            "  - separable_conv: {name: %s, filters: 1, kernel: 3, padding: same}\n"
            "  - batch_norm: {name: %s}\n"
            "  - relu: {name: %s}\n",
            names->data[i], names->data[i + 1], names->data[i + 2]);
}

static Emitted *emitted_with_end(const char *name, Text *yaml)
{
    text_printf(yaml, "  - global_average_pool: {name: end_1}\n"
                      "  - dense: {name: end_2, units: 2}\n"
                      "  - softmax: {name: end_3}\n");
    Emitted *emitted = emitted_from_text(name, text_string(yaml), 16);
    assert_non_null(emitted);
    return emitted;
}

static void compiles_text(const char *name, Text *yaml)
{
    Emitted *emitted = emitted_with_end(name, yaml);
    compiles(emitted);
    emitted_free(emitted);
}

static const char head[] = "input: {shape: [2, 2, 1]}\nlayers:\n";

static void every_name_may_be_a_layers(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    size_t hot;
    const Words names = gather(arena, &hot);
    assert_true(names.count > 5000 && hot > 100);
    for (size_t begin = 0; begin < names.count; begin += NAMES_A_MODEL) {
        size_t end = begin + NAMES_A_MODEL < names.count ? begin + NAMES_A_MODEL : names.count;
        Text yaml = {.arena = arena};
        text_printf(&yaml, "%s", head);
        add_layers(&yaml, &names, begin, end);
        compiles_text("layers", &yaml);
    }
    for (size_t role = 1; role < ROLES; role++) {
        Text yaml = {.arena = arena};
        text_printf(&yaml, "%s", head);
        add_layers(&yaml, &names, role, hot + role);
        compiles_text("roles", &yaml);
    }
    arena_free(arena);
}

/* No kind of layer, and not what a layer of another block is called in full. */
static bool may_be_a_block(const char *name)
{
    static const char *const layers[] = {"_conv1", "_batch_norm1", "_relu1"};
    for (size_t i = 0; i < sizeof layers / sizeof *layers; i++)
        if (strstr(name, layers[i]) != NULL)
            return false;
    return find_kind(name) == NULL;
}

static void add_blocks(Text *yaml, const Words *names, size_t count)
{
    text_printf(yaml, "blocks:\n");
    for (size_t i = 0; i < count; i++)
        if (may_be_a_block(names->data[i]))
            text_printf(yaml,
                "  %s:\n    arguments: [filters_1]\n"
                "    layers: [conv: {filters: $filters_1, kernel: 1}, batch_norm, relu]\n",
                names->data[i]);
    text_printf(yaml, "layers:\n");
}

/* A block's call without a name is WORD1, with one it is the word itself, and its layers WORD_conv1
 * and so on. */
static void every_name_may_be_a_blocks(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    size_t hot;
    const Words names = gather(arena, &hot);
    for (int named = 0; named < 2; named++) {
        Text yaml = {.arena = arena};
        text_printf(&yaml, "input: {shape: [2, 2, 1]}\n");
        add_blocks(&yaml, &names, hot);
        for (size_t i = 0; i < hot; i++) {
            const char *name = names.data[i];
            if (may_be_a_block(name) && named)
                text_printf(&yaml, "  - %s: {name: %s, filters_1: 1}\n", name, name);
            else if (may_be_a_block(name))
                text_printf(&yaml, "  - %s: 1\n", name);
        }
        compiles_text("blocks", &yaml);
    }
    arena_free(arena);
}

static void every_name_may_be_a_variables(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    size_t hot;
    const Words names = gather(arena, &hot);
    Text yaml = {.arena = arena};
    text_printf(&yaml, "input: {shape: [2, 2, 1]}\nset:\n");
    for (size_t i = 0; i < names.count; i++)
        text_printf(&yaml, "  %s: 1\n", names.data[i]);
    text_printf(&yaml, "layers:\n");
    for (size_t i = 0; i < names.count; i++) {
        bool first = i % VARIABLES_A_LAYER == 0;
        bool last = i + 1 == names.count || (i + 1) % VARIABLES_A_LAYER == 0;
        text_printf(&yaml, "%s$%s%s", first ? "  - conv: {kernel: 1, filters: " : " * ",
            names.data[i], last ? "}\n" : "");
    }
    compiles_text("variables", &yaml);
    arena_free(arena);
}

/* With one underscore in the place of two, and none behind an output, the same models are refused.
 */
static void names_of_another_shape_are_found(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    size_t hot;
    const Words names = gather(arena, &hot);
    Text yaml = {.arena = arena};
    text_printf(&yaml, "%s", head);
    add_layers(&yaml, &names, 0, hot);
    Emitted *emitted = emitted_with_end("planted", &yaml);
    assert_int_equal(
        system(arena_printf(arena,
            "cd %s && sed -i 's/\\([a-z0-9]\\)__y\\b/\\1/g; s/\\([a-z0-9]\\)__/\\1_/g' "
            "net.c net.h",
            emitted->directory)),
        0);
    assert_false(is_taken(emitted, "cc", "2>/dev/null"));
    emitted_free(emitted);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_name_may_be_a_layers),
        cmocka_unit_test(every_name_may_be_a_blocks),
        cmocka_unit_test(every_name_may_be_a_variables),
        cmocka_unit_test(names_of_another_shape_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
