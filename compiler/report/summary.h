/* What a model is and costs, for people and for programs. */
#ifndef XC_SUMMARY_H
#define XC_SUMMARY_H

#include "plan/program.h"

/* A table in the manner of Keras: layers indented under their blocks, with output shape,
 * parameters and multiply-adds; below it the totals and the memory of training. */
void summary_table(FILE *stream, const Program *program);

/* One JSON document:
 *   model, about, hash, batch
 *   parameters       {total, trainable, non_trainable}
 *   macs             of the forward pass of one image
 *   training_bytes   arena, parameters, gradients and momentum at this batch
 *   layers           [{name, kind, output, parameters, macs}]: blocks left out
 *   blocks           the same of each call of a block, summed over what it holds
 *   phases           of one training step, in order: [{name, title, direction, layer, domain,
 *                    group, macs, reads, writes, kernels}]; reads and writes name the full-size
 *                    maps that move through memory
 *   inference_phases */
void summary_json(FILE *stream, const Program *program);

#endif
