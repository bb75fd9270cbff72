/* What a new model takes from its data. */
#ifndef XC_CLI_STARTER_DATA_H
#define XC_CLI_STARTER_DATA_H

#include "cli/starter.h"
#include "cli/verb.h"

/* place: a data file, the part of a model (NAME.yaml) that 'data pack' printed, CIFAR's folder, or
 * the words cifar10 and cifar100. Sets the shape, the classes and what the file says of them; all
 * images of files are read, for mean and std. Returns the exit status, after an error. */
int starter_data(const Command *command, const char *place, Starter *starter);

#endif
