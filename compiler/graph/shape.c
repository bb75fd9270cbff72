/* Shapes and the arithmetic of windows. */
#include "graph/graph.h"

bool shape_equal(Shape a, Shape b)
{
    if (a.rank != b.rank)
        return false;
    for (int i = 0; i < a.rank; i++)
        if (a.dim[i] != b.dim[i])
            return false;
    return true;
}

bool shape_is_sound(Shape shape)
{
    size_t elements = 1;
    if (shape.rank < 0 || shape.rank > XC_MAX_RANK)
        return false;
    for (int i = 0; i < shape.rank; i++)
        if (shape.dim[i] < 1 || !checked_multiply(elements, (size_t)shape.dim[i], &elements) ||
            elements > INT32_MAX)
            return false;
    return true;
}

size_t shape_elements(Shape shape)
{
    size_t elements = 1;
    for (int i = 0; i < shape.rank; i++)
        if (shape.dim[i] < 0 || !checked_multiply(elements, (size_t)shape.dim[i], &elements))
            bug("a shape of more than 2^64 elements");
    return elements;
}

size_t shape_padded_elements(Shape shape)
{
    if (shape.rank == 0)
        return XC_ALIGN;
    size_t last = (size_t)shape.dim[shape.rank - 1];
    return shape_elements(shape) / last * ((last + XC_ALIGN - 1) / XC_ALIGN * XC_ALIGN);
}

const char *shape_text(Arena *arena, Shape shape)
{
    if (shape.rank == 0)
        return "scalar";
    const char *text = arena_printf(arena, "%d", shape.dim[0]);
    for (int i = 1; i < shape.rank; i++)
        text = arena_printf(arena, "%sx%d", text, shape.dim[i]);
    return text;
}

void same_padding(int size, int kernel, int stride, int *before, int *after)
{
    int64_t output = ((int64_t)size + stride - 1) / stride;
    int64_t total = (output - 1) * stride + kernel - size;
    if (total < 0)
        total = 0;
    *before = (int)(total / 2);
    *after = (int)(total - total / 2);
}

int window_output(int size, int kernel, int stride, int before, int after)
{
    int64_t room = (int64_t)size + before + after - kernel;
    if (room < 0)
        return 0;
    int64_t output = room / stride + 1;
    return output <= INT32_MAX ? (int)output : 0;
}
