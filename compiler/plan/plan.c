/* Graph -> Program: storage of parameters, then the phases of training and of inference. */
#include "plan/plan.h"
#include "plan/builder.h"
#include "support/map.h"

const char *program_field_name(Program *program, const char *name)
{
    return map_fresh_name(program->arena, &program->field_names, name, "_");
}

static Buffer *block_buffer(
    Program *program, Block block, const char *name, size_t reals, const char *note)
{
    Buffer *buffer = arena_alloc(program->arena, sizeof *buffer);
    buffer->name = program_field_name(program, name);
    buffer->block = block;
    buffer->size = (reals + XC_ALIGN - 1) / XC_ALIGN * XC_ALIGN;
    buffer->offset = program->block_size[block];
    buffer->note = note;
    if (!checked_add(program->block_size[block], buffer->size, &program->block_size[block]))
        bug("the parameters' size overflows");
    return buffer;
}

/* Rows and columns as xr_parameter has them. */
static void shape_storage(Storage *storage, const Parameter *parameter)
{
    Shape shape = parameter->value->shape;
    int last = shape.dim[shape.rank - 1];
    size_t elements = shape_elements(shape);
    storage->groups = 1;
    storage->columns = last;
    if (parameter->role == XC_ROLE_DEPTHWISE_KERNEL)
        storage->columns = shape.dim[2];
    storage->rows = (int)(elements / (size_t)storage->columns);
    storage->panels = shape.rank > 1 && parameter->role != XC_ROLE_DEPTHWISE_KERNEL;
    storage->row_stride = (int)padded_channels(storage->columns);
}

static size_t storage_reals(const Storage *storage)
{
    size_t rows = (size_t)storage->rows;
    if (!storage->panels)
        return rows * (size_t)storage->row_stride;
    size_t columns = (size_t)(storage->columns / storage->groups);
    return (size_t)storage->groups * rows * padded_channels((int)columns);
}

/* Groups of the convolution that reads the kernel, and whether a gradient passes to and through
 * it. */
static void find_readers(const Readers *readers, Storage *storage, bool *transposed)
{
    int value = storage->parameter->value->id;
    for (size_t i = readers->start[value]; i < readers->start[value + 1]; i++) {
        const Node *node = readers->nodes[i];
        if (storage->panels && node->op == XC_OP_CONV)
            storage->groups = node->at.groups;
        if (storage->panels && node->op == XC_OP_CONV_INPUT_GRADIENT)
            *transposed = true;
        if (node->op == XC_OP_PARAMETER_UPDATE && node->input_count > 1)
            storage->has_gradient = true;
    }
}

static void plan_parameters(Program *program)
{
    const Graph *graph = program->training;
    const Readers readers = graph_readers(graph);
    program->parameters =
        arena_array(program->arena, graph->parameters.count, sizeof *program->parameters);
    for (size_t i = 0; i < graph->parameters.count; i++) {
        Storage *storage = &program->parameters[i];
        const Parameter *parameter = graph->parameters.data[i];
        storage->parameter = parameter;
        shape_storage(storage, parameter);
        bool transposed = false;
        find_readers(&readers, storage, &transposed);
        const char *name = layer_identifier(program->arena, parameter->value->name, "");
        const char *note = shape_text(program->arena, parameter->value->shape);
        size_t reals = storage_reals(storage);
        storage->value = block_buffer(program, XC_BLOCK_VALUES, name, reals, note);
        storage->gradient = block_buffer(
            program, XC_BLOCK_GRADIENTS, arena_printf(program->arena, "d_%s", name), reals, note);
        if (!transposed)
            continue;
        size_t columns = (size_t)(storage->columns / storage->groups);
        storage->transposed = block_buffer(program, XC_BLOCK_TRANSPOSED,
            arena_printf(program->arena, "%s_transposed", name),
            (size_t)storage->groups * columns * padded_channels(storage->rows), note);
    }
}

static Planner *planner_new(
    Program *program, Procedure *procedure, const Graph *graph, const char *prefix, Diag *diag)
{
    Arena *arena = program->arena;
    Planner *planner = arena_alloc(arena, sizeof *planner);
    planner->arena = arena;
    planner->program = program;
    planner->procedure = procedure;
    planner->graph = graph;
    planner->diag = diag;
    planner->prefix = prefix;
    planner->readers = graph_readers(graph);
    planner->values = arena_array(arena, graph->values.count, sizeof *planner->values);
    planner->reduced = arena_array(arena, graph->values.count, sizeof(Buffer *));
    planner->coefficients =
        arena_array(arena, graph->nodes.count * XC_COEFFICIENTS, sizeof(Buffer *));
    return planner;
}

static void number_phases(Planner *planner, int first)
{
    planner->level_phase = arena_array(planner->arena, (size_t)planner->level_count, sizeof(int));
    int index = first;
    for (int level = 0; level < planner->level_count; level++) {
        planner->level_phase[level] = index;
        index += planner->level_merges[level] ? 2 : 1;
    }
    planner->update_phase = index;
}

/* Phases are functions in C: equal names get numbers. A name ends in a word and never in a digit,
 * so that a numbered one equals no other. */
