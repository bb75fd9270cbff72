/* xceptc config: what it prints is the same model. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "session.h"
#include "support/files.h"

#include <string.h>

#define TINY "tests/cli/tiny.yaml"

/* Every model of models/: the files with layers or parents, so not the recipes. */
static char **shipped_models(Session *session)
{
    static const char *const suffixes[] = {".yaml", NULL};
    char **names = files_list(session->arena, session->diag, "models", suffixes);
    assert_non_null(names);
    char **to = names;
    for (char **from = names; *from; from++)
        if (strncmp(*from, "recipe_", 7) != 0)
            *to++ = *from;
    *to = NULL;
    assert_true(to - names >= 11);
    return names;
}

static const char *hash_of(Session *session, const char *model)
{
    Outcome summary =
        expect_status(session, 0, arena_printf(session->arena, "summary -q --json %s", model));
    const char *hash = strstr(summary.out, "\"hash\": \"");
    assert_non_null(hash);
    return arena_strndup(session->arena, hash + 9, 16);
}

static void assert_same_hash(Session *session, const char *model, const char *other)
{
    assert_string_equal(hash_of(session, model), hash_of(session, other));
}

/* Without the comments that tell where a value comes from. */
static char *without_origins(Arena *arena, const char *text)
{
    char *copy = arena_strdup(arena, text), *to = copy;
    for (const char *from = text; *from; from++) {
        if (strncmp(from, "  # ", 4) == 0)
            from = strchr(from, '\n');
        *to++ = *from;
    }
    *to = '\0';
    return copy;
}

static void the_merged_model_is_a_fixed_point_of_the_same_hash(void **state)
{
    Session *session = *state;
    for (char **name = shipped_models(session); *name; name++) {
        const char *path = inside(session, *name);
        const char *model = arena_printf(session->arena, "models/%s", *name);
        const char *merge = arena_printf(session->arena, "config %s", model);
        Outcome first = expect_status(session, 0, merge);
        assert_string_equal(first.err, "");
        write_inside(session, *name, first.out);
        assert_same_hash(session, model, path);
        Outcome second =
            expect_status(session, 0, arena_printf(session->arena, "config %s -o %s", path, path));
        assert_string_equal(second.out, "");
        Outcome third = expect_status(session, 0, arena_printf(session->arena, "config %s", path));
        size_t length;
        char *written = files_read(session->arena, session->diag, path, &length);
        assert_string_equal(written, third.out); /* from there on byte for byte */
        assert_string_equal(
            without_origins(session->arena, first.out), without_origins(session->arena, third.out));
    }
}

static void each_value_tells_where_it_comes_from(void **state)
{
    Session *session = *state;
    Outcome merged = expect_status(session, 0, "config --set width=0.5 xception_mini");
    assert_contains(merged.out, "  width: 0.5  # --set:1\n");
    assert_contains(merged.out, "  classes: 10  # recipe_cifar10.yaml:");
    assert_contains(merged.out, "  bn_momentum: 0.9  # xception_he_wd.yaml:3\n");
    assert_contains(merged.out, "  middle:  # xception_1.yaml:");
}

/* Emitted text with places in model files made alike and comments as one line: where a place is
 * longer, the lines break elsewhere. */
static char *without_places(Arena *arena, const char *text)
{
    char *copy = arena_alloc(arena, strlen(text) + 1), *to = copy;
    for (const char *p = text; *p;) {
        if (strncmp(p, ".yaml:", 6) == 0) {
            p += 6;
            p += strspn(p, "0123456789");
            while (to > copy && strchr("abcdefghijklmnopqrstuvwxyz_0123456789", to[-1]))
                to--;
            continue;
        }
        bool broken = *p == '\n' || *p == ' ';
        while (*p == '\n' || *p == ' ' || (broken && *p == '*' && p[1] == ' '))
            p++;
        *to++ = broken ? ' ' : *p++;
    }
    *to = '\0';
    return copy;
}

static void assert_same_sources(Session *session, const char *directory, const char *other)
{
    static const char *const suffixes[] = {".c", ".h", NULL};
    char **names = files_list(session->arena, session->diag, directory, suffixes);
    assert_true(names && *names);
    for (char **name = names; *name; name++) {
        size_t length;
        Arena *arena = arena_new();
        const char *one = files_read(
                       arena, session->diag, files_join(arena, directory, *name), &length),
                   *two =
                       files_read(arena, session->diag, files_join(arena, other, *name), &length);
        assert_true(one && two);
        one = without_places(arena, one);
        two = without_places(arena, two);
        if (strcmp(one, two) != 0)
            fail_msg("%s differs between %s and %s", *name, directory, other);
        arena_free(arena);
    }
}

static void the_flat_form_emits_the_same_code(void **state)
{
    Session *session = *state;
    for (char **name = shipped_models(session); *name; name++) {
        Arena *arena = session->arena;
        const char *flat = inside(session, *name), *model = arena_printf(arena, "models/%s", *name);
        expect_status(session, 0, arena_printf(arena, "config -q --flat %s -o %s", model, flat));
        assert_same_hash(session, model, flat);
        const char *one = inside(session, "one"), *two = inside(session, "two");
        expect_status(session, 0, arena_printf(arena, "compile -q %s -o %s", model, one));
        expect_status(session, 0, arena_printf(arena, "compile -q %s -o %s", flat, two));
        assert_same_sources(session, one, two);
    }
}

/* The comparison above sees a difference of one number. */
static void another_width_emits_other_code(void **state)
{
    Session *session = *state;
    size_t length;
    const char *one = inside(session, "one"), *two = inside(session, "two");
    expect_status(session, 0, arena_printf(session->arena, "compile " TINY " -o %s", one));
    expect_status(
        session, 0, arena_printf(session->arena, "compile --set width=9 " TINY " -o %s", two));
    const char *net = files_read(
        session->arena, session->diag, files_join(session->arena, one, "net.h"), &length);
    const char *other = files_read(
        session->arena, session->diag, files_join(session->arena, two, "net.h"), &length);
    assert_string_not_equal(
        without_places(session->arena, net), without_places(session->arena, other));
}

static void what_cannot_be_merged_or_written_is_an_error(void **state)
{
    Session *session = *state;
    assert_contains(expect_status(session, 1, "config tests/cli/wrong.yaml").err, "kernal");
    assert_contains(expect_status(session, 1, "config recipe_cifar10").err, "no 'layers'");
    assert_contains(expect_status(session, 1, "config --set widht=2 " TINY).err, "widht");
    assert_contains(expect_status(session, 3, "config " TINY " -o /dev/null/x").err, "/dev/null");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, session_set_up, session_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(the_merged_model_is_a_fixed_point_of_the_same_hash),
        TEST(each_value_tells_where_it_comes_from),
        TEST(the_flat_form_emits_the_same_code),
        TEST(another_width_emits_other_code),
        TEST(what_cannot_be_merged_or_written_is_an_error),
    };
    return cmocka_run_group_tests(tests, session_set_up_cache, session_tear_down_cache);
}
