/* How the reports write numbers and names. Texts live in the arena. */
#ifndef XC_FIGURES_H
#define XC_FIGURES_H

#include "graph/graph.h"

/* "3,611,466" */
const char *grouped_text(Arena *arena, uint64_t number);
/* "13.8 MiB" */
const char *bytes_text(Arena *arena, uint64_t bytes);
/* A pair as people write it: "2" for "[2, 2]"; any other value as it is. */
const char *setting_text(Arena *arena, const char *value);

/* How many block calls hold the layer. */
int layer_depth(const Layer *layer);
/* A layer's name without the prefix of the block that holds it, which stands above. */
const char *layer_own_name(const Layer *layer);

#endif
