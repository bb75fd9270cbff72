/* README.md as it stands: its commands run, in their order and in one directory, and what it shows
 * of deterministic output is what they print. Three rules make that possible anywhere:
 *
 *   --steps N      is --steps 3
 *   --data data    is --data synthetic where $XCEPTC_DATA names no directory
 *   verify         is given --batch 2 --groups 1
 *
 * 'data cifar10' is not run, as it needs the network. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "readme.h"
#include "session.h"
#include "support/files.h"
#include "support/text.h"
#include "support_lib/pictures.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char data_variable[] = "README_DATA"; /* XCEPTC_DATA, which tests do not see */

static char *read_text(Session *session, const char *path)
{
    size_t length;
    char *text = files_read(session->arena, session->diag, path, &length);
    assert_non_null(text);
    return text;
}

static char *read_page(Session *session)
{
    return read_text(session, XCEPTC_SOURCE_DIR "/README.md");
}

/* ---- the directory ---------------------------------------------------------------------------
 */

static void link_to(Session *session, const char *target, const char *name)
{
    assert_int_equal(symlink(target, inside(session, name)), 0);
}

/* Images of two classes for 'data pack', and two to predict. */
static void write_images(Session *session)
{
    static const JpegForm jpeg = {.components = 3};
    uint8_t pixels[8 * 8 * 3];
    for (int i = 0; i < (int)sizeof pixels; i++)
        pixels[i] = (uint8_t)(i * 7);
    for (int i = 0; i < 20; i++) {
        const char *folder = i % 2 ? "flowers/rose" : "flowers/tulip";
        assert_true(files_make_directory(session->arena, session->diag, inside(session, folder)));
        const char *name = arena_printf(session->arena, "%s/%d.png", folder, i);
        write_plain_png(inside(session, name), 8, 8, 3, pixels);
    }
    write_plain_png(inside(session, "car.png"), 8, 8, 3, pixels);
    write_jpeg(inside(session, "boat.jpg"), 8, 8, &jpeg, pixels);
}

/* A folder of its own, so that a model that is shown can lie beside its parents. */
static void copy_models(Session *session)
{
    const char *const suffixes[] = {".yaml", NULL};
    const char *shipped = XCEPTC_SOURCE_DIR "/models";
    char **names = files_list(session->arena, session->diag, shipped, suffixes);
    assert_true(
        names && files_make_directory(session->arena, session->diag, inside(session, "models")));
    for (char **name = names; *name; name++) {
        const char *to = inside(session, files_join(session->arena, "models", *name));
        assert_true(files_copy(
            session->arena, session->diag, files_join(session->arena, shipped, *name), to));
    }
}

static void make_place(Session *session)
{
    const char *program = getenv("XCEPTC"), *data = getenv(data_variable);
    char *path = realpath(program ? program : XCEPTC_BINARY_DIR "/xceptc", NULL);
    assert_non_null(path);
    assert_true(files_make_directory(session->arena, session->diag, inside(session, "build")));
    link_to(session, path, "build/xceptc");
    copy_models(session);
    if (data && files_is_directory(data))
        link_to(session, data, "data");
    write_images(session);
    free(path);
}

/* ---- commands --------------------------------------------------------------------------------
 */

static const char *replace(Arena *arena, const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);
    return at ? arena_printf(arena, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from))
              : text;
}

static const char *apply_rules(Session *session, const char *command)
{
    Arena *arena = session->arena;
    const char *steps = strstr(command, "--steps ");
    if (steps) {
        size_t digits = strspn(steps + 8, "0123456789");
        const char *given = arena_strndup(arena, steps, 8 + digits);
        command = replace(arena, command, given, "--steps 3");
    }
    if (!files_is_directory(inside(session, "data")))
        command = replace(arena, command, "--data data", "--data synthetic");
    if (strstr(command, "xceptc verify "))
        command = arena_printf(arena, "%s --batch 2 --groups 1", command);
    return command;
}

