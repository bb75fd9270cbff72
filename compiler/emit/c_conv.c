/* Convolutions as products of matrices. A pointwise convolution multiplies its input as it lies;
 * any other one gathers, for a band of output rows, the pixels under the kernel into rows of a
 * matrix. Groups are one product each. */
#include "emit/kernels.h"

static void emit_pixel_position(Writer *w)
{
    emit(w, "const int row = (first_row + h) * STRIDE_HEIGHT + i - TOP;\n"
            "const int column = w * STRIDE_WIDTH + j - LEFT;\n");
}

static void emit_pixel_enum(Writer *w, const Kernel *kernel)
{
    bind_layout(w, "", &kernel->x);
    bind_layout(w, "out_", &kernel->y);
    bind_window(w, &kernel->at);
    bind_text(w, "group_channels", "%d", kernel->x.channels / kernel->at.groups);
    bind_text(w, "top", "%d", kernel->at.pad[0]);
    bind_text(w, "left", "%d", kernel->at.pad[2]);
    emit(w, "enum { HEIGHT = $height, WIDTH = $width, CHANNELS = $group_channels };\n"
            "enum { OUT_WIDTH = $out_width, KERNEL_HEIGHT = $kernel_height, KERNEL_WIDTH = "
            "$kernel_width };\n"
            "enum { STRIDE_HEIGHT = $stride_height, STRIDE_WIDTH = $stride_width };\n"
            "enum { TOP = $top, LEFT = $left };\n");
    emit_line(w, "enum { PIXEL = %d, ROW = %d, ORIGIN = %d };", kernel->x.stride,
        (kernel->x.width + kernel->x.pad[2] + kernel->x.pad[3]) * kernel->x.stride,
        (kernel->x.pad[0] * (kernel->x.width + kernel->x.pad[2] + kernel->x.pad[3]) +
            kernel->x.pad[2]) *
            kernel->x.stride);
}

void emit_gather(Writer *w, const Kernel *kernel)
{
    emit_pixel_enum(w, kernel);
    emit(w, "for (int h = 0; h < rows; h++) {\n"
            "for (int w = 0; w < OUT_WIDTH; w++) {\n"
            "for (int i = 0; i < KERNEL_HEIGHT; i++) {\n"
            "for (int j = 0; j < KERNEL_WIDTH; j++) {\n"
            "const int tap = (i * KERNEL_WIDTH + j) * CHANNELS;\n"
            "const int from = first > tap ? first - tap : 0;\n"
            "const int to = first + count < tap + CHANNELS ? first + count - tap : CHANNELS;\n"
            "if (from >= to)\n"
            "    continue;\n"
            "const size_t size = (size_t)(to - from) * sizeof *gathered;\n");
    emit_pixel_position(w);
    emit(w,
        "if (row < 0 || row >= HEIGHT || column < 0 || column >= WIDTH)\n"
        "    memset(gathered, 0, size);\n"
        "else\n"
        "    memcpy(gathered, x + ORIGIN + row * ROW + column * PIXEL + channel + from, size);\n"
        "gathered += to - from;\n"
        "}\n}\n}\n}\n");
}

void emit_scatter(Writer *w, const Kernel *kernel)
{
    emit_pixel_enum(w, kernel);
    bind_text(w, "row_reals", "%zu",
        padded_channels(kernel->at.kernel[0] * kernel->at.kernel[1] *
                        (kernel->x.channels / kernel->at.groups)));
    emit(w, "enum { GATHERED = $row_reals };\n"
            "for (int h = 0; h < rows; h++) {\n"
            "for (int w = 0; w < OUT_WIDTH; w++) {\n"
            "const xr_real *from = gathered + (size_t)(h * OUT_WIDTH + w) * GATHERED;\n"
            "for (int i = 0; i < KERNEL_HEIGHT; i++) {\n"
            "for (int j = 0; j < KERNEL_WIDTH; j++, from += CHANNELS) {\n");
    emit_pixel_position(w);
    emit(w, "if (row < 0 || row >= HEIGHT || column < 0 || column >= WIDTH)\n"
            "    continue;\n"
            "xr_real *const to = dx + ORIGIN + row * ROW + column * PIXEL + channel;\n"
            "for (int c = 0; c < CHANNELS; c++)\n"
            "    to[c] += from[c];\n"
            "}\n}\n}\n}\n");
}

/* Opens the loop over groups; the group's matrix, bias and channels have names of their own. */
static void begin_groups(
    Writer *w, const Kernel *kernel, const char *matrix, const char *type, const char *reals)
{
    if (kernel->at.groups == 1)
        return;
    emit(w, "for (int g = 0; g < GROUPS; g++) {\n");
    emit_line(w, "%s *const %s_g = %s + (size_t)g * %s;", type, matrix, matrix, reals);
    if (kernel->bias)
        emit(w, "const xr_real *const bias_g = bias + g * GROUP_COLUMNS;\n");
}

