/* What people see while they wait: every long loop of every verb says how far it is, in a pipe by
 * whole lines, on a terminal by one that is gone at the end, whatever the end is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cli/verb.h"
#include "session.h"
#include "support/files.h"
#include "support_lib/pictures.h"
#include "terminal.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TINY XCEPTC_SOURCE_DIR "/tests/cli/tiny.yaml"
#define TRAIN "train " TINY " --data synthetic --out run"

/* In this order, in one directory: what one wrote the next may need. `shown` are beginnings of
 * lines, separated by |; every long loop of the verb has one. */
static const struct {
    const char *verb, *words, *shown;
} waits[] = {
    {"check", "check " TINY, "planning "},
    {"summary", "summary " TINY, "planning "},
    {"compare", "compare " TINY " " TINY, "planning "},
    {"graph", "graph " TINY " -o a.svg", "planning |drawing  "},
    {"compile", "compile " TINY " -o sources", "planning |writing sources  "},
    {"build", "build " TINY " --set width=3",
        "planning |writing sources  |compiling 0/|compiling 1/|linking  tiny  "},
    {"verify", "verify " TINY " --quick --batch 3 --groups 3",
        "compiling |gradients 0/3 groups|gradients 2/3 groups|elements 1/2 elements|"
        "regularization  |update  |inference  |partial batches 1/3 images|threads 1/3 runs|"
        "poison  "},
    {"profile", "profile " TINY " --batch 3 --steps 2",
        "compiling |measuring the machine  |profiling 0/4 steps|profiling 3/4 steps"},
    {"train", TRAIN " --epochs 1 --validation 100",
        "reading the data  |preparing the run  |epoch 1/1 0/|epoch 1/1 1/|validating 0/100 images|"
        "validating 64/100 images|saving  |testing 0/2000 images|testing 1984/2000 images"},
    {"evaluate", "evaluate run", "reading the data  |testing 0/2000 images|testing 64/2000 images"},
    {"predict", "predict run pictures/a/0.png pictures/b/1.png --batch 1",
        "reading 0/2 images|reading 1/2 images|predicting 0/2 images|"
        "predicting 1/2 images"},
    {"data", "data pack pictures a.xcd --test 0.5",
        "looking for images  |looking for colours 0/4 images|looking for colours 3/4 images|"
        "packing 0/4 images|packing 3/4 images|writing the file  "},
    {"data", "data cifar10 to --archive a.svg", "checking the archive  "},
};
enum { WAITS = sizeof waits / sizeof *waits };

/* Verbs that read no more than a page of text. */
static const char *const quick[] = {"config", "new", "schema", "help", "version"};

static void every_verb_is_in_the_table_or_quick(void **state)
{
    (void)state;
    for (const Verb *const *verb = verbs_all(); *verb; verb++) {
        bool known = false;
        for (size_t i = 0; i < WAITS; i++)
            known = known || strcmp(waits[i].verb, (*verb)->name) == 0;
        for (size_t i = 0; i < sizeof quick / sizeof *quick; i++)
            known = known || strcmp(quick[i], (*verb)->name) == 0;
        if (!known)
            fail_msg("%s: a verb of which nobody said what it shows while it works", (*verb)->name);
    }
}

/* Four gray images of two classes. */
static void write_pictures(Session *session)
{
    const uint8_t pixels[9] = {0, 50, 100};
    for (int i = 0; i < 4; i++) {
        const char *folder = arena_printf(session->arena, "pictures/%c", i % 2 ? 'b' : 'a');
        assert_true(files_make_directory(session->arena, session->diag, inside(session, folder)));
        write_plain_png(
            inside(session, arena_printf(session->arena, "%s/%d.png", folder, i)), 3, 3, 1, pixels);
    }
}

static bool has_line(const char *text, const char *start, size_t length)
{
    for (const char *line = text; line && *line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncmp(line, start, length) == 0)
            return true;
    }
    return false;
}

static void assert_shown(const char *words, const char *err, const char *shown)
{
    for (const char *start = shown; *start;) {
        size_t length = strcspn(start, "|");
        if (!has_line(err, start, length))
            fail_msg("xceptc %s: no line begins with '%.*s':\n%s", words, (int)length, start, err);
        start += length + (start[length] == '|');
    }
}

