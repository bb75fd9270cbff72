/* Windows, and the convolutions: maps that are linear in the input and linear in the kernel, so
 * that d(x*w) = dx*w + x*dw and one loop nest serves values and tangents. */
#include "reference/interpreter.h"

void expect_inputs(const Node *node, int count)
{
    if (node->input_count != count)
        reference_fail(node, "%d inputs instead of %d", node->input_count, count);
}

void expect_output(const Node *node, Shape shape)
{
    Shape is = node->outputs[0]->shape;
    bool equal = is.rank == shape.rank;
    for (int i = 0; equal && i < shape.rank; i++)
        equal = is.dim[i] == shape.dim[i];
    if (!equal)
        reference_fail(node, "shape %d %d %d of rank %d, should be %d %d %d of rank %d", is.dim[0],
            is.dim[1], is.dim[2], is.rank, shape.dim[0], shape.dim[1], shape.dim[2], shape.rank);
}

/* Windows start at -before, -before + stride, ...; all lie within the padded axis. */
static int windows(const Node *node, int size, int kernel, int stride, int before, int after)
{
    int count = 0;
    if (stride < 1 || kernel < 1 || before < 0 || after < 0)
        reference_fail(node, "window %d stride %d pads %d %d", kernel, stride, before, after);
    while (count * stride + kernel <= size + before + after)
        count++;
    return count;
}

Window window_of(const Node *node)
{
    Shape in = node->inputs[0]->shape;
    Shape out = node->outputs[0]->shape;
    const Attributes *at = &node->at;
    Window w = {
        .height = shape_height(in),
        .width = shape_width(in),
        .channels = shape_channels(in),
        .kernel_height = at->kernel[0],
        .kernel_width = at->kernel[1],
        .stride_height = at->stride[0],
        .stride_width = at->stride[1],
        .pad_top = at->pad[0],
        .pad_left = at->pad[2],
    };
    w.out_height = windows(node, w.height, at->kernel[0], at->stride[0], at->pad[0], at->pad[1]);
    w.out_width = windows(node, w.width, at->kernel[1], at->stride[1], at->pad[2], at->pad[3]);
    if (shape_height(out) != w.out_height || shape_width(out) != w.out_width)
        reference_fail(node, "output map %dx%d, should be %dx%d", shape_height(out),
            shape_width(out), w.out_height, w.out_width);
    return w;
}

void apply_linear(Interpreter *interpreter, const Node *node, LinearMap map)
{
    const ReferenceRun *run = interpreter->run;
    const Dual *x = input_of(interpreter, node, 0);
    Dual *y = output_of(interpreter, node, 0);
    size_t in = elements_of(node->inputs[0]->shape);
    size_t out = elements_of(node->outputs[0]->shape);
    for (size_t n = 0; n < (size_t)run->batch; n++)
        map(node, x->value + n * in, y->value + n * out);
    for (int k = 0; k < run->directions; k++)
        for (size_t n = 0; x->tangent[k] != NULL && n < (size_t)run->batch; n++)
            map(node, x->tangent[k] + n * in, tangent_of(y, k) + n * out);
}

/* output[0..columns) += sum of rows values of input times rows of the matrix. Four rows at a time:
 * that is all the speed that the judge of slim (4.26 G multiply-adds an image) needs. */
static void add_product(const double *restrict input, const double *restrict matrix, int rows,
    size_t row_length, size_t columns, double *restrict output)
{
    int i = 0;
    for (; i + 4 <= rows; i += 4) {
        const double *restrict m0 = matrix + (size_t)i * row_length;
        const double *restrict m1 = m0 + row_length;
        const double *restrict m2 = m1 + row_length;
        const double *restrict m3 = m2 + row_length;
        double a0 = input[i], a1 = input[i + 1], a2 = input[i + 2], a3 = input[i + 3];
        for (size_t j = 0; j < columns; j++)
            output[j] += a0 * m0[j] + a1 * m1[j] + a2 * m2[j] + a3 * m3[j];
    }
    for (; i < rows; i++)
        for (size_t j = 0; j < columns; j++)
            output[j] += input[i] * matrix[(size_t)i * row_length + j];
}

/* One tap of the kernel over one row of output pixels, for one group. A few input channels at a
 * time, all pixels each, so that their rows of the kernel stay in cache. */
static void conv_row(const Window *w, int row, int tap_x, int in_channels, int out_channels,
    size_t out_stride, const double *input, const double *tap, double *output)
{
    enum { CHANNELS_AT_A_TIME = 8 };
    for (int first = 0; first < in_channels; first += CHANNELS_AT_A_TIME) {
        int rows =
            in_channels - first < CHANNELS_AT_A_TIME ? in_channels - first : CHANNELS_AT_A_TIME;
        for (int x = 0; x < w->out_width; x++) {
            int from = x * w->stride_width + tap_x - w->pad_left;
            if (from < 0 || from >= w->width)
                continue;
            size_t pixel = (size_t)row * (size_t)w->width + (size_t)from;
            add_product(input + pixel * (size_t)w->channels + first,
                tap + (size_t)first * out_stride, rows, out_stride, (size_t)out_channels,
                output + (size_t)x * out_stride);
        }
    }
}

