#include "report/program_print.h"

#include <inttypes.h>

const char *domain_name(Domain domain)
{
    switch (domain) {
    case XC_DOMAIN_IMAGES:
        return "images";
    case XC_DOMAIN_CHAINS:
        return "chains";
    case XC_DOMAIN_TILES:
        return "tiles";
    }
    bug("a phase of unknown domain %d", (int)domain);
}

static const char *operand_text(const Operand *operand)
{
    switch (operand->kind) {
    case XC_OPERAND_BUFFER:
    case XC_OPERAND_CHAIN:
        return operand->buffer->name;
    case XC_OPERAND_SCRATCH:
        return operand->scratch->name;
    case XC_OPERAND_IMAGES:
        return "$images";
    case XC_OPERAND_LABELS:
        return "$labels";
    case XC_OPERAND_BATCH:
        return "$batch";
    case XC_OPERAND_ACCUMULATE:
        return "$accumulate";
    case XC_OPERAND_FIRST:
        return "$first";
    case XC_OPERAND_TILE:
        return "$tile";
    case XC_OPERAND_STREAM:
        return "$stream";
    case XC_OPERAND_METRICS:
        return "$metrics";
    case XC_OPERAND_FINITE:
        return "$finite";
    case XC_OPERAND_NULL:
        return "-";
    }
    bug("an operand of unknown kind %d", (int)operand->kind);
}

static void print_stage(FILE *stream, const char *when, const Stage *stage)
{
    fprintf(stream, "    %s %s(", when, stage->kernel->name);
    for (int i = 0; i < stage->kernel->operand_count; i++)
        fprintf(stream, "%s%s%s", i ? ", " : "", operand_text(&stage->operands[i]),
            stage->operands[i].kind == XC_OPERAND_CHAIN ? "[chain]" : "");
    fputs(")\n", stream);
}

static void print_phase(FILE *stream, size_t number, const Phase *phase)
{
    fprintf(stream, "  phase %zu %s: %s, %s", number, phase->name, phase->direction,
        domain_name(phase->domain));
    if (phase->domain != XC_DOMAIN_TILES)
        fprintf(stream, " in groups of %d", phase->group);
    fprintf(stream, ", %" PRIu64 " multiply-adds an image\n", phase->macs);
    for (size_t i = 0; i < phase->stages.count; i++)
        print_stage(stream, "stage", &phase->stages.data[i]);
    for (size_t i = 0; i < phase->tiles.count; i++) {
        char when[32];
        snprintf(when, sizeof when, "%d tiles", phase->tiles.data[i].tiles);
        print_stage(stream, when, &phase->tiles.data[i].stage);
    }
    for (size_t i = 0; i < phase->finish.count; i++)
        print_stage(stream, "finish", &phase->finish.data[i]);
    for (size_t i = 0; i < phase->accesses.count; i++)
        fprintf(stream, "    %s %s\n", phase->accesses.data[i].write ? "writes" : "reads",
            phase->accesses.data[i].buffer->name);
}

static void print_buffer(FILE *stream, const Buffer *buffer)
{
    fprintf(stream, "  buffer %s: %zu reals at %zu", buffer->name, buffer->size, buffer->offset);
    if (buffer->per_image)
        fprintf(stream, ", %zu an image", buffer->image);
    fprintf(stream, ", live in phases %d to %d\n", buffer->first_phase, buffer->last_phase);
}

static void print_procedure(FILE *stream, const Procedure *procedure)
{
    fprintf(stream, "%s: %zu phases, arena %zu reals, scratch %zu reals a thread\n",
        procedure->name, procedure->phases.count, procedure->arena_size, procedure->scratch_size);
    for (size_t i = 0; i < procedure->phases.count; i++)
        print_phase(stream, i, procedure->phases.data[i]);
    for (size_t i = 0; i < procedure->buffers.count; i++)
        print_buffer(stream, procedure->buffers.data[i]);
}

void program_print(const Program *program, FILE *stream)
{
    fprintf(stream, "%s: batch %d, %zu kernels\n", program->forward->name, program->batch,
        program->kernels.count);
    print_procedure(stream, &program->train);
    print_procedure(stream, &program->infer);
}
