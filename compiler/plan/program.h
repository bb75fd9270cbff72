/* The Program: how a Graph is executed. Two procedures (train, infer), each a list of phases.
 *
 * Between two batch-wide barriers lies one phase. Its tasks take their part of the batch through
 * all its stages in scratch that stays in cache; a stage is one call of one kernel. What a later
 * phase needs is stored in a buffer of the one planned arena. When the last task has ended, the
 * phase's finish stages merge what the tasks reduced, in a fixed order. */
#ifndef XC_PROGRAM_H
#define XC_PROGRAM_H

#include "graph/graph.h"
#include "support/map.h"

enum {
    XC_PANEL = 48, /* columns of a weight panel, see runtime/xr_tile.h */
    XC_CHAINS = 8, /* chains of a weight gradient: group g of images adds to chain g mod 8 */
    XC_MAX_OPERANDS = 24 /* of a kernel: maps that want more are cut */
};

static inline size_t padded_channels(int channels)
{
    return ((size_t)channels + XC_ALIGN - 1) / XC_ALIGN * XC_ALIGN;
}

/* A map in memory: height x width pixels inside a halo of zeros, stride reals from one pixel to
 * the next. Lanes from channels to stride are zero. */
typedef struct Layout {
    int height, width, channels;
    int stride;
    int pad[4]; /* top, bottom, left, right */
} Layout;

Layout layout_plain(Shape shape);
Layout layout_padded(Shape shape, const int pad[4]);
bool layout_is_plain(const Layout *layout);
/* Reals of one image. */
size_t layout_reals(const Layout *layout);

typedef enum Block {
    XC_BLOCK_ARENA, /* planned, shared over time */
    XC_BLOCK_VALUES, /* parameters */
    XC_BLOCK_GRADIENTS, /* laid out as the values */
    XC_BLOCK_TRANSPOSED, /* kernels for the input gradients, rewritten by the update */
    XC_BLOCK_COUNT
} Block;

/* The identifier of `what` of a layer or of a value named after one: conv1__kernel,
 * d_conv1__kernel_sums, conv1__forward; "" is its output, conv1__y. So every identifier of the
 * emitted program that comes from a layer has two underscores after the layer's name, and no other
 * has two anywhere but at its beginning: neither C's nor the C library's nor the program's own. A
 * layer may therefore bear any name. */
const char *layer_identifier(Arena *arena, const char *name, const char *what);

/* A named piece of memory: a field of the emitted struct. */
typedef struct Buffer {
    const char *name;
    Block block;
    bool per_image;
    size_t image; /* reals of one image, when per_image */
    size_t size; /* reals in all, a multiple of XC_ALIGN */
    size_t offset;
    int first_phase, last_phase; /* arena: live from the one to the other, both included */
    bool full_size; /* a map that counts in a phase's reads and writes */
    const char *note; /* shape and meaning, for the struct's comment */
} Buffer;

/* Scratch of one task. */
typedef struct Scratch {
    const char *name;
    size_t size; /* reals, for the group of images of a task */
    size_t offset;
    int first_stage, last_stage;
    const char *note;
} Scratch;

typedef enum OperandKind {
    XC_OPERAND_BUFFER, /* the buffer, at the task's first image when per image */
    XC_OPERAND_CHAIN, /* the task's chain in a buffer of chains */
    XC_OPERAND_SCRATCH,
    XC_OPERAND_IMAGES, /* the caller's images */
    XC_OPERAND_LABELS,
    XC_OPERAND_BATCH, /* int: images in the whole batch */
    XC_OPERAND_ACCUMULATE, /* bool: the chain holds a sum already */
    XC_OPERAND_FIRST, /* int: number of the task's first image */
    XC_OPERAND_TILE, /* int: which output tile */
    XC_OPERAND_STREAM, /* dropout: seed and step of the running step */
    XC_OPERAND_METRICS, /* where the step's loss and accuracy go */
    XC_OPERAND_FINITE, /* int *: cleared when a result is not finite */
    XC_OPERAND_NULL
} OperandKind;

