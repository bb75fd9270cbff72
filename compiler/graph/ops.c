/* The table of ops, one row of ops.def each. */
#include "graph/ops.h"

const OpInfo *op_info(Op op)
{
    static const OpInfo table[] = {
#define XC_OP(                                                                                     \
    id, name, reach, elementwise, inputs, outputs, attributes, suffixes, infer, gradient, macs)    \
    [XC_OP_##id] = {                                                                               \
        name, reach, elementwise, inputs, outputs, attributes, suffixes, infer, gradient, macs},
#include "graph/ops.def"
#undef XC_OP
    };
    if ((unsigned)op >= XC_OP_COUNT)
        bug("no op has the number %d", (int)op);
    return &table[op];
}
