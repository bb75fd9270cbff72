/* Every limit of support/limits.def: a model at it is fine, one beyond gets an error with its place
 * in the file; and models/README.md has the table. */
#include "golden.h"
#include "pipeline.h"
#include "support/limits.h"
#include "support/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A folder of files for one model. */
typedef struct Scene {
    Arena *arena;
    const char *folder;
    int files;
} Scene;

static const char *write_file(Scene *scene, const char *name, const char *text)
{
    const char *path = arena_printf(scene->arena, "%s/%s", scene->folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
    return path;
}

/* `text` so many times, joined by `between`. */
static const char *times(const Scene *scene, const char *text, const char *between, int count)
{
    Text all = {.arena = scene->arena};
    for (int i = 0; i < count; i++)
        text_printf(&all, "%s%s", i ? between : "", text);
    return text_string(&all);
}

/* A model of an input of this shape, layers that end in a comma, and what else the file has. */
static const char *model(
    const Scene *scene, const char *shape, const char *layers, const char *others)
{
    return arena_printf(scene->arena,
        "input: {shape: %s}\n"
        "%s"
        "layers: [%s global_average_pool, dense: 2, softmax]\n",
        shape, others, layers);
}

/* The smallest model, with layers and others. */
static const char *small(const Scene *scene, const char *layers, const char *others)
{
    return model(scene, "[1, 1, 1]", layers, others);
}

/* ---- a model with so much of something ------------------------------------------------------ */

typedef const char *Write(Scene *scene, int64_t n);

static const char *bytes(Scene *scene, int64_t n)
{
    const char *text = small(scene, "", "");
    size_t length = strlen(text), rest = (size_t)n - length;
    char *all = arena_alloc(scene->arena, (size_t)n + 1);
    memcpy(all, text, length);
    memset(all + length, '#', rest - 1);
    all[n - 1] = '\n';
    return all;
}

/* Two levels hold the layers; a repeat has three, an argument of a layer two. */
static const char *levels(Scene *scene, int64_t n)
{
    bool argument = (n - 2) % 3 == 2;
    assert_true(argument || (n - 2) % 3 == 0);
    int repeats = (int)(n - 2) / 3;
    return small(scene,
        arena_printf(scene->arena, "%s%s%s,",
            times(scene, "repeat: {times: 1, layers: [", "", repeats),
            argument ? "relu: {if: true}" : "relu", times(scene, "]}", "", repeats)),
        "");
}

/* Rates take two events each; a layer takes one. */
static const char *events(Scene *scene, int64_t n)
{
    enum { OTHERS = 35 }; /* events of the file without rates and relus */
    Text rates = {.arena = scene->arena};
    for (int i = 0; i < (n - OTHERS) / 2; i++)
        text_printf(&rates, "%s%d: 0.1", i ? ", " : "", i);
    return small(scene, (n - OTHERS) % 2 ? "relu," : "",
        arena_printf(scene->arena, "training: {epochs: 1000000, learning_rate: {steps: {%s}}}\n",
            text_string(&rates)));
}

static const char *extends(Scene *scene, int64_t n)
{
    for (int i = 1; i <= n; i++)
        write_file(scene, arena_printf(scene->arena, "part%d.yaml", i),
            i < n ? arena_printf(scene->arena, "extends: part%d.yaml\n", i + 1)
                  : "about: the last\n");
    return small(scene, "", "extends: part1.yaml\n");
}

static const char *files(Scene *scene, int64_t n)
{
    Text parts = {.arena = scene->arena};
    for (int i = 1; i < n; i++) {
        const char *name = arena_printf(scene->arena, "part%d.yaml", i);
        write_file(scene, name, "about: a part\n");
        text_printf(&parts, "%s%s", i > 1 ? ", " : "", name);
    }
    return small(scene, "", arena_printf(scene->arena, "extends: [%s]\n", text_string(&parts)));
}

static const char *word(Scene *scene, int64_t n)
{
    return small(
        scene, arena_printf(scene->arena, "relu: {name: %s},", times(scene, "a", "", (int)n)), "");
}

/* Three calls of blocks give 3 * 65 letters. */
static const char *full_name(Scene *scene, int64_t n)
{
    const char *call = times(scene, "a", "", 64), *own = times(scene, "a", "", (int)n - 3 * 65);
    return small(scene, arena_printf(scene->arena, "a: {name: %s},", call),
        arena_printf(scene->arena,
            "blocks: {a: {layers: [b: {name: %s}]}, b: {layers: [c: {name: %s}]}, c: {layers: "
            "[relu: "
            "{name: %s}]}}\n",
            call, call, own));
}

static const char *parentheses(Scene *scene, int64_t n)
{
    return small(scene,
        arena_printf(scene->arena, "dense: %s2%s,", times(scene, "(", "", (int)n),
            times(scene, ")", "", (int)n)),
        "");
}

static const char *arguments(Scene *scene, int64_t n)
{
    Text each = {.arena = scene->arena};
    for (int i = 1; i <= n; i++)
        text_printf(&each, "%sv%d: [1]", i > 1 ? ", " : "", i);
    return small(scene,
        arena_printf(scene->arena, "repeat: {each: {%s}, layers: []},", text_string(&each)), "");
}

static const char *layers(Scene *scene, int64_t n)
{
    return small(
        scene, arena_printf(scene->arena, "repeat: {times: %d, layers: [relu]},", (int)n - 3), "");
}

static const char *rounds(Scene *scene, int64_t n)
{
    const char *inner = "repeat: {times: 9999, layers: []}"; /* and a round of the outer one */
    return small(scene,
        arena_printf(scene->arena,
            "repeat: {times: %d, layers: [%s]}, repeat: {times: %d, layers: []},", (int)(n / 10000),
            inner, (int)(n % 10000)),
        "");
}

static const char *range(Scene *scene, int64_t n)
{
    return small(
        scene, arena_printf(scene->arena, "repeat: {each: {i: 1..%d}, layers: []},", (int)n), "");
}

static const char *calls(Scene *scene, int64_t n)
{
    Text blocks = {.arena = scene->arena};
    for (int i = 1; i <= n; i++)
        text_printf(
            &blocks, i < n ? "  b%d: {layers: [b%d]}\n" : "  b%d: {layers: [relu]}\n", i, i + 1);
    return small(scene, "b1,", arena_printf(scene->arena, "blocks:\n%s", text_string(&blocks)));
}

static const char *count(Scene *scene, int64_t n)
{
    return small(scene, arena_printf(scene->arena, "dense: %d,", (int)n), "");
}

static const char *window(Scene *scene, int64_t n)
{
    return small(scene, arena_printf(scene->arena, "max_pool: {size: 1, stride: %d},", (int)n), "");
}

static const char *side(Scene *scene, int64_t n)
{
    return model(scene, arena_printf(scene->arena, "[%d, 1, 1]", (int)n), "", "");
}

static const char *input_channels(Scene *scene, int64_t n)
{
    return model(scene, arena_printf(scene->arena, "[1, 1, %d]", (int)n), "", "");
}

static const char *training(Scene *scene, const char *key, int64_t n)
{
    return small(scene, "", arena_printf(scene->arena, "training: {%s: %" PRId64 "}\n", key, n));
}

static const char *batch(Scene *scene, int64_t n)
{
    return training(scene, "batch_size", n);
}

static const char *epochs(Scene *scene, int64_t n)
{
    return training(scene, "epochs", n);
}

static const char *validation(Scene *scene, int64_t n)
{
    return training(scene, "validation", n);
}

/* Sizes come in multiples of 16: just below the limit, or just above it. */
static const char *image(Scene *scene, int64_t n)
{
    return model(scene, n <= XC_MAX_IMAGE ? "[8191, 8192, 1]" : "[8192, 8192, 1]", "", "");
}

static const char *map(Scene *scene, int64_t n)
{
    return model(scene, "[4096, 4096, 1]",
        arena_printf(scene->arena, "conv: {filters: %d, kernel: 1},", n <= XC_MAX_IMAGE ? 48 : 49),
        "");
}

static const char *halo(Scene *scene, int64_t n)
{
    return model(scene, "[8000, 8000, 3]",
        arena_printf(scene->arena, "depthwise_conv: {kernel: 193, padding: [0, 192, 0, %d]},",
            n <= XC_MAX_IMAGE ? 191 : 192),
        "");
}

static const char *parameter(Scene *scene, int64_t n)
{
    return small(scene,
        arena_printf(
            scene->arena, "dense: 1048576, dense: %d,", n <= XC_MAX_PARAMETER ? 2032 : 2033),
        "");
}

static const char *step_pixels(Scene *scene, int64_t n)
{
    return model(scene, "[512, 512, 1]", "dense: 1024, dense: 1040,",
        arena_printf(scene->arena, "training: {batch_size: %d}\n",
            (int)(n / (512 * 512)) + (n % (512 * 512) > 0)));
}

static const char *memory(Scene *scene, int64_t n)
{
    return model(scene, "[8191, 8192, 1]", "",
        n <= XC_MAX_MEMORY_BITS ? "training: {batch_size: 4096}\n"
                                : "training: {batch_size: 65536}\n");
}

typedef struct Case {
    const char *limit;
    int64_t most;
    Write *write;
    const char *message; /* a part of it */
    bool whole_file; /* the error's place is the file as a whole */
} Case;

#define CASE(limit, write, message)                                                                \
    {                                                                                              \
#limit, limit, write, message, false                                                       \
    }

static const Case cases[] = {
    {"XC_YAML_MAX_BYTES", XC_YAML_MAX_BYTES, bytes, "larger than 32 MiB", true},
    CASE(XC_YAML_MAX_LEVELS, levels, "nested more than 64 levels deep"),
    CASE(XC_YAML_MAX_EVENTS, events, "more than 2000000 YAML events"),
    CASE(XC_MAX_EXTENDS, extends, "goes more than 8 files deep"),
    CASE(XC_MAX_FILES, files, "at most 32 files"),
    CASE(XC_MAX_WORD_LENGTH, word, "more than 64 letters"),
    CASE(XC_MAX_NAME, full_name, "is too long"),
    CASE(XC_MAX_PARENTHESES, parentheses, "nested more than 64 deep"),
    CASE(XC_MOST_BLOCK_ARGUMENTS, arguments, "'each' has more than 256 variables"),
    CASE(XC_MAX_LAYERS, layers, "more than 20000 layers"),
    CASE(XC_MAX_ROUNDS, rounds, "more than 100000 rounds"),
    CASE(XC_MAX_RANGE, range, "more than 20000 numbers"),
    CASE(XC_MAX_CALLS, calls, "more than 16"),
    CASE(XC_MAX_COUNT, count, "1048576"),
    CASE(XC_MAX_WINDOW, window, "4096"),
    CASE(XC_MAX_SIDE, side, "16384"),
    CASE(XC_MAX_INPUT_CHANNELS, input_channels, "4096"),
    CASE(XC_MAX_BATCH, batch, "65536"),
    CASE(XC_MAX_EPOCHS, epochs, "1000000"),
    CASE(XC_MAX_VALIDATION, validation, "'validation' is a whole number"),
    CASE(XC_MAX_IMAGE, image, "an input of 8192x8192x1 has more than 1073741823 numbers"),
    CASE(XC_MAX_IMAGE, map, "an image of the result, 4096x4096x49, has more than"),
    CASE(XC_MAX_IMAGE, halo, "in its padding, 8192x8192, it has more than"),
    CASE(XC_MAX_PARAMETER, parameter, "the parameters of 'dense2' are too many: 1048576x2033"),
    CASE(XC_MAX_STEP_PIXELS, step_pixels, "4097 images of it have more than 1073741824"),
    CASE(XC_MAX_MEMORY_BITS, memory, "have more than 2^47 bytes"),
};

enum { CASES = sizeof cases / sizeof *cases };

/* True when the whole compiler takes the model; what it prints is left in *messages. */
static bool compiles(const char *path, char **messages)
{
    Arena *arena = arena_new();
    size_t length;
    FILE *stream = open_memstream(messages, &length);
    assert_non_null(stream);
    Compilation compilation = {0};
    PipelineOptions options = {.models = XCEPTC_SOURCE_DIR "/models"};
    bool fine = pipeline_run(arena, diag_new(arena, stream, false), path, &options, &compilation);
    fclose(stream);
    arena_free(arena);
    return fine;
}

static void remove_files(const char *folder)
{
    char *command;
    assert_true(asprintf(&command, "rm -r '%s'", folder) >= 0);
    assert_int_equal(system(command), 0);
    free(command);
}

static void check_side(const Case *c, bool beyond)
{
    char folder[] = "/tmp/xceptc-test-XXXXXX", *messages = NULL;
    assert_non_null(mkdtemp(folder));
    Scene scene = {.arena = arena_new(), .folder = folder};
    const char *path = write_file(&scene, "model.yaml", c->write(&scene, c->most + beyond));
    bool fine = compiles(path, &messages);
    if (!beyond && !fine)
        fail_msg("at %s:\n%s", c->limit, messages);
    if (beyond && (fine || !strstr(messages, c->message)))
        fail_msg("beyond %s:\n%s", c->limit, messages);
    const char *place =
        beyond ? strstr(messages, c->whole_file ? ": error: " : ".yaml:") : messages;
    assert_non_null(place);
    assert_true(!beyond || c->whole_file || (place[6] >= '1' && place[6] <= '9'));
    free(messages);
    remove_files(folder);
    arena_free(scene.arena);
}

static void at_a_limit_a_model_is_fine(void **state)
{
    (void)state;
    for (size_t i = 0; i < CASES; i++)
        check_side(&cases[i], false);
}

static void beyond_a_limit_it_gets_an_error_with_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < CASES; i++)
        check_side(&cases[i], true);
}

