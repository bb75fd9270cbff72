/* The matrix tiles against plain chains of fma(): the same bytes, at awkward shapes. */
/* So small that the shapes here take several parts. */
#define XR_DEPTH 32
#include "xr_tile.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define PADDED(n) (((n) + XR_PAD - 1) / XR_PAD * XR_PAD)

enum { MAX_ROWS = 41, MAX_K = 75, MAX_COLUMNS = 160, SPARE = 5 };

/* Everything that a product reads and writes. Row strides have SPARE reals that must not change. */
typedef struct Matrices {
    int rows, k, columns;
    size_t lda, ldo;
    xr_real a[MAX_ROWS * (MAX_K + SPARE)];
    xr_real w[MAX_K * MAX_COLUMNS];
    xr_real bias[MAX_COLUMNS];
    xr_real out[MAX_ROWS * (MAX_COLUMNS + SPARE)];
    xr_real expected[MAX_ROWS * (MAX_COLUMNS + SPARE)];
    xr_real dw[MAX_K * MAX_COLUMNS];
    xr_real expected_dw[MAX_K * MAX_COLUMNS];
    xr_real pack[MAX_ROWS * XR_PANEL];
} Matrices;

static xr_real chain(xr_real a, xr_real b, xr_real sum)
{
#ifdef XR_DOUBLE
    return fma(a, b, sum);
#else
    return fmaf(a, b, sum);
#endif
}

/* Values of many magnitudes, so that another order of the sums shows in the last bits. */
static void fill(xr_real *values, size_t count, uint32_t *state)
{
    for (size_t i = 0; i < count; i++) {
        *state = *state * 1664525u + 1013904223u;
        double unit = (double)(*state >> 8) / (1 << 24) - 0.5;
        values[i] = (xr_real)ldexp(unit, (int)(*state >> 5 & 7));
    }
}

static Matrices *make(int rows, int k, int columns)
{
    static const size_t reals = (sizeof(Matrices) - offsetof(Matrices, a)) / sizeof(xr_real);
    Matrices *m = calloc(1, sizeof *m);
    assert_non_null(m);
    m->rows = rows;
    m->k = k;
    m->columns = columns;
    m->lda = (size_t)k + SPARE;
    m->ldo = (size_t)columns + SPARE;
    uint32_t state = (uint32_t)(rows * 10007 + k * 101 + columns);
    fill(m->a, reals, &state);
    memcpy(m->expected, m->out, sizeof m->out);
    memcpy(m->expected_dw, m->dw, sizeof m->dw);
    return m;
}

static xr_real weight(const Matrices *m, int k, int n)
{
    int first = n / 48 * 48;
    int width = m->columns - first < 48 ? m->columns - first : 48;
    return m->w[first * m->k + k * width + n - first];
}

static void assert_same(const xr_real *found, const xr_real *expected, size_t size)
{
    assert_memory_equal(found, expected, size);
}

/* Calls check for every combination of awkward sizes. */
static void for_each_shape(void (*check)(Matrices *))
{
    static const int rows[] = {1, 2, 3, 5, 6, 7, 8, 12, 15, 16, 17, 31, MAX_ROWS};
    static const int ks[] = {1, 3, 16, 27, MAX_K};
    static const int columns[] = {16, 32, 48, 64, 80, 96, 112, MAX_COLUMNS};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (size_t j = 0; j < sizeof ks / sizeof *ks; j++)
            for (size_t l = 0; l < sizeof columns / sizeof *columns; l++) {
                Matrices *m = make(rows[i], ks[j], columns[l]);
                check(m);
                free(m);
            }
}

/* expected = start + A W, where start is the bias, zero, or what lies there. */
static void expect_product(Matrices *m, const xr_real *bias, int add)
{
    for (int i = 0; i < m->rows; i++)
        for (int n = 0; n < m->columns; n++) {
            xr_real *out = &m->expected[(size_t)i * m->ldo + (size_t)n];
            xr_real sum = add ? *out : bias ? bias[n] : 0;
            for (int k = 0; k < m->k; k++)
                sum = chain(m->a[(size_t)i * m->lda + (size_t)k], weight(m, k, n), sum);
            *out = sum;
        }
}

