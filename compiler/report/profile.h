/* Where the time of a training step goes: phases and layers with what they did, against what the
 * machine can do at most. */
#ifndef XC_PROFILE_H
#define XC_PROFILE_H

#include "plan/program.h"
#include "support/diag.h"
#include <stdio.h>

typedef struct ProfileRow {
    const char *name; /* of the phase or the layer */
    const char *title, *direction; /* of a phase; NULL: a layer's, or unsaid */
    const char *layer; /* NULL: none */
    const char *place; /* "model.yaml:12"; NULL: none */
    double seconds; /* median over the steps; of a layer the sum of its phases' */
    double share; /* of the sum of all phases and of what is between them */
    uint64_t flop, bytes; /* of a step, see docs/profile.md */
} ProfileRow;

typedef struct ProfileRows {
    ProfileRow *data;
    size_t count, capacity;
} ProfileRows;

typedef struct ProfileStep {
    double begin, end; /* seconds from the begin of the first step */
    const double *starts; /* of each phase */
} ProfileStep;

typedef struct Profile {
    Arena *arena;
    const Program *program;
    int threads, images;
    double peak_flop, peak_copied; /* a second, measured in the same run */
    struct {
        ProfileStep *data;
        size_t count, capacity;
    } steps;
    double step_seconds; /* median */
    double between; /* median of what a step takes beside its phases */
    double between_share;
    ProfileRows phases; /* in their order */
    ProfileRows layers; /* in the order of their first phase; phases of none by their direction */
} Profile;

/* Reads what the program's verb `profile` wrote. NULL when it is not whole. */
const Profile *profile_read(
    Arena *arena, const Diag *diag, const Program *program, const char *text);

/* The slowest first. */
void profile_table(FILE *stream, const Profile *profile, bool by_layer);
void profile_json(FILE *stream, const Profile *profile);
/* Trace events as Chrome and Perfetto read them: one for each step, and one for each phase of it.
 */
void profile_trace(FILE *stream, const Profile *profile);

#endif
