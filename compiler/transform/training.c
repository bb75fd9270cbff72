/* Algorithm: copy the forward nodes, rewriting batch_norm and the final softmax; differentiate the
 * loss; append the updates. */
#include "transform/autodiff.h"
#include "transform/clone.h"
#include "transform/transform.h"
#include "graph/ops.h"

/* A moving statistic and what it moves towards. */
typedef struct Moving {
    Value *moving, *batch;
    double momentum;
} Moving;

typedef struct Build {
    Clone clone;
    Diag *diag;
    Node **statistics; /* by id of the new value that they are of; NULL where there are none yet */
    struct {
        Moving *data;
        size_t count, capacity;
    } movings;
} Build;

/* The statistics of x: they belong to the value, so that norms of one value share them. */
static Node *statistics_of(Build *build, const Node *norm, Value *x)
{
    Node **slot = &build->statistics[norm->inputs[0]->id];
    if (*slot == NULL)
        *slot = graph_add_node(build->clone.graph, XC_OP_BATCH_STATISTICS, x->name, &x, 1, NULL,
            norm->layer, norm->location, build->diag);
    return *slot;
}

/* batch_norm(x, gamma, beta, moving mean, moving variance)
 *     -> batch_statistics(x), normalize(x, mean, variance, gamma, beta) */
static bool rewrite_batch_norm(Build *build, const Node *norm)
{
    Clone *clone = &build->clone;
    Arena *arena = clone->graph->arena;
    Value *x = clone_value(clone, norm->inputs[0]);
    Node *statistics = statistics_of(build, norm, x);
    if (statistics == NULL)
        return false;
    Value *mean = statistics->outputs[0], *variance = statistics->outputs[1];
    Value *inputs[] = {x, mean, variance, clone_value(clone, norm->inputs[1]),
        clone_value(clone, norm->inputs[2])};
    Node *normalize = graph_add_node(clone->graph, XC_OP_NORMALIZE, norm->outputs[0]->name, inputs,
        5, &norm->at, norm->layer, norm->location, build->diag);
    if (normalize == NULL)
        return false;
    clone->values[norm->outputs[0]->id] = normalize->outputs[0];
    vec_push(arena, &build->movings,
        ((Moving){clone_value(clone, norm->inputs[3]), mean, norm->at.momentum}));
    vec_push(arena, &build->movings,
        ((Moving){clone_value(clone, norm->inputs[4]), variance, norm->at.momentum}));
    return true;
}

static bool copy_forward(Build *build, const Node *last)
{
    const Graph *forward = build->clone.from;
    for (size_t i = 0; i < forward->nodes.count; i++) {
        const Node *node = forward->nodes.data[i];
        if (node == last)
            continue;
        if (node->op == XC_OP_BATCH_NORM) {
            if (!rewrite_batch_norm(build, node))
                return false;
            continue;
        }
        if (op_info(node->op)->gradient == op_no_gradient) {
            diag_error(build->diag, node->location, "%s cannot be trained through: %s",
                op_info(node->op)->name, "it may only be the last layer");
            return false;
        }
        if (!clone_node(&build->clone, node, build->diag))
            return false;
    }
    return true;
}

static Value *add_loss(Build *build, const Node *softmax)
{
    Graph *graph = build->clone.graph;
    graph->labels = graph_add_value(graph, "labels", XC_LABELS, (Shape){0});
    Value *inputs[] = {clone_value(&build->clone, softmax->inputs[0]), graph->labels};
    Attributes at = attributes_default();
    at.label_smoothing = graph->training.label_smoothing;
    Node *loss = graph_add_node(graph, XC_OP_SOFTMAX_CROSS_ENTROPY, "loss", inputs, 2, &at, NULL,
        softmax->location, build->diag);
    return loss != NULL ? loss->outputs[0] : NULL;
}

static void add_update(Build *build, Op op, Value **inputs, int input_count, const Attributes *at)
{
    if (graph_add_node(build->clone.graph, op, NULL, inputs, input_count, at, NULL, XC_NOWHERE,
            build->diag) == NULL)
        bug("'%s' cannot be updated", inputs[0]->name);
}

static void add_updates(Build *build, const GradientContext *gradients)
{
    const Graph *graph = build->clone.graph;
    for (size_t i = 0; i < graph->parameters.count; i++) {
        const Parameter *parameter = graph->parameters.data[i];
        if (!parameter->trainable)
            continue;
        Value *gradient = gradient_of(gradients, parameter->value);
        Value *inputs[] = {parameter->value, gradient};
        add_update(build, XC_OP_PARAMETER_UPDATE, inputs, gradient != NULL ? 2 : 1, NULL);
    }
    for (size_t i = 0; i < build->movings.count; i++) {
        const Moving *moving = &build->movings.data[i];
        Attributes at = attributes_default();
        at.momentum = moving->momentum;
        Value *inputs[] = {moving->moving, moving->batch};
        add_update(build, XC_OP_MOVING_UPDATE, inputs, 2, &at);
    }
}

/* The final softmax, or NULL after a located error. */
static const Node *find_softmax(const Graph *forward, Diag *diag)
{
    const Node *last = forward->output->producer;
    Location at = last != NULL ? last->location : XC_NOWHERE;
    if (last == NULL || last->op != XC_OP_SOFTMAX) {
        diag_error(diag, at, "the last layer must be softmax, so that the model can be trained");
        diag_hint(diag, "add '- softmax' as the last layer");
        return NULL;
    }
    if (last->inputs[0]->shape.rank != 1) {
        diag_error(diag, at, "the final softmax needs a vector of class scores, not a map of %s",
            shape_text(forward->arena, last->inputs[0]->shape));
        diag_hint(diag, "put '- global_average_pool' or '- flatten' before it");
        return NULL;
    }
    return last;
}

Graph *transform_training(const Graph *forward, Diag *diag)
{
    const Node *softmax = find_softmax(forward, diag);
    if (softmax == NULL)
        return NULL;
    Build build = {.clone = clone_begin(forward), .diag = diag};
    Graph *graph = build.clone.graph;
    build.statistics = arena_array(graph->arena, forward->values.count, sizeof(Node *));
    if (!copy_forward(&build, softmax))
        return NULL;
    graph->output = add_loss(&build, softmax);
    if (graph->output == NULL)
        return NULL;
    GradientContext *gradients = autodiff(graph, graph->output, diag);
    if (gradients == NULL)
        return NULL;
    add_updates(&build, gradients);
    return graph;
}