static void check_biased(Matrices *m)
{
    expect_product(m, m->bias, 0);
    xr_gemm_panels(m->rows, m->k, m->columns, m->a, m->lda, m->w, m->bias, m->out, m->ldo);
    assert_same(m->out, m->expected, sizeof m->out);
}

static void check_unbiased(Matrices *m)
{
    expect_product(m, NULL, 0);
    xr_gemm_panels(m->rows, m->k, m->columns, m->a, m->lda, m->w, NULL, m->out, m->ldo);
    assert_same(m->out, m->expected, sizeof m->out);
}

static void check_added(Matrices *m)
{
    expect_product(m, NULL, 1);
    xr_gemm_panels_add(m->rows, m->k, m->columns, m->a, m->lda, m->w, m->out, m->ldo);
    assert_same(m->out, m->expected, sizeof m->out);
}

static void product_with_bias_is_one_fma_chain_an_element(void **state)
{
    (void)state;
    for_each_shape(check_biased);
}

static void product_without_bias_begins_at_zero(void **state)
{
    (void)state;
    for_each_shape(check_unbiased);
}

static void added_product_begins_at_the_old_value(void **state)
{
    (void)state;
    for_each_shape(check_added);
}

/* expected_dw = start + A^T Z; the out matrix serves as dz. */
static void expect_gradient(Matrices *m, int accumulate)
{
    for (int k = 0; k < m->k; k++)
        for (int n = 0; n < m->columns; n++) {
            int first = n / 48 * 48;
            int width = m->columns - first < 48 ? m->columns - first : 48;
            xr_real *dw = &m->expected_dw[first * m->k + k * width + n - first];
            xr_real sum = accumulate ? *dw : 0;
            for (int i = 0; i < m->rows; i++)
                sum = chain(m->a[(size_t)i * m->lda + (size_t)k],
                    m->out[(size_t)i * m->ldo + (size_t)n], sum);
            *dw = sum;
        }
}

static void check_gradient(Matrices *m)
{
    for (int accumulate = 0; accumulate < 2; accumulate++) {
        expect_gradient(m, accumulate);
        xr_gemm_weight_gradient(
            m->rows, m->k, m->columns, m->a, m->lda, m->out, m->ldo, m->dw, accumulate, m->pack);
        assert_same(m->dw, m->expected_dw, sizeof m->dw);
    }
}

/* One copy of the inlined tiles instead of one a call, for the sake of compile time. */
__attribute__((noinline)) static void gradient_tile(
    Matrices *m, int row, int rows, int first, int k_first, int k_count, int accumulate)
{
    int width = xr_panel_width(m->columns, first);
    xr_pack_columns(rows, width, m->out + (size_t)row * m->ldo + first, m->ldo, m->pack);
    xr_gemm_weight_gradient_tile(rows, m->k, m->columns, first, k_first, k_count,
        m->a + (size_t)row * m->lda, m->lda, m->pack, m->dw, accumulate);
}

/* Every panel by itself, its k rows in two parts, and the rows of the batch in two calls. */
static void check_gradient_by_tiles(Matrices *m)
{
    expect_gradient(m, 0);
    int early = m->rows / 3, half = m->k / 2;
    for (int first = 0; first < m->columns; first += XR_PANEL) {
        for (int part = early > 0 ? 0 : 1; part < 2; part++) {
            int row = part ? early : 0, rows = part ? m->rows - early : early;
            int accumulate = part == 1 && early > 0;
            gradient_tile(m, row, rows, first, half, m->k - half, accumulate);
            gradient_tile(m, row, rows, first, 0, half, accumulate);
        }
    }
    assert_same(m->dw, m->expected_dw, sizeof m->dw);
}

