/* Checkpoints: exact, whole or absent whatever the file system does, and never loaded when wrong.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "checkpoint.h"
#include "checkpoint_fit.h"
#include "checkpoint_format.h"
#include "fake_model.h"
#include "faulty_files.h"
#include "scratch.h"

static const char name[] = "last.safetensors";

/* ---- a net with something in every slot ---------------------------------------------------- */

typedef struct Bench {
    char directory[64];
    char path[128];
    xr_pool *pool;
    xr_net *net;
    xr_position position;
} Bench;

/* Values that differ everywhere; `salt` makes another state of it. */
static void fill(xr_net *net, int salt)
{
    static const xr_slot slots[] = {XR_VALUE, XR_VELOCITY};
    for (int s = 0; s < 2; s++) {
        xr_real *block = fake_model.block(net, slots[s]);
        for (int i = 0; i < fake_model.parameter_count; i++) {
            const xr_parameter *parameter = &fake_model.parameters[i];
            for (int row = 0; row < parameter->rows; row++)
                for (int column = 0; column < parameter->columns; column++)
                    block[xr_parameter_index(parameter, row, column)] =
                        (xr_real)sin(row * 1.7 + column * 0.3 + i + s * 5.0 + salt);
        }
    }
}

static int make(void **state)
{
    Bench *bench = calloc(1, sizeof *bench);
    assert_non_null(bench);
    scratch_make(bench->directory);
    snprintf(bench->path, sizeof bench->path, "%s/%s", bench->directory, name);
    bench->pool = xr_pool_create(1);
    bench->net = fake_model.create(bench->pool);
    assert_non_null(bench->net);
    fill(bench->net, 0);
    bench->position = (xr_position){.seed = 18446744073709551615u,
        .batch_size = 64,
        .train_images = 10000,
        .data = "synthetic data",
        .epoch = 2,
        .batch = 5,
        .step = 319,
        .totals = {.images = 320, .correct = 100, .cross_entropy = 1.0 / 3.0, .loss = 0.1},
        .best_accuracy = 0.7,
        .best_loss = 1.0 / 7.0,
        .best_epoch = 1};
    *state = bench;
    return 0;
}

static int clean(void **state)
{
    Bench *bench = *state;
    fake_model.destroy(bench->net);
    xr_pool_destroy(bench->pool);
    scratch_remove(bench->directory);
    free(bench);
    return 0;
}

static bool save(const Bench *bench, const xr_files *files, xr_failure *failure)
{
    return xr_checkpoint_save(
        &fake_model, bench->net, &bench->position, files, bench->directory, name, failure);
}

static void save_well(const Bench *bench)
{
    xr_failure failure;
    if (!save(bench, &xr_system_files, &failure))
        fail_msg("%s", failure.message);
}

static bool resume(Bench *bench, const xr_model *model, const char *data, xr_failure *failure)
{
    xr_position position;
    bool fine = xr_checkpoint_resume(model, bench->net, bench->path, data, &position, failure);
    if (fine)
        bench->position = position;
    return fine;
}

/* ---- right files --------------------------------------------------------------------------- */

static void resuming_gives_back_every_bit(void **state)
{
    Bench *bench = *state;
    size_t bytes = fake_model.parameter_reals * sizeof(xr_real);
    xr_real *value = malloc(bytes), *velocity = malloc(bytes);
    assert_true(value && velocity);
    memcpy(value, fake_model.block(bench->net, XR_VALUE), bytes);
    memcpy(velocity, fake_model.block(bench->net, XR_VELOCITY), bytes);
    xr_position before = bench->position;
    save_well(bench);
    fill(bench->net, 9);
    bench->position = (xr_position){0};
    xr_failure failure;
    if (!resume(bench, &fake_model, "synthetic data", &failure))
        fail_msg("%s", failure.message);
    assert_memory_equal(fake_model.block(bench->net, XR_VALUE), value, bytes);
    /* The running mean isn't trainable: its velocity is nobody's. */
    assert_memory_equal(fake_model.block(bench->net, XR_VELOCITY), velocity,
        fake_model.parameters[2].offset * sizeof(xr_real));
    assert_true(bench->position.seed == before.seed && bench->position.step == before.step);
    assert_int_equal(bench->position.epoch, before.epoch);
    assert_int_equal(bench->position.batch, before.batch);
    assert_int_equal(bench->position.totals.images, before.totals.images);
    assert_int_equal(bench->position.totals.correct, before.totals.correct);
    assert_true(bench->position.totals.cross_entropy == before.totals.cross_entropy);
    assert_true(bench->position.totals.loss == before.totals.loss);
    assert_true(bench->position.best_accuracy == before.best_accuracy);
    assert_true(bench->position.best_loss == before.best_loss);
    free(value);
    free(velocity);
}

