/* xception_he_wd_slim_thinner: Its kernels, one for every distinct operation and shape. Model hash
 * a37d8bc6d6bdb2c9, batches of at most 64. Written by xceptc 0.1.0; yours to use in any way. */
#include "kernels.h"

/* First for the caller's images, channels padded. 3 calls. */
void import_32x32x3(int images, const xr_real *restrict x, xr_real *restrict y)
{
    enum { PIXELS = 1024, CHANNELS = 3, STRIDE = 16 };
    for (int pixel = 0; pixel < images * PIXELS; pixel++) {
        xr_real *const to = y + (size_t)pixel * STRIDE;
        memset(to, 0, STRIDE * sizeof *to);
        memcpy(to, x + (size_t)pixel * CHANNELS, CHANNELS * sizeof *to);
    }
}

/* Gathers, for output rows first_row up to first_row + rows of one image, columns first up to first
 * + count of the matrix that the kernel multiplies; channel is the group's first. */
void gather_3x3_32x32x3_stride2(const xr_real *restrict x, int first_row, int rows, int channel,
    int first, int count, xr_real *restrict gathered)
{
    enum { HEIGHT = 32, WIDTH = 32, CHANNELS = 3 };
    enum { OUT_WIDTH = 16, KERNEL_HEIGHT = 3, KERNEL_WIDTH = 3 };
    enum { STRIDE_HEIGHT = 2, STRIDE_WIDTH = 2 };
    enum { TOP = 0, LEFT = 0 };
    enum { PIXEL = 16, ROW = 512, ORIGIN = 0 };
    for (int h = 0; h < rows; h++) {
        for (int w = 0; w < OUT_WIDTH; w++) {
            for (int i = 0; i < KERNEL_HEIGHT; i++) {
                for (int j = 0; j < KERNEL_WIDTH; j++) {
                    const int tap = (i * KERNEL_WIDTH + j) * CHANNELS;
                    const int from = first > tap ? first - tap : 0;
                    const int to = first + count < tap + CHANNELS ? first + count - tap : CHANNELS;
                    if (from >= to)
                        continue;
                    const size_t size = (size_t)(to - from) * sizeof *gathered;
                    const int row = (first_row + h) * STRIDE_HEIGHT + i - TOP;
                    const int column = w * STRIDE_WIDTH + j - LEFT;
                    if (row < 0 || row >= HEIGHT || column < 0 || column >= WIDTH)
                        memset(gathered, 0, size);
                    else
                        memcpy(gathered, x + ORIGIN + row * ROW + column * PIXEL + channel + from,
                            size);
                    gathered += to - from;
                }
            }
        }
    }
}

/* First for conv1 (xception_he_wd_slim_thinner.yaml:6). */
void conv_3x3_32x32x3_32_stride2_moments(int images, const xr_real *restrict x,
    const xr_real *restrict kernel, const xr_real *restrict bias, xr_real *restrict y,
    xr_real *restrict moments, xr_real *restrict gathered)
{
    enum { PIXELS = 256, DEPTH = 27, OUTPUTS = 32 };
    enum { X_IMAGE = 16384, Y_CHANNELS = 32 };
    enum { OUT_HEIGHT = 16, OUT_WIDTH = 16, BAND = 16 };
    for (int n = 0; n < images; n++)
        gather_3x3_32x32x3_stride2(x + (size_t)n * X_IMAGE, 0, OUT_HEIGHT, 0, 0, DEPTH,
            gathered + (size_t)n * PIXELS * DEPTH);
    xr_gemm_panels(images * PIXELS, DEPTH, OUTPUTS, gathered, DEPTH, kernel, bias, y, Y_CHANNELS);
    for (int n = 0; n < images; n++) {
        xr_moments(PIXELS, Y_CHANNELS, y + (size_t)n * PIXELS * Y_CHANNELS, Y_CHANNELS,
            moments + (size_t)n * 2 * Y_CHANNELS);
    }
}

/* First for conv1.mean (xception_he_wd_slim_thinner.yaml:7). */
void statistics_256x32(
    int batch, const xr_real *restrict moments, xr_real *restrict mean, xr_real *restrict variance)
{
    enum { PIXELS = 256, CHANNELS = 32 };
    double centre[CHANNELS] = {0}, squares[CHANNELS] = {0};
    for (int n = 0; n < batch; n++) {
        const xr_real *const of_image = moments + (size_t)n * 2 * CHANNELS;
        for (int c = 0; c < CHANNELS; c++)
            centre[c] += (double)of_image[c];
    }
    for (int c = 0; c < CHANNELS; c++)
        centre[c] /= batch;
    for (int n = 0; n < batch; n++) {
        const xr_real *const of_image = moments + (size_t)n * 2 * CHANNELS;
        for (int c = 0; c < CHANNELS; c++) {
            const double difference = (double)of_image[c] - centre[c];
            squares[c] += (double)of_image[CHANNELS + c];
            squares[c] = PIXELS * difference * difference + squares[c];
        }
    }
    for (int c = 0; c < CHANNELS; c++) {
        mean[c] = (xr_real)centre[c];
        variance[c] = (xr_real)(squares[c] / ((double)batch * PIXELS));
    }
}

/* First for batch_norm1 (xception_he_wd_slim_thinner.yaml:7). 2 calls. */
void coefficients_32(const xr_real *restrict mean, const xr_real *restrict variance,
    const xr_real *restrict gamma, const xr_real *restrict beta, xr_real *restrict scale,
    xr_real *restrict shift)
{
    enum { CHANNELS = 32 };
    for (int c = 0; c < CHANNELS; c++) {
        const double factor = (double)gamma[c] / sqrt((double)variance[c] + 1.0000000000000001e-05);
        scale[c] = (xr_real)factor;
        shift[c] = (xr_real)((double)beta[c] - (double)mean[c] * factor);
    }
}

