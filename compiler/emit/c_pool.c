/* Pools. Windows are clipped at the border: padding never wins and is never counted.
 *
 * An index names the tap that won, in as few bytes as the window's taps need. Its images lie whole
 * reals apart, as the planner counts: writer and reader may take different groups of images, also
 * where a real has eight bytes. */
#include "emit/kernels.h"

/* Opens loops over images and output pixels, with the places of both maps. */
static void begin_window_loops(Writer *w, const Kernel *kernel)
{
    bind_layout(w, "", &kernel->x);
    bind_layout(w, "out_", &kernel->y);
    bind_window(w, &kernel->at);
    emit(w, "enum { HEIGHT = $height, WIDTH = $width, CHANNELS = $stride };\n"
            "enum { OUT_HEIGHT = $out_height, OUT_WIDTH = $out_width };\n"
            "enum { KERNEL_HEIGHT = $kernel_height, KERNEL_WIDTH = $kernel_width };\n");
}

static void emit_pixel_loops(Writer *w)
{
    emit(w, "for (int n = 0; n < images; n++) {\n"
            "for (int h = 0; h < OUT_HEIGHT; h++) {\n"
            "for (int w = 0; w < OUT_WIDTH; w++) {\n");
}

/* The same, and the place of the output pixel. */
static void emit_window_loops(Writer *w)
{
    emit_pixel_loops(w);
    emit(w, "const size_t out = (size_t)((n * OUT_HEIGHT + h) * OUT_WIDTH + w) * CHANNELS;\n");
}

/* The window of an output pixel: its corner, which may lie outside, and the taps that don't. */
static void emit_window(Writer *w)
{
    emit(w, "const int row = $step_h$minus_pad_top;\n"
            "const int column = $step_w$minus_pad_left;\n"
            "const int top = row < 0 ? -row : 0;\n"
            "const int left = column < 0 ? -column : 0;\n"
            "const int bottom = HEIGHT - row < KERNEL_HEIGHT ? HEIGHT - row : KERNEL_HEIGHT;\n"
            "const int right = WIDTH - column < KERNEL_WIDTH ? WIDTH - column : KERNEL_WIDTH;\n");
}

static void emit_tap_loops(Writer *w)
{
    emit(w, "for (int i = top; i < bottom; i++) {\n"
            "for (int j = left; j < right; j++) {\n"
            "const size_t in = "
            "(size_t)((n * $rows + row + i$plus_top) * $columns + column + j$plus_left) "
            "* CHANNELS;\n");
}

/* The type of an index, and how many of it lie from one image to the next: an element of b bytes
 * has b quarters of a real. */
static void emit_tap_stride(Writer *w, const Kernel *kernel)
{
    int bytes = tap_bytes(&kernel->at);
    bind_text(w, "tap_type", "%s", bytes == 1 ? "uint8_t" : bytes == 2 ? "uint16_t" : "uint32_t");
    bind_text(w, "store_taps", "%s",
        bytes == 1   ? "xr_store_bytes"
        : bytes == 2 ? "xr_store_halves"
                     : "xr_store_words");
    emit(w, "enum { TAPS = OUT_HEIGHT * OUT_WIDTH * CHANNELS / 4 * (int)sizeof(xr_real) };\n");
}

/* A vector of channels at a time, so that the best so far stays in registers. */
void emit_max_pool(Writer *w, const Kernel *kernel)
{
    begin_window_loops(w, kernel);
    emit_tap_stride(w, kernel);
    emit(w, "$tap_type *const taps = index;\n");
    emit_window_loops(w);
    emit(w, "const size_t winners = (size_t)n * TAPS + (size_t)(h * OUT_WIDTH + w) * CHANNELS;\n");
    emit_window(w);
    emit(w, "for (size_t c = 0; c < CHANNELS; c += XR_LANES) {\n"
            "xr_vec best = xr_set1(-(xr_real)INFINITY);\n"
            "xr_mask winner = {0};\n");
    emit_tap_loops(w);
    emit(w, "xr_challenge(xr_load(x + in + c), i * KERNEL_WIDTH + j, &best, &winner);\n"
            "}\n}\n"
            "xr_store(y + out + c, best);\n"
            "if (taps)\n"
            "    $store_taps(taps + winners + c, winner);\n"
            "}\n}\n}\n}\n");
}

void emit_max_pool_gradient(Writer *w, const Kernel *kernel)
{
    begin_window_loops(w, kernel);
    emit_tap_stride(w, kernel);
    emit(w, "const $tap_type *const taps = index;\n"
            "memset(dx, 0, (size_t)images * HEIGHT * WIDTH * CHANNELS * sizeof *dx);\n");
    emit_pixel_loops(w);
    emit(w, "const $tap_type *const best = "
            "taps + (size_t)n * TAPS + (size_t)(h * OUT_WIDTH + w) * CHANNELS;\n"
            "const xr_real *const dy_pixel = dy + "
            "(size_t)((n * $out_rows + h$out_plus_top) * $out_columns + w$out_plus_left) "
            "* CHANNELS;\n");
    emit_window(w);
    emit_tap_loops(w);
    emit(w, "const $tap_type tap = ($tap_type)(i * KERNEL_WIDTH + j);\n"
            "xr_real *const dx_pixel = dx + in;\n"
            "for (int c = 0; c < CHANNELS; c++)\n"
            "    dx_pixel[c] += best[c] == tap ? dy_pixel[c] : 0;\n"
            "}\n}\n}\n}\n}\n");
}