/* As in a checkpoint of before it was kept: a later validation must be more accurate to be better.
 */
static void a_best_loss_that_is_not_there_is_below_all(void **state)
{
    Bench *bench = *state;
    xr_failure failure;
    bench->position.best_loss = -INFINITY; /* which is not written */
    save_well(bench);
    bench->position.best_loss = 0;
    if (!resume(bench, &fake_model, "synthetic data", &failure))
        fail_msg("%s", failure.message);
    assert_true(bench->position.best_loss == -INFINITY);
    assert_true(bench->position.best_accuracy == 0.7);
}

static void equal_states_are_equal_files(void **state)
{
    const Bench *bench = *state;
    size_t first_size, second_size;
    save_well(bench);
    char *first = scratch_read(bench->directory, name, &first_size);
    save_well(bench);
    char *second = scratch_read(bench->directory, name, &second_size);
    assert_int_equal(first_size, second_size);
    assert_memory_equal(first, second, first_size);
    assert_false(scratch_exists(bench->directory, "last.safetensors.previous"));
    assert_false(scratch_exists(bench->directory, "last.safetensors.tmp"));
    assert_true(first_size <= xr_checkpoint_bytes(&fake_model, bench->net) + 1024);
    free(first);
    free(second);
}

static void weights_alone_leave_the_optimizer_as_it_is(void **state)
{
    Bench *bench = *state;
    save_well(bench);
    xr_real saved = fake_model.block(bench->net, XR_VALUE)[7 * 16];
    fill(bench->net, 3);
    xr_real velocity = fake_model.block(bench->net, XR_VELOCITY)[7 * 16];
    xr_origin origin;
    xr_failure failure;
    assert_true(
        xr_checkpoint_load_weights(&fake_model, bench->net, bench->path, &origin, &failure));
    assert_true(origin.same_model);
    assert_true(fake_model.block(bench->net, XR_VALUE)[7 * 16] == saved);
    assert_true(fake_model.block(bench->net, XR_VELOCITY)[7 * 16] == velocity);
    assert_true(xr_checkpoint_load_weights(
        &fake_model_changed, bench->net, bench->path, &origin, &failure));
    assert_false(origin.same_model);
}

/* ---- wrong files --------------------------------------------------------------------------- */

static void every_flipped_bit_is_noticed(void **state)
{
    Bench *bench = *state;
    save_well(bench);
    size_t size;
    char *whole = scratch_read(bench->directory, name, &size);
    fill(bench->net, 4);
    xr_real value = fake_model.block(bench->net, XR_VALUE)[0];
    for (size_t at = 0; at < size; at += at < 1200 ? 1 : 97) {
        xr_failure failure = {XR_OK, ""};
        whole[at] = (char)(whole[at] ^ 1 << at % 8);
        scratch_write(bench->directory, name, whole, size);
        whole[at] = (char)(whole[at] ^ 1 << at % 8);
        if (resume(bench, &fake_model, "synthetic data", &failure))
            fail_msg("byte %zu was changed and nobody noticed", at);
        assert_int_equal(failure.status, XR_BAD_INPUT);
        assert_non_null(strstr(failure.message, name));
    }
    assert_true(fake_model.block(bench->net, XR_VALUE)[0] == value); /* the net is as it was */
    free(whole);
}

static void every_truncation_is_noticed(void **state)
{
    Bench *bench = *state;
    save_well(bench);
    size_t size;
    char *whole = scratch_read(bench->directory, name, &size);
    for (size_t kept = 0; kept < size; kept += 61) {
        xr_failure failure = {XR_OK, ""};
        scratch_write(bench->directory, name, whole, kept);
        assert_false(resume(bench, &fake_model, "synthetic data", &failure));
        assert_int_equal(failure.status, XR_BAD_INPUT);
    }
    free(whole);
}

