/* What this machine can do at most, measured: the yardstick of every other number. */
#ifndef BENCH_PEAK_H
#define BENCH_PEAK_H

/* Seconds on the monotonic clock. */
double bench_now(void);

/* Seconds that all threads of this process have run. */
double bench_processor_time(void);

/* FMA rate of the calling thread in GFLOP/s: independent chains in registers, the best of several
 * short trials over about `seconds`. */
double bench_fma_peak(double seconds);

#endif
