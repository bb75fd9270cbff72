/* A room includes rooms below it and none above: docs/architecture.md says which is where. */
#include "rooms.h"
#include "support/files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static void every_include_leads_to_the_same_room_or_one_below(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    size_t files, includes;
    const Findings findings = rooms_check(arena, XCEPTC_SOURCE_DIR, &files, &includes);
    for (size_t i = 0; i < findings.count; i++)
        print_message("%s\n", findings.data[i]);
    print_message("%zu files, %zu includes\n", files, includes);
    assert_int_equal(findings.count, 0);
    /* A scan that goes blind is no passed one. */
    assert_true(files > 200 && includes > files);
    arena_free(arena);
}

/* ---- a made-up house ------------------------------------------------------------------------- */

#define TABLE_WITH(row)                                                                            \
    "# Architecture\n\n| room | what it does |\n|---|---|\n"                                       \
    "| `compiler/main.c`, `compiler/cli/` | the top, which has no `compiler/nothing/` |\n"         \
    "| `compiler/pipeline.c` | the middle |\n"                                                     \
    "| `compiler/graph/` | below |\n"                                                              \
    "| `runtime/` | the ground |\n" row "\n| `compiler/no_row/` | of another table |\n"

typedef struct PlantedFile {
    const char *path, *text;
} PlantedFile;

static const PlantedFile sound[] = {
    {"docs/architecture.md", TABLE_WITH("")},
    {"compiler/main.c", "#include \"cli/verb.h\"\n#include <graph/none.h>\n"},
    {"compiler/cli/verb.h", "#include \"pipeline.h\"\n"},
    {"compiler/cli/verb.c", "#include \"cli/verb.h\"\n#  include \"options.h\"\n"},
    {"compiler/pipeline.h", "#include \"graph/graph.h\"\n"},
    {"compiler/pipeline.c", "/* no #include \"cli/verb.h\" */\n#include \"pipeline.h\"\n"},
    {"compiler/graph/graph.h", "#ifndef GUARD\n#include \"../graph/./value.h\"\n#endif\n"},
    {"compiler/graph/value.h", "typedef int Value;"},
    {"compiler/graph/ops/add.c", "#include \"graph/graph.h\"\n#include \"graph/ops.def\"\n"},
    {"runtime/options.h", "\n"},
};

/* A house in a new folder. */
typedef struct MadeUp {
    Arena *arena;
    Diag *diag;
    const char *root;
} MadeUp;

static void plant(const MadeUp *house, PlantedFile file)
{
    const char *path = files_join(house->arena, house->root, file.path);
    const char *folder = arena_strndup(house->arena, path, (size_t)(strrchr(path, '/') - path));
    assert_true(files_make_directory(house->arena, house->diag, folder));
    assert_true(files_write(house->arena, house->diag, path, file.text, strlen(file.text)));
}

static MadeUp build_house(void)
{
    Arena *arena = arena_new();
    char pattern[] = "/tmp/xceptc-rooms-XXXXXX";
    assert_non_null(mkdtemp(pattern));
    MadeUp house = {arena, diag_new(arena, stderr, false), arena_strdup(arena, pattern)};
    for (size_t i = 0; i < sizeof sound / sizeof *sound; i++)
        plant(&house, sound[i]);
    return house;
}

static void remove_house(MadeUp *house)
{
    static const char *const folders[] = {
        "docs", "compiler/cli", "compiler/graph/ops", "compiler/graph", "compiler", "runtime", ""};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        const char *path = files_join(house->arena, house->root, folders[i]);
        files_remove_directory(house->arena, path);
        rmdir(path);
    }
    arena_free(house->arena);
}

/* With the file planted, what is the one finding of the house? */
static void expect_finding(PlantedFile file, const char *expected)
{
    MadeUp house = build_house();
    size_t files, includes;
    plant(&house, file);
    const Findings findings = rooms_check(house.arena, house.root, &files, &includes);
    assert_int_equal(findings.count, 1);
    assert_string_equal(findings.data[0], expected);
    remove_house(&house);
}

static void a_sound_house_gives_no_finding(void **state)
{
    (void)state;
    MadeUp house = build_house();
    size_t files, includes;
    const Findings findings = rooms_check(house.arena, house.root, &files, &includes);
    for (size_t i = 0; i < findings.count; i++)
        print_message("%s\n", findings.data[i]);
    assert_int_equal(findings.count, 0);
    assert_int_equal(files, 9);
    assert_int_equal(includes, 9);
    remove_house(&house);
}

static void an_include_of_a_room_above_is_found(void **state)
{
    (void)state;
    expect_finding((PlantedFile){"compiler/graph/lone.c", "\n #  include \"cli/verb.h\"\n"},
        "compiler/graph/lone.c includes compiler/cli/verb.h: compiler/cli/ stands above "
        "compiler/graph/");
    expect_finding((PlantedFile){"compiler/graph/ops/mul.c", "#include \"pipeline.h\"\n"},
        "compiler/graph/ops/mul.c includes compiler/pipeline.h: compiler/pipeline.c stands above "
        "compiler/graph/");
    expect_finding((PlantedFile){"runtime/options.c", "#include \"../compiler/graph/value.h\"\n"},
        "runtime/options.c includes compiler/graph/value.h: compiler/graph/ stands above "
        "runtime/");
}

static void a_circle_of_includes_is_found(void **state)
{
    (void)state;
    expect_finding((PlantedFile){"compiler/graph/value.h", "#include \"graph/graph.h\"\n"},
        "a circle of includes: compiler/graph/graph.h -> compiler/graph/value.h -> "
        "compiler/graph/graph.h");
    expect_finding((PlantedFile){"compiler/graph/value.h", "#include \"value.h\"\n"},
        "a circle of includes: compiler/graph/value.h -> compiler/graph/value.h");
}

static void what_the_table_and_the_tree_do_not_share_is_found(void **state)
{
    (void)state;
    expect_finding((PlantedFile){"compiler/attic.c", "\n"},
        "compiler/attic.c lies in no room of docs/architecture.md");
    expect_finding(
        (PlantedFile){"docs/architecture.md", TABLE_WITH("| `runtime/gone/` | empty |\n")},
        "docs/architecture.md has the room runtime/gone/, in which no file lies");
    expect_finding((PlantedFile){"compiler/graph/value.h", "#include \"gone.h\"\n"},
        "compiler/graph/value.h includes gone.h, which is not there");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_include_leads_to_the_same_room_or_one_below),
        cmocka_unit_test(a_sound_house_gives_no_finding),
        cmocka_unit_test(an_include_of_a_room_above_is_found),
        cmocka_unit_test(a_circle_of_includes_is_found),
        cmocka_unit_test(what_the_table_and_the_tree_do_not_share_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