static void expect_refusal(Bench *bench, const xr_model *model, const char *data, const char *part)
{
    xr_failure failure = {XR_OK, ""};
    assert_false(resume(bench, model, data, &failure));
    assert_int_equal(failure.status, XR_BAD_INPUT);
    if (!strstr(failure.message, part))
        fail_msg("'%s' does not say '%s'", failure.message, part);
}

static void other_models_and_data_are_refused_by_name(void **state)
{
    Bench *bench = *state;
    save_well(bench);
    expect_refusal(bench, &fake_model_changed, "synthetic data", "its hash was 0123456789abcdef");
    expect_refusal(bench, &fake_model, "CIFAR-10", "data is 'synthetic data'");
    xr_model model = fake_model;
    model.name = "other";
    expect_refusal(bench, &model, "synthetic data", "model is 'fake'");
}

/* Which parts there are to differ in is test_recipe.c's. */
static void another_recipe_is_refused_by_name(void **state)
{
    Bench *bench = *state;
    save_well(bench);
    xr_model model = fake_model;
    model.recipe.nesterov = true;
    expect_refusal(bench, &model, "synthetic data",
        "optimizer is 'sgd: momentum 0.9', this program's is 'sgd");
    model = fake_model;
    model.recipe.cutout = 3;
    expect_refusal(bench, &model, "synthetic data", "augment is 'horizontal_flip 0.5");
    xr_failure failure = {XR_OK, ""};
    model = fake_model;
    model.recipe.epochs = 5;
    assert_true(resume(bench, &model, "synthetic data", &failure));
}

static void other_shapes_and_names_are_refused_by_name(void **state)
{
    Bench *bench = *state;
    save_well(bench);
    xr_parameter parameters[3];
    memcpy(parameters, fake_model.parameters, sizeof parameters);
    xr_model model = fake_model;
    model.parameters = parameters;
    parameters[0].dims[1] = 5;
    expect_refusal(bench, &model, "synthetic data",
        "'dense/kernel' has shape 192x4; the model "
        "needs 192x5");
    parameters[0].dims[1] = 4;
    parameters[1].name = "dense/offset";
    expect_refusal(bench, &model, "synthetic data", "'dense/bias', which the model fake has not");
    parameters[1].name = fake_model.parameters[1].name;
    model.parameter_count = 2;
    expect_refusal(bench, &model, "synthetic data", "'input/moving_mean', which");
}

/* A file of weights as another program writes them: no metadata, F64, one that is not finite. */
static void write_foreign(const Bench *bench, double first)
{
    static const char header[] =
        "{\"dense/kernel\":{\"dtype\":\"F64\",\"shape\":[192,4],\"data_offsets\":[0,6144]},"
        "\"dense/bias\":{\"dtype\":\"F64\",\"shape\":[4],\"data_offsets\":[6144,6176]},"
        "\"input/moving_mean\":{\"dtype\":\"F64\",\"shape\":[3],\"data_offsets\":[6176,6200]}}";
    enum { ELEMENTS = 775 };
    static char file[8 + sizeof header - 1 + ELEMENTS * sizeof(double)];
    double values[ELEMENTS];
    for (int i = 0; i < ELEMENTS; i++)
        values[i] = i == 0 ? first : i * 0.5;
    memset(file, 0, 8);
    file[0] = (char)((sizeof header - 1) & 0xff);
    file[1] = (char)((sizeof header - 1) >> 8);
    memcpy(file + 8, header, sizeof header - 1);
    memcpy(file + 8 + sizeof header - 1, values, sizeof values);
    scratch_write(bench->directory, name, file, sizeof file);
}

static void of_another_model_the_tensors_that_differ_are_named(void **state)
{
    Bench *bench = *state;
    xr_failure failure;
    write_foreign(bench, 0.25);
    xr_model model = fake_model;
    xr_parameter parameters[3];
    memcpy(parameters, fake_model.parameters, sizeof parameters);
    model.parameters = parameters;
    parameters[0].dims[1] = parameters[1].dims[0] = 5;
    parameters[2].name = "other/moving_mean\x1b[2J";
    assert_false(xr_weights_check(&model, bench->path, &failure));
    assert_int_equal(failure.status, XR_BAD_INPUT);
    char *rest = strchr(failure.message, '\n');
    assert_non_null(rest);
    assert_string_equal(rest, "\n- tensor 'dense/kernel' has shape 192x4; the model needs 192x5"
                              "\n- tensor 'dense/bias' has shape 4; the model needs 5"
                              "\n- has no tensor 'other/moving_mean?[2J'"
                              "\n- has a tensor 'input/moving_mean', which the model fake has not");
    *rest = '\0';
    assert_non_null(strstr(failure.message, "does not fit the model fake: 4 tensors differ"));
    assert_true(xr_weights_check(&fake_model, bench->path, &failure));
}