typedef struct Operand {
    OperandKind kind;
    Buffer *buffer;
    Scratch *scratch;
} Operand;

typedef enum KernelKind {
#define XC_KERNEL(id, file) XC_KERNEL_##id,
#include "plan/kernels.def"
#undef XC_KERNEL
    XC_KERNEL_COUNT
} KernelKind;

/* ---- fused elementwise maps ----------------------------------------------------------------- */

typedef enum MapSourceKind {
    XC_SOURCE_MAP, /* (n, h, w, c) */
    XC_SOURCE_VECTOR, /* (n, c) */
    XC_SOURCE_CHANNEL /* (c) */
} MapSourceKind;

typedef struct MapSource {
    MapSourceKind kind;
    Layout layout; /* of a map */
    const char *name;
} MapSource;

/* A reference to what a step reads: step i as i, source i as -1 - i. */
typedef int MapRef;

typedef struct MapStep {
    Op op;
    Attributes at;
    MapRef inputs[XC_MAX_OPERANDS];
    int input_count;
    const char *name;
} MapStep;

typedef struct MapOutput {
    MapRef value;
    Layout layout;
    const char *name;
} MapOutput;

/* sums[n][0][c] += value; with centre: also sums[n][1][c] += value * (with - mean[c]). */
typedef struct MapSum {
    MapRef value;
    bool product;
    MapRef with, mean;
    const char *name;
} MapSum;

typedef struct FusedMap {
    Shape shape;
    struct {
        MapSource *data;
        size_t count, capacity;
    } sources;
    struct {
        MapStep *data;
        size_t count, capacity;
    } steps;
    struct {
        MapOutput *data;
        size_t count, capacity;
    } outputs;
    struct {
        MapSum *data;
        size_t count, capacity;
    } sums;
} FusedMap;

/* ---- kernels and phases --------------------------------------------------------------------- */

typedef struct KernelOperand {
    const char *name;
    const char *type; /* "xr_real *", "const xr_real *", "int", ... */
} KernelOperand;

/* A function of the emitted program. One for every distinct key, however many stages call it. */
typedef struct Kernel {
    KernelKind kind;
    const char *name; /* C name: depthwise_3x3_16x16x364 */
    const char *title; /* one line for its comment */
    const char *key;
    Layout x, y; /* input and output of the forward operation, as laid out here */
    Attributes at;
    bool bias, statistics;
    int rows, columns; /* of a parameter or of partial sums */
    int k_block, panel_block; /* tiles of a weight gradient */
    int images; /* the most images of one call */
    int band; /* output rows that one block of gathered pixels covers; 0: all */
    FusedMap *map;
    struct Kernel *helper; /* gathers or scatters pixels for a convolution that is not direct */
    KernelOperand operands[XC_MAX_OPERANDS];
    int operand_count;
    Location location; /* of the layer that asked first */
    int calls;
} Kernel;

typedef struct Stage {
    Kernel *kernel;
    Operand operands[XC_MAX_OPERANDS];
    const char *comment; /* the values it makes */
} Stage;

typedef enum Domain {
    XC_DOMAIN_IMAGES, /* a task is one group of images */
    XC_DOMAIN_CHAINS, /* a task is every eighth group, adding to its chain of weight gradients */
    XC_DOMAIN_TILES /* a task owns a tile of an output and reads the whole batch */
} Domain;

typedef struct Access {
    const Buffer *buffer;
    bool write;
} Access;

/* Work of a phase over output tiles: tasks call the stage with tile = 0 .. tiles-1. */
typedef struct TileWork {
    Stage stage;
    int tiles;
} TileWork;

