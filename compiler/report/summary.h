/* What a model is and costs, for people and for programs. */
#ifndef XC_SUMMARY_H
#define XC_SUMMARY_H

#include "plan/program.h"

/* Which rows the table has. */
typedef struct SummaryRows {
    int depth; /* layers in so many blocks or fewer; negative: all */
    bool flat; /* layers by their full names, no blocks */
} SummaryRows;

/* A table in the manner of Keras: layers indented under their blocks, with output shape, receptive
 * field and stride, parameters and multiply-adds; below it the totals and the memory of training.
 */
void summary_table(FILE *stream, const Program *program, SummaryRows rows);

/* The section 'expect' of a model file that has these counts, with the layers at the top that have
 * parameters. */
void summary_expect(FILE *stream, const Graph *forward);

/* One JSON document:
 *   model, about, hash, batch
 *   input            [height, width, channels]
 *   parameters       {total, trainable, non_trainable}
 *   macs             of the forward pass of one image
 *   training_bytes   of a run with one thread at this batch: parameters, gradients, the
 *                    optimizer's state, arena, scratch, batch; not the data set
 *   thread_bytes     scratch of each further thread
 *   layers           [{name, kind, output, parameters, macs, receptive_field, stride}]: blocks
 *                    left out. receptive_field is [height, width] in pixels of the input, null
 *                    where all of it is seen; stride [height, width], null of a vector
 *   blocks           the same of each call of a block, summed over what it holds
 *   phases           of one training step, in order: [{name, title, direction, layer, domain,
 *                    group, macs, reads, writes, kernels}]; reads and writes name the full-size
 *                    maps that move through memory
 *   inference_phases */
void summary_json(FILE *stream, const Program *program);

#endif