static Outcome run_line(Session *session, const char *line)
{
    write_inside(session, "line.sh", arena_printf(session->arena, "PATH=build:$PATH\n%s\n", line));
    return run_program(
        session->arena, "sh", "line.sh", &(Setting){.directory = session->directory});
}

static Outcome run_command(Session *session, const char *command)
{
    if (strstr(command, "xceptc new "))
        unlink(inside(session, "mine.yaml")); /* of another 'new' */
    Outcome outcome = run_line(session, apply_rules(session, command));
    if (outcome.status != 0)
        fail_msg("README: '%s' ends with status %d:\n%s", command, outcome.status, outcome.err);
    return outcome;
}

/* ---- what is shown ---------------------------------------------------------------------------
 */

static void assert_shows(Session *session, const char *shown, const char *output)
{
    const char *missing;
    if (!readme_shows(session->arena, shown, output, &missing))
        fail_msg("README shows '%s', and it is not so in:\n%s", missing, output);
}

/* The files that a table names at the beginning of its lines. */
static void assert_files(Session *session, const char *table)
{
    for (const char *line = table; line && *line; line = strchr(line, '\n')) {
        line += *line == '\n';
        size_t length = strcspn(line, " \n");
        const char *name = arena_strndup(session->arena, line, length);
        if (length && !files_is_regular(inside(session, files_join(session->arena, "mini", name))))
            fail_msg("README names mini/%s, and it is not there", name);
    }
}

/* A message is shown: the line that it quotes stands in a file of that name, and check finds it. */
static void assert_message(Session *session, const char *shown)
{
    static const char start[] = "mine.yaml:6:25:";
    const char *quoted = strstr(shown, "6 | ");
    assert_true(strncmp(shown, start, strlen(start)) == 0 && quoted);
    write_inside(session, "mine.yaml",
        arena_printf(session->arena, "input: {shape: [32, 32, 3]}\n\n\n\nlayers:\n%.*s\n",
            (int)strcspn(quoted + 4, "\n"), quoted + 4));
    Outcome outcome = run_line(session, "xceptc check mine.yaml");
    assert_int_equal(outcome.status, 1);
    assert_shows(session, shown, outcome.err);
}

/* A model is shown: it is the network that is shipped; its recipe may be left out. */
static void assert_model(Session *session, const char *text)
{
    write_inside(session, "models/shown.yaml", text);
    Outcome outcome = run_line(session, "xceptc compare models/shown.yaml xception_mini");
    if (!strstr(outcome.out, "\nB is the same network as A, "))
        fail_msg("README shows another model than xception_mini:\n%s%s", outcome.out, outcome.err);
}

static bool is_verb(const char *command, const char *verb)
{
    const char *at = command ? strstr(command, "xceptc ") : NULL;
    return at && strncmp(at + strlen("xceptc "), verb, strlen(verb)) == 0;
}

static bool shows_message(const ReadmeBlock *block)
{
    return strstr(block->text, ": error: ") != NULL;
}

static void check_block(
    Session *session, const ReadmeBlock *block, const char *command, const char *output)
{
    if (strcmp(block->language, "yaml") == 0)
        assert_model(session, block->text);
    else if (strcmp(block->language, "c") == 0)
        assert_shows(session, block->text, read_text(session, inside(session, "mini/net.c")));
    else if (shows_message(block))
        assert_message(session, block->text);
    else if (is_verb(command, "summary") || is_verb(command, "compare"))
        assert_shows(session, block->text, output);
    else if (is_verb(command, "compile"))
        assert_files(session, block->text);
}

/* Only what stands behind a command at once is its output. */
static int check_items(Session *session, const ReadmeItems *items)
{
    int commands = 0;
    const char *last = NULL, *output = NULL;
    for (size_t i = 0; i < items->count; i++) {
        const ReadmeItem *item = &items->data[i];
        if (item->block) {
            check_block(session, item->block, last, output);
            last = NULL;
        } else if (!strstr(item->command, "xceptc data cifar10")) {
            last = item->command;
            output = run_command(session, last).out;
            commands++;
        }
    }
    return commands;
}

