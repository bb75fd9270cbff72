/* Products, element by element; a vector among maps scales the channels of every pixel. */
#include "graph/ops.h"

/* The shape that the operands spread to: a map's if there is one. */
static Shape widest(const Node *node)
{
    Shape shape = node->inputs[0]->shape;
    for (int i = 1; i < node->input_count; i++)
        if (node->inputs[i]->shape.rank > shape.rank)
            shape = node->inputs[i]->shape;
    return shape;
}

bool op_multiply_infer(Graph *graph, Node *node, Diag *diag)
{
    if (node->input_count < 1)
        return op_reject(graph, node, diag, "it needs an input");
    Shape shape = widest(node);
    for (int i = 0; i < node->input_count; i++) {
        Shape operand = node->inputs[i]->shape;
        if (!shape_equal(operand, shape) && !shape_equal(operand, shape_of_channels(shape)))
            return op_reject(
                graph, node, diag, "the shapes must be equal, or a vector of the map's channels");
    }
    return op_set_shape(node, shape);
}

/* dy times all operands but number of. A vector among maps leaves one map to the summation over
 * pixels, *left; it is NULL otherwise. */
static Value *product_of_others(
    GradientContext *context, Node *node, Value *dy, int of, Value **left)
{
    const Value *operand = node->inputs[of];
    bool spreads = operand->shape.rank < node->outputs[0]->shape.rank;
    Value **factors =
        arena_array(context->graph->arena, (size_t)node->input_count, sizeof *factors);
    int count = 0;
    factors[count++] = dy;
    *left = NULL;
    for (int i = 0; i < node->input_count; i++) {
        if (i == of)
            continue;
        if (spreads && *left == NULL && node->inputs[i]->shape.rank == 3)
            *left = node->inputs[i];
        else
            factors[count++] = node->inputs[i];
    }
    if (count == 1)
        return dy;
    if (!spreads)
        return gradient_node(context, XC_OP_MULTIPLY, operand, factors, count, NULL, node)
            ->outputs[0];
    Arena *arena = context->graph->arena;
    const char *name = name_after(arena, arena_printf(arena, "d_%s", operand->name), "product");
    return gradient_helper(context, XC_OP_MULTIPLY, name, factors, count, NULL, node)->outputs[0];
}

void op_multiply_gradient(GradientContext *context, Node *node, Value **output_gradients)
{
    for (int of = 0; of < node->input_count; of++) {
        Value *operand = node->inputs[of], *left;
        if (!gradient_wanted(context, operand))
            continue;
        Value *product = product_of_others(context, node, output_gradients[0], of, &left);
        if (left != NULL)
            product = gradient_node(
                context, XC_OP_MULTIPLY_REDUCE, operand, (Value *[]){product, left}, 2, NULL, node)
                          ->outputs[0];
        gradient_add(context, operand, product, node);
    }
}

/* Two maps: the sum over pixels of their product. */
bool op_multiply_reduce_infer(Graph *graph, Node *node, Diag *diag)
{
    Shape a = node->inputs[0]->shape, b = node->inputs[1]->shape;
    if (a.rank != 3 || !shape_equal(a, b))
        return op_reject(graph, node, diag, "it takes two maps of one shape");
    return op_set_shape(node, shape_of_channels(a));
}
