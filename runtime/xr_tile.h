/* Matrix products of generated programs: pointwise and im2col convolutions, dense layers, and
 * their gradients.
 *
 * Weights lie in panels. The columns of W, padded to XR_PAD, are split into panels of XR_PANEL
 * columns, the last one 16, 32 or 48 wide; a panel is stored [k][width], and the panels one after
 * the other. A tile multiplies a few rows by up to three vectors of a panel with all its
 * accumulators in registers.
 *
 * What holds: each output element is one chain of FMAs in the order of the reduced index,
 * beginning with the bias, zero, or the old value. So neither the ISA nor the tile nor a split of
 * the reduced index over several calls can change a bit of it.
 *
 * All functions are inlined into kernels of fixed shape: give them constants for k and columns.
 * Strides are in reals. Nothing needs alignment; panels run best at 64 bytes. */
#ifndef XR_TILE_H
#define XR_TILE_H

#include "xr_simd.h"

#define XR_PANEL 48

/* At most so much of the reduced index at a time, so that this part of a panel, 36 KB, stays in the
 * first-level cache over all rows. */
#ifndef XR_DEPTH
#define XR_DEPTH 192
#endif

/* Rows and vectors of a tile: as many accumulators as leave registers for one row of the panel
 * and one broadcast. The vectors divide 16 columns or, at 16 lanes, are cut to the panel. */
#if defined __AVX512F__ && !defined XR_DOUBLE
#define XR_TILE_ROWS 8
#define XR_TILE_TALL 16
#define XR_TILE_VECTORS 3
#elif defined __AVX512F__
#define XR_TILE_ROWS 8
#define XR_TILE_TALL 16
#define XR_TILE_VECTORS 2
#else
#define XR_TILE_ROWS 6
#define XR_TILE_TALL 12
#define XR_TILE_VECTORS 2
#endif

/* What a chain begins with. */
typedef enum xr_start { XR_START_ZERO, XR_START_BIAS, XR_START_OUT } xr_start;

/* Width of the panel that begins at a column. */
XR_INLINE int xr_panel_width(int columns, int first)
{
    return columns - first < XR_PANEL ? columns - first : XR_PANEL;
}

/* Where element (row, column) of a matrix of `rows` rows lies in its panels. */
XR_INLINE size_t xr_panel_index(int rows, int columns, int row, int column)
{
    int first = column / XR_PANEL * XR_PANEL;
    size_t width = (size_t)xr_panel_width(columns, first);
    return (size_t)rows * (size_t)first + (size_t)row * width + (size_t)(column - first);
}

/* How a tile walks the rows of `a`: along them, for products of maps and weights, or down the
 * columns, for weight gradients, where row i is the i-th column of the matrix. */
typedef enum xr_walk { XR_ALONG, XR_DOWN } xr_walk;

/* out[i][n] = start + sum over d < depth of a(i, d) * b[d*b_step + n], for i < rows and
 * n < vectors*XR_LANES, where a(i, d) is a[i*lda + d] along and a[d*lda + i] down. All but depth
 * and strides are constants. */
XR_INLINE void xr_tile(int rows, int vectors, xr_start start, xr_walk walk, int depth,
    const xr_real *a, size_t lda, const xr_real *b, size_t b_step, const xr_real *bias,
    xr_real *out, size_t ldo)
{
    const size_t a_row = walk == XR_ALONG ? lda : 1;
    const size_t a_step = walk == XR_ALONG ? 1 : lda;
    xr_vec sum[2 * XR_TILE_ROWS][XR_TILE_VECTORS];
    XR_UNROLL for (int i = 0; i < rows; i++)
    {
        XR_UNROLL for (int j = 0; j < vectors; j++)
        {
            sum[i][j] = start == XR_START_OUT    ? xr_load(out + (size_t)i * ldo + j * XR_LANES)
                        : start == XR_START_BIAS ? xr_load(bias + j * XR_LANES)
                                                 : xr_zero();
        }
    }
    XR_UNROLL_SOME for (int d = 0; d < depth; d++)
    {
        /* Down a column each step is a new line, too far from the last for the hardware to see. */
        if (walk == XR_DOWN)
            __builtin_prefetch(a + 16 * a_step);
        xr_vec row[XR_TILE_VECTORS];
        XR_UNROLL for (int j = 0; j < vectors; j++)
        {
            row[j] = xr_load(b + j * XR_LANES);
        }
        XR_UNROLL for (int i = 0; i < rows; i++)
        {
            xr_vec factor = xr_set1(a[(size_t)i * a_row]);
            XR_UNROLL for (int j = 0; j < vectors; j++)
            {
                sum[i][j] = factor * row[j] + sum[i][j];
            }
        }
        a += a_step;
        b += b_step;
    }
    XR_UNROLL for (int i = 0; i < rows; i++)
    {
        XR_UNROLL for (int j = 0; j < vectors; j++)
        {
            xr_store(out + (size_t)i * ldo + j * XR_LANES, sum[i][j]);
        }
    }
}