static void end_groups(Writer *w, const Kernel *kernel)
{
    if (kernel->at.groups > 1)
        emit_line(w, "}");
}

static void emit_conv_enum(Writer *w, const Kernel *kernel)
{
    emit(w, "enum { PIXELS = $y_pixels, DEPTH = $depth, OUTPUTS = $outputs };\n"
            "enum { X_IMAGE = $x_image, Y_CHANNELS = $y_stride };\n"
            "enum { OUT_HEIGHT = $y_height, OUT_WIDTH = $y_width, BAND = $band };\n");
    if (kernel->at.groups > 1)
        emit(w, "enum { GROUPS = $groups, GROUP_CHANNELS = $group_channels, GROUP_COLUMNS = "
                "$group_columns };\n");
    bind_text(w, "channel", "%s", kernel->at.groups > 1 ? "g * GROUP_CHANNELS" : "0");
}

static void emit_pointwise(Writer *w, const Kernel *kernel)
{
    emit(w, "enum { PIXELS = $y_pixels, INPUTS = $depth, OUTPUTS = $outputs, X_CHANNELS = "
            "$x_stride };\n");
    if (kernel->statistics) {
        const char *arguments[] = {"images", "PIXELS", "INPUTS", "OUTPUTS", "x", "X_CHANNELS",
            "kernel", kernel->bias ? "bias" : "NULL", "y", "OUTPUTS", "moments"};
        emit_call(w, "xr_pointwise_moments(", arguments, 11, ");");
    } else {
        const char *arguments[] = {"images * PIXELS", "INPUTS", "OUTPUTS", "x", "X_CHANNELS",
            "kernel", kernel->bias ? "bias" : "NULL", "y", "OUTPUTS"};
        emit_call(w, "xr_gemm_panels(", arguments, 9, ");");
    }
}

/* The product of `rows` gathered pixels into y at `at`. */
static void emit_product(Writer *w, const Kernel *kernel, const char *rows, const char *at)
{
    bool narrow = narrow_group(kernel);
    Arena *arena = w->arena;
    const char *bias = kernel->bias ? (kernel->at.groups > 1 ? "bias_g" : "bias") : "NULL";
    const char *matrix = kernel->at.groups > 1 ? "kernel_g" : "kernel";
    const char *target = narrow                  ? "product"
                         : kernel->at.groups > 1 ? arena_printf(arena, "%s + g * GROUP_COLUMNS", at)
                                                 : at;
    const char *arguments[] = {rows, "DEPTH", "OUTPUTS", "gathered", "DEPTH", matrix,
        narrow ? "NULL" : bias, target, narrow ? "OUTPUTS" : "Y_CHANNELS"};
    if (!narrow) {
        emit_call(w, "xr_gemm_panels(", arguments, 9, ");");
        return;
    }
    emit_line(w, "xr_real *const product = gathered + (size_t)(%s) * DEPTH;", rows);
    emit_call(w, "xr_gemm_panels(", arguments, 9, ");");
    const char *place[] = {rows, "GROUP_COLUMNS", "product", "OUTPUTS", bias,
        arena_printf(arena, "%s + g * GROUP_COLUMNS", at), "Y_CHANNELS"};
    emit_call(w, "xr_place_columns(", place, 7, ");");
}

static void emit_image_moments(Writer *w, const Kernel *kernel)
{
    if (!kernel->statistics)
        return;
    emit(w, "for (int n = 0; n < images; n++) {\n"
            "xr_moments(PIXELS, Y_CHANNELS, y + (size_t)n * PIXELS * Y_CHANNELS, Y_CHANNELS, "
            "moments + (size_t)n * 2 * Y_CHANNELS);\n"
            "}\n");
}