static void name_phases(Program *program, Procedure *procedure)
{
    Map counts = {0};
    for (size_t i = 0; i < procedure->phases.count; i++) {
        Phase *phase = procedure->phases.data[i];
        int *count = map_get(&counts, phase->name);
        if (!count) {
            count = arena_alloc(program->arena, sizeof *count);
            map_put(program->arena, &counts, phase->name, count);
        }
        if (++*count > 1)
            phase->name = arena_printf(program->arena, "%s%d", phase->name, *count);
    }
}

static void finish_procedure(Planner *planner)
{
    Procedure *procedure = planner->procedure;
    Program *program = planner->program;
    name_phases(program, procedure);
    procedure->arena_size =
        plan_arena_offsets(planner->arena, procedure->buffers.data, procedure->buffers.count);
    for (size_t i = 0; i < procedure->phases.count; i++) {
        size_t scratch = procedure->phases.data[i]->scratch_size;
        if (scratch > procedure->scratch_size)
            procedure->scratch_size = scratch;
    }
    size_t *arena = &program->block_size[XC_BLOCK_ARENA];
    *arena = procedure->arena_size > *arena ? procedure->arena_size : *arena;
}

/* The last phase: every parameter and moving statistic, gated by a finite step. */
static void plan_update_phase(Planner *planner)
{
    const Graph *graph = planner->graph;
    Phase *phase = arena_alloc(planner->arena, sizeof *phase);
    phase->name = "update";
    phase->direction = "update";
    phase->title = "regularizers, momentum, weights, transposed kernels, moving statistics";
    phase->domain = XC_DOMAIN_TILES;
    phase->location = XC_NOWHERE;
    phase->group = 1;
    vec_push(planner->arena, &planner->procedure->phases, phase);
    for (size_t n = 0; n < graph->nodes.count; n++) {
        const Node *node = graph->nodes.data[n];
        if (node->op != XC_OP_MOVING_UPDATE)
            continue;
        Buffer *batch = planner->reduced[node->inputs[1]->id];
        if (!batch)
            bug("no statistics for %s", node->inputs[0]->name);
        batch->last_phase = planner->update_phase;
        MovingUpdate update = {node->inputs[0]->parameter, batch, node->at.momentum,
            shape_channels(node->inputs[0]->shape)};
        vec_push(planner->arena, &planner->program->moving, update);
    }
}

static void plan_training(Program *program, Diag *diag)
{
    program->train.name = "train";
    Planner *planner = planner_new(program, &program->train, program->training, "", diag);
    plan_levels(planner);
    plan_storage(planner);
    number_phases(planner, 0);
    Builder *builder = builder_new(planner);
    for (int level = 0; level < planner->level_count; level++) {
        Phase *phase = plan_level_phase(builder, level);
        vec_push(program->arena, &program->train.phases, phase);
        if (!planner->level_merges[level])
            continue;
        Phase *tiles = plan_tiles_phase(planner, level, phase);
        vec_push(program->arena, &program->train.phases, tiles);
    }
    plan_update_phase(planner);
    finish_procedure(planner);
}

static void plan_inference(Program *program, Diag *diag)
{
    program->infer.name = "infer";
    Planner *planner = planner_new(program, &program->infer, program->inference, "infer_", diag);
    plan_group_levels(planner);
    plan_levels(planner);
    plan_storage(planner);
    number_phases(planner, 1);
    Builder *builder = builder_new(planner);
    Phase *prepare = plan_prepare_phase(planner);
    vec_push(program->arena, &program->infer.phases, prepare);
    for (int level = 0; level < planner->level_count; level++) {
        Phase *phase = plan_level_phase(builder, level);
        vec_push(program->arena, &program->infer.phases, phase);
    }
    finish_procedure(planner);
}

Program *plan_program(const Graph *forward, const Graph *training, const Graph *inference,
    const PlanOptions *options, Diag *diag)
{
    Program *program = arena_alloc(forward->arena, sizeof *program);
    program->arena = forward->arena;
    program->forward = forward;
    program->training = training;
    program->inference = inference;
    program->batch = options && options->batch > 0 ? options->batch : forward->training.batch_size;
    if (!plan_check_limits(training, program->batch, diag))
        return NULL;
    plan_parameters(program);
    plan_training(program, diag);
    plan_inference(program, diag);
    return program;
}

size_t program_memory_reals(const Program *program)
{
    size_t values = program->block_size[XC_BLOCK_VALUES];
    size_t slots = (size_t)optimizer_slots(&program->forward->training.optimizer);
    return values + program->block_size[XC_BLOCK_GRADIENTS] + slots * values +
           program->block_size[XC_BLOCK_TRANSPOSED] + program->block_size[XC_BLOCK_ARENA];
}

size_t program_scratch_reals(const Program *program)
{
    size_t train = program->train.scratch_size, infer = program->infer.scratch_size;
    return train > infer ? train : infer;
}

size_t program_thread_bytes(const Program *program)
{
    return program_scratch_reals(program) * sizeof(float);
}

size_t program_training_bytes(const Program *program)
{
    size_t image = shape_elements(program->forward->images->shape) * sizeof(float);
    return program_memory_reals(program) * sizeof(float) + program_thread_bytes(program) +
           (size_t)program->batch * (image + sizeof(int32_t));
}