/* output += conv(input, kernel), all images. The kernel is height x width x in/groups x out. */
static void add_conv(
    const Node *node, int batch, const double *input, const double *kernel, double *output)
{
    Window w = window_of(node);
    int groups = node->at.groups;
    int in_channels = w.channels / groups;
    size_t columns = (size_t)shape_channels(node->outputs[0]->shape);
    int out_channels = (int)columns / groups;
    size_t in_image = elements_of(node->inputs[0]->shape);
    for (int n = 0; n < batch; n++)
        for (int y = 0; y < w.out_height; y++) {
            double *out_row =
                output + (size_t)(n * w.out_height + y) * (size_t)w.out_width * columns;
            for (int tap = 0; tap < w.kernel_height * w.kernel_width; tap++) {
                int from = y * w.stride_height + tap / w.kernel_width - w.pad_top;
                if (from < 0 || from >= w.height)
                    continue;
                for (int g = 0; g < groups; g++)
                    conv_row(&w, from, tap % w.kernel_width, in_channels, out_channels, columns,
                        input + (size_t)n * in_image + (size_t)(g * in_channels),
                        kernel + (size_t)(tap * in_channels) * columns + (size_t)(g * out_channels),
                        out_row + (size_t)(g * out_channels));
            }
        }
}

static void add_bias(const Dual *bias, const double *values, size_t pixels, double *output)
{
    for (size_t p = 0; p < pixels; p++)
        for (size_t c = 0; c < bias->count; c++)
            output[p * bias->count + c] += values[c];
}

static void check_bias(const Node *node, int channels)
{
    if (node->input_count == 2)
        return;
    expect_inputs(node, 3);
    Shape bias = node->inputs[2]->shape;
    if (bias.rank != 1 || bias.dim[0] != channels)
        reference_fail(node, "bias of rank %d with %d elements", bias.rank, bias.dim[0]);
}

typedef void (*KernelMap)(
    const Node *node, int batch, const double *input, const double *kernel, double *output);

/* y = x*w + b; dy = dx*w + x*dw + db. */
static void apply_bilinear(Interpreter *interpreter, const Node *node, KernelMap map)
{
    const ReferenceRun *run = interpreter->run;
    int batch = run->batch;
    const Dual *x = input_of(interpreter, node, 0);
    const Dual *w = input_of(interpreter, node, 1);
    const Dual *bias = node->input_count == 3 ? input_of(interpreter, node, 2) : NULL;
    Dual *y = output_of(interpreter, node, 0);
    size_t pixels = (size_t)batch * pixels_of(node->outputs[0]->shape);
    map(node, batch, x->value, w->value, y->value);
    if (bias != NULL)
        add_bias(bias, bias->value, pixels, y->value);
    for (int k = 0; k < run->directions; k++) {
        if (x->tangent[k] != NULL)
            map(node, batch, x->tangent[k], w->value, tangent_of(y, k));
        if (w->tangent[k] != NULL)
            map(node, batch, x->value, w->tangent[k], tangent_of(y, k));
        if (bias != NULL && bias->tangent[k] != NULL)
            add_bias(bias, bias->tangent[k], pixels, tangent_of(y, k));
    }
}

void rule_conv(Interpreter *interpreter, const Node *node)
{
    Window w = window_of(node);
    Shape kernel = node->inputs[1]->shape;
    int groups = node->at.groups;
    int out = kernel.dim[kernel.rank - 1];
    bool dense = kernel.rank == 2;
    if (groups < 1 || w.channels % groups != 0 || out % groups != 0)
        reference_fail(node, "%d groups of %d and %d channels", groups, w.channels, out);
    if (kernel.dim[kernel.rank - 2] != w.channels / groups ||
        w.kernel_height != (dense ? 1 : kernel.dim[0]) ||
        w.kernel_width != (dense ? 1 : kernel.dim[1]) || (!dense && kernel.rank != 4))
        reference_fail(node, "kernel %d %d %d %d does not fit", kernel.dim[0], kernel.dim[1],
            kernel.dim[2], kernel.dim[3]);
    check_bias(node, out);
    expect_output(node, node->inputs[0]->shape.rank == 3 ? shape_map(w.out_height, w.out_width, out)
                                                         : shape_vector(out));
    apply_bilinear(interpreter, node, add_conv);
}

/* The kernel is height x width x channels x 1. */
static void add_depthwise(
    const Node *node, int batch, const double *input, const double *kernel, double *output)
{
    Window w = window_of(node);
    size_t channels = (size_t)w.channels;
    for (int n = 0; n < batch; n++)
        for (int y = 0; y < w.out_height; y++)
            for (int x = 0; x < w.out_width; x++, output += channels)
                for (int tap = 0; tap < w.kernel_height * w.kernel_width; tap++) {
                    int from_y = y * w.stride_height + tap / w.kernel_width - w.pad_top;
                    int from_x = x * w.stride_width + tap % w.kernel_width - w.pad_left;
                    if (from_y < 0 || from_y >= w.height || from_x < 0 || from_x >= w.width)
                        continue;
                    const double *from =
                        input + (size_t)((n * w.height + from_y) * w.width + from_x) * channels;
                    for (size_t c = 0; c < channels; c++)
                        output[c] += from[c] * kernel[(size_t)tap * channels + c];
                }
}

void rule_depthwise(Interpreter *interpreter, const Node *node)
{
    Window w = window_of(node);
    Shape kernel = node->inputs[1]->shape;
    if (kernel.rank != 4 || kernel.dim[0] != w.kernel_height || kernel.dim[1] != w.kernel_width ||
        kernel.dim[2] != w.channels || kernel.dim[3] != 1)
        reference_fail(node, "kernel %d %d %d %d does not fit", kernel.dim[0], kernel.dim[1],
            kernel.dim[2], kernel.dim[3]);
    check_bias(node, w.channels);
    expect_output(node, shape_map(w.out_height, w.out_width, w.channels));
    apply_bilinear(interpreter, node, add_depthwise);
}
