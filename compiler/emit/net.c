/* net.h and net.c: the network's memory, its phases, and the steps that run them. */
#include "emit/parts.h"

#include <stdlib.h>
#include <string.h>

static void emit_field(Writer *w, const Buffer *buffer)
{
    const char *line = arena_printf(w->arena, "xr_real *%s;", buffer->name);
    const char *note = buffer->per_image
                           ? arena_printf(w->arena, "%s /* each image: %s */", line, buffer->note)
                           : arena_printf(w->arena, "%s /* %s */", line, buffer->note);
    emit_line(w, "%s", strlen(note) + XC_INDENT <= XC_LINE ? note : line);
}

static void emit_arena_fields(Writer *w, const Procedure *procedure)
{
    for (size_t i = 0; i < procedure->buffers.count; i++)
        emit_field(w, procedure->buffers.data[i]);
}

const char *emit_net_header(const Emission *emission)
{
    const Program *program = emission->program;
    Writer *w = writer_new(emission->arena);
    emit_banner(w, emission, "The memory of the network, every piece by its name.");
    emit(w, "#ifndef NET_H\n#define NET_H\n\n"
            "#include \"kernels.h\"\n#include \"xr_update.h\"\n\n"
            "struct xr_net {\n"
            "xr_pool *thread_pool;\n"
            "xr_real *memory; /* all blocks below, in one piece */\n"
            "xr_update_blocks blocks;\n"
            "xr_real *arena;\n"
            "xr_real *scratch; /* one part a thread */\n"
            "double *regularization; /* of each tile of the update */\n"
            "bool regularization_known;\n\n");
    emit_comment(w, "The running step.");
    emit(w, "const xr_real *images;\n"
            "const int32_t *class_labels;\n"
            "int batch;\n"
            "const xr_step *step;\n"
            "xr_metrics *metrics;\n"
            "int finite; /* 0 once a gradient was not finite */\n"
            "bool updated; /* the step changes the weights */\n"
            "int sound; /* 0 once it made one that is not finite */\n"
            "#ifdef XC_POISON\n"
            "bool poison_off;\n"
            "#endif\n"
            "#ifdef XC_PROFILE\n"
            "double *phase_starts; /* seconds; NULL: not noted */\n"
            "#endif\n\n");
    emit_comment(w, "Parameters.");
    for (size_t i = 0; i < program->training->parameters.count; i++)
        emit_field(w, program->parameters[i].value);
    emit_blank(w);
    emit_comment(w, "Their gradients.");
    for (size_t i = 0; i < program->training->parameters.count; i++)
        if (program->parameters[i].has_gradient)
            emit_field(w, program->parameters[i].gradient);
    emit_blank(w);
    emit_comment(w, "Kernels transposed, for gradients of inputs.");
    for (size_t i = 0; i < program->training->parameters.count; i++)
        if (program->parameters[i].transposed)
            emit_field(w, program->parameters[i].transposed);
    emit_blank(w);
    emit_comment(w, "The arena in training.");
    emit_arena_fields(w, &program->train);
    emit_blank(w);
    emit_comment(w, "The arena in inference.");
    emit_arena_fields(w, &program->infer);
    emit(w, "};\n\n#endif\n");
    return writer_text(w);
}

static void emit_address(Writer *w, const Buffer *buffer, const char *block)
{
    if (buffer->offset)
        emit_line(w, "net->%s = %s + %zu;", buffer->name, block, buffer->offset);
    else
        emit_line(w, "net->%s = %s;", buffer->name, block);
}

static void emit_addresses(Writer *w, const Program *program)
{
    size_t count = program->training->parameters.count;
    emit_comment(w, "Gives every name its place.");
    emit(w, "static void place(xr_net *net)\n"
            "{\n"
            "xr_real *const values = net->blocks.values;\n"
            "xr_real *const gradients = net->memory + GRADIENTS;\n"
            "xr_real *const transposed = net->blocks.transposed;\n"
            "xr_real *const arena = net->arena;\n");
    if (program->block_size[XC_BLOCK_TRANSPOSED] == 0)
        emit_line(w, "(void)transposed;");
    for (size_t i = 0; i < count; i++)
        emit_address(w, program->parameters[i].value, "values");
    for (size_t i = 0; i < count; i++)
        if (program->parameters[i].has_gradient)
            emit_address(w, program->parameters[i].gradient, "gradients");
    for (size_t i = 0; i < count; i++)
        if (program->parameters[i].transposed)
            emit_address(w, program->parameters[i].transposed, "transposed");
    for (size_t i = 0; i < program->train.buffers.count; i++)
        emit_address(w, program->train.buffers.data[i], "arena");
    for (size_t i = 0; i < program->infer.buffers.count; i++)
        emit_address(w, program->infer.buffers.data[i], "arena");
    emit(w, "}\n\n");
}