/* The tiles that there are, each a function of its own: inlined into larger ones, compilers keep
 * the bias or a stride in registers that the accumulators need, and spill them at half the speed.
 * A single vector takes tiles twice as tall, else too few chains would hide the latency of an FMA.
 */
#define XR_TILES(T, vectors)                                                                       \
    T(XR_TILE_ROWS, vectors)                                                                       \
    T(4, vectors)                                                                                  \
    T(2, vectors)                                                                                  \
    T(1, vectors)

#define XR_TILE_FUNCTION(name, rows, vectors, start, walk)                                         \
    __attribute__((noinline, unused)) static void name(int depth, const xr_real *a, size_t lda,    \
        const xr_real *b, size_t b_step, const xr_real *bias, xr_real *out, size_t ldo)            \
    {                                                                                              \
        xr_tile(rows, vectors, start, walk, depth, a, lda, b, b_step, bias, out, ldo);             \
    }
#define XR_TILE_FORMS(rows, vectors)                                                               \
    XR_TILE_NAMED(rows, vectors, zero, XR_START_ZERO, XR_ALONG)                                    \
    XR_TILE_NAMED(rows, vectors, bias, XR_START_BIAS, XR_ALONG)                                    \
    XR_TILE_NAMED(rows, vectors, out, XR_START_OUT, XR_ALONG)                                      \
    XR_TILE_NAMED(rows, vectors, down_zero, XR_START_ZERO, XR_DOWN)                                \
    XR_TILE_NAMED(rows, vectors, down_out, XR_START_OUT, XR_DOWN)
#define XR_TILE_NAMED(rows, vectors, form, start, walk)                                            \
    XR_TILE_FUNCTION(XR_TILE_NAME(rows, vectors, form), rows, vectors, start, walk)
#define XR_TILE_NAME(rows, vectors, form) XR_TILE_PASTE(rows, vectors, form)
#define XR_TILE_PASTE(rows, vectors, form) xr_tile_##rows##x##vectors##_##form

XR_TILES(XR_TILE_FORMS, XR_TILE_VECTORS)
#if XR_TILE_VECTORS > 2
XR_TILES(XR_TILE_FORMS, 2)
#endif
XR_TILES(XR_TILE_FORMS, 1)
XR_TILE_FORMS(XR_TILE_TALL, 1)

/* Calls the tile of constant rows and vectors in the form that start and walk, constants, say. */
#define XR_TILE_CALL(rows, vectors, ...)                                                           \
    do {                                                                                           \
        if (walk == XR_DOWN && start == XR_START_OUT)                                              \
            XR_TILE_NAME(rows, vectors, down_out)(__VA_ARGS__);                                    \
        else if (walk == XR_DOWN)                                                                  \
            XR_TILE_NAME(rows, vectors, down_zero)(__VA_ARGS__);                                   \
        else if (start == XR_START_OUT)                                                            \
            XR_TILE_NAME(rows, vectors, out)(__VA_ARGS__);                                         \
        else if (start == XR_START_BIAS)                                                           \
            XR_TILE_NAME(rows, vectors, bias)(__VA_ARGS__);                                        \
        else                                                                                       \
            XR_TILE_NAME(rows, vectors, zero)(__VA_ARGS__);                                        \
    } while (0)

/* Any number of rows by whole tiles, then 4, 2 and 1. */
#define XR_TILE_STRIP(name, vectors, tallest)                                                      \
    XR_INLINE void name(xr_start start, xr_walk walk, int rows, int depth, const xr_real *a,       \
        size_t lda, const xr_real *b, size_t b_step, const xr_real *bias, xr_real *out,            \
        size_t ldo)                                                                                \
    {                                                                                              \
        const size_t a_row = walk == XR_ALONG ? lda : 1;                                           \
        int i = 0;                                                                                 \
        for (; i + tallest <= rows; i += tallest)                                                  \
            XR_TILE_CALL(tallest, vectors, depth, a + (size_t)i * a_row, lda, b, b_step, bias,     \
                out + (size_t)i * ldo, ldo);                                                       \
        for (; tallest > XR_TILE_ROWS && i + XR_TILE_ROWS <= rows; i += XR_TILE_ROWS)              \
            XR_TILE_CALL(XR_TILE_ROWS, vectors, depth, a + (size_t)i * a_row, lda, b, b_step,      \
                bias, out + (size_t)i * ldo, ldo);                                                 \
        for (; i + 4 <= rows; i += 4)                                                              \
            XR_TILE_CALL(4, vectors, depth, a + (size_t)i * a_row, lda, b, b_step, bias,           \
                out + (size_t)i * ldo, ldo);                                                       \
        for (; i + 2 <= rows; i += 2)                                                              \
            XR_TILE_CALL(2, vectors, depth, a + (size_t)i * a_row, lda, b, b_step, bias,           \
                out + (size_t)i * ldo, ldo);                                                       \
        if (i < rows)                                                                              \
            XR_TILE_CALL(1, vectors, depth, a + (size_t)i * a_row, lda, b, b_step, bias,           \
                out + (size_t)i * ldo, ldo);                                                       \
    }