static void weights_of_other_programs_are_taken(void **state)
{
    Bench *bench = *state;
    xr_origin origin;
    xr_failure failure;
    write_foreign(bench, 0.25);
    if (!xr_checkpoint_load_weights(&fake_model, bench->net, bench->path, &origin, &failure))
        fail_msg("%s", failure.message);
    const xr_real *block = fake_model.block(bench->net, XR_VALUE);
    assert_true(block[0] == (xr_real)0.25);
    assert_true(block[xr_parameter_index(&fake_model.parameters[0], 3, 2)] == (xr_real)7.0);
    expect_refusal(bench, &fake_model, "synthetic data", "can't be resumed");
}

static void weights_that_are_not_finite_are_refused(void **state)
{
    Bench *bench = *state;
    xr_origin origin;
    xr_failure failure;
    write_foreign(bench, (double)INFINITY);
    assert_false(
        xr_checkpoint_load_weights(&fake_model, bench->net, bench->path, &origin, &failure));
    assert_non_null(strstr(failure.message, "element 0 of 'dense/kernel' is not finite"));
}

static void a_state_that_is_not_finite_is_never_saved(void **state)
{
    const Bench *bench = *state;
    save_well(bench);
    size_t size, size_after;
    char *before = scratch_read(bench->directory, name, &size);
    fake_model.block(bench->net, XR_VELOCITY)[5 * 16 + 1] = (xr_real)NAN;
    xr_failure failure;
    assert_false(save(bench, &xr_system_files, &failure));
    assert_int_equal(failure.status, XR_NON_FINITE);
    assert_non_null(strstr(failure.message, "dense/kernel"));
    char *after = scratch_read(bench->directory, name, &size_after);
    assert_int_equal(size, size_after);
    assert_memory_equal(before, after, size);
    assert_false(scratch_exists(bench->directory, "last.safetensors.tmp"));
    free(before);
    free(after);
}

/* ---- a file system that goes wrong --------------------------------------------------------- */

/* After a save that met a fault: what is there is the old file or the new one, whole, and the new
 * one exactly if the save said so. */
static void check_after(
    const Bench *bench, bool saved, const char *old, const char *new, size_t size)
{
    size_t found_size;
    char *found = scratch_read(bench->directory, name, &found_size);
    assert_int_equal(found_size, size);
    assert_memory_equal(found, saved ? new : old, size);
    free(found);
}

static int count_calls(const Bench *bench)
{
    FaultPlan plan = {.at = -1};
    xr_files files = faulty_files(&plan);
    xr_failure failure;
    assert_true(save(bench, &files, &failure));
    return plan.calls;
}

static void a_fault_in_any_call_leaves_a_whole_file(void **state)
{
    Bench *bench = *state;
    size_t size;
    save_well(bench);
    char *old = scratch_read(bench->directory, name, &size);
    fill(bench->net, 1);
    int calls = count_calls(bench);
    char *new = scratch_read(bench->directory, name, &size);
    assert_true(calls > 15);
    int cases = 0, refused = 0;
    for (int fault = 0; fault < FAULTS; fault++) {
        for (int at = 0; at < calls; at++, cases++) {
            FaultPlan plan = {.fault = (Fault)fault, .at = at};
            xr_files files = faulty_files(&plan);
            xr_failure failure = {XR_OK, ""};
            scratch_write(bench->directory, name, old, size);
            bool saved = save(bench, &files, &failure);
            assert_true(plan.struck);
            check_after(bench, saved, old, new, size);
            if (!saved) {
                refused++;
                assert_true(failure.status == XR_MACHINE || failure.status == XR_BAD_INPUT);
                assert_non_null(strstr(failure.message, bench->directory));
            }
        }
    }
    print_message("%d faults, %d of them end the save\n", cases, refused);
    assert_true(cases >= 75 && refused >= cases / 4 && refused < cases);
    free(old);
    free(new);
}

