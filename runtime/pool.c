/* A pool of threads that meet at a spin-then-futex barrier.
 *
 * A run is published by one 64-bit word: its number in the upper half, the count of unclaimed tasks
 * in the lower. A claim is a compare-and-swap that lowers the count, so it can only succeed on the
 * run that is under way, and that run can't end before the claimed task has. Hence
 *   - a thread that was asleep or descheduled during a run is never waited for: with more threads
 *     than cores the others do its share;
 *   - the fields of the job are written only while nothing can be claimed.
 * Nothing is allocated by a run. Waiting spins for some microseconds and then sleeps in a futex;
 * when there are more threads than cores it hardly spins at all. */
#define _GNU_SOURCE 1
#include "xr.h"

#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { SPINS_WITH_A_CORE_EACH = 4000, SPINS_WITHOUT = 40, MAX_THREADS = 1024, CACHE_LINE = 64 };

typedef struct Job {
    int tasks;
    void (*task)(void *context, int index, int thread);
    void (*finish)(void *context);
    void *context;
} Job;

typedef struct Worker {
    struct xr_pool *pool;
    int thread;
    pthread_t handle;
} Worker;

struct xr_pool {
    int threads;
    int spins;
    int started; /* workers that run, at most threads - 1 */
    uint32_t run; /* number of the last run; the caller's own */
    Worker *workers;
    Job job;

    /* Each on a line of its own: they are written at different moments by different threads. */
    _Alignas(CACHE_LINE) _Atomic uint64_t unclaimed; /* run << 32 | unclaimed tasks */
    _Alignas(CACHE_LINE) _Atomic int ended; /* tasks of this run that have ended */
    _Alignas(CACHE_LINE) _Atomic uint32_t completed; /* number of the last run that is complete */
    _Atomic int caller_sleeps;
    _Alignas(CACHE_LINE) _Atomic uint32_t posted; /* rises with every run, and to stop */
    _Atomic int sleepers;
    _Atomic bool stop;
};

/* ---- waiting ------------------------------------------------------------------------------- */

static void relax(void)
{
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ __volatile__("yield");
#endif
}

/* Sleeps while *word is expected; may return early, so callers look again. */
static void futex_wait(_Atomic uint32_t *word, uint32_t expected)
{
    syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, expected, NULL, NULL, 0);
}

static void futex_wake(_Atomic uint32_t *word, int count)
{
    syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, count, NULL, NULL, 0);
}

static int usable_cores(void)
{
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0)
        return CPU_COUNT(&set);
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online > 0 && online < INT_MAX ? (int)online : 1;
}

/* ---- a run --------------------------------------------------------------------------------- */

static uint32_t unclaimed_count(uint64_t word)
{
    return (uint32_t)word;
}

/* Claims one task of the run under way: how many were unclaimed before, 0 when there is none. */
static uint32_t claim(xr_pool *pool)
{
    uint64_t word = atomic_load_explicit(&pool->unclaimed, memory_order_acquire);
    while (unclaimed_count(word) > 0) {
        if (atomic_compare_exchange_weak_explicit(
                &pool->unclaimed, &word, word - 1, memory_order_acq_rel, memory_order_acquire))
            return unclaimed_count(word);
    }
    return 0;
}

static void complete(xr_pool *pool, uint32_t run)
{
    atomic_store(&pool->completed, run);
    if (atomic_load(&pool->caller_sleeps))
        futex_wake(&pool->completed, 1);
}

/* Works on the run under way until nothing is left to claim. */
static void work(xr_pool *pool, int thread)
{
    uint32_t left;
    while ((left = claim(pool)) > 0) {
        /* The run can't end before this task does: its job stays as it is until then. */
        int tasks = pool->job.tasks;
        uint32_t run = pool->run;
        pool->job.task(pool->job.context, tasks - (int)left, thread);
        if (atomic_fetch_add_explicit(&pool->ended, 1, memory_order_acq_rel) == tasks - 1) {
            if (pool->job.finish)
                pool->job.finish(pool->job.context);
            complete(pool, run);
        }
    }
}

