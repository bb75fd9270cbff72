/* Stages: calls of kernels with their operands. */
#include "plan/builder.h"

#include <string.h>

Kernel *kernel_new(Builder *builder, KernelKind kind, const Node *node)
{
    Kernel *kernel = arena_alloc(builder->planner->arena, sizeof *kernel);
    kernel->kind = kind;
    kernel->at = attributes_default();
    kernel->location = node ? node->location : XC_NOWHERE;
    return kernel;
}

Stage stage_new(Kernel *kernel)
{
    Stage stage;
    memset(&stage, 0, sizeof stage);
    stage.kernel = kernel;
    return stage;
}

void stage_add(Stage *stage, const char *name, const char *type, Operand operand)
{
    Kernel *kernel = stage->kernel;
    if (kernel->operand_count == XC_MAX_OPERANDS)
        bug("kernel %s has too many operands", kernel->name ? kernel->name : name);
    kernel->operands[kernel->operand_count] = (KernelOperand){name, type};
    stage->operands[kernel->operand_count++] = operand;
}

static bool is_const(const char *type)
{
    return strncmp(type, "const ", 6) == 0;
}

static void record_access(Builder *builder, const Buffer *buffer, bool write)
{
    Phase *phase = builder->phase;
    for (size_t i = 0; i < phase->accesses.count; i++)
        if (phase->accesses.data[i].buffer == buffer && phase->accesses.data[i].write == write)
            return;
    vec_push(builder->planner->arena, &phase->accesses, ((Access){buffer, write}));
}

/* What the phase itself has just written is in cache and no read of memory. */
static bool written_here(const Phase *phase, const Buffer *buffer)
{
    for (size_t i = 0; i < phase->accesses.count; i++)
        if (phase->accesses.data[i].buffer == buffer && phase->accesses.data[i].write)
            return true;
    return false;
}

static void record_accesses(Builder *builder, const Stage *stage)
{
    for (int i = 0; i < stage->kernel->operand_count; i++) {
        const Operand *operand = &stage->operands[i];
        if (operand->kind != XC_OPERAND_BUFFER || !operand->buffer->full_size)
            continue;
        bool write = !is_const(stage->kernel->operands[i].type);
        if (write || !written_here(builder->phase, operand->buffer))
            record_access(builder, operand->buffer, write);
    }
}

/* Copies may have been pushed since the operands were named: the life spans end here. */
static void touch_operands(Builder *builder, const Stage *stage)
{
    for (int i = 0; i < stage->kernel->operand_count; i++) {
        if (stage->operands[i].kind == XC_OPERAND_SCRATCH)
            use_scratch(builder, stage->operands[i].scratch);
        else if (stage->operands[i].buffer)
            use_buffer(builder, stage->operands[i].buffer);
    }
}

void stage_push(Builder *builder, Stage *stage, const char *comment)
{
    stage->comment = comment;
    touch_operands(builder, stage);
    if (stage->kernel->images == 0)
        stage->kernel->images = builder->images;
    record_accesses(builder, stage);
    stage->kernel = kernel_intern(builder->planner->program, stage->kernel);
    vec_push(builder->planner->arena, &builder->phase->stages, *stage);
}

void stage_push_finish(Builder *builder, Stage *stage, const char *comment)
{
    stage->comment = comment;
    touch_operands(builder, stage);
    stage->kernel = kernel_intern(builder->planner->program, stage->kernel);
    vec_push(builder->planner->arena, &builder->phase->finish, *stage);
}