/* ---- the table --------------------------------------------------------------------------------
 */

typedef struct Limit {
    const char *name;
    int64_t value;
    const char *text;
} Limit;

static const Limit limits[] = {
#define XC_LIMIT(name, value, text) {#name, value, text},
#include "support/limits.def"
#undef XC_LIMIT
};

static void every_limit_has_a_case(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        size_t k = 0;
        while (k < CASES && strcmp(cases[k].limit, limits[i].name) != 0)
            k++;
        if (k == CASES)
            fail_msg("nothing tries %s", limits[i].name);
    }
}

/* 1048576 as 1,048,576. */
static const char *grouped(Arena *arena, int64_t number)
{
    const char *rest = number >= 1000 ? grouped(arena, number / 1000) : NULL;
    return rest ? arena_printf(arena, "%s,%03d", rest, (int)(number % 1000))
                : arena_printf(arena, "%d", (int)number);
}

static const char *table(Arena *arena)
{
    Text text = {.arena = arena};
    text_printf(&text, "| at most | |\n|---:|---|\n");
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        text_printf(&text, "| %s | %s |\n", grouped(arena, limits[i].value), limits[i].text);
    return text_string(&text);
}

static void the_readme_has_the_table(void **state)
{
    (void)state;
    static const char begin[] = "<!-- limits: from compiler/support/limits.def -->\n\n";
    Arena *arena = arena_new();
    char *readme = read_file("models/README.md");
    assert_non_null(readme);
    char *from = strstr(readme, begin), *to = strstr(readme, "\n<!-- end of limits -->");
    assert_true(from && to && from < to);
    from += strlen(begin);
    const char *fresh =
        arena_printf(arena, "%.*s%s%s", (int)(from - readme), readme, table(arena), to);
    int line = first_difference(readme, fresh);
    if (line && getenv("XCEPTC_UPDATE_GOLDEN")) {
        FILE *stream = fopen("models/README.md", "wb");
        assert_non_null(stream);
        fputs(fresh, stream);
        fclose(stream);
    } else if (line) {
        fail_msg("models/README.md differs from limits.def in line %d; XCEPTC_UPDATE_GOLDEN=1 "
                 "writes it anew",
            line);
    }
    free(readme);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(at_a_limit_a_model_is_fine),
        cmocka_unit_test(beyond_a_limit_it_gets_an_error_with_its_place),
        cmocka_unit_test(every_limit_has_a_case),
        cmocka_unit_test(the_readme_has_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
