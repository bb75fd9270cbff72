/* From the times of steps and the plan to the rows of a profile. */
#include "report/profile.h"

#include <stdlib.h>
#include <string.h>

/* ---- reading ------------------------------------------------------------------------------- */

static bool read_number(const char **text, double *number)
{
    char *end;
    *number = strtod(*text, &end);
    bool fine = end != *text;
    *text = end;
    return fine;
}

static bool read_word(const char **text, const char *word)
{
    size_t length = strlen(word);
    bool fine = strncmp(*text, word, length) == 0;
    *text += fine ? length : 0;
    return fine;
}

static bool read_machine(Profile *profile, const char **text)
{
    double threads, images;
    if (!read_word(text, "machine ") || !read_number(text, &threads) ||
        !read_number(text, &images) || !read_number(text, &profile->peak_flop) ||
        !read_number(text, &profile->peak_copied))
        return false;
    profile->threads = (int)threads;
    profile->images = (int)images;
    return read_word(text, "\n");
}

static bool read_step(Profile *profile, const char **text)
{
    size_t phases = profile->program->train.phases.count;
    double *starts = arena_array(profile->arena, phases, sizeof *starts);
    ProfileStep step = {.starts = starts};
    bool fine =
        read_word(text, "step ") && read_number(text, &step.begin) && read_number(text, &step.end);
    for (size_t i = 0; i < phases; i++)
        fine = fine && read_number(text, &starts[i]);
    fine = fine && read_word(text, "\n");
    if (fine)
        vec_push(profile->arena, &profile->steps, step);
    return fine;
}

/* ---- medians ------------------------------------------------------------------------------- */

static int by_size(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static double median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, by_size);
    return (values[(count - 1) / 2] + values[count / 2]) / 2;
}

/* A phase ends where the next begins, the last with the step. */
static double phase_seconds(const Profile *profile, const ProfileStep *step, size_t phase)
{
    bool last = phase + 1 == profile->program->train.phases.count;
    return (last ? step->end : step->starts[phase + 1]) - step->starts[phase];
}

static double median_of_phase(const Profile *profile, size_t phase, double *values)
{
    for (size_t s = 0; s < profile->steps.count; s++)
        values[s] = phase_seconds(profile, &profile->steps.data[s], phase);
    return median(values, profile->steps.count);
}

static void measure_steps(Profile *profile, double *values)
{
    size_t phases = profile->program->train.phases.count;
    for (size_t s = 0; s < profile->steps.count; s++)
        values[s] = profile->steps.data[s].end - profile->steps.data[s].begin;
    profile->step_seconds = median(values, profile->steps.count);
    for (size_t s = 0; s < profile->steps.count; s++) {
        const ProfileStep *step = &profile->steps.data[s];
        values[s] = step->end - step->begin;
        for (size_t i = 0; i < phases; i++)
            values[s] -= phase_seconds(profile, step, i);
    }
    profile->between = median(values, profile->steps.count);
}

/* ---- rows ---------------------------------------------------------------------------------- */

static const char *place_of(Arena *arena, const Diag *diag, Location location)
{
    if (location.file < 0 || location.line < 1)
        return NULL;
    const char *path = diag_source_name(diag, location.file);
    const char *slash = strrchr(path, '/');
    return arena_printf(arena, "%s:%d", slash ? slash + 1 : path, location.line);
}

/* Of the full-size maps that the plan counts, each once a phase. */
static uint64_t bytes_of(const Phase *phase, int images)
{
    uint64_t reals = 0;
    for (size_t i = 0; i < phase->accesses.count; i++) {
        const Buffer *buffer = phase->accesses.data[i].buffer;
        reals += buffer->per_image ? (uint64_t)buffer->image * (uint64_t)images : buffer->size;
    }
    return reals * sizeof(float);
}

