/* The files of an emitted program; each function writes one. */
#ifndef XC_EMIT_PARTS_H
#define XC_EMIT_PARTS_H

#include "emit/writer.h"
#include "plan/program.h"

typedef struct Emission {
    const Program *program;
    const Diag *diag;
    const char *version;
    Arena *arena;
} Emission;

/* "NAME_net.h". All that a model shows to others begins with NAME_net_: its functions, its constant
 * and, for the linker, its kernels. No name of the C library, of POSIX or of the runtime is such a
 * name, so that a model may bear any name and a program hold several models. */
const char *emit_header_name(const Emission *emission);
const char *emit_public_header(const Emission *emission);
const char *emit_net_header(const Emission *emission);
const char *emit_net(const Emission *emission);
const char *emit_kernels_header(const Emission *emission);
const char *emit_kernels_source(const Emission *emission);
const char *emit_model(const Emission *emission);
const char *emit_main(const Emission *emission);

/* The comment that opens every file: what it is, of which model, by which compiler. */
void emit_banner(Writer *writer, const Emission *emission, const char *what);
/* phases.c: task and finish functions of all phases of a procedure. */
void emit_phases(Writer *writer, const Emission *emission, const Procedure *procedure);
/* The lines that run them one after the other. */
void emit_phase_calls(Writer *writer, const Emission *emission, const Procedure *procedure);
/* update.c: tiles of the update, and the functions that run them. */
void emit_update(Writer *writer, const Emission *emission);
bool emit_has_finish(const Phase *phase);

#endif
