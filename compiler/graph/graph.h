/* The Graph: the mathematics of a model as SSA values of static shape.
 *
 * A Value is made by one Node (or is a parameter, the images or the labels) and read by any number.
 * The batch axis is implicit: the shape of a batch value is that of one image.
 * All maps are height x width x channels; kernels are height x width x in x out (Keras's HWIO).
 *
 * The frontend makes the forward Graph: it ends in softmax, has batch_norm nodes with moving
 * statistics, and says nothing of training or inference. transform/ makes from it
 *   the training Graph   (batch statistics, loss, gradients, parameter updates) and
 *   the inference Graph  (moving statistics, no dropout).
 */
#ifndef XC_GRAPH_H
#define XC_GRAPH_H

#include "support/base.h"
#include "support/diag.h"
#include "support/limits.h"
#include "support/map.h"

enum { XC_MAX_RANK = 4 };
enum { XC_ALIGN = 16 }; /* in memory, channels are padded to a multiple of it, on every ISA */

/* rank 3: a map {height, width, channels}; rank 1: a vector {channels}; parameters have rank 1, 2
 * (dense kernels) or 4; rank 0 is a scalar. */
typedef struct Shape {
    int rank;
    int dim[XC_MAX_RANK];
} Shape;

static inline Shape shape_map(int height, int width, int channels)
{
    return (Shape){3, {height, width, channels, 0}};
}
static inline Shape shape_vector(int channels)
{
    return (Shape){1, {channels, 0, 0, 0}};
}
static inline int shape_height(Shape s)
{
    return s.rank == 3 ? s.dim[0] : 1;
}
static inline int shape_width(Shape s)
{
    return s.rank == 3 ? s.dim[1] : 1;
}
static inline int shape_channels(Shape s)
{
    return s.rank == 3 ? s.dim[2] : s.rank == 1 ? s.dim[0] : 1;
}
bool shape_equal(Shape a, Shape b);
/* Rank in range, every dimension at least 1, fewer than 2^31 elements. */
bool shape_is_sound(Shape shape);
/* Product of the dimensions, 1 for a scalar. Shapes in a Graph are checked to stay below 2^31. */
size_t shape_elements(Shape shape);
/* The same with the last dimension rounded up to a multiple of XC_ALIGN, as values lie in memory.
 */
size_t shape_padded_elements(Shape shape);
/* "16x16x364", "10", "3x3x64x364"; in a static-free way: the text lives in the arena. */
const char *shape_text(Arena *arena, Shape shape);

typedef enum ValueClass {
    XC_BATCH, /* one for every image of the batch */
    XC_PARAMETER, /* trainable, or a moving statistic; lives as long as the model */
    XC_CONSTANT, /* one number in all places: the gamma and beta that a layer does without */
    XC_REDUCED, /* reduced over the batch, or computed from such and parameters alone */
    XC_LABELS /* one class number an image */
} ValueClass;

typedef enum Op {
#define XC_OP(id, name, ...) XC_OP_##id,
#include "graph/ops.def"
#undef XC_OP
    XC_OP_COUNT
} Op;

/* How a node relates to the batch; see docs/architecture.md, "Phases". */
typedef enum OpReach {
    XC_PER_IMAGE, /* image n of the output needs only image n of the inputs */
    XC_BATCH_REDUCING, /* the output is a sum over the images */
    XC_PARAMETER_ONLY /* reads no batch value */
} OpReach;

/* The typed attributes of all ops in one plain struct; ops.def says which an op uses, and
 * graph/attributes.c walks them. */
typedef struct Attributes {
    int kernel[2]; /* height, width */
    int stride[2];
    int pad[4]; /* top, bottom, left, right: always explicit, may be uneven */
    int groups;
    double epsilon;
    double momentum; /* of moving statistics: moving = momentum*moving + (1-momentum)*batch */
    double rate; /* dropout */
    double argument; /* of an activation that has one: leaky_relu's slope, elu's alpha */
    double label_smoothing; /* softmax_cross_entropy */
    int offset, count; /* slice: first channel and number of channels */
    int stream; /* dropout: which random stream; a gradient has its forward's */
    Shape like; /* gradients: shape of the value whose gradient this is */
} Attributes;

typedef struct Node Node;
typedef struct Value Value;
typedef struct Layer Layer;
typedef struct GradientContext GradientContext; /* graph/gradient.h */

