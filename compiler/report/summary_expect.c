#include "graph/counts.h"
#include "report/summary.h"

#include <inttypes.h>

static void write_layer(FILE *stream, const Layer *layer, const Counts *counts)
{
    Shape shape = layer->output->shape;
    fprintf(stream, "    %s: {parameters: %" PRIu64 ", output: [", layer->name, counts->parameters);
    for (int i = 0; i < shape.rank; i++)
        fprintf(stream, "%s%d", i ? ", " : "", shape.dim[i]);
    fputs("]}\n", stream);
}

void summary_expect(FILE *stream, const Graph *forward)
{
    Counts total = counts_total(forward);
    const Counts *counts = counts_by_layer(forward);
    fprintf(stream,
        "expect:\n  parameters: {total: %" PRIu64 ", trainable: %" PRIu64
        ", non_trainable: %" PRIu64 "}\n  macs: %" PRIu64 "\n",
        total.parameters, total.trainable, total.parameters - total.trainable, total.macs);
    bool any = false;
    for (size_t i = 0; i < forward->layers.count; i++) {
        const Layer *layer = forward->layers.data[i];
        if (layer->parent || !counts[i].parameters)
            continue;
        fputs(any ? "" : "  layers:\n", stream);
        any = true;
        write_layer(stream, layer, &counts[i]);
    }
}
