/* Depthwise convolutions and their gradients: one vector of channels at a time, so that the taps
 * stay in registers, and several neighbouring pixels together, so that a loaded pixel serves all
 * of them. Inputs lie in a halo of zeros. */
#include "emit/kernels.h"

enum { REGISTER_TAPS = 9 };

/* How many neighbouring output pixels are computed together. */
static int pixels_together(const Kernel *kernel, int width)
{
    if (kernel->at.stride[1] != 1 || kernel->at.kernel[0] * kernel->at.kernel[1] > REGISTER_TAPS)
        return 1;
    return width % 4 == 0 ? 4 : width % 2 == 0 ? 2 : 1;
}

static void emit_dimensions(Writer *w, const Layout *out, const Layout *in)
{
    bind_layout(w, "", out);
    bind_layout(w, "in_", in);
    emit(w, "enum { HEIGHT = $height, WIDTH = $width, CHANNELS = $stride };\n"
            "enum { IN_ROW = $in_columns * CHANNELS, IN_IMAGE = $in_image };\n");
}

/* " + 2 * NAME", " + NAME" or nothing. */
static const char *times(Arena *arena, int count, const char *name)
{
    if (count == 0)
        return "";
    return count == 1 ? arena_printf(arena, " + %s", name)
                      : arena_printf(arena, " + %d * %s", count, name);
}

static void emit_pixel_load(Writer *w, int row, int column)
{
    emit_line(w, "const xr_vec x%d%d = xr_load(from%s%s);", row, column,
        times(w->arena, row, "IN_ROW"), times(w->arena, column, "CHANNELS"));
}

static void emit_tap_constants(Writer *w, const Attributes *at)
{
    for (int i = 0; i < at->kernel[0]; i++)
        for (int j = 0; j < at->kernel[1]; j++)
            emit_line(w, "const xr_vec k%d%d = xr_load(kernel%s + c);", i, j,
                times(w->arena, i * at->kernel[1] + j, "CHANNELS"));
}

/* Sums over the taps for `together` pixels from the pixel at `from`. flip: the taps in reverse. */
static void emit_tap_sums(Writer *w, const Attributes *at, int together, bool flip)
{
    int height = at->kernel[0], width = at->kernel[1];
    for (int q = 0; q < together; q++)
        emit_line(w, "xr_vec sum%d = start;", q);
    for (int i = 0; i < height; i++) {
        for (int p = 0; p < together + width - 1; p++) {
            emit_pixel_load(w, i, p);
            for (int q = 0; q < together; q++) {
                int j = p - q;
                if (j >= 0 && j < width)
                    emit_line(w, "sum%d = k%d%d * x%d%d + sum%d;", q, flip ? height - 1 - i : i,
                        flip ? width - 1 - j : j, i, p, q);
            }
        }
    }
    for (int q = 0; q < together; q++)
        emit_line(w, "xr_store(to%s, sum%d);", times(w->arena, q, "CHANNELS"), q);
}

/* Correlation of the padded `in` with the taps into the plain `out`, the taps in registers. */
static void emit_correlation(Writer *w, const Kernel *kernel, const Layout *in, const Layout *out,
    const char *from, const char *to, int row, int column, bool flip)
{
    int together = pixels_together(kernel, out->width);
    bind_text(w, "from", "%s", from);
    bind_text(w, "to", "%s", to);
    bind_text(w, "together", "%d", together);
    bind_window(w, &kernel->at);
    bind_step(w, "step_h", "h", flip ? 1 : kernel->at.stride[0]);
    bind_step(w, "step_w", "w", flip ? 1 : kernel->at.stride[1]);
    bind_offset(w, "plus_row", "+", row);
    bind_offset(w, "plus_column", "+", column);
    emit_dimensions(w, out, in);
    emit(w, "for (int n = 0; n < images; n++) {\n"
            "for (int c = 0; c < CHANNELS; c += XR_LANES) {\n");
    emit_tap_constants(w, &kernel->at);
    emit_line(w, "const xr_vec start = %s;", kernel->bias ? "xr_load(bias + c)" : "xr_zero()");
    emit(w, "for (int h = 0; h < HEIGHT; h++) {\n");
    emit_line(w,
        together > 1 ? "for (int w = 0; w < WIDTH; w += %d) {"
                     : "for (int w = 0; w < WIDTH; w++) {",
        together);
    emit(w, "const int row = $step_h$plus_row;\n"
            "const int column = $step_w$plus_column;\n");
    emit(w, "const xr_real *const from = "
            "$from + (size_t)n * IN_IMAGE + row * IN_ROW + column * CHANNELS + c;\n"
            "xr_real *const to = $to + (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS + c;\n");
    emit_tap_sums(w, &kernel->at, together, flip);
    emit(w, "}\n}\n}\n}\n");
}

