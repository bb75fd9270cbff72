/* Phases as C functions: a task takes its images through the stages, the finish function merges. */
#include "emit/kernels.h"
#include "emit/parts.h"
#include "support/map.h"

#include <inttypes.h>
#include <string.h>

bool emit_has_finish(const Phase *phase)
{
    return phase->finish.count > 0;
}

static const char *buffer_text(Arena *arena, const Buffer *buffer, bool whole)
{
    if (!buffer->per_image || whole)
        return arena_printf(arena, "net->%s", buffer->name);
    return arena_printf(arena, "net->%s + (size_t)first * %zu", buffer->name, buffer->image);
}

static const char *operand_text(Emission const *emission, const Operand *operand, bool whole)
{
    Arena *arena = emission->arena;
    const Graph *graph = emission->program->forward;
    switch (operand->kind) {
    case XC_OPERAND_BUFFER:
        return buffer_text(arena, operand->buffer, whole);
    case XC_OPERAND_CHAIN:
        return arena_printf(arena, "net->%s + (size_t)task * %zu", operand->buffer->name,
            operand->buffer->size / XC_CHAINS);
    case XC_OPERAND_SCRATCH:
        return arena_printf(arena, "%s", operand->scratch->name);
    case XC_OPERAND_IMAGES:
        return arena_printf(
            arena, "net->images + (size_t)first * %zu", shape_elements(graph->images->shape));
    case XC_OPERAND_LABELS:
        return whole ? "net->class_labels" : "class_labels";
    case XC_OPERAND_BATCH:
        return "net->batch";
    case XC_OPERAND_ACCUMULATE:
        return "accumulate";
    case XC_OPERAND_FIRST:
        return "first";
    case XC_OPERAND_TILE:
        return "task";
    case XC_OPERAND_STREAM:
        return "net->step";
    case XC_OPERAND_METRICS:
        return "net->metrics";
    case XC_OPERAND_FINITE:
        return "&net->finite";
    case XC_OPERAND_NULL:
        return "NULL";
    }
    bug("an operand of no kind");
}

static bool takes_images(const Stage *stage, bool whole)
{
    return !whole && stage->kernel->kind != XC_KERNEL_MERGE_CHAINS &&
           stage->kernel->kind != XC_KERNEL_CONV_WEIGHT_TILE;
}

/* The call of a stage. whole: it sees the whole batch, not the task's images. */
static void emit_stage(Writer *w, const Emission *emission, const Stage *stage, bool whole)
{
    const char *arguments[XC_MAX_OPERANDS + 1];
    int count = 0;
    if (takes_images(stage, whole))
        arguments[count++] = "images";
    for (int i = 0; i < stage->kernel->operand_count; i++)
        arguments[count++] = operand_text(emission, &stage->operands[i], whole);
    emit_call(w, arena_printf(emission->arena, "%s(", stage->kernel->name), arguments, count, ");");
}

static bool uses(const Phase *phase, OperandKind kind)
{
    for (size_t i = 0; i < phase->stages.count; i++)
        for (int k = 0; k < phase->stages.data[i].kernel->operand_count; k++)
            if (phase->stages.data[i].operands[k].kind == kind)
                return true;
    return false;
}

/* Names of scratch are made unique in the function: of two workspaces the second is workspace_2. */
static void emit_scratch(Writer *w, const Phase *phase)
{
    Map names = {0};
    for (size_t i = 0; i < phase->scratch.count; i++) {
        Scratch *scratch = phase->scratch.data[i];
        scratch->name = map_fresh_name(w->arena, &names, scratch->name, "_");
        const char *line =
            scratch->offset ? arena_printf(w->arena, "xr_real *const %s = scratch + %zu;",
                                  scratch->name, scratch->offset)
                            : arena_printf(w->arena, "xr_real *const %s = scratch;", scratch->name);
        const char *with_note = arena_printf(w->arena, "%s /* %s */", line, scratch->note);
        emit_line(w, "%s", strlen(with_note) + XC_INDENT <= XC_LINE ? with_note : line);
    }
}

static const char *phase_comment(const Emission *emission, const Phase *phase, int number, int of)
{
    Arena *arena = emission->arena;
    const char *text = arena_printf(arena, "Phase %d of %d, %s", number, of, phase->direction);
    if (phase->layer)
        text = arena_printf(arena, "%s: %s", text, phase->layer->name);
    if (phase->location.file >= 0 && emission->diag)
        text = arena_printf(arena, "%s (%s:%d)", text,
            source_base(diag_source_name(emission->diag, phase->location.file)),
            phase->location.line);
    text = arena_printf(arena, phase->title ? "%s: %s." : "%s.", text, phase->title);
    if (phase->macs)
        text = arena_printf(arena, "%s %.1f MFLOP an image.", text, 2e-6 * (double)phase->macs);
    const char *reads = "", *writes = "";
    for (size_t i = 0; i < phase->accesses.count; i++) {
        const Access *access = &phase->accesses.data[i];
        const char **list = access->write ? &writes : &reads;
        *list = arena_printf(arena, "%s%s%s", *list, **list ? ", " : "", access->buffer->name);
    }
    if (*reads)
        text = arena_printf(arena, "%s Reads %s.", text, reads);
    if (*writes)
        text = arena_printf(arena, "%s Writes %s.", text, writes);
    return text;
}

