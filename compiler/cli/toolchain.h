/* From emitted sources to a program, by the C compiler of the machine. */
#ifndef XC_CLI_TOOLCHAIN_H
#define XC_CLI_TOOLCHAIN_H

#include "support/diag.h"

typedef struct ToolchainRequest {
    const char *name; /* of the model, and so of the program */
    const char *directory; /* every .c file in it is compiled; the program is put there */
    const char *isa; /* "native", or what -march takes: "x86-64-v3" */
    bool double_precision; /* -DXR_DOUBLE */
    bool poison; /* -DXC_POISON: the check of the memory plan is compiled in */
    bool profile; /* -DXC_PROFILE: phases note when they begin */
    bool verbose; /* print the commands */
    bool quiet; /* no "compiling ..." on stderr */
    struct xr_progress *progress; /* shows how far it is; NULL: nothing does */
} ToolchainRequest;

/* Compiles the sources and the runtime with $CC (default cc) and links directory/name, whole or
 * not at all. Objects are taken from the cache when flags, compiler, instruction set and
 * all of source and headers but the comments are the same, and the object is the one that was put
 * there. Returns the program's path, or NULL after an error that belongs to
 * the machine (XC_EXIT_MACHINE). SIGINT, SIGTERM and SIGHUP end the process, once nothing half
 * written is left. */
const char *toolchain_build(Arena *arena, Diag *diag, const ToolchainRequest *request);

/* An ISA name is a word of letters, digits, dots, dashes and underscores. */
bool toolchain_isa_is_word(const char *isa);

#endif
