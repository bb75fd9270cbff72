/* What a message of libyaml means in a model file: a hint, and notes where the slip most often is,
 * which is seldom where libyaml noticed it. */
#ifndef XC_YAML_EXPLAIN_H
#define XC_YAML_EXPLAIN_H

#include "support/diag.h"

typedef struct YamlProblem {
    const char *problem, *context; /* libyaml's words */
    Location at, context_at; /* the error, and the construct it is in */
    const char *text; /* the whole source */
    size_t length;
} YamlProblem;

/* Adds to the error that was reported last. */
void explain_yaml(Diag *diag, const YamlProblem *problem);

#endif
