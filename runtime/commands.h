/* The verbs of a trainer. Each returns the exit status. */
#ifndef XR_COMMANDS_H
#define XR_COMMANDS_H

#include "options.h"
#include "xr.h"

int xr_command_train(const xr_model *model, const xr_options *options);
int xr_command_evaluate(const xr_model *model, const xr_options *options);
int xr_command_predict(const xr_model *model, const xr_options *options);
int xr_command_verify(const xr_model *model, const xr_options *options);
int xr_command_profile(const xr_model *model, const xr_options *options);

#endif
