/* The stable text form of a Program, for --dump=plan and golden tests: phases with their stages,
 * operands and full-size traffic, then the arena's buffers with offsets and lifetimes. */
#ifndef XC_PROGRAM_PRINT_H
#define XC_PROGRAM_PRINT_H

#include "plan/program.h"

void program_print(const Program *program, FILE *stream);

/* "images", "chains" or "tiles". */
const char *domain_name(Domain domain);

#endif