struct Value {
    int id; /* index in graph->values */
    const char
        *name; /* unique in the Graph: middle1_relu1, d_middle1_relu1, middle1_conv1.kernel */
    ValueClass class_;
    Shape shape;
    Node *producer; /* NULL for inputs and parameters */
    int output; /* which output of the producer */
    int parameter; /* index in graph->parameters, -1 for other values */
    double constant; /* of XC_CONSTANT: the number */
};

struct Node {
    int id; /* index in graph->nodes; nodes are in topological order */
    Op op;
    Attributes at;
    Value **inputs;
    int input_count;
    Value **outputs;
    int output_count;
    const Layer *layer; /* where it came from; NULL for loss and update */
    Location location;
};

typedef enum ParameterRole {
    XC_ROLE_KERNEL,
    XC_ROLE_DEPTHWISE_KERNEL,
    XC_ROLE_POINTWISE_KERNEL,
    XC_ROLE_BIAS,
    XC_ROLE_GAMMA,
    XC_ROLE_BETA,
    XC_ROLE_MOVING_MEAN,
    XC_ROLE_MOVING_VARIANCE
} ParameterRole;

typedef enum Initializer {
    XC_INIT_ZEROS,
    XC_INIT_ONES,
    XC_INIT_CONSTANT, /* a */
    XC_INIT_UNIFORM, /* [a, b) */
    XC_INIT_NORMAL, /* mean a, standard deviation b */
    XC_INIT_TRUNCATED_NORMAL, /* mean a, standard deviation b before truncation at two of it */
    XC_INIT_GLOROT_UNIFORM, /* Keras's fans, see the semantics document, section 4 */
    XC_INIT_GLOROT_NORMAL,
    XC_INIT_HE_UNIFORM,
    XC_INIT_HE_NORMAL,
    XC_INIT_LECUN_UNIFORM,
    XC_INIT_LECUN_NORMAL
} Initializer;

typedef struct Parameter {
    Value *value;
    ParameterRole role;
    bool trainable;
    Initializer initializer;
    double init_a, init_b;
    double fan_in, fan_out;
    double l1, l2; /* adds l1*sum|w| + l2*sum w^2 to the loss */
    const Layer *layer;
    const char *name; /* "middle1_separable_conv1/depthwise_kernel", the name in checkpoints */
} Parameter;

/* One argument of a layer, its value as the normal form writes it: "stride", "[2, 2]". */
typedef struct LayerArgument {
    const char *name, *value;
} LayerArgument;

/* A layer of the model file, or a call of a block: the tree that users see. */
struct Layer {
    int id; /* index in graph->layers; a block comes before its layers */
    const char *name; /* full name: middle1_separable_conv1 */
    const char *kind; /* conv, separable_conv, middle, add, ... */
    bool is_block; /* a call of a block of the file */
    const Layer *parent; /* the block call that holds it, NULL at the top */
    const LayerArgument *arguments; /* all of its kind, defaults too; of a block and a join none */
    size_t argument_count;
    const Value *input; /* what enters; the first of several */
    const Value *output;
    Location location;
};

enum { XC_MAX_JOIN = 4 }; /* inputs of an add or a multiply of a training or inference Graph */

typedef struct Optimizer {
    enum { XC_SGD, XC_ADAM, XC_ADAMW } kind;
    double momentum;
    bool nesterov;
    double beta1, beta2, epsilon, weight_decay;
} Optimizer;

typedef struct Schedule {
    enum { XC_SCHEDULE_STEPS, XC_SCHEDULE_COSINE, XC_SCHEDULE_ONE_CYCLE } kind;
    int step_count; /* steps: rates[i] holds from epoch starts[i] on; starts[0] is 0 */
    int *starts;
    double *rates;
    double rate, final_rate; /* cosine, one-cycle */
    int warm_up; /* epochs of linear warm-up */
} Schedule;

typedef struct Augment {
    double horizontal_flip; /* probability */
    double shift_height, shift_width; /* fraction of the size, continuous, bilinear, zero fill */
    double fill; /* after normalisation */
    int pad_and_crop; /* pixels; 0 is off */
    int cutout; /* side of the square; 0 is off */
} Augment;

typedef struct Training {
    const char *data; /* "cifar10", "cifar100", "synthetic", "none" or a path */
    int batch_size;
    int epochs;
    Optimizer optimizer;
    Schedule schedule;
    Augment augment;
    double label_smoothing;
    double validation; /* training images kept for validation; below 1: their part. 0: none */
} Training;