static Outcome run_wait(Session *session, size_t index, const char *more)
{
    const char *words = arena_printf(session->arena, "%s%s", waits[index].words, more);
    Outcome outcome = run_xceptc_in(session->arena, words,
        &(Setting){.directory = session->directory, .environment = "XCEPTC_PROGRESS=0"});
    bool refused = strcmp(waits[index].words + 5, "cifar10 to --archive a.svg") == 0;
    if (outcome.status != (refused ? 1 : 0))
        fail_msg("xceptc %s: exit status %d\n%s", words, outcome.status, outcome.err);
    return outcome;
}

static void every_long_loop_says_how_far_it_is(void **state)
{
    Session *session = *state;
    write_pictures(session);
    for (size_t i = 0; i < WAITS; i++) {
        Outcome outcome = run_wait(session, i, "");
        assert_shown(waits[i].words, outcome.err, waits[i].shown);
        assert_null(strchr(outcome.err, '\r')); /* it is no terminal */
        assert_null(strchr(outcome.err, '\033'));
    }
}

static void quiet_is_quiet_everywhere(void **state)
{
    Session *session = *state;
    write_pictures(session);
    for (size_t i = 0; i < WAITS; i++) {
        Outcome outcome = run_wait(session, i, " -q");
        if (outcome.status == 0)
            assert_string_equal(outcome.err, "");
        else
            assert_shown(waits[i].words, outcome.err, "xceptc: error: |note: ");
    }
}

static void what_was_written_is_said_on_standard_error(void **state)
{
    Session *session = *state;
    static const struct {
        const char *words, *said;
    } writers[] = {
        {"graph " TINY " -o a.svg", "wrote a.svg ("},
        {"summary " TINY " -o a.txt", "wrote a.txt ("},
        {"schema -o a.json", "wrote a.json ("},
        {"compile " TINY " -o c", "wrote the sources of tiny into c\n"},
        {"data pack pictures a.xcd --test 0.5", "wrote a.xcd ("},
        {TRAIN " --steps 1", "run directory run\n"},
        {"evaluate run --confusion a.csv", "wrote the confusion matrix to a.csv\n"},
    };
    write_pictures(session);
    for (size_t i = 0; i < sizeof writers / sizeof *writers; i++) {
        Outcome outcome = expect_status_inside(session, 0, writers[i].words);
        assert_contains(outcome.err, writers[i].said);
        assert_lacks(outcome.out, "wrote ");
    }
}

/* ---- at a terminal ----------------------------------------------------------------------------
 */

static const char every_change[] = "XCEPTC_PROGRESS=0";

static void a_terminal_shows_one_line_that_is_gone_at_the_end(void **state)
{
    Session *session = *state;
    static const int columns[] = {40, 80, 120};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        int status;
        const char *const environment[] = {every_change, NULL};
        const char *words = arena_printf(session->arena,
            "train " TINY " --set width=%zu --data synthetic --epochs 1 --out run", i + 4);
        char *text = run_at_terminal(session->arena, words,
            &(TerminalSetting){columns[i], session->directory, environment, NULL}, &status);
        assert_int_equal(status, 0);
        assert_contains(text, "\rcompiling 1/");
        assert_contains(text, "\repoch 1/1 ");
        assert_contains(text, "\rvalidating 64/");
        assert_in_range(widest_drawing(text), 1, columns[i] - 1);
        if (columns[i] == 120)
            assert_contains(text, "\033[36m=");
        char *screen = screen_after(session->arena, text, columns[i]);
        assert_lacks(screen, "compiling 1/");
        assert_lacks(screen, "validating");
        assert_lacks(screen, "images/s  "); /* of the moving line */
        assert_contains(screen, "\nepoch 1/1: loss ");
        remove_directory(inside(session, "run"));
    }
}

static void without_colour_there_is_no_escape_sequence(void **state)
{
    Session *session = *state;
    int status;
    const char *const environment[] = {every_change, "NO_COLOR=1", NULL};
    char *text = run_at_terminal(session->arena, TRAIN " --epochs 9 --steps 9",
        &(TerminalSetting){120, session->directory, environment, NULL}, &status);
    assert_int_equal(status, 0);
    assert_contains(text, "\repoch 1/9 -------------------- 1/");
    assert_null(strchr(text, '\033'));
}