/* First for batch_norm1, relu1 (xception_he_wd_slim_thinner.yaml:7). 3 calls. */
void bn_relu_16x16x32(int images, const xr_real *restrict x, const xr_real *restrict scale,
    const xr_real *restrict shift, xr_real *restrict relu_out)
{
    enum { HEIGHT = 16, WIDTH = 16, CHANNELS = 32 };
    for (int n = 0; n < images; n++) {
        for (int h = 0; h < HEIGHT; h++) {
            for (int w = 0; w < WIDTH; w++) {
                const size_t at = (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS;
                for (int c = 0; c < CHANNELS; c += XR_LANES) {
                    const xr_vec x_c = xr_load(x + at + c);
                    const xr_vec scale_c = xr_load(scale + c);
                    const xr_vec shift_c = xr_load(shift + c);
                    const xr_vec normalized = x_c * scale_c + shift_c;
                    const xr_vec relu = xr_relu(normalized);
                    xr_store(relu_out + at + c, relu);
                }
            }
        }
    }
}

/* Gathers, for output rows first_row up to first_row + rows of one image, columns first up to first
 * + count of the matrix that the kernel multiplies; channel is the group's first. */
void gather_3x3_16x16x32(const xr_real *restrict x, int first_row, int rows, int channel, int first,
    int count, xr_real *restrict gathered)
{
    enum { HEIGHT = 16, WIDTH = 16, CHANNELS = 32 };
    enum { OUT_WIDTH = 16, KERNEL_HEIGHT = 3, KERNEL_WIDTH = 3 };
    enum { STRIDE_HEIGHT = 1, STRIDE_WIDTH = 1 };
    enum { TOP = 1, LEFT = 1 };
    enum { PIXEL = 32, ROW = 512, ORIGIN = 0 };
    for (int h = 0; h < rows; h++) {
        for (int w = 0; w < OUT_WIDTH; w++) {
            for (int i = 0; i < KERNEL_HEIGHT; i++) {
                for (int j = 0; j < KERNEL_WIDTH; j++) {
                    const int tap = (i * KERNEL_WIDTH + j) * CHANNELS;
                    const int from = first > tap ? first - tap : 0;
                    const int to = first + count < tap + CHANNELS ? first + count - tap : CHANNELS;
                    if (from >= to)
                        continue;
                    const size_t size = (size_t)(to - from) * sizeof *gathered;
                    const int row = (first_row + h) * STRIDE_HEIGHT + i - TOP;
                    const int column = w * STRIDE_WIDTH + j - LEFT;
                    if (row < 0 || row >= HEIGHT || column < 0 || column >= WIDTH)
                        memset(gathered, 0, size);
                    else
                        memcpy(gathered, x + ORIGIN + row * ROW + column * PIXEL + channel + from,
                            size);
                    gathered += to - from;
                }
            }
        }
    }
}

/* First for conv2 (xception_he_wd_slim_thinner.yaml:9). */
void conv_3x3_16x16x32_64_moments(int images, const xr_real *restrict x,
    const xr_real *restrict kernel, const xr_real *restrict bias, xr_real *restrict y,
    xr_real *restrict moments, xr_real *restrict gathered)
{
    enum { PIXELS = 256, DEPTH = 288, OUTPUTS = 64 };
    enum { X_IMAGE = 8192, Y_CHANNELS = 64 };
    enum { OUT_HEIGHT = 16, OUT_WIDTH = 16, BAND = 14 };
    for (int n = 0; n < images; n++) {
        for (int row = 0; row < OUT_HEIGHT; row += BAND) {
            const int rows = row + BAND < OUT_HEIGHT ? BAND : OUT_HEIGHT - row;
            xr_real *const y_band = y + (size_t)((n * OUT_HEIGHT + row) * OUT_WIDTH) * Y_CHANNELS;
            gather_3x3_16x16x32(x + (size_t)n * X_IMAGE, row, rows, 0, 0, DEPTH, gathered);
            xr_gemm_panels(rows * OUT_WIDTH, DEPTH, OUTPUTS, gathered, DEPTH, kernel, bias, y_band,
                Y_CHANNELS);
        }
    }
    for (int n = 0; n < images; n++) {
        xr_moments(PIXELS, Y_CHANNELS, y + (size_t)n * PIXELS * Y_CHANNELS, Y_CHANNELS,
            moments + (size_t)n * 2 * Y_CHANNELS);
    }
}

/* First for conv2.mean (xception_he_wd_slim_thinner.yaml:10). */
void statistics_256x64(
    int batch, const xr_real *restrict moments, xr_real *restrict mean, xr_real *restrict variance)
{
    enum { PIXELS = 256, CHANNELS = 64 };
    double centre[CHANNELS] = {0}, squares[CHANNELS] = {0};
    for (int n = 0; n < batch; n++) {
        const xr_real *const of_image = moments + (size_t)n * 2 * CHANNELS;
        for (int c = 0; c < CHANNELS; c++)
            centre[c] += (double)of_image[c];
    }
    for (int c = 0; c < CHANNELS; c++)
        centre[c] /= batch;
    for (int n = 0; n < batch; n++) {
        const xr_real *const of_image = moments + (size_t)n * 2 * CHANNELS;
        for (int c = 0; c < CHANNELS; c++) {
            const double difference = (double)of_image[c] - centre[c];
            squares[c] += (double)of_image[CHANNELS + c];
            squares[c] = PIXELS * difference * difference + squares[c];
        }
    }
    for (int c = 0; c < CHANNELS; c++) {
        mean[c] = (xr_real)centre[c];
        variance[c] = (xr_real)(squares[c] / ((double)batch * PIXELS));
    }
}

/* First for batch_norm2 (xception_he_wd_slim_thinner.yaml:10). 2 calls. */
void coefficients_64(const xr_real *restrict mean, const xr_real *restrict variance,
    const xr_real *restrict gamma, const xr_real *restrict beta, xr_real *restrict scale,
    xr_real *restrict shift)
{
    enum { CHANNELS = 64 };
    for (int c = 0; c < CHANNELS; c++) {
        const double factor = (double)gamma[c] / sqrt((double)variance[c] + 1.0000000000000001e-05);
        scale[c] = (xr_real)factor;
        shift[c] = (xr_real)((double)beta[c] - (double)mean[c] * factor);
    }
}

/* First for batch_norm2, relu2 (xception_he_wd_slim_thinner.yaml:10). 3 calls. */
void bn_relu_16x16x64(int images, const xr_real *restrict x, const xr_real *restrict scale,
    const xr_real *restrict shift, xr_real *restrict relu_out)
{
    enum { HEIGHT = 16, WIDTH = 16, CHANNELS = 64 };
    for (int n = 0; n < images; n++) {
        for (int h = 0; h < HEIGHT; h++) {
            for (int w = 0; w < WIDTH; w++) {
                const size_t at = (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS;
                for (int c = 0; c < CHANNELS; c += XR_LANES) {
                    const xr_vec x_c = xr_load(x + at + c);
                    const xr_vec scale_c = xr_load(scale + c);
                    const xr_vec shift_c = xr_load(shift + c);
                    const xr_vec normalized = x_c * scale_c + shift_c;
                    const xr_vec relu = xr_relu(normalized);
                    xr_store(relu_out + at + c, relu);
                }
            }
        }
    }
}

/* Gathers, for output rows first_row up to first_row + rows of one image, columns first up to first
 * + count of the matrix that the kernel multiplies; channel is the group's first. */
void gather_3x3_16x16x64(const xr_real *restrict x, int first_row, int rows, int channel, int first,
    int count, xr_real *restrict gathered)
{
    enum { HEIGHT = 16, WIDTH = 16, CHANNELS = 64 };
    enum { OUT_WIDTH = 16, KERNEL_HEIGHT = 3, KERNEL_WIDTH = 3 };
    enum { STRIDE_HEIGHT = 1, STRIDE_WIDTH = 1 };
    enum { TOP = 1, LEFT = 1 };
    enum { PIXEL = 64, ROW = 1024, ORIGIN = 0 };
    for (int h = 0; h < rows; h++) {
        for (int w = 0; w < OUT_WIDTH; w++) {
            for (int i = 0; i < KERNEL_HEIGHT; i++) {
                for (int j = 0; j < KERNEL_WIDTH; j++) {
                    const int tap = (i * KERNEL_WIDTH + j) * CHANNELS;
                    const int from = first > tap ? first - tap : 0;
                    const int to = first + count < tap + CHANNELS ? first + count - tap : CHANNELS;
                    if (from >= to)
                        continue;
                    const size_t size = (size_t)(to - from) * sizeof *gathered;
                    const int row = (first_row + h) * STRIDE_HEIGHT + i - TOP;
                    const int column = w * STRIDE_WIDTH + j - LEFT;
                    if (row < 0 || row >= HEIGHT || column < 0 || column >= WIDTH)
                        memset(gathered, 0, size);
                    else
                        memcpy(gathered, x + ORIGIN + row * ROW + column * PIXEL + channel + from,
                            size);
                    gathered += to - from;
                }
            }
        }
    }
}

/* First for module2 (xception_he_wd_slim_thinner.yaml:12). */
void conv_3x3_16x16x64_364_moments(int images, const xr_real *restrict x,
    const xr_real *restrict kernel, const xr_real *restrict bias, xr_real *restrict y,
    xr_real *restrict moments, xr_real *restrict gathered)
{
    enum { PIXELS = 256, DEPTH = 576, OUTPUTS = 368 };
    enum { X_IMAGE = 16384, Y_CHANNELS = 368 };
    enum { OUT_HEIGHT = 16, OUT_WIDTH = 16, BAND = 7 };
    for (int n = 0; n < images; n++) {
        for (int row = 0; row < OUT_HEIGHT; row += BAND) {
            const int rows = row + BAND < OUT_HEIGHT ? BAND : OUT_HEIGHT - row;
            xr_real *const y_band = y + (size_t)((n * OUT_HEIGHT + row) * OUT_WIDTH) * Y_CHANNELS;
            gather_3x3_16x16x64(x + (size_t)n * X_IMAGE, row, rows, 0, 0, DEPTH, gathered);
            xr_gemm_panels(rows * OUT_WIDTH, DEPTH, OUTPUTS, gathered, DEPTH, kernel, bias, y_band,
                Y_CHANNELS);
        }
    }
    for (int n = 0; n < images; n++) {
        xr_moments(PIXELS, Y_CHANNELS, y + (size_t)n * PIXELS * Y_CHANNELS, Y_CHANNELS,
            moments + (size_t)n * 2 * Y_CHANNELS);
    }
}

/* First for module2.mean (xception_he_wd_slim_thinner.yaml:13). 14 calls. */
void statistics_256x364(
    int batch, const xr_real *restrict moments, xr_real *restrict mean, xr_real *restrict variance)
{
    enum { PIXELS = 256, CHANNELS = 368 };
    double centre[CHANNELS] = {0}, squares[CHANNELS] = {0};
    for (int n = 0; n < batch; n++) {
        const xr_real *const of_image = moments + (size_t)n * 2 * CHANNELS;
        for (int c = 0; c < CHANNELS; c++)
            centre[c] += (double)of_image[c];
    }
    for (int c = 0; c < CHANNELS; c++)
        centre[c] /= batch;
    for (int n = 0; n < batch; n++) {
        const xr_real *const of_image = moments + (size_t)n * 2 * CHANNELS;
        for (int c = 0; c < CHANNELS; c++) {
            const double difference = (double)of_image[c] - centre[c];
            squares[c] += (double)of_image[CHANNELS + c];
            squares[c] = PIXELS * difference * difference + squares[c];
        }
    }
    for (int c = 0; c < CHANNELS; c++) {
        mean[c] = (xr_real)centre[c];
        variance[c] = (xr_real)(squares[c] / ((double)batch * PIXELS));
    }
}

/* First for batch_norm3 (xception_he_wd_slim_thinner.yaml:13). 28 calls. */
void coefficients_364(const xr_real *restrict mean, const xr_real *restrict variance,
    const xr_real *restrict gamma, const xr_real *restrict beta, xr_real *restrict scale,
    xr_real *restrict shift)
{
    enum { CHANNELS = 368 };
    for (int c = 0; c < CHANNELS; c++) {
        const double factor = (double)gamma[c] / sqrt((double)variance[c] + 1.0000000000000001e-05);
        scale[c] = (xr_real)factor;
        shift[c] = (xr_real)((double)beta[c] - (double)mean[c] * factor);
    }
}

/* First for batch_norm3, relu3, middle1_relu1 (xception_he_wd_slim_thinner.yaml:13). */
void bn_relu_padded_16x16x364(int images, const xr_real *restrict x, const xr_real *restrict scale,
    const xr_real *restrict shift, xr_real *restrict relu2_padded)
{
    enum { HEIGHT = 16, WIDTH = 16, CHANNELS = 368 };
    for (int n = 0; n < images; n++) {
        xr_zero_halo(relu2_padded + (size_t)n * 119232, HEIGHT, WIDTH, CHANNELS, 1, 1, 1, 1);
        for (int h = 0; h < HEIGHT; h++) {
            for (int w = 0; w < WIDTH; w++) {
                const size_t at = (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS;
                const size_t padded_at = (size_t)((n * 18 + h + 1) * 18 + w + 1) * CHANNELS;
                for (int c = 0; c < CHANNELS; c += XR_LANES) {
                    const xr_vec x_c = xr_load(x + at + c);
                    const xr_vec scale_c = xr_load(scale + c);
                    const xr_vec shift_c = xr_load(shift + c);
                    const xr_vec normalized = x_c * scale_c + shift_c;
                    const xr_vec relu = xr_relu(normalized);
                    const xr_vec relu2 = xr_relu(relu);
                    xr_store(relu2_padded + padded_at + c, relu2);
                }
            }
        }
    }
}

/* First for middle1_separable_conv1.depthwise (xception_1.yaml:46). 42 calls. */
void depthwise_3x3_16x16x364(
    int images, const xr_real *restrict x, const xr_real *restrict kernel, xr_real *restrict y)
{
    enum { HEIGHT = 16, WIDTH = 16, CHANNELS = 368 };
    enum { IN_ROW = 18 * CHANNELS, IN_IMAGE = 119232 };
    for (int n = 0; n < images; n++) {
        for (int c = 0; c < CHANNELS; c += XR_LANES) {
            const xr_vec k00 = xr_load(kernel + c);
            const xr_vec k01 = xr_load(kernel + CHANNELS + c);
            const xr_vec k02 = xr_load(kernel + 2 * CHANNELS + c);
            const xr_vec k10 = xr_load(kernel + 3 * CHANNELS + c);
            const xr_vec k11 = xr_load(kernel + 4 * CHANNELS + c);
            const xr_vec k12 = xr_load(kernel + 5 * CHANNELS + c);
            const xr_vec k20 = xr_load(kernel + 6 * CHANNELS + c);
            const xr_vec k21 = xr_load(kernel + 7 * CHANNELS + c);
            const xr_vec k22 = xr_load(kernel + 8 * CHANNELS + c);
            const xr_vec start = xr_zero();
            for (int h = 0; h < HEIGHT; h++) {
                for (int w = 0; w < WIDTH; w += 4) {
                    const int row = h;
                    const int column = w;
                    const xr_real *const from =
                        x + (size_t)n * IN_IMAGE + row * IN_ROW + column * CHANNELS + c;
                    xr_real *const to = y + (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS + c;
                    xr_vec sum0 = start;
                    xr_vec sum1 = start;
                    xr_vec sum2 = start;
                    xr_vec sum3 = start;
                    const xr_vec x00 = xr_load(from);
                    sum0 = k00 * x00 + sum0;
                    const xr_vec x01 = xr_load(from + CHANNELS);
                    sum0 = k01 * x01 + sum0;
                    sum1 = k00 * x01 + sum1;
                    const xr_vec x02 = xr_load(from + 2 * CHANNELS);
                    sum0 = k02 * x02 + sum0;
                    sum1 = k01 * x02 + sum1;
                    sum2 = k00 * x02 + sum2;
                    const xr_vec x03 = xr_load(from + 3 * CHANNELS);
                    sum1 = k02 * x03 + sum1;
                    sum2 = k01 * x03 + sum2;
                    sum3 = k00 * x03 + sum3;
                    const xr_vec x04 = xr_load(from + 4 * CHANNELS);
                    sum2 = k02 * x04 + sum2;
                    sum3 = k01 * x04 + sum3;
                    const xr_vec x05 = xr_load(from + 5 * CHANNELS);
                    sum3 = k02 * x05 + sum3;
                    const xr_vec x10 = xr_load(from + IN_ROW);
                    sum0 = k10 * x10 + sum0;
                    const xr_vec x11 = xr_load(from + IN_ROW + CHANNELS);
                    sum0 = k11 * x11 + sum0;
                    sum1 = k10 * x11 + sum1;
                    const xr_vec x12 = xr_load(from + IN_ROW + 2 * CHANNELS);
                    sum0 = k12 * x12 + sum0;
                    sum1 = k11 * x12 + sum1;
                    sum2 = k10 * x12 + sum2;
                    const xr_vec x13 = xr_load(from + IN_ROW + 3 * CHANNELS);
                    sum1 = k12 * x13 + sum1;
                    sum2 = k11 * x13 + sum2;
                    sum3 = k10 * x13 + sum3;
                    const xr_vec x14 = xr_load(from + IN_ROW + 4 * CHANNELS);
                    sum2 = k12 * x14 + sum2;
                    sum3 = k11 * x14 + sum3;
                    const xr_vec x15 = xr_load(from + IN_ROW + 5 * CHANNELS);
                    sum3 = k12 * x15 + sum3;
                    const xr_vec x20 = xr_load(from + 2 * IN_ROW);
                    sum0 = k20 * x20 + sum0;
                    const xr_vec x21 = xr_load(from + 2 * IN_ROW + CHANNELS);
                    sum0 = k21 * x21 + sum0;
                    sum1 = k20 * x21 + sum1;
                    const xr_vec x22 = xr_load(from + 2 * IN_ROW + 2 * CHANNELS);
                    sum0 = k22 * x22 + sum0;
                    sum1 = k21 * x22 + sum1;
                    sum2 = k20 * x22 + sum2;
                    const xr_vec x23 = xr_load(from + 2 * IN_ROW + 3 * CHANNELS);
                    sum1 = k22 * x23 + sum1;
                    sum2 = k21 * x23 + sum2;
                    sum3 = k20 * x23 + sum3;
                    const xr_vec x24 = xr_load(from + 2 * IN_ROW + 4 * CHANNELS);
                    sum2 = k22 * x24 + sum2;
                    sum3 = k21 * x24 + sum3;
                    const xr_vec x25 = xr_load(from + 2 * IN_ROW + 5 * CHANNELS);
                    sum3 = k22 * x25 + sum3;
                    xr_store(to, sum0);
                    xr_store(to + CHANNELS, sum1);
                    xr_store(to + 2 * CHANNELS, sum2);
                    xr_store(to + 3 * CHANNELS, sum3);
                }
            }
        }
    }
}

/* First for middle1_separable_conv1 (xception_1.yaml:46). 13 calls. */
void pointwise_16x16x364_364_moments(int images, const xr_real *restrict x,
    const xr_real *restrict kernel, const xr_real *restrict bias, xr_real *restrict y,
    xr_real *restrict moments)
{
    enum { PIXELS = 256, INPUTS = 364, OUTPUTS = 368, X_CHANNELS = 368 };
    xr_pointwise_moments(
        images, PIXELS, INPUTS, OUTPUTS, x, X_CHANNELS, kernel, bias, y, OUTPUTS, moments);
}

/* First for middle1_batch_norm1, middle1_relu2 (xception_1.yaml:46). 27 calls. */
void bn_relu_padded_16x16x364_v2(int images, const xr_real *restrict x,
    const xr_real *restrict scale, const xr_real *restrict shift, xr_real *restrict relu_padded)
{
    enum { HEIGHT = 16, WIDTH = 16, CHANNELS = 368 };
    for (int n = 0; n < images; n++) {
        xr_zero_halo(relu_padded + (size_t)n * 119232, HEIGHT, WIDTH, CHANNELS, 1, 1, 1, 1);
        for (int h = 0; h < HEIGHT; h++) {
            for (int w = 0; w < WIDTH; w++) {
                const size_t at = (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS;
                const size_t padded_at = (size_t)((n * 18 + h + 1) * 18 + w + 1) * CHANNELS;
                for (int c = 0; c < CHANNELS; c += XR_LANES) {
                    const xr_vec x_c = xr_load(x + at + c);
                    const xr_vec scale_c = xr_load(scale + c);
                    const xr_vec shift_c = xr_load(shift + c);
                    const xr_vec normalized = x_c * scale_c + shift_c;
                    const xr_vec relu = xr_relu(normalized);
                    xr_store(relu_padded + padded_at + c, relu);
                }
            }
        }
    }
}

/* First for batch_norm3, relu3, middle1_batch_norm3, middle1_add1, middle2_relu1
 * (xception_he_wd_slim_thinner.yaml:13). */
void bn_relu_add_padded_16x16x364(int images, const xr_real *restrict x,
    const xr_real *restrict scale, const xr_real *restrict shift, const xr_real *restrict x2,
    const xr_real *restrict scale2, const xr_real *restrict shift2, xr_real *restrict sum_out,
    xr_real *restrict relu2_padded)
{
    enum { HEIGHT = 16, WIDTH = 16, CHANNELS = 368 };
    for (int n = 0; n < images; n++) {
        xr_zero_halo(relu2_padded + (size_t)n * 119232, HEIGHT, WIDTH, CHANNELS, 1, 1, 1, 1);
        for (int h = 0; h < HEIGHT; h++) {
            for (int w = 0; w < WIDTH; w++) {
                const size_t at = (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS;
                const size_t padded_at = (size_t)((n * 18 + h + 1) * 18 + w + 1) * CHANNELS;
                for (int c = 0; c < CHANNELS; c += XR_LANES) {
                    const xr_vec x_c = xr_load(x + at + c);
                    const xr_vec scale_c = xr_load(scale + c);
                    const xr_vec shift_c = xr_load(shift + c);
                    const xr_vec x2_c = xr_load(x2 + at + c);
                    const xr_vec scale2_c = xr_load(scale2 + c);
                    const xr_vec shift2_c = xr_load(shift2 + c);
                    const xr_vec normalized = x_c * scale_c + shift_c;
                    const xr_vec relu = xr_relu(normalized);
                    const xr_vec normalized2 = x2_c * scale2_c + shift2_c;
                    const xr_vec sum = normalized2 + relu;
                    const xr_vec relu2 = xr_relu(sum);
                    xr_store(sum_out + at + c, sum);
                    xr_store(relu2_padded + padded_at + c, relu2);
                }
            }
        }
    }
}

/* First for middle2_batch_norm3, middle2_add1, middle3_relu1 (xception_1.yaml:46). 5 calls. */
void bn_add_relu_padded_16x16x364(int images, const xr_real *restrict x,
    const xr_real *restrict scale, const xr_real *restrict shift, const xr_real *restrict x2,
    xr_real *restrict sum_out, xr_real *restrict relu_padded)
{
    enum { HEIGHT = 16, WIDTH = 16, CHANNELS = 368 };
    for (int n = 0; n < images; n++) {
        xr_zero_halo(relu_padded + (size_t)n * 119232, HEIGHT, WIDTH, CHANNELS, 1, 1, 1, 1);
        for (int h = 0; h < HEIGHT; h++) {
            for (int w = 0; w < WIDTH; w++) {
                const size_t at = (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS;
                const size_t padded_at = (size_t)((n * 18 + h + 1) * 18 + w + 1) * CHANNELS;
                for (int c = 0; c < CHANNELS; c += XR_LANES) {
                    const xr_vec x_c = xr_load(x + at + c);
                    const xr_vec scale_c = xr_load(scale + c);
                    const xr_vec shift_c = xr_load(shift + c);
                    const xr_vec x2_c = xr_load(x2 + at + c);
                    const xr_vec normalized = x_c * scale_c + shift_c;
                    const xr_vec sum = normalized + x2_c;
                    const xr_vec relu = xr_relu(sum);
                    xr_store(sum_out + at + c, sum);
                    xr_store(relu_padded + padded_at + c, relu);
                }
            }
        }
    }
}

/* First for middle4_batch_norm3, middle4_add1 (xception_1.yaml:46). */
void bn_add_padded_16x16x364(int images, const xr_real *restrict x, const xr_real *restrict scale,
    const xr_real *restrict shift, const xr_real *restrict x2, xr_real *restrict sum_out,
    xr_real *restrict sum_padded)
{
    enum { HEIGHT = 16, WIDTH = 16, CHANNELS = 368 };
    for (int n = 0; n < images; n++) {
        xr_zero_halo(sum_padded + (size_t)n * 119232, HEIGHT, WIDTH, CHANNELS, 1, 1, 1, 1);
        for (int h = 0; h < HEIGHT; h++) {
            for (int w = 0; w < WIDTH; w++) {
                const size_t at = (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS;
                const size_t padded_at = (size_t)((n * 18 + h + 1) * 18 + w + 1) * CHANNELS;
                for (int c = 0; c < CHANNELS; c += XR_LANES) {
                    const xr_vec x_c = xr_load(x + at + c);
                    const xr_vec scale_c = xr_load(scale + c);
                    const xr_vec shift_c = xr_load(shift + c);
                    const xr_vec x2_c = xr_load(x2 + at + c);
                    const xr_vec normalized = x_c * scale_c + shift_c;
                    const xr_vec sum = normalized + x2_c;
                    xr_store(sum_out + at + c, sum);
                    xr_store(sum_padded + padded_at + c, sum);
                }
            }
        }
    }
}

/* Gathers, for output rows first_row up to first_row + rows of one image, columns first up to first
 * + count of the matrix that the kernel multiplies; channel is the group's first. */
void gather_1x1_16x16x364_stride2(const xr_real *restrict x, int first_row, int rows, int channel,
    int first, int count, xr_real *restrict gathered)
{
    enum { HEIGHT = 16, WIDTH = 16, CHANNELS = 364 };
    enum { OUT_WIDTH = 8, KERNEL_HEIGHT = 1, KERNEL_WIDTH = 1 };
    enum { STRIDE_HEIGHT = 2, STRIDE_WIDTH = 2 };
    enum { TOP = 0, LEFT = 0 };
    enum { PIXEL = 368, ROW = 5888, ORIGIN = 0 };
    for (int h = 0; h < rows; h++) {
        for (int w = 0; w < OUT_WIDTH; w++) {
            for (int i = 0; i < KERNEL_HEIGHT; i++) {
                for (int j = 0; j < KERNEL_WIDTH; j++) {
                    const int tap = (i * KERNEL_WIDTH + j) * CHANNELS;
                    const int from = first > tap ? first - tap : 0;
                    const int to = first + count < tap + CHANNELS ? first + count - tap : CHANNELS;
                    if (from >= to)
                        continue;
                    const size_t size = (size_t)(to - from) * sizeof *gathered;
                    const int row = (first_row + h) * STRIDE_HEIGHT + i - TOP;
                    const int column = w * STRIDE_WIDTH + j - LEFT;
                    if (row < 0 || row >= HEIGHT || column < 0 || column >= WIDTH)
                        memset(gathered, 0, size);
                    else
                        memcpy(gathered, x + ORIGIN + row * ROW + column * PIXEL + channel + from,
                            size);
                    gathered += to - from;
                }
            }
        }
    }
}

/* First for module13_conv1 (xception_1.yaml:34). */
void conv_1x1_16x16x364_512_stride2_moments(int images, const xr_real *restrict x,
    const xr_real *restrict kernel, const xr_real *restrict bias, xr_real *restrict y,
    xr_real *restrict moments, xr_real *restrict gathered)
{
    enum { PIXELS = 64, DEPTH = 364, OUTPUTS = 512 };
    enum { X_IMAGE = 94208, Y_CHANNELS = 512 };
    enum { OUT_HEIGHT = 8, OUT_WIDTH = 8, BAND = 8 };
    for (int n = 0; n < images; n++)
        gather_1x1_16x16x364_stride2(x + (size_t)n * X_IMAGE, 0, OUT_HEIGHT, 0, 0, DEPTH,
            gathered + (size_t)n * PIXELS * DEPTH);
    xr_gemm_panels(images * PIXELS, DEPTH, OUTPUTS, gathered, DEPTH, kernel, bias, y, Y_CHANNELS);
    for (int n = 0; n < images; n++) {
        xr_moments(PIXELS, Y_CHANNELS, y + (size_t)n * PIXELS * Y_CHANNELS, Y_CHANNELS,
            moments + (size_t)n * 2 * Y_CHANNELS);
    }
}

/* First for module13_conv1.mean (xception_1.yaml:34). */
void statistics_64x512(
    int batch, const xr_real *restrict moments, xr_real *restrict mean, xr_real *restrict variance)
{
    enum { PIXELS = 64, CHANNELS = 512 };
    double centre[CHANNELS] = {0}, squares[CHANNELS] = {0};
    for (int n = 0; n < batch; n++) {
        const xr_real *const of_image = moments + (size_t)n * 2 * CHANNELS;
        for (int c = 0; c < CHANNELS; c++)
            centre[c] += (double)of_image[c];
    }
    for (int c = 0; c < CHANNELS; c++)
        centre[c] /= batch;
    for (int n = 0; n < batch; n++) {
        const xr_real *const of_image = moments + (size_t)n * 2 * CHANNELS;
        for (int c = 0; c < CHANNELS; c++) {
            const double difference = (double)of_image[c] - centre[c];
            squares[c] += (double)of_image[CHANNELS + c];
            squares[c] = PIXELS * difference * difference + squares[c];
        }
    }
    for (int c = 0; c < CHANNELS; c++) {
        mean[c] = (xr_real)centre[c];
        variance[c] = (xr_real)(squares[c] / ((double)batch * PIXELS));
    }
}

/* First for module13_batch_norm1 (xception_1.yaml:34). 4 calls. */
void coefficients_512(const xr_real *restrict mean, const xr_real *restrict variance,
    const xr_real *restrict gamma, const xr_real *restrict beta, xr_real *restrict scale,
    xr_real *restrict shift)
{
    enum { CHANNELS = 512 };
    for (int c = 0; c < CHANNELS; c++) {
        const double factor = (double)gamma[c] / sqrt((double)variance[c] + 1.0000000000000001e-05);
        scale[c] = (xr_real)factor;
        shift[c] = (xr_real)((double)beta[c] - (double)mean[c] * factor);
    }
}

/* First for module13_separable_conv2 (xception_1.yaml:39). */
void pointwise_16x16x364_512_moments(int images, const xr_real *restrict x,
    const xr_real *restrict kernel, const xr_real *restrict bias, xr_real *restrict y,
    xr_real *restrict moments)
{
    enum { PIXELS = 256, INPUTS = 364, OUTPUTS = 512, X_CHANNELS = 368 };
    xr_pointwise_moments(
        images, PIXELS, INPUTS, OUTPUTS, x, X_CHANNELS, kernel, bias, y, OUTPUTS, moments);
}

/* First for module13_separable_conv2.mean (xception_1.yaml:40). */
void statistics_256x512(
    int batch, const xr_real *restrict moments, xr_real *restrict mean, xr_real *restrict variance)
{
    enum { PIXELS = 256, CHANNELS = 512 };
    double centre[CHANNELS] = {0}, squares[CHANNELS] = {0};
    for (int n = 0; n < batch; n++) {
        const xr_real *const of_image = moments + (size_t)n * 2 * CHANNELS;
        for (int c = 0; c < CHANNELS; c++)
            centre[c] += (double)of_image[c];
    }
    for (int c = 0; c < CHANNELS; c++)
        centre[c] /= batch;
    for (int n = 0; n < batch; n++) {
        const xr_real *const of_image = moments + (size_t)n * 2 * CHANNELS;
        for (int c = 0; c < CHANNELS; c++) {
            const double difference = (double)of_image[c] - centre[c];
            squares[c] += (double)of_image[CHANNELS + c];
            squares[c] = PIXELS * difference * difference + squares[c];
        }
    }
    for (int c = 0; c < CHANNELS; c++) {
        mean[c] = (xr_real)centre[c];
        variance[c] = (xr_real)(squares[c] / ((double)batch * PIXELS));
    }
}

/* First for module13_batch_norm3 (xception_1.yaml:40). 2 calls. */
void bn_16x16x512(int images, const xr_real *restrict x, const xr_real *restrict scale,
    const xr_real *restrict shift, xr_real *restrict normalized_out)
{
    enum { HEIGHT = 16, WIDTH = 16, CHANNELS = 512 };
    for (int n = 0; n < images; n++) {
        for (int h = 0; h < HEIGHT; h++) {
            for (int w = 0; w < WIDTH; w++) {
                const size_t at = (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS;
                for (int c = 0; c < CHANNELS; c += XR_LANES) {
                    const xr_vec x_c = xr_load(x + at + c);
                    const xr_vec scale_c = xr_load(scale + c);
                    const xr_vec shift_c = xr_load(shift + c);
                    const xr_vec normalized = x_c * scale_c + shift_c;
                    xr_store(normalized_out + at + c, normalized);
                }
            }
        }
    }
}

/* First for module13_max_pool1 (xception_1.yaml:41). 2 calls. */
void max_pool_3x3_16x16x512_stride2(
    int images, const xr_real *restrict x, xr_real *restrict y, void *restrict index)
{
    enum { HEIGHT = 16, WIDTH = 16, CHANNELS = 512 };
    enum { OUT_HEIGHT = 8, OUT_WIDTH = 8 };
    enum { KERNEL_HEIGHT = 3, KERNEL_WIDTH = 3 };
    enum { TAPS = OUT_HEIGHT * OUT_WIDTH * CHANNELS / 4 * (int)sizeof(xr_real) };
    uint8_t *const taps = index;
    for (int n = 0; n < images; n++) {
        for (int h = 0; h < OUT_HEIGHT; h++) {
            for (int w = 0; w < OUT_WIDTH; w++) {
                const size_t out = (size_t)((n * OUT_HEIGHT + h) * OUT_WIDTH + w) * CHANNELS;
                const size_t winners = (size_t)n * TAPS + (size_t)(h * OUT_WIDTH + w) * CHANNELS;
                const int row = h * 2;
                const int column = w * 2;
                const int top = row < 0 ? -row : 0;
                const int left = column < 0 ? -column : 0;
                const int bottom = HEIGHT - row < KERNEL_HEIGHT ? HEIGHT - row : KERNEL_HEIGHT;
                const int right = WIDTH - column < KERNEL_WIDTH ? WIDTH - column : KERNEL_WIDTH;
                for (size_t c = 0; c < CHANNELS; c += XR_LANES) {
                    xr_vec best = xr_set1(-(xr_real)INFINITY);
                    xr_mask winner = {0};
                    for (int i = top; i < bottom; i++) {
                        for (int j = left; j < right; j++) {
                            const size_t in =
                                (size_t)((n * 16 + row + i) * 16 + column + j) * CHANNELS;
                            xr_challenge(xr_load(x + in + c), i * KERNEL_WIDTH + j, &best, &winner);
                        }
                    }
                    xr_store(y + out + c, best);
                    if (taps)
                        xr_store_bytes(taps + winners + c, winner);
                }
            }
        }
    }
}

/* First for module13_batch_norm1 (xception_1.yaml:34). 2 calls. */
void bn_8x8x512(int images, const xr_real *restrict x, const xr_real *restrict scale,
    const xr_real *restrict shift, xr_real *restrict normalized_out)
{
    enum { HEIGHT = 8, WIDTH = 8, CHANNELS = 512 };
    for (int n = 0; n < images; n++) {
        for (int h = 0; h < HEIGHT; h++) {
            for (int w = 0; w < WIDTH; w++) {
                const size_t at = (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS;
                for (int c = 0; c < CHANNELS; c += XR_LANES) {
                    const xr_vec x_c = xr_load(x + at + c);
                    const xr_vec scale_c = xr_load(scale + c);
                    const xr_vec shift_c = xr_load(shift + c);
                    const xr_vec normalized = x_c * scale_c + shift_c;
                    xr_store(normalized_out + at + c, normalized);
                }
            }
        }
    }
}

/* First for module13_add1 (xception_1.yaml:33). */
void add_padded_8x8x512(int images, const xr_real *restrict x, const xr_real *restrict x2,
    xr_real *restrict sum_out, xr_real *restrict sum_padded)
{
    enum { HEIGHT = 8, WIDTH = 8, CHANNELS = 512 };
    for (int n = 0; n < images; n++) {
        xr_zero_halo(sum_padded + (size_t)n * 51200, HEIGHT, WIDTH, CHANNELS, 1, 1, 1, 1);
        for (int h = 0; h < HEIGHT; h++) {
            for (int w = 0; w < WIDTH; w++) {
                const size_t at = (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS;
                const size_t padded_at = (size_t)((n * 10 + h + 1) * 10 + w + 1) * CHANNELS;
                for (int c = 0; c < CHANNELS; c += XR_LANES) {
                    const xr_vec x_c = xr_load(x + at + c);
                    const xr_vec x2_c = xr_load(x2 + at + c);
                    const xr_vec sum = x_c + x2_c;
                    xr_store(sum_out + at + c, sum);
                    xr_store(sum_padded + padded_at + c, sum);
                }
            }
        }
    }
}

/* First for module14_separable_conv1.depthwise (xception_1.yaml:51). 3 calls. */
void depthwise_3x3_8x8x512(
    int images, const xr_real *restrict x, const xr_real *restrict kernel, xr_real *restrict y)
{
    enum { HEIGHT = 8, WIDTH = 8, CHANNELS = 512 };
    enum { IN_ROW = 10 * CHANNELS, IN_IMAGE = 51200 };
    for (int n = 0; n < images; n++) {
        for (int c = 0; c < CHANNELS; c += XR_LANES) {
            const xr_vec k00 = xr_load(kernel + c);
            const xr_vec k01 = xr_load(kernel + CHANNELS + c);
            const xr_vec k02 = xr_load(kernel + 2 * CHANNELS + c);
            const xr_vec k10 = xr_load(kernel + 3 * CHANNELS + c);
            const xr_vec k11 = xr_load(kernel + 4 * CHANNELS + c);
            const xr_vec k12 = xr_load(kernel + 5 * CHANNELS + c);
            const xr_vec k20 = xr_load(kernel + 6 * CHANNELS + c);
            const xr_vec k21 = xr_load(kernel + 7 * CHANNELS + c);
            const xr_vec k22 = xr_load(kernel + 8 * CHANNELS + c);
            const xr_vec start = xr_zero();
            for (int h = 0; h < HEIGHT; h++) {
                for (int w = 0; w < WIDTH; w += 4) {
                    const int row = h;
                    const int column = w;
                    const xr_real *const from =
                        x + (size_t)n * IN_IMAGE + row * IN_ROW + column * CHANNELS + c;
                    xr_real *const to = y + (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS + c;
                    xr_vec sum0 = start;
                    xr_vec sum1 = start;
                    xr_vec sum2 = start;
                    xr_vec sum3 = start;
                    const xr_vec x00 = xr_load(from);
                    sum0 = k00 * x00 + sum0;
                    const xr_vec x01 = xr_load(from + CHANNELS);
                    sum0 = k01 * x01 + sum0;
                    sum1 = k00 * x01 + sum1;
                    const xr_vec x02 = xr_load(from + 2 * CHANNELS);
                    sum0 = k02 * x02 + sum0;
                    sum1 = k01 * x02 + sum1;
                    sum2 = k00 * x02 + sum2;
                    const xr_vec x03 = xr_load(from + 3 * CHANNELS);
                    sum1 = k02 * x03 + sum1;
                    sum2 = k01 * x03 + sum2;
                    sum3 = k00 * x03 + sum3;
                    const xr_vec x04 = xr_load(from + 4 * CHANNELS);
                    sum2 = k02 * x04 + sum2;
                    sum3 = k01 * x04 + sum3;
                    const xr_vec x05 = xr_load(from + 5 * CHANNELS);
                    sum3 = k02 * x05 + sum3;
                    const xr_vec x10 = xr_load(from + IN_ROW);
                    sum0 = k10 * x10 + sum0;
                    const xr_vec x11 = xr_load(from + IN_ROW + CHANNELS);
                    sum0 = k11 * x11 + sum0;
                    sum1 = k10 * x11 + sum1;
                    const xr_vec x12 = xr_load(from + IN_ROW + 2 * CHANNELS);
                    sum0 = k12 * x12 + sum0;
                    sum1 = k11 * x12 + sum1;
                    sum2 = k10 * x12 + sum2;
                    const xr_vec x13 = xr_load(from + IN_ROW + 3 * CHANNELS);
                    sum1 = k12 * x13 + sum1;
                    sum2 = k11 * x13 + sum2;
                    sum3 = k10 * x13 + sum3;
                    const xr_vec x14 = xr_load(from + IN_ROW + 4 * CHANNELS);
                    sum2 = k12 * x14 + sum2;
                    sum3 = k11 * x14 + sum3;
                    const xr_vec x15 = xr_load(from + IN_ROW + 5 * CHANNELS);
                    sum3 = k12 * x15 + sum3;
                    const xr_vec x20 = xr_load(from + 2 * IN_ROW);
                    sum0 = k20 * x20 + sum0;
                    const xr_vec x21 = xr_load(from + 2 * IN_ROW + CHANNELS);
                    sum0 = k21 * x21 + sum0;
                    sum1 = k20 * x21 + sum1;
                    const xr_vec x22 = xr_load(from + 2 * IN_ROW + 2 * CHANNELS);
                    sum0 = k22 * x22 + sum0;
                    sum1 = k21 * x22 + sum1;
                    sum2 = k20 * x22 + sum2;
                    const xr_vec x23 = xr_load(from + 2 * IN_ROW + 3 * CHANNELS);
                    sum1 = k22 * x23 + sum1;
                    sum2 = k21 * x23 + sum2;
                    sum3 = k20 * x23 + sum3;
                    const xr_vec x24 = xr_load(from + 2 * IN_ROW + 4 * CHANNELS);
                    sum2 = k22 * x24 + sum2;
                    sum3 = k21 * x24 + sum3;
                    const xr_vec x25 = xr_load(from + 2 * IN_ROW + 5 * CHANNELS);
                    sum3 = k22 * x25 + sum3;
                    xr_store(to, sum0);
                    xr_store(to + CHANNELS, sum1);
                    xr_store(to + 2 * CHANNELS, sum2);
                    xr_store(to + 3 * CHANNELS, sum3);
                }
            }
        }
    }
}

/* First for module14_separable_conv1 (xception_1.yaml:51). */
void pointwise_8x8x512_768_moments(int images, const xr_real *restrict x,
    const xr_real *restrict kernel, const xr_real *restrict bias, xr_real *restrict y,
    xr_real *restrict moments)
{
    enum { PIXELS = 64, INPUTS = 512, OUTPUTS = 768, X_CHANNELS = 512 };
    xr_pointwise_moments(
        images, PIXELS, INPUTS, OUTPUTS, x, X_CHANNELS, kernel, bias, y, OUTPUTS, moments);
}

/* First for module14_separable_conv1.mean (xception_1.yaml:52). */
void statistics_64x768(
    int batch, const xr_real *restrict moments, xr_real *restrict mean, xr_real *restrict variance)
{
    enum { PIXELS = 64, CHANNELS = 768 };
    double centre[CHANNELS] = {0}, squares[CHANNELS] = {0};
    for (int n = 0; n < batch; n++) {
        const xr_real *const of_image = moments + (size_t)n * 2 * CHANNELS;
        for (int c = 0; c < CHANNELS; c++)
            centre[c] += (double)of_image[c];
    }
    for (int c = 0; c < CHANNELS; c++)
        centre[c] /= batch;
    for (int n = 0; n < batch; n++) {
        const xr_real *const of_image = moments + (size_t)n * 2 * CHANNELS;
        for (int c = 0; c < CHANNELS; c++) {
            const double difference = (double)of_image[c] - centre[c];
            squares[c] += (double)of_image[CHANNELS + c];
            squares[c] = PIXELS * difference * difference + squares[c];
        }
    }
    for (int c = 0; c < CHANNELS; c++) {
        mean[c] = (xr_real)centre[c];
        variance[c] = (xr_real)(squares[c] / ((double)batch * PIXELS));
    }
}

/* First for module14_batch_norm1 (xception_1.yaml:52). 2 calls. */
void coefficients_768(const xr_real *restrict mean, const xr_real *restrict variance,
    const xr_real *restrict gamma, const xr_real *restrict beta, xr_real *restrict scale,
    xr_real *restrict shift)
{
    enum { CHANNELS = 768 };
    for (int c = 0; c < CHANNELS; c++) {
        const double factor = (double)gamma[c] / sqrt((double)variance[c] + 1.0000000000000001e-05);
        scale[c] = (xr_real)factor;
        shift[c] = (xr_real)((double)beta[c] - (double)mean[c] * factor);
    }
}

/* First for module14_batch_norm1, module14_relu1 (xception_1.yaml:52). 3 calls. */
void bn_relu_padded_8x8x768(int images, const xr_real *restrict x, const xr_real *restrict scale,
    const xr_real *restrict shift, xr_real *restrict relu_padded)
{
    enum { HEIGHT = 8, WIDTH = 8, CHANNELS = 768 };
    for (int n = 0; n < images; n++) {
        xr_zero_halo(relu_padded + (size_t)n * 76800, HEIGHT, WIDTH, CHANNELS, 1, 1, 1, 1);
        for (int h = 0; h < HEIGHT; h++) {
            for (int w = 0; w < WIDTH; w++) {
                const size_t at = (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS;
                const size_t padded_at = (size_t)((n * 10 + h + 1) * 10 + w + 1) * CHANNELS;
                for (int c = 0; c < CHANNELS; c += XR_LANES) {
                    const xr_vec x_c = xr_load(x + at + c);
                    const xr_vec scale_c = xr_load(scale + c);
                    const xr_vec shift_c = xr_load(shift + c);
                    const xr_vec normalized = x_c * scale_c + shift_c;
                    const xr_vec relu = xr_relu(normalized);
                    xr_store(relu_padded + padded_at + c, relu);
                }
            }
        }
    }
}

/* First for module14_separable_conv2.depthwise (xception_1.yaml:54). 3 calls. */
void depthwise_3x3_8x8x768(
    int images, const xr_real *restrict x, const xr_real *restrict kernel, xr_real *restrict y)
{
    enum { HEIGHT = 8, WIDTH = 8, CHANNELS = 768 };
    enum { IN_ROW = 10 * CHANNELS, IN_IMAGE = 76800 };
    for (int n = 0; n < images; n++) {
        for (int c = 0; c < CHANNELS; c += XR_LANES) {
            const xr_vec k00 = xr_load(kernel + c);
            const xr_vec k01 = xr_load(kernel + CHANNELS + c);
            const xr_vec k02 = xr_load(kernel + 2 * CHANNELS + c);
            const xr_vec k10 = xr_load(kernel + 3 * CHANNELS + c);
            const xr_vec k11 = xr_load(kernel + 4 * CHANNELS + c);
            const xr_vec k12 = xr_load(kernel + 5 * CHANNELS + c);
            const xr_vec k20 = xr_load(kernel + 6 * CHANNELS + c);
            const xr_vec k21 = xr_load(kernel + 7 * CHANNELS + c);
            const xr_vec k22 = xr_load(kernel + 8 * CHANNELS + c);
            const xr_vec start = xr_zero();
            for (int h = 0; h < HEIGHT; h++) {
                for (int w = 0; w < WIDTH; w += 4) {
                    const int row = h;
                    const int column = w;
                    const xr_real *const from =
                        x + (size_t)n * IN_IMAGE + row * IN_ROW + column * CHANNELS + c;
                    xr_real *const to = y + (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS + c;
                    xr_vec sum0 = start;
                    xr_vec sum1 = start;
                    xr_vec sum2 = start;
                    xr_vec sum3 = start;
                    const xr_vec x00 = xr_load(from);
                    sum0 = k00 * x00 + sum0;
                    const xr_vec x01 = xr_load(from + CHANNELS);
                    sum0 = k01 * x01 + sum0;
                    sum1 = k00 * x01 + sum1;
                    const xr_vec x02 = xr_load(from + 2 * CHANNELS);
                    sum0 = k02 * x02 + sum0;
                    sum1 = k01 * x02 + sum1;
                    sum2 = k00 * x02 + sum2;
                    const xr_vec x03 = xr_load(from + 3 * CHANNELS);
                    sum1 = k02 * x03 + sum1;
                    sum2 = k01 * x03 + sum2;
                    sum3 = k00 * x03 + sum3;
                    const xr_vec x04 = xr_load(from + 4 * CHANNELS);
                    sum2 = k02 * x04 + sum2;
                    sum3 = k01 * x04 + sum3;
                    const xr_vec x05 = xr_load(from + 5 * CHANNELS);
                    sum3 = k02 * x05 + sum3;
                    const xr_vec x10 = xr_load(from + IN_ROW);
                    sum0 = k10 * x10 + sum0;
                    const xr_vec x11 = xr_load(from + IN_ROW + CHANNELS);
                    sum0 = k11 * x11 + sum0;
                    sum1 = k10 * x11 + sum1;
                    const xr_vec x12 = xr_load(from + IN_ROW + 2 * CHANNELS);
                    sum0 = k12 * x12 + sum0;
                    sum1 = k11 * x12 + sum1;
                    sum2 = k10 * x12 + sum2;
                    const xr_vec x13 = xr_load(from + IN_ROW + 3 * CHANNELS);
                    sum1 = k12 * x13 + sum1;
                    sum2 = k11 * x13 + sum2;
                    sum3 = k10 * x13 + sum3;
                    const xr_vec x14 = xr_load(from + IN_ROW + 4 * CHANNELS);
                    sum2 = k12 * x14 + sum2;
                    sum3 = k11 * x14 + sum3;
                    const xr_vec x15 = xr_load(from + IN_ROW + 5 * CHANNELS);
                    sum3 = k12 * x15 + sum3;
                    const xr_vec x20 = xr_load(from + 2 * IN_ROW);
                    sum0 = k20 * x20 + sum0;
                    const xr_vec x21 = xr_load(from + 2 * IN_ROW + CHANNELS);
                    sum0 = k21 * x21 + sum0;
                    sum1 = k20 * x21 + sum1;
                    const xr_vec x22 = xr_load(from + 2 * IN_ROW + 2 * CHANNELS);
                    sum0 = k22 * x22 + sum0;
                    sum1 = k21 * x22 + sum1;
                    sum2 = k20 * x22 + sum2;
                    const xr_vec x23 = xr_load(from + 2 * IN_ROW + 3 * CHANNELS);
                    sum1 = k22 * x23 + sum1;
                    sum2 = k21 * x23 + sum2;
                    sum3 = k20 * x23 + sum3;
                    const xr_vec x24 = xr_load(from + 2 * IN_ROW + 4 * CHANNELS);
                    sum2 = k22 * x24 + sum2;
                    sum3 = k21 * x24 + sum3;
                    const xr_vec x25 = xr_load(from + 2 * IN_ROW + 5 * CHANNELS);
                    sum3 = k22 * x25 + sum3;
                    xr_store(to, sum0);
                    xr_store(to + CHANNELS, sum1);
                    xr_store(to + 2 * CHANNELS, sum2);
                    xr_store(to + 3 * CHANNELS, sum3);
                }
            }
        }
    }
}

/* First for module14_separable_conv2 (xception_1.yaml:54). */
void pointwise_8x8x768_1024_moments(int images, const xr_real *restrict x,
    const xr_real *restrict kernel, const xr_real *restrict bias, xr_real *restrict y,
    xr_real *restrict moments)
{
    enum { PIXELS = 64, INPUTS = 768, OUTPUTS = 1024, X_CHANNELS = 768 };
    xr_pointwise_moments(
        images, PIXELS, INPUTS, OUTPUTS, x, X_CHANNELS, kernel, bias, y, OUTPUTS, moments);
}

/* First for module14_separable_conv2.mean (xception_1.yaml:55). */
void statistics_64x1024(
    int batch, const xr_real *restrict moments, xr_real *restrict mean, xr_real *restrict variance)
{
    enum { PIXELS = 64, CHANNELS = 1024 };
    double centre[CHANNELS] = {0}, squares[CHANNELS] = {0};
    for (int n = 0; n < batch; n++) {
        const xr_real *const of_image = moments + (size_t)n * 2 * CHANNELS;
        for (int c = 0; c < CHANNELS; c++)
            centre[c] += (double)of_image[c];
    }
    for (int c = 0; c < CHANNELS; c++)
        centre[c] /= batch;
    for (int n = 0; n < batch; n++) {
        const xr_real *const of_image = moments + (size_t)n * 2 * CHANNELS;
        for (int c = 0; c < CHANNELS; c++) {
            const double difference = (double)of_image[c] - centre[c];
            squares[c] += (double)of_image[CHANNELS + c];
            squares[c] = PIXELS * difference * difference + squares[c];
        }
    }
    for (int c = 0; c < CHANNELS; c++) {
        mean[c] = (xr_real)centre[c];
        variance[c] = (xr_real)(squares[c] / ((double)batch * PIXELS));
    }
}

/* First for module14_batch_norm2 (xception_1.yaml:55). 2 calls. */
void coefficients_1024(const xr_real *restrict mean, const xr_real *restrict variance,
    const xr_real *restrict gamma, const xr_real *restrict beta, xr_real *restrict scale,
    xr_real *restrict shift)
{
    enum { CHANNELS = 1024 };
    for (int c = 0; c < CHANNELS; c++) {
        const double factor = (double)gamma[c] / sqrt((double)variance[c] + 1.0000000000000001e-05);
        scale[c] = (xr_real)factor;
        shift[c] = (xr_real)((double)beta[c] - (double)mean[c] * factor);
    }
}

/* First for module14_batch_norm2, module14_relu2 (xception_1.yaml:55). */
void bn_relu_8x8x1024(int images, const xr_real *restrict x, const xr_real *restrict scale,
    const xr_real *restrict shift, xr_real *restrict relu_out)
{
    enum { HEIGHT = 8, WIDTH = 8, CHANNELS = 1024 };
    for (int n = 0; n < images; n++) {
        for (int h = 0; h < HEIGHT; h++) {
            for (int w = 0; w < WIDTH; w++) {
                const size_t at = (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS;
                for (int c = 0; c < CHANNELS; c += XR_LANES) {
                    const xr_vec x_c = xr_load(x + at + c);
                    const xr_vec scale_c = xr_load(scale + c);
                    const xr_vec shift_c = xr_load(shift + c);
                    const xr_vec normalized = x_c * scale_c + shift_c;
                    const xr_vec relu = xr_relu(normalized);
                    xr_store(relu_out + at + c, relu);
                }
            }
        }
    }
}

/* First for global_average_pool1 (xception_he_wd_slim_thinner.yaml:18). */
void global_average_pool_8x8x1024(int images, const xr_real *restrict x, xr_real *restrict y)
{
    enum { HEIGHT = 8, WIDTH = 8, CHANNELS = 1024 };
    for (int n = 0; n < images; n++) {
        xr_real *const mean = y + (size_t)n * CHANNELS;
        memset(mean, 0, CHANNELS * sizeof *mean);
        for (int h = 0; h < HEIGHT; h++) {
            for (int w = 0; w < WIDTH; w++) {
                const xr_real *const pixel = x + (size_t)((n * 8 + h) * 8 + w) * CHANNELS;
                for (int c = 0; c < CHANNELS; c++)
                    mean[c] += pixel[c];
            }
        }
        for (int c = 0; c < CHANNELS; c++)
            mean[c] /= HEIGHT * WIDTH;
    }
}

/* First for classifier (xception_he_wd_slim_thinner.yaml:19). */
void pointwise_1024_10(int images, const xr_real *restrict x, const xr_real *restrict kernel,
    const xr_real *restrict bias, xr_real *restrict y)
{
    enum { PIXELS = 1, INPUTS = 1024, OUTPUTS = 16, X_CHANNELS = 1024 };
    xr_gemm_panels(images * PIXELS, INPUTS, OUTPUTS, x, X_CHANNELS, kernel, bias, y, OUTPUTS);
}

/* First for loss and hit of each image (xception_he_wd_slim_thinner.yaml:20). */
void cross_entropy_10(int images, const xr_real *restrict logits, const int32_t *restrict labels,
    xr_real *restrict losses)
{
    if (!labels)
        return;
    enum { CLASSES = 10, STRIDE = 16 };
    for (int n = 0; n < images; n++) {
        const xr_real *const row = logits + (size_t)n * STRIDE;
        double largest = (double)row[0];
        for (int k = 1; k < CLASSES; k++)
            largest = (double)row[k] > largest ? (double)row[k] : largest;
        double sum = 0;
        for (int k = 0; k < CLASSES; k++)
            sum += exp((double)row[k] - largest);
        int best = 0;
        for (int k = 1; k < CLASSES; k++)
            best = row[k] > row[best] ? k : best;
        const double log_sum = largest + log(sum);
        losses[2 * n] = (xr_real)(log_sum - (double)row[labels[n]]);
        losses[2 * n + 1] = best == labels[n] ? 1 : 0;
    }
}

/* First for d_classifier (xception_he_wd_slim_thinner.yaml:20). */
void cross_entropy_gradient_10(int images, int batch, const xr_real *restrict logits,
    const int32_t *restrict labels, xr_real *restrict dlogits)
{
    enum { CLASSES = 10, STRIDE = 16 };
    for (int n = 0; n < images; n++) {
        const xr_real *const row = logits + (size_t)n * STRIDE;
        double largest = (double)row[0];
        for (int k = 1; k < CLASSES; k++)
            largest = (double)row[k] > largest ? (double)row[k] : largest;
        double sum = 0;
        for (int k = 0; k < CLASSES; k++)
            sum += exp((double)row[k] - largest);
        xr_real *const gradient = dlogits + (size_t)n * STRIDE;
        memset(gradient, 0, STRIDE * sizeof *gradient);
        for (int k = 0; k < CLASSES; k++) {
            const double probability = exp((double)row[k] - largest) / sum;
            const double aim = k == labels[n] ? 1 : 0;
            gradient[k] = (xr_real)((probability - aim) / batch);
        }
    }
}

/* First for d_classifier.kernel (xception_he_wd_slim_thinner.yaml:19). */
void pointwise_weight_gradient_1024_10(int images, const xr_real *restrict x,
    const xr_real *restrict dy, xr_real *restrict gradient, bool accumulate,
    xr_real *restrict packed)
{
    enum { PIXELS = 1, INPUTS = 1024, OUTPUTS = 16, X_CHANNELS = 1024 };
    xr_gemm_weight_gradient(
        images * PIXELS, INPUTS, OUTPUTS, x, X_CHANNELS, dy, OUTPUTS, gradient, accumulate, packed);
}

/* First for d_classifier.bias (xception_he_wd_slim_thinner.yaml:19). */
void sums_10(int images, const xr_real *restrict dy, xr_real *restrict sums)
{
    enum { HEIGHT = 1, WIDTH = 1, CHANNELS = 16 };
    for (int n = 0; n < images; n++) {
        xr_real *sums_n = sums + (size_t)n * 1 * CHANNELS;
        memset(sums_n, 0, 1 * CHANNELS * sizeof *sums_n);
        for (int h = 0; h < HEIGHT; h++) {
            for (int w = 0; w < WIDTH; w++) {
                const size_t at = (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS;
                for (int c = 0; c < CHANNELS; c += XR_LANES) {
                    const xr_vec dy_c = xr_load(dy + at + c);
                    xr_store(sums_n + c, xr_load(sums_n + c) + dy_c);
                }
            }
        }
    }
}

/* First for d_global_average_pool1 (xception_he_wd_slim_thinner.yaml:19). */
void pointwise_input_gradient_1024_10(int images, const xr_real *restrict dy,
    const xr_real *restrict transposed, xr_real *restrict dx)
{
    enum { PIXELS = 1, OUTPUTS = 10, INPUTS = 1024, DY_CHANNELS = 16 };
    xr_gemm_panels(images * PIXELS, OUTPUTS, INPUTS, dy, DY_CHANNELS, transposed, NULL, dx, INPUTS);
}

/* First for d_module14_relu2, d_module14_batch_norm2, d_module14_batch_norm2.gamma
 * (xception_he_wd_slim_thinner.yaml:18). */
void mean_gradient_relu_gradient_sums_8x8x1024(int images, const xr_real *restrict dy,
    const xr_real *restrict y, const xr_real *restrict x, const xr_real *restrict mean,
    xr_real *restrict sums)
{
    enum { HEIGHT = 8, WIDTH = 8, CHANNELS = 1024 };
    for (int n = 0; n < images; n++) {
        xr_real *sums_n = sums + (size_t)n * 2 * CHANNELS;
        memset(sums_n, 0, 2 * CHANNELS * sizeof *sums_n);
        for (int h = 0; h < HEIGHT; h++) {
            for (int w = 0; w < WIDTH; w++) {
                const size_t at = (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS;
                for (int c = 0; c < CHANNELS; c += XR_LANES) {
                    const xr_vec dy_c = xr_load(dy + (size_t)n * CHANNELS + c);
                    const xr_vec y_c = xr_load(y + at + c);
                    const xr_vec x_c = xr_load(x + at + c);
                    const xr_vec mean_c = xr_load(mean + c);
                    const xr_vec global_average_pool_gradient = dy_c / xr_set1(HEIGHT * WIDTH);
                    const xr_vec dx = xr_relu_gradient(global_average_pool_gradient, y_c);
                    xr_store(sums_n + c, xr_load(sums_n + c) + dx);
                    const xr_vec sums_centred = x_c - mean_c;
                    xr_real *const sums_product = sums_n + CHANNELS + c;
                    xr_store(sums_product, dx * sums_centred + xr_load(sums_product));
                }
            }
        }
    }
}

/* First for loss and hits of the batch (xception_he_wd_slim_thinner.yaml:20). 2 calls. */
void finish_loss(int batch, const int32_t *restrict labels, const xr_real *restrict losses,
    xr_metrics *restrict metrics)
{
    metrics->images = batch;
    metrics->finite = true;
    if (!labels)
        return;
    double loss = 0;
    int correct = 0;
    for (int n = 0; n < batch; n++) {
        loss += (double)losses[2 * n];
        correct += losses[2 * n + 1] != 0;
    }
    metrics->loss = loss;
    metrics->cross_entropy = loss;
    metrics->correct = correct;
    metrics->finite = isfinite(loss);
}

/* First for d_classifier.bias (xception_he_wd_slim_thinner.yaml:19). */
void sum_images_1x10(
    int batch, const xr_real *restrict sums, xr_real *restrict gradient, int *restrict finite)
{
    enum { SIZE = 16 };
    for (int i = 0; i < SIZE; i++) {
        double sum = 0;
        for (int n = 0; n < batch; n++)
            sum += (double)sums[(size_t)n * SIZE + (size_t)i];
        gradient[i] = (xr_real)sum;
    }
    xr_note_finite(finite, xr_all_finite(gradient, SIZE));
}

/* First for d_module14_batch_norm2.gamma (xception_1.yaml:55). */
void finish_normalize_gradient_64x1024(int batch, const xr_real *restrict sums,
    const xr_real *restrict variance, const xr_real *restrict gamma, xr_real *restrict dgamma,
    xr_real *restrict dbeta, int *restrict finite, xr_real *restrict gradient_scale,
    xr_real *restrict gradient_mean, xr_real *restrict gradient_slope)
{
    enum { PIXELS = 64, CHANNELS = 1024 };
    double sum[CHANNELS] = {0}, product[CHANNELS] = {0};
    for (int n = 0; n < batch; n++) {
        const xr_real *const of_image = sums + (size_t)n * 2 * CHANNELS;
        for (int c = 0; c < CHANNELS; c++) {
            sum[c] += (double)of_image[c];
            product[c] += (double)of_image[CHANNELS + c];
        }
    }
    const double count = (double)batch * PIXELS;
    for (int c = 0; c < CHANNELS; c++) {
        const double deviation = sqrt((double)variance[c] + 1.0000000000000001e-05);
        dgamma[c] = (xr_real)(product[c] / deviation);
        dbeta[c] = (xr_real)sum[c];
        gradient_scale[c] = (xr_real)((double)gamma[c] / deviation);
        gradient_mean[c] = (xr_real)(sum[c] / count);
        gradient_slope[c] = (xr_real)(-product[c] / (count * deviation * deviation));
    }
    xr_note_finite(finite, xr_all_finite(dgamma, CHANNELS));
    xr_note_finite(finite, xr_all_finite(dbeta, CHANNELS));
}

/* First for d_classifier.kernel (xception_he_wd_slim_thinner.yaml:19). */
void merge_chains_16384_by8(int batch, const xr_real *restrict chains, int tile,
    xr_real *restrict gradient, int *restrict finite)
{
    enum { SIZE = 16384, TILE = 16384, CHAINS = 8, GROUP = 8 };
    const int groups = (batch + GROUP - 1) / GROUP;
    const size_t begin = (size_t)tile * TILE;
    const size_t end = begin + TILE < SIZE ? begin + TILE : SIZE;
    const int used = groups < CHAINS ? groups : CHAINS;
    xr_merge_chains(used, SIZE, begin, end, chains, gradient);
    xr_note_finite(finite, xr_all_finite(gradient + begin, end - begin));
}

/* First for module14_batch_norm2, module14_relu2, d_module14_relu2, d_module14_batch_norm2,
 * d_module14_separable_conv2 (xception_1.yaml:55). */
void bn_relu_mean_gradient_relu_gradient_bn_gradient_8x8x1024(int images, const xr_real *restrict x,
    const xr_real *restrict scale, const xr_real *restrict shift, const xr_real *restrict dy,
    const xr_real *restrict mean, const xr_real *restrict gradient_scale,
    const xr_real *restrict gradient_mean, const xr_real *restrict gradient_slope,
    xr_real *restrict dx2_out)
{
    enum { HEIGHT = 8, WIDTH = 8, CHANNELS = 1024 };
    for (int n = 0; n < images; n++) {
        for (int h = 0; h < HEIGHT; h++) {
            for (int w = 0; w < WIDTH; w++) {
                const size_t at = (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS;
                for (int c = 0; c < CHANNELS; c += XR_LANES) {
                    const xr_vec x_c = xr_load(x + at + c);
                    const xr_vec scale_c = xr_load(scale + c);
                    const xr_vec shift_c = xr_load(shift + c);
                    const xr_vec dy_c = xr_load(dy + (size_t)n * CHANNELS + c);
                    const xr_vec mean_c = xr_load(mean + c);
                    const xr_vec gradient_scale_c = xr_load(gradient_scale + c);
                    const xr_vec gradient_mean_c = xr_load(gradient_mean + c);
                    const xr_vec gradient_slope_c = xr_load(gradient_slope + c);
                    const xr_vec normalized = x_c * scale_c + shift_c;
                    const xr_vec relu = xr_relu(normalized);
                    const xr_vec global_average_pool_gradient = dy_c / xr_set1(HEIGHT * WIDTH);
                    const xr_vec dx = xr_relu_gradient(global_average_pool_gradient, relu);
                    const xr_vec dx2_centred =
                        (x_c - mean_c) * gradient_slope_c + (dx - gradient_mean_c);
                    const xr_vec dx2 = gradient_scale_c * dx2_centred;
                    xr_store(dx2_out + at + c, dx2);
                }
            }
        }
    }
}

/* First for d_module14_separable_conv2.depthwise (xception_1.yaml:54). */
void pointwise_input_gradient_8x8x768_1024_padded(int images, const xr_real *restrict dy,
    const xr_real *restrict transposed, xr_real *restrict dx)
{
    enum { HEIGHT = 8, WIDTH = 8, OUTPUTS = 1024, INPUTS = 768 };
    enum { DY_CHANNELS = 1024, ROW = 10 * INPUTS, IMAGE = 76800 };
    for (int n = 0; n < images; n++)
        xr_zero_halo(dx + (size_t)n * IMAGE, HEIGHT, WIDTH, INPUTS, 1, 1, 1, 1);
    xr_real *const inner = dx + 1 * ROW + 1 * INPUTS;
    xr_pointwise_padded(images, HEIGHT, WIDTH, OUTPUTS, INPUTS, dy, DY_CHANNELS, transposed, inner,
        INPUTS, ROW, IMAGE);
}

/* First for d_module14_separable_conv2.depthwise_kernel (xception_1.yaml:54). */
void depthwise_weight_gradient_3x3_8x8x768(
    int images, const xr_real *restrict x, const xr_real *restrict dy, xr_real *restrict sums)
{
    enum { HEIGHT = 8, WIDTH = 8, CHANNELS = 768 };
    enum { IN_ROW = 10 * CHANNELS, IN_IMAGE = 76800 };
    for (int n = 0; n < images; n++) {
        xr_real *const of_image = sums + (size_t)n * 9 * CHANNELS;
        for (int c = 0; c < CHANNELS; c += XR_LANES) {
            xr_vec k00 = xr_zero();
            xr_vec k01 = xr_zero();
            xr_vec k02 = xr_zero();
            xr_vec k10 = xr_zero();
            xr_vec k11 = xr_zero();
            xr_vec k12 = xr_zero();
            xr_vec k20 = xr_zero();
            xr_vec k21 = xr_zero();
            xr_vec k22 = xr_zero();
            for (int h = 0; h < HEIGHT; h++) {
                for (int w = 0; w < WIDTH; w += 4) {
                    const int row = h;
                    const int column = w;
                    const xr_real *const from =
                        x + (size_t)n * IN_IMAGE + row * IN_ROW + column * CHANNELS + c;
                    const xr_real *const of =
                        dy + (size_t)((n * 10 + h + 1) * 10 + w + 1) * CHANNELS + c;
                    const xr_vec dy0 = xr_load(of);
                    const xr_vec dy1 = xr_load(of + CHANNELS);
                    const xr_vec dy2 = xr_load(of + 2 * CHANNELS);
                    const xr_vec dy3 = xr_load(of + 3 * CHANNELS);
                    const xr_vec x00 = xr_load(from);
                    k00 = x00 * dy0 + k00;
                    const xr_vec x01 = xr_load(from + CHANNELS);
                    k01 = x01 * dy0 + k01;
                    k00 = x01 * dy1 + k00;
                    const xr_vec x02 = xr_load(from + 2 * CHANNELS);
                    k02 = x02 * dy0 + k02;
                    k01 = x02 * dy1 + k01;
                    k00 = x02 * dy2 + k00;
                    const xr_vec x03 = xr_load(from + 3 * CHANNELS);
                    k02 = x03 * dy1 + k02;
                    k01 = x03 * dy2 + k01;
                    k00 = x03 * dy3 + k00;
                    const xr_vec x04 = xr_load(from + 4 * CHANNELS);
                    k02 = x04 * dy2 + k02;
                    k01 = x04 * dy3 + k01;
                    const xr_vec x05 = xr_load(from + 5 * CHANNELS);
                    k02 = x05 * dy3 + k02;
                    const xr_vec x10 = xr_load(from + IN_ROW);
                    k10 = x10 * dy0 + k10;
                    const xr_vec x11 = xr_load(from + IN_ROW + CHANNELS);
                    k11 = x11 * dy0 + k11;
                    k10 = x11 * dy1 + k10;
                    const xr_vec x12 = xr_load(from + IN_ROW + 2 * CHANNELS);
                    k12 = x12 * dy0 + k12;
                    k11 = x12 * dy1 + k11;
                    k10 = x12 * dy2 + k10;
                    const xr_vec x13 = xr_load(from + IN_ROW + 3 * CHANNELS);
                    k12 = x13 * dy1 + k12;
                    k11 = x13 * dy2 + k11;
                    k10 = x13 * dy3 + k10;
                    const xr_vec x14 = xr_load(from + IN_ROW + 4 * CHANNELS);
                    k12 = x14 * dy2 + k12;
                    k11 = x14 * dy3 + k11;
                    const xr_vec x15 = xr_load(from + IN_ROW + 5 * CHANNELS);
                    k12 = x15 * dy3 + k12;
                    const xr_vec x20 = xr_load(from + 2 * IN_ROW);
                    k20 = x20 * dy0 + k20;
                    const xr_vec x21 = xr_load(from + 2 * IN_ROW + CHANNELS);
                    k21 = x21 * dy0 + k21;
                    k20 = x21 * dy1 + k20;
                    const xr_vec x22 = xr_load(from + 2 * IN_ROW + 2 * CHANNELS);
                    k22 = x22 * dy0 + k22;
                    k21 = x22 * dy1 + k21;
                    k20 = x22 * dy2 + k20;
                    const xr_vec x23 = xr_load(from + 2 * IN_ROW + 3 * CHANNELS);
                    k22 = x23 * dy1 + k22;
                    k21 = x23 * dy2 + k21;
                    k20 = x23 * dy3 + k20;
                    const xr_vec x24 = xr_load(from + 2 * IN_ROW + 4 * CHANNELS);
                    k22 = x24 * dy2 + k22;
                    k21 = x24 * dy3 + k21;
                    const xr_vec x25 = xr_load(from + 2 * IN_ROW + 5 * CHANNELS);
                    k22 = x25 * dy3 + k22;
                }
            }
            xr_store(of_image + c, k00);
            xr_store(of_image + CHANNELS + c, k01);
            xr_store(of_image + 2 * CHANNELS + c, k02);
            xr_store(of_image + 3 * CHANNELS + c, k10);
            xr_store(of_image + 4 * CHANNELS + c, k11);
            xr_store(of_image + 5 * CHANNELS + c, k12);
            xr_store(of_image + 6 * CHANNELS + c, k20);
            xr_store(of_image + 7 * CHANNELS + c, k21);
            xr_store(of_image + 8 * CHANNELS + c, k22);
        }
    }
}

/* First for d_module14_relu1 (xception_1.yaml:54). */
void depthwise_input_gradient_3x3_8x8x768(
    int images, const xr_real *restrict dy, const xr_real *restrict kernel, xr_real *restrict dx)
{
    enum { HEIGHT = 8, WIDTH = 8, CHANNELS = 768 };
    enum { IN_ROW = 10 * CHANNELS, IN_IMAGE = 76800 };
    for (int n = 0; n < images; n++) {
        for (int c = 0; c < CHANNELS; c += XR_LANES) {
            const xr_vec k00 = xr_load(kernel + c);
            const xr_vec k01 = xr_load(kernel + CHANNELS + c);
            const xr_vec k02 = xr_load(kernel + 2 * CHANNELS + c);
            const xr_vec k10 = xr_load(kernel + 3 * CHANNELS + c);
            const xr_vec k11 = xr_load(kernel + 4 * CHANNELS + c);
            const xr_vec k12 = xr_load(kernel + 5 * CHANNELS + c);
            const xr_vec k20 = xr_load(kernel + 6 * CHANNELS + c);
            const xr_vec k21 = xr_load(kernel + 7 * CHANNELS + c);
            const xr_vec k22 = xr_load(kernel + 8 * CHANNELS + c);
            const xr_vec start = xr_zero();
            for (int h = 0; h < HEIGHT; h++) {
                for (int w = 0; w < WIDTH; w += 4) {
                    const int row = h;
                    const int column = w;
                    const xr_real *const from =
                        dy + (size_t)n * IN_IMAGE + row * IN_ROW + column * CHANNELS + c;
                    xr_real *const to = dx + (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS + c;
                    xr_vec sum0 = start;
                    xr_vec sum1 = start;
                    xr_vec sum2 = start;
                    xr_vec sum3 = start;
                    const xr_vec x00 = xr_load(from);
                    sum0 = k22 * x00 + sum0;
                    const xr_vec x01 = xr_load(from + CHANNELS);
                    sum0 = k21 * x01 + sum0;
                    sum1 = k22 * x01 + sum1;
                    const xr_vec x02 = xr_load(from + 2 * CHANNELS);
                    sum0 = k20 * x02 + sum0;
                    sum1 = k21 * x02 + sum1;
                    sum2 = k22 * x02 + sum2;
                    const xr_vec x03 = xr_load(from + 3 * CHANNELS);
                    sum1 = k20 * x03 + sum1;
                    sum2 = k21 * x03 + sum2;
                    sum3 = k22 * x03 + sum3;
                    const xr_vec x04 = xr_load(from + 4 * CHANNELS);
                    sum2 = k20 * x04 + sum2;
                    sum3 = k21 * x04 + sum3;
                    const xr_vec x05 = xr_load(from + 5 * CHANNELS);
                    sum3 = k20 * x05 + sum3;
                    const xr_vec x10 = xr_load(from + IN_ROW);
                    sum0 = k12 * x10 + sum0;
                    const xr_vec x11 = xr_load(from + IN_ROW + CHANNELS);
                    sum0 = k11 * x11 + sum0;
                    sum1 = k12 * x11 + sum1;
                    const xr_vec x12 = xr_load(from + IN_ROW + 2 * CHANNELS);
                    sum0 = k10 * x12 + sum0;
                    sum1 = k11 * x12 + sum1;
                    sum2 = k12 * x12 + sum2;
                    const xr_vec x13 = xr_load(from + IN_ROW + 3 * CHANNELS);
                    sum1 = k10 * x13 + sum1;
                    sum2 = k11 * x13 + sum2;
                    sum3 = k12 * x13 + sum3;
                    const xr_vec x14 = xr_load(from + IN_ROW + 4 * CHANNELS);
                    sum2 = k10 * x14 + sum2;
                    sum3 = k11 * x14 + sum3;
                    const xr_vec x15 = xr_load(from + IN_ROW + 5 * CHANNELS);
                    sum3 = k10 * x15 + sum3;
                    const xr_vec x20 = xr_load(from + 2 * IN_ROW);
                    sum0 = k02 * x20 + sum0;
                    const xr_vec x21 = xr_load(from + 2 * IN_ROW + CHANNELS);
                    sum0 = k01 * x21 + sum0;
                    sum1 = k02 * x21 + sum1;
                    const xr_vec x22 = xr_load(from + 2 * IN_ROW + 2 * CHANNELS);
                    sum0 = k00 * x22 + sum0;
                    sum1 = k01 * x22 + sum1;
                    sum2 = k02 * x22 + sum2;
                    const xr_vec x23 = xr_load(from + 2 * IN_ROW + 3 * CHANNELS);
                    sum1 = k00 * x23 + sum1;
                    sum2 = k01 * x23 + sum2;
                    sum3 = k02 * x23 + sum3;
                    const xr_vec x24 = xr_load(from + 2 * IN_ROW + 4 * CHANNELS);
                    sum2 = k00 * x24 + sum2;
                    sum3 = k01 * x24 + sum3;
                    const xr_vec x25 = xr_load(from + 2 * IN_ROW + 5 * CHANNELS);
                    sum3 = k00 * x25 + sum3;
                    xr_store(to, sum0);
                    xr_store(to + CHANNELS, sum1);
                    xr_store(to + 2 * CHANNELS, sum2);
                    xr_store(to + 3 * CHANNELS, sum3);
                }
            }
        }
    }
}

/* First for d_module14_batch_norm1, d_module14_batch_norm1.gamma (xception_1.yaml:53). */
void relu_gradient_sums_8x8x768(int images, const xr_real *restrict dy, const xr_real *restrict y,
    const xr_real *restrict x, const xr_real *restrict mean, xr_real *restrict dx_out,
    xr_real *restrict sums)
{
    enum { HEIGHT = 8, WIDTH = 8, CHANNELS = 768 };
    for (int n = 0; n < images; n++) {
        xr_real *sums_n = sums + (size_t)n * 2 * CHANNELS;
        memset(sums_n, 0, 2 * CHANNELS * sizeof *sums_n);
        for (int h = 0; h < HEIGHT; h++) {
            for (int w = 0; w < WIDTH; w++) {
                const size_t at = (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS;
                const size_t padded_at = (size_t)((n * 10 + h + 1) * 10 + w + 1) * CHANNELS;
                for (int c = 0; c < CHANNELS; c += XR_LANES) {
                    const xr_vec dy_c = xr_load(dy + at + c);
                    const xr_vec y_c = xr_load(y + padded_at + c);
                    const xr_vec x_c = xr_load(x + at + c);
                    const xr_vec mean_c = xr_load(mean + c);
                    const xr_vec dx = xr_relu_gradient(dy_c, y_c);
                    xr_store(dx_out + at + c, dx);
                    xr_store(sums_n + c, xr_load(sums_n + c) + dx);
                    const xr_vec sums_centred = x_c - mean_c;
                    xr_real *const sums_product = sums_n + CHANNELS + c;
                    xr_store(sums_product, dx * sums_centred + xr_load(sums_product));
                }
            }
        }
    }
}

/* First for d_module14_separable_conv2.depthwise_kernel (xception_1.yaml:54). */
void sum_images_9x768(
    int batch, const xr_real *restrict sums, xr_real *restrict gradient, int *restrict finite)
{
    enum { SIZE = 6912 };
    for (int i = 0; i < SIZE; i++) {
        double sum = 0;
        for (int n = 0; n < batch; n++)
            sum += (double)sums[(size_t)n * SIZE + (size_t)i];
        gradient[i] = (xr_real)sum;
    }
    xr_note_finite(finite, xr_all_finite(gradient, SIZE));
}

/* First for d_module14_batch_norm1.gamma (xception_1.yaml:52). */
void finish_normalize_gradient_64x768(int batch, const xr_real *restrict sums,
    const xr_real *restrict variance, const xr_real *restrict gamma, xr_real *restrict dgamma,
    xr_real *restrict dbeta, int *restrict finite, xr_real *restrict gradient_scale,
    xr_real *restrict gradient_mean, xr_real *restrict gradient_slope)
{
    enum { PIXELS = 64, CHANNELS = 768 };
    double sum[CHANNELS] = {0}, product[CHANNELS] = {0};
    for (int n = 0; n < batch; n++) {
        const xr_real *const of_image = sums + (size_t)n * 2 * CHANNELS;
        for (int c = 0; c < CHANNELS; c++) {
            sum[c] += (double)of_image[c];
            product[c] += (double)of_image[CHANNELS + c];
        }
    }
    const double count = (double)batch * PIXELS;
    for (int c = 0; c < CHANNELS; c++) {
        const double deviation = sqrt((double)variance[c] + 1.0000000000000001e-05);
        dgamma[c] = (xr_real)(product[c] / deviation);
        dbeta[c] = (xr_real)sum[c];
        gradient_scale[c] = (xr_real)((double)gamma[c] / deviation);
        gradient_mean[c] = (xr_real)(sum[c] / count);
        gradient_slope[c] = (xr_real)(-product[c] / (count * deviation * deviation));
    }
    xr_note_finite(finite, xr_all_finite(dgamma, CHANNELS));
    xr_note_finite(finite, xr_all_finite(dbeta, CHANNELS));
}

/* First for d_module14_separable_conv2.pointwise_kernel (xception_1.yaml:54). */
void pointwise_weight_tile_8x8x768_1024(int batch, const xr_real *restrict x,
    const xr_real *restrict dy, int tile, xr_real *restrict gradient, int *restrict finite,
    xr_real *restrict packed)
{
    enum { PIXELS = 64, DEPTH = 768, OUTPUTS = 1024, DY_CHANNELS = 1024 };
    enum { X_CHANNELS = 768, BLOCK = 256 };
    enum { TILE_ROWS = 192, TILE_COLUMNS = 192 };
    enum { ROW_TILES = 4, COLUMN_TILES = 6 };
    const int k = tile % ROW_TILES * TILE_ROWS;
    const int k_count = k + TILE_ROWS < DEPTH ? TILE_ROWS : DEPTH - k;
    const int begin = tile / ROW_TILES % COLUMN_TILES * TILE_COLUMNS;
    const int end = begin + TILE_COLUMNS < OUTPUTS ? begin + TILE_COLUMNS : OUTPUTS;
    for (int first = 0; first < batch * PIXELS; first += BLOCK) {
        const int rows = first + BLOCK < batch * PIXELS ? BLOCK : batch * PIXELS - first;
        const xr_real *const dy_rows = dy + (size_t)first * DY_CHANNELS;
        const xr_real *const x_rows = x + (size_t)first * X_CHANNELS + k;
        for (int n = begin; n < end; n += XR_PANEL) {
            const int width = xr_panel_width(OUTPUTS, n);
            xr_pack_columns(rows, width, dy_rows + n, DY_CHANNELS, packed);
            xr_weight_tile(
                rows, DEPTH, width, n, k, k_count, x_rows, X_CHANNELS, packed, gradient, first > 0);
        }
    }
    xr_note_finite(finite, xr_tile_finite(DEPTH, OUTPUTS, begin, end, k, k_count, gradient));
}

/* First for module13_add1. 3 calls. */
void copy_padded_8x8x512(int images, const xr_real *restrict x, xr_real *restrict y)
{
    enum { HEIGHT = 8, WIDTH = 8, CHANNELS = 512 };
    for (int n = 0; n < images; n++) {
        xr_zero_halo(y + (size_t)n * 51200, HEIGHT, WIDTH, CHANNELS, 1, 1, 1, 1);
        for (int h = 0; h < HEIGHT; h++) {
            for (int w = 0; w < WIDTH; w++) {
                const size_t at = (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS;
                const size_t padded_at = (size_t)((n * 10 + h + 1) * 10 + w + 1) * CHANNELS;
                for (int c = 0; c < CHANNELS; c += XR_LANES) {
                    const xr_vec x_c = xr_load(x + at + c);
                    xr_store(y + padded_at + c, x_c);
                }
            }
        }
    }
}

/* First for d_module14_separable_conv1 (xception_1.yaml:52). */
void bn_gradient_8x8x768(int images, const xr_real *restrict dy, const xr_real *restrict x,
    const xr_real *restrict mean, const xr_real *restrict gradient_scale,
    const xr_real *restrict gradient_mean, const xr_real *restrict gradient_slope,
    xr_real *restrict dx_out)
{
    enum { HEIGHT = 8, WIDTH = 8, CHANNELS = 768 };
    for (int n = 0; n < images; n++) {
        for (int h = 0; h < HEIGHT; h++) {
            for (int w = 0; w < WIDTH; w++) {
                const size_t at = (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS;
                for (int c = 0; c < CHANNELS; c += XR_LANES) {
                    const xr_vec dy_c = xr_load(dy + at + c);
                    const xr_vec x_c = xr_load(x + at + c);
                    const xr_vec mean_c = xr_load(mean + c);
                    const xr_vec gradient_scale_c = xr_load(gradient_scale + c);
                    const xr_vec gradient_mean_c = xr_load(gradient_mean + c);
                    const xr_vec gradient_slope_c = xr_load(gradient_slope + c);
                    const xr_vec dx_centred =
                        (x_c - mean_c) * gradient_slope_c + (dy_c - gradient_mean_c);
                    const xr_vec dx = gradient_scale_c * dx_centred;
                    xr_store(dx_out + at + c, dx);
                }
            }
        }
    }
}

/* First for d_module14_separable_conv1.depthwise (xception_1.yaml:51). */
void pointwise_input_gradient_8x8x512_768(int images, const xr_real *restrict dy,
    const xr_real *restrict transposed, xr_real *restrict dx)
{
    enum { PIXELS = 64, OUTPUTS = 768, INPUTS = 512, DY_CHANNELS = 768 };
    xr_gemm_panels(images * PIXELS, OUTPUTS, INPUTS, dy, DY_CHANNELS, transposed, NULL, dx, INPUTS);
}

/* First for d_module14_separable_conv1.depthwise_kernel (xception_1.yaml:51). */
void depthwise_weight_gradient_3x3_8x8x512(
    int images, const xr_real *restrict x, const xr_real *restrict dy, xr_real *restrict sums)
{
    enum { HEIGHT = 8, WIDTH = 8, CHANNELS = 512 };
    enum { IN_ROW = 10 * CHANNELS, IN_IMAGE = 51200 };
    for (int n = 0; n < images; n++) {
        xr_real *const of_image = sums + (size_t)n * 9 * CHANNELS;
        for (int c = 0; c < CHANNELS; c += XR_LANES) {
            xr_vec k00 = xr_zero();
            xr_vec k01 = xr_zero();
            xr_vec k02 = xr_zero();
            xr_vec k10 = xr_zero();
            xr_vec k11 = xr_zero();
            xr_vec k12 = xr_zero();
            xr_vec k20 = xr_zero();
            xr_vec k21 = xr_zero();
            xr_vec k22 = xr_zero();
            for (int h = 0; h < HEIGHT; h++) {
                for (int w = 0; w < WIDTH; w += 4) {
                    const int row = h;
                    const int column = w;
                    const xr_real *const from =
                        x + (size_t)n * IN_IMAGE + row * IN_ROW + column * CHANNELS + c;
                    const xr_real *const of = dy + (size_t)((n * 8 + h) * 8 + w) * CHANNELS + c;
                    const xr_vec dy0 = xr_load(of);
                    const xr_vec dy1 = xr_load(of + CHANNELS);
                    const xr_vec dy2 = xr_load(of + 2 * CHANNELS);
                    const xr_vec dy3 = xr_load(of + 3 * CHANNELS);
                    const xr_vec x00 = xr_load(from);
                    k00 = x00 * dy0 + k00;
                    const xr_vec x01 = xr_load(from + CHANNELS);
                    k01 = x01 * dy0 + k01;
                    k00 = x01 * dy1 + k00;
                    const xr_vec x02 = xr_load(from + 2 * CHANNELS);
                    k02 = x02 * dy0 + k02;
                    k01 = x02 * dy1 + k01;
                    k00 = x02 * dy2 + k00;
                    const xr_vec x03 = xr_load(from + 3 * CHANNELS);
                    k02 = x03 * dy1 + k02;
                    k01 = x03 * dy2 + k01;
                    k00 = x03 * dy3 + k00;
                    const xr_vec x04 = xr_load(from + 4 * CHANNELS);
                    k02 = x04 * dy2 + k02;
                    k01 = x04 * dy3 + k01;
                    const xr_vec x05 = xr_load(from + 5 * CHANNELS);
                    k02 = x05 * dy3 + k02;
                    const xr_vec x10 = xr_load(from + IN_ROW);
                    k10 = x10 * dy0 + k10;
                    const xr_vec x11 = xr_load(from + IN_ROW + CHANNELS);
                    k11 = x11 * dy0 + k11;
                    k10 = x11 * dy1 + k10;
                    const xr_vec x12 = xr_load(from + IN_ROW + 2 * CHANNELS);
                    k12 = x12 * dy0 + k12;
                    k11 = x12 * dy1 + k11;
                    k10 = x12 * dy2 + k10;
                    const xr_vec x13 = xr_load(from + IN_ROW + 3 * CHANNELS);
                    k12 = x13 * dy1 + k12;
                    k11 = x13 * dy2 + k11;
                    k10 = x13 * dy3 + k10;
                    const xr_vec x14 = xr_load(from + IN_ROW + 4 * CHANNELS);
                    k12 = x14 * dy2 + k12;
                    k11 = x14 * dy3 + k11;
                    const xr_vec x15 = xr_load(from + IN_ROW + 5 * CHANNELS);
                    k12 = x15 * dy3 + k12;
                    const xr_vec x20 = xr_load(from + 2 * IN_ROW);
                    k20 = x20 * dy0 + k20;
                    const xr_vec x21 = xr_load(from + 2 * IN_ROW + CHANNELS);
                    k21 = x21 * dy0 + k21;
                    k20 = x21 * dy1 + k20;
                    const xr_vec x22 = xr_load(from + 2 * IN_ROW + 2 * CHANNELS);
                    k22 = x22 * dy0 + k22;
                    k21 = x22 * dy1 + k21;
                    k20 = x22 * dy2 + k20;
                    const xr_vec x23 = xr_load(from + 2 * IN_ROW + 3 * CHANNELS);
                    k22 = x23 * dy1 + k22;
                    k21 = x23 * dy2 + k21;
                    k20 = x23 * dy3 + k20;
                    const xr_vec x24 = xr_load(from + 2 * IN_ROW + 4 * CHANNELS);
                    k22 = x24 * dy2 + k22;
                    k21 = x24 * dy3 + k21;
                    const xr_vec x25 = xr_load(from + 2 * IN_ROW + 5 * CHANNELS);
                    k22 = x25 * dy3 + k22;
                }
            }
            xr_store(of_image + c, k00);
            xr_store(of_image + CHANNELS + c, k01);
            xr_store(of_image + 2 * CHANNELS + c, k02);
            xr_store(of_image + 3 * CHANNELS + c, k10);
            xr_store(of_image + 4 * CHANNELS + c, k11);
            xr_store(of_image + 5 * CHANNELS + c, k12);
            xr_store(of_image + 6 * CHANNELS + c, k20);
            xr_store(of_image + 7 * CHANNELS + c, k21);
            xr_store(of_image + 8 * CHANNELS + c, k22);
        }
    }
}

/* First for d_module13_add1 (xception_1.yaml:51). 2 calls. */
void depthwise_input_gradient_3x3_8x8x512(
    int images, const xr_real *restrict dy, const xr_real *restrict kernel, xr_real *restrict dx)
{
    enum { HEIGHT = 8, WIDTH = 8, CHANNELS = 512 };
    enum { IN_ROW = 10 * CHANNELS, IN_IMAGE = 51200 };
    for (int n = 0; n < images; n++) {
        for (int c = 0; c < CHANNELS; c += XR_LANES) {
            const xr_vec k00 = xr_load(kernel + c);
            const xr_vec k01 = xr_load(kernel + CHANNELS + c);
            const xr_vec k02 = xr_load(kernel + 2 * CHANNELS + c);
            const xr_vec k10 = xr_load(kernel + 3 * CHANNELS + c);
            const xr_vec k11 = xr_load(kernel + 4 * CHANNELS + c);
            const xr_vec k12 = xr_load(kernel + 5 * CHANNELS + c);
            const xr_vec k20 = xr_load(kernel + 6 * CHANNELS + c);
            const xr_vec k21 = xr_load(kernel + 7 * CHANNELS + c);
            const xr_vec k22 = xr_load(kernel + 8 * CHANNELS + c);
            const xr_vec start = xr_zero();
            for (int h = 0; h < HEIGHT; h++) {
                for (int w = 0; w < WIDTH; w += 4) {
                    const int row = h;
                    const int column = w;
                    const xr_real *const from =
                        dy + (size_t)n * IN_IMAGE + row * IN_ROW + column * CHANNELS + c;
                    xr_real *const to = dx + (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS + c;
                    xr_vec sum0 = start;
                    xr_vec sum1 = start;
                    xr_vec sum2 = start;
                    xr_vec sum3 = start;
                    const xr_vec x00 = xr_load(from);
                    sum0 = k22 * x00 + sum0;
                    const xr_vec x01 = xr_load(from + CHANNELS);
                    sum0 = k21 * x01 + sum0;
                    sum1 = k22 * x01 + sum1;
                    const xr_vec x02 = xr_load(from + 2 * CHANNELS);
                    sum0 = k20 * x02 + sum0;
                    sum1 = k21 * x02 + sum1;
                    sum2 = k22 * x02 + sum2;
                    const xr_vec x03 = xr_load(from + 3 * CHANNELS);
                    sum1 = k20 * x03 + sum1;
                    sum2 = k21 * x03 + sum2;
                    sum3 = k22 * x03 + sum3;
                    const xr_vec x04 = xr_load(from + 4 * CHANNELS);
                    sum2 = k20 * x04 + sum2;
                    sum3 = k21 * x04 + sum3;
                    const xr_vec x05 = xr_load(from + 5 * CHANNELS);
                    sum3 = k20 * x05 + sum3;
                    const xr_vec x10 = xr_load(from + IN_ROW);
                    sum0 = k12 * x10 + sum0;
                    const xr_vec x11 = xr_load(from + IN_ROW + CHANNELS);
                    sum0 = k11 * x11 + sum0;
                    sum1 = k12 * x11 + sum1;
                    const xr_vec x12 = xr_load(from + IN_ROW + 2 * CHANNELS);
                    sum0 = k10 * x12 + sum0;
                    sum1 = k11 * x12 + sum1;
                    sum2 = k12 * x12 + sum2;
                    const xr_vec x13 = xr_load(from + IN_ROW + 3 * CHANNELS);
                    sum1 = k10 * x13 + sum1;
                    sum2 = k11 * x13 + sum2;
                    sum3 = k12 * x13 + sum3;
                    const xr_vec x14 = xr_load(from + IN_ROW + 4 * CHANNELS);
                    sum2 = k10 * x14 + sum2;
                    sum3 = k11 * x14 + sum3;
                    const xr_vec x15 = xr_load(from + IN_ROW + 5 * CHANNELS);
                    sum3 = k10 * x15 + sum3;
                    const xr_vec x20 = xr_load(from + 2 * IN_ROW);
                    sum0 = k02 * x20 + sum0;
                    const xr_vec x21 = xr_load(from + 2 * IN_ROW + CHANNELS);
                    sum0 = k01 * x21 + sum0;
                    sum1 = k02 * x21 + sum1;
                    const xr_vec x22 = xr_load(from + 2 * IN_ROW + 2 * CHANNELS);
                    sum0 = k00 * x22 + sum0;
                    sum1 = k01 * x22 + sum1;
                    sum2 = k02 * x22 + sum2;
                    const xr_vec x23 = xr_load(from + 2 * IN_ROW + 3 * CHANNELS);
                    sum1 = k00 * x23 + sum1;
                    sum2 = k01 * x23 + sum2;
                    sum3 = k02 * x23 + sum3;
                    const xr_vec x24 = xr_load(from + 2 * IN_ROW + 4 * CHANNELS);
                    sum2 = k00 * x24 + sum2;
                    sum3 = k01 * x24 + sum3;
                    const xr_vec x25 = xr_load(from + 2 * IN_ROW + 5 * CHANNELS);
                    sum3 = k00 * x25 + sum3;
                    xr_store(to, sum0);
                    xr_store(to + CHANNELS, sum1);
                    xr_store(to + 2 * CHANNELS, sum2);
                    xr_store(to + 3 * CHANNELS, sum3);
                }
            }
        }
    }
}

/* First for d_module13_batch_norm3 (xception_1.yaml:41). 2 calls. */
void max_pool_gradient_3x3_16x16x512_stride2(
    int images, const xr_real *restrict dy, const void *restrict index, xr_real *restrict dx)
{
    enum { HEIGHT = 16, WIDTH = 16, CHANNELS = 512 };
    enum { OUT_HEIGHT = 8, OUT_WIDTH = 8 };
    enum { KERNEL_HEIGHT = 3, KERNEL_WIDTH = 3 };
    enum { TAPS = OUT_HEIGHT * OUT_WIDTH * CHANNELS / 4 * (int)sizeof(xr_real) };
    const uint8_t *const taps = index;
    memset(dx, 0, (size_t)images * HEIGHT * WIDTH * CHANNELS * sizeof *dx);
    for (int n = 0; n < images; n++) {
        for (int h = 0; h < OUT_HEIGHT; h++) {
            for (int w = 0; w < OUT_WIDTH; w++) {
                const uint8_t *const best =
                    taps + (size_t)n * TAPS + (size_t)(h * OUT_WIDTH + w) * CHANNELS;
                const xr_real *const dy_pixel = dy + (size_t)((n * 8 + h) * 8 + w) * CHANNELS;
                const int row = h * 2;
                const int column = w * 2;
                const int top = row < 0 ? -row : 0;
                const int left = column < 0 ? -column : 0;
                const int bottom = HEIGHT - row < KERNEL_HEIGHT ? HEIGHT - row : KERNEL_HEIGHT;
                const int right = WIDTH - column < KERNEL_WIDTH ? WIDTH - column : KERNEL_WIDTH;
                for (int i = top; i < bottom; i++) {
                    for (int j = left; j < right; j++) {
                        const size_t in = (size_t)((n * 16 + row + i) * 16 + column + j) * CHANNELS;
                        const uint8_t tap = (uint8_t)(i * KERNEL_WIDTH + j);
                        xr_real *const dx_pixel = dx + in;
                        for (int c = 0; c < CHANNELS; c++)
                            dx_pixel[c] += best[c] == tap ? dy_pixel[c] : 0;
                    }
                }
            }
        }
    }
}

/* First for d_module13_batch_norm3.gamma (xception_1.yaml:40). */
void sums_16x16x512(int images, const xr_real *restrict dy, const xr_real *restrict x,
    const xr_real *restrict mean, xr_real *restrict sums)
{
    enum { HEIGHT = 16, WIDTH = 16, CHANNELS = 512 };
    for (int n = 0; n < images; n++) {
        xr_real *sums_n = sums + (size_t)n * 2 * CHANNELS;
        memset(sums_n, 0, 2 * CHANNELS * sizeof *sums_n);
        for (int h = 0; h < HEIGHT; h++) {
            for (int w = 0; w < WIDTH; w++) {
                const size_t at = (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS;
                for (int c = 0; c < CHANNELS; c += XR_LANES) {
                    const xr_vec dy_c = xr_load(dy + at + c);
                    const xr_vec x_c = xr_load(x + at + c);
                    const xr_vec mean_c = xr_load(mean + c);
                    xr_store(sums_n + c, xr_load(sums_n + c) + dy_c);
                    const xr_vec sums_centred = x_c - mean_c;
                    xr_real *const sums_product = sums_n + CHANNELS + c;
                    xr_store(sums_product, dy_c * sums_centred + xr_load(sums_product));
                }
            }
        }
    }
}

/* First for d_module13_batch_norm1.gamma (xception_1.yaml:34). */
void sums_8x8x512(int images, const xr_real *restrict dy, const xr_real *restrict x,
    const xr_real *restrict mean, xr_real *restrict sums)
{
    enum { HEIGHT = 8, WIDTH = 8, CHANNELS = 512 };
    for (int n = 0; n < images; n++) {
        xr_real *sums_n = sums + (size_t)n * 2 * CHANNELS;
        memset(sums_n, 0, 2 * CHANNELS * sizeof *sums_n);
        for (int h = 0; h < HEIGHT; h++) {
            for (int w = 0; w < WIDTH; w++) {
                const size_t at = (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS;
                for (int c = 0; c < CHANNELS; c += XR_LANES) {
                    const xr_vec dy_c = xr_load(dy + at + c);
                    const xr_vec x_c = xr_load(x + at + c);
                    const xr_vec mean_c = xr_load(mean + c);
                    xr_store(sums_n + c, xr_load(sums_n + c) + dy_c);
                    const xr_vec sums_centred = x_c - mean_c;
                    xr_real *const sums_product = sums_n + CHANNELS + c;
                    xr_store(sums_product, dy_c * sums_centred + xr_load(sums_product));
                }
            }
        }
    }
}

/* First for d_module14_separable_conv1.depthwise_kernel (xception_1.yaml:51). */
void sum_images_9x512(
    int batch, const xr_real *restrict sums, xr_real *restrict gradient, int *restrict finite)
{
    enum { SIZE = 4608 };
    for (int i = 0; i < SIZE; i++) {
        double sum = 0;
        for (int n = 0; n < batch; n++)
            sum += (double)sums[(size_t)n * SIZE + (size_t)i];
        gradient[i] = (xr_real)sum;
    }
    xr_note_finite(finite, xr_all_finite(gradient, SIZE));
}

/* First for d_module13_batch_norm3.gamma (xception_1.yaml:40). */
void finish_normalize_gradient_256x512(int batch, const xr_real *restrict sums,
    const xr_real *restrict variance, const xr_real *restrict gamma, xr_real *restrict dgamma,
    xr_real *restrict dbeta, int *restrict finite, xr_real *restrict gradient_scale,
    xr_real *restrict gradient_mean, xr_real *restrict gradient_slope)
{
    enum { PIXELS = 256, CHANNELS = 512 };
    double sum[CHANNELS] = {0}, product[CHANNELS] = {0};
    for (int n = 0; n < batch; n++) {
        const xr_real *const of_image = sums + (size_t)n * 2 * CHANNELS;
        for (int c = 0; c < CHANNELS; c++) {
            sum[c] += (double)of_image[c];
            product[c] += (double)of_image[CHANNELS + c];
        }
    }
    const double count = (double)batch * PIXELS;
    for (int c = 0; c < CHANNELS; c++) {
        const double deviation = sqrt((double)variance[c] + 1.0000000000000001e-05);
        dgamma[c] = (xr_real)(product[c] / deviation);
        dbeta[c] = (xr_real)sum[c];
        gradient_scale[c] = (xr_real)((double)gamma[c] / deviation);
        gradient_mean[c] = (xr_real)(sum[c] / count);
        gradient_slope[c] = (xr_real)(-product[c] / (count * deviation * deviation));
    }
    xr_note_finite(finite, xr_all_finite(dgamma, CHANNELS));
    xr_note_finite(finite, xr_all_finite(dbeta, CHANNELS));
}

/* First for d_module13_batch_norm1.gamma (xception_1.yaml:34). */
void finish_normalize_gradient_64x512(int batch, const xr_real *restrict sums,
    const xr_real *restrict variance, const xr_real *restrict gamma, xr_real *restrict dgamma,
    xr_real *restrict dbeta, int *restrict finite, xr_real *restrict gradient_scale,
    xr_real *restrict gradient_mean, xr_real *restrict gradient_slope)
{
    enum { PIXELS = 64, CHANNELS = 512 };
    double sum[CHANNELS] = {0}, product[CHANNELS] = {0};
    for (int n = 0; n < batch; n++) {
        const xr_real *const of_image = sums + (size_t)n * 2 * CHANNELS;
        for (int c = 0; c < CHANNELS; c++) {
            sum[c] += (double)of_image[c];
            product[c] += (double)of_image[CHANNELS + c];
        }
    }
    const double count = (double)batch * PIXELS;
    for (int c = 0; c < CHANNELS; c++) {
        const double deviation = sqrt((double)variance[c] + 1.0000000000000001e-05);
        dgamma[c] = (xr_real)(product[c] / deviation);
        dbeta[c] = (xr_real)sum[c];
        gradient_scale[c] = (xr_real)((double)gamma[c] / deviation);
        gradient_mean[c] = (xr_real)(sum[c] / count);
        gradient_slope[c] = (xr_real)(-product[c] / (count * deviation * deviation));
    }
    xr_note_finite(finite, xr_all_finite(dgamma, CHANNELS));
    xr_note_finite(finite, xr_all_finite(dbeta, CHANNELS));
}

/* First for d_module14_separable_conv1.pointwise_kernel (xception_1.yaml:51). */
void pointwise_weight_tile_8x8x512_768(int batch, const xr_real *restrict x,
    const xr_real *restrict dy, int tile, xr_real *restrict gradient, int *restrict finite,
    xr_real *restrict packed)
{
    enum { PIXELS = 64, DEPTH = 512, OUTPUTS = 768, DY_CHANNELS = 768 };
    enum { X_CHANNELS = 512, BLOCK = 256 };
    enum { TILE_ROWS = 192, TILE_COLUMNS = 192 };
    enum { ROW_TILES = 3, COLUMN_TILES = 4 };
    const int k = tile % ROW_TILES * TILE_ROWS;
    const int k_count = k + TILE_ROWS < DEPTH ? TILE_ROWS : DEPTH - k;
    const int begin = tile / ROW_TILES % COLUMN_TILES * TILE_COLUMNS;
    const int end = begin + TILE_COLUMNS < OUTPUTS ? begin + TILE_COLUMNS : OUTPUTS;
    for (int first = 0; first < batch * PIXELS; first += BLOCK) {
        const int rows = first + BLOCK < batch * PIXELS ? BLOCK : batch * PIXELS - first;
        const xr_real *const dy_rows = dy + (size_t)first * DY_CHANNELS;
        const xr_real *const x_rows = x + (size_t)first * X_CHANNELS + k;
        for (int n = begin; n < end; n += XR_PANEL) {
            const int width = xr_panel_width(OUTPUTS, n);
            xr_pack_columns(rows, width, dy_rows + n, DY_CHANNELS, packed);
            xr_weight_tile(
                rows, DEPTH, width, n, k, k_count, x_rows, X_CHANNELS, packed, gradient, first > 0);
        }
    }
    xr_note_finite(finite, xr_tile_finite(DEPTH, OUTPUTS, begin, end, k, k_count, gradient));
}

/* First for d_module13_separable_conv2 (xception_1.yaml:40). */
void bn_gradient_16x16x512(int images, const xr_real *restrict dy, const xr_real *restrict x,
    const xr_real *restrict mean, const xr_real *restrict gradient_scale,
    const xr_real *restrict gradient_mean, const xr_real *restrict gradient_slope,
    xr_real *restrict dx_out)
{
    enum { HEIGHT = 16, WIDTH = 16, CHANNELS = 512 };
    for (int n = 0; n < images; n++) {
        for (int h = 0; h < HEIGHT; h++) {
            for (int w = 0; w < WIDTH; w++) {
                const size_t at = (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS;
                for (int c = 0; c < CHANNELS; c += XR_LANES) {
                    const xr_vec dy_c = xr_load(dy + at + c);
                    const xr_vec x_c = xr_load(x + at + c);
                    const xr_vec mean_c = xr_load(mean + c);
                    const xr_vec gradient_scale_c = xr_load(gradient_scale + c);
                    const xr_vec gradient_mean_c = xr_load(gradient_mean + c);
                    const xr_vec gradient_slope_c = xr_load(gradient_slope + c);
                    const xr_vec dx_centred =
                        (x_c - mean_c) * gradient_slope_c + (dy_c - gradient_mean_c);
                    const xr_vec dx = gradient_scale_c * dx_centred;
                    xr_store(dx_out + at + c, dx);
                }
            }
        }
    }
}

/* First for d_module13_separable_conv2.pointwise_kernel (xception_1.yaml:39). */
void pointwise_weight_gradient_16x16x364_512(int images, const xr_real *restrict x,
    const xr_real *restrict dy, xr_real *restrict gradient, bool accumulate,
    xr_real *restrict packed)
{
    enum { PIXELS = 256, INPUTS = 364, OUTPUTS = 512, X_CHANNELS = 368 };
    xr_gemm_weight_gradient(
        images * PIXELS, INPUTS, OUTPUTS, x, X_CHANNELS, dy, OUTPUTS, gradient, accumulate, packed);
}

/* First for d_module13_separable_conv2.depthwise (xception_1.yaml:39). */
void pointwise_input_gradient_16x16x364_512_padded(int images, const xr_real *restrict dy,
    const xr_real *restrict transposed, xr_real *restrict dx)
{
    enum { HEIGHT = 16, WIDTH = 16, OUTPUTS = 512, INPUTS = 368 };
    enum { DY_CHANNELS = 512, ROW = 18 * INPUTS, IMAGE = 119232 };
    for (int n = 0; n < images; n++)
        xr_zero_halo(dx + (size_t)n * IMAGE, HEIGHT, WIDTH, INPUTS, 1, 1, 1, 1);
    xr_real *const inner = dx + 1 * ROW + 1 * INPUTS;
    xr_pointwise_padded(images, HEIGHT, WIDTH, OUTPUTS, INPUTS, dy, DY_CHANNELS, transposed, inner,
        INPUTS, ROW, IMAGE);
}

/* First for d_module13_separable_conv2.depthwise_kernel (xception_1.yaml:39). 14 calls. */
void depthwise_weight_gradient_3x3_16x16x364(
    int images, const xr_real *restrict x, const xr_real *restrict dy, xr_real *restrict sums)
{
    enum { HEIGHT = 16, WIDTH = 16, CHANNELS = 368 };
    enum { IN_ROW = 18 * CHANNELS, IN_IMAGE = 119232 };
    for (int n = 0; n < images; n++) {
        xr_real *const of_image = sums + (size_t)n * 9 * CHANNELS;
        for (int c = 0; c < CHANNELS; c += XR_LANES) {
            xr_vec k00 = xr_zero();
            xr_vec k01 = xr_zero();
            xr_vec k02 = xr_zero();
            xr_vec k10 = xr_zero();
            xr_vec k11 = xr_zero();
            xr_vec k12 = xr_zero();
            xr_vec k20 = xr_zero();
            xr_vec k21 = xr_zero();
            xr_vec k22 = xr_zero();
            for (int h = 0; h < HEIGHT; h++) {
                for (int w = 0; w < WIDTH; w += 4) {
                    const int row = h;
                    const int column = w;
                    const xr_real *const from =
                        x + (size_t)n * IN_IMAGE + row * IN_ROW + column * CHANNELS + c;
                    const xr_real *const of =
                        dy + (size_t)((n * 18 + h + 1) * 18 + w + 1) * CHANNELS + c;
                    const xr_vec dy0 = xr_load(of);
                    const xr_vec dy1 = xr_load(of + CHANNELS);
                    const xr_vec dy2 = xr_load(of + 2 * CHANNELS);
                    const xr_vec dy3 = xr_load(of + 3 * CHANNELS);
                    const xr_vec x00 = xr_load(from);
                    k00 = x00 * dy0 + k00;
                    const xr_vec x01 = xr_load(from + CHANNELS);
                    k01 = x01 * dy0 + k01;
                    k00 = x01 * dy1 + k00;
                    const xr_vec x02 = xr_load(from + 2 * CHANNELS);
                    k02 = x02 * dy0 + k02;
                    k01 = x02 * dy1 + k01;
                    k00 = x02 * dy2 + k00;
                    const xr_vec x03 = xr_load(from + 3 * CHANNELS);
                    k02 = x03 * dy1 + k02;
                    k01 = x03 * dy2 + k01;
                    k00 = x03 * dy3 + k00;
                    const xr_vec x04 = xr_load(from + 4 * CHANNELS);
                    k02 = x04 * dy2 + k02;
                    k01 = x04 * dy3 + k01;
                    const xr_vec x05 = xr_load(from + 5 * CHANNELS);
                    k02 = x05 * dy3 + k02;
                    const xr_vec x10 = xr_load(from + IN_ROW);
                    k10 = x10 * dy0 + k10;
                    const xr_vec x11 = xr_load(from + IN_ROW + CHANNELS);
                    k11 = x11 * dy0 + k11;
                    k10 = x11 * dy1 + k10;
                    const xr_vec x12 = xr_load(from + IN_ROW + 2 * CHANNELS);
                    k12 = x12 * dy0 + k12;
                    k11 = x12 * dy1 + k11;
                    k10 = x12 * dy2 + k10;
                    const xr_vec x13 = xr_load(from + IN_ROW + 3 * CHANNELS);
                    k12 = x13 * dy1 + k12;
                    k11 = x13 * dy2 + k11;
                    k10 = x13 * dy3 + k10;
                    const xr_vec x14 = xr_load(from + IN_ROW + 4 * CHANNELS);
                    k12 = x14 * dy2 + k12;
                    k11 = x14 * dy3 + k11;
                    const xr_vec x15 = xr_load(from + IN_ROW + 5 * CHANNELS);
                    k12 = x15 * dy3 + k12;
                    const xr_vec x20 = xr_load(from + 2 * IN_ROW);
                    k20 = x20 * dy0 + k20;
                    const xr_vec x21 = xr_load(from + 2 * IN_ROW + CHANNELS);
                    k21 = x21 * dy0 + k21;
                    k20 = x21 * dy1 + k20;
                    const xr_vec x22 = xr_load(from + 2 * IN_ROW + 2 * CHANNELS);
                    k22 = x22 * dy0 + k22;
                    k21 = x22 * dy1 + k21;
                    k20 = x22 * dy2 + k20;
                    const xr_vec x23 = xr_load(from + 2 * IN_ROW + 3 * CHANNELS);
                    k22 = x23 * dy1 + k22;
                    k21 = x23 * dy2 + k21;
                    k20 = x23 * dy3 + k20;
                    const xr_vec x24 = xr_load(from + 2 * IN_ROW + 4 * CHANNELS);
                    k22 = x24 * dy2 + k22;
                    k21 = x24 * dy3 + k21;
                    const xr_vec x25 = xr_load(from + 2 * IN_ROW + 5 * CHANNELS);
                    k22 = x25 * dy3 + k22;
                }
            }
            xr_store(of_image + c, k00);
            xr_store(of_image + CHANNELS + c, k01);
            xr_store(of_image + 2 * CHANNELS + c, k02);
            xr_store(of_image + 3 * CHANNELS + c, k10);
            xr_store(of_image + 4 * CHANNELS + c, k11);
            xr_store(of_image + 5 * CHANNELS + c, k12);
            xr_store(of_image + 6 * CHANNELS + c, k20);
            xr_store(of_image + 7 * CHANNELS + c, k21);
            xr_store(of_image + 8 * CHANNELS + c, k22);
        }
    }
}

/* First for d_module13_relu2 (xception_1.yaml:39). 14 calls. */
void depthwise_input_gradient_3x3_16x16x364(
    int images, const xr_real *restrict dy, const xr_real *restrict kernel, xr_real *restrict dx)
{
    enum { HEIGHT = 16, WIDTH = 16, CHANNELS = 368 };
    enum { IN_ROW = 18 * CHANNELS, IN_IMAGE = 119232 };
    for (int n = 0; n < images; n++) {
        for (int c = 0; c < CHANNELS; c += XR_LANES) {
            const xr_vec k00 = xr_load(kernel + c);
            const xr_vec k01 = xr_load(kernel + CHANNELS + c);
            const xr_vec k02 = xr_load(kernel + 2 * CHANNELS + c);
            const xr_vec k10 = xr_load(kernel + 3 * CHANNELS + c);
            const xr_vec k11 = xr_load(kernel + 4 * CHANNELS + c);
            const xr_vec k12 = xr_load(kernel + 5 * CHANNELS + c);
            const xr_vec k20 = xr_load(kernel + 6 * CHANNELS + c);
            const xr_vec k21 = xr_load(kernel + 7 * CHANNELS + c);
            const xr_vec k22 = xr_load(kernel + 8 * CHANNELS + c);
            const xr_vec start = xr_zero();
            for (int h = 0; h < HEIGHT; h++) {
                for (int w = 0; w < WIDTH; w += 4) {
                    const int row = h;
                    const int column = w;
                    const xr_real *const from =
                        dy + (size_t)n * IN_IMAGE + row * IN_ROW + column * CHANNELS + c;
                    xr_real *const to = dx + (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS + c;
                    xr_vec sum0 = start;
                    xr_vec sum1 = start;
                    xr_vec sum2 = start;
                    xr_vec sum3 = start;
                    const xr_vec x00 = xr_load(from);
                    sum0 = k22 * x00 + sum0;
                    const xr_vec x01 = xr_load(from + CHANNELS);
                    sum0 = k21 * x01 + sum0;
                    sum1 = k22 * x01 + sum1;
                    const xr_vec x02 = xr_load(from + 2 * CHANNELS);
                    sum0 = k20 * x02 + sum0;
                    sum1 = k21 * x02 + sum1;
                    sum2 = k22 * x02 + sum2;
                    const xr_vec x03 = xr_load(from + 3 * CHANNELS);
                    sum1 = k20 * x03 + sum1;
                    sum2 = k21 * x03 + sum2;
                    sum3 = k22 * x03 + sum3;
                    const xr_vec x04 = xr_load(from + 4 * CHANNELS);
                    sum2 = k20 * x04 + sum2;
                    sum3 = k21 * x04 + sum3;
                    const xr_vec x05 = xr_load(from + 5 * CHANNELS);
                    sum3 = k20 * x05 + sum3;
                    const xr_vec x10 = xr_load(from + IN_ROW);
                    sum0 = k12 * x10 + sum0;
                    const xr_vec x11 = xr_load(from + IN_ROW + CHANNELS);
                    sum0 = k11 * x11 + sum0;
                    sum1 = k12 * x11 + sum1;
                    const xr_vec x12 = xr_load(from + IN_ROW + 2 * CHANNELS);
                    sum0 = k10 * x12 + sum0;
                    sum1 = k11 * x12 + sum1;
                    sum2 = k12 * x12 + sum2;
                    const xr_vec x13 = xr_load(from + IN_ROW + 3 * CHANNELS);
                    sum1 = k10 * x13 + sum1;
                    sum2 = k11 * x13 + sum2;
                    sum3 = k12 * x13 + sum3;
                    const xr_vec x14 = xr_load(from + IN_ROW + 4 * CHANNELS);
                    sum2 = k10 * x14 + sum2;
                    sum3 = k11 * x14 + sum3;
                    const xr_vec x15 = xr_load(from + IN_ROW + 5 * CHANNELS);
                    sum3 = k10 * x15 + sum3;
                    const xr_vec x20 = xr_load(from + 2 * IN_ROW);
                    sum0 = k02 * x20 + sum0;
                    const xr_vec x21 = xr_load(from + 2 * IN_ROW + CHANNELS);
                    sum0 = k01 * x21 + sum0;
                    sum1 = k02 * x21 + sum1;
                    const xr_vec x22 = xr_load(from + 2 * IN_ROW + 2 * CHANNELS);
                    sum0 = k00 * x22 + sum0;
                    sum1 = k01 * x22 + sum1;
                    sum2 = k02 * x22 + sum2;
                    const xr_vec x23 = xr_load(from + 2 * IN_ROW + 3 * CHANNELS);
                    sum1 = k00 * x23 + sum1;
                    sum2 = k01 * x23 + sum2;
                    sum3 = k02 * x23 + sum3;
                    const xr_vec x24 = xr_load(from + 2 * IN_ROW + 4 * CHANNELS);
                    sum2 = k00 * x24 + sum2;
                    sum3 = k01 * x24 + sum3;
                    const xr_vec x25 = xr_load(from + 2 * IN_ROW + 5 * CHANNELS);
                    sum3 = k00 * x25 + sum3;
                    xr_store(to, sum0);
                    xr_store(to + CHANNELS, sum1);
                    xr_store(to + 2 * CHANNELS, sum2);
                    xr_store(to + 3 * CHANNELS, sum3);
                }
            }
        }
    }
}

/* First for d_module13_batch_norm2, d_module13_batch_norm2.gamma (xception_1.yaml:38). 9 calls. */
void relu_gradient_sums_16x16x364(int images, const xr_real *restrict dy, const xr_real *restrict y,
    const xr_real *restrict x, const xr_real *restrict mean, xr_real *restrict dx_out,
    xr_real *restrict sums)
{
    enum { HEIGHT = 16, WIDTH = 16, CHANNELS = 368 };
    for (int n = 0; n < images; n++) {
        xr_real *sums_n = sums + (size_t)n * 2 * CHANNELS;
        memset(sums_n, 0, 2 * CHANNELS * sizeof *sums_n);
        for (int h = 0; h < HEIGHT; h++) {
            for (int w = 0; w < WIDTH; w++) {
                const size_t at = (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS;
                const size_t padded_at = (size_t)((n * 18 + h + 1) * 18 + w + 1) * CHANNELS;
                for (int c = 0; c < CHANNELS; c += XR_LANES) {
                    const xr_vec dy_c = xr_load(dy + at + c);
                    const xr_vec y_c = xr_load(y + padded_at + c);
                    const xr_vec x_c = xr_load(x + at + c);
                    const xr_vec mean_c = xr_load(mean + c);
                    const xr_vec dx = xr_relu_gradient(dy_c, y_c);
                    xr_store(dx_out + at + c, dx);
                    xr_store(sums_n + c, xr_load(sums_n + c) + dx);
                    const xr_vec sums_centred = x_c - mean_c;
                    xr_real *const sums_product = sums_n + CHANNELS + c;
                    xr_store(sums_product, dx * sums_centred + xr_load(sums_product));
                }
            }
        }
    }
}

/* First for d_module13_conv1 (xception_1.yaml:34). */
void bn_gradient_8x8x512(int images, const xr_real *restrict dy, const xr_real *restrict x,
    const xr_real *restrict mean, const xr_real *restrict gradient_scale,
    const xr_real *restrict gradient_mean, const xr_real *restrict gradient_slope,
    xr_real *restrict dx_out)
{
    enum { HEIGHT = 8, WIDTH = 8, CHANNELS = 512 };
    for (int n = 0; n < images; n++) {
        for (int h = 0; h < HEIGHT; h++) {
            for (int w = 0; w < WIDTH; w++) {
                const size_t at = (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS;
                for (int c = 0; c < CHANNELS; c += XR_LANES) {
                    const xr_vec dy_c = xr_load(dy + at + c);
                    const xr_vec x_c = xr_load(x + at + c);
                    const xr_vec mean_c = xr_load(mean + c);
                    const xr_vec gradient_scale_c = xr_load(gradient_scale + c);
                    const xr_vec gradient_mean_c = xr_load(gradient_mean + c);
                    const xr_vec gradient_slope_c = xr_load(gradient_slope + c);
                    const xr_vec dx_centred =
                        (x_c - mean_c) * gradient_slope_c + (dy_c - gradient_mean_c);
                    const xr_vec dx = gradient_scale_c * dx_centred;
                    xr_store(dx_out + at + c, dx);
                }
            }
        }
    }
}

/* Adds the gradient of gathered pixels back to where they came from. */
void scatter_1x1_16x16x364_stride2(
    const xr_real *restrict gathered, int first_row, int rows, int channel, xr_real *restrict dx)
{
    enum { HEIGHT = 16, WIDTH = 16, CHANNELS = 364 };
    enum { OUT_WIDTH = 8, KERNEL_HEIGHT = 1, KERNEL_WIDTH = 1 };
    enum { STRIDE_HEIGHT = 2, STRIDE_WIDTH = 2 };
    enum { TOP = 0, LEFT = 0 };
    enum { PIXEL = 368, ROW = 5888, ORIGIN = 0 };
    enum { GATHERED = 368 };
    for (int h = 0; h < rows; h++) {
        for (int w = 0; w < OUT_WIDTH; w++) {
            const xr_real *from = gathered + (size_t)(h * OUT_WIDTH + w) * GATHERED;
            for (int i = 0; i < KERNEL_HEIGHT; i++) {
                for (int j = 0; j < KERNEL_WIDTH; j++, from += CHANNELS) {
                    const int row = (first_row + h) * STRIDE_HEIGHT + i - TOP;
                    const int column = w * STRIDE_WIDTH + j - LEFT;
                    if (row < 0 || row >= HEIGHT || column < 0 || column >= WIDTH)
                        continue;
                    xr_real *const to = dx + ORIGIN + row * ROW + column * PIXEL + channel;
                    for (int c = 0; c < CHANNELS; c++)
                        to[c] += from[c];
                }
            }
        }
    }
}

/* First for d_middle4_add1_2 (xception_1.yaml:34). */
void conv_input_gradient_1x1_16x16x364_512_stride2(int images, const xr_real *restrict dy,
    const xr_real *restrict transposed, xr_real *restrict dx, xr_real *restrict gathered)
{
    enum { DEPTH = 368, OUTPUTS = 512, DY_CHANNELS = 512 };
    enum { OUT_HEIGHT = 8, OUT_WIDTH = 8, BAND = 8, X_IMAGE = 94208 };
    memset(dx, 0, (size_t)images * X_IMAGE * sizeof *dx);
    for (int n = 0; n < images; n++) {
        for (int row = 0; row < OUT_HEIGHT; row += BAND) {
            const int rows = row + BAND < OUT_HEIGHT ? BAND : OUT_HEIGHT - row;
            const xr_real *const dy_band =
                dy + (size_t)((n * OUT_HEIGHT + row) * OUT_WIDTH) * DY_CHANNELS;
            xr_gemm_panels(rows * OUT_WIDTH, OUTPUTS, DEPTH, dy_band, DY_CHANNELS, transposed, NULL,
                gathered, DEPTH);
            scatter_1x1_16x16x364_stride2(gathered, row, rows, 0, dx + (size_t)n * X_IMAGE);
        }
    }
}

/* First for d_module13_separable_conv2.depthwise_kernel (xception_1.yaml:39). 14 calls. */
void sum_images_9x364(
    int batch, const xr_real *restrict sums, xr_real *restrict gradient, int *restrict finite)
{
    enum { SIZE = 3312 };
    for (int i = 0; i < SIZE; i++) {
        double sum = 0;
        for (int n = 0; n < batch; n++)
            sum += (double)sums[(size_t)n * SIZE + (size_t)i];
        gradient[i] = (xr_real)sum;
    }
    xr_note_finite(finite, xr_all_finite(gradient, SIZE));
}

/* First for d_module13_batch_norm2.gamma (xception_1.yaml:37). 14 calls. */
void finish_normalize_gradient_256x364(int batch, const xr_real *restrict sums,
    const xr_real *restrict variance, const xr_real *restrict gamma, xr_real *restrict dgamma,
    xr_real *restrict dbeta, int *restrict finite, xr_real *restrict gradient_scale,
    xr_real *restrict gradient_mean, xr_real *restrict gradient_slope)
{
    enum { PIXELS = 256, CHANNELS = 368 };
    double sum[CHANNELS] = {0}, product[CHANNELS] = {0};
    for (int n = 0; n < batch; n++) {
        const xr_real *const of_image = sums + (size_t)n * 2 * CHANNELS;
        for (int c = 0; c < CHANNELS; c++) {
            sum[c] += (double)of_image[c];
            product[c] += (double)of_image[CHANNELS + c];
        }
    }
    const double count = (double)batch * PIXELS;
    for (int c = 0; c < CHANNELS; c++) {
        const double deviation = sqrt((double)variance[c] + 1.0000000000000001e-05);
        dgamma[c] = (xr_real)(product[c] / deviation);
        dbeta[c] = (xr_real)sum[c];
        gradient_scale[c] = (xr_real)((double)gamma[c] / deviation);
        gradient_mean[c] = (xr_real)(sum[c] / count);
        gradient_slope[c] = (xr_real)(-product[c] / (count * deviation * deviation));
    }
    xr_note_finite(finite, xr_all_finite(dgamma, CHANNELS));
    xr_note_finite(finite, xr_all_finite(dbeta, CHANNELS));
}

/* First for d_module13_separable_conv2.pointwise_kernel (xception_1.yaml:39). */
void merge_chains_186368(int batch, const xr_real *restrict chains, int tile,
    xr_real *restrict gradient, int *restrict finite)
{
    enum { SIZE = 186368, TILE = 16384, CHAINS = 8, GROUP = 1 };
    const int groups = (batch + GROUP - 1) / GROUP;
    const size_t begin = (size_t)tile * TILE;
    const size_t end = begin + TILE < SIZE ? begin + TILE : SIZE;
    const int used = groups < CHAINS ? groups : CHAINS;
    xr_merge_chains(used, SIZE, begin, end, chains, gradient);
    xr_note_finite(finite, xr_all_finite(gradient + begin, end - begin));
}

/* First for d_module13_conv1.kernel (xception_1.yaml:34). */
void conv_weight_tile_1x1_16x16x364_512_stride2(int batch, const xr_real *restrict x,
    const xr_real *restrict dy, int tile, xr_real *restrict gradient, int *restrict finite,
    xr_real *restrict gathered, xr_real *restrict packed)
{
    enum { PIXELS = 64, DEPTH = 364, OUTPUTS = 512, DY_CHANNELS = 512 };
    enum { X_IMAGE = 94208, OUT_HEIGHT = 8, IMAGES = 4 };
    enum { TILE_ROWS = 192, TILE_COLUMNS = 192 };
    enum { ROW_TILES = 2, COLUMN_TILES = 3 };
    const int k = tile % ROW_TILES * TILE_ROWS;
    const int k_count = k + TILE_ROWS < DEPTH ? TILE_ROWS : DEPTH - k;
    const int begin = tile / ROW_TILES % COLUMN_TILES * TILE_COLUMNS;
    const int end = begin + TILE_COLUMNS < OUTPUTS ? begin + TILE_COLUMNS : OUTPUTS;
    for (int first = 0; first < batch; first += IMAGES) {
        const int images = first + IMAGES < batch ? IMAGES : batch - first;
        const int rows = images * PIXELS;
        const xr_real *const dy_rows = dy + (size_t)first * PIXELS * DY_CHANNELS;
        for (int n = 0; n < images; n++)
            gather_1x1_16x16x364_stride2(x + (size_t)(first + n) * X_IMAGE, 0, OUT_HEIGHT, 0, k,
                k_count, gathered + (size_t)(n * PIXELS * k_count));
        for (int n = begin; n < end; n += XR_PANEL) {
            const int width = xr_panel_width(OUTPUTS, n);
            xr_pack_columns(rows, width, dy_rows + n, DY_CHANNELS, packed);
            xr_weight_tile(rows, DEPTH, width, n, k, k_count, gathered, (size_t)k_count, packed,
                gradient, first > 0);
        }
    }
    xr_note_finite(finite, xr_tile_finite(DEPTH, OUTPUTS, begin, end, k, k_count, gradient));
}

/* First for middle4_add1. */
void copy_padded_16x16x364(int images, const xr_real *restrict x, xr_real *restrict y)
{
    enum { HEIGHT = 16, WIDTH = 16, CHANNELS = 368 };
    for (int n = 0; n < images; n++) {
        xr_zero_halo(y + (size_t)n * 119232, HEIGHT, WIDTH, CHANNELS, 1, 1, 1, 1);
        for (int h = 0; h < HEIGHT; h++) {
            for (int w = 0; w < WIDTH; w++) {
                const size_t at = (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS;
                const size_t padded_at = (size_t)((n * 18 + h + 1) * 18 + w + 1) * CHANNELS;
                for (int c = 0; c < CHANNELS; c += XR_LANES) {
                    const xr_vec x_c = xr_load(x + at + c);
                    xr_store(y + padded_at + c, x_c);
                }
            }
        }
    }
}

/* First for d_module13_separable_conv1 (xception_1.yaml:37). 14 calls. */
void bn_gradient_16x16x364(int images, const xr_real *restrict dy, const xr_real *restrict x,
    const xr_real *restrict mean, const xr_real *restrict gradient_scale,
    const xr_real *restrict gradient_mean, const xr_real *restrict gradient_slope,
    xr_real *restrict dx_out)
{
    enum { HEIGHT = 16, WIDTH = 16, CHANNELS = 368 };
    for (int n = 0; n < images; n++) {
        for (int h = 0; h < HEIGHT; h++) {
            for (int w = 0; w < WIDTH; w++) {
                const size_t at = (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS;
                for (int c = 0; c < CHANNELS; c += XR_LANES) {
                    const xr_vec dy_c = xr_load(dy + at + c);
                    const xr_vec x_c = xr_load(x + at + c);
                    const xr_vec mean_c = xr_load(mean + c);
                    const xr_vec gradient_scale_c = xr_load(gradient_scale + c);
                    const xr_vec gradient_mean_c = xr_load(gradient_mean + c);
                    const xr_vec gradient_slope_c = xr_load(gradient_slope + c);
                    const xr_vec dx_centred =
                        (x_c - mean_c) * gradient_slope_c + (dy_c - gradient_mean_c);
                    const xr_vec dx = gradient_scale_c * dx_centred;
                    xr_store(dx_out + at + c, dx);
                }
            }
        }
    }
}

/* First for d_module13_separable_conv1.pointwise_kernel (xception_1.yaml:36). 13 calls. */
void pointwise_weight_gradient_16x16x364_364(int images, const xr_real *restrict x,
    const xr_real *restrict dy, xr_real *restrict gradient, bool accumulate,
    xr_real *restrict packed)
{
    enum { PIXELS = 256, INPUTS = 364, OUTPUTS = 368, X_CHANNELS = 368 };
    xr_gemm_weight_gradient(
        images * PIXELS, INPUTS, OUTPUTS, x, X_CHANNELS, dy, OUTPUTS, gradient, accumulate, packed);
}

/* First for d_module13_separable_conv1.depthwise (xception_1.yaml:36). 13 calls. */
void pointwise_input_gradient_16x16x364_364_padded(int images, const xr_real *restrict dy,
    const xr_real *restrict transposed, xr_real *restrict dx)
{
    enum { HEIGHT = 16, WIDTH = 16, OUTPUTS = 364, INPUTS = 368 };
    enum { DY_CHANNELS = 368, ROW = 18 * INPUTS, IMAGE = 119232 };
    for (int n = 0; n < images; n++)
        xr_zero_halo(dx + (size_t)n * IMAGE, HEIGHT, WIDTH, INPUTS, 1, 1, 1, 1);
    xr_real *const inner = dx + 1 * ROW + 1 * INPUTS;
    xr_pointwise_padded(images, HEIGHT, WIDTH, OUTPUTS, INPUTS, dy, DY_CHANNELS, transposed, inner,
        INPUTS, ROW, IMAGE);
}

/* First for d_middle4_add1, d_middle4_batch_norm3.gamma (xception_1.yaml:45). */
void add_sums_16x16x364(int images, const xr_real *restrict x, const xr_real *restrict x2,
    const xr_real *restrict x3, const xr_real *restrict mean, xr_real *restrict sum_out,
    xr_real *restrict sums)
{
    enum { HEIGHT = 16, WIDTH = 16, CHANNELS = 368 };
    for (int n = 0; n < images; n++) {
        xr_real *sums_n = sums + (size_t)n * 2 * CHANNELS;
        memset(sums_n, 0, 2 * CHANNELS * sizeof *sums_n);
        for (int h = 0; h < HEIGHT; h++) {
            for (int w = 0; w < WIDTH; w++) {
                const size_t at = (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS;
                for (int c = 0; c < CHANNELS; c += XR_LANES) {
                    const xr_vec x_c = xr_load(x + at + c);
                    const xr_vec x2_c = xr_load(x2 + at + c);
                    const xr_vec x3_c = xr_load(x3 + at + c);
                    const xr_vec mean_c = xr_load(mean + c);
                    const xr_vec sum = x_c + x2_c;
                    xr_store(sum_out + at + c, sum);
                    xr_store(sums_n + c, xr_load(sums_n + c) + sum);
                    const xr_vec sums_centred = x3_c - mean_c;
                    xr_real *const sums_product = sums_n + CHANNELS + c;
                    xr_store(sums_product, sum * sums_centred + xr_load(sums_product));
                }
            }
        }
    }
}

/* First for d_module13_separable_conv1.pointwise_kernel (xception_1.yaml:36). 13 calls. */
void merge_chains_133952(int batch, const xr_real *restrict chains, int tile,
    xr_real *restrict gradient, int *restrict finite)
{
    enum { SIZE = 133952, TILE = 16384, CHAINS = 8, GROUP = 1 };
    const int groups = (batch + GROUP - 1) / GROUP;
    const size_t begin = (size_t)tile * TILE;
    const size_t end = begin + TILE < SIZE ? begin + TILE : SIZE;
    const int used = groups < CHAINS ? groups : CHAINS;
    xr_merge_chains(used, SIZE, begin, end, chains, gradient);
    xr_note_finite(finite, xr_all_finite(gradient + begin, end - begin));
}

/* First for middle4_relu1 (xception_1.yaml:46). 3 calls. */
void relu_padded_16x16x364(int images, const xr_real *restrict x, xr_real *restrict relu_padded)
{
    enum { HEIGHT = 16, WIDTH = 16, CHANNELS = 368 };
    for (int n = 0; n < images; n++) {
        xr_zero_halo(relu_padded + (size_t)n * 119232, HEIGHT, WIDTH, CHANNELS, 1, 1, 1, 1);
        for (int h = 0; h < HEIGHT; h++) {
            for (int w = 0; w < WIDTH; w++) {
                const size_t at = (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS;
                const size_t padded_at = (size_t)((n * 18 + h + 1) * 18 + w + 1) * CHANNELS;
                for (int c = 0; c < CHANNELS; c += XR_LANES) {
                    const xr_vec x_c = xr_load(x + at + c);
                    const xr_vec relu = xr_relu(x_c);
                    xr_store(relu_padded + padded_at + c, relu);
                }
            }
        }
    }
}

/* First for d_middle3_add1_2, d_middle3_add1, d_middle3_batch_norm3.gamma (xception_1.yaml:46). 3
 * calls. */
void relu_gradient_add_sums_16x16x364(int images, const xr_real *restrict dy,
    const xr_real *restrict y, const xr_real *restrict x, const xr_real *restrict x2,
    const xr_real *restrict mean, xr_real *restrict sum_out, xr_real *restrict sums)
{
    enum { HEIGHT = 16, WIDTH = 16, CHANNELS = 368 };
    for (int n = 0; n < images; n++) {
        xr_real *sums_n = sums + (size_t)n * 2 * CHANNELS;
        memset(sums_n, 0, 2 * CHANNELS * sizeof *sums_n);
        for (int h = 0; h < HEIGHT; h++) {
            for (int w = 0; w < WIDTH; w++) {
                const size_t at = (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS;
                const size_t padded_at = (size_t)((n * 18 + h + 1) * 18 + w + 1) * CHANNELS;
                for (int c = 0; c < CHANNELS; c += XR_LANES) {
                    const xr_vec dy_c = xr_load(dy + at + c);
                    const xr_vec y_c = xr_load(y + padded_at + c);
                    const xr_vec x_c = xr_load(x + at + c);
                    const xr_vec x2_c = xr_load(x2 + at + c);
                    const xr_vec mean_c = xr_load(mean + c);
                    const xr_vec dx = xr_relu_gradient(dy_c, y_c);
                    const xr_vec sum = x_c + dx;
                    xr_store(sum_out + at + c, sum);
                    xr_store(sums_n + c, xr_load(sums_n + c) + sum);
                    const xr_vec sums_centred = x2_c - mean_c;
                    xr_real *const sums_product = sums_n + CHANNELS + c;
                    xr_store(sums_product, sum * sums_centred + xr_load(sums_product));
                }
            }
        }
    }
}

/* First for batch_norm3, relu3, middle1_relu1 (xception_he_wd_slim_thinner.yaml:13). 2 calls. */
void bn_relu_padded_16x16x364_v3(int images, const xr_real *restrict x,
    const xr_real *restrict scale, const xr_real *restrict shift, xr_real *restrict relu_out,
    xr_real *restrict relu2_padded)
{
    enum { HEIGHT = 16, WIDTH = 16, CHANNELS = 368 };
    for (int n = 0; n < images; n++) {
        xr_zero_halo(relu2_padded + (size_t)n * 119232, HEIGHT, WIDTH, CHANNELS, 1, 1, 1, 1);
        for (int h = 0; h < HEIGHT; h++) {
            for (int w = 0; w < WIDTH; w++) {
                const size_t at = (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS;
                const size_t padded_at = (size_t)((n * 18 + h + 1) * 18 + w + 1) * CHANNELS;
                for (int c = 0; c < CHANNELS; c += XR_LANES) {
                    const xr_vec x_c = xr_load(x + at + c);
                    const xr_vec scale_c = xr_load(scale + c);
                    const xr_vec shift_c = xr_load(shift + c);
                    const xr_vec normalized = x_c * scale_c + shift_c;
                    const xr_vec relu = xr_relu(normalized);
                    const xr_vec relu2 = xr_relu(relu);
                    xr_store(relu_out + at + c, relu);
                    xr_store(relu2_padded + padded_at + c, relu2);
                }
            }
        }
    }
}

/* First for d_relu3_2, d_relu3, d_batch_norm3, d_batch_norm3.gamma (xception_1.yaml:46). */
void relu_gradient_add_sums_16x16x364_v2(int images, const xr_real *restrict dy,
    const xr_real *restrict y, const xr_real *restrict x, const xr_real *restrict y2,
    const xr_real *restrict x2, const xr_real *restrict mean, xr_real *restrict dx2_out,
    xr_real *restrict sums)
{
    enum { HEIGHT = 16, WIDTH = 16, CHANNELS = 368 };
    for (int n = 0; n < images; n++) {
        xr_real *sums_n = sums + (size_t)n * 2 * CHANNELS;
        memset(sums_n, 0, 2 * CHANNELS * sizeof *sums_n);
        for (int h = 0; h < HEIGHT; h++) {
            for (int w = 0; w < WIDTH; w++) {
                const size_t at = (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS;
                const size_t padded_at = (size_t)((n * 18 + h + 1) * 18 + w + 1) * CHANNELS;
                for (int c = 0; c < CHANNELS; c += XR_LANES) {
                    const xr_vec dy_c = xr_load(dy + at + c);
                    const xr_vec y_c = xr_load(y + padded_at + c);
                    const xr_vec x_c = xr_load(x + at + c);
                    const xr_vec y2_c = xr_load(y2 + at + c);
                    const xr_vec x2_c = xr_load(x2 + at + c);
                    const xr_vec mean_c = xr_load(mean + c);
                    const xr_vec dx = xr_relu_gradient(dy_c, y_c);
                    const xr_vec sum = x_c + dx;
                    const xr_vec dx2 = xr_relu_gradient(sum, y2_c);
                    xr_store(dx2_out + at + c, dx2);
                    xr_store(sums_n + c, xr_load(sums_n + c) + dx2);
                    const xr_vec sums_centred = x2_c - mean_c;
                    xr_real *const sums_product = sums_n + CHANNELS + c;
                    xr_store(sums_product, dx2 * sums_centred + xr_load(sums_product));
                }
            }
        }
    }
}

/* First for d_module2.kernel (xception_he_wd_slim_thinner.yaml:12). */
void conv_weight_gradient_3x3_16x16x64_364(int images, const xr_real *restrict x,
    const xr_real *restrict dy, xr_real *restrict gradient, bool accumulate,
    xr_real *restrict gathered, xr_real *restrict packed)
{
    enum { PIXELS = 256, DEPTH = 576, OUTPUTS = 368, DY_CHANNELS = 368 };
    enum { X_IMAGE = 16384, OUT_HEIGHT = 16, OUT_WIDTH = 16 };
    enum { BAND = 7 };
    for (int n = 0; n < images; n++) {
        for (int row = 0; row < OUT_HEIGHT; row += BAND) {
            const int rows = row + BAND < OUT_HEIGHT ? BAND : OUT_HEIGHT - row;
            const xr_real *const dy_band =
                dy + (size_t)((n * OUT_HEIGHT + row) * OUT_WIDTH) * DY_CHANNELS;
            gather_3x3_16x16x64(x + (size_t)n * X_IMAGE, row, rows, 0, 0, DEPTH, gathered);
            xr_gemm_weight_gradient(rows * OUT_WIDTH, DEPTH, OUTPUTS, gathered, DEPTH, dy_band,
                DY_CHANNELS, gradient, accumulate || n > 0 || row > 0, packed);
        }
    }
}

/* Adds the gradient of gathered pixels back to where they came from. */
void scatter_3x3_16x16x64(
    const xr_real *restrict gathered, int first_row, int rows, int channel, xr_real *restrict dx)
{
    enum { HEIGHT = 16, WIDTH = 16, CHANNELS = 64 };
    enum { OUT_WIDTH = 16, KERNEL_HEIGHT = 3, KERNEL_WIDTH = 3 };
    enum { STRIDE_HEIGHT = 1, STRIDE_WIDTH = 1 };
    enum { TOP = 1, LEFT = 1 };
    enum { PIXEL = 64, ROW = 1024, ORIGIN = 0 };
    enum { GATHERED = 576 };
    for (int h = 0; h < rows; h++) {
        for (int w = 0; w < OUT_WIDTH; w++) {
            const xr_real *from = gathered + (size_t)(h * OUT_WIDTH + w) * GATHERED;
            for (int i = 0; i < KERNEL_HEIGHT; i++) {
                for (int j = 0; j < KERNEL_WIDTH; j++, from += CHANNELS) {
                    const int row = (first_row + h) * STRIDE_HEIGHT + i - TOP;
                    const int column = w * STRIDE_WIDTH + j - LEFT;
                    if (row < 0 || row >= HEIGHT || column < 0 || column >= WIDTH)
                        continue;
                    xr_real *const to = dx + ORIGIN + row * ROW + column * PIXEL + channel;
                    for (int c = 0; c < CHANNELS; c++)
                        to[c] += from[c];
                }
            }
        }
    }
}

/* First for d_relu2 (xception_he_wd_slim_thinner.yaml:12). */
void conv_input_gradient_3x3_16x16x64_364(int images, const xr_real *restrict dy,
    const xr_real *restrict transposed, xr_real *restrict dx, xr_real *restrict gathered)
{
    enum { DEPTH = 576, OUTPUTS = 364, DY_CHANNELS = 368 };
    enum { OUT_HEIGHT = 16, OUT_WIDTH = 16, BAND = 7, X_IMAGE = 16384 };
    memset(dx, 0, (size_t)images * X_IMAGE * sizeof *dx);
    for (int n = 0; n < images; n++) {
        for (int row = 0; row < OUT_HEIGHT; row += BAND) {
            const int rows = row + BAND < OUT_HEIGHT ? BAND : OUT_HEIGHT - row;
            const xr_real *const dy_band =
                dy + (size_t)((n * OUT_HEIGHT + row) * OUT_WIDTH) * DY_CHANNELS;
            xr_gemm_panels(rows * OUT_WIDTH, OUTPUTS, DEPTH, dy_band, DY_CHANNELS, transposed, NULL,
                gathered, DEPTH);
            scatter_3x3_16x16x64(gathered, row, rows, 0, dx + (size_t)n * X_IMAGE);
        }
    }
}

/* First for d_batch_norm2, d_batch_norm2.gamma (xception_he_wd_slim_thinner.yaml:11). */
void relu_gradient_sums_16x16x64(int images, const xr_real *restrict dy, const xr_real *restrict y,
    const xr_real *restrict x, const xr_real *restrict mean, xr_real *restrict dx_out,
    xr_real *restrict sums)
{
    enum { HEIGHT = 16, WIDTH = 16, CHANNELS = 64 };
    for (int n = 0; n < images; n++) {
        xr_real *sums_n = sums + (size_t)n * 2 * CHANNELS;
        memset(sums_n, 0, 2 * CHANNELS * sizeof *sums_n);
        for (int h = 0; h < HEIGHT; h++) {
            for (int w = 0; w < WIDTH; w++) {
                const size_t at = (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS;
                for (int c = 0; c < CHANNELS; c += XR_LANES) {
                    const xr_vec dy_c = xr_load(dy + at + c);
                    const xr_vec y_c = xr_load(y + at + c);
                    const xr_vec x_c = xr_load(x + at + c);
                    const xr_vec mean_c = xr_load(mean + c);
                    const xr_vec dx = xr_relu_gradient(dy_c, y_c);
                    xr_store(dx_out + at + c, dx);
                    xr_store(sums_n + c, xr_load(sums_n + c) + dx);
                    const xr_vec sums_centred = x_c - mean_c;
                    xr_real *const sums_product = sums_n + CHANNELS + c;
                    xr_store(sums_product, dx * sums_centred + xr_load(sums_product));
                }
            }
        }
    }
}

/* First for d_batch_norm2.gamma (xception_he_wd_slim_thinner.yaml:10). */
void finish_normalize_gradient_256x64(int batch, const xr_real *restrict sums,
    const xr_real *restrict variance, const xr_real *restrict gamma, xr_real *restrict dgamma,
    xr_real *restrict dbeta, int *restrict finite, xr_real *restrict gradient_scale,
    xr_real *restrict gradient_mean, xr_real *restrict gradient_slope)
{
    enum { PIXELS = 256, CHANNELS = 64 };
    double sum[CHANNELS] = {0}, product[CHANNELS] = {0};
    for (int n = 0; n < batch; n++) {
        const xr_real *const of_image = sums + (size_t)n * 2 * CHANNELS;
        for (int c = 0; c < CHANNELS; c++) {
            sum[c] += (double)of_image[c];
            product[c] += (double)of_image[CHANNELS + c];
        }
    }
    const double count = (double)batch * PIXELS;
    for (int c = 0; c < CHANNELS; c++) {
        const double deviation = sqrt((double)variance[c] + 1.0000000000000001e-05);
        dgamma[c] = (xr_real)(product[c] / deviation);
        dbeta[c] = (xr_real)sum[c];
        gradient_scale[c] = (xr_real)((double)gamma[c] / deviation);
        gradient_mean[c] = (xr_real)(sum[c] / count);
        gradient_slope[c] = (xr_real)(-product[c] / (count * deviation * deviation));
    }
    xr_note_finite(finite, xr_all_finite(dgamma, CHANNELS));
    xr_note_finite(finite, xr_all_finite(dbeta, CHANNELS));
}

/* First for d_module2.kernel (xception_he_wd_slim_thinner.yaml:12). */
void merge_chains_211968(int batch, const xr_real *restrict chains, int tile,
    xr_real *restrict gradient, int *restrict finite)
{
    enum { SIZE = 211968, TILE = 16384, CHAINS = 8, GROUP = 1 };
    const int groups = (batch + GROUP - 1) / GROUP;
    const size_t begin = (size_t)tile * TILE;
    const size_t end = begin + TILE < SIZE ? begin + TILE : SIZE;
    const int used = groups < CHAINS ? groups : CHAINS;
    xr_merge_chains(used, SIZE, begin, end, chains, gradient);
    xr_note_finite(finite, xr_all_finite(gradient + begin, end - begin));
}

/* First for d_conv2 (xception_he_wd_slim_thinner.yaml:10). */
void bn_gradient_16x16x64(int images, const xr_real *restrict dy, const xr_real *restrict x,
    const xr_real *restrict mean, const xr_real *restrict gradient_scale,
    const xr_real *restrict gradient_mean, const xr_real *restrict gradient_slope,
    xr_real *restrict dx_out)
{
    enum { HEIGHT = 16, WIDTH = 16, CHANNELS = 64 };
    for (int n = 0; n < images; n++) {
        for (int h = 0; h < HEIGHT; h++) {
            for (int w = 0; w < WIDTH; w++) {
                const size_t at = (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS;
                for (int c = 0; c < CHANNELS; c += XR_LANES) {
                    const xr_vec dy_c = xr_load(dy + at + c);
                    const xr_vec x_c = xr_load(x + at + c);
                    const xr_vec mean_c = xr_load(mean + c);
                    const xr_vec gradient_scale_c = xr_load(gradient_scale + c);
                    const xr_vec gradient_mean_c = xr_load(gradient_mean + c);
                    const xr_vec gradient_slope_c = xr_load(gradient_slope + c);
                    const xr_vec dx_centred =
                        (x_c - mean_c) * gradient_slope_c + (dy_c - gradient_mean_c);
                    const xr_vec dx = gradient_scale_c * dx_centred;
                    xr_store(dx_out + at + c, dx);
                }
            }
        }
    }
}

/* First for d_conv2.kernel (xception_he_wd_slim_thinner.yaml:9). */
void conv_weight_gradient_3x3_16x16x32_64(int images, const xr_real *restrict x,
    const xr_real *restrict dy, xr_real *restrict gradient, bool accumulate,
    xr_real *restrict gathered, xr_real *restrict packed)
{
    enum { PIXELS = 256, DEPTH = 288, OUTPUTS = 64, DY_CHANNELS = 64 };
    enum { X_IMAGE = 8192, OUT_HEIGHT = 16, OUT_WIDTH = 16 };
    enum { BAND = 14 };
    for (int n = 0; n < images; n++) {
        for (int row = 0; row < OUT_HEIGHT; row += BAND) {
            const int rows = row + BAND < OUT_HEIGHT ? BAND : OUT_HEIGHT - row;
            const xr_real *const dy_band =
                dy + (size_t)((n * OUT_HEIGHT + row) * OUT_WIDTH) * DY_CHANNELS;
            gather_3x3_16x16x32(x + (size_t)n * X_IMAGE, row, rows, 0, 0, DEPTH, gathered);
            xr_gemm_weight_gradient(rows * OUT_WIDTH, DEPTH, OUTPUTS, gathered, DEPTH, dy_band,
                DY_CHANNELS, gradient, accumulate || n > 0 || row > 0, packed);
        }
    }
}

/* Adds the gradient of gathered pixels back to where they came from. */
void scatter_3x3_16x16x32(
    const xr_real *restrict gathered, int first_row, int rows, int channel, xr_real *restrict dx)
{
    enum { HEIGHT = 16, WIDTH = 16, CHANNELS = 32 };
    enum { OUT_WIDTH = 16, KERNEL_HEIGHT = 3, KERNEL_WIDTH = 3 };
    enum { STRIDE_HEIGHT = 1, STRIDE_WIDTH = 1 };
    enum { TOP = 1, LEFT = 1 };
    enum { PIXEL = 32, ROW = 512, ORIGIN = 0 };
    enum { GATHERED = 288 };
    for (int h = 0; h < rows; h++) {
        for (int w = 0; w < OUT_WIDTH; w++) {
            const xr_real *from = gathered + (size_t)(h * OUT_WIDTH + w) * GATHERED;
            for (int i = 0; i < KERNEL_HEIGHT; i++) {
                for (int j = 0; j < KERNEL_WIDTH; j++, from += CHANNELS) {
                    const int row = (first_row + h) * STRIDE_HEIGHT + i - TOP;
                    const int column = w * STRIDE_WIDTH + j - LEFT;
                    if (row < 0 || row >= HEIGHT || column < 0 || column >= WIDTH)
                        continue;
                    xr_real *const to = dx + ORIGIN + row * ROW + column * PIXEL + channel;
                    for (int c = 0; c < CHANNELS; c++)
                        to[c] += from[c];
                }
            }
        }
    }
}

/* First for d_relu1 (xception_he_wd_slim_thinner.yaml:9). */
void conv_input_gradient_3x3_16x16x32_64(int images, const xr_real *restrict dy,
    const xr_real *restrict transposed, xr_real *restrict dx, xr_real *restrict gathered)
{
    enum { DEPTH = 288, OUTPUTS = 64, DY_CHANNELS = 64 };
    enum { OUT_HEIGHT = 16, OUT_WIDTH = 16, BAND = 14, X_IMAGE = 8192 };
    memset(dx, 0, (size_t)images * X_IMAGE * sizeof *dx);
    for (int n = 0; n < images; n++) {
        for (int row = 0; row < OUT_HEIGHT; row += BAND) {
            const int rows = row + BAND < OUT_HEIGHT ? BAND : OUT_HEIGHT - row;
            const xr_real *const dy_band =
                dy + (size_t)((n * OUT_HEIGHT + row) * OUT_WIDTH) * DY_CHANNELS;
            xr_gemm_panels(rows * OUT_WIDTH, OUTPUTS, DEPTH, dy_band, DY_CHANNELS, transposed, NULL,
                gathered, DEPTH);
            scatter_3x3_16x16x32(gathered, row, rows, 0, dx + (size_t)n * X_IMAGE);
        }
    }
}

/* First for d_batch_norm1, d_batch_norm1.gamma (xception_he_wd_slim_thinner.yaml:8). */
void relu_gradient_sums_16x16x32(int images, const xr_real *restrict dy, const xr_real *restrict y,
    const xr_real *restrict x, const xr_real *restrict mean, xr_real *restrict dx_out,
    xr_real *restrict sums)
{
    enum { HEIGHT = 16, WIDTH = 16, CHANNELS = 32 };
    for (int n = 0; n < images; n++) {
        xr_real *sums_n = sums + (size_t)n * 2 * CHANNELS;
        memset(sums_n, 0, 2 * CHANNELS * sizeof *sums_n);
        for (int h = 0; h < HEIGHT; h++) {
            for (int w = 0; w < WIDTH; w++) {
                const size_t at = (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS;
                for (int c = 0; c < CHANNELS; c += XR_LANES) {
                    const xr_vec dy_c = xr_load(dy + at + c);
                    const xr_vec y_c = xr_load(y + at + c);
                    const xr_vec x_c = xr_load(x + at + c);
                    const xr_vec mean_c = xr_load(mean + c);
                    const xr_vec dx = xr_relu_gradient(dy_c, y_c);
                    xr_store(dx_out + at + c, dx);
                    xr_store(sums_n + c, xr_load(sums_n + c) + dx);
                    const xr_vec sums_centred = x_c - mean_c;
                    xr_real *const sums_product = sums_n + CHANNELS + c;
                    xr_store(sums_product, dx * sums_centred + xr_load(sums_product));
                }
            }
        }
    }
}

/* First for d_batch_norm1.gamma (xception_he_wd_slim_thinner.yaml:7). */
void finish_normalize_gradient_256x32(int batch, const xr_real *restrict sums,
    const xr_real *restrict variance, const xr_real *restrict gamma, xr_real *restrict dgamma,
    xr_real *restrict dbeta, int *restrict finite, xr_real *restrict gradient_scale,
    xr_real *restrict gradient_mean, xr_real *restrict gradient_slope)
{
    enum { PIXELS = 256, CHANNELS = 32 };
    double sum[CHANNELS] = {0}, product[CHANNELS] = {0};
    for (int n = 0; n < batch; n++) {
        const xr_real *const of_image = sums + (size_t)n * 2 * CHANNELS;
        for (int c = 0; c < CHANNELS; c++) {
            sum[c] += (double)of_image[c];
            product[c] += (double)of_image[CHANNELS + c];
        }
    }
    const double count = (double)batch * PIXELS;
    for (int c = 0; c < CHANNELS; c++) {
        const double deviation = sqrt((double)variance[c] + 1.0000000000000001e-05);
        dgamma[c] = (xr_real)(product[c] / deviation);
        dbeta[c] = (xr_real)sum[c];
        gradient_scale[c] = (xr_real)((double)gamma[c] / deviation);
        gradient_mean[c] = (xr_real)(sum[c] / count);
        gradient_slope[c] = (xr_real)(-product[c] / (count * deviation * deviation));
    }
    xr_note_finite(finite, xr_all_finite(dgamma, CHANNELS));
    xr_note_finite(finite, xr_all_finite(dbeta, CHANNELS));
}

/* First for d_conv2.kernel (xception_he_wd_slim_thinner.yaml:9). */
void merge_chains_18432(int batch, const xr_real *restrict chains, int tile,
    xr_real *restrict gradient, int *restrict finite)
{
    enum { SIZE = 18432, TILE = 16384, CHAINS = 8, GROUP = 1 };
    const int groups = (batch + GROUP - 1) / GROUP;
    const size_t begin = (size_t)tile * TILE;
    const size_t end = begin + TILE < SIZE ? begin + TILE : SIZE;
    const int used = groups < CHAINS ? groups : CHAINS;
    xr_merge_chains(used, SIZE, begin, end, chains, gradient);
    xr_note_finite(finite, xr_all_finite(gradient + begin, end - begin));
}

/* First for d_conv1 (xception_he_wd_slim_thinner.yaml:7). */
void bn_gradient_16x16x32(int images, const xr_real *restrict dy, const xr_real *restrict x,
    const xr_real *restrict mean, const xr_real *restrict gradient_scale,
    const xr_real *restrict gradient_mean, const xr_real *restrict gradient_slope,
    xr_real *restrict dx_out)
{
    enum { HEIGHT = 16, WIDTH = 16, CHANNELS = 32 };
    for (int n = 0; n < images; n++) {
        for (int h = 0; h < HEIGHT; h++) {
            for (int w = 0; w < WIDTH; w++) {
                const size_t at = (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS;
                for (int c = 0; c < CHANNELS; c += XR_LANES) {
                    const xr_vec dy_c = xr_load(dy + at + c);
                    const xr_vec x_c = xr_load(x + at + c);
                    const xr_vec mean_c = xr_load(mean + c);
                    const xr_vec gradient_scale_c = xr_load(gradient_scale + c);
                    const xr_vec gradient_mean_c = xr_load(gradient_mean + c);
                    const xr_vec gradient_slope_c = xr_load(gradient_slope + c);
                    const xr_vec dx_centred =
                        (x_c - mean_c) * gradient_slope_c + (dy_c - gradient_mean_c);
                    const xr_vec dx = gradient_scale_c * dx_centred;
                    xr_store(dx_out + at + c, dx);
                }
            }
        }
    }
}

/* First for d_conv1.kernel (xception_he_wd_slim_thinner.yaml:6). */
void conv_weight_gradient_3x3_32x32x3_32_stride2(int images, const xr_real *restrict x,
    const xr_real *restrict dy, xr_real *restrict gradient, bool accumulate,
    xr_real *restrict gathered, xr_real *restrict packed)
{
    enum { PIXELS = 256, DEPTH = 27, OUTPUTS = 32, DY_CHANNELS = 32 };
    enum { X_IMAGE = 16384, OUT_HEIGHT = 16, OUT_WIDTH = 16 };
    for (int n = 0; n < images; n++)
        gather_3x3_32x32x3_stride2(x + (size_t)n * X_IMAGE, 0, OUT_HEIGHT, 0, 0, DEPTH,
            gathered + (size_t)n * PIXELS * DEPTH);
    xr_gemm_weight_gradient(images * PIXELS, DEPTH, OUTPUTS, gathered, DEPTH, dy, DY_CHANNELS,
        gradient, accumulate, packed);
}

/* First for d_conv1.kernel (xception_he_wd_slim_thinner.yaml:6). */
void merge_chains_864(int batch, const xr_real *restrict chains, int tile,
    xr_real *restrict gradient, int *restrict finite)
{
    enum { SIZE = 864, TILE = 16384, CHAINS = 8, GROUP = 1 };
    const int groups = (batch + GROUP - 1) / GROUP;
    const size_t begin = (size_t)tile * TILE;
    const size_t end = begin + TILE < SIZE ? begin + TILE : SIZE;
    const int used = groups < CHAINS ? groups : CHAINS;
    xr_merge_chains(used, SIZE, begin, end, chains, gradient);
    xr_note_finite(finite, xr_all_finite(gradient + begin, end - begin));
}

/* First for conv1 (xception_he_wd_slim_thinner.yaml:6). */
void conv_3x3_32x32x3_32_stride2(int images, const xr_real *restrict x,
    const xr_real *restrict kernel, const xr_real *restrict bias, xr_real *restrict y,
    xr_real *restrict gathered)
{
    enum { PIXELS = 256, DEPTH = 27, OUTPUTS = 32 };
    enum { X_IMAGE = 16384, Y_CHANNELS = 32 };
    enum { OUT_HEIGHT = 16, OUT_WIDTH = 16, BAND = 16 };
    for (int n = 0; n < images; n++)
        gather_3x3_32x32x3_stride2(x + (size_t)n * X_IMAGE, 0, OUT_HEIGHT, 0, 0, DEPTH,
            gathered + (size_t)n * PIXELS * DEPTH);
    xr_gemm_panels(images * PIXELS, DEPTH, OUTPUTS, gathered, DEPTH, kernel, bias, y, Y_CHANNELS);
}

/* First for conv2 (xception_he_wd_slim_thinner.yaml:9). */
void conv_3x3_16x16x32_64(int images, const xr_real *restrict x, const xr_real *restrict kernel,
    const xr_real *restrict bias, xr_real *restrict y, xr_real *restrict gathered)
{
    enum { PIXELS = 256, DEPTH = 288, OUTPUTS = 64 };
    enum { X_IMAGE = 8192, Y_CHANNELS = 64 };
    enum { OUT_HEIGHT = 16, OUT_WIDTH = 16, BAND = 14 };
    for (int n = 0; n < images; n++) {
        for (int row = 0; row < OUT_HEIGHT; row += BAND) {
            const int rows = row + BAND < OUT_HEIGHT ? BAND : OUT_HEIGHT - row;
            xr_real *const y_band = y + (size_t)((n * OUT_HEIGHT + row) * OUT_WIDTH) * Y_CHANNELS;
            gather_3x3_16x16x32(x + (size_t)n * X_IMAGE, row, rows, 0, 0, DEPTH, gathered);
            xr_gemm_panels(rows * OUT_WIDTH, DEPTH, OUTPUTS, gathered, DEPTH, kernel, bias, y_band,
                Y_CHANNELS);
        }
    }
}

/* First for module2 (xception_he_wd_slim_thinner.yaml:12). */
void conv_3x3_16x16x64_364(int images, const xr_real *restrict x, const xr_real *restrict kernel,
    const xr_real *restrict bias, xr_real *restrict y, xr_real *restrict gathered)
{
    enum { PIXELS = 256, DEPTH = 576, OUTPUTS = 368 };
    enum { X_IMAGE = 16384, Y_CHANNELS = 368 };
    enum { OUT_HEIGHT = 16, OUT_WIDTH = 16, BAND = 7 };
    for (int n = 0; n < images; n++) {
        for (int row = 0; row < OUT_HEIGHT; row += BAND) {
            const int rows = row + BAND < OUT_HEIGHT ? BAND : OUT_HEIGHT - row;
            xr_real *const y_band = y + (size_t)((n * OUT_HEIGHT + row) * OUT_WIDTH) * Y_CHANNELS;
            gather_3x3_16x16x64(x + (size_t)n * X_IMAGE, row, rows, 0, 0, DEPTH, gathered);
            xr_gemm_panels(rows * OUT_WIDTH, DEPTH, OUTPUTS, gathered, DEPTH, kernel, bias, y_band,
                Y_CHANNELS);
        }
    }
}

/* First for middle1_separable_conv1 (xception_1.yaml:46). 13 calls. */
void pointwise_16x16x364_364(int images, const xr_real *restrict x, const xr_real *restrict kernel,
    const xr_real *restrict bias, xr_real *restrict y)
{
    enum { PIXELS = 256, INPUTS = 364, OUTPUTS = 368, X_CHANNELS = 368 };
    xr_gemm_panels(images * PIXELS, INPUTS, OUTPUTS, x, X_CHANNELS, kernel, bias, y, OUTPUTS);
}

/* First for middle4_batch_norm3, middle4_add1 (xception_1.yaml:46). */
void bn_add_padded_16x16x364_v2(int images, const xr_real *restrict x,
    const xr_real *restrict scale, const xr_real *restrict shift, const xr_real *restrict x2,
    xr_real *restrict sum_padded)
{
    enum { HEIGHT = 16, WIDTH = 16, CHANNELS = 368 };
    for (int n = 0; n < images; n++) {
        xr_zero_halo(sum_padded + (size_t)n * 119232, HEIGHT, WIDTH, CHANNELS, 1, 1, 1, 1);
        for (int h = 0; h < HEIGHT; h++) {
            for (int w = 0; w < WIDTH; w++) {
                const size_t at = (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS;
                const size_t padded_at = (size_t)((n * 18 + h + 1) * 18 + w + 1) * CHANNELS;
                for (int c = 0; c < CHANNELS; c += XR_LANES) {
                    const xr_vec x_c = xr_load(x + at + c);
                    const xr_vec scale_c = xr_load(scale + c);
                    const xr_vec shift_c = xr_load(shift + c);
                    const xr_vec x2_c = xr_load(x2 + at + c);
                    const xr_vec normalized = x_c * scale_c + shift_c;
                    const xr_vec sum = normalized + x2_c;
                    xr_store(sum_padded + padded_at + c, sum);
                }
            }
        }
    }
}

/* Gathers, for output rows first_row up to first_row + rows of one image, columns first up to first
 * + count of the matrix that the kernel multiplies; channel is the group's first. */
void gather_1x1_16x16x364_stride2_v2(const xr_real *restrict x, int first_row, int rows,
    int channel, int first, int count, xr_real *restrict gathered)
{
    enum { HEIGHT = 16, WIDTH = 16, CHANNELS = 364 };
    enum { OUT_WIDTH = 8, KERNEL_HEIGHT = 1, KERNEL_WIDTH = 1 };
    enum { STRIDE_HEIGHT = 2, STRIDE_WIDTH = 2 };
    enum { TOP = 0, LEFT = 0 };
    enum { PIXEL = 368, ROW = 6624, ORIGIN = 6992 };
    for (int h = 0; h < rows; h++) {
        for (int w = 0; w < OUT_WIDTH; w++) {
            for (int i = 0; i < KERNEL_HEIGHT; i++) {
                for (int j = 0; j < KERNEL_WIDTH; j++) {
                    const int tap = (i * KERNEL_WIDTH + j) * CHANNELS;
                    const int from = first > tap ? first - tap : 0;
                    const int to = first + count < tap + CHANNELS ? first + count - tap : CHANNELS;
                    if (from >= to)
                        continue;
                    const size_t size = (size_t)(to - from) * sizeof *gathered;
                    const int row = (first_row + h) * STRIDE_HEIGHT + i - TOP;
                    const int column = w * STRIDE_WIDTH + j - LEFT;
                    if (row < 0 || row >= HEIGHT || column < 0 || column >= WIDTH)
                        memset(gathered, 0, size);
                    else
                        memcpy(gathered, x + ORIGIN + row * ROW + column * PIXEL + channel + from,
                            size);
                    gathered += to - from;
                }
            }
        }
    }
}

/* First for module13_conv1 (xception_1.yaml:34). */
void conv_1x1_16x16x364_512_stride2(int images, const xr_real *restrict x,
    const xr_real *restrict kernel, const xr_real *restrict bias, xr_real *restrict y,
    xr_real *restrict gathered)
{
    enum { PIXELS = 64, DEPTH = 364, OUTPUTS = 512 };
    enum { X_IMAGE = 119232, Y_CHANNELS = 512 };
    enum { OUT_HEIGHT = 8, OUT_WIDTH = 8, BAND = 8 };
    for (int n = 0; n < images; n++)
        gather_1x1_16x16x364_stride2_v2(x + (size_t)n * X_IMAGE, 0, OUT_HEIGHT, 0, 0, DEPTH,
            gathered + (size_t)n * PIXELS * DEPTH);
    xr_gemm_panels(images * PIXELS, DEPTH, OUTPUTS, gathered, DEPTH, kernel, bias, y, Y_CHANNELS);
}

/* First for module13_separable_conv2 (xception_1.yaml:39). */
void pointwise_16x16x364_512(int images, const xr_real *restrict x, const xr_real *restrict kernel,
    const xr_real *restrict bias, xr_real *restrict y)
{
    enum { PIXELS = 256, INPUTS = 364, OUTPUTS = 512, X_CHANNELS = 368 };
    xr_gemm_panels(images * PIXELS, INPUTS, OUTPUTS, x, X_CHANNELS, kernel, bias, y, OUTPUTS);
}

/* First for module13_add1 (xception_1.yaml:33). */
void add_padded_8x8x512_v2(
    int images, const xr_real *restrict x, const xr_real *restrict x2, xr_real *restrict sum_padded)
{
    enum { HEIGHT = 8, WIDTH = 8, CHANNELS = 512 };
    for (int n = 0; n < images; n++) {
        xr_zero_halo(sum_padded + (size_t)n * 51200, HEIGHT, WIDTH, CHANNELS, 1, 1, 1, 1);
        for (int h = 0; h < HEIGHT; h++) {
            for (int w = 0; w < WIDTH; w++) {
                const size_t at = (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS;
                const size_t padded_at = (size_t)((n * 10 + h + 1) * 10 + w + 1) * CHANNELS;
                for (int c = 0; c < CHANNELS; c += XR_LANES) {
                    const xr_vec x_c = xr_load(x + at + c);
                    const xr_vec x2_c = xr_load(x2 + at + c);
                    const xr_vec sum = x_c + x2_c;
                    xr_store(sum_padded + padded_at + c, sum);
                }
            }
        }
    }
}

/* First for module14_separable_conv1 (xception_1.yaml:51). */
void pointwise_8x8x512_768(int images, const xr_real *restrict x, const xr_real *restrict kernel,
    const xr_real *restrict bias, xr_real *restrict y)
{
    enum { PIXELS = 64, INPUTS = 512, OUTPUTS = 768, X_CHANNELS = 512 };
    xr_gemm_panels(images * PIXELS, INPUTS, OUTPUTS, x, X_CHANNELS, kernel, bias, y, OUTPUTS);
}

/* First for module14_separable_conv2 (xception_1.yaml:54). */
void pointwise_8x8x768_1024(int images, const xr_real *restrict x, const xr_real *restrict kernel,
    const xr_real *restrict bias, xr_real *restrict y)
{
    enum { PIXELS = 64, INPUTS = 768, OUTPUTS = 1024, X_CHANNELS = 768 };
    xr_gemm_panels(images * PIXELS, INPUTS, OUTPUTS, x, X_CHANNELS, kernel, bias, y, OUTPUTS);
}

/* First for module14_batch_norm2, module14_relu2 (xception_1.yaml:55). */
void bn_relu_8x8x1024_v2(int images, const xr_real *restrict x, const xr_real *restrict scale,
    const xr_real *restrict shift, xr_real *restrict relu_out)
{
    enum { HEIGHT = 8, WIDTH = 8, CHANNELS = 1024 };
    for (int n = 0; n < images; n++) {
        for (int h = 0; h < HEIGHT; h++) {
            for (int w = 0; w < WIDTH; w++) {
                const size_t at = (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS;
                for (int c = 0; c < CHANNELS; c += XR_LANES) {
                    const xr_vec x_c = xr_load(x + at + c);
                    const xr_vec scale_c = xr_load(scale + c);
                    const xr_vec shift_c = xr_load(shift + c);
                    const xr_vec normalized = x_c * scale_c + shift_c;
                    const xr_vec relu = xr_relu(normalized);
                    xr_store(relu_out + at + c, relu);
                }
            }
        }
    }
}

/* First for global_average_pool1 (xception_he_wd_slim_thinner.yaml:18). */
void global_average_pool_8x8x1024_v2(int images, const xr_real *restrict x, xr_real *restrict y)
{
    enum { HEIGHT = 8, WIDTH = 8, CHANNELS = 1024 };
    for (int n = 0; n < images; n++) {
        xr_real *const mean = y + (size_t)n * CHANNELS;
        memset(mean, 0, CHANNELS * sizeof *mean);
        for (int h = 0; h < HEIGHT; h++) {
            for (int w = 0; w < WIDTH; w++) {
                const xr_real *const pixel = x + (size_t)((n * 8 + h) * 8 + w) * CHANNELS;
                for (int c = 0; c < CHANNELS; c++)
                    mean[c] += pixel[c];
            }
        }
        for (int c = 0; c < CHANNELS; c++)
            mean[c] /= HEIGHT * WIDTH;
    }
}

/* First for classifier (xception_he_wd_slim_thinner.yaml:19). */
void pointwise_1024_10_v2(int images, const xr_real *restrict x, const xr_real *restrict kernel,
    const xr_real *restrict bias, xr_real *restrict y)
{
    enum { PIXELS = 1, INPUTS = 1024, OUTPUTS = 16, X_CHANNELS = 1024 };
    xr_gemm_panels(images * PIXELS, INPUTS, OUTPUTS, x, X_CHANNELS, kernel, bias, y, OUTPUTS);
}

/* First for softmax1 (xception_he_wd_slim_thinner.yaml:20). */
void softmax_10(int images, const xr_real *restrict x, xr_real *restrict y)
{
    enum { CLASSES = 10, STRIDE = 16 };
    for (int n = 0; n < images; n++) {
        const xr_real *const row = x + (size_t)n * STRIDE;
        double largest = (double)row[0];
        for (int k = 1; k < CLASSES; k++)
            largest = (double)row[k] > largest ? (double)row[k] : largest;
        double sum = 0;
        for (int k = 0; k < CLASSES; k++)
            sum += exp((double)row[k] - largest);
        xr_real *const probability = y + (size_t)n * STRIDE;
        memset(probability, 0, STRIDE * sizeof *probability);
        for (int k = 0; k < CLASSES; k++)
            probability[k] = (xr_real)(exp((double)row[k] - largest) / sum);
    }
}

/* First for loss and hit of each image (xception_he_wd_slim_thinner.yaml:20). */
void cross_entropy_10_v2(int images, const xr_real *restrict logits, const int32_t *restrict labels,
    xr_real *restrict losses)
{
    if (!labels)
        return;
    enum { CLASSES = 10, STRIDE = 16 };
    for (int n = 0; n < images; n++) {
        const xr_real *const row = logits + (size_t)n * STRIDE;
        double largest = (double)row[0];
        for (int k = 1; k < CLASSES; k++)
            largest = (double)row[k] > largest ? (double)row[k] : largest;
        double sum = 0;
        for (int k = 0; k < CLASSES; k++)
            sum += exp((double)row[k] - largest);
        int best = 0;
        for (int k = 1; k < CLASSES; k++)
            best = row[k] > row[best] ? k : best;
        const double log_sum = largest + log(sum);
        losses[2 * n] = (xr_real)(log_sum - (double)row[labels[n]]);
        losses[2 * n + 1] = best == labels[n] ? 1 : 0;
    }
}
