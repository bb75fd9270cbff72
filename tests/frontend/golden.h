/* Messages of the front end, compared byte for byte with a file. */
#ifndef XC_TESTS_GOLDEN_H
#define XC_TESTS_GOLDEN_H

#include "frontend/frontend.h"

/* What loading the model prints; *loaded says whether there is a Graph. free() it. */
char *messages_of(const char *path, const FrontendOptions *options, bool *loaded);

/* The whole file, zero-terminated; NULL when it can't be read. free() it. */
char *read_file(const char *path);

/* The first line in which two texts differ, from 1; 0 when they are equal. */
int first_difference(const char *a, const char *b);

#endif
