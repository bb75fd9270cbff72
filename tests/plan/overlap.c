#include "overlap.h"

#include <stdio.h>
#include <string.h>

enum { SHOWN = 5 };

static void XC_PRINTF(3, 4) report(size_t faults, bool loud, const char *format, ...)
{
    va_list arguments;
    if (!loud || faults > SHOWN)
        return;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
}

static bool intersect(size_t a, size_t a_size, size_t b, size_t b_size)
{
    return a < b + b_size && b < a + a_size;
}

static bool lives(const Buffer *buffer, size_t phase)
{
    return buffer->first_phase <= (int)phase && (int)phase <= buffer->last_phase;
}

size_t count_arena_overlaps(const Procedure *procedure, size_t *pairs, bool loud)
{
    size_t faults = 0;
    for (size_t i = 0; i < procedure->buffers.count; i++) {
        const Buffer *buffer = procedure->buffers.data[i];
        if (buffer->offset > procedure->arena_size ||
            buffer->size > procedure->arena_size - buffer->offset)
            report(++faults, loud, "%s: %s ends beyond the arena", procedure->name, buffer->name);
    }
    for (size_t phase = 0; phase < procedure->phases.count; phase++)
        for (size_t i = 0; i < procedure->buffers.count; i++)
            for (size_t j = 0; j < i; j++) {
                const Buffer *a = procedure->buffers.data[i], *b = procedure->buffers.data[j];
                if (!lives(a, phase) || !lives(b, phase))
                    continue;
                if (pairs != NULL)
                    ++*pairs;
                if (intersect(a->offset, a->size, b->offset, b->size))
                    report(++faults, loud, "%s: %s and %s share memory in phase %zu, %s",
                        procedure->name, a->name, b->name, phase,
                        procedure->phases.data[phase]->name);
            }
    return faults;
}

static size_t scratch_overlaps_of(const Phase *phase, size_t *pairs, bool loud)
{
    size_t faults = 0;
    for (size_t i = 0; i < phase->scratch.count; i++) {
        const Scratch *a = phase->scratch.data[i];
        if (a->offset > phase->scratch_size || a->size > phase->scratch_size - a->offset)
            report(++faults, loud, "%s: scratch %s ends beyond its room", phase->name, a->name);
        for (size_t j = 0; j < i; j++) {
            const Scratch *b = phase->scratch.data[j];
            if (a->first_stage > b->last_stage || b->first_stage > a->last_stage)
                continue;
            if (pairs != NULL)
                ++*pairs;
            if (intersect(a->offset, a->size, b->offset, b->size))
                report(++faults, loud, "%s: scratch %s and %s share memory", phase->name, a->name,
                    b->name);
        }
    }
    return faults;
}

size_t count_scratch_overlaps(const Procedure *procedure, size_t *pairs, bool loud)
{
    size_t faults = 0;
    for (size_t p = 0; p < procedure->phases.count; p++)
        faults += scratch_overlaps_of(procedure->phases.data[p], pairs, loud);
    return faults;
}

/* What one walk over all operands of a procedure knows. */
typedef struct Walk {
    const Procedure *procedure;
    size_t phase;
    int stage; /* counts the stages of a phase, then its tiles as one; -1: finish */
    bool *written; /* by index in procedure->buffers */
    size_t faults, operands;
    bool loud;
} Walk;

static bool is_read(const KernelOperand *operand)
{
    return strncmp(operand->type, "const ", 6) == 0;
}

static void visit_buffer(Walk *walk, const Buffer *buffer, bool reads)
{
    const char *phase = walk->procedure->phases.data[walk->phase]->name;
    if (buffer->block != XC_BLOCK_ARENA)
        return;
    if (!lives(buffer, walk->phase))
        report(
            ++walk->faults, walk->loud, "%s: %s is touched and does not live", phase, buffer->name);
    for (size_t i = 0; i < walk->procedure->buffers.count; i++) {
        if (walk->procedure->buffers.data[i] != buffer)
            continue;
        if (reads && !walk->written[i])
            report(++walk->faults, walk->loud, "%s: %s is read before it is written", phase,
                buffer->name);
        walk->written[i] = walk->written[i] || !reads;
        return;
    }
    report(++walk->faults, walk->loud, "%s: %s is no buffer of the arena", phase, buffer->name);
}

