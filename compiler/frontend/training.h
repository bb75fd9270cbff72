/* The sections 'input' and 'training' of a merged model to the Graph's. */
#ifndef XC_TRAINING_H
#define XC_TRAINING_H

#include "frontend/load.h"

/* Sets graph->images, input_mean and input_std. False after errors. */
bool read_input(const Evaluator *evaluator, const Model *model, Graph *graph);
/* Sets graph->training; what a file leaves out is Keras's default. False after errors. */
bool read_training(const Evaluator *evaluator, const Model *model, Graph *graph);

#endif
