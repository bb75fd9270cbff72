/* Blocks call each other and never themselves, whether or not they are called and whatever an 'if'
 * says. */
#ifndef XC_RECURSION_H
#define XC_RECURSION_H

#include "frontend/load.h"

/* An error for each call that closes a circle. Layers may be malformed. */
void check_recursion(Arena *arena, Diag *diag, const Model *model);

#endif
