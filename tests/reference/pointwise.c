/* Element by element: dropout, sums and products, softmax. */
#include "reference/interpreter.h"

#include <math.h>
#include <string.h>

/* Inverted dropout: what is kept is divided by the probability of keeping it. */
void rule_dropout(Interpreter *interpreter, const Node *node)
{
    expect_inputs(node, 1);
    expect_output(node, node->inputs[0]->shape);
    const ReferenceRun *run = interpreter->run;
    const Dual *x = input_of(interpreter, node, 0);
    Dual *y = output_of(interpreter, node, 0);
    bool active = run->training && node->at.rate > 0;
    if (active && run->keep == NULL)
        reference_fail(node, "dropout of rate %g without a mask", node->at.rate);
    size_t per_image = elements_of(node->inputs[0]->shape);
    for (size_t i = 0; i < x->count; i++) {
        double factor = 1;
        if (active) {
            bool kept =
                run->keep(run->keep_context, node->at.stream, (int)(i / per_image), i % per_image);
            factor = kept ? 1 / (1 - node->at.rate) : 0;
        }
        y->value[i] = factor * x->value[i];
        for (int k = 0; k < run->directions; k++)
            if (x->tangent[k] != NULL)
                tangent_of(y, k)[i] = factor * x->tangent[k][i];
    }
}

/* p = softmax(z); dp_i = p_i * (dz_i - sum_j p_j dz_j). */
void rule_softmax(Interpreter *interpreter, const Node *node)
{
    expect_inputs(node, 1);
    expect_output(node, node->inputs[0]->shape);
    const Dual *z = input_of(interpreter, node, 0);
    Dual *p = output_of(interpreter, node, 0);
    size_t classes = (size_t)shape_channels(node->inputs[0]->shape);
    for (size_t row = 0; row < z->count; row += classes) {
        double top = z->value[row];
        double sum = 0;
        for (size_t j = 1; j < classes; j++)
            top = fmax(top, z->value[row + j]);
        for (size_t j = 0; j < classes; j++)
            sum += exp(z->value[row + j] - top);
        for (size_t j = 0; j < classes; j++)
            p->value[row + j] = exp(z->value[row + j] - top) / sum;
        for (int k = 0; k < interpreter->run->directions; k++) {
            const double *dz = z->tangent[k];
            double mean = 0;
            for (size_t j = 0; dz != NULL && j < classes; j++)
                mean += p->value[row + j] * dz[row + j];
            for (size_t j = 0; dz != NULL && j < classes; j++)
                tangent_of(p, k)[row + j] = p->value[row + j] * (dz[row + j] - mean);
        }
    }
}

void rule_add(Interpreter *interpreter, const Node *node)
{
    Dual *y = output_of(interpreter, node, 0);
    for (int i = 0; i < node->input_count; i++) {
        expect_output(node, node->inputs[i]->shape);
        const Dual *x = input_of(interpreter, node, i);
        for (size_t e = 0; e < y->count; e++)
            y->value[e] += x->value[e];
        for (int k = 0; k < interpreter->run->directions; k++)
            for (size_t e = 0; x->tangent[k] != NULL && e < y->count; e++)
                tangent_of(y, k)[e] += x->tangent[k][e];
    }
}

/* Where output element e of a product reads a factor: a vector meets every pixel of a map. */
static size_t factor_element(Shape factor, Shape product, size_t e)
{
    size_t per_image = elements_of(product);
    size_t channels = (size_t)shape_channels(product);
    if (pixels_of(factor) == pixels_of(product))
        return e;
    return e / per_image * channels + e % channels;
}

/* d(product) = sum over factors of its change times all the others: no division, so that zeros are
 * no trouble. */
static double product_without(
    Interpreter *interpreter, const Node *node, size_t element, int left_out)
{
    double product = 1;
    for (int i = 0; i < node->input_count; i++)
        if (i != left_out)
            product *= input_of(interpreter, node, i)
                           ->value[factor_element(
                               node->inputs[i]->shape, node->outputs[0]->shape, element)];
    return product;
}

static void check_factors(const Node *node)
{
    Shape out = node->outputs[0]->shape;
    for (int i = 0; i < node->input_count; i++) {
        Shape in = node->inputs[i]->shape;
        bool vector = pixels_of(in) == 1 && shape_channels(in) == shape_channels(out);
        if (!vector)
            expect_output(node, in);
    }
}

void rule_multiply(Interpreter *interpreter, const Node *node)
{
    check_factors(node);
    Dual *y = output_of(interpreter, node, 0);
    Shape out = node->outputs[0]->shape;
    for (size_t e = 0; e < y->count; e++)
        y->value[e] = product_without(interpreter, node, e, -1);
    for (int i = 0; i < node->input_count; i++) {
        const Dual *x = input_of(interpreter, node, i);
        for (int k = 0; k < interpreter->run->directions; k++)
            for (size_t e = 0; x->tangent[k] != NULL && e < y->count; e++)
                tangent_of(y, k)[e] +=
                    product_without(interpreter, node, e, i) *
                    x->tangent[k][factor_element(node->inputs[i]->shape, out, e)];
    }
}
