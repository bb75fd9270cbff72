#include "report/run_groups.h"

#include "support/files.h"
#include <math.h>
#include <string.h>

static bool same_value(const RunLog *a, const RunLog *b, const char *key)
{
    const char *first = run_log_value(a, key), *second = run_log_value(b, key);
    return first && second ? strcmp(first, second) == 0 : first == second;
}

/* Values of a record that may differ within a group. */
static bool is_free(const char *key)
{
    static const char *const keys[] = {"seed", "threads", "data_place", "written", "detail",
        "best_epoch", "best_accuracy", "test_accuracy", "test_loss", "test_cross_entropy",
        "seconds"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strcmp(keys[i], key) == 0)
            return true;
    return false;
}

/* Does b's record say what a's says? */
static bool agrees(const RunLog *a, const RunLog *b)
{
    for (size_t i = 0; i < a->record->count; i++) {
        const char *key = a->record->keys[i]->text;
        if (!is_free(key) && !same_value(a, b, key))
            return false;
    }
    return true;
}

/* The model with its recipe as the run keeps it, NULL where it does not. */
static const char *kept_model(Arena *arena, const RunLog *run)
{
    size_t length;
    const char *path = files_join(arena, run->directory, "model.yaml");
    return files_is_regular(path) ? files_read(arena, diag_new(arena, NULL, false), path, &length)
                                  : NULL;
}

static bool same_model(Arena *arena, const RunLog *a, const RunLog *b)
{
    const char *first = kept_model(arena, a), *second = kept_model(arena, b);
    if (first && second)
        return strcmp(first, second) == 0;
    return !first && !second && run_log_value(a, "optimizer");
}

static bool has_seed_of(const RunGroup *group, const RunLog *run)
{
    for (size_t i = 0; i < group->count; i++)
        if (same_value(group->runs[i], run, "seed"))
            return true;
    return false;
}

static bool belongs(Arena *arena, const RunGroup *group, const RunLog *run)
{
    const RunLog *first = group->runs[0];
    return first->epochs.count == run->epochs.count &&
           strcmp(run_log_ended(first), run_log_ended(run)) == 0 && agrees(first, run) &&
           agrees(run, first) && !has_seed_of(group, run) && same_model(arena, first, run);
}

static void add_group(Arena *arena, RunGroups *groups, const RunLog *run, size_t room)
{
    RunGroup group = {arena_array(arena, room, sizeof *group.runs), 1};
    group.runs[0] = run;
    vec_push(arena, groups, group);
}

RunGroups run_groups(Arena *arena, const RunLog *runs, size_t count)
{
    RunGroups groups = {0};
    for (size_t i = 0; i < count; i++) {
        size_t place = 0;
        while (place < groups.count && !belongs(arena, &groups.data[place], &runs[i]))
            place++;
        if (place == groups.count)
            add_group(arena, &groups, &runs[i], count - i);
        else
            groups.data[place].runs[groups.data[place].count++] = &runs[i];
    }
    return groups;
}

RunGroups run_groups_apart(Arena *arena, const RunLog *runs, size_t count)
{
    RunGroups groups = {0};
    for (size_t i = 0; i < count; i++)
        add_group(arena, &groups, &runs[i], 1);
    return groups;
}

Spread spread_of(const double *numbers, size_t count)
{
    double sum = 0, squares = 0;
    for (size_t i = 0; i < count; i++)
        sum += numbers[i];
    Spread spread = {sum / (double)count, (double)NAN};
    for (size_t i = 0; i < count; i++)
        squares += (numbers[i] - spread.mean) * (numbers[i] - spread.mean);
    if (count > 1)
        spread.deviation = sqrt(squares / (double)(count - 1));
    return spread;
}
