/* pad puts zeros around a map; crop, its gradient, takes them off again. */
#include "graph/ops.h"

/* The shape with the pads around it; false where it is no map or too large. */
static bool padded_shape(Shape *shape, const int pad[4])
{
    size_t height, width;
    if (shape->rank != 3 ||
        !checked_add((size_t)shape->dim[0], (size_t)pad[0] + (size_t)pad[1], &height) ||
        !checked_add((size_t)shape->dim[1], (size_t)pad[2] + (size_t)pad[3], &width) ||
        height > INT32_MAX || width > INT32_MAX)
        return false;
    shape->dim[0] = (int)height;
    shape->dim[1] = (int)width;
    return shape_is_sound(*shape);
}

bool op_pad_infer(Graph *graph, Node *node, Diag *diag)
{
    Shape shape = node->inputs[0]->shape;
    if (!padded_shape(&shape, node->at.pad))
        return op_reject(graph, node, diag, "it needs a map, and one of bounded size");
    return op_set_shape(node, shape);
}

void op_pad_gradient(GradientContext *context, Node *node, Value **output_gradients)
{
    Value *x = node->inputs[0];
    if (!gradient_wanted(context, x))
        return;
    Attributes at = node->at;
    at.like = x->shape;
    Node *d_x = gradient_node(context, XC_OP_CROP, x, output_gradients, 1, &at, node);
    gradient_add(context, x, d_x->outputs[0], node);
}

bool op_crop_infer(Graph *graph, Node *node, Diag *diag)
{
    Shape shape = node->at.like;
    if (!padded_shape(&shape, node->at.pad) || !shape_equal(shape, node->inputs[0]->shape))
        return op_reject(graph, node, diag, "the pads do not fit");
    return op_set_shape(node, node->at.like);
}