static void weight_gradient_is_one_fma_chain_an_element(void **state)
{
    (void)state;
    for_each_shape(check_gradient);
}

static void weight_gradient_by_tiles_and_row_ranges_has_the_same_bytes(void **state)
{
    (void)state;
    for_each_shape(check_gradient_by_tiles);
}

static void check_transpose(Matrices *m)
{
    int n = m->columns - m->rows % 16; /* not padded */
    int out_columns = PADDED(m->k);
    xr_real *transposed = calloc((size_t)n * (size_t)out_columns, sizeof *transposed);
    assert_non_null(transposed);
    memset(transposed, 0xff, (size_t)n * (size_t)out_columns * sizeof *transposed);
    xr_panels_transpose(m->k, n, m->w, transposed);
    for (int c = 0; c < n; c++)
        for (int k = 0; k < out_columns; k++) {
            xr_real expected = k < m->k ? weight(m, k, c) : 0;
            xr_real found = transposed[xr_panel_index(n, out_columns, c, k)];
            assert_memory_equal(&found, &expected, sizeof found);
        }
    free(transposed);
}

static void transpose_swaps_rows_and_columns_and_pads_with_zero(void **state)
{
    (void)state;
    for_each_shape(check_transpose);
}

/* A check that can't fail is none: a chain that begins or runs otherwise must show. */
static void another_order_of_the_sum_has_other_bytes(void **state)
{
    (void)state;
    Matrices *m = make(8, MAX_K, 48);
    xr_gemm_panels(m->rows, m->k, m->columns, m->a, m->lda, m->w, NULL, m->out, m->ldo);
    int differing = 0;
    for (int n = 0; n < m->columns; n++) {
        xr_real backwards = 0;
        for (int k = m->k - 1; k >= 0; k--)
            backwards = chain(m->a[k], weight(m, k, n), backwards);
        differing += memcmp(&backwards, &m->out[n], sizeof backwards) != 0;
    }
    assert_true(differing > m->columns / 4);
    free(m);
}

static void select_and_max_let_nan_through(void **state)
{
    (void)state;
    xr_vec nan = xr_set1((xr_real)NAN), two = xr_set1(2), minus = xr_set1(-1);
    assert_true(isnan(xr_max(nan, two)[0]) && isnan(xr_max(two, nan)[XR_LANES - 1]));
    assert_true(xr_max(two, minus)[0] == 2 && xr_max(minus, two)[0] == 2);
    assert_true(signbit(xr_set1(-(xr_real)0)[0]));
}

static void partial_loads_and_stores_touch_only_their_lanes(void **state)
{
    (void)state;
    xr_real from[XR_LANES], to[XR_LANES];
    for (int i = 0; i < XR_LANES; i++)
        from[i] = (xr_real)(i + 1);
    for (int count = 0; count <= XR_LANES; count++) {
        for (int i = 0; i < XR_LANES; i++)
            to[i] = -1;
        xr_store_partial(to, xr_load(from), count);
        xr_vec loaded = xr_load_partial(from, count);
        for (int i = 0; i < XR_LANES; i++) {
            assert_true(to[i] == (i < count ? from[i] : -1));
            assert_true(loaded[i] == (i < count ? from[i] : 0));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(product_with_bias_is_one_fma_chain_an_element),
        cmocka_unit_test(product_without_bias_begins_at_zero),
        cmocka_unit_test(added_product_begins_at_the_old_value),
        cmocka_unit_test(weight_gradient_is_one_fma_chain_an_element),
        cmocka_unit_test(weight_gradient_by_tiles_and_row_ranges_has_the_same_bytes),
        cmocka_unit_test(transpose_swaps_rows_and_columns_and_pads_with_zero),
        cmocka_unit_test(another_order_of_the_sum_has_other_bytes),
        cmocka_unit_test(select_and_max_let_nan_through),
        cmocka_unit_test(partial_loads_and_stores_touch_only_their_lanes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
