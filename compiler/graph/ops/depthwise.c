/* Depthwise convolution: each channel by its own window, kernel {height, width, channels, 1}.
 *     y[i,j,c] = bias[c] + sum over u,v of kernel[u,v,c,0] * x[i*stride+u-pad, j*stride+v-pad, c]
 */
#include "graph/ops.h"

static const char *depthwise_output(const Attributes *at, Shape x, Shape kernel, Shape *output)
{
    if (x.rank != 3)
        return "it needs a map";
    if (kernel.rank != 4 || kernel.dim[3] != 1)
        return "the kernel must be height x width x channels x 1";
    if (at->kernel[0] != kernel.dim[0] || at->kernel[1] != kernel.dim[1])
        return "the kernel has another size";
    if (kernel.dim[2] != x.dim[2])
        return "the kernel is for another number of channels";
    return window_infer(at, x, x.dim[2], output);
}

bool op_depthwise_infer(Graph *graph, Node *node, Diag *diag)
{
    if (node->input_count != 2 && node->input_count != 3)
        return op_reject(graph, node, diag, "it takes an input, a kernel and perhaps a bias");
    Shape output = {0};
    const char *reason =
        depthwise_output(&node->at, node->inputs[0]->shape, node->inputs[1]->shape, &output);
    if (reason != NULL)
        return op_reject(graph, node, diag, reason);
    if (node->input_count == 3 && !shape_equal(node->inputs[2]->shape, shape_of_channels(output)))
        return op_reject(graph, node, diag, "the bias must have one element a channel");
    return op_set_shape(node, output);
}

void op_depthwise_gradient(GradientContext *context, Node *node, Value **output_gradients)
{
    Value *x = node->inputs[0], *kernel = node->inputs[1], *dy = output_gradients[0];
    Attributes at = node->at;
    if (gradient_wanted(context, kernel)) {
        at.like = kernel->shape;
        Node *d_kernel = gradient_node(
            context, XC_OP_DEPTHWISE_WEIGHT_GRADIENT, kernel, (Value *[]){x, dy}, 2, &at, node);
        gradient_add(context, kernel, d_kernel->outputs[0], node);
    }
    if (node->input_count == 3)
        op_bias_gradient_rule(context, node, node->inputs[2], dy);
    if (gradient_wanted(context, x)) {
        at.like = x->shape;
        Node *d_x = gradient_node(
            context, XC_OP_DEPTHWISE_INPUT_GRADIENT, x, (Value *[]){dy, kernel}, 2, &at, node);
        gradient_add(context, x, d_x->outputs[0], node);
    }
}

uint64_t op_depthwise_macs(const Node *node)
{
    Shape y = node->outputs[0]->shape;
    uint64_t pixels = (uint64_t)shape_height(y) * (uint64_t)shape_width(y);
    return pixels * shape_elements(node->inputs[1]->shape);
}

/* dy, kernel; like is the shape of x. */
bool op_depthwise_input_gradient_infer(Graph *graph, Node *node, Diag *diag)
{
    Shape y = {0};
    const char *reason = depthwise_output(&node->at, node->at.like, node->inputs[1]->shape, &y);
    if (reason == NULL && !shape_equal(y, node->inputs[0]->shape))
        reason = "the output's gradient has not the output's shape";
    return reason == NULL ? op_set_shape(node, node->at.like)
                          : op_reject(graph, node, diag, reason);
}

/* x, dy; like is the shape of the kernel. */
bool op_depthwise_weight_gradient_infer(Graph *graph, Node *node, Diag *diag)
{
    Shape y = {0};
    const char *reason = depthwise_output(&node->at, node->inputs[0]->shape, node->at.like, &y);
    if (reason == NULL && !shape_equal(y, node->inputs[1]->shape))
        reason = "the output's gradient has not the output's shape";
    return reason == NULL ? op_set_shape(node, node->at.like)
                          : op_reject(graph, node, diag, reason);
}