/* Waits until a run other than `seen` is posted; returns its number. */
static uint32_t await_post(xr_pool *pool, uint32_t seen)
{
    for (int spin = 0; spin < pool->spins; spin++) {
        uint32_t posted = atomic_load_explicit(&pool->posted, memory_order_acquire);
        if (posted != seen)
            return posted;
        relax();
    }
    /* Whoever posts raises `posted` first and looks for sleepers afterwards; here it is the other
     * way round. So either the poster sees this sleeper or the futex sees the new number. */
    atomic_fetch_add(&pool->sleepers, 1);
    while (atomic_load(&pool->posted) == seen)
        futex_wait(&pool->posted, seen);
    atomic_fetch_sub(&pool->sleepers, 1);
    return atomic_load(&pool->posted);
}

static void *worker_main(void *argument)
{
    Worker *worker = argument;
    xr_pool *pool = worker->pool;
    uint32_t seen = 0;
    for (;;) {
        seen = await_post(pool, seen);
        if (atomic_load(&pool->stop))
            return NULL;
        work(pool, worker->thread);
    }
}

static void post(xr_pool *pool, int wanted)
{
    atomic_fetch_add(&pool->posted, 1);
    if (wanted > 0 && atomic_load(&pool->sleepers) > 0)
        futex_wake(&pool->posted, wanted);
}

static void await_completion(xr_pool *pool, uint32_t run)
{
    for (int spin = 0; spin < pool->spins; spin++) {
        if (atomic_load_explicit(&pool->completed, memory_order_acquire) == run)
            return;
        relax();
    }
    atomic_store(&pool->caller_sleeps, 1);
    uint32_t completed;
    while ((completed = atomic_load(&pool->completed)) != run)
        futex_wait(&pool->completed, completed);
    atomic_store(&pool->caller_sleeps, 0);
}

static void run_alone(const Job *job)
{
    for (int index = 0; index < job->tasks; index++)
        job->task(job->context, index, 0);
    if (job->finish)
        job->finish(job->context);
}

void xr_pool_run(xr_pool *pool, int tasks, void (*task)(void *context, int index, int thread),
    void (*finish)(void *context), void *context)
{
    Job job = {.tasks = tasks, .task = task, .finish = finish, .context = context};
    if (pool->started == 0 || tasks <= 1) {
        run_alone(&job);
        return;
    }
    pool->job = job;
    uint32_t run = ++pool->run;
    atomic_store_explicit(&pool->ended, 0, memory_order_relaxed);
    atomic_store_explicit(
        &pool->unclaimed, (uint64_t)run << 32 | (uint32_t)tasks, memory_order_release);
    post(pool, tasks - 1 < pool->started ? tasks - 1 : pool->started);
    work(pool, 0);
    await_completion(pool, run);
}

/* ---- life ---------------------------------------------------------------------------------- */

int xr_pool_threads(const xr_pool *pool)
{
    return pool->threads;
}

void xr_pool_destroy(xr_pool *pool)
{
    if (!pool)
        return;
    atomic_store(&pool->stop, true);
    post(pool, INT_MAX);
    for (int i = 0; i < pool->started; i++)
        pthread_join(pool->workers[i].handle, NULL);
    free(pool->workers);
    free(pool);
}

xr_pool *xr_pool_create(int threads)
{
    if (threads < 1 || threads > MAX_THREADS) {
        errno = EINVAL;
        return NULL;
    }
    xr_pool *pool = aligned_alloc(CACHE_LINE, sizeof *pool);
    if (!pool)
        return NULL;
    *pool = (xr_pool){.threads = threads};
    pool->spins = threads <= usable_cores() ? SPINS_WITH_A_CORE_EACH : SPINS_WITHOUT;
    pool->workers = calloc((size_t)threads, sizeof *pool->workers);
    if (!pool->workers) {
        free(pool);
        return NULL;
    }
    for (; pool->started < threads - 1; pool->started++) {
        Worker *worker = &pool->workers[pool->started];
        *worker = (Worker){.pool = pool, .thread = pool->started + 1};
        int error = pthread_create(&worker->handle, NULL, worker_main, worker);
        if (error) {
            xr_pool_destroy(pool);
            errno = error;
            return NULL;
        }
    }
    return pool;
}