static void the_tour_runs_as_it_stands(void **state)
{
    Session *session = *state;
    ReadmeItems items = readme_items(session->arena, read_page(session));
    make_place(session);
    assert_true(check_items(session, &items) >= 10); /* or the page is not read as it is written */
}

/* ---- that it would be noticed ----------------------------------------------------------------
 */

static void what_is_not_so_is_noticed(void **state)
{
    Session *session = *state;
    const char *missing;
    assert_true(readme_shows(session->arena, "b 1\n  ...\nd 1\n", "a\nb 1\nc\nd 1\n", &missing));
    assert_true(readme_shows(session->arena, "b...\n", "a\nb 1\n", &missing));
    assert_false(readme_shows(session->arena, "b 2\n", "a\nb 1\nc\n", &missing));
    assert_string_equal(missing, "b 2");
    assert_false(
        readme_shows(session->arena, "b\nd\n", "a\nb\nc\nd\n", &missing)); /* c is left out */
    assert_false(
        readme_shows(session->arena, "d\n  ...\nb\n", "a\nb\nc\nd\n", &missing)); /* order */
}

static void commands_and_blocks_are_found(void **state)
{
    Session *session = *state;
    ReadmeItems items = readme_items(session->arena,
        "Say `xceptc a b` or `make`:\n\n    build/xceptc c   # why\n\n    shown\n\n      more\n\n"
        "```c\nint x;\n```\n");
    assert_int_equal(items.count, 4);
    assert_string_equal(items.data[0].command, "xceptc a b");
    assert_int_equal(strncmp(items.data[1].command, "build/xceptc c", 14), 0);
    assert_string_equal(items.data[2].block->text, "shown\n\n  more\n");
    assert_string_equal(items.data[3].block->language, "c");
    assert_string_equal(items.data[3].block->text, "int x;\n");
}

/* ---- links -----------------------------------------------------------------------------------
 */

static void assert_linked(const char *page, const char *path)
{
    char link[256];
    snprintf(link, sizeof link, "](%s)", path);
    if (!strstr(page, link))
        fail_msg("README.md has no link to %s", path);
}

/* Every page of docs/ and every folder of docs/ and examples/ that has a README. */
static void every_page_is_linked(void **state)
{
    Session *session = *state;
    static const char *const folders[] = {"docs", "examples"};
    const char *page = read_page(session);
    int pages = 0;
    for (size_t i = 0; i < 2; i++) {
        DIR *stream = opendir(files_join(session->arena, XCEPTC_SOURCE_DIR, folders[i]));
        assert_non_null(stream);
        for (struct dirent *entry; (entry = readdir(stream));) {
            const char *path = files_join(session->arena, folders[i], entry->d_name);
            const char *whole = files_join(session->arena, XCEPTC_SOURCE_DIR, path);
            const char *suffix = strrchr(entry->d_name, '.');
            const char *readme = files_join(session->arena, path, "README.md");
            bool is_folder = entry->d_name[0] != '.' && files_is_directory(whole);
            if (is_folder && files_is_regular(files_join(session->arena, whole, "README.md")))
                assert_linked(page, readme);
            else if (is_folder)
                assert_linked(page, arena_printf(session->arena, "%s/", path));
            else if (suffix && strcmp(suffix, ".md") == 0)
                assert_linked(page, path);
            else
                continue;
            pages++;
        }
        closedir(stream);
    }
    assert_true(pages >= 6);
}

int main(void)
{
    const char *data = getenv("XCEPTC_DATA");
    if (data)
        setenv(data_variable, data, 1);
#define TEST(name) cmocka_unit_test_setup_teardown(name, session_set_up, session_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(commands_and_blocks_are_found),
        TEST(what_is_not_so_is_noticed),
        TEST(every_page_is_linked),
        TEST(the_tour_runs_as_it_stands),
    };
    return cmocka_run_group_tests(tests, session_set_up_cache, session_tear_down_cache);
}