/* From some call on nothing works any more: nothing can be put back, but nothing is torn. */
static void a_disk_that_dies_leaves_a_whole_file(void **state)
{
    Bench *bench = *state;
    size_t size;
    save_well(bench);
    char *old = scratch_read(bench->directory, name, &size);
    fill(bench->net, 1);
    int calls = count_calls(bench);
    char *new = scratch_read(bench->directory, name, &size);
    for (int at = 0; at < calls; at++) {
        FaultPlan plan = {.fault = BAD_DISK, .at = at, .for_good = true};
        xr_files files = faulty_files(&plan);
        xr_failure failure = {XR_OK, ""};
        scratch_write(bench->directory, name, old, size);
        bool saved = save(bench, &files, &failure);
        size_t found_size;
        char *found = scratch_read(bench->directory, name, &found_size);
        assert_int_equal(found_size, size);
        assert_true(memcmp(found, new, size) == 0 || (!saved && memcmp(found, old, size) == 0));
        free(found);
    }
    free(old);
    free(new);
}

/* The first save has no old file to go back to: then there is none. */
static void a_first_save_that_fails_leaves_no_file(void **state)
{
    Bench *bench = *state;
    size_t size;
    int calls = count_calls(bench);
    char *new = scratch_read(bench->directory, name, &size);
    for (int at = 0; at < calls; at++) {
        FaultPlan plan = {.fault = BAD_DISK, .at = at};
        xr_files files = faulty_files(&plan);
        xr_failure failure = {XR_OK, ""};
        xr_system_files.unlink(NULL, bench->path);
        if (save(bench, &files, &failure))
            check_after(bench, true, new, new, size);
        else
            assert_false(scratch_exists(bench->directory, name));
    }
    free(new);
}

static void a_byte_that_the_disk_changes_is_noticed(void **state)
{
    const Bench *bench = *state;
    int calls = count_calls(bench), noticed = 0;
    for (int at = 0; at < calls; at++) {
        FaultPlan plan = {.fault = LOST_BYTE, .at = at};
        xr_files files = faulty_files(&plan);
        xr_failure failure = {XR_OK, ""};
        if (!save(bench, &files, &failure) && strstr(failure.message, "read back"))
            noticed++;
    }
    assert_true(noticed >= 5); /* at least the writes of tensors */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(resuming_gives_back_every_bit, make, clean),
        cmocka_unit_test_setup_teardown(a_best_loss_that_is_not_there_is_below_all, make, clean),
        cmocka_unit_test_setup_teardown(equal_states_are_equal_files, make, clean),
        cmocka_unit_test_setup_teardown(weights_alone_leave_the_optimizer_as_it_is, make, clean),
        cmocka_unit_test_setup_teardown(every_flipped_bit_is_noticed, make, clean),
        cmocka_unit_test_setup_teardown(every_truncation_is_noticed, make, clean),
        cmocka_unit_test_setup_teardown(other_models_and_data_are_refused_by_name, make, clean),
        cmocka_unit_test_setup_teardown(another_recipe_is_refused_by_name, make, clean),
        cmocka_unit_test_setup_teardown(other_shapes_and_names_are_refused_by_name, make, clean),
        cmocka_unit_test_setup_teardown(weights_of_other_programs_are_taken, make, clean),
        cmocka_unit_test_setup_teardown(
            of_another_model_the_tensors_that_differ_are_named, make, clean),
        cmocka_unit_test_setup_teardown(weights_that_are_not_finite_are_refused, make, clean),
        cmocka_unit_test_setup_teardown(a_state_that_is_not_finite_is_never_saved, make, clean),
        cmocka_unit_test_setup_teardown(a_fault_in_any_call_leaves_a_whole_file, make, clean),
        cmocka_unit_test_setup_teardown(a_disk_that_dies_leaves_a_whole_file, make, clean),
        cmocka_unit_test_setup_teardown(a_first_save_that_fails_leaves_no_file, make, clean),
        cmocka_unit_test_setup_teardown(a_byte_that_the_disk_changes_is_noticed, make, clean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