static int by_offset(const void *a, const void *b)
{
    const Buffer *left = *(Buffer *const *)a, *right = *(Buffer *const *)b;
    if (left->offset != right->offset)
        return left->offset < right->offset ? -1 : 1;
    return left->first_phase - right->first_phase;
}

static void emit_lives(Writer *w, const Procedure *procedure)
{
    size_t count = procedure->buffers.count;
    Buffer **sorted = arena_array(w->arena, count, sizeof *sorted);
    if (count)
        memcpy(sorted, procedure->buffers.data, count * sizeof *sorted);
    if (count > 1)
        qsort(sorted, count, sizeof *sorted, by_offset);
    emit_line(w, "static const xr_life %s_lives[] = {", procedure->name);
    for (size_t i = 0; i < count; i++)
        emit_line(w, "{%zu, %zu, %d, %d},", sorted[i]->offset, sorted[i]->offset + sorted[i]->size,
            sorted[i]->first_phase, sorted[i]->last_phase);
    emit_line(w, "};");
}

/* What stands before each phase: nothing, a check or a clock. */
static void emit_phase_macro(Writer *w, const Program *program)
{
    bind_text(w, "name", "%s", program->forward->name);
    emit_comment(w, "Before each phase, where that was compiled in. XC_POISON checks the plan: all "
                    "that holds nothing is filled with NaN, and results must not change. "
                    "XC_PROFILE notes when a phase of a training step begins.");
    emit_line(w, "#if defined XC_POISON");
    emit_lives(w, &program->train);
    emit_lives(w, &program->infer);
    emit(w, "static void poison(xr_net *net, const xr_life *lives, size_t count, int phase)\n"
            "{\n"
            "if (net->poison_off)\n"
            "    return;\n"
            "xr_poison(net->arena, ARENA, lives, count, phase);\n"
            "xr_poison(net->scratch, (size_t)xr_pool_threads(net->thread_pool) * SCRATCH, NULL, 0, "
            "phase);\n"
            "}\n"
            "#define LIVES(array) array, sizeof array / sizeof *array\n"
            "#define PHASE(net, procedure, number) poison(net, LIVES(procedure##_lives), "
            "number)\n\n"
            "void $(name)_net_poison(xr_net *net, bool on)\n"
            "{\n"
            "net->poison_off = !on;\n"
            "}\n");
    emit(w, "#elif defined XC_PROFILE\n"
            "static void note_phase(xr_net *net, int number)\n"
            "{\n"
            "if (net->phase_starts && net->step) /* inference has no step */\n"
            "    net->phase_starts[number] = xr_seconds();\n"
            "}\n"
            "#define PHASE(net, procedure, number) note_phase(net, number)\n\n"
            "void $(name)_net_profile(xr_net *net, double *starts)\n"
            "{\n"
            "net->phase_starts = starts;\n"
            "}\n"
            "#else\n"
            "#define PHASE(net, procedure, number) ((void)0)\n"
            "#endif\n\n");
}

static void emit_sizes(Writer *w, const Program *program)
{
    bool second = program->forward->training.optimizer.kind != XC_SGD;
    size_t values = program->block_size[XC_BLOCK_VALUES];
    size_t offset = 0;
    emit_comment(w, "Reals from the start of the memory to each block, and of each thread's "
                    "scratch.");
    emit_line(w, "static const size_t VALUES = %zu;", offset);
    emit_line(w, "static const size_t GRADIENTS = %zu;", offset += values);
    emit_line(w, "static const size_t VELOCITY = %zu;", offset += values);
    if (second)
        emit_line(w, "static const size_t SECOND_MOMENT = %zu;", offset += values);
    emit_line(w, "static const size_t TRANSPOSED = %zu;", offset += values);
    emit_line(w, "static const size_t ARENA_START = %zu;",
        offset + program->block_size[XC_BLOCK_TRANSPOSED]);
    emit_line(w, "static const size_t ARENA = %zu;", program->block_size[XC_BLOCK_ARENA]);
    emit_line(w, "static const size_t SCRATCH = %zu;", program_scratch_reals(program));
    emit_blank(w);
    emit_line(w, "enum { CHAINS = %d, MAX_BATCH = %d, CLASSES = %d };", XC_CHAINS, program->batch,
        program->forward->classes);
    emit_blank(w);
}

