/* The peaks that phases are held against. */
#include "profile.h"

#include <string.h>

#include "clock.h"
#include "xr_simd.h"
#include "xr_update.h"

enum {
    CHAINS = 12, /* enough to hide the latency of an FMA: 5 cycles, two a cycle */
    FMA_STEPS = 1 << 19, /* of a task: some milliseconds */
    FMA_TRIALS = 30,
    COPY_REALS = 1 << 24, /* 64 MB in float: more than most caches hold */
    COPY_TRIALS = 8
};

typedef struct Copy {
    const xr_real *from;
    xr_real *to;
    size_t reals; /* of a task */
} Copy;

/* The sum goes out, so that the work can't be left away. */
static void run_chains(void *context, int index, int thread)
{
    xr_vec factor = xr_set1((xr_real)0.5);
    xr_vec sum[CHAINS];
    (void)index;
    XR_UNROLL for (int i = 0; i < CHAINS; i++)
    {
        sum[i] = xr_set1((xr_real)i);
    }
    for (int step = 0; step < FMA_STEPS; step++) {
        /* Opaque, else steps could be folded. */
        __asm__ volatile("" : "+m"(factor));
        XR_UNROLL for (int i = 0; i < CHAINS; i++)
        {
            sum[i] = sum[i] * factor + factor;
        }
    }
    xr_vec total = sum[0];
    XR_UNROLL for (int i = 1; i < CHAINS; i++)
    {
        total += sum[i];
    }
    ((volatile xr_real *)context)[thread] = total[0];
}

static void run_copy(void *context, int index, int thread)
{
    const Copy *copy = context;
    size_t first = (size_t)index * copy->reals;
    (void)thread;
    memcpy(copy->to + first, copy->from + first, copy->reals * sizeof *copy->to);
}

static double shortest(
    xr_pool *pool, void (*task)(void *context, int index, int thread), void *context, int trials)
{
    double best = 0;
    for (int trial = 0; trial < trials; trial++) {
        double start = xr_seconds();
        xr_pool_run(pool, xr_pool_threads(pool), task, NULL, context);
        double taken = xr_seconds() - start;
        best = trial == 0 || taken < best ? taken : best;
    }
    return best;
}

bool xr_measure_peaks(xr_pool *pool, xr_peaks *peaks, xr_failure *failure)
{
    const int lanes = XR_LANES;
    size_t threads = (size_t)xr_pool_threads(pool);
    xr_real *from = xr_allocate(COPY_REALS), *to = xr_allocate(COPY_REALS);
    xr_real *sums = xr_allocate(threads);
    bool fine = from && to && sums;
    if (fine) {
        /* Pages that were never written are all one page of zeros. */
        for (size_t i = 0; i < COPY_REALS; i++)
            from[i] = (xr_real)1;
        Copy copy = {from, to, COPY_REALS / threads};
        double seconds = shortest(pool, run_chains, sums, FMA_TRIALS);
        peaks->flop = 2.0 * lanes * CHAINS * FMA_STEPS * (double)threads / seconds;
        seconds = shortest(pool, run_copy, &copy, COPY_TRIALS);
        peaks->copied = 2.0 * (double)(copy.reals * threads * sizeof *from) / seconds;
    }
    xr_release(from);
    xr_release(to);
    xr_release(sums);
    return fine || xr_fail(failure, XR_MACHINE, "no memory to measure the machine's peaks");
}
