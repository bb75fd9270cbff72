/* What the files of plan/ share while they plan one procedure. */
#ifndef XC_PLANNER_H
#define XC_PLANNER_H

#include "graph/readers.h"
#include "plan/program.h"

enum {
    XC_MAX_LEAVES = 4, /* stored tensors that a rebuilt value may read */
    XC_REBUILD_TAPS = 16, /* the most multiply-adds an element that rebuilding may cost */
    XC_CHAIN_BYTES = 4 << 20, /* a larger weight gradient is owned by tiles */
    XC_CHAIN_SMALL = 64 << 10,
    XC_CHAIN_PIXELS = 256, /* on a smaller map too, unless it is as small as XC_CHAIN_SMALL */
    XC_TASK_ROWS = 64, /* pixels that a task's group of images should have */
    XC_GROUP_MAX = 8
};

/* How a value travels from its phase to later ones. */
typedef struct ValuePlan {
    int level; /* the level that makes it */
    int available; /* the first level that may read it */
    size_t reals; /* of one image, without padding; an index counts less */
    bool rebuild; /* made again by each later level that needs it */
    int leaf_count; /* stored values that rebuilding reads */
    const Value *leaves[XC_MAX_LEAVES];
    int last_needed; /* the last level that reads it, its own when none does */
    bool stored;
    int last_phase; /* the last phase that reads it, when stored */
    Buffer *buffer;
} ValuePlan;

typedef struct Planner {
    Arena *arena;
    Program *program;
    Procedure *procedure;
    const Graph *graph;
    Diag *diag;
    const char *prefix; /* of arena buffers' names: "" or "infer_" */
    Readers readers;
    int level_count;
    int *node_level;
    int *by_level; /* ids of the nodes, level by level, from the least */
    int *level_start; /* where each level begins there; the last entry is where all end */
    bool *level_merges; /* a tiles phase follows: weight gradients */
    int *level_phase; /* index of the level's phase */
    int update_phase;
    bool cuts_by_group; /* inference: a phase also ends where the group of images grows */
    uint64_t image_macs; /* of inference's convolutions */
    int group_level[XC_GROUP_MAX + 1]; /* then: the least level of what asks for such a group */
    ValuePlan *values;
    /* Buffers of reduced values, by value id: mean, variance; and coefficients, by node id. */
    Buffer **reduced;
    Buffer **coefficients; /* XC_COEFFICIENTS of each node */
    /* Weight gradients that the tiles phase after the level being planned completes. */
    struct {
        TileWork *data;
        size_t count, capacity;
    } pending;
} Planner;

enum { XC_COEFFICIENTS = 4 };

/* groups.c: images of a task's group that the node asks for; 1 for what does not care. */
int group_of(const Planner *planner, const Node *node);
/* Lets groups cut the procedure, which is inference: before plan_levels. */
void plan_group_levels(Planner *planner);
/* The least level of the node for its group's sake. */
int level_of_group(const Planner *planner, const Node *node);

/* levels.c: fills all of levels but level_phase, and ValuePlan.level and available. */
void plan_levels(Planner *planner);
/* storage.c: decides what is stored, what is rebuilt and how long it is needed. */
void plan_storage(Planner *planner);

/* True when the weight gradient adds to chains, false when tiles own it. */
bool weight_gradient_in_chains(const Node *node);

/* limits.c: false after a located error, where indices or sizes of the training Graph's program
 * would overflow. */
bool plan_check_limits(const Graph *training, int batch, Diag *diag);

/* tiles.c: the phase of tiles that follows a level with weight gradients. */
Phase *plan_tiles_phase(Planner *planner, int level, const Phase *before);
/* finish.c: scales and shifts from the moving statistics, before inference. */
Phase *plan_prepare_phase(Planner *planner);

/* buffers.c */
Buffer *plan_buffer(Planner *planner, const char *name, bool per_image, size_t reals, int first,
    int last, const char *note);
/* What so many elements of the value take in reals: a max pool's index is smaller than they are. */
size_t plan_reals(const Value *value, size_t elements);
/* layer_identifier of a buffer of the procedure. */
const char *plan_name(const Planner *planner, const char *name, const char *what);

/* memory.c: offsets of arena buffers and of a phase's scratch; returns the size of the whole. */
size_t plan_arena_offsets(Arena *arena, Buffer **buffers, size_t count);
size_t plan_scratch_offsets(Arena *arena, Scratch **scratch, size_t count);

#endif