/* The same with any number of taps, read from memory. */
static void emit_wide_correlation(Writer *w, const Kernel *kernel, const Layout *in,
    const Layout *out, const char *from, const char *to, int row, int column, bool flip)
{
    bind_text(w, "from", "%s", from);
    bind_text(w, "to", "%s", to);
    bind_window(w, &kernel->at);
    bind_text(w, "start", "%s", kernel->bias ? "xr_load(bias + c)" : "xr_zero()");
    bind_step(w, "step_h", "h", flip ? 1 : kernel->at.stride[0]);
    bind_step(w, "step_w", "w", flip ? 1 : kernel->at.stride[1]);
    bind_offset(w, "plus_row", "+", row);
    bind_offset(w, "plus_column", "+", column);
    bind_text(w, "tap", "%s", flip ? "TAPS - 1 - (i * KERNEL_WIDTH + j)" : "i * KERNEL_WIDTH + j");
    emit_dimensions(w, out, in);
    emit(w, "enum { KERNEL_HEIGHT = $kernel_height, KERNEL_WIDTH = $kernel_width };\n");
    if (flip)
        emit(w, "enum { TAPS = KERNEL_HEIGHT * KERNEL_WIDTH };\n");
    emit(w, "for (int n = 0; n < images; n++) {\n"
            "for (int h = 0; h < HEIGHT; h++) {\n"
            "for (int w = 0; w < WIDTH; w++) {\n"
            "const int row = $step_h$plus_row;\n"
            "const int column = $step_w$plus_column;\n"
            "const xr_real *const from = "
            "$from + (size_t)n * IN_IMAGE + row * IN_ROW + column * CHANNELS;\n"
            "xr_real *const to = $to + (size_t)((n * HEIGHT + h) * WIDTH + w) * CHANNELS;\n"
            "for (int c = 0; c < CHANNELS; c += XR_LANES) {\n"
            "xr_vec sum = $start;\n"
            "for (int i = 0; i < KERNEL_HEIGHT; i++) {\n"
            "for (int j = 0; j < KERNEL_WIDTH; j++) {\n"
            "const xr_vec factor = xr_load(kernel + ($tap) * CHANNELS + c);\n"
            "sum = factor * xr_load(from + i * IN_ROW + j * CHANNELS + c) + sum;\n"
            "}\n}\n"
            "xr_store(to + c, sum);\n"
            "}\n}\n}\n}\n");
}

static bool taps_in_registers(const Kernel *kernel)
{
    return kernel->at.kernel[0] * kernel->at.kernel[1] <= REGISTER_TAPS;
}

void emit_depthwise(Writer *w, const Kernel *kernel)
{
    const Layout *x = &kernel->x, *y = &kernel->y;
    int row = x->pad[0] - kernel->at.pad[0], column = x->pad[2] - kernel->at.pad[2];
    if (taps_in_registers(kernel))
        emit_correlation(w, kernel, x, y, "x", "y", row, column, false);
    else
        emit_wide_correlation(w, kernel, x, y, "x", "y", row, column, false);
}

