/* A profile as a table, as JSON and as a trace. */
#include "report/columns.h"
#include "report/json.h"
#include "report/profile.h"

#include <stdlib.h>
#include <string.h>

/* Per second; 0 where nothing was done or no time went by. */
static double rate(uint64_t amount, double seconds)
{
    return seconds > 0 ? (double)amount / seconds : 0;
}

/* ---- table --------------------------------------------------------------------------------- */

enum { TIME, SHARE, GFLOPS, OF_PEAK, GBS, OF_COPY, PLACE, COLUMNS };

static const char *const heads[COLUMNS] = {
    "ms", "of step", "GFLOP/s", "of peak", "GB/s", "of copy", "where"};

static const char *percent(Arena *arena, double share)
{
    return arena_printf(arena, "%.1f %%", 100 * share);
}

static int slowest_first(const void *a, const void *b)
{
    const ProfileRow *left = *(const ProfileRow *const *)a, *right = *(const ProfileRow *const *)b;
    if (left->seconds != right->seconds)
        return left->seconds > right->seconds ? -1 : 1;
    return left < right ? -1 : 1; /* both of one array */
}

static void add_row(Columns *columns, const Profile *profile, const ProfileRow *row)
{
    Arena *arena = columns->arena;
    const char **cells = columns_row(columns, row->name);
    double flop = rate(row->flop, row->seconds), bytes = rate(row->bytes, row->seconds);
    cells[TIME] = arena_printf(arena, "%.3f", 1e3 * row->seconds);
    cells[SHARE] = percent(arena, row->share);
    cells[PLACE] = row->place ? row->place : "-";
    if (flop > 0) {
        cells[GFLOPS] = arena_printf(arena, "%.1f", 1e-9 * flop);
        cells[OF_PEAK] = percent(arena, flop / profile->peak_flop);
    }
    if (bytes > 0) {
        cells[GBS] = arena_printf(arena, "%.1f", 1e-9 * bytes);
        cells[OF_COPY] = percent(arena, bytes / profile->peak_copied);
    }
}

void profile_table(FILE *stream, const Profile *profile, bool by_layer)
{
    Arena *arena = profile->arena;
    const ProfileRows *rows = by_layer ? &profile->layers : &profile->phases;
    const ProfileRow **sorted = arena_array(arena, rows->count, sizeof *sorted);
    Columns columns = {.arena = arena, .count = COLUMNS};
    for (size_t i = 0; i < rows->count; i++)
        sorted[i] = &rows->data[i];
    if (rows->count > 1)
        qsort(sorted, rows->count, sizeof *sorted, slowest_first);
    memcpy(columns_row(&columns, by_layer ? "layer" : "phase"), heads, sizeof heads);
    for (size_t i = 0; i < rows->count; i++)
        add_row(&columns, profile, sorted[i]);
    const char **cells = columns_row(&columns, "between phases");
    cells[TIME] = arena_printf(arena, "%.3f", 1e3 * profile->between);
    cells[SHARE] = percent(arena, profile->between_share);
    cells[PLACE] = "-";
    columns_write(stream, &columns, 0, 0);
    fprintf(stream,
        "\n%s: a step of %d images takes %.3f ms on %d thread%s, the median of %zu step%s\n"
        "peaks of this machine, measured now: %.1f GFLOP/s, copies %.1f GB/s\n",
        profile->program->forward->name, profile->images, 1e3 * profile->step_seconds,
        profile->threads, profile->threads == 1 ? "" : "s", profile->steps.count,
        profile->steps.count == 1 ? "" : "s", 1e-9 * profile->peak_flop,
        1e-9 * profile->peak_copied);
}

/* ---- JSON ---------------------------------------------------------------------------------- */

static void real_as(Json *json, const char *name, double number)
{
    json_name(json, name);
    json_real(json, number);
}

static void write_row(Json *json, const Profile *profile, const ProfileRow *row, bool phase)
{
    json_inline_object(json);
    json_text_as(json, "name", row->name);
    if (phase) {
        json_text_as(json, "title", row->title);
        json_text_as(json, "direction", row->direction);
    }
    json_text_as(json, "layer", row->layer);
    json_text_as(json, "place", row->place);
    real_as(json, "seconds", row->seconds);
    real_as(json, "share", row->share);
    json_whole_as(json, "flop", row->flop);
    json_whole_as(json, "bytes", row->bytes);
    real_as(json, "of_peak_flop", rate(row->flop, row->seconds) / profile->peak_flop);
    real_as(json, "of_peak_copy", rate(row->bytes, row->seconds) / profile->peak_copied);
    json_close(json);
}

static void write_rows(Json *json, const Profile *profile, const ProfileRows *rows, bool phases)
{
    json_name(json, phases ? "phases" : "layers");
    json_array(json);
    for (size_t i = 0; i < rows->count; i++)
        write_row(json, profile, &rows->data[i], phases);
    json_close(json);
}

void profile_json(FILE *stream, const Profile *profile)
{
    Json json = json_begin(stream);
    json_object(&json);
    json_text_as(&json, "model", profile->program->forward->name);
    json_hash_as(&json, "hash", profile->program->forward->hash);
    json_whole_as(&json, "images", (uint64_t)profile->images);
    json_whole_as(&json, "threads", (uint64_t)profile->threads);
    json_whole_as(&json, "steps", profile->steps.count);
    real_as(&json, "step_seconds", profile->step_seconds);
    real_as(&json, "between_seconds", profile->between);
    real_as(&json, "between_share", profile->between_share);
    real_as(&json, "peak_flop_per_second", profile->peak_flop);
    real_as(&json, "peak_copy_bytes_per_second", profile->peak_copied);
    write_rows(&json, profile, &profile->phases, true);
    write_rows(&json, profile, &profile->layers, false);
    json_close(&json);
    json_end(&json);
}

/* ---- trace --------------------------------------------------------------------------------- */

/* Opens an event; its arguments follow. Times are microseconds. */
static void begin_event(
    Json *json, const char *name, const char *category, double begin, double end)
{
    json_inline_object(json);
    json_text_as(json, "name", name);
    json_text_as(json, "cat", category);
    json_text_as(json, "ph", "X");
    json_whole_as(json, "pid", 1);
    json_whole_as(json, "tid", 1);
    real_as(json, "ts", 1e6 * begin);
    real_as(json, "dur", 1e6 * (end - begin));
}

static void write_step(Json *json, const Profile *profile, size_t number)
{
    const ProfileStep *step = &profile->steps.data[number];
    size_t phases = profile->phases.count;
    begin_event(
        json, arena_printf(profile->arena, "step %zu", number + 1), "step", step->begin, step->end);
    json_close(json);
    for (size_t i = 0; i < phases; i++) {
        const ProfileRow *row = &profile->phases.data[i];
        begin_event(json, row->name, row->direction, step->starts[i],
            i + 1 < phases ? step->starts[i + 1] : step->end);
        json_name(json, "args");
        json_inline_object(json);
        json_text_as(json, "layer", row->layer);
        json_text_as(json, "place", row->place);
        json_text_as(json, "title", row->title);
        json_whole_as(json, "flop", row->flop);
        json_whole_as(json, "bytes", row->bytes);
        json_close(json);
        json_close(json);
    }
}

void profile_trace(FILE *stream, const Profile *profile)
{
    Json json = json_begin(stream);
    json_object(&json);
    json_text_as(&json, "displayTimeUnit", "ms");
    json_name(&json, "traceEvents");
    json_array(&json);
    for (size_t s = 0; s < profile->steps.count; s++)
        write_step(&json, profile, s);
    json_close(&json);
    json_close(&json);
    json_end(&json);
}
