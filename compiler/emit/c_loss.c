/* Softmax and its cross-entropy, in the form of logits: the row's maximum is subtracted, so that
 * nothing overflows, and sums are taken in double. */
#include "emit/kernels.h"

static void emit_row(Writer *w, const Kernel *kernel)
{
    bind_layout(w, "", &kernel->x);
    emit(w, "enum { CLASSES = $channels, STRIDE = $stride };\n"
            "for (int n = 0; n < images; n++) {\n");
}

static void emit_log_sum(Writer *w, const char *logits)
{
    bind_text(w, "logits", "%s", logits);
    emit(w, "const xr_real *const row = $logits + (size_t)n * STRIDE;\n"
            "double largest = (double)row[0];\n"
            "for (int k = 1; k < CLASSES; k++)\n"
            "    largest = (double)row[k] > largest ? (double)row[k] : largest;\n"
            "double sum = 0;\n"
            "for (int k = 0; k < CLASSES; k++)\n"
            "    sum += exp((double)row[k] - largest);\n");
}

void emit_softmax(Writer *w, const Kernel *kernel)
{
    emit_row(w, kernel);
    emit_log_sum(w, "x");
    emit(w, "xr_real *const probability = y + (size_t)n * STRIDE;\n"
            "memset(probability, 0, STRIDE * sizeof *probability);\n"
            "for (int k = 0; k < CLASSES; k++)\n"
            "    probability[k] = (xr_real)(exp((double)row[k] - largest) / sum);\n"
            "}\n");
}

/* Of each image: the recipe's loss, the hit, and, where labels are smoothed, the cross-entropy with
 * the labels as they are. */
static void bind_smoothing(Writer *w, const Kernel *kernel)
{
    bind_text(w, "smoothing", "%.17g", kernel->at.label_smoothing);
    bind_text(w, "figures", "%d", loss_figures(kernel->at.label_smoothing));
}

void emit_cross_entropy(Writer *w, const Kernel *kernel)
{
    bind_smoothing(w, kernel);
    emit_line(w, "if (!labels)");
    emit_line(w, "    return;");
    emit_row(w, kernel);
    emit_log_sum(w, "logits");
    emit(w, "int best = 0;\n"
            "for (int k = 1; k < CLASSES; k++)\n"
            "    best = row[k] > row[best] ? k : best;\n"
            "const double log_sum = largest + log(sum);\n");
    if (kernel->at.label_smoothing > 0)
        emit(w, "double mean = 0;\n"
                "for (int k = 0; k < CLASSES; k++)\n"
                "    mean += (double)row[k] / CLASSES;\n"
                "const double aim = (1 - $smoothing) * ((double)row[labels[n]] - mean) + mean;\n"
                "losses[$figures * n] = (xr_real)(log_sum - aim);\n"
                "losses[$figures * n + 2] = (xr_real)(log_sum - (double)row[labels[n]]);\n");
    else
        emit(w, "losses[$figures * n] = (xr_real)(log_sum - (double)row[labels[n]]);\n");
    emit(w, "losses[$figures * n + 1] = best == labels[n] ? 1 : 0;\n"
            "}\n");
}

void emit_cross_entropy_gradient(Writer *w, const Kernel *kernel)
{
    double smoothing = kernel->at.label_smoothing;
    bind_text(w, "smoothing", "%.17g", smoothing);
    emit_row(w, kernel);
    emit_log_sum(w, "logits");
    emit(w, "xr_real *const gradient = dlogits + (size_t)n * STRIDE;\n"
            "memset(gradient, 0, STRIDE * sizeof *gradient);\n"
            "for (int k = 0; k < CLASSES; k++) {\n"
            "const double probability = exp((double)row[k] - largest) / sum;\n");
    if (smoothing > 0)
        emit(w, "const double hit = k == labels[n] ? 1 - $smoothing : 0;\n"
                "const double aim = hit + $smoothing / CLASSES;\n");
    else
        emit(w, "const double aim = k == labels[n] ? 1 : 0;\n");
    emit(w, "gradient[k] = (xr_real)((probability - aim) / batch);\n"
            "}\n"
            "}\n");
}

void emit_finish_loss(Writer *w, const Kernel *kernel)
{
    bool smoothed = kernel->at.label_smoothing > 0;
    bind_smoothing(w, kernel);
    emit(w, "metrics->images = batch;\n"
            "metrics->finite = true;\n"
            "if (!labels)\n"
            "    return;\n");
    emit_line(w, smoothed ? "double loss = 0, cross_entropy = 0;" : "double loss = 0;");
    emit(w, "int correct = 0;\n"
            "for (int n = 0; n < batch; n++) {\n"
            "loss += (double)losses[$figures * n];\n"
            "correct += losses[$figures * n + 1] != 0;\n");
    if (smoothed)
        emit_line(w, "cross_entropy += (double)losses[%d * n + 2];",
            loss_figures(kernel->at.label_smoothing));
    emit(w, "}\n"
            "metrics->loss = loss;\n");
    emit_line(w, "metrics->cross_entropy = %s;", smoothed ? "cross_entropy" : "loss");
    emit(w, "metrics->correct = correct;\n"
            "metrics->finite = isfinite(loss);\n");
}