/* Multiply-adds of one image in a call of the kernel, or in all the tiles of one. */
static uint64_t macs_of(const Kernel *kernel)
{
    uint64_t pixels = (uint64_t)kernel->y.height * (uint64_t)kernel->y.width;
    const Attributes *at = &kernel->at;
    switch (kernel->kind) {
    case XC_KERNEL_CONV:
    case XC_KERNEL_CONV_INPUT_GRADIENT:
    case XC_KERNEL_CONV_WEIGHT_GRADIENT:
    case XC_KERNEL_CONV_WEIGHT_TILE:
        return pixels * (uint64_t)kernel->rows * (uint64_t)kernel->columns * (uint64_t)at->groups;
    case XC_KERNEL_DEPTHWISE:
    case XC_KERNEL_DEPTHWISE_INPUT_GRADIENT:
    case XC_KERNEL_DEPTHWISE_WEIGHT_GRADIENT:
        return pixels * (uint64_t)kernel->y.channels * (uint64_t)at->kernel[0] *
               (uint64_t)at->kernel[1];
    default:
        return 0;
    }
}

/* What the phase computes, with what it computes anew; Phase.macs has the forward pass alone. */
static uint64_t flop_of(const Phase *phase, int images)
{
    uint64_t macs = 0;
    for (size_t i = 0; i < phase->stages.count; i++)
        macs += macs_of(phase->stages.data[i].kernel);
    for (size_t i = 0; i < phase->tiles.count; i++)
        macs += macs_of(phase->tiles.data[i].stage.kernel);
    return 2 * macs * (uint64_t)images;
}

static void add_phases(Profile *profile, const Diag *diag, double *values)
{
    const Program *program = profile->program;
    for (size_t i = 0; i < program->train.phases.count; i++) {
        const Phase *phase = program->train.phases.data[i];
        ProfileRow row = {.name = phase->name,
            .title = phase->title,
            .direction = phase->direction,
            .layer = phase->layer ? phase->layer->name : NULL,
            .place = place_of(profile->arena, diag, phase->location),
            .seconds = median_of_phase(profile, i, values),
            .flop = flop_of(phase, profile->images),
            .bytes = bytes_of(phase, profile->images)};
        vec_push(profile->arena, &profile->phases, row);
    }
}

static ProfileRow *layer_row(Profile *profile, const ProfileRow *phase)
{
    const char *name = phase->layer ? phase->layer : phase->direction;
    for (size_t i = 0; i < profile->layers.count; i++) {
        ProfileRow *row = &profile->layers.data[i];
        if (strcmp(row->name, name) == 0 && !row->layer == !phase->layer)
            return row;
    }
    ProfileRow row = {.name = name, .layer = phase->layer, .place = phase->place};
    vec_push(profile->arena, &profile->layers, row);
    return &profile->layers.data[profile->layers.count - 1];
}

static void add_layers(Profile *profile)
{
    for (size_t i = 0; i < profile->phases.count; i++) {
        const ProfileRow *phase = &profile->phases.data[i];
        ProfileRow *row = layer_row(profile, phase);
        row->seconds += phase->seconds;
        row->flop += phase->flop;
        row->bytes += phase->bytes;
    }
}

/* Of the sum of the rows, for the medians of parts don't add up to the median of the whole. */
static void share_out(Profile *profile)
{
    double sum = profile->between;
    for (size_t i = 0; i < profile->phases.count; i++)
        sum += profile->phases.data[i].seconds;
    if (sum <= 0)
        return;
    for (size_t i = 0; i < profile->phases.count; i++)
        profile->phases.data[i].share = profile->phases.data[i].seconds / sum;
    for (size_t i = 0; i < profile->layers.count; i++)
        profile->layers.data[i].share = profile->layers.data[i].seconds / sum;
    profile->between_share = profile->between / sum;
}

const Profile *profile_read(
    Arena *arena, const Diag *diag, const Program *program, const char *text)
{
    Profile *profile = arena_array(arena, 1, sizeof *profile);
    *profile = (Profile){.arena = arena, .program = program};
    if (!read_machine(profile, &text))
        return NULL;
    while (*text)
        if (!read_step(profile, &text))
            return NULL;
    if (profile->steps.count == 0)
        return NULL;
    double *values = arena_array(arena, profile->steps.count, sizeof *values);
    measure_steps(profile, values);
    add_phases(profile, diag, values);
    add_layers(profile);
    share_out(profile);
    return profile;
}
