/* Program -> source in C. */
#ifndef XC_EMIT_H
#define XC_EMIT_H

#include "plan/program.h"

/* One file of the emitted program. */
typedef struct EmittedFile {
    const char *name; /* "net.c" */
    const char *text;
    size_t length;
} EmittedFile;

typedef struct EmittedFiles {
    EmittedFile *data;
    size_t count, capacity;
} EmittedFiles;

/* All files of the C form, in the Program's arena: NAME_net.h, net.h, net.c, kernels.h, kernels.c,
 * model.c, main.c. The same Program gives the same bytes. diag gives the names of model files for
 * comments; NULL leaves them out. */
EmittedFiles emit_c_files(const Program *program, const Diag *diag);

/* Writes them into directory, made where it is missing; each whole or not at all. False after an
 * error that belongs to the machine. */
bool emit_c(const Program *program, const char *directory, Diag *diag);

#endif