static bool has_chains(const Phase *phase)
{
    return phase->domain == XC_DOMAIN_CHAINS;
}

static bool has_groups(const Phase *phase)
{
    return phase->domain != XC_DOMAIN_TILES && phase->group > 1;
}

static bool any_phase(const Program *program, bool (*holds)(const Phase *phase))
{
    const Procedure *const procedures[] = {&program->train, &program->infer};
    for (int p = 0; p < 2; p++)
        for (size_t i = 0; i < procedures[p]->phases.count; i++)
            if (holds(procedures[p]->phases.data[i]))
                return true;
    return false;
}

/* Only those that the phases call: clang warns of functions that nobody does. */
static void emit_helpers(Writer *w, const Program *program)
{
    emit_comment(w, "Tasks of a phase whose tasks take groups of so many images.");
    emit(w, "static int groups(const xr_net *net, int images)\n"
            "{\n"
            "return (net->batch + images - 1) / images;\n"
            "}\n");
    if (any_phase(program, has_chains))
        emit(w, "\nstatic int chains(const xr_net *net, int images)\n"
                "{\n"
                "const int count = groups(net, images);\n"
                "return count < CHAINS ? count : CHAINS;\n"
                "}\n");
    if (any_phase(program, has_groups))
        emit(w, "\nstatic int group_images(const xr_net *net, int first, int images)\n"
                "{\n"
                "return net->batch - first < images ? net->batch - first : images;\n"
                "}\n");
}

static void emit_regularization(Writer *w)
{
    emit_blank(w);
    emit_comment(w, "In the order of the tiles, whoever computed them.");
    emit(w, "static double regularization(const xr_net *net)\n"
            "{\n"
            "double sum = 0;\n"
            "for (int i = 0; i < (int)(sizeof update_tiles / sizeof *update_tiles); i++)\n"
            "    sum += net->regularization[i];\n"
            "return sum;\n"
            "}\n");
}

static void emit_create(Writer *w, const Program *program)
{
    bind_text(w, "name", "%s", program->forward->name);
    bool second = program->forward->training.optimizer.kind != XC_SGD;
    bind_text(w, "second", "%s", second ? "net->memory + SECOND_MOMENT" : "NULL");
    emit(w, "\n"
            "void $(name)_net_destroy(xr_net *net)\n"
            "{\n"
            "if (!net)\n"
            "    return;\n"
            "xr_release(net->memory);\n"
            "xr_release(net->scratch);\n"
            "free(net->regularization);\n"
            "free(net);\n"
            "}\n\n"
            "xr_net *$(name)_net_create(xr_pool *pool)\n"
            "{\n"
            "xr_net *net = calloc(1, sizeof *net);\n"
            "if (!net)\n"
            "    return NULL;\n"
            "net->thread_pool = pool;\n"
            "net->memory = xr_allocate(ARENA_START + ARENA);\n"
            "net->scratch = xr_allocate((size_t)xr_pool_threads(pool) * SCRATCH);\n"
            "net->regularization = calloc(UPDATE_TILES, sizeof *net->regularization);\n"
            "if (!net->memory || !net->scratch || !net->regularization) {\n"
            "$(name)_net_destroy(net);\n"
            "return NULL;\n"
            "}\n"
            "net->blocks.values = net->memory + VALUES;\n"
            "net->blocks.gradients = net->memory + GRADIENTS;\n"
            "net->blocks.velocity = net->memory + VELOCITY;\n"
            "net->blocks.second = $second;\n"
            "net->blocks.transposed = net->memory + TRANSPOSED;\n"
            "net->arena = net->memory + ARENA_START;\n"
            "place(net);\n"
            "return net;\n"
            "}\n\n"
            "xr_real *$(name)_net_block(xr_net *net, xr_slot slot)\n"
            "{\n"
            "if (slot == XR_VALUE)\n"
            "    return net->blocks.values;\n"
            "if (slot == XR_GRADIENT)\n"
            "    return net->memory + GRADIENTS;\n"
            "if (slot == XR_VELOCITY)\n"
            "    return net->blocks.velocity;\n"
            "return net->blocks.second;\n"
            "}\n\n"
            "void $(name)_net_parameters_changed(xr_net *net)\n"
            "{\n"
            "for (int i = 0; i < UPDATE_TILES; i++)\n"
            "    xr_update_transposed(&update_tiles[i], &net->blocks);\n"
            "net->regularization_known = false;\n"
            "}\n\n");
}

