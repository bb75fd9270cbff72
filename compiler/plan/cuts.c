/* Where a map must be cut: a kernel has at most XC_MAX_OPERANDS operands, and a network can ask for
 * maps of any number (many branches that meet, chains of normalisations of one tensor).
 *
 * A part takes as many of the group's nodes, in their order, as have operands for what they read,
 * for what is wanted of them outside, and for what the parts behind read of them. */
#include "plan/builder.h"

/* What a part has so far. */
typedef struct Part {
    Builder *builder;
    int group;
    int first; /* id of its first node */
    int operands; /* sources, outputs and sums */
    int waiting; /* values with no output of their own that nodes behind still read */
    bool streams; /* dropout: step and number of the first image */
} Part;

static const Node *node_of(const Builder *builder, int id)
{
    return builder->planner->graph->nodes.data[id];
}

static bool in_group(const Part *part, const Node *node)
{
    return part->builder->group[node->id] == part->group;
}

static bool in_part(const Part *part, const Value *value)
{
    return value->producer && value->producer->id >= part->first && in_group(part, value->producer);
}

/* Once a part reads a value, it is a source for all its nodes. */
static void add_source(Part *part, const Value *value)
{
    int *counted = &part->builder->counted[value->id];
    if (*counted == part->builder->parts || in_part(part, value))
        return;
    *counted = part->builder->parts;
    part->operands++;
}

static void add_sources(Part *part, const Node *node)
{
    bool reads_mean = node->op == XC_OP_NORMALIZE_INPUT_GRADIENT ||
                      node->op == XC_OP_NORMALIZE_PARAMETER_GRADIENT;
    for (int i = 0; i < node->input_count; i++)
        if (node->inputs[i]->class_ == XC_BATCH)
            add_source(part, node->inputs[i]);
    if (reads_mean)
        add_source(part, node->inputs[2]);
    if (node->op == XC_OP_NORMALIZE || node->op == XC_OP_BATCH_NORM)
        part->operands += 2; /* scale, shift */
    if (node->op == XC_OP_NORMALIZE_INPUT_GRADIENT)
        part->operands += 3; /* scale, mean, slope */
    if (node->op == XC_OP_DROPOUT && !part->streams) {
        part->streams = true;
        part->operands += 2;
    }
}

/* Id of the last node of the group that reads the value; -1 for none. */
static int last_reader(const Part *part, const Value *value)
{
    const Readers *readers = &part->builder->planner->readers;
    for (size_t i = readers->start[value->id + 1]; i-- > readers->start[value->id];)
        if (in_group(part, readers->nodes[i]))
            return readers->nodes[i]->id;
    return -1;
}

static bool waits(const Part *part, const Value *value, int behind)
{
    return map_outputs(part->builder, value) == 0 && last_reader(part, value) > behind;
}

static bool seen_before(const Node *node, int input)
{
    for (int i = 0; i < input; i++)
        if (node->inputs[i] == node->inputs[input])
            return true;
    return false;
}

static void add_node(Part *part, const Node *node)
{
    add_sources(part, node);
    for (int i = 0; i < node->input_count; i++)
        if (!seen_before(node, i) && in_part(part, node->inputs[i]) &&
            map_outputs(part->builder, node->inputs[i]) == 0 &&
            last_reader(part, node->inputs[i]) == node->id)
            part->waiting--;
    if (map_is_sum(node)) {
        part->operands++;
        return;
    }
    part->operands += map_outputs(part->builder, node->outputs[0]);
    part->waiting += waits(part, node->outputs[0], node->id);
}

/* The values that nodes behind the cut read go to memory. */
static void want_across(const Part *part, int end)
{
    Builder *builder = part->builder;
    for (int n = part->first; n != end; n = builder->next[n]) {
        const Node *node = node_of(builder, n);
        if (!map_is_sum(node) && waits(part, node->outputs[0], end - 1))
            builder->locals[node->outputs[0]->id].want_plain = true;
    }
}

int map_cut(Builder *builder, int group, int first)
{
    Part part = {.builder = builder, .group = group, .first = first};
    int cut = -1;
    builder->parts++;
    for (int n = first; n >= 0; n = builder->next[n]) {
        add_node(&part, node_of(builder, n));
        if (part.operands > XC_MAX_OPERANDS) {
            if (cut < 0)
                bug("%s alone has more operands than a kernel",
                    node_of(builder, first)->outputs[0]->name);
            want_across(&part, cut);
            return cut;
        }
        if (part.operands + part.waiting <= XC_MAX_OPERANDS)
            cut = builder->next[n];
    }
    return -1;
}
