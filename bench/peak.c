#include "peak.h"

#include "../runtime/xr_simd.h"

#include <time.h>

/* Enough chains to hide the latency of an FMA on every core we know: 5 cycles, two a cycle. */
enum { CHAINS = 12, STEPS = 200000 };

static double seconds(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

double bench_now(void)
{
    return seconds(CLOCK_MONOTONIC);
}

double bench_processor_time(void)
{
    return seconds(CLOCK_PROCESS_CPUTIME_ID);
}

/* One trial. The result is returned so that the work can't be removed. */
static xr_real run_chains(int steps)
{
    xr_vec factor = xr_set1((xr_real)0.5);
    xr_vec sum[CHAINS];
    XR_UNROLL for (int i = 0; i < CHAINS; i++)
    {
        sum[i] = xr_set1((xr_real)i);
    }
    for (int step = 0; step < steps; step++) {
        /* Opaque, else the compiler may fold repeated steps. */
        __asm__ volatile("" : "+x"(factor));
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
    return total[0];
}

double bench_fma_peak(double seconds)
{
    double best = 0, end = bench_now() + seconds;
    volatile xr_real sink = 0;
    do {
        double start = bench_now();
        sink = run_chains(STEPS);
        const int lanes = XR_LANES;
        double rate = 2.0 * lanes * CHAINS * STEPS / (bench_now() - start) * 1e-9;
        best = rate > best ? rate : best;
    } while (bench_now() < end);
    (void)sink;
    return best;
}
