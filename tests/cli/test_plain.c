/* No name that comes from outside moves a terminal's cursor: models, files, runs, classes, data. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "plain.h"
#include "session.h"
#include "support/files.h"
#include "support_lib/pictures.h"

#include <string.h>
#include <sys/stat.h>

/* ESC [ 2 J, its form in one character, and what turns the order of letters round. */
#define EVIL                                                                                       \
    "e\x1b[2J\xc2\x9b"                                                                             \
    "2J\xe2\x80\xae"                                                                               \
    "f"

static void assert_plain(const char *words, const char *text)
{
    for (size_t rest = strlen(text), bytes; rest > 0; text += bytes, rest -= bytes) {
        unsigned code = 0;
        bytes = xr_utf8_character(text, rest, &code);
        if (bytes == 0 || (code != '\n' && !xr_is_plain(code)))
            fail_msg("xceptc %s prints U+%04X before '%.20s'", words, code, text + 1);
    }
}

static Outcome expect_plain(Session *session, int status, const char *words)
{
    Outcome outcome = expect_status_inside(session, status, words);
    assert_plain(words, outcome.out);
    assert_plain(words, outcome.err);
    return outcome;
}

/* A model that says such things in escapes of YAML, in a file of such a name. */
static void make_model(Session *session, const char *name)
{
    write_inside(session, name,
        "about: \"a \\e[2J \\x9b2J \\u202e z\"\n"
        "extends: recipe_cifar10\n"
        "layers:\n"
        "  - conv: {filters: 4, kernel: 3, stride: 4, padding: same}\n"
        "  - global_average_pool\n"
        "  - dense: {name: classifier, units: $classes}\n"
        "  - softmax\n"
        "training: {data: \"./d\\e[2J\\u202e.xcd\", batch_size: 32}\n");
}

static void what_models_and_their_files_are_called(void **state)
{
    Session *session = *state;
    static const char *const verbs[] = {"check ", "summary ", "summary --json ", "config ",
        "config --flat ", "config --json ", "graph ", "compare m.yaml ", "compare --layers m.yaml ",
        "compare --json m.yaml "};
    make_model(session, "m.yaml");
    make_model(session, EVIL ".yaml");
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        expect_plain(session, 0, arena_printf(session->arena, "%sm.yaml", verbs[i]));
        expect_plain(session, 0, arena_printf(session->arena, "%s" EVIL ".yaml", verbs[i]));
    }
    /* what config prints says the same */
    Outcome config = expect_plain(session, 0, "config m.yaml");
    write_inside(session, "again.yaml", config.out);
    Outcome first = expect_plain(session, 0, "summary m.yaml --json");
    Outcome again = expect_plain(session, 0, "summary again.yaml --json");
    const char *about = strstr(first.out, "\"about\"");
    assert_non_null(about);
    assert_contains(again.out, arena_strndup(session->arena, about, strcspn(about, "\n")));
    assert_contains(about, "a \\u001b[2J \\u009b2J \\u202e z");
    config = expect_plain(session, 0, "config m.yaml --flat");
    write_inside(session, "flat.yaml", config.out);
    expect_plain(session, 0, "check flat.yaml");
}

static void what_is_wrong(void **state)
{
    Session *session = *state;
    static const struct {
        int status;
        const char *words;
    } cases[] = {
        {2, EVIL},
        {2, "check --" EVIL},
        {1, "check " EVIL},
        {1, "check wrong.yaml"},
        {1, "summary m.yaml --set " EVIL "=1"},
        {3, "train m.yaml --data " EVIL},
        {3, "evaluate m.yaml --data synthetic --weights " EVIL},
        {2, "evaluate m.yaml --data synthetic --split " EVIL},
        {1, "predict m.yaml " EVIL " --weights x"},
        {3, "data pack " EVIL " x.xcd"},
        {2, "data pack m.yaml x.xcd --name " EVIL},
    };
    make_model(session, "m.yaml");
    write_inside(session, "wrong.yaml",
        "set: {\"a\\e[2J\": 1}\nlayers:\n  - conv: {name: \"n\\x9b2J\\u202e\", filters: 4}\n"
        "  - \"\\e[2J\"\n  - \x1b\n");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_plain(session, cases[i].status, cases[i].words);
}

static void what_classes_images_and_runs_are_called(void **state)
{
    Session *session = *state;
    uint8_t pixels[32 * 32 * 3] = {0};
    static const char *const folders[] = {"in/a\xc2\x9b"
                                          "2J",
        "in/b\xe2\x80\xae"};
    for (size_t i = 0; i < 2; i++) {
        assert_true(
            files_make_directory(session->arena, session->diag, inside(session, folders[i])));
        for (int k = 0; k < 40; k++)
            write_plain_png(
                inside(session, arena_printf(session->arena, "%s/%d\x1b[2J.png", folders[i], k)),
                32, 32, 3, pixels);
    }
    make_model(session, "m.yaml");
    expect_plain(session, 0, "data pack in d" EVIL ".xcd --test 0.5 --name \xe2\x80\xae");
    expect_plain(session, 0, "data pack in d" EVIL ".xcd --test 0.5 --json --name \xe2\x80\xae");
    expect_plain(session, 0,
        "train m.yaml --set classes=2 --data d" EVIL ".xcd --epochs 1 --out r" EVIL " --verbose");
    expect_plain(session, 0, "evaluate r" EVIL " --classes --confusion");
    expect_plain(session, 0, "evaluate r" EVIL " --json");
    expect_plain(session, 0, "predict r" EVIL " in");
    expect_plain(session, 0, "predict r" EVIL " in --json");
    expect_plain(session, 0, "compare r" EVIL " r" EVIL);
    expect_plain(session, 0, "compare r" EVIL " r" EVIL " --json");
    size_t length;
    static const char *const kept[] = {"log.txt", "run.json"};
    for (size_t i = 0; i < 2; i++) {
        const char *path = inside(session, arena_printf(session->arena, "r" EVIL "/%s", kept[i]));
        assert_plain(kept[i], files_read(session->arena, session->diag, path, &length));
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, session_set_up, session_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_models_and_their_files_are_called),
        TEST(what_is_wrong),
        TEST(what_classes_images_and_runs_are_called),
    };
    return cmocka_run_group_tests(tests, session_set_up_cache, session_tear_down_cache);
}
