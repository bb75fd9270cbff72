/* The thread pool: every task once, finish after all of them, any number of threads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <stdatomic.h>
#include <string.h>

#include "xr.h"

enum { TASKS = 500 };

typedef struct Count {
    int threads;
    int tasks;
    int written[TASKS]; /* plain: the pool must make it visible */
    _Atomic int calls[TASKS];
    _Atomic int bad_threads;
    int finished;
    int sum_at_finish;
} Count;

static void count_task(void *context, int index, int thread)
{
    Count *count = context;
    count->written[index] = index + 1;
    atomic_fetch_add(&count->calls[index], 1);
    if (thread < 0 || thread >= count->threads)
        atomic_fetch_add(&count->bad_threads, 1);
}

static void count_finish(void *context)
{
    Count *count = context;
    count->finished++;
    for (int i = 0; i < count->tasks; i++)
        count->sum_at_finish += count->written[i];
}

static void check_run(xr_pool *pool, int tasks)
{
    Count count;
    memset(&count, 0, sizeof count);
    count.threads = xr_pool_threads(pool);
    count.tasks = tasks;
    xr_pool_run(pool, tasks, count_task, count_finish, &count);
    assert_int_equal(count.finished, 1);
    assert_int_equal(count.sum_at_finish, tasks * (tasks + 1) / 2);
    assert_int_equal(count.bad_threads, 0);
    for (int i = 0; i < TASKS; i++)
        assert_int_equal(count.calls[i], i < tasks ? 1 : 0);
}

static void every_task_runs_once_and_finish_sees_all(void **state)
{
    static const int threads[] = {1, 2, 3, 8, 64};
    static const int tasks[] = {0, 1, 2, 3, 7, 64, TASKS};
    (void)state;
    for (size_t t = 0; t < sizeof threads / sizeof *threads; t++) {
        xr_pool *pool = xr_pool_create(threads[t]);
        assert_non_null(pool);
        assert_int_equal(xr_pool_threads(pool), threads[t]);
        for (size_t n = 0; n < sizeof tasks / sizeof *tasks; n++)
            check_run(pool, tasks[n]);
        xr_pool_destroy(pool);
    }
}

static void many_short_runs_do_not_mix(void **state)
{
    static const int threads[] = {2, 3, 8};
    (void)state;
    for (size_t t = 0; t < sizeof threads / sizeof *threads; t++) {
        xr_pool *pool = xr_pool_create(threads[t]);
        assert_non_null(pool);
        for (int run = 0; run < 2000; run++)
            check_run(pool, 1 + run % 9);
        xr_pool_destroy(pool);
    }
}

/* Each run adds to what the one before wrote, by other threads: any lost write shows. */
typedef struct Chain {
    int64_t cells[16];
} Chain;

static void chain_task(void *context, int index, int thread)
{
    Chain *chain = context;
    (void)thread;
    chain->cells[index] += index;
}

static void chain_finish(void *context)
{
    Chain *chain = context;
    int64_t first = chain->cells[0];
    memmove(chain->cells, chain->cells + 1, sizeof chain->cells - sizeof first);
    chain->cells[15] = first;
}

static void a_run_sees_what_the_one_before_wrote(void **state)
{
    enum { RUNS = 3000 };
    (void)state;
    xr_pool *alone = xr_pool_create(1), *many = xr_pool_create(5);
    assert_non_null(alone);
    assert_non_null(many);
    Chain expected = {{0}}, found = {{0}};
    for (int run = 0; run < RUNS; run++)
        xr_pool_run(alone, 16, chain_task, chain_finish, &expected);
    for (int run = 0; run < RUNS; run++)
        xr_pool_run(many, 16, chain_task, chain_finish, &found);
    assert_memory_equal(&expected, &found, sizeof found);
    xr_pool_destroy(alone);
    xr_pool_destroy(many);
}

static void finish_may_be_missing(void **state)
{
    (void)state;
    xr_pool *pool = xr_pool_create(3);
    assert_non_null(pool);
    Count count;
    memset(&count, 0, sizeof count);
    count.threads = 3;
    count.tasks = 20;
    xr_pool_run(pool, 20, count_task, NULL, &count);
    for (int i = 0; i < 20; i++)
        assert_int_equal(count.calls[i], 1);
    xr_pool_destroy(pool);
}

static void no_threads_are_refused(void **state)
{
    (void)state;
    errno = 0;
    assert_null(xr_pool_create(0));
    assert_int_equal(errno, EINVAL);
    xr_pool_destroy(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_task_runs_once_and_finish_sees_all),
        cmocka_unit_test(many_short_runs_do_not_mix),
        cmocka_unit_test(a_run_sees_what_the_one_before_wrote),
        cmocka_unit_test(finish_may_be_missing),
        cmocka_unit_test(no_threads_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