typedef struct Graph {
    Arena *arena;
    const char *name; /* of the model; a C identifier */
    const char *about;
    const char *file; /* as given by the user, base name only */
    const char *source; /* of the forward Graph: the model as one file, with all that it extends */
    uint64_t hash; /* of the flat normal form; 0 until the frontend sets it */
    const float *input_mean, *input_std; /* one a channel, of the raw bytes */
    int classes;
    Training training;
    Value *images; /* batch value, the input map */
    Value *labels; /* NULL in forward and inference Graphs */
    Value *output; /* forward, inference: softmax; training: the loss */
    Map names; /* of the values, kept by the constructors */

    struct {
        Value **data;
        size_t count, capacity;
    } values;
    struct {
        Node **data;
        size_t count, capacity;
    } nodes;
    struct {
        Parameter **data;
        size_t count, capacity;
    } parameters;
    struct {
        Layer **data;
        size_t count, capacity;
    } layers;
} Graph;

/* What ops.def and ops/<op>.c say of an op. The three rules are never NULL. */
typedef struct OpInfo {
    const char *name;
    OpReach reach;
    bool elementwise; /* output element (h,w,c) needs input elements (h,w,c), (c) or (1,1,c) only */
    int inputs; /* number, -1 for any */
    int outputs;
    const char *attributes; /* letters: k kernel, s stride, p pad, g groups, e epsilon, m momentum,
                               r rate, a argument, l label smoothing, o offset and count, t stream,
                               = like */
    const char *suffixes; /* of the outputs' names, separated by | */
    /* Shapes of the outputs from inputs and attributes. false after a diag_error at the node's
     * location that names the operands. */
    bool (*infer)(Graph *graph, Node *node, Diag *diag);
    /* Adds gradient nodes: given gradients of the outputs (NULL where none), calls gradient_add
     * for every input that wants one. op_no_gradient: not differentiable. */
    void (*gradient)(GradientContext *context, Node *node, Value **output_gradients);
    /* Multiply-adds for one image, as the literature counts (conv, depthwise and dense only). */
    uint64_t (*macs)(const Node *node);
} OpInfo;

const OpInfo *op_info(Op op);

/* Constructors. All copy what they are given into the Graph's arena. */
Graph *graph_new(Arena *arena, const char *name);
/* Names of values. Those of layers have no dot in them; what else there is of a layer is named
 * after it, with one dot: conv1, conv1.kernel, conv1.kernel_sums; d_conv1.kernel is a gradient.
 * Nothing but a layer is thus ever named as one is. A name that the Graph has gets a number. */
const char *name_after(Arena *arena, const char *of, const char *what);
/* An identifier of C, or two with a dot between. */
bool value_name_is_sound(const char *name);
/* A value of no node: images, labels, parameters. */
Value *graph_add_value(Graph *graph, const char *name, ValueClass class_, Shape shape);
/* A value of no node, the number in all places. */
Value *graph_add_constant(Graph *graph, const char *name, Shape shape, double number);
/* Adds the value and its Parameter row; the caller fills initializer, fans and regularizers. */
Parameter *graph_add_parameter(Graph *graph, const Layer *layer, ParameterRole role, Shape shape);
/* Appends a node with outputs named name (the second: name.index, name.variance, ..., as ops.def
 * says), infers shapes; NULL after a located error. Attributes that the op does not use are reset
 * to their defaults. at may be NULL for the defaults, name where there are no outputs. */
Node *graph_add_node(Graph *graph, Op op, const char *name, Value **inputs, int input_count,
    const Attributes *at, const Layer *layer, Location location, Diag *diag);
Layer *graph_add_layer(Graph *graph, const char *name, const char *kind, bool is_block,
    const Layer *parent, Location location);

/* Multiply-adds of one image. */
uint64_t graph_macs(const Graph *graph);

/* Attributes with kernel 1, stride 1, groups 1 and zeros. */
Attributes attributes_default(void);
/* at with what the op does not use reset to the defaults, so that equal nodes compare equal. */
Attributes attributes_used(Op op, const Attributes *at);
bool attributes_equal(const Attributes *a, const Attributes *b);
/* The class of what a node computes, from its op and its inputs. */
ValueClass node_output_class(const Node *node);
/* Pads of "same" (TensorFlow's: the odd pixel goes to bottom and right) for one axis. */
void same_padding(int size, int kernel, int stride, int *before, int *after);
/* floor((size + before + after - kernel) / stride) + 1, or 0 when the kernel does not fit. */
int window_output(int size, int kernel, int stride, int before, int after);

#endif
