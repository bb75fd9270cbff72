/* The loss: mean softmax cross-entropy of the logits, and the weights' regularizers. */
#include "reference/interpreter.h"

#include <math.h>

/* log(sum exp z), and into p its gradient softmax(z). */
static double log_sum_exp(const double *z, size_t classes, double *p)
{
    double top = z[0];
    double sum = 0;
    for (size_t j = 1; j < classes; j++)
        top = fmax(top, z[j]);
    for (size_t j = 0; j < classes; j++)
        sum += exp(z[j] - top);
    for (size_t j = 0; j < classes; j++)
        p[j] = exp(z[j] - top) / sum;
    return top + log(sum);
}

/* Cross-entropy of one image against the smoothed target t is logsumexp(z) - <t, z>, as t sums to
 * one; its change is <p - t, dz>. */
void reference_loss(Interpreter *interpreter)
{
    const ReferenceRun *run = interpreter->run;
    const Value *logits = run->graph->output->producer->inputs[0];
    const Dual *z = &interpreter->duals[logits->id];
    size_t classes = elements_of(logits->shape);
    double *p = interpreter->probabilities; /* the same numbers that rule_softmax left there */
    for (int n = 0; n < run->batch; n++) {
        const double *row = z->value + (size_t)n * classes;
        double *p_row = p + (size_t)n * classes;
        int label = run->labels[n];
        if (label < 0 || (size_t)label >= classes)
            reference_fail(NULL, "label %d of %zu classes", label, classes);
        interpreter->cross_entropy += log_sum_exp(row, classes, p_row) / run->batch;
        for (size_t j = 0; j < classes; j++) {
            double target = run->label_smoothing / (double)classes +
                            (j == (size_t)label ? 1 - run->label_smoothing : 0);
            interpreter->cross_entropy -= target * row[j] / run->batch;
            for (int k = 0; k < run->directions; k++)
                if (z->tangent[k] != NULL)
                    interpreter->cross_entropy_tangent[k] +=
                        (p_row[j] - target) * z->tangent[k][(size_t)n * classes + j] / run->batch;
        }
    }
}

void reference_regularizer(Interpreter *interpreter)
{
    const ReferenceRun *run = interpreter->run;
    const Graph *graph = run->graph;
    for (size_t i = 0; i < graph->parameters.count; i++) {
        const Parameter *parameter = graph->parameters.data[i];
        const Dual *w = &interpreter->duals[parameter->value->id];
        if (parameter->l1 == 0 && parameter->l2 == 0)
            continue;
        for (size_t e = 0; e < w->count; e++) {
            double x = w->value[e];
            double sign = x > 0 ? 1 : x < 0 ? -1 : 0;
            interpreter->regularization += parameter->l1 * fabs(x) + parameter->l2 * x * x;
            for (int k = 0; k < run->directions; k++)
                if (w->tangent[k] != NULL)
                    interpreter->regularization_tangent[k] +=
                        (parameter->l1 * sign + 2 * parameter->l2 * x) * w->tangent[k][e];
        }
    }
}