/* Strides: every output pixel adds to the input pixels under it. */
static void emit_scattered_gradient(Writer *w, const Kernel *kernel)
{
    bind_layout(w, "", &kernel->x);
    bind_layout(w, "out_", &kernel->y);
    bind_window(w, &kernel->at);
    emit(w, "enum { HEIGHT = $height, WIDTH = $width, CHANNELS = $stride };\n"
            "enum { OUT_HEIGHT = $out_height, OUT_WIDTH = $out_width };\n"
            "enum { KERNEL_HEIGHT = $kernel_height, KERNEL_WIDTH = $kernel_width };\n"
            "memset(dx, 0, (size_t)images * HEIGHT * WIDTH * CHANNELS * sizeof *dx);\n"
            "for (int n = 0; n < images; n++) {\n"
            "for (int h = 0; h < OUT_HEIGHT; h++) {\n"
            "for (int w = 0; w < OUT_WIDTH; w++) {\n"
            "const xr_real *const from = dy + "
            "(size_t)((n * $out_rows + h$out_plus_top) * $out_columns + w$out_plus_left) "
            "* CHANNELS;\n"
            "for (int i = 0; i < KERNEL_HEIGHT; i++) {\n"
            "for (int j = 0; j < KERNEL_WIDTH; j++) {\n"
            "const int row = $step_h + i$minus_pad_top;\n"
            "const int column = $step_w + j$minus_pad_left;\n"
            "if (row < 0 || row >= HEIGHT || column < 0 || column >= WIDTH)\n"
            "    continue;\n"
            "xr_real *const to = dx + (size_t)((n * HEIGHT + row) * WIDTH + column) * CHANNELS;\n"
            "const xr_real *const tap = kernel + (i * KERNEL_WIDTH + j) * CHANNELS;\n"
            "for (int c = 0; c < CHANNELS; c += XR_LANES)\n"
            "    xr_store(to + c, xr_load(tap + c) * xr_load(from + c) + xr_load(to + c));\n"
            "}\n}\n}\n}\n}\n");
}

void emit_depthwise_input_gradient(Writer *w, const Kernel *kernel)
{
    const Layout *dx = &kernel->x, *dy = &kernel->y;
    const Attributes *at = &kernel->at;
    int row = dy->pad[0] - (at->kernel[0] - 1 - at->pad[0]);
    int column = dy->pad[2] - (at->kernel[1] - 1 - at->pad[2]);
    int below = dx->height + at->pad[0] - dy->height;
    int right = dx->width + at->pad[2] - dy->width;
    bool gathers = at->stride[0] == 1 && at->stride[1] == 1 && row >= 0 && column >= 0 &&
                   at->kernel[0] - 1 >= at->pad[0] && at->kernel[1] - 1 >= at->pad[2] &&
                   below <= dy->pad[1] && right <= dy->pad[3];
    if (!gathers)
        emit_scattered_gradient(w, kernel);
    else if (taps_in_registers(kernel))
        emit_correlation(w, kernel, dy, dx, "dy", "dx", row, column, true);
    else
        emit_wide_correlation(w, kernel, dy, dx, "dy", "dx", row, column, true);
}

static void emit_gradient_positions(Writer *w, const Kernel *kernel, const char *channel)
{
    const Layout *x = &kernel->x, *dy = &kernel->y;
    bind_layout(w, "", dy);
    bind_window(w, &kernel->at);
    bind_text(w, "c", "%s", channel);
    bind_offset(w, "plus_row", "+", x->pad[0] - kernel->at.pad[0]);
    bind_offset(w, "plus_column", "+", x->pad[2] - kernel->at.pad[2]);
    emit(w, "const int row = $step_h$plus_row;\n"
            "const int column = $step_w$plus_column;\n"
            "const xr_real *const from = "
            "x + (size_t)n * IN_IMAGE + row * IN_ROW + column * CHANNELS$c;\n"
            "const xr_real *const of = "
            "dy + (size_t)((n * $rows + h$plus_top) * $columns + w$plus_left) * CHANNELS$c;\n");
}