static void visit_scratch(Walk *walk, const Scratch *scratch)
{
    const Phase *phase = walk->procedure->phases.data[walk->phase];
    bool listed = false;
    for (size_t i = 0; i < phase->scratch.count; i++)
        listed = listed || phase->scratch.data[i] == scratch;
    if (!listed || walk->stage < scratch->first_stage || walk->stage > scratch->last_stage)
        report(++walk->faults, walk->loud, "%s: scratch %s is touched and does not live",
            phase->name, scratch->name);
}

static void visit_stage(Walk *walk, const Stage *stage)
{
    for (int i = 0; i < stage->kernel->operand_count; i++) {
        OperandKind kind = stage->operands[i].kind;
        walk->operands++;
        if (kind == XC_OPERAND_BUFFER || kind == XC_OPERAND_CHAIN)
            visit_buffer(walk, stage->operands[i].buffer, is_read(&stage->kernel->operands[i]));
        else if (kind == XC_OPERAND_SCRATCH)
            visit_scratch(walk, stage->operands[i].scratch);
    }
}

/* The update of moving statistics is no stage: the last phase of training reads their batches. */
static void visit_update(Walk *walk, const Program *program)
{
    walk->phase = walk->procedure->phases.count - 1;
    for (size_t i = 0; i < program->moving.count; i++) {
        walk->operands++;
        visit_buffer(walk, program->moving.data[i].batch, true);
    }
}

size_t count_lifetime_faults(
    const Program *program, const Procedure *procedure, size_t *operands, bool loud)
{
    Arena *arena = arena_new();
    Walk walk = {.procedure = procedure, .loud = loud};
    walk.written = arena_array(arena, procedure->buffers.count, sizeof *walk.written);
    for (walk.phase = 0; walk.phase < procedure->phases.count; walk.phase++) {
        const Phase *phase = procedure->phases.data[walk.phase];
        for (size_t i = 0; i < phase->stages.count; i++) {
            walk.stage = (int)i;
            visit_stage(&walk, &phase->stages.data[i]);
        }
        walk.stage = (int)phase->stages.count; /* a task's one call, after all stages */
        for (size_t i = 0; i < phase->tiles.count; i++)
            visit_stage(&walk, &phase->tiles.data[i].stage);
        walk.stage = -1; /* no scratch */
        for (size_t i = 0; i < phase->finish.count; i++)
            visit_stage(&walk, &phase->finish.data[i]);
    }
    if (procedure == &program->train)
        visit_update(&walk, program);
    arena_free(arena);
    if (operands != NULL)
        *operands += walk.operands;
    return walk.faults;
}

static const Buffer *buffer_of(const Program *program, size_t parameter, Block block)
{
    const Storage *storage = &program->parameters[parameter];
    return block == XC_BLOCK_VALUES      ? storage->value
           : block == XC_BLOCK_GRADIENTS ? storage->gradient
                                         : storage->transposed;
}

size_t count_block_overlaps(const Program *program, size_t *pairs, bool loud)
{
    const Block blocks[] = {XC_BLOCK_VALUES, XC_BLOCK_GRADIENTS, XC_BLOCK_TRANSPOSED};
    size_t faults = 0;
    for (size_t k = 0; k < sizeof blocks / sizeof *blocks; k++)
        for (size_t i = 0; i < program->forward->parameters.count; i++) {
            const Buffer *a = buffer_of(program, i, blocks[k]);
            if (a == NULL)
                continue;
            if (a->block != blocks[k] || a->offset + a->size > program->block_size[blocks[k]])
                report(++faults, loud, "%s lies outside of its block", a->name);
            for (size_t j = 0; j < i; j++) {
                const Buffer *b = buffer_of(program, j, blocks[k]);
                if (b == NULL)
                    continue;
                if (pairs != NULL)
                    ++*pairs;
                if (intersect(a->offset, a->size, b->offset, b->size))
                    report(++faults, loud, "%s and %s share memory", a->name, b->name);
            }
        }
    return faults;
}