static void a_terminal_that_cannot_draw_gets_whole_lines(void **state)
{
    Session *session = *state;
    int status;
    const char *const environment[] = {every_change, "TERM=dumb", NULL};
    char *text = run_at_terminal(session->arena, TRAIN " --epochs 9 --steps 3",
        &(TerminalSetting){80, session->directory, environment, NULL}, &status);
    assert_int_equal(status, 0);
    assert_contains(text, "\r\nepoch 1/9 1/157  loss ");
    assert_int_equal(widest_drawing(text), 0);
}

/* A compiler that works up to the second of our files, and says why it does not any more. */
static const char *write_compiler(Session *session)
{
    const char *path = write_inside(session, "broken",
        "#!/bin/sh\nfor word; do case $word in */net.c) echo 'net.c: no more' >&2; exit 1;; esac; "
        "done\nexec cc -O0 \"$@\"\n");
    assert_int_equal(chmod(path, 0755), 0);
    return arena_printf(session->arena, "CC=%s", path);
}

static void errors_stand_on_rows_of_their_own(void **state)
{
    Session *session = *state;
    int status;
    const char *const environment[] = {every_change, write_compiler(session), NULL};
    char *text = run_at_terminal(session->arena, "build " TINY " --set width=10",
        &(TerminalSetting){80, session->directory, environment, NULL}, &status);
    char *screen = screen_after(session->arena, text, 80);
    assert_int_equal(status, 3);
    assert_contains(text, "\rcompiling 1/");
    assert_contains(screen, "\nnet.c: no more\nxceptc: error: ");
    assert_lacks(screen, "compiling 1/");
}

static void assert_interrupted(Session *session, const char *words, const char *when, int status)
{
    int ended;
    const char *const environment[] = {every_change, NULL};
    char *text = run_at_terminal(session->arena, words,
        &(TerminalSetting){80, session->directory, environment, when}, &ended);
    char *screen = screen_after(session->arena, text, 80);
    if (ended != status)
        fail_msg("xceptc %s: exit status %d\n%s", words, ended, screen);
    assert_lacks(screen, when + 1); /* behind its \r */
}

/* Twelve that take their time. */
static void write_large_pictures(Session *session)
{
    enum { SIDE = 4000 };
    uint8_t *pixels = calloc(SIDE, SIDE);
    assert_non_null(pixels);
    for (const char *folder = "ab"; *folder; folder++) {
        const char *path = inside(session, arena_printf(session->arena, "large/%c", *folder));
        assert_true(files_make_directory(session->arena, session->diag, path));
    }
    const char *first = inside(session, "large/a/0.png");
    write_plain_png(first, SIDE, SIDE, 1, pixels);
    for (int i = 1; i < 12; i++) {
        const char *name = arena_printf(session->arena, "large/%c/%d.png", i % 2 ? 'b' : 'a', i);
        assert_int_equal(link(first, inside(session, name)), 0);
    }
    free(pixels);
}

static void ctrl_c_takes_the_line_away(void **state)
{
    Session *session = *state;
    const int killed = 128 + SIGINT;
    write_pictures(session);
    assert_interrupted(session, "build " TINY " --set width=9", "\rcompiling 1/", killed);
    const char *const unfinished[] = {".tmp", NULL};
    char **names = files_list(session->arena, session->diag,
        files_join(session->arena, getenv("XCEPTC_CACHE"), "objects"), unfinished);
    assert_non_null(names);
    assert_null(names[0]);
    assert_interrupted(session, TRAIN " --epochs 9", "\repoch 1/9 5/", killed);
    assert_interrupted(session, "evaluate run", "\rtesting 64/2000", killed);
    assert_interrupted(session, "verify " TINY, "\rgradients 1/", killed);
    write_large_pictures(session);
    assert_interrupted(session, "data pack large a.xcd --test 0.5", "\rpacking 1/12", killed);
    assert_false(files_is_regular(inside(session, "a.xcd")));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, session_set_up, session_tear_down)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_verb_is_in_the_table_or_quick),
        TEST(every_long_loop_says_how_far_it_is),
        TEST(quiet_is_quiet_everywhere),
        TEST(what_was_written_is_said_on_standard_error),
        TEST(a_terminal_shows_one_line_that_is_gone_at_the_end),
        TEST(without_colour_there_is_no_escape_sequence),
        TEST(a_terminal_that_cannot_draw_gets_whole_lines),
        TEST(errors_stand_on_rows_of_their_own),
        TEST(ctrl_c_takes_the_line_away),
    };
    return cmocka_run_group_tests(tests, session_set_up_cache, session_tear_down_cache);
}
