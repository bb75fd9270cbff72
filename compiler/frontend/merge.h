/* One file's sections merged over those of the files that it extends. */
#ifndef XC_MERGE_H
#define XC_MERGE_H

#include "frontend/load.h"

typedef struct Merger {
    Arena *arena;
    Diag *diag;
    Model *model;
} Merger;

/* The file is a mapping; unknown keys are errors that let the others be merged. */
bool check_sections(const Merger *merger, const Tree *root);
/* own: the sections are those of the model file itself, or of --set. */
void merge_sections(const Merger *merger, const Tree *root, bool own);

#endif
