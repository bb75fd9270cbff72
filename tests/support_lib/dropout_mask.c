#include "support_lib/dropout_mask.h"

#include <stdlib.h>

enum { CHANNEL_PAD = 16 };

static uint64_t finalize(uint64_t x)
{
    x ^= x >> 30;
    x *= UINT64_C(0xbf58476d1ce4e5b9);
    x ^= x >> 27;
    x *= UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

static const Node *node_of_stream(const Graph *graph, int stream)
{
    for (size_t n = 0; n < graph->nodes.count; n++)
        if (graph->nodes.data[n]->op == XC_OP_DROPOUT && graph->nodes.data[n]->at.stream == stream)
            return graph->nodes.data[n];
    abort();
}

/* Elements count over whole pixels, whose channels are padded. */
bool dropout_keeps(void *context, int stream, int image, size_t element)
{
    const DropoutMask *mask = context;
    const uint64_t golden = UINT64_C(0x9e3779b97f4a7c15);
    const Node *node = node_of_stream(mask->graph, stream);
    Shape shape = node->outputs[0]->shape;
    uint64_t channels = (uint64_t)shape_channels(shape);
    uint64_t padded = (channels + CHANNEL_PAD - 1) / CHANNEL_PAD * CHANNEL_PAD;
    uint64_t pixels = (uint64_t)shape_height(shape) * (uint64_t)shape_width(shape);
    uint64_t pixel = (uint64_t)image * pixels + element / channels;
    uint64_t number = pixel * padded + element % channels;
    uint64_t key = finalize(finalize(mask->seed + golden * ((uint64_t)stream + 1)) + mask->step);
    return (double)(finalize(key + golden * number) >> 11) * 0x1p-53 >= node->at.rate;
}
