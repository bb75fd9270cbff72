/* Speed of the matrix tiles at the shapes of the models, beside the FMA peak of the same run. */
#include "peak.h"

#include "../runtime/xr_tile.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define PADDED(n) (((n) + XR_PAD - 1) / XR_PAD * XR_PAD)

/* One function of a fixed shape a case, as the compiler emits them. */
#define CASE(ROWS, K, N)                                                                           \
    __attribute__((noinline)) static void forward_##ROWS##_##K##_##N(                              \
        int rows, const xr_real *a, const xr_real *w, const xr_real *bias, xr_real *out)           \
    {                                                                                              \
        xr_gemm_panels(rows, K, PADDED(N), a, PADDED(K), w, bias, out, PADDED(N));                 \
    }                                                                                              \
    __attribute__((noinline)) static void weight_##ROWS##_##K##_##N(                               \
        int rows, const xr_real *a, const xr_real *dz, xr_real *dw, xr_real *pack)                 \
    {                                                                                              \
        xr_gemm_weight_gradient(rows, K, PADDED(N), a, PADDED(K), dz, PADDED(N), dw, 1, pack);     \
    }
#define CASES(X) X(256, 364, 364) X(256, 728, 728) X(64, 768, 1024) X(32, 576, 364) X(256, 27, 32)
CASES(CASE)

typedef struct Shape {
    int rows, k, n;
    void (*forward)(int, const xr_real *, const xr_real *, const xr_real *, xr_real *);
    void (*weight)(int, const xr_real *, const xr_real *, xr_real *, xr_real *);
} Shape;

/* GFLOP/s. */
typedef struct Rates {
    double peak, forward, weight;
} Rates;

static xr_real *allocate(size_t count)
{
    xr_real *memory = aligned_alloc(64, (count * sizeof *memory + 63) / 64 * 64);
    if (!memory) {
        fputs("out of memory\n", stderr);
        exit(1);
    }
    for (size_t i = 0; i < count; i++)
        memory[i] = (xr_real)((double)((i * 2654435761u) >> 8 & 1023) / 1024 - 0.5);
    return memory;
}

/* The best of many short trials of each, in turn, so that all three meet the same machine. */
static Rates measure(const Shape *shape)
{
    size_t rows = (size_t)shape->rows, k = (size_t)PADDED(shape->k), n = (size_t)PADDED(shape->n);
    xr_real *a = allocate(rows * k), *w = allocate(k * n), *z = allocate(rows * n);
    xr_real *bias = allocate(n), *pack = allocate(rows * XR_PANEL);
    double flops = 2.0 * shape->rows * shape->k * shape->n;
    int repeat = (int)(1e8 / flops) + 1;
    Rates best = {0, 0, 0};
    for (int trial = 0; trial < 200; trial++) {
        double start = bench_now();
        for (int i = 0; i < repeat; i++)
            shape->forward(shape->rows, a, w, bias, z);
        double middle = bench_now();
        for (int i = 0; i < repeat; i++)
            shape->weight(shape->rows, a, z, w, pack);
        double end = bench_now();
        best.forward = fmax(best.forward, flops * repeat / (middle - start) * 1e-9);
        best.weight = fmax(best.weight, flops * repeat / (end - middle) * 1e-9);
        best.peak = fmax(best.peak, bench_fma_peak(0));
    }
    free(a), free(w), free(z), free(bias), free(pack);
    return best;
}

int main(void)
{
#define ROW(ROWS, K, N) {ROWS, K, N, forward_##ROWS##_##K##_##N, weight_##ROWS##_##K##_##N},
    const Shape shapes[] = {CASES(ROW)};
    printf("%5s %5s %5s %8s %17s %17s\n", "rows", "k", "n", "peak", "product", "weight gradient");
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        Rates rates = measure(&shapes[i]);
        printf("%5d %5d %5d %8.1f %8.1f (%4.1f %%) %8.1f (%4.1f %%)\n", shapes[i].rows, shapes[i].k,
            shapes[i].n, rates.peak, rates.forward, 100 * rates.forward / rates.peak, rates.weight,
            100 * rates.weight / rates.peak);
    }
    return 0;
}