static void emit_register_weight_gradient(Writer *w, const Kernel *kernel)
{
    const Attributes *at = &kernel->at;
    int together = pixels_together(kernel, kernel->y.width);
    bind_text(w, "taps", "%d", at->kernel[0] * at->kernel[1]);
    emit(w, "for (int n = 0; n < images; n++) {\n"
            "xr_real *const of_image = sums + (size_t)n * $taps * CHANNELS;\n"
            "for (int c = 0; c < CHANNELS; c += XR_LANES) {\n");
    for (int i = 0; i < at->kernel[0]; i++)
        for (int j = 0; j < at->kernel[1]; j++)
            emit_line(w, "xr_vec k%d%d = xr_zero();", i, j);
    emit(w, "for (int h = 0; h < HEIGHT; h++) {\n");
    emit_line(w,
        together > 1 ? "for (int w = 0; w < WIDTH; w += %d) {"
                     : "for (int w = 0; w < WIDTH; w++) {",
        together);
    emit_gradient_positions(w, kernel, " + c");
    for (int q = 0; q < together; q++)
        emit_line(w, "const xr_vec dy%d = xr_load(of%s);", q, times(w->arena, q, "CHANNELS"));
    for (int i = 0; i < at->kernel[0]; i++) {
        for (int p = 0; p < together + at->kernel[1] - 1; p++) {
            emit_pixel_load(w, i, p);
            for (int q = 0; q < together; q++)
                if (p - q >= 0 && p - q < at->kernel[1])
                    emit_line(w, "k%d%d = x%d%d * dy%d + k%d%d;", i, p - q, i, p, q, i, p - q);
        }
    }
    emit(w, "}\n}\n");
    for (int i = 0; i < at->kernel[0]; i++)
        for (int j = 0; j < at->kernel[1]; j++)
            emit_line(w, "xr_store(of_image%s + c, k%d%d);",
                times(w->arena, i * at->kernel[1] + j, "CHANNELS"), i, j);
    emit(w, "}\n}\n");
}

static void emit_wide_weight_gradient(Writer *w, const Kernel *kernel)
{
    emit(w,
        "enum { KERNEL_HEIGHT = $kernel_height, KERNEL_WIDTH = $kernel_width };\n"
        "for (int n = 0; n < images; n++) {\n"
        "xr_real *const of_image = sums + (size_t)n * KERNEL_HEIGHT * KERNEL_WIDTH * CHANNELS;\n"
        "memset(of_image, 0, KERNEL_HEIGHT * KERNEL_WIDTH * CHANNELS * sizeof *of_image);\n"
        "for (int h = 0; h < HEIGHT; h++) {\n"
        "for (int w = 0; w < WIDTH; w++) {\n");
    emit_gradient_positions(w, kernel, "");
    emit(w, "for (int i = 0; i < KERNEL_HEIGHT; i++) {\n"
            "for (int j = 0; j < KERNEL_WIDTH; j++) {\n"
            "xr_real *const tap = of_image + (i * KERNEL_WIDTH + j) * CHANNELS;\n"
            "const xr_real *const pixel = from + i * IN_ROW + j * CHANNELS;\n"
            "for (int c = 0; c < CHANNELS; c += XR_LANES)\n"
            "    xr_store(tap + c, xr_load(pixel + c) * xr_load(of + c) + xr_load(tap + c));\n"
            "}\n}\n}\n}\n}\n");
}

void emit_depthwise_weight_gradient(Writer *w, const Kernel *kernel)
{
    bind_window(w, &kernel->at);
    bind_layout(w, "in_", &kernel->x);
    bind_layout(w, "", &kernel->y);
    emit(w, "enum { HEIGHT = $height, WIDTH = $width, CHANNELS = $stride };\n"
            "enum { IN_ROW = $in_columns * CHANNELS, IN_IMAGE = $in_image };\n");
    if (taps_in_registers(kernel))
        emit_register_weight_gradient(w, kernel);
    else
        emit_wide_weight_gradient(w, kernel);
}
