/* What emitted kernels share beside matrix tiles: statistics, halos, merging of partial sums, the
 * update of weights. All inline, for constants of shape. */
#ifndef XR_KERNEL_H
#define XR_KERNEL_H

#include "xr_activation.h"
#include "xr_tile.h"

#include <math.h>

/* What the linker calls a function that was declared: the prefix with the function's name. */
#define XR_SYMBOL(prefix, function) extern __typeof__(function) function __asm__(prefix #function)

/* Vectors of a panel. */
#define XR_PANEL_VECTORS (XR_PANEL / XR_LANES)

/* Mean and sum of squared differences of each of `width` channels, at most a panel, over `rows`
 * pixels: two passes while the pixels are in cache, one chain a channel in the order of pixels. */
XR_INLINE void xr_moments_panel(
    int rows, int width, const xr_real *y, size_t ldy, xr_real *mean, xr_real *squares)
{
    xr_vec sum[XR_PANEL_VECTORS], centre[XR_PANEL_VECTORS];
    const int vectors = width / XR_LANES;
    XR_UNROLL for (int j = 0; j < vectors; j++)
    {
        sum[j] = xr_zero();
    }
    for (int m = 0; m < rows; m++) {
        XR_UNROLL for (int j = 0; j < vectors; j++)
        {
            sum[j] += xr_load(y + (size_t)m * ldy + j * XR_LANES);
        }
    }
    XR_UNROLL for (int j = 0; j < vectors; j++)
    {
        centre[j] = sum[j] / xr_set1((xr_real)rows);
        xr_store(mean + j * XR_LANES, centre[j]);
        sum[j] = xr_zero();
    }
    for (int m = 0; m < rows; m++) {
        XR_UNROLL for (int j = 0; j < vectors; j++)
        {
            const xr_vec difference = xr_load(y + (size_t)m * ldy + j * XR_LANES) - centre[j];
            sum[j] = difference * difference + sum[j];
        }
    }
    XR_UNROLL for (int j = 0; j < vectors; j++)
    {
        xr_store(squares + j * XR_LANES, sum[j]);
    }
}

/* Moments of `columns` channels, a multiple of XR_PAD; moments: [2][columns]. */
XR_INLINE void xr_moments(int rows, int columns, const xr_real *y, size_t ldy, xr_real *moments)
{
    const int last = columns % XR_PANEL;
    for (int n = 0; n + XR_PANEL <= columns; n += XR_PANEL)
        xr_moments_panel(rows, XR_PANEL, y + n, ldy, moments + n, moments + columns + n);
    if (last > 0)
        xr_moments_panel(rows, last, y + columns - last, ldy, moments + columns - last,
            moments + 2 * columns - last);
}

/* One panel of a pointwise convolution over `images` images of `pixels` pixels, and its moments
 * while it is in cache. */
XR_INLINE void xr_pointwise_panel(int images, int pixels, int k, int columns, int first, int width,
    const xr_real *x, size_t ldx, const xr_real *panels, const xr_real *bias, xr_real *y,
    size_t ldy, xr_real *moments)
{
    const xr_real *panel = panels + (size_t)first * (size_t)k;
    if (bias)
        xr_tile_panel(width, XR_START_BIAS, XR_ALONG, images * pixels, k, x, ldx, panel,
            bias + first, y + first, ldy);
    else
        xr_tile_panel(width, XR_START_ZERO, XR_ALONG, images * pixels, k, x, ldx, panel, NULL,
            y + first, ldy);
    for (int n = 0; n < images; n++) {
        xr_real *of_image = moments + (size_t)n * 2 * (size_t)columns;
        xr_moments_panel(pixels, width, y + (size_t)(n * pixels) * ldy + first, ldy,
            of_image + first, of_image + columns + first);
    }
}

/* xr_gemm_panels over images, each of whose moments [2][columns] are taken panel by panel. */
XR_INLINE void xr_pointwise_moments(int images, int pixels, int k, int columns, const xr_real *x,
    size_t ldx, const xr_real *panels, const xr_real *bias, xr_real *y, size_t ldy,
    xr_real *moments)
{
    const int last = columns % XR_PANEL;
    for (int n = 0; n + XR_PANEL <= columns; n += XR_PANEL)
        xr_pointwise_panel(
            images, pixels, k, columns, n, XR_PANEL, x, ldx, panels, bias, y, ldy, moments);
    if (last > 0)
        xr_pointwise_panel(images, pixels, k, columns, columns - last, last, x, ldx, panels, bias,
            y, ldy, moments);
}

/* One panel of xr_pointwise_padded. */
XR_INLINE void xr_padded_panel(int images, int height, int width, int k, int first, int columns,
    const xr_real *x, size_t ldx, const xr_real *panels, xr_real *y, size_t ldy, size_t y_row,
    size_t y_image)
{
    for (int n = 0; n < images; n++)
        for (int h = 0; h < height; h++)
            xr_tile_panel(columns, XR_START_ZERO, XR_ALONG, width, k,
                x + (size_t)((n * height + h) * width) * ldx, ldx,
                panels + (size_t)first * (size_t)k, NULL,
                y + (size_t)n * y_image + (size_t)h * y_row + first, ldy);
}

/* xr_gemm_panels without bias whose output maps lie inside a halo: y is their first pixel, y_row
 * and y_image the reals from one row and one image to the next. */
