/* Convolution, dense layers included: a kernel of rank 2 is a 1x1 one, of a map or of a vector.
 *     y[i,j,f] = bias[f] + sum over u,v,c of kernel[u,v,c,f] * x[i*stride+u-pad, j*stride+v-pad, c]
 * Kernels are {height, width, in / groups, out}; group g maps its share of the input channels to
 * its share of the output channels. */
#include "graph/ops.h"

static const char *dense_output(const Attributes *at, Shape x, Shape kernel, Shape *output)
{
    bool plain = at->kernel[0] == 1 && at->kernel[1] == 1 && at->stride[0] == 1 &&
                 at->stride[1] == 1 && at->groups == 1 &&
                 (at->pad[0] | at->pad[1] | at->pad[2] | at->pad[3]) == 0;
    if (!plain)
        return "a dense kernel has neither window, stride, padding nor groups";
    if (shape_channels(x) != kernel.dim[0])
        return "the kernel is for another number of channels";
    *output = x;
    output->dim[x.rank - 1] = kernel.dim[1];
    return NULL;
}

/* NULL, or the reason why x and kernel do not go together. */
static const char *conv_output(const Attributes *at, Shape x, Shape kernel, Shape *output)
{
    if (!shape_is_activation(x))
        return "it needs a map or a vector";
    if (kernel.rank == 2)
        return dense_output(at, x, kernel, output);
    if (kernel.rank != 4)
        return "the kernel must have rank 2 or 4";
    if (x.rank != 3)
        return "it needs a map";
    if (at->kernel[0] != kernel.dim[0] || at->kernel[1] != kernel.dim[1])
        return "the kernel has another size";
    if (at->groups < 1 || x.dim[2] % at->groups != 0 || kernel.dim[3] % at->groups != 0)
        return "groups must divide the channels of input and output";
    if (kernel.dim[2] != x.dim[2] / at->groups)
        return "the kernel is for another number of channels";
    return window_infer(at, x, kernel.dim[3], output);
}

bool op_conv_infer(Graph *graph, Node *node, Diag *diag)
{
    if (node->input_count != 2 && node->input_count != 3)
        return op_reject(graph, node, diag, "it takes an input, a kernel and perhaps a bias");
    Shape output = {0};
    const char *reason =
        conv_output(&node->at, node->inputs[0]->shape, node->inputs[1]->shape, &output);
    if (reason != NULL)
        return op_reject(graph, node, diag, reason);
    if (node->input_count == 3 && !shape_equal(node->inputs[2]->shape, shape_of_channels(output)))
        return op_reject(graph, node, diag, "the bias must have one element a filter");
    return op_set_shape(node, output);
}

void op_conv_gradient(GradientContext *context, Node *node, Value **output_gradients)
{
    Value *x = node->inputs[0], *kernel = node->inputs[1], *dy = output_gradients[0];
    Attributes at = node->at;
    if (gradient_wanted(context, kernel)) {
        at.like = kernel->shape;
        Node *d_kernel = gradient_node(
            context, XC_OP_CONV_WEIGHT_GRADIENT, kernel, (Value *[]){x, dy}, 2, &at, node);
        gradient_add(context, kernel, d_kernel->outputs[0], node);
    }
    if (node->input_count == 3)
        op_bias_gradient_rule(context, node, node->inputs[2], dy);
    if (gradient_wanted(context, x)) {
        at.like = x->shape;
        Node *d_x = gradient_node(
            context, XC_OP_CONV_INPUT_GRADIENT, x, (Value *[]){dy, kernel}, 2, &at, node);
        gradient_add(context, x, d_x->outputs[0], node);
    }
}

void op_bias_gradient_rule(GradientContext *context, Node *node, Value *bias, Value *dy)
{
    if (!gradient_wanted(context, bias))
        return;
    if (gradient_sums_to_zero(context, node->outputs[0])) {
        gradient_set_zero(context, bias);
        return;
    }
    Node *d_bias =
        gradient_node(context, XC_OP_BIAS_GRADIENT, bias, (Value *[]){dy}, 1, NULL, node);
    gradient_add(context, bias, d_bias->outputs[0], node);
}

uint64_t op_conv_macs(const Node *node)
{
    Shape y = node->outputs[0]->shape;
    uint64_t pixels = (uint64_t)shape_height(y) * (uint64_t)shape_width(y);
    return pixels * shape_elements(node->inputs[1]->shape);
}

/* dy, kernel; like is the shape of x. */
bool op_conv_input_gradient_infer(Graph *graph, Node *node, Diag *diag)
{
    Shape y = {0};
    const char *reason = conv_output(&node->at, node->at.like, node->inputs[1]->shape, &y);
    if (reason == NULL && !shape_equal(y, node->inputs[0]->shape))
        reason = "the output's gradient has not the output's shape";
    return reason == NULL ? op_set_shape(node, node->at.like)
                          : op_reject(graph, node, diag, reason);
}

/* x, dy; like is the shape of the kernel. */
bool op_conv_weight_gradient_infer(Graph *graph, Node *node, Diag *diag)
{
    Shape y = {0};
    const char *reason = conv_output(&node->at, node->inputs[0]->shape, node->at.like, &y);
    if (reason == NULL && !shape_equal(y, node->inputs[1]->shape))
        reason = "the output's gradient has not the output's shape";
    return reason == NULL ? op_set_shape(node, node->at.like)
                          : op_reject(graph, node, diag, reason);
}

bool op_bias_gradient_infer(Graph *graph, Node *node, Diag *diag)
{
    if (!shape_is_activation(node->inputs[0]->shape))
        return op_reject(graph, node, diag, "it needs a map or a vector");
    return op_set_shape(node, shape_of_channels(node->inputs[0]->shape));
}
