/* What the language and its programs are limited to: one constant a row of limits.def. */
#ifndef XC_LIMITS_H
#define XC_LIMITS_H

#include <stdint.h>

enum {
#define XC_LIMIT(name, value, text) name = value,
#include "support/limits.def"
#undef XC_LIMIT
};

#endif
