/* One phase under construction: which nodes run in it, where each value lies meanwhile. */
#ifndef XC_BUILDER_H
#define XC_BUILDER_H

#include "plan/planner.h"

/* A value in memory during the phase. */
typedef struct Form {
    bool exists;
    Operand operand;
    Layout layout;
} Form;

typedef struct Local {
    bool runs; /* its producer runs in this phase */
    bool want_plain; /* some reader outside its map wants it in memory */
    bool want_padded;
    int pad[4]; /* the halo that readers want */
    bool transient; /* kept whole for the tiles phase that follows */
    Form plain, padded;
} Local;

typedef struct Builder {
    Planner *planner;
    Phase *phase;
    int phase_index;
    int level;
    int images; /* the most images of a task's group */
    bool *runs; /* by node id */
    int *depth; /* by node id: kernels other than maps on the way to it */
    int *group; /* by node id: union-find of fused elementwise nodes, -1 for others */
    int *next; /* by node id: the map's next node, -1 after the last and for others */
    bool *emitted;
    Local *locals; /* by value id */
    MapRef *steps; /* by value id, in the map under construction: 1 + step, 0 for none */
    int parts; /* of maps, so far */
    int *counted; /* by value id: the part that counted it as its source, the last of them */
    struct {
        int *data;
        size_t count, capacity;
    } running; /* ids of the nodes that run, from the least */
    struct {
        const int *data;
        size_t count;
    } level_nodes; /* ids of the level's nodes, from the least */
} Builder;

/* builder.c: one Builder plans all phases of a procedure, one after the other. */
Builder *builder_new(Planner *planner);
/* The empty phase of the level. */
Phase *builder_begin(Builder *builder, int level);
/* Forgets what was noted for the phase. */
void builder_end(Builder *builder);

/* phases.c: the phase of one level, its stages and buffers. */
Phase *plan_level_phase(Builder *builder, int level);
/* titles.c: name, layer and direction, once it is known what runs. */
void describe_phase(Builder *builder);
/* The title: what the stages do, in their order. Inference, one phase of all layers, has none. */
void title_phase(Builder *builder);

/* buffers.c: what a stage reads or writes, with life spans brought up to date. */
Operand use_buffer(Builder *builder, Buffer *buffer);
Operand use_scratch(Builder *builder, Scratch *scratch);
/* reals for a whole group of images. */
Scratch *new_scratch(Builder *builder, const char *name, size_t reals, const char *note);
/* The gradient's or the value's buffer of a parameter. */
Buffer *parameter_buffer(Builder *builder, const Value *parameter);
/* Whether a gradient is a parameter's; that of a constant is a sum on the way and no more. */
bool updates_parameter(const Builder *builder, const Value *gradient);
Buffer *gradient_buffer(Builder *builder, const Value *gradient);
/* A batch-reduced value's buffer: mean or variance. */
Buffer *reduced_buffer(Builder *builder, const Value *value);

/* forms.c: makes the value's form exist (by a copy where needed) and returns it. */
Form *plain_form(Builder *builder, const Value *value);
Form *padded_form(Builder *builder, const Value *value, const int pad[4]);
Form *any_form(Builder *builder, const Value *value);
/* The form that a kernel writes; plain, in the arena or in scratch. */
Form *output_form(Builder *builder, const Value *value);
/* Also gives the padded form, when the value is wanted padded. */
Form *padded_output_form(Builder *builder, const Value *value);
/* What the node wants of its input: a halo of these pads. */
bool wants_padded(const Node *node, int input, int pad[4]);
bool wants_plain(const Node *node, int input);

/* stages.c: a call of a kernel. */
Stage stage_new(Kernel *kernel);
void stage_add(Stage *stage, const char *name, const char *type, Operand operand);
/* Interns the kernel, keeps the stage, records reads and writes. */
void stage_push(Builder *builder, Stage *stage, const char *comment);
void stage_push_finish(Builder *builder, Stage *stage, const char *comment);
/* A fresh kernel to fill in. */
Kernel *kernel_new(Builder *builder, KernelKind kind, const Node *node);
Operand operand_of(OperandKind kind);

/* kernels.c: one kernel for one key. */
Kernel *kernel_intern(Program *program, Kernel *kernel);

/* maps.c: the fused elementwise nodes of one group as one stage, or several where it must be cut.
 */
void build_map(Builder *builder, int group);
/* The outputs that a map has for a value that it makes: 0, 1 or 2. */
int map_outputs(const Builder *builder, const Value *value);
/* A node of a map that is a sum over the batch and no step. */
bool map_is_sum(const Node *node);
/* cuts.c: of the group's nodes from `first` on, the node before which the map must be cut, -1 where
 * the rest fits into one kernel; what nodes behind the cut read is then wanted in memory. */
int map_cut(Builder *builder, int group, int first);
/* "bn > relu": the ops of a map in their order, NULL for a mere copy. */
const char *map_words(Arena *arena, const FusedMap *map);
void build_copy(Builder *builder, const Value *value, const Form *from, const Form *to);
/* lower.c: one stage for a node that is no elementwise map. */
void build_node(Builder *builder, const Node *node);
/* A kernel from one map or vector to another. gradient: the output is the forward operation's x. */
void build_simple(Builder *builder, const Node *node, KernelKind kind, bool gradient);
Operand parameter_operand(Builder *builder, const Value *value);
/* Mean and sum of squared differences of each image: [2][channels]. */
Buffer *moments_buffer(Builder *builder, const Node *statistics);
/* lower_conv.c */
void build_conv(Builder *builder, const Node *node);
void build_conv_input_gradient(Builder *builder, const Node *node);
/* lower_loss.c: loss and hit of each image, their gradient, probabilities. */
void build_cross_entropy(Builder *builder, const Node *node, const Value *logits);
void build_cross_entropy_gradient(Builder *builder, const Node *node);
void build_softmax(Builder *builder, const Node *node);
/* tiles.c: a weight gradient, by chains or by tiles. */
void build_weight_gradient(Builder *builder, const Node *node);
/* finish.c: what is merged and computed once all tasks of the phase have ended. */
void build_finish(Builder *builder, const Node *node);
bool conv_is_direct(const Attributes *at);
/* Output rows of which a convolution gathers the pixels at once, 0 for all images of the group;
 * *reals is the size of that block. */
int gather_band(const Builder *builder, const Attributes *at, Shape x, Shape y, size_t *reals);
/* What a narrow group needs behind its gathered pixels: its part of the output or its gradient. */
size_t narrow_group_reals(const Kernel *kernel, size_t gathered);
/* Rows and columns of one group's matrix of a kernel. */
void conv_matrix(const Value *kernel, const Attributes *at, int *rows, int *columns);
/* "_stride2", or nothing where it is 1. */
const char *stride_suffix(Arena *arena, const Attributes *at);
/* "3x3_16x16x64_364", with the stride where it is not 1: for names of kernels. */
const char *conv_name(Builder *builder, const Attributes *at, Shape x, Shape y);
/* The kernel that gathers the pixels which a convolution from x to y reads, or scatters their
 * gradients. */
Kernel *pixel_helper(
    Builder *builder, KernelKind kind, const Node *node, const Layout *x, const Layout *y);
Operand workspace(Builder *builder, size_t reals);

#endif