XR_INLINE void xr_pointwise_padded(int images, int height, int width, int k, int columns,
    const xr_real *x, size_t ldx, const xr_real *panels, xr_real *y, size_t ldy, size_t y_row,
    size_t y_image)
{
    const int last = columns % XR_PANEL;
    for (int n = 0; n + XR_PANEL <= columns; n += XR_PANEL)
        xr_padded_panel(
            images, height, width, k, n, XR_PANEL, x, ldx, panels, y, ldy, y_row, y_image);
    if (last > 0)
        xr_padded_panel(
            images, height, width, k, columns - last, last, x, ldx, panels, y, ldy, y_row, y_image);
}

/* Copies `count` channels of every row and zeros up to `padded`, the stride of the copy. */
XR_INLINE void xr_slice_columns(
    int rows, int count, const xr_real *from, size_t ldf, xr_real *to, int padded)
{
    for (int m = 0; m < rows; m++) {
        xr_real *const row = to + (size_t)m * (size_t)padded;
        memcpy(row, from + (size_t)m * ldf, (size_t)count * sizeof *row);
        memset(row + count, 0, (size_t)(padded - count) * sizeof *row);
    }
}

/* xr_pack_columns of columns first .. first+width-1 of a group of `count`: zeros behind them. */
XR_INLINE void xr_pack_slice(
    int rows, int count, int first, int width, const xr_real *from, size_t ldf, xr_real *pack)
{
    xr_slice_columns(
        rows, count - first < width ? count - first : width, from + first, ldf, pack, width);
}

/* Writes `count` channels of every row of a product, plus a bias (or NULL), among others' channels.
 */
XR_INLINE void xr_place_columns(int rows, int count, const xr_real *product, size_t ldp,
    const xr_real *bias, xr_real *to, size_t ldt)
{
    for (int m = 0; m < rows; m++)
        for (int c = 0; c < count; c++)
            to[(size_t)m * ldt + (size_t)c] =
                product[(size_t)m * ldp + (size_t)c] + (bias ? bias[c] : 0);
}

/* Zeros around a map of height x width pixels of `stride` reals; y is the corner of the halo. */
XR_INLINE void xr_zero_halo(
    xr_real *y, int height, int width, int stride, int top, int bottom, int left, int right)
{
    const size_t row = (size_t)(left + width + right) * (size_t)stride;
    memset(y, 0, (size_t)top * row * sizeof *y);
    for (int h = 0; h < height; h++) {
        xr_real *at = y + (size_t)(top + h) * row;
        memset(at, 0, (size_t)(left * stride) * sizeof *y);
        memset(at + (size_t)((left + width) * stride), 0, (size_t)(right * stride) * sizeof *y);
    }
    memset(y + (size_t)(top + height) * row, 0, (size_t)bottom * row * sizeof *y);
}

/* True when all of values[0 .. count) are finite; count is a multiple of XR_PAD. */
XR_INLINE bool xr_all_finite(const xr_real *values, size_t count)
{
    xr_vec bad = xr_zero(); /* a NaN once something was not finite: x - x is 0 or NaN */
    for (size_t i = 0; i < count; i += XR_LANES) {
        const xr_vec value = xr_load(values + i);
        bad += value - value;
    }
    for (int j = 0; j < XR_LANES; j++)
        if (bad[j] != 0)
            return false;
    return true;
}

/* Clears the step's flag, which any thread may do, where a gradient was not finite: the update then
 * does not happen. */
XR_INLINE void xr_note_finite(int *flag, bool finite)
{
    if (!finite)
        __atomic_store_n(flag, 0, __ATOMIC_RELAXED);
}

/* xr_all_finite of rows k .. k+k_count-1 and columns begin .. end-1, whole panels, of a matrix of
 * `depth` rows and `columns` columns in panels. */
XR_INLINE bool xr_tile_finite(
    int depth, int columns, int begin, int end, int k, int k_count, const xr_real *matrix)
{
    bool finite = true;
    for (int n = begin; n < end; n += XR_PANEL) {
        const size_t width = (size_t)xr_panel_width(columns, n);
        finite = finite && xr_all_finite(matrix + (size_t)n * (size_t)depth + (size_t)k * width,
                               (size_t)k_count * width);
    }
    return finite;
}

/* gradient[i] = the sum of the first `used` chains in order, for i in [begin, end), multiples of
 * XR_PAD; chains lie `size` reals apart. */
XR_INLINE void xr_merge_chains(
    int used, size_t size, size_t begin, size_t end, const xr_real *chains, xr_real *gradient)
{
    for (size_t i = begin; i < end; i += XR_LANES) {
        xr_vec sum = xr_load(chains + i);
        for (int c = 1; c < used; c++)
            sum += xr_load(chains + (size_t)c * size + i);
        xr_store(gradient + i, sum);
    }
}

/* The finaliser of splitmix64 (Steele, Lea and Flood, 2014). */
XR_INLINE uint64_t xr_mix(uint64_t x)
{
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

/* Inverted dropout: each element is zero with probability rate, else divided by 1 - rate. Whether
 * it stays is a pure function of seed, step, stream and the element's number, so that the gradient
 * makes the same mask again. */
XR_INLINE xr_vec xr_dropout(
    xr_vec x, double rate, const xr_step *step, uint64_t stream, uint64_t element)
{
    const uint64_t key =
        xr_mix(xr_mix(step->seed + 0x9e3779b97f4a7c15u * (stream + 1)) + step->step);
    for (int j = 0; j < XR_LANES; j++) {
        const uint64_t word = xr_mix(key + 0x9e3779b97f4a7c15u * (element + (uint64_t)j));
        const bool keep = (double)(word >> 11) * 0x1p-53 >= rate;
        x[j] = keep ? x[j] / (xr_real)(1 - rate) : 0;
    }
    return x;
}

#endif
