/* Kernels that move channels about, and sums of products over pixels. */
#include "emit/kernels.h"

void emit_reshape(Writer *w, const Kernel *kernel)
{
    int count = kernel->x.height * kernel->x.width * kernel->x.channels;
    bind_text(w, "count", "%d", count);
    bind_layout(w, "x_", &kernel->x);
    bind_layout(w, "y_", &kernel->y);
    emit(w, "enum { COUNT = $count, X_CHANNELS = $x_channels, X_STRIDE = $x_stride };\n"
            "enum { X_IMAGE = $x_image, Y_CHANNELS = $y_channels, Y_STRIDE = $y_stride, Y_IMAGE = "
            "$y_image };\n"
            "memset(y, 0, (size_t)images * Y_IMAGE * sizeof *y);\n"
            "for (int n = 0; n < images; n++) {\n"
            "const xr_real *const from = x + (size_t)n * X_IMAGE;\n"
            "xr_real *const to = y + (size_t)n * Y_IMAGE;\n"
            "for (int i = 0; i < COUNT; i++)\n"
            "    to[i / Y_CHANNELS * Y_STRIDE + i % Y_CHANNELS] = "
            "from[i / X_CHANNELS * X_STRIDE + i % X_CHANNELS];\n"
            "}\n");
}

/* One branch into its channels. The last branch also clears the padding behind them. */
void emit_concat(Writer *w, const Kernel *kernel)
{
    bind_layout(w, "", &kernel->x);
    bind_text(w, "y_stride", "%d", kernel->y.stride);
    bind_text(w, "offset", "%d", kernel->at.offset);
    bind_text(w, "count", "%d", kernel->at.count);
    bool last = kernel->at.offset + kernel->at.count == kernel->y.channels;
    bind_text(w, "padding", "%d", last ? kernel->y.stride - kernel->y.channels : 0);
    emit(w, "enum { HEIGHT = $height, WIDTH = $width, COUNT = $count, OFFSET = $offset };\n"
            "for (int n = 0; n < images; n++) {\n"
            "for (int h = 0; h < HEIGHT; h++) {\n"
            "for (int w = 0; w < WIDTH; w++) {\n"
            "const xr_real *const from = x + (size_t)((n * $rows + h$plus_top) * $columns + "
            "w$plus_left) * $stride;\n");
    emit(w, "xr_real *const to = y + (size_t)((n * HEIGHT + h) * WIDTH + w) * $y_stride + OFFSET;\n"
            "memcpy(to, from, COUNT * sizeof *to);\n");
    if (last && kernel->y.stride > kernel->y.channels)
        emit(w, "memset(to + COUNT, 0, $padding * sizeof *to);\n");
    emit(w, "}\n}\n}\n");
}

void emit_slice(Writer *w, const Kernel *kernel)
{
    bind_layout(w, "", &kernel->x);
    bind_text(w, "y_stride", "%d", kernel->y.stride);
    bind_text(w, "offset", "%d", kernel->at.offset);
    bind_text(w, "count", "%d", kernel->at.count);
    emit(w, "enum { HEIGHT = $height, WIDTH = $width, OFFSET = $offset };\n"
            "enum { COUNT = $count, CHANNELS = $y_stride };\n"
            "for (int n = 0; n < images; n++) {\n"
            "for (int h = 0; h < HEIGHT; h++) {\n"
            "for (int w = 0; w < WIDTH; w++) {\n"
            "const xr_real *const from = x + OFFSET + (size_t)((n * $rows + h$plus_top) * $columns "
            "+ w$plus_left) * $stride;\n");
    emit(w, "xr_slice_columns(1, COUNT, from, 0, y + (size_t)((n * HEIGHT + h) * WIDTH + w) * "
            "CHANNELS, CHANNELS);\n"
            "}\n}\n}\n");
}

void emit_multiply_reduce(Writer *w, const Kernel *kernel)
{
    bind_layout(w, "", &kernel->x);
    emit(w, "enum { PIXELS = $pixels, CHANNELS = $stride };\n"
            "for (int n = 0; n < images; n++) {\n"
            "xr_real *const sum = y + (size_t)n * CHANNELS;\n"
            "memset(sum, 0, CHANNELS * sizeof *sum);\n"
            "for (int pixel = 0; pixel < PIXELS; pixel++) {\n"
            "const size_t at = (size_t)(n * PIXELS + pixel) * CHANNELS;\n"
            "for (int c = 0; c < CHANNELS; c += XR_LANES)\n"
            "    xr_store(sum + c, xr_load(a + at + c) * xr_load(b + at + c) + xr_load(sum + c));\n"
            "}\n}\n");
}
