/* What flows between the boxes and clusters of a drawing: where it comes into a cluster, and what
 * its edges are labelled with. A source is a layer or, where it is NULL, the images. */
#ifndef XC_DRAWING_FLOW_H
#define XC_DRAWING_FLOW_H

#include "report/drawing.h"

bool is_drawn(const Drawing *drawing, const Layer *layer);
/* The top of the only box in the block; NULL where there is more in it. */
const Layer *only_box(const Drawing *drawing, const Layer *block);
/* The layer on top of the one's box. */
const Layer *top_of(const Drawing *drawing, const Layer *layer);

/* In how many ways what the source gives is read in the block; all those in an inner cluster are
 * one. */
int count_ways(const Drawing *drawing, const Layer *block, const Layer *source);
/* Does what flows from the source come into the cluster? */
bool is_entered(const Drawing *drawing, const Layer *block, const Layer *source);
/* Does it come in at a point of its own: where it forks, or where the edge that leads there has a
 * label, which is to stand outside? */
bool has_entrance(const Drawing *drawing, const Layer *block, const Layer *source);

/* The shape that flows, where it has to be told; else "". */
const char *edge_label(const Drawing *drawing, const Layer *source, const Layer *reader);

#endif