XR_TILE_STRIP(xr_tile_strip, XR_TILE_VECTORS, XR_TILE_ROWS)
XR_TILE_STRIP(xr_tile_strip_2, 2, XR_TILE_ROWS)
XR_TILE_STRIP(xr_tile_strip_1, 1, XR_TILE_TALL)

/* A strip for each group of tile vectors of one panel, `width` columns wide. */
XR_INLINE void xr_tile_strips(int width, xr_start start, xr_walk walk, int rows, int depth,
    const xr_real *a, size_t lda, const xr_real *b, const xr_real *bias, xr_real *out, size_t ldo)
{
    for (int n = 0; n < width; n += XR_TILE_VECTORS * XR_LANES) {
        int vectors = (width - n) / XR_LANES;
        const xr_real *from = start == XR_START_BIAS ? bias + n : NULL;
        if (vectors >= XR_TILE_VECTORS)
            xr_tile_strip(
                start, walk, rows, depth, a, lda, b + n, (size_t)width, from, out + n, ldo);
        else if (vectors == 2)
            xr_tile_strip_2(
                start, walk, rows, depth, a, lda, b + n, (size_t)width, from, out + n, ldo);
        else
            xr_tile_strip_1(
                start, walk, rows, depth, a, lda, b + n, (size_t)width, from, out + n, ldo);
    }
}

/* One panel, in equal parts of the reduced index: each goes on from what the last one left in out,
 * so the chains are the same. */
XR_INLINE void xr_tile_panel(int width, xr_start start, xr_walk walk, int rows, int depth,
    const xr_real *a, size_t lda, const xr_real *b, const xr_real *bias, xr_real *out, size_t ldo)
{
    const int parts = (depth + XR_DEPTH - 1) / XR_DEPTH;
    const int part = parts > 0 ? (depth + parts - 1) / parts : 0;
    const size_t a_step = walk == XR_ALONG ? 1 : lda;
    xr_tile_strips(width, start, walk, rows, part, a, lda, b, bias, out, ldo);
    for (int d = part; d < depth; d += part)
        xr_tile_strips(width, XR_START_OUT, walk, rows, depth - d < part ? depth - d : part,
            a + (size_t)d * a_step, lda, b + (size_t)d * (size_t)width, NULL, out, ldo);
}

XR_INLINE void xr_gemm_start(xr_start start, int rows, int k, int columns, const xr_real *a,
    size_t lda, const xr_real *panels, const xr_real *bias, xr_real *out, size_t ldo)
{
    for (int n = 0; n + XR_PANEL <= columns; n += XR_PANEL)
        xr_tile_panel(XR_PANEL, start, XR_ALONG, rows, k, a, lda, panels + (size_t)n * (size_t)k,
            start == XR_START_BIAS ? bias + n : NULL, out + n, ldo);
    int last = columns % XR_PANEL;
    int n = columns - last;
    if (last > 0)
        xr_tile_panel(last, start, XR_ALONG, rows, k, a, lda, panels + (size_t)n * (size_t)k,
            start == XR_START_BIAS ? bias + n : NULL, out + n, ldo);
}

/* out[m][n] = bias[n] + sum over k of a[m*lda + k] * W[k][n], m < rows, n < columns.
 *   rows      any number, not only at compile time
 *   columns   padded to XR_PAD
 *   bias      columns reals, or NULL for zero
 *   out       must not overlap a */
XR_INLINE void xr_gemm_panels(int rows, int k, int columns, const xr_real *a, size_t lda,
    const xr_real *panels, const xr_real *bias, xr_real *out, size_t ldo)
{
    if (bias)
        xr_gemm_start(XR_START_BIAS, rows, k, columns, a, lda, panels, bias, out, ldo);
    else
        xr_gemm_start(XR_START_ZERO, rows, k, columns, a, lda, panels, NULL, out, ldo);
}

/* out[m][n] += sum over k of a[m*lda + k] * W[k][n]: the same chains, from the old value. */
XR_INLINE void xr_gemm_panels_add(int rows, int k, int columns, const xr_real *a, size_t lda,
    const xr_real *panels, xr_real *out, size_t ldo)
{
    xr_gemm_start(XR_START_OUT, rows, k, columns, a, lda, panels, NULL, out, ldo);
}

