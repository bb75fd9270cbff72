/* No two buffers that live at the same time share memory: the four variants at several batch
 * sizes, and thousands of random sets of spans. */
#include "overlap.h"
#include "pipeline.h"
#include "plan/planner.h"
#include "support_lib/hash_random.h"
#include "support_lib/random_model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <unistd.h>

static const char *const MODELS[] = {
    "xception_1", "xception_he_wd", "xception_he_wd_slim", "xception_he_wd_slim_thinner"};
static const int BATCHES[] = {1, 2, 9, 64};

enum { RANDOM_MODELS = 60, RANDOM_SETS = 2000, RANDOM_BUFFERS = 24, RANDOM_PHASES = 10 };

/* Messages of the compiler, warnings too, go to stderr when it fails. */
static Program *plan_file(Arena *arena, const char *path, int batch)
{
    Compilation compilation = {0};
    PipelineOptions options = {.models = XCEPTC_SOURCE_DIR "/models", .batch = batch};
    char *messages = NULL;
    size_t length;
    FILE *stream = open_memstream(&messages, &length);
    assert_non_null(stream);
    bool fine = pipeline_run(arena, diag_new(arena, stream, false), path, &options, &compilation);
    fclose(stream);
    if (!fine)
        fail_msg("%s", messages);
    free(messages);
    return compilation.program;
}

static Program *plan_model(Arena *arena, const char *name, int batch)
{
    return plan_file(
        arena, arena_printf(arena, "%s/models/%s.yaml", XCEPTC_SOURCE_DIR, name), batch);
}

/* What a set of checks has looked at. */
typedef struct Effort {
    size_t pairs, operands;
} Effort;

static void check_program(const Program *program, Effort *effort)
{
    const Procedure *procedures[] = {&program->train, &program->infer};
    for (size_t p = 0; p < 2; p++) {
        assert_int_equal(count_arena_overlaps(procedures[p], &effort->pairs, true), 0);
        assert_int_equal(count_scratch_overlaps(procedures[p], &effort->pairs, true), 0);
        assert_int_equal(count_lifetime_faults(program, procedures[p], &effort->operands, true), 0);
        assert_true(procedures[p]->arena_size <= program->block_size[XC_BLOCK_ARENA]);
    }
    assert_int_equal(count_block_overlaps(program, &effort->pairs, true), 0);
}

static void programs_of_the_variants_have_no_overlap(void **state)
{
    (void)state;
    Effort effort = {0};
    for (size_t m = 0; m < sizeof MODELS / sizeof *MODELS; m++)
        for (size_t b = 0; b < sizeof BATCHES / sizeof *BATCHES; b++) {
            Arena *arena = arena_new();
            check_program(plan_model(arena, MODELS[m], BATCHES[b]), &effort);
            arena_free(arena);
        }
    print_message("%zu pairs compared, %zu operands visited\n", effort.pairs, effort.operands);
    assert_true(effort.pairs > 100000);
    assert_true(effort.operands > 10000);
}

static void programs_of_random_models_have_no_overlap(void **state)
{
    (void)state;
    Effort effort = {0};
    char directory[] = "/tmp/xceptc-test-XXXXXX";
    assert_non_null(mkdtemp(directory));
    for (uint64_t seed = 1; seed <= RANDOM_MODELS; seed++) {
        Arena *arena = arena_new();
        const char *path = arena_printf(arena, "%s/random.yaml", directory);
        FILE *file = fopen(path, "w");
        assert_non_null(file);
        fputs(random_model(arena, seed), file);
        assert_int_equal(fclose(file), 0);
        check_program(plan_file(arena, path, 1 + (int)(seed % 20)), &effort);
        unlink(path);
        arena_free(arena);
    }
    rmdir(directory);
    print_message("%zu pairs compared, %zu operands visited\n", effort.pairs, effort.operands);
    assert_true(effort.pairs > 30000);
    assert_true(effort.operands > 5000);
}

/* The planted faults: each is one number changed in a correct Program. */