static void emit_count(Writer *w)
{
    emit_window(w);
    emit(w, "const xr_real pixels = (xr_real)((bottom - top) * (right - left));\n");
}

void emit_average_pool(Writer *w, const Kernel *kernel)
{
    begin_window_loops(w, kernel);
    emit_window_loops(w);
    emit_count(w);
    emit(w, "xr_real *const y_pixel = y + out;\n"
            "memset(y_pixel, 0, CHANNELS * sizeof *y);\n");
    emit_tap_loops(w);
    emit(w, "for (int c = 0; c < CHANNELS; c++)\n"
            "    y_pixel[c] += x[in + (size_t)c];\n"
            "}\n}\n"
            "for (int c = 0; c < CHANNELS; c++)\n"
            "    y_pixel[c] /= pixels;\n"
            "}\n}\n}\n");
}

void emit_average_pool_gradient(Writer *w, const Kernel *kernel)
{
    begin_window_loops(w, kernel);
    emit(w, "memset(dx, 0, (size_t)images * HEIGHT * WIDTH * CHANNELS * sizeof *dx);\n");
    emit_pixel_loops(w);
    emit(w, "const xr_real *const dy_pixel = dy + "
            "(size_t)((n * $out_rows + h$out_plus_top) * $out_columns + w$out_plus_left) "
            "* CHANNELS;\n");
    emit_count(w);
    emit_tap_loops(w);
    emit(w, "for (int c = 0; c < CHANNELS; c++)\n"
            "    dx[in + (size_t)c] += dy_pixel[c] / pixels;\n"
            "}\n}\n}\n}\n}\n");
}

void emit_global_average_pool(Writer *w, const Kernel *kernel)
{
    bind_layout(w, "", &kernel->x);
    emit(w, "enum { HEIGHT = $height, WIDTH = $width, CHANNELS = $stride };\n"
            "for (int n = 0; n < images; n++) {\n"
            "xr_real *const mean = y + (size_t)n * CHANNELS;\n"
            "memset(mean, 0, CHANNELS * sizeof *mean);\n"
            "for (int h = 0; h < HEIGHT; h++) {\n"
            "for (int w = 0; w < WIDTH; w++) {\n"
            "const xr_real *const pixel = "
            "x + (size_t)((n * $rows + h$plus_top) * $columns + w$plus_left) * CHANNELS;\n"
            "for (int c = 0; c < CHANNELS; c++)\n"
            "    mean[c] += pixel[c];\n"
            "}\n}\n"
            "for (int c = 0; c < CHANNELS; c++)\n"
            "    mean[c] /= HEIGHT * WIDTH;\n"
            "}\n");
}

void emit_global_max_pool(Writer *w, const Kernel *kernel)
{
    bind_layout(w, "", &kernel->x);
    emit(w, "enum { HEIGHT = $height, WIDTH = $width, CHANNELS = $stride };\n"
            "enum { NUMBERS = CHANNELS * (int)(sizeof(xr_real) / sizeof(int32_t)) };\n"
            "int32_t *const pixels = index;\n"
            "for (int n = 0; n < images; n++) {\n"
            "xr_real *const best = y + (size_t)n * CHANNELS;\n"
            "for (int h = 0; h < HEIGHT; h++) {\n"
            "for (int w = 0; w < WIDTH; w++) {\n"
            "const xr_real *const pixel = "
            "x + (size_t)((n * $rows + h$plus_top) * $columns + w$plus_left) * CHANNELS;\n"
            "const int number = h * WIDTH + w;\n"
            "for (int c = 0; c < CHANNELS; c++) {\n"
            "if (number > 0 && !(pixel[c] > best[c]))\n"
            "    continue;\n"
            "best[c] = pixel[c];\n"
            "if (pixels)\n"
            "    pixels[(size_t)n * NUMBERS + (size_t)c] = number;\n"
            "}\n}\n}\n}\n");
}

void emit_global_max_pool_gradient(Writer *w, const Kernel *kernel)
{
    bind_layout(w, "", &kernel->x);
    emit(w, "enum { PIXELS = $pixels, CHANNELS = $stride };\n"
            "enum { NUMBERS = CHANNELS * (int)(sizeof(xr_real) / sizeof(int32_t)) };\n"
            "const int32_t *const pixels = index;\n"
            "memset(dx, 0, (size_t)images * PIXELS * CHANNELS * sizeof *dx);\n"
            "for (int n = 0; n < images; n++) {\n"
            "const int32_t *const best = pixels + (size_t)n * NUMBERS;\n"
            "const xr_real *const dy_image = dy + (size_t)n * CHANNELS;\n"
            "for (int c = 0; c < CHANNELS; c++)\n"
            "    dx[(size_t)(n * PIXELS + best[c]) * CHANNELS + (size_t)c] = dy_image[c];\n"
            "}\n");
}
