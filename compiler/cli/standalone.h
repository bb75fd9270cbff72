/* compile --standalone: what a directory of emitted sources needs to build anywhere. */
#ifndef XC_CLI_STANDALONE_H
#define XC_CLI_STANDALONE_H

#include "support/diag.h"

/* Puts the runtime's sources into directory/runtime and a Makefile for the model beside the
 * emitted sources. XC_EXIT_OK, or XC_EXIT_MACHINE after an error. */
int standalone_write(Arena *arena, Diag *diag, const char *directory, const char *name);

#endif
