/* What ends a phase: partial results of the images are merged in their order and in double, so that
 * neither threads nor grouping can change a bit, and coefficients are computed from them. */
#include "emit/kernels.h"

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
    bind(w, "pixels", "%d", kernel->rows);
    bind(w, "rows", "%d", kernel->rows);
    bind(w, "channels", "%d", kernel->columns);
    bind(w, "stride", "%zu", padded_channels(kernel->columns));
    bind(w, "epsilon", "%.17g", kernel->at.epsilon);
}

void emit_finish_statistics(Writer *w, const Kernel *kernel)
{
    bind_columns(w, kernel);
    emit(w, "enum { PIXELS = $pixels, CHANNELS = $stride };\n"
            "double centre[CHANNELS] = {0}, squares[CHANNELS] = {0};\n"
            "for (int n = 0; n < batch; n++)\n"
            "    for (int c = 0; c < CHANNELS; c++)\n"
            "        centre[c] += (double)moments[n * 2 * CHANNELS + c];\n"
            "for (int c = 0; c < CHANNELS; c++)\n"
            "    centre[c] /= batch;\n"
            "for (int n = 0; n < batch; n++) {\n"
            "const xr_real *const of_image = moments + (size_t)n * 2 * CHANNELS;\n"
            "for (int c = 0; c < CHANNELS; c++) {\n"
            "const double difference = (double)of_image[c] - centre[c];\n"
            "squares[c] += (double)of_image[CHANNELS + c];\n"
            "squares[c] = PIXELS * difference * difference + squares[c];\n"
            "}\n}\n"
            "for (int c = 0; c < CHANNELS; c++) {\n"
            "mean[c] = (xr_real)centre[c];\n"
            "variance[c] = (xr_real)(squares[c] / ((double)batch * PIXELS));\n"
            "}\n");
}

void emit_finish_coefficients(Writer *w, const Kernel *kernel)
{
    bind_columns(w, kernel);
    emit(w, "enum { CHANNELS = $stride };\n"
            "for (int c = 0; c < CHANNELS; c++) {\n"
            "const double factor = (double)gamma[c] / sqrt((double)variance[c] + $epsilon);\n"
            "scale[c] = (xr_real)factor;\n"
            "shift[c] = (xr_real)((double)beta[c] - (double)mean[c] * factor);\n"
            "}\n");
}

void emit_finish_normalize_gradient(Writer *w, const Kernel *kernel)
{
    bind_columns(w, kernel);
    emit(w, "enum { PIXELS = $pixels, CHANNELS = $stride };\n"
            "double sum[CHANNELS] = {0}, product[CHANNELS] = {0};\n"
            "for (int n = 0; n < batch; n++) {\n"
            "const xr_real *const of_image = sums + (size_t)n * 2 * CHANNELS;\n"
            "for (int c = 0; c < CHANNELS; c++) {\n"
            "sum[c] += (double)of_image[c];\n"
            "product[c] += (double)of_image[CHANNELS + c];\n"
            "}\n}\n");
    if (kernel->statistics)
        emit(w, "const double count = (double)batch * PIXELS;\n");
    emit(w, "for (int c = 0; c < CHANNELS; c++) {\n"
            "const double deviation = sqrt((double)variance[c] + $epsilon);\n"
            "dgamma[c] = (xr_real)(product[c] / deviation);\n"
            "dbeta[c] = (xr_real)sum[c];\n");
    if (kernel->statistics)
        emit(w, "gradient_scale[c] = (xr_real)((double)gamma[c] / deviation);\n"
                "gradient_mean[c] = (xr_real)(sum[c] / count);\n"
                "gradient_slope[c] = (xr_real)(-product[c] / (count * deviation * deviation));\n");
    emit(w, "}\n"
            "xr_note_finite(finite, xr_all_finite(dgamma, CHANNELS));\n"
            "xr_note_finite(finite, xr_all_finite(dbeta, CHANNELS));\n");
}

void emit_finish_sum(Writer *w, const Kernel *kernel)
{
    bind_columns(w, kernel);
    bind(w, "size", "%zu", (size_t)kernel->rows * padded_channels(kernel->columns));
    emit(w, "enum { SIZE = $size };\n"
            "for (int i = 0; i < SIZE; i++) {\n"
            "double sum = 0;\n"
            "for (int n = 0; n < batch; n++)\n"
            "    sum += (double)sums[n * SIZE + i];\n"
            "gradient[i] = (xr_real)sum;\n"
            "}\n"
            "xr_note_finite(finite, xr_all_finite(gradient, SIZE));\n");
}