static void a_buffer_moved_onto_its_neighbour_is_found(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Program *program = plan_model(arena, MODELS[3], 2);
    Procedure *train = &program->train;
    for (size_t i = 1; i < train->buffers.count; i++) {
        Buffer *a = train->buffers.data[i], *b = train->buffers.data[i - 1];
        if (a->first_phase > b->last_phase || b->first_phase > a->last_phase)
            continue;
        size_t offset = a->offset;
        a->offset = b->offset;
        assert_true(count_arena_overlaps(train, NULL, false) > 0);
        a->offset = offset;
    }
    assert_int_equal(count_arena_overlaps(train, NULL, true), 0);
    arena_free(arena);
}

static void a_buffer_one_real_too_long_is_found(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Program *program = plan_model(arena, MODELS[3], 2);
    Procedure *train = &program->train;
    for (size_t i = 0; i < train->buffers.count; i++)
        train->buffers.data[i]->size++;
    assert_true(count_arena_overlaps(train, NULL, false) > 0);
    arena_free(arena);
}

static void scratch_moved_onto_its_neighbour_is_found(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Program *program = plan_model(arena, MODELS[3], 2);
    size_t tried = 0;
    for (size_t p = 0; p < program->train.phases.count; p++) {
        Phase *phase = program->train.phases.data[p];
        for (size_t i = 1; i < phase->scratch.count; i++) {
            Scratch *a = phase->scratch.data[i], *b = phase->scratch.data[i - 1];
            if (a->first_stage > b->last_stage || b->first_stage > a->last_stage)
                continue;
            size_t offset = a->offset;
            a->offset = b->offset;
            assert_true(count_scratch_overlaps(&program->train, NULL, false) > 0);
            a->offset = offset;
            tried++;
        }
    }
    assert_true(tried > 0);
    arena_free(arena);
}

/* Every life shortened by its last phase, one at a time, and begun one phase late. */
static void a_life_cut_short_is_found(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Program *program = plan_model(arena, MODELS[3], 2);
    Procedure *train = &program->train;
    for (size_t i = 0; i < train->buffers.count; i++) {
        Buffer *buffer = train->buffers.data[i];
        buffer->last_phase--;
        if (count_lifetime_faults(program, train, NULL, false) == 0)
            fail_msg("%s lives a phase longer than it is used", buffer->name);
        buffer->last_phase++;
        buffer->first_phase++;
        if (count_lifetime_faults(program, train, NULL, false) == 0)
            fail_msg("%s lives a phase before it is used", buffer->name);
        buffer->first_phase--;
    }
    arena_free(arena);
}

static void random_spans_have_no_overlap(void **state)
{
    (void)state;
    size_t pairs = 0;
    for (uint64_t set = 0; set < RANDOM_SETS; set++) {
        Arena *arena = arena_new();
        Procedure procedure = {.name = "random"};
        for (uint64_t i = 0; i < RANDOM_BUFFERS; i++) {
            Buffer *buffer = arena_alloc(arena, sizeof *buffer);
            buffer->name = arena_printf(arena, "buffer%d", (int)i);
            buffer->size = (size_t)XC_ALIGN * (size_t)(1 + hash_below(set, 1, i, 40));
            buffer->first_phase = hash_below(set, 2, i, RANDOM_PHASES);
            buffer->last_phase =
                buffer->first_phase + hash_below(set, 3, i, RANDOM_PHASES - buffer->first_phase);
            vec_push(arena, &procedure.buffers, buffer);
        }
        for (int i = 0; i < RANDOM_PHASES; i++) {
            Phase *phase = arena_alloc(arena, sizeof *phase);
            phase->name = "phase";
            vec_push(arena, &procedure.phases, phase);
        }
        procedure.arena_size =
            plan_arena_offsets(arena, procedure.buffers.data, procedure.buffers.count);
        assert_int_equal(count_arena_overlaps(&procedure, &pairs, true), 0);
        arena_free(arena);
    }
    assert_true(pairs > 100000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_spans_have_no_overlap),
        cmocka_unit_test(programs_of_the_variants_have_no_overlap),
        cmocka_unit_test(programs_of_random_models_have_no_overlap),
        cmocka_unit_test(a_buffer_moved_onto_its_neighbour_is_found),
        cmocka_unit_test(a_buffer_one_real_too_long_is_found),
        cmocka_unit_test(scratch_moved_onto_its_neighbour_is_found),
        cmocka_unit_test(a_life_cut_short_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