/* Copies `width` columns of every row to one dense block: pack[m*width + n] = from[m*ldf + n].
 * width is a multiple of XR_PAD. */
XR_INLINE void xr_pack_columns(int rows, int width, const xr_real *from, size_t ldf, xr_real *pack)
{
    for (int m = 0; m < rows; m++)
        for (int n = 0; n < width; n += XR_LANES)
            xr_store(pack + (size_t)m * (size_t)width + n, xr_load(from + (size_t)m * ldf + n));
}

/* Rows k .. k+k_count-1 of the panel of dW that begins at column `first` and is `width` wide:
 * dW[k+i][n] = sum over m < rows of a[m*lda + i] * packed[m*width + n], or += when accumulate.
 * depth is the number of rows of the whole matrix dw. */
XR_INLINE void xr_weight_tile(int rows, int depth, int width, int first, int k, int k_count,
    const xr_real *a, size_t lda, const xr_real *packed, xr_real *dw, bool accumulate)
{
    xr_real *const out = dw + (size_t)first * (size_t)depth + (size_t)k * (size_t)width;
    if (accumulate)
        xr_tile_panel(
            width, XR_START_OUT, XR_DOWN, k_count, rows, a, lda, packed, NULL, out, (size_t)width);
    else
        xr_tile_panel(
            width, XR_START_ZERO, XR_DOWN, k_count, rows, a, lda, packed, NULL, out, (size_t)width);
}

/* Rows k_first .. k_first+k_count-1 of one panel of dW, the panel that begins at column `first`:
 * dW[k][n] = sum over m < rows of a[m*lda + k] * dz[m*ldz + n], or += when accumulate.
 *   columns    of the whole matrix, padded; k is the number of rows of the whole matrix
 *   packed     the panel of dz packed by xr_pack_columns: rows x width
 *   dw_panels  the whole matrix
 * The rows may be given in several calls, in order, all but the first accumulating: the same
 * chains. */
XR_INLINE void xr_gemm_weight_gradient_tile(int rows, int k, int columns, int first, int k_first,
    int k_count, const xr_real *a, size_t lda, const xr_real *packed, xr_real *dw_panels,
    int accumulate)
{
    xr_weight_tile(rows, k, xr_panel_width(columns, first), first, k_first, k_count, a + k_first,
        lda, packed, dw_panels, accumulate != 0);
}

/* dW[k][n] = sum over m < rows of a[m*lda + k] * dz[m*ldz + n], or += when accumulate, in the
 * panels of W.
 *   columns   padded to XR_PAD; dz has that many in each row
 *   pack      scratch, rows x XR_PANEL reals */
XR_INLINE void xr_gemm_weight_gradient(int rows, int k, int columns, const xr_real *a, size_t lda,
    const xr_real *dz, size_t ldz, xr_real *dw_panels, int accumulate, xr_real *pack)
{
    for (int n = 0; n + XR_PANEL <= columns; n += XR_PANEL) {
        xr_pack_columns(rows, XR_PANEL, dz + n, ldz, pack);
        xr_gemm_weight_gradient_tile(
            rows, k, columns, n, 0, k, a, lda, pack, dw_panels, accumulate);
    }
    int last = columns % XR_PANEL;
    int n = columns - last;
    if (last > 0) {
        xr_pack_columns(rows, last, dz + n, ldz, pack);
        xr_gemm_weight_gradient_tile(
            rows, k, columns, n, 0, k, a, lda, pack, dw_panels, accumulate);
    }
}

/* Panels of W (k x n) to panels of its transpose: n rows, k columns padded to XR_PAD, where the
 * padding is zero. k and n are not padded. */
XR_INLINE void xr_panels_transpose(int k, int n, const xr_real *panels, xr_real *transposed)
{
    int columns = (n + XR_PAD - 1) / XR_PAD * XR_PAD;
    int out_columns = (k + XR_PAD - 1) / XR_PAD * XR_PAD;
    for (int first = 0; first < out_columns; first += XR_PANEL) {
        int out_width = xr_panel_width(out_columns, first);
        xr_real *out = transposed + (size_t)first * (size_t)n;
        for (int c = 0; c < n; c++, out += out_width) {
            size_t width = (size_t)xr_panel_width(columns, c / XR_PANEL * XR_PANEL);
            const xr_real *from = panels + xr_panel_index(k, columns, first, c);
            int real = k - first < out_width ? k - first : out_width;
            for (int r = 0; r < real; r++)
                out[r] = from[(size_t)r * width];
            for (int r = real; r < out_width; r++)
                out[r] = 0;
        }
    }
}

#endif
