/* Layouts, buffers and scratch, and what a stage reads or writes of them. */
#include "plan/builder.h"

#include <string.h>

Layout layout_plain(Shape shape)
{
    return (Layout){shape_height(shape), shape_width(shape), shape_channels(shape),
        (int)padded_channels(shape_channels(shape)), {0, 0, 0, 0}};
}

Layout layout_padded(Shape shape, const int pad[4])
{
    Layout layout = layout_plain(shape);
    memcpy(layout.pad, pad, sizeof layout.pad);
    return layout;
}

bool layout_is_plain(const Layout *layout)
{
    return layout->pad[0] == 0 && layout->pad[1] == 0 && layout->pad[2] == 0 && layout->pad[3] == 0;
}

size_t layout_reals(const Layout *layout)
{
    return (size_t)(layout->height + layout->pad[0] + layout->pad[1]) *
           (size_t)(layout->width + layout->pad[2] + layout->pad[3]) * (size_t)layout->stride;
}

size_t plan_reals(const Value *value, size_t elements)
{
    const Node *producer = value->producer;
    if (!producer || producer->op != XC_OP_MAX_POOL || value->output != 1)
        return elements;
    return (elements * (size_t)tap_bytes(&producer->at) + sizeof(float) - 1) / sizeof(float);
}

static size_t aligned(size_t reals)
{
    return (reals + XC_ALIGN - 1) / XC_ALIGN * XC_ALIGN;
}

const char *layer_identifier(Arena *arena, const char *name, const char *what)
{
    const char *dot = strchr(name, '.');
    if (!dot)
        return arena_printf(arena, "%s__%s", name, *what ? what : "y");
    return arena_printf(
        arena, "%.*s__%s%s%s", (int)(dot - name), name, dot + 1, *what ? "_" : "", what);
}

const char *plan_name(const Planner *planner, const char *name, const char *what)
{
    const char *identifier = layer_identifier(planner->arena, name, what);
    return arena_printf(planner->arena, "%s%s", planner->prefix, identifier);
}

Buffer *plan_buffer(Planner *planner, const char *name, bool per_image, size_t reals, int first,
    int last, const char *note)
{
    Buffer *buffer = arena_alloc(planner->arena, sizeof *buffer);
    size_t images = per_image ? (size_t)planner->program->batch : 1;
    buffer->name = program_field_name(planner->program, name);
    buffer->block = XC_BLOCK_ARENA;
    buffer->per_image = per_image;
    buffer->image = per_image ? reals : 0;
    if (!checked_multiply(aligned(reals), images, &buffer->size))
        bug("the size of buffer %s overflows", name);
    buffer->first_phase = first;
    buffer->last_phase = last;
    buffer->note = note;
    vec_push(planner->arena, &planner->procedure->buffers, buffer);
    return buffer;
}

Operand operand_of(OperandKind kind)
{
    return (Operand){kind, NULL, NULL};
}

Operand use_buffer(Builder *builder, Buffer *buffer)
{
    if (buffer->block == XC_BLOCK_ARENA) {
        if (builder->phase_index > buffer->last_phase)
            buffer->last_phase = builder->phase_index;
        if (builder->phase_index < buffer->first_phase)
            bug("phase %d reads %s before it is written", builder->phase_index, buffer->name);
    }
    return (Operand){XC_OPERAND_BUFFER, buffer, NULL};
}

Operand use_scratch(Builder *builder, Scratch *scratch)
{
    scratch->last_stage = (int)builder->phase->stages.count;
    return (Operand){XC_OPERAND_SCRATCH, NULL, scratch};
}

Scratch *new_scratch(Builder *builder, const char *name, size_t reals, const char *note)
{
    Scratch *scratch = arena_alloc(builder->planner->arena, sizeof *scratch);
    scratch->name = name;
    scratch->size = aligned(reals);
    scratch->first_stage = scratch->last_stage = (int)builder->phase->stages.count;
    scratch->note = note;
    vec_push(builder->planner->arena, &builder->phase->scratch, scratch);
    return scratch;
}

Buffer *parameter_buffer(Builder *builder, const Value *parameter)
{
    if (parameter->parameter < 0)
        bug("%s is no parameter", parameter->name);
    return builder->planner->program->parameters[parameter->parameter].value;
}

/* The one parameter_update that reads a gradient of a parameter; NULL for any other value. */
static const Node *update_by(const Builder *builder, const Value *gradient)
{
    const Readers *readers = &builder->planner->readers;
    for (size_t i = readers->start[gradient->id]; i < readers->start[gradient->id + 1]; i++)
        if (readers->nodes[i]->op == XC_OP_PARAMETER_UPDATE)
            return readers->nodes[i];
    return NULL;
}

bool updates_parameter(const Builder *builder, const Value *gradient)
{
    return update_by(builder, gradient) != NULL;
}

Buffer *gradient_buffer(Builder *builder, const Value *gradient)
{
    const Node *update = update_by(builder, gradient);
    if (!update)
        bug("the gradient %s updates no parameter", gradient->name);
    return builder->planner->program->parameters[update->inputs[0]->parameter].gradient;
}

Buffer *reduced_buffer(Builder *builder, const Value *value)
{
    Buffer **slot = &builder->planner->reduced[value->id];
    if (!*slot)
        *slot = plan_buffer(builder->planner, plan_name(builder->planner, value->name, ""), false,
            padded_channels(shape_channels(value->shape)), builder->phase_index,
            builder->phase_index,
            arena_printf(builder->planner->arena, "%d", shape_channels(value->shape)));
    return *slot;
}