/* What a task of images does for the group that begins at `first`. */
static void emit_group(Writer *w, const Emission *emission, const Phase *phase)
{
    if (phase->group == 1)
        emit_line(w, "const int images = 1;");
    else
        emit_line(w, "const int images = group_images(net, first, %d);", phase->group);
    if (uses(phase, XC_OPERAND_LABELS))
        emit_line(w, "const int32_t *const class_labels = net->class_labels ? net->class_labels + "
                     "first : NULL;");
    for (size_t i = 0; i < phase->stages.count; i++)
        emit_stage(w, emission, &phase->stages.data[i], false);
}

static void emit_images_task(Writer *w, const Emission *emission, const Phase *phase)
{
    if (phase->domain == XC_DOMAIN_IMAGES) {
        emit_line(w, phase->group == 1 ? "const int first = task;" : "const int first = task * %d;",
            phase->group);
        emit_group(w, emission, phase);
        return;
    }
    const char *times = phase->group > 1 ? arena_printf(w->arena, " * %d", phase->group) : "";
    emit_line(w, "for (int first = task%s; first < net->batch; first += CHAINS%s) {", times, times);
    if (uses(phase, XC_OPERAND_ACCUMULATE))
        emit_line(w, "const bool accumulate = first >= CHAINS%s;", times);
    emit_group(w, emission, phase);
    emit_line(w, "}");
}

static void emit_tiles_task(Writer *w, const Emission *emission, const Phase *phase)
{
    for (size_t i = 0; i < phase->tiles.count; i++) {
        const TileWork *work = &phase->tiles.data[i];
        bool last = i == phase->tiles.count - 1;
        if (!last)
            emit_line(w, "if (task < %d) {", work->tiles);
        emit_stage(w, emission, &work->stage, true);
        if (last)
            continue;
        emit_line(w, "return;");
        emit_line(w, "}");
        emit_line(w, "task -= %d;", work->tiles);
    }
}

static void emit_task(Writer *w, const Emission *emission, const Phase *phase)
{
    emit_line(w, "static void %s(void *context, int task, int thread)", phase->name);
    emit_line(w, "{");
    emit_line(w, "xr_net *const net = context;");
    if (phase->scratch.count) {
        emit_line(w, "xr_real *const scratch = net->scratch + (size_t)thread * SCRATCH;");
        emit_scratch(w, phase);
    } else {
        emit_line(w, "(void)thread;");
    }
    emit_blank(w);
    if (phase->domain == XC_DOMAIN_TILES)
        emit_tiles_task(w, emission, phase);
    else
        emit_images_task(w, emission, phase);
    emit_line(w, "}");
}

static void emit_finish(Writer *w, const Emission *emission, const Phase *phase)
{
    emit_blank(w);
    emit_line(w, "static void %s_finish(void *context)", phase->name);
    emit_line(w, "{");
    emit_line(w, "xr_net *const net = context;");
    for (size_t i = 0; i < phase->finish.count; i++)
        emit_stage(w, emission, &phase->finish.data[i], true);
    emit_line(w, "}");
}

static bool is_update(const Phase *phase)
{
    return strcmp(phase->direction, "update") == 0;
}

static bool has_tasks(const Phase *phase)
{
    return phase->stages.count > 0 || phase->tiles.count > 0;
}

void emit_phases(Writer *w, const Emission *emission, const Procedure *procedure)
{
    int count = (int)procedure->phases.count;
    for (int i = 0; i < count; i++) {
        const Phase *phase = procedure->phases.data[i];
        if (is_update(phase) || (!has_tasks(phase) && !emit_has_finish(phase)))
            continue;
        emit_blank(w);
        emit_comment(w, "%s", phase_comment(emission, phase, i + 1, count));
        if (has_tasks(phase))
            emit_task(w, emission, phase);
        if (emit_has_finish(phase))
            emit_finish(w, emission, phase);
    }
}

static int tile_count(const Phase *phase)
{
    int tiles = 0;
    for (size_t i = 0; i < phase->tiles.count; i++)
        tiles += phase->tiles.data[i].tiles;
    return tiles;
}

void emit_phase_calls(Writer *w, const Emission *emission, const Procedure *procedure)
{
    Arena *arena = emission->arena;
    for (size_t i = 0; i < procedure->phases.count; i++) {
        const Phase *phase = procedure->phases.data[i];
        emit_line(w, "PHASE(net, %s, %d);", procedure->name, (int)i);
        if (is_update(phase)) {
            emit_line(w, "check_step(net);");
            emit_line(
                w, "xr_pool_run(net->thread_pool, UPDATE_TILES, update, update_finish, net);");
            continue;
        }
        const char *finish =
            emit_has_finish(phase) ? arena_printf(arena, "%s_finish", phase->name) : "NULL";
        if (!has_tasks(phase)) {
            if (emit_has_finish(phase))
                emit_line(w, "%s(net);", finish);
            continue;
        }
        const char *tasks =
            phase->domain == XC_DOMAIN_TILES
                ? arena_printf(arena, "%d", tile_count(phase))
                : arena_printf(arena,
                      phase->domain == XC_DOMAIN_CHAINS ? "chains(net, %d)" : "groups(net, %d)",
                      phase->group);
        const char *arguments[] = {"net->thread_pool", tasks, phase->name, finish, "net"};
        emit_call(w, "xr_pool_run(", arguments, 5, ");");
    }
}
