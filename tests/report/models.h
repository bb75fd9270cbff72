/* Forward Graphs and Programs of shipped models and of YAML texts, for tests of the reports. */
#ifndef TEST_REPORT_MODELS_H
#define TEST_REPORT_MODELS_H

#include "pipeline.h"

/* The compiled model of that name under models/, the test fails where there is none. */
Compilation shipped_model(Arena *arena, const char *name);
/* The model of a text, called "sketch". */
Compilation text_model(Arena *arena, const char *yaml);

/* What write prints, in the arena. */
char *printed(Arena *arena, void (*write)(FILE *stream, void *context), void *context);

#endif
