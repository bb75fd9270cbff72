/* What ends a phase: partial results of the images are merged in their order and in double, so that
 * neither threads nor grouping can change a bit, and coefficients are computed from them. */
#include "emit/kernels.h"

#include <string.h>

void emit_moments(Writer *w, const Kernel *kernel)
{
    bind_layout(w, "", &kernel->x);
    if (layout_is_plain(&kernel->x)) {
        emit(w, "enum { PIXELS = $pixels, CHANNELS = $stride };\n"
                "for (int n = 0; n < images; n++)\n"
                "    xr_moments(PIXELS, CHANNELS, x + (size_t)n * PIXELS * CHANNELS, CHANNELS, "
                "moments + (size_t)n * 2 * CHANNELS);\n");
        return;
    }
    bug("moments are taken of plain maps");
}

static void bind_columns(Writer *w, const Kernel *kernel)
{
    bind_text(w, "pixels", "%d", kernel->rows);
    bind_text(w, "rows", "%d", kernel->rows);
    bind_text(w, "channels", "%d", kernel->columns);
    bind_text(w, "stride", "%zu", padded_channels(kernel->columns));
    bind_text(w, "epsilon", "%.17g", kernel->at.epsilon);
}

/* Sums in double are kept on the stack, for so many channels at a time: a thread has 128 kB of it
 * on some systems. Opens the loop over such blocks where there are more; $block, $first, $end and
 * $slot are an array's size, the loop's bounds and a channel's place in the array. */
static bool begin_blocks(Writer *w, const Kernel *kernel)
{
    enum { BLOCK = 4096 };
    bool blocks = padded_channels(kernel->columns) > BLOCK;
    bind_columns(w, kernel);
    bind_text(w, "block", "%s", blocks ? "BLOCK" : "CHANNELS");
    bind_text(w, "first", "%s", blocks ? "first" : "0");
    bind_text(w, "end", "%s", blocks ? "end" : "CHANNELS");
    bind_text(w, "slot", "%s", blocks ? "c - first" : "c");
    emit(w, "enum { PIXELS = $pixels, CHANNELS = $stride };\n");
    if (!blocks)
        return false;
    emit_line(w, "enum { BLOCK = %d };", BLOCK);
    emit(w, "for (int first = 0; first < CHANNELS; first += BLOCK) {\n"
            "const int end = first + BLOCK < CHANNELS ? first + BLOCK : CHANNELS;\n");
    return true;
}

static void end_blocks(Writer *w, bool blocks)
{
    if (blocks)
        emit(w, "}\n");
}

void emit_finish_statistics(Writer *w, const Kernel *kernel)
{
    bool blocks = begin_blocks(w, kernel);
    emit(w, "double centre[$block] = {0}, squares[$block] = {0};\n"
            "for (int n = 0; n < batch; n++) {\n"
            "const xr_real *const of_image = moments + (size_t)n * 2 * CHANNELS;\n"
            "for (int c = $first; c < $end; c++)\n"
            "    centre[$slot] += (double)of_image[c];\n"
            "}\n"
            "for (int c = $first; c < $end; c++)\n"
            "    centre[$slot] /= batch;\n"
            "for (int n = 0; n < batch; n++) {\n"
            "const xr_real *const of_image = moments + (size_t)n * 2 * CHANNELS;\n"
            "for (int c = $first; c < $end; c++) {\n"
            "const double difference = (double)of_image[c] - centre[$slot];\n"
            "squares[$slot] += (double)of_image[CHANNELS + c];\n"
            "squares[$slot] = PIXELS * difference * difference + squares[$slot];\n"
            "}\n}\n"
            "for (int c = $first; c < $end; c++) {\n"
            "mean[c] = (xr_real)centre[$slot];\n"
            "variance[c] = (xr_real)(squares[$slot] / ((double)batch * PIXELS));\n"
            "}\n");
    end_blocks(w, blocks);
}

static bool has_operand(const Kernel *kernel, const char *name)
{
    for (int i = 0; i < kernel->operand_count; i++)
        if (strcmp(kernel->operands[i].name, name) == 0)
            return true;
    return false;
}

void emit_finish_coefficients(Writer *w, const Kernel *kernel)
{
    bind_columns(w, kernel);
    bind_text(w, "gamma", "%s", has_operand(kernel, "gamma") ? "(double)gamma[c]" : "1");
    bind_text(w, "beta", "%s", has_operand(kernel, "beta") ? "(double)beta[c] - " : "-");
    emit(w, "enum { CHANNELS = $stride };\n"
            "for (int c = 0; c < CHANNELS; c++) {\n"
            "const double factor = $gamma / sqrt((double)variance[c] + $epsilon);\n"
            "scale[c] = (xr_real)factor;\n"
            "shift[c] = (xr_real)($beta(double)mean[c] * factor);\n"
            "}\n");
}

void emit_finish_normalize_gradient(Writer *w, const Kernel *kernel)
{
    bool blocks = begin_blocks(w, kernel);
    emit(w, "double sum[$block] = {0}, product[$block] = {0};\n"
            "for (int n = 0; n < batch; n++) {\n"
            "const xr_real *const of_image = sums + (size_t)n * 2 * CHANNELS;\n"
            "for (int c = $first; c < $end; c++) {\n"
            "sum[$slot] += (double)of_image[c];\n"
            "product[$slot] += (double)of_image[CHANNELS + c];\n"
            "}\n}\n");
    if (kernel->statistics)
        emit(w, "const double count = (double)batch * PIXELS;\n");
    bind_text(w, "gamma", "%s", has_operand(kernel, "gamma") ? "(double)gamma[c]" : "1");
    emit(w, "for (int c = $first; c < $end; c++) {\n"
            "const double deviation = sqrt((double)variance[c] + $epsilon);\n");
    if (has_operand(kernel, "dgamma"))
        emit(w, "dgamma[c] = (xr_real)(product[$slot] / deviation);\n");
    if (has_operand(kernel, "dbeta"))
        emit(w, "dbeta[c] = (xr_real)sum[$slot];\n");
    if (kernel->statistics)
        emit(w, "gradient_scale[c] = (xr_real)($gamma / deviation);\n"
                "gradient_mean[c] = (xr_real)(sum[$slot] / count);\n"
                "gradient_slope[c] = (xr_real)(-product[$slot] / (count * deviation * "
                "deviation));\n");
    emit(w, "}\n");
    end_blocks(w, blocks);
    if (has_operand(kernel, "dgamma"))
        emit(w, "xr_note_finite(finite, xr_all_finite(dgamma, CHANNELS));\n");
    if (has_operand(kernel, "dbeta"))
        emit(w, "xr_note_finite(finite, xr_all_finite(dbeta, CHANNELS));\n");
}

void emit_finish_sum(Writer *w, const Kernel *kernel)
{
    bind_columns(w, kernel);
    bind_text(w, "size", "%zu", (size_t)kernel->rows * padded_channels(kernel->columns));
    emit(w, "enum { SIZE = $size };\n"
            "for (int i = 0; i < SIZE; i++) {\n"
            "double sum = 0;\n"
            "for (int n = 0; n < batch; n++)\n"
            "    sum += (double)sums[(size_t)n * SIZE + (size_t)i];\n"
            "gradient[i] = (xr_real)sum;\n"
            "}\n"
            "xr_note_finite(finite, xr_all_finite(gradient, SIZE));\n");
}
