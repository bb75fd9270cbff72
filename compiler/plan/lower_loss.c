/* Softmax and cross-entropy. */
#include "plan/builder.h"

/* Loss and hit of each image; of inference too the recipe's loss, so that both can be compared. */
void build_cross_entropy(Builder *builder, const Node *node, const Value *logits)
{
    Planner *planner = builder->planner;
    double smoothing = planner->graph->training.label_smoothing;
    Form *from = plain_form(builder, logits);
    Kernel *kernel = kernel_new(builder, XC_KERNEL_CROSS_ENTROPY, node);
    kernel->x = from->layout;
    kernel->at.label_smoothing = smoothing;
    kernel->name = arena_printf(planner->arena, "cross_entropy_%d", shape_channels(logits->shape));
    kernel->title = "loss and hit of each image";
    Buffer *losses = plan_buffer(planner, arena_printf(planner->arena, "%slosses", planner->prefix),
        true, (size_t)loss_figures(smoothing), builder->phase_index, builder->phase_index,
        smoothing > 0 ? "of each image: loss, hit, cross-entropy"
                      : "of each image: cross-entropy, hit");
    planner->coefficients[node->id * XC_COEFFICIENTS + 3] = losses;
    Stage stage = stage_new(kernel);
    stage_add(&stage, "logits", "const xr_real *", from->operand);
    stage_add(&stage, "labels", "const int32_t *", operand_of(XC_OPERAND_LABELS));
    stage_add(&stage, "losses", "xr_real *", use_buffer(builder, losses));
    stage_push(builder, &stage, "loss");
}

void build_cross_entropy_gradient(Builder *builder, const Node *node)
{
    Form *from = plain_form(builder, node->inputs[0]);
    Form *to = output_form(builder, node->outputs[0]);
    Kernel *kernel = kernel_new(builder, XC_KERNEL_CROSS_ENTROPY_GRADIENT, node);
    kernel->x = from->layout;
    kernel->y = to->layout;
    kernel->at.label_smoothing = node->at.label_smoothing;
    kernel->name = arena_printf(builder->planner->arena, "cross_entropy_gradient_%d",
        shape_channels(node->inputs[0]->shape));
    kernel->title = node->outputs[0]->name;
    Stage stage = stage_new(kernel);
    stage_add(&stage, "batch", "int", operand_of(XC_OPERAND_BATCH));
    stage_add(&stage, "logits", "const xr_real *", from->operand);
    stage_add(&stage, "labels", "const int32_t *", operand_of(XC_OPERAND_LABELS));
    stage_add(&stage, "dlogits", "xr_real *", to->operand);
    stage_push(builder, &stage, node->outputs[0]->name);
}

void build_softmax(Builder *builder, const Node *node)
{
    build_simple(builder, node, XC_KERNEL_SOFTMAX, false);
    if (node->outputs[0] == builder->planner->graph->output) {
        builder->planner->program->probabilities =
            output_form(builder, node->outputs[0])->operand.buffer;
        build_cross_entropy(builder, node, node->inputs[0]);
    }
}