static void emit_train_step(Writer *w, const Emission *emission)
{
    const Program *program = emission->program;
    emit(w,
        "static void begin(xr_net *net, const xr_real *images, const int32_t *labels, int count, "
        "const xr_step *step, xr_metrics *metrics)\n"
        "{\n"
        "net->images = images;\n"
        "net->class_labels = labels;\n"
        "net->batch = count;\n"
        "net->step = step;\n"
        "net->metrics = metrics;\n"
        "net->finite = 1;\n"
        "memset(metrics, 0, sizeof *metrics);\n"
        "metrics->fault_parameter = -1;\n"
        "}\n\n"
        "void $(name)_net_train_step(xr_net *net, const xr_real *images, const int32_t *labels, "
        "int "
        "count, "
        "const xr_step *step, xr_metrics *metrics)\n"
        "{\n"
        "begin(net, images, labels, count, step, metrics);\n"
        "net->regularization_known = false;\n\n");
    emit_phase_calls(w, emission, &program->train);
    emit(w, "}\n\n");
}

static void emit_evaluate(Writer *w, const Emission *emission)
{
    const Program *program = emission->program;
    bind_text(w, "stride", "%zu", padded_channels(program->forward->classes));
    bind_text(w, "probabilities", "%s", program->probabilities->name);
    emit(w,
        "void $(name)_net_evaluate(xr_net *net, const xr_real *images, const int32_t *labels, int "
        "count, "
        "xr_real *probabilities, xr_metrics *metrics)\n"
        "{\n"
        "xr_metrics ignored;\n"
        "begin(net, images, labels, count, NULL, metrics ? metrics : &ignored);\n\n");
    emit_phase_calls(w, emission, &program->infer);
    emit(w, "\n"
            "for (int n = 0; probabilities && n < count; n++)\n"
            "    memcpy(probabilities + (size_t)n * CLASSES, net->$probabilities + (size_t)n * "
            "$stride, "
            "CLASSES * sizeof *probabilities);\n"
            "if (!net->regularization_known) {\n"
            "for (int i = 0; i < UPDATE_TILES; i++)\n"
            "    net->regularization[i] = "
            "xr_update_regularization(&update_tiles[i], net->blocks.values);\n"
            "net->regularization_known = true;\n"
            "}\n"
            "net->metrics->regularization = regularization(net);\n"
            "}\n");
}

const char *emit_net(const Emission *emission)
{
    const Program *program = emission->program;
    Writer *w = writer_new(emission->arena);
    emit_banner(w, emission, "The phases of a training step and of inference, in their order.");
    bind_text(w, "name", "%s", program->forward->name);
    bind_text(w, "header", "%s", emit_header_name(emission));
    emit(w, "#include \"net.h\"\n\n#include \"$header\"\n\n#include <stdlib.h>\n\n");
    emit(w, "#ifdef XC_PROFILE\n#include \"clock.h\"\n#endif\n\n");
    emit_sizes(w, program);
    emit_addresses(w, program);
    emit_phase_macro(w, program);
    emit_helpers(w, program);
    emit_phases(w, emission, &program->train);
    emit_line(w, "%s", "");
    emit_comment(w, "Regularizer terms of all tiles, in their order, whoever computed them.");
    emit_line(w, "static double regularization(const xr_net *net);");
    emit_update(w, emission);
    emit_regularization(w);
    emit_phases(w, emission, &program->infer);
    emit_create(w, program);
    emit_train_step(w, emission);
    emit_evaluate(w, emission);
    return writer_text(w);
}
