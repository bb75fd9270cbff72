/* The layers of two models as one table: a line a layer, what is alike folded. */
#ifndef XC_COMPARE_LAYERS_H
#define XC_COMPARE_LAYERS_H

#include "report/difference.h"
#include <stdio.h>

/* Marks: ~ changed, - removed, + added, = of another size, none: equal. */
void compare_layers(FILE *stream, const Difference *difference, bool every_layer);

#endif
