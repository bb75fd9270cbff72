#include "graph/readers.h"

Readers graph_readers(const Graph *graph)
{
    size_t values = graph->values.count;
    Readers readers = {arena_array(graph->arena, values + 1, sizeof *readers.start), NULL};
    for (size_t n = 0; n < graph->nodes.count; n++)
        for (int i = 0; i < graph->nodes.data[n]->input_count; i++)
            readers.start[graph->nodes.data[n]->inputs[i]->id + 1]++;
    for (size_t v = 0; v < values; v++)
        readers.start[v + 1] += readers.start[v];

    readers.nodes = arena_array(graph->arena, readers.start[values], sizeof *readers.nodes);
    size_t *next = arena_array(graph->arena, values, sizeof *next);
    for (size_t n = 0; n < graph->nodes.count; n++) {
        Node *node = graph->nodes.data[n];
        for (int i = 0; i < node->input_count; i++) {
            int id = node->inputs[i]->id;
            readers.nodes[readers.start[id] + next[id]++] = node;
        }
    }
    return readers;
}
