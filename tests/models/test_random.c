/* Random models: the emitted program in double against the reference, forward, gradients and two
 * updates; and of some in single precision the same bytes under poison and with more threads.
 *
 * Two thirds of the models are the same every time, the others are new with every commit. Some
 * processes share the work, which is the C compiler's most of all. */
#include "support_lib/commit_seed.h"
#include "support_lib/random_model.h"
#include "support_lib/model_check.h"
#include "support_lib/same_bytes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FIRST_SEED = 1, FIXED = 40, NEW = 20, BYTES_EVERY = 3, MOST_JOBS = 16, MOST_BATCH = 7 };

/* Enough images for a second group of eight, or few. */
static int batch_of(uint64_t seed)
{
    return seed % 3 == 0 ? 11 : 1 + (int)(seed % MOST_BATCH);
}

static void compare_bytes(const Emitted *emitted, CheckReport *report)
{
    Loaded loaded = emitted_load(emitted, EMITTED_FLOAT, "-DXC_POISON");
    const ByteRun plain = {
        .threads = 1, .steps = 3, .learning_rate = 0.01, .seed = 3, .poison_off = true};
    ByteRun poisoned = plain;
    poisoned.threads = 3;
    poisoned.poison_off = false;
    report->comparisons++;
    if (loaded.library == NULL || bytes_after(&loaded, &plain) != bytes_after(&loaded, &poisoned))
        report->failures++;
    loaded_close(&loaded);
}

/* The whole batch, one image, and a part between. */
static void check_counts(const Loaded *loaded, uint64_t seed, CheckReport *report)
{
    const int batch = batch_of(seed), counts[] = {batch, 1, batch > 8 ? 8 : batch - 1};
    for (int i = 0; i < 3; i++) {
        bool again = (i > 0 && counts[i] == batch) || (i == 2 && counts[i] <= 1);
        if (again)
            continue;
        ModelCheck check = model_check_default(counts[i], seed);
        check_emitted_model(loaded, &check, report);
    }
}

static CheckReport check_seed(uint64_t seed)
{
    CheckReport report = {0};
    Arena *arena = arena_new();
    const char *yaml = random_model(arena, seed);
    Emitted *emitted = emitted_from_text("random_model", yaml, batch_of(seed));
    Loaded loaded = {0};
    if (emitted != NULL)
        loaded = emitted_load(emitted, EMITTED_DOUBLE, NULL);
    if (loaded.library != NULL)
        check_counts(&loaded, seed, &report);
    else
        report.failures++;
    if (loaded.library != NULL && seed % BYTES_EVERY == 0)
        compare_bytes(emitted, &report);
    if (report.failures > 0)
        print_message("FAILED: seed %llu (XCEPTC_RANDOM_FIRST=%llu XCEPTC_RANDOM_MODELS=1 repeats "
                      "it)\n%s\n",
            (unsigned long long)seed, (unsigned long long)seed, yaml);
    loaded_close(&loaded);
    emitted_free(emitted);
    arena_free(arena);
    return report;
}

/* ---- the work of several processes ----------------------------------------------------------- */

typedef struct Seeds {
    uint64_t *data;
    int count;
} Seeds;

/* What a process has to say of a seed; short enough for a pipe to keep whole. */
typedef struct Row {
    int index; /* of the seed */
    CheckReport report;
} Row;

static _Noreturn void work(const Seeds *seeds, int first, int jobs, int pipe)
{
    int status = 0;
    for (int i = first; i < seeds->count; i += jobs) {
        const Row row = {i, check_seed(seeds->data[i])};
        if (write(pipe, &row, sizeof row) != (ssize_t)sizeof row)
            status = 1;
    }
    fflush(NULL);
    _exit(status);
}

/* Checks all seeds; in *done how many had their say: a crash takes some away. */
static CheckReport check_all(const Seeds *seeds, int jobs, int *done, int *failed)
{
    CheckReport all = {0};
    int ends[2];
    Row row;
    assert_int_equal(pipe(ends), 0);
    fflush(NULL);
    for (int job = 0; job < jobs; job++) {
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0)
            work(seeds, job, jobs, ends[1]);
    }
    close(ends[1]);
    bool *heard = calloc((size_t)seeds->count, sizeof *heard);
    assert_non_null(heard);
    *done = *failed = 0;
    while (read(ends[0], &row, sizeof row) == (ssize_t)sizeof row) {
        heard[row.index] = true;
        *done += 1;
        *failed += row.report.failures > 0;
        all.comparisons += row.report.comparisons;
        all.worst = row.report.worst > all.worst ? row.report.worst : all.worst;
    }
    close(ends[0]);
    while (wait(NULL) > 0)
        continue;
    for (int i = 0; i < seeds->count; i++)
        if (!heard[i])
            print_message("FAILED: seed %llu was not finished: its process ended, or an earlier "
                          "one of the same process\n",
                (unsigned long long)seeds->data[i]);
    free(heard);
    return all;
}

/* ---- seeds ----------------------------------------------------------------------------------- */

static uint64_t setting(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text != NULL ? strtoull(text, NULL, 10) : otherwise;
}

static void add_seeds(Seeds *seeds, uint64_t first, int count)
{
    for (int i = 0; i < count; i++)
        seeds->data[seeds->count++] = first + (uint64_t)i;
}

/* XCEPTC_RANDOM_FIRST and XCEPTC_RANDOM_MODELS choose the seeds: one to repeat, or a campaign. */
static Seeds choose_seeds(void)
{
    Seeds seeds = {0};
    int models = (int)setting("XCEPTC_RANDOM_MODELS", FIXED + NEW);
    assert_true(models > 0);
    seeds.data = calloc((size_t)models, sizeof *seeds.data);
    assert_non_null(seeds.data);
    if (getenv("XCEPTC_RANDOM_FIRST") != NULL) {
        add_seeds(&seeds, setting("XCEPTC_RANDOM_FIRST", FIRST_SEED), models);
        return seeds;
    }
    int new = models / 3;
    char commit[COMMIT_SIZE];
    commit_name(commit);
    const uint64_t first = commit_seed(commit);
    add_seeds(&seeds, FIRST_SEED, models - new);
    add_seeds(&seeds, first, new);
    print_message("%d seeds of commit %s from %llu on (XCEPTC_COMMIT=%s repeats them)\n", new,
        commit, (unsigned long long)first, commit);
    return seeds;
}

static int choose_jobs(const Seeds *seeds)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    int jobs = (int)setting("XCEPTC_RANDOM_JOBS", cores > 1 ? (uint64_t)cores : 1);
    jobs = jobs < seeds->count ? jobs : seeds->count;
    return jobs < 1 ? 1 : jobs > MOST_JOBS ? MOST_JOBS : jobs;
}

static void random_models_agree_with_the_reference(void **state)
{
    (void)state;
    Seeds seeds = choose_seeds();
    int done, failed, count = seeds.count;
    CheckReport report = check_all(&seeds, choose_jobs(&seeds), &done, &failed);
    free(seeds.data);
    print_message("%d models, %zu comparisons, worst %.2g of what is allowed, %d failed\n", done,
        report.comparisons, report.worst, failed);
    assert_int_equal(failed, 0);
    assert_int_equal(done, count);
    assert_true(report.comparisons >= 50 * (size_t)count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_models_agree_with_the_reference),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
