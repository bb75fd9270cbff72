#include "report/drawing_flow.h"

#include "report/drawing_words.h"

bool is_drawn(const Drawing *drawing, const Layer *layer)
{
    return drawing->drawn[layer->id] == layer;
}

/* The top of the only box in the block; NULL where there is more in it. */
const Layer *only_box(const Drawing *drawing, const Layer *block)
{
    const LayerList *children = wiring_children(drawing->wiring, block);
    for (size_t i = 0; i < children->count; i++) {
        const Layer *child = children->data[i];
        if (child->is_block || (i > 0) != (drawing->above[child->id] != NULL))
            return NULL;
    }
    return children->count ? children->data[0] : NULL;
}

static bool is_within(const Layer *layer, const Layer *block)
{
    for (; layer; layer = layer->parent)
        if (layer == block)
            return true;
    return false;
}

const Layer *top_of(const Drawing *drawing, const Layer *layer)
{
    while (drawing->above[layer->id])
        layer = drawing->above[layer->id];
    return layer;
}

/* The innermost cluster around a layer; a block that is one box is none. */
static const Layer *home(const Drawing *drawing, const Layer *layer)
{
    const Layer *block = layer->parent;
    return block && only_box(drawing, block) ? block->parent : block;
}

/* The outermost call around the source that is not around the reader; NULL if there is none. */
static const Layer *block_left(const Layer *source, const Layer *reader)
{
    const Layer *left = NULL;
    for (const Layer *block = source->parent; block; block = block->parent)
        if (!is_within(reader, block))
            left = block;
    return left;
}

/* What flows from the source into a block, or out of one, is told where it has another shape than
 * what entered the block, or the box, that it comes from. reader: a layer or a block. */
static const char *flow_label(const Drawing *drawing, const Layer *source, const Layer *reader)
{
    const Layer *const *drawn = drawing->drawn;
    const Layer *left = block_left(source, reader);
    const Value *entered =
        left ? drawn[left->id]->input : top_of(drawing, drawn[source->id])->input;
    if (entered && shape_equal(entered->shape, source->output->shape))
        return "";
    bool folded = drawn[source->id] != source; /* then it is the last call that is left */
    return folded ? times_text(drawing->wiring->graph->arena, source->output->shape)
                  : output_text(drawing, source);
}

/* Rows tell the shapes within a block. */
const char *edge_label(const Drawing *drawing, const Layer *source, const Layer *reader)
{
    bool inside = home(drawing, drawing->drawn[source->id]) == home(drawing, reader);
    return inside ? "" : flow_label(drawing, source, reader);
}

/* What layers of a cluster read from outside comes in at one point where it forks, or where the
 * edge that leads there has a label: it is to stand outside. */

/* Ways on from the entrance; all those into an inner cluster are one. */
int count_ways(const Drawing *drawing, const Layer *block, const Layer *source)
{
    const LayerList *children = wiring_children(drawing->wiring, block);
    int ways = 0;
    for (size_t i = 0; i < children->count; i++) {
        const Layer *child = children->data[i];
        if (!is_drawn(drawing, child))
            continue;
        if (child->is_block)
            ways += count_ways(drawing, child, source) > 0;
        const LayerList *sources = &drawing->wiring->sources[child->id];
        for (size_t k = 0; k < sources->count; k++)
            ways += sources->data[k] == source;
    }
    return ways;
}

/* Of the clusters that the way leads into, only the outermost one can have a label before it. */
static bool is_labelled(const Drawing *drawing, const Layer *block, const Layer *source)
{
    bool outermost = !block->parent || (source && is_within(source, block->parent));
    return source && outermost && flow_label(drawing, source, block)[0];
}

/* Does what flows from the source come into the cluster? */
bool is_entered(const Drawing *drawing, const Layer *block, const Layer *source)
{
    bool outside = !(source && is_within(source, block));
    return outside && !only_box(drawing, block) && count_ways(drawing, block, source) > 0;
}

bool has_entrance(const Drawing *drawing, const Layer *block, const Layer *source)
{
    return is_entered(drawing, block, source) &&
           (count_ways(drawing, block, source) > 1 || is_labelled(drawing, block, source));
}