typedef struct Phase {
    const char *name; /* C name: middle1_separable_conv2__forward */
    const char *title; /* what it does, for people */
    const char *direction; /* "forward", "loss", "backward", "gradient", "update", "inference" */
    const Layer *layer; /* its main layer, NULL for none */
    Location location;
    Domain domain;
    int group; /* images of a task's group */
    uint64_t macs; /* multiply-adds of the convolutions for one image */
    struct {
        Stage *data;
        size_t count, capacity;
    } stages;
    struct {
        TileWork *data;
        size_t count, capacity;
    } tiles; /* TILES only */
    struct {
        Stage *data;
        size_t count, capacity;
    } finish;
    struct {
        Scratch **data;
        size_t count, capacity;
    } scratch;
    size_t scratch_size; /* reals a thread */
    struct {
        Access *data;
        size_t count, capacity;
    } accesses; /* full-size maps */
} Phase;

typedef struct Procedure {
    const char *name; /* train, infer */
    struct {
        Phase **data;
        size_t count, capacity;
    } phases;
    struct {
        Buffer **data;
        size_t count, capacity;
    } buffers; /* arena */
    size_t arena_size; /* reals */
    size_t scratch_size;
} Procedure;

/* Where a parameter lives; index as in graph->parameters. */
typedef struct Storage {
    const Parameter *parameter;
    Buffer *value, *gradient;
    Buffer *transposed; /* NULL unless an input gradient reads the kernel */
    bool panels; /* xr_layout: panels or rows */
    int groups, rows, columns, row_stride;
    bool has_gradient; /* false: exactly zero but for the regularizer */
} Storage;

typedef struct MovingUpdate {
    int parameter; /* as in graph->parameters */
    const Buffer *batch;
    double momentum;
    int channels;
} MovingUpdate;

typedef struct Program {
    Arena *arena;
    const Graph *forward, *training, *inference;
    int batch; /* the most images of a step */
    Storage *parameters;
    size_t block_size[XC_BLOCK_COUNT]; /* reals; of the arena the larger procedure's */
    struct {
        MovingUpdate *data;
        size_t count, capacity;
    } moving;
    struct {
        Kernel **data;
        size_t count, capacity;
    } kernels;
    Map kernels_by_key;
    Map kernel_names; /* before they were numbered: int *, how many there are */
    Map field_names; /* of the emitted struct: its parameters, gradients, arenas */
    const Buffer *probabilities; /* of inference: batch x classes, padded */
    Procedure train, infer;
} Program;

/* Bytes of an element of a max pool's index, which counts the taps of the window from 0. */
static inline int tap_bytes(const Attributes *at)
{
    int taps = at->kernel[0] * at->kernel[1];
    return taps <= 1 << 8 ? 1 : taps <= 1 << 16 ? 2 : 4;
}

/* What the loss leaves of each image: loss, hit; with smoothed labels the cross-entropy as well. */
static inline int loss_figures(double label_smoothing)
{
    return label_smoothing > 0 ? 3 : 2;
}

/* True when the columns of a group are no multiple of the padding: its product can't be read or
 * written in place among the other groups' channels. */
static inline bool group_is_narrow(int groups, int columns)
{
    return groups > 1 && columns % XC_ALIGN != 0;
}

/* A name that no field of the emitted struct has: this one, or with a number behind it. */
const char *program_field_name(Program *program, const char *name);

/* Blocks as large as the values' that a model has beside them: the optimizer's. */
static inline int optimizer_slots(const Optimizer *optimizer)
{
    return optimizer->kind == XC_SGD ? 1 : 2;
}

/* Reals that an instance of the model takes, its arena the larger of training's and inference's,
 * and those of each thread's scratch. */
size_t program_memory_reals(const Program *program);
size_t program_scratch_reals(const Program *program);
/* Bytes that a training run in single precision takes with one thread, and each further thread:
 * the instance, scratch and a batch of images; not the data set. */
size_t program_training_bytes(const Program *program);
size_t program_thread_bytes(const Program *program);

#endif
