/* Pools. A maximum never sees padding (it counts as minus infinity) and goes to the first tap that
 * reaches it in raster order; an average divides by the taps that lie inside the map. */
#include "reference/interpreter.h"

#include <math.h>

/* The element of input 0 that a tap of a window reads, or -1 outside of the map. */
static long tap_element(const Window *w, int image, int y, int x, int tap, int channel)
{
    int from_y = y * w->stride_height + tap / w->kernel_width - w->pad_top;
    int from_x = x * w->stride_width + tap % w->kernel_width - w->pad_left;
    if (from_y < 0 || from_y >= w->height || from_x < 0 || from_x >= w->width)
        return -1;
    long pixel = ((long)image * w->height + from_y) * w->width + from_x;
    return pixel * w->channels + channel;
}

/* The element of input 0 that wins a window. */
static size_t window_winner(
    const Node *node, const Window *w, const double *input, int image, int y, int x, int channel)
{
    long winner = -1;
    for (int tap = 0; tap < w->kernel_height * w->kernel_width; tap++) {
        long element = tap_element(w, image, y, x, tap, channel);
        if (element >= 0 && (winner < 0 || input[element] > input[winner]))
            winner = element;
    }
    if (winner < 0)
        reference_fail(node, "window %d,%d holds padding alone", y, x);
    return (size_t)winner;
}

/* output[o] is input[winner]: of the value, and of every tangent. */
static void pick(Interpreter *interpreter, const Node *node, size_t output, size_t winner)
{
    const Dual *x = input_of(interpreter, node, 0);
    Dual *y = output_of(interpreter, node, 0);
    y->value[output] = x->value[winner];
    for (int k = 0; k < interpreter->run->directions; k++)
        if (x->tangent[k] != NULL)
            tangent_of(y, k)[output] = x->tangent[k][winner];
}

void rule_max_pool(Interpreter *interpreter, const Node *node)
{
    expect_inputs(node, 1);
    Window w = window_of(node);
    expect_output(node, shape_map(w.out_height, w.out_width, w.channels));
    const double *x_value = input_of(interpreter, node, 0)->value;
    size_t output = 0;
    for (int n = 0; n < interpreter->run->batch; n++)
        for (int y = 0; y < w.out_height; y++)
            for (int x = 0; x < w.out_width; x++)
                for (int c = 0; c < w.channels; c++, output++)
                    pick(interpreter, node, output, window_winner(node, &w, x_value, n, y, x, c));
}

static void average_windows(const Node *node, const double *input, double *output)
{
    Window w = window_of(node);
    for (int y = 0; y < w.out_height; y++)
        for (int x = 0; x < w.out_width; x++)
            for (int c = 0; c < w.channels; c++, output++) {
                int inside = 0;
                double sum = 0;
                for (int tap = 0; tap < w.kernel_height * w.kernel_width; tap++) {
                    long element = tap_element(&w, 0, y, x, tap, c);
                    if (element >= 0) {
                        sum += input[element];
                        inside++;
                    }
                }
                if (inside == 0)
                    reference_fail(node, "window %d,%d holds padding alone", y, x);
                *output = sum / inside;
            }
}

void rule_average_pool(Interpreter *interpreter, const Node *node)
{
    expect_inputs(node, 1);
    Window w = window_of(node);
    expect_output(node, shape_map(w.out_height, w.out_width, w.channels));
    apply_linear(interpreter, node, average_windows);
}

static void average_map(const Node *node, const double *input, double *output)
{
    size_t pixels = pixels_of(node->inputs[0]->shape);
    size_t channels = elements_of(node->outputs[0]->shape);
    for (size_t c = 0; c < channels; c++) {
        double sum = 0;
        for (size_t p = 0; p < pixels; p++)
            sum += input[p * channels + c];
        output[c] = sum / (double)pixels;
    }
}

void rule_global_average_pool(Interpreter *interpreter, const Node *node)
{
    expect_inputs(node, 1);
    expect_output(node, shape_vector(shape_channels(node->inputs[0]->shape)));
    apply_linear(interpreter, node, average_map);
}

void rule_global_max_pool(Interpreter *interpreter, const Node *node)
{
    expect_inputs(node, 1);
    Shape in = node->inputs[0]->shape;
    expect_output(node, shape_vector(shape_channels(in)));
    const double *x = input_of(interpreter, node, 0)->value;
    size_t channels = (size_t)shape_channels(in);
    size_t pixels = pixels_of(in);
    for (size_t n = 0; n < (size_t)interpreter->run->batch; n++)
        for (size_t c = 0; c < channels; c++) {
            size_t first = n * pixels * channels + c;
            size_t winner = first;
            for (size_t p = 1; p < pixels; p++)
                if (x[first + p * channels] > x[winner])
                    winner = first + p * channels;
            pick(interpreter, node, n * channels + c, winner);
        }
}