void emit_conv(Writer *w, const Kernel *kernel)
{
    bind_conv(w, kernel);
    if (is_direct(kernel)) {
        emit_pointwise(w, kernel);
        return;
    }
    emit_conv_enum(w, kernel);
    if (kernel->at.groups > 1 && padded_channels(kernel->y.channels) != (size_t)kernel->y.channels)
        emit(w, "memset(y, 0, (size_t)images * PIXELS * Y_CHANNELS * sizeof *y);\n");
    begin_groups(w, kernel, "kernel", "const xr_real", "DEPTH * OUTPUTS");
    if (kernel->band == 0) {
        emit(w, "for (int n = 0; n < images; n++)\n"
                "    $helper(x + (size_t)n * X_IMAGE, 0, OUT_HEIGHT, $channel, 0, DEPTH, "
                "gathered + (size_t)n * PIXELS * DEPTH);\n");
        emit_product(w, kernel, "images * PIXELS", "y");
    } else {
        emit(w, "for (int n = 0; n < images; n++) {\n"
                "for (int row = 0; row < OUT_HEIGHT; row += BAND) {\n"
                "const int rows = row + BAND < OUT_HEIGHT ? BAND : OUT_HEIGHT - row;\n"
                "xr_real *const y_band = "
                "y + (size_t)((n * OUT_HEIGHT + row) * OUT_WIDTH) * Y_CHANNELS;\n"
                "$helper(x + (size_t)n * X_IMAGE, row, rows, $channel, 0, DEPTH, gathered);\n");
        emit_product(w, kernel, "rows * OUT_WIDTH", "y_band");
        emit(w, "}\n}\n");
    }
    end_groups(w, kernel);
    emit_image_moments(w, kernel);
}

static void emit_pointwise_input_gradient(Writer *w, const Kernel *kernel)
{
    const Layout *dx = &kernel->x;
    bind_text(w, "inputs", "%d", kernel->columns);
    if (layout_is_plain(dx)) {
        emit(w, "enum { PIXELS = $y_pixels, OUTPUTS = $inputs, INPUTS = $x_stride, DY_CHANNELS = "
                "$y_stride };\n");
        const char *arguments[] = {"images * PIXELS", "OUTPUTS", "INPUTS", "dy", "DY_CHANNELS",
            "transposed", "NULL", "dx", "INPUTS"};
        emit_call(w, "xr_gemm_panels(", arguments, 9, ");");
        return;
    }
    emit(w,
        "enum { HEIGHT = $x_height, WIDTH = $x_width, OUTPUTS = $inputs, INPUTS = $x_stride };\n"
        "enum { DY_CHANNELS = $y_stride, ROW = $x_columns * INPUTS, IMAGE = $x_image };\n"
        "for (int n = 0; n < images; n++)\n"
        "    xr_zero_halo(dx + (size_t)n * IMAGE, HEIGHT, WIDTH, INPUTS, $x_top, $x_bottom, "
        "$x_left, $x_right);\n"
        "xr_real *const inner = dx + $x_top * ROW + $x_left * INPUTS;\n");
    const char *arguments[] = {"images", "HEIGHT", "WIDTH", "OUTPUTS", "INPUTS", "dy",
        "DY_CHANNELS", "transposed", "inner", "INPUTS", "ROW", "IMAGE"};
    emit_call(w, "xr_pointwise_padded(", arguments, 12, ");");
}

void emit_conv_input_gradient(Writer *w, const Kernel *kernel)
{
    bind_conv(w, kernel);
    if (is_direct(kernel)) {
        emit_pointwise_input_gradient(w, kernel);
        return;
    }
    emit(w, "enum { DEPTH = $depth_padded, OUTPUTS = $group_columns, DY_CHANNELS = $y_stride };\n"
            "enum { OUT_HEIGHT = $y_height, OUT_WIDTH = $y_width, BAND = $band, X_IMAGE = $x_image "
            "};\n");
    bind_text(w, "channel", "%s", kernel->at.groups > 1 ? "g * GROUP_CHANNELS" : "0");
    bind_text(w, "column", "%s", kernel->at.groups > 1 ? " + g * OUTPUTS" : "");
    if (kernel->at.groups > 1)
        emit(w, "enum { GROUPS = $groups, GROUP_CHANNELS = $group_channels };\n");
    emit(w, "memset(dx, 0, (size_t)images * X_IMAGE * sizeof *dx);\n");
    begin_groups(w, kernel, "transposed", "const xr_real", "OUTPUTS * DEPTH");
    emit(w, "for (int n = 0; n < images; n++) {\n"
            "for (int row = 0; row < OUT_HEIGHT; row += BAND) {\n"
            "const int rows = row + BAND < OUT_HEIGHT ? BAND : OUT_HEIGHT - row;\n"
            "const xr_real *const dy_band = "
            "dy + (size_t)((n * OUT_HEIGHT + row) * OUT_WIDTH) * DY_CHANNELS$column;\n");
    const char *arguments[] = {"rows * OUT_WIDTH", "OUTPUTS", "DEPTH", "dy_band", "DY_CHANNELS",
        kernel->at.groups > 1 ? "transposed_g" : "transposed", "NULL", "gathered", "DEPTH"};
    emit_call(w, "xr_gemm_panels(", arguments, 9, ");");
    emit(w, "$helper(gathered, row, rows, $channel, dx + (size_t)n * X_IMAGE);\n"
            "}\n}\n");
    end_groups(w, kernel);
}
